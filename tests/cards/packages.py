"""What `make packages` brings from npm."""

import shutil
from pathlib import Path

_ROOT = Path(__file__).parents[2]
FOLDER = _ROOT / "build" / "node_modules"


def are_here() -> bool:
    """Whether node is there, and all that package.json names today."""
    brought = FOLDER / "package.json"
    wanted = (_ROOT / "package.json").read_bytes()
    return bool(shutil.which("node")) and brought.exists() and brought.read_bytes() == wanted

"""The packages from npm, brought by `make packages`."""

import shutil
from pathlib import Path

_ROOT = Path(__file__).parents[2]
FOLDER = _ROOT / "build" / "node_modules"


def are_here() -> bool:
    """Whether node and every package of package.json are installed."""
    brought = FOLDER / "package.json"
    wanted = (_ROOT / "package.json").read_bytes()
    return bool(shutil.which("node")) and brought.exists() and brought.read_bytes() == wanted

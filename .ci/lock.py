# ruff: noqa: INP001 - a script, in no package
"""Writes requirements.lock: runtime packages first, then development packages, all with versions and hashes."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"

HEAD = """\
# Written by `make lock` from pyproject.toml; `make lock UPGRADE=1` takes the newest versions it allows.
# The image installs the part above the line that begins with «# For development».

"""
DEVELOPMENT = "\n# For development\n\n"


def main() -> None:
    upgrade = "--upgrade" in sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        everything, runtime = Path(folder, "everything"), Path(folder, "runtime")
        if LOCK.exists() and not upgrade:
            everything.write_text(LOCK.read_text())  # versions already chosen are kept if possible
        _resolve(everything, "--extra", "dev")
        _resolve(runtime, "--constraint", str(everything))
        runs, checks = _pins(runtime), _pins(everything)
    checks = {name: pin for name, pin in checks.items() if name not in runs}
    LOCK.write_text(HEAD + "".join(runs.values()) + DEVELOPMENT + "".join(checks.values()))


def _resolve(into: Path, *options: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    plain = ["--no-header", "--no-annotate", "--output-file", str(into)]
    subprocess.run([*command, *plain, *options, str(ROOT / "pyproject.toml")], check=True, cwd=into.parent)  # noqa: S603


def _pins(lock: Path) -> dict[str, str]:
    """Each requirement with its hashes, by name."""
    blocks = re.findall(r"^\S.*\n(?:    .*\n)*", lock.read_text(), re.MULTILINE)
    return {block.split("==")[0]: block for block in blocks if not block.startswith("#")}


if __name__ == "__main__":
    main()

"""Where packages come from: the lock is exact, and no file names a registry."""

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.reading_code import ROOT

NOT_NAMED = tuple(
    "".join(pieces)
    for pieces in [
        ("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"), ("debian", ".org"),
        ("crates", ".io"), ("golang", ".org"), ("docker", ".io"), ("/work", "/main"), ("..", "/shared"),
    ]
)  # fmt: skip
"""Hosts of package registries, and folders of a single machine; in pieces, since this file may not name them."""


def files() -> Iterator[Path]:
    """The project's files: tracked or trackable by git; without git, all but hidden folders."""
    if (ROOT / ".git").exists():
        command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
        yield from (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
        return
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name == ".ci" or not name.startswith((".", "__"))]
        yield from (Path(folder, name) for name in names)


def test_no_file_names_where_packages_come_from_or_where_it_was_written() -> None:
    texts = {path: path.read_text(errors="replace") for path in files()}
    assert [f"{path}: {name}" for path, text in texts.items() for name in NOT_NAMED if name in text] == []


def pins(text: str) -> dict[str, str]:
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize(("part", "extra"), [(0, None), (1, "dev")])
def test_the_lock_holds_exactly_what_the_project_asks_for(part: int, extra: str | None) -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, project["optional-dependencies"][extra] if extra else project["dependencies"])
    locked = pins(lock.split("\n# For development\n")[part])
    assert [str(one) for one in asked if not one.specifier.contains(locked.get(canonicalize_name(one.name), ""))] == []


def test_the_lock_is_exact_and_names_no_source() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    shape = re.compile(r"#.*|[\w.-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|")
    assert [line for line in lines if not shape.fullmatch(line)] == []

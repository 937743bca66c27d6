"""The README's map is the tree, and what it names exists."""

import re
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from bot.cli import cli
from bot.settings import EXAMPLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAPPED = ("content", "dialogs", "storage", "bot")
_NAME = re.compile(r"[\w.]+(?:\.py|/)")


def mapped() -> Iterator[Path]:
    """Everything the map names, as paths from the root."""
    block = next(block for block in README.split("```") if "THE WORDS" in block)
    above: list[str] = []
    for line in block.strip("\n").splitlines():
        names = _names(line)
        depth = (len(line) - len(line.lstrip())) // 2
        above = above[:depth]
        for name in names:
            yield Path(*above, name.rstrip("/"))
        if names[0].endswith("/"):
            above.append(names[0].rstrip("/"))


def _names(line: str) -> list[str]:
    """The names a line begins with; what follows them is said of them."""
    names: list[str] = []
    for word in line.split():
        if not _NAME.fullmatch(word):
            break
        names.append(word)
    return names


def test_everything_on_the_map_is_there() -> None:
    assert [str(path) for path in mapped() if not (ROOT / path).exists()] == []


def test_everything_there_is_on_the_map() -> None:
    there = {
        path.relative_to(ROOT)
        for folder in MAPPED
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__init__.py"
    }
    assert sorted(str(path) for path in there - set(mapped())) == []


def test_the_paths_that_the_flows_name_exist() -> None:
    said = re.findall(r"`((?:bot|actions|delivery|teams|dialogs|storage|content|tests)/[\w/.]+)`", README)
    lost = [path for path in said if not ((ROOT / path).exists() or (ROOT / "bot" / path).exists())]
    assert said
    assert lost == []


def test_every_setting_and_every_command_is_told_of() -> None:
    commands = get_command(cli)
    names = [*EXAMPLES, *(f"`{name}" for name in getattr(commands, "commands", {}))]
    assert [name for name in names if name not in README] == []

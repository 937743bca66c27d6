"""The folders' READMEs: the maps match the tree, and every file named exists."""

import re
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from bot.entry.cli.commands import cli
from bot.settings import EXAMPLES
from content.commands import all_commands
from content.language import Language

ROOT = Path(__file__).parent.parent
MAPPED = ("content", "dialogs", "storage", "bot")
MAPS = {folder: (ROOT / folder / "README.md").read_text(encoding="utf-8") for folder in MAPPED}
FRONT = (ROOT / "README.md").read_text(encoding="utf-8")
README = "\n".join((FRONT, *MAPS.values()))
_MOST_LINES = 250
_NAME = re.compile(r"[\w.]+(?:\.py|/)")


def mapped() -> Iterator[Path]:
    """Every file and folder on the maps, as paths from the root."""
    for folder, text in {"README.md": FRONT, **MAPS}.items():
        first = "content/ " if folder == "README.md" else f"{folder}/ "
        block = next(block for block in text.split("```") if block.lstrip("\n").startswith(first))
        yield from _on(block)


def _on(block: str) -> Iterator[Path]:
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
    """The names at the beginning of a line; the words after them are the description."""
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
        if path.name != "__init__.py" and path.parent.name != "versions"  # a migration's number is its place
    }
    assert sorted(str(path) for path in there - set(mapped())) == []


def test_every_table_is_told_of_beside_the_file_that_declares_it() -> None:
    rows = [line.split("|") for line in MAPS["storage"].splitlines() if "`tables/" in line and line.startswith("|")]
    told = {table: file.strip(" `") for _, tables, file, *_ in rows for table in re.findall(r"`(\w+)`", tables)}
    declared = {
        name: f"tables/{path.name}"
        for path in (ROOT / "storage" / "tables").glob("*.py")
        for name in re.findall(r"^\w+ = Table\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert told == declared


def test_the_paths_that_the_flows_name_exist() -> None:
    said = re.findall(r"`((?:bot|dialogs|storage|content|tests)/[\w/.]+)`", README)
    lost = [path for path in said if not (ROOT / path).exists()]
    assert said
    assert lost == []


def test_every_setting_and_every_command_is_told_of() -> None:
    commands = get_command(cli)
    names = [*EXAMPLES, *(f"`{name}" for name in getattr(commands, "commands", {}))]
    said = [f"| «{command.words[Language.NB].names[0]}" for command in all_commands()]
    assert [name for name in (*names, *said) if name not in README] == []


def test_the_first_page_is_short_and_its_links_lead_somewhere() -> None:
    assert len(FRONT.splitlines()) < _MOST_LINES
    linked = [link.partition("#") for link in re.findall(r"\]\(([^)h][^)]*)\)", FRONT)]
    assert [file for file, _, _ in linked if not (ROOT / file).is_file()] == []
    anchors = {file: _anchors((ROOT / file).read_text(encoding="utf-8")) for file, _, anchor in linked if anchor}
    assert [f"{file}#{anchor}" for file, _, anchor in linked if anchor and anchor not in anchors[file]] == []


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}

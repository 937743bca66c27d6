"""Documents as Markdown and DOCX, and files that nobody's changes are lost from."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from bot.errors import NotWritten
from bot.exports.docx_document import docx_bytes
from bot.exports.markdown_document import markdown
from bot.exports.untouched_files import Composed, write_untouched
from content.document_templates import Values, fill
from content.documents import Document, Table, plain
from content.language import Language

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
HOSTILE = "<b>*Vik* | [FYLL INN: x](http://x.example) `_kommune_`"


def test_a_file_keeps_its_day_until_something_else_in_it_changes(tmp_path: Path) -> None:
    def dated(text: str) -> Callable[[date], Composed]:
        return lambda day: {"a.md": f"{text} {day}".encode(), "b.md": f"same {day}".encode()}

    assert write_untouched(tmp_path, dated("one"), today=TODAY).written == ("a.md", "b.md")
    assert write_untouched(tmp_path, dated("one"), today=TOMORROW).unchanged == ("a.md", "b.md")
    assert write_untouched(tmp_path, dated("two"), today=TOMORROW).written == ("a.md",)
    assert contents(tmp_path) == {"a.md": b"two 2026-11-25", "b.md": b"same 2026-11-24"}
    # Without its notes no file counts as ours; a file that is already as it should be is no loss.
    (tmp_path / ".sloyfa.json").unlink()
    with pytest.raises(NotWritten, match=r"changed a\.md since"):
        write_untouched(tmp_path, dated("three"), today=TODAY)
    (tmp_path / "a.md").write_bytes(b"three 2026-11-24")
    assert write_untouched(tmp_path, dated("three"), today=TODAY).unchanged == ("a.md", "b.md")


def test_whatever_a_municipality_writes_is_text_in_both_formats() -> None:
    values = Values({"name": plain(HOSTILE)}, {}, {"rows": Table((plain("a"),), ((plain(HOSTILE),),))})
    blocks = fill("# Hei\n\n{name}\n\n- {name} [FYLL INN: y]\n\n{table: rows}\n", values)
    document = Document("x", Language.NB, "Hei", "i dag", "Side", blocks)
    escaped = r"\<b\>\*Vik\* \| \[FYLL INN: x\](http://x.example) \`\_kommune\_\`"
    assert f"\n\n{escaped}\n\n- {escaped} **\\[FYLL INN: y\\]**\n\n| a |\n| --- |\n| {escaped} |\n" in (
        markdown(document).decode()
    )
    written = docx_bytes(document, dated=TODAY)
    word = docx.Document(BytesIO(written))
    assert [cell.text for cell in word.tables[0].columns[0].cells] == ["a", HOSTILE]
    assert word.paragraphs[1].text == HOSTILE
    marked = [run.text for one in word.paragraphs for run in one.runs if run.font.highlight_color]
    assert marked == ["[FYLL INN: y]"]
    assert docx_bytes(document, dated=TODAY) == written
    with ZipFile(BytesIO(written)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.md"))}

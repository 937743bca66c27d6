"""`documents`: a municipality's papers from its settings and from what the program does, in both written forms."""

import asyncio
import re
import shutil
import string
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as Word
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.errors import NotWritten
from bot.exports.docx_document import docx_bytes
from bot.exports.markdown_document import markdown
from bot.exports.untouched_files import Composed, write_untouched
from bot.rehearsal.cast import TENANT, nordvik
from bot.version import VERSION
from content.document_templates import Values, WrongTemplate, fill, line_of
from content.document_words import DOCUMENTS, WRITTEN_IN, document_words, measures, template
from content.documents import Document, Gap, Table, Text, plain
from content.documents import Paragraph as Said
from content.language import Language
from dialogs.model import Act, KeptKind, RecordEntry, Rung
from storage.database import Database
from storage.records import records_of
from tests.bot.commands import ROOT, CommandResult, Commands
from tests.nordvik import series

LOCALES = {Language.NB: "nb-NO", Language.NN: "nn-NO"}
BLANK = re.compile(r"\{(?:list: |table: )?(\w+)\}")
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
HOSTILE = "<b>*Vik* | [FYLL INN: x](http://x.example) `_kommune_`"

Bot = Callable[..., CommandResult]


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Bot:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    run = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    run("import", str(nordvik()))
    return run


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


def text_of(files: dict[str, bytes], document: str, language: Language) -> str:
    """The Markdown of a document."""
    return files[f"{document_words(language).files[document]}-nordvik-{language}.md"].decode()


def word_of(files: dict[str, bytes], document: str, language: Language) -> Word:
    return docx.Document(BytesIO(files[f"{document_words(language).files[document]}-nordvik-{language}.docx"]))


# The command.


def test_settings_plan_and_program_fill_the_documents_and_what_is_missing_is_a_gap(bot: Bot, tmp_path: Path) -> None:
    nb, nn = Language.NB, Language.NN
    told = bot("documents", "papers")
    assert told.code == 0
    assert told.lines[0] == "personvernerklaering-nordvik-nb: written; 9 to fill in"
    assert told.lines[-1].startswith("nordvik has not set: responsible, data_protection_officer, archive_label, ")
    before = read(tmp_path / "papers")
    assert len(before) == 2 * len(DOCUMENTS)
    notice = text_of(before, "privacy", nb)
    assert r"\[FYLL INN: hvem som er behandlingsansvarlig (innstillingen responsible)\]" in notice
    assert r"| Svar | **\[FYLL INN: hvor lenge svar skal bli liggende (innstillingen retention.answers)\]** |" in notice
    assert "Foreløpig er det ikke planlagt noe" in text_of(before, "unions", nb)
    assert f"Sløyfa {VERSION} (databaseversjon " in notice

    shutil.copy(nordvik() / "kommune.toml", "kommune.toml")
    with Path("kommune.toml").open("a") as settings:
        settings.write('[hold]\nsince = 2026-11-01\nreason = "arkivsak 2026/118"\n')
    text = Path("kommune.toml").read_text().replace('# unused_rungs = ["network"]', 'unused_rungs = ["network"]')
    Path("kommune.toml").write_text(text)
    assert bot("municipality", "kommune.toml").code == 0
    bot("plan", str(series(tmp_path, "uka", "rektorgruppa", dates="[2190-11-24, 2190-12-01]")))
    assert "not set" not in bot("documents", "papers").out
    after = read(tmp_path / "papers")
    notice, unions, record = (text_of(after, name, nb) for name in ("privacy", "unions", "record"))
    assert "Behandlingsansvarlig: Nordvik kommune ved kommunedirektøren." in notice
    assert "| Svar | 1 år |" in notice
    assert "| Meldinger som venter på at du velger om de er svar | 14 dager |" in notice
    assert "Arkivet har stanset sletting etter fristene fra 1. november 2026 (arkivsak 2026/118)." in notice
    assert "| Nettverket | Ikke i bruk i kommunen. |" in notice
    assert "Dag for drøftingen: 20. august 2026." in unions
    assert "Planen ber ingen om mer enn 5 minutter i uka" in unions
    assert "| uka | Ukesrefleksjon | Rektorgruppa | 5 | 2 |" in unions
    assert "| Personer | 18 |" in record
    assert "| Teksten i svarene (`reflection_parts`) | `text` | `reflection`, `source` |" in record
    assert "SQLite" in text_of(after, "archive", nb)
    # What the settings do not speak of is as it was.
    same = {name for name in before if before[name] == after[name]}
    assert {name.rpartition(".")[0] for name in same} == {"tilgjengelighetserklaering-nordvik-nb"}

    assert {line.partition("; ")[0].rpartition(" ")[2] for line in bot("documents", "papers").lines} == {"unchanged"}
    assert read(tmp_path / "papers") == after
    assert bot("documents", "papers", "--language", "nn").code == 0
    both = read(tmp_path / "papers")
    notice = text_of(both, "privacy", nn)
    assert "Arkivet har stansa sletting etter fristane frå 1. november 2026 (arkivsak 2026/118)." in notice
    assert "Skriv «personvern» til roboten." in notice

    look_in_word(both)

    acts = asyncio.run(recorded(tmp_path / "x.db"))
    written = [entry.about["names"] for entry in acts if entry.act is Act.DOCUMENTS_WRITTEN]
    assert [names.count(".docx") for names in written] == [6, 5, 6]


async def recorded(file: Path) -> Sequence[RecordEntry]:
    async with Database(f"sqlite+aiosqlite:///{file}") as db:
        return await db.read(partial(records_of, municipality="nordvik"))


def look_in_word(files: dict[str, bytes]) -> None:
    """Title, language, table headers and gaps of each document; both written forms are built alike."""
    shapes: dict[Language, list[list[object]]] = {language: [] for language in WRITTEN_IN}
    for language in WRITTEN_IN:
        for name in DOCUMENTS:
            word = word_of(files, name, language)
            [title] = [paragraph.text for paragraph in word.paragraphs if styled(paragraph) == "Title"]
            assert template(name, language).startswith(f"# {title}\n")
            assert (word.core_properties.title, word.core_properties.language) == (title, LOCALES[language])
            assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == LOCALES[language]
            assert all(table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in word.tables)
            marked = [run.text for run in runs(word) if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
            assert marked == [run.text for run in runs(word) if run.text.startswith("[FYLL INN: ")]
            assert len(marked) == text_of(files, name, language).count(r"**\[FYLL INN: ") > 0
            shapes[language].append(structure(word))
    assert shapes[Language.NB] == shapes[Language.NN]


def styled(paragraph: Paragraph) -> str:
    return (paragraph.style.name or "") if paragraph.style else ""


def runs(word: Word) -> Iterator[Run]:
    cells = (cell for table in word.tables for row in table.rows for cell in row.cells)
    for paragraph in (*word.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)):
        yield from paragraph.runs


def structure(word: Word) -> list[object]:
    """Styles of paragraphs, and sizes of tables."""
    tables = [(len(table.rows), len(table.columns)) for table in word.tables]
    return [*(styled(paragraph) for paragraph in word.paragraphs), *tables]


def test_a_file_that_somebody_has_changed_stops_everything_and_so_do_other_faults_in_a_line(
    bot: Bot, tmp_path: Path
) -> None:
    bot("documents", "papers")
    mine = tmp_path / "papers" / "droftingsnotat-nordvik-nb.docx"
    mine.write_bytes(mine.read_bytes() + b"\n")
    before = read(tmp_path / "papers")
    bot("municipality", str(nordvik() / "kommune.toml"))
    refused = bot("documents", "papers")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "papers: somebody has changed droftingsnotat-nordvik-nb.docx since; nothing was written. "
        "Rename or move what is to be kept, or name another folder\n"
    )
    assert read(tmp_path / "papers") == before
    Path("file").write_text("x")
    refused = bot("documents", "file")
    assert (refused.code, refused.err) == (1, "file: File exists; name a folder that can be written\n")
    refused = bot("documents", "papers", "--municipality", "norvik")
    assert (refused.code, refused.err) == (1, "there is no municipality norvik; did you mean nordvik?\n")
    other = bot("documents", "papers", SLOYFA_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    assert other.code == 1
    assert "there is no database in" in other.err


# Files.


def test_a_file_keeps_its_day_until_something_else_in_it_changes(tmp_path: Path) -> None:
    def dated(text: str) -> Callable[[date], Composed]:
        return lambda day: {"a.md": f"{text} {day}".encode(), "b.md": f"same {day}".encode()}

    assert write_untouched(tmp_path, dated("one"), today=TODAY).written == ("a.md", "b.md")
    assert write_untouched(tmp_path, dated("one"), today=TOMORROW).unchanged == ("a.md", "b.md")
    assert write_untouched(tmp_path, dated("two"), today=TOMORROW).written == ("a.md",)
    assert read(tmp_path) == {"a.md": b"two 2026-11-25", "b.md": b"same 2026-11-24"}
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
    marked = [run.text for run in runs(word) if run.font.highlight_color]
    assert marked == ["[FYLL INN: y]"]
    assert docx_bytes(document, dated=TODAY) == written
    with ZipFile(BytesIO(written)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


# Templates and words.


@pytest.mark.parametrize(
    ("text", "why"), [("{nobody}", "nothing is known as nobody"), ("| a | b |\n| -- | -- |\n| 1 |", "rows are as long")]
)
def test_a_template_with_a_fault_is_refused_with_the_line(text: str, why: str) -> None:
    with pytest.raises(WrongTemplate, match=f"«.*»: .*{why}"):
        fill(f"# Hei\n\n{text}\n", Values({"name": ()}, {}, {}))


def test_a_paragraph_of_nothing_is_left_out_and_a_gap_may_stand_in_a_value() -> None:
    assert fill("# Hei\n\n{name}\n\nJa {name}\n", Values({"name": ()}, {}, {})) == (Said((Text("Ja "),)),)
    assert line_of("Hos dem: [FYLL INN: hva]", {}) == (Text("Hos dem: "), Gap("hva"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_written_forms_have_the_same_blanks_in_the_same_order(document: str) -> None:
    assert BLANK.findall(template(document, Language.NB)) == BLANK.findall(template(document, Language.NN))


def test_every_value_is_used_and_every_word_is_there_in_both_forms() -> None:
    nb, nn = (keys(vars(document_words(language))) for language in WRITTEN_IN)
    assert nb == nn
    used = {name for document in DOCUMENTS for name in BLANK.findall(template(document, Language.NB))}
    words = document_words(Language.NB)
    assert {key for key in words.settings if "." not in key} <= used
    assert words.headers.keys() <= used
    assert {name for measure in measures() for name in measure.lists} | {"impersonal"} <= used
    assert {key.removeprefix("retention.") for key in words.settings if "." in key} == set(KeptKind)
    assert list(words.circles) == [rung.name.lower() for rung in Rung]


def keys(table: object) -> object:
    """Names at all depths, and the blanks of each text."""
    if isinstance(table, dict):
        return {name: keys(each) for name, each in table.items()}
    if isinstance(table, list):
        return [keys(each) for each in table]
    return {name for _, name, _, _ in string.Formatter().parse(str(table)) if name}


def test_nynorsk_has_none_of_the_commonest_bokmal_words() -> None:
    bokmal = {"jeg", "ikke", "hva", "hvem", "hvilken", "noe", "noen", "dere", "bare", "også", "fra", "gjøre", "hvor"}
    texts = [template(document, Language.NN) for document in DOCUMENTS]
    texts += [one.words[Language.NN] for one in measures()]
    texts.append((ROOT / "content" / "documents" / "nn" / "words.toml").read_text(encoding="utf-8"))
    for text in texts:
        assert not bokmal & set(re.findall(r"\w+", text.lower())), text


def test_a_measure_stands_only_where_tests_hold_it() -> None:
    for measure in measures():
        assert measure.held_by
        for held_by in measure.held_by:
            file, _, name = held_by.partition("::")
            assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), (
                held_by
            )


def test_the_program_bears_the_version_of_the_project() -> None:
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")

"""`documents`: a municipality's papers from its settings and from what the program does, in both written forms."""

import asyncio
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.context.attention import Attention
from bot.context.document_facts import Facts
from bot.rehearsal.cast import TENANT, nordvik
from bot.reports.document_values import DocumentValues
from bot.version import VERSION
from content.catalogue import load
from content.document_words import DOCUMENTS, WRITTEN_IN, document_words, template
from content.documents import shown
from content.language import Language
from dialogs.model import Act, MunicipalitySettings, RecordEntry, Unit, UnitKind
from dialogs.planning.attention import Week
from dialogs.sharing.circles import Municipality
from storage.database import Database
from storage.records import records_of
from tests.bot.commands import ROOT, CommandResult, Commands
from tests.nordvik import series

LOCALES = {Language.NB: "nb-NO", Language.NN: "nn-NO"}
TODAY = date(2026, 11, 24)

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
    words = "Teksten i svarene, og hva som er valgt med ett trykk"
    assert f"| {words} (`reflection_parts`) | `text` | `reflection`, `source` |" in record
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
    assert [len(names.split(", ")) for names in written] == [6, 5, 6]
    assert "Notat til drøfting med dei tillitsvalde, " in written[0]


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


# What a town may be like.


def test_few_people_kindergartens_a_network_and_too_full_a_week_are_told_of() -> None:
    units = {
        "vik": Unit("vik", frozenset({UnitKind.MUNICIPALITY}), "Vik", "kyst", Language.NN),
        "kyst": Unit("kyst", frozenset({UnitKind.NETWORK}), "Kystnettet", None, Language.NN),
        "bukta": Unit("bukta", frozenset({UnitKind.KINDERGARTEN}), "Bukta", "vik", Language.NN),
    }
    full = Attention(MunicipalitySettings(minutes_a_week=5), (Week(2026, 49, 9, 4, ("uka",)),))
    facts = Facts(Municipality("vik", units, {}), 4, full, (), units["kyst"], None, on_sqlite=False)
    values = DocumentValues(facts, load(), Language.NN, TODAY).all()
    said = {name: shown(line) for name, line in values.blanks.items()}
    assert said["kindergartens"].endswith("[FYLL INN: rettsleg grunnlag for dei tilsette i barnehagane]")
    assert "nettverket Kystnettet" in said["network"]
    assert (said["over"][:26], said["database"]) == ("Planen går over grensa, og", "PostgreSQL")
    assert [shown(cell) for cell in values.tables["extent"].rows[0]] == ["Personar", "færre enn fem"]
    assert [shown(row[1]) for row in values.tables["extent"].rows[2:]] == ["0", "1", "0"]
    none = replace(facts, attention=Attention(full.settings, ()), network=None)
    empty = DocumentValues(none, load(), Language.NN, TODAY).all().blanks
    assert (shown(empty["over"]), shown(empty["minutes"])[:8]) == ("", "Førebels")
    assert "Ingen svar går til andre kommunar" in shown(empty["network"])


def test_the_program_bears_the_version_of_the_project() -> None:
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")

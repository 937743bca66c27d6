"""Values of maximal length are stored by each database; a longer value is reported with its place."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Select, String, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.knowledge.lay_overlay import lay_overlay
from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.app import catalogues
from bot.errors import SloyfaError, WrongFolder, WrongOverlay, WrongPlan
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from content.catalogue_table import LONGEST_ID
from content.overlays import Overlay, read_overlay
from dialogs.model import limits
from storage.database import Database
from storage.tables import metadata
from storage.tables.people import groups, people, units
from tests.bot.commands import Commands
from tests.databases import make_tables
from tests.nordvik import MONDAY, OPERATOR

GUID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(monkeypatch, capsys)


def municipality(folder: Path, *, more: int = 0, only: str = "") -> Path:
    """A folder with each value `more` letters longer than the maximum: all of them, or only the `only` one."""

    def long(what: str, longest: int, *, begins: str = "a") -> str:
        return begins.ljust(longest + (more if only in {"", what} else 0), "x")

    folder.mkdir(exist_ok=True)
    unit, group = long("unit", limits.ID), long("group", limits.ID, begins="g")
    upn = long("upn", limits.USER_NAME, begins="kari@")
    (folder / "units.csv").write_text(
        f"id,kind,name,parent,language,stages\n{unit},municipality,{long('unit name', limits.NAME)},,nb,\n"
    )
    (folder / "groups.csv").write_text(f"id,unit,kind,name\n{group},{unit},team,{long('group name', limits.NAME)}\n")
    (folder / "people.csv").write_text(
        f"aad_object_id,name,upn,group,role\n{GUID},{long('name', limits.NAME)},{upn},{group},coordinator\n"
    )
    return folder


def series(file: Path, *, group: str, id_: str, **keys: str) -> Path:
    told = {"stays_open": '"P3D"', **keys}
    lines = [f"{key} = {value}" for key, value in told.items()]
    file.write_text(
        "\n".join(
            [
                "[series]", f'id = "{id_}"', f'groups = ["{group}"]', 'protocol = "ukesrefleksjon"',
                'intention = "conveying"', 'areas = ["inkluderende-laeringsmiljoer"]', f'led_by = "{GUID}"',
                "time = 08:00:00", "dates = [2026-11-24]", *lines, "",
            ]
        )
    )  # fmt: skip
    return file


async def test_values_of_maximal_length_are_stored_on_each_database(database_url: str, tmp_path: Path) -> None:
    roster = read_folder(municipality(tmp_path / "a"))
    owner, group = roster.municipality, roster.groups[0].id
    wanted = read_series(series(tmp_path / "s.toml", group=group, id_="s" * limits.ID))
    overlay, text = layer(tmp_path, owner, "e" * limits.ID)
    async with Database(database_url) as db:
        await make_tables(db)
        await import_folder(db, roster, actor=OPERATOR, tenant=TENANT, now=MONDAY)
        await plan_series(db, catalogues(), wanted, actor=OPERATOR, now=MONDAY)
        await lay_overlay(db, catalogues(), overlay, text, actor=OPERATOR, by="b" * limits.NAME, now=MONDAY)
        for column, longest in (
            (units.c.id, limits.ID), (units.c.name, limits.NAME), (groups.c.name, limits.NAME),
            (people.c.upn, limits.USER_NAME), (people.c.name, limits.NAME),
        ):  # fmt: skip
            assert len(str(await db.read(partial(first_value, asked=select(column))))) == longest


async def first_value(c: AsyncConnection, *, asked: Select[tuple[str]]) -> object:
    return (await c.execute(asked)).scalar()


@pytest.mark.parametrize(
    ("only", "where", "longest"),
    [
        ("unit", "units.csv, line 2, column id", limits.ID),
        ("unit name", "units.csv, line 2, column name", limits.NAME),
        ("group", "groups.csv, line 2, column id", limits.ID),
        ("group name", "groups.csv, line 2, column name", limits.NAME),
        ("name", "people.csv, line 2, column name", limits.NAME),
        ("upn", "people.csv, line 2, column upn", limits.USER_NAME),
    ],
)
def test_one_letter_more_in_a_folder_is_told_with_file_line_and_column(
    tmp_path: Path, only: str, where: str, longest: int
) -> None:
    with pytest.raises(WrongFolder) as caught:
        read_folder(municipality(tmp_path / "a", more=1, only=only))
    assert str(caught.value) == f"{where}: this is {longest + 1} characters long; {longest} is the most"


def test_one_letter_more_in_a_series_is_told_with_file_and_key(tmp_path: Path) -> None:
    with pytest.raises(WrongPlan) as caught:
        read_series(series(tmp_path / "s.toml", group="g", id_="s" * 81))
    assert str(caught.value) == "s.toml: [series] id: this is 81 characters long; 80 is the most"


def layer(folder: Path, owner: str, id_: str) -> tuple[Overlay, str]:
    file = folder / "eget.toml"
    entry = f'[[entries]]\nid = "{id_}"\nkind = "goal"\nname = {{nb = "Mål", nn = "Mål"}}\n'
    text = f'municipality = "{owner}"\nwhy = "Vi prøver"\n{entry}'
    file.write_text(text, encoding="utf-8")
    return read_overlay(file), text


def no_toml() -> list[tuple[str, str]]:
    return [
        ("a = " + "[" * 5000 + "]" * 5000, "Nested too deep"),
        ("b = 1\na = " + "{a = " * 5000 + "1" + "}" * 5000, "Nested too deep"),
        (".".join(["a"] * 5000) + " = 1", "Nested too deep"),
        (".".join(["a"] * 900) + " = 1", "Nested too deep"),
        ("b = 1\na = " + "9" * 5000, "A number has too many digits"),
    ]


@pytest.mark.parametrize(("text", "says"), no_toml(), ids=lambda value: str(value)[-30:])
@pytest.mark.parametrize("command", [["plan", "x.toml"], ["overlay", "import", "x.toml", "--by", "guro", "--dry-run"]])
def test_toml_that_nobody_means_is_told_with_its_line(
    run: Commands, tmp_path: Path, command: list[str], text: str, says: str
) -> None:
    (tmp_path / "x.toml").write_text(text)
    done = run(*command)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("x.toml")
    assert says in done.err
    assert f"line {2 if text.startswith('b') else 1}" in done.err


def test_a_nul_in_a_text_of_toml_reaches_no_database(tmp_path: Path) -> None:
    found = read_series(series(tmp_path / "s.toml", group="g", id_="s", need='"Vi vet \\u0000 for lite"'))
    assert found.need == "Vi vet  for lite"


async def test_an_overlay_is_told_by_its_files_name_also_in_a_trial(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as db:
        await make_tables(db)
        roster = read_folder(municipality(tmp_path / "a"))
        await import_folder(db, roster, actor=OPERATOR, tenant=TENANT, now=MONDAY)
        overlay, text = layer(tmp_path, roster.municipality, "e" * 81)
        lays = partial(lay_overlay, db, catalogues(), overlay, text, actor=OPERATOR, now=MONDAY)
        for laid in (partial(lays, dry_run=True), partial(lays, draft=True), lays):
            with pytest.raises(WrongOverlay) as caught:
                await laid(by="guro")
            where = f"eget.toml, line 4: entry.{'e' * 81}.id"
            assert str(caught.value).startswith(f"{where}: is 81 characters long; 80 is the most")
        for by, says in (("b" * 201, "--by: this is 201 characters long"), (" ", "--by: this is empty")):
            with pytest.raises(SloyfaError, match=says):
                await lays(by=by)


def test_an_argument_that_is_no_text_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = Commands(monkeypatch, capsys)("why", "\udcff")
    assert (done.code, done.out) == (1, "")
    assert "is not text in the terminal's encoding" in done.err


def test_the_catalogues_ids_fit_in_their_columns() -> None:
    columns = [column for table in metadata.tables.values() for column in table.columns if column.name.endswith("_id")]
    lengths = [column.type.length for column in columns if isinstance(column.type, String) and column.type.length]
    assert lengths
    assert min(lengths) >= LONGEST_ID
    assert LONGEST_ID == limits.ID

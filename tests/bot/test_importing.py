"""A municipality's folder of CSV files, imported on the command line, and the resulting rows."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.imports.folder import read_folder
from dialogs.model import Account, Role
from dialogs.people.roster import Changes, RosterFile
from storage.database import Database
from storage.memberships import members_of, memberships_of
from storage.migrations.running import newest
from storage.people import all_people, persons_behind
from storage.tables.people import accounts, groups, memberships, municipalities, people, units
from storage.units import all_groups, all_municipalities, all_units, put_municipality, put_units
from tests.bot.commands import CommandResult, Commands, run_in_subprocess
from tests.counting import recorded_statements
from tests.databases import make_tables
from tests.nordvik import OPERATOR

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TENANT = "aaaaaaaa-0000-4000-8000-000000000001"
OTHER_TENANT = "bbbbbbbb-0000-4000-8000-000000000002"
GURO = "0f8b5c1e-0000-4000-8000-000000000001"
SIV = "0f8b5c1e-0000-4000-8000-000000000002"
OLA = "0f8b5c1e-0000-4000-8000-000000000003"
FILES = {
    "units": """id,kind,name,parent,language,stages
nett,network,Nettverket på kysten,,nb,
øyby,municipality,Øyby kommune,nett,nb,
nes,school+kindergarten,Nes oppvekstsenter,øyby,nn,1-7
""",
    "groups": """id,unit,kind,name,time
rektorgruppa,øyby,principals,Rektorgruppa,
team-nes,nes,team,Team Nes,14:30
""",
    "people": f"""aad_object_id,name,upn,group,role,language,from,until
{GURO},Guro Åsen,guro@øyby.example,rektorgruppa,coordinator,nb,,
{SIV},Siv Bø,siv@øyby.example,rektorgruppa,participant,nn,,
{SIV},Siv Bø,siv@øyby.example,team-nes,facilitator,nn,,2199-06-18
{OLA},Ola Næss,ola@øyby.example,team-nes,participant,,2198-08-01,
""",
}
ALL = [
    "added   unit Nettverket på kysten (nett)",
    "added   unit Øyby kommune (øyby)",
    "added   unit Nes oppvekstsenter (nes)",
    "added   group Rektorgruppa (rektorgruppa)",
    "added   group Team Nes (team-nes)",
    "added   person Guro Åsen (guro@øyby.example)",
    "added   person Siv Bø (siv@øyby.example)",
    "added   person Ola Næss (ola@øyby.example)",
    "added   membership Guro Åsen in Rektorgruppa (coordinator)",
    "added   membership Siv Bø in Rektorgruppa (participant)",
    "added   membership Siv Bø in Team Nes (facilitator until 2199-06-18)",
    "added   membership Ola Næss in Team Nes (participant from 2198-08-01)",
    "added 12, changed 0, ended 0",
]
TRIED = "nothing of this was done (--dry-run)"
NOTHING = ["added 0, changed 0, ended 0"]
TABLES = (municipalities, units, groups, people, accounts, memberships)

Edit = Callable[[str], str]


def write(folder: Path, *, encoding: str = "utf-8", delimiter: str = ",", **edits: Edit) -> Path:
    """Write the folder's three files; `units`, `groups` or `people` is a function that edits the file's text."""
    folder.mkdir(exist_ok=True)
    for name, content in FILES.items():
        text = edits.get(name, str)(content)
        (folder / f"{name}.csv").write_bytes(text.replace(",", delimiter).encode(encoding))
    return folder


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    """`bot("import", folder)`, with the same database throughout the test."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


def row_counts(path: Path) -> dict[str, int]:
    """The number of rows in each table."""

    async def work(c: AsyncConnection) -> dict[str, int]:
        counted = [(await c.execute(select(func.count()).select_from(table))).scalar_one() for table in TABLES]
        return {table.name: found for table, found in zip(TABLES, counted, strict=True)}

    async def look() -> dict[str, int]:
        async with Database(f"sqlite+aiosqlite:///{path / 'x.db'}") as db:
            return await db.read(work)

    return asyncio.run(look())


def test_the_first_command_ever_run_imports_and_tells_every_change_by_name(tmp_path: Path) -> None:
    """In a process of its own, in an empty folder, without a database or a terminal."""
    folder = write(tmp_path / "øyby")
    done = run_in_subprocess("import", str(folder), "--tenant", TENANT, cwd=tmp_path, settings={})
    assert (done.code, done.err) == (0, f"the database was made, as version {newest()}\n")
    assert done.lines == ALL
    assert (tmp_path / "var" / "sloyfa.db").exists()


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("utf-8-sig", ";"), ("cp1252", ","), ("cp1252", ";")],
)
def test_however_the_files_are_saved_the_same_is_imported(
    bot: Callable[..., CommandResult], tmp_path: Path, encoding: str, delimiter: str
) -> None:
    done = bot("import", str(write(tmp_path / "saved", encoding=encoding, delimiter=delimiter)))
    assert (done.code, done.lines) == (0, ALL)
    assert bot("import", str(write(tmp_path / "plain"))).lines == NOTHING


def test_importing_the_same_again_changes_nothing(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    folder = str(write(tmp_path / "øyby"))
    bot("import", folder)
    before = row_counts(tmp_path)
    assert bot("import", folder).lines == NOTHING
    assert row_counts(tmp_path) == before


def test_an_imports_changes_are_told_a_line_each_with_names_and_then_counted(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("import", str(write(tmp_path / "før")))
    after = write(
        tmp_path / "etter",
        units=swap("1-7", "1-10"),
        groups=swap("Team Nes,14:30", "Team Nesset,15:00"),
        people=lambda text: (
            swap("Guro Åsen", "Guro Ås")(text)
            .replace("rektorgruppa,participant,nn", "rektorgruppa,leader,nn")
            .replace(f"{SIV},Siv Bø,siv@øyby.example,team-nes,facilitator,nn,,2199-06-18\n", "")
            + f"{GURO},Guro Ås,guro@øyby.example,team-nes,observer,nb,,\n"
        ),
    )
    done = bot("import", str(after))
    assert done.lines == [
        "changed unit Nes oppvekstsenter (nes): stages: 1-7 -> 1-10",
        "changed group Team Nesset (team-nes): name: Team Nes -> Team Nesset, time: 14:30:00 -> 15:00:00",
        "changed person Guro Ås (guro@øyby.example): name: Guro Åsen -> Guro Ås",
        "changed membership Siv Bø in Rektorgruppa: participant -> leader",
        "added   membership Guro Ås in Team Nesset (observer)",
        "ended   membership Siv Bø in Team Nesset (facilitator until 2199-06-18)",
        "added 1, changed 4, ended 1",
    ]
    assert bot("import", str(after)).lines == NOTHING


def test_a_dry_run_tells_the_same_and_writes_nothing(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    folder = str(write(tmp_path / "øyby"))
    done = bot("import", folder, "--dry-run")
    assert (done.code, done.lines) == (0, [*ALL, TRIED])
    assert not (tmp_path / "x.db").exists()
    assert bot("import", folder).lines == ALL
    gone = str(write(tmp_path / "uten-ola", people=lambda text: text[: text.index(OLA)]))
    before = row_counts(tmp_path)
    assert bot("import", gone, "--dry-run").lines[-2:] == ["added 0, changed 0, ended 1", TRIED]
    assert row_counts(tmp_path) == before
    assert bot("import", folder).lines == NOTHING


def test_a_bad_row_is_named_by_file_line_and_column_and_nothing_is_imported(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bad = write(
        tmp_path / "feil",
        units=swap("school+kindergarten", "skole"),
        people=swap("team-nes,participant", "team-nes,deltaker"),
    )
    done = bot("import", str(bad))
    assert (done.code, done.out) == (1, "")
    assert [line.split(":")[0] for line in done.err.splitlines()] == [
        "units.csv, line 4, column kind",
        "people.csv, line 5, column role",
    ]
    assert bot("import", str(write(tmp_path / "rett"))).lines == ALL


def test_an_id_that_has_lost_its_zeros_is_no_new_group(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    first = write(tmp_path / "øyby", groups=swap("team-nes", "007"), people=swap("team-nes", "007"))
    bot("import", str(first))
    again = write(tmp_path / "øyby", groups=swap("team-nes", "7"), people=swap("team-nes", "7"))
    for dry in ((), ("--dry-run",)):
        assert bot("import", str(again), *dry).err == (
            'groups.csv, column id: "7" was "007" until now; a spreadsheet took its zeros: format the column as text\n'
        )
    both = swap("007,nes,team,Team Nes,14:30\n", "007,nes,team,Team Nes,14:30\n7,nes,team,Team Sju,\n")
    more = write(
        tmp_path / "begge", groups=lambda text: both(swap("team-nes", "007")(text)), people=swap("team-nes", "7")
    )
    assert bot("import", str(more)).code == 0


def test_a_folder_with_a_bad_row_leaves_what_was_there_as_it_was(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("import", str(write(tmp_path / "rett")))
    before = row_counts(tmp_path)
    bad = write(tmp_path / "feil", units=swap("Øyby kommune", "Nyby kommune"), groups=swap("14:30", "halv tre"))
    assert bot("import", str(bad)).err.startswith("groups.csv, line 3, column time: ")
    assert row_counts(tmp_path) == before
    assert bot("import", str(tmp_path / "rett")).lines == NOTHING


@pytest.mark.parametrize(
    ("arguments", "settings", "tenant"),
    [
        (["--tenant", f" {OTHER_TENANT.upper()} "], {}, OTHER_TENANT),
        ([], {"MicrosoftAppTenantId": OTHER_TENANT.upper()}, OTHER_TENANT),
        (["--tenant", " "], {}, TENANT),
        ([], {"MicrosoftAppTenantId": "", "SLOYFA_TENANTS": f" {OTHER_TENANT.upper()} "}, OTHER_TENANT),
    ],
)
def test_the_object_ids_are_accounts_of_the_tenant_that_is_named_or_set(
    bot: Callable[..., CommandResult], tmp_path: Path, arguments: list[str], settings: dict[str, str], tenant: str
) -> None:
    assert bot("import", str(write(tmp_path / "øyby")), *arguments, **settings).code == 0

    async def theirs() -> set[str]:
        async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as db:
            return set((await db.read(lambda c: c.execute(select(accounts.c.tenant)))).scalars())

    assert asyncio.run(theirs()) == {tenant}


@pytest.mark.parametrize("tenants", ["", f"{TENANT},{OTHER_TENANT}"])
def test_where_no_tenant_can_be_told_it_has_to_be_named(
    bot: Callable[..., CommandResult], tmp_path: Path, tenants: str
) -> None:
    done = bot("import", str(write(tmp_path / "øyby")), MicrosoftAppTenantId="", SLOYFA_TENANTS=tenants)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("--tenant is missing")


# In the database.


async def bring_in(db: Database, folder: Path, *, tenant: str = TENANT, now: datetime = NOW) -> Changes:
    return await import_folder(db, read_folder(folder), actor=OPERATOR, tenant=tenant, now=now)


def counted(changes: Changes) -> tuple[int, int, int]:
    return changes.added, changes.changed, changes.ended


async def test_a_row_that_is_gone_ends_its_membership_and_deletes_nothing(database_url: str, tmp_path: Path) -> None:
    """Siv's membership had begun, and Ola's would begin in 2198."""
    folder = write(tmp_path / "øyby")
    async with Database(database_url) as db:
        await make_tables(db)
        await bring_in(db, folder)
        before = await db.read(lambda c: c.execute(select(memberships.c.id)))
        gone = write(
            tmp_path / "etter",
            people=lambda text: "\n".join(line for line in text.splitlines() if "team-nes" not in line),
        )
        later = NOW + timedelta(days=7)
        assert counted(await bring_in(db, gone, now=later)) == (0, 0, 2)
        rows = (await db.read(lambda c: c.execute(select(memberships.c.id, memberships.c.ended)))).all()
        assert {row.id for row in rows} == set(before.scalars())
        assert sorted(str(row.ended) for row in rows) == sorted(["None", "None", str(later), str(later)])
        assert len(await db.read(partial(all_people, municipality="øyby"))) == 3
        assert counted(await bring_in(db, gone, now=later + timedelta(days=7))) == (0, 0, 0)
        members = await db.read(
            partial(members_of, municipality="øyby", group_ids=["team-nes"], now=datetime(2198, 12, 1, tzinfo=UTC))
        )
        assert members == ()


async def test_units_and_groups_that_are_gone_from_the_file_stay_where_they_were(
    database_url: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "øyby")
    without = write(
        tmp_path / "uten-nes",
        units=lambda text: text[: text.index("nes,school")],
        groups=lambda text: text[: text.index("team-nes")],
        people=lambda text: "\n".join(line for line in text.splitlines() if "team-nes" not in line),
    )
    async with Database(database_url) as db:
        await make_tables(db)
        await bring_in(db, folder)
        assert counted(await bring_in(db, without, now=NOW + timedelta(days=1))) == (0, 0, 2)
        assert len(await db.read(partial(all_units, municipality="øyby"))) == 3
        assert len(await db.read(partial(all_groups, municipality="øyby"))) == 2


async def test_who_comes_back_gets_a_new_membership_and_the_old_one_stays_ended(
    database_url: str, tmp_path: Path
) -> None:
    whole = write(tmp_path / "hele")
    without = write(
        tmp_path / "uten", people=swap(f"{SIV},Siv Bø,siv@øyby.example,rektorgruppa,participant,nn,,\n", "")
    )
    async with Database(database_url) as db:
        await make_tables(db)
        for day, folder in enumerate((whole, without, whole)):
            await bring_in(db, folder, now=NOW + timedelta(days=day))
        [siv] = await db.read(partial(persons_behind, account=Account(TENANT, SIV)))
        theirs = await db.read(partial(memberships_of, municipality="øyby", person=siv.id))
        as_principal = [(one.since, one.ended) for one in theirs if one.group == "rektorgruppa"]
        assert sorted(as_principal, key=str) == [(NOW, NOW + timedelta(days=1)), (NOW + timedelta(days=2), None)]


async def test_memberships_count_for_the_local_days_of_the_file(database_url: str, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "øyby",
        people=lambda text: text.replace("2198-08-01", "2026-12-01").replace("2199-06-18", "2026-12-18"),
    )
    async with Database(database_url) as db:
        await make_tables(db)
        await bring_in(db, folder)

        async def team(now: datetime) -> set[Role]:
            found = await db.read(partial(members_of, municipality="øyby", group_ids=["team-nes"], now=now))
            return {member.role for member in found}

        midnight = datetime(2026, 11, 30, 23, tzinfo=UTC)
        assert await team(midnight - timedelta(seconds=1)) == {Role.FACILITATOR}
        assert await team(midnight) == {Role.FACILITATOR, Role.PARTICIPANT}
        end_of_the_18th = datetime(2026, 12, 18, 23, tzinfo=UTC)
        assert await team(end_of_the_18th - timedelta(seconds=1)) == {Role.FACILITATOR, Role.PARTICIPANT}
        assert await team(end_of_the_18th) == {Role.PARTICIPANT}
        days = select(memberships.c.from_day, memberships.c.until_day).where(memberships.c.group == "team-nes")
        assert set(await db.read(lambda c: c.execute(days))) == {(None, date(2026, 12, 18)), (date(2026, 12, 1), None)}


async def test_a_tenant_may_hold_several_municipalities_each_with_its_own(database_url: str, tmp_path: Path) -> None:
    """The same people, by the same object ids, in two municipalities of one tenant."""
    one = write(tmp_path / "en")
    other = write(
        tmp_path / "to",
        units=lambda text: text.replace("øyby", "fjordby").replace("Øyby", "Fjordby"),
        groups=lambda text: text.replace("øyby", "fjordby"),
    )
    async with Database(database_url) as db:
        await make_tables(db)
        await bring_in(db, one)
        assert counted(await bring_in(db, other)) == (12, 0, 0)
        behind = await db.read(partial(persons_behind, account=Account(TENANT, SIV)))
        assert [person.municipality for person in behind] == ["fjordby", "øyby"]
        assert behind[0].id != behind[1].id
        # A change of one municipality leaves the other as before.
        smaller = write(tmp_path / "en", people=lambda text: text[: text.index(SIV)])
        assert counted(await bring_in(db, smaller, now=NOW + timedelta(days=1))) == (0, 0, 3)
        assert counted(await bring_in(db, other, now=NOW + timedelta(days=1))) == (0, 0, 0)


async def test_a_person_is_not_an_account_and_may_have_several(database_url: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "øyby")
    async with Database(database_url) as db:
        await make_tables(db)
        await bring_in(db, folder)
        changes = await bring_in(db, folder, tenant=OTHER_TENANT)
        assert [str(line) for line in changes.lines] == [
            "changed person Guro Åsen (guro@øyby.example): a further account",
            "changed person Siv Bø (siv@øyby.example): a further account",
            "changed person Ola Næss (ola@øyby.example): a further account",
        ]
        [here] = await db.read(partial(persons_behind, account=Account(TENANT, SIV)))
        [there] = await db.read(partial(persons_behind, account=Account(OTHER_TENANT, SIV)))
        assert here == there
        accounts = dict(await db.read(partial(all_people, municipality="øyby")))
        assert len(accounts[here]) == 2


async def test_of_simultaneous_imports_one_changes_the_roster_and_the_others_nothing(
    database_url: str, tmp_path: Path
) -> None:
    wanted: RosterFile = read_folder(write(tmp_path / "øyby"))
    async with Database(database_url) as db, Database(database_url) as other:
        await make_tables(db)
        both = await asyncio.gather(
            *(import_folder(copy, wanted, actor=OPERATOR, tenant=TENANT, now=NOW) for copy in (db, other, db, other))
        )
        assert sorted(counted(changes) for changes in both) == [(0, 0, 0)] * 3 + [(12, 0, 0)]


async def test_an_import_that_fails_in_the_middle_has_not_begun(database_url: str, tmp_path: Path) -> None:
    """A group with an unknown unit, which the folder's reader would have refused."""
    read = read_folder(write(tmp_path / "øyby"))
    broken = replace(read, groups=tuple(replace(group, unit="ingen") for group in read.groups))
    async with Database(database_url) as db:
        await make_tables(db)
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await import_folder(db, broken, actor=OPERATOR, tenant=TENANT, now=NOW)
        assert await db.read(all_municipalities) == ()


def schools(folder: Path, many: int, *, later: bool = False) -> Path:
    """A municipality of `many` schools, each with a team and a teacher; with `later` every row differs."""
    town, new, role = f"by-{many}", "Ny " if later else "", "leader" if later else "participant"
    tables = {
        "units": ["id,kind,name,parent,language", f"{town},municipality,By,,nb"],
        "groups": ["id,unit,kind,name"],
        "people": ["aad_object_id,name,upn,group,role"],
    }
    for n in range(many):
        tables["units"].append(f"skole-{n},school,{new}Skole {n},{town},")
        tables["groups"].append(f"team-{n},skole-{(n + later) % many},team,{new}Team {n}")
        tables["people"].append(f"{n:08}-0000-4000-8000-000000000000,{new}Per {n},per{n}@by.example,team-{n},{role}")
    folder.mkdir()
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


async def test_many_are_imported_in_as_many_statements_as_few(database_url: str, tmp_path: Path) -> None:
    """Schools, teams, teachers, accounts and memberships are added; and then all but the accounts change."""
    async with Database(database_url) as db:
        await make_tables(db)

        async def statements(many: int) -> list[int]:
            counts = []
            for later in (False, True):
                folder = schools(tmp_path / f"{many}-{later}", many, later=later)
                with recorded_statements(db) as executed:
                    changes = await bring_in(db, folder, now=NOW + timedelta(days=later))
                assert changes.added + changes.changed >= 4 * many
                counts.append(len(executed))
            return counts

        assert await statements(30) == await statements(3)


@pytest.mark.postgresql
async def test_an_import_waits_for_no_other_municipalitys(postgresql_url: str, tmp_path: Path) -> None:
    wanted = read_folder(write(tmp_path / "øyby"))
    neighbours = [replace(unit, id="nabo") for unit in wanted.units if unit.id == "øyby"]
    async with Database(postgresql_url) as db, Database(postgresql_url) as other:
        await make_tables(db)
        await bring_in(db, write(tmp_path / "øyby"), now=NOW - timedelta(days=1))
        async with other.writing.begin() as at_it, asyncio.timeout(20):
            await put_municipality(at_it, municipality="nabo", name="Nabo")
            await put_units(at_it, "nabo", neighbours)
            renamed = replace(wanted, groups=tuple(replace(group, name="Ny") for group in wanted.groups))
            changes = await import_folder(db, renamed, actor=OPERATOR, tenant=TENANT, now=NOW)
            assert counted(changes) == (0, 2, 0)

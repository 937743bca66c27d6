"""A series file becomes sessions: printed lines, refusals, and the effects of planning again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.app import catalogues
from bot.context.catalogues import Catalogues
from bot.context.planned_series import Planned
from bot.errors import WrongPlan
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.clients import Team, inputs_on
from bot.reports.planning import plan_lines
from dialogs.model import Rung, Session, Stage, Step
from storage.database import Database
from storage.series import one_series
from storage.sessions import sessions_of
from storage.steps import steps_of
from storage.tables.sessions import series as series_table
from storage.units import take_turn
from tests.bot.commands import CommandResult, Commands
from tests.databases import make_tables
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, seen, series

EXAMPLE = """
[series]
id = "host-2026-inkludering"
groups = ["rektorgruppa"]             # ids from groups.csv; each group gets sessions of its own
protocol = "ukesrefleksjon"
intention = "implementing"            # spreading | conveying | implementing (the three virkemidler)
areas = ["inkluderende-laeringsmiljoer"]   # also: teoretisk-og-praktisk, digital-teknologi, ...
requirements = ["oppl-2023-12-2"]     # also oppl-2023-10-2, -11-1, -12-3, -12-4, -17-12
led_by = "guro@nordvik.example"       # upn or aad_object_id; a series nobody leads is refused
first = 2026-11-24                    # with time, every and until ...
time = 08:00:00                       # local, Europe/Oslo
every = "week"                        # week | fortnight | month
until = 2027-06-18
# dates = [2026-11-24, 2026-12-01T07:00:00Z]   # ... or dates (at `time`) and exact instants, instead
stays_open = "P5D"                    # ISO 8601; days are school days, at the same wall time
default_rung = "group"                # only_me | group | unit | principals | municipality | network
asked = "personal"                    # personal | channel (an error for a group without a channel)
digest_readers = ["guro@nordvik.example"]   # beside the group itself
# goals = [], need = "", phase = "", draft_ahead = "PT24H"     # kept with the series; used later
[[meetings]]
date = 2026-12-10T09:00:00            # local
group = "rektorgruppa"
digest_days_ahead = 3
"""
"""The example of the handbook."""

SHORT = EXAMPLE.replace("until = 2027-06-18", "until = 2026-12-08")
SERIES, GROUP = "host-2026-inkludering", "rektorgruppa"


@pytest.fixture(scope="module")
def content() -> Catalogues:
    return catalogues()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database file once Nordvik has been imported: the same for every test here."""
    file = tmp_path_factory.mktemp("imported") / "x.db"
    asyncio.run(bring_in(f"sqlite+aiosqlite:///{file}"))
    return file.read_bytes()


async def bring_in(url: str) -> None:
    async with Database(url) as database:
        await make_tables(database)
        await import_folder(database, read_folder(nordvik()), actor=OPERATOR, tenant=TENANT, now=MONDAY)


@pytest.fixture
async def db(imported: bytes, tmp_path: Path) -> AsyncIterator[Database]:
    """Nordvik, and nothing planned."""
    (tmp_path / "nordvik.db").write_bytes(imported)
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'nordvik.db'}") as database:
        yield database


Plan = Callable[..., Awaitable[Planned]]


@pytest.fixture
def plan(db: Database, content: Catalogues, tmp_path: Path) -> Plan:
    """`await plan(text)`, on the Monday before the first session; `now` and `dry_run` by keyword."""

    async def planned(
        text: str, *, now: datetime = MONDAY, dry_run: bool = False, municipality: str | None = None
    ) -> Planned:
        file = tmp_path / "series.toml"
        file.write_text(text, encoding="utf-8")
        wanted = read_series(file)
        return await plan_series(
            db, content, wanted, actor=OPERATOR, now=now, municipality=municipality, dry_run=dry_run
        )

    return planned


def edited(*edits: tuple[str, str], text: str = SHORT) -> str:
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


async def sessions(db: Database) -> tuple[Session, ...]:
    return await db.read(partial(sessions_of, municipality="nordvik", series_id=SERIES))


async def versions(db: Database) -> int:
    rows = await db.read(lambda c: c.execute(select(series_table.c.version)))
    return len(rows.all())


async def test_the_handbooks_example_is_planned_as_it_stands(db: Database, plan: Plan) -> None:
    told = list(plan_lines(await plan(EXAMPLE), dry_run=False))
    assert told[0] == "tirsdag 24. november 2026 kl. 08.00  rektorgruppa  host-2026-inkludering.rektorgruppa.2026-11-24"
    assert told[-2].startswith("tirsdag 15. juni 2027 kl. 08.00")
    assert told[-1] == (
        "mandag 7. desember 2026 kl. 09.00  digest ahead of rektorgruppa's meeting torsdag 10. desember 2026 kl. 09.00"
    )
    assert told[
        told.index("    skipped: Påskeuka; 2027-03-30 would be too near the session on 2027-03-30") - 1
    ].startswith("tirsdag 23. mars 2027 kl. 08.00  rektorgruppa  ")
    found = await sessions(db)
    assert len(found) == len([line for line in told[:-1] if not line.startswith("    ")]) == 30
    assert found[0].opens_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    # Summer time: the same wall time.
    assert found[-1].opens_at == datetime(2027, 6, 15, 6, tzinfo=UTC)
    assert [session.ordinal for session in found] == list(range(30))


async def test_a_dry_run_prints_the_dates_in_words_and_writes_nothing(db: Database, plan: Plan) -> None:
    told = list(plan_lines(await plan(SHORT, dry_run=True), dry_run=True))
    assert told == [
        "tirsdag 24. november 2026 kl. 08.00  rektorgruppa",
        "tirsdag 1. desember 2026 kl. 08.00  rektorgruppa",
        "tirsdag 8. desember 2026 kl. 08.00  rektorgruppa",
        "mandag 7. desember 2026 kl. 09.00  digest ahead of rektorgruppa's meeting torsdag 10. desember 2026 kl. 09.00",
    ]
    assert await sessions(db) == ()
    assert await versions(db) == 0


async def test_a_series_files_values_are_stored_with_the_series(db: Database, plan: Plan) -> None:
    kept = (
        'goals = ["alle hører til"]\nneed = "færre utenfor"\ndraft_ahead = "PT24H"\n'
        'audience = "leaders"\nphase = "implementing"\nschool_types = ["primary"]\n[[meetings]]'
    )
    await plan(edited(("[[meetings]]", kept)))
    found = await db.read(partial(one_series, municipality="nordvik", series_id=SERIES))
    assert found is not None
    assert (found.goals, found.need) == (("alle hører til",), "færre utenfor")
    assert (found.audience, found.phase, found.school_types) == ("leaders", "implementing", ("primary",))
    assert (found.draft_ahead, found.stays_open, found.default_rung) == ("PT24H", "P5D", Rung.GROUP)
    assert (found.intention, found.areas) == ("implementing", ("inkluderende-laeringsmiljoer",))
    assert found.requirements == ("oppl-2023-12-2",)
    assert found.digest_readers == (found.led_by,)
    assert [(meeting.at, meeting.digest_days_ahead) for meeting in found.meetings] == [(at(12, 10, 9), 3)]


async def test_who_leads_may_be_named_by_object_id(plan: Plan) -> None:
    by_upn = await plan(SHORT, dry_run=True)
    text = edited(('led_by = "guro@nordvik.example"', 'led_by = "00000000-0000-4000-8000-000000000001"'))
    by_id = await plan(text, dry_run=True)
    assert by_id.series.led_by == by_upn.series.led_by


async def test_each_group_gets_sessions_of_its_own_at_its_own_time(db: Database, plan: Plan) -> None:
    several = edited(
        ('groups = ["rektorgruppa"]', 'groups = ["rektorgruppa", "team-solbakken"]'),
        ('requirements = ["oppl-2023-12-2"]', "requirements = []"),
    )
    await plan(several)
    found = [(session.group, session.ordinal, session.opens_at) for session in await sessions(db)]
    assert sorted(found) == [
        ("rektorgruppa", 0, at(11, 24)),
        ("rektorgruppa", 1, at(12, 1)),
        ("rektorgruppa", 2, at(12, 8)),
        ("team-solbakken", 0, at(11, 24, 14)),
        ("team-solbakken", 1, at(12, 1, 14)),
        ("team-solbakken", 2, at(12, 8, 14)),
    ]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            ('["rektorgruppa"]  ', '["rektorgruppe"]  '),
            "[series] groups: there is no rektorgruppe; did you mean rektor",
        ),
        (('"ukesrefleksjon"', '"ukerefleksjon"'), "[series] protocol: there is no ukerefleksjon; did you mean ukes"),
        (("inkluderende-laeringsmiljoer", "inkludering"), "[series] areas: there is no inkludering"),
        (('"oppl-2023-12-2"', '"oppl-2023-9-9"'), "[series] requirements: there is no oppl-2023-9-9"),
        (
            ('led_by = "guro@', 'led_by = "gro@'),
            "[series] led_by: gro@nordvik.example is not among the people imported",
        ),
        (
            ('digest_readers = ["guro@', 'digest_readers = ["gro@'),
            "[series] digest_readers: gro@nordvik.example is not among the people imported; did you mean guro@",
        ),
        (('group = "rektorgruppa"', 'group = "rektorer"'), "[[meetings]] group: there is no rektorer"),
        (('asked = "personal"', 'asked = "channel"'), "[series] asked: Rektorgruppa has no channel"),
        (
            ('areas = ["inkluderende-laeringsmiljoer"]', 'areas = ["digital-teknologi"]'),
            (
                "[series] areas, requirements: no prompt for Rektorgruppa goes with areas and requirements; "
                "leave areas out, or name one of inkluderende-laeringsmiljoer, elevsentrert-ledelse; "
                "or leave requirements out, or name one of "
            ),
        ),
        (("2026-12-08", "2026-11-23"), "until: "),
        (('led_by = "guro@nordvik.example"', ""), "[series] led_by: "),
        (('led_by = "guro@nordvik.example"', 'led_by = ""'), "[series] led_by: "),
        (("every =", "evry ="), "[series] evry: there is no key evry"),
        (("time = 08:00:00", ""), "[series] time: "),
        (("digest_days_ahead", "days_ahead"), "[[meetings]] no. 1, days_ahead: there is no key days_ahead"),
    ],
)
async def test_an_error_names_the_key(db: Database, plan: Plan, edit: tuple[str, str], says: str) -> None:
    with pytest.raises(WrongPlan) as caught:
        await plan(edited(edit))
    assert says in str(caught.value)
    assert await sessions(db) == ()
    assert await versions(db) == 0


async def test_every_fault_is_told_at_once(plan: Plan) -> None:
    with pytest.raises(WrongPlan) as caught:
        await plan(edited(('"ukesrefleksjon"', '"x"'), ('led_by = "guro@', 'led_by = "gro@')))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["[series] protocol", "[series] led_by"]


async def test_nothing_can_be_planned_before_a_municipality_is_imported(database_url: str, content: Catalogues) -> None:
    async with Database(database_url) as empty:
        await make_tables(empty)
        with pytest.raises(WrongPlan, match="no municipality has been imported yet"):
            await plan_series(empty, content, read_series(nordvik() / "rektorgruppa.toml"), actor=OPERATOR, now=MONDAY)


async def test_where_two_municipalities_have_the_groups_one_has_to_be_named(
    db: Database, plan: Plan, tmp_path: Path
) -> None:
    other = tmp_path / "sørvik"
    other.mkdir()
    for file in nordvik().glob("*.csv"):
        (other / file.name).write_text(file.read_text(encoding="utf-8").replace("nordvik,", "sørvik,"), "utf-8")
    await import_folder(db, read_folder(other), actor=OPERATOR, tenant=TENANT, now=MONDAY)
    with pytest.raises(WrongPlan, match="add --municipality, one of nordvik, sørvik"):
        await plan(SHORT)
    with pytest.raises(WrongPlan, match=r"--municipality: there is no norvik; did you mean nordvik\?"):
        await plan(SHORT, municipality="norvik")
    assert (await plan(SHORT, municipality="sørvik")).series.municipality == "sørvik"
    assert await sessions(db) == ()


# Planned again.


async def test_on_either_database_a_series_is_planned_and_planned_again(
    database_url: str, content: Catalogues, tmp_path: Path
) -> None:
    await bring_in(database_url)
    file = tmp_path / "series.toml"
    async with Database(database_url) as either:
        for text, told in (
            (SHORT, "tirsdag 24. november 2026 kl. 08.00"),
            (edited(('"P5D"', '"P6D"')), "changed   stay"),
        ):
            file.write_text(text, encoding="utf-8")
            planned = await plan_series(either, content, read_series(file), actor=OPERATOR, now=MONDAY)
            assert next(plan_lines(planned, dry_run=False)).startswith(told)
        assert len(await sessions(either)) == 3
        assert await versions(either) == 2


async def test_two_who_plan_at_once_plan_one_series(database_url: str, content: Catalogues, tmp_path: Path) -> None:
    await bring_in(database_url)
    (tmp_path / "series.toml").write_text(SHORT, encoding="utf-8")
    wanted = read_series(tmp_path / "series.toml")
    async with Database(database_url) as one, Database(database_url) as other:
        await asyncio.gather(*(plan_series(copy, content, wanted, actor=OPERATOR, now=MONDAY) for copy in (one, other)))
        assert len(await sessions(one)) == 3
        assert await versions(one) == 1


async def test_on_postgresql_who_plans_waits_for_the_one_who_is_at_it(
    postgresql_url: str, content: Catalogues, tmp_path: Path
) -> None:
    await bring_in(postgresql_url)
    (tmp_path / "series.toml").write_text(SHORT, encoding="utf-8")
    wanted = read_series(tmp_path / "series.toml")
    blocked = sql("SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    async with Database(postgresql_url) as one, Database(postgresql_url) as other:
        async with one.writing.begin() as at_it:
            await take_turn(at_it, "nordvik")
            second = asyncio.create_task(plan_series(other, content, wanted, actor=OPERATOR, now=MONDAY))
            while (query := await one.read(lambda c: c.scalar(blocked))) is None:
                assert not second.done()
        # The lock comes before any read of rows that the other may change.
        assert str(query).endswith("FOR UPDATE")
        await second
        assert len(await sessions(one)) == 3


async def test_planning_the_same_again_differs_in_nothing(db: Database, plan: Plan) -> None:
    two = SHORT + '[[meetings]]\ndate = 2026-11-30T09:00:00\ngroup = "rektorgruppa"\n'
    await plan(two)
    before = await sessions(db)
    assert list(plan_lines(await plan(two), dry_run=False)) == ["nothing differs"]
    assert await sessions(db) == before
    assert await versions(db) == 1
    # The same for a past meeting with a digest, whether or not the file still lists the meeting.
    later = at(12, 2)
    assert list(plan_lines(await plan(two, now=later), dry_run=False)) == ["nothing differs"]
    assert list(plan_lines(await plan(SHORT, now=later), dry_run=False)) == ["nothing differs"]


async def test_planning_again_prints_the_difference(db: Database, plan: Plan) -> None:
    await plan(SHORT)
    again = edited(("2026-12-08", "2026-12-01"), ("08:00:00", "09:30:00"), ('"P5D"', '"P4D"'), ("12-10T09", "12-11T10"))
    told = [
        "changed   stays_open: P5D -> P4D",
        f"changed   meetings: 2026-12-10 09:00 {GROUP} (3 days ahead) -> 2026-12-11 10:00 {GROUP} (3 days ahead)",
        f"moved     {SERIES}.{GROUP}.2026-11-24: 2026-11-24 08:00 -> 2026-11-24 09:30",
        f"moved     {SERIES}.{GROUP}.2026-12-01: 2026-12-01 08:00 -> 2026-12-01 09:30",
        f"cancelled {SERIES}.{GROUP}.2026-12-08: 2026-12-08 08:00",
    ]
    dry = list(plan_lines(await plan(again, dry_run=True), dry_run=True))
    assert dry[0] == "tirsdag 24. november 2026 kl. 09.30  rektorgruppa"
    assert dry[3:] == told
    assert [session.opens_at for session in await sessions(db)] == [at(11, 24), at(12, 1), at(12, 8)]
    assert list(plan_lines(await plan(again), dry_run=False)) == told
    assert [session.opens_at for session in await sessions(db)] == [at(11, 24, 9, 30), at(12, 1, 9, 30)]
    longer = await plan(SHORT)
    assert "added     host-2026-inkludering.rektorgruppa.2026-12-08: 2026-12-08 08:00" in plan_lines(
        longer, dry_run=False
    )


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (('"implementing"', '"spreading"'), "changed   intention: implementing -> spreading"),
        (('default_rung = "group"', 'default_rung = "only_me"'), "changed   default_rung: group -> only_me"),
        (('led_by = "guro@', 'led_by = "tor@'), "changed   led_by: guro@nordvik.example -> tor@nordvik.example"),
        (('["guro@nordvik.example"]', "[]"), "changed   digest_readers: guro@nordvik.example -> none"),
        (
            ('["oppl-2023-12-2"]', '["oppl-2023-12-2", "oppl-2023-12-3"]'),
            "changed   requirements: oppl-2023-12-2 -> oppl-2023-12-2, oppl-2023-12-3",
        ),
        (("[[meetings]]", 'need = "ro"\n[[meetings]]'), "changed   need: none -> ro"),
        (("[[meetings]]", 'phase = "mapping"\n[[meetings]]'), "changed   phase: none -> mapping"),
    ],
)
async def test_the_difference_tells_of_the_series_own_settings_too(
    plan: Plan, edit: tuple[str, str], line: str
) -> None:
    await plan(SHORT)
    assert list(plan_lines(await plan(edited(edit)), dry_run=False)) == [line]
    assert list(plan_lines(await plan(edited(edit)), dry_run=False)) == ["nothing differs"]


async def test_planning_again_leaves_opened_sessions_as_they_were(tmp_path: Path) -> None:
    """The first session has opened when the series gets another time, another length and another default rung."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        file = tmp_path / "series.toml"
        file.write_text(SHORT, encoding="utf-8")
        await house.stage.plan(file)
        await house.install("tor")
        await house.to(at(11, 24))
        file.write_text(
            edited(
                ("08:00:00", "10:00:00"), ('"P5D"', '"P1D"'), ('default_rung = "group"', 'default_rung = "only_me"')
            ),
            encoding="utf-8",
        )
        await house.stage.plan(file)
        opened, second, third = await sessions(house.stage.app.db)
        assert (opened.stage, opened.opens_at) == (Stage.OPEN, at(11, 24))
        assert (second.opens_at, third.opens_at) == (at(12, 1, 10), at(12, 8, 10))
        await house.to(at(11, 26))
        siv = house.cast["siv"]
        await house.install("siv")
        assert rung_offered(siv.view(last(siv))) == "group"
        await house.to(at(12, 1, 10))
        assert rung_offered(siv.view(last(siv))) == "only_me"
        [step, newer] = await steps(house.stage.app.db, opened, second)
        assert (step.stage, step.closes_at) == (Stage.CLOSED, at(12, 1))
        assert newer.closes_at == at(12, 2, 10)


def rung_offered(card: dict[str, Any] | None) -> str:
    return str(inputs_on(card)["rung"]["value"])


async def steps(db: Database, *of: Session) -> list[Step]:
    async def work(c: AsyncConnection) -> list[Step]:
        return [step for one in of for step in await steps_of(c, one.municipality, one.id)]

    return await db.read(work)


# Exact instants.


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


async def test_an_exact_instant_needs_no_time_and_nothing_moves_it(house: House, tmp_path: Path) -> None:
    """At night between Saturday and Sunday, and for a group with a time of its own."""
    night = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
    dates = f"[{night:%Y-%m-%dT%H:%M:%SZ}]\nrequirements = []"
    file = series(tmp_path, "natt", "team-solbakken", dates=dates).read_text().replace("time = 08:00:00\n", "")
    (tmp_path / "natt.toml").write_text(file)
    await house.stage.plan(tmp_path / "natt.toml")
    await house.install("kari")
    await house.to(night - timedelta(seconds=1))
    kari = house.cast["kari"]
    assert "Send svar" not in seen(kari, last(kari))
    await house.to(night)
    assert "Send svar" in seen(kari, last(kari))


async def test_an_instant_just_past_is_taken_and_opens_at_the_next_tick(house: House, tmp_path: Path) -> None:
    await house.install("tor")
    past = MONDAY - timedelta(days=4, hours=23)
    file = series(tmp_path, "nå", "rektorgruppa", dates=f"[{past:%Y-%m-%dT%H:%M:%SZ}]", id='"naa"')
    file.write_text(file.read_text().replace('id = "nå"\n', ""))
    await house.stage.plan(file)
    await house.to(MONDAY + timedelta(seconds=15))
    tor = house.cast["tor"]
    assert "Send svar" in seen(tor, last(tor))
    # The session closes at the time planned in the first place.
    await house.to(past + timedelta(days=5))
    assert "Send svar" not in seen(tor, tor.chat[-2])


async def test_an_instant_that_would_have_closed_is_refused(house: House, tmp_path: Path) -> None:
    past = MONDAY - timedelta(days=5)
    file = series(tmp_path, "sent", "rektorgruppa", dates=f"[{past:%Y-%m-%dT%H:%M:%SZ}]")
    with pytest.raises(
        WrongPlan, match=r"\[series\] dates: .* is past, with all the time that it would be open; take it out"
    ):
        await house.stage.plan(file)


async def test_a_channel_is_asked_only_where_there_is_one(house: House) -> None:
    with pytest.raises(WrongPlan, match=r'Fjordgløtt has no channel; say "koble til Team ungdomstrinn Fjordgløtt"'):
        await house.plan("fjordglott")
    team = Team(house.teams, "Fjordgløtt")
    team.add(house.cast["pia"])
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    await house.plan("fjordglott")


# On the command line.


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    """`bot("plan", file)` after `bot("import", …)`, with the same database throughout the test."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    monkeypatch.chdir(tmp_path)
    run = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    run("import", str(nordvik()))
    return run


def test_plan_prints_dates_and_then_ids_and_then_what_differs(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    """Planned for the far future, since the commands use the machine's clock."""
    file = series(tmp_path, "langt-fram", "rektorgruppa", dates="[2190-11-24, 2190-12-01]")
    dry = bot("plan", str(file), "--dry-run")
    warning = "warning: no skolerute for nordvik 2190–91; python -m bot calendar FILE imports one"
    assert (dry.code, dry.err.splitlines()[0]) == (0, warning)
    assert dry.lines == [
        "onsdag 24. november 2190 kl. 08.00  rektorgruppa",
        "onsdag 1. desember 2190 kl. 08.00  rektorgruppa",
        "would be added 2, moved 0, skipped 0, cancelled 0; nothing was written",
    ]
    assert bot("plan", str(file)).lines == [
        "onsdag 24. november 2190 kl. 08.00  rektorgruppa  langt-fram.rektorgruppa.2190-11-24",
        "onsdag 1. desember 2190 kl. 08.00  rektorgruppa  langt-fram.rektorgruppa.2190-12-01",
        "added 2, moved 0, skipped 0, cancelled 0",
    ]
    file.write_text(file.read_text().replace(", 2190-12-01", ""))
    assert bot("plan", str(file)).lines == [
        "cancelled langt-fram.rektorgruppa.2190-12-01: 2190-12-01 08:00",
        "added 0, moved 0, skipped 0, cancelled 1",
    ]


def test_plan_refuses_with_the_key_and_a_code(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    file = series(tmp_path, "feil", "rektorgruppa", dates="[2190-11-24]", protocol='"ukasrefleksjon"')
    done = bot("plan", str(file))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("[series] protocol: there is no ukasrefleksjon")
    file.write_text(file.read_text() + 'colour = "blue"\n')
    assert bot("plan", str(file)).err.startswith("feil.toml: [series] colour: there is no key colour")

"""`series export`: the file of what was planned plans the same, whatever was planned."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio

from bot.actions.planning.plan_series import plan_series
from bot.context.planned_series import Planned
from bot.context.series_files import file_of
from bot.exports.series_file import series_file
from bot.imports.series_file import read_series
from bot.reports.series_files import exported
from content.catalogue_types import Audience, Phase, SchoolType
from dialogs.model import (
    NOT_ANCHORED,
    Anchoring,
    AskedIn,
    ByHand,
    ChosenQuestion,
    Dates,
    Intention,
    MeetingPlan,
    OnClosed,
    OwnQuestion,
    Pause,
    Rhythm,
    Rule,
    Rung,
    Series,
    SeriesPhase,
    Timing,
)
from dialogs.planning.filling import read_form
from dialogs.planning.planning import SeriesFile
from dialogs.planning.stored_forms import form_of
from storage.series import one_series
from tests.bot.commands import CommandResult, run_in_subprocess
from tests.nordvik import MONDAY, OPERATOR, House, open_house

pytestmark = pytest.mark.asyncio(loop_scope="module")

One = TypeVar("One")
AREAS = ("inkluderende-laeringsmiljoer", "elevsentrert-ledelse", "profesjonelle-laeringsfellesskap")
DAY = date(2026, 12, 1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    place = tmp_path_factory.mktemp("fil")
    async with open_house(f"sqlite+aiosqlite:///{place}/x.db") as opened:
        yield opened


def some_series(seed: int) -> SeriesFile:
    """A plan that any field of may be filled in of; the same for the same seed."""
    pick = random.Random(seed)  # noqa: S311 - a plan, no secret
    days = tuple(DAY + timedelta(weeks=week) for week in range(pick.randint(1, 5)))
    exact = (datetime(2027, 2, 3, 9, 15, tzinfo=UTC),)
    rule: Timing = Rule(DAY, pick.choice(list(Rhythm)), DAY + timedelta(days=pick.randint(30, 120)))
    at = datetime(2027, 3, 4, 8, tzinfo=UTC)
    meeting = MeetingPlan("rektorgruppa", at, 3, pick.choice([60, 90]), pick.choice([None, 7]), pick.choice([None, 14]))
    intention = pick.choice(list(Intention))
    phased = intention is Intention.IMPLEMENTING
    return SeriesFile(
        id=f"plan-{seed}",
        groups=_some(pick, ("rektorgruppa", "nettverket")) or ("rektorgruppa",),
        protocol=pick.choice(["ukesrefleksjon", "igp"]),
        intention=intention,
        led_by="guro@nordvik.example",
        timing=pick.choice([rule, Dates(days), Dates((*days, *exact))]),
        time=time(pick.randint(8, 15), pick.choice([0, 30])),
        areas=_some(pick, AREAS),
        stays_open=pick.choice(["P2D", "PT36H", "P1W"]),
        default_rung=pick.choice(list(Rung)),
        asked=AskedIn.PERSONAL,
        digest_readers=_some(pick, ("tor@nordvik.example", "guro@nordvik.example")),
        goals=_some(pick, ('Alle «barn» skal "lykkes"', "Vi lærer \\ deler")),
        need=pick.choice(["", "Mer tid\ttil samtale"]),
        audience=pick.choice([None, Audience.LEADERS]),
        phase=pick.choice([None, *Phase]),
        school_types=_some(pick, (SchoolType.PRIMARY, SchoolType.LOWER_SECONDARY)),
        draft_ahead=pick.choice(["", "P2D"]),
        meetings=pick.choice([(), (meeting,)]),
        on_closed=pick.choice(list(OnClosed)),
        leader_speaks_last=pick.choice([None, True, False]),
        weights=pick.choice([{}, {AREAS[0]: 3}]) if seed % 2 else {},
        by_hand=(),
        pauses=(),
        phases=some_phases(pick) if phased else (),
        taking_part=pick.choice(["", "Elevrådet er med."]) if phased else "",
        anchoring=Anchoring("Sak 12/26", DAY, "https://nordvik.example/sak") if phased and seed % 2 else NOT_ANCHORED,
        questions=(),
    )


def some_questions(seed: int) -> tuple[ChosenQuestion, ...]:
    """A prompt of the catalogue, and own words in one written language or in all."""
    pick, meant = random.Random(seed), MONDAY + timedelta(days=8)  # noqa: S311 - a plan, no secret
    own = OwnQuestion(
        AREAS[0],
        pick.choice(["", 'Hva betyr «\\ å lære» for oss "nå"?']),
        "Kva har de prøvd?",
        pick.choice(["", "What works?"]),
    )
    return (
        ChosenQuestion("rektorgruppa", meant, "any-prompt"),
        ChosenQuestion("nettverket", meant + timedelta(weeks=1), own.id, own),
    )


def some_phases(pick: random.Random) -> tuple[SeriesPhase, ...]:
    """None in one of three, as of a file without phases."""
    first = SeriesPhase(
        'Forberede "sammen"',
        ("Er alle med?", "Er det satt av tid?")[: pick.randint(1, 2)],
        pick.choice([None, Phase.MAPPING]),
        pick.choice([None, DAY]),
        pick.randint(1, 3),
        pick.choice(["", "leader", "tor@nordvik.example"]),
    )
    later = SeriesPhase("Gjennomføre", ("Er det gjort?",), first=pick.choice([None, DAY + timedelta(days=9)]))
    return pick.choice([(), (first, later), (first, replace(later, sessions=2), SeriesPhase("Vedlikeholde"))])


def _some(pick: random.Random, among: tuple[One, ...]) -> tuple[One, ...]:
    return tuple(one for one in among if pick.random() < 1 / 2)


async def planned(house: House, wanted: SeriesFile, *, dry_run: bool = False) -> Planned:
    app = house.stage.app
    return await plan_series(app.db, app.catalogues, wanted, actor=OPERATOR, now=MONDAY, dry_run=dry_run)


async def stored(house: House, name: str) -> Series:
    found = await house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(24))
async def test_a_file_says_everything_that_a_plan_can(seed: int, tmp_path: Path) -> None:
    wanted = some_series(seed)
    if seed % 3 == 0:
        moved = ByHand("rektorgruppa", MONDAY + timedelta(days=8), MONDAY + timedelta(days=9), anyway=True)
        left_out = ByHand("nettverket", MONDAY + timedelta(days=15))
        put = ByHand("rektorgruppa", MONDAY + timedelta(days=22), MONDAY + timedelta(days=29), by_plan=True)
        wanted = replace(wanted, by_hand=(moved, left_out, put), pauses=(Pause(DAY, DAY + timedelta(weeks=2)),))
    if seed % 2:
        wanted = replace(wanted, questions=some_questions(seed))
    file = tmp_path / "plan.toml"
    file.write_text(series_file(wanted), encoding="utf-8")
    read = read_series(file)
    read = replace(read, by_hand=read.by_hand or (), pauses=read.pauses or (), questions=read.questions or ())
    assert read == wanted


@pytest.mark.parametrize("seed", range(24))
async def test_a_form_says_everything_that_a_file_can(seed: int) -> None:
    wanted, form = some_series(seed), form_of(some_series(seed))
    read = read_form(form, its_id=wanted.id, led_by=form.led_by, now=MONDAY, is_new=False)
    assert read == replace(wanted, by_hand=None, pauses=None, questions=None)


async def test_the_export_of_a_stored_series_plans_the_same_again_and_elsewhere(house: House, tmp_path: Path) -> None:
    for seed in (1, 2, 3, 5, 8):
        wanted = replace(some_series(seed), areas=(), phase=None, audience=None, school_types=(), weights={})
        await planned(house, wanted)
        before = await stored(house, wanted.id)
        text = await exported(house.stage.app.db, wanted.id, actor=OPERATOR)
        file = tmp_path / "igjen.toml"
        file.write_text(text, encoding="utf-8")
        again = await planned(house, read_series(file), dry_run=True)
        assert again.changed == ()
        assert again.difference.lines == ()
        assert again.series == before
        file.write_text(text.replace(wanted.id, f"{wanted.id}-kopi"), encoding="utf-8")
        copy = await planned(house, read_series(file))
        assert [one.opens_at for one in copy.sessions] == [one.opens_at for one in again.sessions]


async def test_a_person_whose_user_name_another_has_had_is_told_by_object_id(house: House) -> None:
    db = house.stage.app.db
    await planned(house, replace(some_series(13), id="navn", phase=None, audience=None, areas=(), weights={}))
    told = await db.read(partial(file_of, series=await stored(house, "navn")))
    assert told.led_by == "guro@nordvik.example"


async def test_the_command_exports_and_imports(house: House, tmp_path: Path) -> None:
    await planned(house, replace(some_series(21), id="kommando", phase=None, audience=None, areas=(), weights={}))
    url = house.stage.app.db.url.render_as_string(hide_password=False)

    def run(*words: str) -> CommandResult:
        return run_in_subprocess("series", *words, cwd=tmp_path, settings={"SLOYFA_DATABASE_URL": url})

    told = run("export", "kommando")
    assert told.code == 0, told.err
    (tmp_path / "kommando.toml").write_text(told.out, encoding="utf-8")
    again = run("import", "kommando.toml", "--dry-run")
    assert again.code == 0, again.err
    assert "nothing differs" in again.out

"""Who plans, changes, ends and cancels what: every role, at its own school, at another's, and for the municipality."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio

from bot.actions.planning.cancel_session import cancel_session, uncancel_session
from bot.actions.planning.end_series import end_series
from bot.actions.planning.plan_series import plan_series
from bot.context.planned_for import groups_planned_by
from bot.dispatch.actor import look_up
from bot.errors import NotAllowed
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from dialogs.model import Account, Act, Actor, By
from storage.records import records_of
from tests.nordvik import MONDAY, OPERATOR, House, municipality, open_house, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "guro,rektorgruppa,coordinator",
    "liv,rektorgruppa,participant",
    "liv,kollegiet,leader",
    "kari,team-solbakken,facilitator",
    "lars,team-solbakken,participant",
    "ola,team-solbakken,observer",
    "pia,team-fjordglott,facilitator",
)
PLANS_FOR = {
    "guro": {"rektorgruppa", "nettverket"},
    "liv": {"kollegiet", "team-solbakken"},
    "kari": {"team-solbakken"},
    "lars": set[str](),
    "ola": set[str](),
    "pia": {"team-fjordglott"},
}
GROUPS = ("rektorgruppa", "nettverket", "kollegiet", "team-solbakken", "team-fjordglott")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("nordvik")
    municipality(folder, people=PEOPLE, groups=["kollegiet,solbakken,staff,Kollegiet på Solbakken,"])
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", folder=folder) as opened:
        yield opened


async def actor(house: House, name: str) -> Actor:
    account = Account(TENANT, house.cast[name].person.object_id)
    return await look_up(house.stage.app.db, Actor.at(account), now=MONDAY)


async def plan(house: House, name: str, *groups: str, by: Actor, **keys: str) -> bool:
    """Whether the actor was allowed to."""
    app = house.stage.app
    wanted = read_series(series(house.folder, name, *groups, **keys))
    try:
        await plan_series(app.db, app.catalogues, wanted, actor=by, now=MONDAY, municipality="nordvik")
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("name", PLANS_FOR)
async def test_a_series_is_planned_changed_and_ended_by_whoever_may_plan_for_its_groups(
    house: House, name: str
) -> None:
    app, who = house.stage.app, await actor(house, name)
    seen = await app.db.read(partial(groups_planned_by, actor=who, municipality="nordvik", now=MONDAY))
    assert {group.id for group in seen} == PLANS_FOR[name]
    for group in GROUPS:
        new, session, told = f"{name}-{group}", f"{name}-{group}.{group}.2026-11-24", group in PLANS_FOR[name]
        assert await plan(house, new, group, by=who) is told, group
        await plan(house, new, group, by=OPERATOR)
        for act in (cancel_session, uncancel_session):
            try:
                await act(app.db, session, actor=who, now=MONDAY)
                allowed = True
            except NotAllowed:
                allowed = False
                await act(app.db, session, actor=OPERATOR, now=MONDAY)
            assert allowed is told, (group, act)
        if told:
            await end_series(app.db, new, actor=who, now=MONDAY)
            continue
        with pytest.raises(NotAllowed):
            await end_series(app.db, new, actor=who, now=MONDAY, dry_run=True)
        await end_series(app.db, new, actor=OPERATOR, now=MONDAY)


async def test_nobody_plans_for_some_of_the_groups_alone_or_takes_over_a_series_of_others(house: House) -> None:
    liv, kari, guro = [await actor(house, name) for name in ("liv", "kari", "guro")]
    assert await plan(house, "felles", "kollegiet", "team-solbakken", by=liv)
    assert not await plan(house, "felles", "kollegiet", "team-solbakken", by=kari)
    assert not await plan(house, "felles", "team-solbakken", by=kari), "the series is another group's too"
    assert not await plan(house, "alle", "rektorgruppa", "team-solbakken", by=guro)
    # A meeting of others' group is theirs to plan, and stays where the series has it already.
    meeting = '"personal"\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"'
    assert not await plan(house, "felles", "kollegiet", by=liv, asked=meeting)
    assert await plan(house, "felles", "kollegiet", by=OPERATOR, asked=meeting)
    assert await plan(house, "felles", "kollegiet", "team-solbakken", by=liv, asked=meeting)


async def test_the_record_names_who_planned_in_their_role(house: House) -> None:
    assert await plan(house, "for-boka", "kollegiet", by=await actor(house, "liv"))
    newest = next(
        entry
        for entry in await house.stage.app.db.read(partial(records_of, municipality="nordvik"))
        if entry.about.get("series") == "for-boka"
    )
    assert (newest.act, newest.by) == (Act.SERIES_PLANNED, By.LEADER)

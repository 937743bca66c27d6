"""A municipality's roster version changes with everything that determines its circles, and with nothing else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Group, GroupKind, Language, Membership, Person, Place, Role, Scope, Unit, UnitKind
from storage import channel_counts, channels, ties
from storage.database import Database
from storage.memberships import add_memberships, end_memberships, note_units
from storage.people import put_people
from storage.tables.people import roster_versions
from storage.units import put_groups, put_municipality, put_units
from tests.databases import make_tables

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
ALL = ("nes", "os", "å")
"""Nes and Os are tied by a network; Å is not."""
UNA = UUID(int=1)
TEAM = Group("team", "nes", GroupKind.TEAM, "Team")
TEAMS_PLACE = Place("tenant", "https://teams.example/", "19:a", Scope.CHANNEL, "28:bot", "")

Change = Callable[[AsyncConnection], Awaitable[object]]


def unit(id_: str, kind: UnitKind = UnitKind.MUNICIPALITY) -> Unit:
    return Unit(id_, frozenset({kind}), id_.title(), None, Language.NB)


async def fill(c: AsyncConnection) -> None:
    for town in ALL:
        await put_municipality(c, municipality=town, name=town.title())
        await put_units(c, town, [unit(town), unit("nett", UnitKind.NETWORK), unit("other", UnitKind.NETWORK)])
        await put_groups(c, town, [Group("team", town, GroupKind.TEAM, "Team")])
        await put_people(c, [Person(town, UNA, "Una", "una@by.example", None)])
        await add_memberships(c, town, [Membership(UNA, "team", Role.LEADER, since=NOW)])
    await ties.tie(c, ["nes", "os"], "nett")
    await channels.link_channel(c, "nes", "team", TEAMS_PLACE, others=0, now=NOW)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as found:
        await make_tables(found)
        await found.write(fill)
        yield found


async def versions(c: AsyncConnection) -> dict[str, UUID]:
    found = await c.execute(select(roster_versions.c.municipality, roster_versions.c.version))
    return {row[0]: row[1] for row in found}


async def changed_by(db: Database, change: Change) -> set[str]:
    before = await db.read(versions)
    await db.write(change)
    after = await db.read(versions)
    assert before.keys() == after.keys() == {*ALL}
    return {town for town in ALL if before[town] != after[town]}


async def count_others(c: AsyncConnection, others: int) -> None:
    await channel_counts.keep_count(c, channel_counts.Uncounted("nes", LINKED, None), others, now=NOW)


LINKED = channels.Channel("team", TEAMS_PLACE, reachable=True, others=0)
OF_THE_ROSTER: dict[str, Change] = {
    "units": lambda c: put_units(c, "nes", [unit("nes")]),
    "groups": lambda c: put_groups(c, "nes", [TEAM]),
    "a group moves": lambda c: note_units(c, "nes", [TEAM]),
    "somebody joins": lambda c: add_memberships(c, "nes", [Membership(UNA, "team", Role.PARTICIPANT, since=NOW)]),
    "somebody leaves": lambda c: end_memberships(c, "nes", [(1, NOW)]),
}


@pytest.mark.parametrize("change", OF_THE_ROSTER.values(), ids=OF_THE_ROSTER)
async def test_a_change_of_the_roster_reaches_the_municipalities_that_a_network_ties_to_it(
    db: Database, change: Change
) -> None:
    assert await changed_by(db, change) == {"nes", "os"}


async def test_a_change_in_either_tied_municipality_changes_both_versions(db: Database) -> None:
    assert await changed_by(db, lambda c: put_units(c, "os", [unit("os")])) == {"nes", "os"}
    assert await changed_by(db, lambda c: put_units(c, "å", [unit("å")])) == {"å"}


OF_A_CHANNEL: dict[str, Change] = {
    "another channel": lambda c: channels.link_channel(c, "nes", "team", TEAMS_PLACE, others=2, now=NOW),
    "others read along": lambda c: count_others(c, 3),
}


@pytest.mark.parametrize("change", OF_A_CHANNEL.values(), ids=OF_A_CHANNEL)
async def test_a_channel_is_the_municipalitys_own_business(db: Database, change: Change) -> None:
    assert await changed_by(db, change) == {"nes"}


async def test_as_many_who_read_along_as_before_change_nothing(db: Database) -> None:
    assert await changed_by(db, lambda c: count_others(c, 0)) == set()


async def test_a_tie_reaches_all_whom_the_network_ties_together_then(db: Database) -> None:
    assert await changed_by(db, lambda c: ties.tie(c, ["os", "å"], "other")) == {"os", "å"}
    assert await changed_by(db, lambda c: ties.tie(c, ["å"], "nett")) == {*ALL}
    assert await changed_by(db, lambda c: ties.tie(c, ["å"], "nett")) == set()


async def test_an_end_of_a_tie_reaches_all_whom_the_network_has_tied_together(db: Database) -> None:
    assert await changed_by(db, lambda c: ties.untie(c, ["os"], "nett")) == {"nes", "os"}
    assert await changed_by(db, OF_THE_ROSTER["units"]) == {"nes"}


async def test_a_name_alone_is_no_change_of_the_roster(db: Database) -> None:
    assert await changed_by(db, partial(put_municipality, municipality="nes", name="Nes kommune")) == set()
    assert await changed_by(db, lambda c: put_people(c, [Person("nes", UNA, "Una B", "una@by.example", None)])) == set()


async def test_a_municipality_has_a_version_from_its_first_import_on(db: Database) -> None:
    await db.write(partial(put_municipality, municipality="ny", name="Ny"))
    assert (await db.read(versions)).keys() == {*ALL, "ny"}


async def _import(c: AsyncConnection, town: str) -> None:
    """The writes of an import, in the same order."""
    await put_municipality(c, municipality=town, name=town.title())
    await put_people(c, [Person(town, UUID(int=2), "Ny", "ny@by.example", None)])
    await put_units(c, town, [unit(town)])
    await put_groups(c, town, [Group("team", town, GroupKind.TEAM, "Team")])
    await add_memberships(c, town, [Membership(UUID(int=2), "team", Role.PARTICIPANT, since=NOW)])


@pytest.mark.postgresql
async def test_one_municipalitys_import_waits_for_no_others(postgresql_url: str) -> None:
    """One municipality is in the middle of an import while another begins and ends an import."""
    async with Database(postgresql_url) as db:
        await make_tables(db)
        await db.write(fill)
        begun, other_done = asyncio.Event(), asyncio.Event()

        async def slow(c: AsyncConnection) -> None:
            await _import(c, "nes")
            begun.set()
            await other_done.wait()

        one = asyncio.create_task(db.write(slow))
        await begun.wait()
        try:
            async with asyncio.timeout(20):
                await db.write(lambda c: _import(c, "å"))
            assert not one.done()
        finally:
            other_done.set()
            await one


@pytest.mark.postgresql
async def test_imports_of_tied_municipalities_do_not_wait_for_each_other_in_a_circle(postgresql_url: str) -> None:
    """The server would end a deadlock after a second, and one import would run again."""
    async with Database(postgresql_url) as db:
        await make_tables(db)
        await db.write(fill)
        both_begun, runs = asyncio.Barrier(2), 0

        async def imported(c: AsyncConnection, town: str) -> None:
            nonlocal runs
            runs += 1
            await put_municipality(c, municipality=town, name=town.title())
            if runs <= both_begun.parties:
                await both_begun.wait()
            await _import(c, town)

        for _ in range(5):
            runs = 0
            await asyncio.gather(*(db.write(partial(imported, town=town)) for town in ("os", "nes")))
            assert runs == both_begun.parties


_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


@pytest.mark.postgresql
async def test_a_tie_made_during_an_import_leaves_neither_side_with_an_old_version(postgresql_url: str) -> None:
    """The import waits for the tie, and then sees it, although the import began earlier."""
    async with Database(postgresql_url) as db:
        await make_tables(db)
        await db.write(fill)
        tied, may_commit = asyncio.Event(), asyncio.Event()

        async def slow(c: AsyncConnection) -> dict[str, UUID]:
            await ties.tie(c, ["å", "os"], "other")
            tied.set()
            await may_commit.wait()
            return await versions(c)

        tying = asyncio.create_task(db.write(slow))
        await tied.wait()
        importing = asyncio.create_task(db.write(lambda c: put_units(c, "å", [unit("å")])))
        while not await db.read(lambda c: c.scalar(_WAITING)):
            assert not importing.done()
        may_commit.set()
        after_tie = await tying
        await importing
        after = await db.read(versions)
        assert {town for town in ALL if after[town] != after_tie[town]} >= {"os", "å"}

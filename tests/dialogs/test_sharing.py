"""Circles of people: members, rungs, and storage that never returns more than the circles allow."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from content.language import Language, Wording
from dialogs.model import (
    AskedIn,
    Group,
    GroupKind,
    Membership,
    Part,
    Person,
    Reflection,
    Role,
    Rung,
    Session,
    ShownPrompt,
    Stage,
    Step,
    Unit,
    UnitKind,
)
from dialogs.sharing import circles
from storage import reflections, turnout
from storage.database import Database
from storage.memberships import memberships_of
from storage.people import put_people
from storage.readable_reflections import readable
from storage.sessions import put_session
from storage.steps import add_step
from storage.tables.people import memberships as memberships_table
from storage.units import put_groups, put_municipality, put_units
from tests.databases import make_tables

BEGAN = datetime(2026, 8, 1, tzinfo=UTC)
HOURS = 6
MOMENTS = st.integers(0, HOURS).map(lambda hours: BEGAN + timedelta(hours=hours))


def unit(id_: str, kind: UnitKind, parent: str | None) -> Unit:
    return Unit(id_, frozenset({kind}), id_.capitalize(), parent, Language.NB)


UNITS = (
    unit("nett", UnitKind.NETWORK, None),
    unit("by", UnitKind.MUNICIPALITY, "nett"),
    unit("aas", UnitKind.SCHOOL, "by"),
    unit("bakken", UnitKind.SCHOOL, "by"),
)
GROUPS = (
    Group("rektorer", "by", GroupKind.PRINCIPALS, "Rektorgruppa"),
    Group("trinn-1", "aas", GroupKind.TEAM, "Trinn 1"),
    Group("trinn-2", "aas", GroupKind.TEAM, "Trinn 2"),
    Group("trinn-3", "bakken", GroupKind.TEAM, "Trinn 3"),
    Group("nettverket", "nett", GroupKind.NETWORK, "Nettverket"),
)
IDS = tuple(group.id for group in GROUPS)


def town(id_: str = "by", *, groups: Iterable[Group] = GROUPS, network: bool = True) -> circles.Municipality:
    renamed = {"by": id_}
    units = [
        Unit(renamed.get(one.id, one.id), one.kinds, one.name, renamed.get(one.parent or "", one.parent), one.language)
        for one in (UNITS if network else UNITS[1:])
    ]
    if not network:
        units[0] = Unit(units[0].id, units[0].kinds, units[0].name, None, units[0].language)
    moved = [Group(one.id, renamed.get(one.unit, one.unit), one.kind, one.name) for one in groups]
    return circles.Municipality(id_, {one.id: one for one in units}, {one.id: one for one in moved})


@st.composite
def windows(draw: st.DrawFn) -> tuple[datetime, datetime | None]:
    since = draw(MOMENTS)
    ended = draw(st.none() | MOMENTS)
    return since, None if ended is None or ended < since else ended


@st.composite
def drawn_memberships(draw: st.DrawFn, person: UUID) -> list[Membership]:
    drawn = st.tuples(st.sampled_from(IDS), st.sampled_from(Role), windows())
    return [
        Membership(person, group, role, since, ended)
        for group, role, (since, ended) in draw(st.lists(drawn, max_size=4))
    ]


READER, OTHER = UUID(int=1), UUID(int=2)


def counts(membership: Membership, at: datetime) -> bool:
    began = membership.since <= at and (membership.ended is None or at < membership.ended)
    return began and membership.role is not Role.OBSERVER


@given(drawn_memberships(READER), drawn_memberships(OTHER), MOMENTS, MOMENTS)
def test_who_stands_in_a_circle_was_there_when_it_was_drawn_and_is_there_now(
    theirs: list[Membership], others: list[Membership], drawn: datetime, now: datetime
) -> None:
    found = circles.circles(READER, [*others, *theirs], town(), now=now)
    for standing in found.standings:
        if (standing.since or drawn) <= drawn and (standing.until is None or drawn < standing.until):
            assert any(counts(one, drawn) for one in theirs), "came later, or only observed"
            assert any(counts(one, now) for one in theirs), "has left"


@given(drawn_memberships(READER), MOMENTS)
def test_a_member_stands_in_the_circle_of_their_group_for_the_times_they_were_there(
    theirs: list[Membership], now: datetime
) -> None:
    """Days between two memberships do not count; without a membership now, none of the earlier ones counts."""
    found = circles.circles(READER, theirs, town(), now=now)
    for group in IDS:
        there = [one for one in theirs if one.group == group and one.role is not Role.OBSERVER]
        expected = {(one.since, one.ended) for one in there} if any(counts(one, now) for one in there) else set()
        assert {(s.since, s.until) for s in found.standings if (s.rung, s.anchor) == (Rung.GROUP, group)} == expected


def test_a_member_stood_on_the_rung_of_the_unit_that_the_group_belonged_to_then() -> None:
    moved = BEGAN + timedelta(hours=2)
    before = Membership(READER, "trinn-1", Role.LEADER, BEGAN, moved, unit="bakken")
    after = Membership(READER, "trinn-1", Role.LEADER, moved)
    found = circles.circles(READER, [before, after], town(), now=moved)
    assert {(one.anchor, one.since) for one in found.standings if one.rung is Rung.UNIT} == {("aas", moved)}
    assert {one.since for one in found.standings if one.rung is Rung.GROUP} == {BEGAN, moved}


def test_circles_are_the_readers_own_and_of_one_municipality() -> None:
    found = circles.circles(READER, [Membership(OTHER, "trinn-1", Role.LEADER, BEGAN)], town(), now=BEGAN)
    assert (found.municipality, found.standings, found.author) == ("by", (), READER)


@pytest.mark.parametrize(
    ("group", "stands"),
    [
        ("rektorer", {Rung.GROUP, Rung.UNIT, Rung.PRINCIPALS, Rung.MUNICIPALITY, Rung.NETWORK}),
        ("trinn-1", {Rung.GROUP, Rung.UNIT, Rung.MUNICIPALITY, Rung.NETWORK}),
        ("nettverket", {Rung.GROUP, Rung.UNIT, Rung.NETWORK}),
    ],
)
def test_a_member_stands_on_the_rungs_that_hold_their_group(group: str, stands: set[Rung]) -> None:
    found = circles.circles(READER, [Membership(READER, group, Role.COORDINATOR, BEGAN)], town(), now=BEGAN)
    assert {standing.rung for standing in found.standings} == stands


@pytest.mark.parametrize(
    ("meeting", "shows"),
    [
        (["trinn-1"], {(Rung.GROUP, "trinn-1"), (Rung.UNIT, "aas"), (Rung.MUNICIPALITY, "by"), (Rung.NETWORK, "nett")}),
        (["trinn-1", "trinn-2"], {(Rung.UNIT, "aas"), (Rung.MUNICIPALITY, "by"), (Rung.NETWORK, "nett")}),
        (["trinn-1", "rektorer"], {(Rung.MUNICIPALITY, "by"), (Rung.NETWORK, "nett")}),
        (["trinn-1", "nettverket"], {(Rung.NETWORK, "nett")}),
        ([], set()),
    ],
)
def test_a_screen_shows_only_what_all_groups_in_the_room_may_read(
    meeting: list[str], shows: set[tuple[Rung, str]]
) -> None:
    everywhere = [Membership(READER, group, Role.COORDINATOR, BEGAN) for group in IDS]
    mine = circles.circles(READER, everywhere, town(), now=BEGAN)
    in_room = circles.in_room(mine, town(), meeting)
    assert {(one.rung, one.anchor) for one in in_room.standings} == shows
    assert in_room.author is None, "what one keeps to oneself stands on no screen"
    elsewhere = circles.circles(READER, [Membership(READER, "trinn-3", Role.LEADER, BEGAN)], town(), now=BEGAN)
    assert not {one.rung for one in circles.in_room(elsewhere, town(), meeting).standings} & {Rung.GROUP, Rung.UNIT}


def test_the_rungs_are_circles_of_people_as_the_ladder_names_them() -> None:
    of_trinn_1 = circles.ladder(town(), GROUPS[1])
    assert [(rung.rung, rung.name, set(rung.groups)) for rung in of_trinn_1] == [
        (Rung.GROUP, "Trinn 1", {"trinn-1"}),
        (Rung.UNIT, "Aas", {"trinn-1", "trinn-2"}),
        (Rung.PRINCIPALS, "Rektorgruppa", {"trinn-1", "trinn-2", "rektorer"}),
        (Rung.MUNICIPALITY, "By", {"trinn-1", "trinn-2", "trinn-3", "rektorer"}),
        (Rung.NETWORK, "Nett", set(IDS)),
    ]


@given(st.sampled_from(GROUPS), st.sets(st.sampled_from(GROUPS)), st.booleans())
def test_each_rung_holds_those_below_it(group: Group, others: set[Group], network: bool) -> None:
    there = {group, *others}
    if not network:
        there = {one for one in there if one.unit != "nett"} or {GROUPS[1]}
        group = group if group in there else min(there, key=lambda one: one.id)
    rungs = circles.ladder(town(groups=there, network=network), group)
    for below, above in pairwise(rungs):
        assert below.rung < above.rung
        assert set(below.groups) <= set(above.groups)


def test_without_principals_or_a_network_there_are_no_such_rungs() -> None:
    alone = circles.ladder(town(groups=GROUPS[1:4], network=False), GROUPS[1])
    assert [rung.rung for rung in alone] == [Rung.GROUP, Rung.UNIT, Rung.MUNICIPALITY]


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_circles_that_are_the_same_are_offered_once_under_the_narrowest_name(more: list[int]) -> None:
    rungs = circles.ladder(town(), GROUPS[1])
    sizes = [1 + sum(more[: n + 1]) for n in range(len(rungs))]
    found = circles.offered(list(zip(rungs, sizes, strict=True)))
    assert found[0] == (Rung.ONLY_ME, "", 1)
    assert [people for _, _, people in found] == sorted({1, *sizes})
    for rung, name, people in found[1:]:
        assert next(one for one, size in zip(rungs, sizes, strict=True) if size == people) == next(
            one for one in rungs if (one.rung, one.name) == (rung, name)
        )


def test_a_rung_not_offered_means_the_narrower_one_that_holds_the_same_people() -> None:
    among = ((Rung.ONLY_ME, "", 1), (Rung.GROUP, "Trinn 1", 4), (Rung.MUNICIPALITY, "By", 9))
    assert [circles.nearest(rung, among)[0] for rung in Rung] == [
        Rung.ONLY_ME,
        Rung.GROUP,
        Rung.GROUP,
        Rung.GROUP,
        Rung.MUNICIPALITY,
        Rung.MUNICIPALITY,
    ]


# Over a real database: storage compared with the same rule written a second time in plain words.


@dataclass(frozen=True)
class World:
    """Everything deciding who may read: answers with their authors, groups and rungs, and dated memberships."""

    readers: tuple[list[Membership], ...]
    answers: tuple[Reflection, ...]
    hides: bool
    closed: bool
    now: datetime


PEOPLE = tuple(UUID(int=n) for n in range(1, 4))
CHANNELS = ("", "19:one", "19:other")
"""The channel stored with an answer: none, the group's former channel, or the current channel."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    given_answers = st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(GROUPS),
        st.sampled_from(Rung),
        MOMENTS,
        st.sampled_from(["said", "said", "said", "withdrawn", "passed"]),
        st.sampled_from(CHANNELS),
    )
    drawn = draw(st.lists(given_answers, min_size=1, max_size=4, unique_by=lambda answer: (answer[0], answer[1].id)))
    return World(
        readers=tuple(draw(drawn_memberships(person)) for person in PEOPLE),
        answers=tuple(answer(*one, channel=channel) for *one, channel in drawn),
        hides=draw(st.booleans()),
        closed=draw(st.booleans()),
        now=draw(MOMENTS),
    )


def answer(author: UUID, group: Group, rung: Rung, at: datetime, fate: str, *, channel: str) -> Reflection:
    said = fate == "said"
    return Reflection(
        municipality="by",
        id=uuid4(),
        session=f"økt.{group.id}",
        position=0,
        group=group.id,
        unit=group.unit,
        network="nett",
        author=author,
        rung=rung,
        circle_at=at,
        parts=(Part(f"{author.int} i {group.id}"),) if said else (),
        version=1,
        withdrawn=fate == "withdrawn",
        passed=fate == "passed",
        channel=channel,
    )


def circle(group: str, rung: Rung) -> set[str]:
    """The groups whose members make up the circle, as people know the ladder."""
    unit_of = {one.id: one.unit for one in GROUPS}
    groups = {group}
    if rung >= Rung.UNIT:
        groups |= {one for one in IDS if unit_of[one] == unit_of[group]}
    if rung >= Rung.PRINCIPALS:
        groups |= {"rektorer"}
    if rung >= Rung.MUNICIPALITY:
        groups |= {one for one in IDS if unit_of[one] != "nett"}
    return set(IDS) if rung is Rung.NETWORK else groups


def stood(theirs: list[Membership], groups: set[str], at: datetime) -> bool:
    return any(one.group in groups and counts(one, at) for one in theirs)


def may_read(world: World, reader: UUID, answer: Reflection) -> bool:
    """Authors read their own answers; others stood in the answer's circle at the time of writing, and still do."""
    if answer.withdrawn or answer.passed:
        return False
    if answer.author == reader:
        return True
    if answer.rung is Rung.ONLY_ME or (world.hides and not world.closed):
        return False
    theirs, groups = world.readers[PEOPLE.index(reader)], circle(answer.group, answer.rung)
    return stood(theirs, groups, answer.circle_at) and stood(theirs, groups, world.now)


def must_read(world: World, reader: UUID, answer: Reflection) -> bool:
    """Readers with one membership in the circle, from the time of the answer until now."""
    throughout = [
        one
        for one in world.readers[PEOPLE.index(reader)]
        if counts(one, answer.circle_at) and counts(one, world.now) and one.group in circle(answer.group, answer.rung)
    ]
    return may_read(world, reader, answer) and (answer.author == reader or bool(throughout))


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as database:
        await make_tables(database)
        yield database


SERIAL = count(1)


# One database serves all examples, each a municipality of its own: leaks between municipalities show too.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
async def test_storage_lets_out_what_the_circles_allow_and_nothing_else(db: Database, world: World) -> None:
    name = f"by-{next(SERIAL)}"
    place = town(name)

    async def read(c: AsyncConnection) -> dict[UUID, set[str]]:
        await fill(c, world, place)
        found = {}
        for reader in PEOPLE:
            reading = circles.circles(reader, await memberships_of(c, name, reader), place, now=world.now)
            shown = await readable(c, reading, [f"økt.{group}" for group in IDS])
            found[reader] = {one.text for one in shown}
        return found

    for reader, texts in (await db.write(read)).items():
        assert texts <= {one.text for one in world.answers if may_read(world, reader, one)}
        assert texts >= {one.text for one in world.answers if must_read(world, reader, one)}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
async def test_a_channel_is_shown_what_was_shared_with_its_group_or_wider_while_it_was_the_groups(
    db: Database, world: World
) -> None:
    name = f"by-{next(SERIAL)}"

    async def read(c: AsyncConnection) -> None:
        await fill(c, world, town(name))
        for group in IDS:
            out = world.closed or not world.hides
            shared = [one for one in world.answers if one.group == group and one.rung > Rung.ONLY_ME and one.parts]
            for channel in CHANNELS[1:]:
                reading = circles.circle_of_channel(name, group, channel)
                shown = await readable(c, reading, [f"økt.{one}" for one in IDS])
                meant = {one.text for one in shared if one.channel == channel}
                assert {one.text for one in shown} == (meant if out else set())
                theirs = await turnout.are_all_for(c, name, f"økt.{group}", channel)
                assert theirs == all(one.channel == channel for one in shared)

    await db.write(read)


async def fill(c: AsyncConnection, world: World, place: circles.Municipality) -> None:
    name = place.id
    await put_municipality(c, municipality=name, name=name)
    await put_units(c, name, [*place.units.values()])
    await put_groups(c, name, [*place.groups.values()])
    for group in place.groups.values():
        await put_session(c, Session(name, f"økt.{group.id}", "s", group.id, 0, BEGAN, Stage.OPEN))
        await add_step(c, step(name, group.id, world))
    await put_people(c, [Person(name, person, str(person), f"p{person.int}@by.example", None) for person in PEOPLE])
    # Inserted directly: memberships from several years, which no single import would write.
    for number, one in enumerate(membership for theirs in world.readers for membership in theirs):
        row = {"municipality": name, "id": number, "person": one.person, "group": one.group, "role": one.role.value}
        await c.execute(insert(memberships_table).values(**row, since=one.since, ended=one.ended))
    for given_answer in world.answers:
        await reflections.save(c, moved(given_answer, place))


def moved(answer: Reflection, place: circles.Municipality) -> Reflection:
    unit_here = place.groups[answer.group].unit
    values = {**vars(answer), "id": uuid4(), "municipality": place.id, "unit": unit_here}
    return Reflection(**values)


def step(municipality: str, group: str, world: World) -> Step:
    words = Wording("nb", "nn")
    return Step(
        municipality=municipality,
        session=f"økt.{group}",
        position=0,
        key="refleksjon",
        shown=ShownPrompt("p", "a", None, words, words, words, None, words, words),
        stage=Stage.CLOSED if world.closed else Stage.OPEN,
        opens_at=BEGAN,
        closes_at=BEGAN + timedelta(days=5),
        asked=AskedIn.PERSONAL,
        hides=world.hides,
        leading_only=False,
        shows_earlier=False,
        ends_early_on=frozenset(),
    )

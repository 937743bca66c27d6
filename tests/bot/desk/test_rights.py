"""Everybody's rights at the desk, on pages and in the chat, as rights.txt tells: done, or refused without a trace."""

from collections.abc import Callable
from itertools import product

import pytest

from content.presses import SteerSeries
from dialogs.model import Role
from tests.bot.desk import acts, elsewhere
from tests.bot.desk.act import Act
from tests.bot.desk.acts import ACTS
from tests.bot.desk.rights import DOES, NOTHING, TOLD, Row, read_rows
from tests.bot.desk.subject import Subject
from tests.bot.desk.town import Town
from tests.bot.desk.ways_in import Asked, Heard, Pushed, Said

pytestmark = pytest.mark.asyncio(loop_scope="package")

ROWS = read_rows()
Way = Callable[[Subject], Asked | Pushed | Said]


def ways(act: Act) -> list[Way]:
    return [way for way in (act.page, act.chat) if way is not None]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.act}-{row.place}")
async def test_everybody_does_what_the_table_says_and_leaves_no_trace_of_what_it_does_not(town: Town, row: Row) -> None:
    act, on = ACTS[row.act], town.subjects[row.place]
    for way in ways(act):
        for name in (*row.persons(NOTHING), *row.persons(TOLD)):
            await is_refused(town, name, (act, way), on, told=row.cells[name] == TOLD)
        assert town.traces() - {act.aside} == set(), f"changed by somebody of {row.cells}"
        for name in row.persons(DOES):
            heard = await town.people[name].does(way(on))
            changed = town.traces() - {act.aside}
            if act.shows is None:
                assert changed, (name, heard.text[-2000:])
            else:
                assert heard.status == 200, name
                assert act.shows(on) in heard.text, name


async def is_refused(town: Town, name: str, done: tuple[Act, Way], on: Subject, *, told: bool) -> None:
    act, way = done
    heard = await town.people[name].does(way(on))
    if act.shows is not None:
        assert act.shows(on) not in heard.text, name
    if told or way(on) == way(on.nowhere):
        return
    nothing = await answer_to_nothing(town, name, act, way(on.nowhere))
    assert (heard.status, on.unnamed(heard.text)) == (nothing.status, nothing.text), (name, "tells of what is there")


async def answer_to_nothing(town: Town, name: str, act: Act, asked: Asked | Pushed | Said) -> Heard:
    """Asked once of all pages and presses of a kind: of what is not there, all answer alike."""
    key = (name, repr(asked) if act.echoes else kind_of(asked))
    if key not in town.nothing:
        town.nothing[key] = await town.people[name].does(asked)
    return town.nothing[key]


def kind_of(asked: Asked | Pushed | Said) -> str:
    """Pages of a kind mark the same place of the menu."""
    match asked:
        case Asked():
            return f"{asked.method} {asked.path.split('/')[1]}"
        case Pushed():
            return type(asked.press).__name__
        case Said():
            return asked.words


async def test_every_page_of_the_desk_is_in_the_table(town: Town) -> None:
    routes = town.pages.house.stage.app.web_app().router.routes()
    known = {(one.method, one.resource.canonical) for one in routes if one.resource is not None}
    desk = {
        f"{method} {path}"
        for method, path in known
        if method in {"GET", "POST"} and path != "/" and not any(is_within(path, one) for one in elsewhere.ROUTES)
    }
    assert desk == {act.route for act in ACTS.values() if act.route}, "add an act to acts.py and a row to rights.txt"


def is_within(path: str, folder: str) -> bool:
    """«/meetings» is not within «/me»."""
    return f"{path}/".startswith(f"{folder.rstrip('/')}/")


async def test_nobody_gives_a_place_to_themselves(town: Town) -> None:
    """Whoever did would choose whose words they read. Nobody else than these gives anybody a place, says the table."""
    adders = {name for row in ROWS if row.act.startswith("add ") for name in row.persons(DOES)}
    for name, place, role in product(adders, ("team", "principals", "network"), Role):
        act = acts.adding(role.value, town.people[name].client.person.upn)
        for way in ways(act):
            await town.people[name].does(way(town.subjects[place]))
    assert town.traces() == set()


async def test_no_session_is_changed_by_the_card_or_page_of_another_series(town: Town) -> None:
    """Liv plans for the team, and names a session of the principals'."""
    mine, others, liv = town.subjects["team"], town.subjects["principals"], town.people["liv"]
    for way, fields in acts.WAY.items():
        named = {name: value.replace(mine.series, others.series) for name, value in fields(mine).items()}
        if "session" in named:
            named["session"] = named["session"].replace(mine.group, others.group)
            path = f"/series/nordvik/{mine.series}/{way}"
            told = {"version": "2", **named}
            await liv.asks(Asked("POST", path, tuple(told.items())))
            session = named.pop("session")
            await liv.pushes(Pushed(SteerSeries("nordvik", mine.series, way, 2, session), tuple(named.items())))
    assert town.traces() == set()

"""«Planlegg»: a card with good choices made, dates and mistakes; «Start» plans once."""

from collections.abc import AsyncIterator
from datetime import date
from functools import partial

import pytest
import pytest_asyncio

from bot.actions.planning.import_calendar import import_calendar
from bot.rehearsal.clients import Client, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.planning import NobodyToPlanFor, PlanLeft, PlanUndone
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import Event
from dialogs.model import Act, By, DayKind, DeliveryKind, Session, Stage
from storage.records import records_of
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from tests.nordvik import GUARD, MONDAY, OPERATOR, House, at, last, municipality, open_house, rendered_texts, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,leader",
    "liv,kollegiet,leader,nn",
    "kari,kollegiet,participant",
    "kari,team-solbakken,facilitator",
    "lars,team-solbakken,participant",
    "pia,team-fjordglott,facilitator,en",
)
STAFF = "kollegiet,solbakken,staff,Kollegiet på Solbakken,"
EMPTY = "tomt,solbakken,team,Et tomt team,"
MOST_PRESSES = 6
DAYS_OFF = (
    Event(date(2026, 12, 21), date(2027, 1, 4), DayKind.CLOSED, "juleferie"),
    Event(date(2027, 1, 5), date(2027, 1, 5), DayKind.PLANNING_DAY, "planleggingsdag"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    place = tmp_path_factory.mktemp("planlegg")
    folder = municipality(place / "nordvik", people=PEOPLE, groups=[STAFF, EMPTY])
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as opened:
        await import_calendar(opened.stage.app.db, DAYS_OFF, actor=OPERATOR, guard=GUARD, now=MONDAY)
        await opened.install("guro", "tor", "liv", "kari", "lars", "pia")
        yield opened


async def form(me: Client, words: str = "planlegg") -> Message:
    await me.say(words)
    return last(me)


def values(me: Client, card: Message) -> dict[str, str]:
    """What the fields of the card hold."""
    view = me.view(card)
    assert view is not None
    return {name: str(field.get("value", "")) for name, field in inputs_on(view).items()}


def told(me: Client, card: Message) -> str:
    return "\n".join(seen(me, card))


async def stored(house: House) -> tuple[str, ...]:
    return await house.stage.app.db.read(partial(all_series, municipality="nordvik"))


async def sessions(house: House, name: str) -> list[Session]:
    found = await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id=name))
    return sorted(found, key=lambda one: one.opens_at)


async def newest(house: House, before: tuple[str, ...]) -> str:
    (name,) = set(await stored(house)) - set(before)
    return name


async def test_a_plan_is_made_from_one_card_in_few_presses_and_undone_by_one(house: House) -> None:
    kari, before = house.cast["kari"], await stored(house)
    presses = 0
    card = await form(kari)
    first = values(kari, card)
    # Good choices are made already: the facilitator's own group, its own time of day, an area with its reason.
    assert (first["groups"], first["time"], first["every"]) == ("team-solbakken", "14:00", "week")
    assert first["first"] == "2026-12-01"
    assert first["areas"] == "inkluderende-laeringsmiljoer"
    words = told(kari, card)
    assert "Gruppa har aldri blitt spurt om dette." in words
    assert "tir. 1. des. kl. 14" in words
    assert "Det tar omtrent 5 minutter av hver, 4 ganger: 20 minutter i alt." in words
    # Which days it moves or skips, and why.
    assert "ons. 6. jan. kl. 14 (flyttet fra tirsdag 22. desember: juleferie)" in words
    assert "2 dager blir hoppet over:\ntirsdag 29. desember: juleferie\ntirsdag 5. januar: planleggingsdag" in words
    assert await stored(house) == before, "nothing is kept before «Start»"
    await kari.press(card, "Se datoene", {"every": "fortnight", "times": "4"})
    presses += 1
    assert "3 ganger: 15 minutter i alt" in told(kari, card)
    assert values(kari, card)["every"] == "fortnight"
    await kari.press(card, "Start")
    presses += 1
    assert presses <= MOST_PRESSES
    name = await newest(house, before)
    words = told(kari, card)
    assert "Planen er satt i gang" in words
    assert "Team mellomtrinn Solbakken får spørsmål om inkluderende læringsmiljøer." in words
    assert "første gang tirsdag 1. desember kl. 14" in words
    planned = [one for one in await sessions(house, name) if one.stage is Stage.PLANNED]
    assert [f"{local(one.opens_at):%m-%d %H:%M}" for one in planned][:2] == ["12-01 14:00", "12-15 14:00"]
    found = await house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
    assert found is not None
    assert (found.groups, found.areas) == (("team-solbakken",), ("inkluderende-laeringsmiljoer",))
    entry = (await house.stage.app.db.read(partial(records_of, municipality="nordvik", most=1)))[0]
    assert (entry.act, entry.by, entry.about) == (Act.SERIES_PLANNED, By.FACILITATOR, {"series": name})
    # «Angre» takes the plan away, whoever planned it.
    await kari.press(card, "Angre")
    assert seen(kari, card) == rendered_texts(PlanUndone(), Language.NB)
    assert [one for one in await sessions(house, name) if one.stage is Stage.PLANNED] == []


async def test_start_twice_plans_once(house: House) -> None:
    pia, before = house.cast["pia"], await stored(house)
    card = await form(pia, "set up")
    view = pia.view(card)
    await pia.press(card, "Start")
    name = await newest(house, before)
    was = await sessions(house, name)
    # Another device still shows the form, and its owner has chosen another day meanwhile.
    await pia.press(card, "Start", {"first": "2026-12-08"}, shown=view)
    assert set(await stored(house)) == {*before, name}
    assert await sessions(house, name) == was
    assert "The plan has started" in told(pia, card)


async def test_mistakes_are_answered_on_the_card_and_nothing_that_was_filled_in_is_lost(house: House) -> None:
    liv, before = house.cast["liv"], await stored(house)
    card = await form(liv)
    mistakes = {
        "Måndag 2. november 2026 kl. 14".casefold(): {"first": "2026-11-02"},
        "Det er ingen å spørje i Et tomt team.": {"groups": "tomt"},
        "ikkje ein dag": {"first": "i morgon"},
        "ikkje eit klokkeslett": {"time": "25:00"},
        "Vel den første dagen.": {"first": ""},
    }
    for words, wrong in mistakes.items():
        filled = {"protocol": "igp", "time": "14:00", "first": "2026-12-03", "groups": "kollegiet", **wrong}
        await liv.press(card, "Start", filled)
        assert words.casefold() in told(liv, card).casefold(), words
        kept = values(liv, card)
        assert {key: kept[key] for key in filled} == filled, words
    assert await stored(house) == before
    # A client that was tampered with names what nobody offered.
    forged = {"Det er andre som planlegg for denne gruppa.": {"groups": "rektorgruppa"}}
    forged |= {"«nordlys» finst ikkje lenger.": {"areas": "nordlys"}, "Vel på nytt.": {"every": "dag"}}
    for words, wrong in forged.items():
        await liv.press(card, "Start", {"groups": "kollegiet", "first": "2026-12-03"}, forged=wrong)
        assert words in told(liv, card), words
    assert await stored(house) == before
    await liv.press(card, "Ikkje no")
    assert seen(liv, card) == rendered_texts(PlanLeft(), Language.NN)
    assert await stored(house) == before


async def test_the_same_plan_again_is_refused_and_a_full_week_is_told_of_before_it_is_started(house: House) -> None:
    guro, before = house.cast["guro"], await stored(house)
    card = await form(guro)
    await guro.press(card, "Start", {"groups": "rektorgruppa", "areas": "elevsentrert-ledelse"})
    name = await newest(house, before)
    again = await form(guro)
    await guro.press(again, "Start", {"groups": "rektorgruppa", "areas": "elevsentrert-ledelse"})
    assert "Rektorgruppa har alt en plan om dette" in told(guro, again)
    assert set(await stored(house)) == {*before, name}
    # About something else it may: but the group is asked that week already, which stands there before the next press.
    await guro.press(again, "Se datoene", {"groups": "nettverket", "areas": "digital-teknologi"})
    assert "har alt et spørsmål" not in told(guro, again)
    await guro.press(again, "Start", {"groups": "rektorgruppa"})
    words = told(guro, again)
    assert "Rektorgruppa har alt et spørsmål den uka: tirsdag 1. desember." in words
    assert "Trykk «Start» en gang til" in words
    assert set(await stored(house)) == {*before, name}
    await guro.press(again, "Start")
    assert len(await stored(house)) == len(before) + 2


async def test_whoever_plans_for_nobody_is_told_who_does(house: House) -> None:
    lars = house.cast["lars"]
    await lars.say("planlegg")
    assert seen(lars, last(lars)) == rendered_texts(NobodyToPlanFor(), Language.NB)
    # A press made by hand is refused as kindly.
    before, kari = await stored(house), house.cast["kari"]
    card = await form(kari)
    await kari.press(card, "Start", {"groups": "team-solbakken"}, forged={"municipality": "sørvik"})
    assert kari.notices[-1:] == rendered_texts(NobodyToPlanFor(), Language.NB)
    assert await stored(house) == before


async def test_a_started_plan_asks_when_its_day_comes(house: House) -> None:
    """Last in the file: the days go by."""
    await house.to(at(12, 1, 14, 1))
    assert len(await house.deliveries(DeliveryKind.PROMPT, "pia")) == 1
    assert "Team ungdomstrinn Fjordgløtt" in "\n".join(seen(house.cast["pia"], last(house.cast["pia"])))

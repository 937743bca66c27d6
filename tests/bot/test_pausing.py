"""«Påminnelser» and «pause»: everybody's own choice, which holds questions back and is told to nobody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Team
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.conversing import IsItAnAnswer, OldCard
from content.vocabulary.rhythm import (
    DayAsked,
    DayIsOver,
    NoSuchDay,
    NoSuchHoliday,
    PauseAsked,
    Paused,
    PauseEnded,
    PauseTooLong,
    RhythmChosen,
)
from content.wording import words
from dialogs.calendar.instants import local, start_of
from dialogs.model import DayKind, DeliveryKind, DeliveryState, OwnDay, Person
from storage.people import persons_by_id
from storage.school_year import put_day
from tests.bot.commands import Commands
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
ONE = {"tor": Language.NB, "siv": Language.NN}
PEOPLE = ("tor", "siv", "ali", "eva", "una", "bo")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    people = [f"{name},rektorgruppa,participant,{'nn' if name == 'siv' else 'nb'}" for name in PEOPLE]
    folder = municipality(tmp_path / "kommune", people=["guro,rektorgruppa,coordinator", *people])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as opened:
        await opened.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await opened.install("guro", *PEOPLE)
        yield opened


def told(client: Client) -> list[str]:
    return seen(client, last(client))


async def person(house: House, name: str) -> Person:
    [one] = await house._persons(name)
    return (await house.stage.app.db.read(partial(persons_by_id, municipality="nordvik", ids=[one])))[one]


def prompts(client: Client) -> int:
    return sum("Send svar" in str(message.card) for message in client.chat)


def card_of(client: Client) -> Message:
    return next(message for message in client.chat if "Send svar" in str(message.card))


# What is said.


async def test_reminders_are_shown_and_chosen_on_a_card(house: House) -> None:
    for name, language in ONE.items():
        client = house.cast[name]
        await client.say("påminnelser")
        assert told(client) == rendered_texts(RhythmChosen(1), language)
        for title, number in (("Ingen", 0), ("Høyst to" if name == "tor" else "Høgst to", 2)):
            await client.press(last(client), title)
            assert told(client) == rendered_texts(RhythmChosen(number), language)
            assert (await person(house, name)).reminders == number


async def test_a_pause_until_a_day_is_confirmed_in_words_and_ended_with_a_press(house: House) -> None:
    for name, language in ONE.items():
        client = house.cast[name]
        await client.say("pause til fredag")
        assert told(client) == rendered_texts(Paused(local(at(11, 27, 0))), language)
        assert "fredag 27. november" in str(told(client))
        await client.say("PÅMINNELSER")
        assert "Avslutt pausen" in str(last(client).card)
        await client.press(last(client), "Avslutt pausen")
        assert told(client) == rendered_texts(PauseEnded(), language)


async def test_pause_alone_asks_with_presses(house: House) -> None:
    for name, language, title in (("tor", Language.NB, "To uker"), ("siv", Language.NN, "To veker")):
        client = house.cast[name]
        await client.say("pause")
        assert told(client) == rendered_texts(PauseAsked(), language)
        await _pressed_before_others(house, client, language, title)
        assert (await person(house, name)).paused_until is None
        await client.press(last(client), title)
        assert told(client) == rendered_texts(Paused(local(at(12, 7, 0))), language)


async def _pressed_before_others(house: House, client: Client, language: Language, title: str) -> None:
    """A tampered client presses its own card's button in a channel, where everybody would read of the pause."""
    channel = Team(house.teams, "Rektorene")
    channel.add(client)
    await channel.install(by=client)
    await client.say_in(channel.general, "hjelp")
    await client.press(channel.general.messages[-1], title, shown=client.view(last(client)))
    assert client.notices[-1:] == rendered_texts(OldCard(), language)
    assert str(words(Paused, language)["heading"]) not in str(channel.general.messages)


async def test_a_day_that_is_over_or_no_day_gets_a_kind_sentence(house: House) -> None:
    for name, language in ONE.items():
        client = house.cast[name]
        for said, answer in (
            ("pause til 1.11.", DayIsOver()),
            ("pause til 23.11.", DayIsOver()),
            ("pause til 1.2.2029", PauseTooLong()),
            ("pause til jul og nyttår", NoSuchDay()),
            ("pause til vinterferien", NoSuchHoliday("winter")),
            ("pause etter høstferien", NoSuchHoliday("autumn")),
        ):
            await client.say(said)
            assert told(client) == rendered_texts(answer, language)
        assert (await person(house, name)).paused_until is None


async def test_days_are_understood_as_people_write_them_with_the_holidays_of_the_school_calendar(house: House) -> None:
    """A week is taken from its Monday; «etter» and «over» a holiday are the first school day after it."""
    closed = [date(2027, 2, day) for day in range(22, 27)]
    for day in closed:
        own = OwnDay("nordvik", 2026, day, DayKind.CLOSED, "Vinterferie")
        await house.stage.app.db.write(partial(put_day, municipality="nordvik", day=own))
    both = ("til vinterferien", "etter vinterferien", "over påske", "til jul")
    for name, written in (
        ("tor", ("uke 7", "neste uke", *both, "om to uker")),
        ("siv", ("veke 7", "neste veke", *both, "i to veker")),
    ):
        client = house.cast[name]
        for said, until in zip(
            written,
            ((2027, 2, 15), (2026, 11, 30), (2027, 2, 22), (2027, 3, 1), (2027, 3, 30), (2026, 12, 24), (2026, 12, 7)),
            strict=True,
        ):
            house.stage.now += timedelta(seconds=20)
            await client.say(f"pause {said}")
            assert told(client) == rendered_texts(Paused(local(start_of(date(*until)))), ONE[name]), said


async def test_a_day_that_may_be_two_is_asked_about_with_two_buttons(house: House) -> None:
    for name, language in ONE.items():
        client = house.cast[name]
        await client.say("pause til neste fredag")
        assert told(client) == rendered_texts(DayAsked(date(2026, 11, 27), date(2026, 12, 4)), language)
        assert (await person(house, name)).paused_until is None
        card = last(client)
        for _ in range(2):
            await client.press(card, "fredag 4. desember")
            assert told(client) == rendered_texts(Paused(local(at(12, 4, 0))), language)
        await client.say("pause til 1.11.")
        await client.press(last(client), "Pause")
        assert told(client) == rendered_texts(PauseAsked(), language)


async def test_an_answer_that_begins_like_a_pause_is_asked_about_and_a_day_is_a_pause(house: House) -> None:
    await house.to(OPENS)
    tor = house.cast["tor"]
    await tor.say("pause til alle som trenger")
    question = str(last(tor).card)
    assert told(tor)[0] == words(IsItAnAnswer, Language.NB)["heading"]
    assert "pause til alle" not in question
    await tor.say("pause til fredag")
    assert "Du har pause til fredag 27. november." in told(tor)
    assert await house.reflections_of("tor") == []


# What is held back.


async def test_a_pause_holds_questions_until_it_is_over_and_brings_what_is_still_open(house: House) -> None:
    """Alone and in a batch; the summary comes all the same, and one's own end is as good as the day's."""
    await house.cast["tor"].say("pause til torsdag")
    await house.cast["siv"].say("pause til 1.12.")
    await house.cast["ali"].say("pause til onsdag")
    await house.to(OPENS)
    await house.to(OPENS + timedelta(minutes=20))
    assert [prompts(house.cast[name]) for name in PEOPLE] == [0, 0, 0, 1, 1, 1]
    await house.cast["ali"].say("påminnelser")
    await house.cast["ali"].press(last(house.cast["ali"]), "Avslutt pausen")
    await house.stage.settle()
    assert prompts(house.cast["ali"]) == 1
    await house.to(at(11, 26, 6, 59))
    assert prompts(house.cast["tor"]) == 0
    await house.to(at(11, 26, 7))
    assert (prompts(house.cast["tor"]), prompts(house.cast["siv"])) == (1, 0)
    await house.cast["eva"].press(card_of(house.cast["eva"]), "Send svar", {"answer": "Vi ventet.", "rung": "group"})
    await house.to(CLOSES)
    await house.to(at(12, 1, 7))
    assert prompts(house.cast["siv"]) == 0
    assert any("Vi ventet." in str(message.card) for message in house.cast["siv"].chat)
    [held] = await house.deliveries(DeliveryKind.PROMPT, "siv")
    assert held.state is DeliveryState.CANCELLED


async def test_nobody_is_told_of_a_pause(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A held question is no failure: the coordinator gets no notice, and no command names the pause."""
    for name in ("tor", "siv", "ali", "eva", "una"):
        await house.cast[name].say("pause til 1.12.")
    await house.to(OPENS)
    await house.to(OPENS + timedelta(minutes=30))
    bot = Commands(monkeypatch, capsys)
    settings = {"SLOYFA_DATABASE_URL": str(house.stage.app.db.url), "MicrosoftAppTenantId": TENANT}
    cancelled = await asyncio.to_thread(bot, "deliveries", "--cancel", "uka.rektorgruppa.2026-11-24", **settings)
    assert ": 0 cancelled" in cancelled.out
    await house.to(CLOSES)
    await house.to(CLOSES + timedelta(minutes=30))
    assert await house.deliveries(DeliveryKind.NOTICE) == []
    [held] = await house.deliveries(DeliveryKind.PROMPT, "tor")
    retried = await asyncio.to_thread(bot, "deliveries", "--retry", str(held.id), **settings)
    assert "has been sent" in retried.err
    failed = await asyncio.to_thread(bot, "deliveries", "--failed", "--all", **settings)
    assert [line for line in failed.lines if "@nordvik.example" in line] == []
    everything = await asyncio.to_thread(bot, "deliveries", "--all", **settings)
    assert "tor@nordvik.example\tprompt sent\t-" in everything.out
    assert "pause" not in everything.out.casefold()

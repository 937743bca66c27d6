"""A button says a command for its presser: same action, same checks, same answer as to the written words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.rehearsal.clients import Client, Team, buttons_on
from content.commands import PERSONAL, WORDS, all_commands
from content.language import Language
from content.presses import SayCommand, ShowHelp, encode
from content.vocabulary.conversing import NotImported, OldCard, OwnChatOnly
from content.vocabulary.rhythm import Paused, RhythmChosen
from dialogs.calendar.instants import local
from tests.nordvik import House, at, last, open_house, rendered_texts, seen

LANGUAGES = {"kari": Language.NB, "siv": Language.NN}
REMINDERS = {"kari": "påminnelser", "siv": "påminningar"}
NONE = "Ingen"  # a button on the card of reminders


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        await opened.install(*LANGUAGES)
        yield opened


async def test_each_command_is_answered_alike_whether_written_or_pressed(house: House) -> None:
    for name, language in LANGUAGES.items():
        client = house.cast[name]
        await client.say(REMINDERS[name])
        card = last(client)
        for command in all_commands():
            if PERSONAL not in command.where:
                continue
            house.stage.now += timedelta(minutes=1)  # past Teams' limits of messages in one conversation
            # What is tried or needed is said after a colon: without it, such words begin an answer.
            await client.say(f"{min(command.names)}:" if command.argument == WORDS else min(command.names))
            written = seen(client, last(client))
            ways: tuple[Literal["execute"], Literal["submit"]] = ("execute", "submit")
            for way in ways:
                before = len(client.chat)
                await client.press(card, NONE, by=way, forged=encode(SayCommand(command.id)))
                assert len(client.chat) == before + 1, command.id
                assert seen(client, last(client)) == written, command.id
        assert seen(client, card) == rendered_texts(RhythmChosen(1), language), "the pressed card stays"


async def test_a_button_can_bring_an_argument_and_be_pressed_twice(house: House) -> None:
    for name, language in LANGUAGES.items():
        client = house.cast[name]
        await client.say(REMINDERS[name])
        card = last(client)
        for _ in range(2):
            pressed = await client.press(card, NONE, forged=encode(SayCommand("pause", "fredag")))
            assert seen(client, last(client)) == rendered_texts(Paused(local(at(11, 27, 0))), language)
        await client.again(pressed)
        assert seen(client, last(client)) == rendered_texts(Paused(local(at(11, 27, 0))), language)


async def test_a_button_made_by_hand_says_no_more_than_its_presser_may(house: House) -> None:
    """An unknown command, a command of another place, and a stranger's press on somebody's card."""
    kari, team = house.cast["kari"], Team(house.teams, "Solbakken")
    team.add(kari)
    await team.install(by=kari)
    await kari.say("påminnelser")
    card, view = last(kari), kari.view(last(kari))
    for forged in ({"command": "operate"}, {"command": 1}, {"argument": {"a": 1}}):
        told = len(kari.notices)
        await kari.press(card, NONE, forged={**encode(SayCommand("help")), **forged})
        assert kari.notices[told:] == rendered_texts(OldCard(), Language.NB)
    await kari.say_in(team.general, "hjelp")
    in_channel, shown = team.general.messages[-1], len(team.general.messages)
    await kari.press(in_channel, NONE, shown=view, forged=encode(SayCommand("known")))
    assert kari.notices[-1:] == rendered_texts(OwnChatOnly("hva vet du om meg"), Language.NB)
    assert len(team.general.messages) == shown, "what is held of somebody is told in no channel"
    stranger = Client(house.teams, "Una Ny", "e" * 8, "una@nordvik.example")
    await stranger.install()
    await stranger.press(last(stranger), NONE, shown=view, forged=encode(SayCommand("reminders")))
    assert seen(stranger, last(stranger)) == rendered_texts(NotImported(), Language.NB)


ELSEWHERE = {"help", "set_up", "sessions", "practice", "members", "meetings"}
"""Commands without a button in the help: itself; planning and following, whose buttons stand on the plan of who may
plan; sharing a practice, whose button stands on the sharing bank; and the people of groups, for the few who look after
some; meetings, for the few who plan or lead some."""


async def test_every_command_is_a_button_within_one_press_of_help(house: House) -> None:
    """What suits its reader stands first; pages are turned in place, and their buttons do what they say."""
    back = "Tilbake"
    for name, first, question in (("kari", "Plan", "Hvem ser hva"), ("siv", "Oppsummering", "Kven ser kva")):
        client, language = house.cast[name], LANGUAGES[name]
        await client.say("hjelp")
        card = last(client)
        front = buttons_on(client.view(card))
        assert len(front) == 6
        assert front[0] == first
        pages = front[1:]
        found, told = set(front[:1]), set(seen(client, card))
        for page in pages:
            house.stage.now += timedelta(minutes=1)
            before = len(client.chat)
            await client.press(card, page)
            buttons = buttons_on(client.view(card))
            told |= set(seen(client, card))
            assert len(buttons) <= 6
            assert buttons[-1] == back
            found |= set(buttons[:-1])
            if question in buttons:
                await client.press(card, question)
                assert seen(client, last(client))[0] in {"Hvem ser hva", "Kven ser kva"}
                before += 1
            await client.press(card, back)
            assert buttons_on(client.view(card)) == front
            assert len(client.chat) == before, "no more messages"
        others = [one for one in all_commands() if PERSONAL in one.where and one.id not in ELSEWHERE]
        assert {one.words[language].names[0].capitalize() for one in others} <= found
        assert all(one.help(language, PERSONAL) in told for one in others), "each page has the words too"
    await client.press(card, front[-1], forged=encode(ShowHelp("nothing")))
    assert buttons_on(client.view(card)) == front


async def test_help_shows_first_what_suits_its_reader_just_now(house: House) -> None:
    await house.install("guro")
    for name, first in (("guro", "Plan"), ("siv", "Oppsummering")):
        await house.cast[name].say("hjelp")
        assert buttons_on(house.cast[name].view(last(house.cast[name])))[0] == first
    await house.plan("rektorgruppa")
    await house.install("tor", "guro")
    await house.to(at(11, 24, 9))
    for name, week in (("siv", "Mi veke"), ("tor", "Min uke")):
        await house.cast[name].say("hjelp")
        assert buttons_on(house.cast[name].view(last(house.cast[name])))[0] == week, "a question is open"
    stranger = Client(house.teams, "Una Ny", "e" * 8, "una@nordvik.example")
    await stranger.install()
    await stranger.say("hjelp")
    assert buttons_on(stranger.view(last(stranger)))[0] == "Personvern"

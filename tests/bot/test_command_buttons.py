"""A button says a command for its presser: same action, same checks, same answer as to the written words."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest

from bot.rehearsal.clients import Client, Team
from content.commands import PERSONAL, all_commands
from content.language import Language
from content.presses import SayCommand, encode
from content.vocabulary.conversing import NotImported, OldCard
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
            await client.say(min(command.names))
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
    assert kari.notices[-1:] == rendered_texts(OldCard(), Language.NB)
    assert len(team.general.messages) == shown, "what is held of somebody is told in no channel"
    stranger = Client(house.teams, "Una Ny", "e" * 8, "una@nordvik.example")
    await stranger.install()
    await stranger.press(last(stranger), NONE, shown=view, forged=encode(SayCommand("reminders")))
    assert seen(stranger, last(stranger)) == rendered_texts(NotImported(), Language.NB)

"""Every command of the table has an action, and is obeyed by each of its names in every language."""

import ast
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatch.commands import ACTIONS
from bot.rehearsal.clients import Team
from content.commands import CHANNEL, PERSONAL, WORDS, Command, all_commands
from content.language import Language
from content.vocabulary.conversing import NothingOpen, OwnChatOnly
from dialogs.commands import known_commands
from tests.nordvik import House, last, open_house, rendered_texts, seen

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = {"kari": Language.NB, "siv": Language.NN, "frode": Language.EN}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        yield opened


def test_every_command_has_an_action_and_every_action_its_command() -> None:
    assert set(ACTIONS) == {command.id for command in all_commands()}


def test_no_code_knows_a_command_by_its_name() -> None:
    # A message's part for notifications is called "summary", a kind of delivery "summaries", a sign "stop", and a
    # family of words "settings".
    shared = {"?", "summary", "summaries", "stop", "settings", *ACTIONS}
    names = {name for command in all_commands() for name in command.names} - shared
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("content", "dialogs", "bot/context", "bot/actions", "bot/dispatch")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.casefold() in names
    ]
    assert found == []


async def test_the_table_is_read_and_checked_before_anybody_speaks(tmp_path: Path) -> None:
    known_commands.cache_clear()
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db"):
        assert known_commands.cache_info().currsize == 1


def test_every_name_of_a_command_means_the_command() -> None:
    for command in all_commands():
        for name in command.names:
            found = known_commands().said(_said(command, name).upper())
            assert found is not None, name
            assert (found.command.id, found.is_certain) == (command.id, True), name


def _some_names(command: Command) -> set[str]:
    """The first name of each language; that all of them mean the command is asserted above."""
    return {_said(command, words.names[0]) for words in command.words.values()}


def _said(command: Command, name: str) -> str:
    """The name as it is said: some are none without a colon, since answers begin like that."""
    return f"{name}: …" if command.argument == WORDS else name


async def test_every_name_of_a_command_is_obeyed_alike_in_ones_own_chat(house: House) -> None:
    await house.install(*LANGUAGES)
    for name, language in LANGUAGES.items():
        somebody = house.cast[name]
        for command in all_commands():
            told = set()
            house.stage.now += timedelta(minutes=1)  # past Teams' limits of messages in one conversation
            for said in _some_names(command):
                await somebody.say(said.upper())
                told.add(tuple(seen(somebody, last(somebody))))
            assert len(told) == 1, command.id
            understood = told != {tuple(rendered_texts(NothingOpen(), language))}
            if command.id != "answer":  # «svar» with nothing open finds nothing to answer
                assert understood is (PERSONAL in command.where), command.id


async def test_every_name_of_a_command_is_obeyed_alike_in_a_channel(house: House) -> None:
    team, kari = Team(house.teams, "Solbakken"), house.cast["kari"]
    team.add(kari)
    await team.install(by=kari)
    for command in all_commands():
        told = set()
        house.stage.now += timedelta(minutes=1)
        for said in _some_names(command):
            await kari.say_in(team.general, said.title())
            told.add(tuple(seen(kari, team.general.messages[-1])))
        assert len(told) == 1, command.id
        elsewhere = tuple(rendered_texts(OwnChatOnly(command.words[Language.NB].names[0]), Language.NB))
        assert (told != {elsewhere}) is (CHANNEL in command.where), command.id

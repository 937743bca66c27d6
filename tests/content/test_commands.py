"""The table of commands: content, refused faults, and the generated help."""

import re
from copy import deepcopy
from typing import Any

import pytest
import tomli

from content.commands import (
    CHANNEL,
    GROUP_CHAT,
    PERSONAL,
    TOPICS,
    Command,
    WrongCommands,
    all_commands,
    command_called,
    help_lines,
    read_commands,
)
from content.language import Language
from content.render import render
from content.vocabulary.conversing import Help, HelpInChannel, HelpInGroupChat
from tests.content.example_messages import strings

PRIVACY = """
[privacy]
where = ["personal"]
[privacy.nb]
names = ["personvern", "hva vet du om meg"]
help = "«{command}» viser hva jeg vet om deg."
[privacy.nn]
names = ["personvern", "kva veit du om meg"]
help = "«{command}» viser kva eg veit om deg."
[privacy.en]
names = ["privacy"]
help = "“{command}” shows what I know about you."
"""


def made_up() -> dict[str, Any]:
    return tomli.loads(PRIVACY)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.id)
def test_every_command_has_names_and_plain_help_in_every_language(command: Command, language: Language) -> None:
    words = command.words[language]
    assert words.names
    for place in command.where:
        line = command.help(language, place)
        assert re.search(rf"[«“](@Sløyfa )?{re.escape(words.names[0])}[»”]", line)
        assert not set(line) & set('!*_`#<>[]{}\\"')


def test_nynorsk_help_has_none_of_the_commonest_bokmal_words() -> None:
    bokmal = {"jeg", "ikke", "hva", "noe", "dere", "bare", "også", "fra", "gjøre", "en", "gruppen", "kobler", "åpner"}
    for command in all_commands():
        words = command.words[Language.NN]
        for text in (*words.names, words.help, words.channel_help, words.menu):
            assert not bokmal & set(re.findall(r"\w+", text.lower())), text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("message", "place"), [(HelpInChannel(), CHANNEL), (HelpInGroupChat(), GROUP_CHAT)])
def test_help_where_others_read_tells_of_every_command_in_the_order_of_the_table(
    message: HelpInChannel | HelpInGroupChat, place: str, language: Language
) -> None:
    told = strings(render(message, language).card)
    lines = help_lines(all_commands(), language, place)
    assert lines
    assert [text for text in told if text in lines] == lines


@pytest.mark.parametrize("language", Language)
def test_the_pages_of_help_tell_of_every_command_and_a_client_without_cards_tells_all_at_once(
    language: Language,
) -> None:
    lines = help_lines(all_commands(), language, PERSONAL)
    pages = [text for topic in TOPICS for text in strings(render(Help((), topic), language).card)]
    # «Planlegg» and «økter» have their buttons on the plan of who may plan, «del praksis» on the bank;
    # «medlemmer» and «møter» are for few, who find the way on the pages too.
    assert set(lines) - set(pages) == {
        command_called(one).help(language, PERSONAL)
        for one in ("help", "set_up", "sessions", "practice", "members", "meetings")
    }
    front = render(Help(), language).card
    assert front is not None
    assert front["fallbackText"].split("\n\n")[1:] == lines


def test_a_command_that_is_new_in_the_table_is_in_the_help_of_its_places_alone() -> None:
    commands = (*all_commands(), *read_commands(made_up()))
    assert help_lines(commands, Language.NN, PERSONAL)[-1] == "«personvern» viser kva eg veit om deg."
    assert help_lines(commands, Language.EN, PERSONAL)[-1] == "“privacy” shows what I know about you."
    assert help_lines(commands, Language.NB, CHANNEL) == help_lines(all_commands(), Language.NB, CHANNEL)


def test_help_in_a_channel_names_the_bot_before_the_command() -> None:
    tables = made_up()
    tables["privacy"]["where"] = ["personal", "channel"]
    [command] = read_commands(tables)
    assert command.help(Language.NB, CHANNEL) == "«@Sløyfa personvern» viser hva jeg vet om deg."
    tables["privacy"]["nb"]["channel_help"] = "«{command}» skriver du i din egen chat."
    [command] = read_commands(tables)
    assert command.help(Language.NB, CHANNEL) == "«@Sløyfa personvern» skriver du i din egen chat."
    assert command.help(Language.NB, PERSONAL) == "«personvern» viser hva jeg vet om deg."


_ARGUMENT = "privacy: `argument` must be one of answer, date, group, keyword, language, outcome, search, text, words"


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["privacy"], "x", "privacy: not a table"),
        (["privacy", "alias"], ["x"], "privacy: unknown key 'alias'"),
        (["privacy", "where"], ["nowhere"], "privacy: `where` must be a list of channel and groupChat and personal"),
        (["privacy", "where"], [], "privacy: `where` must be a list of channel and groupChat and personal"),
        (
            ["privacy", "argument"],
            1,
            _ARGUMENT,
        ),
        (
            ["privacy", "argument"],
            "day",
            _ARGUMENT,
        ),
        (["privacy", "nb", "other_words"], [], "privacy.nb: `other_words` must be a list of at least one word"),
        (["privacy", "nb", "other_words"], ["Ord"], "privacy.nb: names and other words are written in small letters"),
        (["privacy", "en"], None, "privacy.en: no words in this language"),
        (["privacy", "nn", "names"], [], "privacy.nn: `names` must be a list of at least one name"),
        (["privacy", "nn", "names"], ["Personvern"], "privacy.nn: names and other words are written in small letters"),
        (["privacy", "nn", "help"], "viser", "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "help"], "{command} {name}", "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "help"], None, "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "help"], "{command} {}", "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "help"], "{command:d}", "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "help"], "{command!z}", "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "help"], "{command} }", "privacy.nn: `help` must be a line with the blank {command}"),
        (["privacy", "nn", "channel_help"], "", "privacy.nn: `channel_help` must be a line with the blank"),
        (["privacy", "nn", "hlep"], "", "privacy.nn: unknown key 'hlep'"),
    ],
)
def test_a_fault_in_the_table_is_named(path: list[str], value: object, fault: str) -> None:
    tables = made_up()
    *above, last = path
    table = tables
    for name in above:
        table = table[name]
    table[last] = value
    with pytest.raises(WrongCommands, match=re.escape(fault)):
        read_commands(tables)


@pytest.mark.parametrize(
    ("menu", "line", "fault"),
    [
        ("personal", "Viser hva jeg vet", "privacy: `menu` must be a list of personal, team, groupChat"),
        (["channel"], "Viser hva jeg vet", "privacy: `menu` must be a list of personal, team, groupChat"),
        ([3], "Viser hva jeg vet", "privacy: `menu` must be a list of personal, team, groupChat"),
        (["team"], "Viser hva jeg vet", "privacy: in the menu team, and not valid there"),
        (["personal"], None, "privacy.nn: `menu` is the line of a command in a menu, and of no other"),
        ([], "Viser hva jeg vet", "privacy.nn: `menu` is the line of a command in a menu, and of no other"),
        (["personal"], "x" * 129, "privacy.nn: `menu` has at most 128 characters"),
        (["personal"], 3, "privacy.nn: `menu` must be the line in Teams' menu of commands"),
    ],
)
def test_a_fault_in_a_menu_is_named(menu: object, line: object, fault: str) -> None:
    with pytest.raises(WrongCommands, match=re.escape(fault)):
        read_commands(in_menu(menu, line))


def in_menu(menu: object, line: object) -> dict[str, Any]:
    tables = made_up()
    tables["privacy"]["menu"] = menu
    for language in Language:
        tables["privacy"][language] |= {} if line is None else {"menu": line}
    return tables


def test_a_menu_has_ten_commands_at_most_and_no_long_name() -> None:
    tables = in_menu(["personal"], "Viser hva jeg vet")
    read_commands(tables)
    for number in range(10):
        tables[f"other{number}"] = deepcopy(tables["privacy"])
        for language in Language:
            tables[f"other{number}"][language]["names"] = [f"annet {number} {language}"]
    with pytest.raises(WrongCommands, match="more than 10 commands in the menu personal: privacy, other0"):
        read_commands(tables)
    tables = in_menu(["personal"], "Viser hva jeg vet")
    tables["privacy"]["nb"]["names"] = ["dette navnet er lengre enn Teams viser".casefold()]
    with pytest.raises(WrongCommands, match=r"privacy\.nb: a name in a menu has at most 32 characters"):
        read_commands(tables)


def test_every_fault_is_told_at_once() -> None:
    tables = made_up()
    del tables["privacy"]["where"], tables["privacy"]["en"]["names"]
    with pytest.raises(WrongCommands, match=r"privacy: `where` .+; privacy\.en: `names`"):
        read_commands(tables)


def test_no_name_means_two_commands_in_any_two_languages() -> None:
    tables = made_up()
    tables["other"] = deepcopy(tables["privacy"])
    for language in Language:
        tables["other"][language]["names"] = [f"annet {language}"]
    read_commands(tables)
    tables["other"]["en"]["names"] = ["annet en", "kva veit du om meg"]
    with pytest.raises(WrongCommands, match="'kva veit du om meg' is a name of both privacy and other"):
        read_commands(tables)

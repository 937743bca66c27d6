"""A new command of the table is understood by all its names, and only where the table allows the command."""

import re

import pytest

from content.commands import PERSONAL, Command, all_commands, read_commands, yes_words
from content.language import Language
from dialogs.commands import KnownCommands, SaidCommand, says_yes
from dialogs.model import Scope
from tests.content.test_commands import made_up

TABLES = made_up()
[PRIVACY] = read_commands(TABLES)
[PAUSE] = read_commands(
    {
        "pause": {
            "where": ["personal", "channel"],
            "argument": "date",
            "nb": {"names": ["pause", "pause til"], "help": "«{command}» holder spørsmålene tilbake."},
            "nn": {"names": ["kvil", "kvil til"], "help": "«{command}» held spørsmåla tilbake."},
            "en": {"names": ["pause", "pause until"], "help": "“{command}” holds questions back."},
        }
    }
)
KNOWN = KnownCommands((*all_commands(), PRIVACY, PAUSE))


@pytest.mark.parametrize("text", ["personvern", "Hva vet du om meg?", "«Kva veit  du om meg»", "PRIVACY."])
def test_a_new_command_is_understood_by_each_of_its_names_in_every_language(text: str) -> None:
    assert KNOWN.said(text, Scope.PERSONAL) == SaidCommand(PRIVACY)


@pytest.mark.parametrize("scope", [Scope.CHANNEL, Scope.GROUP_CHAT])
def test_outside_its_places_a_commands_name_is_no_command_and_no_plain_answer_either(scope: Scope) -> None:
    assert KNOWN.said("hva vet du om meg", scope) is None
    assert KNOWN.is_like_one("hva vet du om meg", scope)
    assert not KNOWN.is_like_one("hva vet vi om dem", scope)


@pytest.mark.parametrize(
    ("text", "argument"),
    [("pause", ""), ("pause til", ""), ("Pause til 6. januar.", "6. januar"), ("kvil til jul", "jul")],
)
def test_the_argument_follows_the_longest_matching_name_of_a_command(text: str, argument: str) -> None:
    assert KNOWN.said(text, Scope.PERSONAL) == SaidCommand(PAUSE, argument)


def test_a_sentence_that_begins_as_one_with_an_argument_does_is_none_in_ones_own_chat() -> None:
    text = "pause til alle som trenger en lenger"
    assert KNOWN.said(text, Scope.PERSONAL) is None
    assert KNOWN.said(text, Scope.CHANNEL) == SaidCommand(PAUSE, "alle som trenger en lenger")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.id)
def test_a_command_copied_from_help_in_its_quotation_marks_is_understood(command: Command, language: Language) -> None:
    quoted = re.search("[«“].+?[»”]", command.help(language, PERSONAL))
    assert quoted is not None
    assert KnownCommands(all_commands()).said(quoted[0], Scope.PERSONAL) == SaidCommand(command)


@pytest.mark.parametrize("text", ["KVİL TİL JUL", "kvıl tıl jul"])
def test_a_turkish_i_in_a_commands_name_is_a_slip_and_no_error(text: str) -> None:
    assert KNOWN.said(text, Scope.CHANNEL) is None


def test_a_slip_of_the_finger_is_seen_in_a_command_with_an_argument_alone() -> None:
    assert KNOWN.is_like_one("kivl til jul", Scope.PERSONAL)
    assert not KNOWN.is_like_one("personven er viktig for oss", Scope.PERSONAL)


def test_a_table_without_arguments_has_none() -> None:
    known = KnownCommands([PRIVACY])
    assert known.said("personvern i klassen", Scope.CHANNEL) is None
    assert not known.is_like_one("personvern i klassen", Scope.CHANNEL)


@pytest.mark.parametrize("text", ["ja", "JA!", "Ja, takk.", "«ja takk»", "Stadfest", "yes, please", " ja \n"])
def test_a_yes_is_a_whole_message_in_any_language(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize("text", ["", "!", "ja men", "ja, vi prøvde det", "nei", "?", "jaja"])
def test_a_yes_with_more_words_is_no_yes(text: str) -> None:
    assert not says_yes(text)


def test_no_command_is_called_as_a_yes_is() -> None:
    assert {name for command in all_commands() for name in command.names}.isdisjoint(yes_words())

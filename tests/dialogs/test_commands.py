"""A new command of the table is understood by all its names, and only where the table allows the command."""

import re
from copy import deepcopy

import pytest

from content.commands import PERSONAL, Command, all_commands, read_commands, yes_words
from content.language import Language
from dialogs.answering.numbered import NumberedAnswer, numbered_answer
from dialogs.commands import KnownCommands, SaidCommand, known_commands, says_yes
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
[NOTE] = read_commands(
    {
        "note": {
            "where": ["personal"],
            "argument": "text",
            "nb": {"names": ["husk", "noter deg"], "help": "«{command}: …» legger et notat til deg selv."},
            "nn": {"names": ["hugs"], "help": "«{command}: …» legg eit notat til deg sjølv."},
            "en": {"names": ["remember"], "help": "“{command}: …” keeps a note of your own."},
        }
    }
)
KNOWN = KnownCommands((*all_commands(), PRIVACY, PAUSE, NOTE))


@pytest.mark.parametrize("text", ["personvern", "Hva vet du om meg?", "«Kva veit  du om meg»", "PRIVACY."])
def test_a_new_command_is_understood_by_each_of_its_names_in_every_language(text: str) -> None:
    assert KNOWN.said(text) == SaidCommand(PRIVACY)


@pytest.mark.parametrize("scope", [Scope.CHANNEL, Scope.GROUP_CHAT])
def test_a_command_is_known_outside_its_places_too_as_one_that_does_not_hold_there(scope: Scope) -> None:
    found = KNOWN.said("hva vet du om meg")
    assert found == SaidCommand(PRIVACY)
    assert found.holds_in(Scope.PERSONAL)
    assert not found.holds_in(scope)
    assert KNOWN.said("hva vet vi om dem") is None


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("pause", ""),
        ("pause til", ""),
        ("Pause til 6. januar.", "6. januar"),
        ("kvil til jul", "jul"),
        ("«pause til fredag»", "fredag"),
        ("pause til: fredag", "fredag"),
        ("@Sløyfa pause til fredag!", "fredag"),
    ],
)
def test_the_argument_follows_the_longest_matching_name_of_a_command(text: str, argument: str) -> None:
    assert KNOWN.said(text) == SaidCommand(PAUSE, argument, is_certain=not argument)


@pytest.mark.parametrize(
    ("text", "argument", "is_certain"),
    [
        ("husk: Spør elevene først!", "Spør elevene først!", True),
        ("HUSK : «stille» timer?\n\n- to\n- tre", "«stille» timer?\n\n- to\n- tre", True),
        ("«hugs: to ting»", "to ting", True),
        ("husk å spørre elevene", "å spørre elevene", False),
        ("noter deg: to ting", "to ting", True),
        ("notr deg: to ting", "to ting", True),
        ("husk:", "", True),
        ("Husk", "", True),
    ],
)
def test_free_text_after_a_colon_is_kept_as_it_was_written(text: str, argument: str, *, is_certain: bool) -> None:
    assert KNOWN.said(text) == SaidCommand(NOTE, argument, is_certain)


@pytest.mark.parametrize("text", ["hsuk: to ting", "rusk: to ting", "huske: to ting", "hus"])
def test_a_short_name_is_not_misspelt(text: str) -> None:
    assert KNOWN.said(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("hjlep", "HJEPL!", "hejlp", "@Sløyfa hjlep", "Sløyfa: hjelp", "/hjelp", "hjelp 🙏"),
        "hje\u0301lp",
    ],
)
def test_help_is_found_with_a_letter_wrong_and_with_what_people_put_around(text: str) -> None:
    found = KNOWN.said(text)
    assert found is not None
    assert found.command.id == "help"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("personven", "privacy"),
        ("persnovern", "privacy"),
        ("hva vet du om meeg", "privacy"),
        ("kva veit duom meg", "privacy"),
        ("slet mine data", "erase"),
        ("pa\u030aminnelser", "reminders"),
        ("paminnelser", "reminders"),
        ("nestesteg", "next_step"),
        ("forget mee", "erase"),
    ],
)
def test_a_whole_name_with_a_letter_wrong_is_the_command_in_every_language(text: str, command: str) -> None:
    found = KNOWN.said(text)
    assert found is not None
    assert (found.command.id, found.is_certain) == (command, True)


@pytest.mark.parametrize(
    ("command", "texts"),
    [
        ("help", ["Hva kan du gjøre?", "kven er du?", "hjelp meg", "How does this work?", "??"]),
        ("week", ["Når er fristen?", "vis min uke", "kvar er kortet?", "where is the card"]),
        ("circles", ["Hvem kan lese det jeg skriver?", "kven les svara?", "who reads this?"]),
        ("pause", ["ta ein pause", "jeg vil ha pause"]),
        ("reminders", ["ingen påminnelser", "ingen påminningar"]),
    ],
)
def test_what_people_ask_of_a_bot_is_the_command_that_answers_it(command: str, texts: list[str]) -> None:
    said = [known_commands().said(text) for text in texts]
    assert [one and (one.command.id, one.is_certain) for one in said] == [(command, True)] * len(texts)


@pytest.mark.parametrize("text", ["hjelpe", "hjelpa", "Hjel", "hjalp", "pausen", "pauser", "kvild", "innsyna"])
def test_another_form_of_a_word_may_be_a_command_and_may_be_an_answer(text: str) -> None:
    found = KNOWN.said(text)
    assert found is None or not found.is_certain
    assert (found is None) is (text == "kvild")


@pytest.mark.parametrize("text", ["held", "helt", "plant", "hlejp", "hel", "jepl", "vi hjalp hverandre", "", "!", "👍"])
def test_a_text_farther_from_every_name_is_no_command(text: str) -> None:
    assert KNOWN.said(text) is None


def test_between_two_commands_nothing_is_guessed() -> None:
    tables = made_up() | {"other": deepcopy(made_up()["privacy"])}
    for language in Language:
        tables["privacy"][language]["names"] = [f"noter {language}"]
        tables["other"][language]["names"] = [f"notar {language}"]
    known = KnownCommands(read_commands(tables))
    assert known.said("notir nb") is None
    assert known.said("notr nn") is None
    assert known.said("notter nn") is not None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.id)
def test_a_command_copied_from_help_in_its_quotation_marks_is_understood(command: Command, language: Language) -> None:
    quoted = re.search("[«“].+?[»”]", command.help(language, PERSONAL))
    assert quoted is not None
    assert KnownCommands(all_commands()).said(quoted[0]) == SaidCommand(command)


@pytest.mark.parametrize("text", ["KVİL TİL JUL", "kvıl tıl jul"])
def test_a_turkish_i_in_a_commands_name_is_a_slip_and_no_error(text: str) -> None:
    assert KNOWN.said(text) is None


def test_with_an_argument_a_name_may_be_misspelt_too() -> None:
    found = KNOWN.said("kobel til rektorgruppa")
    assert found is not None
    assert (found.command.id, found.argument, found.is_certain) == ("link", "rektorgruppa", False)
    assert KNOWN.said("personven er viktig for oss") is None


def test_a_table_without_arguments_has_none() -> None:
    found = KnownCommands([PRIVACY]).said("personvern i klassen")
    assert found is not None
    assert (found.argument, found.is_certain) == ("", False), "a few words like a command's are asked about"
    assert KnownCommands([PRIVACY]).said("personvern i klassen er noe vi snakker om") is None


@pytest.mark.parametrize(
    ("text", "argument"),
    [("nynorsk", "nynorsk"), ("Snakk bokmål!", "bokmål"), ("speak English", "english"), ("nynorks", "nynorsk")],
)
def test_the_name_of_a_language_asks_for_the_language(text: str, argument: str) -> None:
    found = known_commands().said(text)
    assert found is not None
    assert (found.command.id, found.argument, found.is_certain) == ("language", argument, True)


@pytest.mark.parametrize("text", ["Engelske bøker", "Bytt til mindre grupper", "Nynorsk i alle fag", "nn", "en"])
def test_other_words_of_a_language_ask_for_nothing(text: str) -> None:
    assert known_commands().said(text) is None


@pytest.mark.parametrize("text", ["slett svaret mitt", "Trekk tilbake", "svaret mitt"])
def test_a_name_that_stands_alone_takes_nothing_after_it(text: str) -> None:
    found, longer = known_commands().said(text), known_commands().said(f"{text} ja")
    assert found is not None
    assert (found.command.id, found.is_certain) == ("answers", True)
    assert longer is not None
    assert (longer.argument, longer.is_certain) == ("", False)


def test_a_last_letter_written_twice_is_a_slip() -> None:
    found = known_commands().said("hjelpp")
    assert found is not None
    assert (found.command.id, found.is_certain) == ("help", True)


@pytest.mark.parametrize("text", ["ja", "JA!", "Ja, takk.", "«ja takk»", "Stadfest", "yes, please", " ja \n"])
def test_a_yes_is_a_whole_message_in_any_language(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize("text", ["", "!", "ja men", "ja, vi prøvde det", "nei", "?", "jaja"])
def test_a_yes_with_more_words_is_no_yes(text: str) -> None:
    assert not says_yes(text)


def test_no_command_is_called_as_a_yes_is() -> None:
    assert {name for command in all_commands() for name in command.names}.isdisjoint(yes_words())


@pytest.mark.parametrize(
    "text",
    [
        *("svar på 2: Vi leste.", "Svar 2. Vi leste.", "svar på nr. 2: Vi leste.", "svar på spm 2 – Vi leste."),
        *(
            "Svar på spørsmål nr 2; Vi leste.",
            "sver på 2: Vi leste.",
            "svar på #2: Vi leste.",
            "answer to question 2: Vi leste.",
        ),
    ],
)
def test_the_number_of_a_question_is_written_in_many_ways(text: str) -> None:
    assert numbered_answer(known_commands().said(text)) == NumberedAnswer(2, "Vi leste.")


@pytest.mark.parametrize(
    "text", ["Svar på 2 oppgaver hver dag", "Svar på 2–3 oppgaver", "Svar på 2 - 3 oppgaver hver dag"]
)
def test_a_number_of_other_things_is_no_question_s(text: str) -> None:
    assert numbered_answer(known_commands().said(text)) is None

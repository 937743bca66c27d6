"""The commands people can say, with names, places and help lines; and the words for yes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from string import Formatter
from typing import Any

import tomli

from content.language import Language

PERSONAL, CHANNEL, GROUP_CHAT = "personal", "channel", "groupChat"
PLACES = frozenset({PERSONAL, CHANNEL, GROUP_CHAT})
"""Where a command may hold: in the chat with one person, in a channel, or in the chat of several or of a meeting."""

MENTION = "@Sløyfa"

GROUP, DATE, LANGUAGE, SEARCH, TEXT = "group", "date", "language", "search", "text"
ANSWER, KEYWORD, WORDS, OUTCOME = "answer", "keyword", "words", "outcome"
_ARGUMENTS = {GROUP, DATE, LANGUAGE, SEARCH, TEXT, ANSWER, KEYWORD, WORDS, OUTCOME}
"""What may follow a command's name: a group's name, a day, a language, words to look for, words of one's own, an answer
or its keyword after the question's number and a colon, words of one's own that a colon must stand before, or the number
of something tried and what came of it."""

MENUS: Mapping[str, str] = {"personal": PERSONAL, "team": CHANNEL, "groupChat": GROUP_CHAT}
"""Teams' menus of commands, by the scopes' names in an app's manifest -> the place where the menu's commands hold."""
MOST_IN_A_MENU, LONGEST_TITLE, LONGEST_LINE = 10, 32, 128
"""What every client of Teams shows: commands, characters of a command's name, characters of the line beneath."""

TOPICS = ("week", "own", "attempts", "choices", "privacy")
"""The pages of the help's card, in order: a command's button stands on the page of its topic."""

_KEYS = {"where", "argument", "menu", "topic", *Language}
_WORDS = {"names", "alone", "other_words", "help", "channel_help", "menu"}


class WrongCommands(ValueError):
    """The table of commands has faults; the message names each."""


@dataclass(frozen=True)
class CommandWords:
    """A command in one language; help shows the first of `names`, and both lines of help have the blank `command`.

    `alone` are names that nothing follows, of a command with an argument. `other_words` are one letter off a name, and
    no misspelling of it: «hjalp» is no «hjelp». `menu` is the line in Teams' menu of commands, "" for a command in no
    menu.
    """

    names: tuple[str, ...]
    help: str
    channel_help: str
    alone: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    menu: str = ""


@dataclass(frozen=True)
class Command:
    """`argument` is the kind of what is written after the name: one of _ARGUMENTS, or "" for nothing.

    `topic` is one of TOPICS, "" for a command without a button on the help's card.
    """

    id: str
    where: frozenset[str]
    argument: str
    words: Mapping[Language, CommandWords]
    menus: frozenset[str] = frozenset()
    topic: str = "own"

    @property
    def names(self) -> frozenset[str]:
        """Of all languages: a command is understood regardless of the speaker's language."""
        return frozenset(name for words in self.words.values() for name in (*words.names, *words.alone))

    @property
    def alone(self) -> frozenset[str]:
        return frozenset(name for words in self.words.values() for name in words.alone)

    @property
    def other_words(self) -> frozenset[str]:
        return frozenset(word for words in self.words.values() for word in words.other_words)

    def help(self, language: Language, place: str) -> str:
        """The help line in the place."""
        words = self.words[language]
        if place != PERSONAL:
            return words.channel_help.format(command=f"{MENTION} {words.names[0]}")
        return words.help.format(command=words.names[0])


@cache
def all_commands() -> tuple[Command, ...]:
    """In the order of the file. Raises WrongCommands."""
    return read_commands(_table("commands.toml"))


@cache
def command_called(its_id: str) -> Command:
    """Raises LookupError for the id of no command."""
    found = next((command for command in all_commands() if command.id == its_id), None)
    if found is None:
        raise LookupError(f"content/words/commands.toml has no command {its_id}")
    return found


@cache
def language_words() -> Mapping[str, Language | None]:
    """What people call each language, in small letters; None for the words that mean no choice of one's own."""
    table = _table("languages.toml")
    named = {word: language for language in Language for word in table[language]}
    return {**named, **dict.fromkeys(table["auto"])}


@cache
def words_before_language() -> frozenset[str]:
    """Words before a language's name that ask for the language: «snakk», «bytt til»."""
    return frozenset(_table("languages.toml")["before"])


@cache
def outcome_words() -> Mapping[str, str]:
    """What people call an outcome of what they tried, in small letters -> done, partly, changed or dropped."""
    return {word: outcome for outcome, words in _table("outcomes.toml").items() for word in words}


@cache
def yes_words() -> frozenset[str]:
    """The words for yes, in all languages."""
    return _of_all_languages("yes.toml")


@cache
def no_words() -> frozenset[str]:
    """The words for no, in all languages."""
    return _of_all_languages("no.toml")


def _of_all_languages(name: str) -> frozenset[str]:
    table = _table(name)
    return frozenset(word for language in Language for word in table[language])


def _table(name: str) -> Mapping[str, Any]:
    return tomli.loads((files("content") / "words" / name).read_text(encoding="utf-8"))


def read_commands(tables: Mapping[str, Any]) -> tuple[Command, ...]:
    """The commands in the parsed TOML. Raises WrongCommands with every fault."""
    faults = [f"{name}: not a table" for name, table in tables.items() if not isinstance(table, Mapping)]
    faults = faults or [fault for name, table in tables.items() for fault in _faults(name, table)]
    if not faults:
        commands = [_command(name, table) for name, table in tables.items()]
        faults = [*_shared_names(commands), *_faults_of_menus(commands)]
    if faults:
        raise WrongCommands("; ".join(faults))
    return tuple(commands)


def menu_of(commands: Iterable[Command], scope: str) -> list[Command]:
    """The commands in Teams' menu of a scope."""
    return [command for command in commands if scope in command.menus]


def help_lines(commands: Iterable[Command], language: Language, place: str) -> list[str]:
    """The help of each command valid in the place."""
    return [command.help(language, place) for command in commands if place in command.where]


def commands_of(topic: str, place: str) -> tuple[Command, ...]:
    """The commands of a topic that are said in the place, in the order of the file."""
    return tuple(command for command in all_commands() if command.topic == topic and place in command.where)


def _command(name: str, table: Mapping[str, Any]) -> Command:
    words = {language: _words(table[language]) for language in Language}
    menus, topic = frozenset(table.get("menu", ())), table.get("topic", "own")
    return Command(name, frozenset(table["where"]), table.get("argument", ""), words, menus, topic)


def _words(table: Mapping[str, Any]) -> CommandWords:
    return CommandWords(
        tuple(table["names"]),
        table["help"],
        table.get("channel_help", table["help"]),
        alone=tuple(table.get("alone", ())),
        other_words=tuple(table.get("other_words", ())),
        menu=table.get("menu", ""),
    )


def _faults(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{name}: unknown key {key!r}" for key in table.keys() - _KEYS)
    where = _texts(table.get("where"))
    if not where or not PLACES.issuperset(where):
        yield f"{name}: `where` must be a list of {' and '.join(sorted(PLACES))}"
    if table.get("argument", TEXT) not in _ARGUMENTS:
        yield f"{name}: `argument` must be one of {', '.join(sorted(_ARGUMENTS))}"
    menu = table.get("menu", [])
    if _texts(menu) != menu or not MENUS.keys() >= set(menu):
        yield f"{name}: `menu` must be a list of {', '.join(MENUS)}"
    if table.get("topic", "") not in {"", *TOPICS}:
        yield f"{name}: `topic` must be one of {', '.join(TOPICS)}, or empty"
    for language in Language:
        yield from (f"{name}.{language}: {fault}" for fault in _faults_of_words(table.get(language)))


def _faults_of_words(words: object) -> Iterator[str]:
    if not isinstance(words, Mapping):
        yield "no words in this language"
        return
    yield from (f"unknown key {key!r}" for key in words.keys() - _WORDS)
    names, further = _texts(words.get("names")), {key: _texts(words.get(key)) for key in ("alone", "other_words")}
    if not names:
        yield "`names` must be a list of at least one name"
    for key, found in further.items():
        if key in words and not found:
            yield f"`{key}` must be a list of at least one word"
    if any(each != " ".join(each.casefold().split()) for each in (*names, *chain(*further.values()))):
        yield "names and other words are written in small letters, with one blank between words"
    if not _is_text(words.get("menu", "-")):
        yield "`menu` must be the line in Teams' menu of commands"
    for key in ("help", "channel_help"):
        line = words.get(key, "{command}" if key == "channel_help" else None)
        if not _is_text(line) or not _has_the_blank(line):
            yield f"`{key}` must be a line with the blank {{command}}"


def _has_the_blank(line: str) -> bool:
    """Whether `{command}` is a blank of the line, without a format of its own, and the only one."""
    try:
        blanks = {blank[1:] for blank in Formatter().parse(line) if blank[1] is not None}
    except ValueError:  # a brace on its own
        return False
    return blanks == {("command", "", None)}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: object) -> list[str]:
    """The list of texts; [] for any other value."""
    return value if isinstance(value, list) and all(map(_is_text, value)) else []


def _shared_names(commands: Sequence[Command]) -> Iterator[str]:
    """A fault for each name of two commands; several languages may share a command's name."""
    first: dict[str, str] = {}
    for command in commands:
        for name in sorted(command.names):
            if first.setdefault(name, command.id) != command.id:
                yield f"{name!r} is a name of both {first[name]} and {command.id}"


def _faults_of_menus(commands: Sequence[Command]) -> Iterator[str]:
    for scope, place in MENUS.items():
        found = menu_of(commands, scope)
        if len(found) > MOST_IN_A_MENU:
            yield f"more than {MOST_IN_A_MENU} commands in the menu {scope}: {', '.join(one.id for one in found)}"
        yield from (f"{one.id}: in the menu {scope}, and not valid there" for one in found if place not in one.where)
    for command in commands:
        for language, words in command.words.items():
            yield from (f"{command.id}.{language}: {fault}" for fault in _faults_of_menu(command, words))


def _faults_of_menu(command: Command, words: CommandWords) -> Iterator[str]:
    if bool(command.menus) != bool(words.menu):
        yield "`menu` is the line of a command in a menu, and of no other"
    if command.menus and len(words.names[0]) > LONGEST_TITLE:
        yield f"a name in a menu has at most {LONGEST_TITLE} characters"
    if len(words.menu) > LONGEST_LINE:
        yield f"`menu` has at most {LONGEST_LINE} characters"

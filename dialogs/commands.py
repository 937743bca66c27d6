"""Recognition of commands in any language and letter case, with a typing slip, and with words after the name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from content.cleaning import clean, clean_line
from content.commands import ANSWER, TEXT, Command, all_commands, yes_words
from dialogs.model import Scope

# Commands are copied with their quotation marks, and said as questions.
AROUND = " .,:;!?/«»“”„\"'"

_FEWEST_LETTERS = 5  # of a name that may be misspelt: of shorter names one letter makes other words («help», «held»)
_LONGEST_ARGUMENT = 4  # words in personal chat, where a sentence may begin like a command; a name may have several
_LONGEST_DOUBTFUL = 6  # words of a message with an open question that is asked about, not taken for an answer
_BOT = re.compile(r"@?sløyfa\b[\s,:]*(?=\S)", re.IGNORECASE)
_OF_EMOJI = {"So", "Sk", "Mn", "Cf"}  # Unicode's categories of symbols, skin tones, selectors and joiners
# Without a colon after the number it may be a sentence: «Svar på 2 oppgaver hver dag».
_NUMBER = re.compile(r"\d{1,3}\s*(?:[:.)]|$)")
_TOKEN = re.compile(r"\S+")
_QUOTED = {"«": "»", "“": "”", "„": "“", '"': '"', "'": "'"}


@dataclass(frozen=True)
class SaidCommand:
    """`argument` is the text after the command's name, maybe "".

    `is_certain`: the text can be nothing else, because all of it is a name, or a name with a colon before free text.
    """

    command: Command
    argument: str = ""
    is_certain: bool = True

    def holds_in(self, scope: Scope) -> bool:
        return scope.value in self.command.where


class KnownCommands:
    """The table of commands, indexed by name."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._by_name = {name: command for command in commands for name in command.names}
        self._long_names = [name for name in self._by_name if len(name) >= _FEWEST_LETTERS]
        with_argument = [name for name, command in self._by_name.items() if command.argument]
        self._with_argument = sorted(with_argument, key=len, reverse=True)
        self._other_words = {word for command in commands for word in command.other_words}

    def said(self, text: str) -> SaidCommand | None:
        """The command spelt by the whole text, wherever the command holds; by its first words if an argument follows.

        A spelling one letter off is understood where a single command is near.
        """
        said = _unquoted(_without_bot(unicodedata.normalize("NFC", clean(text))))
        line = _without_emoji(_plain(said))
        return self._whole(line) or self._exact_start(said) or self._near_whole(line) or self._near_start(said)

    def _whole(self, line: str) -> SaidCommand | None:
        command = self._by_name.get(line)
        return SaidCommand(command) if command is not None else None

    def _near_whole(self, line: str) -> SaidCommand | None:
        near = [name for name in self._long_names if _is_near(line, name)]
        if len({self._by_name[name].id for name in near}) != 1:
            return None
        is_another_word = line in self._other_words or any(_is_another_form(line, name) for name in near)
        return SaidCommand(self._by_name[near[0]], is_certain=not is_another_word)

    def _exact_start(self, said: str) -> SaidCommand | None:
        starts = (_start(said, name) for name in self._with_argument)
        exact = (start for start in starts if start is not None and start.said == start.name)
        return next(filter(None, map(self._with, exact)), None)

    def _near_start(self, said: str) -> SaidCommand | None:
        starts = (_start(said, name) for name in self._with_argument if len(name) >= _FEWEST_LETTERS)
        near = (start for start in starts if start is not None and _is_near(start.said, start.name))
        return next(filter(None, map(self._with, near)), None)

    def _with(self, start: "_Start") -> SaidCommand | None:
        command = self._by_name[start.name]
        if command.argument == ANSWER:
            numbered = start.has_colon or _NUMBER.match(start.argument)
            return SaidCommand(command, start.argument) if numbered else None
        is_free = command.argument == TEXT
        argument = start.argument if is_free else clean_line(start.argument).strip(AROUND)
        return SaidCommand(command, argument, is_certain=is_free and start.has_colon)


@dataclass(frozen=True)
class _Start:
    """The first words of a text, as many as `name` has, and the rest of the text."""

    name: str
    said: str
    argument: str
    has_colon: bool


def _start(said: str, name: str) -> _Start | None:
    """None for a text with no word after the first ones."""
    said = said.lstrip(AROUND)
    words = list(_first_words(said, len(name.split())))
    rest = said[words[-1].end() :].strip() if words else ""
    if not rest:
        return None
    first = " ".join(word[0] for word in words).casefold()
    argument = rest.removeprefix(":").strip()
    has_colon = first.endswith(":") or argument != rest
    return _Start(name, first.rstrip(":"), argument, has_colon) if argument else None


def _first_words(said: str, number: int) -> Iterator[re.Match[str]]:
    words = _TOKEN.finditer(said)
    yield from (word for word, _ in zip(words, range(number), strict=False))


@cache
def known_commands() -> KnownCommands:
    return KnownCommands(all_commands())


def holds_in(command: str, scope: Scope) -> bool:
    """Whether there is a command with this id, and it is said in this place."""
    found = next((one for one in all_commands() if one.id == command), None)
    return found is not None and scope.value in found.where


def is_short_enough(found: SaidCommand, text: str, *, scope: Scope, may_answer: bool) -> bool:
    """Whether a text that begins like a command may be meant as one; a longer one is a sentence.

    `may_answer`: a question is open, and the text may answer it.
    """
    if found.is_certain or not found.argument:
        return True
    if scope is Scope.PERSONAL and found.command.argument != TEXT:
        return len(found.argument.split()) <= _LONGEST_ARGUMENT
    return not may_answer or len(text.split()) <= _LONGEST_DOUBTFUL


def says_yes(text: str) -> bool:
    """Whether the whole text is a yes to something asked: «Ja, takk!»."""
    return _plain(clean_line(text).replace(",", "")) in yes_words()


def is_called(name: str, *names: str) -> bool:
    """Whether `name` is one of `names`: blanks count once, letter case and marks around not at all."""
    return _plain(name) in {_plain(each) for each in names}


def _plain(name: str) -> str:
    """Small letters, single blanks, and no marks around; a lone question mark is a name, and stays."""
    line = " ".join(name.casefold().split())
    return line.strip(AROUND) or line


def _without_emoji(line: str) -> str:
    """The line without emoji, and marks beside emoji, at its ends."""
    emoji = "".join(char for char in line if unicodedata.category(char) in _OF_EMOJI)
    return line.strip(AROUND + emoji) if emoji else line


def _without_bot(text: str) -> str:
    """The bot's name before a command is copied from help in a channel."""
    stripped = text.strip()
    found = _BOT.match(stripped)
    return stripped[found.end() :] if found else stripped


def _unquoted(text: str) -> str:
    """The text without a pair of quotation marks around all of it."""
    stripped = text.strip()
    is_quoted = len(stripped) > 1 and _QUOTED.get(stripped[0]) == stripped[-1]
    return stripped[1:-1].strip() if is_quoted else stripped


def _is_near(said: str, name: str) -> bool:
    """Whether one edit makes the name of the words: a letter added, left out or replaced, or two swapped."""
    return abs(len(said) - len(name)) <= 1 and OSA.distance(said, name, score_cutoff=1) <= 1


def _is_another_form(said: str, name: str) -> bool:
    """Whether a single word differs in its ending alone, as another form of the word does: «hjelpe», «pausen»."""
    return " " not in name and said.startswith(name[:-1])

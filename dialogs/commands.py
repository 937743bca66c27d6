"""Recognition of commands in any language and letter case, with a typing slip, and with words after the name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.cleaning import clean, clean_line
from content.commands import (
    ANSWER,
    KEYWORD,
    LANGUAGE,
    OUTCOME,
    TEXT,
    WORDS,
    Command,
    all_commands,
    language_words,
    no_words,
    words_before_language,
    yes_words,
)
from dialogs.answering.told_outcomes import told_outcome
from dialogs.model import Scope

# Commands are copied with their quotation marks, and said as questions.
AROUND = " .,:;!?/«»“”„\"'"

_FEWEST_LETTERS = 5  # of a name that may be misspelt: of shorter names one letter makes other words («help», «held»)
_LONGEST_ARGUMENT = 4  # words in personal chat, where a sentence may begin like a command; a name may have several
_LONGEST_BEGUN = 4  # words of a text that begins like a command without an argument
_LONGEST_DOUBTFUL = 6  # words of a message with an open question that is asked about, not taken for an answer
_BOT = re.compile(r"@?sløyfa\b[\s,:]*(?=\S)", re.IGNORECASE)
_OF_EMOJI = {"So", "Sk", "Mn", "Cf"}  # Unicode's categories of symbols, skin tones, selectors and joiners
# A number with neither mark nor capital letter after it may begin a sentence: «Svar på 2–3 oppgaver».
_OF_QUESTION = r"(?:(?:spørsmål|question|spm|nummer|number|nr|no)\b\.?\s*)?#?(\d{1,3})"
NUMBER = re.compile(
    _OF_QUESTION + r"(?:\s*(?:[:;.)]|[-–—](?!\s*\d)|$)|(?=\s+(?-i:[A-ZÆØÅ])))\s*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(_OF_QUESTION + r"\s+\w", re.IGNORECASE)
_TO_FILL_IN = ". …"  # what help shows in the place of words of one's own: «husk: …»
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

    @property
    def is_whole(self) -> bool:
        """Whether the text ends with the command: the name of a language is part of what a command is called."""
        return not self.argument or self.command.argument == LANGUAGE

    def holds_in(self, scope: Scope) -> bool:
        return scope.value in self.command.where


class KnownCommands:
    """The table of commands, indexed by name."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._by_name = {name: command for command in commands for name in command.names}
        # «Vi prøver.» is no command: its names stand before a colon alone.
        self._alone = {name: one for name, one in self._by_name.items() if one.argument != WORDS}
        self._long_names = [name for name in self._alone if len(name) >= _FEWEST_LETTERS]
        self._longest = max(map(len, self._by_name), default=0)
        # Number of words -> names with an argument; of two that begin a text, the one of more words counts.
        self._with_argument: dict[int, list[str]] = {}
        taking = (name for one in commands if one.argument for name in one.names - one.alone)
        for name in sorted(taking, key=_words_in, reverse=True):
            self._with_argument.setdefault(_words_in(name), []).append(name)
        self._other_words = {word for command in commands for word in command.other_words}
        self._by_first_words = {
            name: one for name, one in self._by_name.items() if not one.argument or name in one.alone
        }
        self._of_language = next((one for one in commands if one.argument == LANGUAGE), None)

    def said(self, text: str) -> SaidCommand | None:
        """The command spelt by the whole text, wherever the command holds; by its first words if an argument follows.

        A spelling one letter off is understood where a single command is near.
        """
        alone = _without_bot(unicodedata.normalize("NFC", clean(text)))
        said = _unquoted(alone)
        # Emoji and marks around a name need room; no longer text is a name alone.
        line = _without_emoji(_plain(said)) if len(said) <= 2 * self._longest else ""
        starts = [(names, start) for number, names in self._with_argument.items() if (start := _start(said, number))]
        exact = (self._with(start.said, start) for names, start in starts if start.said in names)
        near = (self._with(name, start) for names, start in starts for name in _near(start.said, names))
        is_marked = said != alone or said.endswith(":")
        whole = self._whole(line, is_marked=is_marked) or next(filter(None, exact), None) or self._language(line)
        return whole or self._near_whole(line) or next(filter(None, near), None) or self._begun(said)

    def _whole(self, line: str, *, is_marked: bool) -> SaidCommand | None:
        """`is_marked`: in the help's quotation marks, or before a colon, where every name is a command's."""
        command = (self._by_name if is_marked else self._alone).get(line)
        return SaidCommand(command) if command is not None else None

    def _language(self, line: str) -> SaidCommand | None:
        """«Nynorsk», «snakk nynorsk»: the choice of a language without the command's name."""
        before, _, named = f" {line}".rpartition(" ")
        if self._of_language is None or before.strip() not in {"", *words_before_language()}:
            return None
        meant = _language_meant(named)
        return SaidCommand(self._of_language, meant) if meant else None

    def _begun(self, said: str) -> SaidCommand | None:
        """«Plan for neste uke»: a few words that begin like a command may be an answer, and are asked about."""
        words = said.casefold().split()
        if not 1 < len(words) <= _LONGEST_BEGUN:
            return None
        starts = (" ".join(words[:number]).strip(AROUND) for number in range(len(words) - 1, 0, -1))
        command = next((self._by_first_words[start] for start in starts if start in self._by_first_words), None)
        return SaidCommand(command, is_certain=False) if command is not None else None

    def _near_whole(self, line: str) -> SaidCommand | None:
        near = _near(line, self._long_names)
        if len({self._by_name[name].id for name in near}) != 1:
            return None
        is_another_word = line in self._other_words or any(_is_another_form(line, name) for name in near)
        return SaidCommand(self._by_name[near[0]], is_certain=not is_another_word)

    def _with(self, name: str, start: "_Start") -> SaidCommand | None:
        command = self._by_name[name]
        if command.argument == WORDS and not start.has_colon:
            return None
        if command.argument == OUTCOME:
            return SaidCommand(command, start.argument) if told_outcome(start.argument) is not None else None
        if not start.argument.strip(_TO_FILL_IN):
            return SaidCommand(command)
        if command.argument in {ANSWER, KEYWORD}:
            numbered = start.has_colon or NUMBER.match(start.argument)
            may_be = bool(numbered) or _BARE_NUMBER.match(start.argument) is not None
            return SaidCommand(command, start.argument, is_certain=bool(numbered)) if may_be else None
        is_free = command.argument in {TEXT, WORDS}
        argument = start.argument if is_free else clean_line(start.argument).strip(AROUND)
        return SaidCommand(command, argument, is_certain=is_free and start.has_colon)


@dataclass(frozen=True)
class _Start:
    """The first words of a text in small letters, and the rest of the text."""

    said: str
    argument: str
    has_colon: bool


def _start(text: str, number: int) -> _Start | None:
    """The first `number` words; None for a text with no word after them."""
    text = text.lstrip(AROUND)
    words = list(islice(_TOKEN.finditer(text), number))
    rest = text[words[-1].end() :].strip() if words else ""
    argument = rest.removeprefix(":").strip()
    if not argument:
        return None
    first = " ".join(word[0] for word in words).casefold()
    return _Start(first.rstrip(":"), argument, has_colon=first.endswith(":") or argument != rest)


def _words_in(name: str) -> int:
    return name.count(" ") + 1


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
    if found.is_certain or not found.argument or found.command.argument == ANSWER:
        return True
    if scope is Scope.PERSONAL and found.command.argument != TEXT:
        return len(found.argument.split()) <= _LONGEST_ARGUMENT
    return not may_answer or len(text.split()) <= _LONGEST_DOUBTFUL


def says_yes(text: str) -> bool:
    """Whether the whole text is a yes to something asked: «Ja, takk!»."""
    return _plain(clean_line(text).replace(",", "")) in yes_words()


def says_no(text: str) -> bool:
    """Whether the whole text is a no to something asked: «Nei, takk»."""
    return _plain(clean_line(text).replace(",", "")) in no_words()


def is_called(name: str, *names: str) -> bool:
    """Whether `name` is one of `names`: blanks count once, letter case and marks around not at all."""
    return _plain(name) in {_plain(each) for each in names}


def _plain(name: str) -> str:
    """Small letters, single blanks, and no marks around; of marks alone the first stays, since «?» is a name."""
    line = " ".join(name.casefold().split())
    return line.strip(AROUND) or line[:1]


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


def _near(said: str, names: Sequence[str]) -> list[str]:
    """The names that one edit makes of the words: a letter added, left out or replaced, or two swapped."""
    if len(said) < _FEWEST_LETTERS - 1:
        return []
    found = process.extract(said, names, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [name for name, _, _ in found if len(name) >= _FEWEST_LETTERS]


def _is_another_form(said: str, name: str) -> bool:
    """Whether a single word differs in its ending alone, as another form of the word does: «hjelpe», «pausen».

    The last letter written twice is a slip: «hjelpp».
    """
    return " " not in name and said.startswith(name[:-1]) and said != name + name[-1]


def _language_meant(word: str) -> str:
    """The language's name, also with a letter wrong, "" for other words; «nn» alone is too short to be sure of."""
    names = [name for name, language in language_words().items() if language and len(name) >= _FEWEST_LETTERS]
    if word in names:
        return word
    near = _near(word, names)
    return near[0] if len(near) == 1 and not _is_another_form(word, near[0]) else ""

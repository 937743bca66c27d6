"""Recognition of commands: whole messages in any language and letter case, marks around ignored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from content.cleaning import clean_line
from content.commands import CHANNEL, PERSONAL, Command, all_commands, yes_words
from dialogs.answering import plain_answers
from dialogs.model import Scope

# Commands are copied with their quotation marks, and said as questions.
AROUND = " .!?«»“”\"'"

_LONGEST_ARGUMENT = 4  # words in personal chat, where a sentence may begin like a command; a name may have several
_LONGEST_SLIP = 6  # words of a message that may be a misspelt command


@dataclass(frozen=True)
class SaidCommand:
    """`argument` is the text after the command's name, maybe ""."""

    command: Command
    argument: str = ""


class KnownCommands:
    """The table of commands, indexed by name."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._by_name = {name: command for command in commands for name in command.names}
        self._with_argument = [name for name, command in self._by_name.items() if command.argument]
        names = "|".join(re.escape(name) for name in sorted(self._with_argument, key=len, reverse=True))
        self._argument = re.compile(rf"(?P<name>{names})\s+(?P<argument>.+)", re.IGNORECASE) if names else None

    def said(self, text: str, scope: Scope) -> SaidCommand | None:
        """The command spelt by the whole text; None if no command valid in the place."""
        said = self._anywhere(text, scope)
        return said if said is not None and place_of(scope) in said.command.where else None

    def is_like_one(self, text: str, scope: Scope) -> bool:
        """Whether the text is a command of another place, or begins nearly as a command: «kobel til rektorgruppa»."""
        words = text.casefold().split()
        if len(words) > _LONGEST_SLIP:
            return False
        return self._anywhere(text, scope) is not None or any(
            plain_answers.is_one_slip_apart(" ".join(words[: len(name.split())]), name) for name in self._with_argument
        )

    def _anywhere(self, text: str, scope: Scope) -> SaidCommand | None:
        line = clean_line(text)
        return self._bare(line) or self._with(line, scope)

    def _bare(self, line: str) -> SaidCommand | None:
        command = self._by_name.get(line.casefold().strip(AROUND) or line)
        return SaidCommand(command) if command is not None else None

    def _with(self, line: str, scope: Scope) -> SaidCommand | None:
        found = self._argument.fullmatch(line.strip(AROUND)) if self._argument is not None else None
        if found is None:
            return None
        if scope is Scope.PERSONAL and len(found["argument"].split()) > _LONGEST_ARGUMENT:
            return None
        # Ignoring case, a pattern takes the Turkish İ and ı for an i; casefold does not.
        command = self._by_name.get(found["name"].casefold())
        return SaidCommand(command, found["argument"].strip(AROUND)) if command is not None else None


@cache
def known_commands() -> KnownCommands:
    return KnownCommands(all_commands())


def holds_in(command: str, scope: Scope) -> bool:
    """Whether there is a command with this id, and it is said in this place."""
    found = next((one for one in all_commands() if one.id == command), None)
    return found is not None and place_of(scope) in found.where


def says_yes(text: str) -> bool:
    """Whether the whole text is a yes to something asked: «Ja, takk!»."""
    return _plain(clean_line(text).replace(",", "")) in yes_words()


def place_of(scope: Scope) -> str:
    """Where a command is said, in the words of the table of commands."""
    return PERSONAL if scope is Scope.PERSONAL else CHANNEL


def is_called(name: str, *names: str) -> bool:
    """Whether `name` is one of `names`: blanks count once, letter case and marks around not at all."""
    return _plain(name) in {_plain(each) for each in names}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).strip(AROUND)

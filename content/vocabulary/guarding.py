"""Messages about a stopped text: the finding, the reason, and another way of saying the same."""

from dataclasses import dataclass
from typing import Literal, get_args

from content.presses import StepRef
from content.vocabulary.readers import RungOffered

StoppedBy = Literal[
    "national_id", "case", "whistle", "account", "birth_date", "phone", "email", "address", "plate", "name"
]
KINDS: tuple[StoppedBy, ...] = get_args(StoppedBy)
"""Weightiest first."""


@dataclass(frozen=True)
class Stopped:
    """Why nothing of a text was kept, above the form with the author's words.

    `by` are the kinds found, weightiest first, none where the text could not be judged; `stretches` are what was found,
    in the author's words. `overridable`: the author may let the text pass. `taken_out`: numbers are left out of the
    words given back.
    """

    by: tuple[str, ...]
    stretches: tuple[str, ...] = ()
    overridable: bool = False
    taken_out: bool = False

    @property
    def kinds_only(self) -> "Stopped":
        """Without anything of the words, which then cannot be let pass either."""
        return Stopped(self.by)


@dataclass(frozen=True)
class ReadersOfForm:
    """Who will read an answer to one of several prompts; `hidden`: nobody reads before the step closes."""

    rung: RungOffered
    hidden: bool = False


@dataclass(frozen=True)
class WordsGivenBack:
    """In chat, after a message of which nothing was kept: why, and the words in a form.

    `prompts` are the (question, step) that the words may answer. `message` is the chat message's id, "" where pressing
    shall not connect the answer with it. `group`: the message stands in this group's channel, "" for one in personal
    chat. `stands`: an earlier version of the message is still part of the answer. `text` is "" once the words have been
    taken off the card. `readers` are those of an answer sent from the form, for each of `prompts` in order.
    """

    stopped: Stopped
    text: str
    prompts: tuple[tuple[str, StepRef], ...]
    message: str
    group: str = ""
    stands: bool = False
    readers: tuple[ReadersOfForm, ...] = ()


@dataclass(frozen=True)
class WordsTakenOff:
    """In place of `WordsGivenBack`, once its author is done with the words or some time has passed."""


@dataclass(frozen=True)
class TellMeApart:
    """In a channel, to somebody whose own chat is unknown: nothing was kept, and why is told in the own chat."""


@dataclass(frozen=True)
class StaysInGroup:
    """The words may point at somebody: only the group reads them until their author has seen them as others would."""

    group: str


Guarding = WordsGivenBack | WordsTakenOff | TellMeApart | StaysInGroup

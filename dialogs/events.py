"""What people do, as a union of frozen dataclasses; the router answers every one of them."""

from dataclasses import dataclass

from content.presses import Press
from content.vocabulary.conversing import Along as Along
from dialogs.model import Happening, Rung, StepRef
from dialogs.model import Place as Place
from dialogs.model import Scope as Scope


@dataclass(frozen=True)
class Installed:
    """The bot was added: for one person, or in a team.

    Teams tells of that twice. `by_members`: as a change of a conversation's members, and not as an installation.
    """

    about: Happening
    by_members: bool = False


@dataclass(frozen=True)
class Uninstalled:
    about: Happening


@dataclass(frozen=True)
class PeopleChanged:
    """Somebody but the bot came to a team or a channel, or left it."""

    about: Happening


@dataclass(frozen=True)
class Said:
    """Free text; `mentioned` in a channel means the bot was spoken to. It goes round once, by `hear`.

    `anew`: a message that was something else before has been edited into this, or brought back.
    """

    about: Happening
    text: str
    mentioned: bool
    along: Along | None = None
    anew: bool = False


@dataclass(frozen=True)
class MessageEdited:
    """`about.activity` is the original message's id. `restored`: its deletion was undone."""

    about: Happening
    text: str
    along: Along | None = None
    mentioned: bool = False
    restored: bool = False


@dataclass(frozen=True)
class MessageDeleted:
    about: Happening


@dataclass(frozen=True)
class Form:
    """The fields of a card when its button was pressed; `rung` is None where the card sent none that we know."""

    text: str = ""
    rung: Rung | None = None


@dataclass(frozen=True)
class Pressed:
    """A button of one of our cards was pressed. `form` is blank for every button but «Send svar»."""

    about: Happening
    press: Press
    form: Form = Form()


@dataclass(frozen=True)
class StrangePress:
    """A press we cannot read: an old card, or one made by hand."""

    about: Happening


# What free text turns out to be, once it is understood.


@dataclass(frozen=True)
class TextAnswered:
    """A message taken as an answer to `step`."""

    about: Happening
    step: StepRef
    text: str


@dataclass(frozen=True)
class ChoiceNeeded:
    """A message that may be an answer to one of these open prompts; its author has to say to which, if to any.

    `to_skip`: the words ask for a question to be skipped.
    """

    about: Happening
    steps: tuple[StepRef, ...]
    text: str
    to_skip: bool = False


@dataclass(frozen=True)
class WordsMissing:
    """A message without a word of the speaker's own, where words would have been an answer."""

    about: Happening
    along: Along


@dataclass(frozen=True)
class Commanded:
    """A command was said; `command` is its id in content/words/commands.toml, `argument` what stood after its name."""

    about: Happening
    command: str
    argument: str = ""


@dataclass(frozen=True)
class Confirmed:
    """A yes from somebody who has been asked in this conversation to confirm something."""

    about: Happening


@dataclass(frozen=True)
class NothingToAnswer:
    """Text that is no command while nothing is open for this person here."""

    about: Happening


AnyPress = Pressed | StrangePress

Event = (
    Installed
    | Uninstalled
    | PeopleChanged
    | Said
    | MessageEdited
    | MessageDeleted
    | Pressed
    | StrangePress
    | TextAnswered
    | ChoiceNeeded
    | WordsMissing
    | Commanded
    | Confirmed
    | NothingToAnswer
)

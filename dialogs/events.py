"""What people do, as a union of frozen dataclasses; the router answers every one of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.presses import StepRef
from dialogs.model import Account, Rung


class Scope(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"
    GROUP_CHAT = "groupChat"


@dataclass(frozen=True)
class Place:
    """A conversation as Teams names it, all that is needed to write there again.

    `conversation` never holds `;messageid=`; `thread` is the root message's id where it was said in a thread.
    `user` is Teams' own id (29:…) of the one who spoke, `bot` that of the bot (28:…). `channel` is the channel's id, the
    team's where Teams names none (General).
    """

    tenant: str
    service_url: str
    conversation: str
    scope: Scope
    bot: str
    user: str
    channel: str = ""
    team: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Happening:
    """What every event bears: who, where, and which activity it came as.

    `account.object_id` is "" where Teams named none (some guests). `locale` is what the client said, maybe "".
    `fingerprint` is a digest of what was said, the same when Teams sends it again under a new id.
    """

    account: Account
    place: Place
    activity: str
    at: datetime
    kind: str
    fingerprint: str
    locale: str = ""


@dataclass(frozen=True)
class Installed:
    """The bot was added: for one person, or in a team."""

    about: Happening


@dataclass(frozen=True)
class Uninstalled:
    about: Happening


@dataclass(frozen=True)
class Said:
    """Free text; `mentioned` in a channel means the bot was spoken to. It goes round once, by `hear`."""

    about: Happening
    text: str
    mentioned: bool


@dataclass(frozen=True)
class MessageEdited:
    """`about.activity` is the original message's id."""

    about: Happening
    text: str


@dataclass(frozen=True)
class MessageDeleted:
    about: Happening


@dataclass(frozen=True)
class AnswerSent:
    """«Send svar» pressed on a card. `rung` is None where the card sent none that we know."""

    about: Happening
    step: StepRef
    delivery: str
    seen: int
    text: str
    rung: Rung | None


@dataclass(frozen=True)
class PromptSkipped:
    about: Happening
    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class AnswerOpened:
    about: Happening
    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class AnswerTakenBack:
    about: Happening
    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class PromptChosen:
    """Which prompt the message `message` (its activity id) was an answer to."""

    about: Happening
    step: StepRef
    message: str


@dataclass(frozen=True)
class NextStepAsked:
    """A facilitator moves on; `step` is None where it was said and not pressed."""

    about: Happening
    step: StepRef | None


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
    """A message that could answer several open prompts."""

    about: Happening
    steps: tuple[StepRef, ...]
    text: str


@dataclass(frozen=True)
class HelpAsked:
    about: Happening


@dataclass(frozen=True)
class LinkAsked:
    """`koble til <gruppe>`; `group` is what was written."""

    about: Happening
    group: str


@dataclass(frozen=True)
class NothingToAnswer:
    """Text that is no command while nothing is open for this person here."""

    about: Happening


Event = (
    Installed
    | Uninstalled
    | Said
    | MessageEdited
    | MessageDeleted
    | AnswerSent
    | PromptSkipped
    | AnswerOpened
    | AnswerTakenBack
    | PromptChosen
    | NextStepAsked
    | StrangePress
    | TextAnswered
    | ChoiceNeeded
    | HelpAsked
    | LinkAsked
    | NothingToAnswer
)

"""What is said when people write, install or ask: welcome, help, which prompt, what could not be done."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from content.dates import Deadline, Period
from content.presses import LinkChannel, SayCommand, StepRef
from content.vocabulary.glass_box import Held

NOTICE_VERSION = 3
"""Raised with every change of the notice's words: everybody is shown the new words before the next answer."""


@dataclass(frozen=True)
class PrivacyNotice:
    """Who is responsible, who reads and where, how long words are kept, how to withdraw, and that Sløyfa is a robot.

    `municipality` is the municipality's id. `responsible` and `officer` are "" where the municipality has not said;
    `groups` names the groups that the reader answers in, "" for none. `answers_kept` is how long answers are kept, None
    where no rule deletes any. `hold` is the archive's, in force or to come. `edition` counts the changes of the
    municipality's part, as `version` counts the changes of our own words.
    """

    municipality: str
    responsible: str
    officer: str
    groups: str
    answers_kept: Period | None = None
    hold: Held | None = None
    version: int = NOTICE_VERSION
    edition: int = 0


@dataclass(frozen=True)
class EditAgain:
    """An edited message was not taken into the answer before the author had been shown the notice."""


@dataclass(frozen=True)
class Welcome:
    """Once, in personal scope, when the bot is installed: what it does, who reads, what to write; with the notice.

    `notice` is None for a stranger, for whom no municipality is responsible.
    """

    notice: PrivacyNotice | None = None


@dataclass(frozen=True)
class TeamWelcome:
    """Once, in the channel where the bot was installed in a team: how a facilitator connects a group."""


@dataclass(frozen=True)
class Help:
    """To anyone of an admitted tenant: what can be written here, and what happens to it.

    `suited` are the commands that suit the reader just now, the best first. `topic` is the page that is shown, one of
    TOPICS in content/commands.py, "" for the first.
    """

    suited: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class HelpInChannel:
    """Help in a channel: mention the bot in the prompt's thread, and `koble til`."""


@dataclass(frozen=True)
class WhichPrompt:
    """Two or more prompts are open: which one was this an answer to? Each is (question, step)."""

    prompts: tuple[tuple[str, StepRef], ...]
    message: str


@dataclass(frozen=True)
class WhichMunicipality:
    """To a person of several municipalities: which is a note, or a proposed question, for? Nothing is stored yet.

    `offered` are (municipality's name, what its button sends).
    """

    text: str
    offered: tuple[tuple[str, SayCommand], ...]


@dataclass(frozen=True)
class IsItAnAnswer:
    """A message that may be an answer, or may not: nothing of it is kept as one until its author has said so.

    `added`: there is an answer already, to which the message would be added. `closes` is when the question closes.
    """

    question: str
    step: StepRef
    message: str
    closes: Deadline
    added: bool = False


@dataclass(frozen=True)
class LeftUndone:
    """A no, said in words, to what the bot had asked to be confirmed."""


@dataclass(frozen=True)
class SkipAsked:
    """«Hopp over», said in words: which of these prompts? Each is (question, step, version of the reflection)."""

    prompts: tuple[tuple[str, StepRef, int], ...]
    message: str


@dataclass(frozen=True)
class NotKept:
    """What the bot's question, or a receipt, becomes when the message was no answer; nothing of it is kept."""


@dataclass(frozen=True)
class NothingOpen:
    """Something was written while no prompt was open; nothing is kept of it."""


@dataclass(frozen=True)
class NoneOpen:
    """The open questions were asked for while none was open."""


@dataclass(frozen=True)
class NotAmongAsked:
    """Something was written by one who takes part, but in no role that is asked; nothing is kept of it."""


@dataclass(frozen=True)
class NoLongerIn:
    """Something was written by one who has left; nothing is kept of it, and no question will come."""


@dataclass(frozen=True)
class NotImported:
    """To a person the municipality has not entered: what to ask whom for; nothing is kept."""


@dataclass(frozen=True)
class PromptOver:
    """An answer, or a press, for a step that has closed; the text was not kept."""


@dataclass(frozen=True)
class NotAsked:
    """The one who pressed is not among those this prompt is for."""


@dataclass(frozen=True)
class NoLongerAsked:
    """Somebody who has answered and has left the group since, or writes in it no more, tried to change the answer."""


@dataclass(frozen=True)
class EmptyAnswer:
    """«Send svar» with nothing in the field."""


class Along(StrEnum):
    """What came with a message and cannot be taken; a quotation is somebody else's words, and a card is `other`."""

    PICTURE = "picture"
    RECORDING = "recording"
    FILE = "file"
    OTHER = "other"
    QUOTATION = "quotation"


class Courtesy(StrEnum):
    """A greeting, thanks, a farewell, or «ok»."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class CourtesyReturned:
    """The answer to a courtesy; a greeting also says what can be done.

    `place` is "" in the person's own chat, "open" there while a question is open, "others" where others read along.
    """

    courtesy: Courtesy
    place: Literal["", "open", "others"] = ""


@dataclass(frozen=True)
class OwnChatOnly:
    """A command was said where others read along that is answered in its speaker's own chat.

    `name` is what the command is called in the speaker's language.
    """

    name: str


@dataclass(frozen=True)
class PromptOnItsWay:
    """Something was written by one whose question is open and has not come through yet; nothing is kept of it."""


@dataclass(frozen=True)
class HelpInGroupChat:
    """Help in a group chat or a meeting's chat, which have no threads, and are linked to no group."""


@dataclass(frozen=True)
class GroupChatAnswersNothing:
    """Something was said to the bot in a group chat or a meeting's chat, where no question is ever open."""


@dataclass(frozen=True)
class OnlyThatCame:
    """A message without words of its own: what cannot be taken, and what to do instead."""

    along: Along


@dataclass(frozen=True)
class OnlyWordsTaken:
    """Something came with words: the words are dealt with as always, and the rest is not."""

    along: Along


@dataclass(frozen=True)
class EditedToNothing:
    """No words are left in a message that was an answer, but something else is there: the answer stands."""


@dataclass(frozen=True)
class AnswerTooLong:
    """Longer than can be kept and shown; `limit` is in characters."""

    limit: int


@dataclass(frozen=True)
class OldCard:
    """A press from a card that cannot be read any more."""


@dataclass(frozen=True)
class Linked:
    """The channel now belongs to the group; `others` read along in it, None where nobody knows how many."""

    group: str
    others: int | None = 0


@dataclass(frozen=True)
class LinkWider:
    """So many `others` than the group are in the channel: should it become the group's all the same?"""

    group: str
    others: int
    press: LinkChannel


@dataclass(frozen=True)
class LinkSeveral:
    """Several groups have this name: which one? Each is (name and unit, what its button sends)."""

    groups: tuple[tuple[str, LinkChannel], ...]


@dataclass(frozen=True)
class LinkRefused:
    """Only a facilitator or coordinator of the group may connect it."""

    group: str


@dataclass(frozen=True)
class LinkUnknown:
    """No such group; `asked_for` is what was written, `groups` the names of those this person may connect."""

    asked_for: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class LinkElsewhere:
    """`koble til` was said outside a channel."""


@dataclass(frozen=True)
class EditedElsewhere:
    """A message was edited after its text had been changed on the card; the card's text stands."""


@dataclass(frozen=True)
class StaysTakenBack:
    """A message was edited or brought back after its words had been taken out of the answer by a press."""


@dataclass(frozen=True)
class NotBroughtBack:
    """The deletion of a message was undone when its author could write no more; the message's words are not kept."""


@dataclass(frozen=True)
class StandsOnCard:
    """A message was deleted, or was no answer, after its words had been rewritten on the card; the card's stand."""


@dataclass(frozen=True)
class SomethingWrong:
    """An error of ours while a press was answered; what was written may not have been kept."""


@dataclass(frozen=True)
class NothingSaved:
    """To something written, changed or deleted while the database is away; SavingAgain is said when it is back."""


@dataclass(frozen=True)
class SavingAgain:
    """The database is back, to everybody who was told that it was away."""


@dataclass(frozen=True)
class NotAnswered:
    """An error of ours while a message was answered; what was written may not have been kept."""


@dataclass(frozen=True)
class ChannelNeedsMention:
    """Said in a channel outside any open prompt's thread."""


Conversing = (
    Welcome
    | TeamWelcome
    | Help
    | HelpInChannel
    | HelpInGroupChat
    | GroupChatAnswersNothing
    | CourtesyReturned
    | OwnChatOnly
    | PromptOnItsWay
    | WhichPrompt
    | WhichMunicipality
    | IsItAnAnswer
    | SkipAsked
    | LeftUndone
    | NotKept
    | NothingOpen
    | NoneOpen
    | NotAmongAsked
    | NoLongerIn
    | NotImported
    | PromptOver
    | NotAsked
    | NoLongerAsked
    | EmptyAnswer
    | OnlyThatCame
    | OnlyWordsTaken
    | EditedToNothing
    | AnswerTooLong
    | OldCard
    | Linked
    | LinkWider
    | LinkSeveral
    | LinkRefused
    | LinkUnknown
    | LinkElsewhere
    | EditedElsewhere
    | StandsOnCard
    | StaysTakenBack
    | NotBroughtBack
    | ChannelNeedsMention
    | SomethingWrong
    | NothingSaved
    | SavingAgain
    | NotAnswered
    | PrivacyNotice
    | EditAgain
)

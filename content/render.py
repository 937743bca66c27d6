"""A message in a language, ready for Teams: a card, or a plain line."""

from dataclasses import dataclass
from typing import Any, assert_never

from content.cards.conversing import conversing_card
from content.cards.digesting import digesting_card
from content.cards.fitting import ROOM
from content.cards.looking_after import looking_after_card
from content.cards.prompting import prompting_card
from content.language import Language
from content.vocabulary.conversing import (
    AnswerTooLong,
    ChannelNeedsMention,
    EditedElsewhere,
    EditedToNothing,
    EmptyAnswer,
    Help,
    HelpInChannel,
    IsItAnAnswer,
    Linked,
    LinkElsewhere,
    LinkRefused,
    LinkSeveral,
    LinkUnknown,
    LinkWider,
    NoLongerAsked,
    NoLongerIn,
    NotAmongAsked,
    NotAnswered,
    NotAsked,
    NotBroughtBack,
    NothingOpen,
    NothingSaved,
    NotImported,
    NotKept,
    OldCard,
    OnlyThatCame,
    OnlyWordsTaken,
    PromptOver,
    SavingAgain,
    SkipAsked,
    SomethingWrong,
    StandsOnCard,
    StaysTakenBack,
    TeamWelcome,
    Welcome,
    WhichPrompt,
)
from content.vocabulary.digesting import MeetingDigest, SessionDigest
from content.vocabulary.looking_after import ChannelUnreached, LetInAgain, NotLetIn, NotSentInTime, Unreached, Vacant
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    AnswerKept,
    AnswerWithdrawn,
    EmptyChange,
    EmptyFollowUp,
    FollowUpAsked,
    PassKept,
    PromptAsked,
    PromptClosed,
    StepMoved,
    StepStays,
    StepsToOpen,
    TextKept,
    ThreadKept,
)
from content.wording import phrase

PlainLine = (
    NothingOpen
    | NotAmongAsked
    | NoLongerIn
    | NotImported
    | PromptOver
    | NotAsked
    | NoLongerAsked
    | EmptyAnswer
    | AnswerTooLong
    | OldCard
    | LinkElsewhere
    | EditedElsewhere
    | EditedToNothing
    | OnlyThatCame
    | OnlyWordsTaken
    | StandsOnCard
    | StaysTakenBack
    | NotBroughtBack
    | ChannelNeedsMention
    | StepStays
    | EmptyFollowUp
    | EmptyChange
    | SomethingWrong
    | NothingSaved
    | SavingAgain
    | NotAnswered
)


@dataclass(frozen=True)
class Rendered:
    """Either `text` or `card`, never both. `summary` is for the notification.

    `text` is ours alone: no Markdown, nothing that anybody typed. `card` is an Adaptive Card as JSON.
    """

    summary: str
    text: str | None
    card: dict[str, Any] | None


def render(message: Message, language: Language, *, room: int = ROOM) -> Rendered:
    """A card for every message with people's own words or buttons, else a line.

    `room`: limit of a card in UTF-16 bytes.
    """
    match message:
        case (
            PromptAsked()
            | FollowUpAsked()
            | AnswerKept()
            | PassKept()
            | AnswerWithdrawn()
            | PromptClosed()
            | TextKept()
            | ThreadKept()
            | StepMoved()
            | StepsToOpen()
        ):
            card = prompting_card(message, language, room)
        case (
            Welcome()
            | TeamWelcome()
            | Help()
            | HelpInChannel()
            | WhichPrompt()
            | IsItAnAnswer()
            | SkipAsked()
            | NotKept()
            | Linked()
            | LinkRefused()
            | LinkSeveral()
            | LinkUnknown()
            | LinkWider()
        ):
            card = conversing_card(message, language)
        case SessionDigest() | MeetingDigest():
            card = digesting_card(message, language, room)
        case Unreached() | ChannelUnreached() | NotLetIn() | LetInAgain() | NotSentInTime() | Vacant():
            card = looking_after_card(message, language)
        case OnlyThatCame() | OnlyWordsTaken():
            return _line(message, language, part=message.along)
        case (
            NothingOpen()
            | NotAmongAsked()
            | NoLongerIn()
            | NotImported()
            | PromptOver()
            | NotAsked()
            | NoLongerAsked()
            | EmptyAnswer()
            | AnswerTooLong()
            | OldCard()
            | LinkElsewhere()
            | EditedElsewhere()
            | EditedToNothing()
            | StandsOnCard()
            | StaysTakenBack()
            | NotBroughtBack()
            | ChannelNeedsMention()
            | StepStays()
            | EmptyFollowUp()
            | EmptyChange()
            | SomethingWrong()
            | NothingSaved()
            | SavingAgain()
            | NotAnswered()
        ):
            return _line(message, language)
        case _:
            assert_never(message)
    return Rendered(summary=phrase(message, "summary", language), text=None, card=card)


def _line(message: PlainLine, language: Language, *, part: str = "text") -> Rendered:
    text = phrase(message, part, language)
    return Rendered(summary=text, text=text, card=None)

"""A message in a language, ready for Teams: a card, or a plain line."""

from dataclasses import dataclass
from typing import Any, assert_never

from content.cards.banking import BankingCard, banking_card
from content.cards.committing import CommittingCard, committing_card
from content.cards.conversing import ConversingCard, conversing_card
from content.cards.deciding import DecidingCard, deciding_card
from content.cards.digesting import digesting_card
from content.cards.dilemmas import dilemmas_card
from content.cards.drafting import DraftingCard, drafting_card
from content.cards.entry_tries import EntryTriesCard, entry_tries_card
from content.cards.fitting import ROOM
from content.cards.glass_box import glass_box_card
from content.cards.guarding import GuardingCard, guarding_card
from content.cards.inserting import InsertingCard, Listed, inserting_card, listed
from content.cards.knowing import KnowingCard, knowing_card
from content.cards.languages import LanguageCard, language_card
from content.cards.layers import LayersCard, layers_card
from content.cards.looking_after import looking_after_card
from content.cards.meetings import MeetingsCard, meetings_card
from content.cards.members import MembersCard, members_card
from content.cards.noting import NotingCard, noting_card
from content.cards.overview import OverviewCard, overview_card
from content.cards.phases import PhasesCard, phases_card
from content.cards.planning import PlanningCard, planning_card
from content.cards.practicing import PracticingCard, practicing_card
from content.cards.prompting import PromptingCard, prompting_card
from content.cards.proposing import ProposingCard, proposing_card
from content.cards.rhythm import RhythmCard, rhythm_card
from content.cards.session_questions import session_question_card
from content.cards.settings import SettingsCard, settings_card
from content.cards.steering import SteeringCard, steering_card
from content.cards.tagging import tagging_card
from content.cards.tidying import tidying_card
from content.cards.ways_on import line_with_ways_on
from content.language import Language
from content.plain_prompts import plain_keywords, plain_prompts
from content.presses import encode_file
from content.vocabulary.bank import BankLine, BankOffered
from content.vocabulary.committing import (
    NobodyToHelp,
    NoGroupToTryWith,
    NoSuchTry,
    NotForTheMunicipality,
    TooManyNeeds,
    TooManyTries,
    TryGone,
)
from content.vocabulary.conversing import (
    AnswerTooLong,
    ChannelNeedsMention,
    Courtesy,
    CourtesyReturned,
    EditAgain,
    EditedElsewhere,
    EditedToNothing,
    EmptyAnswer,
    GroupChatAnswersNothing,
    LeftUndone,
    LinkElsewhere,
    NoLongerAsked,
    NoLongerIn,
    NoneOpen,
    NotAmongAsked,
    NotAnswered,
    NotAsked,
    NotBroughtBack,
    NothingOpen,
    NothingSaved,
    NotImported,
    OldCard,
    OnlyThatCame,
    OnlyWordsTaken,
    OwnChatOnly,
    PromptOnItsWay,
    PromptOver,
    SavingAgain,
    SomethingWrong,
    StandsOnCard,
    StaysTakenBack,
)
from content.vocabulary.deciding import NoMeetingToDecide, TooManyDecisions
from content.vocabulary.digesting import Digesting
from content.vocabulary.dilemmas import Dilemmas
from content.vocabulary.drafting import DraftingLine
from content.vocabulary.entry_tries import NoSchoolToTryFor, OwnEntry
from content.vocabulary.glass_box import GlassBox
from content.vocabulary.guarding import StaysInGroup, TellMeApart
from content.vocabulary.knowing import (
    FileDeclined,
    FileGiven,
    FileNotGiven,
    FileOffered,
    FileTakenAlready,
    FileTooLate,
    NothingToErase,
    SearchNotShown,
)
from content.vocabulary.looking_after import LookingAfter
from content.vocabulary.messages import Message
from content.vocabulary.noting import NoNoteFits, NoteDropped, NoteTooLong, TooManyNotes
from content.vocabulary.overview import DigestGone, OriginGone
from content.vocabulary.planning import NobodyToPlanFor
from content.vocabulary.practicing import NobodyToShareWith, PracticeGone
from content.vocabulary.prompting import (
    AlreadyRead,
    EmptyChange,
    EmptyFollowUp,
    FurtherChanged,
    PromptsInText,
    StepStays,
)
from content.vocabulary.proposing import NobodyToDecide, NoProposal, ProposalNotSent, ProposalTooLong, TooManyProposals
from content.vocabulary.rhythm import DayIsOver, NoSuchDay, PauseTooLong
from content.vocabulary.session_questions import SessionQuestion
from content.vocabulary.steering import SeriesGone
from content.vocabulary.tagging import (
    KeywordGone,
    KeywordKept,
    KeywordPoints,
    KeywordsInText,
    KeywordStopped,
    KeywordTooLong,
    NoKeyword,
    NothingToTag,
)
from content.vocabulary.tidying import Tidying
from content.wording import phrase

PlainLine = (
    NothingOpen
    | NoneOpen
    | LeftUndone
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
    | GroupChatAnswersNothing
    | OwnChatOnly
    | PromptOnItsWay
    | StepStays
    | EmptyFollowUp
    | EmptyChange
    | FurtherChanged
    | AlreadyRead
    | SomethingWrong
    | NothingSaved
    | SavingAgain
    | NotAnswered
    | TellMeApart
    | StaysInGroup
    | EditAgain
    | NoSuchDay
    | DayIsOver
    | PauseTooLong
    | FileDeclined
    | FileTooLate
    | FileTakenAlready
    | FileNotGiven
    | NothingToErase
    | SearchNotShown
    | BankLine
    | OwnEntry
    | NoSchoolToTryFor
    | DigestGone
    | OriginGone
    | NoteDropped
    | NoteTooLong
    | TooManyNotes
    | NoNoteFits
    | NoProposal
    | ProposalNotSent
    | ProposalTooLong
    | TooManyProposals
    | NobodyToDecide
    | NoKeyword
    | KeywordTooLong
    | KeywordPoints
    | NothingToTag
    | KeywordKept
    | KeywordGone
    | TooManyTries
    | TooManyNeeds
    | TryGone
    | NoGroupToTryWith
    | NobodyToShareWith
    | PracticeGone
    | NotForTheMunicipality
    | NobodyToHelp
    | NoSuchTry
    | DraftingLine
    | NoMeetingToDecide
    | TooManyDecisions
    | NobodyToPlanFor
    | SeriesGone
)


@dataclass(frozen=True)
class FileOffer:
    """A file that its reader may have; `context` comes back with the reader's yes or no. `size` is in bytes."""

    name: str
    description: str
    size: int
    context: dict[str, Any]


@dataclass(frozen=True)
class FileLaid:
    """A file that lies in its reader's OneDrive, at `url`; `unique` and `kind` are Teams' own names for it."""

    name: str
    url: str
    unique: str
    kind: str


@dataclass(frozen=True)
class Rendered:
    """One of `text`, `card`, `file` and `listed`, never two. `summary` is for the notification.

    `text` is ours alone: no Markdown, nothing that anybody typed. `card` is an Adaptive Card as JSON. `file` becomes a
    card of Teams' own. `listed` are cards to choose from, for one person alone.
    """

    summary: str
    text: str | None
    card: dict[str, Any] | None
    file: FileOffer | FileLaid | None = None
    listed: tuple[Listed, ...] | None = None


def render(  # noqa: PLR0911 - the table of messages
    message: Message, language: Language, *, room: int = ROOM
) -> Rendered:
    """A card for every message with people's own words or buttons, else a line.

    `room`: limit of a card in UTF-16 bytes.
    """
    if isinstance(message, OnlyThatCame | OnlyWordsTaken):
        return _line(message, language, part=message.along)
    if isinstance(message, CourtesyReturned):
        place = message.place if message.courtesy is Courtesy.GREETING else ""
        return _line(message, language, part="_".join(filter(None, (message.courtesy, place))))
    if isinstance(message, TooManyTries):
        return _line(message, language, part=message.whose)
    if isinstance(message, PromptsInText | KeywordsInText):
        return Rendered(summary=phrase(message, "heading", language), text=_text(message, language), card=None)
    if isinstance(message, PlainLine):
        return _line(message, language)
    if isinstance(message, FileOffered | FileGiven):
        return Rendered(phrase(message, "summary", language), text=None, card=None, file=_file(message, language))
    if isinstance(message, BankOffered):
        return Rendered(phrase(message, "summary", language), text=None, card=None, listed=listed(message, language))
    card = _card(message, language, room)
    return Rendered(summary=phrase(message, "summary", language), text=None, card=card)


def _text(message: PromptsInText | KeywordsInText, language: Language) -> str:
    if isinstance(message, PromptsInText):
        return plain_prompts(message, language)
    return plain_keywords(message, language)


def _file(message: FileOffered | FileGiven, language: Language) -> FileOffer | FileLaid:
    if isinstance(message, FileGiven):
        return FileLaid(message.name, message.url, message.unique, message.kind)
    description = phrase(message, message.file.form, language)
    return FileOffer(message.name, description, message.size, encode_file(message.file))


def _card(  # noqa: C901, PLR0911, PLR0912 - the table of families
    message: PromptingCard
    | ConversingCard
    | Digesting
    | DraftingCard
    | Tidying
    | Dilemmas
    | GuardingCard
    | NotingCard
    | ProposingCard
    | CommittingCard
    | BankingCard
    | InsertingCard
    | EntryTriesCard
    | PracticingCard
    | DecidingCard
    | KnowingCard
    | LookingAfter
    | MembersCard
    | SettingsCard
    | LayersCard
    | MeetingsCard
    | RhythmCard
    | OverviewCard
    | LanguageCard
    | PlanningCard
    | SteeringCard
    | PhasesCard
    | SessionQuestion
    | KeywordStopped
    | GlassBox,
    language: Language,
    room: int,
) -> dict[str, Any]:
    if isinstance(message, PromptingCard):
        return prompting_card(message, language, room)
    if isinstance(message, ConversingCard):
        return conversing_card(message, language)
    if isinstance(message, Digesting):
        return digesting_card(message, language, room)
    if isinstance(message, Dilemmas):
        return dilemmas_card(message, language, room)
    if isinstance(message, Tidying):
        return tidying_card(message, language, room)
    if isinstance(message, DraftingCard):
        return drafting_card(message, language, room)
    if isinstance(message, KnowingCard):
        return knowing_card(message, language, room)
    if isinstance(message, ProposingCard):
        return proposing_card(message, language)
    if isinstance(message, CommittingCard):
        return committing_card(message, language)
    if isinstance(message, BankingCard):
        return banking_card(message, language)
    if isinstance(message, InsertingCard):
        return inserting_card(message, language)
    if isinstance(message, EntryTriesCard):
        return entry_tries_card(message, language)
    if isinstance(message, PracticingCard):
        return practicing_card(message, language)
    if isinstance(message, DecidingCard):
        return deciding_card(message, language)
    if isinstance(message, NotingCard):
        return noting_card(message, language)
    if isinstance(message, GuardingCard):
        return guarding_card(message, language)
    if isinstance(message, LookingAfter):
        return looking_after_card(message, language)
    if isinstance(message, GlassBox):
        return glass_box_card(message, language)
    if isinstance(message, LanguageCard):
        return language_card(message, language)
    if isinstance(message, OverviewCard):
        return overview_card(message, language)
    if isinstance(message, PlanningCard):
        return planning_card(message, language)
    if isinstance(message, KeywordStopped):
        return tagging_card(message, language)
    if isinstance(message, LayersCard):
        return layers_card(message, language)
    if isinstance(message, SettingsCard):
        return settings_card(message, language)
    if isinstance(message, MembersCard):
        return members_card(message, language)
    if isinstance(message, MeetingsCard):
        return meetings_card(message, language)
    if isinstance(message, RhythmCard):
        return rhythm_card(message, language)
    if isinstance(message, PhasesCard):
        return phases_card(message, language)
    if isinstance(message, SteeringCard):
        return steering_card(message, language)
    if isinstance(message, SessionQuestion):
        return session_question_card(message, language)
    assert_never(message)


def _line(message: PlainLine | CourtesyReturned, language: Language, *, part: str = "text") -> Rendered:
    text = phrase(message, part, language)
    card = line_with_ways_on(message, text, language)
    return Rendered(summary=text, text=text if card is None else None, card=card)

"""The union of all messages, and messages with words that nobody may keep: stopped ones, and those of a search."""

from dataclasses import replace

from content.presses import PracticeFields, StepRef
from content.vocabulary.bank import BankFound, Banking, BankOpened
from content.vocabulary.committing import Committing, LookBack, NeedAnswered, NeedForm, NeedReceived, TryForm
from content.vocabulary.conversing import Conversing
from content.vocabulary.deciding import Deciding, DecisionForm
from content.vocabulary.digesting import Digesting
from content.vocabulary.dilemmas import Dilemmas
from content.vocabulary.drafting import Drafting, DraftReworded
from content.vocabulary.entry_tries import EntryTryForm, TryingEntries
from content.vocabulary.glass_box import GlassBox
from content.vocabulary.guarding import Guarding, Stopped, WordsGivenBack
from content.vocabulary.knowing import Knowing, OwnAnswers, OwnAnswerShown, SearchNotShown
from content.vocabulary.layers import Layers
from content.vocabulary.looking_after import LookingAfter
from content.vocabulary.meetings import ItemFields, Meetings, MeetingShown, MeetingTrouble
from content.vocabulary.members import Members
from content.vocabulary.noting import Noting
from content.vocabulary.overview import Overview
from content.vocabulary.phases import PhasesShown, Phasing
from content.vocabulary.planning import Planning
from content.vocabulary.practicing import PracticeForm, Practicing
from content.vocabulary.prompting import FollowUpAsked, PromptAsked, Prompting
from content.vocabulary.proposing import Proposing
from content.vocabulary.rhythm import AboutRhythm
from content.vocabulary.session_questions import QuestionForm, SessionQuestion
from content.vocabulary.settings import Settings
from content.vocabulary.steering import Steering
from content.vocabulary.tagging import Tagging
from content.vocabulary.tidying import ThemesOpened, Tidying

_OfBank = Banking | TryingEntries | Practicing
_OfOneself = _OfBank | Committing | Deciding | Knowing | Noting | Proposing | AboutRhythm | Overview
_OfDigests = Digesting | Drafting | Tidying | Dilemmas
_OfPlans = Planning | Steering | Phasing | SessionQuestion | Members | Settings | Layers | Meetings
Message = _OfPlans | Conversing | Prompting | _OfDigests | Guarding | LookingAfter | GlassBox | Tagging | _OfOneself


def gives_back_words_for(message: Message) -> StepRef | None:
    """The step of stopped words that the message gives back; None for any other message."""
    match message:
        case WordsGivenBack():
            return message.prompts[0][1]
        case PromptAsked(stopped=Stopped()) | FollowUpAsked(stopped=Stopped()) | DraftReworded(stopped=Stopped()):
            return message.step
        case _:
            return None


def without_words(message: Message) -> Message:  # noqa: C901, PLR0911, PLR0912 - the table of forms
    """The message without stopped words, and without the words of a search, to wait in the outbox."""
    match message:
        case OwnAnswers(search=search) | OwnAnswerShown(search=search) if search:
            return SearchNotShown()
        case BankFound(search=search) | BankOpened(search=search) if search:
            return SearchNotShown()
        case WordsGivenBack(stopped=Stopped() as stopped):
            return replace(message, text="", stopped=stopped.kinds_only)
        case (
            PromptAsked(stopped=Stopped() as stopped)
            | FollowUpAsked(stopped=Stopped() as stopped)
            | DraftReworded(stopped=Stopped() as stopped)
        ):
            return replace(message, text="", stopped=stopped.kinds_only)
        case PhasesShown(stopped=Stopped() as stopped):
            return replace(message, because="", stopped=stopped.kinds_only)
        case MeetingShown(trouble=MeetingTrouble.STOPPED):
            return replace(message, filled=ItemFields(message.filled.item))
        case SessionQuestion(stopped=Stopped() as stopped):
            return replace(message, form=QuestionForm(), preview=None, stopped=stopped.kinds_only)
        case PracticeForm(stopped=Stopped() as stopped):
            return replace(message, filled=PracticeFields(), stopped=stopped.kinds_only)
        case TryForm(stopped=Stopped() as stopped):
            return replace(message, text="", sign="", stopped=stopped.kinds_only)
        case EntryTryForm(stopped=Stopped() as stopped):
            return replace(message, text="", stopped=stopped.kinds_only)
        case DecisionForm(stopped=Stopped() as stopped):
            return replace(message, text="", stopped=stopped.kinds_only)
        case NeedForm(stopped=Stopped() as stopped) | NeedReceived(stopped=Stopped() as stopped):
            return replace(message, text="", stopped=stopped.kinds_only)
        case LookBack(stopped=Stopped() as stopped):
            return replace(message, because="", learnt="", stopped=stopped.kinds_only)
        case ThemesOpened(stopped=Stopped() as stopped):
            as_shown = tuple(replace(theme, name=theme.label) for theme in message.themes)
            return replace(message, themes=as_shown, new="", stopped=stopped.kinds_only)
        case NeedAnswered(stopped=Stopped() as stopped):
            return replace(message, stopped=stopped.kinds_only)
        case _:
            return message

"""Which fields each message's card has."""

from content.catalogue_types import SchoolType
from content.vocabulary.bank import BankFound
from content.vocabulary.committing import Committing, LookBack, Need, NeedAnswered, NeedForm, NeedReceived, TryForm
from content.vocabulary.deciding import DecisionForm
from content.vocabulary.drafting import DraftReworded, HeadingsAsked
from content.vocabulary.entry_tries import EntryTryForm
from content.vocabulary.guarding import WordsGivenBack
from content.vocabulary.knowing import OwnAnswers
from content.vocabulary.meetings import MeetingShown, NewMeeting
from content.vocabulary.members import GroupMembers
from content.vocabulary.messages import Message
from content.vocabulary.phases import PhasesShown
from content.vocabulary.planning import PlanAsked
from content.vocabulary.practicing import PracticeForm
from content.vocabulary.prompting import (
    AnswerKept,
    PromptAsked,
    PromptClosed,
    TextKept,
)
from content.vocabulary.proposing import ProposalOpened
from content.vocabulary.session_questions import SessionQuestion
from content.vocabulary.steering import SeriesCard
from content.vocabulary.tidying import ThemesOpened

MAY_BE_EMPTY = {"needs", "who", "sign", "because", "learnt", "heading_0", "heading_1"}
MEETING = ("day", "time", "minutes", "digest", "draft", "prompt")
MAY_BE_EMPTY |= {"item_title", "lasts", "minutes", "digest", "draft", "prompt"}


def takes_a_keyword(message: Message) -> bool:
    """Whether the receipt has the field for a keyword: beside six other buttons it has only what is offered."""
    if isinstance(message, AnswerKept) and message.further and message.coming and message.can_widen:
        return False
    return isinstance(message, AnswerKept | TextKept) and message.keyword is not None


def asked_for(  # noqa: C901, PLR0911, PLR0912 - the table of fields
    name: str, message: Message
) -> list[str]:
    """The ids of the inputs on the message's card, in order."""
    if isinstance(message, PromptAsked) and message.signatures:
        return ["rung", "signature", "alone", "answer"]
    if isinstance(message, PromptClosed) and message.narrower:
        return ["rung"]
    if isinstance(message, WordsGivenBack) and len(message.prompts) > 1:
        return ["prompt", "answer"]
    if isinstance(message, PlanAsked):
        several = ["groups", "areas", "protocol", "every", "first", "time", "times", "stays_open", "default_rung"]
        return [*several, "intention"]
    if isinstance(message, DraftReworded):
        return ["answer"]
    if isinstance(message, HeadingsAsked):
        placed = len(message.sections) > 1
        names = ("heading", "place") if placed else ("heading",)
        return [f"{name}_{one.position}" for one in message.sections for name in names]
    if isinstance(message, OwnAnswers) and (message.total or message.search):
        return ["sought"]
    if isinstance(message, BankFound):
        return ["sought", "kind_sought"]
    if isinstance(message, EntryTryForm):
        return ["whose", "text", "day"] if len(message.groups) > 1 else ["text", "day"]
    if isinstance(message, PhasesShown):
        group = ["group"] if message.groups else []
        return [*group, *(["checkpoint", "because"] if message.asked is not None else [])]
    if isinstance(message, SeriesCard):
        return ["day", "time"] if message.next is not None else []
    if isinstance(message, SessionQuestion):
        chosen, own = ["chosen"] if message.offered else [], ["nb", "area", "nn", "en"] if message.takes_own else []
        return [] if message.closed else [*chosen, "sought", *own]
    if isinstance(message, GroupMembers):
        yours = any(one.is_yours for one in message.members)
        return ["who", "role", *(["number"] if yours else []), "from_day", "until_day"]
    if isinstance(message, NewMeeting):
        return ["which", *MEETING]
    if isinstance(message, MeetingShown):
        return [*(("item_title", "lasts") if message.leads else ()), *(MEETING if message.plans else ())]
    if isinstance(message, PracticeForm):
        stages = (f"stage_{one.value}" for one in SchoolType)
        place = ["place"] if len(message.places) > 1 else []
        return ["title", "did", "saw", "needs", "subject", *stages, *place, "credit", "rung"]
    if isinstance(message, DecisionForm):
        return ["text", "whose", "day"] if message.promisers and not message.decision else ["text"]
    if isinstance(message, ProposalOpened):
        return ["nb", "nn", "area"]
    if isinstance(message, ThemesOpened):
        return asked_for_themes(message)
    if takes_a_keyword(message):
        return ["word"]
    if isinstance(message, Committing):
        return asked_for_trying(message)
    asks = {kind: ["rung", "answer"] for kind in ("PromptAsked", "PromptReminded")}
    return (asks | {kind: ["answer"] for kind in ("FollowUpAsked", "WordsGivenBack")}).get(name, [])


def asked_for_themes(message: ThemesOpened) -> list[str]:
    quotes = [*(one for theme in message.themes for one in theme.quotes), *message.others[:58]]
    names = [f"name_{number}" for number in range(len(message.themes))]
    return [*names, *(f"move_{one.mark[:8]}" for one in quotes), "to", "new"]


def asked_for_trying(message: Committing) -> list[str]:  # noqa: PLR0911 - the table of forms
    match message:
        case TryForm(whose="person"):
            return ["text", "sign", "day", "in_group"]
        case TryForm():
            return ["text", "sign", "day"]
        case NeedForm():
            return ["text", "day", "in_group"]
        case NeedReceived():
            return ["text", "day"]
        case NeedAnswered(need=Need(state="unclear")):
            return ["text"]
        case LookBack(asked=asked) if asked:
            return ["because", "learnt"]
        case _:
            return []

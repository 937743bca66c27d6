"""Messages that ask questions, and receipts in their place."""

from dataclasses import dataclass, field
from datetime import date
from itertools import chain, zip_longest
from typing import Literal

from content.dates import Deadline
from content.language import Verbatim
from content.presses import StepRef
from content.vocabulary.conversing import PrivacyNotice
from content.vocabulary.guarding import Stopped
from content.vocabulary.readers import RungOffered as RungOffered
from content.vocabulary.readers import WithoutName as WithoutName

MOST_OFFERED = 3
"""Keywords that a receipt offers for a tap."""


@dataclass(frozen=True)
class MeetingAhead:
    """The meeting that answers are read before; `group` is the name of the group that meets."""

    group: str
    at: Deadline


@dataclass(frozen=True)
class Offer:
    """The meeting at which the author may have an answer thought through together; `made`: has offered the answer."""

    meeting: MeetingAhead
    made: bool = False


@dataclass(frozen=True)
class Followed:
    """A follow-up question and the answer, byte for byte; `number` is the question's place in the ladder, from 1."""

    question: str
    text: str
    number: int


@dataclass(frozen=True)
class Signed:
    """A signature beneath an answer: `kind` is name, or a role; `name` is the author's, "" for a role.

    Its author alone is shown the kind hidden: the signature would have told who has answered without one.
    """

    kind: str
    name: str = ""


@dataclass(frozen=True)
class SignatureOffered:
    """A line of «Slik står det». `signed` is None for an answer without a name; `is_sole`: nobody else has the role."""

    kind: str
    signed: Signed | None
    is_sole: bool = False


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, byte for byte; `further` are answers to follow-ups.

    `own`: the reader's words, which are marked in this reader's own copy and in nobody else's, and stand in the
    reader's answer to `own_step`. `several`: more than one
    person gave this answer, which is quoted once. `alone`: nobody else said so, and its author wanted that to be seen.
    `mark` leads back to the answer's question, session and group; it says nothing of the author, "" for no way back.
    `keyword` is the author's own for the answer, "" for none. `where` is the group and the day, where answers of
    several sessions stand together.
    """

    text: str
    further: tuple[Followed, ...] = ()
    signed: Signed | None = None
    own: bool = False
    several: bool = False
    alone: bool = False
    mark: str = field(default="", compare=False)
    own_step: StepRef | None = field(default=None, compare=False)
    keyword: str = ""
    where: str = ""


@dataclass(frozen=True)
class FromOthers:
    """What others have answered, on the receipt: two answers without a name, or fewer once any is taken back.

    No quotes: the reader is among the first who share an answer here. `keywords` are those that five others whom the
    reader may read have given their answers.
    """

    quotes: tuple[Quote, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeywordOffer:
    """The author's own keyword for an answer, "" for none, and what is offered for a tap.

    `fitting` are words of the catalogue for what the answer speaks of; `used` are the keywords of five others.
    """

    chosen: str = ""
    fitting: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """Three at most, taken in turn from what fits the words and from what others use, without the chosen one."""
        once: dict[str, str] = {}
        for each in chain.from_iterable(zip_longest(self.fitting, self.used, fillvalue="")):
            once.setdefault(each.casefold(), each)
        return tuple(word for folded, word in once.items() if word and folded != self.chosen.casefold())[:MOST_OFFERED]


@dataclass(frozen=True)
class Turnout:
    """How many of the people asked have answered; both numbers are None where a number could point at somebody.

    `all_reached` is False where a recipient was not reached, and this may be told.
    """

    answered: int | None = None
    invited: int | None = None
    all_reached: bool = True


@dataclass(frozen=True)
class SpeaksLast:
    """Leaders speak last here: their answers wait until the step closes.

    `question` is what the reader, a leader, may ask the group meanwhile, None for everybody else's card.
    """

    question: str | None = None


@dataclass(frozen=True)
class OnePress:
    """The answers of which one press gives one, in order; the numbers of `chosen` count from 1, 0 for none.

    `ends` are the labels of a scale's first and last answer, () for a choice.
    """

    answers: tuple[str, ...]
    ends: tuple[str, ...] = ()
    chosen: int = 0


Cause = Literal[
    "chosen", "own", "named", "commitment", "goals", "start", "talks", "results", "spring", "hard", "family", "turn"
]
"""What decided that the question is asked now: a person's choice or own words, the series' own order, what the group
will try, its goals, a season of the school year, something hard, a requirement that has rested, or the area's turn."""


@dataclass(frozen=True)
class WhyAsked:
    """Why the question is asked of the group, now. `why` is the area's, a sentence; `intention` the series'.

    `meeting` is None where no meeting is planned.
    """

    why: str
    group: str
    cause: Cause
    intention: Literal["spreading", "conveying", "implementing"]
    meeting: MeetingAhead | None = None


@dataclass(frozen=True)
class LawShown:
    """What the law says: a sentence of ours with its `paragraph`, read at `link` on the day `checked`.

    `reminds`: it is about the children's environment, and the duty to report stands beneath it.
    """

    sentence: str
    paragraph: str
    link: str
    checked: date | None
    reminds: bool = False


@dataclass(frozen=True)
class PromptAsked:
    """The prompt: the question, a field, the readers of the answer.

    `title` and `hint` are the protocol step's own, "" without any. `text`
    fills the field when an answer is opened again. `turnout` is shown on a channel's card, None in a personal chat.
    `earlier` are quotes from previous steps, where this step builds on them. `hidden`: nobody sees answers before the
    step closes. `went_on`: the answer has answers to follow-ups beneath, on the same rung.
    `stopped`: nothing of the text was kept, and it is given back.
    `notice` comes with the prompt where its reader has not been shown the notice, and with every card of a channel.
    `last` is None where leaders do not speak last, or nobody leads. `rhythm`: the reader is asked whether the rhythm
    suits them. `note` is offered where the reader has a note for the question, filled where the field holds the note.
    `signatures` are offered for an answer that stands, and `signature` is the chosen one's kind; `alone`: such an
    answer is to be seen where nobody else says so. `own` is the municipality's own
    definition of the area. `one_press` is None for a question that is answered in words alone.
    """

    group: str
    area: str
    question: str
    because: WhyAsked
    definition: str
    law: LawShown | None
    title: str
    hint: str
    closes_at: Deadline
    rungs: tuple[RungOffered, ...]
    rung: str
    step: StepRef
    delivery: str
    seen: int = 0
    text: str = ""
    turnout: Turnout | None = None
    earlier: tuple[Quote, ...] = ()
    hidden: bool = False
    went_on: bool = False
    notice: PrivacyNotice | None = None
    last: SpeaksLast | None = None
    stopped: Stopped | None = None
    rhythm: bool = False
    signatures: tuple[SignatureOffered, ...] = ()
    signature: str = ""
    alone: bool = False
    note: Literal["", "offered", "filled"] = ""
    one_press: OnePress | None = None
    own: Verbatim | None = None

    @property
    def stands(self) -> bool:
        """Whether the card opens an answer that has been given, or gives words back."""
        return bool(self.text) or (self.one_press is not None and bool(self.one_press.chosen))

    @property
    def gives_back(self) -> bool:
        """Whether the reader may see answers of others at once, and others the reader's."""
        waits = self.last is not None and self.last.question is not None
        is_large = any(one.without_name is not None and one.without_name.among == "many" for one in self.rungs)
        return is_large and not self.hidden and not waits


@dataclass(frozen=True)
class PromptReminded:
    """A reminder of a prompt that is still open: short, and with the form of `asked`, without anybody else's words."""

    question: str
    asked: PromptAsked


@dataclass(frozen=True)
class FollowUpAsked:
    """Another question, in place of the receipt, for people who want more: a field and a way back.

    `number` is the question's place in the ladder, from 1; `earlier` are the reader's answers so far, `text` fills the
    field when an answer is opened again. `stopped`: nothing of the text was kept, and it is given back.
    """

    question: str
    earlier: tuple[Quote, ...]
    rung: RungOffered
    closes_at: Deadline
    step: StepRef
    delivery: str
    seen: int
    number: int
    text: str = ""
    hidden: bool = False
    last: SpeaksLast | None = None
    stopped: Stopped | None = None


@dataclass(frozen=True)
class EmptyFollowUp:
    """The field of a follow-up was empty."""


@dataclass(frozen=True)
class EmptyChange:
    """The opened answer was sent with an empty field, and is unchanged."""


@dataclass(frozen=True)
class AnswerKept:
    """The receipt: the answer, its readers, and how to open or withdraw it until the step closes.

    `further` are answers to follow-ups, `coming` the number of the next follow-up, 0 without any. `message` is the id
    of a message the author may deny to be an answer, "" on any other receipt. `last`: the answer waits, as a leader's.
    `can_widen`: there are more readers to share with. `others` is None where nothing of others is told.
    `keyword` is None where none can be given, `offer` where no meeting reads the answer.
    """

    question: str
    text: str
    rung: RungOffered
    closes_at: Deadline
    step: StepRef
    delivery: str
    seen: int
    hidden: bool = False
    further: tuple[Followed, ...] = ()
    coming: int = 0
    message: str = ""
    last: SpeaksLast | None = None
    can_widen: bool = False
    signed: Signed | None = None
    others: FromOthers | None = None
    keyword: KeywordOffer | None = None
    offer: Offer | None = None


@dataclass(frozen=True)
class FurtherAsked:
    """A preview: what more readers would read, in place of the receipt, and a button that means yes.

    `quote` is shown as a digest would show it. `before` are the readers now, `rung` the readers after a yes, and
    `groups` the names of their groups. `mark` changes with any reader. `sole` is the answer's role where only
    the author has the role.
    """

    question: str
    quote: Quote
    before: RungOffered
    rung: RungOffered
    groups: tuple[str, ...]
    closes_at: Deadline
    step: StepRef
    delivery: str
    seen: int
    mark: str
    hidden: bool = False
    sole: SignatureOffered | None = None


@dataclass(frozen=True)
class OfferAsked:
    """A preview before an answer is offered to a meeting: the words as its pack would show them, and who reads there.

    `people` are others at the meeting who can read the answer as it is shared now, of `others` at the meeting in all.
    `can_widen`: the author may still share the answer further.
    """

    question: str
    quote: Quote
    meeting: MeetingAhead
    people: int
    others: int
    step: StepRef
    delivery: str
    seen: int
    can_widen: bool = False


@dataclass(frozen=True)
class AlreadyRead:
    """The answer is shared with fewer, and a digest that held the answer has been given back before."""


@dataclass(frozen=True)
class FurtherChanged:
    """The preview is shown anew: the answer or its readers are others than those shown before."""


@dataclass(frozen=True)
class PassKept:
    """The person skipped the prompt, and can still answer until the step closes; `last` as on a receipt."""

    question: str
    closes_at: Deadline
    step: StepRef
    delivery: str
    seen: int
    last: SpeaksLast | None = None


@dataclass(frozen=True)
class AnswerWithdrawn:
    """The answer is withdrawn; another can be given until the step closes."""

    question: str
    closes_at: Deadline
    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class PromptClosed:
    """A card when nothing more can be written: the question, and the reader's own answer ("" for none).

    `rung` is None without an answer, `withdrawn` says that an answer was taken back. `left`: the reader is no longer
    asked, though the question may be open. `cancelled`: the session was called off, so nobody reads the answer, and
    `rung` is None. In a channel `turnout` is shown and `text` is "". `step` is None where the card has no buttons; an
    answer can be withdrawn without time limit, and shared with fewer: on one of the rungs `narrower`. `offer` is
    as on a receipt.
    """

    question: str
    text: str = ""
    rung: RungOffered | None = None
    turnout: Turnout | None = None
    further: tuple[Followed, ...] = ()
    step: StepRef | None = None
    delivery: str = ""
    seen: int = 0
    withdrawn: bool = False
    left: bool = False
    cancelled: bool = False
    narrower: tuple[RungOffered, ...] = ()
    signed: Signed | None = None
    keyword: str = ""
    offer: Offer | None = None


@dataclass(frozen=True)
class TextKept:
    """The receipt in personal chat for a message taken as an answer, with the text as understood.

    `added`: the message was added to an earlier answer, and `text` is the whole answer. `message` is the id of the
    message the author may deny to be an answer, "" where the message is no part of the answer. `anew`: an earlier
    receipt showed another text. `last`: the answer waits, as a leader's. `others`, `keyword`, `offer`: as on an
    AnswerKept.
    """

    question: str
    text: str
    rung: RungOffered
    closes_at: Deadline
    step: StepRef
    added: bool = False
    hidden: bool = False
    message: str = ""
    anew: bool = False
    last: SpeaksLast | None = None
    others: FromOthers | None = None
    seen: int = 0
    keyword: KeywordOffer | None = None
    offer: Offer | None = None


@dataclass(frozen=True)
class ThreadKept:
    """Receipt in the thread for an answer given there with a mention; `readers` can read the answer."""

    readers: RungOffered
    step: StepRef
    message: str = ""


@dataclass(frozen=True)
class StepMoved:
    """To the facilitator who opened the next step; `title` is the step's."""

    title: str


@dataclass(frozen=True)
class StepStays:
    """To somebody who asked for the next step, where none can be opened by hand."""


@dataclass(frozen=True)
class StepsToOpen:
    """To a facilitator: which of several sessions moves on? With a single step: confirm, a step was opened just now."""

    steps: tuple[tuple[str, StepRef], ...]


@dataclass(frozen=True)
class NumberedPrompt:
    """A question that is open for its reader. `rung` is the readers' of an answer in chat, or the answer's own.

    `answered`: there is an answer already, to which more can be added.
    """

    number: int
    question: str
    rung: RungOffered
    closes_at: Deadline
    answered: bool
    one_press: OnePress | None = None


@dataclass(frozen=True)
class PromptsInText:
    """The questions that are open, as plain text, for whoever cannot use the cards; at least one."""

    prompts: tuple[NumberedPrompt, ...]


Prompting = (
    PromptsInText
    | PromptAsked
    | PromptReminded
    | FollowUpAsked
    | EmptyFollowUp
    | EmptyChange
    | AnswerKept
    | FurtherAsked
    | FurtherChanged
    | OfferAsked
    | AlreadyRead
    | PassKept
    | AnswerWithdrawn
    | PromptClosed
    | TextKept
    | ThreadKept
    | StepMoved
    | StepStays
    | StepsToOpen
)

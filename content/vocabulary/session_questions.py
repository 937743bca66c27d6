"""The question of a session, for planners of the series: the present choice, other questions, own words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from content.vocabulary.guarding import Stopped
from content.vocabulary.planning import Offered
from content.vocabulary.prompting import Cause, WhyAsked
from content.vocabulary.series_pages import SeriesNamed
from content.vocabulary.steered import ChangedSince


class QuestionTrouble(StrEnum):
    """Why the session asks what it did before."""

    BEGUN = "begun"  # opened meanwhile, or over
    MOVED = "moved"  # the session of the card is there no more; another is shown
    MEANWHILE = "meanwhile"  # the series was changed since the reader saw it
    NOT_CHOSEN = "not_chosen"
    NOT_FITTING = "not_fitting"  # no question of the catalogue for the groups any more
    STATEMENTS = "statements"  # the kind of session asks statements
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_QUESTION = "no_question"  # no question mark at the end
    BLANKS = "blanks"
    NO_AREA = "no_area"
    LOOK_AGAIN = "look_again"  # the words are others than those that were looked at


class QuestionDone(StrEnum):
    CHOSEN = "chosen"
    WRITTEN = "written"
    LEFT = "left"  # to the rules


@dataclass(frozen=True)
class QuestionOffered:
    """A question of the catalogue, fit for the session; `paragraph` is of the law behind the question, "" for none."""

    prompt: str
    question: str
    area: str
    cause: Cause
    paragraph: str = ""


@dataclass(frozen=True)
class QuestionForm:
    """The fields as filled in: own words by written language with an area, and the area sought in the catalogue."""

    nb: str = ""
    nn: str = ""
    en: str = ""
    area: str = ""
    sought: str = ""
    group: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class QuestionPreview:
    """An own question as on the card to come; `written` is the id of the words' language."""

    question: str
    written: str
    group: str
    area: str
    definition: str
    because: WhyAsked
    hint: str


@dataclass(frozen=True)
class SessionQuestion:
    """The question of a session to come for the groups, at local wall time `at`; "" and None where nothing suits.

    `by_hand`: somebody has chosen or written the question, in the language `written`. `others` are (id, name) of the
    groups whose sessions of the day may be told apart, () for a single group. `offered` may be chosen instead, of the
    area `form.sought` or the best of all. `takes_own`: the kind of session asks questions. `preview` is of the words in
    the form, with its `mark`. `closed`: the session has opened, or is over.
    """

    municipality: str
    series: str
    session: str
    version: int
    named: SeriesNamed
    at: datetime
    groups: tuple[str, ...]
    question: str
    area: str
    cause: Cause | None
    written: str
    by_hand: bool = False
    others: Offered = ()
    offered: tuple[QuestionOffered, ...] = ()
    areas: Offered = ()
    form: QuestionForm = field(default_factory=QuestionForm)
    takes_own: bool = True
    closed: bool = False
    longest: int = 0
    preview: QuestionPreview | None = None
    mark: str = ""
    done: QuestionDone | None = None
    trouble: QuestionTrouble | None = None
    stopped: Stopped | None = None
    changes: tuple[ChangedSince, ...] = ()


@dataclass(frozen=True)
class QuestionRow:
    """A session to come and the present choice of a question, for the groups asked the same at the time."""

    session: str
    at: datetime
    groups: tuple[str, ...]
    question: str
    area: str
    cause: Cause | None
    written: str


@dataclass(frozen=True)
class QuestionsPage:
    """The next sessions of a series with the questions, and a way to change each."""

    named: SeriesNamed
    rows: tuple[QuestionRow, ...]


@dataclass(frozen=True)
class SessionQuestionPage:
    shown: SessionQuestion

"""The web page of a group's session: the questions, and answers shared so far."""

from dataclasses import dataclass
from datetime import datetime

from content.dates import Deadline
from content.presses import StepRef
from content.vocabulary.prompting import FromOthers, Quote, SpeaksLast, Turnout, WhyAsked


@dataclass(frozen=True)
class StepAsked:
    """A step of a session as its reader may see it now.

    `title` and `definition` (of the area) may be "". `is_hidden`: nobody sees answers before the step closes.
    `is_asked`: the step asks the reader; `state` of the reader's answer is as an OwnAnswer's, "" for none. `earlier`
    are quotes of the step before, on which this step builds, and `others` is the receipt's part about others' answers.
    `last` is None for a step without leaders who speak last.
    """

    step: StepRef
    title: str
    area: str
    definition: str
    question: str
    because: WhyAsked
    closes_at: Deadline
    is_open: bool
    is_hidden: bool = False
    is_asked: bool = False
    state: str = ""
    earlier: tuple[Quote, ...] = ()
    others: FromOthers | None = None
    last: SpeaksLast | None = None


@dataclass(frozen=True)
class SessionPage:
    """A session of `group` that began at local wall time `at`.

    `digest` is the id of the session's digest, "" for a reader without one; `turnout` is the digest's, None without.
    """

    municipality: str
    session: str
    group: str
    at: datetime
    steps: tuple[StepAsked, ...]
    digest: str = ""
    turnout: Turnout | None = None
    is_open: bool = False
    is_cancelled: bool = False

"""The web page of a group's session: what is asked, and what is shared so far."""

from dataclasses import dataclass
from datetime import datetime

from content.dates import Deadline
from content.presses import StepRef
from content.vocabulary.prompting import FromOthers, Quote, SpeaksLast, Turnout, WhyAsked


@dataclass(frozen=True)
class StepAsked:
    """A step of a session as its reader may see it now.

    `title` and `definition` (of the area) may be "". `is_hidden`: nobody sees answers before the step closes.
    `is_asked`: the step asks the reader, whose answer's `state` is as an OwnAnswer's, "" for none. `earlier` are quotes
    of the step before, where this one builds on them, `others` what the receipt tells of others' answers, and `last` is
    None where leaders do not speak last.
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

    `digest` is the id of its digest, "" where there is none for the reader; `turnout` is as told there, None without.
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

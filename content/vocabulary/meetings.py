"""Network meetings for whoever leads or plans them: planned, moved, called off; and news to whoever belongs there."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

from content.vocabulary.committing import Wrong
from content.vocabulary.deciding import Decided
from content.vocabulary.digesting import MeetingDigest
from content.vocabulary.plan_faults import PlanFault
from content.vocabulary.series_pages import Running, SeriesNamed


class MeetingTrouble(StrEnum):
    """Why nothing was changed."""

    NO_SERIES = "no_series"  # none chosen, or none of the reader's
    NO_DAY = "no_day"
    NO_TIME = "no_time"
    PAST = "past"
    TOO_FAR = "too_far"
    TAKEN = "taken"  # the group has a meeting of the series then
    DAY_OFF = "day_off"
    QUIET = "quiet"
    SAME_DAY = "same_day"  # the group has another meeting that day
    NOT_READ = "not_read"  # the days ahead, or the length; `faults` tell which
    CHANGED = "changed"  # by somebody else, since the reader saw the meeting
    BEGUN = "begun"
    OFF = "off"  # called off already
    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long"
    NO_LENGTH = "no_length"  # of an item, in minutes
    MANY_ITEMS = "many_items"
    ITEM_CHANGED = "item_changed"  # or taken off, by somebody else
    STOPPED = "stopped"  # the guard found what should not be there


MAY_BE_ANYWAY = frozenset({MeetingTrouble.DAY_OFF, MeetingTrouble.QUIET, MeetingTrouble.SAME_DAY})
"""What whoever plans may know a reason for."""


class MeetingDone(StrEnum):
    """What was changed."""

    PLANNED = "planned"
    MOVED = "moved"
    CHANGED = "changed"  # its length or its days ahead
    OFF = "off"
    SAME = "same"
    ITEM_KEPT = "item_kept"
    ITEM_SHIFTED = "item_shifted"
    ITEM_GONE = "item_gone"


@dataclass(frozen=True)
class OwnItem:
    """An item that whoever leads the meeting has put on its agenda."""

    item: str
    version: int
    title: str
    minutes: int


@dataclass(frozen=True)
class ItemFields:
    """The form of an item, as filled in; `item` is "" for a new one."""

    item: str = ""
    title: str = ""
    lasts: str = ""


@dataclass(frozen=True)
class MeetingFields:
    """The fields of a form, as filled in; days ahead are "" for none."""

    day: str = ""
    time: str = ""
    minutes: str = ""
    digest: str = ""
    draft: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class MeetingListed:
    """A meeting of a list. `meant` names it for good; `name` is the group's; `leads`: the reader leads or plans it."""

    municipality: str
    series: str
    group: str
    meant: str
    name: str
    at: datetime
    minutes: int
    leads: bool


@dataclass(frozen=True)
class MeetingsLed:
    """The meetings to come that the reader leads, plans or belongs to, the nearest first.

    `plans` are the municipalities in which the reader may plan a meeting: (id, name).
    """

    meetings: tuple[MeetingListed, ...]
    plans: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MeetingChoice:
    """A group's meeting in a series: `which` is sent back, and `named` tells the series."""

    which: str
    group: str
    named: SeriesNamed


@dataclass(frozen=True)
class NewMeeting:
    """The form of a new meeting, with good choices made. `choices` has one where there is nothing to choose."""

    municipality: str
    choices: tuple[MeetingChoice, ...]
    which: str
    fields: MeetingFields
    trouble: MeetingTrouble | None = None
    faults: tuple[PlanFault, ...] = ()
    day_off: str = ""


@dataclass(frozen=True)
class MeetingShown:
    """A meeting with a form to move it; `seen` marks what the reader has seen of it.

    `at` is None for a meeting called off. `plans`: the reader may move it; `leads`: put things on its agenda. `people`
    are told of a change, once. `over` is how many minutes the items take beyond the meeting's.
    """

    municipality: str
    series: str
    group: str
    meant: str
    name: str
    at: datetime | None
    minutes: int
    seen: str
    fields: MeetingFields
    plans: bool = False
    leads: bool = False
    people: int = 0
    items: tuple[OwnItem, ...] = ()
    over: int = 0
    filled: ItemFields = field(default_factory=ItemFields)
    done: MeetingDone | None = None
    trouble: MeetingTrouble | None = None
    faults: tuple[PlanFault, ...] = ()
    day_off: str = ""


@dataclass(frozen=True)
class MeetingChanged:
    """To whoever belongs to the meeting: moved from `was` to `at`, or called off, where `at` is None."""

    name: str
    was: datetime
    at: datetime | None


Meetings = MeetingsLed | NewMeeting | MeetingShown | MeetingChanged


@dataclass(frozen=True)
class MeetingsPage:
    """The meetings to come, and those of late, with ways to plan one."""

    coming: tuple[MeetingListed, ...]
    late: tuple[MeetingListed, ...]
    plans: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NewMeetingPage:
    """The form of a new meeting on a page."""

    form: NewMeeting


@dataclass(frozen=True)
class DecisionLine:
    """A line of the form after the meeting, as filled in; `whose` is as in DecisionForm. `wrong` is "" for nothing."""

    text: str = ""
    whose: str = ""
    day: str = ""
    wrong: Wrong | Literal["stopped", "many"] = ""


@dataclass(frozen=True)
class MeetingDecided:
    """What the meeting has decided so far, and a form for more; for whoever leads the meeting, once it has begun.

    `readers` are the names of those who get it, `is_given`: who have been given it.
    """

    digest: str
    decided: tuple[Decided, ...]
    readers: tuple[str, ...]
    is_given: bool
    groups: tuple[tuple[str, str], ...]
    municipality: tuple[tuple[str, str], ...]
    day: str
    lines: tuple[DecisionLine, ...] = ()


@dataclass(frozen=True)
class MeetingPage:
    """A meeting on a page.

    `pack` is as its reader may read it: `is_made`, else as it would be today. `digest` is the id of the made one.
    `running` are the open sessions of the series, and `next_at` when the next opens.
    """

    shown: MeetingShown
    pack: MeetingDigest | None = None
    is_made: bool = False
    digest: str = ""
    running: tuple[Running, ...] = ()
    next_at: datetime | None = None
    decided: MeetingDecided | None = None

    def told(self, done: MeetingDone) -> Self:
        return replace(self, shown=replace(self.shown, done=done))

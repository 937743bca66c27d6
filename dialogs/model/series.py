"""A series (sløyferekke) as planned, with rhythm and meetings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from content.catalogue_types import Audience, Phase, SchoolType
from content.language import Wording
from dialogs.model.phases import NOT_ANCHORED, Anchoring, SeriesPhase
from dialogs.model.sharing import Rung


class Intention(StrEnum):
    """The three virkemidler: let it happen, help it happen, make it happen."""

    SPREADING = "spreading"
    CONVEYING = "conveying"
    IMPLEMENTING = "implementing"


class AskedIn(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"


class Rhythm(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


class OnClosed(StrEnum):
    """What to do with a session on a closed day: skip it, or move it to the next or previous open day."""

    SKIP = "skip"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True)
class Rule:
    """From `first` to `until`, both included; local days."""

    first: date
    every: Rhythm
    until: date


@dataclass(frozen=True)
class Dates:
    """Local days, or exact instants (aware datetimes)."""

    dates: tuple[date | datetime, ...]


Timing = Rule | Dates


@dataclass(frozen=True)
class ByHand:
    """A session of the group moved or left out by hand: `meant` is its instant (UTC) by the series' timing.

    `to` is the instant chosen, None for a session left out. `anyway`: chosen although nobody is asked then by the
    school year, on a planning day for example. `by_plan`: nobody chose the instant; it follows from the plan, for a
    session that waited past its day, or whose group has a time of its own, or fewer sessions than others.
    """

    group: str
    meant: datetime
    to: datetime | None = None
    anyway: bool = False
    by_plan: bool = False


@dataclass(frozen=True)
class Pause:
    """No session of the series opens from `since` on and before `until`; local days."""

    since: date
    until: date


_OWN = 12  # characters of a hash in an own question's id


@dataclass(frozen=True)
class OwnQuestion:
    """A question in the words of whoever plans the series, about `area`; one written language is enough, "" for none.

    The question is the municipality's, as a series' `need` and goals are: it is asked without a name.
    """

    area: str
    nb: str = ""
    nn: str = ""
    en: str = ""

    @property
    def id(self) -> str:
        """In place of a prompt's id; the same words about the same area are the same question."""
        told = "\n".join((self.area, self.nb, self.nn, self.en))
        return f"egen-{sha256(told.encode()).hexdigest()[:_OWN]}"

    @property
    def wording(self) -> Wording:
        """As written to readers of a language that the question is not given in."""
        nb, nn = self.nb or self.nn or self.en, self.nn or self.nb or self.en
        return Wording(nb, nn, self.en or None)


@dataclass(frozen=True)
class ChosenQuestion:
    """The question chosen by hand for a session of the group: `meant` is the session's instant (UTC) by the timing.

    `prompt` is a prompt's id, or the id of an `own` question. Earlier versions of a series keep no own words, only ids.
    """

    group: str
    meant: datetime
    prompt: str
    own: OwnQuestion | None = None


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting that a digest is read before. `at` is an instant (UTC), `minutes` how long it lasts.

    `draft_days_ahead` is when the meeting's coordinators get the pack as a draft, None for no draft, and
    `prompt_days_ahead` when a question is asked for the meeting, unless the series asks one about then; None for none.
    """

    group: str
    at: datetime
    digest_days_ahead: int
    minutes: int = 60
    draft_days_ahead: int | None = None
    prompt_days_ahead: int | None = None


@dataclass(frozen=True)
class MeetingByHand:
    """A meeting planned, moved or called off by hand: what planning the series anew leaves as it is.

    `meant` is the instant by the plan, and names the meeting for good, wherever it is moved. `to` is the instant of the
    meeting now, None for a meeting called off.
    """

    group: str
    meant: datetime
    to: datetime | None = None


@dataclass(frozen=True)
class Series:
    """A sløyferekke as planned. `stays_open` is an ISO 8601 duration; days are school days at the same wall time.

    `audience`, `phase` and `school_types` limit which prompts suit; None and () set no limit. `every` is None for a
    series planned from a list of dates. `draft_ahead` is how long authors see the draft of a digest before it is given
    back, as `stays_open`; "" for no draft.
    `leader_speaks_last`: leaders' answers wait until their step closes; None is as the protocol says. `prompts` are the
    ids of the only questions asked, in order; () leaves the choice free. `weights` are the shares of a year that areas
    have, 1 for an area not named. `timing` and its local `wall_time` are None for a series planned by a version
    that did not keep them. `by_hand`, `pauses` and `questions` are what people have changed since, beside the
    timing, and `meetings_by_hand` what they have changed of the meetings.
    `phases` are of a series that is carried out, () for one without; `taking_part` is how pupils and parents take part,
    and `anchoring` the decision behind the work.
    """

    municipality: str
    id: str
    groups: tuple[str, ...]
    protocol: str
    intention: Intention
    areas: tuple[str, ...]
    requirements: tuple[str, ...]
    led_by: UUID
    stays_open: str
    default_rung: Rung
    asked: AskedIn
    digest_readers: tuple[UUID, ...] = ()
    meetings: tuple[MeetingPlan, ...] = ()
    audience: Audience | None = None
    phase: Phase | None = None
    school_types: tuple[SchoolType, ...] = ()
    goals: tuple[str, ...] = ()
    # `need` is only stored: no rule reads it yet.
    need: str = ""
    draft_ahead: str = ""
    on_closed: OnClosed = OnClosed.NEXT
    every: Rhythm | None = None
    leader_speaks_last: bool | None = None
    prompts: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict, hash=False)
    timing: Timing | None = None
    wall_time: time | None = None
    by_hand: tuple[ByHand, ...] = ()
    pauses: tuple[Pause, ...] = ()
    phases: tuple[SeriesPhase, ...] = ()
    taking_part: str = ""
    anchoring: Anchoring = NOT_ANCHORED
    meetings_by_hand: tuple[MeetingByHand, ...] = ()
    questions: tuple[ChosenQuestion, ...] = ()

"""The phases of a series that is carried out: where the work stands, and its checkpoints to be answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from content.vocabulary.guarding import Stopped
from content.vocabulary.series_named import SeriesNamed

PhaseState = Literal["over", "now", "waits", "coming"]
CheckpointState = Literal["open", "yes", "not_yet", "waived"]
Came = Literal["", "answered", "waived", "reopened", "already"]
"""What came of a press, "" before any."""
Hindered = Literal["", "no_reason", "too_long", "stopped", "not_chosen", "meanwhile", "gone", "which_group"]
"""Why nothing was kept of an answer to a checkpoint, "" for nothing in the way."""


@dataclass(frozen=True)
class CheckpointShown:
    """A checkpoint and its newest answer; `mark` names it, `day` is the local day of the answer."""

    mark: str
    checkpoint: str
    state: CheckpointState = "open"
    because: str = ""
    day: date | None = None


@dataclass(frozen=True)
class PhaseShown:
    """A phase; `number` counts from 1. `role` or `responsible`, a name, is whoever answers for it, "" for nobody.

    `is_vacant`: nobody has the role, or whoever was named has left. `checkpoints` are () for who does not plan.
    """

    number: int
    name: str
    state: PhaseState
    checkpoints: tuple[CheckpointShown, ...] = ()
    role: str = ""
    responsible: str = ""
    is_vacant: bool = False


@dataclass(frozen=True)
class Foundation:
    """The decision that the work stands on, and how pupils and parents take part; "" and None for what is not told."""

    decision: str = ""
    day: date | None = None
    link: str = ""
    taking_part: str = ""


@dataclass(frozen=True)
class GroupStands:
    """A group of a series of several: its id, and the phase that it is in, or waits to leave."""

    group: str
    name: str
    phase: str
    waits: bool = False


@dataclass(frozen=True)
class PhasesShown:
    """The phases of a series as one group has come through them, without checkpoints for who plans nothing of it.

    `groups` are those that the reader may look at, with `group`, the one shown; () for a series of one.

    `waiting_at` is the local time of the first session that waits, None where none does. `seen` is of the newest answer
    shown. `chosen`, `because` and `stopped` are of the form as sent, which `came` or `hindered` tell the outcome of.
    """

    named: SeriesNamed
    phases: tuple[PhaseShown, ...]
    group: str = ""
    group_name: str = ""
    groups: tuple[GroupStands, ...] = ()
    waiting_at: datetime | None = None
    waits_for: str = ""
    foundation: Foundation = Foundation()
    seen: int = 0
    may_answer: bool = False
    came: Came = ""
    hindered: Hindered = ""
    chosen: str = ""
    because: str = ""
    stopped: Stopped | None = None

    @property
    def asked(self) -> PhaseShown | None:
        """The phase whose checkpoints are to be answered now: the first with one left, else the last."""
        left = (one for one in self.phases if any(each.state in {"open", "not_yet"} for each in one.checkpoints))
        return next(left, next((one for one in reversed(self.phases) if one.checkpoints), None))


@dataclass(frozen=True)
class PhaseWaits:
    """To whoever plans, ahead of the first session that waits: the phase `following` waits for the phase `waits_for`.

    `group` is the first of the groups that wait, by its id, "" in a series of one. `left` are
    the checkpoints without an answer; `at` is the session's local time, of a day that may have passed.
    """

    municipality: str
    series: str
    groups: tuple[str, ...]
    waits_for: str
    following: str
    at: datetime
    left: tuple[str, ...]
    group: str = ""


Phasing = PhasesShown | PhaseWaits

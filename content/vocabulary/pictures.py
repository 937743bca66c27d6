"""The pages that people look at rather than read: pictures, each with the same in words and in a table."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from content.vocabulary.committing import PromisesListed
from content.vocabulary.overview import DaysOff, PlanIn


@dataclass(frozen=True)
class InYear:
    """Sessions of a series that open together, or a meeting, at local wall time `at`; `groups` are names.

    `waits_for` is the phase whose checkpoints the sessions wait for, "" for none.
    """

    at: datetime
    groups: tuple[str, ...]
    themes: tuple[str, ...] = ()
    is_meeting: bool = False
    waits_for: str = ""


@dataclass(frozen=True)
class YearIn:
    """A school year of the reader's groups in a municipality, from 1 August of `year`; `plan` is what comes.

    `planned` are the sessions and meetings, held and to come, the earliest first. `days_off` are closed for all of the
    groups.
    """

    municipality: str
    year: int
    label: str
    today: date
    planned: tuple[InYear, ...]
    days_off: tuple[DaysOff, ...]
    plan: PlanIn


@dataclass(frozen=True)
class PlanPage:
    """The annual wheel of the reader's groups, by municipality; `before` and `after` are years with something in them.

    `before` and `after` are 0 where nothing is planned then.
    """

    year: int
    years: tuple[YearIn, ...]
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class PromisesIn:
    """What the reader, the reader's groups and the municipality try, and needs of support, as «tiltak» shows them."""

    municipality: str
    listed: PromisesListed


@dataclass(frozen=True)
class PromisesPage:
    """The roads of commitments: promised, looked at, learnt from; by municipality."""

    places: tuple[PromisesIn, ...]


@dataclass(frozen=True)
class AreaCovered:
    """An area of the model. `asked` are local days of questions about it; `coming` those of sessions that may be."""

    name: str
    asked: tuple[date, ...] = ()
    coming: tuple[date, ...] = ()


@dataclass(frozen=True)
class Covered:
    """The areas in the model's order, as one group, or all groups together (`group` is ""), have been asked."""

    group: str
    areas: tuple[AreaCovered, ...]
    year: int
    label: str
    today: date


@dataclass(frozen=True)
class CoverageIn:
    """The coverage of a municipality's areas in a school year: of the groups that the reader may see, by name.

    `together` is of all groups of the municipality, None for a reader who may not see all.
    """

    municipality: str
    together: Covered | None
    groups: tuple[Covered, ...]


@dataclass(frozen=True)
class CoveragePage:
    """Which areas of the model have been asked about in the school year, and which rest. `before` as in PlanPage."""

    year: int
    places: tuple[CoverageIn, ...]
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class Spread:
    """How a question's answers by one press, or its themes, spread; (label, people at least or None for some).

    Nothing here tells more than the digest's own sentences do.
    """

    kind: Literal["answers", "themes"]
    told: tuple[tuple[str, int | None], ...]


PicturePage = PlanPage | CoveragePage | PromisesPage

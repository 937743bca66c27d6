"""Until when a thing is kept: a municipality's rules, the archive's hold, and the days of deletion.

Deletion happens on the first day of a month, and is announced four weeks ahead or more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dialogs.calendar.instants import add_months, later, local, read_duration, start_of
from dialogs.model import AnnouncedDeletion, Hold, KeptKind, MunicipalitySettings, Retention

DAYS_AHEAD = 28
"""The days between announcement and deletion; every month has as many."""

SHORTEST = "P1M"
"""The shortest rule: under a month, things newer than the announcement could be deleted."""
LONGEST: Mapping[KeptKind, str] = {
    KeptKind.ANSWERS: "P5Y",
    KeptKind.DIGESTS: "P10Y",
    KeptKind.LOGS: "P10Y",
    KeptKind.DELIVERIES: "P2Y",
}


@dataclass(frozen=True)
class RetentionRules:
    """`announced` is each kind's next announced deletion."""

    retention: Retention | None = None
    hold: Hold | None = None
    announced: Mapping[KeptKind, AnnouncedDeletion] = field(default_factory=dict)

    @classmethod
    def of(
        cls, settings: MunicipalitySettings, announced: Mapping[KeptKind, AnnouncedDeletion] | None = None
    ) -> "RetentionRules":
        return cls(settings.retention, settings.hold, announced or {})

    def holds(self, now: datetime) -> Hold | None:
        """The hold in force."""
        return self.hold if self.hold is not None and self.hold.lasts_on(local(now).date()) else None

    def are_in_force(self, now: datetime) -> bool:
        return self.retention is not None and self.holds(now) is None


@dataclass(frozen=True)
class Kept:
    """`until` is the day of deletion, None without a rule; `hold` is the hold in force, which stops the rule."""

    until: date | None = None
    hold: Hold | None = None


def kept(rules: RetentionRules, kind: KeptKind, since: datetime, *, now: datetime) -> Kept:
    """Until when a thing is kept.

    `since` is the closing of an answer's step, the making of a digest, the moment of a log's line, or a delivery's due
    time.
    """
    if hold := rules.holds(now):
        return Kept(hold=hold)
    if rules.retention is None:
        return Kept()
    last_day = local(later(since, rules.retention.of(kind))).date()
    soonest = _soonest(rules.announced.get(kind), since, now=now)
    return Kept(until=max(run_on_or_after(last_day + timedelta(days=1)), soonest))


def kept_until(rules: RetentionRules, kind: KeptKind, since: datetime, *, now: datetime) -> datetime | None:
    """The local time at which the day of deletion begins; None without a rule, and while the archive holds."""
    day = kept(rules, kind, since, now=now).until
    return local(start_of(day)) if day else None


def ends_at(rules: RetentionRules, goes_at: datetime, *, now: datetime) -> datetime | None:
    """The local end of a thing with an end of its own, which no rule makes; None while the archive holds."""
    return None if rules.holds(now) else local(goes_at)


def _soonest(announced: AnnouncedDeletion | None, since: datetime, *, now: datetime) -> date:
    """An announced deletion takes only things announced, whatever shorter rule has been made since."""
    if announced is None:
        return soonest_run(now)
    if since < announced.before:
        return announced.due_on
    return max(soonest_run(now), run_on_or_after(announced.due_on + timedelta(days=1)))


def run_on_or_after(day: date) -> date:
    """The first day of a month, on or after the day."""
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def soonest_run(now: datetime) -> date:
    """The next day of deletion with enough time for an announcement."""
    return run_on_or_after(local(now).date() + timedelta(days=DAYS_AHEAD))


def cutoff(duration: str, run: date) -> datetime:
    """The instant (UTC) before which everything is deleted on the day of the run; agrees with `kept`."""
    length = read_duration(duration)
    return start_of(add_months(run, -length.months) - timedelta(weeks=length.weeks, days=length.days))


def is_longer(one: str, other: str) -> bool:
    """Whether one duration is longer than the other, a month being as long as months are on average."""
    return days_in(one) > days_in(other)


def days_in(duration: str) -> float:
    """A duration in months or days, in days: enough to compare by."""
    length = read_duration(duration)
    return length.months * 365.25 / 12 + length.weeks * 7 + length.days


def run_to_tell_of(now: datetime) -> date | None:
    """The day of deletion to announce now, in the first days of the month before; else None."""
    today = local(now).date()
    run = add_months(today.replace(day=1), 1)
    return run if run - today >= timedelta(days=DAYS_AHEAD) else None


def is_due(announced: AnnouncedDeletion, now: datetime) -> bool:
    """Whether the day has come, and the promised time since the announcement has passed."""
    told = local(announced.announced_at).date()
    return announced.due_on <= local(now).date() and told <= announced.due_on - timedelta(days=DAYS_AHEAD)


def told_number(number: int) -> int:
    """At least how many, in tens, and 0 for fewer than ten: exact numbers would reveal single answers over time."""
    return number // 10 * 10

"""Meetings of a series, planned, moved and called off by hand; and what planning the series anew makes of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest

from dialogs.calendar.instants import local
from dialogs.model import MeetingByHand, MeetingPlan, Series

_MOMENT = timedelta(seconds=1)

Key = tuple[str, datetime]
"""(group, instant): a meeting among those of a series."""


@dataclass(frozen=True)
class Known:
    """A meeting with the instant that names it for good; `plan` is None for a meeting called off."""

    meant: datetime
    plan: MeetingPlan | None


def meant_of(series: Series, meeting: MeetingPlan) -> datetime:
    """The instant that names the meeting, wherever it has been moved."""
    return _names(series.meetings_by_hand).get(key_of(meeting), meeting.at)


def name_at(series: Series, group: str, at: datetime) -> datetime:
    """The instant that names the group's meeting at `at`."""
    return _names(series.meetings_by_hand).get((group, at), at)


def known_as(series: Series, group: str, meant: datetime) -> Known | None:
    """The meeting of that name; None where there never was such a meeting."""
    changed = next((one for one in series.meetings_by_hand if (one.group, one.meant) == (group, meant)), None)
    at = changed.to if changed is not None else meant
    found = next((one for one in series.meetings if key_of(one) == (group, at)), None)
    # Another meeting, moved to this instant, has a name of its own.
    if found is not None and meant_of(series, found) != meant:
        found = None
    return Known(meant, found) if found is not None or changed is not None else None


def with_meeting(series: Series, meeting: MeetingPlan) -> Series:
    """A meeting more; the instant of a meeting moved away is its own name still."""
    taken = {(one.group, one.meant) for one in series.meetings_by_hand if one.to is not None}
    meant = meeting.at
    while (meeting.group, meant) in taken:
        meant += _MOMENT
    return _changed(series, (*series.meetings, meeting), MeetingByHand(meeting.group, meant, meeting.at))


def with_moved(series: Series, before: MeetingPlan, after: MeetingPlan) -> Series:
    """The same meeting at another time, or of another length."""
    meetings = tuple(after if one == before else one for one in series.meetings)
    return _changed(series, meetings, MeetingByHand(before.group, meant_of(series, before), after.at))


def without(series: Series, meeting: MeetingPlan) -> Series:
    meetings = tuple(one for one in series.meetings if one != meeting)
    return _changed(series, meetings, MeetingByHand(meeting.group, meant_of(series, meeting), None))


def moved(before: MeetingPlan, after: MeetingPlan, *, now: datetime) -> MeetingPlan:
    """The meeting as moved. A question that has been asked ahead of the meeting is not asked once more."""
    days = before.prompt_days_ahead
    is_asked = days is not None and local(before.at).date() - timedelta(days=days) <= local(now).date()
    return replace(after, prompt_days_ahead=None) if is_asked else after


def held(
    before: Series | None, wanted: Sequence[MeetingPlan], told: Sequence[MeetingByHand] | None
) -> tuple[tuple[MeetingPlan, ...], tuple[MeetingByHand, ...]]:
    """The meetings of a series planned anew, and what of them was changed by hand.

    `told` is as in `SeriesFile`: None keeps all that was done by hand; for () the difference from before is by hand.
    """
    if before is None or told:
        return tuple(wanted), tuple(told or ())
    if told is None:
        return _kept(before, wanted)
    return tuple(wanted), _by_difference(before, wanted)


def _kept(before: Series, wanted: Sequence[MeetingPlan]) -> tuple[tuple[MeetingPlan, ...], tuple[MeetingByHand, ...]]:
    """The file's meetings, without those moved or called off, and with those that stand by hand."""
    known = _by_key(before.meetings)
    changed = {(one.group, one.meant) for one in before.meetings_by_hand}
    stand = [known[one.group, one.to] for one in before.meetings_by_hand if one.to and (one.group, one.to) in known]
    own = [one for one in wanted if key_of(one) not in changed]
    return tuple({**_by_key(own), **_by_key(stand)}.values()), before.meetings_by_hand


def _by_difference(before: Series, wanted: Sequence[MeetingPlan]) -> tuple[MeetingByHand, ...]:
    """In a form that shows all meetings a group's meeting that went, and one that came, are one meeting moved."""
    had, has = _by_key(before.meetings), _by_key(wanted)
    names = _names(before.meetings_by_hand)
    changes = {(one.group, one.meant): one for one in before.meetings_by_hand}
    for group in dict.fromkeys((*(one.group for one in before.meetings), *(one.group for one in wanted))):
        gone, new = _of(group, had.keys() - has.keys()), _of(group, has.keys() - had.keys())
        for old, to in zip_longest(gone, new):
            meant = names.get((group, old), old) if old is not None else to
            if meant is not None:
                changes[group, meant] = MeetingByHand(group, meant, to)
    return tuple(sorted(changes.values(), key=lambda one: (one.meant, one.group)))


@dataclass(frozen=True)
class Renamed:
    """A meeting that a file has on another day: `was` is the meeting's old time, `old` and `new` the names."""

    group: str
    was: datetime
    old: datetime
    new: datetime


def renamed(before: Series, after: Series, *, now: datetime) -> tuple[Renamed, ...]:
    """Of a group's meetings to come, each that a file leaves out with the next that the file has more."""
    had, has = _by_name(before, now=now), _by_name(after, now=now)
    by_hand = {(one.group, one.meant) for one in after.meetings_by_hand}
    found: list[Renamed] = []
    for group in dict.fromkeys(whose for whose, _ in had):
        gone, new = _of(group, had.keys() - has.keys() - by_hand), _of(group, has.keys() - had.keys() - by_hand)
        found += (Renamed(group, had[group, old], old, to) for old, to in zip(gone, new, strict=False))
    return tuple(found)


def _by_name(series: Series, *, now: datetime) -> dict[Key, datetime]:
    return {(one.group, meant_of(series, one)): one.at for one in series.meetings if one.at > now}


def _of(group: str, keys: Collection[Key]) -> list[datetime]:
    return sorted(at for whose, at in keys if whose == group)


def _changed(series: Series, meetings: Iterable[MeetingPlan], change: MeetingByHand) -> Series:
    others = (one for one in series.meetings_by_hand if (one.group, one.meant) != (change.group, change.meant))
    by_hand = sorted((*others, change), key=lambda one: (one.meant, one.group))
    in_order = sorted(meetings, key=lambda one: (one.at, one.group))
    return replace(series, meetings=tuple(in_order), meetings_by_hand=tuple(by_hand))


def _names(changes: Iterable[MeetingByHand]) -> Mapping[Key, datetime]:
    """(group, instant now) -> the name, of meetings changed by hand."""
    return {(one.group, one.to): one.meant for one in changes if one.to is not None}


def _by_key(meetings: Iterable[MeetingPlan]) -> dict[Key, MeetingPlan]:
    return {key_of(one): one for one in meetings}


def key_of(meeting: MeetingPlan) -> Key:
    return meeting.group, meeting.at

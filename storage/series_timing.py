"""The timing of a series, and changes made by hand, as JSON: dates and instants as in ISO 8601."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from dialogs.model import ByHand, Dates, MeetingByHand, Pause, Rhythm, Rule, Timing

Json = Mapping[str, Any]


def timing_to(timing: Timing | None, at_time: time | None) -> Json | None:
    """With the local time that the days are meant at; None for an unknown timing."""
    match timing:
        case None:
            return None
        case Rule():
            told: Json = {
                "first": timing.first.isoformat(),
                "every": timing.every.value,
                "until": timing.until.isoformat(),
            }
        case Dates():
            told = {"dates": [one.isoformat() for one in timing.dates]}
    return {**told, "time": at_time.isoformat() if at_time is not None else None}


def timing_from(told: Json | None) -> tuple[Timing | None, time | None]:
    if told is None:
        return None, None
    at_time = time.fromisoformat(told["time"]) if told["time"] else None
    if "dates" in told:
        return Dates(tuple(_day_or_instant(one) for one in told["dates"])), at_time
    return Rule(date.fromisoformat(told["first"]), Rhythm(told["every"]), date.fromisoformat(told["until"])), at_time


def _day_or_instant(told: str) -> date | datetime:
    return datetime.fromisoformat(told) if "T" in told else date.fromisoformat(told)


def by_hand_to(changes: Iterable[ByHand]) -> list[Json]:
    return [
        {
            "group": one.group,
            "meant": one.meant.isoformat(),
            "to": one.to.isoformat() if one.to is not None else None,
            "anyway": one.anyway,
            "by_plan": one.by_plan,
        }
        for one in changes
    ]


def by_hand_from(told: Iterable[Json]) -> tuple[ByHand, ...]:
    return tuple(
        ByHand(
            one["group"],
            datetime.fromisoformat(one["meant"]),
            datetime.fromisoformat(one["to"]) if one["to"] else None,
            one["anyway"],
            one.get("by_plan", False),  # stored by an earlier version
        )
        for one in told
    )


def pauses_to(pauses: Iterable[Pause]) -> list[Json]:
    return [{"since": one.since.isoformat(), "until": one.until.isoformat()} for one in pauses]


def pauses_from(told: Iterable[Json]) -> tuple[Pause, ...]:
    return tuple(Pause(date.fromisoformat(one["since"]), date.fromisoformat(one["until"])) for one in told)


def meetings_by_hand_to(changes: Iterable[MeetingByHand]) -> list[Json]:
    return [
        {"group": one.group, "meant": one.meant.isoformat(), "to": one.to.isoformat() if one.to is not None else None}
        for one in changes
    ]


def meetings_by_hand_from(told: Iterable[Json]) -> tuple[MeetingByHand, ...]:
    return tuple(
        MeetingByHand(
            one["group"],
            datetime.fromisoformat(one["meant"]),
            datetime.fromisoformat(one["to"]) if one["to"] else None,
        )
        for one in told
    )

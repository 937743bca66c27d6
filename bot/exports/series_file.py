"""A series as the TOML file that plans the same, with only the keys that say something."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import chain

from dialogs.model import ByHand, ChosenQuestion, MeetingPlan, Pause, Rule
from dialogs.planning.planning import SeriesFile


def series_file(series: SeriesFile) -> str:
    parts = (
        _series(series),
        _phases(series),
        _meetings(series.meetings),
        _meetings_by_hand(series),
        _by_hand(series),
        _pauses(series),
        _questions(series),
    )
    return "\n".join([*chain.from_iterable(parts), ""])


def _series(series: SeriesFile) -> Iterator[str]:
    yield "[series]"
    told: dict[str, object] = {
        "id": series.id,
        "groups": series.groups,
        "protocol": series.protocol,
        "intention": series.intention.value,
        "areas": series.areas,
        "requirements": series.requirements,
        "prompts": series.prompts,
        "goals": series.goals,
        "need": series.need,
        "audience": series.audience or "",
        "phase": series.phase or "",
        "school_types": tuple(kind.value for kind in series.school_types),
        "led_by": series.led_by,
        **_timing(series),
        "time": series.time,
        "on_closed": series.on_closed.value,
        "stays_open": series.stays_open,
        "default_rung": series.default_rung.name.lower(),
        "asked": series.asked.value,
        "draft_ahead": series.draft_ahead,
        "leader_speaks_last": series.leader_speaks_last,
        "digest_readers": series.digest_readers,
        "taking_part": series.taking_part,
    }
    yield from _keys(told)
    if series.weights:
        yield "\n[series.weights]"
        yield from (f"{json.dumps(area, ensure_ascii=False)} = {weight}" for area, weight in series.weights.items())


def _timing(series: SeriesFile) -> dict[str, object]:
    timing = series.timing
    if isinstance(timing, Rule):
        return {"first": timing.first, "every": timing.every.value, "until": timing.until}
    return {"dates": timing.dates}


def _phases(series: SeriesFile) -> Iterator[str]:
    anchoring = list(_keys(dict(vars(series.anchoring))))
    yield from ("\n[anchoring]", *anchoring) if anchoring else ()
    for one in series.phases:
        yield "\n[[phases]]"
        yield from _keys(
            {
                "name": one.name,
                "kind": one.kind.value if one.kind is not None else "",
                "first": one.first,
                "sessions": one.sessions,
                "responsible": one.responsible,
                "checkpoints": one.checkpoints,
            }
        )


def _meetings(meetings: Iterable[MeetingPlan]) -> Iterator[str]:
    for one in meetings:
        yield "\n[[meetings]]"
        yield from _keys(
            {
                "date": one.at,
                "group": one.group,
                "digest_days_ahead": one.digest_days_ahead,
                "draft_days_ahead": one.draft_days_ahead,
                "prompt_days_ahead": one.prompt_days_ahead,
                "minutes": one.minutes,
            }
        )


def _meetings_by_hand(series: SeriesFile) -> Iterator[str]:
    for one in series.meetings_by_hand or ():
        yield "\n[[meetings_by_hand]]"
        yield from _keys({"group": one.group, "meant": one.meant, "to": one.to})


def _by_hand(series: SeriesFile) -> Iterator[str]:
    for one in series.by_hand or ():
        yield "\n[[by_hand]]"
        yield from _keys(_changed(one))


def _changed(one: ByHand) -> dict[str, object]:
    return {
        "group": one.group,
        "meant": one.meant,
        "to": one.to,
        "anyway": one.anyway or None,
        "by_plan": one.by_plan or None,
    }


def _pauses(series: SeriesFile) -> Iterator[str]:
    for one in series.pauses or ():
        yield "\n[[pauses]]"
        yield from _keys(_pause(one))


def _pause(one: Pause) -> dict[str, object]:
    return {"since": one.since, "until": one.until}


def _questions(series: SeriesFile) -> Iterator[str]:
    for one in series.questions or ():
        yield "\n[[questions]]"
        yield from _keys(_question(one))


def _question(one: ChosenQuestion) -> dict[str, object]:
    its = {"group": one.group, "meant": one.meant}
    return {**its, "prompt": one.prompt} if one.own is None else {**its, **vars(one.own)}


def _keys(told: dict[str, object]) -> Iterator[str]:
    """A line per key with a value; None, "" and () are what a file without the key says."""
    yield from (f"{key} = {_value(value)}" for key, value in told.items() if value not in (None, "", ()))


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        case date() | time():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)

"""The phases of a series and the decision behind it, as JSON; who is responsible stands in a list of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.model import NOT_ANCHORED, Anchoring, SeriesPhase, phase_kind

Json = Mapping[str, Any]


def phases_to(phases: Iterable[SeriesPhase]) -> list[Json]:
    return [
        {
            "name": one.name,
            "checkpoints": list(one.checkpoints),
            "kind": one.kind.value if one.kind is not None else None,
            "first": one.first.isoformat() if one.first is not None else None,
            "sessions": one.sessions,
        }
        for one in phases
    ]


def phases_from(told: Iterable[Json], responsible: Sequence[str]) -> tuple[SeriesPhase, ...]:
    return tuple(
        SeriesPhase(
            one["name"],
            tuple(one["checkpoints"]),
            phase_kind(one["kind"]),
            date.fromisoformat(one["first"]) if one["first"] else None,
            one["sessions"],
            who,
        )
        for one, who in zip(told, responsible, strict=True)
    )


def anchoring_to(anchoring: Anchoring) -> Json | None:
    if anchoring == NOT_ANCHORED:
        return None
    day = anchoring.day.isoformat() if anchoring.day is not None else None
    return {"decision": anchoring.decision, "day": day, "link": anchoring.link}


def anchoring_from(told: Json | None) -> Anchoring:
    if told is None:
        return NOT_ANCHORED
    return Anchoring(told["decision"], date.fromisoformat(told["day"]) if told["day"] else None, told["link"])

"""The questions chosen for single sessions of a series, as JSON."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dialogs.model import ChosenQuestion, OwnQuestion

Json = Mapping[str, Any]


def questions_to(chosen: Iterable[ChosenQuestion]) -> list[Json]:
    return [
        {
            "group": one.group,
            "meant": one.meant.isoformat(),
            "prompt": one.prompt,
            "own": dict(vars(one.own)) if one.own is not None else None,
        }
        for one in chosen
    ]


def questions_from(told: Iterable[Json]) -> tuple[ChosenQuestion, ...]:
    return tuple(
        ChosenQuestion(
            one["group"],
            datetime.fromisoformat(one["meant"]),
            one["prompt"],
            OwnQuestion(**one["own"]) if one["own"] else None,
        )
        for one in told
    )


def without_words(told: Iterable[Json]) -> list[Json]:
    """The choices with the ids of own questions alone."""
    return [{**one, "own": None} for one in told]

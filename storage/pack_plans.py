"""The plan of a meeting's pack as JSON, and back."""

from collections.abc import Mapping
from typing import Any

from dialogs.model import PackPlan, Wording


def as_json(plan: PackPlan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "minutes": plan.minutes,
        "strengths": list(plan.strengths),
        "questions": {area: [_words(one) for one in found] for area, found in plan.questions.items()},
        "protocol": _words(plan.protocol) if plan.protocol is not None else None,
        "steps": [{"title": _words(title), "minutes": minutes} for title, minutes in plan.steps],
    }


def from_json(stored: Mapping[str, Any] | None) -> PackPlan | None:
    if stored is None:
        return None
    return PackPlan(
        minutes=stored["minutes"],
        strengths=tuple(stored["strengths"]),
        questions={area: tuple(Wording(**one) for one in found) for area, found in stored["questions"].items()},
        protocol=Wording(**stored["protocol"]) if stored["protocol"] else None,
        steps=tuple((Wording(**step["title"]), step["minutes"]) for step in stored["steps"]),
    )


def _words(wording: Wording) -> dict[str, str | None]:
    return {"nb": wording.nb, "nn": wording.nn, "en": wording.en}

"""What decided that a question was asked, as far as a reader is told."""

from collections.abc import Iterable, Mapping

from content.vocabulary.prompting import Cause
from dialogs.model import AppliedRule, Reason

_TOLD: Mapping[Reason, Cause] = {
    Reason.CHOSEN: "chosen",
    Reason.OWN: "own",
    Reason.NAMED: "named",
    Reason.COMMITMENT: "commitment",
    Reason.HARD: "hard",
    Reason.FAMILY: "family",
    Reason.GOALS: "goals",
}
"""The heaviest first, after the season."""
_SEASONS: Mapping[object, Cause] = {"start": "start", "talks": "talks", "results": "results", "spring": "spring"}


def cause(because: Iterable[AppliedRule]) -> Cause:
    """A rule that left some out and reached its aim; a season first, since it tells of now."""
    met = {rule.reason: rule.facts for rule in because if not rule.facts.get("rank")}
    if Reason.SEASON in met:
        return _SEASONS.get(met[Reason.SEASON].get("season"), "turn")
    return next((told for reason, told in _TOLD.items() if reason in met), "turn")

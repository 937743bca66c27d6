"""The choice of a group's next prompt, with reasons: rules rank the suitable prompts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.blanks import filled
from content.catalogue import Catalogue
from content.catalogue_types import Level, Prompt, SchoolType
from dialogs.asking import suiting
from dialogs.calendar.instants import local
from dialogs.model import AppliedRule, Group, PastPrompt, Reason, Series, Session, Unit

_ENOUGH = 3  # people; with fewer, a skip may have any reason, and the author would be known


@dataclass(frozen=True)
class Choice:
    """`prompt` has its blanks filled; the question is asked under `area`.

    `because` holds each rule with an effect, in the order of the rules.
    """

    prompt: Prompt
    area: str
    because: tuple[AppliedRule, ...]


def choose(
    session: Session, series: Series, group: Group, unit: Unit, history: Sequence[PastPrompt], *, catalogue: Catalogue
) -> Choice | None:
    """The prompt of a session, None where none suits.

    `history` is everything the group was asked in any series, oldest first. Each rule chooses among the prompts left by
    the rule before.
    """
    left = suiting.suitable(series, group, unit, catalogue)
    if not left:
        return None
    turn = _turn(suiting.areas(series, catalogue), left, session.ordinal)
    because = [AppliedRule(Reason.FITS, len(left), _fits(series, group, unit, left, history))]
    goals, levels = suiting.goals(series, catalogue), suiting.levels(group, unit)
    for rule in _rules(series, history, turn, goals=goals, levels=levels):
        best = min(map(rule.rank, left))
        kept = tuple(prompt for prompt in left if rule.rank(prompt) == best)
        if len(kept) < len(left) or (best and rule.report_miss):
            because.append(AppliedRule(rule.reason, len(kept), {"rank": best, **rule.facts(best)}))
        left = kept
    if len(left) > 1:
        because.append(AppliedRule(Reason.CATALOGUE, 1))
    return Choice(_filled(left[0], session, unit), turn[_place(left[0], turn)], tuple(because))


def past_prompt(choice: Choice, session: Session) -> PastPrompt:
    """The choice as if just asked, with no answers yet."""
    return PastPrompt(session.series, choice.prompt.id, choice.area, choice.prompt.requirement)


def _filled(prompt: Prompt, session: Session, unit: Unit) -> Prompt:
    """Blanks filled for the day the session opens, and for the prompt's grades that the school has."""
    grades = suiting.grades(unit).intersection(prompt.grades)
    return replace(prompt, question=filled(prompt.question, on=local(session.opens_at).date(), grades=grades))


@dataclass(frozen=True)
class _Rule:
    """A rule keeps the prompts of the lowest rank, 0 being its aim; `facts` are further values for `why`.

    `report_miss`: `because` also records that no prompt met the rule's aim.
    """

    reason: Reason
    rank: Callable[[Prompt], int]
    facts: Callable[[int], Mapping[str, str | int]] = lambda _rank: {}
    report_miss: bool = True


def _rules(
    series: Series,
    history: Sequence[PastPrompt],
    turn: Sequence[str],
    *,
    goals: frozenset[str],
    levels: frozenset[Level],
) -> tuple[_Rule, ...]:
    here = [past for past in history if past.series == series.id]
    times, tied = Counter(past.prompt for past in here), Counter(past.requirement for past in here)
    met, elsewhere = {past.area for past in here}, {past.prompt for past in history if past.series != series.id}
    resting, own = _resting(history), levels - {Level.SCHOOL}

    def by_strength(prompt: Prompt) -> int:
        return int(turn[_place(prompt, turn)] not in met and not prompt.strength)

    def by_requirement(prompt: Prompt) -> int:
        return tied[prompt.requirement] if series.requirements else 0

    def in_turn(place: int) -> Mapping[str, str | int]:
        return {"area": turn[place], "turn": turn[0], "areas": len(turn)}

    return (
        _Rule(Reason.LEAST_ASKED, lambda prompt: times[prompt.id]),
        _Rule(Reason.RESTED, lambda prompt: int(prompt.id in resting)),
        _Rule(Reason.NEW, lambda prompt: int(prompt.id in elsewhere)),
        _Rule(Reason.TURN, lambda prompt: _place(prompt, turn), in_turn),
        _Rule(Reason.GOALS, lambda prompt: int(bool(goals) and goals.isdisjoint(prompt.entries))),
        _Rule(Reason.STRENGTH, by_strength),
        _Rule(Reason.REQUIREMENT, by_requirement),
        _Rule(Reason.LEVEL, lambda prompt: int(own.isdisjoint(prompt.level)), report_miss=False),
        _Rule(Reason.MAIN_AREA, lambda prompt: int(prompt.areas[0] != turn[_place(prompt, turn)]), report_miss=False),
    )


def _resting(history: Sequence[PastPrompt]) -> frozenset[str]:
    """Prompts with a weak response the last time: more than half skipped, or fewer than a third answered."""
    last = {past.prompt: past for past in history if past.over}
    return frozenset(
        prompt
        for prompt, past in last.items()
        if past.asked >= _ENOUGH and (past.passed * 2 > past.asked or past.answered * 3 < past.asked)
    )


def _fits(
    series: Series, group: Group, unit: Unit, prompts: Sequence[Prompt], history: Sequence[PastPrompt]
) -> Mapping[str, str | int]:
    """The limits that made the pool, and how much of the pool was asked or is resting; "" is no limit."""
    met = {past.prompt for past in history if past.series == series.id}
    resting, types = _resting(history), suiting.school_types(series, unit)
    return {
        "areas": ", ".join(series.areas),
        "requirements": ", ".join(series.requirements),
        "level": ", ".join(level for level in Level if level in suiting.levels(group, unit)),
        "audience": series.audience or "",
        "phase": series.phase or "",
        "school_types": ", ".join(kind for kind in SchoolType if kind in types),
        "asked": sum(prompt.id in met for prompt in prompts),
        "rest": sum(prompt.id in resting for prompt in prompts),
    }


def _turn(areas: Sequence[str], prompts: Sequence[Prompt], ordinal: int) -> Sequence[str]:
    """The areas with prompts, starting at the area whose turn it is."""
    available = [area for area in areas if any(area in prompt.areas for prompt in prompts)]
    first = ordinal % len(available)
    return available[first:] + available[:first]


def _place(prompt: Prompt, turn: Sequence[str]) -> int:
    return min(turn.index(area) for area in prompt.areas if area in turn)

"""Which prompt a group meets next, and why: the rules that choose among the prompts that suit it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.blanks import filled
from content.catalogue import Catalogue
from content.entries import Level, Prompt, SchoolType
from dialogs.asking import suiting
from dialogs.calendar.instants import local
from dialogs.model import Because, Group, Posed, Reason, Series, Session, Unit

_ENOUGH = 3  # people; of one or two, a pass may have any reason, and be known for whose it is


@dataclass(frozen=True)
class Choice:
    """`prompt` has its blanks filled; `area` is the one it is asked under.

    `because` tells of each rule that had a say, in their order.
    """

    prompt: Prompt
    area: str
    because: tuple[Because, ...]


def choose(
    session: Session, series: Series, group: Group, unit: Unit, history: Sequence[Posed], *, catalogue: Catalogue
) -> Choice | None:
    """The prompt of a session, None where none suits it.

    `history` is all the group has met in any series, in the order it was asked. The rules weigh in their order, each
    choosing among those that the rules before left.
    """
    left = suiting.pool(series, group, unit, catalogue)
    if not left:
        return None
    turn = _turn(suiting.areas(series, catalogue), left, session.ordinal)
    because = [Because(Reason.FITS, len(left), _fits(series, group, unit, left, history))]
    goals, levels = suiting.goals(series, catalogue), suiting.levels(group, unit)
    for rule in _rules(series, history, turn, goals=goals, levels=levels):
        best = min(map(rule.rank, left))
        kept = tuple(prompt for prompt in left if rule.rank(prompt) == best)
        if len(kept) < len(left) or (best and rule.owns_up):
            because.append(Because(rule.reason, len(kept), {"rank": best, **rule.facts(best)}))
        left = kept
    if len(left) > 1:
        because.append(Because(Reason.CATALOGUE, 1))
    return Choice(_filled(left[0], session, unit), turn[_place(left[0], turn)], tuple(because))


def posed(choice: Choice, session: Session) -> Posed:
    """The choice as if it had been asked and nobody had had the time to answer."""
    return Posed(session.series, choice.prompt.id, choice.area, choice.prompt.requirement)


def _filled(prompt: Prompt, session: Session, unit: Unit) -> Prompt:
    """For the day the session opens, and those of its grades that the school has."""
    grades = suiting.grades(unit).intersection(prompt.grades)
    return replace(prompt, question=filled(prompt.question, on=local(session.opens_at).date(), grades=grades))


@dataclass(frozen=True)
class _Rule:
    """The prompts of the lowest rank are kept, 0 being what it looks for; `facts` are what else `why` has to know.

    `owns_up`: it is told, too, that none was what it looked for.
    """

    reason: Reason
    rank: Callable[[Prompt], int]
    facts: Callable[[int], Mapping[str, str | int]] = lambda _rank: {}
    owns_up: bool = True


def _rules(
    series: Series, history: Sequence[Posed], turn: Sequence[str], *, goals: frozenset[str], levels: frozenset[Level]
) -> tuple[_Rule, ...]:
    here = [one for one in history if one.series == series.id]
    times, tied = Counter(one.prompt for one in here), Counter(one.requirement for one in here)
    met, elsewhere = {one.area for one in here}, {one.prompt for one in history if one.series != series.id}
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
        _Rule(Reason.LEVEL, lambda prompt: int(own.isdisjoint(prompt.level)), owns_up=False),
        _Rule(Reason.MAIN_AREA, lambda prompt: int(prompt.areas[0] != turn[_place(prompt, turn)]), owns_up=False),
    )


def _resting(history: Sequence[Posed]) -> frozenset[str]:
    """Prompts that met little the last time: more than half passed, or fewer than a third answered."""
    last = {one.prompt: one for one in history if one.over}
    return frozenset(
        prompt
        for prompt, one in last.items()
        if one.asked >= _ENOUGH and (one.passed * 2 > one.asked or one.answered * 3 < one.asked)
    )


def _fits(
    series: Series, group: Group, unit: Unit, prompts: Sequence[Prompt], history: Sequence[Posed]
) -> Mapping[str, str | int]:
    """What made the pool, and how it stands; "" is no limit."""
    met = {one.prompt for one in history if one.series == series.id}
    resting, types = _resting(history), suiting.school_types(series, unit)
    return {
        "areas": ", ".join(series.areas),
        "requirements": ", ".join(series.requirements),
        "level": ", ".join(level for level in Level if level in suiting.levels(group, unit)),
        "audience": series.audience or "",
        "phase": series.phase or "",
        "school_types": ", ".join(one for one in SchoolType if one in types),
        "asked": sum(prompt.id in met for prompt in prompts),
        "rest": sum(prompt.id in resting for prompt in prompts),
    }


def _turn(areas: Sequence[str], prompts: Sequence[Prompt], ordinal: int) -> Sequence[str]:
    """The areas there are prompts for, beginning with the one whose turn it is."""
    there = [area for area in areas if any(area in prompt.areas for prompt in prompts)]
    first = ordinal % len(there)
    return there[first:] + there[:first]


def _place(prompt: Prompt, turn: Sequence[str]) -> int:
    return min(turn.index(area) for area in prompt.areas if area in turn)

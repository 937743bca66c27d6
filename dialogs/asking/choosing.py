"""The choice of a group's next prompt, with reasons: rules rank the suitable prompts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import takewhile

from content.blanks import filled
from content.catalogue import Catalogue
from content.catalogue_types import Family, Level, Prompt, SchoolType
from dialogs.asking import chosen_by_hand, suiting
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import local
from dialogs.calendar.seasons import season
from dialogs.model import AppliedRule, PastPrompt, Reason, Rhythm, Series, Session

_ENOUGH = 3  # people; with fewer, a skip may have any reason, and the author would be known
LONGEST_REST = 10
"""School weeks within which every family of requirements that concerns the group is asked about."""
ENOUGH_OF_FAMILY = 4
"""Prompts that suit a group, so that a family can be asked about through a year without a question's coming twice."""
FIRST_ARE_LIGHT = 2
"""Questions of a series that ask about nothing hard."""
HARD_AFTER, HARD_BY = 4, 5
"""From the last question about something hard to the next: no sooner than the fourth; the fifth, where there is one."""
OWN_LEVEL = (2, 3)
"""Of three questions, at least two are written for groups like this one."""
THURSDAY = 3  # as date.weekday() counts
_WEEKS = {Rhythm.WEEK: 1, Rhythm.FORTNIGHT: 2, Rhythm.MONTH: 4}


@dataclass(frozen=True)
class Choice:
    """`prompt` has its blanks filled; the question is asked under `area`.

    `because` holds each rule with an effect, in the order of the rules.
    """

    prompt: Prompt
    area: str
    because: tuple[AppliedRule, ...]


def choose(
    session: Session, series: Series, asked: Asked, history: Sequence[PastPrompt], *, catalogue: Catalogue
) -> Choice | None:
    """The prompt of a session, None where none suits; a question chosen by hand goes before every rule.

    `history` is everything the group was asked in any series, oldest first. Each rule chooses among the prompts left by
    the rule before.
    """
    if (found := chosen_by_hand.question_of(session, series, asked, catalogue)) is not None:
        return Choice(_filled(found.prompt, session, asked), found.area, (AppliedRule(found.reason, 1),))
    pool = chosen_by_hand.without_later(suiting.suitable(series, asked, catalogue), session, series)
    return choose_among(pool, session, series, asked, history, catalogue=catalogue)


def choose_among(
    pool: tuple[Prompt, ...],
    session: Session,
    series: Series,
    asked: Asked,
    history: Sequence[PastPrompt],
    *,
    catalogue: Catalogue,
) -> Choice | None:
    """The best of a pool by the rules, None for an empty pool."""
    left = pool
    if not left:
        return None
    areas = suiting.areas(series, catalogue)
    because = [AppliedRule(Reason.FITS, len(left), _fits(series, asked, left, history))]
    for rule in _rules(_Ground(session, series, asked, history, left, areas, catalogue)):
        best = min(map(rule.rank, left))
        kept = tuple(prompt for prompt in left if rule.rank(prompt) == best)
        if len(kept) < len(left) or (best and rule.report_miss):
            because.append(AppliedRule(rule.reason, len(kept), {"rank": best, **rule.facts(best)}))
        left = kept
    return Choice(_filled(left[0], session, asked), _area(left[0], areas), tuple(because))


def past_prompt(choice: Choice, session: Session) -> PastPrompt:
    """The choice as if just asked, with no answers yet."""
    return PastPrompt(session.series, choice.prompt.id, choice.area, choice.prompt.requirement)


def year_ahead(
    sessions: Sequence[Session],
    series: Mapping[str, Series],
    asked: Asked,
    history: Sequence[PastPrompt],
    catalogue: Catalogue,
) -> tuple[tuple[Session, Choice | None], ...]:
    """What a group's sessions will ask, in the order of opening; each choice counts as asked before the next."""
    met, found = list(history), []
    for session in sessions:
        choice = choose(session, series[session.series], asked, met, catalogue=catalogue)
        if choice is not None:
            met.append(past_prompt(choice, session))
        found.append((session, choice))
    return tuple(found)


def _filled(prompt: Prompt, session: Session, asked: Asked) -> Prompt:
    """Blanks filled for the day the session opens, and for the prompt's grades that the school has."""
    grades = suiting.grades_of(asked).intersection(prompt.grades)
    return replace(prompt, question=filled(prompt.question, on=local(session.opens_at).date(), grades=grades))


def _area(prompt: Prompt, areas: Sequence[str]) -> str:
    """The first of the prompt's areas that the series is about: what it is about before all else."""
    return next(area for area in prompt.areas if area in areas)


@dataclass(frozen=True)
class _Rule:
    """A rule keeps the prompts of the lowest rank, 0 being its aim; `facts` are further values for `why`.

    `report_miss`: `because` also records that no prompt met the rule's aim.
    """

    reason: Reason
    rank: Callable[[Prompt], int]
    facts: Callable[[int], Mapping[str, str | int]] = lambda _rank: {}
    report_miss: bool = False


@dataclass(frozen=True)
class _Ground:
    """All that the rules compare: the session, what was asked before, and the suitable prompts."""

    session: Session
    series: Series
    asked: Asked
    history: Sequence[PastPrompt]
    pool: Sequence[Prompt]
    areas: Sequence[str]
    catalogue: Catalogue

    @property
    def here(self) -> Sequence[PastPrompt]:
        """What this series has asked the group, oldest first."""
        return [past for past in self.history if past.series == self.series.id]

    @property
    def day(self) -> date:
        return local(self.session.opens_at).date()


def _rules(ground: _Ground) -> tuple[_Rule, ...]:
    """Heaviest first."""
    series, here, day = ground.series, ground.here, ground.day
    times, tied = Counter(past.prompt for past in here), Counter(past.requirement for past in here)
    met, resting = {past.area for past in here}, _resting(ground.history)
    elsewhere = {past.prompt for past in ground.history if past.series != series.id}
    goals, now = suiting.goals(series, ground.catalogue), season(day)
    turn = _turn(ground)

    def area(prompt: Prompt) -> str:
        return _area(prompt, ground.areas)

    def by_name(prompt: Prompt) -> int:
        return series.prompts.index(prompt.id) if series.prompts else 0

    def by_requirement(prompt: Prompt) -> int:
        return tied[prompt.requirement] if series.requirements else 0

    def in_turn(place: int) -> Mapping[str, str | int]:
        return {"area": turn[place], "turn": turn[0], "areas": len(turn)}

    return (
        _Rule(Reason.LEAST_ASKED, lambda prompt: times[prompt.id], report_miss=True),
        _Rule(Reason.NAMED, by_name, lambda _: {"rank": 0}),
        _Rule(Reason.RESTED, lambda prompt: int(prompt.id in resting), report_miss=True),
        _Rule(Reason.NEW, lambda prompt: int(prompt.id in elsewhere), report_miss=True),
        _hard(ground),
        _Rule(Reason.DAY, lambda prompt: int(prompt.late_in_week and day.weekday() < THURSDAY)),
        _Rule(Reason.OUT_OF_SEASON, lambda prompt: int(bool(prompt.seasons) and now not in prompt.seasons)),
        _family(ground),
        _own_level(ground),
        _committed(ground),
        _Rule(Reason.TURN, lambda prompt: turn.index(area(prompt)), in_turn, report_miss=True),
        _Rule(Reason.GOALS, lambda prompt: int(bool(goals) and goals.isdisjoint(prompt.entries)), report_miss=True),
        _Rule(Reason.SEASON, lambda prompt: int(now not in prompt.seasons), lambda _: {"season": now or ""}),
        _Rule(Reason.CORE, lambda prompt: int(not prompt.core)),
        _Rule(Reason.STRENGTH, lambda prompt: int(area(prompt) not in met and not prompt.strength), report_miss=True),
        _Rule(Reason.REQUIREMENT, by_requirement, report_miss=True),
        _mixed(ground),
    )


def _hard(ground: _Ground) -> _Rule:
    """A question about something hard every fourth to sixth time, and none among a series' first two."""
    prompts = {prompt.id: prompt for prompt in ground.catalogue.prompts}
    light = [*takewhile(lambda past: not _is_hard(prompts.get(past.prompt)), reversed(ground.here))]
    since, ever = len(light) + 1, len(light) < len(ground.here)
    if since >= HARD_BY:
        return _Rule(Reason.HARD, lambda prompt: int(not prompt.hard), lambda _: {"since": since})
    is_early = since < HARD_AFTER if ever else len(ground.here) < FIRST_ARE_LIGHT
    return _Rule(Reason.LIGHT, lambda prompt: int(is_early and prompt.hard), lambda _: {"since": since})


def _is_hard(prompt: Prompt | None) -> bool:
    return prompt is not None and prompt.hard


def _own_level(ground: _Ground) -> _Rule:
    """Two thirds of a series' questions are written for groups of the kind, and not for schools in general.

    A municipality as owner is asked its own while any is left, for «skolen din» is nothing to ask a municipality.
    """
    own, prompts = suiting.own_levels(ground.asked), {prompt.id: prompt for prompt in ground.catalogue.prompts}
    there = [prompts[past.prompt] for past in ground.here if past.prompt in prompts]
    written = sum(not own.isdisjoint(prompt.level) for prompt in there)
    of_three, three = (1, 1) if Level.OWNER in own else OWN_LEVEL
    has_room = written * three >= of_three * (len(there) + 1)
    return _Rule(
        Reason.LEVEL,
        lambda prompt: int(not has_room and own.isdisjoint(prompt.level)),
        lambda _: {"written": written, "asked": len(there)},
    )


def _family(ground: _Ground) -> _Rule:
    """The families of requirements that must be asked about now, lest one of them rest for too long.

    A family's time is what remains of ten school weeks since it was asked about, in sessions of the series. With as
    many families as sessions until the last of their times, none can wait.
    """
    laws = ground.catalogue.requirements

    def family(requirement: str | None) -> Family | None:
        return laws[requirement].family if requirement and requirement in laws else None

    tied = Counter(family(prompt.requirement) for prompt in ground.pool)
    concerning = {one for one in Family if tied[one] >= ENOUGH_OF_FAMILY}
    # One session early, since a question about something hard, which goes before, may be of no family.
    sessions = max(1, LONGEST_REST // _WEEKS.get(ground.series.every or Rhythm.WEEK, 1) - 1)
    left = {one: sessions - _rested(one, ground, family) for one in concerning}
    in_order = sorted(left, key=lambda one: (left[one], one))
    pressing = max((place for place, one in enumerate(in_order, start=1) if left[one] <= place), default=0)
    places = {one: place for place, one in enumerate(in_order[:pressing])}

    def rank(prompt: Prompt) -> int:
        found = family(prompt.requirement)
        return places.get(found, pressing) if found is not None else pressing

    return _Rule(
        Reason.FAMILY, rank, lambda place: {"family": in_order[place] if place < pressing else "", "due": pressing}
    )


def _rested(one: Family, ground: _Ground, family: Callable[[str | None], Family | None]) -> int:
    """Sessions of the series since the group was last asked about the family, in whatever series."""
    since = takewhile(lambda past: family(past.requirement) is not one, reversed(ground.history))
    return sum(past.series == ground.series.id for past in since)


def _committed(ground: _Ground) -> _Rule:
    """The area that the group last promised to try something in leads once, until it has been asked about again."""
    places = [place for place, past in enumerate(ground.history) if past.promised]
    wanted = ground.history[places[-1]].area if places else None
    met_since = places and any(past.area == wanted for past in ground.history[places[-1] + 1 :])
    leads = wanted is not None and not met_since
    return _Rule(
        Reason.COMMITMENT,
        lambda prompt: int(leads and _area(prompt, ground.areas) != wanted),
        lambda _: {"area": wanted or ""},
    )


def _turn(ground: _Ground) -> Sequence[str]:
    """The areas with prompts, the one furthest behind its share first, then in the model's order."""
    available = dict.fromkeys(area for area in ground.areas for p in ground.pool if _area(p, ground.areas) == area)
    asked = Counter(past.area for past in ground.here)
    return sorted(available, key=lambda area: asked[area] / ground.series.weights.get(area, 1))


def _mixed(ground: _Ground) -> _Rule:
    """The files' prompts shuffled, each series by a seed of its own and the same for all its groups."""
    seed = f"{ground.series.municipality}/{ground.series.id}/"

    def rank(prompt: Prompt) -> int:
        return int.from_bytes(sha256((seed + prompt.id).encode()).digest()[:8])

    return _Rule(Reason.MIXED, rank, lambda _: {"rank": 0})


def _resting(history: Sequence[PastPrompt]) -> frozenset[str]:
    """Prompts with a weak response the last time: more than half skipped, or fewer than a third answered."""
    last = {past.prompt: past for past in history if past.over}
    return frozenset(
        prompt
        for prompt, past in last.items()
        if past.asked >= _ENOUGH and (past.passed * 2 > past.asked or past.answered * 3 < past.asked)
    )


def _fits(
    series: Series, asked: Asked, prompts: Sequence[Prompt], history: Sequence[PastPrompt]
) -> Mapping[str, str | int]:
    """The limits that made the pool, and how much of the pool was asked or is resting; "" is no limit."""
    met = {past.prompt for past in history if past.series == series.id}
    resting, types = _resting(history), suiting.school_types(series, asked)
    return {
        "areas": ", ".join(series.areas),
        "requirements": ", ".join(series.requirements),
        "level": ", ".join(level for level in Level if level in suiting.levels(asked)),
        "audience": series.audience or "",
        "phase": series.phase or "",
        "school_types": ", ".join(kind for kind in SchoolType if kind in types),
        "asked": sum(prompt.id in met for prompt in prompts),
        "rest": sum(prompt.id in resting for prompt in prompts),
    }

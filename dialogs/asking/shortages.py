"""Shortages of the catalogue: prompts reaching nobody; too few for areas, groups, families of law and seasons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from uuid import UUID

from content.catalogue import Catalogue, Fault
from content.catalogue_types import Audience, Family, Level, Prompt, SchoolType, Season
from dialogs.asking.choosing import ENOUGH_OF_FAMILY
from dialogs.asking.suiting import Asked, own_levels, suitable
from dialogs.model import AskedIn, Group, GroupKind, Intention, Language, Rung, Series, Unit, UnitKind

OF_AREA, FOR_LEADERS = 60, 15
"""Questions per area, and leaders' share: a year and a half of one area repeats nothing."""
OF_LEVEL = 26
"""Questions written for a kind of group: two thirds of a school year's."""
OF_HARD, OF_SEASON = 9, 2
"""Questions about something hard in a school year, and questions per season for two years."""

_MUNICIPALITY = Unit("", frozenset({UnitKind.MUNICIPALITY}), "", None, Language.NB)
_PRIMARY = Unit("", frozenset({UnitKind.SCHOOL}), "", None, Language.NB, "1-7")
_LOWER = Unit("", frozenset({UnitKind.SCHOOL}), "", None, Language.NB, "8-10")
_KINDERGARTEN = Unit("", frozenset({UnitKind.KINDERGARTEN}), "", None, Language.NB)


def _asked(kind: GroupKind, unit: Unit) -> Asked:
    return Asked(Group("", "", kind, ""), unit)


_GROUPS: Mapping[str, Asked] = {
    "principals": _asked(GroupKind.PRINCIPALS, _MUNICIPALITY),
    "teams in grades 1 to 7": _asked(GroupKind.TEAM, _PRIMARY),
    "teams in grades 8 to 10": _asked(GroupKind.TEAM, _LOWER),
    "kindergartens": _asked(GroupKind.STAFF, _KINDERGARTEN),
    "a municipality's steering group": _asked(GroupKind.STEERING, _MUNICIPALITY),
}
_OTHERS = (
    _asked(GroupKind.NETWORK, _MUNICIPALITY),
    *(_asked(GroupKind.PRINCIPALS, unit) for unit in (_PRIMARY, _LOWER, _KINDERGARTEN)),
)
_ANY = Series("", "", (), "", Intention.CONVEYING, (), (), UUID(int=0), "", Rung.GROUP, AskedIn.PERSONAL)


def shortages(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Each fault names its remedy. Groups are measured by a series without limits."""
    faults = [*_unreachable(catalogue), *_areas(catalogue)]
    for name, asked in _GROUPS.items():
        pool = suitable(_ANY, asked, catalogue)
        faults += [*_level(name, asked, pool), *_families(name, pool, catalogue), *_kinds(name, pool, catalogue)]
    return tuple(faults)


def _unreachable(catalogue: Catalogue) -> Iterator[Fault]:
    """Prompts for no kind of group under any audience, school types and goals of a series."""
    left = catalogue.prompts
    for asked, series in product((*_GROUPS.values(), *_OTHERS), tuple(_every_series(catalogue))):
        reached = {prompt.id for prompt in suitable(series, asked, replace(catalogue, prompts=left))}
        left = tuple(prompt for prompt in left if prompt.id not in reached)
    for prompt in left:
        told = "reaches nobody; make level, school_types and grades fit one kind of group together"
        yield Fault(f"prompts: {prompt.id}", "level", told)


def _every_series(catalogue: Catalogue) -> Iterator[Series]:
    """Series of every audience and school type, with questions and with statements, towards all goals."""
    goals = tuple(catalogue.entries)
    protocols = {False: "", **{one.statements: id_ for id_, one in catalogue.protocols.items()}}
    school_types = ((), *((one,) for one in SchoolType))
    for protocol, audience, types in product(protocols.values(), (None, *Audience), school_types):
        yield replace(_ANY, protocol=protocol, audience=audience, school_types=types, goals=goals)


def _areas(catalogue: Catalogue) -> Iterator[Fault]:
    for area in catalogue.areas:
        of_area = [prompt for prompt in catalogue.prompts if area in prompt.areas]
        for_leaders = sum(Level.PRINCIPALS in prompt.level for prompt in of_area)
        if len(of_area) < OF_AREA or for_leaders < FOR_LEADERS:
            told = f"has {len(of_area)} prompts, {for_leaders} of them for principals"
            remedy = f'write at least {OF_AREA}, {FOR_LEADERS} of them with level = ["{Level.PRINCIPALS}"]'
            yield Fault(f"areas: {area}", "prompts", f"{told}; {remedy}")


def _level(name: str, asked: Asked, pool: Sequence[Prompt]) -> Iterator[Fault]:
    levels = own_levels(asked)
    own = sum(not levels.isdisjoint(prompt.level) for prompt in pool)
    if own < OF_LEVEL:
        told = f"have {own} written for them; write at least {OF_LEVEL} with level {' or '.join(sorted(levels))}"
        yield Fault(f"levels: {name}", "prompts", told)


def _families(name: str, pool: Sequence[Prompt], catalogue: Catalogue) -> Iterator[Fault]:
    tied = Counter(_family(prompt, catalogue) for prompt in pool)
    for family in (one for one in Family if tied[one] < ENOUGH_OF_FAMILY):
        told = f"has {tied[family]} prompts for {name}; tie at least {ENOUGH_OF_FAMILY} to law cards of the family"
        yield Fault(f"requirements: {family}", "prompts", told)


def _family(prompt: Prompt, catalogue: Catalogue) -> Family | None:
    return catalogue.requirements[prompt.requirement].family if prompt.requirement else None


def _kinds(name: str, pool: Sequence[Prompt], catalogue: Catalogue) -> Iterator[Fault]:
    """Prompts about something hard, of each season, and first of each area: the choice of a year counts on them."""
    hard, seasons = sum(prompt.hard for prompt in pool), Counter(one for prompt in pool for one in prompt.seasons)
    if hard < OF_HARD:
        told = f"has {hard} prompts about something hard; write at least {OF_HARD} with hard = true"
        yield Fault(f"groups: {name}", "hard", told)
    for season in (one for one in Season if seasons[one] < OF_SEASON):
        told = f'has {seasons[season]} prompts of {season}; write at least {OF_SEASON} with seasons = ["{season}"]'
        yield Fault(f"groups: {name}", "seasons", told)
    for area in catalogue.areas:
        if not any(prompt.core and prompt.areas[0] == area for prompt in pool):
            told = f"has no prompt that {area} begins with; give one of the area core = true"
            yield Fault(f"groups: {name}", "core", told)

"""The prompts that suit a group in a series: by areas, requirements, audience, level, school type and grades."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from content.catalogue import Catalogue
from content.catalogue_types import Audience, Level, Phase, Prompt, SchoolType
from dialogs.model import AskedIn, Group, GroupKind, Intention, Rung, Series, Unit, UnitKind

_LEADING = frozenset({GroupKind.PRINCIPALS, GroupKind.NETWORK, GroupKind.STEERING})
_WHOLE_STAFF = frozenset({GroupKind.STAFF, GroupKind.TEAM})
_PRIMARY, _LOWER_SECONDARY = frozenset(range(1, 8)), frozenset(range(8, 11))
GRADES = _PRIMARY | _LOWER_SECONDARY
_NAMED_STAGES = {
    "barnetrinn": _PRIMARY,
    "barnesteg": _PRIMARY,
    "ungdomstrinn": _LOWER_SECONDARY,
    "ungdomssteg": _LOWER_SECONDARY,
}
_STAGES = re.compile(
    r"(\d{1,2})\.?(?:\s*(?:[-–]|til)\s*(\d{1,2})\.?)?(?:\s*(?:års)?(?:trinn|steg|klasse))?", re.IGNORECASE
)
LIMITS = ("areas", "requirements", "audience", "phase", "school_types", "prompts")
"""The keys by which a series leaves prompts out."""

_ABOVE_THE_SCHOOLS = frozenset({SchoolType.PRIMARY, SchoolType.LOWER_SECONDARY})


@dataclass(frozen=True)
class Asked:
    """A group in its unit; `places` are the schools and kindergartens where its members work, () where unknown."""

    group: Group
    unit: Unit
    places: tuple[Unit, ...] = ()


def suitable(series: Series, asked: Asked, catalogue: Catalogue) -> tuple[Prompt, ...]:
    """In the series' order where the series names its prompts, else in the catalogue's."""
    about, level, audience = set(areas(series, catalogue)), levels(asked), _audiences(series, asked.group)
    types, taught, wished = school_types(series, asked), grades_of(asked), goals(series, catalogue)
    protocol = catalogue.protocols.get(series.protocol)
    statements = protocol is not None and protocol.statements
    return tuple(
        prompt
        for prompt in _named(series, catalogue)
        if prompt.is_statement == statements
        and not about.isdisjoint(prompt.areas)
        and (not series.requirements or prompt.requirement in series.requirements)
        and not level.isdisjoint(prompt.level)
        and (not prompt.audience or not audience.isdisjoint(prompt.audience))
        and (series.phase is None or not prompt.phases or series.phase in prompt.phases)
        and not types.isdisjoint(prompt.school_types)
        and (not prompt.grades or not taught.isdisjoint(prompt.grades))
        and (not prompt.local or not wished.isdisjoint(prompt.entries))
    )


def _named(series: Series, catalogue: Catalogue) -> Iterable[Prompt]:
    if not series.prompts:
        return catalogue.prompts
    known = {prompt.id: prompt for prompt in catalogue.prompts}
    return [known[named] for named in series.prompts if named in known]


def remedies(series: Series, asked: Asked, catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """For a series no prompt suits: the keys where a single change would help, with the helpful values.

    "" stands for leaving the key out. A missing key may help too, since some prompts need an explicit audience or
    school type.
    """
    kinds: tuple[Iterable[str], ...] = (catalogue.areas, catalogue.requirements, Audience, Phase, SchoolType, ())
    found: dict[str, tuple[str, ...]] = {}
    for key, values in zip(LIMITS, kinds, strict=True):
        unset = getattr(unlimited(series), key)
        wishes = {"": unset, **{str(value): (value,) if unset == () else value for value in values}}
        fit = tuple(told for told, wish in wishes.items() if suitable(_with(series, key, wish), asked, catalogue))
        if fit:
            found[key] = fit
    return found


def by_area(series: Series, areas: tuple[str, ...]) -> Series:
    """The series about the areas instead, () for all; for the same people, and without its own list of prompts."""
    return replace(series, areas=areas, requirements=(), phase=None, prompts=())


def unlimited(series: Series) -> Series:
    return replace(series, areas=(), requirements=(), audience=None, phase=None, school_types=(), prompts=())


def areas(series: Series, catalogue: Catalogue) -> tuple[str, ...]:
    """The series' own areas, else all; without areas that are gone from the catalogue."""
    return tuple(area for area in series.areas or catalogue.areas if area in catalogue.areas)


def areas_with_questions(asked: Asked, catalogue: Catalogue) -> tuple[str, ...]:
    """The areas about which the group could be asked in a series without limits, in the model's order."""
    about = {area for prompt in suitable(_UNLIMITED, asked, catalogue) for area in prompt.areas}
    return tuple(area for area in catalogue.areas if area in about)


def questions(asked: Asked, catalogue: Catalogue, *, areas: Iterable[str] = ()) -> tuple[Prompt, ...]:
    """The prompts that suit the group in a series about the areas, () for all of them."""
    return suitable(replace(_UNLIMITED, areas=tuple(areas)), asked, catalogue)


_UNLIMITED = Series(
    municipality="",
    id="",
    groups=(),
    protocol="",
    intention=Intention.CONVEYING,
    areas=(),
    requirements=(),
    led_by=UUID(int=0),
    stays_open="P1D",
    default_rung=Rung.GROUP,
    asked=AskedIn.PERSONAL,
)


def goals(series: Series, catalogue: Catalogue) -> frozenset[str]:
    """The series' goals, and all entries below them."""
    found = set(series.goals)
    while found and (more := {entry.id for entry in catalogue.entries.values() if entry.parent in found} - found):
        found |= more
    return frozenset(found)


def levels(asked: Asked) -> frozenset[Level]:
    """Leading groups are asked as leaders, and a municipality's steering group as its owner; no other group is."""
    group, unit = asked.group, asked.unit
    if group.kind not in _LEADING:
        return frozenset({Level.TEAM, Level.SCHOOL})
    if group.kind is GroupKind.STEERING and UnitKind.MUNICIPALITY in unit.kinds:
        return frozenset({Level.OWNER, Level.PRINCIPALS})
    found = {Level.PRINCIPALS, Level.SCHOOL}
    if group.kind is GroupKind.NETWORK:
        found.add(Level.NETWORK)
    return frozenset(found)


def own_levels(asked: Asked) -> frozenset[Level]:
    """The levels whose prompts are written for groups like this one, and not for schools, or leaders, in general."""
    found = levels(asked)
    return frozenset({Level.OWNER}) if Level.OWNER in found else found - {Level.SCHOOL}


def _audiences(series: Series, group: Group) -> frozenset[Audience]:
    """Audiences besides everyone: the series' own, else the likely members of a group of the kind.

    Newcomers have to be named by the series: their questions would be strange to everybody else.
    """
    if series.audience is not None:
        return frozenset({series.audience})
    if group.kind in _LEADING:
        return frozenset({Audience.LEADERS})
    also = {Audience.ASSISTANTS} if group.kind in _WHOLE_STAFF else set()
    return frozenset({Audience.TEACHERS, *also})


def school_types(series: Series, asked: Asked) -> frozenset[SchoolType]:
    """The school types of a group's schools and kindergartens, narrowed by the series.

    Above the schools they are those of the members' own, all where these are unknown. A school with primary grades has
    SFO too, but SFO has to be named by the series, since other people work there; so have kindergartens above them.
    """
    if asked.unit.is_place:
        types = types_of(asked.unit)
        also = {SchoolType.SFO} if SchoolType.PRIMARY in types else set()
        return frozenset(series.school_types) & (types | also) if series.school_types else types
    if series.school_types:
        return frozenset(series.school_types)
    found = frozenset[SchoolType]().union(*map(types_of, asked.places))
    return found & _ABOVE_THE_SCHOOLS or found or _ABOVE_THE_SCHOOLS


def types_of(place: Unit) -> frozenset[SchoolType]:
    taught, types = grades(place), set[SchoolType]()
    if UnitKind.KINDERGARTEN in place.kinds:
        types.add(SchoolType.KINDERGARTEN)
    if taught & _PRIMARY:
        types.add(SchoolType.PRIMARY)
    if taught & _LOWER_SECONDARY:
        types.add(SchoolType.LOWER_SECONDARY)
    return frozenset(types)


def grades_of(asked: Asked) -> frozenset[int]:
    """The grades of the group's school; above the schools those of the members' own, all where unknown."""
    if asked.unit.is_place:
        return grades(asked.unit)
    return frozenset[int]().union(*map(grades, asked.places)) or GRADES


def grades(unit: Unit) -> frozenset[int]:
    """A school's grades, all where its `stages` cannot be read; empty for every other unit."""
    if UnitKind.SCHOOL not in unit.kinds:
        return frozenset()
    return read_grades(unit.stages) & GRADES or GRADES


def read_grades(stages: str) -> frozenset[int]:
    """The grades that a cell names, also grades no school has; empty where any part cannot be read."""
    found: set[int] = set()
    for part in filter(None, map(str.strip, re.split("[,;+]| og ", stages))):
        told = _STAGES.fullmatch(part)
        if told is None and part.casefold() not in _NAMED_STAGES:
            return frozenset()
        found |= _between(told[1], told[2] or told[1]) if told else _NAMED_STAGES[part.casefold()]
    return frozenset(found)


def _between(one: str, other: str) -> frozenset[int]:
    first, last = sorted((int(one), int(other)))
    return frozenset(range(first, last + 1))


def _with(series: Series, key: str, value: object) -> Series:
    return replace(series, **{key: value})  # type: ignore[arg-type]  # a key of `remedies`

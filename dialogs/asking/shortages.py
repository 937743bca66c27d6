"""Where the catalogue falls short: prompts that reach nobody; areas, levels and families without enough of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from uuid import UUID

from content.catalogue import Catalogue, Fault
from content.catalogue_types import Audience, Family, Level, Prompt, SchoolType
from dialogs.asking.choosing import ENOUGH_OF_FAMILY
from dialogs.asking.suiting import Asked, own_levels, suitable
from dialogs.model import AskedIn, Group, GroupKind, Intention, Language, Rung, Series, Unit, UnitKind

OF_AREA, FOR_LEADERS = 60, 15
"""Questions of an area, and of these for leaders, so that a year and a half of it repeats nothing."""
OF_LEVEL = 26
"""Questions written for a kind of group: two thirds of a school year's."""

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
    return (*_unreachable(catalogue), *_areas(catalogue), *_levels(catalogue), *_families(catalogue))


def _unreachable(catalogue: Catalogue) -> Iterator[Fault]:
    """A prompt that no group is asked, whatever audience, school types and goals its series names."""
    for prompt in catalogue.prompts:
        alone = replace(catalogue, prompts=(prompt,))
        protocol = next((id_ for id_, one in catalogue.protocols.items() if one.statements is prompt.is_statement), "")
        series = [
            replace(_ANY, protocol=protocol, audience=audience, school_types=types, goals=prompt.entries)
            for audience, types in product((None, *Audience), ((), *((one,) for one in SchoolType)))
        ]
        if not any(suitable(one, asked, alone) for asked in (*_GROUPS.values(), *_OTHERS) for one in series):
            yield Fault(f"prompts: {prompt.id}", "level", "reaches nobody; look at school_types and grades")


def _areas(catalogue: Catalogue) -> Iterator[Fault]:
    for area in catalogue.areas:
        of_area = [prompt for prompt in catalogue.prompts if area in prompt.areas]
        for_leaders = sum(Level.PRINCIPALS in prompt.level for prompt in of_area)
        if len(of_area) < OF_AREA or for_leaders < FOR_LEADERS:
            told = f"has {len(of_area)} prompts, {for_leaders} of them for principals"
            yield Fault(f"areas: {area}", "prompts", f"{told}; write at least {OF_AREA}, and {FOR_LEADERS}")


def _levels(catalogue: Catalogue) -> Iterator[Fault]:
    for name, asked in _GROUPS.items():
        own = sum(not own_levels(asked).isdisjoint(prompt.level) for prompt in suitable(_ANY, asked, catalogue))
        if own < OF_LEVEL:
            yield Fault(f"levels: {name}", "prompts", f"have {own} written for them; write at least {OF_LEVEL}")


def _families(catalogue: Catalogue) -> Iterator[Fault]:
    for name, asked in _GROUPS.items():
        tied = Counter(_family(prompt, catalogue) for prompt in suitable(_ANY, asked, catalogue))
        for family in (one for one in Family if tied[one] < ENOUGH_OF_FAMILY):
            told = f"has {tied[family]} prompts for {name}; write at least {ENOUGH_OF_FAMILY}"
            yield Fault(f"requirements: {family}", "prompts", told)


def _family(prompt: Prompt, catalogue: Catalogue) -> Family | None:
    return catalogue.requirements[prompt.requirement].family if prompt.requirement else None

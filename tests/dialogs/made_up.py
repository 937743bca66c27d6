"""A catalogue of a few made-up prompts, and a group, unit, series and session to ask them in."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from content.catalogue import Catalogue, load
from content.catalogue_types import Level, Prompt
from content.language import Language, Wording
from dialogs.model import AskedIn, Group, GroupKind, Intention, Rung, Series, Session, Unit, UnitKind

SCHOOL = Unit("solbakken", frozenset({UnitKind.SCHOOL}), "Solbakken skole", "nordvik", Language.NB, "1-7")
MUNICIPALITY = Unit("nordvik", frozenset({UnitKind.MUNICIPALITY}), "Nordvik kommune", None, Language.NB)
NETWORK = Unit("nordnett", frozenset({UnitKind.NETWORK}), "Nordnett", None, Language.NB)
SERIES = Series(
    municipality="nordvik",
    id="host",
    groups=("laget",),
    protocol="ukesrefleksjon",
    intention=Intention.CONVEYING,
    areas=(),
    requirements=(),
    led_by=UUID(int=9),
    stays_open="P5D",
    default_rung=Rung.GROUP,
    asked=AskedIn.PERSONAL,
)


@cache
def loaded() -> Catalogue:
    return load()


def catalogue(*prompts: Prompt, areas: str = "abc") -> Catalogue:
    """The packaged catalogue with other areas and prompts."""
    like = next(iter(loaded().areas.values()))
    return replace(loaded(), areas={id_: replace(like, id=id_) for id_ in areas}, prompts=prompts)


def prompt(id_: str, areas: str = "a", **fields: Any) -> Prompt:  # noqa: ANN401 - whatever a test names
    plain = Prompt(id_, Wording(f"Hva med {id_}?", f"Kva med {id_}?"), tuple(areas), (), (), None, tuple(Level))
    return replace(plain, **fields)


def series(**fields: Any) -> Series:  # noqa: ANN401 - whatever a test names
    return replace(SERIES, **fields)


def group(kind: GroupKind = GroupKind.TEAM, unit: Unit = SCHOOL) -> Group:
    return Group("laget", unit.id, kind, "Laget")


def school(stages: str, *kinds: UnitKind) -> Unit:
    return replace(SCHOOL, stages=stages, kinds=frozenset(kinds or {UnitKind.SCHOOL}))


def session(ordinal: int = 0, of: str = "host") -> Session:
    return Session("nordvik", f"{of}.laget.{ordinal}", of, "laget", ordinal, datetime(2026, 11, 24, 7, tzinfo=UTC))

"""Marks in the bank's index beside the stems: who may read an entry, and what it is about.

A mark only narrows what the database looks through; whether a reader may read an entry is asked of the entry's own row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from dialogs.model import Beyond, Circle, EntryKind, Reading, Rung

Ways = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Subject:
    """What an entry is about, and where and when it was: ids of the catalogue, and the year in which August was.

    As a filter: "" and None leave open. `stage` is one of `SchoolType`.
    """

    area: str = ""
    requirement: str = ""
    stage: str = ""
    year: int | None = None
    kind: EntryKind | None = None


def marks_of_circle(municipality: str, circle: Circle) -> frozenset[str]:
    """An entry's marks of the places from which it is read; none for its author's own rung."""
    anchors = (
        (Rung.GROUP, circle.group),
        (Rung.UNIT, circle.unit),
        (Rung.PRINCIPALS, municipality),
        (Rung.MUNICIPALITY, municipality),
        (Rung.NETWORK, circle.network or ""),
    )
    return frozenset(_place(municipality, rung, anchor) for rung, anchor in anchors if rung <= circle.rung and anchor)


def marks_of_subject(kind: EntryKind, subjects: Iterable[Subject]) -> frozenset[str]:
    """An entry's marks of everything it is about."""
    return frozenset({_mark("kind", kind.value)}.union(*(_marks(one) for one in subjects)))


def seen_from(reading: Reading) -> Ways:
    """Any of the marks that a reader's entries have; () for a reader in no circle."""
    places = {_place(reading.municipality, one.rung, one.anchor) for one in reading.standings}
    return tuple((one,) for one in sorted(places))


def seen_beyond(beyond: Beyond) -> Ways:
    """As `seen_from`, in other municipalities: whatever was shared with the network there."""
    return tuple((_place(one, Rung.NETWORK, beyond.network),) for one in sorted(beyond.municipalities))


def wanted(subject: Subject) -> tuple[Ways, ...]:
    """All of the marks of a filter."""
    return tuple(((one,),) for one in sorted(_marks(subject)))


def _marks(one: Subject) -> set[str]:
    values = {"area": one.area, "requirement": one.requirement, "stage": one.stage, "year": str(one.year or "")}
    values["kind"] = one.kind.value if one.kind is not None else ""
    return {_mark(name, value) for name, value in values.items() if value}


def _place(municipality: str, rung: Rung, anchor: str) -> str:
    return _mark(municipality, f"{rung.name} {anchor}")


def _mark(name: str, value: str) -> str:
    """Letters and digits alone, whatever stands in an id."""
    return blake2b(f"{name}\n{value}".encode(), digest_size=8).hexdigest()

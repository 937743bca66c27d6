"""References from rows of the source documents into the catalogue, as "kind:id", and from the catalogue to rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from content.catalogue import Catalogue


class NamesRows(Protocol):
    """An object of the catalogue; its `rows` may be empty."""

    @property
    def rows(self) -> tuple[str, ...]: ...


Traced = tuple[str, NamesRows]


def items(catalogue: Catalogue) -> Iterator[Traced]:
    """The whole catalogue, object by object, with references."""
    model = catalogue.model
    yield f"model:{model.id}", model
    for kind, found in (
        ("m", model.ms),
        ("feature", model.features),
        ("area", model.areas),
        ("requirement", catalogue.requirements.values()),
        ("ladder", catalogue.ladders.values()),
        ("prompt", catalogue.prompts),
        ("protocol", catalogue.protocols.values()),
        ("framework", catalogue.frameworks.values()),
        ("entry", catalogue.entries.values()),
    ):
        yield from ((f"{kind}:{one.id}", one) for one in found)


def by_row(traced: Iterable[Traced]) -> Mapping[str, Sequence[str]]:
    """Row -> references of all objects naming the row, in the catalogue's order."""
    naming: dict[str, list[str]] = {}
    for reference, item in traced:
        for row in item.rows:
            naming.setdefault(row, []).append(reference)
    return naming

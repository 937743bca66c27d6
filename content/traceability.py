"""Traceability: the rows of the five source documents, and what in the product serves each, or will later."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from content.catalogue import PACKAGED, Catalogue
from content.catalogue_table import CatalogueFaults, Fault, Table, open_file

FILE = "traceability.toml"


class State(StrEnum):
    """How far a row is served; anything but SERVED gives the reason, or what is missing, in `because`."""

    SERVED = "served"
    PARTLY = "partly"
    NOT_YET = "not yet"
    NOT_SUPPORTED = "not supported"


@dataclass(frozen=True)
class Capability:
    """`served_by` are names of modules, empty for a capability that is not built."""

    id: str
    name: str
    served_by: tuple[str, ...]


@dataclass(frozen=True)
class TracedRow:
    """`entries` are references like "prompt:lyktes-med" or "area:digital-teknologi"."""

    id: str
    state: State
    entries: tuple[str, ...]
    capabilities: tuple[str, ...]
    because: str

    @property
    def document(self) -> str:
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Trace:
    """`documents` are names by the letter their row ids begin with; `rows` are in file order."""

    documents: Mapping[str, str]
    capabilities: Mapping[str, Capability]
    rows: Mapping[str, TracedRow]

    def per_document(self) -> Mapping[str, Counter[State]]:
        return {id_: _states(row for row in self.rows.values() if row.document == id_) for id_ in self.documents}

    def per_capability(self) -> Mapping[str, Counter[State]]:
        """Counts per capability; a row counts under each of its capabilities."""
        return {id_: _states(row for row in self.rows.values() if id_ in row.capabilities) for id_ in self.capabilities}


def _states(rows: Iterable[TracedRow]) -> Counter[State]:
    return Counter(row.state for row in rows)


def load_trace(catalogues: Sequence[Catalogue], folder: Path | None = None) -> Trace:
    """References are looked up in all `catalogues`. Raises CatalogueFaults with every fault."""
    folder, faults = folder or PACKAGED, list[Fault]()
    table = open_file(folder / FILE, folder, faults)
    if table is None:
        raise CatalogueFaults(tuple(faults))
    trace = _trace(table, known_references(catalogues))
    table.close()
    for catalogue in catalogues:
        _check_rows_named(table, trace, catalogue)
    if faults:
        raise CatalogueFaults(tuple(dict.fromkeys(faults)))
    return trace


def _trace(table: Table, references: frozenset[str]) -> Trace:
    documents = table.table("documents")
    names = {id_: documents.text(id_) for id_ in documents.values}
    capabilities = {each.at.partition(".")[2]: _capability(each) for each in _each(table, "capabilities")}
    rows = {}
    for each in _each(table, "rows"):
        row = _row(each)
        _check(each, row, names, capabilities, references)
        rows[row.id] = row
    return Trace(MappingProxyType(names), MappingProxyType(capabilities), MappingProxyType(rows))


def _each(table: Table, key: str) -> Iterator[Table]:
    """Tables nested in the table `key`, each named by its own key."""
    within = table.table(key)
    for id_ in within.values:
        yield within.table(id_)


def _capability(table: Table) -> Capability:
    found = Capability(table.at.partition(".")[2], table.text("name"), table.texts("served_by", at_least=0))
    table.close()
    return found


def _row(table: Table) -> TracedRow:
    row = TracedRow(
        id=table.at.partition(".")[2],
        state=table.choice("state", State),
        entries=table.texts("entries", at_least=0),
        capabilities=table.texts("capabilities"),
        because=table.text("because", optional=True),
    )
    table.close()
    return row


def _check(
    table: Table,
    row: TracedRow,
    documents: Mapping[str, str],
    capabilities: Mapping[str, Capability],
    references: frozenset[str],
) -> None:
    if row.document not in documents:
        table.fault("", f"begins with «{row.document}», which is not one of {', '.join(documents)}")
    table.check_known("capabilities", row.capabilities, capabilities)
    table.check_known("entries", row.entries, references)
    if row.state is not State.SERVED and not row.because:
        table.fault("because", f"is missing; a row that is «{row.state}» says what is missing, or why")
    done = any(capabilities[id_].served_by for id_ in row.capabilities if id_ in capabilities)
    if row.state in {State.SERVED, State.PARTLY} and not (row.entries or done):
        table.fault("state", f"is «{row.state}», but nothing serves it; name entries, or say «{State.NOT_YET}»")


def known_references(catalogues: Iterable[Catalogue]) -> frozenset[str]:
    """Everything a row may refer to, as "kind:id"."""
    return frozenset(reference for catalogue in catalogues for reference, _ in _items(catalogue))


def rows_named(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(reference, rows) of every catalogue object that names rows itself."""
    return ((reference, rows) for reference, rows in _items(catalogue) if rows)


def _items(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    model = catalogue.model
    yield f"model:{model.id}", model.rows
    for kind, items in (
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
        yield from ((f"{kind}:{item.id}", item.rows) for item in items)


def _check_rows_named(table: Table, trace: Trace, catalogue: Catalogue) -> None:
    for reference, rows in rows_named(catalogue):
        for row in (row for row in rows if row not in trace.rows):
            table.fault("rows", f"does not hold «{row}», which {reference} says it answers to")

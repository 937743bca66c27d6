"""Traceability: the rows of the five source documents, and what in the product serves each, or will later."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from content.catalogue import PACKAGED, Catalogue
from content.catalogue_table import CatalogueFaults, Fault, Table, open_file
from content.catalogue_types import Level
from content.references import NamesRows, by_row, items
from content.yardstick import Demand, shortcomings

FILE = "traceability.toml"


class State(StrEnum):
    """How far a row is served; anything but SERVED gives the reason, or what is missing, in `because`."""

    SERVED = "served"
    PARTLY = "partly"
    NOT_YET = "not yet"
    NOT_SUPPORTED = "not supported"


@dataclass(frozen=True)
class Capability:
    """`served_by` are names of modules, empty for a capability that is not built.

    `prompts` and `law_cards` are how many a served row with the capability has at least.
    """

    id: str
    name: str
    served_by: tuple[str, ...]
    prompts: int = 0
    law_cards: int = 0


@dataclass(frozen=True)
class TracedRow:
    """`entries` are references like "prompt:lyktes-med" or "area:digital-teknologi", with all that name the row.

    `question` is a prompt's id, where the row is itself a question. `levels` are for whom the row's questions are,
    empty for anybody.
    """

    id: str
    state: State
    entries: tuple[str, ...]
    capabilities: tuple[str, ...]
    because: str
    question: str = ""
    levels: tuple[Level, ...] = ()

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
    traced = [one for catalogue in catalogues for one in items(catalogue)]
    naming = by_row(traced)
    trace = _trace(table, dict(traced), naming)
    table.close()
    for row, references in ((row, references) for row, references in naming.items() if row not in trace.rows):
        table.fault("rows", f"does not hold «{row}», which {references[0]} says it answers to")
    if faults:
        raise CatalogueFaults(tuple(dict.fromkeys(faults)))
    return trace


def _trace(table: Table, found: Mapping[str, NamesRows], naming: Mapping[str, Sequence[str]]) -> Trace:
    documents = table.table("documents")
    names = {id_: documents.text(id_) for id_ in documents.values}
    capabilities = {each.at.partition(".")[2]: _capability(each) for each in _each(table, "capabilities")}
    rows = {}
    for each in _each(table, "rows"):
        row = _row(each, naming)
        _check(each, row, names, capabilities, found)
        rows[row.id] = row
    return Trace(MappingProxyType(names), MappingProxyType(capabilities), MappingProxyType(rows))


def _each(table: Table, key: str) -> Iterator[Table]:
    """Tables nested in the table `key`, each named by its own key."""
    within = table.table(key)
    for id_ in within.values:
        yield within.table(id_)


def _capability(table: Table) -> Capability:
    found = Capability(
        id=table.at.partition(".")[2],
        name=table.text("name"),
        served_by=table.texts("served_by", at_least=0),
        prompts=table.positive("prompts") if table.holds("prompts") else 0,
        law_cards=table.positive("law_cards") if table.holds("law_cards") else 0,
    )
    table.close()
    return found


def _row(table: Table, naming: Mapping[str, Sequence[str]]) -> TracedRow:
    id_, question = table.at.partition(".")[2], table.text("question", optional=True)
    asked = (f"prompt:{question}",) if question else ()
    named = (*table.texts("entries", at_least=0), *asked, *naming.get(id_, ()))
    row = TracedRow(
        id=id_,
        state=table.choice("state", State),
        entries=tuple(dict.fromkeys(named)),
        capabilities=table.texts("capabilities"),
        because=table.text("because", optional=True),
        question=question,
        levels=table.choices("levels", Level, at_least=0),
    )
    table.close()
    return row


def _check(
    table: Table,
    row: TracedRow,
    documents: Mapping[str, str],
    capabilities: Mapping[str, Capability],
    found: Mapping[str, NamesRows],
) -> None:
    if row.document not in documents:
        table.fault("", f"begins with «{row.document}», which is not one of {', '.join(documents)}")
    table.check_known("capabilities", row.capabilities, capabilities)
    table.check_known("entries", row.entries, found)
    if row.state is not State.SERVED and not row.because:
        table.fault("because", f"is missing; a row that is «{row.state}» says what is missing, or why")
    has = [capabilities[id_] for id_ in row.capabilities if id_ in capabilities]
    if row.state in {State.SERVED, State.PARTLY} and not (row.entries or any(one.served_by for one in has)):
        table.fault("state", f"is «{row.state}», but nothing serves it; name entries, or say «{State.NOT_YET}»")
    if row.state is State.SERVED:
        _measure(table, row, has, [found[reference] for reference in row.entries if reference in found])


def _measure(table: Table, row: TracedRow, has: Sequence[Capability], found: Sequence[NamesRows]) -> None:
    for one in (one for one in has if not one.served_by):
        table.fault("state", f"is «{State.SERVED}», but {one.id} ({one.name}) is built by no module yet")
    asked = max((one.prompts for one in has), default=0)
    demand = Demand(
        min(asked, 1) if row.question else asked, max((one.law_cards for one in has), default=0), row.levels
    )
    for lacking in shortcomings(row.id, demand, found):
        table.fault("state", f"is «{State.SERVED}», but {lacking}")

"""Traceability in tables: rows of the source documents by state."""

from collections import Counter
from collections.abc import Iterator, Sequence

from content.traceability import State, Trace


def trace_lines(trace: Trace, *, rows: bool) -> Iterator[str]:
    """A table per document and a table per capability, with a column per state; tab-separated."""
    states = list(State)
    yield _row("document", states)
    for id_, counted in trace.per_document().items():
        yield _row(f"{id_} {trace.documents[id_]}", [counted[state] for state in states])
    total = Counter(row.state for row in trace.rows.values())
    yield _row("all rows", [total[state] for state in states])
    yield ""
    yield _row("capability", states)
    for id_, counted in trace.per_capability().items():
        yield _row(f"{id_} {trace.capabilities[id_].name}", [counted[state] for state in states])
    if rows:
        yield ""
        yield "\t".join(("row", "state", "capabilities", "served by", "because"))
        for row in trace.rows.values():
            yield "\t".join((row.id, row.state, " ".join(row.capabilities), " ".join(row.entries) or "-", row.because))


def _row(name: str, cells: Sequence[object]) -> str:
    numbers = [cell for cell in cells if isinstance(cell, int)]
    last = sum(numbers) if numbers else "rows"
    return "\t".join(str(cell) for cell in (name, *cells, last))

"""Statements that are made once and run all the time: what SQLAlchemy finds out about them is found out once.

It asks each time what the parameters are, what comes back and how to read it, which takes longer than SQLite does.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Dialect, Insert, Uuid
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.tables.common import Instant

S = TypeVar("S", bound=Executable)
Processor = Callable[[Any], Any]
Given = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""The parameters of a statement, or those of each time that it is to be carried out."""

_OPTION = "made_once"
_MOST_REMEMBERED = 1_000  # ids or instants, for each place in each statement where there are any


def made_once(statement: S) -> S:
    """The same statement, of which there is one as long as the program runs; its parameters are named by bindparams."""
    return statement.execution_options(**{_OPTION: True})


def is_made_once(statement: Executable) -> bool:
    return _OPTION in statement.get_execution_options()


class Answer:
    """The rows that came back; `rowcount` is how many the statement found or changed.

    As much of SQLAlchemy's result as is asked of it here: to make that takes longer than SQLite takes to find them.
    """

    def __init__(self, keys: Sequence[str], rows: list[Any], rowcount: int) -> None:
        self.rowcount = rowcount
        self._keys = keys
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        return self._rows

    def one(self) -> Any:  # noqa: ANN401 - a row, or a mapping
        """Raises ValueError where there is none, or several."""
        [row] = self._rows
        return row

    def one_or_none(self) -> Any:  # noqa: ANN401 - a row, or a mapping
        return self.one() if self._rows else None

    def scalar(self) -> Any:  # noqa: ANN401 - whatever it is
        """The first row's first value."""
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> "Answer":
        return Answer(self._keys[:1], [row[0] for row in self._rows], self.rowcount)

    def mappings(self) -> "Answer":
        return Answer(self._keys, [dict(zip(self._keys, row, strict=True)) for row in self._rows], self.rowcount)


class Prepared:
    """A statement in the words of one kind of database, with what its values become on the way there and back."""

    def __init__(self, statement: Executable, dialect: Dialect, names: Iterable[str]) -> None:
        """`names` are those of its parameters, among them the columns of an INSERT that does not say itself."""
        columns = [name for name in names if name in statement.table.c] if isinstance(statement, Insert) else None
        compiled = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - which is what statements with parameters become
        assert not compiled.post_compile_params  # noqa: S101 - a list would make it another statement each time
        self.sql = str(compiled)
        slots = [_slot(compiled, name, dialect) for name in compiled.positiontup or ()]
        self._given = _getter([name for name, _, _ in slots if name is not None])
        self._fixed = [(place, value) for place, (name, value, _) in enumerate(slots) if name is None]
        self._making = [(place, process) for place, (_, _, process) in enumerate(slots) if process is not None]
        found = compiled._result_columns  # noqa: SLF001 - what comes back, by the names it is labelled with
        self._keys = [column.keyname for column in found]
        self._row: Any = namedtuple("Row", self._keys, rename=True)  # type: ignore[misc]  # noqa: PYI024 - its own
        self._processors = [_result_processor(column.type, dialect) for column in found]

    @property
    def gives_rows(self) -> bool:
        return bool(self._processors)

    def bound(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """The statement's values in their places. Raises KeyError where one is not given."""
        values = [*self._given(parameters)]
        for place, value in self._fixed:
            values.insert(place, value)
        for place, process in self._making:
            values[place] = process(values[place])
        return tuple(values)

    def answer(self, rows: Iterable[Sequence[Any]], rowcount: int) -> Answer:
        make, processors = self._row._make, self._processors
        read = [
            make([process(value) if process else value for process, value in zip(processors, row, strict=True)])
            for row in rows
        ]
        return Answer(self._keys, read, rowcount)


class Preparing:
    """Those of one database, each prepared with the first of its parameters, whose names are always the same."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[Executable, Prepared] = {}

    def find(self, statement: Executable, parameters: Given) -> Prepared | None:
        """None where it is not one that is made once."""
        known = self._known.get(statement)
        if known is None and is_made_once(statement):
            names = parameters if isinstance(parameters, Mapping) else parameters[0]
            known = self._known[statement] = Prepared(statement, self._dialect, names)
        return known


def _getter(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """What finds those of these names among the parameters. It raises KeyError where one is not given."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda parameters: [parameters[name] for name in names]


def _slot(compiled: SQLCompiler, name: str, dialect: Dialect) -> tuple[str | None, Any, Processor | None]:
    """(its name, None, what makes it a value of the driver's), or (None, the value it always has, None)."""
    bind = compiled.binds[name]
    process: Processor | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if process is not None and isinstance(bind.type, Instant):
        process = _remembering(process)  # all that is written at one moment bears it
    if bind.required:
        return bind.key, None, process
    value = bind.effective_value
    return None, process(value) if process else value, None


def _remembering(process: Processor) -> Processor:
    remembered = lru_cache(_MOST_REMEMBERED)(process)

    def processed(value: datetime | None) -> Any:  # noqa: ANN401 - the driver's
        # The two times that a local clock shows when summer time ends are equal, and are not the same.
        return process(value) if value is not None and value.fold else remembered(value)

    return processed


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    process = kind.dialect_impl(dialect).result_processor(dialect, None)
    # The same few people, things and moments come back all the time, and to read one takes longer than to look it up.
    return lru_cache(_MOST_REMEMBERED)(process) if process is not None and isinstance(kind, Uuid | Instant) else process

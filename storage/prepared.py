"""Prepared statements: compiled once, then run on the driver directly.

SQLAlchemy looks up parameters, result columns and their converters at each execution, which takes longer than SQLite
takes for the statement itself.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Dialect, Engine, RowMapping, Uuid, literal_column
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement, ClauseList
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import NullType, TypeEngine

from storage.cache import Cache
from storage.tables.common import Instant

Processor = Callable[[Any], Any]
Shape = Callable[[Sequence[Any]], Any]
Row = RowMapping | Mapping[str, Any]
"""A row by column names, from SQLAlchemy or from a prepared statement."""

_MOST_REMEMBERED = 1_000  # ids or instants, per parameter or result column of a statement


class WrongParameters(TypeError):
    """A prepared statement was run with a missing or an unknown parameter."""


class Prepared:
    """A statement that is compiled once, and run on the driver without SQLAlchemy's detours.

    `columns` are the columns of an INSERT whose statement names no values. A list (`IN`) can be a constant, and not a
    parameter: the SQL would differ with the list's length.
    """

    def __init__(self, statement: Executable, *, columns: Iterable[str] = ()) -> None:
        self.statement = statement
        self.columns = tuple(columns)

    async def run(self, c: AsyncConnection, **parameters: Any) -> "Rows":  # noqa: ANN401 - the columns' own types
        """Raises WrongParameters where a parameter is missing or unknown."""
        return await _ours(c).run(self, parameters)

    async def run_each(self, c: AsyncConnection, many: Sequence[Mapping[str, Any]]) -> int:
        """Run once per mapping, and return how many rows were found or changed; -1 where the driver does not tell.

        Raises WrongParameters where a parameter is missing or unknown.
        """
        return await _ours(c).run_each(self, many)


class PreparedConnection(AsyncConnection):
    """A connection that runs prepared statements on its driver; each database has its own.

    `cache` is the database's, for callers that are handed nothing but the connection.
    """

    def __init__(self, engine: "PreparedEngine") -> None:
        super().__init__(engine)
        self.cache = engine.cache

    async def run(self, prepared: Prepared, parameters: Mapping[str, Any]) -> "Rows":
        raise NotImplementedError

    async def run_each(self, prepared: Prepared, many: Sequence[Mapping[str, Any]]) -> int:
        raise NotImplementedError


def cache_of(c: AsyncConnection) -> Cache:
    """The cache of the connection's database."""
    return _ours(c).cache


def _ours(c: AsyncConnection) -> PreparedConnection:
    if not isinstance(c, PreparedConnection):
        raise TypeError(f"not a connection of storage/database.py: {type(c).__name__}")
    return c


class Rows:
    """The rows a prepared statement returned; `rowcount` is how many rows the statement found or changed.

    SQLAlchemy's own result takes longer to make than SQLite takes to find the rows. Each row is a list of values;
    `shape` is applied to the list when the row is read.
    """

    def __init__(self, keys: Sequence[str], rows: Sequence[Sequence[Any]], rowcount: int, shape: Shape) -> None:
        self.rowcount = rowcount
        self._keys = keys
        self._rows = rows
        self._shape = shape

    def __iter__(self) -> Iterator[Any]:
        return map(self._shape, self._rows)

    def all(self) -> list[Any]:
        return [*self]

    def one(self) -> Any:  # noqa: ANN401 - a row, or a mapping
        """Raises ValueError for no row, and for several."""
        [row] = self._rows
        return self._shape(row)

    def one_or_none(self) -> Any:  # noqa: ANN401 - a row, or a mapping
        return self.one() if self._rows else None

    def scalar(self) -> Any:  # noqa: ANN401 - whatever it is
        """The first row's first value."""
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> "Rows":
        return Rows(self._keys[:1], self._rows, self.rowcount, itemgetter(0))

    def mappings(self) -> "Rows":
        keys = self._keys
        return Rows(keys, self._rows, self.rowcount, lambda row: dict(zip(keys, row, strict=True)))


class Compiled:
    """A prepared statement in the SQL of one database, with the converters of its parameters and columns."""

    def __init__(self, prepared: Prepared, dialect: Dialect) -> None:
        columns = prepared.columns or None
        statement = _with_constants_written_out(prepared.statement, dialect)
        compiled = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - which is what statements with parameters become
        assert not compiled.post_compile_params, "a list cannot be a parameter of a prepared statement"  # noqa: S101
        self.sql = str(compiled)
        slots = [_slot(compiled, name, dialect) for name in compiled.positiontup or ()]
        in_order = [name for name, _, _ in slots if name is not None]
        self._names = frozenset(in_order)
        self._given = _getter(in_order)
        self._fixed = [(place, value) for place, (name, value, _) in enumerate(slots) if name is None]
        self._making = [(place, process) for place, (_, _, process) in enumerate(slots) if process is not None]
        found = compiled._result_columns  # noqa: SLF001 - what comes back, by the names it is labelled with
        self._keys = [column.keyname for column in found]
        row: Any = namedtuple("Row", self._keys, rename=True)  # type: ignore[misc]  # noqa: PYI024 - its own
        self._row: Shape = row._make
        processors = [_result_processor(column.type, dialect) for column in found]
        self._reading = [(place, process) for place, process in enumerate(processors) if process is not None]

    @property
    def gives_rows(self) -> bool:
        return bool(self._keys)

    def bound(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """The parameters in the order of the SQL's placeholders. Raises WrongParameters."""
        if parameters.keys() != self._names:
            raise WrongParameters(self._told(parameters.keys()))
        values = [*self._given(parameters)]
        for place, value in self._fixed:
            values.insert(place, value)
        for place, process in self._making:
            values[place] = process(values[place])
        return tuple(values)

    def _told(self, given: Collection[str]) -> str:
        missing, unknown = sorted(self._names - set(given)), sorted(set(given) - self._names)
        faults = {"missing": missing, "unknown": unknown}
        return "; ".join(f"{fault}: {', '.join(names)}" for fault, names in faults.items() if names)

    def rows(self, raw: Iterable[Sequence[Any]], rowcount: int) -> Rows:
        read = [[*row] for row in raw]
        for row in read:
            for place, process in self._reading:
                row[place] = process(row[place])
        return Rows(self._keys, read, rowcount, self._row)


class PreparedEngine(AsyncEngine):
    """An engine that compiles each prepared statement once, and calls its `watchers` with the SQL of each run.

    `cache` is the database's; a database may have several engines. `compiled_statements` may be shared by engines whose
    dialects are equal.
    """

    __slots__ = ("cache", "compiled_statements", "watchers")

    def __init__(self, sync_engine: Engine, cache: Cache, compiled_statements: dict[Prepared, Compiled]) -> None:
        super().__init__(sync_engine)
        self.cache = cache
        self.compiled_statements = compiled_statements
        self.watchers: list[Callable[[str], None]] = []

    def compiled(self, prepared: Prepared) -> Compiled:
        """Called for each run of a prepared statement."""
        found = self.compiled_statements.get(prepared)
        if found is None:
            found = self.compiled_statements[prepared] = Compiled(prepared, self.sync_engine.dialect)
        for watch in self.watchers:
            watch(found.sql)
        return found


def _with_constants_written_out(statement: Executable, dialect: Dialect) -> Executable:
    """The statement with the constants of its conditions in the SQL, and parameters for what differs between runs.

    SQLite plans a statement anew at each run where a parameter is compared with the column of a partial index's
    condition, which takes longer than the statement.
    """

    def written_out(element: object, **_: object) -> ClauseElement | None:
        if not isinstance(element, BindParameter) or element.required:
            return None
        write = element.type.dialect_impl(dialect).literal_processor(dialect)
        if write is None:
            return None
        value: Any = element.effective_value
        if element.expanding:
            return ClauseList(*(literal_column(write(one), element.type) for one in value)).self_group()
        return literal_column(write(value), element.type)

    return replacement_traverse(statement, {}, written_out)  # type: ignore[call-overload, no-any-return]


def _getter(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """A function from parameters to the values of `names`, in order, which raises KeyError for a missing parameter."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda parameters: [parameters[name] for name in names]


def _slot(compiled: SQLCompiler, name: str, dialect: Dialect) -> tuple[str | None, Any, Processor | None]:
    """(name, None, converter to the driver's type) of a parameter, or (None, value, None) of a constant."""
    bind = compiled.binds[name]
    # The driver would write the value as it likes: an instant without its type is another text, which sorts elsewhere.
    assert not isinstance(bind.type, NullType), f"the parameter {name} needs a type"  # noqa: S101
    process: Processor | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if process is not None and isinstance(bind.type, Instant):
        process = _remembering(process)  # many rows bear the same instant
    if bind.required:
        return bind.key, None, process
    value = bind.effective_value
    return None, process(value) if process else value, None


def _remembering(process: Processor) -> Processor:
    remembered = lru_cache(_MOST_REMEMBERED)(process)

    def processed(value: datetime | None) -> Any:  # noqa: ANN401 - the driver's
        # When summer time ends, a local clock shows two instants alike: the two compare as equal, but differ in UTC.
        return process(value) if value is not None and value.fold else remembered(value)

    return processed


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    process = kind.dialect_impl(dialect).result_processor(dialect, None)
    # The same few ids and instants are read all the time, and converting takes longer than looking up.
    return lru_cache(_MOST_REMEMBERED)(process) if process is not None and isinstance(kind, Uuid | Instant) else process

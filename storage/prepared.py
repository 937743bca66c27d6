"""Statements that are made once and run all the time: what SQLAlchemy finds out about them is found out once.

It asks each time what the parameters are, what comes back and how to read it, which takes longer than SQLite does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Dialect, Insert
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

S = TypeVar("S", bound=Executable)
Processor = Callable[[Any], Any]

_OPTION = "made_once"


def made_once(statement: S) -> S:
    """The same statement, of which there is one as long as the program runs; its parameters are named by bindparams."""
    return statement.execution_options(**{_OPTION: True})


def is_made_once(statement: Executable) -> bool:
    return _OPTION in statement.get_execution_options()


class Answer(IteratorResult[Any]):
    """The rows that came back; `rowcount` is how many the statement found or changed."""

    rowcount: int


class Prepared:
    """A statement in the words of one kind of database, with what its values become on the way there and back."""

    def __init__(self, statement: Executable, dialect: Dialect, names: Iterable[str]) -> None:
        """`names` are those of its parameters, and so of the columns of an INSERT that does not say itself."""
        columns = list(names) if isinstance(statement, Insert) else None
        compiled = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - which is what statements with parameters become
        assert not compiled.post_compile_params  # noqa: S101 - a list would make it another statement each time
        self.sql = str(compiled)
        self._slots = [_slot(compiled, name, dialect) for name in compiled.positiontup or ()]
        found = compiled._result_columns  # noqa: SLF001 - what comes back, by the names it is labelled with
        self._keys = SimpleResultMetaData([column.keyname for column in found])
        self._processors = [_result_processor(column.type, dialect) for column in found]

    @property
    def gives_rows(self) -> bool:
        return bool(self._processors)

    def bound(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """The statement's values in their places. Raises KeyError where one is not given."""
        return tuple(
            [
                value if name is None else process(parameters[name]) if process else parameters[name]
                for name, value, process in self._slots
            ]
        )

    def answer(self, rows: Iterable[Sequence[Any]], rowcount: int) -> Answer:
        processors = self._processors
        read = [
            tuple([process(value) if process else value for process, value in zip(processors, row, strict=True)])
            for row in rows
        ]
        answer = Answer(self._keys, iter(read))
        answer.rowcount = rowcount
        return answer


class Preparing:
    """Those of one database, each prepared with the first of its parameters, whose names are always the same."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[Executable, Prepared] = {}

    def of(self, statement: Executable, names: Iterable[str]) -> Prepared:
        known = self._known.get(statement)
        if known is None:
            known = self._known[statement] = Prepared(statement, self._dialect, names)
        return known


def _slot(compiled: SQLCompiler, name: str, dialect: Dialect) -> tuple[str | None, Any, Processor | None]:
    """(its name, None, what makes it a value of the driver's), or (None, the value it always has, None)."""
    bind = compiled.binds[name]
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return bind.key, None, process
    value = bind.effective_value
    return None, process(value) if process else value, None


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)

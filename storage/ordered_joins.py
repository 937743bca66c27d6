"""Joins carried out by SQLite in the order written: left alone, SQLite asks an index of words last."""

import re
from typing import Any

from sqlalchemy import Join
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class InOrder(Join):
    """A join with the rows found by the left side; PostgreSQL decides by statistics."""

    inherit_cache = True


@compiles(InOrder)
def _as_any_join(join: InOrder, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - the compiler's own
    return str(compiler.visit_join(join, **given))  # type: ignore[no-untyped-call]


@compiles(InOrder, "sqlite")
def _in_the_order_written(join: InOrder, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    return re.sub(r"(?<!CROSS) JOIN ", " CROSS JOIN ", _as_any_join(join, compiler, **given))

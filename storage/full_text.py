"""Stems matched by FTS5 on SQLite and by tsvector on PostgreSQL; neither parses, so that both match the same.

A stem is letters and digits alone: no other sign ever comes into a query of either.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import BindParameter, ColumnElement, bindparam, func
from sqlalchemy.sql.functions import Function

Ways = Sequence[Sequence[str]]
"""Ways in which a word may stand in a text: any of them, each with all of its stems."""


def stored(dialect: str, name: str) -> BindParameter[str] | Function[str]:
    """The parameter `name`, stems with blanks between, as the column of stems holds them."""
    given: BindParameter[str] = bindparam(name)
    return given if dialect == "sqlite" else func.array_to_tsvector(func.string_to_array(given, " "))


def read_back(dialect: str, column: ColumnElement[str]) -> ColumnElement[str]:
    """The column's stems with blanks between."""
    return column if dialect == "sqlite" else func.array_to_string(func.tsvector_to_array(column), " ")


def as_match(words: Iterable[Ways], column: str) -> str:
    """FTS5's query for all the words in the column; "" for no word."""
    return " AND ".join(f"{column} : ({_any(ways, ' AND ', ' OR ')})" for ways in words)


def as_tsquery(words: Iterable[Ways]) -> str:
    """PostgreSQL's tsquery for all the words; "" for no word."""
    return " & ".join(f"({_any(ways, ' & ', ' | ')})" for ways in words).replace('"', "'")


def _any(ways: Ways, and_: str, or_: str) -> str:
    return or_.join(f"({and_.join(map(_quoted, way))})" for way in ways)


def _quoted(stem: str) -> str:
    if not stem.isalnum():
        raise ValueError(f"no stem: {stem!r}")
    return f'"{stem}"'

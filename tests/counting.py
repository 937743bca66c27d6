"""Record the SQL statements sent to a database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database import Database


@contextmanager
def recorded_statements(db: Database) -> Iterator[list[str]]:
    """The SQL of each statement in order, prepared ones included; a batch of many rows counts once."""
    engines = (db.reading, db.writing)
    with unprepared_statements(db) as statements:
        for engine in engines:
            engine.watchers.append(statements.append)
        yield statements
        for engine in engines:
            engine.watchers.remove(statements.append)


@contextmanager
def unprepared_statements(db: Database) -> Iterator[list[str]]:
    """The SQL of each statement that is not prepared, in order."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    beneath = {engine.sync_engine for engine in (db.reading, db.writing)}
    for plain in beneath:
        event.listen(plain, "before_cursor_execute", note)
    yield statements
    for plain in beneath:
        event.remove(plain, "before_cursor_execute", note)

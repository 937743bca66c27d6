"""Record the SQL statements sent to a database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database import Database


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """The SQL of each statement in order, prepared ones included; a batch of many rows counts once."""
    engines = (db.reading, db.writing)
    with plainly_run(db) as told:
        for engine in engines:
            engine.watchers.append(told.append)
        yield told
        for engine in engines:
            engine.watchers.remove(told.append)


@contextmanager
def plainly_run(db: Database) -> Iterator[list[str]]:
    """The SQL of each statement that is not prepared, in order."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    beneath = {engine.sync_engine for engine in (db.reading, db.writing)}
    for plain in beneath:
        event.listen(plain, "before_cursor_execute", note)
    yield told
    for plain in beneath:
        event.remove(plain, "before_cursor_execute", note)

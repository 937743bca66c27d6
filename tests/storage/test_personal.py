"""Each column is said to hold people's words, to point at a person, or to hold nothing of anybody."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import JSON, Column, String, Table, Text, inspect

import storage.tables
from content.document_words import WRITTEN_IN, document_words
from content.language import Language
from storage import personal
from storage.database import Database
from storage.tables.common import metadata
from storage.tables.people import accounts, people
from tests.databases import INDEX_OF_WORDS, make_tables

for _module in pkgutil.iter_modules(storage.tables.__path__):
    importlib.import_module(f"storage.tables.{_module.name}")

TODO = (
    "say in storage/personal.py what {} holds: `words` where it holds what people wrote or quotes it, "
    "`people` where it names or points at a person, `neither` else"
)
_ALEMBIC = "alembic_version"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as database:
        await make_tables(database)
        yield database


def classed() -> list[str]:
    return [
        f"{table.name}.{name}"
        for table, holds in personal.HOLDS.items()
        for name in (*holds.words, *holds.people, *holds.neither)
    ]


def test_each_column_has_a_class() -> None:
    there = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c}
    assert [TODO.format(name) for name in sorted(there - set(classed()))] == []
    assert sorted(set(classed()) - there) == [], "storage/personal.py names columns that are gone"


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_each_table_has_a_name_in_the_documents(language: Language) -> None:
    names = document_words(language).tables
    assert sorted(metadata.tables.keys() - names.keys()) == [], "name the table in content/documents/n?/words.toml"
    assert sorted(names.keys() - metadata.tables.keys()) == []


def test_no_column_has_two_classes() -> None:
    assert [name for name, times in Counter(classed()).items() if times > 1] == []


async def test_the_database_has_no_column_besides(db: Database) -> None:
    def columns(connection: object) -> set[str]:
        there = inspect(connection)
        names = [name for name in there.get_table_names() if name != _ALEMBIC and not name.startswith(INDEX_OF_WORDS)]
        return {f"{name}.{column['name']}" for name in names for column in there.get_columns(name)}

    found = await db.read(lambda c: c.run_sync(columns))
    assert [TODO.format(name) for name in sorted(found - set(classed()))] == []


def test_whatever_refers_to_a_person_or_an_account_points_at_a_person() -> None:
    """By a foreign key, or by the name of the column."""
    pointing = set(personal.pointers())
    named = {"person", "author", "object_id", "upn", "user", "led_by", "reflection"}
    found = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.c
        if (column.name in named or _refers_to(column, people, accounts)) and column not in pointing
    ]
    assert found == []


def _refers_to(column: Column[object], *tables: Table) -> bool:
    """The municipality leads every key, and identifies no person by itself."""
    to = [key.column for key in column.foreign_keys]
    return any(one.table in tables and one.name != "municipality" for one in to)


def test_words_stand_only_where_text_can() -> None:
    assert [str(column) for column in personal.words() if not isinstance(column.type, JSON | String | Text)] == []
    assert len(personal.words()) == len(set(personal.words())) > 0

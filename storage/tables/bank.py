"""The sharing bank's index: stems of what its entries say, and the stems that there are."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import TSVECTOR

from dialogs.model import limits
from storage.tables.common import Instant, metadata

_STEMS = Text().with_variant(TSVECTOR(), "postgresql")

bank_entries = Table(
    "bank_entries",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    # Drawn: tells nothing of the author, and stays when the words are changed.
    Column("id", Uuid, primary_key=True),
    # Rising with each new entry: the row's id in SQLite's index of words, where it says which is the newest.
    Column("number", BigInteger, nullable=False),
    # "quote" or "practice", and the answer or the practice that the entry is of.
    Column("kind", String(10), nullable=False),
    Column("source", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    # Stems with blanks between, on PostgreSQL as tsvector: of the title, of all words; and marks of who may read the
    # entry and of what it is about, as `bot/context/bank_marks.py` makes them.
    Column("title", _STEMS, nullable=False),
    Column("body", _STEMS, nullable=False),
    Column("marks", _STEMS, nullable=False),
    Index(None, "municipality", "number"),
    Index(None, "municipality", "at", "number"),
    Index(None, "municipality", "source", unique=True),
)

bank_stems = Table(
    "bank_stems",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("stem", String(80), primary_key=True),
    # The letters from the last to the first: a typing mistake leaves a word's beginning or its end as it was.
    Column("backwards", String(80), nullable=False),
    # How many entries have the stem; the row goes with the last.
    Column("entries", Integer, nullable=False),
    Index(None, "municipality", "backwards"),
)

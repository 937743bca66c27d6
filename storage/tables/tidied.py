"""Themes of digests as people left them, and groups' own words for themes."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata


def _of_question() -> tuple[Column[str], Column[object], Column[str]]:
    """The key of a question in a digest."""
    return (
        Column("municipality", String(limits.ID), primary_key=True),
        Column("digest", Uuid, primary_key=True),
        Column("question", String(limits.ID), primary_key=True),
    )


def _of_digest() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["municipality", "digest"], ["digests.municipality", "digests.id"])


tidied_themes = Table(
    "tidied_themes",
    metadata,
    *_of_question(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # "" for a theme that is called as suggested; else who named it, and which words stood in somebody's answer.
    Column("label", String(limits.THEME), nullable=False),
    Column("borrowed", JSON, nullable=False),
    Column("by", Uuid),
    _of_digest(),
    Index(None, "municipality", "by"),
)

tidied_answers = Table(
    "tidied_answers",
    metadata,
    *_of_question(),
    Column("reflection", Uuid, primary_key=True),
    # An answer of a later version has other words, and stands where its words belong.
    Column("version", Integer, nullable=False),
    # -1: in no theme.
    Column("number", Integer, nullable=False),
    _of_digest(),
    Index(None, "municipality", "reflection"),
)

own_words = Table(
    "own_words",
    metadata,
    *_of_question(),
    # One of the two is "".
    Column("word", String(limits.THEME), primary_key=True),
    Column("concept", String(limits.ID), primary_key=True),
    Column("group", String(limits.ID), nullable=False),
    Column("label", String(limits.THEME), nullable=False),
    Column("borrowed", JSON, nullable=False),
    Column("by", Uuid),
    Column("goes_at", Instant, nullable=False),
    Index(None, "municipality", "group"),
    Index(None, "municipality", "by"),
    Index(None, "goes_at"),
)

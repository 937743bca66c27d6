"""People's notes for themselves, as a beginning of a coming answer."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

notes = Table(
    "notes",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("person", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("text", Text, nullable=False),
    # The areas named in the words, parted by blanks; "*" for words without an area.
    Column("areas", Text, nullable=False),
    Column("noted_at", Instant, nullable=False),
    # The step with the form filled by the note, NULL before; a note is offered to one step alone.
    Column("session", String(limits.SESSION)),
    Column("position", Integer),
    Column("used_at", Instant),
    # Half a school year on, a fortnight after use, or when the author is in no group any more.
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    Index(None, "goes_at"),
)

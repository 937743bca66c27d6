"""The sharing bank's index: stems of digests' quotes, matched by FTS5 on SQLite and by tsvector on PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0056"
down_revision = "0055"

_COLUMNS = ("title", "body", "marks")
_ADD = "INSERT INTO bank_words (rowid, title, body, marks) VALUES (new.number, new.title, new.body, new.marks);"
_REMOVE = (
    "INSERT INTO bank_words (bank_words, rowid, title, body, marks) "
    "VALUES ('delete', old.number, old.title, old.body, old.marks);"
)
# The index of words follows its table in the same transaction, whoever changes the table.
_TRIGGERS = (
    f"CREATE TRIGGER bank_entries_put AFTER INSERT ON bank_entries BEGIN {_ADD} END",
    f"CREATE TRIGGER bank_entries_gone AFTER DELETE ON bank_entries BEGIN {_REMOVE} END",
    f"CREATE TRIGGER bank_entries_changed AFTER UPDATE ON bank_entries BEGIN {_REMOVE} {_ADD} END",
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    stems = sa.Text() if is_sqlite else TSVECTOR()
    op.create_table(
        "bank_entries",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, stems, nullable=False) for name in _COLUMNS),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_bank_entries")),
    )
    op.create_index(op.f("ix_bank_entries_municipality_number"), "bank_entries", ["municipality", "number"])
    op.create_index(
        op.f("ix_bank_entries_municipality_source"), "bank_entries", ["municipality", "source"], unique=True
    )
    op.create_table(
        "bank_stems",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("stem", sa.String(length=80), nullable=False),
        sa.Column("backwards", sa.String(length=80), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "stem", name=op.f("pk_bank_stems")),
    )
    op.create_index(op.f("ix_bank_stems_municipality_backwards"), "bank_stems", ["municipality", "backwards"])
    # Digests that were given back before there was an index are read into it by the clock.
    op.add_column("digests", sa.Column("indexed", sa.Boolean(), nullable=False, server_default=sa.false()))
    waiting = sa.text("indexed IS false AND session IS NOT NULL")
    op.create_index(
        "ix_digests_not_indexed",
        "digests",
        ["municipality", "session"],
        postgresql_where=waiting,
        sqlite_where=sa.text("indexed IS 0 AND session IS NOT NULL"),
    )
    if is_sqlite:
        op.execute(
            "CREATE VIRTUAL TABLE bank_words USING fts5(title, body, marks, content='bank_entries', "
            "content_rowid='number', tokenize='unicode61 remove_diacritics 0', detail='column')"
        )
        for trigger in _TRIGGERS:
            op.execute(trigger)
    else:
        op.create_index("ix_bank_words", "bank_entries", [*_COLUMNS], postgresql_using="gin")

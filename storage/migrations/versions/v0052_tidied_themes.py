"""Themes of digests as people left them, and groups' own words for themes."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    _themes()
    _answers()
    _own_words()


def _question() -> list[sa.Column[object]]:
    return [
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("digest", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
    ]


def _digest(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality", "digest"],
        ["digests.municipality", "digests.id"],
        name=op.f(f"fk_{table}_municipality_digest"),
    )


def _name() -> list[sa.Column[object]]:
    return [
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("borrowed", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid()),
    ]


def _themes() -> None:
    op.create_table(
        "tidied_themes",
        *_question(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_name(),
        _digest("tidied_themes"),
        sa.PrimaryKeyConstraint("municipality", "digest", "question", "number", name=op.f("pk_tidied_themes")),
    )
    op.create_index(op.f("ix_tidied_themes_municipality_by"), "tidied_themes", ["municipality", "by"])


def _answers() -> None:
    op.create_table(
        "tidied_answers",
        *_question(),
        sa.Column("reflection", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _digest("tidied_answers"),
        sa.PrimaryKeyConstraint("municipality", "digest", "question", "reflection", name=op.f("pk_tidied_answers")),
    )
    op.create_index(op.f("ix_tidied_answers_municipality_reflection"), "tidied_answers", ["municipality", "reflection"])


def _own_words() -> None:
    op.create_table(
        "own_words",
        *_question(),
        sa.Column("word", sa.String(60), nullable=False),
        sa.Column("concept", sa.String(80), nullable=False),
        sa.Column("group", sa.String(80), nullable=False),
        *_name(),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "digest", "question", "word", "concept", name=op.f("pk_own_words")),
    )
    op.create_index(op.f("ix_own_words_municipality_group"), "own_words", ["municipality", "group"])
    op.create_index(op.f("ix_own_words_municipality_by"), "own_words", ["municipality", "by"])
    op.create_index(op.f("ix_own_words_goes_at"), "own_words", ["goes_at"])

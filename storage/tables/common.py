"""The metadata of all tables, column types for instants and texts in several languages, and a circle's columns."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Integer, MetaData, String
from sqlalchemy.types import TypeDecorator

from dialogs.model import Language, Verbatim, Wording, limits

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment, stored in UTC. Raises ValueError for a value without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[Wording]):
    """A text in several languages, as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Wording | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else {"nb": value.nb, "nn": value.nn, "en": value.en}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Wording | None:
        return None if value is None else Wording(**value)


class VerbatimWords(TypeDecorator[Verbatim]):
    """Words as their source has them, as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Verbatim | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else {**vars(value), "language": value.language.value}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Verbatim | None:
        return None if value is None else Verbatim(value["text"], Language(value["language"]), value["source"])


class ManyWords(TypeDecorator[tuple[Wording, ...]]):
    """Several texts, each in several languages, as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[Wording, ...] | None, dialect: Dialect) -> list[dict[str, Any]] | None:
        return None if value is None else [{"nb": text.nb, "nn": text.nn, "en": text.en} for text in value]

    def process_result_value(self, value: list[dict[str, Any]] | None, dialect: Dialect) -> tuple[Wording, ...] | None:
        return None if value is None else tuple(Wording(**text) for text in value)


def circle_columns() -> Iterable[Column[Any]]:
    """The columns that `storage/circles.py` compares with a reader's circles."""
    return (
        Column("group", String(limits.ID), nullable=False),
        Column("unit", String(limits.ID), nullable=False),
        Column("network", String(limits.ID)),
        Column("channel", String(limits.ADDRESS), nullable=False),
        Column("rung", Integer, nullable=False),
        Column("circle_at", Instant, nullable=False),
    )

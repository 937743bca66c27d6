"""A person's own choices: the most reminders of a prompt, a pause from prompts, and a language."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Language
from storage.tables.outbox import deliveries
from storage.tables.people import people

HELD_BACK = "held back by its reader's pause"
"""The reason of a prompt that waits for the end of its reader's pause, or waited until its step closed.

No report tells the reason: the prompt counts as one that was sent.
"""


async def choose_reminders(c: AsyncConnection, municipality: str, person: UUID, number: int) -> None:
    await _set(c, municipality, person, reminders=number)


async def choose_language(c: AsyncConnection, municipality: str, person: UUID, language: Language | None) -> None:
    """None for no choice of one's own."""
    await _set(c, municipality, person, own_language=language.value if language is not None else None)


async def pause(c: AsyncConnection, municipality: str, person: UUID, *, since: datetime, until: datetime) -> None:
    """In place of an earlier pause."""
    await _set(c, municipality, person, paused_from=since, paused_until=until)


async def end_pause(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> None:
    """End a pause that goes on at `now`; an earlier pause keeps its end."""
    goes_on = and_(people.c.municipality == municipality, people.c.id == person, people.c.paused_until > now)
    await c.execute(update(people).where(goes_on).values(paused_until=now))


def is_held_back(*, at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a delivery waits at `at` for the first opening after its reader's pause."""
    return and_(deliveries.c.reason == HELD_BACK, deliveries.c.due_at > at)


async def _set(c: AsyncConnection, municipality: str, person: UUID, **values: int | str | datetime | None) -> None:
    theirs = and_(people.c.municipality == municipality, people.c.id == person)
    await c.execute(update(people).where(theirs).values(**values))

"""Questions that wait for a yes: one for each account, taken once."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening, PendingQuestion
from storage.tables.places import pending_questions
from storage.upserts import put


async def ask(c: AsyncConnection, about: Happening, question: PendingQuestion) -> None:
    """The question waits for a yes in this conversation; what the same account was asked before waits no longer."""
    key = {"tenant": about.account.tenant, "object_id": about.account.object_id}
    values = {
        "conversation": about.place.conversation,
        "press": dict(question.press),
        "asked_at": question.asked_at,
        "expires_at": question.expires_at,
        "taken_at": None,
    }
    await put(c, pending_questions, key, values)


async def was_asked(c: AsyncConnection, about: Happening, *, now: datetime) -> bool:
    """Whether the speaker was asked in this conversation, and lately; also where the yes has come already."""
    return bool((await c.execute(select(exists().where(_lately(about, now=now))))).scalar())


async def take(c: AsyncConnection, about: Happening, *, now: datetime) -> PendingQuestion | None:
    """The question, for the first yes alone; None for every other, and where nothing waits for one."""
    taking = (
        update(pending_questions)
        .where(_lately(about, now=now), pending_questions.c.taken_at.is_(None))
        .values(taken_at=now)
        .returning(*(pending_questions.c[name] for name in ("press", "asked_at", "expires_at")))
    )
    row = (await c.execute(taking)).one_or_none()
    return PendingQuestion(*row) if row is not None else None


def _lately(about: Happening, *, now: datetime) -> ColumnElement[bool]:
    return and_(
        pending_questions.c.tenant == about.account.tenant,
        pending_questions.c.object_id == about.account.object_id,
        pending_questions.c.conversation == about.place.conversation,
        pending_questions.c.expires_at > now,
    )

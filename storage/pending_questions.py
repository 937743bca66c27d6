"""Questions waiting for a yes: at most one per account, each taken once."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening, PendingQuestion
from storage.tables.places import pending_questions
from storage.upserts import put


async def ask(c: AsyncConnection, about: Happening, question: PendingQuestion) -> None:
    """Store the question for the speaker's account and conversation, in place of the account's former question."""
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
    """Whether the conversation has an unexpired question to the speaker, taken or not."""
    return bool((await c.execute(select(exists().where(_lately(about, now=now))))).scalar())


async def waiting(c: AsyncConnection, about: Happening, *, now: datetime) -> PendingQuestion | None:
    """The unexpired question, if nobody has taken it."""
    query = select(*_QUESTION).where(_lately(about, now=now), pending_questions.c.taken_at.is_(None))
    row = (await c.execute(query)).one_or_none()
    return PendingQuestion(*row) if row is not None else None


async def take(c: AsyncConnection, about: Happening, *, now: datetime) -> PendingQuestion | None:
    """The unexpired question, returned to the first caller alone; None for later callers, and without a question."""
    is_mine = and_(_lately(about, now=now), pending_questions.c.taken_at.is_(None))
    taking = update(pending_questions).where(is_mine).values(taken_at=now).returning(*_QUESTION)
    row = (await c.execute(taking)).one_or_none()
    return PendingQuestion(*row) if row is not None else None


_QUESTION = tuple(pending_questions.c[name] for name in ("press", "asked_at", "expires_at"))


def _lately(about: Happening, *, now: datetime) -> ColumnElement[bool]:
    return and_(
        pending_questions.c.tenant == about.account.tenant,
        pending_questions.c.object_id == about.account.object_id,
        pending_questions.c.conversation == about.place.conversation,
        pending_questions.c.expires_at > now,
    )

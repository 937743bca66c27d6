"""Somebody edits or deletes a chat message of theirs: the reflection it went into follows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import answering
from content.presses import StepRef
from content.vocabulary.conversing import (
    AnswerTooLong,
    EditedElsewhere,
    EditedToNothing,
    OnlyWordsTaken,
)
from dialogs import reflecting
from dialogs.events import Along, MessageDeleted, MessageEdited
from dialogs.model import Happening, Reflection
from dialogs.turn import SILENCE, Turn
from storage import places, reflections
from storage.database import Database


@dataclass(frozen=True)
class Behind:
    """The reflection a message went into. `source`: the part it still is; "" where that is gone, None once merged."""

    met: answering.Met
    reflection: Reflection
    source: str | None


async def edit_message(db: Database, event: MessageEdited, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        if not await places.remember(c, event.about, now=now):
            return SILENCE
        if await places.held(c, event.about, event.about.activity) is not None:
            await places.hold(c, event.about, event.text)
            return SILENCE
        behind = await _behind(c, event.about, now=now)
        return await _edit(c, behind, event, now=now) if behind is not None else SILENCE

    return await db.write(work)


async def _edit(c: AsyncConnection, behind: Behind, event: MessageEdited, *, now: datetime) -> Turn:
    met, before, source = behind.met, behind.reflection, behind.source
    if not source:
        return Turn(met.language, say=(EditedElsewhere() if met.may_write else met.refusal,))
    gone = not event.text.strip()
    if gone and event.along is not None:
        return Turn(met.language, say=(EditedToNothing(),))
    after = reflecting.without(before, source) if gone else reflecting.edited(before, source, event.text)
    if (allowed := met.allowed(after)) is None:
        return Turn(met.language, say=(met.refusal,))
    if reflecting.too_long(after.text):
        return Turn(met.language, say=(AnswerTooLong(reflecting.LIMIT),))
    await answering.keep(c, met, allowed, now=now)
    beside = (OnlyWordsTaken(event.along),) if event.along not in (None, Along.QUOTATION) else ()
    return Turn(met.language, say=beside)


async def delete_message(db: Database, event: MessageDeleted, *, now: datetime) -> Turn:
    """Also after the step has closed: somebody's words go when they want them gone."""

    async def work(c: AsyncConnection) -> Turn:
        await places.let_go(c, event.about, event.about.activity)
        behind = await _behind(c, event.about, now=now)
        if behind is not None and behind.reflection.parts and behind.source != "":
            await answering.keep(c, behind.met, reflecting.without(behind.reflection, behind.source), now=now)
        return SILENCE

    return await db.write(work)


async def _behind(c: AsyncConnection, about: Happening, *, now: datetime) -> Behind | None:
    """None where the message is no answer of the speaker's own."""
    link = await places.message_link(c, about)
    found = await reflections.by_id(c, link.municipality, link.reflection) if link else None
    if link is None or found is None:
        return None
    met = await answering.meet(c, about, StepRef(found.municipality, found.session, found.position), now=now)
    if isinstance(met, Turn) or met.known is None or met.person.id != found.author:
        return None
    is_there = link.source is None or any(part.source == link.source for part in met.known.parts)
    return Behind(met, met.known, link.source if is_there else "")

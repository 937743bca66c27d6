"""The questions answered, skipped or begun by a person, in brief: for the person alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import StepRef, Wording
from storage.tables.own_log import own_log
from storage.tables.people import groups
from storage.tables.sessions import reflections, sessions, steps


@dataclass(frozen=True)
class OwnQuestion:
    """A question as shown to the person's group."""

    step: StepRef
    group: str
    question: Wording
    opens_at: datetime


async def questions_of(c: AsyncConnection, municipality: str, person: UUID) -> tuple[OwnQuestion, ...]:
    """In a single statement; questions without an answer any more come from the own log."""
    answered = select(reflections.c.session, reflections.c.position).where(
        reflections.c.municipality == municipality, reflections.c.author == person
    )
    logged = select(own_log.c.session, own_log.c.position).where(
        own_log.c.municipality == municipality, own_log.c.person == person
    )
    mine = union(answered, logged).subquery("mine")
    of_step = and_(
        steps.c.municipality == municipality,
        steps.c.session == mine.c.session,
        steps.c.position == mine.c.position,
    )
    of_session = and_(sessions.c.municipality == municipality, sessions.c.id == steps.c.session)
    of_group = and_(groups.c.municipality == municipality, groups.c.id == sessions.c.group)
    query = (
        select(steps.c.session, steps.c.position, groups.c.name, steps.c.question, steps.c.opens_at)
        .select_from(mine)
        .join(steps, of_step)
        .join(sessions, of_session)
        .join(groups, of_group)
    )
    return tuple(
        OwnQuestion(StepRef(municipality, session, position), group, question, opens_at)
        for session, position, group, question, opens_at in await c.execute(query)
    )

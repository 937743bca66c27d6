"""A session's own page, for its group: the questions, the reasons, the deadlines, and answers shared so far."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, cards, digests, from_others, own_answers, plans, steps
from bot.context.recipients import may_answer
from content.dates import deadline
from content.vocabulary.pages_of_sessions import SessionPage, StepAsked
from dialogs.calendar.instants import local
from dialogs.model import Actor, Language, Session, Stage
from storage import digests as made_digests
from storage.sessions import one_session
from storage.steps import steps_of

_ASKED = frozenset({Stage.OPEN, Stage.CLOSED, Stage.CANCELLED})
"""The stages of sessions with a page; nobody is told questions beforehand."""


async def is_shown(c: AsyncConnection, actor: Actor, municipality: str, session_id: str) -> bool:
    return await _shown(c, actor, municipality, session_id) is not None


async def _shown(c: AsyncConnection, actor: Actor, municipality: str, session_id: str) -> Session | None:
    session = await one_session(c, municipality, session_id) if session_id else None
    if session is None or session.stage not in _ASKED:
        return None
    return session if plans.is_seen(actor, await steps.town(c, municipality), session.group) else None


async def session_page(
    c: AsyncConnection, actor: Actor, municipality: str, session_id: str, language: Language, *, now: datetime
) -> SessionPage | None:
    """None for an unknown session, one still to come, and one of a group whose plan the actor may not see."""
    session = await _shown(c, actor, municipality, session_id)
    if session is None:
        return None
    town = await steps.town(c, municipality)
    made = await made_digests.of_session(c, municipality, session.id)
    is_read = made is not None and await digests.may_read(c, made, actor, now=now)
    contexts = [await steps.context_of(c, step) for step in await steps_of(c, municipality, session.id)]
    return SessionPage(
        municipality=municipality,
        session=session.id,
        group=town.groups[session.group].name,
        at=local(session.opens_at),
        steps=tuple([await _step(c, actor, one, language, now=now) for one in contexts]),
        digest=str(made.id) if made is not None and is_read else "",
        turnout=await cards.turnout_told(c, contexts[0]) if is_read and contexts else None,
        is_open=session.stage is Stage.OPEN,
        is_cancelled=session.stage is Stage.CANCELLED,
    )


async def _step(
    c: AsyncConnection, actor: Actor, context: steps.StepContext, language: Language, *, now: datetime
) -> StepAsked:
    """The step as the question's card tells everybody of the group."""
    shown = context.step.shown
    asked = StepAsked(
        step=context.ref,
        title=shown.title.to(language),
        area=shown.area.to(language),
        definition=(shown.definition or shown.why).to(language),
        question=shown.question.to(language),
        because=cards.why_asked(context, now=now, language=language),
        closes_at=deadline(local(context.step.closes_at), now=now),
        is_open=context.is_open,
        is_hidden=context.step.hides and context.is_open,
    )
    if not await may_answer(c, context, actor, now=now):
        return asked
    return await _for_whoever_is_asked(c, actor, context, asked, language, now=now)


async def _for_whoever_is_asked(
    c: AsyncConnection, actor: Actor, context: steps.StepContext, asked: StepAsked, language: Language, *, now: datetime
) -> StepAsked:
    """The step with the additions of a person's own card: the person's answer, and answers shared so far.

    The page is made anew at each request, and so has no words taken back.
    """
    person = actor.person_in(context.town.id)
    if person is None:
        return asked
    known = await own_answers.known_at(c, context.ref, person)
    reading = await audiences.reading(c, context.town, person, now=now)
    asked = replace(
        asked,
        is_asked=True,
        state=own_answers.state_of(known) if known is not None else "",
        last=await cards.speaks_last(c, context, person, language),
        earlier=await cards.earlier_answers(c, context, reading, language) if context.is_open else (),
    )
    if known is None or not known.parts or not steps.is_in_time(context, known):
        return asked
    choices = await audiences.rungs(c, context, now=now)
    return replace(asked, others=await from_others.told(c, context, known, choices, now=now))

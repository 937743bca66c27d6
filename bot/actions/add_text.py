"""A chat message as an answer: in personal chat, in a prompt's thread, or once its author has said which prompt."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import answering, asking, showing
from content.presses import StepRef
from content.vocabulary.conversing import AnswerTooLong, EmptyAnswer, OldCard, PromptOver
from dialogs import reflecting
from dialogs.events import PromptChosen, TextAnswered
from dialogs.model import Happening, Part, Reflection, Rung, Scope
from dialogs.turn import SILENCE, Turn
from storage import places, reflections
from storage.database import Database


async def add_text(db: Database, event: TextAnswered, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        met = await answering.meet(c, event.about, event.step, now=now)
        if isinstance(met, Turn):
            return met
        if await places.remember(c, event.about, now=now):
            return await _taken(c, met, event.about, event.text, message=event.about.activity, now=now)
        if met.known is not None:
            # Teams may name the message by its new id when it is edited or deleted.
            await _link(c, event.about, event.about.activity, met.known, event.text)
        return SILENCE

    return await db.write(work)


async def choose_prompt(db: Database, event: PromptChosen, *, now: datetime) -> Turn:
    """The message that was held until now goes to the prompt that was chosen."""

    async def work(c: AsyncConnection) -> Turn:
        met = await answering.meet(c, event.about, event.step, now=now)
        if isinstance(met, Turn):
            return met
        held = await places.held(c, event.about, event.message)
        first = await places.remember(c, event.about, now=now)
        if held is None:
            return await _gone(c, met, event, now=now) if first else SILENCE
        turn = await _taken(c, met, event.about, held.text, message=event.message, now=now)
        if turn.send:
            # What was not taken is held on: it may be for the other prompt, or be made shorter.
            await places.let_go(c, event.about, event.message)
        return turn

    return await db.write(work)


async def _gone(c: AsyncConnection, met: answering.Met, event: PromptChosen, *, now: datetime) -> Turn:
    """The message is an answer already: which, and how it reads."""
    link = await places.message_link(c, replace(event.about, activity=event.message))
    known = await reflections.by_id(c, link.municipality, link.reflection) if link else None
    around = await asking.load(c, StepRef(known.municipality, known.session, known.position)) if known else None
    if known is None or around is None or known.author != met.person.id:
        return Turn(met.language, say=(OldCard(),))
    kept = await showing.text_kept(c, around, met.person.id, now=now, language=met.language)
    return Turn(met.language, say=(kept or OldCard(),))


async def _taken(
    c: AsyncConnection, met: answering.Met, about: Happening, text: str, *, message: str, now: datetime
) -> Turn:
    if not met.asking.is_open:
        return Turn(met.language, say=(PromptOver(),))
    if not met.may_write:
        return Turn(met.language, say=(met.refusal,))
    if not text.strip():
        return Turn(met.language, say=(EmptyAnswer(),))
    rung = _rung(met, about)
    before = met.reflection(rung=rung, now=now)
    same = reflecting.said_before(before, text)
    after = before if same else reflecting.added(before, text, source=message, rung=rung, now=now)
    if reflecting.too_long(after.text):
        return Turn(met.language, say=(AnswerTooLong(reflecting.LIMIT),))
    await answering.keep(c, met, after, now=now)
    await _link(c, about, message, after, text)
    # The thread is told whom an answer is shared with, but never that somebody keeps theirs to themselves.
    in_thread = about.place.scope is not Scope.PERSONAL and after.rung is not Rung.ONLY_ME
    return Turn(met.language, send=await answering.want_receipt(c, met, about, in_thread=in_thread, now=now))


async def _link(c: AsyncConnection, about: Happening, message: str, reflection: Reflection, text: str) -> None:
    part: Part | None = reflecting.said_before(reflection, text)
    if part is not None and part.source is not None:
        await places.link_message(
            c, about, message, municipality=reflection.municipality, reflection=reflection.id, source=part.source
        )


def _rung(met: answering.Met, about: Happening) -> Rung:
    """What is said in a thread is read by all there, so it is taken on `group` or wider.

    An answer that is there keeps its rung: what is said beside it in a thread does not lift it.
    """
    default = met.asking.series.default_rung
    wanted = default if about.place.scope is Scope.PERSONAL else max(default, Rung.GROUP)
    return met.choices.nearest(wanted)

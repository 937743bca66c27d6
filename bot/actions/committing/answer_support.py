"""The municipality answers a need of support: takes it on by a day, answers it, or asks for more; the first decides."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, deliveries, support, trying
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from content.cards.needing import LONGEST_NEED
from content.presses import AnswerNeed, id_in
from content.vocabulary.committing import NeedReceived
from content.vocabulary.conversing import OldCard
from content.vocabulary.messages import Message
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Act, Actor, Happening, Language, NeedState, SupportNeed
from dialogs.permissions import AboutMunicipality, Verb, may
from dialogs.turn import Turn
from storage import outbox, support_needs
from storage.database import Database

_ANSWERS = {NeedState.ACCEPTED, NeedState.ANSWERED, NeedState.UNCLEAR}


async def answer_support(
    db: Database, about: Happening, press: AnswerNeed, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """Anybody but a coordinator is refused, and so is who asked: the answer is somebody else's."""

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        its_id = id_in(press.need)
        need = await support_needs.one_need(c, press.municipality, its_id) if its_id else None
        if not may(reader.actor, Verb.ANSWER_NEEDS, AboutMunicipality(press.municipality)):
            return OldCard()
        if need is None or need.version != press.seen or press.state not in {one.value for one in _ANSWERS}:
            return await _meanwhile(c, reader, need, form, now=now)
        if (
            form_again := _wrong(await support.task(c, need, reader.town, today=reader.today), form, now=now)
        ) is not None:
            return form_again
        found = trying.checked((form.text,), Check(guard), language)
        if isinstance(found, Stop):
            shown = await support.task(c, need, reader.town, today=reader.today)
            return replace(shown, text=found.given_back(form.text), stopped=found.told.kinds_only)
        if not isinstance(found, tuple):
            return found
        answered = _answered(need, reader, NeedState(press.state), form, now=now)
        if await answers.answer_need(c, answered, found[0]):
            await _tell(c, reader, replace(answered, version=need.version + 1), now=now)
        current = await support_needs.one_need(c, need.municipality, need.id)
        return await _meanwhile(c, reader, current, form, now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _meanwhile(
    c: AsyncConnection, reader: Reader, need: SupportNeed | None, form: Form, *, now: datetime
) -> Message:
    """What stands now; words that came too late are given back in their field, below another's answer."""
    text = form.text.strip()
    if need is None or text in {"", need.answer}:
        return await support.received(c, need, reader.town, today=reader.today)
    shown = await support.task(c, need, reader.town, today=reader.today)
    return replace(shown, text=form.text, day=form.day if rules.day_in(form.day, now=now) else shown.day)


def _wrong(shown: NeedReceived, form: Form, *, now: datetime) -> NeedReceived | None:
    day = rules.day_in(form.day, now=now)
    wrong = trying.wrong_with((form.text,), day, longest=LONGEST_NEED)
    if not wrong:
        return None
    return replace(shown, text=form.text, day=form.day if day is not None else shown.day, wrong=wrong)


def _answered(need: SupportNeed, reader: Reader, state: NeedState, form: Form, *, now: datetime) -> SupportNeed:
    """What is taken on is looked at again on its day; what is answered, or asked about, is not."""
    look_on = rules.day_in(form.day, now=now) or need.look_on
    accepted = state is NeedState.ACCEPTED
    return replace(
        need,
        state=state,
        look_on=look_on if accepted else need.look_on,
        wakes_at=rules.wakes_at(look_on) if accepted else None,
        answered_by=reader.person.id,
        answered_at=now,
        goes_at=rules.goes_at(look_on, now=now),
    )


async def _tell(c: AsyncConnection, reader: Reader, need: SupportNeed, *, now: datetime) -> None:
    """Who asked gets the answer; all cards that show the need, or an earlier answer, follow."""
    await support.want_all_cards(c, need, now=now)
    await outbox.add(c, deliveries.need_answer(need, now=now))
    await record(c, reader.actor, Act.NEED_ANSWERED, need.municipality, now=now)

"""«Vi trenger: …»: a need of support is shown first, sent to the municipality, explained further, or taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, deliveries, promises, steps, support, support_asking, trying
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.text_guard import TextGuard
from content.cards.needing import LONGEST_NEED
from content.presses import RemoveNeed, SayMore, SendNeed, id_in
from content.vocabulary.committing import (
    NeedAnswered,
    NeedForm,
    NoGroupToTryWith,
    TooManyNeeds,
    TryGone,
    TryRemoved,
    TryStopped,
)
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from dialogs.events import Commanded, Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Actor, Happening, Language, NeedState, Promiser, SupportNeed
from dialogs.sharing.committing import circle_of
from dialogs.turn import Turn
from storage import outbox, support_needs
from storage.database import Database
from storage.units import take_turn


async def say_need(db: Database, event: Commanded, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    """Nothing is stored yet: the words wait on the card, and are checked once more when they are sent."""
    text = event.argument.strip()

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        reader = await promises.reader_for(c, actor, now=now)
        where = await trying.place_now(c, reader, Promiser.PERSON) if reader is not None else None
        if reader is None or where is None:
            return Turn(language, say=(NotImported() if reader is None else NoGroupToTryWith(),))
        found = trying.checked((text,), Check(guard), language)
        if isinstance(found, Stop):
            return Turn(language, say=(TryStopped(found.told.kinds_only),))
        form = await support_asking.blank_form(c, reader, where, text=text[:LONGEST_NEED], now=now)
        if isinstance(form, NeedForm) and len(text) > LONGEST_NEED:
            form = replace(form, wrong="too_long")
        return Turn(language, say=(form if isinstance(found, tuple) else found,))

    return await db.read(work)


async def send_need(
    db: Database, about: Happening, press: SendNeed, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """The same words of the same person once more are the same need."""

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        await take_turn(c, press.municipality)
        place = await trying.place_in(c, reader, press.group, press.session)
        if place is None:
            return OldCard()
        blank = await support_asking.blank_form(c, reader, place, now=now)
        if not isinstance(blank, NeedForm):
            return blank
        known = await support_needs.of_person(c, press.municipality, reader.person.id)
        same = next((one for one in known if one.text == form.text.strip()), None)
        if same is not None:
            return await support.sent(c, same, reader.town, now=now)
        if len([one for one in known if one.state is NeedState.OPEN]) >= rules.MOST_NEEDS:
            return TooManyNeeds(rules.MOST_NEEDS)
        words = _words(blank, form, Check(guard), language, now=now)
        if not isinstance(words, answers.CheckedWords):
            return words
        need = _need(reader, press, form, now=now)
        await answers.keep_need(c, need, words, is_new=True)
        to = await support_asking.answering(c, place, reader.person.id, now=now)
        await outbox.add_all(c, [deliveries.need_notice(need, one, now=now) for one in to])
        return await support.sent(c, replace(need, text=words.text), reader.town, now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


def _need(reader: Reader, press: SendNeed, form: Form, *, now: datetime) -> SupportNeed:
    group = reader.town.groups[press.group]
    look_on = rules.day_in(form.day, now=now) or rules.usual_need_day(now=now)
    return SupportNeed(
        municipality=press.municipality,
        id=uuid4(),
        person=reader.person.id,
        text="",
        signed=press.signed == "name",
        told_at=now,
        look_on=look_on,
        circle=circle_of(Promiser.PERSON, reader.town, group, in_group=form.in_group, now=now),
        session=press.session or None,
        wakes_at=rules.wakes_at(look_on),
        goes_at=rules.goes_at(look_on, now=now),
    )


def _words(
    blank: NeedForm, form: Form, check: Check, language: Language, *, now: datetime
) -> answers.CheckedWords | Message:
    day = rules.day_in(form.day, now=now)
    written = replace(blank, text=form.text, in_group=form.in_group, day=form.day if day is not None else blank.day)
    if wrong := trying.wrong_with((form.text,), day, longest=LONGEST_NEED):
        return replace(written, wrong=wrong)
    found = trying.checked((form.text,), check, language)
    if isinstance(found, Stop):
        return replace(written, text=found.given_back(form.text), stopped=found.told.kinds_only)
    return found[0] if isinstance(found, tuple) else found


async def say_more(
    db: Database, about: Happening, press: SayMore, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """The reply stands beneath the need, which waits for an answer again."""

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        need = await _own(c, reader, press.need)
        if need is None:
            return TryGone()
        shown = NeedAnswered(await support.as_need(c, need, reader.town, reader.person.id, today=reader.today))
        if need.state is not NeedState.UNCLEAR or need.version != press.seen:
            return shown if need.answer else await support.sent(c, need, reader.town, now=now)
        if wrong := trying.wrong_with((form.text,), now.date(), longest=LONGEST_NEED):
            return replace(shown, wrong=wrong)
        whole = f"{need.text}\n\n{form.text.strip()}"
        found = trying.checked((whole,), Check(guard), language)
        if isinstance(found, Stop):
            return replace(shown, stopped=found.told.kinds_only)
        return await _opened_again(c, reader, need, found[0], now=now) if isinstance(found, tuple) else found

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _opened_again(
    c: AsyncConnection, reader: Reader, need: SupportNeed, whole: answers.CheckedWords, *, now: datetime
) -> Message:
    """With the reply beneath the need; the municipality's question is answered by that, and goes."""
    opened = replace(need, state=NeedState.OPEN, answer="", wakes_at=rules.wakes_at(need.look_on))
    if not await answers.keep_need(c, opened, whole, is_new=False):
        return TryGone()
    opened = replace(opened, text=whole.text, version=need.version + 1)
    place = await trying.place_in(c, reader, need.circle.group, "")
    to = await support_asking.answering(c, place, reader.person.id, now=now) if place is not None else ()
    await support.want_cards(c, need.municipality, need.id, now=now)
    await support.want_digests(c, need, now=now)
    await outbox.add_all(c, [deliveries.need_notice(opened, one, now=now) for one in to])
    return await support.sent(c, opened, reader.town, now=now)


async def remove_need(db: Database, about: Happening, press: RemoveNeed, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        need = await _own(c, reader, press.need)
        if need is not None:
            await support_needs.remove(c, need.municipality, need.id)
            await support.want_all_cards(c, need, now=now)
        return TryRemoved()

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _own(c: AsyncConnection, reader: Reader, its_id: str) -> SupportNeed | None:
    wanted = id_in(its_id)
    mine = await support_needs.of_person(c, reader.person.municipality, reader.person.id)
    return next((one for one in mine if one.id == wanted), None)

"""«Vedtatt: …», and the card after a meeting: what was decided is written down by whoever leads, and given back."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, decisions, promise_cards, promises, steps, trying
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from bot.context.trying import Written
from content.cards.deciding import LONGEST_DECISION
from content.presses import (
    GiveBackDecisions,
    KeepDecision,
    OnDecision,
    OpenDecision,
    RemoveDecision,
    ShowDecisions,
    id_in,
)
from content.vocabulary.committing import TooManyTries, TryGone, TryStopped
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.deciding import DecisionForm, NoMeetingToDecide, TooManyDecisions
from content.vocabulary.messages import Message
from dialogs.events import Commanded, Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Act, Actor, Commitment, Decision, Digest, Happening, Language, Promiser
from dialogs.sharing.committing import circle_of, principals_of
from dialogs.turn import SILENCE, Turn
from storage import commitments, digests, inbox
from storage import decisions as stored
from storage.database import Database
from storage.units import take_turn


async def say_decision(db: Database, event: Commanded, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    """Others will read it: the words are shown in the form first, with who gets them."""
    text = event.argument.strip()

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        reader = await promises.reader_for(c, actor, now=now)
        if reader is None:
            return Turn(language, say=(NotImported(),))
        # Teams may send the message again; no guess of its words can be checked.
        if text and not await inbox.remember_without_words(c, event.about, now=now):
            return SILENCE
        told = await trying.notice_first(c, reader, now=now)
        written = Written(Form(text=text), Check(guard), language)
        return Turn(language, say=(*told, await _said(c, reader, written, now=now)))

    return await db.write(work)


async def _said(c: AsyncConnection, reader: Reader, written: Written, *, now: datetime) -> Message:
    digest = await decisions.held_lately(c, reader.town.id, reader.person.id, now=now)
    if digest is None:
        return NoMeetingToDecide()
    text = written.form.text
    found = trying.checked((text,), written.check, written.language)
    if isinstance(found, Stop):
        return TryStopped(found.told.kinds_only)
    if not isinstance(found, tuple):
        return found
    form = await decisions.form(c, digest, reader.actor, reader.town, text=text, now=now)
    return replace(form, wrong=trying.wrong_with((text,), now.date(), longest=LONGEST_DECISION)) if text else form


async def press_decision(
    db: Database, about: Happening, press: OnDecision, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """A press made by hand about a meeting that the presser does not lead does nothing."""

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        await take_turn(c, press.municipality)
        its_id = id_in(press.digest)
        digest = await digests.one(c, press.municipality, its_id) if its_id is not None else None
        if digest is None or not await decisions.may_write(c, digest, reader.person.id, now=now):
            return OldCard()
        match press:
            case OpenDecision():
                return await _opened(c, reader, digest, press.decision, now=now)
            case KeepDecision():
                return await _kept(c, reader, digest, press, Written(form, Check(guard), language), now=now)
            case GiveBackDecisions():
                await decisions.give_back(c, digest, now=now)
                return await decisions.shown(c, digest, reader.town, now=now)
            case RemoveDecision():
                return await _removed(c, reader, digest, press.decision, now=now)
            case ShowDecisions():
                return await decisions.shown(c, digest, reader.town, now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _opened(c: AsyncConnection, reader: Reader, digest: Digest, its_id: str, *, now: datetime) -> Message:
    blank = await decisions.form(c, digest, reader.actor, reader.town, now=now)
    if not its_id:
        return blank
    one = await _one(c, digest, its_id)
    if one is None:
        return TryGone()
    return replace(blank, text=await _text_of(c, one), decision=its_id, seen=one.version)


async def _kept(
    c: AsyncConnection, reader: Reader, digest: Digest, press: KeepDecision, written: Written, *, now: datetime
) -> Message:
    """The form with what stands in the way and all that was written, or what the meeting decided by now."""
    form = written.form
    blank = await decisions.form(c, digest, reader.actor, reader.town, text=form.text, now=now)
    shown = replace(blank, whose=form.whose, day=form.day or blank.day, decision=press.decision, seen=press.seen)
    may_promise = form.whose in {value for value, _ in blank.promisers}
    shown = replace(shown, whose=form.whose if may_promise and not press.decision else "")
    day = rules.day_in(form.day, now=now) if shown.whose else now.date()
    wrong = trying.wrong_with((form.text,), day, longest=LONGEST_DECISION)
    if wrong:
        return replace(shown, day=blank.day if wrong == "no_day" else shown.day, wrong=wrong)
    found = trying.checked((form.text, ""), written.check, written.language)
    if isinstance(found, Stop):
        return replace(shown, text=found.given_back(form.text), stopped=found.told.kinds_only)
    if not isinstance(found, tuple):
        return found
    if press.decision:
        return await _changed(c, reader, digest, press, found[0], now=now)
    return await _added(c, reader, digest, shown, (found[0], found[1]), waits=press.waits == 1, now=now)


async def _added(
    c: AsyncConnection,
    reader: Reader,
    digest: Digest,
    shown: DecisionForm,
    words: tuple[answers.CheckedWords, answers.CheckedWords],
    *,
    waits: bool,
    now: datetime,
) -> Message:
    """The same words once more are the same decision. What has been given back is brought up to date at once."""
    known = await decisions.decided(c, digest, reader.town)
    if words[0].text in {one.text for one in known}:
        return await decisions.shown(c, digest, reader.town, now=now)
    if len(known) >= decisions.MOST:
        return TooManyDecisions(decisions.MOST)
    one = Decision(digest.municipality, uuid4(), digest.id, reader.person.id, words[0].text, now)
    if (promiser := decisions.promiser_in(shown.whose)) is not None:
        promise = _promise(reader, digest, promiser, shown.day, now=now)
        if (many := await _too_many(c, promise)) is not None:
            return many
        await answers.keep_commitment(c, promise, *words, is_new=True)
        if promise.promiser is Promiser.MUNICIPALITY:
            await record(c, reader.actor, Act.PROMISE_MADE, promise.municipality, now=now)
        one = replace(one, text="", commitment=promise.id)
    await answers.keep_decision(c, one, words[0])
    if not waits or await decisions.are_given_back(c, digest):
        await decisions.give_back(c, digest, now=now)
    return await decisions.shown(c, digest, reader.town, now=now)


def _promise(reader: Reader, digest: Digest, promiser: tuple[Promiser, str], day: str, *, now: datetime) -> Commitment:
    """Agreed on: the meeting has said yes, and whoever led the meeting writes it down."""
    kind, group = promiser
    principals = principals_of(reader.town)
    place = group or (principals.id if principals is not None else digest.meeting_group or "")
    look_on = rules.day_in(day, now=now) or now.date()
    return Commitment(
        municipality=digest.municipality,
        id=uuid4(),
        promiser=kind,
        author=reader.person.id,
        text="",
        sign="",
        look_on=look_on,
        made_at=now,
        circle=circle_of(kind, reader.town, reader.town.groups[place], in_group=True, now=now),
        wakes_at=rules.wakes_at(look_on),
        goes_at=rules.goes_at(look_on, now=now),
    )


async def _too_many(c: AsyncConnection, promise: Commitment) -> TooManyTries | None:
    most, group = rules.MOST[promise.promiser], promise.circle.group
    known = await commitments.open_of_promiser(c, promise.municipality, promise.promiser, group=group)
    return TooManyTries(trying.WHOSE[promise.promiser], most) if len(known) >= most else None


async def _changed(
    c: AsyncConnection,
    reader: Reader,
    digest: Digest,
    press: KeepDecision,
    words: answers.CheckedWords,
    *,
    now: datetime,
) -> Message:
    """In other words; who was shown an older version is shown the newest first."""
    one = await _one(c, digest, press.decision)
    if one is None:
        return TryGone()
    if one.version != press.seen:
        return await _opened(c, reader, digest, press.decision, now=now)
    for promise in await commitments.by_ids(c, one.municipality, [one.commitment] if one.commitment else []):
        await answers.reword_commitment(c, promise, words)
        await promise_cards.words_differ(c, promise, now=now)
    await answers.reword_decision(c, one, words)
    await decisions.want_cards(c, digest, now=now)
    return await decisions.shown(c, digest, reader.town, now=now)


async def _removed(c: AsyncConnection, reader: Reader, digest: Digest, its_id: str, *, now: datetime) -> Message:
    """A promise that nothing has been told of goes as well."""
    one = await _one(c, digest, its_id)
    if one is not None:
        for promise in await commitments.by_ids(c, one.municipality, [one.commitment] if one.commitment else []):
            if promise.is_open:
                await commitments.remove(c, promise.municipality, promise.id)
                await promise_cards.words_differ(c, promise, now=now)
        await stored.remove(c, one.municipality, one.id)
        await decisions.want_cards(c, digest, now=now)
    return await decisions.shown(c, digest, reader.town, now=now)


async def _one(c: AsyncConnection, digest: Digest, its_id: str) -> Decision | None:
    """Among those of the meeting: an id made by hand finds no other."""
    wanted = id_in(its_id)
    return next((one for one in await stored.of_meeting(c, digest.municipality, digest.id) if one.id == wanted), None)


async def _text_of(c: AsyncConnection, one: Decision) -> str:
    found = await commitments.by_ids(c, one.municipality, [one.commitment]) if one.commitment else ()
    return found[0].text if found else one.text

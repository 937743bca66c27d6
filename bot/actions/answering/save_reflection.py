"""«Send svar» on a card: the reflection is stored, once, and the card becomes the receipt."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, given_back, offers, recalls, receipts, signatures, steps
from bot.context.answers import Accepted
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from content.answer_forms import as_said
from content.presses import SendAnswer
from content.vocabulary.conversing import EmptyAnswer, PrivacyNotice
from content.vocabulary.guarding import Stopped
from content.vocabulary.messages import Message
from content.vocabulary.prompting import EmptyChange, PromptAsked
from dialogs.answering import reflecting
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Delivery, Happening, Part, Reflection, Rung, Scope, Signature
from dialogs.turn import SILENCE, Turn, in_place
from storage import inbox, message_links
from storage.database import Database
from storage.inbox import Heard


async def save_reflection(
    db: Database, about: Happening, press: SendAnswer, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    check = Check(guard, form.passes)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if not form.text.strip() and _choice(answerer, form) is None:
            return Turn(answerer.language, say=(EmptyChange() if steps.is_counted(answerer.known) else EmptyAnswer(),))
        written = _answered(answerer, press, form, now=now)
        signed = await _signed(c, answerer, written, press, form, now=now)
        after = answerer.allowed(_seen_alone(answerer, signed, press, form))
        if after is None:
            return await answerers.current(c, answerer, about, press.delivery, now=now, say=(answerer.refusal,))
        accepted = await answers.accept(c, answerer, after, check=check, now=now)
        if not isinstance(accepted, Accepted):
            return await _refused(c, answerer, about, press, form, why=accepted, now=now)
        heard = await inbox.hear(c, about, now=now)
        if heard is not Heard.FIRST:
            return await _heard_before(c, answerer, about, press, form, heard=heard, now=now)
        if accepted.stays_in_group:
            accepted = accepted.looking_further(after.rung)
        receipt = _elsewhere(answerer, about, now=now)
        kept = await _keep(c, answerer, accepted, receipt, now=now)
        told = await recalls.told_of_readers(c, answerer.context, answerer.known, accepted.reflection)
        turn = await answerers.current(c, kept, about, press.delivery, now=now, say=told)
        turn = given_back.tell_of_staying(about, turn, answerer, accepted)
        turn = offers.with_offer_to_try(turn, about, answerer)
        return replace(turn, send=((receipt.municipality, receipt.id),)) if receipt else turn

    return await db.write(work, lock=press.step)


async def _refused(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    press: SendAnswer,
    form: Form,
    *,
    why: Message | Stop,
    now: datetime,
) -> Turn:
    """Words are given back in the form when stopped, and when their author has only now been shown the notice."""
    if isinstance(why, Stop):
        form = replace(form, text=why.given_back(form.text))
        return await _once_more(c, answerer, about, press, form, stopped=why.told, now=now)
    if not isinstance(why, PrivacyNotice):
        return Turn(answerer.language, say=(why,))
    turn = await _once_more(c, answerer, about, press, form, now=now)
    return replace(turn, say=(why, *turn.say))


def _answered(answerer: answerers.Answerer, press: SendAnswer, form: Form, *, now: datetime) -> Reflection:
    rung = answerer.choices.nearest(_wanted(answerer, form))
    before = answerer.reflection(rung=rung, now=now)
    # A card on another device may lack the latest words: no words may be lost.
    is_unseen = before.parts and before.version != press.seen and before.said != form.text
    take_in = reflecting.added_unseen if is_unseen else reflecting.written
    text, choice = form.text if form.text.strip() else "", _choice(answerer, form)
    # An answer that stands is not lifted by the form: its author is shown first what would be read, and by whom.
    return reflecting.looked_further(take_in(before, text, choice=choice, rung=rung, now=now), answerer.lift_to(rung))


def _choice(answerer: answerers.Answerer, form: Form) -> Part | None:
    """The answer that the button itself gives; None for a button that gives none, or none of this question."""
    offered = answerer.context.step.shown.answer
    if offered is None or not 0 < form.choice <= offered.size:
        return None
    return Part(as_said(offered, form.choice, answerer.language), choice=form.choice)


async def _signed(
    c: AsyncConnection, answerer: answerers.Answerer, after: Reflection, press: SendAnswer, form: Form, *, now: datetime
) -> Reflection:
    """The answer with the form's signature, which must be one that the author is offered; a first answer has none."""
    chosen = _signature(answerer, press, form)
    if chosen in (None, after.signature) or answerer.known is None or not answerer.known.parts:
        return after
    offered = await signatures.offered(c, answerer.context, answerer.known, now=now)
    return reflecting.signed(after, chosen) if chosen in {one.kind for one in offered} else after


def _seen_alone(answerer: answerers.Answerer, after: Reflection, press: SendAnswer, form: Form) -> Reflection:
    """The answer with the form's tick, which a card of an earlier version can take off, and not put on."""
    known = answerer.known
    if form.alone is None or known is None or not known.parts or (form.alone and known.version != press.seen):
        return after
    return reflecting.seen_alone(after, alone=form.alone)


def _signature(answerer: answerers.Answerer, press: SendAnswer, form: Form) -> Signature | None:
    """The signature chosen in the form, None for no choice.

    A card on another device may still show a signature taken off since: such a card takes a signature off, and adds
    none.
    """
    is_current = answerer.known is not None and answerer.known.version == press.seen
    return form.signature if is_current or form.signature is Signature.NONE else None


async def _heard_before(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    press: SendAnswer,
    form: Form,
    *,
    heard: Heard,
    now: datetime,
) -> Turn:
    if heard is Heard.ALIKE and not _stands(answerer, form):
        return await _once_more(c, answerer, about, press, form, now=now)
    if not about.in_place:
        return SILENCE
    return await answerers.current(c, answerer, about, press.delivery, now=now)


def _stands(answerer: answerers.Answerer, form: Form) -> bool:
    known, choice = answerer.known, _choice(answerer, form)
    if known is None or (choice is not None and choice.choice != known.choice):
        return False
    is_said = form.text == known.said or any(part.text == form.text for part in known.own_parts)
    return is_said or (choice is not None and not form.text.strip())


async def _once_more(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    press: SendAnswer,
    form: Form,
    *,
    stopped: Stopped | None = None,
    now: datetime,
) -> Turn:
    """The form with the words in its field; nothing is stored.

    For `stopped` words, and for words taken back shortly before: Teams may have sent the press again, or the author may
    mean the words anew, and a second press decides.
    """
    opened = reflecting.form_opened(answerer.reflection(rung=answerer.context.series.default_rung, now=now))
    shown = await answerers.card(c, answerer, opened, delivery=press.delivery, now=now)
    if isinstance(shown, PromptAsked):
        rung = answerer.choices.nearest(_wanted(answerer, form)).name.lower()
        shown = replace(shown, text=form.text, rung=rung, stopped=stopped)
        chosen = _signature(answerer, press, form)
        if chosen in {one.kind for one in shown.signatures}:
            shown = replace(shown, signature=chosen)
        if form.alone is not None:
            shown = replace(shown, alone=form.alone)
    if stopped is not None:
        return given_back.shown(about, answerer, shown)
    return in_place(about, answerer.language, shown)


def _wanted(answerer: answerers.Answerer, form: Form) -> Rung:
    """Without a rung from the card, an existing answer stays on its own rung."""
    if form.rung is not None:
        return form.rung
    stands = answerer.known is not None and answerer.known.parts
    return answerer.known.rung if answerer.known is not None and stands else answerer.context.series.default_rung


async def _keep(
    c: AsyncConnection, answerer: answerers.Answerer, accepted: Accepted, receipt: Delivery | None, *, now: datetime
) -> answerers.Answerer:
    after = accepted.reflection
    kept = await answers.keep(c, answerer, accepted, pressed=True, receipt=receipt, now=now)
    merged = reflecting.sources(answerer.known) - reflecting.sources(after)
    if merged:
        await message_links.merge_messages(c, after.municipality, after.id, sorted(merged))
    return kept


def _elsewhere(answerer: answerers.Answerer, about: Happening, *, now: datetime) -> Delivery | None:
    """A receipt in the person's own chat: the receipt shown in a channel is gone when its reader looks again.

    None after an Action.Submit, which is answered in the person's own chat anyhow.
    """
    in_channel = about.place.scope is not Scope.PERSONAL
    if not in_channel or not about.in_place or steps.is_counted(answerer.known):
        return None
    return receipts.receipt(answerer, about, now=now)

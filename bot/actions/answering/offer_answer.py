"""«Ta det opp på møtet»: the author sees how an answer would stand, says yes, and takes the offer back at any time."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, card_presses, offering
from bot.context.answerers import Answerer
from content.presses import DropOffer, LookOffer, OfferAnswer, OfferPress
from content.vocabulary.messages import Message
from content.vocabulary.prompting import FurtherChanged
from dialogs.answering import reflecting
from dialogs.model import Actor, AskedIn, Happening
from dialogs.turn import Turn
from storage import inbox
from storage.database import Database


async def press_offer(db: Database, about: Happening, press: OfferPress, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        match press:
            case LookOffer():
                return await _preview(c, answerer, about, press, now=now)
            case OfferAnswer():
                return await _offered(c, answerer, about, press, now=now)
            case DropOffer():
                return await _dropped(c, answerer, about, press, now=now)

    return await db.write(work, lock=press.step)


async def _preview(
    c: AsyncConnection, answerer: Answerer, about: Happening, press: OfferPress, *say: Message, now: datetime
) -> Turn:
    """The card as it is, where nothing can be offered any more; whoever has left the group offers nothing."""
    known = answerer.known
    offer = offering.offer(answerer.context, known, now=now) if known is not None else None
    if known is None or offer is None or not answerer.asked:
        return await answerers.current(c, answerer, about, press.delivery, now=now, say=say)
    shown = await offering.asked(
        c,
        answerer.context,
        known,
        answerer.choices,
        offer.meeting,
        delivery=press.delivery,
        now=now,
        language=answerer.language,
    )
    if not about.in_place and answerer.context.step.asked is AskedIn.CHANNEL:
        return Turn(answerer.language, say=(*say, shown))
    return Turn(answerer.language, say=say, show=shown)


async def _offered(
    c: AsyncConnection, answerer: Answerer, about: Happening, press: OfferAnswer, *, now: datetime
) -> Turn:
    """Yes is obeyed for the words and readers that were shown; for others the preview is shown anew."""
    known = answerer.known
    may_offer = known is not None and answerer.asked and offering.offer(answerer.context, known, now=now) is not None
    if known is None or not may_offer:
        return await answerers.current(c, answerer, about, press.delivery, now=now)
    if not known.offered and known.version != press.seen:
        return await _preview(c, answerer, about, press, FurtherChanged(), now=now)
    if not known.offered and await inbox.remember(c, about, now=now):
        answerer = await answers.change(c, answerer, reflecting.offered(known, offers=True), pressed=True, now=now)
    return await answerers.current(c, answerer, about, press.delivery, now=now)


async def _dropped(
    c: AsyncConnection, answerer: Answerer, about: Happening, press: DropOffer, *, now: datetime
) -> Turn:
    """Also after leaving the group, and after the pack has gone out: its cards are brought up to date."""
    known = answerer.known
    if known is None or not known.offered:
        return await answerers.current(c, answerer, about, press.delivery, now=now)
    after = reflecting.offered(known, offers=False)
    changed = partial(answers.change, c, answerer, after, pressed=True, now=now)
    return await card_presses.once(c, answerer, about, press, changed, now=now)

"""Words said in chat become a part of an answer, with a receipt."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, cards, from_others, given_back, offers, receipts, undecided
from bot.context.guarded_words import Check
from content.answer_forms import as_said, said_exactly
from content.vocabulary.conversing import EmptyAnswer, PrivacyNotice, PromptOver
from content.vocabulary.messages import Message
from dialogs.answering import reflecting
from dialogs.guarding.stopping import Stop
from dialogs.model import Happening, Reflection, Rung, Scope
from dialogs.turn import Turn
from storage import message_links

Weighed = answers.Accepted | PrivacyNotice | Turn
"""Words ready to be stored, or what their author is answered instead."""


@dataclass(frozen=True)
class Words:
    """Words for an answer, as the part of `message`, in place of the part of `replaces` ("" for none)."""

    text: str
    message: str
    replaces: str = ""


async def weighed(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    words: Words,
    *,
    check: Check,
    now: datetime,
) -> Weighed | Stop:
    """The answer with the words, ready to be stored, or the reason why not."""
    if (refused := _refused(answerer, words.text)) is not None:
        return refused
    rung = _rung(answerer, about)
    before = answerer.reflection(rung=rung, now=now)
    text, choice = as_taken(answerer, words.text)
    if words.replaces and before.parts:
        after = reflecting.edited(before, words.replaces, text, choice=choice, source=words.message)
    else:
        after = reflecting.added(before, text, source=words.message, choice=choice, rung=rung, now=now)
    accepted = await answers.accept(c, answerer, after, check=check, now=now)
    if isinstance(accepted, answers.Accepted | Stop | PrivacyNotice):
        return accepted
    return Turn(answerer.language, say=(accepted,))


def as_taken(answerer: answerers.Answerer, text: str) -> tuple[str, int]:
    """The words stored of a message, and the number of the answer that the message chooses exactly, 0 for none."""
    form = answerer.context.step.shown.answer
    number = said_exactly(form, text)
    return (text, 0) if form is None or number is None else (as_said(form, number, answerer.language), number)


async def taken(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    words: Words,
    weighed: Weighed,
    *,
    check: Check,
    now: datetime,
) -> Turn:
    if isinstance(weighed, Turn):
        return weighed
    message = words.message
    if isinstance(weighed, PrivacyNotice):
        return await _informed(c, answerer, about, words, notice=weighed, check=check, now=now)
    receipt = receipts.receipt(answerer, about, after=weighed.reflection, message=message, now=now)
    before, answerer = answerer, await answers.keep(c, answerer, weighed, receipt=receipt, now=now)
    await link(c, about, message, weighed.reflection, source=message)
    show = await shown(c, answerer, about, message, now=now) if about.pressed else None
    send = () if receipt.activity else ((receipt.municipality, receipt.id),)
    turn = given_back.tell_of_staying(about, Turn(answerer.language, show=show, send=send), answerer, weighed)
    return offers.with_offer_to_try(turn, about, before)


async def _informed(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    words: Words,
    notice: PrivacyNotice,
    *,
    check: Check,
    now: datetime,
) -> Turn:
    """The notice, and the message held until the author confirms an answer."""
    question = undecided.question_of(answerer, words.message, now=now)
    checked = answers.checked(words.text, check, language=answerer.language)
    if isinstance(checked, answers.CheckedWords):
        await answers.hold_undecided(c, replace(about, activity=words.message), checked)
    if about.pressed:
        return Turn(answerer.language, say=(notice,), show=question)
    return Turn(answerer.language, say=(notice, question))


async def shown(
    c: AsyncConnection, answerer: answerers.Answerer, about: Happening, message: str, *, now: datetime
) -> Message | None:
    """The card in place of the bot's question, for the presser."""
    kept = await cards.text_kept(
        c, answerer.context, answerer.person.id, message=message, now=now, language=answerer.language
    )
    if kept is not None and answerer.known is not None and receipts.goes_in_thread(answerer, about, answerer.known):
        return receipts.in_thread(answerer.context, kept)
    if kept is None:
        return None
    return await from_others.seen_at(c, about, answerer.context.step, answerer.person.id, kept)


async def link(c: AsyncConnection, about: Happening, message: str, reflection: Reflection, *, source: str) -> None:
    await message_links.link_message(
        c, about, message, municipality=reflection.municipality, reflection=reflection.id, source=source
    )


def _refused(answerer: answerers.Answerer, text: str) -> Turn | None:
    if not answerer.context.is_open:
        return Turn(answerer.language, say=(PromptOver(),))
    if not answerer.may_write:
        return Turn(answerer.language, say=(answerer.refusal,))
    if (too_long := answers.refusal_of((text,))) is not None:
        return Turn(answerer.language, say=(too_long,))
    return None if text.strip() else Turn(answerer.language, say=(EmptyAnswer(),))


def _rung(answerer: answerers.Answerer, about: Happening) -> Rung:
    """The rung of a first message: `group` or wider in a thread, read by everybody in the channel.

    An existing answer keeps its rung: a message in a thread does not lift the answer.
    """
    default = answerer.context.series.default_rung
    wanted = default if about.place.scope is Scope.PERSONAL else max(default, Rung.GROUP)
    return answerer.choices.nearest(wanted)

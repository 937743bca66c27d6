"""The only way for people's words into the database: whatever is stored is checked here first, and by the guard."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import card_updates, privacy, recalls
from bot.context.answerers import Answerer
from bot.context.recipients import asked, last_speakers
from bot.context.steps import StepContext
from bot.context.text_guard import TextGuard, Unjudged
from content.vocabulary.conversing import AnswerTooLong
from content.vocabulary.messages import Message
from dialogs.answering import own_log as logged
from dialogs.answering import reflecting
from dialogs.guarding.stopping import InContext, Stop, in_context, left_over
from dialogs.model import (
    AskedIn,
    Delivery,
    Happening,
    Language,
    OpensNext,
    Reflection,
    Rung,
)
from dialogs.sharing.quoting import first_rung
from storage import message_links, own_log, reflections, releases, turnout, undecided_messages
from storage.steps import end_step

log = structlog.get_logger()


@dataclass(frozen=True)
class Accepted:
    """An answer with checked words; other answers cannot be stored.

    `stays_in_group`: its author wanted a wider circle, and the words may point at somebody.
    """

    reflection: Reflection
    stays_in_group: bool = False

    def looking_further(self, rung: Rung) -> "Accepted":
        """The same, with the preview open of what readers on `rung` would read."""
        return replace(self, reflection=reflecting.looked_further(self.reflection, rung))


@dataclass(frozen=True)
class CheckedWords:
    """A message's words that may be held until their author has decided; other messages cannot be held."""

    text: str


@dataclass(frozen=True)
class Check:
    """How words are checked. `passes` are the kinds of findings that their author lets pass."""

    guard: TextGuard
    passes: Collection[str] = ()


async def accept(
    c: AsyncConnection, answerer: Answerer, after: Reflection, *, check: Check, now: datetime
) -> Accepted | Stop | Message:
    """The answer, ready to be stored, or the reason why nothing of its words is stored.

    A message is the privacy notice for an author who has not been shown it, or says that an answer is too long. Words
    can be left out all the same. A channel's card without the notice is updated, for whoever answers next.
    """
    refused = refusal_of((after.text, *(part.text for part in after.follow_up_parts)))
    if not reflecting.has_new_words(answerer.known, after):
        return refused or Accepted(after)
    judged = _judged(answerer, after, check) if refused is None else refused
    if isinstance(judged, Stop):
        return judged
    if not answerer.is_informed:
        if answerer.context.step.asked is AskedIn.CHANNEL:
            await card_updates.want_cards(c, answerer.context.step, due_at=now)
        return await privacy.notice_for(c, answerer.person, now=now)
    if not isinstance(judged, _Judged):
        return judged
    return _as_wide_as_seen(answerer, after, quotable=judged.quotable)


@dataclass(frozen=True)
class _Judged:
    quotable: bool


def _judged(answerer: Answerer, after: Reflection, check: Check) -> _Judged | Stop:
    """Each new part of the answer, read together with what stands around it."""
    known = [part.text for part in answerer.known.parts] if answerer.known is not None else []
    texts = [part.text for part in after.parts if part.text]
    quotable = True
    for place, text in enumerate(texts):
        if text in known:
            continue
        judged = _judge(in_context(texts, place), check, known="\n".join(known), language=answerer.language)
        if isinstance(judged, Stop):
            return judged
        quotable = quotable and judged.quotable
    return _Judged(quotable)


def _judge(words: InContext, check: Check, *, known: str, language: Language) -> _Judged | Stop:
    finding = check.guard.judge(words.text, language)
    if isinstance(finding, Unjudged):
        log.error("a text could not be judged, and is not kept", why=finding.why.value, error=finding.error)
        return Stop()
    found = left_over(words.of(finding), words.text, passes=check.passes, known=known)
    if found:
        return Stop(words.text, found)
    return _Judged(finding.quotable or _are_quotable_alone(words, check, language))


def _are_quotable_alone(words: InContext, check: Check, language: Language) -> bool:
    """What stands around the words may point at somebody, and has been looked at before."""
    if words.new == words.text:
        return False
    alone = check.guard.judge(words.new, language)
    return not isinstance(alone, Unjudged) and alone.quotable


def _as_wide_as_seen(answerer: Answerer, after: Reflection, *, quotable: bool) -> Accepted:
    """Where nothing more may be written, the words are a part of what readers have already, on the same rung."""
    rung = answerer.choices.nearest(first_rung(after.rung, quotable=quotable))
    if rung >= after.rung or not answerer.may_write:
        return Accepted(after)
    return Accepted(replace(after, rung=rung), stays_in_group=True)


def refusal_of(words: Iterable[str]) -> Message | None:
    """The message that refuses these words for their length, None for words of an answer's length.

    The words of every answer are checked here, from cards and from chat.
    """
    return AnswerTooLong(reflecting.LIMIT) if any(map(reflecting.too_long, words)) else None


def checked(text: str, check: Check, *, language: Language) -> CheckedWords | Stop | Message:
    """The words of a message whose author is asked, ready to be held; no answer takes words that are too long."""
    if (refused := refusal_of((text,))) is not None:
        return refused
    judged = _judge(in_context((text,), 0), check, known="", language=language)
    return judged if isinstance(judged, Stop) else CheckedWords(text)


async def hold_undecided(c: AsyncConnection, about: Happening, words: CheckedWords) -> None:
    """Store a message apart from answers, until its author has chosen a prompt."""
    await undecided_messages.add(c, about, words.text)


async def keep(
    c: AsyncConnection,
    answerer: Answerer,
    accepted: Accepted,
    *,
    pressed: bool = False,
    receipt: Delivery | None = None,
    now: datetime,
) -> Answerer:
    """Stores an answer with new words; `pressed`: on a card, and not said in chat.

    `receipt` is the newest, and replaces the answer's other receipts.
    """
    return await _store(c, answerer, accepted.reflection, pressed=pressed, receipt=receipt, now=now)


async def change(
    c: AsyncConnection,
    answerer: Answerer,
    after: Reflection,
    *,
    pressed: bool = False,
    receipt: Delivery | None = None,
    now: datetime,
) -> Answerer:
    """Store an answer without new words. Raises ValueError for new words, which must go through `accept`."""
    if reflecting.has_new_words(answerer.known, after):
        raise ValueError("words that have not been checked")
    return await _store(c, answerer, after, pressed=pressed, receipt=receipt, now=now)


async def take_back(c: AsyncConnection, answerer: Answerer, after: Reflection, *, now: datetime) -> Answerer:
    """Store an answer without words and unlink its chat messages, so that editing a message restores nothing."""
    answerer = await change(c, answerer, after, pressed=True, now=now)
    await message_links.part_from_messages(c, after.municipality, after.id)
    return answerer


async def _store(
    c: AsyncConnection, answerer: Answerer, after: Reflection, *, pressed: bool, receipt: Delivery | None, now: datetime
) -> Answerer:
    """Store the answer, update cards and receipts, and end the step once everybody asked has answered or passed."""
    step = answerer.context.step
    if answerer.known is None or answerer.known.circle_at != after.circle_at:
        after = answerer.given_now(after)
    await reflections.save(c, after, before=answerer.known)
    await own_log.add(c, *logged.entries(answerer.known, after, now=now))
    tells_less = answerer.known is not None and reflecting.tells_less(answerer.known, after)
    # A chat message spares an opened form, unless words on the form are gone.
    spares_form = not pressed and not tells_less and after.is_form_open
    changed = answerer.known is not None and _receipt_differs(answerer, answerer.known, after)
    kept = replace(answerer, known=after)
    due_at = kept.updates_due_at(now=now)
    await card_updates.want_cards_of(
        c, step, answerer.person.id,
        pressed=pressed, spares_form=spares_form, changed=changed, receipt=receipt, due_at=due_at, now=now,
    )  # fmt: skip
    if answerer.known is not None and tells_less:
        await recalls.drop_quoting_replies(c, answerer.actor, answerer.known, after, now=now)
    if not answerer.context.is_open:
        await releases.follow(c, after, now=now)
        if tells_less:
            await recalls.want_cards_of_readers(c, answerer.context, after, now=now)
    if OpensNext.ALL_ANSWERED in step.ends_early_on and await _is_all_said(c, answerer.context, now=now):
        await end_step(c, step, now=now)
    return kept


async def _is_all_said(c: AsyncConnection, context: StepContext, *, now: datetime) -> bool:
    """Whether everybody asked has answered or passed.

    Where leaders speak last, somebody else must have answered: a leader alone would end the step and be read at once.
    """
    step = context.step
    settled = await turnout.settled(c, step.municipality, step.session, step.position)
    if not await asked(c, context, now=now) <= settled:
        return False
    last = await last_speakers(c, context)
    return not last or bool(await turnout.authors(c, step.municipality, step.session, step.position) - last)


def _receipt_differs(answerer: Answerer, before: Reflection, after: Reflection) -> bool:
    """Whether a receipt says something else now; a channel's receipt also names the version."""
    names_version = answerer.context.step.asked is AskedIn.CHANNEL and before.version != after.version
    return names_version or (before.text, before.rung) != (after.text, after.rung)

"""Two answers of others on the receipt of an author's first answer: chosen once, and removed when taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, card_updates
from bot.context.audiences import Choices
from bot.context.recipients import last_speakers
from bot.context.steps import StepContext
from bot.context.update_slots import end_of_slot
from content.vocabulary.messages import Message
from content.vocabulary.prompting import AnswerKept, FromOthers, Quote, TextKept
from dialogs.answering import keywords
from dialogs.knowledge.quotes import in_hash_order
from dialogs.model import Happening, Reflection, Rung, Scope, Step
from dialogs.sharing.giving_back import Candidate, chosen
from storage import answers_shown, outbox_queries


async def with_choice(
    c: AsyncConnection,
    context: StepContext,
    before: Reflection | None,
    after: Reflection,
    choices: Choices,
    *,
    now: datetime,
) -> Reflection:
    """The answer with others' answers to be shown, if the answer is the author's first at the step.

    The choice is made once, and stands even where the choice is none: an author who changes the answer, or gives
    another after taking the first back, reads no more answers, and does not see when others answer.
    """
    is_first = bool(after.parts) and (before is None or before.given_at is None)
    if not is_first or not _tells_of_others(context, choices):
        return after
    reading = await audiences.reading_at(c, context, after.author, now=now)
    pool = [Candidate(*one) for one in await answers_shown.candidates(c, reading, context.ref)]
    return replace(after, shown=chosen(after.author, pool))


def _tells_of_others(context: StepContext, choices: Choices) -> bool:
    """Whether answers may be shown before the step is over, in a group so large that an answer points at nobody."""
    writers = choices.without_name
    return context.is_open and not context.step.hides and writers is not None and writers.among == "many"


async def told(
    c: AsyncConnection, context: StepContext, known: Reflection, choices: Choices, *, now: datetime
) -> FromOthers | None:
    """The part of the receipt about others' answers, as the answers stand now."""
    if known.shown:
        reading = await audiences.reading_at(c, context, known.author, now=now)
        found = await answers_shown.words_of(c, reading, context.ref, known.shown)
        quotes = in_hash_order(map(Quote, found.words))
        return FromOthers(quotes, keywords.common(found.keywords)) if quotes else None
    if known.rung is Rung.ONLY_ME or not _tells_of_others(context, choices):
        return None
    return None if await _waits(c, context, known, now=now) else FromOthers()


async def _waits(c: AsyncConnection, context: StepContext, known: Reflection, *, now: datetime) -> bool:
    """Whether the author is shown nobody's answer, however many there are: as a leader, of whichever group."""
    if not context.step.leader_speaks_last:
        return False
    reading = await audiences.reading_at(c, context, known.author, now=now)
    return reading.leads or known.author in await last_speakers(c, context)


async def seen_at(c: AsyncConnection, about: Happening, step: Step, person: UUID, receipt: Message) -> Message:
    """The receipt, with others' words only where changes of those reach it: on a pressed card in a chat of one's own.

    A card opened from «min uke» and a message of its own are brought up to date by nobody, and in a channel others look
    on.
    """
    if not isinstance(receipt, AnswerKept | TextKept) or receipt.others is None:
        return receipt
    is_own_chat = about.place.scope is Scope.PERSONAL
    if is_own_chat and not receipt.others.quotes:
        return receipt
    if is_own_chat and about.in_place:
        found = await outbox_queries.shown_to(
            c, step.municipality, step.session, step.position, person=person, updates=False
        )
        if about.pressed in {one.activity for one in found}:
            return receipt
    return without_others(receipt)


def without_others(receipt: AnswerKept | TextKept) -> AnswerKept | TextKept:
    """The receipt without anything of others' answers."""
    own = replace(receipt.keyword, used=()) if receipt.keyword is not None else None
    return replace(receipt, others=None, keyword=own)


async def take_back(c: AsyncConnection, context: StepContext, before: Reflection, *, now: datetime) -> None:
    """Write updates of the receipts of others that show an answer, after its words or readers have become fewer.

    No reply holds others' words (`seen_at`), so that none waits in the outbox.
    """
    step, due_at = context.step, end_of_slot(before.municipality, now=now)
    for reader, is_form_open in await answers_shown.holders(c, context.ref, before.id):
        await card_updates.want_cards_of(
            c, step, reader, pressed=False, spares_form=is_form_open, changed=True, due_at=due_at, now=now
        )

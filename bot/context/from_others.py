"""Two answers of others on the receipt of an author's first answer: chosen once, and removed when taken back."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, card_updates, recalls
from bot.context.audiences import Choices
from bot.context.recipients import last_speakers
from bot.context.steps import StepContext
from bot.context.update_slots import end_of_slot
from content.vocabulary.prompting import FromOthers, Quote
from dialogs.knowledge.digest import in_hash_order
from dialogs.model import Reflection, Rung
from dialogs.sharing.giving_back import Candidate, chosen
from storage import answers_shown


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
        words = await answers_shown.words_of(c, reading, context.ref, known.shown)
        return FromOthers(in_hash_order(map(Quote, words))) if words else None
    waits = known.author in await last_speakers(c, context)
    return FromOthers() if _tells_of_others(context, choices) and known.rung > Rung.ONLY_ME and not waits else None


async def take_back(c: AsyncConnection, context: StepContext, before: Reflection, *, now: datetime) -> None:
    """Write updates of the receipts of others that show an answer, after its words or readers have become fewer.

    A receipt that waits in the outbox as a reply is dropped: the updated card follows anyhow.
    """
    step, due_at = context.step, end_of_slot(before.municipality, now=now)
    words = {part.text for part in before.own_parts}
    for reader, is_form_open in await answers_shown.holders(c, context.ref, before.id):
        await recalls.drop_replies_quoting(c, before.municipality, reader, words, now=now)
        await card_updates.want_cards_of(
            c, step, reader, pressed=False, spares_form=is_form_open, changed=True, due_at=due_at, now=now
        )

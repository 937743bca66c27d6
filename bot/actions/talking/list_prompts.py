"""«Svar»: the open questions as text with numbers, for people who cannot use the cards."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, steps
from bot.context.nothing_open import why_nothing
from bot.context.numbered_prompts import numbered_prompts
from content.answer_forms import offered
from content.dates import deadline
from content.vocabulary.conversing import NoneOpen, NothingOpen
from content.vocabulary.prompting import NumberedPrompt, PromptsInText
from dialogs.calendar.instants import local
from dialogs.events import Commanded
from dialogs.model import Actor
from dialogs.turn import Turn
from storage.database import Database


async def list_prompts(db: Database, event: Commanded, *, actor: Actor, now: datetime) -> Turn:
    """Each question with its readers: the answer's own, or a first chat message's."""
    about = event.about

    async def work(c: AsyncConnection) -> Turn:
        prompts = []
        for number, ref in (await numbered_prompts(c, about.account, now=now)).items():
            answerer = await answerers.meet(c, about, ref, actor=actor, now=now)
            if (
                isinstance(answerer, answerers.Answerer)
                and answerer.may_write
                and now < answerer.context.step.closes_at
            ):
                prompts.append(_in_text(number, answerer, now=now))
        said = PromptsInText(tuple(prompts)) if prompts else await why_nothing(c, about.account, now=now)
        # A command has no words to keep, so none are told to be lost.
        said = NoneOpen() if isinstance(said, NothingOpen) else said
        return Turn(await steps.language_for(c, about), say=(said,))

    return await db.write(work)  # a step is locked while its answerer is looked up


def _in_text(number: int, one: answerers.Answerer, *, now: datetime) -> NumberedPrompt:
    step, known = one.context.step, one.known
    is_answered = known is not None and bool(known.parts)
    first = one.choices.on(one.choices.nearest(one.context.series.default_rung))
    return NumberedPrompt(
        number,
        step.shown.question.to(one.language),
        one.choices.kept(known) if known is not None and is_answered else first,
        deadline(local(step.closes_at), now=now),
        is_answered,
        offered(step.shown.answer, one.language),
    )

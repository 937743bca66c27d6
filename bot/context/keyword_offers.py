"""The keywords offered on an author's receipt: of what the words speak, and what others have called theirs."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lexicons
from bot.context.steps import StepContext
from content.catalogue import load
from content.vocabulary.prompting import MOST_OFFERED, FromOthers, KeywordOffer
from dialogs.knowledge.concepts import concept_reader, fitting_concepts
from dialogs.model import Language, Reflection, Rung, Step
from storage.prepared import cache_of


async def offer(
    c: AsyncConnection, context: StepContext, known: Reflection, others: FromOthers | None, language: Language
) -> KeywordOffer | None:
    """What others use is offered where the receipt tells of others' answers, and from five people on.

    An answer that nobody else reads needs no keyword.
    """
    if known.rung is Rung.ONLY_ME and not known.keyword:
        return None
    fitting = await _fitting(c, context, known, language)
    return KeywordOffer(known.keyword, fitting, others.keywords if others is not None else ())


async def _fitting(c: AsyncConnection, context: StepContext, known: Reflection, language: Language) -> tuple[str, ...]:
    """Read out of the words once per version of the answer: receipts are brought up to date far more often."""

    async def work() -> tuple[tuple[str, ...], datetime | None]:
        return await names_fitting(c, known.text, context.step, language), None

    return await cache_of(c).get(("keywords", known.id, language), work, version=known.version)


def prepare() -> None:
    """Make what reads the words, for half a second: at start, so that nobody's first answer waits."""
    concept_reader(load().lexicon)


async def names_fitting(c: AsyncConnection, text: str, step: Step, language: Language) -> tuple[str, ...]:
    """The names of the concepts that the text speaks of most, at most three; also the municipality's own concepts."""
    lexicon = await lexicons.of_step(c, step)
    hits = concept_reader(lexicon).read(text)
    found = fitting_concepts(hits, lexicon, [step.shown.area_id], most=MOST_OFFERED)
    return tuple(lexicon.concepts[each].name.to(language) for each in found)

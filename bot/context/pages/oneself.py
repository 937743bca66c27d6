"""All data held about the reader, the glass boxes of the reader's municipalities, and the reader's own answers."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import (
    audiences,
    cards,
    from_others,
    identities,
    keyword_offers,
    offering,
    own_answers,
    own_data,
    steps,
)
from bot.context.glass_box import glass_box
from bot.context.privacy import notice_for
from content.vocabulary.knowing import OwnAnswers
from content.vocabulary.pages_of_oneself import (
    AnswerPage,
    AnswersPage,
    FurtherPage,
    GlassBoxPage,
    MePage,
    OfferPage,
    PrivacyPage,
)
from content.vocabulary.prompting import FurtherAsked
from dialogs.model import Actor, Language, Person, Reflection, Stage, StepRef
from dialogs.permissions import RecordOf, Verb, may

_RECORDS = 40  # of the record, on a page


async def me_page(c: AsyncConnection, actor: Actor, language: Language, *, now: datetime) -> MePage:
    return MePage(await own_data.held_of(c, actor, language, now=now))


async def privacy_page(c: AsyncConnection, actor: Actor, *, now: datetime) -> PrivacyPage:
    found = [
        ((await steps.town(c, one.municipality)).units[one.municipality].name, await notice_for(c, one, now=now))
        for one in await identities.persons_of(c, actor)
    ]
    return PrivacyPage(tuple(found))


async def glass_boxes(c: AsyncConnection, actor: Actor, *, now: datetime) -> GlassBoxPage:
    mine = [one.municipality for one in actor.identities if may(actor, Verb.READ_RECORD, RecordOf(one.municipality))]
    return GlassBoxPage(tuple([await glass_box(c, place, most=_RECORDS, now=now) for place in mine]))


async def glass_box_from(
    c: AsyncConnection, actor: Actor, municipality: str, *, first: int, now: datetime
) -> GlassBoxPage | None:
    """The record from its entry `first` on; None for a municipality that the actor does not belong to."""
    if not may(actor, Verb.READ_RECORD, RecordOf(municipality)):
        return None
    return GlassBoxPage((await glass_box(c, municipality, first=first, most=_RECORDS, now=now),))


async def answers_page(c: AsyncConnection, actor: Actor, language: Language, *, search: str = "") -> AnswersPage:
    search, found = await own_answers.found(c, await identities.persons_of(c, actor), language, search=search)
    return AnswersPage(OwnAnswers(tuple(found), 0, len(found), search))


async def answer_page(
    c: AsyncConnection, actor: Actor, ref: StepRef, language: Language, *, now: datetime
) -> AnswerPage | None:
    """None for a step where nothing is known of the actor; words taken back or deleted leave a page without ways."""
    person = await _person(c, actor, ref)
    if person is None:
        return None
    shown = await own_answers.shown(c, person, ref, language, start=0, search="", now=now)
    if shown is None:
        return None
    page = AnswerPage(shown)
    found = await own_answers.with_words(c, person, ref)
    return page if found is None else await _with_forms(c, page, *found, language, now=now)


async def _person(c: AsyncConnection, actor: Actor, ref: StepRef) -> Person | None:
    return next((one for one in await identities.persons_of(c, actor) if one.municipality == ref.municipality), None)


async def _with_forms(
    c: AsyncConnection,
    page: AnswerPage,
    context: steps.StepContext,
    known: Reflection,
    language: Language,
    *,
    now: datetime,
) -> AnswerPage:
    """As the cards offer: more words, readers and keywords while the answer can be changed, less of each always."""
    choices = await audiences.rungs(c, context, now=now)
    may_write = "change" in page.shown.ways
    others = await from_others.told(c, context, known, choices, now=now) if may_write else None
    signed = page.shown.answer.signed
    return replace(
        page,
        said=known.said,
        narrower=() if context.session.stage is Stage.CANCELLED else choices.narrower_than(known.rung),
        may_unsign=signed is not None and signed.kind != "hidden",
        keyword=await keyword_offers.offer(c, context, known, others, language) if may_write else None,
        looks_further=may_write and known.lifting is not None,
    )


async def further_page(
    c: AsyncConnection, actor: Actor, ref: StepRef, language: Language, *, now: datetime
) -> FurtherPage | None:
    """The preview that the author has open; None without an open preview."""
    person = await _person(c, actor, ref)
    found = await own_answers.with_words(c, person, ref) if person is not None else None
    if person is None or found is None:
        return None
    card = await cards.card(c, found[0], person.id, delivery="", now=now, language=language)
    return FurtherPage(card) if isinstance(card, FurtherAsked) else None


async def offer_page(
    c: AsyncConnection, actor: Actor, ref: StepRef, language: Language, *, now: datetime
) -> OfferPage | None:
    """None where the answer cannot be offered to a meeting."""
    page = await answer_page(c, actor, ref, language, now=now)
    person = await _person(c, actor, ref)
    found = await own_answers.with_words(c, person, ref) if person is not None else None
    if page is None or found is None or "offer" not in page.shown.ways:
        return None
    context, known = found
    offer, choices = offering.offer(context, known, now=now), await audiences.rungs(c, context, now=now)
    if offer is None:
        return None
    asked = await offering.asked(c, context, known, choices, offer.meeting, delivery="", now=now, language=language)
    return OfferPage(asked)

"""A step's card, as shown to a person or to a channel."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, from_others, keyword_offers, offering, signatures
from bot.context.audiences import Choices
from bot.context.further import asked as further_asked
from bot.context.further import looked_at
from bot.context.privacy import notice_in
from bot.context.recipients import last_speakers, may_answer
from bot.context.steps import StepContext, is_in_time
from content.answer_forms import offered
from content.catalogue import load
from content.catalogue_types import Family
from content.dates import Deadline, deadline
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    AnswerKept,
    AnswerWithdrawn,
    FollowUpAsked,
    FurtherAsked,
    LawShown,
    PassKept,
    PromptAsked,
    PromptClosed,
    Quote,
    RungOffered,
    SpeaksLast,
    TextKept,
    Turnout,
    WhyAsked,
)
from dialogs.asking import following
from dialogs.asking.causes import cause
from dialogs.calendar.instants import local
from dialogs.knowledge.heard import has_words
from dialogs.knowledge.quotes import in_hash_order, quoted
from dialogs.model import (
    Actor,
    AskedIn,
    Identity,
    Language,
    Reading,
    Reflection,
    ShownPrompt,
    Stage,
)
from dialogs.sharing import circles as sharing_circles
from dialogs.sharing.turnout import turnout_of
from storage import digests, reflections
from storage.readable_reflections import readable
from storage.steps import one_step, steps_of


async def card(
    c: AsyncConnection, context: StepContext, person: UUID, *, delivery: str, now: datetime, language: Language
) -> Message:
    """The step's card for this person, from the stored answer."""
    known = await reflections.own(c, context.step.municipality, context.step.session, context.step.position, person)
    choices = await audiences.rungs(c, context, now=now)
    return await card_with(c, context, person, known, choices, delivery=delivery, now=now, language=language)


async def card_with(
    c: AsyncConnection, context: StepContext, person: UUID, known: Reflection | None, choices: Choices,
    *, delivery: str, now: datetime, language: Language,
) -> Message:  # fmt: skip
    """The step's card for this person: to be answered, answered, passed, taken back or over."""
    question = context.step.shown.question.to(language)
    seen = known.version if known else 0
    over = not is_in_time(context, known)
    if over or not await may_answer(c, context, Actor.known_as(Identity(context.town.id, person)), now=now):
        closed = await _closed(c, known, context, choices, delivery=delivery, now=now, language=language)
        return replace(closed, left=not over)
    closes_at = deadline(local(await _until(c, context)), now=now)
    if known is None or known.reopened:
        earlier: tuple[Quote, ...] = ()
        if context.step.shows_earlier:
            earlier = await earlier_answers(
                c, context, await audiences.reading(c, context.town, person, now=now), language
            )
        last = await speaks_last(c, context, person, language)
        asked = _prompt(context, choices, earlier, known, delivery=delivery, now=now, language=language)
        if known is not None and known.parts:
            asked = replace(asked, signatures=await signatures.offered(c, context, known, now=now))
        return replace(asked, closes_at=closes_at, last=last)
    if known.passed:
        asks = await _waits(c, context, person, language)
        return PassKept(question, closes_at, context.ref, delivery, seen, asks)
    if known.withdrawn:
        return AnswerWithdrawn(question, closes_at, context.ref, delivery, seen)
    return await _answered(
        c, context, known, choices, closes_at=closes_at, delivery=delivery, now=now, language=language
    )


async def speaks_last(
    c: AsyncConnection, context: StepContext, person: UUID | None, language: Language
) -> SpeaksLast | None:
    """What the person's card says of leaders who speak last; `person` is None for a channel's card."""
    leaders = await last_speakers(c, context) if context.is_open else frozenset[UUID]()
    if not leaders:
        return None
    opener = context.step.shown.opener
    return SpeaksLast((opener.to(language) if opener else "") if person in leaders else None)


async def _waits(c: AsyncConnection, context: StepContext, person: UUID, language: Language) -> SpeaksLast | None:
    """What the receipt of a leader's answer says; None for everybody else's."""
    last = await speaks_last(c, context, person, language)
    return last if last is not None and last.question is not None else None


async def _answered(
    c: AsyncConnection, context: StepContext, known: Reflection, choices: Choices,
    *, closes_at: Deadline, delivery: str, now: datetime, language: Language,
) -> Message:  # fmt: skip
    """The card of an answer that stands: an opened follow-up, a preview of sharing further, or the receipt."""
    rung, hidden = choices.kept(known), context.step.hides and context.is_open
    last = await _waits(c, context, known.author, language)
    if known.going_on:
        asked_more = _follow_up(context, known, rung, closes_at, delivery=delivery, language=language)
        return replace(asked_more, hidden=hidden, last=last)
    if (wider := looked_at(context, known, choices)) is not None:
        preview = await further_asked(c, context, known, choices, wider, delivery=delivery, now=now, language=language)
        return replace(preview, hidden=hidden or last is not None)
    question = context.step.shown.question.to(language)
    further = following.pairs(context.step.shown.follow_ups, known.follow_up_parts, language)
    # Once the group has gone on, nobody is asked for more; answers can still be changed.
    coming = following.next_number(context.step.shown, known) if context.is_open else 0
    can_widen = choices.wider_than(known.rung) is not None
    receipt = AnswerKept(question, known.text, rung, closes_at, context.ref, delivery, known.version, hidden)
    signed = await signatures.standing(c, known)
    others = await from_others.told(c, context, known, choices, now=now)
    offered = await keyword_offers.offer(c, context, known, others, language)
    receipt = replace(receipt, further=further, coming=coming, last=last, can_widen=can_widen, signed=signed)
    return replace(receipt, others=others, keyword=offered, offer=offering.offer(context, known, now=now))


def _follow_up(
    context: StepContext,
    known: Reflection,
    rung: RungOffered,
    closes_at: Deadline,
    *,
    delivery: str,
    language: Language,
) -> FollowUpAsked:
    number = known.going_on
    before = (part.text for part in known.follow_up_parts if part.follow_up < number)
    return FollowUpAsked(
        question=context.step.shown.follow_ups[number - 1].to(language),
        earlier=tuple(Quote(text) for text in (known.text, *before)),
        rung=rung,
        closes_at=closes_at,
        step=context.ref,
        delivery=delivery,
        seen=known.version,
        number=number,
        text=following.answer_to(known, number),
    )


async def _until(c: AsyncConnection, context: StepContext) -> datetime:
    """The closing time of the step; for a closed step, of the session's open step."""
    if context.is_open:
        return context.step.closes_at
    steps = await steps_of(c, context.step.municipality, context.step.session)
    return steps[-1].closes_at


async def channel_card(
    c: AsyncConnection, context: StepContext, *, conversation: str, delivery: str, now: datetime, language: Language
) -> Message:
    """The card for everybody in the conversation's channel: the prompt, never names, and no number while it is open."""
    step = context.step
    if not context.is_open:
        question, cancelled = step.shown.question.to(language), context.session.stage is Stage.CANCELLED
        told = None if cancelled else await turnout_told(c, context)
        return PromptClosed(question, turnout=told, step=context.ref, delivery=delivery, cancelled=cancelled)
    choices = await audiences.rungs(c, context, now=now)
    circle = sharing_circles.circle_of_channel(step.municipality, context.group.id, conversation)
    earlier = await earlier_answers(c, context, circle, language)
    asked_here = _prompt(
        context, choices, earlier, None, delivery=delivery, now=now, language=language, turnout=Turnout()
    )
    last = await speaks_last(c, context, None, language)
    return replace(asked_here, notice=await notice_in(c, context, now=now), last=last)


async def turnout_told(c: AsyncConnection, context: StepContext) -> Turnout:
    """The session's turnout as the session's digest tells it, no number before: two numbers could be subtracted."""
    made = await digests.of_session(c, context.step.municipality, context.step.session)
    return turnout_of(made.answered, made.invited) if made is not None else Turnout()


async def text_kept(
    c: AsyncConnection,
    context: StepContext,
    person: UUID,
    *,
    message: str = "",
    anew: bool = False,
    now: datetime,
    language: Language,
) -> TextKept | AnswerKept | FurtherAsked | PromptClosed | None:
    """The receipt of an answer; None where nothing is left to confirm. `anew`: the answer has been confirmed before.

    A channel's card is nobody's receipt: the receipt of an answer given there bears the way back itself.
    """
    step = context.step
    known = await reflections.own(c, step.municipality, step.session, step.position, person)
    if known is None or not known.parts:
        return None
    choices = await audiences.rungs(c, context, now=now)
    if not is_in_time(context, known):
        return await _closed(c, known, context, choices, delivery="", now=now, language=language)
    rung = choices.kept(known)
    question = step.shown.question.to(language)
    closes_at = deadline(local(step.closes_at), now=now)
    last = await _waits(c, context, person, language)
    others = await from_others.told(c, context, known, choices, now=now)
    offered = await keyword_offers.offer(c, context, known, others, language)
    message = message if any(part.source == message for part in known.own_parts) else ""
    if step.asked is AskedIn.CHANNEL:
        if (wider := looked_at(context, known, choices)) is not None:
            return await further_asked(c, context, known, choices, wider, delivery="", now=now, language=language)
        kept = AnswerKept(question, known.text, rung, closes_at, context.ref, "", known.version, step.hides)
        can_widen, signed = choices.wider_than(known.rung) is not None, await signatures.standing(c, known)
        kept = replace(kept, message=message, last=last, can_widen=can_widen, signed=signed)
        kept = replace(kept, further=following.pairs(step.shown.follow_ups, known.follow_up_parts, language))
        # Nobody is asked further in the channel: whoever wants to go on does so here, in a chat of their own.
        kept = replace(kept, coming=following.next_number(step.shown, known) if context.is_open else 0)
        return replace(kept, others=others, keyword=offered, offer=offering.offer(context, known, now=now))
    added = len(known.own_parts) > 1
    text = TextKept(question, known.text, rung, closes_at, context.ref, added, step.hides, message, anew, last, others)
    return replace(text, seen=known.version, keyword=offered, offer=offering.offer(context, known, now=now))


async def earlier_answers(
    c: AsyncConnection, context: StepContext, readers: Reading, language: Language
) -> tuple[Quote, ...]:
    """The answers of the step before that the readers may read, where the step builds on them."""
    step = context.step
    if not step.shows_earlier:
        return ()
    before = await one_step(c, step.municipality, step.session, step.position - 1)
    if before is None:
        return ()
    # The reader's own «bare meg» would look as if it had been shared.
    found = await readable(c, replace(readers, author=None), [context.session.id])
    of_step = (one for one in found if one.position == before.position and has_words(one))
    return in_hash_order(quoted(before, reflection, language) for reflection in of_step)


async def _closed(
    c: AsyncConnection, known: Reflection | None, context: StepContext, choices: Choices,
    *, delivery: str, now: datetime, language: Language,
) -> PromptClosed:  # fmt: skip
    shown = context.step.shown
    question = shown.question.to(language)
    cancelled = context.session.stage is Stage.CANCELLED
    if known is None or not known.parts:
        return PromptClosed(question, withdrawn=known is not None and known.withdrawn, cancelled=cancelled)
    return PromptClosed(
        question,
        known.text,
        None if cancelled else choices.kept(known),
        further=following.pairs(shown.follow_ups, known.follow_up_parts, language),
        step=context.ref,
        delivery=delivery,
        seen=known.version,
        cancelled=cancelled,
        narrower=() if cancelled else choices.narrower_than(known.rung),
        signed=await signatures.standing(c, known),
        keyword=known.keyword,
        offer=offering.offer(context, known, now=now),
    )


def _prompt(
    context: StepContext, choices: Choices, earlier: tuple[Quote, ...], known: Reflection | None,
    *, delivery: str, now: datetime, language: Language, turnout: Turnout | None = None,
) -> PromptAsked:  # fmt: skip
    shown = context.step.shown
    stands = known is not None and bool(known.parts)
    rung = (known.lifting or known.rung) if known is not None and stands else context.series.default_rung
    return PromptAsked(
        group=context.group.name,
        area=shown.area.to(language),
        question=shown.question.to(language),
        because=why_asked(context, now=now, language=language),
        definition=(shown.definition or shown.why).to(language),
        own=shown.own,
        law=_law(shown, language),
        title=shown.title.to(language),
        hint=shown.hint.to(language),
        closes_at=deadline(local(context.step.closes_at), now=now),
        rungs=choices.offered,
        rung=choices.nearest(rung).name.lower(),
        step=context.ref,
        delivery=delivery,
        seen=known.version if known else 0,
        text=known.said if known is not None else "",
        one_press=offered(shown.answer, language, chosen=known.choice if known is not None else 0),
        turnout=turnout,
        earlier=earlier,
        hidden=context.step.hides and context.is_open,
        went_on=known is not None and bool(known.follow_up_parts),
        signature=known.signature.value if known is not None else "",
        alone=known is not None and known.alone,
    )


def why_asked(context: StepContext, *, now: datetime, language: Language) -> WhyAsked:
    return WhyAsked(
        context.step.shown.why.to(language),
        context.group.name,
        cause(context.step.because),
        context.series.intention.value,
        offering.meeting_ahead(context, now=now),
    )


def _law(shown: ShownPrompt, language: Language) -> LawShown | None:
    if shown.law is None:
        return None
    # Law is everybody's: no municipality's layer has cards of its own, so the packaged one tells what it is about.
    card = load().requirements.get(shown.requirement_id or "")
    about_children = card is not None and card.family is Family.ENVIRONMENT
    return LawShown(shown.law.to(language), shown.paragraph, shown.law_link, shown.law_checked, about_children)

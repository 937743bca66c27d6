"""The draft of a digest as an author sees their own part of it, and as a facilitator sees the whole."""

from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, digest_reading, further, recipients, schooldays, signatures
from bot.context import steps as step_contexts
from bot.context.addressing import NotNow, Outgoing, person_of, place_of, postponed
from bot.context.given_digests import digest_of
from bot.context.notice import Notice
from bot.context.steps import StepContext
from content.vocabulary.drafting import ApprovalAsked, ApprovalEnd, ApprovalOver, DraftAsked, DraftOver, DraftQuote
from dialogs.asking.prompting import send_at
from dialogs.calendar.instants import local
from dialogs.knowledge.digest import UNSORTED
from dialogs.knowledge.heard import has_words
from dialogs.knowledge.quotes import quoted
from dialogs.model import (
    Delivery,
    DeliveryState,
    Digest,
    Draft,
    Group,
    Language,
    Person,
    Reflection,
    Rung,
    Session,
    Stage,
    StepRef,
)
from storage import digests as stored_digests
from storage import drafts, reflections
from storage.people import one_person
from storage.sessions import one_session
from storage.steps import steps_of


async def compose_draft(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    """To an author; a draft that was not sent before its digest was given back is sent no more."""
    draft = await drafts.one(c, delivery.municipality, delivery.session or "")
    session = await one_session(c, delivery.municipality, delivery.session or "")
    if session is None or (draft is None and not delivery.activity):
        return NotNow(DeliveryState.DROPPED, "the digest has been given back")
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        return place if delivery.activity else NotNow(DeliveryState.DROPPED, place.reason)
    days = await schooldays.days_of(c, delivery.municipality, session.group, now=now)
    if not delivery.activity and (opening := send_at(session, days, now=now)) > now:
        return postponed(opening)
    person = await person_of(c, delivery)
    message, language = await draft_for(c, session, draft, person, now=now)
    if isinstance(message, DraftAsked) and not message.quotes and not delivery.activity:
        return NotNow(DeliveryState.DROPPED, "nothing of the reader's is in the draft")
    stands = replace(place, conversation=delivery.conversation or place.conversation)
    until = draft.publish_at if draft is not None and not delivery.activity else None
    return Outgoing(stands, message, language, delivery.activity, until=until)


async def draft_for(
    c: AsyncConnection, session: Session, draft: Draft | None, person: Person, *, now: datetime
) -> tuple[DraftAsked | DraftOver, Language]:
    """All of the person's answers in the session that others read, or that the person has taken out of the draft."""
    contexts = await contexts_of(c, session)
    language = step_contexts.language_of(person, contexts[0].unit)
    group, opened_at = contexts[0].group.name, local(session.opens_at)
    if draft is None:
        return DraftOver(group, opened_at, cancelled=session.stage is Stage.CANCELLED), language
    known = [(context, one) for context in contexts if (one := await in_draft(c, context, person.id)) is not None]
    shown = [await _quote(c, context, one, language, now=now) for context, one in known]
    return (
        DraftAsked(
            group=group,
            opened_at=opened_at,
            publish_at=local(draft.publish_at),
            quotes=tuple(quote for quote, _ in shown),
            municipality=session.municipality,
            session=session.id,
            mark=_mark([mark for _, mark in shown]),
        ),
        language,
    )


async def contexts_of(c: AsyncConnection, session: Session) -> list[StepContext]:
    return [await step_contexts.context_of(c, step) for step in await steps_of(c, session.municipality, session.id)]


async def in_draft(c: AsyncConnection, context: StepContext, person: UUID) -> Reflection | None:
    """The person's answer to a step if it has words for the digest, or had before the person took it out."""
    step = context.step
    known = await reflections.own(c, step.municipality, step.session, step.position, person)
    if known is None or not has_words(known):
        return None
    return known if known.rung > Rung.ONLY_ME or known.wished is not None else None


async def _quote(
    c: AsyncConnection, context: StepContext, known: Reflection, language: Language, *, now: datetime
) -> tuple[DraftQuote, str]:
    """The quote, and a mark of what is shown: the words, and the readers after a yes."""
    choices = await audiences.rungs(c, context, now=now)
    is_out = known.rung is Rung.ONLY_ME
    wished = choices.nearest(known.wished) if known.wished is not None and not is_out else None
    if wished is not None and wished <= known.rung:
        wished = None
    circle = await further.circle(c, context, choices, wished, now=now) if wished is not None else None
    quote = replace(quoted(context.step, known, language), signed=await signatures.standing(c, known), own=False)
    shown = DraftQuote(
        question=context.step.shown.question.to(language),
        quote=quote,
        readers=choices.kept(known),
        step=context.ref,
        seen=known.version,
        wished=choices.on(wished) if wished is not None else None,
        groups=circle.groups if circle is not None else (),
        is_out=is_out,
    )
    return shown, f"{known.position} {known.version} {known.rung} {wished} {circle.mark if circle else ''}"


def _mark(shown: list[str]) -> str:
    return blake2b("\n".join(shown).encode(), digest_size=8).hexdigest()


async def approval(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Notice | None:
    """The whole draft, to whoever may approve it; None for anybody else, and where its digest has gone out unseen.

    A card that stands with somebody who may approve no more loses its words.
    """
    place = delivery.municipality
    session = await one_session(c, place, delivery.session or "")
    person = await one_person(c, place, delivery.person) if delivery.person is not None else None
    if session is None or person is None:
        return None
    may_approve = await recipients.may_approve(c, place, session.group, person.id, now=now)
    found = await (for_approver(c, session, person, now=now) if may_approve else _over(c, session, "others"))
    is_late = isinstance(found.message, ApprovalOver)
    return None if is_late and not delivery.activity else found


async def for_approver(c: AsyncConnection, session: Session, person: Person, *, now: datetime) -> Notice:
    """The draft, or how it ended."""
    place = session.municipality
    draft = await drafts.one(c, place, session.id)
    if draft is None:
        digest = await stored_digests.of_session(c, place, session.id)
        return await _over(c, session, _ended(digest))
    group = (await step_contexts.town(c, place)).groups[session.group]
    return Notice(await _to_approve(c, draft, session, group, person, now=now), group)


def _ended(digest: Digest | None) -> ApprovalEnd:
    if digest is None:
        return "cancelled"
    return "draft" if digest.is_draft else "approved"


async def _over(c: AsyncConnection, session: Session, ended: ApprovalEnd) -> Notice:
    group = (await step_contexts.town(c, session.municipality)).groups[session.group]
    return Notice(ApprovalOver(group.name, local(session.opens_at), ended), group)


async def _to_approve(
    c: AsyncConnection, draft: Draft, session: Session, group: Group, person: Person, *, now: datetime
) -> ApprovalAsked:
    town = await step_contexts.town(c, session.municipality)
    reading = replace(await audiences.reading(c, town, person.id, now=now), author=None)
    language = step_contexts.language_of(person, town.units[group.unit])
    digest = replace(as_digest(draft, session, now=now), is_draft=not draft.approved)
    shown = await digest_reading.session_digest(c, digest, digest_reading.Reader(reading, language, UNSORTED))
    return ApprovalAsked(
        shown, group.name, local(draft.publish_at), session.municipality, session.id, approved=draft.approved
    )


def as_digest(draft: Draft, session: Session, *, now: datetime) -> Digest:
    """The digest that the draft becomes, with the counts of the session's close."""
    counts = {"answered": draft.answered, "invited": draft.invited, "missed": draft.missed}
    return digest_of(session, **counts, made_at=now, is_draft=not draft.approved)


async def with_session(c: AsyncConnection, ref: StepRef) -> tuple[Session, Draft | None] | None:
    """The session of a step, with its draft until the digest has been given back; None for an unknown session."""
    session = await one_session(c, ref.municipality, ref.session)
    return (session, await drafts.one(c, ref.municipality, ref.session)) if session is not None else None


async def of_step(c: AsyncConnection, ref: StepRef) -> tuple[Session, Draft] | None:
    """As `with_session`; None once the digest has been given back."""
    found = await with_session(c, ref)
    return (found[0], found[1]) if found is not None and found[1] is not None else None

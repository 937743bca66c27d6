"""Needs of support as their readers see them: who asked, who answers for the municipality, and their cards."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, recalls, recipients
from content.vocabulary.committing import Need, NeedAnswered, NeedReceived, NeedSent, NeedSettled
from dialogs.calendar.instants import local
from dialogs.model import Delivery, NeedState, OfNeed, Rung, SupportNeed
from dialogs.sharing.circles import Municipality
from storage import delivery_links, outbox, outbox_queries, support_needs
from storage.people import one_person
from storage.sessions import opened_since

_NO_DAY = date(2000, 1, 1)  # of a need that is gone, which shows none


async def as_need(c: AsyncConnection, one: SupportNeed, town: Municipality, reader: UUID, *, today: date) -> Need:
    """The asker is named to the municipality alone, and only where the asker has said so."""
    return Need(
        one.municipality,
        str(one.id),
        one.version,
        one.text,
        town.groups[one.circle.group].name,
        "",
        one.look_on,
        one.state.value,
        answer=one.answer,
        answered_by=await _name(c, one.municipality, one.answered_by),
        mine=one.person == reader,
        is_past=one.look_on < today,
    )


async def received(
    c: AsyncConnection, one: SupportNeed | None, town: Municipality, *, again: bool = False, today: date
) -> NeedReceived | NeedSettled:
    """For who answers: a task, what has been answered, or nothing any more."""
    if one is None:
        return gone(town)
    shown = await task(c, one, town, today=today)
    return replace(shown, again=again) if one.state is NeedState.OPEN or again else NeedSettled(shown.need)


async def task(c: AsyncConnection, one: SupportNeed, town: Municipality, *, today: date) -> NeedReceived:
    """With the asker's name, if it goes along."""
    need = await as_need(c, one, town, one.person, today=today)
    need = replace(need, by=await _name(c, one.municipality, one.person) if one.signed else "")
    return NeedReceived(need, one.look_on.isoformat())


def gone(town: Municipality) -> NeedSettled:
    """In place of a need that its asker has taken back."""
    return NeedSettled(Need(town.id, "", 0, "", "", "", _NO_DAY, NeedState.ANSWERED.value))


async def to_owner(
    c: AsyncConnection, delivery: Delivery, subject: OfNeed, town: Municipality, *, today: date
) -> NeedReceived | NeedSettled | None:
    """The notice now; None where it was answered, or taken back, before anybody was told."""
    one = await support_needs.one_need(c, delivery.municipality, subject.need)
    is_due = one is not None and (one.state is NeedState.OPEN or (subject.again and one.state is NeedState.ACCEPTED))
    if not is_due and not delivery.activity:
        return None
    return await received(c, one, town, again=subject.again and is_due, today=today)


async def to_asker(
    c: AsyncConnection, town: Municipality, person: UUID, subject: OfNeed, *, stands: bool, now: datetime
) -> NeedAnswered | NeedSettled | NeedSent | None:
    one = await support_needs.one_need(c, town.id, subject.need)
    if one is None or one.person != person:
        return gone(town) if stands else None
    if subject.sent:
        return await sent(c, one, town, now=now)
    need = await as_need(c, one, town, person, today=local(now).date())
    return NeedAnswered(need) if one.answer else None


async def sent(c: AsyncConnection, one: SupportNeed, town: Municipality, *, now: datetime) -> NeedSent:
    """The receipt to who asked."""
    group, is_shared = town.groups[one.circle.group], one.circle.rung >= Rung.GROUP
    people = await audiences.people_who_read(c, town, group, Rung.GROUP, now=now) if is_shared else 0
    return NeedSent(await as_need(c, one, town, one.person, today=local(now).date()), people)


async def want_cards(c: AsyncConnection, municipality: str, its_id: UUID, *, now: datetime) -> None:
    """The cards of everybody who answers for the municipality follow: answered by one, or taken back."""
    told = [
        one
        for again in (False, True)
        for one in await outbox_queries.notices_about(c, municipality, OfNeed(its_id, again=again))
    ]
    await outbox.want_again(c, *(replace(one, due_at=now) for one in told if one.activity))


async def want_digests(c: AsyncConnection, one: SupportNeed, *, now: datetime) -> None:
    """The digests of the session in which a need was said and shared, reworded or gone since."""
    if one.session is not None and one.circle.rung >= Rung.GROUP:
        await recalls.want_digests(c, one.municipality, one.session, now=now)


async def want_all_cards(c: AsyncConnection, one: SupportNeed, *, now: datetime) -> None:
    """Of a need that is answered or gone: the asker's cards too, those that sessions opened with, and digests."""
    await want_cards(c, one.municipality, one.id, now=now)
    await want_digests(c, one, now=now)
    its, is_shared = (OfNeed(one.id), OfNeed(one.id, sent=True)), one.circle.rung >= Rung.GROUP
    opened = await opened_since(c, one.municipality, one.circle.group, since=one.told_at) if is_shared else ()
    told = await outbox_queries.promises_about(c, one.municipality, its, sessions=opened)
    answering = await recipients.all_coordinators(c, one.municipality, now=now)
    told += await outbox_queries.lists_shown(c, one.municipality, to=(one.person, *answering))
    standing = await delivery_links.with_readers(c, [each for each in told if each.activity])
    await delivery_links.link_again(c, standing)
    await outbox.want_again(c, *(replace(each, due_at=now) for each in standing))


async def _name(c: AsyncConnection, municipality: str, person: UUID | None) -> str:
    found = await one_person(c, municipality, person) if person is not None else None
    return found.name if found is not None else ""

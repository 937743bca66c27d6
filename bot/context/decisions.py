"""Decisions of a meeting: their writers and readers, and the cards that show the decisions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, steps
from bot.context.notice import Notice
from bot.context.update_slots import end_of_slot
from content.vocabulary.deciding import Decided, DecisionForm, DecisionsShown, MeetingHeld
from dialogs.calendar.instants import local
from dialogs.knowledge import commitments as rules
from dialogs.model import Actor, Commitment, Decision, Delivery, Digest, Group, OfDecisions, Promiser
from dialogs.permissions import AboutMunicipality, InGroup, Verb, may
from dialogs.sharing.circles import Municipality
from storage import commitments, decisions, digests, outbox, outbox_queries
from storage.meetings import meetings_to_come

MOST = 8
"""Things that one meeting decided: more would be minutes."""
_LATELY = timedelta(days=28)
_GIVEN_BACK_AFTER = timedelta(minutes=15)
"""Whoever writes down three things sends one message."""
_FOR_MUNICIPALITY = "municipality"
_FOR_GROUP = "group "


async def held_lately(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> Digest | None:
    """The latest meeting of the last four weeks that the person leads."""
    for digest in await digests.of_meetings(c, municipality, since=now - _LATELY, until=now):
        if await may_write(c, digest, person, now=now):
            return digest
    return None


async def may_write(c: AsyncConnection, digest: Digest, person: UUID, *, now: datetime) -> bool:
    """Once the meeting has begun; today's roles count."""
    has_begun = digest.meeting_at is not None and digest.meeting_at <= now and not digest.called_off
    return has_begun and await recipients.leads_meeting(
        c, digest.municipality, digest.meeting_group or "", person, now=now
    )


def held(digest: Digest, town: Municipality) -> MeetingHeld:
    name = town.groups[digest.meeting_group or ""].name
    return MeetingHeld(digest.municipality, str(digest.id), name, local(digest.meeting_at or digest.made_at))


async def readers(c: AsyncConnection, digest: Digest, *, now: datetime) -> tuple[UUID, ...]:
    """Whoever belongs to the meeting and does not only observe, without whoever leads it."""
    return await recipients.taking_part(c, digest.municipality, digest.series, digest.meeting_group or "", now=now)


async def decided(c: AsyncConnection, digest: Digest, town: Municipality) -> tuple[Decided, ...]:
    """A promise that has been taken away since is decided no more."""
    found = await decisions.of_meeting(c, digest.municipality, digest.id)
    ids = [one.commitment for one in found if one.commitment is not None]
    promised = {one.id: one for one in await commitments.by_ids(c, digest.municipality, ids)}
    told = [_decided(one, promised.get(one.commitment) if one.commitment else None, town) for one in found]
    return tuple(one for one in told if one.text)


def _decided(one: Decision, promise: Commitment | None, town: Municipality) -> Decided:
    if promise is None:
        return Decided(str(one.id), one.text)
    is_towns = promise.promiser is Promiser.MUNICIPALITY
    by = town.units[town.id].name if is_towns else town.groups[promise.circle.group].name
    return Decided(str(one.id), promise.text, by, promise.look_on)


async def agreed_last(c: AsyncConnection, digest: Digest) -> tuple[str, ...]:
    """What the meeting before this one agreed on, for its pack to open with; promises stand among the promises."""
    if digest.meeting_at is None:
        return ()
    before = await digests.meeting_before(c, digest)
    found = await decisions.of_meeting(c, digest.municipality, before.id) if before is not None else ()
    return tuple(one.text for one in found if one.text)


async def promisers(
    c: AsyncConnection, digest: Digest, actor: Actor, town: Municipality
) -> tuple[tuple[str, str], ...]:
    """(value of the form's choice, name): the meeting's groups and the municipality, where the actor may promise."""
    place = digest.municipality
    groups = await recipients.meeting_groups(c, place, digest.series, digest.meeting_group or "")
    mine = [one for one in groups if may(actor, Verb.PROMISE, InGroup(place, one))]
    found = [(f"{_FOR_GROUP}{one}", town.groups[one].name) for one in mine]
    if may(actor, Verb.PROMISE_FOR_MUNICIPALITY, AboutMunicipality(place)):
        found.append((_FOR_MUNICIPALITY, town.units[town.id].name))
    return tuple(found)


def promiser_in(whose: str) -> tuple[Promiser, str] | None:
    """(promiser, the group's id) of the form's choice, None for what was agreed on."""
    if whose == _FOR_MUNICIPALITY:
        return Promiser.MUNICIPALITY, ""
    return (Promiser.GROUP, whose.removeprefix(_FOR_GROUP)) if whose.startswith(_FOR_GROUP) else None


async def form(
    c: AsyncConnection, digest: Digest, actor: Actor, town: Municipality, *, text: str = "", now: datetime
) -> DecisionForm:
    """Blank but for the words, and the day of the group's next meeting."""
    ahead = await meetings_to_come(c, digest.municipality, [digest.meeting_group or ""], now=now)
    day = rules.usual_day(ahead[0][1] if ahead else None, now=now)
    people = len(await readers(c, digest, now=now))
    may_promise = await promisers(c, digest, actor, town)
    return DecisionForm(held(digest, town), text, day.isoformat(), people, may_promise)


async def shown(c: AsyncConnection, digest: Digest, town: Municipality, *, now: datetime) -> DecisionsShown:
    """To whoever leads the meeting."""
    people = len(await readers(c, digest, now=now))
    return DecisionsShown(held(digest, town), await decided(c, digest, town), people, writes=True)


async def to_writer(c: AsyncConnection, delivery: Delivery, its_id: UUID, *, now: datetime) -> Notice | None:
    """After the meeting, the form; what somebody has written meanwhile stands in its place."""
    digest = await digests.one(c, delivery.municipality, its_id)
    is_late = digest is None or digest.meeting_at is None or now > digest.meeting_at + _LATELY
    if digest is None or delivery.person is None or (is_late and not delivery.activity):
        return None
    if not await may_write(c, digest, delivery.person, now=now):
        return None
    town = await steps.town(c, delivery.municipality)
    return Notice(await shown(c, digest, town, now=now), town.groups[digest.meeting_group or ""])


async def to_member(
    c: AsyncConnection, delivery: Delivery, its_id: UUID, town: Municipality, *, now: datetime
) -> tuple[DecisionsShown, Group] | None:
    digest = await digests.one(c, delivery.municipality, its_id)
    if digest is None or delivery.person is None:
        return None
    told = await decided(c, digest, town)
    takes_part = delivery.person in await readers(c, digest, now=now)
    if not delivery.activity and not (told and takes_part):
        return None
    return DecisionsShown(held(digest, town), told if takes_part else ()), town.groups[digest.meeting_group or ""]


async def are_given_back(c: AsyncConnection, digest: Digest) -> bool:
    """Whether a message to whoever was there is on its way, or has come."""
    return bool(await outbox_queries.promises_about(c, digest.municipality, [OfDecisions(digest.id)]))


async def give_back(c: AsyncConnection, digest: Digest, *, now: datetime) -> None:
    """Once the writer has had time for more; a card that has come already is brought up to date."""
    due_at = now + _GIVEN_BACK_AFTER
    people = await readers(c, digest, now=now)
    await outbox.add_all(c, [deliveries.decisions_to(digest, person, due_at=due_at) for person in people])
    await _want(c, await outbox_queries.promises_about(c, digest.municipality, [OfDecisions(digest.id)]), now=now)


async def want_cards(c: AsyncConnection, digest: Digest, *, now: datetime) -> None:
    """Every card follows where words have gone or changed: the members', the writers', and packs of later meetings."""
    place, subject = digest.municipality, OfDecisions(digest.id)
    members = await outbox_queries.promises_about(c, place, [subject])
    writers = await outbox_queries.notices_about(c, place, subject)
    after = await digests.meeting_after(c, digest)
    packs = await outbox_queries.digests_shown(c, place, [after.id]) if after is not None else []
    await _want(c, (*members, *writers, *packs), now=now)


async def want_cards_with(c: AsyncConnection, promise: Commitment, *, now: datetime) -> None:
    """The cards of a meeting that decided the promise follow its words."""
    for one in await decisions.of_commitment(c, promise.municipality, promise.id):
        digest = await digests.one(c, one.municipality, one.digest)
        if digest is not None:
            await want_cards(c, digest, now=now)


async def _want(c: AsyncConnection, found: Sequence[Delivery], *, now: datetime) -> None:
    standing = [replace(one, due_at=end_of_slot(one.municipality, now=now)) for one in found if one.activity]
    await outbox.want_again(c, *standing)

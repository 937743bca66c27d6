"""A session's digest when the session is over: counted once, given back to its readers, or first checked as a draft."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank_indexing, deliveries, recipients, webhooks
from bot.context.steps import StepContext
from dialogs.asking import prompting
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import drafting
from dialogs.model import UNCOUNTED, Actor, Digest, Draft, Identity, Membership, Release, Session
from dialogs.permissions import DigestOfSession, Verb, may
from dialogs.sharing import circles
from storage import channels, digests, drafts, outbox, outbox_queries, releases, turnout
from storage.memberships import members_of
from storage.readable_reflections import readable
from storage.steps import one_step, steps_of


async def end_session(c: AsyncConnection, context: StepContext, days: SchoolDays, *, now: datetime) -> None:
    """The digest of the session just closed: given back, or a draft where the series says so and anybody shared."""
    counted = await _counted(c, context, now=now)
    if counted is None or not await _drafted(c, context, counted, days, now=now):
        await give_back(c, context, counted, days, now=now)


async def give_back(
    c: AsyncConnection, context: StepContext, digest: Digest | None, days: SchoolDays, *, now: datetime
) -> None:
    """The digest goes to the group and to each digest reader, each person getting it once."""
    session = context.session
    await _release(c, context, now=now)
    if digest is None or not await digests.add(c, digest):
        return
    await bank_indexing.index_session(c, session, context.town)
    await webhooks.tell_programs(c, digest, now=now)
    due_at = prompting.send_at(session, days, now=now)
    members = await members_of(c, session.municipality, [session.group], now=now)
    readers = [member.person for member in members if _may_read(member, session)]
    channel = await channels.channel_of(c, session.municipality, session.group)
    if channel is not None and channel.reachable and await _may_read_all(c, context, channel):
        await outbox.add(c, deliveries.digest_in(digest, session.group, due_at=due_at))
        # Members read the digest in the channel.
        to = [reader for reader in context.series.digest_readers if reader not in readers]
    else:
        to = [*readers, *context.series.digest_readers]
    await outbox.add_all(c, (deliveries.digest_to(digest, person, due_at=due_at) for person in dict.fromkeys(to)))


async def _counted(c: AsyncConnection, context: StepContext, *, now: datetime) -> Digest | None:
    """The digest with its counts, fixed from now on; None where nobody was invited."""
    session = context.session
    answered, is_signed = await turnout.authors_and_signed(c, session.municipality, session.id)
    reached = await outbox_queries.reached(c, session.municipality, session.id)
    first = await one_step(c, session.municipality, session.id, 0)
    # The last step may ask leaders only; the session invited everybody asked by the first step.
    meant = await recipients.asked(c, replace(context, step=first or context.step), now=now)
    invited = answered | reached.people | (meant if reached.channel else frozenset())
    if not invited:
        return None
    # Beside names, a number would tell who has not answered.
    told = UNCOUNTED if is_signed else len(answered)
    return digest_of(session, answered=told, invited=len(invited), missed=len(meant - invited), made_at=now)


def digest_of(
    session: Session, *, answered: int, invited: int, missed: int, made_at: datetime, is_draft: bool = False
) -> Digest:
    return Digest(
        municipality=session.municipality,
        id=deliveries.session_digest_id(session),
        series=session.series,
        made_at=made_at,
        session=session.id,
        answered=answered,
        invited=invited,
        missed=missed,
        is_draft=is_draft,
    )


async def _drafted(
    c: AsyncConnection, context: StepContext, counted: Digest, days: SchoolDays, *, now: datetime
) -> bool:
    """Whether a draft goes to the authors first; nothing is read beyond the group before its author has said yes."""
    session = context.session
    if not context.series.draft_ahead:
        return False
    authors = await drafts.authors(c, session.municipality, session.id)
    if not authors:
        return False
    times = drafting.times(session, context.series.draft_ahead, days, now=now)
    draft = Draft(
        municipality=session.municipality,
        session=session.id,
        made_at=now,
        publish_at=times.publish_at,
        answered=counted.answered,
        invited=counted.invited,
        missed=counted.missed,
    )
    if not await drafts.begin(c, draft):
        return True
    await drafts.hold_in_group(c, session.municipality, session.id)
    await outbox.add_all(c, (deliveries.draft_to(session, person, due_at=times.asked_at) for person in authors))
    await _ask_for_approval(c, session, times, now=now)
    return True


async def _ask_for_approval(c: AsyncConnection, session: Session, times: drafting.Times, *, now: datetime) -> None:
    for person in await recipients.approvers(c, session.municipality, session.group, now=now):
        await outbox.add(c, deliveries.approval_notice(session, person, due_at=times.approved_at))


def _may_read(member: Membership, session: Session) -> bool:
    reader = Actor.known_as(Identity.of(session.municipality, member.person, [member]))
    return may(reader, Verb.READ_DIGEST, DigestOfSession(session.municipality, session.group))


async def _may_read_all(c: AsyncConnection, context: StepContext, channel: channels.Channel) -> bool:
    """Whether the channel may read the digest: False if an answer was given before the channel was linked."""
    session = context.session
    return await turnout.are_all_for(c, session.municipality, session.id, channel.place.conversation)


async def _release(c: AsyncConnection, context: StepContext, *, now: datetime) -> None:
    """Release answers shared with the network; a release can be revoked."""
    network = context.town.network
    if network is None:
        return
    steps = await steps_of(c, context.session.municipality, context.session.id)
    shown = {step.position: step.shown for step in steps}
    reading = circles.circle_of_network(context.session.municipality, network.id)
    for reflection in await readable(c, reading, [context.session.id]):
        of_step = shown[reflection.position]
        released = Release(
            municipality=reflection.municipality,
            reflection=reflection.id,
            network=network.id,
            session=reflection.session,
            position=reflection.position,
            group_name=f"{context.group.name} ({context.town.units[context.town.id].name})",
            area_id=of_step.area_id,
            area=of_step.area,
            question=of_step.question,
            law=of_step.law,
            text=reflection.said,
            follow_ups=of_step.follow_ups,
            further=reflection.follow_up_parts,
            signature=reflection.signature,
            signer=reflection.signer,
            keyword=reflection.keyword,
            circle_at=reflection.circle_at,
            released_at=now,
        )
        await releases.release(c, released)

"""Close due steps: the next step opens, or the session closes and its digest is made."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import card_updates, deliveries, recipients, schooldays, signatures, unsent
from bot.context import steps as step_contexts
from bot.context.catalogues import Catalogues
from bot.context.rights import require
from bot.context.steps import StepContext
from dialogs.asking import prompting, reminding
from dialogs.model import UNCOUNTED, Actor, Digest, Identity, Membership, Release, Session, Stage, Step
from dialogs.permissions import DigestOfSession, Verb, may
from dialogs.sharing import circles
from storage import channels, digests, outbox, outbox_queries, releases, turnout
from storage.database import Database
from storage.memberships import members_of
from storage.readable_reflections import readable
from storage.sessions import move_session
from storage.steps import add_step, close_step, due_steps, lock_steps, one_step, steps_of

_AT_ONCE = 200


async def close_steps(db: Database, catalogues: Catalogues, *, actor: Actor, now: datetime) -> int:
    """The number of steps due."""
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: due_steps(c, now=now, most=_AT_ONCE))
    await db.write_each(partial(_close, step=step, catalogues=catalogues, now=now) for step in due)
    return len(due)


async def _close(c: AsyncConnection, *, step: Step, catalogues: Catalogues, now: datetime) -> None:
    if not await close_step(c, step, now=now):
        return
    await lock_steps(c, step.municipality, step.session)
    context = await step_contexts.context_of(c, step)
    await signatures.hide_telling(c, context, now=now)
    await outbox.drop_unsent(c, step.municipality, step.session, step.position, reason=prompting.TOO_LATE, now=now)
    await unsent.tell_of_late(c, context, now=now)
    for shown in await steps_of(c, step.municipality, step.session):
        await card_updates.want_cards(c, shown, due_at=now)
    days = await schooldays.days_of(c, step.municipality, context.group.id, now=now)
    catalogue = await catalogues.at(c, step.municipality, now)
    following = prompting.next_step(step, context.session, context.series, catalogue=catalogue, now=now, days=days)
    if following is None:
        await move_session(c, context.session, to=Stage.CLOSED)
        await _release(c, context, now=now)
        await _give_back(c, context, now=now, due_at=prompting.send_at(context.session, days, now=now))
        return
    remind_at = reminding.next_at(following, context.session, context.series.intention, days, now=now)
    await add_step(c, following, remind_at=remind_at)
    due_at = prompting.send_at(context.session, days, now=now)
    await recipients.ask(c, replace(context, step=following), now=now, due_at=due_at)


async def _give_back(c: AsyncConnection, context: StepContext, *, now: datetime, due_at: datetime) -> None:
    """The digest goes to the group and to each digest reader, each person getting it once."""
    session = context.session
    answered, is_signed = await turnout.authors_and_signed(c, session.municipality, session.id)
    reached = await outbox_queries.reached(c, session.municipality, session.id)
    first = await one_step(c, session.municipality, session.id, 0)
    # The last step may ask leaders only; the session invited everybody asked by the first step.
    meant = await recipients.asked(c, replace(context, step=first or context.step), now=now)
    invited = answered | reached.people | (meant if reached.channel else frozenset())
    if not invited:
        return
    digest = Digest(
        municipality=session.municipality,
        id=deliveries.session_digest_id(session),
        series=session.series,
        made_at=now,
        session=session.id,
        # Beside names, a number would tell who has not answered.
        answered=UNCOUNTED if is_signed else len(answered),
        invited=len(invited),
        missed=len(meant - invited),
    )
    if not await digests.add(c, digest):
        return
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

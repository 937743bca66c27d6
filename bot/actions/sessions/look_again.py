"""On its day: what no session opens with soon is asked about alone, and a need of support is shown once more."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, support_asking
from bot.context.promises import Reader, reader_of
from bot.context.rights import require
from content.vocabulary.committing import Place
from dialogs.knowledge.commitments import SESSION_SOON
from dialogs.model import Actor, Commitment, NeedState, Promiser, SupportNeed
from dialogs.permissions import Verb
from storage import commitments, merged_groups, outbox, support_needs
from storage.database import Database
from storage.sessions import sessions_to_come

_AT_ONCE = 100
_AFTER_OPENING = timedelta(hours=1)


async def look_again(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of commitments and needs whose moment has come. Each is asked about once."""
    require(actor, Verb.RUN_SESSIONS)
    waking = await db.read(partial(commitments.due, now=now, most=_AT_ONCE))
    for one in waking:
        await db.write(partial(_look_at, one=one, now=now))
    needs = await db.read(partial(support_needs.due, now=now))
    for need in needs:
        await db.write(partial(_remind, need=need, now=now))
    return len(waking) + len(needs)


async def _look_at(c: AsyncConnection, *, one: Commitment, now: datetime) -> None:
    """A session within a fortnight opens with it; one that is cancelled meanwhile leaves it to the next look."""
    author = await reader_of(c, one.municipality, one.author, now=now) if one.author is not None else None
    opens_at = await _session_soon(c, one, author, now=now) if one.is_open else None
    await commitments.wake(c, [one], opens_at + _AFTER_OPENING if opens_at is not None else None)
    if not one.is_open or opens_at is not None:
        return
    for person in await _asked_alone(c, one, author, now=now):
        await outbox.add(c, deliveries.commitment_on_its_day(one, person, now=now))


async def _session_soon(
    c: AsyncConnection, one: Commitment, author: Reader | None, *, now: datetime
) -> datetime | None:
    """When the session that is to open with it opens; None for a person's own whose author is not in the group."""
    if one.promiser is Promiser.PERSON and (author is None or one.circle.group not in author.groups):
        return None
    groups = [one.circle.group]
    if one.promiser is Promiser.GROUP:
        heir, _ = await merged_groups.heir_of(c, one.municipality, one.circle.group, now=now)
        groups += filter(None, [heir])
    ahead = await sessions_to_come(c, one.municipality, groups, now=now)
    return ahead[0].opens_at if ahead and ahead[0].opens_at <= now + SESSION_SOON else None


async def _asked_alone(c: AsyncConnection, one: Commitment, author: Reader | None, *, now: datetime) -> frozenset[UUID]:
    """Its author, if still in some group and allowed to tell; else who leads the group's work, or coordinators."""
    if author is not None and author.groups and author.may_tell(one):
        return frozenset({author.person.id})
    match one.promiser:
        case Promiser.PERSON:
            return frozenset()
        case Promiser.GROUP:
            found = await recipients.to_agree(c, one.municipality, one.circle.group, one.author, now=now)
            return found or (await merged_groups.heir_of(c, one.municipality, one.circle.group, now=now))[1]
        case Promiser.MUNICIPALITY:
            return frozenset(await recipients.all_coordinators(c, one.municipality, now=now))


async def _remind(c: AsyncConnection, *, need: SupportNeed, now: datetime) -> None:
    """Once, to those who answer now; of what has been taken on, to them too, whoever took it."""
    await support_needs.wake(c, need, None)
    if need.state not in {NeedState.OPEN, NeedState.ACCEPTED}:
        return
    place = Place(need.municipality, need.circle.group, "")
    to = await support_asking.answering(c, place, need.person, now=now)
    await outbox.add_all(c, [deliveries.need_notice(need, one, again=True, now=now) for one in to])

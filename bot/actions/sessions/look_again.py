"""On its day: what no session opens with soon is asked about alone, and a need of support is shown once more."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, support_asking
from bot.context.promises import reader_of
from bot.context.rights import require
from content.vocabulary.committing import Place
from dialogs.knowledge.commitments import SESSION_SOON
from dialogs.model import Actor, Commitment, NeedState, SupportNeed
from dialogs.permissions import Verb
from storage import commitments, outbox, support_needs
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
    ahead = await sessions_to_come(c, one.municipality, [one.circle.group], now=now)
    if one.is_open and ahead and ahead[0].opens_at <= now + SESSION_SOON:
        await commitments.wake(c, [one], ahead[0].opens_at + _AFTER_OPENING)
        return
    await commitments.wake(c, [one], None)
    if one.is_open and one.author is not None and await _is_still_there(c, one, now=now):
        await outbox.add(c, deliveries.commitment_on_its_day(one, one.author, now=now))


async def _is_still_there(c: AsyncConnection, one: Commitment, *, now: datetime) -> bool:
    """Whether its author may still tell what came of it, and is in some group: whoever has left is asked nothing."""
    reader = await reader_of(c, one.municipality, one.author, now=now) if one.author is not None else None
    return reader is not None and bool(reader.groups) and reader.may_tell(one)


async def _remind(c: AsyncConnection, *, need: SupportNeed, now: datetime) -> None:
    """Once, to those who answer now; of what has been taken on, to them too, whoever took it."""
    await support_needs.wake(c, need, None)
    if need.state not in {NeedState.OPEN, NeedState.ACCEPTED}:
        return
    place = Place(need.municipality, need.circle.group, "")
    to = await support_asking.answering(c, place, need.person, now=now)
    await outbox.add_all(c, [deliveries.need_notice(need, one, again=True, now=now) for one in to])

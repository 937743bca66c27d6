"""What a meeting decided, on the meeting's page: so far, with who gets it, and a form for more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import decisions, steps
from content.vocabulary.meetings import MeetingDecided
from dialogs.model import Actor, Digest, Promiser
from storage.people import persons_by_id


async def decided(c: AsyncConnection, digest: Digest, actor: Actor, *, now: datetime) -> MeetingDecided | None:
    """None before the meeting, and for whoever does not lead it."""
    person = actor.person_in(digest.municipality)
    if person is None or not await decisions.may_write(c, digest, person, now=now):
        return None
    town = await steps.town(c, digest.municipality)
    blank = await decisions.form(c, digest, actor, town, now=now)
    people = await persons_by_id(c, digest.municipality, set(await decisions.readers(c, digest, now=now)))
    of_groups = tuple(one for one in blank.promisers if _is_of(one[0], Promiser.GROUP))
    of_town = tuple(one for one in blank.promisers if _is_of(one[0], Promiser.MUNICIPALITY))
    return MeetingDecided(
        digest=str(digest.id),
        decided=await decisions.decided(c, digest, town),
        readers=tuple(sorted(one.name for one in people.values())),
        is_given=await decisions.are_given_back(c, digest),
        groups=of_groups,
        municipality=of_town,
        day=blank.day,
    )


def _is_of(whose: str, promiser: Promiser) -> bool:
    found = decisions.promiser_in(whose)
    return found is not None and found[0] is promiser

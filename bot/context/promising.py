"""A new commitment: how many may stand open, whose it is at once, and who is asked for the second yes."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, trying
from bot.context.promises import Reader
from content.vocabulary.committing import Place, TooManyTries
from dialogs.knowledge import commitments as rules
from dialogs.model import Commitment, Promiser
from dialogs.permissions import InGroup, Verb, may
from dialogs.sharing.committing import circle_of
from storage import commitments, outbox
from storage.memberships import members_of


async def open_ones(c: AsyncConnection, reader: Reader, place: Place, promiser: Promiser) -> tuple[Commitment, ...]:
    return await commitments.open_of_promiser(
        c, place.municipality, promiser, group=place.group, author=reader.person.id
    )


async def too_many(c: AsyncConnection, reader: Reader, place: Place, promiser: Promiser) -> TooManyTries | None:
    most = rules.MOST[promiser]
    known = await open_ones(c, reader, place, promiser)
    return TooManyTries(trying.WHOSE[promiser], most) if len(known) >= most else None


async def new_commitment(
    c: AsyncConnection,
    reader: Reader,
    place: Place,
    promiser: Promiser,
    *,
    look_on: date,
    in_group: bool = True,
    now: datetime,
) -> Commitment:
    """Without words, which come in by `bot/context/answers.py`."""
    group = reader.town.groups[place.group]
    return Commitment(
        municipality=place.municipality,
        id=uuid4(),
        promiser=promiser,
        author=reader.person.id,
        text="",
        sign="",
        look_on=look_on,
        made_at=now,
        circle=circle_of(promiser, reader.town, group, in_group=in_group, now=now),
        session=place.session or None,
        agreed=promiser is not Promiser.GROUP or await _leads(c, reader, place, now=now),
        wakes_at=rules.wakes_at(look_on),
        goes_at=rules.goes_at(look_on, now=now),
    )


async def ask_second_yes(c: AsyncConnection, reader: Reader, one: Commitment, *, now: datetime) -> None:
    """Who leads the group's work is asked; nobody where the commitment stands already."""
    if one.agreed:
        return
    asked = await recipients.to_agree(c, one.municipality, one.circle.group, reader.person.id, now=now)
    await outbox.add_all(c, [deliveries.commitment_proposed(one, person, now=now) for person in sorted(asked)])


async def _leads(c: AsyncConnection, reader: Reader, place: Place, *, now: datetime) -> bool:
    """Whether the writer leads the group's work, or is alone in it: then the words are the group's at once."""
    members = await members_of(c, place.municipality, [place.group], now=now)
    if may(reader.actor, Verb.END_STEP, InGroup(place.municipality, place.group, members)):
        return True
    return not await recipients.to_agree(c, place.municipality, place.group, reader.person.id, now=now)

"""A municipality's list of people on a page: what waits to be carried out, and what can be undone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.list_shown import list_shown
from bot.context.list_undoing import undoing_of
from bot.context.roster_import import compared
from bot.context.stored_values import from_json
from bot.errors import WrongFolder
from content.vocabulary.file_faults import Fault
from content.vocabulary.people_files import FaultRows, LeftAsIs, ListDone, ListShown, PeopleListPage
from dialogs.calendar.instants import local
from dialogs.model import Actor
from dialogs.people.roster import RosterFile
from dialogs.people.undoing import Left
from dialogs.permissions import AboutMunicipality, Verb, may
from storage import people_files
from storage.people import persons_by_id
from storage.people_files import UNDONE_FOR, DoneImport, SentList
from storage.units import one_unit

_MOST_FAULTS, _MOST_LEFT = 100, 100


async def may_send(c: AsyncConnection, actor: Actor) -> tuple[tuple[str, str], ...]:
    """(municipality, name) of the municipalities whose list of people the actor may send."""
    mine = [one.municipality for one in actor.identities]
    theirs = [place for place in mine if may(actor, Verb.IMPORT_PEOPLE, AboutMunicipality(place))]
    return tuple([(place, await _name(c, place)) for place in theirs])


async def list_page(
    c: AsyncConnection, actor: Actor, municipality: str, *, seen: str = "", now: datetime
) -> PeopleListPage | None:
    """None for whoever may not send the list; `seen` is what its sender has pressed for, "" for nothing."""
    own = actor.person_in(municipality)
    if own is None or not may(actor, Verb.IMPORT_PEOPLE, AboutMunicipality(municipality)):
        return None
    name = await _name(c, municipality)
    done = await _done(c, municipality, own, now=now)
    sent = await people_files.sent_by(c, municipality, own, now=now)
    if sent is None:
        # Whoever presses twice is shown what the first press has carried out.
        is_gone = bool(seen) and not any(one.undone_at is None for one in done)
        return PeopleListPage(municipality, name, is_gone=is_gone, done=done)
    try:
        shown = await _shown(c, sent, own, now=now)
    except WrongFolder as wrong:
        return PeopleListPage(municipality, name, wrong=fault_rows(wrong.faults), done=done)
    return PeopleListPage(municipality, name, shown=shown, is_new=bool(seen) and seen != shown.seen, done=done)


def fault_rows(faults: tuple[Fault, ...]) -> FaultRows:
    return FaultRows(faults[:_MOST_FAULTS], max(len(faults) - _MOST_FAULTS, 0))


async def _shown(c: AsyncConnection, sent: SentList, own: UUID, *, now: datetime) -> ListShown:
    wanted = from_json(RosterFile, sent.content)
    return list_shown(await compared(c, wanted, tenant=sent.tenant, now=now, own=own), sent.id, now=now)


async def _name(c: AsyncConnection, municipality: str) -> str:
    unit = await one_unit(c, municipality, municipality)
    return unit.name if unit else municipality


async def _done(c: AsyncConnection, municipality: str, own: UUID, *, now: datetime) -> tuple[ListDone, ...]:
    found = await people_files.done_lately(c, municipality, now=now)
    people = await persons_by_id(c, municipality, {one.person for one in found})
    names = {id_: person.name for id_, person in people.items()}
    return tuple([await _of(c, municipality, one, names.get(one.person, ""), own, now=now) for one in found])


async def _of(c: AsyncConnection, municipality: str, one: DoneImport, by: str, own: UUID, *, now: datetime) -> ListDone:
    if one.undone_at is not None:
        left = from_json(Left, one.left)
    else:
        left = (await undoing_of(c, municipality, one, own, now=now)).left
    numbers = (one.people, one.begun, one.ended)
    done_at, until = local(one.done_at), local(one.done_at + UNDONE_FOR)
    undone_at = local(one.undone_at) if one.undone_at is not None else None
    return ListDone(str(one.id), by, *numbers, done_at, until, _left(left), undone_at)


def _left(left: Left) -> LeftAsIs:
    places = tuple(f"{person}, {group}" for person, group in left.places)
    some = (left.units, left.groups, left.people, places, left.own)
    units, groups, people, places, own = (each[:_MOST_LEFT] for each in some)
    more = sum(max(len(each) - _MOST_LEFT, 0) for each in some)
    return LeftAsIs(units, groups, people, places, own, more)

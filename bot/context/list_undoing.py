"""A list of people carried out so that it can be undone within a day, and undone."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.recording import record
from bot.context.roster_import import Compared, carry_out, known_roster, record_roles
from bot.context.stored_values import as_json, from_json
from dialogs.model import Act, Actor, Person, Unit
from dialogs.people.before import Before, Place, Rows, before_of
from dialogs.people.roster import RosterFile, leading
from dialogs.people.undoing import InUse, Now, Undoing, undoing
from storage import added_rows, channel_counts, contacts, notes, people_files
from storage import staffing as staffing_store
from storage.memberships import end_memberships, give_to_hands, never_count, note_units, rows_by_place
from storage.people import put_accounts, put_people
from storage.people_files import DoneImport
from storage.units import all_groups, put_groups, put_municipality, put_units


async def carry_out_undoably(
    c: AsyncConnection, actor: Actor, own: UUID, wanted: RosterFile, found: Compared, *, now: datetime
) -> None:
    municipality, changes = wanted.municipality, found.changes
    earlier = await rows_by_place(c, municipality)
    await _name(c, municipality, wanted.units)
    await carry_out(c, actor, wanted, changes, now=now)
    ended = {one.id for one in changes.end}
    leaving = {one.membership.person for one in found.known.memberships if one.id in ended}
    await notes.stay(c, municipality, leaving, until=now + people_files.UNDONE_FOR)
    rows = await rows_by_place(c, municipality)
    before = before_of(found.known, changes, rows, _begun(earlier, rows))
    done = DoneImport(
        *(uuid4(), own, len(changes.people), len(changes.begin), len(changes.end)), now, before=as_json(before)
    )
    await people_files.keep_done(c, municipality, done)


async def _name(c: AsyncConnection, municipality: str, units: Iterable[Unit]) -> None:
    """The municipality is called as its unit among `units`."""
    for unit in units:
        if unit.id == municipality:
            await put_municipality(c, municipality=municipality, name=unit.name)


def _begun(earlier: dict[Place, Rows], rows: dict[Place, Rows]) -> dict[Place, Rows]:
    there = {number for some in earlier.values() for number, _ in some}
    return {place: tuple(row for row in some if row[0] not in there) for place, some in rows.items()}


async def undoing_of(c: AsyncConnection, municipality: str, done: DoneImport, own: UUID, *, now: datetime) -> Undoing:
    """What `own` would undo by undoing the import now."""
    before = from_json(Before, done.before)
    known = await known_roster(c, municipality, now=now)
    in_use = await _in_use(c, municipality, before)
    return undoing(before, Now(known, await rows_by_place(c, municipality)), in_use, own=own)


async def _in_use(c: AsyncConnection, municipality: str, before: Before) -> InUse:
    return InUse(
        await added_rows.people_in_use(c, municipality, {one.became.id for one in before.people if one.was is None}),
        await added_rows.groups_in_use(c, municipality, {one.became.id for one in before.groups if one.was is None}),
        await added_rows.units_in_use(c, municipality, {one.became.id for one in before.units if one.was is None}),
    )


async def undo(
    c: AsyncConnection, actor: Actor, own: UUID, municipality: str, done: DoneImport, *, now: datetime
) -> None:
    """The municipality's row is locked. Recorded by numbers, and by the roles that lead or coordinate."""
    back = await undoing_of(c, municipality, done, own, now=now)
    await _record(c, actor, municipality, back, now=now)
    await people_files.set_undone(c, municipality, done.id, as_json(back.left), now=now)
    await _name(c, municipality, back.put_units)
    await put_units(c, municipality, back.put_units)
    await note_units(c, municipality, back.moved)
    await put_groups(c, municipality, back.put_groups)
    people = (Person(municipality, one.id, one.name, one.upn, one.language) for one in back.put_people)
    await put_people(c, tuple(people))
    await put_accounts(c, municipality, back.put_accounts)
    await added_rows.remove_accounts(c, municipality, back.drop_accounts)
    if back.put_accounts or back.drop_accounts:
        await contacts.forget_names(c, municipality)
    await staffing_store.look_again(c, municipality)
    await channel_counts.count_again(c, municipality)
    await give_to_hands(c, municipality, back.by_hand)
    await never_count(c, municipality, [number for one in back.places for number in one.begun])
    await end_memberships(c, municipality, [row for one in back.places for row in one.ended])
    await notes.stay(c, municipality, {one.person for one in back.places if one.ended})
    await notes.end_with_memberships(c, municipality)
    await added_rows.remove_people(c, municipality, back.drop_people)
    await added_rows.remove_groups(c, municipality, back.drop_groups)
    await added_rows.remove_units(c, municipality, back.drop_units)


async def _record(c: AsyncConnection, actor: Actor, municipality: str, back: Undoing, *, now: datetime) -> None:
    await record(
        c,
        actor,
        Act.PEOPLE_UNDONE,
        municipality,
        people=len(back.put_people) + len(back.drop_people),
        begun=sum(len(one.begun) for one in back.places),
        ended=sum(len(one.ended) for one in back.places),
        left=back.left.number,
        now=now,
    )
    names = {group.id: group.name for group in (*await all_groups(c, municipality), *back.put_groups)}
    given = leading({(role, one.group) for one in back.places for role in one.ended_roles})
    taken = leading({(role, one.group) for one in back.places for role in one.begun_roles})
    await record_roles(c, actor, municipality, given, taken, names=names, now=now)

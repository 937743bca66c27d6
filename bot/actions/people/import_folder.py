"""Import a municipality's folder: only differences are stored, and nothing is deleted."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import staffing
from bot.context.members import change_places
from bot.context.recording import record, record_all
from bot.context.rights import require
from bot.errors import WrongFolder
from content.vocabulary.file_faults import Fault, HasAnswered, ZerosLost
from dialogs.model import Act, Actor
from dialogs.people.roster import (
    Changes,
    KnownMembership,
    KnownPerson,
    KnownRoster,
    NewAccount,
    RosterFile,
    compare,
    leading_roles,
)
from dialogs.permissions import Verb
from storage import channel_counts, contacts, outbox, turnout
from storage import staffing as staffing_store
from storage.database import Database
from storage.memberships import give_to_files, lasting_memberships, note_units, places_by_hand
from storage.people import all_people, put_accounts, put_people
from storage.units import all_groups, all_units, put_groups, put_municipality, put_units


async def import_folder(
    db: Database, wanted: RosterFile, *, actor: Actor, tenant: str, now: datetime, dry_run: bool = False
) -> Changes:
    """The changes made, or in a dry run the changes to make; all or nothing. Raises WrongFolder."""
    require(actor, Verb.IMPORT_PEOPLE)

    async def look(c: AsyncConnection) -> Changes:
        return await _compared(c, wanted, tenant=tenant, now=now)

    async def work(c: AsyncConnection) -> Changes:
        # Locks the municipality's row until commit: a concurrent import compares with this import's result.
        name = next(unit.name for unit in wanted.units if unit.id == wanted.municipality)
        await put_municipality(c, municipality=wanted.municipality, name=name)
        changes = await _compared(c, wanted, tenant=tenant, now=now)
        await _record(c, actor, wanted, changes, now=now)
        await _apply(c, wanted.municipality, changes, now=now)
        return changes

    return await (db.read(look) if dry_run else db.write(work))


async def _compared(c: AsyncConnection, wanted: RosterFile, *, tenant: str, now: datetime) -> Changes:
    """The changes, with a warning per post that will be vacant. Raises WrongFolder."""
    known = await _known(c, wanted.municipality, now=now)
    _check_zeros(known, wanted)
    changes = await _checked(c, compare(known, wanted, tenant=tenant, now=now), wanted.municipality)
    found = await staffing.after_import(c, known, changes, now=now)
    gone = {group.id for group in known.groups} - {group.id for group in wanted.groups}
    return replace(changes, warnings=tuple(staffing.lines(found, now=now, gone=gone)))


def _check_zeros(known: KnownRoster, wanted: RosterFile) -> None:
    """Raises WrongFolder for an id equal to a known id but for leading zeros, dropped by spreadsheets."""
    faults = [
        Fault(file, 0, "id", ZerosLost(new, old))
        for file, had, has in (("units.csv", known.units, wanted.units), ("groups.csv", known.groups, wanted.groups))
        for old, new in _zeros_lost({each.id for each in had}, {each.id for each in has})
    ]
    if faults:
        raise WrongFolder(faults)


def _zeros_lost(had: Collection[str], has: Collection[str]) -> Iterator[tuple[str, str]]:
    for old in sorted(set(had) - set(has)):
        new = old.lstrip("0")
        if old.isdigit() and new in has and new not in had:
            yield old, new


async def _checked(c: AsyncConnection, changes: Changes, municipality: str) -> Changes:
    """Raises WrongFolder where merging two persons would orphan an answer."""
    faults = [
        Fault("people.csv", row.line, "same_as", HasAnswered(row.name, row.object_id, row.same_as))
        for person, row in changes.leaves
        if await turnout.has_answered(c, municipality, person)
    ]
    if faults:
        raise WrongFolder(faults)
    return changes


async def _known(c: AsyncConnection, municipality: str, *, now: datetime) -> KnownRoster:
    people = await all_people(c, municipality)
    memberships = await lasting_memberships(c, municipality, now=now)
    return KnownRoster(
        municipality,
        units=await all_units(c, municipality),
        groups=await all_groups(c, municipality),
        people=tuple(KnownPerson(person, accounts) for person, accounts in people),
        memberships=tuple(KnownMembership(found.id, found.membership) for found in memberships),
        by_hand=await places_by_hand(c, municipality),
    )


async def _record(c: AsyncConnection, actor: Actor, wanted: RosterFile, changes: Changes, *, now: datetime) -> None:
    """Numbers of people, and by group the roles that lead or coordinate; nobody is named."""
    municipality = wanted.municipality
    lasting = {one.id: one.membership for one in await lasting_memberships(c, municipality, now=now)}
    ended = [lasting[one.id] for one in changes.end if one.id in lasting]
    if changes.lines:
        number, begun = len(changes.people), len(changes.begin)
        await record(c, actor, Act.PEOPLE_IMPORTED, municipality, people=number, begun=begun, ended=len(ended), now=now)
    names = {group.id: group.name for group in (*await all_groups(c, municipality), *wanted.groups)}
    given, taken = leading_roles(changes.begin), leading_roles(ended)
    acts = [
        (act, {"role": role, "group": names.get(group, group)})
        for act, roles in ((Act.ROLE_GIVEN, given), (Act.ROLE_ENDED, taken))
        for role, group in roles
    ]
    await record_all(c, actor, acts, municipality, now=now)


async def _apply(c: AsyncConnection, municipality: str, changes: Changes, *, now: datetime) -> None:
    """The roster comes last, since its version is locked from then on (storage/roster_version.py)."""
    await put_people(c, changes.people)
    await _add_accounts(c, municipality, changes.accounts, now=now)
    await give_to_files(c, municipality, changes.agreed)
    await staffing_store.look_again(c, municipality)
    if changes.begin or changes.end:
        await channel_counts.count_again(c, municipality)
    await _change_roster(c, municipality, changes)


async def _add_accounts(c: AsyncConnection, municipality: str, added: Collection[NewAccount], *, now: datetime) -> None:
    if not added:
        return
    await put_accounts(c, municipality, [(new.account, new.person) for new in added])
    await contacts.forget_names(c, municipality)
    reachable = await contacts.reachable_accounts(c, municipality)
    for new in added:
        if new.account in reachable:
            # The bot was installed before the import told the account's owner.
            await outbox.wake_waiting(c, municipality, new.person, now=now)


async def _change_roster(c: AsyncConnection, municipality: str, changes: Changes) -> None:
    if changes.units:
        await put_units(c, municipality, changes.units)
    if changes.moved:
        await note_units(c, municipality, changes.moved)
    if changes.groups:
        await put_groups(c, municipality, changes.groups)
    await change_places(c, municipality, changes.begin, changes.end, by_hand=False)

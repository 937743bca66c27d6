"""A municipality's roster by its files: compared with the stored roster, and carried out where the two differ."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import staffing
from bot.context.members import change_places
from bot.context.recording import record, record_all
from bot.context.staffing import Staffing
from bot.errors import WrongFolder
from content.vocabulary.file_faults import Fault, HasAnswered, OfYourself, ZerosLost
from dialogs.model import Act, Actor, Role
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
from storage import channel_counts, contacts, outbox, turnout
from storage import staffing as staffing_store
from storage.memberships import give_to_files, lasting_memberships, note_units, places_by_hand
from storage.people import all_people, put_accounts, put_people
from storage.units import all_groups, all_units, put_groups, put_units


@dataclass(frozen=True)
class Compared:
    """The stored roster, the changes that the files make of it, and the posts that will be vacant afterwards."""

    known: KnownRoster
    changes: Changes
    staffing: Staffing


async def compared(
    c: AsyncConnection, wanted: RosterFile, *, tenant: str, now: datetime, own: UUID | None = None
) -> Compared:
    """With a warning per post that will be vacant; the places of `own`, whoever imports, stay. Raises WrongFolder."""
    known = await known_roster(c, wanted.municipality, now=now)
    _check_zeros(known, wanted)
    # In a thread: a large municipality takes a second, and turns are answered meanwhile.
    found = await asyncio.to_thread(partial(compare, known, wanted, tenant=tenant, now=now, own=own))
    changes = await _checked(c, found, wanted.municipality)
    after = await staffing.after_import(c, known, changes, now=now)
    gone = {group.id for group in known.groups} - {group.id for group in wanted.groups}
    warnings = tuple(staffing.lines(after, now=now, gone=gone))
    return Compared(known, replace(changes, warnings=warnings), after)


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
    """Raises WrongFolder where merging two persons would orphan an answer, or change who the importer is."""
    faults = [Fault("people.csv", row.line, "same_as", OfYourself()) for row in changes.own_rows]
    faults += [
        Fault("people.csv", row.line, "same_as", HasAnswered(row.name, row.object_id, row.same_as))
        for person, row in changes.leaves
        if await turnout.has_answered(c, municipality, person)
    ]
    if faults:
        raise WrongFolder(faults)
    return changes


async def known_roster(c: AsyncConnection, municipality: str, *, now: datetime) -> KnownRoster:
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


async def carry_out(c: AsyncConnection, actor: Actor, wanted: RosterFile, changes: Changes, *, now: datetime) -> None:
    """Recorded, then stored. The municipality's row is locked."""
    await _record(c, actor, wanted, changes, now=now)
    await _apply(c, wanted.municipality, changes, now=now)


async def _record(c: AsyncConnection, actor: Actor, wanted: RosterFile, changes: Changes, *, now: datetime) -> None:
    """Numbers of people, and by group the roles that lead or coordinate; nobody is named."""
    municipality = wanted.municipality
    lasting = {one.id: one.membership for one in await lasting_memberships(c, municipality, now=now)}
    ended = [lasting[one.id] for one in changes.end if one.id in lasting]
    if changes.lines:
        number, begun = len(changes.people), len(changes.begin)
        await record(c, actor, Act.PEOPLE_IMPORTED, municipality, people=number, begun=begun, ended=len(ended), now=now)
    names = {group.id: group.name for group in (*await all_groups(c, municipality), *wanted.groups)}
    await record_roles(c, actor, municipality, leading_roles(changes.begin), leading_roles(ended), names=names, now=now)


async def record_roles(
    c: AsyncConnection,
    actor: Actor,
    municipality: str,
    given: Iterable[tuple[Role, str]],
    taken: Iterable[tuple[Role, str]],
    *,
    names: Mapping[str, str],
    now: datetime,
) -> None:
    """The roles, with the groups' ids, as given and taken; `names` are the groups'."""
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

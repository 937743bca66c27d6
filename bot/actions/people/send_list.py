"""A municipality's list of people, sent by a coordinator: shown, then carried out as shown, and undone for a day."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.list_shown import seen
from bot.context.list_undoing import carry_out_undoably, undo
from bot.context.roster_import import compared
from bot.context.stored_values import as_json, from_json
from bot.errors import WrongFolder
from content.presses import CarryOutList, DropList, OnPeopleList, SendList, UndoList
from content.vocabulary.conversing import OldCard
from content.vocabulary.file_faults import Fault, OtherMunicipality, OtherTenant
from dialogs.events import Form
from dialogs.model import Actor, Happening
from dialogs.people.roster import RosterFile
from dialogs.permissions import AboutMunicipality, Verb, may
from dialogs.turn import Turn
from storage import people_files
from storage.database import Database
from storage.people import all_people
from storage.people_files import SentList
from storage.units import take_turn


async def press_list(
    db: Database, about: Happening, press: OnPeopleList, form: Form, *, actor: Actor, now: datetime
) -> Turn:
    """What became of the press stands on the page. Raises WrongFolder for a list that cannot be carried out."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        own, account = actor.person_in(press.municipality), actor.account
        is_allowed = may(actor, Verb.IMPORT_PEOPLE, AboutMunicipality(press.municipality))
        if own is None or account is None or not is_allowed:
            return Turn(language, say=(OldCard(),))
        await take_turn(c, press.municipality)
        match press:
            case SendList():
                if form.people is None:  # as from a card made by hand
                    return Turn(language, say=(OldCard(),))
                await _keep(c, press.municipality, own, form.people, tenant=account.tenant, now=now)
            case CarryOutList():
                await _carry_out(c, press, actor, own, now=now)
            case DropList():
                await people_files.remove_sent(c, press.municipality, own)
            case UndoList():
                await _undo(c, press, actor, own, now=now)
        return Turn(language)

    return await db.write(work)


async def _keep(
    c: AsyncConnection, municipality: str, own: UUID, wanted: RosterFile, *, tenant: str, now: datetime
) -> None:
    if wanted.municipality != municipality:
        other = OtherMunicipality(wanted.municipality, municipality)
        raise WrongFolder([Fault("units.csv", 0, "id", other)])
    await _check_tenant(c, wanted, tenant)
    await compared(c, wanted, tenant=tenant, now=now, own=own)
    await people_files.keep_sent(c, municipality, own, SentList(uuid4(), tenant, as_json(wanted), now))


async def _check_tenant(c: AsyncConnection, wanted: RosterFile, tenant: str) -> None:
    """Raises WrongFolder where people of the list are known in other tenants alone."""
    tenants: dict[str, set[str]] = {}
    for _, accounts in await all_people(c, wanted.municipality):
        for account in accounts:
            tenants.setdefault(account.object_id, set()).add(account.tenant)
    elsewhere = [row for row in wanted.people if tenant not in tenants.get(row.object_id, {tenant})]
    if elsewhere:
        raise WrongFolder([Fault("people.csv", elsewhere[0].line, "aad_object_id", OtherTenant(len(elsewhere)))])


async def _carry_out(c: AsyncConnection, press: CarryOutList, actor: Actor, own: UUID, *, now: datetime) -> None:
    """Nothing where the list, or what it would change, is not any more as it was shown: the page shows it then."""
    sent = await people_files.sent_by(c, press.municipality, own, now=now)
    if sent is None or str(sent.id) != press.sent:
        return
    wanted = from_json(RosterFile, sent.content)
    found = await compared(c, wanted, tenant=sent.tenant, now=now, own=own)
    if seen(found.changes) == press.seen:
        await people_files.remove_sent(c, press.municipality, own)
        await carry_out_undoably(c, actor, own, wanted, found, now=now)


async def _undo(c: AsyncConnection, press: UndoList, actor: Actor, own: UUID, *, now: datetime) -> None:
    """Nothing where it is undone already, or too late."""
    for one in await people_files.done_lately(c, press.municipality, now=now):
        if str(one.id) == press.done and one.undone_at is None:
            await undo(c, actor, own, press.municipality, one, now=now)

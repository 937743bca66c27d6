"""import, forget, network: a municipality's folder is imported; a person is erased; municipalities are tied."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.actions.people.import_folder import import_folder
from bot.actions.people.tie_network import tie_network, untie_network
from bot.actions.rights.erase_own_data import forget_person
from bot.context import lookup
from bot.context.database_version import on_new_database, on_trial
from bot.entry.cli.invocation import OPERATOR, say_if_tried, settings_with_warnings, with_database
from bot.errors import WrongSetting
from bot.imports.folder import read_folder
from bot.reports.municipality_settings import network_lines
from bot.setting_values import GUID, WHERE_THE_ID_STANDS
from bot.settings import Settings
from storage.database import Database


def import_municipality(
    folder: Annotated[Path, typer.Argument(help="with units.csv, groups.csv and people.csv")],
    tenant: Annotated[str, typer.Option(help="whose accounts the object ids are; else MicrosoftAppTenantId")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Import a municipality: only what differs changes, and nothing is deleted."""
    settings = settings_with_warnings()
    wanted = read_folder(folder)
    owner = _named_tenant(tenant, settings) or _only_tenant(settings)

    async def work(db: Database) -> None:
        changes = await import_folder(
            db, wanted, actor=OPERATOR, tenant=owner, now=application.system_clock(), dry_run=dry_run
        )
        for line in changes.lines:
            typer.echo(str(line))
        typer.echo(f"added {changes.added}, changed {changes.changed}, ended {changes.ended}")
        for warning in changes.warnings:
            typer.echo(f"warning: {warning}", err=True)
        say_if_tried(dry_run)

    if dry_run:
        asyncio.run(on_trial(settings.database_url, work))
    else:
        asyncio.run(on_new_database(settings.database_url, work, say=partial(typer.echo, err=True)))
    if settings.tenants and owner not in settings.tenants:
        typer.echo(f"warning: tenant {owner} is not let in; add it to SLOYFA_TENANTS", err=True)


def _named_tenant(tenant: str, settings: Settings) -> str:
    """Raises WrongSetting for what can be no tenant's id; whatever is let in can."""
    named = tenant.strip().lower()
    if named and named not in settings.tenants and not GUID.fullmatch(named):
        raise WrongSetting(f"--tenant is {named}, which is not a tenant's id ({WHERE_THE_ID_STANDS})")
    return named


def _only_tenant(settings: Settings) -> str:
    if settings.app_tenant:
        return settings.app_tenant.lower()
    if len(settings.tenants) == 1:
        return next(iter(settings.tenants))
    raise WrongSetting("--tenant is missing, and neither MicrosoftAppTenantId nor a single SLOYFA_TENANTS says which")


def forget(
    person: Annotated[str, typer.Argument(help="UPN or object id of somebody who has asked for it, by post say")],
    municipality: Annotated[str, typer.Option(help="where several have been imported")] = "",
    *,
    keep_words: Annotated[bool, typer.Option("--keep-words", help="words in digests stay, without a name")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would go")] = False,
) -> None:
    """Erase what is held of a person, as «slett mine data» does for whoever has an account."""

    async def work(db: Database) -> None:
        now = application.system_clock()
        town = await db.read(partial(lookup.the_municipality, wanted=municipality or None))
        found = await db.read(partial(lookup.person_called, wanted=person, municipality=town, now=now))
        gone = await forget_person(db, found, actor=OPERATOR, keeps=keep_words, dry_run=dry_run, now=now)
        typer.echo(f"answers erased: {gone.answers}; answers that stay without a name: {gone.nameless}")
        typer.echo("who is on the municipality's list keeps name and memberships: take them out of people.csv first")
        say_if_tried(dry_run)

    with_database(settings_with_warnings(), work)


def network(
    network: Annotated[str, typer.Argument(help="the network's id in units.csv; without it, all are shown")] = "",
    municipalities: Annotated[list[str] | None, typer.Argument(help="the municipalities it ties together")] = None,
    *,
    untie: Annotated[bool, typer.Option("--untie", help="these municipalities are not tied to it any more")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Tie municipalities to a network: copies of what authors share with it reach its groups in all of them."""
    if untie and not municipalities:
        raise typer.BadParameter("--untie needs NETWORK and the municipalities")

    async def work(db: Database) -> None:
        if not municipalities:
            for line in await network_lines(db, network or None, actor=OPERATOR):
                typer.echo(line)
            return
        do = untie_network if untie else tie_network
        now = application.system_clock()
        tied = ", ".join(await do(db, network, municipalities, actor=OPERATOR, now=now, dry_run=dry_run)) or "nothing"
        typer.echo(f"{network} {'would tie' if dry_run else 'ties'} together {tied}")
        if untie:
            typer.echo("what has been read stays with its readers; new digests show nothing from the other side")
        say_if_tried(dry_run)

    with_database(settings_with_warnings(), work)

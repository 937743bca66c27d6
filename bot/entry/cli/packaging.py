"""package: the app package that a Teams administrator uploads."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bot import setting_values as values
from bot.entry.cli.invocation import settings_with_warnings
from bot.entry.teams.manifest import AppFacts, app_id_for, manifest, translations
from bot.errors import WrongPackage
from bot.exports.app_package import (
    MANIFEST,
    earlier_package,
    json_bytes,
    package_bytes,
    version_in,
    write_package,
)
from bot.package_settings import check_for_package
from bot.settings import Settings
from bot.version import VERSION
from content.app_listing import ICONS, SHORT_NAME, icon

OUT = Path("sloyfa-teams.zip")
_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}")


def package(
    *,
    host: Annotated[str, typer.Option(help="where Teams reaches the bot: the name alone, as in its certificate")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="the zip file to write")] = OUT,
    version: Annotated[str, typer.Option(help="higher than the one uploaded before")] = VERSION,
    app_id: Annotated[
        str, typer.Option(metavar="ID", help="of an app uploaded before; else it follows the bot's")
    ] = "",
) -> None:
    """Write the app package for Teams: manifest, icons and languages, from the settings."""
    settings = settings_with_warnings()
    check_for_package(settings)
    facts = _facts(settings, host=host, version=version, app_id=app_id)
    made, before = _package(facts), earlier_package(out)
    if made == before:
        typer.echo(f"{out}: unchanged ({SHORT_NAME} {version})")
    else:
        write_package(out, made)
        typer.echo(f"{out}: written ({SHORT_NAME} {version})")
    if before and made != before and version_in(before) == version:
        higher = "Teams takes a changed package only with a higher version (--version)"
        typer.echo(f"warning: the package there was another, also {version}; {higher}", err=True)
    typer.echo(f"app {facts.app_id}, bot {facts.bot_id}")
    typer.echo(f"the messaging endpoint in the bot's registration has to be https://{facts.host}/api/messages")
    if facts.pages:
        typer.echo(f"the registration in Entra needs the redirect URI {facts.pages}/signin")
        typer.echo(f"and the Application ID URI {facts.resource}, with the scope access_as_user")


def _facts(settings: Settings, *, host: str, version: str, app_id: str) -> AppFacts:
    """Raises WrongPackage for an option that no package can be made with."""
    if not _VERSION.fullmatch(version):
        raise WrongPackage(f"--version is {version}, and has to be three numbers; for example --version 1.0.0")
    if app_id and not values.GUID.fullmatch(app_id):
        raise WrongPackage(f"--app-id is {app_id}, which is not an app's id; leave it out, or name all 36 characters")
    try:
        reached = values.public_host(host)
    except ValueError as error:
        raise WrongPackage(f"--host {error}; for example --host sloyfa.nordvik.example") from error
    return AppFacts(
        bot_id=settings.app_id.lower(),
        app_id=app_id.lower() or app_id_for(settings.app_id),
        version=version,
        host=reached,
        developer=settings.developer,
        website=settings.website_url,
        privacy=settings.privacy_url,
        terms=settings.terms_url,
        # Teams frames pages that anybody's device reaches over https; pages on this machine alone are for trials.
        pages=settings.public_url if settings.public_url.startswith("https://") else "",
    )


def _package(facts: AppFacts) -> bytes:
    icons = {name: icon(name) for name in ICONS}
    languages = {file: json_bytes(words) for file, words in translations(facts).items()}
    return package_bytes({MANIFEST: json_bytes(manifest(facts)), **icons, **languages})

"""signed-in: how many browsers are signed in on the web pages; people are signed out."""

from typing import Annotated

import typer

from bot import app as application
from bot.actions.operating.sign_people_out import count_signed_in, sign_people_out
from bot.entry.cli.invocation import OPERATOR, settings_with_warnings, with_database
from storage.database import Database


def signed_in(
    municipality: Annotated[str, typer.Argument(help="the municipality's id in units.csv")],
    *,
    sign_out: Annotated[bool, typer.Option("--sign-out", help="sign everybody out, or --person alone")] = False,
    person: Annotated[str, typer.Option(metavar="WHO", help="with --sign-out: UPN or object id")] = "",
) -> None:
    """Tell how many browsers of a municipality are signed in on the web pages, or sign people out."""
    if person and not sign_out:
        raise typer.BadParameter("--person needs --sign-out: who is signed in is told to nobody")

    async def work(db: Database) -> None:
        now = application.system_clock()
        if sign_out:
            await sign_people_out(db, municipality, person, actor=OPERATOR, now=now)
            typer.echo(
                f"{person or f'everybody of {municipality}'} is signed out; whoever is on the list may sign in again"
            )
        else:
            found = await count_signed_in(db, municipality, actor=OPERATOR, now=now)
            typer.echo(f"browsers signed in: {found}")

    with_database(settings_with_warnings(), work)

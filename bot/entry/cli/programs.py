"""tokens: what a municipality's own programs read the API with."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

import typer

from bot import app as application
from bot.actions.operating.keep_tokens import MadeToken, make_token, renew_token, revoke_token, tokens_of
from bot.entry.cli.invocation import OPERATOR, settings_with_warnings, with_database
from dialogs.calendar.instants import local
from dialogs.model import ApiScope, ApiToken
from storage.database import Database

_A_YEAR = 365


class TokenAction(StrEnum):
    LIST = "list"
    MAKE = "make"
    RENEW = "renew"
    REVOKE = "revoke"


def tokens(
    municipality: Annotated[str, typer.Argument(help="the municipality's id in units.csv")],
    action: Annotated[TokenAction, typer.Argument()] = TokenAction.LIST,
    named: Annotated[str, typer.Argument(metavar="PROGRAM|ID", help="make: what the program is called")] = "",
    *,
    scope: Annotated[list[ApiScope] | None, typer.Option(help="make: what it may read; may be repeated")] = None,
    days: Annotated[int, typer.Option(help="make, renew: how long the token lasts")] = _A_YEAR,
) -> None:
    """List the tokens of the API, or make one (shown once), renew or revoke one."""

    async def work(db: Database) -> None:
        for line in await _done(db, municipality, action, named, scopes=scope or (), days=days):
            typer.echo(line)

    with_database(settings_with_warnings(), work)


async def _done(
    db: Database, municipality: str, action: TokenAction, named: str, *, scopes: Collection[ApiScope], days: int
) -> list[str]:
    now = application.system_clock()
    match action:
        case TokenAction.LIST:
            return [_line(one) for one in await tokens_of(db, municipality, actor=OPERATOR)] or ["there is no token"]
        case TokenAction.MAKE:
            return _shown(await make_token(db, municipality, named, scopes, days=days, actor=OPERATOR, now=now))
        case TokenAction.RENEW:
            return _shown(await renew_token(db, municipality, named, days=days, actor=OPERATOR, now=now))
        case TokenAction.REVOKE:
            token = await revoke_token(db, municipality, named, actor=OPERATOR, now=now)
            return [f"{token.id} ({token.label}) opens nothing any more"]


def _shown(made: MadeToken) -> list[str]:
    return [made.secret, f"shown this once, and stored nowhere: {_line(made.token)}"]


def _line(token: ApiToken) -> str:
    made, from_, until = (f"{local(at).date()}" for at in (token.made_at, token.reads_from, token.expires_at))
    used = f"last used {token.used_on}" if token.used_on else "never used"
    scopes = " ".join(sorted(token.scopes))
    return "\t".join((token.id, token.label, scopes, f"made {made}", f"reads from {from_}", f"until {until}", used))

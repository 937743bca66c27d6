"""tokens, webhooks: what a municipality's own programs read the API with; which are told of digests."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

import typer

from bot import app as application
from bot.actions.operating.keep_tokens import MadeToken, make_token, renew_token, revoke_token, tokens_of
from bot.actions.operating.keep_webhooks import add_webhook, remove_webhook, try_webhook, webhooks_of
from bot.entry.cli.invocation import OPERATOR, settings_with_warnings, with_database
from bot.entry.webhooks import Webhooks, wrong_address
from bot.ports import Meaning
from bot.settings import Settings
from dialogs.calendar.instants import local
from dialogs.model import ApiScope, ApiToken, Webhook
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


class WebhookAction(StrEnum):
    LIST = "list"
    ADD = "add"
    REMOVE = "remove"
    TEST = "test"


def webhooks(
    municipality: Annotated[str, typer.Argument(help="the municipality's id in units.csv")],
    action: Annotated[WebhookAction, typer.Argument()] = WebhookAction.LIST,
    named: Annotated[str, typer.Argument(metavar="URL|ID", help="add: where to; remove, test: which")] = "",
) -> None:
    """List the addresses that are told when a digest has been given back, or add, remove or try one."""
    settings = settings_with_warnings()

    async def work(db: Database) -> None:
        for line in await _kept(db, municipality, action, named, settings):
            typer.echo(line)

    with_database(settings, work)


async def _kept(db: Database, municipality: str, action: WebhookAction, named: str, settings: Settings) -> list[str]:
    now = application.system_clock()
    match action:
        case WebhookAction.LIST:
            found = await webhooks_of(db, municipality, actor=OPERATOR)
            return [_told(one) for one in found] or ["no address is told"]
        case WebhookAction.ADD:
            wrong = wrong_address(named, local=settings.local_webhooks)
            added = await add_webhook(db, municipality, named, wrong=wrong, actor=OPERATOR, now=now)
            return [added.secret, f"signs what is sent there, and is shown this once: {_told(added)}"]
        case WebhookAction.REMOVE:
            removed = await remove_webhook(db, municipality, named, actor=OPERATOR, now=now)
            return [f"{removed.id} ({removed.url}) is told no more"]
        case WebhookAction.TEST:
            async with Webhooks(local=settings.local_webhooks) as poster:
                outcome = await try_webhook(db, municipality, named, poster, actor=OPERATOR, now=now)
            taken = outcome.meaning is Meaning.DONE
            return [f"{named} has taken a message" if taken else f"{named} has not taken a message: {outcome.reason}"]


def _told(webhook: Webhook) -> str:
    return "\t".join((webhook.id, webhook.url, f"added {local(webhook.made_at).date()}"))

"""Add, remove, list and try the addresses that are told when a digest has been given back."""

from datetime import datetime
from secrets import token_hex, token_urlsafe
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.recording import record
from bot.context.rights import require
from bot.context.webhooks import trial
from bot.errors import UnknownWebhook, WrongWebhook
from bot.ports import Outcome, ProgramPoster
from dialogs.model import Act, Actor, Webhook
from dialogs.permissions import Verb
from storage import webhooks
from storage.database import Database

_ID_BYTES, _SECRET_BYTES = 4, 32


async def webhooks_of(db: Database, municipality: str, *, actor: Actor) -> tuple[Webhook, ...]:
    """Raises UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[Webhook, ...]:
        await lookup.municipality_called(c, municipality)
        return await webhooks.of_municipality(c, municipality)

    return await db.read(work)


async def add_webhook(db: Database, municipality: str, url: str, *, wrong: str, actor: Actor, now: datetime) -> Webhook:
    """`wrong` is why nothing can be sent to the address, "" for a good one. Raises WrongWebhook."""
    require(actor, Verb.KEEP_WEBHOOKS)
    if wrong:
        raise WrongWebhook(f"{url or 'the address'} {wrong}")
    added = Webhook(municipality, token_hex(_ID_BYTES), url, token_urlsafe(_SECRET_BYTES), now)

    async def work(c: AsyncConnection) -> Webhook:
        await lookup.municipality_called(c, municipality)
        await webhooks.add(c, added)
        await record(c, actor, Act.WEBHOOK_ADDED, municipality, now=now, host=_host(added))
        return added

    return await db.write(work)


async def remove_webhook(db: Database, municipality: str, its_id: str, *, actor: Actor, now: datetime) -> Webhook:
    """What has not been sent there is dropped when its turn comes. Raises UnknownWebhook."""
    require(actor, Verb.KEEP_WEBHOOKS)

    async def work(c: AsyncConnection) -> Webhook:
        found = await _called(c, municipality, its_id)
        await webhooks.remove(c, municipality, its_id)
        await record(c, actor, Act.WEBHOOK_REMOVED, municipality, now=now, host=_host(found))
        return found

    return await db.write(work)


async def try_webhook(
    db: Database, municipality: str, its_id: str, poster: ProgramPoster, *, actor: Actor, now: datetime
) -> Outcome:
    """Send a message that tells of nothing, once. Raises UnknownWebhook."""
    require(actor, Verb.KEEP_WEBHOOKS)

    async def work(c: AsyncConnection) -> Webhook:
        return await _called(c, municipality, its_id)

    to = await db.read(work)
    posting = trial(to, uuid4(), now=now)
    return await poster.post(to.url, posting.body, posting.headers(now=now))


async def _called(c: AsyncConnection, municipality: str, its_id: str) -> Webhook:
    await lookup.municipality_called(c, municipality)
    found = await webhooks.one(c, municipality, its_id)
    if found is None:
        raise UnknownWebhook(
            f"{municipality} has no webhook {its_id}; python -m bot webhooks {municipality} lists them"
        )
    return found


def _host(webhook: Webhook) -> str:
    """Without the path, which may be as good as a password."""
    return urlsplit(webhook.url).hostname or ""

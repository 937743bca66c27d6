"""What a municipality's own programs are told when a digest has been given back: that it was, and where to read it."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from dialogs.model import Delivery, Digest, OfWebhook, Webhook
from storage import outbox
from storage import webhooks as stored

SIGNATURE = "X-Sloyfa-Signature"
_DIGESTS = "/api/v1/digests"


@dataclass(frozen=True)
class Posting:
    """What is sent to a program, signed when it is sent."""

    webhook: Webhook
    body: bytes

    def headers(self, *, now: datetime) -> Mapping[str, str]:
        """The signature covers its own time, so that an old message cannot be sent anew by somebody else."""
        seconds = int(now.timestamp())
        signed = hmac.new(self.webhook.secret.encode(), f"{seconds}.".encode() + self.body, sha256).hexdigest()
        return {"Content-Type": "application/json", SIGNATURE: f"t={seconds},v1={signed}"}


async def tell_programs(c: AsyncConnection, digest: Digest, *, now: datetime) -> None:
    """Once for each webhook, however often a digest is given back."""
    for to in await stored.of_municipality(c, digest.municipality):
        await outbox.add(c, deliveries.webhook(to, digest, now=now))


async def posting_of(c: AsyncConnection, delivery: Delivery, *, public_url: str) -> Posting | None:
    """None where the webhook has been removed. `public_url` is where the API is, "" for none."""
    about = delivery.about
    to = await stored.one(c, delivery.municipality, about.webhook) if isinstance(about, OfWebhook) else None
    if to is None or not isinstance(about, OfWebhook):
        return None
    url = f"{public_url}{_DIGESTS}/{about.digest}" if public_url else None
    told = {"digest": {"id": str(about.digest), "url": url}}
    return Posting(to, _body("digest.given_back", delivery.id, to, about.at, told))


def trial(to: Webhook, event: UUID, *, now: datetime) -> Posting:
    """A message that tells of nothing."""
    return Posting(to, _body("test", event, to, now.replace(microsecond=0), {}))


def _body(kind: str, event: UUID, to: Webhook, at: datetime, told: Mapping[str, object]) -> bytes:
    named = {"event": kind, "id": str(event), "time": at.isoformat(), "municipality": to.municipality}
    return json.dumps({**named, **told}).encode()

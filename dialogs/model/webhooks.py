"""Webhooks: addresses of a municipality's own programs that are told when a digest has been given back."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Webhook:
    """`secret` signs what is sent there, and is never shown again."""

    municipality: str
    id: str
    url: str
    secret: str = field(repr=False)
    made_at: datetime

"""Who asks the API: a program of a municipality's own, by its token, and what the program has read."""

import hmac
import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.recording import record_program
from dialogs.calendar.instants import local
from dialogs.model import Act, ApiToken
from storage import api_tokens

_TOKEN = re.compile(r"sloyfa_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")


async def holder_of(c: AsyncConnection, secret: str, *, tenants: frozenset[str], now: datetime) -> ApiToken | None:
    """None for a secret that opens nothing: made up, revoked, run out, or of a municipality of no tenant let in."""
    named = _TOKEN.fullmatch(secret)
    stored = await api_tokens.find(c, named.group(1)) if named else None
    if stored is None or not hmac.compare_digest(stored.digest, api_tokens.digest_of(secret)):
        return None
    token = stored.token
    is_let_in = now < token.expires_at and await api_tokens.has_account_in(c, token.municipality, tenants)
    return token if is_let_in else None


async def note_use(c: AsyncConnection, token: ApiToken, *, now: datetime) -> None:
    await api_tokens.note_use(c, token.id, local(now).date())


async def record_reading(c: AsyncConnection, token: ApiToken, *, now: datetime) -> None:
    """A day's readings of people's words by one token are one entry of the record."""
    day = local(now).date()
    times = await api_tokens.count_reading(c, token.id, day)
    about = {"token": token.id, "program": token.label, "times": times}
    await record_program(c, Act.PROGRAM_READ, token.municipality, (token.id, day), now=now, **about)

"""Make, renew, revoke and list the tokens that a municipality's own programs read the API with."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import UnknownToken, WrongToken
from dialogs.calendar.instants import local
from dialogs.model import Act, Actor, ApiScope, ApiToken, limits
from dialogs.permissions import Verb
from storage import api_tokens
from storage.database import Database

LONGEST_DAYS = 366
_ID_BYTES, _SECRET_BYTES = 4, 32


@dataclass(frozen=True)
class MadeToken:
    """A token with its secret text, which is stored nowhere and told once."""

    token: ApiToken
    secret: str


async def tokens_of(db: Database, municipality: str, *, actor: Actor) -> tuple[ApiToken, ...]:
    """Raises UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[ApiToken, ...]:
        await lookup.municipality_called(c, municipality)
        return await api_tokens.of_municipality(c, municipality)

    return await db.read(work)


async def make_token(
    db: Database,
    municipality: str,
    program: str,
    scopes: Collection[ApiScope],
    *,
    days: int,
    actor: Actor,
    now: datetime,
) -> MadeToken:
    """For a program, for so many days. Raises UnknownMunicipality and WrongToken."""
    require(actor, Verb.KEEP_TOKENS)
    _check_days(days)
    if not program:
        raise WrongToken('a token needs the name of its program, for example make "the quality system"')
    if fault := limits.too_long(program, limits.NAME):
        raise WrongToken(f"the name of the program: {fault}")
    if not scopes:
        raise WrongToken(f"a token needs a scope: --scope {' or --scope '.join(ApiScope)}")
    until = now + timedelta(days=days)
    token = ApiToken(municipality, token_hex(_ID_BYTES), program, frozenset(scopes), now, now, until)
    made = MadeToken(token, _secret(token))

    async def work(c: AsyncConnection) -> MadeToken:
        await lookup.municipality_called(c, municipality)
        await api_tokens.keep(c, token, made.secret)
        told = ", ".join(sorted(token.scopes))
        await record(c, actor, Act.PROGRAM_LET_IN, municipality, now=now, scopes=told, **_about(token), **_until(token))
        return made

    return await db.write(work)


async def renew_token(
    db: Database, municipality: str, token_id: str, *, days: int, actor: Actor, now: datetime
) -> MadeToken:
    """A new secret in place of the old one; the program goes on to read what it could. Raises UnknownToken."""
    require(actor, Verb.KEEP_TOKENS)
    _check_days(days)

    async def work(c: AsyncConnection) -> MadeToken:
        token = replace(await _called(c, municipality, token_id), expires_at=now + timedelta(days=days))
        made = MadeToken(token, _secret(token))
        await api_tokens.keep(c, token, made.secret)
        await record(c, actor, Act.PROGRAM_RENEWED, municipality, now=now, **_about(token), **_until(token))
        return made

    return await db.write(work)


async def revoke_token(db: Database, municipality: str, token_id: str, *, actor: Actor, now: datetime) -> ApiToken:
    """Raises UnknownToken."""
    require(actor, Verb.KEEP_TOKENS)

    async def work(c: AsyncConnection) -> ApiToken:
        token = await _called(c, municipality, token_id)
        await api_tokens.remove(c, municipality, token_id)
        await record(c, actor, Act.PROGRAM_SHUT_OUT, municipality, now=now, **_about(token))
        return token

    return await db.write(work)


async def _called(c: AsyncConnection, municipality: str, token_id: str) -> ApiToken:
    await lookup.municipality_called(c, municipality)
    found = next((one for one in await api_tokens.of_municipality(c, municipality) if one.id == token_id), None)
    if found is None:
        raise UnknownToken(f"{municipality} has no token {token_id}; python -m bot tokens {municipality} lists them")
    return found


def _check_days(days: int) -> None:
    if not 0 < days <= LONGEST_DAYS:
        raise WrongToken(f"--days is {days}; a token lasts from 1 to {LONGEST_DAYS} days, and can be renewed")


def _secret(token: ApiToken) -> str:
    return f"sloyfa_{token.id}_{token_urlsafe(_SECRET_BYTES)}"


def _about(token: ApiToken) -> dict[str, str]:
    return {"token": token.id, "program": token.label}


def _until(token: ApiToken) -> dict[str, str]:
    return {"until": f"{local(token.expires_at).date()}"}

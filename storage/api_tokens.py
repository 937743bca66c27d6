"""Tokens of the HTTP API: only digests of them are stored."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import RowMapping, and_, bindparam, case, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import ApiScope, ApiToken
from storage.prepared import Prepared
from storage.tables.api_tokens import api_tokens
from storage.tables.people import accounts
from storage.upserts import put

_FOUND = Prepared(select(api_tokens).where(api_tokens.c.id == bindparam("id")))


@dataclass(frozen=True)
class Stored:
    """A token with the digest of its secret text."""

    token: ApiToken
    digest: str


def digest_of(secret: str) -> str:
    """The secrets are drawn at random, so a plain hash cannot be guessed backwards."""
    return sha256(secret.encode()).hexdigest()


async def keep(c: AsyncConnection, token: ApiToken, secret: str) -> None:
    """Also in place of the token with this id, whose former secret opens nothing any more."""
    values = {
        "municipality": token.municipality,
        "digest": digest_of(secret),
        "label": token.label,
        "scopes": sorted(token.scopes),
        "reads_from": token.reads_from,
        "made_at": token.made_at,
        "expires_at": token.expires_at,
        "used_on": token.used_on,
    }
    await put(c, api_tokens, {"id": token.id}, values)


async def find(c: AsyncConnection, token_id: str) -> Stored | None:
    row = (await _FOUND.run(c, id=token_id)).mappings().one_or_none()
    return Stored(_token(row), row["digest"]) if row is not None else None


async def of_municipality(c: AsyncConnection, municipality: str) -> tuple[ApiToken, ...]:
    """The oldest first."""
    query = select(api_tokens).where(api_tokens.c.municipality == municipality)
    rows = await c.execute(query.order_by(api_tokens.c.made_at, api_tokens.c.id))
    return tuple(_token(row) for row in rows.mappings())


async def remove(c: AsyncConnection, municipality: str, token_id: str) -> bool:
    """False where the municipality has no such token."""
    its = and_(api_tokens.c.municipality == municipality, api_tokens.c.id == token_id)
    return (await c.execute(delete(api_tokens).where(its))).rowcount == 1


async def note_use(c: AsyncConnection, token_id: str, day: date) -> None:
    await c.execute(update(api_tokens).where(api_tokens.c.id == token_id).values(used_on=day))


async def count_reading(c: AsyncConnection, token_id: str, day: date) -> int:
    """How many readings of people's words there have been on the day, with this one."""
    is_same_day = api_tokens.c.read_on == day
    reads = case((is_same_day, api_tokens.c.reads + 1), else_=1)
    counting = update(api_tokens).where(api_tokens.c.id == token_id).values(reads=reads, read_on=day)
    return int((await c.execute(counting.returning(api_tokens.c.reads))).scalar_one())


async def has_account_in(c: AsyncConnection, municipality: str, tenants: frozenset[str]) -> bool:
    """Whether anybody of the municipality has an account in one of these tenants."""
    there = exists().where(accounts.c.municipality == municipality, accounts.c.tenant.in_(tenants))
    return bool((await c.execute(select(there))).scalar())


def _token(row: RowMapping) -> ApiToken:
    return ApiToken(
        municipality=row["municipality"],
        id=row["id"],
        label=row["label"],
        scopes=frozenset(ApiScope(one) for one in row["scopes"]),
        reads_from=row["reads_from"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        used_on=row["used_on"],
    )

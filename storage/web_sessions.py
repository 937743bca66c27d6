"""Browsers signed in on the web pages: found by the cookie's secret, stored as a digest alone."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, PendingSignIn, WebSession
from storage.prepared import Prepared
from storage.tables.people import accounts
from storage.tables.web_sessions import pending_sign_ins, web_sessions
from storage.upserts import put

_FOUND = Prepared(
    select(web_sessions).where(web_sessions.c.digest == bindparam("digest"), web_sessions.c.ends_at > bindparam("now"))
)


async def begin(c: AsyncConnection, secret: str, session: WebSession) -> None:
    values = {
        "tenant": session.account.tenant,
        "object_id": session.account.object_id,
        "begun_at": session.begun_at,
        "ends_at": session.ends_at,
        "in_teams": session.in_teams,
        "issuer_digest": _digest(session.issuer_session) if session.issuer_session else "",
    }
    await put(c, web_sessions, {"digest": _digest(secret)}, values)


async def find(c: AsyncConnection, secret: str, *, now: datetime) -> WebSession | None:
    """None for an unknown secret, and for a session that is over."""
    row = (await _FOUND.run(c, digest=_digest(secret), now=now)).mappings().one_or_none()
    if row is None:
        return None
    account = Account(row["tenant"], row["object_id"])
    return WebSession(account, row["begun_at"], row["ends_at"], row["in_teams"])


async def end(c: AsyncConnection, secret: str) -> None:
    await c.execute(delete(web_sessions).where(web_sessions.c.digest == _digest(secret)))


async def is_at_issuer(c: AsyncConnection, issuer_session: str) -> bool:
    """Whether `end_at_issuer` would end anything."""
    return bool((await c.execute(select(exists().where(_at_issuer(issuer_session))))).scalar())


async def end_at_issuer(c: AsyncConnection, issuer_session: str) -> None:
    """Sessions of the browser that the issuer knows by this id, in its windows and in Teams."""
    await c.execute(delete(web_sessions).where(_at_issuer(issuer_session)))


def _at_issuer(issuer_session: str) -> ColumnElement[bool]:
    return web_sessions.c.issuer_digest == _digest(issuer_session)


async def end_of_accounts(c: AsyncConnection, which: Collection[Account]) -> None:
    for one in which:
        await c.execute(delete(web_sessions).where(_of(one)))


async def open_of(c: AsyncConnection, account: Account, *, now: datetime) -> int:
    """The number of the account's sessions under way."""
    query = select(func.count()).where(_of(account), web_sessions.c.ends_at > now)
    return int((await c.execute(query)).scalar_one())


async def open_in(c: AsyncConnection, municipality: str, *, now: datetime) -> int:
    """The number of sessions under way of the municipality's accounts."""
    query = select(func.count()).where(_in(municipality, None), web_sessions.c.ends_at > now)
    return int((await c.execute(query)).scalar_one())


async def end_in(c: AsyncConnection, municipality: str, person: UUID | None) -> None:
    """Sessions of all accounts of the municipality, or of a person's accounts."""
    await c.execute(delete(web_sessions).where(_in(municipality, person)))


async def begin_sign_in(c: AsyncConnection, state: str, pending: PendingSignIn) -> None:
    values = {
        "browser": _digest(pending.browser),
        "nonce": pending.nonce,
        "verifier": pending.verifier,
        "return_to": pending.return_to,
        "expires_at": pending.expires_at,
    }
    await put(c, pending_sign_ins, {"digest": _digest(state)}, values)


async def take_sign_in(c: AsyncConnection, state: str, *, browser: str, now: datetime) -> PendingSignIn | None:
    """The sign-in that this browser began, for the first caller alone; None for later callers, and once expired."""
    its = and_(
        pending_sign_ins.c.digest == _digest(state),
        pending_sign_ins.c.browser == _digest(browser),
        pending_sign_ins.c.expires_at > now,
    )
    taking = delete(pending_sign_ins).where(its).returning(*_REST)
    row = (await c.execute(taking)).one_or_none()
    return PendingSignIn(browser, *row) if row is not None else None


_REST = tuple(pending_sign_ins.c[name] for name in ("nonce", "verifier", "return_to", "expires_at"))


async def has_expired(c: AsyncConnection, *, now: datetime) -> bool:
    """Whether `remove_expired` would delete anything."""
    return bool((await _HAS_EXPIRED.run(c, now=now)).scalar())


async def remove_expired(c: AsyncConnection, *, now: datetime) -> None:
    await c.execute(delete(web_sessions).where(web_sessions.c.ends_at <= now))
    await c.execute(delete(pending_sign_ins).where(pending_sign_ins.c.expires_at <= now))


_HAS_EXPIRED = Prepared(
    select(
        exists().where(web_sessions.c.ends_at <= bindparam("now"))
        | exists().where(pending_sign_ins.c.expires_at <= bindparam("now"))
    )
)


def _of(account: Account) -> ColumnElement[bool]:
    return and_(web_sessions.c.tenant == account.tenant, web_sessions.c.object_id == account.object_id)


def _in(municipality: str, person: UUID | None) -> ColumnElement[bool]:
    its = and_(
        accounts.c.municipality == municipality,
        accounts.c.tenant == web_sessions.c.tenant,
        accounts.c.object_id == web_sessions.c.object_id,
    )
    return exists().where(its if person is None else and_(its, accounts.c.person == person))


def _digest(secret: str) -> str:
    """The secrets are drawn at random, so a plain hash cannot be guessed backwards."""
    return sha256(secret.encode()).hexdigest()

"""Sessions of the web pages: begun, looked up at each request, and ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.identities import identities_of
from bot.context.steps import language_of_account
from dialogs.model import Account, Actor, Language, PendingSignIn, WebSession
from storage import web_sessions
from storage.database import Database
from storage.people import persons_behind

LASTS = timedelta(hours=8)
SIGN_IN_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class SignedIn:
    """An account with a session, and the persons behind the account today, none where no list has the account."""

    actor: Actor
    name: str
    language: Language
    session: WebSession


class WebSessions:
    """The sessions of all replicas, in the database. `tenants` are those let in."""

    def __init__(self, db: Database, *, tenants: frozenset[str]) -> None:
        self._db = db
        self._tenants = tenants

    async def begin_sign_in(self, state: str, pending: PendingSignIn) -> None:
        await self._db.write(partial(web_sessions.begin_sign_in, state=state, pending=pending))

    async def take_sign_in(self, state: str, *, browser: str, now: datetime) -> PendingSignIn | None:
        """None for a state of another browser, used before, too old, or made up."""
        return await self._db.write(partial(web_sessions.take_sign_in, state=state, browser=browser, now=now))

    async def begin(
        self,
        secret: str,
        account: Account,
        *,
        instead_of: str,
        in_teams: bool,
        issuer_session: str = "",
        now: datetime,
    ) -> bool:
        """Begin a session in place of the browser's former session; False, without a session, for a stranger."""
        session = WebSession(account, now, now + LASTS, in_teams, issuer_session)

        async def work(c: AsyncConnection) -> bool:
            await web_sessions.end(c, instead_of)
            if not await _on_a_list(c, session, self._tenants, now=now):
                return False
            await web_sessions.begin(c, secret, session)
            return True

        return await self._db.write(work)

    async def look_up(self, secret: str, *, now: datetime) -> SignedIn | None:
        """Whose session has this secret, with today's roles; None without a session.

        A session that nobody is behind any more ends for good: its actor has no identities.
        """
        found = await self._db.read(partial(_looked_up, secret=secret, tenants=self._tenants, now=now))
        if found is not None and not found.actor.identities:
            await self.end(secret)
        return found

    async def end(self, secret: str) -> None:
        await self._db.write(partial(web_sessions.end, secret=secret))

    async def end_at_issuer(self, issuer_session: str) -> None:
        """End what a browser has here whose session at the issuer is over; an unknown id writes nothing."""
        if await self._db.read(partial(web_sessions.is_at_issuer, issuer_session=issuer_session)):
            await self._db.write(partial(web_sessions.end_at_issuer, issuer_session=issuer_session))


async def _on_a_list(c: AsyncConnection, session: WebSession, tenants: frozenset[str], *, now: datetime) -> bool:
    return bool((await _behind(c, session, tenants, now=now)).identities)


async def _behind(c: AsyncConnection, session: WebSession, tenants: frozenset[str], *, now: datetime) -> Actor:
    """Without identities where the tenant is not let in, and where no list has the person in a group today."""
    actor = Actor.at(session.account)
    known = await identities_of(c, actor, now=now) if session.account.tenant in tenants else ()
    return actor.looked_up(known if any(one.roles for one in known) else ())


async def _looked_up(c: AsyncConnection, *, secret: str, tenants: frozenset[str], now: datetime) -> SignedIn | None:
    session = await web_sessions.find(c, secret, now=now)
    if session is None:
        return None
    actor = await _behind(c, session, tenants, now=now)
    named = await persons_behind(c, session.account)
    language = await language_of_account(c, session.account) or Language.NB
    return SignedIn(actor, named[0].name if named else "", language, session)

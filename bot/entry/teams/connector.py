"""The five calls to Teams, over one shared session; each returns an Outcome."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from bot.entry.teams.credentials import NoToken
from bot.entry.teams.foreign_json import NotReadable, read
from bot.entry.teams.hosts import TEAMS_HOSTS, trusted
from bot.entry.teams.outcomes import Call, lost, meaning
from bot.entry.teams.tokens import BotToken, CurrentToken
from bot.ports import Clock, Meaning, Outcome

TOTAL_SECONDS = 10
CONNECT_SECONDS = 5
_METHODS = {
    Call.CREATE: "POST",
    Call.SEND: "POST",
    Call.UPDATE: "PUT",
    Call.DELETE: "DELETE",
    Call.MEMBERS: "GET",
}
# Each call has a single deadline, including the fetch of the token.
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)


Body = Mapping[str, Any] | bytes
"""JSON text, or a mapping to be written as JSON."""


class Connector:
    """`token` None sends no Authorization (insecure local mode). `service_hosts` replaces Teams' own hosts."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        token: BotToken | None,
        clock: Clock,
        service_hosts: frozenset[str] = TEAMS_HOSTS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._session = session
        self._token = token
        self._clock = clock
        self._service_hosts = service_hosts
        self._total_seconds = total_seconds

    async def create_conversation(self, service_url: str, body: Body) -> Outcome:
        return (await self._call(Call.CREATE, service_url, "", body))[0]

    async def send(self, service_url: str, conversation: str, activity: Body) -> Outcome:
        return (await self._call(Call.SEND, service_url, f"/{_quoted(conversation)}/activities", activity))[0]

    async def update(self, service_url: str, conversation: str, activity_id: str, activity: Body) -> Outcome:
        """Replace the activity `activity_id`."""
        path = f"/{_quoted(conversation)}/activities/{_quoted(activity_id)}"
        return (await self._call(Call.UPDATE, service_url, path, activity))[0]

    async def delete(self, service_url: str, conversation: str, activity_id: str) -> Outcome:
        return (
            await self._call(Call.DELETE, service_url, f"/{_quoted(conversation)}/activities/{_quoted(activity_id)}")
        )[0]

    async def members_page(
        self, service_url: str, conversation: str, *, continuation: str = "", size: int = 500
    ) -> tuple[Outcome, Mapping[str, Any]]:
        """A page of 50 to 500 as Teams writes it: `members`, and `continuationToken` where more pages follow."""
        query = f"?pageSize={size}" + (f"&continuationToken={_quoted(continuation)}" if continuation else "")
        outcome, body = await self._call(Call.MEMBERS, service_url, f"/{_quoted(conversation)}/pagedmembers{query}")
        if outcome.meaning is not Meaning.DONE:
            return outcome, {}
        try:
            return outcome, read(body)
        except NotReadable:
            return Outcome(Meaning.AGAIN, reason="a page of members that is no JSON object"), {}

    async def _call(self, call: Call, service_url: str, path: str, body: Body | None = None) -> tuple[Outcome, bytes]:
        address = trusted(service_url, self._service_hosts)
        if address is None:
            return Outcome(Meaning.REFUSED, reason="the service URL's host is not among those a token may go to"), b""
        url = URL(f"{address.origin()}{address.raw_path.rstrip('/')}/v3/conversations{path}", encoded=True)
        deadline = asyncio.get_running_loop().time() + self._total_seconds
        try:
            given = await self._given(deadline)
            outcome, answer = await self._ask(call, url, body, given.token, deadline)
            if outcome.meaning is Meaning.UNAUTHORISED and not given.fresh:
                # Nothing was written, and the cached token may have been revoked: try once with a new one.
                another = await self._given(deadline)
                outcome, answer = await self._ask(call, url, body, another.token, deadline)
        except NoToken as failure:
            return failure.outcome, b""
        return outcome, answer

    async def _given(self, deadline: float) -> CurrentToken:
        """Raises NoToken."""
        if self._token is None:
            return CurrentToken("", fresh=True)
        try:
            async with asyncio.timeout_at(deadline):
                return await self._token.get()
        except TimeoutError as error:
            raise NoToken("login: timeout", Meaning.AGAIN) from error

    async def _ask(self, call: Call, url: URL, body: Body | None, token: str, deadline: float) -> tuple[Outcome, bytes]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            async with (
                asyncio.timeout_at(deadline),
                # Following a redirect would send the token to an unchecked host.
                self._session.request(
                    _METHODS[call], url, data=_written(body), headers=headers, timeout=_TIMEOUT, allow_redirects=False
                ) as response,
            ):
                answer = await response.read()
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            return lost(error, call), b""
        outcome = meaning(response.status, answer, response.headers, call, now=self._clock())
        if self._token and outcome.meaning is Meaning.UNAUTHORISED:
            self._token.forget(token)
        return outcome, answer


def _written(body: Body | None) -> bytes | None:
    return body if body is None or isinstance(body, bytes) else orjson.dumps(body)


def _quoted(part: str) -> str:
    return quote(part, safe="")

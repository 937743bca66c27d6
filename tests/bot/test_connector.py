"""The connector over real sockets: requests to Teams, the meaning of responses, and the hosts given the token."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.entry.teams.connector import TOTAL_SECONDS, Connector
from bot.entry.teams.credentials import SCOPE, NoToken, Registration, by_secret
from bot.entry.teams.hosts import TEAMS_HOSTS, private, trusted
from bot.entry.teams.messenger import TeamsMessenger
from bot.entry.teams.outcomes import Call, meaning
from bot.entry.teams.tls import ssl_context
from bot.entry.teams.tokens import AHEAD_SECONDS, BETWEEN_TRIES_SECONDS, BotToken
from bot.errors import WrongSetting
from bot.ports import Meaning, Messenger, Outcome
from content.vocabulary.conversing import Help, NothingOpen
from content.vocabulary.messages import Message
from dialogs.events import Place, Scope
from dialogs.model import Language

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
APP = "11111111-aaaa-bbbb-cccc-222222222222"
CALLS = tuple(Call)


@dataclass
class Hands:
    """A monotonic clock moved by the test."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Asked:
    method: str
    path: str
    authorization: str | None
    body: Any


@dataclass
class Teams:
    """The login service and the connector, with responses chosen by the test."""

    status: int = 200
    body: str = '{"id": "new"}'
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    login_hangs: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    refuses: frozenset[str] = frozenset()
    redirect: str = ""
    asked: list[Asked] = field(default_factory=list)
    login_status: int = 200
    login: dict[str, Any] = field(default_factory=lambda: {"access_token": "t1", "expires_in": 3600})
    forms: list[dict[str, Any]] = field(default_factory=list)
    discovered: list[str] = field(default_factory=list)
    endpoint: str | None = None
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self.discovery)
        app.router.add_post("/token", self.token)
        app.router.add_route("*", "/{rest:.*}", self.connector)
        return app

    async def discovery(self, request: web.Request) -> web.Response:
        self.discovered.append(request.path)
        if self.redirect:
            raise web.HTTPTemporaryRedirect(self.redirect)
        return web.json_response({"token_endpoint": self.endpoint or str(request.url.with_path("/token"))})

    async def token(self, request: web.Request) -> web.Response:
        self.forms.append(dict(await request.post()))
        self.reached.set()
        if self.hangs or self.login_hangs:
            await self.released.wait()
        return web.json_response(self.login, status=self.login_status)

    async def connector(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        self.asked.append(Asked(request.method, request.raw_path, request.headers.get("Authorization"), body))
        if self.hangs:
            await self.released.wait()
        if request.headers.get("Authorization") in self.refuses:
            return web.Response(status=401)
        return web.Response(status=self.status, text=self.body, headers=self.headers)


@dataclass
class World:
    teams: Teams
    service_url: str
    hosts: frozenset[str]
    session: aiohttp.ClientSession
    hands: Hands
    connector: Connector
    token: BotToken

    def with_token(self) -> Connector:
        return Connector(self.session, token=self.token, clock=lambda: NOW, service_hosts=self.hosts)

    async def got(self) -> str:
        return (await self.token.get()).token

    async def ask(self, call: Call, connector: Connector | None = None, service_url: str = "") -> Outcome:
        to, url = connector or self.connector, service_url or self.service_url
        match call:
            case Call.CREATE:
                return await to.create_conversation(url, {"isGroup": True})
            case Call.SEND:
                return await to.send(url, "a:1", {"type": "message"})
            case Call.UPDATE:
                return await to.update(url, "a:1", "17", {"type": "message"})
            case Call.DELETE:
                return await to.delete(url, "a:1", "17")
            case Call.MEMBERS:
                return (await to.members_page(url, "a:1"))[0]


def registration(session: aiohttp.ClientSession, authority: str) -> Registration:
    return Registration(session, app_id=APP, proof=by_secret("made-up"), authority=authority)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        teams, hands = Teams(), Hands()
        server = await stack.enter_async_context(TestServer(teams.app()))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        hosts = frozenset({f"{server.host}:{server.port}"})
        connector = Connector(session, token=None, clock=lambda: NOW, service_hosts=hosts)
        authority = str(server.make_url("/tenant-1"))
        token = BotToken(registration(session, authority), monotonic=hands)
        stack.push_async_callback(token.aclose)
        service_url = str(server.make_url("/emea/"))
        yield World(teams, service_url, hosts, session, hands, connector, token)
        teams.released.set()


# The five calls.


async def test_the_five_calls_are_asked_as_teams_wants_them(world: World) -> None:
    url, odd = world.service_url, "19:a/b@thread.tacv2;messageid=17"
    await world.connector.create_conversation(url, {"isGroup": True})
    await world.connector.send(url, odd, {"text": "hei"})
    await world.connector.update(url.rstrip("/"), odd, "1:2", {"text": "nei"})
    await world.connector.delete(url, odd, "1:2")
    await world.connector.members_page(url, odd, continuation="a+b&c", size=100)
    quoted = "/emea/v3/conversations/19%3Aa%2Fb%40thread.tacv2%3Bmessageid%3D17"
    assert [(asked.method, asked.path, asked.body) for asked in world.teams.asked] == [
        ("POST", "/emea/v3/conversations", {"isGroup": True}),
        ("POST", f"{quoted}/activities", {"text": "hei"}),
        ("PUT", f"{quoted}/activities/1%3A2", {"text": "nei"}),
        ("DELETE", f"{quoted}/activities/1%3A2", None),
        ("GET", f"{quoted}/pagedmembers?pageSize=100&continuationToken=a%2Bb%26c", None),
    ]
    assert {asked.authorization for asked in world.teams.asked} == {None}


async def test_the_ids_teams_gives_are_handed_on(world: World) -> None:
    world.teams.status, world.teams.body = 201, '{"id": "19:k;messageid=17", "activityId": "17"}'
    assert await world.ask(Call.CREATE) == Outcome(Meaning.DONE, activity="17", conversation="19:k;messageid=17")
    assert await world.ask(Call.SEND) == Outcome(Meaning.DONE, activity="19:k;messageid=17")


async def test_a_page_of_members_comes_with_its_outcome(world: World) -> None:
    world.teams.body = '{"members": [{"id": "29:kari"}], "continuationToken": "next"}'
    outcome, page = await world.connector.members_page(world.service_url, "a:1")
    assert (outcome.meaning, page) == (
        Meaning.DONE,
        {"members": [{"id": "29:kari"}], "continuationToken": "next"},
    )
    world.teams.status = 403
    outcome, page = await world.connector.members_page(world.service_url, "a:1")
    assert (outcome.meaning, page) == (Meaning.UNREACHABLE, {})
    world.teams.status, world.teams.body = 200, "[]"
    assert (await world.connector.members_page(world.service_url, "a:1"))[1] == {}


DONE, AGAIN, UNCERTAIN = Meaning.DONE, Meaning.AGAIN, Meaning.UNCERTAIN
UNREACHABLE, REFUSED, TOO_BIG = Meaning.UNREACHABLE, Meaning.REFUSED, Meaning.TOO_BIG
UNAUTHORISED = Meaning.UNAUTHORISED


@pytest.mark.parametrize(
    ("status", "meanings"),  # create, send, update, delete, members
    [
        (200, (DONE, DONE, DONE, DONE, DONE)),
        (201, (DONE, DONE, DONE, DONE, DONE)),
        (202, (DONE, DONE, DONE, DONE, DONE)),
        (302, (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)),
        (400, (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)),
        (401, (UNAUTHORISED, UNAUTHORISED, UNAUTHORISED, UNAUTHORISED, UNAUTHORISED)),
        (403, (UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE)),
        (404, (UNREACHABLE, UNREACHABLE, REFUSED, DONE, UNREACHABLE)),
        (405, (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)),
        (408, (UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN)),
        (412, (AGAIN, AGAIN, AGAIN, AGAIN, AGAIN)),
        (413, (TOO_BIG, TOO_BIG, TOO_BIG, TOO_BIG, TOO_BIG)),
        (429, (AGAIN, AGAIN, AGAIN, AGAIN, AGAIN)),
        (500, (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)),
        (501, (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)),
        (502, (UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN)),
        (503, (UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN)),
        (504, (UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN)),
    ],
)
async def test_each_status_has_its_meaning_for_each_call(
    world: World, status: int, meanings: tuple[Meaning, ...]
) -> None:
    world.teams.status, world.teams.body = status, '{"error": {"code": "SomeCode", "message": "Kari skrev"}}'
    outcomes = [await world.ask(call) for call in CALLS]
    assert tuple(outcome.meaning for outcome in outcomes) == meanings
    assert len(world.teams.asked) == len(CALLS)
    if status >= 300:
        assert {outcome.reason for outcome in outcomes} == {f"{status} SomeCode"}


@pytest.mark.parametrize(
    "body", ["", "<html>Bad gateway</html>", "null", "[" * 5000, '{"error": "x"}', '{"error": {}}']
)
async def test_a_refusal_needs_no_body_of_teams(world: World, body: str) -> None:
    world.teams.status, world.teams.body = 429, body
    assert await world.ask(Call.SEND) == Outcome(AGAIN, reason="429")


async def test_a_page_in_teams_place_says_nothing_of_what_teams_did(world: World) -> None:
    world.teams.body = "<html>Welcome to the proxy</html>"
    assert [(await world.ask(call)).meaning for call in CALLS] == [UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN]


async def test_an_empty_answer_is_an_answer(world: World) -> None:
    world.teams.status, world.teams.body = 202, ""
    assert {await world.ask(call) for call in CALLS} == {Outcome(DONE)}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"error": {"code": "BotNotInConversationRoster"}}', "403 BotNotInConversationRoster"),
        ('{"error": {"code": "Kari skrev noe"}}', "403"),
        (
            '{"error": {"code": "Forbidden", "message": "{\\"subCode\\":\\"MessageWritesBlocked\\",\\"x\\":1}"}}',
            "403 Forbidden MessageWritesBlocked",
        ),
        ('{"message": "\\"subCode\\": \\"MessageWritesBlocked\\""}', "403 MessageWritesBlocked"),
    ],
)
def test_a_reason_is_a_code_and_quotes_nobody(body: str, reason: str) -> None:
    assert meaning(403, body.encode(), {}, Call.SEND, now=NOW).reason == reason


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("Tue, 24 Nov 2026 09:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 09:00:30 -0000", 30.0),
        ("Tue, 24 Nov 2026 08:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("nan", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [412, 429, 503])
async def test_retry_after_is_handed_on_in_seconds(
    world: World, header: str, seconds: float | None, status: int
) -> None:
    world.teams.status, world.teams.headers = status, {"Retry-After": header}
    assert (await world.ask(Call.UPDATE)).retry_after == seconds


# No response.


async def test_a_call_takes_ten_seconds_at_most_and_then_is_uncertain(world: World) -> None:
    assert TOTAL_SECONDS == 10
    hasty = Connector(world.session, token=None, clock=lambda: NOW, service_hosts=world.hosts, total_seconds=0.1)
    world.teams.hangs = True
    outcomes = [await world.ask(call, hasty) for call in CALLS]
    assert [outcome.meaning for outcome in outcomes] == [UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN]
    assert {outcome.reason for outcome in outcomes} == {"TimeoutError"}


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{", b"rubbish\r\n\r\n"])
async def test_a_connection_lost_on_the_way_is_uncertain(world: World, answer: bytes) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        connector = Connector(world.session, token=None, clock=lambda: NOW, service_hosts=frozenset({host}))
        outcomes = [await world.ask(call, connector, f"http://{host}/") for call in CALLS]
    assert [outcome.meaning for outcome in outcomes] == [UNCERTAIN, UNCERTAIN, AGAIN, AGAIN, AGAIN]


async def test_where_nobody_listens_nothing_was_sent(world: World) -> None:
    host = f"127.0.0.1:{unused_port()}"
    connector = Connector(world.session, token=None, clock=lambda: NOW, service_hosts=frozenset({host}))
    assert {(await world.ask(call, connector, f"http://{host}/")).meaning for call in CALLS} == {AGAIN}


async def test_a_host_without_an_address_was_sent_nothing(world: World) -> None:
    class NoAddress(aiohttp.abc.AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[aiohttp.abc.ResolveResult]:
            raise OSError(f"no address for {host}:{port} ({family})")

        async def close(self) -> None:
            pass

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=NoAddress())) as session:
        connector = Connector(session, token=None, clock=lambda: NOW)
        url = "https://smba.trafficmanager.net/emea/"
        assert {(await world.ask(call, connector, url)).meaning for call in CALLS} == {AGAIN}


# Hosts that receive the token.


async def test_the_token_goes_with_every_call(world: World) -> None:
    for call in CALLS:
        await world.ask(call, world.with_token())
    assert {asked.authorization for asked in world.teams.asked} == {"Bearer t1"}
    assert len(world.teams.forms) == 1


async def test_no_token_goes_to_a_host_off_the_list(world: World) -> None:
    connector = Connector(world.session, token=world.token, clock=lambda: NOW)
    for call in CALLS:
        outcome = await world.ask(call, connector)
        assert (outcome.meaning, outcome.reason) == (
            REFUSED,
            "the service URL's host is not among those a token may go to",
        )
    assert world.teams.asked == []
    assert world.teams.forms == []


async def test_a_redirect_is_not_followed(world: World) -> None:
    world.teams.status, world.teams.headers = 307, {"Location": "/elsewhere"}
    assert (await world.ask(Call.SEND, world.with_token())).meaning is REFUSED
    assert len(world.teams.asked) == 1


async def test_a_token_that_was_kept_and_is_refused_is_replaced_within_the_call(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.refuses = frozenset({"Bearer t1"})
    world.teams.login = {"access_token": "t2", "expires_in": "3600"}
    for call in CALLS:
        assert (await world.ask(call, connector)).meaning is DONE
    assert [asked.authorization for asked in world.teams.asked] == [*["Bearer t1"] * 2, *["Bearer t2"] * len(CALLS)]
    assert len(world.teams.forms) == 2


async def test_many_whose_token_is_refused_share_one_new_one(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.refuses = frozenset({"Bearer t1"})
    world.teams.login = {"access_token": "t2", "expires_in": 3600}
    outcomes = await asyncio.gather(*(world.ask(Call.SEND, connector) for _ in range(10)))
    assert {outcome.meaning for outcome in outcomes} == {DONE}
    assert len(world.teams.forms) == 2


async def test_who_is_refused_with_a_fresh_token_is_not_let_in(world: World) -> None:
    connector = world.with_token()
    world.teams.status = 401
    assert (await world.ask(Call.SEND, connector)).meaning is UNAUTHORISED
    assert len(world.teams.asked) == 1
    world.teams.status, world.teams.login = 200, {"access_token": "t2", "expires_in": "3600"}
    assert (await world.ask(Call.SEND, connector)).meaning is DONE
    assert [asked.authorization for asked in world.teams.asked] == ["Bearer t1", "Bearer t2"]


async def test_a_call_asks_twice_at_most(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.status = 401
    assert (await world.ask(Call.SEND, connector)).meaning is UNAUTHORISED
    assert (len(world.teams.asked), len(world.teams.forms)) == (3, 2)


async def test_asking_again_keeps_to_the_calls_deadline(world: World) -> None:
    await world.token.get()
    hasty = Connector(world.session, token=world.token, clock=lambda: NOW, service_hosts=world.hosts, total_seconds=0.3)
    world.teams.refuses, world.teams.login_hangs = frozenset({"Bearer t1"}), True
    assert await world.ask(Call.SEND, hasty) == Outcome(AGAIN, reason="login: timeout")
    assert len(world.teams.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://SMBA.trafficmanager.net/emea/",
        "https://smba.infra.gcc.teams.microsoft.com/x/",
        "https://smba.onyx.prod.teams.trafficmanager.net/",
    ],
)
def test_teams_own_hosts_are_trusted(url: str) -> None:
    assert trusted(url, TEAMS_HOSTS) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.elsewhere.example/",
        "https://elsewhere.example/smba.trafficmanager.net",
        "https://smba.trafficmanager.net@elsewhere.example/",
        "https://me:secret@smba.trafficmanager.net/",
        "https://elsewhere.example\\@smba.trafficmanager.net/",
        "ftp://smba.trafficmanager.net/",
        "//smba.trafficmanager.net/",
        "smba.trafficmanager.net",
        "https://:443/",
        "https://smba.trafficmanager.net:x/",
        "http://127.0.0.1:3978/",
        "",
    ],
)
def test_other_hosts_are_not(url: str) -> None:
    assert trusted(url, TEAMS_HOSTS) is None


@pytest.mark.parametrize(
    ("url", "hosts", "is_trusted"),
    [
        ("http://127.0.0.1:9000/x", {"127.0.0.1:9000"}, True),
        ("http://127.0.0.1:9000/x", {"127.0.0.1"}, True),
        ("http://127.0.0.1:9001/x", {"127.0.0.1:9000"}, False),
        ("http://localhost:9000/", {"LOCALHOST:9000"}, True),
        ("http://[::1]:9000/", {"[::1]:9000"}, True),
        ("https://teams.example/", {"teams.example:443"}, True),
        ("http://teams.example/", {"teams.example"}, False),
    ],
)
def test_hosts_of_ones_own_take_the_place_of_teams(url: str, hosts: set[str], *, is_trusted: bool) -> None:
    assert (trusted(url, frozenset(hosts)) is not None) is is_trusted
    assert trusted("https://smba.trafficmanager.net/", frozenset(hosts)) is None


def test_only_https_and_loopback_keep_a_secret() -> None:
    assert private("https://login.example/")
    assert private("http://127.0.0.2:80/")
    assert not private("http://login.example/")
    assert not private("rubbish")


# Tokens.


async def test_a_token_is_asked_for_as_the_login_service_wants_it(world: World) -> None:
    assert await world.got() == "t1"
    assert world.teams.discovered == ["/tenant-1/v2.0/.well-known/openid-configuration"]
    assert world.teams.forms == [
        {"grant_type": "client_credentials", "client_id": APP, "client_secret": "made-up", "scope": SCOPE}
    ]


async def renewed(world: World) -> None:
    """Wait for the token being fetched in the background."""
    await world.token._fetching.wait()


async def test_a_token_is_renewed_five_minutes_ahead(world: World) -> None:
    await world.token.get()
    world.hands.seconds += 3600 - AHEAD_SECONDS - 1
    world.teams.login = {"access_token": "t2", "expires_in": 3600}
    assert await world.got() == "t1"
    assert len(world.teams.forms) == 1
    world.hands.seconds += 1
    assert await world.got() == "t1"
    await renewed(world)
    assert await world.got() == "t2"
    assert (len(world.teams.discovered), len(world.teams.forms)) == (1, 2)


async def test_nobody_waits_for_a_renewal_while_the_token_is_good(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.reached.clear()
    world.teams.login_hangs = True
    world.hands.seconds += 3600 - AHEAD_SECONDS
    outcomes = await asyncio.gather(*(world.ask(Call.SEND, connector) for _ in range(5)))
    assert {outcome.meaning for outcome in outcomes} == {DONE}
    await world.teams.reached.wait()
    assert len(world.teams.forms) == 2


async def test_nothing_is_left_running_when_the_token_is_closed(world: World) -> None:
    await world.token.get()
    world.teams.reached.clear()
    world.teams.login_hangs = True
    world.hands.seconds += 3600 - AHEAD_SECONDS
    await world.token.get()
    await world.teams.reached.wait()
    renewing = [task for task in asyncio.all_tasks() if "BotToken" in task.get_name()]
    await world.token.aclose()
    assert [task.cancelled() for task in renewing] == [True]


async def test_a_token_of_a_few_minutes_is_used_while_it_lasts(world: World) -> None:
    world.teams.login = {"access_token": "t1", "expires_in": 200}
    await world.token.get()
    world.hands.seconds += 99
    await world.token.get()
    assert len(world.teams.forms) == 1
    world.hands.seconds += 1
    await world.token.get()
    await renewed(world)
    assert len(world.teams.forms) == 2


async def test_many_at_once_share_one_token(world: World) -> None:
    assert await asyncio.gather(*(world.got() for _ in range(10))) == ["t1"] * 10
    assert len(world.teams.forms) == 1


async def test_many_at_once_share_one_failure(world: World) -> None:
    world.teams.login_status, world.teams.login = 503, {}
    found = await asyncio.gather(*(world.token.get() for _ in range(10)), return_exceptions=True)
    assert {type(failure) for failure in found} == {NoToken}
    assert len(world.teams.forms) == 1
    world.teams.login_status, world.teams.login = 200, {"access_token": "t1", "expires_in": 3600}
    assert await world.got() == "t1"


async def test_a_good_token_outlives_a_login_service_in_trouble(world: World) -> None:
    await world.token.get()
    world.teams.login_status = 503
    world.hands.seconds += 3600 - AHEAD_SECONDS
    assert await world.got() == "t1"
    await renewed(world)
    assert [await world.got() for _ in range(3)] == ["t1"] * 3
    assert len(world.teams.forms) == 2
    world.hands.seconds += BETWEEN_TRIES_SECONDS
    assert await world.got() == "t1"
    await renewed(world)
    assert len(world.teams.forms) == 3
    world.hands.seconds += AHEAD_SECONDS
    with pytest.raises(NoToken, match="503"):
        await world.token.get()


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (400, {"error": "unauthorized_client"}, Outcome(UNAUTHORISED, reason="login: 400 unauthorized_client")),
        (401, {"error": "invalid_client"}, Outcome(UNAUTHORISED, reason="login: 401 invalid_client")),
        (404, {"error": "made by hand!"}, Outcome(UNAUTHORISED, reason="login: 404")),
        (408, {}, Outcome(AGAIN, reason="login: 408")),
        (429, {}, Outcome(AGAIN, reason="login: 429")),
        (503, {}, Outcome(AGAIN, reason="login: 503")),
        (200, {}, Outcome(AGAIN, reason="login: no token in the answer")),
        (200, {"access_token": "t", "expires_in": "x"}, Outcome(AGAIN, reason="login: the token ran out at once")),
    ],
)
async def test_without_a_token_nothing_is_sent(
    world: World, status: int, answer: dict[str, Any], outcome: Outcome
) -> None:
    world.teams.login_status, world.teams.login = status, answer
    assert await world.ask(Call.SEND, world.with_token()) == outcome
    assert world.teams.asked == []


async def test_a_login_service_that_hangs_costs_the_deadline_and_sends_nothing(world: World) -> None:
    world.teams.hangs = True
    connector = Connector(
        world.session, token=world.token, clock=lambda: NOW, service_hosts=world.hosts, total_seconds=0.2
    )
    assert await world.ask(Call.SEND, connector) == Outcome(AGAIN, reason="login: timeout")
    assert world.teams.asked == []


async def test_a_login_service_nobody_answers_at_is_asked_again(world: World) -> None:
    authority = f"http://127.0.0.1:{unused_port()}/tenant-1"
    token = BotToken(registration(world.session, authority), monotonic=world.hands)
    with pytest.raises(NoToken) as failure:
        await token.get()
    assert failure.value.outcome == Outcome(AGAIN, reason="login: ClientConnectorError")


async def test_where_the_password_goes_is_said_by_the_login_service_alone(world: World) -> None:
    world.teams.redirect = "/tenant-2/v2.0/.well-known/openid-configuration"
    with pytest.raises(NoToken) as failure:
        await world.token.get()
    assert failure.value.outcome == Outcome(UNAUTHORISED, reason="login: 307")
    assert (len(world.teams.discovered), world.teams.forms) == (1, [])


async def test_an_answer_nested_too_deep_is_no_token(world: World) -> None:
    async def deep(_request: web.Request) -> web.Response:
        return web.Response(text="[" * 5000)

    app = web.Application()
    app.router.add_get("/{rest:.*}", deep)
    async with TestServer(app) as server:
        token = BotToken(registration(world.session, str(server.make_url("/tenant-1"))), monotonic=world.hands)
        with pytest.raises(NoToken, match="no token endpoint"):
            await token.get()


async def test_the_password_goes_over_https_only(world: World) -> None:
    world.teams.endpoint = "http://login.example/token"
    with pytest.raises(NoToken) as failure:
        await world.token.get()
    assert failure.value.outcome.meaning is UNAUTHORISED


# Messages.


@dataclass(frozen=True)
class Line:
    summary: str
    text: str | None
    card: dict[str, Any] | None


def render(message: Message, language: Language, *, room: int = 0) -> Line:  # noqa: ARG001 - as cards are rendered
    name = f"{type(message).__name__} {language.value}"
    if isinstance(message, Help):
        return Line(name, None, {"type": "AdaptiveCard"})
    return Line(name, f"{name} *text*", None)


def place(world: World, scope: Scope, thread: str = "") -> Place:
    conversation = "19:k@thread.tacv2" if scope is Scope.CHANNEL else "a:1"
    return Place("ten-1", world.service_url, conversation, scope, "28:b", "29:u", channel="19:k@x", thread=thread)


@pytest.fixture
def messenger(world: World) -> Messenger:
    return TeamsMessenger(world.connector, app_id=APP, render=render)


async def test_a_text_goes_to_a_chat_and_is_noticed(world: World, messenger: Messenger) -> None:
    outcome = await messenger.send(place(world, Scope.PERSONAL), NothingOpen(), Language.NN)
    assert outcome == Outcome(DONE, activity="new")
    [asked] = world.teams.asked
    assert (asked.method, asked.path) == ("POST", "/emea/v3/conversations/a%3A1/activities")
    assert asked.body == {
        "type": "message",
        "from": {"id": "28:b"},
        "locale": "nn",
        "summary": "NothingOpen nn",
        "text": "NothingOpen nn *text*",
        "textFormat": "plain",
        "channelData": {"notification": {"alert": True}},
    }


async def test_a_card_goes_without_a_text_beside_it(world: World, messenger: Messenger) -> None:
    await messenger.send(place(world, Scope.GROUP_CHAT), Help(), Language.NB)
    body = world.teams.asked[0].body
    assert body["attachments"] == [
        {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}
    ]
    assert "text" not in body
    assert body["summary"] == "Help nb"
    assert "channelData" not in body


async def test_a_message_to_a_channel_begins_a_thread(world: World, messenger: Messenger) -> None:
    world.teams.status, world.teams.body = 201, '{"id": "19:k@x;messageid=17", "activityId": "17"}'
    outcome = await messenger.send(place(world, Scope.CHANNEL), Help(), Language.NB)
    assert outcome == Outcome(DONE, activity="17", conversation="19:k@x;messageid=17")
    [asked] = world.teams.asked
    assert (asked.method, asked.path) == ("POST", "/emea/v3/conversations")
    activity = asked.body.pop("activity")
    assert activity["summary"] == "Help nb"
    assert asked.body == {
        "isGroup": True,
        "bot": {"id": "28:b"},
        "tenantId": "ten-1",
        "channelData": {"channel": {"id": "19:k@x"}, "tenant": {"id": "ten-1"}},
    }


async def test_messages_in_a_thread_are_written_changed_and_deleted_there(world: World, messenger: Messenger) -> None:
    there = place(world, Scope.CHANNEL, thread="17")
    await messenger.send(there, Help(), Language.NB)
    await messenger.update(there, "18", Help(), Language.NB)
    await messenger.delete(there, "18")
    thread = "/emea/v3/conversations/19%3Ak%40thread.tacv2%3Bmessageid%3D17/activities"
    assert [(asked.method, asked.path) for asked in world.teams.asked] == [
        ("POST", thread),
        ("PUT", f"{thread}/18"),
        ("DELETE", f"{thread}/18"),
    ]
    assert world.teams.asked[1].body["id"] == "18"


async def test_a_threads_own_root_is_changed_in_its_thread(world: World, messenger: Messenger) -> None:
    await messenger.update(place(world, Scope.CHANNEL), "17", Help(), Language.NB)
    await messenger.delete(place(world, Scope.CHANNEL), "17")
    path = "/emea/v3/conversations/19%3Ak%40thread.tacv2%3Bmessageid%3D17/activities/17"
    assert [asked.path for asked in world.teams.asked] == [path, path]


async def test_a_message_in_a_chat_is_changed_quietly(world: World, messenger: Messenger) -> None:
    await messenger.update(place(world, Scope.PERSONAL), "17", Help(), Language.NB)
    [asked] = world.teams.asked
    assert (asked.method, asked.path) == ("PUT", "/emea/v3/conversations/a%3A1/activities/17")
    assert "channelData" not in asked.body


# Certificates.


def self_signed(folder: Path) -> tuple[Path, Path]:
    """An untrusted certificate for 127.0.0.1, and the certificate's key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "teams.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


@pytest.mark.parametrize(
    ("setting", "expected"), [("SSL_CERT_FILE", DONE), ("REQUESTS_CA_BUNDLE", DONE), ("UNRELATED", AGAIN)]
)
async def test_certificates_of_ones_own_are_trusted(
    world: World, tmp_path: Path, setting: str, expected: Meaning
) -> None:
    certificate, key = self_signed(tmp_path)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(certificate, key)
    trusting = aiohttp.TCPConnector(ssl=ssl_context({setting: str(certificate)}))
    server = TestServer(world.teams.app(), scheme="https")
    await server.start_server(ssl=serving)
    async with server, aiohttp.ClientSession(connector=trusting) as session:
        hosts = frozenset({f"127.0.0.1:{server.port}"})
        connector = Connector(session, token=None, clock=lambda: NOW, service_hosts=hosts)
        outcome = await world.ask(Call.SEND, connector, f"https://127.0.0.1:{server.port}/")
    assert outcome.meaning is expected


def test_a_bundle_that_cannot_be_read_names_its_setting(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("no certificate")
    for bundle in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        with pytest.raises(WrongSetting, match="REQUESTS_CA_BUNDLE"):
            ssl_context({"REQUESTS_CA_BUNDLE": str(bundle)})

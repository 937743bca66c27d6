"""The five calls to Teams, the meaning of each response, and calls without a response."""

import asyncio

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.entry.teams.connector import TOTAL_SECONDS, Connector
from bot.entry.teams.outcomes import Call, meaning
from bot.ports import Meaning, Outcome
from tests.bot.connector.world import (
    AGAIN,
    CALLS,
    DONE,
    NOW,
    REFUSED,
    TOO_BIG,
    UNAUTHORISED,
    UNCERTAIN,
    UNREACHABLE,
    World,
)


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
    others = [call for call in CALLS if call is not Call.MEMBERS]
    assert {await world.ask(call) for call in others} == {Outcome(DONE)}
    assert (await world.ask(Call.MEMBERS)).meaning == AGAIN, "an empty page is no list of nobody"


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

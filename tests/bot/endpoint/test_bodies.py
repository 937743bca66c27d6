"""POST /api/messages: bodies accepted and refused, whatever their fields hold."""

import gzip
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.entry.teams.endpoint import LARGEST_BYTES
from tests.bot.endpoint.world import TENANT, World


async def test_the_token_is_looked_at_before_the_body(world: World) -> None:
    assert await world.status(b"x" * (LARGEST_BYTES + 1), None) == 401
    assert await world.status(b"x" * (LARGEST_BYTES + 1)) == 413
    assert await world.status(world.message(text="x" * (LARGEST_BYTES - 1000))) == 200


async def test_the_body_is_measured_before_its_service_url_is_compared(world: World) -> None:
    elsewhere = f"Bearer {world.token(serviceurl='https://elsewhere.example/')}"
    assert await world.status(b"x" * (LARGEST_BYTES + 1), elsewhere) == 413
    assert await world.status(world.message(channelData=None), elsewhere) == 401


async def test_why_somebody_was_refused_is_counted(world: World) -> None:
    off_the_list = "https://elsewhere.example/"
    await world.status(world.message(), None)
    await world.status(world.message(serviceUrl=off_the_list))
    await world.status(b"x" * (LARGEST_BYTES + 1))
    await world.status(b"{")
    await world.status(world.message(type=None))
    await world.status(world.message(channelData=None))
    await world.status(world.message(serviceUrl=off_the_list), f"Bearer {world.token(serviceurl=off_the_list)}")
    assert await world.status(world.message()) == 200
    assert world.counted == [
        *("not authentic", "not authentic", "too large", "not readable", "not readable", "tenant", "service url")
    ]


async def test_a_body_that_does_not_tell_its_length_is_measured(world: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BYTES // 1024 + 1):
            yield b" " * 1024

    headers = {"Authorization": f"Bearer {world.token()}"}
    async with world.session.post(world.bot_url, data=endless(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"a":' * 5000, b'{"a":[' * 30 + b"]}" * 30),
        *(b'{"type": NaN}', b'{"type": -Infinity}', b'{"type": 1e999}', b'{"type": -1e999}', b"[" + b"9" * 5000 + b"]"),
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(world: World, body: bytes) -> None:
    assert await world.status(body) == 400
    assert world.heard == []


async def test_a_number_that_is_infinite_to_us_is_not_readable(world: World) -> None:
    body = json.dumps(world.message(value="N")).encode()
    assert await world.status(body.replace(b'"N"', b"1e308")) == 200
    assert await world.status(body.replace(b'"N"', b"1e999")) == 400


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=UTF-8", 200),
        ("application/json;charset=utf-8; x=y", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("text/json", 415),
        ("application/json, text/plain", 415),
        ("application/jsonp", 415),
        ("rubbish" + "x" * 4000, 415),
        ("", 415),
    ],
)
async def test_a_body_of_another_kind_than_json_is_refused_and_the_log_says_which(
    world: World, kind: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Authorization": f"Bearer {world.token()}", "Content-Type": kind}
    with caplog.at_level(logging.INFO, "bot.entry.teams"):
        async with world.session.post(world.bot_url, data=json.dumps(world.message()), headers=headers) as response:
            assert response.status == status
    assert world.counted == ([] if status == 200 else ["not json"])
    assert ("not application/json" in caplog.text) == (status == 415)
    assert len(caplog.text) < 500


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "rubbish"])
async def test_a_body_that_is_not_packed_as_it_says_is_refused(world: World, encoding: str) -> None:
    headers = {"Authorization": f"Bearer {world.token()}", "Content-Encoding": encoding}
    async with world.session.post(world.bot_url, data=b"rubbish", headers=headers) as response:
        assert response.status == 400


async def test_a_packed_body_is_measured_as_it_unpacks(world: World) -> None:
    headers = {"Authorization": f"Bearer {world.token()}", "Content-Encoding": "gzip"}
    packed = gzip.compress(b" " * LARGEST_BYTES * 40)
    async with world.session.post(world.bot_url, data=packed, headers=headers) as response:
        assert response.status == 413


# Any value in place of any field.

_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([10**400, ""])
)
_ANYTHING = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
_KINDS = st.sampled_from(
    [
        *("message", "messageUpdate", "messageDelete", "invoke", "installationUpdate", "conversationUpdate"),
        *("messageReaction", "event", "typing", "brandNew"),
    ]
)
_FIELDS = st.sampled_from(
    [
        *("type", "id", "timestamp", "localTimestamp", "localTimezone", "channelId", "serviceUrl", "from", "name"),
        *("recipient", "conversation", "channelData", "text", "textFormat", "entities", "attachments", "value"),
        *("membersAdded", "membersRemoved", "reactionsAdded", "action", "locale", "replyToId", "expiration"),
    ]
)
_INNER = st.sampled_from(
    [
        *("id", "aadObjectId", "tenant", "team", "channel", "settings", "eventType", "type", "mentioned", "data"),
        *("action", "conversationType", "isGroup", "sloyfa", "press", "step", "position", "seen"),
    ]
)
_ODD = _ANYTHING | st.dictionaries(_INNER, _ANYTHING, max_size=4) | st.lists(st.dictionaries(_INNER, _ANYTHING))

# All examples share a world, and the time of making an example depends on the machine.
_HEALTHY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(kind=_KINDS, odd=st.dictionaries(_FIELDS, _ODD, max_size=4), inner=st.dictionaries(_INNER, _ANYTHING))
@settings(max_examples=150, suppress_health_check=_HEALTHY)
async def test_whatever_a_field_holds_is_answered(
    world: World, kind: str, odd: dict[str, Any], inner: dict[str, Any]
) -> None:
    activity = {**world.press(world.message(value=inner)), "type": kind, **odd}
    assert await world.status(activity) in {200, 400, 401, 403}


@given(body=st.binary(max_size=200) | _ODD.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=50, suppress_health_check=_HEALTHY)
async def test_whatever_a_body_holds_is_answered(world: World, body: bytes) -> None:
    assert await world.status(body) == 400


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ({"type": None}, "type"),
        ({"type": ["message"]}, "type"),
        ({"type": {"a": 1}}, "type"),
        ({"channelId": ""}, "channelId"),
        ({"channelId": 1e300}, "channelId"),
        ({"serviceUrl": None}, "serviceUrl"),
        ({"from": None}, "from.id"),
        ({"from": "29:guro"}, "from.id"),
        ({"from": [{"id": "29:guro"}]}, "from.id"),
        ({"from": {"id": 29}}, "from.id"),
        ({"conversation": {}}, "conversation.id"),
    ],
)
async def test_an_activity_lacking_what_it_must_have_is_refused(
    world: World, missing: dict[str, Any], name: str
) -> None:
    assert await world.post(world.message(**missing)) == (400, f"{name} is missing")


async def test_an_address_longer_than_any_of_teams_is_refused(world: World) -> None:
    conversation = {"id": "a:" + "1" * 399}
    assert await world.post(world.message(conversation=conversation)) == (400, "conversation.id is too long")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "https://smba.trafficmanager.net/emea/",
        "http://127.0.0.1:1/",
        "https://smba.trafficmanager.net@elsewhere.example/",
        "ftp://127.0.0.1/",
        "not a url",
    ],
)
async def test_a_service_url_off_the_list_is_refused(world: World, url: str) -> None:
    token = world.token(serviceurl=url)
    assert await world.status(world.message(serviceUrl=url), f"Bearer {token}") == 403
    assert world.heard == []


@pytest.mark.parametrize("data", [{"tenant": {"id": "stranger"}}, {"tenant": {"id": ["x"]}}, {}, None, "x"])
async def test_a_tenant_not_let_in_leaves_no_trace_but_its_name_once(
    world: World, data: object, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = "https://elsewhere.example/"
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        assert await world.status(world.message(channelData=data)) == 403
        body, token = world.message(channelData=data, serviceUrl=elsewhere), world.token(serviceurl=elsewhere)
        assert await world.status(body, f"Bearer {token}") == 403
    assert world.heard == []
    [named] = [record for record in caplog.records if record.name not in ("asyncio", "aiohttp.access")]
    assert named.name == "bot.entry.teams.refusals"
    assert world.counted == ["tenant", "tenant"]


async def test_a_tenant_is_known_in_any_case(world: World) -> None:
    assert await world.status(world.message(channelData={"tenant": {"id": TENANT.upper()}})) == 200


async def test_a_tenant_is_named_by_the_channel_data_and_nothing_else(world: World) -> None:
    conversation = {"id": "a:1", "tenantId": TENANT}
    assert await world.status(world.message(channelData=None, conversation=conversation)) == 403
    assert world.heard == []


@pytest.mark.parametrize(
    "odd",
    [
        {"timestamp": None},
        {"timestamp": "yesterday"},
        {"timestamp": 7, "localTimestamp": "x", "expiration": []},
        {"entities": "x"},
        {"entities": [None, 3]},
        {"attachments": {"a": 1}},
        {"membersAdded": 5},
        {"recipient": "x"},
        {"recipient": None},
        {"name": {"a": 1}},
        {"locale": 3},
        {"conversation": {"id": "a:1", "isGroup": "maybe"}},
        {"deliveryMode": "expectReplies"},
        {"text": "\ud800"},
        {"importance": [1], "listenFor": 3, "textHighlights": [1]},
    ],
)
async def test_odd_fields_spoil_nothing(world: World, odd: dict[str, Any]) -> None:
    assert await world.status(world.message(**odd)) == 200
    assert len(world.heard) == 1

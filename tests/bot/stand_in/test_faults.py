"""The stand-in for Teams: throttled, failed, stalled and lost requests."""

import asyncio

import aiohttp
import pytest

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.faults import accept_then, accept_then_reset, answer, disabled, reset, stall, throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.teams import StandInTeams
from tests.bot.stand_in.sides import TENANT, Clock, EchoBot, Outgoing, text


async def test_a_throttled_call_writes_nothing_and_says_when_to_come_back(
    installed: Client, outgoing: Outgoing, teams: StandInTeams
) -> None:
    place = installed.conversation.id
    teams.faults.next(throttle(retry_after=7), call=Call.SEND, times=2)
    for _ in range(2):
        refused = await outgoing.send(place, text("hei"))
        assert (refused.status, refused.headers["Retry-After"]) == (429, "7")
    teams.faults.next(throttle(412))
    refused = await outgoing.send(place, text("hei"))
    assert (refused.status, refused.body["error"]["code"]) == (412, "PreconditionFailed")
    assert "Retry-After" not in refused.headers
    assert installed.chat == []
    assert (await outgoing.send(place, text("hei"))).status == 201


async def test_a_fault_waits_for_the_call_it_fits(
    installed: Client, team: Team, outgoing: Outgoing, teams: StandInTeams
) -> None:
    teams.faults.next(answer(500), call=Call.SEND, conversation=team.id)
    teams.faults.next(answer(404), call=Call.DELETE)
    sent = await outgoing.send(installed.conversation.id, text("hei"))
    assert sent.status == 201
    assert (await outgoing.send(team.id, text("hei"))).status == 500
    assert (await outgoing.delete(installed.conversation.id, sent.body["id"])).status == 404
    assert (await outgoing.delete(installed.conversation.id, sent.body["id"])).status == 200


async def test_a_proxy_on_the_way_answers_with_html(installed: Client, outgoing: Outgoing, teams: StandInTeams) -> None:
    teams.faults.next(answer(502, "<html>Bad Gateway</html>"))
    refused = await outgoing.send(installed.conversation.id, text("hei"))
    assert (refused.status, refused.body) == (502, "<html>Bad Gateway</html>")
    assert refused.headers["Content-Type"].startswith("text/html")


async def test_a_message_is_stored_though_the_bot_is_told_otherwise(
    installed: Client, outgoing: Outgoing, teams: StandInTeams
) -> None:
    teams.faults.next(accept_then(502))
    assert (await outgoing.send(installed.conversation.id, text("en"))).status == 502
    teams.faults.next(accept_then_reset())
    with pytest.raises(aiohttp.ClientError):
        await outgoing.send(installed.conversation.id, text("to"))
    teams.faults.next(reset())
    with pytest.raises(aiohttp.ClientError):
        await outgoing.send(installed.conversation.id, text("tre"))
    assert [message.text for message in installed.chat] == ["en", "to"]
    records = teams.ledger.of(Call.SEND)
    assert [record.status for record in records] == [502, 0, 0]
    assert [record.activity for record in records] == [*(message.id for message in installed.chat), ""]


@pytest.mark.parametrize("stored", [False, True])
async def test_a_stalled_call_is_carried_out_though_nobody_waits_for_it(
    stored: bool, installed: Client, outgoing: Outgoing, teams: StandInTeams
) -> None:
    released = asyncio.Event()
    stalled = stall(released, stored=stored)
    teams.faults.next(stalled)
    asking = asyncio.create_task(outgoing.send(installed.conversation.id, text("hei")))
    await stalled.reached.wait()
    assert len(installed.chat) == int(stored)
    asking.cancel()
    released.set()
    await teams.ledger.until(lambda: bool(teams.ledger.of(Call.SEND)))
    assert len(installed.chat) == 1


async def test_the_login_service_and_the_keys_can_fail_too(
    teams: StandInTeams, outgoing: Outgoing, session: aiohttp.ClientSession
) -> None:
    teams.faults.next(answer(503), call=Call.TOKEN)
    assert (await outgoing.log_in()).status == 503
    teams.faults.next(answer(500), call=Call.OPENID)
    async with session.get(teams.openid_metadata_url) as response:
        assert response.status == 500


async def test_closing_waits_for_nobody(bot: tuple[EchoBot, str], clock: Clock, session: aiohttp.ClientSession) -> None:
    async with StandInTeams(bot_url=bot[1], app_id=None, tenant=TENANT, now=clock) as teams:
        guro = Client(teams, "Guro", "object-guro", "guro@nordvik.example")
        await guro.install()
        stalled = stall(asyncio.Event())
        teams.faults.next(stalled)
        asking = asyncio.create_task(Outgoing(session, teams).send(guro.conversation.id, text("hei")))
        await stalled.reached.wait()
    assert stalled.released.is_set()
    await asyncio.wait([asking])
    assert asking.exception() is None or isinstance(asking.exception(), aiohttp.ClientError)


async def test_a_fault_that_lasts_meets_all_of_its_tenant_until_it_is_lifted(
    installed: Client, outgoing: Outgoing, teams: StandInTeams
) -> None:
    elsewhere = Client(teams, "Tuva Sørvik", "object-tuva", "tuva@sorvik.example", tenant="another tenant")
    await elsewhere.install()
    lifted = asyncio.Event()
    teams.faults.until(lifted, disabled(), call=Call.SEND, tenant=TENANT, after=1)
    teams.faults.next(throttle())

    async def said(client: Client) -> int:
        return (await outgoing.send(client.conversation.id, text("hei"))).status

    assert [await said(installed) for _ in range(4)] == [429, 201, 403, 403]
    assert await said(elsewhere) == 201
    lifted.set()
    assert await said(installed) == 201
    assert teams.ledger.busiest(60, tenant=TENANT) == 5
    assert teams.ledger.busiest(60, tenant="another tenant") == 1


async def test_activities_are_spread_over_the_live_replicas(
    guro: Client, teams: StandInTeams, echo: EchoBot, unused_tcp_port: int
) -> None:
    teams.spread_over(f"http://127.0.0.1:{unused_tcp_port}", teams.bot_url)
    assert [(await guro.say("hei")).status for _ in range(3)] == [200, 200, 200]
    assert len(echo.heard) == 3

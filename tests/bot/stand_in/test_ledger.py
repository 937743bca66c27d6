"""The ledger of the stand-in for Teams: every request, and rates above the limits."""

import asyncio
from datetime import timedelta

import pytest

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.faults import stall
from bot.rehearsal.ledger import Call
from bot.rehearsal.teams import StandInTeams
from tests.bot.stand_in.sides import Clock, Outgoing, text


async def test_every_request_is_kept_as_it_was(
    team: Team, outgoing: Outgoing, teams: StandInTeams, clock: Clock
) -> None:
    asked = {"isGroup": True, "channelData": {"channel": {"id": team.id}}, "activity": text("hei")}
    created = await outgoing.ask("POST", "", asked)
    clock.time += timedelta(days=1)
    await outgoing.send(created.body["id"], text("svar"))
    first, second = teams.ledger.of(Call.CREATE, Call.SEND)
    assert (first.method, first.conversation, first.thread) == ("POST", team.id, created.body["activityId"])
    assert (first.status, first.activity, first.body) == (201, created.body["activityId"], asked)
    assert (second.conversation, second.thread) == (team.id, created.body["activityId"])
    assert second.clock - first.clock == timedelta(days=1)
    assert second.at - first.at < 10


async def test_the_ledger_tells_rates_above_a_limit_by_conversation(
    installed: Client, team: Team, outgoing: Outgoing, teams: StandInTeams
) -> None:
    for _ in range(3):
        await outgoing.send(installed.conversation.id, text("hei"))
    await outgoing.send(team.id, text("hei"))
    assert teams.ledger.exceeded(2, 60) == {installed.conversation.id: 3}
    assert teams.ledger.exceeded(3, 60) == {}
    assert teams.ledger.exceeded(2, 0.000001) == {}
    assert teams.ledger.busiest(60) == 4


async def test_the_ledger_tells_conversations_with_two_requests_at_once(
    installed: Client, team: Team, outgoing: Outgoing, teams: StandInTeams
) -> None:
    for _ in range(2):
        await outgoing.send(team.id, text("hei"))
    stalled = stall(asyncio.Event())
    teams.faults.next(stalled)
    first = asyncio.create_task(outgoing.send(installed.conversation.id, text("en")))
    await stalled.reached.wait()
    await outgoing.send(team.id, text("hei"))
    assert teams.ledger.at_once() == set()
    await outgoing.send(installed.conversation.id, text("to"))
    stalled.released.set()
    await first
    assert teams.ledger.at_once() == {installed.conversation.id}


async def test_waiting_for_something_that_does_not_happen_ends(teams: StandInTeams) -> None:
    with pytest.raises(TimeoutError, match="did not happen"):
        await teams.ledger.until(lambda: False, seconds=0.01)

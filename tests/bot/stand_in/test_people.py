"""The stand-in for Teams: the activities sent when people write, edit, install and join."""

from datetime import timedelta

import pytest
from aiohttp import web

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.teams import NO_ANSWER, StandInTeams
from tests.bot.stand_in.sides import APP, TENANT, Clock, EchoBot, Outgoing, text


async def test_a_typed_message_bears_all_that_teams_sends(
    installed: Client, echo: EchoBot, teams: StandInTeams
) -> None:
    response = await installed.say("Hei & hå")
    heard = echo.last
    assert (response.status, response.activity_id) == (200, heard["id"])
    assert heard["type"] == "message"
    assert heard["id"].startswith("1:")
    assert heard["text"] == "Hei & hå"
    assert heard["attachments"] == [{"contentType": "text/html", "content": "<p>Hei &amp; hå</p>"}]
    assert heard["timestamp"] == "2026-11-24T07:00:00.000Z"
    assert heard["localTimestamp"] == "2026-11-24T08:00:00.000+01:00"
    assert heard["localTimezone"] == "Europe/Oslo"
    assert heard["channelId"] == "msteams"
    assert heard["serviceUrl"] == teams.service_url
    assert heard["from"] == {"id": installed.id, "name": "Guro Nordvik", "aadObjectId": "object-guro"}
    assert heard["conversation"] == {
        "id": installed.conversation.id,
        "conversationType": "personal",
        "tenantId": TENANT,
    }
    assert heard["recipient"] == {"id": f"28:{APP}", "name": "Sløyfa"}
    assert heard["channelData"] == {"tenant": {"id": TENANT}}
    assert heard["locale"] == "nn-NO"
    assert heard["entities"][0]["type"] == "clientInfo"
    assert heard["entities"][0]["locale"] == "nn-NO"
    assert echo.headers[-1]["x-ms-conversation-id"] == installed.conversation.id
    assert echo.headers[-1]["x-ms-tenant-id"] == TENANT


async def test_a_person_may_be_of_another_tenant(teams: StandInTeams, echo: EchoBot) -> None:
    stranger = Client(teams, "Kim Strand", "object-kim", "kim@annet.example", tenant="another")
    await stranger.say("hei")
    assert echo.last["channelData"]["tenant"]["id"] == "another"
    assert echo.headers[-1]["x-ms-tenant-id"] == "another"


async def test_an_installation_is_told_as_both_events_or_as_one(guro: Client, echo: EchoBot) -> None:
    assert [response.status for response in await guro.install()] == [200, 200]
    await guro.uninstall(only="installationUpdate")
    update, added, removed = echo.heard
    assert update["membersAdded"] == [{"id": f"28:{APP}"}]
    assert (added["type"], added["action"]) == ("installationUpdate", "add")
    assert (removed["type"], removed["action"]) == ("installationUpdate", "remove")


async def test_a_team_installation_names_the_channel_chosen(teams: StandInTeams, guro: Client, echo: EchoBot) -> None:
    team = Team(teams, "Rektorene")
    chosen = team.open_channel("Økter")
    team.add(guro)
    await team.install(by=guro, channel=chosen)
    for heard in echo.heard:
        assert heard["conversation"]["id"] == chosen.id
        assert heard["conversation"]["isGroup"] is True
        assert heard["channelData"]["channel"] == {"id": chosen.id}
        assert heard["channelData"]["team"]["id"] == team.id
    assert team.general.id == team.id != chosen.id
    assert {heard["type"] for heard in echo.heard} == {"installationUpdate", "conversationUpdate"}


async def test_who_joins_and_leaves_is_told_with_the_teams_id(team: Team, teams: StandInTeams, echo: EchoBot) -> None:
    arne = Client(teams, "Arne", "object-arne", "arne@nordvik.example")
    await team.join(arne)
    assert echo.last["membersAdded"] == [{"id": arne.id, "aadObjectId": "object-arne"}]
    assert echo.last["conversation"]["id"] == team.id
    await team.leave(arne)
    assert echo.last["membersRemoved"][0]["id"] == arne.id
    assert arne.person not in team.general.conversation.members


async def test_a_mention_begins_a_thread_and_a_reply_stays_in_it(team: Team, guro: Client, echo: EchoBot) -> None:
    first = await guro.say_in(team.general, "koble til rektorgruppa")
    heard = echo.last
    assert heard["text"] == "<at>Sløyfa</at> koble til rektorgruppa"
    assert heard["id"].isdecimal()
    assert heard["conversation"]["id"] == f"{team.id};messageid={heard['id']}"
    assert heard["entities"][0]["mentioned"]["id"] == heard["recipient"]["id"]
    assert heard["channelData"]["channel"]["id"] == team.id
    await guro.say_in(team.general, "uten navn", first.activity_id, mention=False)
    assert echo.last["text"] == "uten navn"
    assert echo.last["conversation"]["id"] == heard["conversation"]["id"]
    assert echo.last["replyToId"] == first.activity_id
    assert [one["type"] for one in echo.last["entities"]] == ["clientInfo"]
    shown = guro.reads(team.general, thread=first.activity_id)
    assert [message.text for message in shown] == ["Sløyfa koble til rektorgruppa", "uten navn"]


async def test_edits_and_deletions_bear_the_originals_id(installed: Client, echo: EchoBot, clock: Clock) -> None:
    said = await installed.say("første")
    clock.time += timedelta(minutes=5)
    await installed.edit(said.activity_id, "andre")
    edited = echo.last
    assert (edited["type"], edited["id"], edited["text"]) == ("messageUpdate", said.activity_id, "andre")
    assert edited["channelData"]["eventType"] == "editMessage"
    assert edited["timestamp"] == "2026-11-24T07:05:00.000Z"
    assert installed.chat[0].edited == (clock.time,)

    await installed.delete(said.activity_id)
    assert (echo.last["type"], echo.last["id"]) == ("messageDelete", said.activity_id)
    assert echo.last["channelData"]["eventType"] == "softDeleteMessage"
    assert "text" not in echo.last
    assert installed.chat == []
    assert installed.conversation.messages[0].deleted

    await installed.undelete(said.activity_id)
    assert (echo.last["type"], echo.last["text"]) == ("messageUpdate", "andre")
    assert echo.last["channelData"]["eventType"] == "undeleteMessage"
    assert [message.text for message in installed.chat] == ["andre"]


async def test_an_edited_mention_is_still_a_mention(team: Team, guro: Client, echo: EchoBot) -> None:
    said = await guro.say_in(team.general, "en")
    await guro.edit(said.activity_id, "to")
    assert echo.last["text"] == "<at>Sløyfa</at> to"
    assert echo.last["conversation"]["id"] == f"{team.id};messageid={said.activity_id}"
    assert [one["type"] for one in echo.last["entities"]] == ["mention", "clientInfo"]


async def test_nobody_edits_what_others_wrote(installed: Client, outgoing: Outgoing) -> None:
    sent = await outgoing.send(installed.conversation.id, text("fra boten"))
    with pytest.raises(LookupError, match="did not write"):
        await installed.edit(sent.body["id"], "nytt")


async def test_the_same_is_sent_again_with_the_old_id_or_a_new_one(
    installed: Client, echo: EchoBot, clock: Clock
) -> None:
    said = await installed.say("hei")
    await installed.again(said)
    assert echo.heard[-1] == echo.heard[-2]
    clock.time += timedelta(seconds=15)
    anew = await installed.again(said, new_id=True)
    assert anew.activity_id == echo.last["id"] != said.activity_id
    assert echo.last["text"] == "hei"
    assert echo.last["timestamp"] == "2026-11-24T07:00:15.000Z"
    assert len(installed.chat) == 1


async def test_a_bot_that_is_not_there_gives_no_answer(teams: StandInTeams, installed: Client) -> None:
    teams.bot_url = "http://127.0.0.1:9"
    assert (await installed.say("hei")).status == NO_ANSWER


async def test_anything_at_all_can_be_posted(teams: StandInTeams) -> None:
    async def raw(request: web.Request) -> web.Response:
        return web.Response(text=f"{request.headers.get('Authorization')} {await request.text()}")

    application = web.Application()
    application.router.add_post("/api/messages", raw)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    assert (await teams.post(b"{not json", token=None)).body == "None {not json"
    assert (await teams.post({"type": "x"}, token="made up")).body == 'Bearer made up {"type": "x"}'
    assert (await teams.post({}, {"Authorization": "Basic x"})).body == "Basic x {}"
    await runner.cleanup()

"""The stand-in for Teams: requests of a bot, allowed and refused."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.ledger import Call
from bot.rehearsal.teams import StandInTeams
from tests.bot.stand_in.sides import APP, PROMPT, RECEIPT, TENANT, Clock, Json, Outgoing, card, text


async def test_a_message_is_written_updated_and_deleted(
    installed: Client, outgoing: Outgoing, clock: Clock, teams: StandInTeams
) -> None:
    place = installed.conversation.id
    sent = await outgoing.send(place, card(PROMPT, summary="Et spørsmål"))
    assert sent.status == 201
    message = installed.chat[0]
    assert (message.id, message.card, message.summary) == (sent.body["id"], PROMPT, "Et spørsmål")
    assert message.from_bot
    assert message.sender == f"28:{APP}"

    clock.time += timedelta(hours=1)
    updated = await outgoing.update(place, message.id, card(RECEIPT))
    assert (updated.status, updated.body) == (200, {"id": message.id})
    assert installed.chat[0].card == RECEIPT
    assert installed.chat[0].edited == (clock.time,)

    assert (await outgoing.delete(place, message.id)).status == 200
    assert installed.chat == []
    assert installed.view(message) is None
    for gone in (await outgoing.delete(place, message.id), await outgoing.update(place, "1:none", text("x"))):
        assert (gone.status, gone.body["error"]["code"]) == (404, "ActivityNotFoundInConversation")
    assert [record.status for record in teams.ledger.of(Call.UPDATE, Call.DELETE)] == [200, 200, 404, 404]


async def test_a_bot_changes_no_message_but_its_own(installed: Client, outgoing: Outgoing) -> None:
    said = await installed.say("mitt")
    assert (await outgoing.delete(installed.conversation.id, said.activity_id)).status == 403
    assert [message.text for message in installed.chat] == ["mitt"]


async def test_a_new_thread_and_the_replies_in_it(team: Team, guro: Client, outgoing: Outgoing) -> None:
    asked = {"isGroup": True, "channelData": {"channel": {"id": team.id}}, "activity": card(PROMPT)}
    created = await outgoing.ask("POST", "", asked)
    root = created.body["activityId"]
    assert (created.status, created.body["id"]) == (201, f"{team.id};messageid={root}")
    assert (await outgoing.send(created.body["id"], text("svar"))).status == 201
    assert (await outgoing.ask("POST", f"/{quote(created.body['id'])}/activities/{root}", text("også"))).status == 201
    alone = await outgoing.send(team.id, text("ny tråd"))
    assert [message.text for message in guro.reads(team.general, thread=root)] == ["", "svar", "også"]
    assert guro.reads(team.general)[-1].root == alone.body["id"]
    assert (await outgoing.update(created.body["id"], root, card(RECEIPT))).status == 200
    assert guro.reads(team.general)[0].card == RECEIPT


async def test_unknown_conversations_and_threads_are_not_found(team: Team, outgoing: Outgoing) -> None:
    for address in ("19:nowhere@thread.tacv2", f"{team.id};messageid=17"):
        refused = await outgoing.send(address, text("hei"))
        assert (refused.status, refused.body["error"]["code"]) == (404, "ConversationNotFound")


async def test_a_bot_may_not_write_to_chats_and_teams_it_is_not_in(
    installed: Client, team: Team, guro: Client, outgoing: Outgoing
) -> None:
    await installed.uninstall()
    await team.uninstall(by=guro)
    for place in (installed.conversation.id, team.id):
        refused = await outgoing.send(place, text("hei"))
        assert (refused.status, refused.body["error"]["code"]) == (403, "BotNotInConversationRoster")


async def test_who_blocked_the_bot_is_not_written_to(
    installed: Client, outgoing: Outgoing, teams: StandInTeams
) -> None:
    teams.faults.block(installed)
    refused = await outgoing.send(installed.conversation.id, text("hei"))
    assert (refused.status, refused.body["error"]["code"]) == (403, "ConversationBlockedByUser")
    teams.faults.unblock(installed)
    assert (await outgoing.send(installed.conversation.id, text("hei"))).status == 201


@pytest.mark.usefixtures("team")
async def test_a_chat_is_created_with_those_the_bot_may_meet(
    guro: Client, teams: StandInTeams, outgoing: Outgoing
) -> None:
    stranger = Client(teams, "Kim", "object-kim", "kim@nordvik.example")
    asked: Json = {"members": [{"id": guro.id}], "channelData": {"tenant": {"id": TENANT}}}
    created = await outgoing.ask("POST", "", asked)
    assert (created.status, created.body) == (201, {"id": guro.conversation.id})
    assert (await outgoing.send(guro.conversation.id, text("hei"))).status == 201
    assert (await outgoing.ask("POST", "", {**asked, "members": [{"id": stranger.id}]})).status == 403
    assert (await outgoing.ask("POST", "", {**asked, "members": [{"id": "29:nobody"}]})).status == 400
    without_tenant = await outgoing.ask("POST", "", {"members": [{"id": guro.id}]})
    assert (without_tenant.status, without_tenant.body["error"]["code"]) == (400, "BadSyntax")


async def test_a_message_above_100_kb_as_utf_16_is_refused(installed: Client, outgoing: Outgoing) -> None:
    place = installed.conversation.id
    assert (await outgoing.send(place, text("a" * 51_000))).status == 201
    refused = await outgoing.send(place, text("a" * 51_300))
    assert (refused.status, refused.body["error"]["code"]) == (413, "MessageSizeTooBig")
    assert len(installed.chat) == 1


async def test_an_empty_message_is_refused(installed: Client, outgoing: Outgoing) -> None:
    assert (await outgoing.send(installed.conversation.id, {"type": "message"})).status == 400
    assert (await outgoing.send(installed.conversation.id, {"text": "hei"})).status == 400


async def test_text_and_card_together_become_two_messages_without_an_id(installed: Client, outgoing: Outgoing) -> None:
    sent = await outgoing.send(installed.conversation.id, card(PROMPT, text="Se her"))
    assert (sent.status, "id" in sent.body) == (202, False)
    assert [(message.text, message.card) for message in installed.chat] == [("Se her", None), ("", PROMPT)]


async def test_typing_leaves_no_message(installed: Client, outgoing: Outgoing) -> None:
    assert (await outgoing.send(installed.conversation.id, {"type": "typing"})).status == 201
    assert installed.chat == []


async def test_members_are_listed_whole_and_by_pages(team: Team, teams: StandInTeams, outgoing: Outgoing) -> None:
    team.add(*(Client(teams, f"Lærer {n}", f"object-{n}", f"l{n}@nordvik.example") for n in range(119)))
    whole = await outgoing.ask("GET", f"/{quote(team.id)}/members")
    assert len(whole.body) == 120
    assert whole.body[0]["userPrincipalName"] == "guro@nordvik.example"
    assert whole.body[0]["aadObjectId"] == "object-guro"

    path, query, sizes, ids = f"/{quote(team.id)}/pagedmembers", {"pageSize": "1"}, [], set()
    while True:
        page = (await outgoing.ask("GET", path, None, **query)).body
        sizes.append(len(page["members"]))
        ids |= {member["id"] for member in page["members"]}
        if "continuationToken" not in page:
            break
        query["continuationToken"] = page["continuationToken"]
    assert sizes == [50, 50, 20]  # Teams gives no page below 50
    assert len(ids) == 120
    assert (await outgoing.ask("GET", path, None, continuationToken="x")).status == 400


async def test_one_member_is_found_by_either_id(team: Team, guro: Client, outgoing: Outgoing) -> None:
    for known in (guro.id, "object-guro"):
        assert (await outgoing.ask("GET", f"/{quote(team.id)}/members/{quote(known)}")).body["id"] == guro.id
    assert (await outgoing.ask("GET", f"/{quote(team.id)}/members/29:nobody")).status == 404

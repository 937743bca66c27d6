"""The stand-in for Teams from both sides: people's clients, and a bot's requests."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
import jwt
import pytest
from aiohttp import web

from bot.rehearsal.clients import Client, NotFilledInError, NotOnCardError, Team, buttons_on, inputs_on, texts_on
from bot.rehearsal.faults import accept_then, accept_then_reset, answer, disabled, reset, stall, throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.signing import SigningKeys
from bot.rehearsal.teams import NO_ANSWER, StandInTeams
from bot.rehearsal.wire_conversations import CARD

Json = dict[str, Any]
APP = "11111111-2222-4333-8444-555555555555"
TENANT = "aaaaaaaa-0000-4000-8000-000000000001"
SCOPE = "https://api.botframework.com/.default"

PROMPT: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "Inkluderende læringsmiljøer"},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Hva "}, "så du?"]},
        {"type": "TextBlock", "text": "skjult", "isVisible": False},
        {
            "type": "Input.Text",
            "id": "answer",
            "label": "Svaret ditt",
            "isRequired": True,
            "errorMessage": "Skriv noe.",
        },
        {
            "type": "Input.ChoiceSet",
            "id": "rung",
            "label": "Dette kan leses av",
            "value": "GROUP",
            "choices": [{"title": "Bare meg", "value": "ONLY_ME"}, {"title": "Gruppa", "value": "GROUP"}],
        },
        {
            "type": "ActionSet",
            "actions": [
                {
                    "type": "Action.Execute",
                    "title": "Send svar",
                    "verb": "send",
                    "data": {"v": 1},
                    "fallback": {"type": "Action.Submit", "title": "Send svar", "data": {"v": 1, "fallback": True}},
                }
            ],
        },
    ],
    "actions": [{"type": "Action.Execute", "title": "Hopp over", "verb": "skip", "associatedInputs": "none"}],
}
RECEIPT: Json = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Takk!"}]}
NEWEST: Json = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Økta er lukket."}]}


class Clock:
    """The rehearsal's time, moved only by the test."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@dataclass
class EchoBot:
    """The bot's side: keeps every activity, and responds with the test's status and reply."""

    heard: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    reply: Json | None = None

    async def messages(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        self.headers.append(dict(request.headers))
        return web.json_response(self.reply or {}, status=self.status)

    @property
    def last(self) -> Json:
        return self.heard[-1]


@dataclass
class Answered:
    status: int
    body: Any
    headers: dict[str, str]


class Outgoing:
    """A bot's calls to Teams, over a plain HTTP client."""

    def __init__(self, session: aiohttp.ClientSession, teams: StandInTeams) -> None:
        self._session = session
        self._teams = teams
        self.token = ""

    async def log_in(self, *, secret: str | None = None) -> Answered:
        async with self._session.get(f"{self._teams.login_authority}/v2.0/.well-known/openid-configuration") as found:
            endpoint = (await found.json())["token_endpoint"]
        form = {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": secret or self._teams.app_password,
            "scope": SCOPE,
        }
        async with self._session.post(endpoint, data=form) as response:
            body = await response.json()
            self.token = body.get("access_token", "")
            return Answered(response.status, body, dict(response.headers))

    async def ask(self, method: str, path: str, body: Json | None = None, **query: str) -> Answered:
        url = f"{self._teams.service_url}v3/conversations{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.request(method, url, json=body, headers=headers, params=query) as response:
            said = await response.json() if response.content_type == "application/json" else await response.text()
            return Answered(response.status, said, dict(response.headers))

    async def send(self, conversation: str, body: Json) -> Answered:
        return await self.ask("POST", f"/{quote(conversation)}/activities", body)

    async def update(self, conversation: str, activity: str, body: Json) -> Answered:
        return await self.ask("PUT", f"/{quote(conversation)}/activities/{quote(activity)}", body)

    async def delete(self, conversation: str, activity: str) -> Answered:
        return await self.ask("DELETE", f"/{quote(conversation)}/activities/{quote(activity)}")


def text(words: str) -> Json:
    return {"type": "message", "text": words}


def card(content: Json, **more: object) -> Json:
    return {"type": "message", "attachments": [{"contentType": CARD, "content": content}], **more}


def invoke_answer(kind: str, value: object) -> Json:
    return {"statusCode": 200, "type": kind, "value": value}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def bot() -> AsyncIterator[tuple[EchoBot, str]]:
    echo = EchoBot()
    application = web.Application()
    application.router.add_post("/api/messages", echo.messages)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield echo, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
def echo(bot: tuple[EchoBot, str]) -> EchoBot:
    return bot[0]


@pytest.fixture
async def teams(bot: tuple[EchoBot, str], clock: Clock) -> AsyncIterator[StandInTeams]:
    async with StandInTeams(bot_url=bot[1], app_id=APP, tenant=TENANT, now=clock) as teams:
        yield teams


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def outgoing(session: aiohttp.ClientSession, teams: StandInTeams) -> Outgoing:
    outgoing = Outgoing(session, teams)
    await outgoing.log_in()
    return outgoing


@pytest.fixture
def guro(teams: StandInTeams) -> Client:
    return Client(teams, "Guro Nordvik", "object-guro", "guro@nordvik.example", locale="nn-NO")


@pytest.fixture
async def installed(guro: Client) -> Client:
    await guro.install()
    return guro


@pytest.fixture
async def team(teams: StandInTeams, guro: Client) -> Team:
    team = Team(teams, "Rektorene")
    team.add(guro)
    await team.install(by=guro)
    return team


# Activities of people


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


# Tokens towards the bot


async def _verified(session: aiohttp.ClientSession, teams: StandInTeams, header: str) -> Json:
    async with session.get(teams.openid_metadata_url) as found:
        document = await found.json()
    async with session.get(document["jwks_uri"]) as found:
        published = await found.json()
    token = header.removeprefix("Bearer ")
    key = next(one for one in published["keys"] if one["kid"] == jwt.get_unverified_header(token)["kid"])
    assert key["endorsements"] == ["msteams"]
    claims: Json = jwt.decode(token, jwt.PyJWK(key), algorithms=["RS256"], audience=APP, issuer=document["issuer"])
    return claims


async def test_requests_are_signed_with_a_published_key_also_after_a_rotation(
    teams: StandInTeams, installed: Client, echo: EchoBot, session: aiohttp.ClientSession
) -> None:
    await installed.say("hei")
    before = echo.headers[-1]["Authorization"]
    assert (await _verified(session, teams, before))["serviceurl"] == teams.service_url
    teams.rotate_key()
    await installed.say("hei")
    after = echo.headers[-1]["Authorization"]
    kids = {jwt.get_unverified_header(one.removeprefix("Bearer "))["kid"] for one in (before, after)}
    assert len(kids) == 2
    await _verified(session, teams, after)
    await _verified(session, teams, before)


async def test_a_forged_token_is_told_from_a_genuine_one(teams: StandInTeams, session: aiohttp.ClientSession) -> None:
    with pytest.raises(jwt.InvalidSignatureError):
        await _verified(session, teams, teams.bearer(keys=SigningKeys("a forger")))
    with pytest.raises(jwt.ExpiredSignatureError):
        await _verified(session, teams, teams.bearer(exp=1))
    assert "exp" not in await _verified(session, teams, teams.bearer(exp=None))


async def test_without_an_app_id_no_token_is_sent_and_none_is_asked_for(
    bot: tuple[EchoBot, str], clock: Clock, session: aiohttp.ClientSession
) -> None:
    async with StandInTeams(bot_url=bot[1], app_id=None, tenant=TENANT, now=clock) as open_teams:
        guro = Client(open_teams, "Guro", "object-guro", "guro@nordvik.example")
        await guro.install()
        assert "Authorization" not in bot[0].headers[-1]
        sent = await Outgoing(session, open_teams).send(guro.conversation.id, text("hei"))
        assert sent.status == 201


# The login service and the bot's token


async def test_a_token_is_given_for_the_right_secret_only(teams: StandInTeams, outgoing: Outgoing) -> None:
    refused = await outgoing.log_in(secret="wrong")
    assert (refused.status, refused.body["error"]) == (401, "invalid_client")
    teams.login.expires_in = 60
    granted = await outgoing.log_in()
    assert (granted.status, granted.body["expires_in"]) == (200, 60)
    assert teams.login.fetches == 2
    assert "client_secret" not in teams.ledger.of(Call.TOKEN)[-1].body


async def test_without_a_good_token_nothing_is_done(teams: StandInTeams, installed: Client, outgoing: Outgoing) -> None:
    teams.login.revoke()
    assert (await outgoing.send(installed.conversation.id, text("hei"))).status == 401
    teams.login.expires_in = 0
    await outgoing.log_in()
    assert (await outgoing.send(installed.conversation.id, text("hei"))).status == 401
    assert installed.chat == []


# Requests of a bot


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


async def test_where_the_bot_is_not_in_it_may_not_write(
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


# Cards and presses


def test_what_can_be_read_on_a_card_is_read_in_order() -> None:
    assert texts_on(PROMPT) == [
        "Inkluderende læringsmiljøer",
        "Hva så du?",
        "Svaret ditt",
        "Dette kan leses av",
        "Bare meg",
        "Gruppa",
        "Send svar",
        "Hopp over",
    ]
    assert list(inputs_on(PROMPT)) == ["answer", "rung"]
    assert buttons_on(PROMPT) == ["Send svar", "Hopp over"]
    assert texts_on(None) == []


@pytest.fixture
async def prompted(installed: Client, outgoing: Outgoing) -> Client:
    await outgoing.send(installed.conversation.id, card(PROMPT))
    return installed


async def test_a_press_sends_the_data_with_the_fields_merged_in(prompted: Client, echo: EchoBot) -> None:
    message = prompted.chat[0]
    response = await prompted.press(message, "Send svar", {"answer": "To elever."})
    assert (echo.last["type"], echo.last["name"]) == ("invoke", "adaptiveCard/action")
    assert echo.last["replyToId"] == message.id
    assert echo.last["value"]["trigger"] == "manual"
    action = echo.last["value"]["action"]
    assert (action["type"], action["verb"]) == ("Action.Execute", "send")
    assert action["data"] == {"v": 1, "answer": "To elever.", "rung": "GROUP"}
    assert response.activity_id == echo.last["id"]
    await prompted.press(message, "Hopp over")
    assert echo.last["value"]["action"]["data"] == {}


async def test_a_client_that_knows_no_execute_takes_the_fallback(prompted: Client, echo: EchoBot) -> None:
    message = prompted.chat[0]
    await prompted.press(message, "Send svar", {"answer": "x", "rung": "ONLY_ME"}, by="submit")
    assert (echo.last["type"], echo.last["replyToId"]) == ("message", message.id)
    assert echo.last["value"] == {"v": 1, "fallback": True, "answer": "x", "rung": "ONLY_ME"}
    assert "text" not in echo.last
    assert len(prompted.chat) == 1
    with pytest.raises(NotOnCardError, match="no fallback"):
        await prompted.press(message, "Hopp over", by="submit")


async def test_what_the_card_does_not_allow_is_not_sent(prompted: Client, echo: EchoBot) -> None:
    message, before = prompted.chat[0], len(echo.heard)
    with pytest.raises(NotOnCardError, match="No button 'Slett'"):
        await prompted.press(message, "Slett")
    with pytest.raises(NotOnCardError, match="No field"):
        await prompted.press(message, "Send svar", {"answer": "x", "other": "y"})
    with pytest.raises(NotOnCardError, match="does not offer"):
        await prompted.press(message, "Send svar", {"answer": "x", "rung": "NETWORK"})
    with pytest.raises(NotFilledInError, match=r"Skriv noe\."):
        await prompted.press(message, "Send svar")
    assert len(echo.heard) == before
    await prompted.press(message, "Send svar", {"answer": "x"}, forged={"rung": "NETWORK"})
    assert echo.last["value"]["action"]["data"]["rung"] == "NETWORK"


async def test_the_answer_to_a_press_is_seen_by_the_one_who_pressed_until_an_update(
    team: Team, guro: Client, teams: StandInTeams, echo: EchoBot, outgoing: Outgoing
) -> None:
    arne = Client(teams, "Arne", "object-arne", "arne@nordvik.example")
    team.add(arne)
    sent = await outgoing.send(team.id, card(PROMPT))
    message = guro.reads(team.general)[0]
    echo.reply = invoke_answer(CARD, RECEIPT)
    await guro.press(message, "Send svar", {"answer": "x"})
    assert echo.last["conversation"]["id"] == message.address
    assert guro.view(message) == RECEIPT
    assert guro.reads(team.general)[0].card == RECEIPT
    assert arne.view(message) == PROMPT
    with pytest.raises(NotOnCardError):
        await guro.press(message, "Send svar", {"answer": "x"})
    await guro.press(message, "Send svar", {"answer": "x"}, shown=PROMPT)
    await outgoing.update(team.id, sent.body["id"], card(NEWEST))
    assert guro.view(message) == arne.view(message) == NEWEST


async def test_words_in_answer_to_a_press_are_a_notice(prompted: Client, echo: EchoBot) -> None:
    echo.reply = invoke_answer("application/vnd.microsoft.activity.message", "Økta er lukket.")
    await prompted.press(prompted.chat[0], "Hopp over")
    assert prompted.notices == ["Økta er lukket."]
    assert prompted.view(prompted.chat[0]) == PROMPT
    echo.status = 500
    await prompted.press(prompted.chat[0], "Hopp over")
    assert len(prompted.notices) == 1


async def test_a_press_is_sent_again_as_a_press(prompted: Client, echo: EchoBot) -> None:
    pressed = await prompted.press(prompted.chat[0], "Hopp over")
    await prompted.again(pressed, new_id=True)
    first, second = echo.heard[-2:]
    assert first["id"] != second["id"]
    assert first["value"] == second["value"]


# Faults


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


async def test_turns_are_spread_over_the_copies_that_are_there(
    guro: Client, teams: StandInTeams, echo: EchoBot, unused_tcp_port: int
) -> None:
    teams.spread_over(f"http://127.0.0.1:{unused_tcp_port}", teams.bot_url)
    assert [(await guro.say("hei")).status for _ in range(3)] == [200, 200, 200]
    assert len(echo.heard) == 3


# The ledger


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


async def test_what_went_too_fast_is_told_by_conversation(
    installed: Client, team: Team, outgoing: Outgoing, teams: StandInTeams
) -> None:
    for _ in range(3):
        await outgoing.send(installed.conversation.id, text("hei"))
    await outgoing.send(team.id, text("hei"))
    assert teams.ledger.exceeded(2, 60) == {installed.conversation.id: 3}
    assert teams.ledger.exceeded(3, 60) == {}
    assert teams.ledger.exceeded(2, 0.000001) == {}
    assert teams.ledger.busiest(60) == 4


async def test_who_is_asked_again_before_having_answered_is_told(
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


async def test_what_does_not_happen_is_not_waited_for_for_ever(teams: StandInTeams) -> None:
    with pytest.raises(TimeoutError, match="did not happen"):
        await teams.ledger.until(lambda: False, seconds=0.01)

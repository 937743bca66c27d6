"""Both sides of the stand-in for Teams: a bot that echoes, a bot's requests over HTTP, and activities by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from bot.rehearsal.teams import StandInTeams
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

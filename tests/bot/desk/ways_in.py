"""A person at both ways in: the pages, by HTTP, and the chat, over the wire."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any

import aiohttp

from bot.rehearsal.clients import Client
from bot.rehearsal.wire_activities import executed
from content.presses import Press, SteerSeries, encode
from tests.bot.web.browsing import Browser, Shown

_ONCE = count()
_DRAWN = re.compile(r'nonce-[\w+/=-]+|name="(?:csrf|once|key)" value="[^"]*"')


@dataclass(frozen=True)
class Asked:
    """A request for a page, or a form of it; `sent` is a file that the form brings along, in a field and by a name."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    sent: bytes = b""
    sent_as: str = "files/list.zip"


@dataclass(frozen=True)
class Said:
    """A command, written in the chat."""

    words: str


@dataclass(frozen=True)
class Pushed:
    """A press, with the fields that its card sends along."""

    press: Press
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Heard:
    """What somebody was answered with; drawn numbers are left out of `text`."""

    status: int
    text: str


@dataclass(frozen=True)
class Person:
    """`token` is of the person's own pages, "" for somebody not signed in."""

    client: Client
    browser: Browser
    token: str
    heard: list[Heard] = field(default_factory=list)

    async def asks(self, asked: Asked) -> Heard:
        hidden = [("csrf", self.token), ("once", str(next(_ONCE)))]
        told = None if asked.method == "GET" else [*_kept(asked.fields), *hidden]
        data = _with_file([*asked.fields, *hidden], asked) if asked.sent else told
        shown: Shown = await self.browser.ask(asked.method, asked.path, data=data, led=bool(self.token))
        leads_to = str(shown.headers.get("Location", "")).partition("?")[0]
        return Heard(shown.status, _DRAWN.sub("", shown.text) + leads_to)

    async def pushes(self, pushed: Pushed) -> Heard:
        data: dict[str, Any] = encode(pushed.press) | _joined(pushed.fields)
        chat = self.client.conversation.messages
        body = {**executed({}, data), "replyToId": chat[-1].id if chat else ""}
        answer = await self.client.tell("invoke", self.client.conversation, body)
        return Heard(answer.status, json.dumps(answer.body, ensure_ascii=False))

    async def says(self, said: Said) -> Heard:
        chat = self.client.conversation.messages
        before = len(chat)
        answer = await self.client.say(said.words)
        new = [one.card or one.text for one in chat[before:] if one.from_bot]
        return Heard(answer.status, json.dumps(new, ensure_ascii=False))

    async def does(self, act: Asked | Pushed | Said) -> Heard:
        match act:
            case Asked():
                return await self.asks(act)
            case Pushed():
                return await self.pushes(act)
            case Said():
                return await self.says(act)

    async def steers(self, municipality: str, series: str, way: str, session: str = "", **fields: str) -> None:
        answer = await self.pushes(Pushed(SteerSeries(municipality, series, way, 1, session), tuple(fields.items())))
        assert answer.status == 200, answer


def _with_file(fields: Iterable[tuple[str, str]], asked: Asked) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields:
        form.add_field(name, value)
    name, _, file = asked.sent_as.partition("/")
    form.add_field(name, BytesIO(asked.sent), filename=file, content_type="application/octet-stream")
    return form


def _kept(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if name not in {"csrf", "once"}]


def _joined(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Several values of a field as a card sends them."""
    found: dict[str, list[str]] = {}
    for name, value in _kept(fields):
        found.setdefault(name, []).append(value)
    return {name: ",".join(values) for name, values in found.items()}

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
    """A request for a page, or a form of it; `sent` is a zip that the form brings along."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    sent: bytes = b""


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
        shown: Shown = await self.browser.ask(
            asked.method, asked.path, data=_with_file(hidden, asked.sent) if asked.sent else told, led=bool(self.token)
        )
        return Heard(shown.status, _DRAWN.sub("", shown.text) + str(shown.headers.get("Location", "")))

    async def pushes(self, pushed: Pushed) -> Heard:
        data: dict[str, Any] = encode(pushed.press) | _joined(pushed.fields)
        newest = self.client.chat[-1].id if self.client.chat else ""
        body = {**executed({}, data), "replyToId": newest}
        answer = await self.client.tell("invoke", self.client.conversation, body)
        return Heard(answer.status, json.dumps(answer.body, ensure_ascii=False))

    async def says(self, said: Said) -> Heard:
        before = len(self.client.chat)
        answer = await self.client.say(said.words)
        new = [one.card or one.text for one in self.client.chat[before:] if one.from_bot]
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


def _with_file(fields: Iterable[tuple[str, str]], sent: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields:
        form.add_field(name, value)
    form.add_field("files", BytesIO(sent), filename="list.zip", content_type="application/zip")
    return form


def _kept(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if name not in {"csrf", "once"}]


def _joined(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Several values of a field as a card sends them."""
    found: dict[str, list[str]] = {}
    for name, value in _kept(fields):
        found.setdefault(name, []).append(value)
    return {name: ",".join(values) for name, values in found.items()}

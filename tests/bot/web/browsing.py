"""Nordvik's pages, and browsers of Nordvik's people, signed in through the issuer's page."""

import html
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import aiohttp
from yarl import URL

from bot.entry.teams.connector import TOTAL_SECONDS
from bot.rehearsal.cast import APP, TENANT, guests_of, nordvik
from bot.rehearsal.issuer import Guest, Issuer, free_port
from tests.nordvik import MONDAY, House, open_house

SECRET = "a made-up password"  # noqa: S105 - the stand-in's, which the issuer takes as well


@dataclass(frozen=True)
class Shown:
    """A page in a browser: the last response of a request, redirects followed."""

    status: int
    url: URL
    headers: Mapping[str, str]
    text: str
    set_cookies: Sequence[str] = ()

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.text)
        return found.group(1) if found else ""


class Browser:
    """A browser with cookies of its own; `address` is the site's, `language` the language asked for."""

    def __init__(self, address: URL, *, language: str = "nb") -> None:
        self.session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Accept-Language": language}
        )
        self._address = address

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def get(self, path: str | URL, *, led: bool = True, **headers: str) -> Shown:
        """`led`: redirects are followed."""
        return await self.ask("GET", path, led=led, headers=headers)

    async def post(self, path: str, data: Mapping[str, str], *, led: bool = True, **headers: str) -> Shown:
        return await self.ask("POST", path, led=led, data=data, headers=headers)

    async def ask(
        self,
        method: str,
        path: str | URL,
        *,
        led: bool = True,
        data: Mapping[str, str] | Sequence[tuple[str, str]] | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Shown:
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        url = self._address.join(URL(path, encoded=True) if isinstance(path, str) else path)
        async with self.session.request(method, url, data=data, headers=named, allow_redirects=led) as response:
            text = await response.text()
            cookies = response.headers.getall("Set-Cookie", [])
            return Shown(response.status, response.url, response.headers, text, cookies)

    async def sign_in(self, name: str, path: str = "/signin") -> Shown:
        """The page shown in the end; `name` is somebody's whole name on the issuer's page."""
        return await self.choose(await self.get(path), name)

    async def choose(self, page: Shown, name: str) -> Shown:
        return await self.get(choice(page, name))


def choice(page: Shown, name: str) -> URL:
    """The issuer's link for signing in as the person."""
    found = re.search(rf'<a href="([^"]+)">{re.escape(name)}</a>', page.text)
    assert found, page.text
    return URL(html.unescape(found.group(1)), encoded=True)


@dataclass(frozen=True)
class Pages:
    house: House
    issuer: Issuer
    url: URL

    def browser(self, language: str = "nb") -> Browser:
        return Browser(self.url, language=language)

    def name_of(self, who: str) -> str:
        """Somebody of the cast by whole name."""
        return self.house.cast[who].name

    def guest(self, who: str) -> Guest:
        return next(one for one in self.issuer.guests if one.object_id == self.house.cast[who].person.object_id)

    @asynccontextmanager
    async def visit(self, who: str, path: str = "/signin") -> AsyncIterator[Browser]:
        """A browser with somebody of the cast signed in."""
        async with self.browser() as browser:
            await browser.sign_in(self.name_of(who), path)
            yield browser


@asynccontextmanager
async def open_pages(
    database_url: str,
    *,
    now: datetime = MONDAY,
    folder: Path | None = None,
    others: Sequence[Guest] = (),
    tenants: Sequence[str] = (TENANT,),
    settings: Mapping[str, str] | None = None,
    teams_seconds: float = TOTAL_SECONDS,
) -> AsyncIterator[Pages]:
    """Nordvik's house with its pages; `others` can be chosen at the issuer too, and are on nobody's list.

    Teams has `teams_seconds` to answer.
    """
    port = free_port()
    houses: list[House] = []
    guests = (*guests_of(folder or nordvik(), tenant=TENANT), *others)
    issuer = Issuer(guests, client_id=APP, client_secret=SECRET, now=lambda: houses[0].stage.now if houses else now)
    async with issuer:
        url = f"http://127.0.0.1:{port}"
        ours = {
            "PORT": str(port),
            "SLOYFA_PUBLIC_URL": url,
            "SLOYFA_OIDC_ISSUER": issuer.url(tenants[0]) if len(tenants) == 1 else issuer.url(),
        }
        given = {**ours, **(settings or {})}
        open_ = open_house(
            database_url, now=now, folder=folder, tenants=tenants, settings=given, teams_seconds=teams_seconds
        )
        async with open_ as house:
            houses.append(house)
            yield Pages(house, issuer, URL(url))

"""Every page's language, headers and look; and the answers in place of a page."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import yarl
from aiohttp.test_utils import TestServer

from bot.app import App
from bot.entry.web.look import Look
from bot.settings import read_settings


@dataclass(frozen=True)
class Pages:
    """The application's pages over HTTP, for visitors not signed in."""

    session: aiohttp.ClientSession
    url: yarl.URL

    async def get(self, path: str, language: str = "", **headers: str) -> tuple[aiohttp.ClientResponse, str]:
        asked = {"Accept-Language": language, **headers} if language else headers
        async with self.session.get(self.url.join(yarl.URL(path)), headers=asked) as response:
            return response, await response.text()


@pytest.fixture
async def pages(sqlite_url: str) -> AsyncIterator[Pages]:
    settings = read_settings(
        SLOYFA_DATABASE_URL=sqlite_url,
        SLOYFA_INSECURE_LOCAL="1",
        SLOYFA_TENANTS="a-made-up-tenant",
        SLOYFA_PUBLIC_URL="http://127.0.0.1:3978",
    )
    async with App(settings) as app, TestServer(app.web_app()) as server, aiohttp.ClientSession() as session:
        yield Pages(session, server.make_url("/"))


async def test_a_stranger_is_welcomed_in_the_language_that_the_browser_asks_for(pages: Pages) -> None:
    for asked, language, words in (
        ("", "nb", "Les det dere har delt"),
        ("no,en;q=0.5", "nb", "Les det dere har delt"),
        ("nn-NO,nb;q=0.8", "nn", "Les det de har delt"),
        ("fi,en-GB;q=0.7", "en", "Read what you have shared"),
    ):
        response, text = await pages.get("/", asked)
        assert response.status == 200
        assert response.headers["Content-Language"] == language
        assert f'<html lang="{language}"' in text
        assert words in text
        assert "Tilgjeng" not in text, "nobody is led to a statement whose address has not been told"


async def test_a_page_runs_no_script_of_others_is_framed_by_nobody_and_is_not_kept(pages: Pages) -> None:
    for path in ("/", "/there-is-no-such-page"):
        response, text = await pages.get(path)
        rules = dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == "'self'"
        assert rules["frame-ancestors"] == "'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert not re.search(r"<script(?! src=\"/look/)|<style|\sstyle=|\son\w+=", text)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


async def test_a_page_that_is_not_there_says_so_kindly(pages: Pages) -> None:
    for language, words in (("nb", "Denne siden finnes ikke"), ("nn", "Denne sida finst ikkje")):
        response, text = await pages.get("/<script>alert(1)</script>", language)
        assert response.status == 404
        assert words in text
        assert "alert" not in text


async def test_the_look_is_kept_by_browsers_for_good_and_packed(pages: Pages) -> None:
    _, text = await pages.get("/")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    assert sheets[0].endswith("/sloyfa.css"), "the sheet that puts the layers in order comes first"
    for sheet in sheets:
        response, _ = await pages.get(sheet)
        assert response.status == 200
        assert response.headers["Content-Encoding"] == "gzip"
        assert "immutable" in response.headers["Cache-Control"]
    response, _ = await pages.get("/look/000000000000/sloyfa.css")
    assert response.status == 404


async def test_teams_own_address_is_answered_as_without_pages(pages: Pages) -> None:
    async with pages.session.post(pages.url.join(yarl.URL("/api/messages")), data=b"{}") as response:
        assert "Content-Security-Policy" not in response.headers
        assert response.content_type != "text/html"


def test_a_machine_without_npm_has_the_plain_look_alone(tmp_path: Path) -> None:
    plain = Look(tmp_path)
    assert plain.has("sloyfa.css")
    assert "designsystemet.css" in plain.missing
    with pytest.raises(KeyError):
        plain.href("designsystemet.css")


async def test_without_a_public_address_there_are_no_pages(sqlite_url: str) -> None:
    settings = read_settings(
        SLOYFA_DATABASE_URL=sqlite_url, SLOYFA_INSECURE_LOCAL="1", SLOYFA_TENANTS="a-made-up-tenant"
    )
    async with (
        App(settings) as app,
        TestServer(app.web_app()) as server,
        aiohttp.ClientSession() as session,
        session.get(server.make_url("/")) as response,
    ):
        assert response.status == 404
        assert response.content_type == "text/plain"

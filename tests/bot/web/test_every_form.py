"""Every address that takes a form, found in the application itself: a forged or missing form key changes nothing."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entry.web.failures import NOT_PAGES
from bot.entry.web.forgery import TEAMS
from storage.tables.common import metadata
from tests.bot.web.browsing import Pages, open_pages
from tests.nordvik import municipality

PEOPLE = ("guro,rektorgruppa,coordinator", "liv,team-solbakken,leader", "kari,team-solbakken,participant")
_FEWEST = 40  # forms: fewer would mean that the addresses are not found
_OF_VISITS = frozenset({"web_sessions"})


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_pages(f"sqlite+aiosqlite:///{tmp_path}/x.db", folder=folder) as opened:
        yield opened


def forms(pages: Pages) -> list[str]:
    """Each address that takes a POST, with something for each of its blanks."""
    routes = pages.house.stage.app.web_app().router.routes()
    posts = (route.resource.canonical for route in routes if route.method == "POST" and route.resource is not None)
    taken = sorted(path for path in posts if path not in {*NOT_PAGES, TEAMS} and not path.startswith("/api/"))
    return [re.sub(r"\{(\w+)\}", lambda blank: _FILLED.get(blank[1], "1"), path) for path in taken]


_FILLED = {"municipality": "nordvik", "group": "team-solbakken"}


async def rows(pages: Pages) -> dict[str, int]:
    async def count(c: AsyncConnection) -> dict[str, int]:
        tables = (table for table in metadata.tables.values() if table.name not in _OF_VISITS)
        return {one.name: (await c.execute(select(func.count()).select_from(one))).scalar_one() for one in tables}

    return await pages.house.stage.app.db.read(count)


async def test_no_form_is_taken_with_a_forged_key(pages: Pages) -> None:
    """Missing, another visitor's, nearly right, and in a header; with fields that anybody could guess."""
    async with pages.visit("guro") as browser, pages.visit("liv") as other:
        mine, theirs = (await browser.get("/calendar")).csrf, (await other.get("/calendar")).csrf
        paths = forms(pages)
        assert len(paths) > _FEWEST
        before = await rows(pages)
        for path in paths:
            for key in ("", theirs, mine[:-1], mine.upper(), "x" * 10_000):
                shown = await browser.post(path, {"csrf": key, "once": "x", "out": "yes", "first": "2026-12-04"})
                assert shown.status == 403, (path, key)
            shown = await browser.post(path, {"once": "x"}, X_CSRF_Token=theirs)
            assert shown.status == 403, path
        assert await rows(pages) == before


async def test_no_form_is_taken_of_a_stranger(pages: Pages) -> None:
    async with pages.visit("guro") as browser, pages.browser() as stranger:
        key = (await browser.get("/calendar")).csrf
        for path in forms(pages):
            assert (await stranger.post(path, {"csrf": key, "once": "x"})).status == 403, path

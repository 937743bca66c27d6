"""Quiet hours on pages: the sessions that would move are shown first, and just that is carried out."""

import html
import re
from collections.abc import AsyncIterator
from datetime import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.actions.planning.set_quiet_hours import set_quiet_hours
from dialogs.calendar.instants import local
from dialogs.model import QUIET, Act, QuietHours
from storage.records import records_of
from storage.school_year import quiet_hours
from storage.sessions import sessions_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE = "/settings/nordvik/quiet"
TEAM = "team-solbakken"
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", f"liv,{TEAM},leader"),
    *(f"kari,{TEAM},facilitator", f"lars,{TEAM},participant"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as pages:
            dates = "[2026-12-01, 2026-12-08]"
            await pages.house.stage.plan(series(Path(place), "uka", TEAM, dates=dates, areas="[]"))
            yield pages


@pytest_asyncio.fixture(loop_scope="module")
async def pages(opened: Pages) -> Pages:
    await set_to(opened, None)
    return opened


async def set_to(pages: Pages, hours: QuietHours | None) -> None:
    stage = pages.house.stage
    await set_quiet_hours(stage.app.db, "nordvik", hours, actor=OPERATOR, now=stage.now)


async def stored(pages: Pages) -> QuietHours:
    return await pages.house.stage.app.db.read(partial(quiet_hours, municipality="nordvik"))


async def openings(pages: Pages) -> list[time]:
    found = await pages.house.stage.app.db.read(lambda c: sessions_of(c, "nordvik", "uka"))
    return [local(one.opens_at).time() for one in found]


async def recorded(pages: Pages) -> list[str]:
    found = await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik"))
    return [one.about["hours"] for one in found if one.act is Act.QUIET_HOURS_SET]


async def send(browser: Browser, page: Shown, button: str, begins: str = "", ends: str = "") -> Shown:
    fields = dict(re.findall(r'name="(csrf|once|seen|mark|to)" value="([^"]*)"', page.text))
    shown = dict(re.findall(r'name="(begins|ends)" value="([^"]*)"', page.text))
    times = {"begins": begins or shown["begins"], "ends": ends or shown["ends"]}
    return await browser.post(HERE, {**fields, **times, button: "yes"})


async def test_what_would_move_is_shown_and_then_just_that_moves(pages: Pages) -> None:
    before = await openings(pages)
    async with pages.visit("guro") as browser:
        page = await browser.get(HERE)
        assert "Det er den vanlige stilletida." in page.text
        looked = await send(browser, page, "look", "01:00", "15:00")
        lines = re.findall(r"<li><bdi>(Team[^<]*)</bdi></li>", html.unescape(looked.text))
        assert len(lines) == 2
        assert lines[0].startswith("Team mellomtrinn Solbakken: tirsdag 1. desember kl. 14 blir til ")
        assert lines[0].endswith("kl. 15")
        assert (await stored(pages), await openings(pages), await recorded(pages)) == (QUIET, before, [])
        kept = await send(browser, looked, "keep")
        assert "Stilletida er 01:00-15:00 fra nå." in kept.text
        assert await openings(pages) == [time(15), time(15)]
        again = await send(browser, looked, "keep")
        assert again.status == 200, "sent twice, it stands as it is"
        assert await recorded(pages) == ["01:00-15:00"]
        back = await send(browser, await browser.get(HERE), "usual")
        assert "blir til tirsdag 1. desember kl. 14" in html.unescape(back.text)
        await send(browser, back, "keep")
    assert (await stored(pages), await openings(pages)) == (QUIET, before)


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        ("25:00", "07:00", "Skriv klokkeslettene"),
        ("-", "07:00", "Skriv klokkeslettene"),
        ("08:00", "08:00", "samme klokkeslett"),
    ],
)
async def test_hours_that_cannot_be_are_told_and_change_nothing(
    pages: Pages, begins: str, ends: str, told: str
) -> None:
    async with pages.visit("guro") as browser:
        for button in ("look", "keep"):
            shown = await send(browser, await browser.get(HERE), button, begins, ends)
            assert shown.status == 409
            assert told in shown.text
            kept = "" if begins == "-" else begins  # what a person sends who leaves the field empty
            assert f'name="begins" value="{kept}"' in shown.text
    assert await stored(pages) == QUIET


async def test_of_two_who_set_hours_at_once_the_later_is_told_first(pages: Pages) -> None:
    async with pages.visit("guro") as guro, pages.visit("eva") as eva:
        looked = await send(guro, await guro.get(HERE), "look", "16:00", "10:00")
        await send(eva, await send(eva, await eva.get(HERE), "look", "18:00", "09:00"), "keep")
        late = await send(guro, looked, "keep")
        assert late.status == 409
        assert "Noen andre har endret stilletida" in late.text
        assert 'value="16:00"' in late.text
        assert await stored(pages) == QuietHours(time(18), time(9))
        await send(guro, late, "keep")
    assert await stored(pages) == QuietHours(time(16), time(10))


async def test_the_same_hours_again_change_nothing(pages: Pages) -> None:
    await set_to(pages, QuietHours(time(16), time(8)))
    count = len(await recorded(pages))
    async with pages.visit("guro") as browser:
        shown = await send(browser, await browser.get(HERE), "look", "16:00", "08:00")
        assert (shown.status, "Ingenting er endret." in shown.text) == (200, True)
    assert len(await recorded(pages)) == count


@pytest.mark.parametrize("who", ["liv", "kari", "lars"])
async def test_nobody_but_coordinators_sees_or_sets_quiet_hours(pages: Pages, who: str) -> None:
    async with pages.visit(who) as browser:
        token = (await browser.get("/calendar")).csrf
        for place in (HERE, "/settings/nowhere/quiet"):
            assert (await browser.get(place)).status == 404
            sent = {"csrf": token, "once": "x", "begins": "16:00", "ends": "10:00", "look": "yes"}
            assert (await browser.post(place, sent)).status == 404
    assert await stored(pages) == QUIET

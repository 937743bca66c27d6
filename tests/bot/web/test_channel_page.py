"""The page of a channel's tab: the group linked with the channel, as whoever belongs there may read of it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote

import pytest
import pytest_asyncio
from yarl import URL

from bot.rehearsal.clients import Channel, Team, buttons_on
from tests.bot.web.browsing import Pages, open_pages
from tests.bot.web.test_teams_tab import hand_over
from tests.nordvik import at, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

NONE = {
    "nb": "Denne kanalen er ikke koblet til en gruppe du er med i.",
    "nn": "Denne kanalen er ikkje kopla til ei gruppe du er med i.",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """The principals have a channel; one session is over and given back, another is open, a third to come."""
    with TemporaryDirectory() as folder:
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db") as opened:
            house = opened.house
            days = "[2026-11-24, 2026-12-01, 2026-12-08]"
            await house.stage.plan(series(Path(folder), "s", "rektorgruppa", stays_open='"P2D"', dates=days))
            await house.install("tor", "siv")
            await house.to(at(11, 24))
            for name in ("tor", "siv"):
                me = house.cast[name]
                card = next(one for one in me.chat if "Send svar" in buttons_on(me.view(one) or {}))
                await me.press(card, "Send svar", {"answer": f"Vi begynte likt hos {name}.", "rung": "group"})
            await house.to(at(11, 27))
            await house.to(at(12, 1))
            yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def channel(pages: Pages) -> Channel:
    team, guro = Team(pages.house.teams, "Rektorene"), pages.house.cast["guro"]
    team.add(guro, *(pages.house.cast[name] for name in ("tor", "siv")))
    await team.install(by=guro)
    await guro.say_in(team.general, "koble til Rektorgruppa")
    await pages.house.stage.settle()
    return team.general


def address(channel: str) -> str:
    return f"/channels/{quote(channel, safe='')}"


async def test_a_channels_tab_opens_with_its_group_alike_for_everybody_there(pages: Pages, channel: Channel) -> None:
    told = {
        "tor": ("Åpent nå: økta", "Neste økt: tirsdag 8. desember", "Oppsummeringer"),
        "siv": ("Ope no: økta", "Neste økt: tysdag 8. desember", "Oppsummeringar"),
        "guro": ("Åpent nå: økta", "Neste økt: tirsdag 8. desember", "Oppsummeringer"),
    }
    for name, words in told.items():
        async with pages.visit(name) as browser:
            shown = await browser.get(address(channel.id))
            assert shown.status == 200
            assert re.findall(r"<h2[^>]*>([^<]+)</h2>", shown.text) == ["Rektorgruppa"]
            assert [one for one in words if one not in shown.text] == []
            [open_now] = re.findall(r'href="(/sessions/[^"]+)"', shown.text)
            assert (await browser.get(open_now)).status == 200
            [digest] = re.findall(r'href="(/digests/nordvik/[^"]+)"', shown.text)
            assert "Vi begynte likt" in (await browser.get(digest)).text
            assert "Vi begynte likt" not in shown.text, "the way there, and nobody's words"


async def test_whoever_is_not_of_the_group_is_told_as_of_a_channel_without_one(pages: Pages, channel: Channel) -> None:
    async with pages.visit("kari") as browser:
        shown = await browser.get(address(channel.id))
        assert NONE["nb"] in shown.text
        assert "Rektorgruppa" not in shown.text
    for name, none in (("guro", NONE["nb"]), ("siv", NONE["nn"])):
        async with pages.visit(name) as browser:
            for unknown in ("19:elsewhere@thread.tacv2", "x" * 3000, "' OR 1=1", "%00", "<script>"):
                shown = await browser.get(address(unknown))
                assert (shown.status, none in shown.text) == (200, True), unknown
    async with pages.browser() as browser:
        wanted = await browser.get(address(channel.id), led=False)
        assert URL(wanted.headers["Location"]).query["to"] == address(channel.id)


async def test_a_tab_in_a_channel_leads_to_the_channels_page_after_signing_in(pages: Pages, channel: Channel) -> None:
    async with pages.browser() as browser:
        token = pages.issuer.teams_token(pages.guest("siv"))
        shown = await hand_over(browser, pages, token, address(channel.id))
        assert unquote(shown.url.path) == f"/channels/{channel.id}"
        assert "Rektorgruppa" in shown.text

"""«Vi prøver dette» on an entry's page: kept, refused with nothing lost, told on, taken back, gone with the entry."""

import html
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.rehearsal.clients import buttons_on
from tests.bot.test_bank import prompt_of
from tests.bot.test_entry_tries import BECAUSE, CHILD, LEARNT, OURS, PEOPLE, SAID, shows
from tests.bot.test_own_answers import stored
from tests.bot.web.browsing import Browser, Pages, open_pages
from tests.bot.web.test_bank_pages import entry_of, search
from tests.nordvik import at, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Ali has shared with the municipality, and the summary is given back."""
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as opened:
            house = opened.house
            await house.stage.plan(series(Path(place), "s", "rektorgruppa", stays_open='"P2D"', led_by="tor"))
            await house.install("ali", "vera", "pia", "kari")
            await house.to(at(11, 24))
            ali = house.cast["ali"]
            card = next(one for one in ali.chat if "Send svar" in buttons_on(ali.view(one) or {}))
            await ali.press(card, "Send svar", {"answer": SAID, "rung": "municipality"})
            await house.to(at(11, 27))
            yield opened


async def opened(browser: Browser) -> str:
    """The address of Ali's entry."""
    return entry_of(await search(browser, "rolig lesing"))


async def test_it_is_kept_once_for_the_chosen_group_and_what_stands_in_the_way_loses_nothing(pages: Pages) -> None:
    async with pages.visit("vera", "/bank") as browser:
        address = await opened(browser)
        page = await browser.get(address)
        assert "Hvilken gruppe prøver det?" in page.text
        assert 'value="2027-01-08"' in page.text, "six weeks ahead"
        form = {"csrf": page.csrf, "text": OURS, "day": "2027-01-08"}
        none = await browser.post(f"{address}/try", {**form, "once": "1"})
        assert none.status == 409, "a form of nobody's"
        chosen = {**form, "whose": "team-solbakken"}
        late = await browser.post(f"{address}/try", {**chosen, "day": "2020-01-01", "once": "2"})
        assert "Velg en dag i løpet av det neste året." in late.text
        stopped = await browser.post(f"{address}/try", {**chosen, "text": CHILD, "once": "3"})
        assert stopped.status == 409
        assert await stored(pages.house, "Åsheim") == []
        kept = await browser.post(f"{address}/try", {**chosen, "once": "4"})
        assert kept.url.path_qs == f"{address}?outcome=tried"
        text = html.unescape(kept.text)
        for part in ("Team mellomtrinn Solbakken prøver dette", "foreslått, og venter på et ja", OURS):
            assert part in text
        assert "Skal prøves" not in text, "not before the group has said yes"
        again = await browser.post(f"{address}/try", {**chosen, "once": "5"})
        assert again.text.count("<bdi>Team mellomtrinn Solbakken prøver dette") == 1, "the same try"
        assert (await browser.post(f"{address}/try", {"text": OURS}, led=False)).status == 403
    kari = pages.house.cast["kari"]
    await pages.house.stage.settle()
    [asked] = shows(kari, "Et forslag til noe dere prøver")
    await kari.press(asked, "Ja, det prøver vi")
    async with pages.visit("pia", "/bank") as browser:
        page = await browser.get(address)
        assert "Skal prøvast på éin skule" in page.text
        assert "For Team ungdomstrinn Fjordgløtt, Fjordgløtt skule" in html.unescape(page.text)


async def test_what_they_learnt_stands_at_the_entry_for_whoever_was_shown_to_read_it(pages: Pages) -> None:
    house = pages.house
    vera = house.cast["vera"]
    await house.to(at(1, 8, 9).replace(year=2027))
    [asked] = shows(vera, "· det dere ville prøve")
    await vera.press(asked, "Endret", {"because": BECAUSE, "learnt": LEARNT})
    async with pages.visit("pia", "/bank") as browser:
        address = await opened(browser)
        page = html.unescape((await browser.get(address)).text)
        assert "Prøvd på éin skule" in page
        assert LEARNT not in page, "not before it is told on"
        await vera.press(asked, "Alle som kan lese det i banken")
        page = html.unescape((await browser.get(address)).text)
        for part in ("Prøvd på ein annan måte", LEARNT, BECAUSE):
            assert part in page
        assert "Solbakken" not in page.partition("<main")[2], "no school is named"
        # Only the school now: gone from the pages of people at another.
        await vera.press(asked, "Hvem kan lese det?")
        await vera.press(asked, "Bare skolen vår")
        assert LEARNT not in html.unescape((await browser.get(address)).text)
    async with pages.visit("kari", "/bank") as browser:
        assert LEARNT in html.unescape((await browser.get(address)).text)


async def test_it_is_taken_back_on_the_page_and_goes_with_the_entry(pages: Pages) -> None:
    async with pages.visit("pia", "/bank") as browser:
        address = await opened(browser)
        page = await browser.get(address)
        form = {"csrf": page.csrf, "text": "Vi les saman.", "day": "2027-02-19", "whose": "team-fjordglott"}
        kept = await browser.post(f"{address}/try", {**form, "once": "6"})
        [commitment] = {part.partition('"')[0] for part in kept.text.split('name="commitment" value="')[1:]}
        gone = await browser.post(f"{address}/untry", {"csrf": kept.csrf, "once": "7", "commitment": commitment})
        assert "Det er teke tilbake." in gone.text
        assert "Skal prøvast" not in gone.text
        assert await stored(pages.house, "Vi les saman.") == []
        await browser.post(f"{address}/try", {**form, "once": "8"})
        ali = pages.house.cast["ali"]
        await ali.press(prompt_of(ali, "Trekk tilbake"), "Trekk tilbake")
        assert (await browser.get(address)).status == 410
        assert (await browser.post(f"{address}/try", {**form, "once": "9"})).status == 410
        told = html.unescape((await browser.get("/promises")).text)
        assert "Vi les saman." in told, "the group's own words stay"
        assert "Frå delingsbanken. Det står ikkje der lenger, eller er ikkje delt med deg." in told

"""A meeting's pack on the screen in the room: one thing at a time, for who leads, with no words marked."""

import html
import re
import shutil
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.rehearsal.cast import nordvik
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import at, last, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

ODD = "=1+1 <script>alert(1)</script> etter & «før»"
NYNORSK = "Eg veit ikkje korleis vi får med oss dei som kjem sist."
OWN = "Vi leser svarene sammen, og velger én ting å prøve."
LONG = "Vi begynte med det minste først. " * 18
MEETS = """
[[meetings]]
date = 2026-12-10T09:00:00
group = "rektorgruppa"
digest_days_ahead = 3
minutes = 45
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Guro coordinates, and answers as one of the group."""
    with TemporaryDirectory() as folder:
        place = Path(shutil.copytree(nordvik(), f"{folder}/nordvik"))
        people = (place / "people.csv").read_text("utf-8")
        (place / "people.csv").write_text(
            people.replace("rektorgruppa,coordinator", "rektorgruppa,participant"), "utf-8"
        )
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=place) as opened:
            house = opened.house
            file = series(Path(folder), "s", "rektorgruppa")
            file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
            await house.stage.plan(file)
            await house.install("guro", "tor", "siv", "ali")
            await house.to(at(11, 24))
            for name, words in (("tor", ODD), ("siv", NYNORSK), ("guro", OWN), ("ali", LONG)):
                await house.cast[name].press(last(house.cast[name]), "Send svar", {"answer": words, "rung": "group"})
            await house.to(at(11, 27))
            await house.to(at(12, 7, 9))
            yield opened


async def _pack(browser: Browser) -> str:
    found = re.search(r"/digests/nordvik/[0-9a-f-]{36}", (await browser.get("/digests")).text)
    return found.group() if found else ""


def _way(shown: Shown, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', shown.text)
    return html.unescape(found.group(1)) if found else ""


async def _walked(browser: Browser, pack: str) -> list[Shown]:
    """Every step from the first to the last, by the links forward."""
    found = [await browser.get(f"{pack}/room")]
    while onward := _way(found[-1], "next"):
        found.append(await browser.get(onward))
    return found


def _quoted(shown: Shown) -> list[tuple[str, str]]:
    found = re.findall(r'<blockquote class="said" data-length="\w+" lang="(\w+)" dir="auto">(.*?)<', shown.text)
    return [(language, html.unescape(text).strip()) for language, text in found]


async def test_one_thing_at_a_time_from_the_agenda_to_what_to_decide(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack = await _pack(browser)
        assert f'href="{pack}/room"' in (await browser.get(pack)).text
        steps = await _walked(browser, pack)
    assert {step.status for step in steps} == {200}
    assert {len(_quoted(step)) for step in steps} == {0, 1}, "never two quotes at once"
    said = [quote for step in steps for quote in _quoted(step)]
    assert sorted(said) == sorted([("nb", ODD), ("nn", NYNORSK), ("nb", OWN), ("nb", LONG.strip())])
    assert "Forslag til saksliste" in steps[0].text
    assert "Hva prøver vi til neste gang" in steps[-1].text
    assert [f"{number} av {len(steps)}" in step.text for number, step in enumerate(steps, 1)] == [True] * len(steps)
    minutes = [re.findall(r"(\d+)–(\d+) min", step.text)[0] for step in steps[1:]]
    assert all(one == other or one[1] == other[0] for one, other in pairwise(minutes)), "the agenda's, one by one"
    assert minutes[-1][1] == "45"


async def test_the_screen_marks_nobodys_words_and_names_nobody_who_has_not_signed(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack = await _pack(browser)
        assert "Dine ord" in (await browser.get(pack)).text, "on the coordinator's own page"
        for step in await _walked(browser, pack):
            assert "Dine ord" not in step.text
            for who in ("guro", "tor", "siv", "ali"):
                assert pages.name_of(who) not in step.text
            assert "<script>" not in step.text


async def test_back_and_forth_is_by_links_that_lead_where_they_say(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack = await _pack(browser)
        first, second = await browser.get(f"{pack}/room"), await browser.get(f"{pack}/room?step=1")
        assert (_way(first, "prev"), _way(first, "up")) == ("", pack)
        assert _way(second, "prev") == f"{pack}/room?step=0"
        ended = await browser.get(_way(first, "last"))
        assert _way(ended, "next") == ""
        assert _way(ended, "first") == f"{pack}/room"
        for odd in ("9999", "99999", "-1", "%C2%B2", "%3Cscript%3E", ""):
            shown = await browser.get(f"{pack}/room?step={odd}")
            assert shown.status == 200
            assert _way(shown, "up") == pack
        assert (await browser.get(f"{pack}/room?step=9999")).text == ended.text, "words may have been taken back"
        script = re.findall(r'src="(/look/[^"]+/room\.js)"', first.text)[0]
        assert (await browser.get(script)).status == 200


async def test_only_who_coordinates_the_meeting_shows_it(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        pack = await _pack(browser)
        assert f"{pack}/room" not in (await browser.get(pack)).text
        assert (await browser.get(f"{pack}/room")).status == 404
    async with pages.visit("pia") as browser:
        assert (await browser.get(f"{pack}/room")).status == 404
    async with pages.browser() as browser:
        assert (await browser.get(f"{pack}/room?step=2", led=False)).headers["Location"].startswith("/signin?to=")
    async with pages.visit("guro") as browser:
        session = re.findall(r'href="(/digests/nordvik/[0-9a-f-]{36})"', (await browser.get("/digests")).text)[1]
        assert (await browser.get(f"{session}/room")).status == 404


async def test_in_nynorsk_and_without_words_taken_back(pages: Pages) -> None:
    """The last test: it changes the reader's language, and takes words back."""
    guro, tor = pages.house.cast["guro"], pages.house.cast["tor"]
    await guro.say("språk nynorsk")
    await tor.say("slett mine data")
    await tor.press(last(tor), "Slett alt")
    await pages.house.stage.settle()
    async with pages.visit("guro") as browser:
        steps = await _walked(browser, await _pack(browser))
    assert "Forslag til sakliste" in steps[0].text
    assert ">Førre</a>" in steps[1].text
    assert "Kva prøver vi til neste gong" in steps[-1].text
    assert not [step for step in steps if "alert(1)" in step.text]

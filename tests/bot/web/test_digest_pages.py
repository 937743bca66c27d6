"""Digests and packs on pages: read by readers alone, followed, taken along, and without words taken back."""

import csv
import html
import io
import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
import pytest_asyncio

from bot.reports.records import record_lines
from tests.bot.web.ahead_of_meeting import series_to_meeting
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, at, last

pytestmark = pytest.mark.asyncio(loop_scope="module")

ODD = "=1+1 <script>alert(1)</script> etter & «før»"
NYNORSK = "Eg veit ikkje korleis vi får med oss dei som kjem sist."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db") as opened:
            house = opened.house
            await house.stage.plan(series_to_meeting(Path(folder)))
            await house.install("guro", "tor", "siv")
            await house.to(at(11, 24))
            for name, words in (("tor", ODD), ("siv", NYNORSK)):
                await house.cast[name].press(last(house.cast[name]), "Send svar", {"answer": words, "rung": "group"})
            tor, signed = house.cast["tor"], {"answer": ODD, "rung": "group", "signature": "name"}
            card = last(tor)
            await tor.press(card, "Endre svaret")
            await tor.press(card, "Send svar", signed)
            await house.to(at(11, 27))
            await house.to(at(12, 7, 9))
            yield opened


async def listed(browser: Browser) -> list[str]:
    shown = await browser.get("/digests")
    return re.findall(r'href="(/digests/nordvik/[0-9a-f-]{36})"', shown.text)


async def _pack_and_session(browser: Browser) -> tuple[str, str]:
    """The addresses of the meeting's pack and of the session's digest: the newest first."""
    pack, session = await listed(browser)
    return pack, session


def said(shown: Shown) -> list[tuple[str, str]]:
    """(language, text) of people's words on the page."""
    found = re.findall(r'<p class="words" lang="(\w+)" dir="auto">(.*?)</p>', shown.text, re.DOTALL)
    return [(language, html.unescape(text)) for language, text in found]


async def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(pages: Pages) -> None:
    async with pages.browser() as browser:
        led = await browser.get("/digests", led=False)
        assert (led.status, led.headers["Location"]) == (303, "/signin?to=/digests")


async def test_the_start_page_leads_to_what_is_new_in_the_readers_language(pages: Pages) -> None:
    for who, link in (("tor", "Alle oppsummeringer og"), ("siv", "Alle oppsummeringar og")):
        async with pages.visit(who) as browser:
            shown = await browser.get("/")
            assert shown.status == 200
            assert "Nytt å lese" in shown.text
            assert link in shown.text
            assert set(await listed(browser)) == set(re.findall(r'href="(/digests/nordvik/[0-9a-f-]{36})"', shown.text))


async def test_a_digest_shows_peoples_words_unchanged_in_their_own_language(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        _, session = await _pack_and_session(browser)
        shown = await browser.get(session)
        assert {(language, text) for language, text in said(shown) if text == NYNORSK} == {("nn", NYNORSK)}
        assert ODD in [text for _, text in said(shown)]
        assert "<script>" not in shown.text
        assert "Dine ord" in shown.text, "a reader's own words are marked for that reader"


async def test_a_coordinators_pack_has_the_agenda_and_a_participants_the_short_reading(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack, _ = await _pack_and_session(browser)
        assert "Forslag til saksliste" in (await browser.get(pack)).text
    async with pages.visit("tor") as browser:
        shown = await browser.get(pack)
        assert "To minutter før møtet" in shown.text
        assert "45 minutter" not in shown.text, "what the leader needs is left out"


async def test_nobody_else_reads_it_and_is_not_told_that_it_exists(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        pack, session = await _pack_and_session(browser)
    async with pages.visit("pia") as browser:
        assert await listed(browser) == []
        for path in (
            pack,
            session,
            f"{session}/file/docx",
            "/digests/nordvik/not-an-id",
            "/digests/nowhere/" + session[-36:],
        ):
            assert (await browser.get(path)).status == 404


@pytest.mark.parametrize(("who", "unsigned"), [("guro", "Uten navn"), ("siv", "Utan namn")])
async def test_a_quote_is_followed_to_its_question_group_and_the_name_that_its_author_gave(
    pages: Pages, who: str, unsigned: str
) -> None:
    async with pages.visit(who) as browser:
        pack, session_digest = await _pack_and_session(browser)
        for digest in (pack, session_digest):
            shown = await browser.get(digest)
            named: dict[str, list[str]] = {}
            for quote in re.findall(r'<figure class="quote.*?</figure>', shown.text, re.DOTALL):
                [followed] = re.findall(rf'href="({re.escape(digest)}/origin/[^"]+)"', quote)
                origin = await browser.get(followed)
                [asked, *_] = re.findall(r"<h2[^>]*>(.*?)</h2>", origin.text)
                assert asked.endswith("?")
                assert asked in shown.text
                assert "Rektorgruppa, 24. november 2026" in origin.text
                assert not said(origin), "the words themselves are not repeated"
                [words, *_] = said(Shown(200, origin.url, {}, quote))
                named[words[1]] = [one for one in ("Tor Rektor", unsigned) if one in origin.text.split("<main")[1]]
                session = re.findall(r'href="(/sessions/nordvik/[^"]+)"', origin.text)
                assert {(await browser.get(path)).status for path in session} == {200}
            assert {words: {ODD: ["Tor Rektor"], NYNORSK: [unsigned]}[words] for words in named} == named
            assert len(named) == 2 or digest != session_digest, "a participant's short reading has fewer"


async def test_files_have_what_the_page_has_and_the_record_tells_of_each(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        _, session = await _pack_and_session(browser)
        taken = {}
        for form in ("text", "json", "md", "docx", "csv"):
            async with browser.session.get(pages.url.with_path(f"{session}/file/{form}")) as response:
                assert response.status == 200
                assert response.headers["Content-Disposition"].startswith('attachment; filename="sloyfa-2026-12-07.')
                assert response.headers["Cache-Control"] == "no-store"
                taken[form] = await response.read()
    rows = list(csv.reader(io.StringIO(taken["csv"].decode("utf-8-sig"), newline=""), delimiter=";"))
    assert f"'{ODD}" in [row[5] for row in rows], "no spreadsheet works out what somebody wrote"
    paragraphs = [paragraph.text for paragraph in docx.Document(BytesIO(taken["docx"])).paragraphs]
    assert NYNORSK in paragraphs
    assert ODD in json.dumps(json.loads(taken["json"]), ensure_ascii=False)
    assert NYNORSK in taken["md"].decode()
    assert "Dine ord" not in taken["text"].decode(), "others may see the file"
    lines = await record_lines(pages.house.stage.app.db, "nordvik", actor=OPERATOR, since=None, as_json=False)
    assert sum("s.rektorgruppa.2026-11-24" in line for line in lines) == 5


async def test_words_taken_back_are_gone_from_every_page_and_their_address_says_so(pages: Pages) -> None:
    """The last test: takes the words back."""
    async with pages.visit("siv") as browser:
        _, session = await _pack_and_session(browser)
        shown = await browser.get(session)
        at_words = shown.text.index("alert(1)")
        followed = re.findall(rf'href="({re.escape(session)}/origin/[^"]+)"', shown.text[at_words:])[0]
        tor = pages.house.cast["tor"]
        await tor.say("slett mine data")
        await tor.press(last(tor), "Slett alt")
        await pages.house.stage.settle()
        for path in (session, "/", "/digests", f"{session}/file/csv", f"{session}/file/json"):
            assert "alert(1)" not in (await browser.get(path)).text
        gone = await browser.get(followed)
        assert gone.status == 410
        assert "trekt tilbake" in gone.text

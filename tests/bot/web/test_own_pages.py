"""One's own answers, all that is held and the glass box on pages: for oneself alone, done once, and as in the chat."""

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import at, last, municipality, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEAM = "team-fjordglott"
NAMES = ("ada", "bo", "cato", "dina", "eli", "finn", "gro")
ODD = "Vi prøvde <script>alert(1)</script> & \u202eomvendt\u202c ord i hele timen."
NYNORSK = "Eg let elevane velje oppgåve sjølve denne veka."
WORDS = {
    "ada": ODD,
    "bo": "Vi delte gruppa og byttet etter pause.",
    "cato": "Det gikk bedre uten fasit.",
    "eli": NYNORSK,
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    roles = {"ada": "facilitator", "gro": "leader", "finn": "observer"}
    people = [f"{name},{TEAM},{roles.get(name, 'participant')},{'nn' if name == 'eli' else 'nb'}" for name in NAMES]
    with TemporaryDirectory() as place:
        folder = Path(place)
        made = municipality(folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator"])
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=made) as opened:
            house = opened.house
            await house.stage.plan(series(folder, "uke", TEAM))
            await house.install("ada", "bo", "cato", "dina", "eli", "gro")
            await house.to(at(11, 24, 14))
            for name, words in WORDS.items():
                client = house.cast[name]
                await client.press(last(client), "Send svar", {"answer": words, "rung": "group"})
            await house.stage.settle()
            yield opened


async def own(browser: Browser) -> str:
    """The address of the newest answer of one's own."""
    found: list[str] = re.findall(r'href="(/answers/[^"?]+)"', (await browser.get("/answers")).text)
    return found[0]


def fields(shown: Shown, **more: str) -> dict[str, str]:
    """What every form on the page carries, and more."""
    named = {name: re.findall(rf'name="{name}" value="([^"]*)"', shown.text) for name in ("csrf", "once", "seen")}
    return {**{name: html.unescape(found[-1]) for name, found in named.items() if found}, **more}


async def send(browser: Browser, way: str, shown: Shown, **more: str) -> Shown:
    return await browser.post(f"{shown.url.path}/{way}", fields(shown, **more))


def card(pages: Pages, name: str) -> list[str]:
    """The texts of the person's card in Teams."""
    client = pages.house.cast[name]
    return seen(client, last(client))


async def test_own_answers_stand_in_full_and_harmless_in_the_readers_language(pages: Pages) -> None:
    for who, heading, again, readers in (
        ("ada", "Svarene dine", "Trekk tilbake", "Disse kan lese svaret"),
        ("eli", "Svara dine", "Trekk tilbake", "Desse kan lese svaret"),
    ):
        async with pages.visit(who) as browser:
            listed = await browser.get("/answers")
            assert heading in listed.text
            assert "Skoleåret 2026/2027" in listed.text or "Skuleåret 2026/2027" in listed.text
            shown = await browser.get(await own(browser))
            assert shown.status == 200
            assert html.escape(WORDS[who], quote=False) in shown.text
            assert again in shown.text
            assert readers in shown.text
            assert not re.search(r"<script(?! src)", shown.text)
    async with pages.visit("ada") as browser:
        assert 'dir="auto">Vi prøvde' in (await browser.get(await own(browser))).text


async def test_a_search_is_sent_by_post_and_stands_in_no_address(pages: Pages) -> None:
    async with pages.visit("eli") as browser:
        listed = await browser.get("/answers")
        for sought, found in (("oppgåve", True), ("friminutt", False), ("<script>x", False)):
            shown = await browser.post("/answers/search", fields(listed, sought=sought))
            assert (NYNORSK in html.unescape(shown.text)) is found
            assert shown.url.path_qs == "/answers/search"
            assert "<script>x" not in shown.text
        assert "Eg fann ikkje noko" in shown.text


async def test_nobody_reads_anothers_answer_whatever_their_role(pages: Pages) -> None:
    async with pages.visit("ada") as browser:
        theirs = await own(browser)
        assert (await browser.get(f"{theirs}9")).status == 404
    for who in ("dina", "gro", "finn", "guro"):
        async with pages.visit(who) as browser:
            for path in (theirs, f"{theirs}/further", f"{theirs}/offer"):
                shown = await browser.get(path)
                assert "alert(1)" not in shown.text
                assert shown.status == 404 or shown.url.path != path
            me = await browser.get("/me")
            done = await browser.post(f"{theirs}/withdraw", fields(me, seen="1"))
            assert done.status == 404


async def test_all_that_is_held_stands_on_a_page_and_in_files(pages: Pages) -> None:
    for who, heading in (("ada", "Dette vet jeg om deg"), ("eli", "Dette veit eg om deg")):
        async with pages.visit(who) as browser:
            shown = await browser.get("/me")
            assert heading in shown.text
            assert html.escape(WORDS[who], quote=False) in shown.text
            async with browser.session.get(pages.url.with_path("/me/file/data")) as response:
                assert response.headers["Content-Disposition"] == 'attachment; filename="sloyfa-2026-11-24.json"'
                assert WORDS[who] in json.dumps(json.loads(await response.read()), ensure_ascii=False)
            page = await browser.get("/me/file/page")
            assert html.escape(WORDS[who], quote=False) in html.escape(html.unescape(page.text), quote=False)
            assert "<script>" not in page.text
            assert (await browser.get("/me/file/zip")).status == 404


async def test_everybody_of_the_municipality_reads_its_glass_box(pages: Pages) -> None:
    for who, words in (("finn", "Her står det aldri hva noen har skrevet"), ("eli", "Her står det aldri kva nokon")):
        async with pages.visit(who) as browser:
            shown = await browser.get("/glass-box")
            assert words in shown.text
            assert "alert(1)" not in shown.text
            assert (await browser.get("/glass-box/nordvik/0")).status == 200
            assert (await browser.get("/glass-box/elsewhere/0")).status == 404


async def test_changed_words_pass_the_guard_and_the_card_in_teams_follows(pages: Pages) -> None:
    async with pages.visit("bo") as browser:
        shown = await browser.get(await own(browser))
        stopped = await send(browser, "words", shown, text="Ring meg på 912 34 567 om Emma i 4A sitt fødselsnummer.")
        assert stopped.status == 409
        assert "912 34 567" in stopped.text, "the words are given back"
        assert "Ordene er ikke lagret" in stopped.text or "ds-alert" in stopped.text
        assert WORDS["bo"] in (await browser.get(shown.url)).text
        changed = "Vi delte gruppa i tre.\r\nDet var bedre."
        done = await send(browser, "words", shown, text=changed)
        assert done.status == 200
        assert "Det er gjort" in done.text
        assert "Vi delte gruppa i tre.\nDet var bedre." in done.text
        await pages.house.stage.settle()
        assert any("Det var bedre." in text for text in card(pages, "bo"))


async def test_long_words_are_refused_and_not_lost(pages: Pages) -> None:
    async with pages.visit("cato") as browser:
        shown = await browser.get(await own(browser))
        done = await send(browser, "words", shown, text="Vi leste høyt. " * 540)
        assert done.status == 409
        assert done.text.count("Vi leste høyt. ") >= 539
        assert "4000" in done.text or "4\u00a0000" in done.text or "4 000" in done.text
        empty = await send(browser, "words", shown, text=" \u200b ")
        assert "Det sto ikke noe i feltet" in empty.text
        assert WORDS["cato"] in empty.text

"""The pages of a session and of oneself: the card's own words and deeds, for the card's readers alone."""

import html
import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

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
    "gro": "Vi prøvde toveis samtaler og fikk flere spørsmål.",
}
SESSION = f"/sessions/nordvik/uke.{TEAM}.2026-11-24"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    roles = {"ada": "facilitator", "gro": "leader", "finn": "observer"}
    people = [f"{name},{TEAM},{roles.get(name, 'participant')},{'nn' if name == 'eli' else 'nb'}" for name in NAMES]
    with TemporaryDirectory() as place:
        folder = Path(place)
        made = municipality(
            folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator", "pia,rektorgruppa,participant"]
        )
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=made) as opened:
            house = opened.house
            await house.stage.plan(series(folder, "uke", TEAM, leader_speaks_last="true"))
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
    """The fields of every form on the page, and `more`."""
    named = {name: re.findall(rf'name="{name}" value="([^"]*)"', shown.text) for name in ("csrf", "once", "seen")}
    return {**{name: html.unescape(found[-1]) for name, found in named.items() if found}, **more}


def hidden(shown: Shown, *names: str) -> dict[str, str]:
    found = {name: re.findall(rf'name="{name}" value="([^"]*)"', shown.text) for name in names}
    return {name: html.unescape(values[0]) for name, values in found.items()}


async def send(browser: Browser, way: str, shown: Shown, **more: str) -> Shown:
    return await browser.post(f"{shown.url.path}/{way}", fields(shown, **more))


def card_of(pages: Pages, name: str) -> set[str]:
    """The people whose words stand on the person's card in Teams."""
    return {other for other, words in WORDS.items() if any(words in text for text in card(pages, name))}


def card(pages: Pages, name: str) -> list[str]:
    """The texts of the person's card in Teams."""
    client = pages.house.cast[name]
    return seen(client, last(client))


async def test_a_sessions_page_tells_its_group_what_the_card_tells_and_no_more(pages: Pages) -> None:
    others = {name for name in WORDS if name != "gro"}
    async with pages.visit("eli") as browser:
        start = await browser.get("/")
        assert SESSION in start.text
        shown = await browser.get(SESSION)
        assert "Svar innan" in shown.text
        assert "Kvifor spør vi?" in shown.text
        assert "Kor mange som har svart, viser eg berre" in shown.text
        assert html.escape(NYNORSK) not in shown.text, "her own words stand on their own page"
        theirs = {name for name in others if html.escape(WORDS[name], quote=False) in shown.text}
        assert theirs == card_of(pages, "eli") - {"eli"}, "the same two as on her card"
        assert len(theirs) == 2
    for who, words, others_too in (
        ("gro", "Du leder gruppa, så svaret ditt venter", False),
        ("dina", "Den som leder gruppa, svarer sist", False),
        ("finn", "Svar innen", False),
        ("guro", "Svar innen", False),
    ):
        async with pages.visit(who) as browser:
            shown = await browser.get(SESSION)
            assert (shown.status, words in shown.text) == (200, True)
            assert any(html.escape(said, quote=False) in shown.text for said in WORDS.values()) is others_too
            assert not any(f"{name.title()} Oppdiktet" in shown.text.split("<main")[1] for name in NAMES)
            assert (await browser.get(SESSION.replace("24", "25"))).status == 404
            assert (await browser.get("/sessions/nordvik/a%00b")).status == 404
    async with pages.visit("pia") as browser:
        assert (await browser.get(SESSION)).status == 404, "of another group"


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
    async with pages.visit("gro") as browser:
        assert html.escape(WORDS["gro"]) in (await browser.get(theirs)).text, "an address names the question alone"
    for who in ("dina", "finn", "guro"):
        async with pages.visit(who) as browser:
            for path in (theirs, f"{theirs}/further", f"{theirs}/offer"):
                shown = await browser.get(path)
                assert (shown.status, "alert(1)" in shown.text) == (404, False)
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


async def test_a_keyword_is_given_and_taken_off_again(pages: Pages) -> None:
    async with pages.visit("cato") as browser:
        address = await own(browser)
        done = await send(browser, "keyword", await browser.get(address), word="tenketid")
        assert "Det er gjort" in done.text
        assert "tenketid" in done.text
        refused = await send(browser, "keyword", done, word="ring Emma Olsen på 912 34 567")
        assert refused.status == 409
        gone = await send(browser, "drop-keyword", await browser.get(address))
        assert "tenketid" not in gone.text.split("<details")[0]


async def test_sharing_further_is_shown_first_and_done_once(pages: Pages) -> None:
    async with pages.visit("bo") as browser:
        address = await own(browser)
        preview = await send(browser, "look", await browser.get(address))
        assert preview.url.path == f"{address}/further"
        assert "Skal svaret deles videre?" in preview.text
        assert "De er med i:" in preview.text
        await pages.house.stage.settle()
        assert "Skal svaret deles videre?" in card(pages, "bo")
        left = await browser.post(f"{address}/leave", fields(preview))
        assert left.url.path == address
        late = {**fields(preview), **hidden(preview, "rung", "mark")}
        refused = await browser.post(f"{address}/share", late)
        assert refused.status == 409
        assert "Noe har endret seg" in refused.text, "the form of a page left before shares nothing"
        agreed = {**fields(refused), **hidden(refused, "rung", "mark")}
        done = await browser.post(f"{address}/share", agreed)
        assert "Det er gjort" in done.text
        again = await browser.post(f"{address}/share", agreed)
        assert again.text.count("Du delte svaret videre") == 1, "sent again by reloading, the form does nothing more"
        fewer = await send(browser, "narrow", again, rung="only_me")
        assert "Bare du kan lese svaret" in fewer.text
        await pages.house.stage.settle()
        assert any("Bare du kan lese svaret" in text for text in card(pages, "bo"))


async def test_after_the_close_the_page_leads_to_the_digest_and_the_author_can_still_share_less(pages: Pages) -> None:
    await pages.house.to(at(11, 27, 14))
    for who, words in (("dina", "Les oppsummeringen"), ("eli", "Les oppsummeringa")):
        async with pages.visit(who) as browser:
            shown = await browser.get(SESSION)
            assert words in shown.text
            assert html.escape(WORDS["gro"]) not in shown.text
            to = re.findall(r'href="(/digests/nordvik/[^"]+)"', shown.text)[0]
            digest = await browser.get(to)
            assert html.escape(WORDS["gro"]) in digest.text
            followed = re.findall(rf'href="({re.escape(to)}/origin/[^"]+)"', digest.text)
            assert SESSION in (await browser.get(followed[0])).text
    async with pages.visit("finn") as browser:
        assert "/digests/nordvik/" not in (await browser.get(SESSION)).text, "who observes reads no digest"
    async with pages.visit("cato") as browser:
        shown = await browser.get(await own(browser))
        assert "Endre svaret" not in shown.text
        done = await send(browser, "words", shown, text="Noe helt nytt etter fristen.")
        assert done.status == 409
        assert "Noe helt nytt etter fristen." in done.text
        told = await send(browser, "narrow", shown, rung="only_me")
        assert told.status == 200
        assert "Nå er svaret delt med færre. Det har stått i en oppsummering" in told.text


async def test_an_answer_withdrawn_between_list_and_page_is_gone_in_kind_words(pages: Pages) -> None:
    for who, kind, row in (("ada", "Ordene er borte", "Trukket tilbake"), ("eli", "Orda er borte", "Trekt tilbake")):
        async with pages.visit(who) as browser, pages.visit(who) as other:
            address = await own(browser)
            here, there = await browser.get(address), await other.get(address)
            done = await send(browser, "withdraw", here)
            assert done.url.path == "/answers"
            assert row in done.text
            assert address not in done.text
            for gone in (
                await browser.get(address),
                await send(browser, "withdraw", here),
                await send(other, "narrow", there, rung="only_me"),
                await send(other, "words", there, text="Ord fra den andre fana"),
            ):
                assert gone.status == 410
                assert kind in gone.text
            assert "Ord fra den andre fana" in gone.text, "what was written in the other tab is not lost"
            await pages.house.stage.settle()
            assert not any(WORDS[who] in text for text in card(pages, who))


async def test_forms_of_elsewhere_and_odd_ones_do_nothing_and_say_so(pages: Pages) -> None:
    async with pages.visit("gro") as browser:
        address = await own(browser)
        shown = await browser.get(address)
        stale = await browser.post(f"{address}/withdraw", {"seen": "1"})
        assert (stale.status, "Skjemaet var for gammelt" in stale.text) == (403, True)
        for more in ({"seen": "x"}, {"seen": "1" * 20}):
            odd = await browser.post(f"{address}/withdraw", fields(shown) | more)
            assert (odd.status, "Dette forsto vi ikke" in odd.text) == (400, True)
        assert (await send(browser, "burn", shown)).status == 404
        plain = urlencode(fields(shown)).encode()
        for charset, ending, status, words in (
            ("utf-8", b"x" * 1_000_000, 413, "Dette er for mye på én gang"),
            ("utf-8", b"\xff\xfe", 400, "Dette forsto vi ikke"),
            ("no-such", b"x", 400, "Dette forsto vi ikke"),
        ):
            kind = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
            body = BytesIO(plain + b"&text=" + ending)
            at_words = pages.url.with_path(f"{address}/words")
            async with browser.session.post(at_words, data=body, headers=kind) as response:
                assert (response.status, words in await response.text()) == (status, True)
        assert html.escape(WORDS["gro"]) in (await browser.get(address)).text


async def test_erasure_is_asked_once_and_then_done(pages: Pages) -> None:
    """The last test: erases."""
    async with pages.visit("gro") as browser:
        me = await browser.get("/me")
        asked = await browser.post("/me/erase", fields(me))
        assert "1 svar blir slettet for godt" in asked.text
        await pages.house.to(at(11, 27, 15))
        late = await browser.post("/me/erase", fields(asked, words="go"))
        assert "1 svar blir slettet for godt" in late.text, "after ten minutes the question is asked anew"
        done = await browser.post("/me/erase", fields(late, words="go"))
        assert "Dataene dine er slettet" in done.text
        again = await browser.post("/me/erase", fields(late, words="go"))
        assert again.url.path != "/me/erase", "whoever is erased is signed out"
        await pages.house.stage.settle()
        assert not any(WORDS["gro"] in text for text in card(pages, "gro"))

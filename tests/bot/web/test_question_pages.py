"""The questions to come on pages: seen, chosen, written and taken back; who may, and two who change at once."""

import html
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from dialogs.model import Act, Series
from storage.records import records_of
from storage.series import one_series
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "gerd,rektorgruppa,coordinator,nn", "tor,rektorgruppa,leader"),
    *("siv,rektorgruppa,participant", "rolf,team-solbakken,leader", "stig,team-solbakken,participant"),
    *("lise,team-fjordglott,leader", "pia,team-fjordglott,participant", "ada,nettverket,participant"),
)
WHO = {"guro": {"s", "both"}, "gerd": {"s", "both"}, "tor": set[str](), "siv": set[str](), "rolf": {"team"}}
AREA = "digital-teknologi"
OWN = "Kva har de prøvd <b>i år</b>?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        nordvik = municipality(folder / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=nordvik) as opened:
            dates = "[2026-11-24, 2026-12-01, 2026-12-08]"
            for name, groups in {
                "s": ("rektorgruppa",),
                "team": ("team-solbakken",),
                "both": ("rektorgruppa", "nettverket"),
                "started": ("team-fjordglott",),
            }.items():
                await opened.house.stage.plan(series(folder, name, *groups, dates=dates))
            yield opened


def words(shown: Shown) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.text)))


def session(of: str, day: str = "11-24", group: str = "rektorgruppa") -> str:
    return f"/series/nordvik/{of}/questions/{of}.{group}.2026-{day}"


async def send(browser: Browser, to: str, way: str, seen: Shown | None = None, /, **fields: str) -> Shown:
    page = seen or await browser.get(to)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', page.text)
    token = page.csrf or (await browser.get("/calendar")).csrf
    known = {"csrf": token, "once": "x", "version": version.group(1) if version else "1"}
    return await browser.post(f"{to}/{way}", {**known, "mark": mark.group(1) if mark else "", **fields})


def own(text: str = OWN, area: str = AREA, **others: str) -> dict[str, str]:
    return {"nb": "", "nn": text, "en": "", "area": area, **others}


async def the(pages: Pages, name: str) -> Series:
    found = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
    assert found is not None
    return found


def offered(shown: Shown) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"', shown.text)


async def test_the_questions_to_come_and_why_lead_to_another_choice(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        assert 'href="/series/nordvik/s/questions"' in (await guro.get("/series/nordvik/s")).text
        listed = await guro.get("/series/nordvik/s/questions")
        assert len(re.findall(r"<h2", listed.text)) == 3
        assert "Området står for tur." in words(listed)
        assert f'href="{session("s")}"' in listed.text
        page = await guro.get(session("s"))
        ids = offered(page)
        assert 1 < len(ids) <= 5
        done = await send(guro, session("s"), "pick", chosen=ids[1])
        assert done.status == 200
        assert "Økta spør om dette. Ingen får se det før økta åpner." in words(done)
        assert [one.prompt for one in (await the(pages, "s")).questions] == [ids[1]]
        assert "Noen har valgt det til denne økta." in words(await guro.get("/series/nordvik/s/questions"))
        again = await send(guro, session("s"), "pick", chosen=ids[1])
        assert again.status == 200, "the same once more is the same"
        back = await send(guro, session("s"), "leave")
        assert "Sløyfa velger spørsmålet igjen." in words(back)
        assert (await the(pages, "s")).questions == ()


async def test_a_search_shows_questions_of_the_area_alone(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        page = await guro.get(f"{session('s')}?sought={AREA}")
        assert f'<option value="{AREA}" selected>' in page.text
        catalogue = await pages.house.stage.app.db.read(
            lambda c: pages.house.stage.app.catalogues.at(c, "nordvik", pages.house.stage.now)
        )
        prompts = {prompt.id: prompt for prompt in catalogue.prompts}
        assert offered(page)
        assert all(AREA in prompts[one].areas for one in offered(page))


async def test_ones_own_question_is_seen_as_a_card_and_kept_in_its_own_language(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        looked = await send(guro, session("s", "12-01"), "own", look="yes", **own())
        assert "Slik blir kortet" in words(looked)
        assert f'lang="nn" dir="auto"><strong>{html.escape(OWN)}</strong>' in looked.text
        assert "<b>i år" not in looked.text
        assert (await the(pages, "s")).questions == ()
        kept = await send(guro, session("s", "12-01"), "own", looked, ask="yes", **own())
        assert "Økta spør med dine ord." in words(kept)
        assert [one.own.nn for one in (await the(pages, "s")).questions if one.own] == [OWN]
        listed = await guro.get("/series/nordvik/s/questions")
        assert f'lang="nn" dir="auto"><strong>{html.escape(OWN)}</strong>' in listed.text
        edit = await guro.get("/series/nordvik/s/edit")
        assert html.escape(OWN) in edit.text, "the plan's form shows the question too"
        await send(guro, session("s", "12-01"), "leave")


REFUSED = {
    "no question mark": (own("Dette er ei setning"), "Avslutt med spørsmålstegn"),
    "no area": (own(area=""), "Velg hvilket område"),
    "nothing": (own(""), "Skriv et spørsmål først."),
    "too long": (own(f"{'ord ' * 26}?"), "Spørsmålet er for langt."),
    "curly brackets": (own("Kva med {year}?"), "krøllparenteser"),
    "somebody": (own("Hvordan går det med Kari Hansen i 7B?"), ""),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_what_is_refused_is_told_and_nothing_typed_is_lost(pages: Pages, why: str) -> None:
    fields, told = REFUSED[why]
    async with pages.visit("guro") as guro:
        refused = await send(guro, session("s"), "own", look="yes", **fields)
        assert refused.status == 409
        assert told in words(refused)
        assert html.escape(fields["nn"].strip()) in refused.text
        assert "Slik blir kortet" not in words(refused)
        assert (await the(pages, "s")).questions == ()


async def test_of_two_planners_the_later_is_told_what_changed_and_keeps_the_words(pages: Pages) -> None:
    async with pages.visit("guro") as guro, pages.visit("gerd") as gerd:
        looked = await send(gerd, session("s"), "own", look="yes", **own("Kva vil vi ta vare på?"))
        await send(guro, session("s", "12-08"), "pick", chosen=offered(await guro.get(session("s", "12-08")))[0])
        told = await send(gerd, session("s"), "own", looked, ask="yes", **own("Kva vil vi ta vare på?"))
        assert told.status == 409
        assert "Planen er endra sidan du såg han." in words(told)
        assert "tysdag 8. desember kl. 8 har fått eit anna spørsmål" in words(told)
        assert "Kva vil vi ta vare på?" in told.text
        looked = await send(gerd, session("s"), "own", told, look="yes", **own("Kva vil vi ta vare på?"))
        kept = await send(gerd, session("s"), "own", looked, ask="yes", **own("Kva vil vi ta vare på?"))
        assert kept.status == 200
        assert len((await the(pages, "s")).questions) == 2, "both choices stand"


async def test_all_groups_of_the_day_are_meant_or_one_of_them(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        page = await guro.get(session("both"))
        assert "Alle gruppene den dagen" in words(page)
        chosen = offered(page)[0]
        await send(guro, session("both"), "pick", chosen=chosen)
        assert {one.group for one in (await the(pages, "both")).questions} == {"rektorgruppa", "nettverket"}
        await send(guro, session("both"), "leave", group="nettverket")
        assert {one.group for one in (await the(pages, "both")).questions} == {"rektorgruppa"}


async def test_a_copy_for_another_group_takes_no_choices_along(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        await send(guro, session("s"), "pick", chosen=offered(await guro.get(session("s")))[0])
        page = await guro.get("/series/nordvik/s")
        version = re.search(r'name="version" value="(\d+)"', page.text)
        assert version
        fields = {"csrf": page.csrf, "once": "c", "version": version.group(1), "group": "nettverket"}
        made = await guro.post("/series/nordvik/s/clone", fields)
        assert made.url.path == "/series/nordvik/s-nettverket"
        assert (await the(pages, "s")).questions
        assert (await the(pages, "s-nettverket")).questions == ()


async def test_what_is_no_ones_to_plan_is_not_found(pages: Pages) -> None:
    before = (await the(pages, "s")).questions
    for name, plans in WHO.items():
        async with pages.visit(name) as browser:
            token = (await browser.get("/calendar")).csrf
            for of in ("s", "team", "both", "nowhere"):
                group = "team-solbakken" if of == "team" else "rektorgruppa"
                expected = 200 if of in plans else 404
                assert (await browser.get(f"/series/nordvik/{of}/questions")).status == expected, (name, of)
                assert (await browser.get(session(of, group=group))).status == expected, (name, of)
                if expected == 404:
                    sent = {"csrf": token, "once": of, "version": "1", "chosen": "x", "nn": OWN, "area": AREA}
                    for way in ("pick", "own", "leave"):
                        assert (await browser.post(f"{session(of, group=group)}/{way}", sent)).status == 404
            assert (await browser.get(session("s", "12-24"))).status == 404
            assert (await browser.get("/series/elsewhere/s/questions")).status == 404
    assert (await the(pages, "s")).questions == before


async def test_ones_own_question_is_the_municipalitys_and_not_among_its_writers_data(
    pages: Pages,
) -> None:
    """The plan keeps the words without a name, as its need and goals; the record tells that, and by which role."""
    async with pages.visit("gerd") as gerd:
        told = own("Kva gjer oss trygge i lag?")
        looked = await send(gerd, session("both", "12-01"), "own", look="yes", **told)
        await send(gerd, session("both", "12-01"), "own", looked, ask="yes", **told)
        held = (await gerd.get("/me/file/data")).text
        assert "Gerd" in held
        assert "trygge i lag" not in held
        asked = await gerd.post("/me/erase", {"csrf": (await gerd.get("/me")).csrf, "once": "e"})
        assert "trygge i lag" not in asked.text
        assert {one.own.nn for one in (await the(pages, "both")).questions if one.own} == {"Kva gjer oss trygge i lag?"}
    entries = await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik"))
    written = [one for one in entries if one.act is Act.QUESTION_WRITTEN]
    assert written
    assert "trygge" not in str([one.about for one in written])


async def test_just_after_a_start_the_list_and_the_page_of_a_session_name_the_same_question(pages: Pages) -> None:
    async with pages.visit("lise") as lise:
        page = await lise.get("/series/nordvik/started")
        sent = {"csrf": page.csrf, "once": "x", "version": "1", "session": "started.team-fjordglott.2026-11-24"}
        assert (await lise.post("/series/nordvik/started/start", sent)).url.query["done"] == "starts"
        listed = asked_on(await lise.get("/series/nordvik/started/questions"))
        assert len(listed) == 2, "the started session is not listed, and has not opened yet"
        for question, day in zip(listed, ("12-01", "12-08"), strict=True):
            [alone, *_] = asked_on(await lise.get(session("started", day, "team-fjordglott")))
            assert alone == question, day


def asked_on(shown: Shown) -> list[str]:
    return re.findall(r'dir="auto"><strong>([^<]+)</strong>', shown.text)

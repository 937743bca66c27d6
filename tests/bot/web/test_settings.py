"""A municipality's settings on pages: changed by coordinators, within bounds, after the effects were shown."""

import html
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.actions.operating.set_municipality import set_municipality
from dialogs.model import Act, Hold, MunicipalitySettings, RecordEntry, Retention, Rung
from storage.municipality_settings import settings_of
from storage.records import records_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import MONDAY, OPERATOR, municipality

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEAM = "team-solbakken"
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", f"liv,{TEAM},leader"),
    *(f"kari,{TEAM},facilitator", f"lars,{TEAM},participant", f"mona,{TEAM},observer"),
)
OURS = MunicipalitySettings(
    "Nordvik kommune",
    "personvernombud@nordvik.example",
    minutes_a_week=20,
    retention=Retention("P1Y", "P2Y", "P3Y", "P3M"),
    hold=Hold(MONDAY.date(), "arkivsak 7"),
    unused_rungs=(Rung.NETWORK,),
    compared=("fjordglott", "solbakken"),
)
HERE = "/settings/nordvik"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as pages:
            yield pages


@pytest_asyncio.fixture(loop_scope="module")
async def pages(opened: Pages) -> Pages:
    await set_to(opened, OURS)
    return opened


async def set_to(pages: Pages, wanted: MunicipalitySettings) -> None:
    await set_municipality(pages.house.stage.app.db, "nordvik", wanted, actor=OPERATOR, now=pages.house.stage.now)


async def stored(pages: Pages) -> MunicipalitySettings:
    return await pages.house.stage.app.db.read(partial(settings_of, municipality="nordvik"))


async def records(pages: Pages) -> tuple[RecordEntry, ...]:
    return tuple(await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik")))


def form_on(shown: Shown) -> list[tuple[str, str]]:
    """The fields of the page's form, as a browser sends them."""
    body = shown.text.split("<main")[1]
    fields = []
    for tag in re.findall(r"<input[^>]*>", body):
        found = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if found.get("type") != "checkbox" or " checked" in tag:
            fields.append((found["name"], found.get("value", "")))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        fields += [(name, value) for value in re.findall(r'<option value="([^"]*)" selected', options)]
    return fields


async def send(browser: Browser, page: Shown, button: str, **changed: str | tuple[str, ...]) -> Shown:
    fields = [(name, value) for name, value in form_on(page) if name not in changed]
    for name, value in changed.items():
        fields += [(name, one) for one in ((value,) if isinstance(value, str) else value)]
    return await browser.ask("POST", HERE, data=[*fields, (button, "yes")])


async def change(browser: Browser, **changed: str | tuple[str, ...]) -> Shown:
    """Looked at, and kept."""
    looked = await send(browser, await browser.get(HERE), "look", **changed)
    assert looked.status == 200, looked.text
    return await send(browser, looked, "keep")


async def test_a_change_is_shown_with_what_it_means_before_it_is_kept(pages: Pages) -> None:
    before = await records(pages)
    async with pages.visit("guro") as browser:
        looked = await send(
            browser,
            await browser.get(HERE),
            "look",
            responsible="Nordvik kommune ved rådmannen",
            answers="P6M",
            unused_rungs=("principals",),
            compared=("solbakken",),
            minutes_a_week="15",
            dpia="2026/118",
        )
        for told in (
            "vist det som står om personvern på nytt",
            "Svar blir slettet etter 6 måneder, når arkivet ikke lenger har stanset slettingen.",
            "Ingen kan lenger velge dette for nye svar: Enheten og rektorene.",
            "Alle kan igjen velge dette for svarene sine: Nettverket.",
            "blir ikke nevnt ved navn når svarene er ulike: Fjordgløtt",
            "mer enn 15 minutter i uka",
            "dokumenter fra neste gang",
        ):
            assert told in html.unescape(looked.text), told
        assert await stored(pages) == OURS, "nothing is kept before it was seen"
        done = await send(browser, looked, "keep")
        assert "Lagret." in done.text
        now = await stored(pages)
        assert (now.responsible, now.minutes_a_week, now.dpia) == ("Nordvik kommune ved rådmannen", 15, "2026/118")
        assert now.retention == Retention("P6M", "P2Y", "P3Y", "P3M")
        assert (now.unused_rungs, now.compared) == ((Rung.PRINCIPALS,), ("solbakken",))
        assert now.hold == OURS.hold
    entries = {one.act: one.about for one in await records(pages) if one not in before}
    keys = "responsible, dpia, minutes_a_week, unused_rungs, compared, retention.answers"
    assert entries == {Act.SETTINGS_CHANGED: {"keys": keys}, Act.NOTICE_CHANGED: {}}
    assert "rådmannen" not in str(entries)


async def test_kept_twice_is_kept_once(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        looked = await send(browser, await browser.get(HERE), "look", dpia="2026/7")
        before = len(await records(pages))
        for _ in range(2):
            assert "Lagret." in (await send(browser, looked, "keep")).text
        assert len(await records(pages)) == before + 1


LABELS = {
    "data_protection_officer": "Slik når folk personvernombudet: ",
    "minutes_a_week": "Minutter i uka, det meste: ",
}
WRONG: Mapping[str, tuple[dict[str, str], str]] = {
    "an officer whom nobody can reach": ({"data_protection_officer": "Kari"}, "hvordan de når ombudet"),
    "a text without end": ({"archive_label": "x" * 401}, "plass til 400 tegn"),
    "no day": ({"discussed_with_unions": "i høst"}, "er ikke en dag"),
    "a day to come": ({"discussed_with_unions": "2027-01-01"}, "har ikke vært ennå"),
    "no number of minutes": ({"minutes_a_week": "601"}, "helt tall fra 1 til 600"),
    "nobody responsible": ({"responsible": ""}, "ikke la det stå tomt"),
    "answers kept longer": ({"answers": "P2Y"}, "Det valget finnes ikke lenger"),
    "a rung of no ladder": ({"unused_rungs": "only_me"}, "Det valget finnes ikke lenger"),
    "a school that has not said yes": ({"compared": "nordvik"}, "bare den som drifter"),
}


@pytest.mark.parametrize("why", WRONG)
async def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(pages: Pages, why: str) -> None:
    fields, words = WRONG[why]
    async with pages.visit("guro") as browser:
        page = await browser.get(HERE)
        for button in ("look", "keep"):
            shown = await send(browser, page, button, **fields, dpia="2026/99", mark="")
            assert shown.status == 409
            (key, _), *_ = fields.items()
            at = re.search(rf'id="wrong-{key}">([^<]*)<', shown.text)
            assert at
            assert words in html.unescape(at.group(1))
            assert f"<li>{LABELS.get(key, '')}" in html.unescape(shown.text)
            assert 'value="2026/99"' in shown.text
    assert await stored(pages) == OURS


async def test_what_is_the_operators_is_shown_and_no_form_reaches_it(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        page = await browser.get(HERE)
        for told in ("Oppsummeringer blir slettet etter 2 år.", "glassboksen blir slettet etter 3 år.", "arkivsak 7"):
            assert told in page.text
        await send(browser, page, "look", digests="P1M", logs="P1M", hold="", reason="", since="")
        mark = dict(form_on(await send(browser, page, "look", dpia="2026/5")))["mark"]
        await send(browser, page, "keep", dpia="2026/5", mark=mark, digests="P1M", logs="P1M", hold_reason="")
    now = await stored(pages)
    assert (now.dpia, now.retention, now.hold) == ("2026/5", OURS.retention, OURS.hold)


async def test_the_first_day_of_a_shorter_rule_is_told_and_what_outlives_the_answers(pages: Pages) -> None:
    await set_to(pages, replace(OURS, hold=None))
    async with pages.visit("guro") as browser:
        looked = await send(browser, await browser.get(HERE), "look", answers="P1M")
        text = html.unescape(looked.text)
        assert "Svar blir slettet etter 1 måned. Første gang er 1. januar 2027" in text
        assert "Da gjelder det færre enn ti svar." in text, "counts are told in tens, as announced deletions are"
        assert "Spor etter meldinger blir liggende lenger enn svarene" in text


async def test_without_a_rule_of_deletion_none_is_offered(pages: Pages) -> None:
    await set_to(pages, MunicipalitySettings("Nordvik kommune"))
    async with pages.visit("guro") as browser:
        page = await browser.get(HERE)
        assert 'name="answers"' not in page.text.replace('type="hidden" name="seen_', "")
        assert "ikke bestemt hvor lenge" in page.text
        shown = await send(browser, page, "keep", answers="P1M", deliveries="P1M")
        assert shown.status == 409
    assert (await stored(pages)).retention is None


async def test_of_two_who_change_at_once_the_later_is_shown_the_others_change_and_loses_nothing(pages: Pages) -> None:
    async with pages.visit("guro") as guro, pages.visit("eva") as eva:
        looked = await send(guro, await guro.get(HERE), "look", dpia="2026/20", archive_label="Sløyfa 26")
        await change(eva, minutes_a_week="30", dpia="2026/11")
        late = await send(guro, looked, "keep")
        assert late.status == 409
        text = html.unescape(late.text)
        assert "Minutter i uka, det meste: 20 ble til 30." in text
        assert "Vurderingen av personvernkonsekvenser: ikke oppgitt ble til 2026/11." in text
        assert all(f'value="{typed}"' in late.text for typed in ("2026/20", "Sløyfa 26"))
        assert (await stored(pages)).dpia == "2026/11", "nothing of it is kept yet"
        await send(guro, late, "keep")
    now = await stored(pages)
    assert (now.dpia, now.archive_label, now.minutes_a_week) == ("2026/20", "Sløyfa 26", 30)


@pytest.mark.parametrize("who", ["liv", "kari", "lars", "mona"])
async def test_nobody_but_coordinators_sees_or_changes_the_settings(pages: Pages, who: str) -> None:
    async with pages.visit(who) as browser:
        start = await browser.get("/settings")
        assert HERE not in start.text
        assert 'href="/settings"' not in start.text
        token = (await browser.get("/calendar")).csrf
        for place in (HERE, "/settings/nowhere"):
            assert (await browser.get(place)).status == 404
            for button in ("look", "keep"):
                sent = {"csrf": token, "once": "x", "dpia": "2026/66", button: "yes"}
                assert (await browser.post(place, sent)).status == 404
    assert await stored(pages) == OURS


async def test_a_coordinator_is_led_there_by_the_menu(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        assert 'href="/settings"' in (await browser.get("/")).text
        assert f'href="{HERE}"' in (await browser.get("/settings")).text
        assert (await browser.get("/settings/elsewhere")).status == 404

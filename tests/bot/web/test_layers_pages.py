"""A municipality's own layer on pages: a draft, its differences line by line, in force, taken out; and its versions."""

import html
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Act, OverlayState
from storage import overlays
from storage.records import records_of
from storage.tables.overlays import overlays as table
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import municipality

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE, AREA = "/settings/nordvik/overlay", "inkluderende-laeringsmiljoer"
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", "liv,team-solbakken,leader"),
    *("kari,team-solbakken,facilitator", "lars,team-solbakken,participant"),
)


_ACTS = frozenset({Act.OVERLAY_DRAFTED, Act.OVERLAY_LAID, Act.OVERLAY_REMOVED})


def layer(name: str, more: str = "", *, of: str = "nordvik") -> str:
    words = f'municipality = "{of}"\nwhy = "Slik sier vi det her"\n{more}\n'
    return f'{words}[[areas]]\nid = "{AREA}"\nname = {{ nb = "{name}", nn = "{name}" }}\n'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
            yield opened


async def draft(browser: Browser, text: str, by: str = "Rektorgruppa") -> Shown:
    page = await browser.get(HERE)
    return await browser.post(HERE, {"csrf": page.csrf, "once": "x", "text": text, "by": by})


async def press(browser: Browser, page: Shown, path: str) -> Shown:
    mark = re.search(r'name="mark" value="([^"]*)"', page.text)
    return await browser.post(path, {"csrf": page.csrf, "once": "x", "mark": mark[1] if mark else ""})


async def put_in_force(browser: Browser, name: str) -> str:
    drafted = await draft(browser, layer(name))
    await press(browser, drafted, drafted.url.path)
    return drafted.url.path


async def versions(pages: Pages) -> dict[int, OverlayState]:
    found = await pages.house.stage.app.db.read(lambda c: overlays.versions(c, "nordvik"))
    return {one.version: one.state for one in found}


async def area(pages: Pages) -> str:
    app, now = pages.house.stage.app, pages.house.stage.now
    found = await app.db.read(lambda c: app.catalogues.at(c, "nordvik", now))
    return found.areas[AREA].name.nb


async def recorded(pages: Pages) -> list[tuple[Act, dict[str, str]]]:
    found = await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik"))
    return [(one.act, dict(one.about)) for one in found if one.act in _ACTS]


async def test_a_draft_is_seen_through_line_by_line_then_in_force_and_taken_out(pages: Pages) -> None:
    base, before = await area(pages), len(await recorded(pages))
    async with pages.visit("guro") as browser:
        drafted = await draft(browser, layer("Miljøet vårt"))
        assert drafted.url.path.startswith(HERE + "/")
        text = html.unescape(drafted.text)
        assert "Endret: område «Miljøet vårt»" in text
        assert "Rektorgruppa: Slik sier vi det her" in text
        assert await area(pages) == base, "a draft changes nothing"
        again = await draft(browser, layer("Miljøet vårt"))
        assert again.url == drafted.url, "sent twice, it is one draft"
        done = await press(browser, drafted, drafted.url.path)
        assert "Utgaven er tatt i bruk." in done.text
        assert await area(pages) == "Miljøet vårt"
        assert "Utgaven er tatt i bruk." in (await press(browser, drafted, drafted.url.path)).text
        number = int(drafted.url.name)
        assert sorted((await recorded(pages))[before:]) == [
            (Act.OVERLAY_DRAFTED, {"version": str(number)}),
            (Act.OVERLAY_LAID, {"version": str(number)}),
        ], "the draft once, though it was sent twice"
        taken = await browser.get(f"{drafted.url.path}/file/toml")
        assert taken.text == layer("Miljøet vårt").strip("\n") or taken.text == layer("Miljøet vårt")
        assert "attachment" in taken.headers["Content-Disposition"]
        end = await browser.get(f"{HERE}/remove")
        assert f"Endret: område «{base}»" in html.unescape(end.text)
        ended = await press(browser, end, f"{HERE}/remove")
        assert "Kommunens eget er tatt ut av bruk." in ended.text
        assert await area(pages) == base
        assert (await versions(pages))[number] is OverlayState.REPLACED
        older = await browser.get(f"{HERE}?from={number}")
        assert "Miljøet vårt" in older.text.split("<textarea")[1]
        assert (await browser.get(f"{HERE}/remove")).status == 404
    assert {act for act, _ in (await recorded(pages))[before:]} == _ACTS


async def test_a_draft_is_thrown_away_once_with_its_words_and_nothing_in_force_is(pages: Pages) -> None:
    before = await recorded_of(pages, Act.OVERLAY_DISCARDED)
    async with pages.visit("guro") as guro, pages.visit("eva") as eva, pages.visit("liv") as liv:
        drafted = await draft(guro, layer("Et navn vi ikke vil ha"))
        here, number = drafted.url.path, int(drafted.url.name)
        assert "Kast utkastet" in drafted.text
        refused = await liv.post(f"{here}/discard", {"csrf": (await liv.get("/settings")).csrf, "once": "x"})
        assert refused.status == 404
        held = await eva.get(here)
        for _ in range(2):
            gone = await press(guro, drafted, f"{here}/discard")
            assert "Utkastet er kastet." in gone.text
        late = await press(eva, held, here)
        assert "Den utgaven er ikke lenger et utkast. Ingenting er endret." in late.text
        assert (await guro.get(here)).status == 404
        assert number not in await versions(pages)
        next_one = await draft(guro, layer("Et annet navn"))
        assert int(next_one.url.name) > number, "a number in the record means one draft"
        await press(guro, next_one, next_one.url.path)
        kept = await press(guro, next_one, f"{next_one.url.path}/discard")
        assert "Den utgaven er ikke lenger et utkast. Ingenting er endret." in kept.text
        assert (await versions(pages))[int(next_one.url.name)] is OverlayState.IN_FORCE
        end = await guro.get(f"{HERE}/remove")
        await press(guro, end, f"{HERE}/remove")
    assert await recorded_of(pages, Act.OVERLAY_DISCARDED) == [*before, {"version": str(number)}]
    assert await pages.house.stage.app.db.read(partial(words_of, number=number)) == ("", "", "")


async def words_of(c: AsyncConnection, number: int) -> tuple[str, ...]:
    its = and_(table.c.municipality == "nordvik", table.c.version == number)
    return tuple((await c.execute(select(table.c.text, table.c.why, table.c.by).where(its))).one())


async def recorded_of(pages: Pages, act: Act) -> list[dict[str, str]]:
    found = await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik"))
    return [dict(one.about) for one in found if one.act is act]


NO_AREA = '[[prompts]]\nid = "ute"\nnb = "Hva?"\nnn = "Kva?"\nareas = ["ute"]\nms = []\nlevel = ["team"]\n'
WRONG = {
    "nothing": ("", "Rektorgruppa", "Lim inn teksten"),
    "nobody decided": (layer("Miljøet"), "", "Skriv hvem som har bestemt"),
    "a name without end": (layer("Miljøet"), "x" * 201, "Navnet er for langt"),
    "another municipality's": (layer("Miljøet", of="sorvik"), "Rektorgruppa", "for en annen kommune"),
    "no TOML": (
        'municipality = "nordvik"\nwhy = ”hei”\n',
        "Rektorgruppa",
        "Linje 2: her er det noe galt",
    ),
    "a key that is not there": (
        layer("Miljøet", "hide_promts = []"),
        "Rektorgruppa",
        "hide_promts: dette finnes ikke her",
    ),
    "an area that is not there": (
        layer("Miljøet")
        + '[[prompts]]\nid = "ute"\nnb = "Hva?"\nnn = "Kva?"\nareas = ["ute"]\nms = []\nlevel = ["team"]\n',
        "Rektorgruppa",
        "areas: dette er ikke kjent her («ute» is not known",
    ),
}


@pytest.mark.parametrize("why", WRONG)
async def test_a_text_with_faults_is_kept_in_the_field_and_nowhere_else(pages: Pages, why: str) -> None:
    text, by, told = WRONG[why]
    before = await versions(pages)
    async with pages.visit("guro") as browser:
        shown = await draft(browser, text, by)
        assert shown.status == 409
        assert told in html.unescape(shown.text)
        field = html.unescape(shown.text.split("<textarea")[1].split("</textarea>")[0])
        assert text.strip() in field.replace("\r\n", "\n")
    assert await versions(pages) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04\xff\xfe", "kan ikke leses som tekst"),
        (b"  ", "Fila er tom."),
        (layer("Fra fila").encode("utf-8-sig"), "Fra fila"),
    ],
)
async def test_a_file_counts_before_the_text(pages: Pages, content: bytes, told: str) -> None:
    async with pages.visit("guro") as browser:
        page = await browser.get(HERE)
        form = aiohttp.FormData({"csrf": page.csrf, "once": "x", "text": "noe", "by": "Fagteamet"})
        form.add_field("file", content, filename="kommune.toml", content_type="text/plain")
        async with browser.session.post(str(pages.url.join(page.url.with_path(HERE))), data=form) as response:
            assert response.status == (200 if told == "Fra fila" else 409)
            assert told in html.unescape(await response.text())


async def test_of_two_who_lay_at_once_the_later_sees_the_new_differences_first(pages: Pages) -> None:
    async with pages.visit("guro") as guro, pages.visit("eva") as eva:
        mine = await draft(guro, layer("Guros ord"))
        await put_in_force(eva, "Evas ord")
        late = await press(guro, mine, mine.url.path)
        assert (late.status, "Noe har endret seg siden" in late.text) == (409, True)
        assert await area(pages) == "Evas ord"
        await press(guro, late, mine.url.path)
        assert await area(pages) == "Guros ord"
        stale = await guro.get(f"{HERE}/remove")
        await put_in_force(eva, "Evas siste")
        assert (await press(guro, stale, f"{HERE}/remove")).status == 409
    assert await area(pages) == "Evas siste"


async def test_a_version_that_was_replaced_is_not_put_in_force_again(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        old = await put_in_force(browser, "Gammel")
        await put_in_force(browser, "Ny")
        page = await browser.get(old)
        assert 'name="mark"' not in page.text
        assert (await press(browser, page, old)).status == 409
        assert (await browser.get(f"{HERE}/99999")).status == 404
    assert await area(pages) == "Ny"


@pytest.mark.parametrize("who", ["liv", "kari", "lars"])
async def test_nobody_but_coordinators_sees_or_lays_a_layer(pages: Pages, who: str) -> None:
    async with pages.visit("guro") as browser:
        there = await put_in_force(browser, f"For {who}")
    before, told = await versions(pages), await area(pages)
    async with pages.visit(who) as browser:
        token = (await browser.get("/calendar")).csrf
        for path in (HERE, there, f"{HERE}/remove", "/settings/nowhere/overlay"):
            assert (await browser.get(path)).status == 404
            sent = {"csrf": token, "once": "x", "text": layer("Mitt"), "by": "meg", "mark": "x"}
            assert (await browser.post(path, sent)).status == 404
        assert (await browser.get(f"{there}/file/toml")).status == 404
    assert (await versions(pages), await area(pages)) == (before, told)


async def test_a_hostile_text_is_shown_as_written(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        shown = await draft(browser, layer("<script>alert(1)</script>"), by='"><script>alert(2)</script>')
        assert shown.url.path.startswith(HERE + "/")
        for page in (shown, await browser.get(HERE)):
            assert "<script>alert" not in page.text

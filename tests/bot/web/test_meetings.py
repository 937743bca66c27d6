"""Network meetings by page and by card: planned, moved, called off by whoever may; those who belong are told once."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.actions.planning.plan_series import plan_series
from bot.imports.series_file import read_series
from bot.rehearsal.clients import Client
from bot.rehearsal.wire_conversations import Message
from dialogs.calendar.instants import local
from dialogs.model import DECISION_KEPT, Act, RecordEntry, Series
from storage.agenda_items import of_agenda
from storage.records import records_of
from storage.series import one_series
from storage.sessions import sessions_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, at, last, municipality, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", "tor,rektorgruppa,leader"),
    *("siv,rektorgruppa,participant,nn", "rolf,rektorgruppa,observer", "ali,rektorgruppa,facilitator"),
)
FIRST = "2026-12-10T08:00:00+00:00"
FORM = {"minutes": "60", "digest": "3", "draft": "5", "prompt": ""}


@asynccontextmanager
async def opened() -> AsyncIterator[Pages]:
    """A series with a single meeting to come."""
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as pages:
            await pages.house.install("guro", "eva", "tor", "siv", "rolf", "ali")
            file = series(folder, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-08, 2027-01-12]")
            meeting = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\n'
            file.write_text(file.read_text("utf-8") + meeting, "utf-8")
            await pages.house.stage.plan(file)
            yield pages


@pytest_asyncio.fixture(loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    async with opened() as mine:
        yield mine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def unchanged() -> AsyncIterator[Pages]:
    """For tests in which nothing is changed."""
    async with opened() as for_all:
        yield for_all


async def stored(pages: Pages) -> Series:
    found = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id="uka"))
    assert found is not None
    return found


async def held(pages: Pages) -> list[str]:
    return [f"{local(one.at):%m-%d %H:%M}" for one in (await stored(pages)).meetings]


def address(meant: str = FIRST, group: str = "rektorgruppa") -> str:
    return f"/meetings/nordvik/uka/{group}/{meant.replace(':', '%3A').replace('+', '%2B')}"


async def send(browser: Browser, path: str, way: str, **fields: str) -> Shown:
    page = await browser.get(path)
    hidden = dict(re.findall(r'name="(mark|which)" value="([^"]*)"', page.text))
    return await browser.post(path + way, {"csrf": page.csrf, "once": f"{way}{fields}", **hidden, **fields})


def news(me: Client) -> list[Message]:
    told = re.compile(r"Møtet .* er (flyttet til|flytta til|avlyst)")
    return [one for one in me.chat if one.from_bot and any(map(told.match, seen(me, one)))]


async def test_a_meeting_is_planned_with_good_choices_and_its_question_stands_in_the_plan(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        assert 'href="/meetings"' in (await browser.get("/series")).text
        listed = await browser.get("/meetings")
        assert "10. desember" in listed.text
        page = await browser.get("/meetings/new/nordvik")
        assert 'type="hidden" name="which" value="uka|rektorgruppa"' in page.text, "the group's only series"
        assert 'name="day" value="2027-01-07"' in page.text, "four weeks after the last one"
        done = await send(
            browser, "/meetings/new/nordvik", "", **{**FORM, "day": "2027-01-21", "time": "10:00", "prompt": "14"}
        )
        assert done.status == 200
        assert "Møtet er planlagt." in done.text
        again = await browser.post(
            "/meetings/new/nordvik",
            {
                "csrf": page.csrf,
                "once": "b",
                "which": "uka|rektorgruppa",
                **FORM,
                "day": "2027-01-21",
                "time": "10:00",
                "prompt": "14",
            },
        )
        assert "Slik er det alt." in again.text
    assert await held(pages) == ["12-10 09:00", "01-21 10:00"]
    found = await pages.house.stage.app.db.read(lambda c: sessions_of(c, "nordvik", "uka"))
    assert "2027-01-07" in {f"{local(one.opens_at):%Y-%m-%d}" for one in found}, "a question a fortnight ahead"
    assert [(one.act, one.about["day"]) for one in await _records(pages)] == [(Act.MEETING_PLANNED, "2027-01-21")]


WRONG = {
    "in the past": ({"day": "2026-11-02"}, "alt over"),
    "a day off": ({"day": "2026-12-12"}, "Da er det helg"),
    "quiet": ({"time": "20:00"}, "stille tid"),
    "the same day": ({"day": "2026-12-10", "time": "13:00"}, "et annet møte den dagen"),
    "the same time": ({"day": "2026-12-10", "time": "09:00", "minutes": "90"}, "akkurat da"),
    "no time": ({"time": ""}, "Velg et klokkeslett"),
    "a draft after the pack": ({"draft": "2"}, "utkast"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_what_cannot_be_is_told_and_loses_nothing(unchanged: Pages, what: str) -> None:
    pages, (other, words) = unchanged, WRONG[what]
    given = {**FORM, "day": "2026-12-17", "time": "09:00", **other}
    before = await held(pages)
    async with pages.visit("guro") as browser:
        shown = await send(browser, "/meetings/new/nordvik", "", **given)
        assert shown.status == 409
        assert words in shown.text
        assert f'name="day" value="{given["day"]}"' in shown.text
        assert f'name="draft" value="{given["draft"]}"' in shown.text
    assert await held(pages) == before


@pytest.mark.parametrize("path", [address("not-a-day"), address(group="team-solbakken"), "/meetings/new/elsewhere"])
async def test_a_meeting_that_is_not_there_has_no_page(unchanged: Pages, path: str) -> None:
    async with unchanged.visit("guro") as browser:
        assert (await browser.get(path)).status == 404


async def test_a_meeting_is_moved_and_moved_again_and_called_off_and_each_is_told_once(pages: Pages) -> None:
    """A scene in parts, from two weeks before the meeting to the day on which nobody comes."""
    app, file = pages.house.stage.app, read_series(pages.house.folder / "uka.toml")
    await moved_twice_it_is_told_once_and_keeps_its_address(pages)
    await plan_series(app.db, app.catalogues, file, actor=OPERATOR, now=pages.house.stage.now)
    assert await held(pages) == ["12-15 09:00"], "planned again from its file, it stays where it was moved"
    await moved_after_its_pack_is_made_the_old_pack_says_so_and_a_new_one_comes(pages)
    assert await held(pages) == ["12-17 09:00"]
    await called_off_it_is_told_once(pages)
    await plan_series(app.db, app.catalogues, file, actor=OPERATOR, now=pages.house.stage.now)
    assert await held(pages) == [], "planned again from its file, it stays called off"


async def moved_twice_it_is_told_once_and_keeps_its_address(pages: Pages) -> None:
    house = pages.house
    async with pages.visit("eva") as late, pages.visit("guro") as browser:
        seen_before = await late.get(address())
        assert "får 4 personer vite det" in (await browser.get(address())).text
        moved = await send(browser, address(), "/move", **FORM, day="2026-12-14", time="09:00")
        assert "Møtet er flyttet" in moved.text
        # The later of two is shown what holds by now, with what was filled in.
        mark = re.findall(r'name="mark" value="([^"]*)"', seen_before.text)[0]
        told = await late.post(
            f"{address()}/move",
            {"csrf": seen_before.csrf, "once": "y", "mark": mark, **FORM, "day": "2026-12-16", "time": "08:30"},
        )
        assert told.status == 409
        assert "Noen andre har endret møtet" in told.text
        assert "14. desember" in told.text
        assert 'name="day" value="2026-12-16"' in told.text
        await send(browser, address(), "/move", **FORM, day="2026-12-15", time="09:00")
    assert await held(pages) == ["12-15 09:00"]
    tor, siv, guro, rolf = (house.cast[name] for name in ("tor", "siv", "guro", "rolf"))
    assert news(tor) == []
    await house.to(at(11, 23, 9, 30))
    [told_tor], [told_siv] = news(tor), news(siv)
    assert any("10. desember" in line and "15. desember" in line for line in seen(tor, told_tor))
    assert any("er flytta til" in line for line in seen(siv, told_siv))
    assert (news(guro), news(rolf)) == ([], []), "who moved it, and who only observes"
    acts = [(one.act, one.about["day"]) for one in await _records(pages)]
    assert (Act.MEETING_MOVED, "2026-12-15") in acts


async def moved_after_its_pack_is_made_the_old_pack_says_so_and_a_new_one_comes(pages: Pages) -> None:
    house, tor = pages.house, pages.house.cast["tor"]
    await house.to(at(12, 14, 9))
    [pack] = [one for one in tor.chat if any("To minutter før møtet" in line for line in seen(tor, one))]
    async with pages.visit("guro") as browser:
        await send(browser, address(), "/move", **FORM, day="2026-12-17", time="09:00")
    await house.to(at(12, 14, 9, 30))
    await house.to(at(12, 14, 10))
    assert any("Møtet blir ikke holdt da" in line for line in seen(tor, pack))
    assert len(news(tor)) == 2
    packs = [one for one in tor.chat if any("To minutter før møtet" in line for line in seen(tor, one))]
    assert len(packs) == 2, "the new one is due at once: its day is three days from now"


async def called_off_it_is_told_once(pages: Pages) -> None:
    house, tor = pages.house, pages.house.cast["tor"]
    async with pages.visit("guro") as browser:
        off = await send(browser, address(), "/call-off")
        assert "Møtet er avlyst" in off.text
        assert "Avlyst" in (await browser.get(address())).text
        again = await send(browser, address(), "/call-off")
        assert again.status in {200, 404}
    assert await held(pages) == []
    await house.to(at(12, 14, 11))
    assert any("er avlyst" in line for line in seen(tor, news(tor)[-1]))
    assert len(news(tor)) == 3


async def test_the_same_on_cards(pages: Pages) -> None:
    guro = pages.house.cast["guro"]
    await guro.say("møter")
    await guro.press(last(guro), "Nytt møte")
    form = {"which": "uka|rektorgruppa", **FORM, "day": "2027-02-13", "time": "09:00"}
    await guro.press(last(guro), "Planlegg møtet", form)
    assert any("Da er det helg" in line for line in seen(guro, last(guro)))
    await guro.press(last(guro), "Hold møtet da likevel", form)
    assert "Møtet er planlagt. Pakka kommer av seg selv." in seen(guro, last(guro))
    await guro.press(last(guro), "Flytt møtet", {**FORM, "day": "2027-02-15", "time": "09:00"})
    assert await held(pages) == ["12-10 09:00", "02-15 09:00"]
    await guro.press(last(guro), "Avlys møtet")
    assert await held(pages) == ["12-10 09:00"]


async def _records(pages: Pages, about: str = "meeting") -> list[RecordEntry]:
    found = await pages.house.stage.app.db.read(lambda c: records_of(c, "nordvik"))
    return [one for one in found if about in one.act]


async def test_whoever_leads_puts_things_on_the_agenda_and_they_stand_in_the_pack(pages: Pages) -> None:
    """A scene in two parts."""
    await two_who_change_the_agenda_at_once_lose_nothing(pages)
    assert Act.AGENDA_CHANGED in {one.act for one in await _records(pages, "agenda")}
    await own_items_stand_in_the_pack_with_their_minutes_before_what_is_decided(pages)


async def two_who_change_the_agenda_at_once_lose_nothing(pages: Pages) -> None:
    here = address()
    async with pages.visit("ali") as ali, pages.visit("guro") as guro, pages.visit("tor") as tor:
        added = await send(ali, here, "/keep-item", item="", seen="0", title="Felles prøve i lesing", lasts="15")
        assert "Saken står på sakslista." in added.text
        await send(guro, here, "/keep-item", item="", seen="0", title="Ny lærer <b>hvem</b>?", lasts="10")
        page = await guro.get(here)
        assert _items(page) == ["Felles prøve i lesing, 15 minutter", "Ny lærer &lt;b&gt;hvem&lt;/b&gt;?, 10 minutter"]
        first, second = re.findall(r'name="item" value="([0-9a-f-]{36})"', page.text)[0], _last_item(page)
        up = await send(ali, here, "/shift-item", item=second)
        assert _items(up)[0].startswith("Ny lærer")
        await send(ali, here, "/keep-item", item=first, seen="1", title="Prøve i lesing", lasts="20")
        # The later of two is shown what stands now, with what was written.
        late = await send(guro, here, "/keep-item", item=first, seen="1", title="Lesing på alle trinn", lasts="25")
        assert late.status == 409
        assert "Noen andre har endret saken" in late.text
        assert 'value="Lesing på alle trinn"' in late.text
        assert "Prøve i lesing, 20 minutter" in late.text
        for wrong, words in (("", "Skriv hva saken er"), ("Mina Åsheim i 3B, ring 415 55 555", "bestemt person")):
            told = await send(guro, here, "/keep-item", item="", seen="0", title=wrong, lasts="10")
            assert words in told.text
        odd = await send(guro, here, "/keep-item", item="", seen="0", title="Uten tid", lasts="lenge")
        assert "hvor mange minutter saken tar" in odd.text
        gone = await send(guro, here, "/remove-item", item=second)
        assert _items(gone) == ["Prøve i lesing, 20 minutter"]
        assert "keep-item" not in (await tor.get(here)).text, "who only takes part reads the agenda"


async def own_items_stand_in_the_pack_with_their_minutes_before_what_is_decided(pages: Pages) -> None:
    house, guro = pages.house, pages.house.cast["guro"]
    await house.to(at(12, 7, 9))
    pack = next(one for one in reversed(guro.chat) if "Forslag til saksliste" in " ".join(seen(guro, one)))
    told = seen(guro, pack)
    assert told.index("Prøve i lesing") < told.index("Det vi bestemmer")
    assert told[told.index("Prøve i lesing") + 1] == "0–20 min"
    assert told[told.index("Det vi bestemmer") + 1] == "20–60 min", "the meeting's sixty minutes"
    async with pages.visit("guro") as browser:
        await send(
            browser,
            address(),
            "/keep-item",
            item="",
            seen="0",
            title="Sal for eksamen",
            lasts="5",
        )
        await house.to(at(12, 7, 9, 30))
        assert "Sal for eksamen" in seen(guro, pack), "the card follows"
        listed = await browser.get("/digests")
        pack_page = re.findall(r'href="(/digests/nordvik/[0-9a-f-]{36})"', listed.text)[0]
        for path in (pack_page, f"{pack_page}/file/md", f"{pack_page}/room"):
            assert "Prøve i lesing" in (await browser.get(path)).text


async def test_a_file_with_another_day_takes_the_agenda_along(pages: Pages, tmp_path: Path) -> None:
    """The meeting's old address is gone, its items are not; a meeting held before leaves its own items alone."""
    file = series(tmp_path, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-08, 2027-01-12]")
    text = file.read_text("utf-8")
    async with pages.visit("guro") as guro:
        await send(guro, address(), "/keep-item", item="", seen="0", title="Felles prøve i lesing", lasts="15")
        for day, meant in (("2026-12-11", "2026-12-11T08:00:00+00:00"), ("2026-12-16", "2026-12-16T08:00:00+00:00")):
            file.write_text(f'{text}\n[[meetings]]\ndate = {day}T09:00:00\ngroup = "rektorgruppa"\n', "utf-8")
            await pages.house.stage.plan(file)
            assert _items(await guro.get(address(meant))) == ["Felles prøve i lesing, 15 minutter"]
        assert (await guro.get(address())).status == 404
        await pages.house.to(at(12, 16, 12))
        next_at = "2027-01-21T08:00:00+00:00"
        file.write_text(f'{text}\n[[meetings]]\ndate = 2027-01-21T09:00:00\ngroup = "rektorgruppa"\n', "utf-8")
        await pages.house.stage.plan(file)
        assert _items(await guro.get(address(next_at))) == []
    held_at = at(12, 16, 9)
    [stands] = await pages.house.stage.app.db.read(lambda c: of_agenda(c, "nordvik", "uka", "rektorgruppa", held_at))
    assert stands.goes_at == held_at + DECISION_KEPT


def _items(shown: Shown) -> list[str]:
    return re.findall(r"<li><bdi>(.*?)</bdi>", shown.text)


def _last_item(shown: Shown) -> str:
    return str(re.findall(r'name="item" value="([0-9a-f-]{36})"', shown.text)[-1])

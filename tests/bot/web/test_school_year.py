"""The skolerute on pages: read from files and text, shown before it is taken, taken once, undone; by whoever may."""

import html
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import pytest
import pytest_asyncio

from bot.actions.planning.import_calendar import order_days
from bot.actions.planning.plan_series import plan_series
from bot.app import catalogues
from bot.context.calendar_orders import packed, unpacked
from bot.imports.series_file import read_series
from dialogs.calendar.orders import CalendarOrder, Manner
from dialogs.calendar.school_year import Event
from dialogs.model import Act, CalendarSource, DayKind, OwnDay, RecordEntry
from storage.records import records_of
from storage.school_year import days_in
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import GUARD, OPERATOR, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

YEAR = "/school-year/nordvik"
NONE: Mapping[str, str] = {}
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "liv,team-solbakken,leader", "nils,team-fjordglott,leader"),
    *("kari,team-solbakken,facilitator", "ola,rektorgruppa,leader"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
            for group in ("rektorgruppa", "team-solbakken"):
                file = series(Path(place), f"uka-{group}", group, areas="[]", dates="[2027-02-10, 2027-03-10]")
                await plan_series(
                    opened.house.stage.app.db,
                    catalogues(),
                    read_series(file),
                    actor=OPERATOR,
                    now=opened.house.stage.now,
                )
            yield opened


def ics(*events: tuple[str, str, str]) -> bytes:
    told = [
        line
        for n, (first, end, name) in enumerate(events)
        for line in (
            "BEGIN:VEVENT",
            f"UID:{n}",
            f"DTSTART;VALUE=DATE:{first}",
            f"DTEND;VALUE=DATE:{end}",
            f"SUMMARY:{name}",
            "END:VEVENT",
        )
    ]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", *told, "END:VCALENDAR", ""]).encode()


AUTUMN = ("20261005", "20261010", "Høstferie")
CHRISTMAS = ("20261221", "20270102", "Juleferie")
WINTER = ("20270208", "20270213", "Vinterferie")
WHOLE = ics(AUTUMN, CHRISTMAS, WINTER)


async def brought(
    browser: Browser,
    way: str = "file",
    fields: Mapping[str, str] = NONE,
    *,
    content: bytes = b"",
    file: str = "rute.ics",
    **more: str,
) -> Shown:
    """The page after a form was sent; a file where the form takes one."""
    page = await browser.get(YEAR)
    given = {"csrf": page.csrf, "once": "x", **fields, **more}
    if way == "undo":
        given = {**_latest_change(page), **given}
    if way != "file":
        return await browser.post(f"{YEAR}/{way}", given)
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for key, value in given.items():
        form.add_field(key, value)
    form.add_field("file", BytesIO(content), filename=file if content else "", content_type="application/octet-stream")
    return await browser.ask("POST", f"{YEAR}/file", data=form)


def _latest_change(page: Shown) -> Mapping[str, str]:
    found = re.search(r'name="undoes" value="(\d+)"', page.text)
    return {"undoes": found[1]} if found else NONE


async def taken(browser: Browser, preview: Shown) -> Shown:
    return await browser.post(f"{YEAR}/take", {"csrf": preview.csrf, "once": "t", **ready(preview)})


def ready(preview: Shown) -> Mapping[str, str]:
    found = re.findall(r'name="(ready|mark)" value="([^"]*)"', preview.text)
    assert found, preview.text
    return {name: html.unescape(value) for name, value in found}


def seen(shown: Shown) -> str:
    """The words of the page, on one line."""
    main = shown.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def days(pages: Pages, *units: str) -> tuple[OwnDay, ...]:
    return await pages.house.stage.app.db.read(lambda c: days_in(c, "nordvik", units or ("nordvik",)))


async def records(pages: Pages) -> list[RecordEntry]:
    found = await pages.house.stage.app.db.read(lambda c: records_of(c, "nordvik"))
    return [one for one in found if one.act is Act.CALENDAR_IMPORTED]


async def test_a_file_is_shown_with_the_sessions_that_it_moves_before_it_is_taken(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        before = await browser.get(YEAR)
        assert "Ingen skolerute er lagt inn for dette skoleåret" in seen(before)
        preview = await brought(browser, content=WHOLE, unit="nordvik")
        assert preview.status == 200, seen(preview)
        told = seen(preview)
        assert "Ingenting er endret ennå" in told
        assert "Ny mandag 5. oktober – fredag 9. oktober Høstferie Fri Nordvik kommune" in told
        assert "ons. 10. feb. kl. 8 til" in told
        assert "(Vinterferie)" in told
        assert await days(pages) == ()
        done = await taken(browser, preview)
        assert "Dagene er tatt i bruk." in seen(done)
        assert "Lagt inn fra en kalenderfil" in seen(done)
        assert {day.name for day in await days(pages)} == {"Høstferie", "Juleferie", "Vinterferie"}
        assert "Vinterferie" in seen(await browser.get("/series/2026")), "the wheel has the days at once"
    assert [one.about for one in await records(pages)] == [{"units": "nordvik", "years": "2026–27"}]


async def test_a_form_sent_twice_and_a_preview_that_is_old_change_nothing_unseen(pages: Pages) -> None:
    async with pages.visit("guro") as browser, pages.visit("guro") as other:
        first = await brought(
            browser, "day", unit="nordvik", name="Planleggingsdag", kind="planning_day", first="2027-04-16"
        )
        older = await brought(other, "day", unit="nordvik", name="Kursdag", kind="planning_day", first="2027-04-16")
        assert "Dagene er tatt i bruk." in seen(await taken(browser, first))
        assert "Alt er slik fra før. Ingenting er endret." in seen(await taken(browser, first)), "pressed twice"
        again = await taken(other, older)
        assert again.status == 409
        assert "Noe er endret siden du så på dette" in seen(again)
        assert "Endret fredag 16. april Kursdag (var: Planleggingsdag)" in seen(again)
        assert [day.name for day in await days(pages) if day.day.month == 4] == ["Planleggingsdag"]
        assert "Dagene er tatt i bruk." in seen(await taken(other, again))
        assert [day.name for day in await days(pages) if day.day.month == 4] == ["Kursdag"]


async def test_a_day_is_moved_and_taken_out_by_hand(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        moved = await brought(
            browser, "day", unit="nordvik", name="Kursdag", kind="planning_day", first="2027-04-23", was="2027-04-16"
        )
        told = seen(moved)
        assert "Borte fredag 16. april Kursdag" in told
        assert "Ny fredag 23. april Kursdag" in told
        await taken(browser, moved)
        assert [f"{day.day:%m-%d}" for day in await days(pages) if day.name == "Kursdag"] == ["04-23"]
        await taken(browser, await brought(browser, "day", unit="nordvik", out="yes", first="2027-04-23"))
        assert [day for day in await days(pages) if day.name == "Kursdag"] == []
        nothing = await brought(browser, "day", unit="nordvik", out="yes", first="2027-04-23")
        assert nothing.status == 409
        assert "Det står ingen dag der som kan tas bort eller flyttes." in seen(nothing)


async def test_a_change_is_undone_with_what_it_moved_and_the_undoing_is_recorded(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        before, entries = await days(pages), len(await records(pages))
        await taken(browser, await brought(browser, content=ics(AUTUMN, CHRISTMAS), unit="nordvik"))
        assert {day.name for day in await days(pages)} == {"Høstferie", "Juleferie"}
        preview = await brought(browser, "undo")
        assert "Dette endrer seg når du angrer" in seen(preview)
        assert "Ny mandag 8. februar – fredag 12. februar Vinterferie" in seen(preview)
        assert "kl. 8 til man. 15. feb." in seen(preview)
        assert "Endringen er angret." in seen(await taken(browser, preview))
        assert await days(pages) == before
        assert len(await records(pages)) == entries + 2


FAULTY: Mapping[str, tuple[bytes, str, str]] = {
    "a workbook": (b"PK\x03\x04 and more", "rute.xlsx", "CSV"),
    "a PDF": (b"%PDF-1.7 and more", "rute.pdf", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "rute.png", "Dette er et bilde"),
    "a web page": (b"<!doctype html><p>Skolerute", "rute.html", "nettside"),
    "nothing chosen": (b"", "", "Velg en fil først."),
    "an empty file": (b" \r\n", "rute.ics", "Fila er tom."),
    "of no encoding": (b"dato;navn\n05.10.2026;H\x9d\x81stferie", "rute.csv", "Linje 2"),
    "no days": (ics(("20261203", "20261204", "Julekonsert")), "rute.ics", "Vi finner ingen fridager i dette."),
    "cut off": (WHOLE[:-60], "rute.ics", "Er noe av den borte?"),
    "backwards": (ics(("20261009", "20261005", "Høstferie")), "rute.ics", "slutter 4. oktober 2026, før den begynner"),
    "a wrong day": (b"dato;type\n32.10.2026;Elevfri\n", "rute.csv", "Linje 2"),
}


@pytest.mark.parametrize("what", FAULTY)
async def test_what_is_no_skolerute_is_told_in_words_and_changes_nothing(pages: Pages, what: str) -> None:
    content, name, words = FAULTY[what]
    async with pages.visit("guro") as browser:
        before = await days(pages)
        shown = await brought(browser, unit="nordvik", content=content, file=name)
        assert shown.status == 409
        assert words in seen(shown)
        assert await days(pages) == before


async def test_a_text_without_its_school_year_is_asked_for_the_year_and_stays(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        shown = await brought(browser, unit="nordvik", text="Høstferie: 5.–9. oktober")
        assert shown.status == 409
        assert "Hvilket skoleår gjelder det for?" in seen(shown)
        assert "Høstferie: 5.–9. oktober</textarea>" in html.unescape(shown.text)


async def test_the_text_of_a_web_page_is_read_and_what_was_not_understood_is_told(pages: Pages) -> None:
    text = "Skolerute 2027–28\nHøstferie: 11.–15. oktober\nJulekonsert 3. desember\nPlanleggingsdag: 12. november"
    async with pages.visit("guro") as browser:
        preview = await brought(browser, unit="nordvik", text=text)
        told = seen(preview)
        assert preview.status == 200, told
        assert "Ny mandag 11. oktober – fredag 15. oktober Høstferie" in told
        assert "Linje 3: «Julekonsert 3. desember» er verken en fridag" in told
        assert "2027–28: Vi finner ikke juleferien." in told
        done = await taken(browser, preview)
        assert "Lagt inn fra en tekst" in seen(done)


async def test_hostile_names_stay_names(pages: Pages) -> None:
    name = "Høstferie <script>alert(1)</script>{{7*7}}"
    async with pages.visit("guro") as browser:
        preview = await brought(browser, content=ics(("20281009", "20281014", name)), unit="nordvik")
        assert "<script>alert" not in preview.text
        assert name in html.unescape(preview.text)
        await taken(browser, preview)
        assert "<script>alert" not in (await browser.get(YEAR)).text


BY_SCHOOL = "dato,skole,elevdag,laererdag,kommentar\n" + "".join(
    f"2029-{day},{school},{'Nei' if day == closed else 'Ja'},Ja,{'Plandag' if day == closed else ''}\n"
    for school, closed in (("Solbakken", "11-01"), ("Fjordgløtt", "11-02"), ("Solbaken ungdomsskole", "11-05"))
    for day in ("11-01", "11-02", "11-05")
)


async def test_a_file_of_many_schools_gives_each_its_own_days(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        preview = await brought(browser, content=BY_SCHOOL.encode(), file="data.csv", unit="nordvik")
        told = seen(preview)
        assert "Solbaken ungdomsskole er ingen skole i kommunen, og er ikke tatt med. Mente du Solbakken skole?" in told
        await taken(browser, preview)
        assert [f"{day.day:%m-%d}" for day in await days(pages, "solbakken")] == ["11-01"]
        assert [f"{day.day:%m-%d}" for day in await days(pages, "fjordglott")] == ["11-02"]


async def test_a_leader_sets_the_days_of_the_own_school_alone(pages: Pages) -> None:
    async with pages.visit("liv") as browser:
        page = await browser.get(YEAR)
        assert set(re.findall(r'name="unit" value="([^"]+)"', page.text)) == {"solbakken"}
        preview = await brought(
            browser, content=BY_SCHOOL.replace("11-02", "11-06").encode(), file="d.csv", unit="solbakken"
        )
        assert "Fila har 2 andre skoler. Bare din er tatt med." in seen(preview)
        day = {"name": "Plandag", "kind": "planning_day", "first": "2026-12-04"}
        for other in ("nordvik", "fjordglott", "nordnett", "elsewhere"):
            before = await days(pages, other)
            refused = await brought(browser, "day", day, unit=other)
            assert refused.status == 404, other
            assert await days(pages, other) == before
        assert "Dagene er tatt i bruk." in seen(
            await taken(browser, await brought(browser, "day", day, unit="solbakken"))
        )
    async with pages.visit("guro") as browser:
        theirs = await brought(browser, "day", day, unit="nordvik")
        sent = {**ready(theirs), "once": "x"}
    async with pages.visit("liv") as browser:
        forged = await browser.post(f"{YEAR}/take", {**sent, "csrf": (await browser.get(YEAR)).csrf})
        assert forged.status == 404
        lost = await browser.post(f"{YEAR}/take", {"csrf": (await browser.get(YEAR)).csrf, "ready": "x", "mark": "x"})
        assert "Vi kan ikke lenger lese det som var klart" in seen(lost)
    assert [one for one in await days(pages) if one.name == "Plandag"] == []


async def test_a_text_of_two_megabytes_is_refused_in_words(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        fields = {"csrf": (await browser.get(YEAR)).csrf, "text": "Høstferie 5. oktober. " * 100_000}
        parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}' for name, text in fields.items()]
        body, kind = BytesIO("\r\n".join([*parts, "--x--", ""]).encode()), "multipart/form-data; boundary=x"
        shown = await browser.ask("POST", f"{YEAR}/file", data=body, headers={"Content-Type": kind})  # type: ignore[arg-type]
        assert shown.status == 409
        assert "Teksten er for lang" in seen(shown)


async def test_a_name_that_points_at_a_person_is_not_taken_by_hand_and_everything_typed_stays(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        before = await days(pages)
        day = {"name": "Kari syk", "kind": "closed", "first": "2026-11-13", "last": "2026-11-14"}
        shown = await brought(browser, "day", day, unit="nordvik")
        assert shown.status == 409
        assert "«Kari syk» kan peke på en person, så navnet er ikke tatt inn." in seen(shown)
        assert all(f'value="{typed}"' in shown.text for typed in ("Kari syk", "2026-11-13", "2026-11-14"))
        assert await days(pages) == before


async def test_a_name_in_a_file_that_points_at_a_person_is_left_out_by_line_and_its_day_stays(pages: Pages) -> None:
    named = "dato;type;navn\n13.10.2031;fri;Høstferie\n03.11.2031;planleggingsdag;Planleggingsdag, Kari er syk\n"
    async with pages.visit("guro") as browser:
        preview = await brought(browser, unit="nordvik", content=named.encode(), file="rute.csv")
        told = seen(preview)
        assert "Linje 3: «Planleggingsdag, Kari er syk» 3. november 2031 kan peke på en person." in told
        assert "Ny mandag 3. november Planleggingsdag Planleggingsdag Nordvik kommune" in told
        await taken(browser, preview)
        assert {f"{day.day:%m-%d}": day.name for day in await days(pages) if day.year == 2031} == {
            "10-13": "Høstferie",
            "11-03": "Planleggingsdag",
        }
        await taken(browser, await brought(browser, "undo"))


async def test_a_name_put_into_the_form_between_preview_and_taking_is_judged_too(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        preview = await brought(browser, "day", unit="nordvik", name="Kursdag", kind="closed", first="2026-11-20")
        order = unpacked(ready(preview)["ready"])
        assert order is not None
        (event,) = order.events
        forged = replace(order, events=(replace(event, name="Kari syk"),))
        sent = {"csrf": preview.csrf, "once": "t", "ready": packed(forged), "mark": ready(preview)["mark"]}
        refused = await browser.post(f"{YEAR}/take", sent)
        assert refused.status == 409
        assert "kan peke på en person" in seen(refused)
        assert [day for day in await days(pages) if f"{day.day}" == "2026-11-20"] == []


@pytest.mark.parametrize(("who", "led"), [("guro", True), ("liv", True), ("ola", False), ("kari", False)])
async def test_the_menu_leads_to_the_school_year_whoever_may_set_some_of_its_days(
    pages: Pages, who: str, led: bool
) -> None:
    """Ola leads a group of no school, and Kari facilitates."""
    async with pages.visit(who) as browser:
        start = await browser.get("/")
        assert ('href="/school-year"' in start.text) is led
        assert ('href="/school-year"' in (await browser.get("/series")).text.partition("<main")[2]) is led


async def test_an_earlier_change_is_undone_and_days_changed_since_stay_and_are_named(pages: Pages) -> None:
    """The skolerute is taken back after others have renamed one of its days and added another."""
    rute = ics(("20321004", "20321009", "Høstferie"), ("20321220", "20321223", "Juleferie"))
    async with pages.visit("guro") as browser:
        await taken(browser, await brought(browser, content=rute, unit="nordvik"))
        number = _latest_change(await browser.get(YEAR))["undoes"]
        since = (_event(date(2032, 10, 5), "Kursdag"), _event(date(2032, 11, 5), "Studiedag"))
        order = CalendarOrder(CalendarSource.BY_HAND, Manner.CHANGE, since)
        stage = pages.house.stage
        await order_days(stage.app.db, order, actor=OPERATOR, guard=GUARD, now=stage.now, municipality="nordvik")
        preview = await brought(browser, "undo", undoes=number)
        told = seen(preview)
        assert "Nordvik kommune: Kursdag 5. oktober 2032 er endret etterpå, og blir stående som den er nå." in told
        assert "Borte mandag 4. oktober Høstferie" in told
        assert "Studiedag" not in told
        await taken(browser, preview)
        assert [f"{day.day:%m-%d} {day.name}" for day in await days(pages) if day.year == 2032] == [
            "10-05 Kursdag",
            "11-05 Studiedag",
        ]
        assert f'name="undoes" value="{number}"' not in (await browser.get(YEAR)).text, "nothing of it is left to undo"


@pytest.mark.parametrize("number", ["0", "99999", "-1", "x", "1e3", "9" * 400])
async def test_a_change_that_never_was_cannot_be_undone(pages: Pages, number: str) -> None:
    async with pages.visit("guro") as browser:
        before = await days(pages)
        shown = await brought(browser, "undo", undoes=number)
        assert shown.status == 409
        assert "Det er ingenting å angre." in seen(shown)
        assert await days(pages) == before


SORVIK = b"X-WR-CALNAME:Skolerute for S\xc3\xb8rvik kommune\r\nPRODID"
NAMED_ELSEWHERE: Mapping[str, tuple[bytes, str, str]] = {
    "the calendar": (WHOLE.replace(b"PRODID", SORVIK), "a.ics", "Sørvik kommune"),
    "the file": (WHOLE, "skolerute_bergen_kommune_2026.ics", "bergen kommune"),
    "a school": (WHOLE, "Skolerute Solbakken.ics", "Solbakken skole"),
    "a column": ("dato;type;kommune\n05.10.2026;fri;Sørvik kommune\n".encode(), "rute.csv", "Sørvik kommune"),
    "a title": ("Skolerute for Sørvik kommune;\ndato;type\n05.10.2026;fri\n".encode(), "rute.csv", "Sørvik kommune"),
}


@pytest.mark.parametrize("where", NAMED_ELSEWHERE)
async def test_a_file_that_names_another_municipality_or_school_is_told_before_it_is_taken(
    pages: Pages, where: str
) -> None:
    content, file, named = NAMED_ELSEWHERE[where]
    async with pages.visit("guro") as browser:
        told = seen(await brought(browser, content=content, file=file, unit="nordvik"))
        assert f"Fila nevner {named}. Er dette skoleruta til Nordvik kommune?" in told
        assert "Sjekk at dette er skoleruta til Nordvik kommune. Den begynner slik:" in told
        own = seen(await brought(browser, content=WHOLE, file="skolerute_nordvik_kommune.ics", unit="nordvik"))
        assert "Fila nevner" not in own
        assert "Den begynner slik: Høstferie , mandag 5. oktober – fredag 9. oktober" in own


async def test_a_leaders_file_gives_the_school_only_the_days_that_the_municipality_has_not(pages: Pages) -> None:
    shared = ("20331003", "20331008", "Høstferie")
    async with pages.visit("guro") as browser:
        whole = ics(shared, ("20331219", "20331221", "Juleferie"))
        await taken(browser, await brought(browser, content=whole, unit="nordvik"))
    async with pages.visit("liv") as browser:
        own = ics(shared, ("20331102", "20331103", "Planleggingsdag"))
        preview = await brought(browser, content=own, unit="solbakken")
        told = seen(preview)
        assert "Bare dagene til Solbakken skole endrer seg." in told
        assert "5 dager er de samme som i skoleruta til kommunen. Solbakken skole følger kommunen der" in told
        assert "Juleferie 19. desember 2033 – 20. desember 2033 står i skoleruta til kommunen, men ikke i fila." in told
        assert "Ny onsdag 2. november Planleggingsdag" in told
        assert "Ny mandag 3. oktober" not in told
        await taken(browser, preview)
    assert [f"{day.day:%m-%d}" for day in await days(pages, "solbakken") if day.year == 2033] == ["11-02"]


def _event(day: date, name: str) -> Event:
    return Event(day, day, DayKind.PLANNING_DAY, name)


def one(*lines: str) -> bytes:
    told = ("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", "")
    return "\r\n".join(told).encode()


TABLE = "dato;til;type;navn\r\n09.10.2034;13.10.2034;fri;Høstferie på Ås\r\n"
OSLO = "TZID=Europe/Oslo"
ODD: Mapping[str, tuple[bytes, str, str]] = {
    "midnight to midnight": (
        one("SUMMARY:Høstferie", f"DTSTART;{OSLO}:20341009T000000", f"DTEND;{OSLO}:20341014T000000"),
        "a.ics",
        "Ny mandag 9. oktober – fredag 13. oktober Høstferie",
    ),
    "in UTC, over the end of summer time": (
        one("SUMMARY:Høstferie", "DTSTART:20341027T220000Z", "DTEND:20341030T230000Z"),
        "a.ics",
        "Ny lørdag 28. oktober – mandag 30. oktober Høstferie",
    ),
    "of hours": (
        one("SUMMARY:Elevfri", f"DTSTART;{OSLO}:20341009T120000", f"DTEND;{OSLO}:20341009T140000"),
        "a.ics",
        "Linje 3: «Elevfri» har et klokkeslett",
    ),
    "repeated": (
        one("SUMMARY:Planleggingsdag", "DTSTART;VALUE=DATE:20341009", "RRULE:FREQ=WEEKLY;COUNT=2"),
        "a.ics",
        "Ny mandag 16. oktober Planleggingsdag",
    ),
    "repeated for ever": (
        one("SUMMARY:Planleggingsdag", "DTSTART;VALUE=DATE:20341009", "RRULE:FREQ=WEEKLY"),
        "a.ics",
        "Linje 3: «Planleggingsdag»: Hendelsen gjentas for alltid.",
    ),
    "cancelled": (
        one("SUMMARY:Planleggingsdag", "DTSTART;VALUE=DATE:20341009", "STATUS:CANCELLED"),
        "a.ics",
        "Linje 3: «Planleggingsdag» er avlyst i kalenderen",
    ),
    "overlapping": (
        ics(("20341009", "20341014", "Høstferie"), ("20341013", "20341014", "Planleggingsdag")),
        "a.ics",
        "Ny fredag 13. oktober Høstferie, Planleggingsdag Planleggingsdag",
    ),
    "of Windows": (TABLE.encode("cp1252"), "a.csv", "Høstferie på Ås"),
    "with a byte-order mark": (TABLE.encode("utf-8-sig"), "a.csv", "Høstferie på Ås"),
    "in UTF-16": (TABLE.encode("utf-16"), "a.csv", "Høstferie på Ås"),
    "of another year": (ics(("20191007", "20191012", "Høstferie")), "a.ics", "Fila gjelder 2019–20, som er over."),
    "of four megabytes": (b"x" * 4_000_000, "a.ics", "Fila er for stor til å være bare en skolerute."),
    "of five megabytes": (b"x" * 5_000_001, "a.ics", "Fila er for stor. Den kan være på opptil 5 MB."),
}


@pytest.mark.parametrize("what", ODD)
async def test_files_of_all_programs_get_a_clear_answer(pages: Pages, what: str) -> None:
    content, file, words = ODD[what]
    async with pages.visit("guro") as browser:
        before = await days(pages)
        assert words in seen(await brought(browser, content=content, file=file, unit="nordvik"))
        assert await days(pages) == before

"""One's own calendar at a secret address: sessions and meetings as planned, and nobody's words."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import icalendar
import pytest
import pytest_asyncio

from bot.actions.planning.cancel_session import cancel_session
from bot.actions.planning.import_calendar import import_calendar
from bot.reports.records import record_lines
from dialogs.calendar.school_year import Event
from dialogs.model import DayKind
from tests.bot.web.ahead_of_meeting import series_to_meeting
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import GUARD, OPERATOR, at, last, municipality

pytestmark = pytest.mark.asyncio(loop_scope="module")

OSLO = ZoneInfo("Europe/Oslo")
WORDS = "Vi begynte med det minste først, og det virket."
Events = dict[str, icalendar.Component]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db") as opened:
            house = opened.house
            await house.stage.plan(series_to_meeting(Path(folder), dates="[2026-11-24, 2026-12-01, 2026-12-15]"))
            await house.install("guro", "tor", "siv")
            await house.to(at(11, 24))
            await house.cast["tor"].press(last(house.cast["tor"]), "Send svar", {"answer": WORDS, "rung": "group"})
            yield opened


async def _made(browser: Browser) -> str:
    """The path of a new address."""
    form = await browser.get("/calendar")
    shown = await browser.post("/calendar", {"csrf": form.csrf})
    [address] = re.findall(r'value="(http[^"]+\.ics)"', shown.text)
    return str(address).partition("/calendar/")[2]


async def _fetched(pages: Pages, secret: str) -> Shown:
    async with pages.browser() as program:
        return await program.get(f"/calendar/{secret}")


def _events(shown: Shown) -> Events:
    assert shown.status == 200, shown.text
    calendar = icalendar.Calendar.from_ical(shown.text)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Oslo"]
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def _sequences(events: Events) -> dict[str, int]:
    return {uid: int(str(one["SEQUENCE"])) for uid, one in events.items()}


async def test_whoever_has_the_address_gets_the_times_and_names_and_nothing_else(pages: Pages) -> None:
    async with pages.visit("siv") as browser:
        page = await browser.get("/calendar")
        assert "Lag ei hemmeleg adresse" in page.text
        secret = await _made(browser)
        after = await browser.get("/calendar")
        assert "Du laga ho 24. november" in after.text
        assert secret not in after.text, "it is told once"
    shown = await _fetched(pages, secret)
    assert shown.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert shown.headers["Cache-Control"] == "no-store"
    events = _events(shown)
    told = {uid: (str(one["SUMMARY"]), one.decoded("DTSTART"), str(one["STATUS"])) for uid, one in events.items()}
    assert ("Møte: Rektorgruppa", datetime(2026, 12, 10, 9, tzinfo=OSLO), "CONFIRMED") in told.values()
    assert ("Sløyfa: Rektorgruppa", datetime(2026, 11, 24, 8, tzinfo=OSLO), "CONFIRMED") in told.values()
    [meeting] = [one for uid, one in events.items() if uid.startswith("meeting.")]
    assert meeting.decoded("DTEND") - meeting.decoded("DTSTART") == timedelta(minutes=45)
    assert not [one for one in pages.house.cast.people.values() if one.name in shown.text]
    assert WORDS not in shown.text
    assert "?" not in shown.text, "no question"


async def test_the_record_tells_that_an_address_was_made_and_of_no_fetch(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        secret = await _made(browser)
    before = await record_lines(pages.house.stage.app.db, "nordvik", actor=OPERATOR, since=None, as_json=False)
    assert sum("kalender" in line or "calendar" in line for line in before) >= 1
    assert not [line for line in before if secret[:8] in line]
    await _fetched(pages, secret)
    after = await record_lines(pages.house.stage.app.db, "nordvik", actor=OPERATOR, since=None, as_json=False)
    assert after == before


async def test_one_address_at_a_time_closed_by_its_person_and_then_gone(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        first, second = await _made(browser), await _made(browser)
        assert (await _fetched(pages, first)).status == 410
        assert (await _fetched(pages, second)).status == 200
        assert (await browser.post("/calendar", {"csrf": "made up"})).status == 403
        closed = await browser.post("/calendar/closed", {"csrf": (await browser.get("/calendar")).csrf})
        assert "Lag en hemmelig adresse" in closed.text
    for secret in (second, "x" * 43 + ".ics", "x.ics"):
        gone = await _fetched(pages, secret)
        assert gone.status == 410
    async with pages.browser() as stranger:
        assert (await stranger.get("/calendar", led=False)).status == 303


async def test_an_address_that_is_asked_for_too_often_waits(pages: Pages) -> None:
    async with pages.browser() as program:
        statuses = {(await program.get("/calendar/x.ics")).status for _ in range(600)}
        assert statuses == {410, 429}
        assert "Retry-After" in (await program.get("/calendar/x.ics")).headers
    await pages.house.to(pages.house.stage.now + timedelta(minutes=6))


async def test_what_is_cancelled_or_moved_keeps_its_id_and_an_erased_person_has_no_calendar(pages: Pages) -> None:
    """The last test: cancels, and erases."""
    async with pages.visit("siv") as browser:
        secret = await _made(browser)
    before = _events(await _fetched(pages, secret))
    cancelled, moved = (next(uid for uid in before if f"2026-{day}." in uid) for day in ("12-01", "12-15"))
    db = pages.house.stage.app.db
    await cancel_session(db, "s.rektorgruppa.2026-12-01", actor=OPERATOR, now=pages.house.stage.now)
    closed = Event(date(2026, 12, 15), date(2026, 12, 15), DayKind.CLOSED, "stengt")
    await import_calendar(db, [closed], actor=OPERATOR, guard=GUARD, now=pages.house.stage.now)
    after = _events(await _fetched(pages, secret))
    assert after.keys() == before.keys()
    assert str(after[cancelled]["STATUS"]) == "CANCELLED"
    assert after[moved].decoded("DTSTART") > before[moved].decoded("DTSTART")
    assert _sequences(before)[moved] < _sequences(after)[moved]
    assert _sequences(_events(await _fetched(pages, secret))) == _sequences(after), "nothing has changed since"
    async with pages.visit("tor") as browser:
        of_tor = await _made(browser)
    tor = pages.house.cast["tor"]
    await tor.say("slett mine data")
    await tor.press(last(tor), "Slett alt")
    await pages.house.stage.settle()
    assert (await _fetched(pages, of_tor)).status == 410
    with TemporaryDirectory() as folder:
        await pages.house.bring_in(municipality(Path(folder), people=["tor,rektorgruppa,leader"]))
    assert (await _fetched(pages, secret)).status == 410, "siv is in no group any more"

"""The pages of series: planned in a school year, running, waiting for another step, and to come."""

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from dialogs.model import DayKind, OwnDay
from storage.school_year import put_day
from tests.bot.web.ahead_of_meeting import series_to_meeting
from tests.bot.web.browsing import Pages, Shown, open_pages
from tests.nordvik import at, last, municipality, own_words, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWERING = ("ada", "bo", "cato", "dina", "eli", "finn")
SILENT = ("gro", "hans", "ida", "jon", "kim")
ABSENT = ("lisa", "mons", "nils", "olav", "pia")
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn"),
    *(f"{name},rektorgruppa,participant" for name in (*ANSWERING, *SILENT, *ABSENT)),
    *("unni,team-solbakken,facilitator", "rolf,team-solbakken,leader", "stig,team-solbakken,participant"),
)
SERIES, TEAMS = "/series/nordvik/s", "/series/nordvik/team"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """A day into a question for nineteen people: six have answered, five have not added the bot."""
    with TemporaryDirectory() as folder:
        nordvik = municipality(Path(folder) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=nordvik) as opened:
            house = opened.house
            file = series_to_meeting(Path(folder), dates="[2026-11-24, 2026-12-15, 2027-01-12, 2027-01-26]")
            off = OwnDay("nordvik", 2026, at(12, 15).date(), DayKind.CLOSED, "Juleferie")
            await house.stage.app.db.write(partial(put_day, municipality="nordvik", day=off))
            await house.stage.plan(file)
            await house.stage.plan(series(Path(folder), "team", "team-solbakken", areas='["digital-teknologi"]'))
            await house.install("guro", "tor", "siv", "rolf", "unni", "stig", *ANSWERING, *SILENT)
            await house.to(at(11, 24, 14))
            for name in ANSWERING:
                await house.cast[name].press(
                    last(house.cast[name]), "Send svar", {"answer": own_words(name), "rung": "group"}
                )
            await house.to(at(11, 25))
            yield opened


def lines(shown: Shown) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.text))


async def test_a_coordinator_sees_all_that_is_planned_with_meetings_days_off_and_the_minutes(pages: Pages) -> None:
    async with pages.visit("guro", "/series") as browser:
        shown = await browser.get("/series")
        told = lines(shown)
        assert shown.status == 200
        assert 'href="/series/nordvik/s"' in shown.text
        assert "Rektorgruppa 1 økt er åpen nå. 3 kommer, den neste onsdag 16. desember kl. 8." in told
        assert "Torsdag 10. desember kl. 9: møte i Rektorgruppa" in told
        assert "Juleferie" in told
        assert "Rektorgruppa 4 20" in told, "four sessions of five minutes"
        assert 'role="img"' in shown.text
        assert 'href="/series"' in shown.text, "in the menu"
        assert (await browser.get("/series/2031")).status == 200
        assert (await browser.get("/series/31")).status == 404


async def test_whoever_leads_the_work_sees_how_far_a_question_has_come_and_never_who(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        shown = await browser.get(SERIES)
        told = lines(shown)
    assert shown.status == 200
    assert "Spørsmålet har nådd minst 10 av 18." in told
    assert "Minst 5 har ikke lagt til Sløyfa i Teams ennå." in told
    assert "Minst 5 av dem har svart." in told
    assert "Så kommer oppsummeringen." in told
    assert "Neste økt åpner onsdag 16. desember kl. 8, for Rektorgruppa." in told
    assert "Flyttet fra tir. 15. des. kl. 8: Juleferie" in told
    for name in (*ANSWERING, *SILENT, *ABSENT):
        assert name.title() not in told
        assert own_words(name) not in told


async def test_in_nynorsk_too(pages: Pages) -> None:
    async with pages.visit("siv") as browser:
        told = lines(await browser.get(SERIES))
        assert "Neste økt opnar onsdag 16. desember kl. 8, for Rektorgruppa." in told
        assert "Flytta frå ty. 15. des. kl. 8: Juleferie" in told
        assert "Minst" not in told, "whoever takes part is told no progress"
        assert "Sløyferekkjene" in lines(await browser.get("/series"))


async def test_a_small_group_has_no_numbers_and_its_leader_is_told_why(pages: Pages) -> None:
    async with pages.visit("rolf") as browser:
        assert "Gruppa er så liten at tall kunne pekt på noen." in lines(await browser.get(TEAMS))


@pytest.mark.parametrize(
    ("who", "path", "status", "progress"),
    [
        ("guro", SERIES, 200, True),
        ("tor", SERIES, 200, False),
        ("guro", TEAMS, 200, False),
        ("rolf", TEAMS, 200, True),
        ("unni", TEAMS, 200, True),
        ("stig", TEAMS, 200, False),
        ("rolf", SERIES, 404, False),
        ("stig", SERIES, 404, False),
        ("tor", TEAMS, 404, False),
        ("guro", "/series/sorvik/s", 404, False),
        ("guro", "/series/nordvik/x", 404, False),
    ],
)
async def test_who_sees_which_series_and_whose_progress(
    pages: Pages, who: str, path: str, status: int, progress: bool
) -> None:
    async with pages.visit(who) as browser:
        shown = await browser.get(path)
        assert shown.status == status
        found = lines(shown)
        assert ("Spørsmålet har nådd" in found or "så liten" in found) is progress

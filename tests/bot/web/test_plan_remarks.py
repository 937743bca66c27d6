"""What a plan warns of stands in the planner's own words on the plan's page and card, and in English for operators."""

import html
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.actions.planning.plan_series import plan_series
from bot.imports.series_file import read_series
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.bot.web.form_fields import filled_in
from tests.nordvik import OPERATOR, last, municipality, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    *("siv,rektorgruppa,leader", "tor,rektorgruppa,observer", "liv,kollegiet,leader,nn", "kari,kollegiet,participant"),
    *("nils,team-fjordglott,leader", "pia,team-fjordglott,participant", "lars,team-solbakken,participant"),
)
STAFF = "kollegiet,solbakken,staff,Kollegiet på Solbakken,"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        nordvik = municipality(Path(place) / "nordvik", people=PEOPLE, groups=[STAFF])
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=nordvik) as opened:
            await opened.house.install("liv")
            yield opened


def words(page: Shown) -> str:
    return " ".join(html.unescape(page.text).split())


async def look(browser: Browser, **changed: str | Sequence[str]) -> Shown:
    page = await browser.get("/plan/new")
    return await browser.ask("POST", page.url.path, data=[*filled_in(page.text, **changed), ("look", "yes")])


async def test_posts_that_nobody_holds_are_told_in_the_planners_language(pages: Pages) -> None:
    async with pages.visit("liv") as liv, pages.visit("nils") as nils:
        told = words(await look(liv, digest_readers="tor@nordvik.example"))
        assert "Kommunen har ingen koordinator. Be om at nokon får den rolla." in told
        assert "Tor Oppdiktet skal lese oppsummeringane, og er berre observatør. Vel ein annan lesar." in told
        told = words(await look(nils, led_by="tor@nordvik.example"))
        assert "Tor Oppdiktet leder arbeidet, og er bare observatør. Velg en annen leder." in told


async def test_a_draft_without_a_hand_and_one_that_misses_the_pack_are_told(pages: Pages) -> None:
    meeting = {"meeting_0_group": "team-fjordglott", "meeting_0_day": "2026-12-10", "meeting_0_time": "09:00"}
    async with pages.visit("nils") as nils:
        asked = {"draft_ahead": "P2D", "first": "2026-12-01", "until": "2026-12-01", "stays_open": "P3D", **meeting}
        told = words(await look(nils, **asked, time="09:00", protocol="ukesrefleksjon"))
        assert "kan godkjenne utkastet, så oppsummeringene går ut merket som utkast." in told
        assert "blir ikke med i møtepakken til" in told
        told = words(await look(nils, **{**asked, "draft_ahead": ""}, time="09:00", protocol="ukesrefleksjon"))
        assert "utkastet, så" not in told
        assert "møtepakken til" not in told


async def test_the_later_steps_of_a_session_count_before_its_draft(pages: Pages, tmp_path: Path) -> None:
    """A session of several steps closes days after its first step, and its answers may miss a later meeting's pack."""
    app = pages.house.stage.app
    found = []
    for protocol in ("ukesrefleksjon", "igp"):
        file = series(
            tmp_path, protocol, "team-fjordglott", led_by="nils", draft_ahead='"P2D"', protocol=f'"{protocol}"'
        )
        text = '\n[[meetings]]\ndate = 2026-12-07T07:30:00\ngroup = "team-fjordglott"\n'
        file.write_text(file.read_text("utf-8") + text, "utf-8")
        planned = await plan_series(
            app.db, app.catalogues, read_series(file), actor=OPERATOR, now=pages.house.stage.now, dry_run=True
        )
        found.append(any("without these answers" in line for line in planned.warnings))
    assert found == [False, True]


async def test_the_card_in_chat_tells_the_same(pages: Pages) -> None:
    liv = pages.house.cast["liv"]
    await liv.say("planlegg")
    assert "Kommunen har ingen koordinator. Be om at nokon får den rolla." in seen(liv, last(liv))

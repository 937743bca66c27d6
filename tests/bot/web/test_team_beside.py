"""A group's people beside the members of its channel in Teams: on the page, counted on the card, and stored nowhere."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.rehearsal import faults
from bot.rehearsal.clients import Client, Team
from bot.rehearsal.faults import Fault
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Person
from storage.records import records_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.bot.web.chromium import new_reader, open_chromium
from tests.bot.web.examining import against_axe, at_widths, by_keyboard, prepare
from tests.nordvik import last, municipality, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

STAFF, GROUP, OTHER = "kollegiet", "team-solbakken", "team-fjordglott"
NAME = "Team mellomtrinn Solbakken"
PEOPLE = (
    *("guro,rektorgruppa,coordinator", f"liv,{STAFF},leader", f"per,{STAFF},leader,nn"),
    *(f"kari,{GROUP},facilitator", f"lars,{GROUP},participant", f"mona,{GROUP},observer"),
    *(f"pia,{OTHER},participant", f"nils,{OTHER},leader", f"siv,{OTHER},participant"),
)
GROUPS = [f"{STAFF},solbakken,staff,Kollegiet på Solbakken,"]
_SECONDS = 2.0
_TEAM = re.compile(r'<section class="narrow stack no-print" id="team">(.*?)</section>', re.DOTALL)
LATE = "Teams svarte ikke i tide"
CLOSED = "Vi får ikke se hvem som er i teamet."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE, groups=GROUPS)
        url = f"sqlite+aiosqlite:///{place}/x.db"
        async with open_pages(url, folder=folder, teams_seconds=_SECONDS) as opened:
            await opened.house.install("liv", "kari")
            yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(pages: Pages) -> Team:
    """Kari and Lars of the group, Pia and Liv of the municipality, Nils as a guest, two strangers, one of no name."""
    house = pages.house
    made, kari = Team(house.teams, "Solbakken"), house.cast["kari"]
    guest = Client(house.teams, "Nils (gjest)", _id(7), "NILS@nordvik.example", tenant=_id(8))
    strangers = (Client(house.teams, f"Utenfra <b>{n}</b>", _id(n), f"u{n}@elsewhere.example") for n in (1, 2))
    made.add(*(house.cast[name] for name in ("kari", "lars", "pia", "liv")), guest, *strangers)
    made.general.conversation.members += [
        Person("28:another-bot", "Enda en bot", "", "", house.teams.tenant),
        Person("29:nameless", "", "", "", house.teams.tenant),
    ]
    await made.install(by=kari)
    await kari.say_in(made.general, f"koble til {NAME}")
    await kari.press(made.general.messages[-1], "Koble til likevel")
    await house.stage.settle()
    return made


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-0000000009{number:02}"


def beside(shown: Shown) -> str:
    found = _TEAM.search(shown.text)
    return found.group(1) if found else ""


def offered(shown: Shown) -> list[str]:
    return re.findall(r'name="who" value="([^"]+)"', beside(shown))


def listed(shown: Shown) -> list[str]:
    return [html.unescape(name) for name in re.findall(r"<li><bdi>(.*?)</bdi></li>", beside(shown))]


async def look(browser: Browser, group: str = GROUP) -> Shown:
    page = await browser.get(f"/groups/nordvik/{group}")
    assert page.status == 200
    return page


@pytest.mark.usefixtures("team")
async def test_both_lists_are_shown_and_nothing_is_stored(pages: Pages) -> None:
    db, folder = pages.house.stage.app.db, pages.house.folder.parent
    before = await db.read(lambda c: records_of(c, "nordvik"))
    async with pages.visit("liv") as browser:
        page = await look(browser)
    assert offered(page) == ["nils@nordvik.example", "pia@nordvik.example"], "a guest is known by the user name"
    assert "Liv Oppdiktet" in beside(page), "told, and without a press: nobody gives a place to themselves"
    assert "3 i teamet er ikke med i gruppa." in beside(page)
    assert listed(page) == ["Uten navn i Teams", "Utenfra <b>1</b>", "Utenfra <b>2</b>", "Mona Oppdiktet"]
    assert "Én person i gruppa er ikke i teamet." in beside(page)
    assert "bot" not in beside(page)
    assert await db.read(lambda c: records_of(c, "nordvik")) == before
    assert all(b"Utenfra" not in file.read_bytes() for file in folder.glob("x.db*"))


@pytest.mark.usefixtures("team")
async def test_one_press_adds_and_the_lists_are_read_anew(pages: Pages) -> None:
    async with pages.visit("liv") as browser:
        page = await look(browser)
        fields = {"csrf": page.csrf, "once": "a", "role": "observer", "who": "pia@nordvik.example"}
        added = await browser.post(f"/groups/nordvik/{GROUP}/add", fields)
        assert "Pia Oppdiktet er med i gruppa." in added.text
        assert offered(added) == ["nils@nordvik.example"]
        fields |= {"once": "b", "who": "liv@nordvik.example"}
        refused = await browser.post(f"/groups/nordvik/{GROUP}/add", fields)
        assert refused.status == 409
        assert "Ingen gir seg selv en plass" in refused.text
        assert "Liv Oppdiktet" in beside(refused)


@pytest.mark.usefixtures("team")
async def test_a_coordinator_offers_what_a_coordinator_may_give_there(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        page = await look(browser)
        assert set(re.findall(r'<option value="(\w+)"', beside(page))) == {"leader"}
        assert "liv@nordvik.example" in offered(page)


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("who", ["kari", "lars", "nils"])
async def test_nobody_else_sees_them_and_teams_is_not_asked(pages: Pages, who: str) -> None:
    asked = len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS))
    async with pages.visit(who) as browser:
        assert (await browser.get(f"/groups/nordvik/{GROUP}")).status == 404
    assert len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS)) == asked


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.throttle(retry_after=30), LATE),
        (faults.throttle(503), LATE),
        (faults.answer(200, "<html>a proxy</html>"), LATE),
        (faults.answer(200, {"members": "none"}), CLOSED),
        (faults.answer(403), CLOSED),
        (faults.answer(404), CLOSED),
    ],
)
async def test_a_list_that_teams_does_not_give_is_told_of_beside_all_the_rest(
    pages: Pages, fault: Fault, told: str
) -> None:
    pages.house.teams.faults.next(fault, call=Call.PAGED_MEMBERS)
    async with pages.visit("liv") as browser:
        page = await look(browser)
        assert told in beside(page)
        assert offered(page) == listed(page) == []
        assert "Lars Oppdiktet" in page.text
        assert 'id="who"' in page.text


@pytest.mark.browser
@pytest.mark.usefixtures("team")
async def test_in_a_browser_a_press_adds_on_any_width_and_by_keyboard(pages: Pages) -> None:
    async with open_chromium() as chromium:
        reader = await new_reader(chromium, pages, "per", "nn")
        page = reader.page
        await prepare(page.context)
        await reader.open(f"{pages.url}/groups/nordvik/{GROUP}")
        findings = [*await against_axe(page), *await at_widths(page), *await by_keyboard(page)]
        assert findings == []
        await page.get_by_label("Rolle for den du legg til").select_option(label="Observatør")
        await page.get_by_role("button", name="Legg til Nils Oppdiktet").click()
        assert await page.get_by_role("status").inner_text() == "Nils Oppdiktet er med i gruppa."
        assert await page.get_by_role("button", name="Legg til Nils Oppdiktet").count() == 0
        assert reader.faults == []


@pytest.mark.usefixtures("team")
async def test_nobody_waits_for_a_list_that_is_late(pages: Pages) -> None:
    released = asyncio.Event()
    pages.house.teams.faults.next(faults.stall(released), call=Call.PAGED_MEMBERS)
    async with pages.visit("liv") as browser:
        assert LATE in beside(await look(browser))
    released.set()


@pytest.mark.usefixtures("team")
async def test_a_card_counts_them_and_names_nobody(pages: Pages) -> None:
    liv = pages.house.cast["liv"]
    await liv.say("medlemmer")
    await liv.press(last(liv), NAME)
    told = str(seen(liv, last(liv)))
    assert "i teamet i Teams er ikke med i gruppa." in told
    assert "Én person i gruppa er ikke i teamet i Teams. Du ser hvem på nettsidene." in told
    assert "Utenfra" not in told
    pages.house.teams.faults.next(faults.answer(403), call=Call.PAGED_MEMBERS)
    await liv.say("medlemmer")
    await liv.press(last(liv), NAME)
    assert "i teamet" not in str(seen(liv, last(liv)))


@pytest.mark.usefixtures("team")
async def test_a_group_without_a_channel_is_shown_alone(pages: Pages) -> None:
    async with pages.visit("liv") as browser:
        asked = len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS))
        assert not beside(await look(browser, STAFF))
        assert len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS)) == asked


async def test_a_large_team_is_read_page_by_page_and_told_in_part(pages: Pages, team: Team) -> None:
    members = team.general.conversation.members
    many = [Person(f"29:{n}", f"Lærer {n:04}", f"many-{n}", "", pages.house.teams.tenant) for n in range(5000)]
    members.extend(many)
    try:
        asked = len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS))
        async with pages.visit("per") as browser:
            page = await look(browser)
        assert len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS)) == asked + 11
        assert "5003 i teamet står ikkje på lista til kommunen." in beside(page)
        assert "og 4903 til" in beside(page)
        assert listed(page)[:2] == ["Utan namn i Teams", "Lærer 0000"]
        assert listed(page)[100:] == ["Mona Oppdiktet"]
    finally:
        del members[-len(many) :]


async def test_the_bot_out_of_the_team_asks_nothing(pages: Pages, team: Team) -> None:
    await team.uninstall(by=pages.house.cast["kari"])
    asked = len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS))
    async with pages.visit("liv") as browser:
        assert CLOSED in beside(await look(browser))
    assert len(pages.house.teams.ledger.of(Call.PAGED_MEMBERS)) == asked

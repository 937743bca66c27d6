"""Who is in a group, changed on pages and on cards: added, given another role, substituted, ended; by whoever may."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.actions.people.import_folder import import_folder
from bot.imports.folder import read_folder
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, inputs_on
from dialogs.model import Act, RecordEntry
from storage.records import records_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, last, municipality, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

STAFF, TEAM, OTHER = "kollegiet", "team-solbakken", "team-fjordglott"
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", f"liv,{STAFF},leader"),
    *(f"kari,{TEAM},facilitator", f"lars,{TEAM},participant", f"mona,{TEAM},participant"),
    *(f"pia,{OTHER},participant,nn", f"nils,{OTHER},leader", "ola,rektorgruppa,participant"),
)
GROUPS = [f"{STAFF},solbakken,staff,Kollegiet på Solbakken,"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE, groups=GROUPS)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
            await opened.house.install("liv")
            yield opened


async def send(browser: Browser, group: str, way: str, **fields: str) -> Shown:
    page = await browser.get(f"/groups/nordvik/{group}")
    return await browser.post(f"/groups/nordvik/{group}/{way}", {"csrf": page.csrf, "once": way, **fields})


def rows(shown: Shown) -> dict[str, str]:
    """Name -> role and time, of each person; the last of a name counts."""
    found = re.findall(r'<strong><bdi>(.*?)</bdi></strong> <span class="quiet">(.*?)</span>', shown.text)
    return {html.unescape(name): told for name, told in found}


def number_of(shown: Shown, name: str) -> str:
    found = re.search(rf"<bdi>{name}</bdi></strong>.*?name=\"number\" value=\"(\d+)\"", shown.text, re.DOTALL)
    assert found, shown.text
    return found.group(1)


def name(who: str) -> str:
    return f"{who.title()} Oppdiktet"


async def test_a_leader_adds_changes_and_ends_people_of_the_schools_groups(pages: Pages) -> None:
    async with pages.visit("liv") as browser:
        listed = await browser.get("/groups")
        assert re.findall(r'href="/groups/nordvik/([^"]+)"', listed.text) == [STAFF, TEAM]
        added = await send(browser, TEAM, "add", who="ola@nordvik.example", role="observer")
        assert added.status == 200
        assert "Ola Oppdiktet er med i gruppa." in added.text
        assert rows(added)[name("ola")] == "Observatør"
        changed = await send(browser, TEAM, "add", who="Ola Oppdiktet", role="participant", until_day="2026-12-18")
        assert "Ola Oppdiktet har fått en annen rolle." in changed.text
        assert rows(changed)[name("ola")] == "Observatør, fra 19. desember 2026", "and is an observer again afterwards"
        page = await browser.get(f"/groups/nordvik/{TEAM}")
        ended = await send(browser, TEAM, "end", number=number_of(page, name("mona")), until_day="2026-11-27")
        assert rows(ended)[name("mona")] == "Deltaker, til og med 27. november 2026"
    told = [one.about for one in await _records(pages, Act.MEMBERS_CHANGED)]
    assert {"group": "Team mellomtrinn Solbakken", "begun": "1", "ended": "0"} in told
    assert name("ola") not in str(told)


async def test_a_substitute_has_the_place_and_its_holder_is_back_afterwards(pages: Pages) -> None:
    async with pages.visit("liv") as browser:
        page = await browser.get(f"/groups/nordvik/{TEAM}")
        its = {"number": number_of(page, name("lars")), "who": "pia", "from_day": "2026-12-01"}
        without = await send(browser, TEAM, "substitute", **its)
        assert without.status == 409
        assert "En av datoene mangler" in without.text
        assert 'value="pia"' in without.text, "what was written is still there"
        done = await send(browser, TEAM, "substitute", **its, until_day="2026-12-10")
        assert "Pia Oppdiktet er vikar." in done.text
        now = rows(done)
        assert now[name("pia")] == "Deltaker, fra 1. desember 2026, til og med 10. desember 2026"
        assert now[name("lars")] == "Deltaker, fra 11. desember 2026"


REFUSED = {
    "nobody of that name": ({"who": "Hvemsomhelst"}, "Vi finner ingen med det navnet"),
    "several of that name": ({"who": "Oppdiktet"}, "Skriv brukernavnet til den du mener"),
    "in the group already": ({"who": "kari", "role": "facilitator"}, "allerede med i gruppa"),
    "a day of no calendar": ({"who": "nils", "from_day": "31.2.2027"}, "er ikke en dag"),
    "backwards": ({"who": "nils", "from_day": "2026-12-02", "until_day": "2026-12-01"}, "før den første"),
    "over": ({"who": "nils", "until_day": "2026-11-20"}, "allerede over"),
    "no role": ({"who": "nils", "role": "rector"}, "Velg en rolle"),
    "oneself": ({"who": "liv"}, "Ingen gir seg selv en plass"),
    "a coordinator": ({"who": "nils", "role": "coordinator"}, "koordinatorer blir valgt av koordinatorer"),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_what_cannot_be_is_refused_in_words_and_loses_nothing(pages: Pages, why: str) -> None:
    fields, words = REFUSED[why]
    async with pages.visit("liv") as browser:
        before = await browser.get(f"/groups/nordvik/{TEAM}")
        shown = await send(browser, TEAM, "add", **{"role": "participant", **fields})
        assert shown.status == 409
        assert words in shown.text
        assert f'value="{fields["who"]}"' in shown.text
        assert rows(await browser.get(f"/groups/nordvik/{TEAM}")) == rows(before)


MAY = {"liv": {STAFF, TEAM}, "guro": {"rektorgruppa", "nettverket"}, "nils": {OTHER}}


@pytest.mark.parametrize("who", ["liv", "guro", "nils", "kari", "lars", "ola"])
async def test_every_role_and_every_group_are_allowed_or_refused(pages: Pages, who: str) -> None:
    async with pages.visit(who) as browser:
        token = (await browser.get("/calendar")).csrf
        for group in (STAFF, TEAM, OTHER, "rektorgruppa", "nettverket", "nowhere"):
            page = await browser.get(f"/groups/nordvik/{group}")
            leaders_alone = who == "guro" and group in {STAFF, TEAM, OTHER}
            allowed = group in MAY.get(who, set())
            assert page.status == (200 if allowed or leaders_alone else 404), group
            fields = {"csrf": token, "once": group, "who": "mona", "role": "observer", "until_day": "2026-11-01"}
            sent = await browser.post(f"/groups/nordvik/{group}/add", fields)
            assert sent.status == (409 if allowed or leaders_alone else 404), group
            assert ("allerede over" in sent.text) is (allowed or leaders_alone), "the day comes before the right"
        assert (await browser.post(f"/groups/elsewhere/{TEAM}/add", {"csrf": token, "who": "mona"})).status == 404


async def test_a_coordinator_appoints_a_schools_leader_and_nobody_else_there(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        refused = await send(browser, OTHER, "add", who="mona", role="participant")
        assert "Den rollen kan du ikke gi" in refused.text
        added = await send(browser, OTHER, "add", who="liv", role="leader")
        assert rows(added)[name("liv")] == "Leder", "one principal for two schools"
    async with pages.visit("liv") as browser:
        assert (await browser.get(f"/groups/nordvik/{OTHER}")).status == 200


async def test_the_files_leave_what_was_done_by_hand_until_they_say_the_same(pages: Pages) -> None:
    house = pages.house
    async with pages.visit("liv") as browser:
        await send(browser, STAFF, "add", who="mona", role="facilitator")
        again, db, now = read_folder(house.folder), house.stage.app.db, house.stage.now
        changes = await import_folder(db, again, actor=OPERATOR, tenant=TENANT, now=now)
        told = "\n".join(map(str, changes.lines))
        assert (
            f"by hand membership {name('mona')} in Kollegiet på Solbakken: facilitator, and the file says none" in told
        )
        assert rows(await browser.get(f"/groups/nordvik/{STAFF}"))[name("mona")] == "Prosessleder"


async def test_the_same_in_chat_on_a_card(pages: Pages) -> None:
    liv = pages.house.cast["liv"]
    await liv.say("medlemmer")
    assert "Kollegiet på Solbakken" in seen(liv, last(liv))
    await liv.press(last(liv), "Kollegiet på Solbakken")
    await liv.press(last(liv), "Legg til", {"who": "lars", "role": "participant", "from_day": "", "until_day": ""})
    assert "Lars Oppdiktet er med i gruppa." in seen(liv, last(liv))
    lars = next(one["value"] for one in choices(liv, "number") if one["title"].startswith("Lars"))
    away = {"number": lars, "who": "kari", "from_day": "2026-12-01", "until_day": "2026-12-10"}
    await liv.press(last(liv), "Sett inn vikar", away)
    assert "Kari Oppdiktet er vikar." in seen(liv, last(liv))
    lars = next(one["value"] for one in choices(liv, "number") if one["title"].startswith("Lars"))
    await liv.press(last(liv), "Avslutt", {"number": lars, "until_day": ""})
    assert "Lars Oppdiktet slutter i gruppa." in seen(liv, last(liv))


def choices(client: Client, field: str) -> list[dict[str, str]]:
    """The choices of the newest card's field."""
    view = client.view(last(client))
    assert view is not None
    found: list[dict[str, str]] = inputs_on(view)[field]["choices"]
    return found


async def _records(pages: Pages, act: Act) -> list[RecordEntry]:
    db = pages.house.stage.app.db
    found = await db.read(lambda c: records_of(c, "nordvik"))
    return [one for one in found if one.act is act]

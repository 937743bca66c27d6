"""A municipality's list sent on a page: shown, carried out as shown, undone for a day; by a coordinator alone."""

import html
import re
from collections.abc import AsyncIterator, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import aiohttp
import pytest
import pytest_asyncio

from dialogs.model import Act, RecordEntry
from storage.memberships import lasting_memberships
from storage.people import all_people
from storage.records import records_of
from storage.units import all_groups, all_units
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import municipality

pytestmark = pytest.mark.asyncio

TEAM, OTHER = "team-solbakken", "team-fjordglott"
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", f"liv,{TEAM},leader"),
    *(f"kari,{TEAM},facilitator", f"lars,{TEAM},participant", f"pia,{OTHER},participant,nn", f"nils,{OTHER},leader"),
)
HERE = "/people/nordvik"
NAMES = ("units.csv", "groups.csv", "people.csv")


@pytest_asyncio.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_pages(f"sqlite+aiosqlite:///{tmp_path}/x.db", folder=folder) as opened:
        yield opened


def files(pages: Pages, **changed: tuple[str, str]) -> dict[str, str]:
    """The municipality's three files, each with one text in place of another where told."""
    there = {name: (pages.house.folder / name).read_text(encoding="utf-8") for name in NAMES}
    for name, (old, new) in changed.items():
        assert old in there[f"{name}.csv"]
        there[f"{name}.csv"] = there[f"{name}.csv"].replace(old, new)
    return there


def zipped(contents: Mapping[str, str | bytes], under: str = "") -> bytes:
    body = BytesIO()
    with ZipFile(body, "w") as packed:
        for name, content in contents.items():
            packed.writestr(under + name, content)
    return body.getvalue()


async def sent(browser: Browser, *chosen: tuple[str, bytes], path: str = HERE) -> Shown:
    """What the browser shows after the files were sent by the page's form."""
    page = await browser.get("/calendar")
    token, url = page.csrf, page.url
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    form.add_field("csrf", token)
    form.add_field("once", "once")
    for name, content in chosen:
        form.add_field("files", BytesIO(content), filename=name, content_type="application/octet-stream")
    async with browser.session.post(url.with_path(f"{path}/send"), data=form) as response:
        return Shown(response.status, response.url, response.headers, await response.text(), [])


async def send(browser: Browser, contents: Mapping[str, str | bytes]) -> Shown:
    return await sent(browser, ("nordvik.zip", zipped(contents)))


def field(shown: Shown, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', shown.text)
    assert found, shown.text
    return html.unescape(found.group(1))


async def carry_out(browser: Browser, shown: Shown) -> Shown:
    fields = {"csrf": shown.csrf, "once": "x", "list": field(shown, "list"), "seen": field(shown, "seen")}
    return await browser.post(f"{HERE}/carry-out", fields)


async def undo(browser: Browser, shown: Shown) -> Shown:
    return await browser.post(f"{HERE}/undo", {"csrf": shown.csrf, "once": "y", "list": field(shown, "list")})


def text(shown: Shown) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown.text)))


async def roster(pages: Pages) -> tuple[object, ...]:
    """Everything of the roster that a list can change."""
    db, now = pages.house.stage.app.db, pages.house.stage.now
    people = {
        (one.id, one.name, one.upn, one.language, theirs)
        for one, theirs in await db.read(lambda c: all_people(c, "nordvik"))
    }
    lasting = await db.read(lambda c: lasting_memberships(c, "nordvik", now=now))
    places = {
        (one.id, one.membership.person, one.membership.group, one.membership.role, one.membership.ended)
        for one in lasting
    }
    units = await db.read(lambda c: all_units(c, "nordvik"))
    return people, places, units, await db.read(lambda c: all_groups(c, "nordvik"))


async def acts(pages: Pages, act: Act) -> list[RecordEntry]:
    found = await pages.house.stage.app.db.read(lambda c: records_of(c, "nordvik"))
    return [one for one in found if one.act is act]


NEW = "0f8b5c1e-0000-4000-8000-00000000aaaa,Nora Ny,nora@nordvik.example,team-solbakken,participant"


def with_a_change(pages: Pages) -> dict[str, str]:
    """A newcomer, a former colleague, another name and another role."""
    there = files(pages, people=("Pia Oppdiktet", "Pia Nygift"))
    lines = [line for line in there["people.csv"].splitlines() if "lars@" not in line]
    columns = len(lines[0].split(","))
    lines.append(NEW + "," * (columns - 5))
    return there | {"people.csv": "\n".join(lines) + "\n"}


async def test_a_list_is_shown_then_carried_out_and_undone_as_a_whole(pages: Pages) -> None:
    before = await roster(pages)
    async with pages.visit("guro") as browser:
        assert f'href="{HERE}"' in (await browser.get("/groups")).text
        shown = await send(browser, with_a_change(pages))
        assert shown.status == 200
        told = text(shown)
        assert "Ny person Nora Ny (nora@nordvik.example)" in told
        assert "navn: Pia Oppdiktet → Pia Nygift" in told
        assert "Team mellomtrinn Solbakken (nye plasser: Deltaker 1; avsluttes: Deltaker 1)" in told
        assert await roster(pages) == before, "nothing is carried out before it has been seen"
        done = await carry_out(browser, shown)
        assert "Gjennomført" in text(done)
        assert await roster(pages) != before
        again = await carry_out(browser, shown)
        assert text(again).count("Gjennomført") == text(done).count("Gjennomført"), "pressed twice, it is done once"
        undone = await undo(browser, done)
        assert "ble angret" in text(undone)
        assert await roster(pages) == before
    assert [one.about for one in await acts(pages, Act.PEOPLE_UNDONE)] == [
        {"people": "2", "begun": "1", "ended": "1", "left": "0"}
    ]

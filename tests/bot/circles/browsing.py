"""A person of a drawn town at a browser: every linked page, every digest by address, and files."""

import re
from io import BytesIO
from secrets import token_urlsafe
from zipfile import ZipFile

from yarl import URL

from bot.context.web_sessions import WebSessions
from bot.rehearsal.cast import TENANT
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from tests.bot.circles.surfaces import account_of, made
from tests.bot.circles.town import Town
from tests.bot.web.browsing import Browser

_LINK = re.compile(r'href="(/(?!look/|signout|signin)[^"#]*)"')
_MOST = 12  # pages of a visit: all people's pages are drawn in the same way


async def browse(town: Town) -> None:
    """A single person of the town, by turns from town to town."""
    everybody = [*town.clients]
    person = everybody[town.number % len(everybody)]
    secret = token_urlsafe(32)
    sessions = WebSessions(town.house.stage.app.db, tenants=frozenset({TENANT}))
    if not await sessions.begin(secret, account_of(town.clients[person]), instead_of="", in_teams=False, now=town.now):
        return  # on nobody's list any more
    async with Browser(URL(town.house.stage.url)) as browser:
        browser.session.cookie_jar.update_cookies({"sloyfa": secret}, URL(town.house.stage.url))
        await _read_all(town, person, browser)
        await _take_bank(town, person, browser)


async def _read_all(town: Town, person: str, browser: Browser) -> None:
    town.visits[person] = []
    every = await made(town.house, town.by, town.neighbour)
    ahead = ["/", *(f"/digests/{one.municipality}/{one.id}" for one in every)]
    while ahead and len(town.visits[person]) < _MOST:
        path = ahead.pop(0)
        if path in town.visits[person]:
            continue
        town.visits[person].append(path)
        async with browser.session.get(URL(town.house.stage.url).join(URL(path, encoded=True))) as response:
            assert response.status in (200, 404), (person, path, response.status)
            text = _text(await response.read())
        town.show(person, text, f"{path} in a browser")
        links = _LINK.findall(text)
        # A document is read wherever linked: text for nobody but Word.
        ahead = [one for one in links if one.endswith("/docx")][:1] + ahead + links


async def _take_bank(town: Town, person: str, browser: Browser) -> None:
    """All of the school year in the sharing bank, as files; the bank itself is a surface read by everybody."""
    year = str(school_year(local(town.now).date()))
    asked = {"csrf": (await browser.get("/bank")).csrf, "year": year, "start": "0"}
    for form in ("docx", "csv", "json"):
        url = URL(town.house.stage.url).with_path(f"/lists/bank/file/{form}")
        async with browser.session.post(url, data=asked) as response:
            assert response.status == 200, (person, response.status)
            town.show(person, _text(await response.read()), f"a search of the bank as {form}")


def _text(body: bytes) -> str:
    """A DOCX is an archive."""
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(BytesIO(body)) as found:
        return "\n".join(found.read(name).decode("utf-8", "replace") for name in found.namelist())

"""Markup and right-to-left writing in people's words and in names, on every linked page."""

import csv
import html
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from tests.bot.web.browsing import Browser, Pages, open_pages
from tests.bot.web.looking import Looked
from tests.nordvik import at, last, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEAM = "team-fjordglott"
NAME = '<script>alert(1)</script> "שלום"'
"""As a group, a school and a person are called."""

SAID = "Vi leste <img src=x onerror=alert(1)> & \u202eomvendt\u202c i hele timen {{ 7*7 }} %s {label}."
FILES = ("/docx", "/md", "/csv", "/json", "/data", ".ics")
WRITERS = ("ada", "bo", "cato", "dina", "eli")
_LINK = re.compile(r'href="(/(?!look/|signout|signin)[^"#]*)"')


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """A school, its team and all its people have the name; five answer with markup, promise, and ask for a question."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        people = [f"{name},{TEAM},{'leader' if name == 'ada' else 'participant'}" for name in WRITERS]
        made = municipality(folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator"])
        for file, column in (("units", "name"), ("groups", "name"), ("people", "name")):
            renamed(made / f"{file}.csv", column)
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=made) as opened:
            house = opened.house
            await house.stage.plan(series(folder, "uke", TEAM))
            await house.install(*WRITERS, "guro")
            await house.to(at(11, 24, 14))
            for number, name in enumerate(WRITERS):
                client = house.cast[name]
                await client.press(last(client), "Send svar", {"answer": f"{SAID} {number}", "rung": "principals"})
                await house.stage.settle()
            await house.cast["bo"].say(f"notat: {SAID}")
            await house.to(at(11, 25))
            await house.to(at(11, 27, 15))
            await house.to(at(11, 30, 15))
            yield opened


def renamed(file: Path, column: str) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for number, row in enumerate(rows):
        row[column] = f"{NAME} {number}"
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.DictWriter(opened, rows[0])
        written.writeheader()
        written.writerows(rows)


async def read(browser: Browser) -> AsyncIterator[tuple[str, str]]:
    """(path, page) of all linked pages; of pages of the same kind, the first three."""
    ahead, kinds = ["/"], Counter[str]()
    seen: set[str] = set()
    while ahead:
        path = html.unescape(ahead.pop(0))
        kind = re.sub(r"[0-9a-f]{8}[0-9a-f-]+|\d+", "#", path)
        if path in seen or kinds[kind] >= 3 or path.endswith(FILES):
            continue
        seen.add(path)
        kinds[kind] += 1
        shown = await browser.get(path)
        assert shown.status < 400, path
        yield path, shown.text
        ahead += _LINK.findall(shown.text)


@pytest.mark.parametrize("who", ["guro", "bo"])
async def test_nobodys_words_are_markup_or_turn_what_stands_beside_them(pages: Pages, who: str) -> None:
    wrong: list[str] = []
    told = 0
    async with pages.browser() as browser:
        await browser.sign_in(html.escape(pages.name_of(who)))
        async for path, text in read(browser):
            looked = Looked()
            looked.feed(text)
            wrong += [f"{path}: {one}" for one in (*looked.markup, *looked.turning)]
            told += looked.told
    assert wrong == []
    assert told >= 5, "nobody's words were read"

"""What the meetings and the school year of the town hold before anybody's rights are tried."""

import html
import re
from dataclasses import replace

from tests.bot.desk.meetings import AGREED, COMING, HELD, ITEM, page_of
from tests.bot.desk.school_year import DAYS, new_day
from tests.bot.desk.subject import Subject
from tests.bot.desk.ways_in import Asked, Heard, Person

_HIDDEN = re.compile(r'name="(mark|item|decision|ready)" value="([^"]*)"')
_UNDOES = re.compile(r'name="undoes" value="(\d+)"')
_DIGEST = re.compile(r'href="/digests/nordvik/([0-9a-f-]{36})"')
TAKE = "/school-year/nordvik/take"
MEETINGS = """
[[meetings]]
date = 2026-11-25T09:00:00
group = "{group}"
digest_days_ahead = 1

[[meetings]]
date = 2026-12-10T09:00:00
group = "{group}"
"""


async def with_meetings(planner: Person, writer: Person, on: Subject) -> Subject:
    """Two items stand on the agenda of the meeting to come; the one held has decided something."""
    coming, held = page_of(on, COMING), page_of(on, HELD)
    for title in (ITEM, "Neste samling"):
        fields = (("item", ""), ("seen", "0"), ("title", title), ("lasts", "15"))
        await _done(planner, Asked("POST", f"{coming}/keep-item", fields))
    await _done(writer, Asked("POST", f"{held}/decide", (("text_0", AGREED),)))
    page, after = (await planner.browser.get(coming)).text, (await writer.browser.get(held)).text
    items = [value for name, value in _HIDDEN.findall(page) if name == "item"]
    known = {
        "mark": _first(page, "mark"),
        "item": items[0],
        "last item": items[-1],
        "decision": _first(after, "decision"),
        "digest": _DIGEST.findall(after)[0],
    }
    return replace(on, known=tuple(known.items()))


async def school_years(coordinator: Person) -> dict[str, Subject]:
    """A day has been set for the municipality and one for a school; another of each has been looked at."""
    for unit, (name, day) in DAYS.items():
        looked = await _done(coordinator, Asked("POST", "/school-year/nordvik/day", new_day(unit, name, day)))
        await _done(coordinator, Asked("POST", TAKE, _ready(looked.text)))
    page, found = (await coordinator.browser.get("/school-year/nordvik")).text, {}
    changes = reversed(_UNDOES.findall(page))
    for (place, unit), number in zip((("year", "nordvik"), ("school", "solbakken")), changes, strict=True):
        looked = await _done(coordinator, Asked("POST", "/school-year/nordvik/day", new_day(unit)))
        found[place] = Subject(unit, "Dager", "nordvik", "fjordglott", known=(*_ready(looked.text), ("undoes", number)))
    return found


def _ready(page: str) -> tuple[tuple[str, str], ...]:
    return ("ready", _first(page, "ready")), ("mark", _first(page, "mark"))


def _first(page: str, wanted: str) -> str:
    return html.unescape(next(value for name, value in _HIDDEN.findall(page) if name == wanted))


async def _done(person: Person, asked: Asked) -> Heard:
    heard = await person.asks(asked)
    assert heard.status == 200, heard
    return heard

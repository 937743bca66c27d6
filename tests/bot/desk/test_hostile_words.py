"""Every field of every form at the desk, filled with markup and odd letters: shown as words or refused in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import cycle
from zipfile import ZipFile

import pytest

from tests.bot.desk.acts import ACTS
from tests.bot.desk.rights import DOES, read_rows
from tests.bot.desk.subject import Subject
from tests.bot.desk.town import LAYER, Town
from tests.bot.desk.ways_in import Asked, Heard
from tests.bot.web.looking import Looked

pytestmark = pytest.mark.asyncio(loop_scope="package")

MARKUP = "</textarea></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} {0} %s {label}"
TURNING = f"\u202e omvendt 👩🏽‍🏫 =cmd()|' /C calc'!A0 {MARKUP}"
WORDS: Mapping[str, str] = {
    "markup": TURNING,
    "nul": "\0 Vi\0",
    "long": "lang " * 2_000,
    "lines": "\r\n\u2028\x1b[31m",
    "digits": "9" * 4_400,
}
_SET_BY_US = frozenset({"csrf", "once"})
FORMS = {
    act.route: (row.act, row.place, row.persons(DOES)[0])
    for row in reversed(read_rows())
    for act in [ACTS[row.act]]
    if act.route.startswith("POST") and row.persons(DOES)
}
"""Route -> an act with the form, on a place, by somebody who may."""


@pytest.mark.parametrize("route", FORMS)
async def test_a_form_takes_any_words_for_words(town: Town, route: str) -> None:
    act, place, name = FORMS[route]
    page = ACTS[act].page
    assert page is not None
    asked = page(town.subjects[place])
    names = list(dict.fromkeys(field for field, _ in asked.fields if field not in _SET_BY_US))
    kinds = list(WORDS.values())
    # Markup in one field may be taken; every kind in all of them is refused, and shown.
    tried = [{field: TURNING} for field in names]
    tried += [dict(zip(names, cycle(kinds[first:] + kinds[:first]), strict=False)) for first in range(len(kinds))]
    for filled in tried:
        heard = await town.people[name].asks(_with(asked, filled))
        assert heard.status < 500, list(filled)
        assert wrong_in(heard) == [], list(filled)
    town.traces()


def _with(asked: Asked, filled: Mapping[str, str]) -> Asked:
    others = tuple(one for one in asked.fields if one[0] not in filled)
    return replace(asked, fields=(*others, *filled.items()))


def wrong_in(heard: Heard) -> list[str]:
    looked = Looked()
    looked.feed(heard.text)
    return [*looked.markup, *looked.turning]


def _calendar(words: str) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", f"X-WR-CALNAME:{words}", "BEGIN:VEVENT", "UID:1")
    event = ("DTSTART;VALUE=DATE:20261005", "DTEND;VALUE=DATE:20261010", f"SUMMARY:Høstferie {words}", "END:VEVENT")
    return "\r\n".join((*lines, *event, "END:VCALENDAR", "")).encode()


def _people(sent: bytes, words: str) -> bytes:
    """All names of a sent list end in the words."""
    body, told = BytesIO(), words.replace('"', '""')
    with ZipFile(BytesIO(sent)) as given, ZipFile(body, "w") as made:
        for name in given.namelist():
            head, *rows = given.read(name).decode().splitlines()
            at = head.split(",").index("name")
            cells = [row.split(",") for row in rows]
            written = [",".join([*row[:at], f'"{row[at]} {told}"', *row[at + 1 :]]) for row in cells]
            made.writestr(name, "\n".join([head, *written, ""]))
    return body.getvalue()


def _files(on: Mapping[str, Subject], words: str) -> Iterator[Asked]:
    year, people, layer = "/school-year/nordvik/file", on["list"], on["layer"]
    yield Asked("POST", year, (("unit", "nordvik"),), _calendar(words), "file/rute.ics")
    table = f"dato;skole;elevdag;laererdag;kommentar\n05.10.2026;{words};Nei;Ja;{words}\n".encode()
    yield Asked("POST", year, (("unit", "nordvik"),), table, "file/rute.csv")
    yield Asked("POST", year, (("unit", "nordvik"), ("text", f"Skolerute 2026–27\nHøstferie: 5.–9. oktober {words}")))
    yield Asked("POST", f"/people/{people.group}/send", sent=_people(people.sent, words))
    drafted = LAYER.replace("Alle med", words.replace("\\", "").replace('"', "”"))
    yield Asked("POST", f"/settings/{layer.group}/overlay", (("text", drafted), ("by", words)))


@pytest.mark.parametrize("kind", WORDS)
async def test_a_file_may_hold_any_words_and_is_shown_or_refused(town: Town, kind: str) -> None:
    guro, after = town.people["guro"], ("/people/nordvik", "/settings/nordvik/overlay", "/settings/nordvik/overlay/3")
    shown = [await guro.asks(asked) for asked in _files(town.subjects, WORDS[kind])]
    shown += [await guro.asks(Asked("GET", path)) for path in after]
    assert [one.status for one in shown if one.status >= 500] == []
    assert [wrong for one in shown for wrong in wrong_in(one)] == []
    if kind == "markup":
        assert sum("&lt;script&gt;alert(1)" in one.text for one in shown) > 1, "nobody's words were shown"
    town.traces()

"""The school year at the desk: seen, tried with a file or a day, taken and undone."""

from collections.abc import Mapping

from dialogs.permissions import Verb
from tests.bot.desk.act import Act
from tests.bot.desk.subject import Subject
from tests.bot.desk.ways_in import Asked

DAYS = {"nordvik": ("Kommunens fridag", "2027-04-16"), "solbakken": ("Skolens fridag", "2027-04-23")}
"""Unit -> a day that has been set lately, to be undone."""

_CALLED = {"nordvik": "Nordvik kommune", "solbakken": "Solbakken skole"}

NEW = "Kursdag på fjellet"
_YEAR, _ONE = Verb.SET_SCHOOL_YEAR, "/school-year/{municipality}"
_ICS = "\r\n".join(
    (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20261005"),
        *("DTEND;VALUE=DATE:20261010", "SUMMARY:Høstferie", "END:VEVENT", "END:VCALENDAR", ""),
    )
).encode()


def new_day(unit: str, name: str = NEW, first: str = "2027-05-07") -> tuple[tuple[str, str], ...]:
    return ("unit", unit), ("name", name), ("kind", "closed"), ("first", first)


def _post(on: Subject, way: str, *fields: tuple[str, str]) -> Asked:
    return Asked("POST", f"/school-year/{on.municipality}/{way}", fields)


def _its_row(on: Subject) -> str:
    """How a row of the preview ends: with whose day changes."""
    return f"<td><bdi>{_CALLED.get(on.group, on.group)}</bdi></td></tr>"


SCHOOL_YEAR: Mapping[str, Act] = {
    "list school years": Act(
        _YEAR, lambda _on: Asked("GET", "/school-year"), None, "GET /school-year", lambda on: f'value="{on.group}"'
    ),
    "see school year": Act(
        _YEAR,
        lambda on: Asked("GET", f"/school-year/{on.municipality}"),
        None,
        f"GET {_ONE}",
        lambda on: f'value="{on.group}"',
    ),
    "look at skolerute": Act(
        _YEAR,
        lambda on: Asked(
            *("POST", f"/school-year/{on.municipality}/file", (("unit", on.group),)), sent=_ICS, sent_as="file/rute.ics"
        ),
        None,
        f"POST {_ONE}/file",
        lambda _on: 'name="ready"',
    ),
    "look at new day": Act(
        _YEAR, lambda on: _post(on, "day", *new_day(on.group)), None, f"POST {_ONE}/day", lambda _on: NEW
    ),
    "take days": Act(
        _YEAR,
        lambda on: _post(on, "take", ("ready", on.its("ready")), ("mark", on.its("mark"))),
        None,
        f"POST {_ONE}/take",
    ),
    "look at undoing days": Act(
        _YEAR, lambda on: _post(on, "undo", ("undoes", on.its("undoes"))), None, f"POST {_ONE}/undo", _its_row
    ),
}

"""A school year of five made-up groups, as the packaged catalogue asks them.

`python -m tests.dialogs.school_years` writes content/SCHOOL_YEARS.md anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from content.catalogue_types import Family, Prompt
from content.dates import date_with_weekday
from content.vocabulary.prompting import WhyAsked
from content.wording import phrase
from dialogs.asking import suiting
from dialogs.asking.causes import cause
from dialogs.asking.choosing import Choice, year_ahead
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import local
from dialogs.model import GroupKind, Language, Rhythm, Session, Unit, UnitKind
from tests.dialogs import made_up
from tests.dialogs.made_up import MUNICIPALITY, group, school

FILE = Path(__file__).parents[2] / "content" / "SCHOOL_YEARS.md"
KINDERGARTEN = Unit("blaklokka", frozenset({UnitKind.KINDERGARTEN}), "Blåklokka barnehage", "nordvik", Language.NB)
SCHOOLS = (school("1-7"), school("8-10"))
GROUPS = {
    "rektorgruppa": Asked(group(GroupKind.PRINCIPALS, MUNICIPALITY), MUNICIPALITY, SCHOOLS),
    "team 1-7": Asked(group(), school("1-7")),
    "team 8-10": Asked(group(), school("8-10")),
    "barnehage": Asked(group(GroupKind.STAFF, KINDERGARTEN), KINDERGARTEN),
    "styringsgruppe": Asked(group(GroupKind.STEERING, MUNICIPALITY), MUNICIPALITY, SCHOOLS),
}
WEEKS = 38
AREAS = (None, *made_up.loaded().areas)
HOLIDAYS = (
    (date(2026, 9, 28), date(2026, 10, 4)),
    (date(2026, 12, 21), date(2027, 1, 3)),
    (date(2027, 2, 22), date(2027, 2, 28)),
    (date(2027, 3, 22), date(2027, 3, 29)),
)


@dataclass(frozen=True)
class Year:
    sessions: Sequence[Session]
    choices: Sequence[Choice]

    def times(self, family: Family) -> list[int]:
        laws = made_up.loaded().requirements
        tied = [laws[one.prompt.requirement].family if one.prompt.requirement else None for one in self.choices]
        return [number for number, found in enumerate(tied) if found is family]


@cache
def year(name: str, area: str | None) -> Year:
    """Tuesdays from August to June, without the holidays."""
    days = [date(2026, 8, 18) + timedelta(weeks=week) for week in range(43)]
    open_days = [day for day in days if not any(first <= day <= last for first, last in HOLIDAYS)]
    sessions = [
        replace(made_up.session(number), opens_at=datetime(day.year, day.month, day.day, 7, tzinfo=UTC))
        for number, day in enumerate(open_days)
    ]
    series = made_up.series(every=Rhythm.WEEK, areas=(area,) if area else ())
    found = year_ahead(sessions, {series.id: series}, GROUPS[name], (), made_up.loaded())
    return Year(sessions, [choice for _, choice in found if choice is not None])


def pool(name: str, area: str | None) -> Sequence[Prompt]:
    series = made_up.series(areas=(area,) if area else ())
    return suiting.suitable(series, GROUPS[name], made_up.loaded())


_NAMES = {
    "rektorgruppa": "Rektorgruppa i en kommune",
    "team 1-7": "Et team på en barneskole",
    "team 8-10": "Et team på en ungdomsskole",
    "barnehage": "Personalet i en barnehage",
    "styringsgruppe": "Styringsgruppa i en kommune",
}


def as_markdown() -> str:
    """The five unlimited years in bokmål: the day, the question, and its area with what decided it."""
    return "\n".join([*_head(), *(line for name in GROUPS for line in _lines(name))])


def _head() -> Iterator[str]:
    yield "# Five school years"
    yield ""
    yield "What the packaged questions give groups of Nordvik, a made-up municipality, in a weekly series without"
    yield "limits: Tuesdays from August to June. Written by `python -m tests.dialogs.school_years`; a municipality"
    yield "prints its own groups' by `python -m bot year GROUP`."


def _lines(name: str) -> Iterator[str]:
    yield from ("", f"## {_NAMES[name]}", "", "| Dag | Spørsmål | Område, og hvorfor nå |", "|---|---|---|")
    found, areas = year(name, None), made_up.loaded().areas
    for session, choice in zip(found.sessions, found.choices, strict=True):
        day = date_with_weekday(local(session.opens_at), Language.NB)
        why = phrase(WhyAsked, f"cause_{cause(choice.because)}", Language.NB)
        yield f"| {day} | {choice.prompt.question.nb} | {areas[choice.area].name.nb}: {why} |"
    yield ""


if __name__ == "__main__":
    FILE.write_text(as_markdown(), encoding="utf-8")

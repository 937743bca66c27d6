"""Local dates and times in words, and the words that people write dates with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib.resources import files

import tomli
from babel.dates import format_datetime, get_day_names, get_month_names
from babel.units import format_unit

from content.language import Language


@dataclass(frozen=True)
class Period:
    """A length of time by the calendar, in months or in days."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Deadline:
    """A moment ahead; `is_near`: its weekday alone tells the day. `at` is local wall time with its zone."""

    at: datetime
    is_near: bool


def deadline(at: datetime, *, now: datetime) -> Deadline:
    return Deadline(at, is_near=(at.date() - now.astimezone(at.tzinfo).date()).days < _DAYS_IN_WEEK)


_DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class _Form:
    """How a language writes a date and a time, in the patterns of Unicode (CLDR).

    `number` is the day's in its month; `clock` a time in full, `hour` a time on the hour and `minutes` any other, both
    in short.
    """

    number: str
    clock: str
    hour: str
    minutes: str


_NORWEGIAN = _Form("d.", "'kl.' HH.mm", "'kl.' H", "'kl.' H.mm")
_FORMS: Mapping[Language, _Form] = {
    Language.NB: _NORWEGIAN,
    Language.NN: _NORWEGIAN,
    Language.EN: _Form("d", "'at' HH:mm", "'at' H:mm", "'at' H:mm"),
}


def moment(at: datetime, language: Language) -> str:
    """«tirsdag 24. november 2026 kl. 08.00»: the wall time of `at` in its own zone; nothing is converted."""
    form = _FORMS[language]
    return _said(at, f"EEEE {form.number} MMMM y {form.clock}", language)


def until(ahead: Deadline, language: Language) -> str:
    """«fredag kl. 8», «fredag kl. 8.30», and «fredag 4. desember kl. 8» where the weekday does not tell the day."""
    which_day = "EEEE" if ahead.is_near else _day(language)
    return _said(ahead.at, f"{which_day} {_clock(ahead.at, language)}", language)


def day_and_hour(at: datetime, language: Language) -> str:
    """«tirsdag 24. november kl. 8»: for what is weeks away at most, where the year is plain."""
    return until(Deadline(at, is_near=False), language)


def day(at: datetime, language: Language) -> str:
    """«tirsdag 24. november»: the date of `at` in its own zone."""
    return _said(at, _day(language), language)


def day_of_month(at: datetime, language: Language) -> str:
    """«24. november»: for buttons."""
    return _said(at, f"{_FORMS[language].number} MMMM", language)


def date_with_weekday(at: datetime, language: Language) -> str:
    """«mandag 23. november 2026»: for records that may be of other years."""
    return _said(at, f"{_day(language)} y", language)


def time_of_day(at: datetime, language: Language) -> str:
    """«kl. 9.05»."""
    return _said(at, _clock(at, language), language)


def brief(at: datetime, language: Language) -> str:
    """«man. 30. nov. kl. 8»: for lists of moments."""
    return _said(at, f"EEE {_FORMS[language].number} MMM {_clock(at, language)}", language)


def span(first: date, last: date, language: Language) -> str:
    """«mandag 21. desember – fredag 1. januar»; one day for a span of a day."""
    days = dict.fromkeys((first, last))
    return " – ".join(_formatted(datetime.combine(each, time.min), _day(language), language) for each in days)


def _day(language: Language) -> str:
    return f"EEEE {_FORMS[language].number} MMMM"


def _clock(at: datetime, language: Language) -> str:
    """The pattern of the time of `at`, in short."""
    return _FORMS[language].minutes if at.minute else _FORMS[language].hour


def period(length: Period, language: Language) -> str:
    """«1 år», «6 måneder», «90 døgn»."""
    if length.days:
        return str(format_unit(length.days, "duration-day", locale=language.value))
    years, months = divmod(length.months, 12)
    unit = ("duration-month", length.months) if months else ("duration-year", years)
    return str(format_unit(unit[1], unit[0], locale=language.value))


def full_date(at: date, language: Language) -> str:
    """«1. desember 2026»."""
    return _formatted(datetime.combine(at, time.min), f"{_FORMS[language].number} MMMM y", language)


def weekday_name(number: int, language: Language) -> str:
    """«mandag» for 0."""
    return _formatted(datetime.combine(date(2024, 1, 1 + number), time.min), "EEEE", language)


def month_in_short(first: date, language: Language) -> str:
    """«nov.»."""
    return _formatted(datetime.combine(first, time.min), "LLL", language)


def month_and_year(first: date, language: Language) -> str:
    """«november 2026»."""
    return _formatted(datetime.combine(first, time.min), "LLLL y", language)


def short_month_and_year(first: date, language: Language) -> str:
    """«nov. 2026»."""
    return _formatted(datetime.combine(first, time.min), "MMM y", language)


def day_number(at: date, language: Language) -> str:
    """«24.»: where the month is plain."""
    return _formatted(datetime.combine(at, time.min), _FORMS[language].number, language)


def short_date(at: date, language: Language) -> str:
    """«24. nov.»."""
    return _formatted(datetime.combine(at, time.min), f"{_FORMS[language].number} MMM", language)


def short_date_and_year(at: date, language: Language) -> str:
    """«24. nov. 2026»."""
    return _formatted(datetime.combine(at, time.min), f"{_FORMS[language].number} MMM y", language)


def _said(at: datetime, pattern: str, language: Language) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so nobody knows whose morning it is; give it one")
    # The zone is dropped: equal instants in different zones compare equal, and would share a cache entry.
    return _formatted(at.replace(tzinfo=None), pattern, language)


@lru_cache(maxsize=1024)
def _formatted(wall_time: datetime, pattern: str, language: Language) -> str:
    """Cached: the same few instants are on every recipient's card, several times on each."""
    return format_datetime(wall_time, pattern, locale=language.value)


@dataclass(frozen=True)
class DateWords:
    """The words of dates in all languages, in small letters: `weekdays` from Monday (0), `months` from January (1).

    `before` are words that may stand in a date without meaning anything. `numbers` counts words from 1, «én» and «ein»
    among them; `holidays` maps each word to autumn, christmas, winter, easter or summer, and `after` are words before a
    holiday that mean the day after it.
    """

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    tomorrow: frozenset[str]
    before: frozenset[str]
    today: frozenset[str]
    next: frozenset[str]
    week: frozenset[str]
    lasting: frozenset[str]
    days: frozenset[str]
    weeks: frozenset[str]
    many_months: frozenset[str]
    after: frozenset[str]
    numbers: Mapping[str, int]
    holidays: Mapping[str, str]


@cache
def date_words() -> DateWords:
    table = tomli.loads((files("content") / "words" / "days.toml").read_text(encoding="utf-8"))
    return DateWords(
        weekdays={word: day for language in Language for day, word in _names(get_day_names, language)},
        months={word: month for language in Language for month, word in _names(get_month_names, language)},
        many_months=_all(table, "months"),
        numbers={"én": 1, "ein": 1, "one": 1}
        | {word: number for words in table.values() for number, word in enumerate(words["numbers"], start=1)},
        holidays={
            word: name for words in table.values() for name, called in words["holidays"].items() for word in called
        },
        **{name: _all(table, name) for name in _SETS},
    )


_SETS = ("today", "tomorrow", "before", "next", "week", "lasting", "days", "weeks", "after")


def _all(table: Mapping[str, Mapping[str, Sequence[str]]], name: str) -> frozenset[str]:
    return frozenset(word for words in table.values() for word in words[name])


def _names(names_of: Callable[..., Mapping[int, str]], language: Language) -> Iterator[tuple[int, str]]:
    """(number, name): each name in full and abbreviated, without its dot."""
    for width in ("wide", "abbreviated"):
        for number, name in names_of(width, locale=language.value).items():
            yield number, name.casefold().rstrip(".")

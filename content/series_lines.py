"""Sentences about series, the same on cards and pages: the progress of a question, and the outcome of a change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from content.cards.overview import names_listed
from content.dates import day_and_hour, full_date, moment, short_date, short_date_and_year
from content.language import Language
from content.plan_words import WEEKEND, why_closed
from content.vocabulary.series_pages import Progress, Running, SeriesNamed, SessionRow
from content.vocabulary.steered import ChangedSince, NotSteered, SeriesSteered, SteeredMeanwhile, Told
from content.wording import phrase, plural_phrase

_DAYS_OFF = frozenset({"day_off", "day_off_now"})
_MAY_BE_ANOTHER_YEAR = frozenset({"past", "too_far"})
_FEW = 5
_OFF = {"": "_quiet", WEEKEND: "_weekend"}
"""A day off without a name of its own -> the ending of the part of words."""


def series_name(named: SeriesNamed, language: Language) -> str:
    return names_listed(named.themes) if named.themes else phrase(named, "anything", language)


def running_lines(one: Running, language: Language) -> Iterator[str]:
    """The deadline, and the next step."""
    yield phrase(one, "until_step" if one.step else "until", language)
    yield phrase(one, "then_step" if one.following else "then_digest", language)
    if one.in_channel:
        yield phrase(one, "in_channel", language)


def progress_lines(told: Progress, language: Language) -> Iterator[str]:
    if told.asked is None:
        yield phrase(told, "small", language)
        return
    if told.all_reached:
        yield phrase(told, "all_reached", language)
    else:
        yield phrase(told, "reached_untold" if told.reached is None else "reached", language)
    yield from (phrase(one, one.why, language) for one in told.waiting)
    if told.some_waiting:
        yield phrase(told, "some_waiting", language)
    if told.answered is None:
        yield phrase(told, "answered_untold", language)
    else:
        yield phrase(told, "answered_of_all" if told.all_reached else "answered", language)


def next_line(row: SessionRow, language: Language) -> str:
    at, groups = day_and_hour(row.at, language), names_listed(row.groups)
    return phrase(row, "next_waiting" if row.state == "waiting" else "next", language, at=at, groups=groups)


def told_lines(told: Told, language: Language) -> list[str]:
    """The outcome of a change."""
    match told:
        case SeriesSteered(done="retimed", fewer=fewer) if fewer:
            return [phrase(told, told.done, language), plural_phrase(told, "fewer", language, fewer)]
        case SeriesSteered():
            return [phrase(told, told.done, language, **_times(told, language))]
        case NotSteered(why="takes_all"):
            return [_takes_all(told, language)]
        case NotSteered():
            part = f"{told.why}{_OFF.get(told.day_off, '')}" if told.why in _DAYS_OFF else told.why
            at = _when(told, told.at, language) if told.at is not None else ""
            return [phrase(told, part, language, at=at, day_off=why_closed(told.day_off, language))]
        case SteeredMeanwhile():
            return [phrase(told, "heading", language), *change_lines(told.changes, language)]


def _takes_all(told: NotSteered, language: Language) -> str:
    number, until = len(told.days), full_date(told.at.date(), language) if told.at is not None else ""
    when = _listed(told.days, language)
    return plural_phrase(told, "takes_all", language, number, left=number, at=until, when=when)


def _listed(days: Sequence[date], language: Language) -> str:
    """Each of a few days, and the first and last of many."""
    if len(days) <= _FEW:
        return ", ".join(short_date(day, language) for day in days)
    return " – ".join(short_date_and_year(day, language) for day in (days[0], days[-1]))


def _when(told: NotSteered, at: datetime, language: Language) -> str:
    """With the year where a wrong year may be what is wrong; a day's beginning is the day."""
    if told.why not in _MAY_BE_ANOTHER_YEAR:
        return day_and_hour(at, language)
    return full_date(at.date(), language) if at.time() == time.min else moment(at, language)


def change_lines(changes: Iterable[ChangedSince], language: Language) -> list[str]:
    """What others have changed of a series meanwhile."""
    return [phrase(one, one.done, language, **_times(one, language)) for one in changes]


def _times(told: SeriesSteered | ChangedSince, language: Language) -> dict[str, str]:
    return {
        "at": day_and_hour(told.at, language) if told.at is not None else "",
        "meant": day_and_hour(told.meant, language) if told.meant is not None else "",
        "day": full_date(told.day, language) if told.day is not None else "",
    }

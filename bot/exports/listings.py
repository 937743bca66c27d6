"""The lists of pages as files have them: rows for a spreadsheet, blocks for reading, and data for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from content.area_rows import area_rows
from content.dates import full_date, moment
from content.documents import Block
from content.language import Language
from content.plan_words import why_closed
from content.vocabulary.digesting import DigestTable
from content.vocabulary.listing import ListTable
from content.vocabulary.overview import Coming, DaysOff
from content.vocabulary.pages import DigestsPage
from content.vocabulary.pictures import CoverageIn, CoveragePage, InYear, PlanPage, YearIn
from content.wording import phrase

Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """What a list has of one municipality; `place` is its name, "" in a list of no municipality in particular.

    `blocks` tell the rows to a reader; () where the rows are best read as a table.
    """

    place: str
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Listing:
    """`none` is said where there is no row. `data` is what programs get, an object for each row or section."""

    title: str
    columns: Row
    sections: tuple[Section, ...]
    none: str
    data: Sequence[dict[str, Any]]


def headed(language: Language, *columns: str) -> Row:
    """The headings of columns, each named as in DigestTable, or else as in ListTable."""
    return tuple(phrase(DigestTable if one in _OF_DIGESTS else ListTable, one, language) for one in columns)


_OF_DIGESTS = frozenset({"group", "area", "question", "asked", "answer", "further", "signed", "keyword"})


def digests_listed(page: DigestsPage, language: Language) -> Listing:
    rows = tuple(
        (
            full_date(one.at, language),
            phrase(ListTable, "pack" if one.is_meeting else "digest", language),
            one.group,
        )
        for one in page.digests
    )
    return Listing(
        phrase(page, "title", language),
        headed(language, "when", "kind", "group"),
        (Section("", rows),),
        phrase(page, "none", language),
        [asdict(one) for one in page.digests],
    )


def plan_listed(page: PlanPage, language: Language) -> Listing:
    """The sessions, meetings and days off of the school year, the earliest first."""
    sections = tuple(Section(one.municipality, tuple(_planned(one, language))) for one in page.years)
    label = page.years[0].label if page.years else ""
    return Listing(
        f"{phrase(page, 'title', language)} {label}".rstrip(),
        headed(language, "when", "kind", "groups", "areas"),
        sections,
        phrase(YearIn, "nothing", language),
        [asdict(one) for one in page.years],
    )


def _planned(one: YearIn, language: Language) -> Iterator[Row]:
    lines = [(each.at.date(), _in_year(each, language)) for each in one.planned]
    lines += [(off.first, _off(off, language)) for off in one.days_off]
    for _, row in sorted(lines, key=lambda line: line[0]):
        yield row


def _in_year(one: InYear, language: Language) -> Row:
    kind = phrase(ListTable, "meeting" if one.is_meeting else "session", language)
    if one.waits_for:
        kind = f"{kind} ({phrase(Coming, 'waits', language, waits_for=one.waits_for)})"
    return moment(one.at, language), kind, ", ".join(one.groups), ", ".join(one.themes)


def _off(off: DaysOff, language: Language) -> Row:
    days = dict.fromkeys((full_date(off.first, language), full_date(off.last, language)))
    return " – ".join(days), phrase(ListTable, "day_off", language), "", why_closed(off.name, language)


def coverage_listed(page: CoveragePage, language: Language) -> Listing:
    """An area of a group in each row, after those of all groups together."""
    sections = tuple(Section(one.municipality, tuple(_covered(page, one, language))) for one in page.places)
    return Listing(
        phrase(page, "title", language),
        headed(language, "group", "area", "asked", "coming"),
        sections,
        phrase(ListTable, "none", language),
        [asdict(one) for one in page.places],
    )


def _covered(page: CoveragePage, place: CoverageIn, language: Language) -> Iterator[Row]:
    for one in (*((place.together,) if place.together else ()), *place.groups):
        group = one.group or phrase(page, "together", language)
        for row in area_rows(one, language):
            yield group, row.area, row.asked, row.coming

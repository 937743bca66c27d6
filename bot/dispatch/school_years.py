"""The school year's page: a form becomes an order, which is tried, shown, and carried out once it has been seen."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.actions.planning.import_calendar import Imported, order_days
from bot.context.calendar_orders import unpacked
from bot.context.catalogues import Catalogues
from bot.context.pages.school_year import school_year_page
from bot.context.pages.school_year_preview import preview_page
from bot.context.text_guard import TextGuard
from bot.errors import NotAllowed, WrongCalendar
from bot.ports import Clock
from content.cleaning import clean_line
from content.vocabulary.calendar_faults import (
    DaysBackwards,
    FarAway,
    LeftOut,
    NoName,
    NotADayWritten,
    ReadyLost,
    TooManyDays,
    TooMuchText,
)
from content.vocabulary.school_year_pages import SchoolYearPage, SchoolYearPreviewPage, YearDone, YearForm
from dialogs.calendar.instants import local
from dialogs.calendar.orders import CalendarOrder, Manner, Skolerute
from dialogs.calendar.school_year import Event
from dialogs.calendar.written_dates import read_date
from dialogs.model import Actor, CalendarSource, DayKind, Language
from dialogs.model.limits import NAME
from storage.database import Database

Read = Callable[[str, bytes, date], Skolerute]
"""What a file holds, by its name and bytes on a day. Raises WrongCalendar."""

_PASTED = "tekst.txt"
LONGEST_TEXT = 2_000_000  # bytes; a page's text has some thousand, and open data of a large town half a million
_LONGEST_SPAN = 120  # days
_YEARS_AHEAD = 5


@dataclass(frozen=True)
class _Visit:
    actor: Actor
    municipality: str
    language: Language


class SchoolYearDesk:
    """Answers the page's forms; `read` reads a file, in a thread of its own."""

    def __init__(self, db: Database, catalogues: Catalogues, read: Read, guard: TextGuard, clock: Clock) -> None:
        self._db = db
        self._catalogues = catalogues
        self._read = read
        self._guard = guard
        self._clock = clock

    async def look(
        self, municipality: str, form: YearForm, content: bytes, *, actor: Actor, language: Language
    ) -> SchoolYearPreviewPage | SchoolYearPage | None:
        visit = _Visit(actor, municipality, language)
        page = await self._page(visit)
        if page is None:
            return None
        form = _with_only_choice(form, page)
        if not _all_offered([form.unit], page):
            return None
        left_out: tuple[LeftOut, ...] = ()
        try:
            order, left_out = await self._order(form, content, page)
            imported = await self._tried(visit, order)
        except WrongCalendar as wrong:
            return replace(page, form=form, faults=wrong.faults, left_out=(*wrong.left_out, *left_out))
        except NotAllowed:
            return None
        return await self._preview(visit, order, imported, left_out)

    async def take(
        self, municipality: str, ready: str, mark: str, *, actor: Actor, language: Language
    ) -> YearDone | SchoolYearPreviewPage | SchoolYearPage | None:
        visit = _Visit(actor, municipality, language)
        page, order = await self._page(visit), unpacked(ready)
        if page is None:
            return None
        if order is None:
            return replace(page, faults=(ReadyLost(),))
        if not _all_offered(order.units, page):
            return None
        try:
            imported = await self._tried(visit, order, mark=mark or "-", dry_run=False)
        except WrongCalendar as wrong:
            return replace(page, faults=wrong.faults)
        except NotAllowed:
            return None
        return await self._outcome(visit, order, imported)

    async def _outcome(
        self, visit: _Visit, order: CalendarOrder, imported: Imported
    ) -> YearDone | SchoolYearPreviewPage:
        if imported.written:
            return YearDone.UNDONE if order.manner is Manner.RESTORE else YearDone.TAKEN
        if not imported.changes.lines:  # carried out before, by the same press sent twice
            return YearDone.SAME
        return replace(await self._preview(visit, order, imported, ()), again=True)

    async def _page(self, visit: _Visit) -> SchoolYearPage | None:
        read = partial(school_year_page, actor=visit.actor, municipality=visit.municipality, now=self._clock())
        return await self._db.read(read)

    async def _tried(self, visit: _Visit, order: CalendarOrder, *, mark: str = "", dry_run: bool = True) -> Imported:
        return await order_days(
            self._db,
            order,
            actor=visit.actor,
            guard=self._guard,
            now=self._clock(),
            municipality=visit.municipality,
            mark=mark,
            dry_run=dry_run,
        )

    async def _preview(
        self, visit: _Visit, order: CalendarOrder, imported: Imported, left_out: tuple[LeftOut, ...]
    ) -> SchoolYearPreviewPage:
        compose = partial(
            preview_page,
            catalogues=self._catalogues,
            order=order,
            language=visit.language,
            municipality=visit.municipality,
            changes=imported.changes,
            set_down=imported.set_down,
            remarks=imported.remarks,
            left_out=left_out,
            mark=imported.mark,
            now=self._clock(),
        )
        return await self._db.read(compose)

    async def _order(
        self, form: YearForm, content: bytes, page: SchoolYearPage
    ) -> tuple[CalendarOrder, tuple[LeftOut, ...]]:
        """The order, and what of the file is left out. Raises WrongCalendar."""
        units = () if form.unit == page.municipality else (form.unit,)
        today = local(self._clock()).date()
        match form.way:
            case "undo":
                mine = tuple(one.unit for one in page.choices)
                return CalendarOrder(CalendarSource.TAKEN_BACK, Manner.RESTORE, units=mine, undoes=form.undoes), ()
            case "day":
                return _by_hand(form, units, today), ()
            case _:
                found = await self._skolerute(form, content, today)
                manner = Manner.CHANGE if form.adds else Manner.REPLACE
                order = CalendarOrder(found.source, manner, found.events, found.by_school, units, titles=found.titles)
                return order, found.left_out

    async def _skolerute(self, form: YearForm, content: bytes, today: date) -> Skolerute:
        body, name = (form.text.encode(), _PASTED) if form.way == "paste" else (content, form.name)
        if form.way == "paste" and len(body) > LONGEST_TEXT:
            raise WrongCalendar([TooMuchText(LONGEST_TEXT)])
        return await asyncio.to_thread(self._read, name, body, today)


def _all_offered(units: Iterable[str], page: SchoolYearPage) -> bool:
    """A unit that is not the visitor's is answered as one that does not exist."""
    return {one.unit for one in page.choices}.issuperset(units)


def _with_only_choice(form: YearForm, page: SchoolYearPage) -> YearForm:
    """The form for the unit chosen, or for the only one."""
    return form if form.unit else replace(form, unit=page.choices[0].unit)


def _by_hand(form: YearForm, units: tuple[str, ...], today: date) -> CalendarOrder:
    first = _day(form.first, today)
    last = _day(form.last, today) if form.last.strip() else first
    _check_span(first, last)
    if form.out:
        return CalendarOrder(CalendarSource.BY_HAND, Manner.CHANGE, units=units, gone=((first, last),))
    name = clean_line(form.name)[:NAME]
    if not name:
        raise WrongCalendar([NoName()])
    kind = DayKind(form.kind) if form.kind in set(DayKind) else DayKind.CLOSED
    was = _day(form.was, today) if form.was.strip() else None
    gone = ((was, was),) if was else ()
    events = (Event(first, last, kind, name),)
    return CalendarOrder(CalendarSource.BY_HAND, Manner.CHANGE, events, units=units, gone=gone)


def _day(written: str, today: date) -> date:
    found = read_date(written, today=today)
    if found is None:
        raise WrongCalendar([NotADayWritten(clean_line(written)[:NAME])])
    if not today.year - 1 <= found.year <= today.year + _YEARS_AHEAD:
        raise WrongCalendar([FarAway(found)])
    return found


def _check_span(first: date, last: date) -> None:
    if last < first:
        raise WrongCalendar([DaysBackwards(last, first)])
    if (last - first).days > _LONGEST_SPAN:
        raise WrongCalendar([TooManyDays(first, last, _LONGEST_SPAN)])

"""Names of days off judged by the guard: a day whose name may point at a person stands without the name."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.context.guarded_words import Check, judged
from bot.context.text_guard import TextGuard
from bot.errors import WrongCalendar
from content.vocabulary.calendar_faults import NameLeftOut, NameNotTaken, NamesNotJudged
from dialogs.calendar.orders import CalendarOrder
from dialogs.calendar.school_year import PLAIN_NAMES, Event
from dialogs.guarding.stopping import Stop
from dialogs.model import CalendarSource, Language


def with_names_judged(order: CalendarOrder, guard: TextGuard) -> tuple[CalendarOrder, tuple[NameLeftOut, ...]]:
    """The order with plain names for names that the guard stops, and a remark for each.

    Raises WrongCalendar for a name written by hand, since the author can write another, and for names not judged.
    """
    if order.source is CalendarSource.TAKEN_BACK:
        return order, ()
    everything = (*order.events, *(event for _, events in order.by_school for event in events))
    stops = dict(_stops({event.name for event in everything} - set(PLAIN_NAMES.values()), guard))
    if any(not stop.found for stop in stops.values()):
        raise WrongCalendar([NamesNotJudged()])
    if stops and order.source is CalendarSource.BY_HAND:
        raise WrongCalendar([NameNotTaken(_shown(name, stop)) for name, stop in stops.items()])
    named = {name: _shown(name, stop) for name, stop in stops.items()}
    told = {(event.line, event.name): event for event in everything if event.name in stops}
    schools = tuple((school, _plainly(events, stops)) for school, events in order.by_school)
    cleaned = replace(order, events=_plainly(order.events, stops), by_school=schools)
    return cleaned, tuple(NameLeftOut(named[event.name], event.first, event.line) for event in told.values())


def _stops(names: Iterable[str], guard: TextGuard) -> Iterator[tuple[str, Stop]]:
    for name in sorted(names):
        found = judged((name,), Check(guard), language=Language.NB)
        if isinstance(found, Stop):
            yield name, found


def _shown(name: str, stop: Stop) -> str:
    """The name as its author reads it, without identity and account numbers."""
    return stop.given_back(name)


def _plainly(events: Iterable[Event], stops: Iterable[str]) -> tuple[Event, ...]:
    stopped = frozenset(stops)
    return tuple(replace(event, name=PLAIN_NAMES[event.kind]) if event.name in stopped else event for event in events)

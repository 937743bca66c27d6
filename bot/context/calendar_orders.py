"""An order of school days as text, for the form that carries what was read of a file from its preview on."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import date
from typing import Any

from dialogs.calendar.orders import CalendarOrder, Manner
from dialogs.calendar.school_year import Event
from dialogs.model import CalendarSource, DayKind, UnitKind
from dialogs.model.limits import NAME

_LARGEST = 4_000_000  # characters, unpacked
_LONGEST = 120  # days of an event


def packed(order: CalendarOrder) -> str:
    told = {
        "source": order.source.value,
        "manner": order.manner.value,
        "events": [_told(event) for event in order.events],
        "schools": [[name, [_told(event) for event in events]] for name, events in order.by_school],
        "units": list(order.units),
        "undoes": order.undoes,
        "gone": [[first.isoformat(), last.isoformat()] for first, last in order.gone],
    }
    return urlsafe_b64encode(zlib.compress(json.dumps(told).encode(), level=9)).decode()


def unpacked(text: str) -> CalendarOrder | None:
    """None for what was never packed: a browser may send anything."""
    try:
        told = json.loads(_inflated(text))
        return CalendarOrder(
            CalendarSource(told["source"]),
            Manner(told["manner"]),
            tuple(map(_event, told["events"])),
            tuple((str(name)[:NAME], tuple(map(_event, events))) for name, events in told["schools"]),
            tuple(map(str, told["units"])),
            tuple(_span(*each) for each in told["gone"]),
            undoes=int(told["undoes"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError, NotBase64, zlib.error):
        return None


def _inflated(text: str) -> bytes:
    inflating = zlib.decompressobj()
    found = inflating.decompress(urlsafe_b64decode(text.encode()), _LARGEST)
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError("more than was ever packed")
    return found


def _told(event: Event) -> list[str | None]:
    only = event.only.value if event.only else None
    return [event.first.isoformat(), event.last.isoformat(), event.kind.value, event.name, only]


def _event(told: Any) -> Event:  # noqa: ANN401 - whatever was sent
    first, last, kind, name, only = told
    span = _span(first, last)
    return Event(*span, DayKind(kind), str(name)[:NAME], UnitKind(only) if only else None)


def _span(first: str, last: str) -> tuple[date, date]:
    """Raises ValueError for a span that no file may have."""
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    if not 0 <= (ends - begins).days <= _LONGEST:
        raise ValueError("no span of days off")
    return begins, ends

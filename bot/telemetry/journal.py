"""A metric and a log line for each turn and each tick, without any words of people.

Neither may reveal who has answered, nor that somebody has: answering, skipping and opening a card are all "pressed".
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import structlog

from bot.ports import Metrics, Timer
from dialogs.events import BankSearched, Event, Installed, MessageDeleted, MessageEdited, Pressed, Said, Uninstalled

log = structlog.get_logger()


class Journal:
    def __init__(self, *, metrics: Metrics, timer: Timer) -> None:
        self._metrics = metrics
        self._timer = timer

    @asynccontextmanager
    async def turn(self, event: Event) -> AsyncIterator[None]:
        """Measures the answering of an event; only a failed one logs the event's kind and activity id, for tracing."""
        began, outcome = self._timer.seconds(), "failed"
        try:
            yield
            outcome = "answered"
        finally:
            seconds = self._timer.seconds() - began
            self._metrics.turn(action_of(event), outcome, seconds=seconds)
            about = {"action": action_of(event), "tenant": event.about.place.tenant}
            if outcome == "failed":
                about |= {"kind": _kind(event), "activity": event.about.activity}
            log.info("turn", outcome=outcome, **about, seconds=round(seconds, 3))

    @asynccontextmanager
    async def tick(self) -> AsyncIterator[dict[str, int]]:
        """Measures a tick, which fills in how many things of each kind were due; an idle tick leaves no line."""
        began, outcome = self._timer.seconds(), "failed"
        due: dict[str, int] = {}
        try:
            yield due
            outcome = "done"
        finally:
            seconds = self._timer.seconds() - began
            self._metrics.tick(outcome, seconds=seconds)
            found = {name: number for name, number in due.items() if number}
            if found or outcome == "failed":
                log.info("tick", outcome=outcome, **found, seconds=round(seconds, 3))


def action_of(event: Event) -> str:
    """A coarse name of the event for the log: answering cannot be told from skipping or any other press."""
    match event:
        case Installed() | Uninstalled():
            return _in_small_letters(type(event).__name__)
        case Said() | MessageEdited() | MessageDeleted():
            return "wrote"
        case BankSearched():
            return "searched"
        case _:
            return "pressed"


def _kind(event: Event) -> str:
    """A press by the name that cards send it under."""
    return _in_small_letters(type(event.press if isinstance(event, Pressed) else event).__name__)


@cache
def _in_small_letters(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

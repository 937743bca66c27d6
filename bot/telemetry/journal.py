"""What a turn and a tick leave behind: a count, and a line in the log, never a word.

Neither may tell who has answered, or that somebody has: an answer, a pass and a look at one's card are all a press.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import structlog

from bot.ports import Timer, Watch
from dialogs.events import Event, Installed, MessageDeleted, MessageEdited, Pressed, Said, Uninstalled

log = structlog.get_logger()


class Journal:
    def __init__(self, *, watch: Watch, timer: Timer) -> None:
        self._watch = watch
        self._timer = timer

    @asynccontextmanager
    async def turn(self, event: Event) -> AsyncIterator[None]:
        """Around the answering of an event; only one that failed leaves its name and id, by which it can be found."""
        began, outcome = self._timer.seconds(), "failed"
        try:
            yield
            outcome = "answered"
        finally:
            seconds = self._timer.seconds() - began
            self._watch.turn(action_of(event), outcome, seconds=seconds)
            about = {"action": action_of(event), "tenant": event.about.place.tenant}
            if outcome == "failed":
                about |= {"kind": _kind(event), "activity": event.about.activity}
            log.info("turn", outcome=outcome, **about, seconds=round(seconds, 3))

    @asynccontextmanager
    async def tick(self) -> AsyncIterator[dict[str, int]]:
        """Around a tick, which puts in how many of what were due; one that found nothing leaves no line."""
        began, outcome = self._timer.seconds(), "failed"
        due: dict[str, int] = {}
        try:
            yield due
            outcome = "done"
        finally:
            seconds = self._timer.seconds() - began
            self._watch.tick(outcome, seconds=seconds)
            found = {name: number for name, number in due.items() if number}
            if found or outcome == "failed":
                log.info("tick", outcome=outcome, **found, seconds=round(seconds, 3))


def action_of(event: Event) -> str:
    """The event's name for the log, coarse enough that answering cannot be told from passing or any other press."""
    match event:
        case Installed() | Uninstalled():
            return _in_small_letters(type(event).__name__)
        case Said() | MessageEdited() | MessageDeleted():
            return "wrote"
        case _:
            return "pressed"


def _kind(event: Event) -> str:
    """A press by the name that cards send it under."""
    return _in_small_letters(type(event.press if isinstance(event, Pressed) else event).__name__)


@cache
def _in_small_letters(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

"""What a turn and a tick leave behind: a count, and a line in the log: an action, ids, a duration, never a word."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import Timer, Watch
from content.presses import StepRef
from dialogs.events import Event
from storage import series as series_store
from storage.database import Database, Unreachable

log = structlog.get_logger()

_MOST_KNOWN = 10_000  # sessions


class Journal:
    def __init__(self, db: Database, *, watch: Watch, timer: Timer) -> None:
        self._db = db
        self._watch = watch
        self._timer = timer
        self._known: set[tuple[str, str]] = set()

    @asynccontextmanager
    async def turn(self, event: Event) -> AsyncIterator[None]:
        """Around the answering of an event."""
        began, outcome = self._timer.seconds(), "failed"
        try:
            yield
            outcome = "answered"
        finally:
            action, seconds = action_of(event), self._timer.seconds() - began
            self._watch.turn(action, outcome, seconds=seconds)
            ids = {"tenant": event.about.place.tenant, "activity": event.about.activity}
            if outcome == "answered":
                ids |= await self._session_of(event)
            log.info("turn", action=action, outcome=outcome, **ids, seconds=round(seconds, 3))

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

    async def _session_of(self, event: Event) -> Mapping[str, str]:
        """The step's, if it is a session of ours: a press made by hand may name one in somebody's own words."""
        step: StepRef | None = getattr(event, "step", None)
        if step is None or not await self._is_ours(step.municipality, step.session):
            return {}
        return {"municipality": step.municipality, "session": step.session}

    async def _is_ours(self, municipality: str, session: str) -> bool:
        if (municipality, session) in self._known:
            return True
        try:
            found = await self._db.read(lambda c: series_store.session(c, municipality, session))
        except (SQLAlchemyError, Unreachable):  # the turn is over, and none of its answer may be lost for a line
            return False
        if found is None:
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add((municipality, session))
        return True


def action_of(event: Event) -> str:
    """The event's name, as `answer_sent`."""
    return _in_small_letters(type(event).__name__)


@cache
def _in_small_letters(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

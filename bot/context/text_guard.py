"""The guard as the door of people's words asks it: a text is stopped unless judged in time."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from content.cues import guard_data
from content.language import Language
from dialogs.guarding.finding import Finding
from dialogs.guarding.judging import Guard

SECONDS = 1.0
"""A text takes under a millisecond, an answer of the greatest length some fifty; a longer time is a fault.

Nobody else is answered meanwhile.
"""


class Why(StrEnum):
    """Why a text could not be judged."""

    NOT_LOADED = "not_loaded"
    TOO_SLOW = "too_slow"
    FAILED = "failed"


@dataclass(frozen=True)
class Unjudged:
    """The text is stopped unread; `error` is a class name, never people's words."""

    why: Why
    error: str = ""


class _TooSlow(Exception):
    """The limit is reached."""


class TextGuard:
    """Judges people's texts. `load` makes the guard, `seconds` tells elapsed time; no text is kept or logged.

    Where the guard cannot be made, every text is stopped.
    """

    def __init__(self, load: Callable[[], Guard], *, seconds: Callable[[], float], limit: float = SECONDS) -> None:
        self._seconds = seconds
        self._limit = limit
        self._guard = _loaded(load)

    @property
    def unloaded(self) -> Unjudged | None:
        """Set where the lists failed to load and every text is stopped. For `check` and for the log at start."""
        return self._guard if isinstance(self._guard, Unjudged) else None

    def judge(self, text: str, language: Language | None = None) -> Finding | Unjudged:
        if isinstance(self._guard, Unjudged):
            return self._guard
        try:
            go_on = self._until_limit()
            finding = self._guard.judge(text, language=language, go_on=go_on)
            go_on()  # the last rule may have been the slow one
        except _TooSlow:
            return Unjudged(Why.TOO_SLOW)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the guard, the text is not let through
            return Unjudged(Why.FAILED, type(error).__name__)
        else:
            return finding

    def _until_limit(self) -> Callable[[], None]:
        began = self._seconds()

        def go_on() -> None:
            if self._seconds() - began > self._limit:
                raise _TooSlow

        return go_on


@cache
def packaged_guard() -> Guard:
    """With the lists in content/guarding, made once per process. Raises whatever a list that is gone or broken does."""
    return Guard(guard_data())


def _loaded(load: Callable[[], Guard]) -> Guard | Unjudged:
    try:
        return load()
    except Exception as error:  # noqa: BLE001 - lists that are gone or broken stop texts, and nothing else of the bot
        return Unjudged(Why.NOT_LOADED, type(error).__name__)

"""Logs as JSON lines: an action, ids and durations, never text that people wrote and never a secret."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor

from bot.telemetry.printing import printable

_LONGEST = 400
_LONGEST_EVENT = 4000
"""Our own sentences are short; those of libraries may hold where something was raised."""
_MOST_ITEMS = 50


class _Lines:
    """A line that cannot be written is lost, and nothing else with it: a turn is answered all the same."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file  # None where it was closed when the process began

    def write(self, text: str) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError):  # the latter where it has been closed
                self._file.write(text)

    def flush(self) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError):
                self._file.flush()


def set_up(*, level: int = logging.INFO) -> None:
    """Our own lines and the libraries', to standard error, one JSON object each."""
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
        bounded,
        structlog.processors.JSONRenderer(ensure_ascii=False),
        _printable,
    ]
    of_libraries = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        *shared,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(processors=of_libraries)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # These tell of every request and migration, which nobody has asked for.
    for chatty in ("aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # A tick that fails is logged by the tick; one that is late is none too many.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    # Ours go straight there: the detour takes as long as a statement does, with every turn and every message.
    structlog.configure(
        processors=shared,
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _Lines(sys.stderr))),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """An error's kind and where it was raised: its own words may hold what somebody wrote, or a secret."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["errors"] = [_told(one) for one in _all(error)]
    if event.get("logger") == "asyncio":
        # Its further lines show the objects at hand, errors and their words among them.
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def bounded(_logger: object, _method: str, event: EventDict) -> EventDict:
    """No field is longer than any of ours: what comes from elsewhere, ids and names of kinds, may be of any length."""
    for name, value in event.items():
        if name != "errors":  # they are ours: kinds and places in the code
            event[name] = _short(value, _LONGEST_EVENT if name == "event" else _LONGEST)
    return event


def _short(value: object, longest: int) -> object:
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, list | tuple) and len(value) <= _MOST_ITEMS:
        return [_short(one, longest) for one in value]
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _printable(_logger: object, _method: str, line: Any) -> str:  # noqa: ANN401 - what the renderer made
    """JSON's own escapes leave some of what moves a terminal's cursor, or turns its lines round."""
    return printable(str(line))


def _all(error: BaseException) -> Iterator[BaseException]:
    """The error, those it groups, and what it came from."""
    yield error
    for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _all(one)
    if error.__cause__ is not None:
        yield from _all(error.__cause__)


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    return {"kind": type(error).__name__, "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def give_up(event: str) -> None:
    """The last line of a process that cannot end: where its main thread is."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)  # noqa: SLF001 - there is no other way to it
    at = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_stack(frame)]
    structlog.get_logger(__name__).error(event, at=at[-8:])

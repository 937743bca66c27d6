"""Logs as JSON lines: an action, ids and durations, never people's text and never a secret."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor

from bot.telemetry.terminal import printable

# characters of a field
_LONGEST = 400
_LONGEST_EVENT = 4000
"""Longer, since libraries' sentences may name where something was raised; our own are short."""
_MOST_ITEMS = 50
_NUMBERS = (bool, int, float)


class _Lines:
    """A stream that ignores write errors: a line is lost, but the turn goes on."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file  # None if standard error was closed when the process began

    def write(self, text: str) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError):  # ValueError: closed since
                self._file.write(text)

    def flush(self) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError):
                self._file.flush()


def set_up(*, level: int = logging.INFO) -> None:
    """Configures our own and the libraries' logs: standard error, one JSON object per line."""
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
    # At INFO these log every request and every migration.
    for chatty in ("aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # A failed tick logs itself, and a late tick is harmless.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    # Our own lines bypass `logging`, whose detour costs each turn and message as much time as a database statement.
    structlog.configure(
        processors=shared,
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _Lines(sys.stderr))),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """An error becomes its class and traceback: the message may hold people's text or a secret."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["errors"] = [_told(each) for each in _all(error)]
    if event.get("logger") == "asyncio":
        # asyncio's further lines print the objects involved, such as errors with messages.
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def bounded(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Limits each field's length: ids and names from outside may be of any length."""
    for name, value in event.items():
        is_short = type(value) is str and len(value) <= _LONGEST
        if not is_short and name != "errors":  # errors are our own: kinds and places in the code
            event[name] = _short(value, _LONGEST_EVENT if name == "event" else _LONGEST)
    return event


def _short(value: object, longest: int) -> object:
    if value is None or isinstance(value, _NUMBERS):
        return value
    if isinstance(value, list | tuple) and len(value) <= _MOST_ITEMS:
        return [_short(item, longest) for item in value]
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _printable(_logger: object, _method: str, line: Any) -> str:  # noqa: ANN401 - what the renderer made
    """Escapes characters left by JSON and obeyed by terminals, such as cursor and direction controls."""
    return printable(str(line))


def _all(error: BaseException) -> Iterator[BaseException]:
    """The error, any grouped errors, and the causes of each."""
    yield error
    for grouped in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _all(grouped)
    if error.__cause__ is not None:
        yield from _all(error.__cause__)


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    return {"kind": type(error).__name__, "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def give_up(event: str) -> None:
    """The last line of a process that does not end: the main thread's stack."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)  # noqa: SLF001 - there is no other way to it
    at = [f"{entry.filename}:{entry.lineno} {entry.name}" for entry in traceback.extract_stack(frame)]
    structlog.get_logger(__name__).error(event, at=at[-8:])

"""Output to a terminal or the log: no control characters or extra line breaks, and no endless field."""

import asyncio
import io
import json
import logging
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from functools import partial
from pathlib import Path

import pytest
import structlog

from bot.rehearsal.cast import TENANT
from bot.telemetry import log
from bot.telemetry.terminal import printable, safely
from tests.bot.commands import CommandResult, Commands, clean_environment
from tests.bot.test_cli import SESSION, play

HOSTILE = "\x1b[2J\x1b]0;eid\x07\rUte\x9b31m \u202egnuj\u2066 \x7f\U000e0041"
SHOWN = r"\u001b[2J\u001b]0;eid\u0007\u000dUte\u009b31m \u202egnuj\u2066 \u007f\udb40\udc41"
UNSAFE = "\x1b\x07\r\x9b\x7f\u202e\u2066\U000e0041"


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed session with control characters in Tor's words and names, stored by an earlier version."""
    folder = tmp_path_factory.mktemp("told")
    asyncio.run(play(folder))
    with sqlite3.connect(folder / "x.db") as db:
        db.execute("UPDATE reflection_parts SET text = ?", (HOSTILE,))
        db.execute("UPDATE groups SET name = name || ? WHERE id = 'rektorgruppa'", (HOSTILE,))
        db.execute("UPDATE people SET upn = 'tor' || ? || '@nordvik.example' WHERE upn LIKE 'tor@%'", (HOSTILE,))
    db.close()
    return folder


def settings_of(folder: Path) -> dict[str, str]:
    return {"SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'x.db'}", "MicrosoftAppTenantId": TENANT}


@pytest.fixture
def bot(
    hostile_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., CommandResult]:
    return partial(Commands(monkeypatch, capsys), **settings_of(hostile_folder))


@pytest.mark.parametrize("form", ["text", "json"])
def test_peoples_words_reach_no_terminal_raw(bot: Callable[..., CommandResult], form: str) -> None:
    done = bot("digest", SESSION, "--reader", "bodil@nordvik.example", "--format", form)
    assert done.code == 0
    assert not set(done.out) & set(UNSAFE)
    assert r"\u202egnuj\u2066" in done.out
    if form == "json":
        (quote,) = [quote for prompt in json.loads(done.out)["prompts"] for quote in prompt["quotes"]]
        assert quote["text"] == HOSTILE, "a program reads what was written"


def test_nor_do_they_on_a_terminal_itself(hostile_folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "digest", SESSION, "--reader", "bodil@nordvik.example"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=hostile_folder, env=clean_environment(**settings_of(hostile_folder)), stdout=theirs, stderr=theirs
    ) as process:
        process.wait()
    os.close(theirs)
    shown = os.read(ours, 100_000).decode().replace("\r\n", "\n")
    os.close(ours)
    assert SHOWN in shown
    assert not set(shown) & set(UNSAFE)


def test_names_reach_no_terminal_raw_from_other_commands(bot: Callable[..., CommandResult]) -> None:
    for arguments in (("deliveries", "--all"), ("why", SESSION), ("deliveries", "--cancel", f"x{HOSTILE}")):
        done = bot(*arguments)
        assert not set(done.out + done.err) & set(UNSAFE), arguments


def test_an_argument_is_told_of_without_what_is_in_it(bot: Callable[..., CommandResult]) -> None:
    done = bot("import", f"nowhere{HOSTILE}")
    assert done.code == 1
    assert not set(done.err) & set(UNSAFE)


@pytest.mark.parametrize("text", ["æøå «»\tx\n", "👩🏽‍🏫 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️", "می‌خواهم \u200f!"])
def test_characters_harmless_to_a_terminal_are_printed_unchanged(text: str) -> None:
    assert printable(text) == text


def test_standard_output_is_restored_after_safe_printing(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout
    with safely():
        print("\x1b[1m", end="")
        print("\x1b[1m", end="", file=sys.stderr)
    assert sys.stdout is before
    assert capsys.readouterr() == (r"\u001b[1m", r"\u001b[1m")


@pytest.fixture
def log_lines() -> Iterator[Callable[[], list[str]]]:
    """The log as set up by `serve`; afterwards the logging of other tests is restored."""
    root = logging.getLogger()
    handlers, level, before = list(root.handlers), root.level, structlog.get_config()
    written = io.StringIO()
    with redirect_stderr(written):
        log.set_up()
        yield lambda: written.getvalue().splitlines()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


def test_no_field_of_a_line_is_endless_and_none_does_anything_to_a_terminal(log_lines: Callable[[], list[str]]) -> None:
    long = "x" * 100_000
    structlog.get_logger().info("turn", activity=long, kinds=[long, HOSTILE], seconds=0.5, none=None)
    logging.getLogger("bot.entry.teams").info("nothing to do for %s of type %s", long, HOSTILE)
    assert all(len(line) < 5000 and not set(line) & set(UNSAFE) for line in log_lines())
    ours, theirs = map(json.loads, log_lines())
    assert (ours["activity"][:3], ours["seconds"], ours["none"]) == ("xxx", 0.5, None)
    assert ours["activity"].endswith("… (100000 characters)")
    assert ours["kinds"][1] == HOSTILE, "a program reads what was written"
    assert theirs["event"].startswith("nothing to do for xxx")

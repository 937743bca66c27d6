"""`python -m bot guard`: a line of JSON for each text; and a guard that cannot judge lets nothing through."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot.context.text_guard import TextGuard, Unjudged, Why, packaged_guard
from dialogs.guarding.finding import Finding
from dialogs.guarding.judging import Guard
from tests.bot.commands import CommandResult, Commands

FOUND = {"stop": True, "overridable": True, "quotable": False, "found": [{"kind": "name", "start": 0, "end": 11}]}
NOTHING = {"stop": False, "overridable": False, "quotable": False, "found": []}


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys))


def test_each_line_gets_a_line_and_so_does_a_blank_one(bot: Callable[..., CommandResult]) -> None:
    Path("texts.txt").write_text("Kari Hansen leda møtet.\n\nVi lyktes med å dele.\r\n", encoding="utf-8")
    done = bot("guard", "texts.txt")
    assert done.code == 0
    assert [json.loads(line) for line in done.lines] == [FOUND, NOTHING, {**NOTHING, "quotable": True}]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_written_form_may_be_named(bot: Callable[..., CommandResult], language: str) -> None:
    Path("texts.txt").write_text("Kari Hansen leda møtet.", encoding="utf-8-sig")
    assert json.loads(bot("guard", "texts.txt", "--language", language).out) == FOUND


def test_an_empty_file_gets_nothing(bot: Callable[..., CommandResult]) -> None:
    Path("texts.txt").touch()
    assert bot("guard", "texts.txt") == CommandResult(0, "", "")


def test_a_file_that_is_gone_or_no_utf8_is_refused_in_a_line(bot: Callable[..., CommandResult]) -> None:
    gone = bot("guard", "texts.txt")
    assert (gone.code, gone.out, gone.err) == (
        1,
        "",
        "texts.txt: No such file or directory; name a text file with one text a line\n",
    )
    Path("texts.txt").write_bytes("Vi øver.\nPå å dele.\n".encode("latin-1"))
    assert bot("guard", "texts.txt").err == "texts.txt, line 1: this is not UTF-8; save the file as UTF-8\n"


def test_no_text_stands_in_what_goes_wrong(bot: Callable[..., CommandResult]) -> None:
    Path("texts.txt").write_bytes(b"01019049961\nKari Hansen \xff\n")
    done = bot("guard", "texts.txt")
    assert done.code == 1
    assert "Hansen" not in done.out + done.err


def gone() -> Guard:
    raise FileNotFoundError("given_names.txt")


def seconds(step: float) -> Callable[[], float]:
    """A clock on which each look takes so long."""
    times: Iterator[float] = (number * step for number in count())
    return lambda: next(times)


def test_a_guard_that_fails_to_load_stops_every_text() -> None:
    guard = TextGuard(gone, seconds=seconds(0))
    assert guard.judge("Vi lyktes.") == Unjudged(Why.NOT_LOADED, "FileNotFoundError") == guard.unloaded


def looks_at(text: str) -> int:
    """How often the rules look at the clock, up to the last rule."""
    looks: list[None] = []
    packaged_guard().judge(text, go_on=lambda: looks.append(None))
    return len(looks)


def test_a_guard_that_takes_longer_than_its_limit_stops_the_text() -> None:
    guard = TextGuard(packaged_guard, seconds=seconds(1), limit=3)
    assert guard.judge("Vi lyktes med å dele. Og mer. Og mer.") == Unjudged(Why.TOO_SLOW)
    assert isinstance(TextGuard(packaged_guard, seconds=seconds(0), limit=3).judge("Vi lyktes."), Finding)
    times = iter((0.0, *[0.0] * looks_at("Vi lyktes."), 4.0))
    assert TextGuard(packaged_guard, seconds=lambda: next(times), limit=3).judge("Vi lyktes.") == Unjudged(Why.TOO_SLOW)


def test_a_guard_that_breaks_stops_the_text_and_names_only_what_broke() -> None:
    def broken() -> float:
        raise ZeroDivisionError("Kari Hansen")

    guard = TextGuard(packaged_guard, seconds=broken)
    assert guard.judge("Kari Hansen") == Unjudged(Why.FAILED, "ZeroDivisionError")

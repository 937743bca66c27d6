"""`python -m bot trace`: an honest count of the source documents' rows served by the product."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.app import load_traceability
from tests.bot.commands import CommandResult, Commands


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys))


def cells(line: str) -> list[str]:
    return line.split("\t")


def test_trace_prints_counts_per_document_and_per_capability(bot: Callable[..., CommandResult]) -> None:
    done = bot("trace")
    assert done.code == 0
    gap = done.lines.index("")
    documents, capabilities = done.lines[:gap], done.lines[gap + 1 :]
    assert cells(documents[0]) == ["document", "served", "partly", "not yet", "not supported", "rows"]
    assert cells(capabilities[0]) == ["capability", *cells(documents[0])[1:]]
    sums = {cells(line)[0].split()[0]: [int(cell) for cell in cells(line)[1:]] for line in documents[1:]}
    assert {id_: counts[-1] for id_, counts in sums.items()} == {
        "LV": 43,
        "HN": 56,
        "KM": 27,
        "LS": 197,
        "RL": 29,
        "all": 352,
    }
    assert all(sum(counts[:-1]) == counts[-1] for counts in sums.values())
    assert [cells(line)[0].split()[0] for line in capabilities[1:]] == [f"C{n}" for n in range(1, 13)]


def test_with_rows_every_row_is_told_with_what_serves_it_or_why_not(bot: Callable[..., CommandResult]) -> None:
    lines = bot("trace", "--rows").lines
    rows = [cells(line) for line in lines[lines.index("", lines.index("") + 1) + 2 :]]
    known = load_traceability().rows
    assert [row[0] for row in rows] == list(known)
    assert all(row[1] == known[row[0]].state for row in rows)
    assert all(row[4] for row in rows if row[1] != "served")

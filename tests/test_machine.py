"""What a machine needs for all of the tests, and what happens where something of that is not there."""

import re
from pathlib import Path

import pytest

from tests.cards import chromium, drawing

ROOT = Path(__file__).parents[1]
NEEDED_BY_ALL = {"make", "python3-venv"}


def test_a_clean_machine_is_given_all_that_tests_are_left_out_for() -> None:
    installed = re.findall(r"packages\+=\(([\w-]+)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    told = re.findall(r"What a machine lacks \((.+)\) `make test`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert set(installed) - NEEDED_BY_ALL == set(told[0].lower().split(", "))
    assert "fonts-liberation" in installed


def test_cards_are_not_drawn_in_a_typeface_wider_than_that_of_teams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chromium"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.missing([tmp_path]) == "fonts-liberation"
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "LiberationSans-Regular.ttf").touch()
    assert chromium.missing([tmp_path, tmp_path / "none"]) == ""
    program.unlink()
    assert chromium.missing([tmp_path]) == "chromium"
    with pytest.raises(chromium.ChromiumError, match="Debian's package chromium would do"), drawing.open_drawing():
        pass

"""`python -m bot themes`: JSON as other programs expect it; a wrong file is refused by line and column."""

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.bot.commands import CommandResult, Commands
from tests.dialogs.knowledge.answered import answers

QUESTIONS = "plain-transitions"


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys))


def test_themes_are_told_as_json_and_as_text(bot: Callable[..., CommandResult]) -> None:
    with Path("answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "author", "group", "tags"])
        writer.writerows([one.id, f" 😀 {one.text} ", one.author, one.group, "a; b"] for one in answers(QUESTIONS))
    done = bot("themes", "answers.csv", "--quotes", "12", "--themes", "5", "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert list(found) == ["confidence", "themes", "others"]
    assert [list(theme) for theme in found["themes"]] == [["label", "members", "quotes"]] * 5
    quotes = [quote for theme in found["themes"] for quote in theme["quotes"]]
    assert [list(quote) for quote in quotes] == [["id", "start", "end"]] * 12
    texts = {one.id: f" 😀 {one.text} " for one in answers(QUESTIONS)}
    for quote in quotes:
        assert texts[quote["id"]][quote["start"] : quote["end"]].strip("😀 ") == texts[quote["id"]].strip("😀 ")
    printed = bot("themes", "answers.csv", "--themes", "5").out
    assert all(theme["label"] in printed for theme in found["themes"])


COLUMNS = "id,text,author,group,tags"
UNCLOSED = "the quotation marks do not match up from here on (unexpected end of data)"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", f"a.csv: the file is empty; its first line names the columns {COLUMNS}"),
        (b"id,tekst\n1,a\n", f"a.csv, line 1, column text: the column is missing among id,tekst; use {COLUMNS}"),
        (b"id,text,text\n1,a,b\n", "a.csv, line 1, column text: the column is there twice"),
        (b'id,text\n1,a\n2,"a\n', f"a.csv, line 3: {UNCLOSED}"),
        (b"id,text\n1,a\n\n1,b\n", "a.csv, line 4, column id: «1» is there already, in line 2"),
        (b"id,text\n,a\n", "a.csv, line 2, column id: an id is missing"),
        (b"id,text\n1\n", "a.csv, line 2, column text: the cell is missing"),
        (b"id,text\n1,a,b\n", "a.csv, line 2: there are more cells than columns; put a text with a comma in quotes"),
        (b"id,text\n1,\xf8\n", "a.csv, line 2: this is not UTF-8; save the file as «CSV UTF-8»"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_by_line_and_column(
    bot: Callable[..., CommandResult], content: bytes, told: str
) -> None:
    Path("a.csv").write_bytes(content)
    assert bot("themes", "a.csv") == CommandResult(1, "", told + "\n")


def test_no_file_and_no_answers(bot: Callable[..., CommandResult]) -> None:
    assert bot("themes", "gone.csv").err == "gone.csv: No such file or directory; name a CSV file of answers\n"
    Path("a.csv").write_text("\ufeffID;Text\r\n", encoding="utf-8")
    done = bot("themes", "a.csv", "--format", "json")
    assert json.loads(done.out) == {"confidence": 0.0, "themes": [], "others": []}

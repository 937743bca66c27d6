"""`python -m bot concepts`: the words that no concept held, by people, without names; `check` counts what is held."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.bot.commands import CommandResult, Commands

HEADER = "id,text,author"


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys))


def write(rows: Iterator[str] | list[str]) -> None:
    Path("answers.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")


def test_words_are_listed_by_people_in_one_spelling(bot: Callable[..., CommandResult]) -> None:
    write(
        [
            *(f'{n},"Kråkebollen lå i friminuttet, kråkebollen!",p{n}' for n in range(6)),
            *(f"x{n},Ei kråkebolle i friminutta,p6" for n in range(3)),
            *(f"y{n},Her har vi skuldrepølsa,q{n}" for n in range(5)),
            *(f"z{n},Eit sjeldan kameleonord,r{n}" for n in range(4)),
        ]
    )
    done = bot("concepts", "answers.csv")
    assert (done.code, done.err) == (0, "")
    first, *rows = done.lines
    assert first.startswith("18 answers, 9 without any concept, ")
    assert rows[:2] == ["7\tkråkebollen\tkråkebolle", "5\tskuldrepølsa"]
    assert "kameleonord" not in done.out  # of four people: it may point at the one who wrote it
    assert "friminutt" not in done.out  # held
    found = json.loads(bot("concepts", "answers.csv", "--people", "4", "--format", "json").out)
    assert (found["answers"], found["silent"]) == (18, 9)
    assert {"word": "kameleonord", "people": 4, "forms": ["kameleonord"]} in found["words"]


def test_names_are_no_words(bot: Callable[..., CommandResult]) -> None:
    texts = [
        "Kari Nordmann hjalp oss med kråkebollen",
        "det var kari som fant kråkebollen",
        "Vi spurte Zdravkovic om kråkebollen",
        "Ring 41 23 45 67 om kråkebollen, eller skriv til per@nordvik.example",
        "Vi reiste til Lillehammer med kråkebollen",
    ]
    write([f'{n}-{place},"{text}",p{n}' for n in range(6) for place, text in enumerate(texts)])
    rows = bot("concepts", "answers.csv").lines[1:]
    assert "6\tkråkebollen" in rows
    told = " ".join(rows).lower()
    assert [
        name for name in ("kari", "nordmann", "zdravkovic", "lillehammer", "per", "nordvik") if name in told.split()
    ] == []


def test_no_answers_give_no_words_and_a_wrong_file_is_refused(bot: Callable[..., CommandResult]) -> None:
    write([])
    assert bot("concepts", "answers.csv").out == "0 answers, 0 without any concept, 0 words that none holds\n"
    Path("answers.csv").write_text("id,tekst\n1,a\n", encoding="utf-8")
    done = bot("concepts", "answers.csv")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("answers.csv, line 1, column text: the column is missing")


def test_an_overlay_with_cues_is_tried_and_a_wrong_one_refused(bot: Callable[..., CommandResult]) -> None:
    lines = ['municipality = "nordvik"', 'why = "Våre egne ord"', "[cues]", 'praktisk = "fjordverksted fl"']
    Path("own.toml").write_text("\n".join(lines), encoding="utf-8")
    done = bot("overlay", "import", "own.toml", "--by", "Rektorgruppa")
    assert (done.code, done.out) == (1, "")
    assert "own.toml: cues.praktisk: has the cue «fl», which is too short to be the beginning of a word" in done.err

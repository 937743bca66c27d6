"""The sets of answers with gold themes, and answers made of them."""

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dialogs.knowledge.themes.values import Answer

SETS = Path(__file__).parent / "sets"


@dataclass(frozen=True)
class LabelledAnswer:
    """`theme` is the gold theme, "" where none fits; `keyword` is the author's own."""

    answer: Answer
    theme: str
    keyword: str
    language: str


@cache
def answered(name: str) -> tuple[LabelledAnswer, ...]:
    with next(SETS.glob(f"*/{name}.csv")).open(encoding="utf-8", newline="") as file:
        return tuple(
            LabelledAnswer(
                Answer(row["id"], row["text"], row["author"], row["group"]),
                row["theme"],
                row["keyword"],
                row["language"],
            )
            for row in csv.DictReader(file)
        )


def answers(name: str) -> Sequence[Answer]:
    return [one.answer for one in answered(name)]


def names(place: str, kind: str) -> list[str]:
    """The sets of a place (open, hidden) and a kind (plain, indirect, lectures)."""
    told = tomllib.loads((SETS / "sets.toml").read_text(encoding="utf-8"))
    return sorted(name for name, one in told.items() if (one["place"], one["kind"]) == (place, kind))

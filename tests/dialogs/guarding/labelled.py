"""The labelled sentences, with made-up numbers put in, and the guard's score."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dialogs.guarding.finding import Finding
from tests.dialogs.guarding.numbers import account, as_written, identity

PASS = frozenset({"ordinary", "hard"})
"""Labels of sentences that stop nobody."""

_FOLDER = Path(__file__).parent
_DOTTED_ACCOUNT = slice(0, 4), slice(4, 6), slice(6, 11)


@dataclass(frozen=True)
class Sentence:
    """`labels`: a label in PASS, or the kinds, of which one must be found."""

    language: str
    labels: frozenset[str]
    text: str

    @property
    def label(self) -> str:
        return min(self.labels)

    def is_judged_right(self, finding: Finding) -> bool:
        if self.labels <= PASS:
            return not finding.stop
        return bool(self.labels & {kind.value for kind in finding.kinds})


def sentences(part: str) -> list[Sentence]:
    """`part` is tuning or held_out, or trials (tuned on, too)."""
    random = Random(1)  # noqa: S311 - the same numbers every time
    lines = (_FOLDER / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    return [_sentence(line, random) for line in lines if line and not line.startswith("#")]


def _sentence(line: str, random: Random) -> Sentence:
    language, labels, text = line.split("|", 2)
    while "{id}" in text:
        text = text.replace("{id}", as_written(random, identity(random)), 1)
    while "{account}" in text:
        number = account(random)
        dotted = ".".join(number[part] for part in _DOTTED_ACCOUNT)
        text = text.replace("{account}", random.choice([number, dotted]), 1)
    return Sentence(language, frozenset(labels.split(",")), text)


@dataclass(frozen=True)
class Score:
    """How many sentences of each label and language there are, and how many were judged right."""

    all: Counter[tuple[str, str]]
    right: Counter[tuple[str, str]]

    def share(self, labels: frozenset[str], *languages: str) -> float:
        """The share judged right, in all languages where none is named."""
        keys = [key for key in self.all if key[0] in labels and (not languages or key[1] in languages)]
        return sum(self.right[key] for key in keys) / sum(self.all[key] for key in keys)

    @property
    def precision(self) -> float:
        """Of the sentences that were stopped, the share to be stopped, for whatever reason."""
        wrongly = sum(self.all[key] - self.right[key] for key in self.all if key[0] in PASS)
        rightly = sum(self.right[key] for key in self.all if key[0] not in PASS)
        return rightly / (rightly + wrongly)


def score(part: str, judge: Callable[[str], Finding]) -> Score:
    found, right = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for sentence in sentences(part):
        found[sentence.label, sentence.language] += 1
        right[sentence.label, sentence.language] += sentence.is_judged_right(judge(sentence.text))
    return Score(found, right)


def table(counted: Score) -> Iterator[str]:
    """A row per label, as in the README: how many, and the shares judged right in bokmål and in nynorsk."""
    for label in sorted({label for label, _ in counted.all}):
        number = sum(counted.all[label, language] for language in ("nb", "nn"))
        shares = (f"{counted.share(frozenset({label}), language):.0%}".replace("%", " %") for language in ("nb", "nn"))
        yield f"| {label} | {number} | {' | '.join(shares)} |"

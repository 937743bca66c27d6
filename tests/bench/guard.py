"""The guard: per text of the labelled set, and for 30,000 characters at once."""

import sys
from collections.abc import Callable, Mapping
from itertools import cycle, islice
from statistics import quantiles
from time import perf_counter

from content.cues import guard_data
from dialogs.guarding.judging import Guard
from tests.dialogs.guarding.labelled import sentences

LONG = 30_000
ROUNDS = 20


def a_text(judge: Callable[[str], object]) -> list[float]:
    texts = [sentence.text for sentence in sentences("tuning")]
    return [_timed(judge, text) for text in texts]


def thirty_thousand_characters(judge: Callable[[str], object]) -> list[float]:
    texts = [sentence.text for sentence in sentences("tuning")]
    longest = " ".join(islice(cycle(texts), LONG // 40))[:LONG]
    return [_timed(judge, longest) for _ in range(ROUNDS)]


def _timed(judge: Callable[[str], object], text: str) -> float:
    began = perf_counter()
    judge(text)
    return perf_counter() - began


BENCHES: Mapping[str, Callable[[Callable[[str], object]], list[float]]] = {
    "the guard, a text": a_text,
    "the guard, 30,000 characters": thirty_thousand_characters,
}


def measure() -> Mapping[str, Mapping[str, float]]:
    """Milliseconds."""
    judge = Guard(guard_data()).judge
    measured: dict[str, Mapping[str, float]] = {}
    for name, bench in BENCHES.items():
        taken = quantiles(bench(judge), n=100, method="inclusive")
        measured[name] = {"p50": round(taken[49] * 1000, 3), "p99": round(taken[98] * 1000, 3)}
        sys.stdout.write(f"{name:<40} p50 {measured[name]['p50']:>9.3f} ms  p99 {measured[name]['p99']:>9.3f} ms\n")
    return measured

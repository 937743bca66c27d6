"""The catalogue, read and checked at every start of the program."""

import sys
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

from content.catalogue import PACKAGED, load
from content.overlays import with_example_overlays
from content.traceability import load_trace

ROUNDS = 5


def load_and_check() -> None:
    load(PACKAGED)


def load_lay_and_trace() -> None:
    """Load and check the catalogue, lay the example overlays over it, and trace the rows of the source documents."""
    load_trace(with_example_overlays(load(PACKAGED)))


BENCHES: Mapping[str, Callable[[], None]] = {
    "load and check the catalogue": load_and_check,
    "load, check, lay and trace it": load_lay_and_trace,
}


def measure() -> Mapping[str, float]:
    """Seconds."""
    times: dict[str, list[float]] = {name: [] for name in BENCHES}
    for _ in range(ROUNDS):
        for name, bench in BENCHES.items():
            began = perf_counter()
            bench()
            times[name].append(perf_counter() - began)
    medians = {name: round(median(taken), 3) for name, taken in times.items()}
    for name, seconds in medians.items():
        sys.stdout.write(f"{name:<40} {seconds:>8.3f} s\n")
    return medians

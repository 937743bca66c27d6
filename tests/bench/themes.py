"""Themes: how near they come to gold themes, and how long they take in a process of their own, beside LexRank."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from time import process_time

from content.catalogue import load
from dialogs.knowledge.themes.finding import Finder
from tests.bench.ranking import RANKINGS, ranked
from tests.bench.theme_times import PLACES, reflections
from tests.dialogs.knowledge.answered import LabelledAnswer, answered, answers, names
from tests.dialogs.knowledge.scoring import QUOTES, mean, score, with_keywords, with_offered_keywords

SIZES = (200, 1000, 2500, 5000, 10_000)
RANKED = (200, 500)  # texts; LexRank and TextRank compare all sentences with each other in Python
DRAWN = {"own keywords": with_keywords, "offered keywords": with_offered_keywords}
KINDS = ("plain", "indirect", "lectures")


def _in_a_process(number: int) -> Mapping[str, float]:
    program = f"import json; from tests.bench.theme_times import timed; print(json.dumps(timed({number})))"
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    measured: Mapping[str, float] = json.loads(ended.stdout)
    return measured


def _cover(chosen: Sequence[str], gold: Sequence[LabelledAnswer]) -> float:
    theme_of = {one.answer.id: one.theme for one in gold}
    return len({theme_of[one] for one in chosen} - {""}) / len(set(theme_of.values()) - {""})


def quality(place: str, kind: str) -> Mapping[str, Mapping[str, float]]:
    """Means over the sets, without keywords and with keywords of six in ten authors."""
    finder = Finder(load().lexicon)
    sets = {name: answered(name) for name in names(place, kind)}
    alone = [score(finder.find_themes(answers(name), quotes=QUOTES), gold) for name, gold in sets.items()]
    drawn = {
        name: [
            score(finder.find_themes(draw(gold, seed), quotes=QUOTES), gold)
            for gold in sets.values()
            for seed in range(3)
        ]
        for name, draw in DRAWN.items()
    }
    covers = {
        name: {"cover": sum(_cover(ranked(rank, answers(one), QUOTES), sets[one]) for one in sets) / len(sets)}
        for name, rank in RANKINGS.items()
    }
    return {"themes": asdict(mean(alone)), **{name: asdict(mean(each)) for name, each in drawn.items()}, **covers}


def measure() -> Mapping[str, object]:
    found: dict[str, object] = {}
    for place in PLACES:
        for kind in KINDS:
            for way, figures in quality(place, kind).items():
                name = f"{place} {kind}, {way}"
                found[name] = {key: round(value, 3) for key, value in figures.items()}
                sys.stdout.write(f"{name:<40} {'  '.join(f'{key} {value:.2f}' for key, value in figures.items())}\n")
    for number in SIZES:
        found[f"{number} answers"] = _told(f"{number} answers", _in_a_process(number))
    for number in RANKED:
        for name, rank in RANKINGS.items():
            began = process_time()
            ranked(rank, reflections(number), QUOTES)
            found[f"{number} answers, {name}"] = _told(f"{number} answers, {name}", {"seconds": process_time() - began})
    return found


def _told(name: str, figures: Mapping[str, float]) -> Mapping[str, float]:
    sys.stdout.write(f"{name:<40} {'  '.join(f'{key} {value:.2f}' for key, value in figures.items())}\n")
    return {key: round(value, 3) for key, value in figures.items()}

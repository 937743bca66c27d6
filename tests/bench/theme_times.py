"""Themes timed in a process of their own, settled as the worker's children are."""

import random
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from time import process_time

from content.catalogue import load
from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.values import Answer
from tests.dialogs.knowledge.answered import answers, names
from tests.dialogs.knowledge.scoring import QUOTES

PLACES = ("open", "hidden")


def reflections(number: int) -> list[Answer]:
    """From 5 to 150 words, put together from sentences of the labelled sets."""
    texts = [one.text for place in PLACES for name in names(place, "plain") for one in answers(name)]
    chosen = random.Random(1)  # noqa: S311 - not for secrets
    return [Answer(f"{at}", " ".join(chosen.choices(texts, k=chosen.randint(1, 4))), f"p{at}") for at in range(number)]


def timed(number: int) -> Mapping[str, float]:
    """Seconds of one core, for loading what every process loads and for the themes, and MB at most."""
    given = reflections(number)
    began = process_time()
    import_module("bot.workers.ahead")  # settles a process as the worker's children are settled
    finder = Finder(load().lexicon)
    finder.find_themes(reflections(20), quotes=QUOTES)
    loaded = process_time()
    finder.find_themes(given, quotes=QUOTES)
    status = Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2]
    return {"seconds": process_time() - loaded, "loading": loaded - began, "MB": int(status.split()[0]) / 1000}

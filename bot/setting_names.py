"""Variables of the environment whose names are nearly those of settings, and which nobody reads."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bot.settings import EXAMPLES

_OF_THE_TESTS = "SLOYFA_TEST_"
_OTHERS = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")  # read elsewhere than in bot.settings
_OURS = re.compile(r"SLOYFA|SLØYFA|MICROSOFT_?APP", re.IGNORECASE)
_LETTERS = re.compile(r"[^a-z0-9]")
_NEAR = 0.85  # of 1; the settings' own names are less alike than that


def misspelt(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, the setting that may be meant, "" where none is near); names are read in any case of letters."""
    read = {name.casefold() for name in (*EXAMPLES, *_OTHERS)}
    known = {_bare(name): name for name in EXAMPLES if _OURS.match(name)}  # the others are short, or everybody's
    for name in sorted(names):
        if name.casefold() in read or name.upper().startswith(_OF_THE_TESTS):
            continue
        near = get_close_matches(_bare(name), list(known), n=1, cutoff=_NEAR)
        if near:
            yield name, known[near[0]]
        elif _OURS.match(name):
            yield name, ""


def told(name: str, meant: str) -> str:
    return f"{name} is not a setting, and is ignored" + (f"; did you mean {meant}?" if meant else "")


def _bare(name: str) -> str:
    return _LETTERS.sub("", name.casefold().replace("ø", "o"))

"""Units found by a school's name as foreign files write it."""

import re
from collections.abc import Collection

from dialogs.model import Unit

_SUFFIX = re.compile(r"[ -](skole|skule)$")


def units_named(name: str, units: Collection[Unit]) -> tuple[Unit, ...]:
    """The units of this id or name, else units differing only in «skole» or «skule»; several are ambiguous."""
    said = _plain(name)
    same = tuple(unit for unit in units if said in {_plain(unit.name), unit.id})
    base = _SUFFIX.sub("", said)
    return same or tuple(unit for unit in units if _SUFFIX.sub("", _plain(unit.name)) == base)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

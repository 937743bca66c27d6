"""Local points in time in words."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from babel.dates import format_datetime

from content.language import Language

_MOMENT: Mapping[Language, str] = {
    Language.NB: "EEEE d. MMMM y 'kl.' HH.mm",
    Language.NN: "EEEE d. MMMM y 'kl.' HH.mm",
    Language.EN: "EEEE d MMMM y 'at' HH:mm",
}
_DAY: Mapping[Language, str] = {
    Language.NB: "EEEE d. MMMM",
    Language.NN: "EEEE d. MMMM",
    Language.EN: "EEEE d MMMM",
}


def moment(at: datetime, language: Language) -> str:
    """«tirsdag 24. november 2026 kl. 08.00»: the wall time `at` itself bears; nothing is converted."""
    return _said(at, _MOMENT[language], language)


def day(at: datetime, language: Language) -> str:
    """«tirsdag 24. november»: the day on the wall calendar `at` itself bears."""
    return _said(at, _DAY[language], language)


def _said(at: datetime, pattern: str, language: Language) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so nobody knows whose morning it is; give it one")
    # Without its zone: the same instant elsewhere is another wall time, and yet the same to a cache.
    return _formatted(at.replace(tzinfo=None), pattern, language)


@lru_cache(maxsize=1024)
def _formatted(wall_time: datetime, pattern: str, language: Language) -> str:
    """The same few are on everybody's card, and several times on each."""
    return format_datetime(wall_time, pattern, locale=language.value)

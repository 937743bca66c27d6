"""Local dates and times in words."""

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
    """«tirsdag 24. november 2026 kl. 08.00»: the wall time of `at` in its own zone; nothing is converted."""
    return _said(at, _MOMENT[language], language)


def day(at: datetime, language: Language) -> str:
    """«tirsdag 24. november»: the date of `at` in its own zone."""
    return _said(at, _DAY[language], language)


def _said(at: datetime, pattern: str, language: Language) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so nobody knows whose morning it is; give it one")
    # The zone is dropped: equal instants in different zones compare equal, and would share a cache entry.
    return _formatted(at.replace(tzinfo=None), pattern, language)


@lru_cache(maxsize=1024)
def _formatted(wall_time: datetime, pattern: str, language: Language) -> str:
    """Cached: the same few instants are on every recipient's card, several times on each."""
    return format_datetime(wall_time, pattern, locale=language.value)

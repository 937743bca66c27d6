"""Lines on the minutes a week asked of people by a municipality's plan, and on settings not given."""

from collections.abc import Iterator
from dataclasses import fields

from bot.context.attention import Attention
from dialogs.model import MunicipalitySettings
from dialogs.planning.attention import Week

_WANTED = tuple(
    one.name for one in fields(MunicipalitySettings) if one.name not in ("hold", "unused_rungs", "compared")
)
_SETS = "python -m bot municipality FILE"


def attention_lines(found: Attention) -> Iterator[str]:
    """At most one line: the fullest week."""
    if (week := found.fullest) is not None:
        people = "1 person" if week.people == 1 else f"{week.people} people"
        yield (
            f"nobody is asked for more than {week.minutes} minutes a week, all series together; "
            f"that is first in {_called(week)}, of {people} ({', '.join(week.series)})"
        )


def attention_warnings(municipality: str, found: Attention) -> Iterator[str]:
    unset = [name for name in _WANTED if getattr(found.settings, name) in ("", None)]
    if unset:
        yield f"{municipality} has not set: {', '.join(unset)}; {_SETS} sets them, and documents leaves gaps for them"
    if found.over:
        first, number = found.over[0], len(found.over)
        yield (
            f"{municipality} allows {found.settings.minutes_a_week} minutes a week, and {_called(first)} asks for "
            f"{first.minutes} ({', '.join(first.series)}); {'it alone asks' if number == 1 else f'{number} weeks ask'} "
            "for more than allowed: plan less often, or change minutes_a_week"
        )


def _called(week: Week) -> str:
    return f"week {week.number} of {week.year}"

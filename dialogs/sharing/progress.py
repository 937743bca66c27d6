"""The progress of a running session as far as numbers may be told: nobody may find out who has answered."""

from collections.abc import Mapping

from content.vocabulary.series_pages import Progress, Waiting, WaitsFor
from dialogs.sharing.reaching import CROWD


def progress_of(
    asked: int, reached: int, answered: int, waiting: Mapping[WaitsFor, int], *, is_signed: bool = False
) -> Progress:
    """`reached` includes everybody who has answered; `waiting` counts the others by reason.

    All numbers but `asked` are in whole CROWDs, since two looks at an open session must never differ by a single
    person, and each is told only if as many again are not in it. `is_signed`: somebody answered by name, and beside
    names a number would tell who has not answered.
    """
    if asked < CROWD:
        return Progress(None)
    told = tuple(Waiting(why, _least(number)) for why, number in waiting.items() if _may_be_told(number, asked))
    return Progress(
        asked,
        reached=_least(reached) if _may_be_told(reached, asked) else None,
        answered=_least(answered) if not is_signed and _may_be_told(answered, reached) else None,
        all_reached=reached == asked,
        waiting=told,
        some_waiting=sum(waiting.values()) > 0 and len(told) < sum(number > 0 for number in waiting.values()),
    )


def _may_be_told(number: int, of: int) -> bool:
    return number >= CROWD and of - number >= CROWD


def _least(number: int) -> int:
    return number // CROWD * CROWD

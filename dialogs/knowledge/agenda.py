"""A proposed agenda for a meeting: which items there is something for, with minutes that add up to the meeting's."""

from collections.abc import Collection, Sequence
from enum import StrEnum

_UNIT = 5
"""Minutes: an agenda to the minute would be read as a timetable."""


class Item(StrEnum):
    """In the order of the meeting: what was promised comes first, and what is decided last."""

    PROMISES = "promises"
    STRENGTH = "strength"
    TENSION = "tension"
    DILEMMA = "dilemma"
    TALK = "talk"
    DECIDE = "decide"


_SHORTEST = {Item.PROMISES: 5, Item.STRENGTH: 5, Item.TENSION: 10, Item.DILEMMA: 15, Item.TALK: 10, Item.DECIDE: 5}
_WEIGHTS = {Item.PROMISES: 10, Item.STRENGTH: 15, Item.TENSION: 15, Item.DILEMMA: 25, Item.TALK: 15, Item.DECIDE: 10}
_GIVEN_UP = (Item.TALK, Item.STRENGTH, Item.TENSION, Item.PROMISES, Item.DILEMMA)
"""What a short meeting leaves out first. Deciding stays: a meeting that decides nothing needed no agenda."""


def agenda(minutes: int, found: Collection[Item]) -> tuple[tuple[Item, int], ...]:
    """(item, minutes) of what was found, in order, with DECIDE at the end; the minutes add up to `minutes`."""
    items = [item for item in Item if item in found or item is Item.DECIDE]
    for item in _GIVEN_UP:
        if sum(_SHORTEST[one] for one in items) > minutes and item in items:
            items.remove(item)
    return tuple(zip(items, _minutes(minutes, items), strict=True))


def room_beside(minutes: int, own: Collection[int]) -> int:
    """The minutes left by items that people have put on the agenda; deciding always has some."""
    return max(_SHORTEST[Item.DECIDE], minutes - sum(own))


def dilemma_fits(minutes: int) -> bool:
    """Whether a meeting of so many minutes can take up a dilemma at all."""
    return Item.DILEMMA in dict(agenda(minutes, [Item.DILEMMA]))


def _minutes(minutes: int, items: Sequence[Item]) -> list[int]:
    """By weight, in whole fives and no shorter than is worth it; what is left over goes to the longest."""
    weight = sum(_WEIGHTS[item] for item in items)
    given = [max(_SHORTEST[item], minutes * _WEIGHTS[item] // weight // _UNIT * _UNIT) for item in items]
    while sum(given) > minutes and (longer := [at for at, item in enumerate(items) if given[at] > _SHORTEST[item]]):
        given[max(longer, key=lambda at: given[at])] -= _UNIT
    given[max(range(len(given)), key=lambda at: given[at])] += minutes - sum(given)
    return given


def shared_out(minutes: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Whole minutes by weight, at least one each, that add up to `minutes`: the steps of a session type, shortened."""
    total = sum(weights)
    exact = [minutes * weight / total for weight in weights]
    given = [max(1, int(one)) for one in exact]
    by_rest = sorted(range(len(given)), key=lambda at: int(exact[at]) - exact[at])
    for at in by_rest[: max(0, minutes - sum(given))]:
        given[at] += 1
    return tuple(given)

"""Readers of an answer, as messages name them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class WithoutName:
    """An answer shown without its author's name: any of `people` could have written the answer, as every reader knows.

    `among` says how well the author is hidden: not at all among one, poorly among few, better among many.
    """

    people: int
    among: Literal["one", "few", "many"]


@dataclass(frozen=True)
class RungOffered:
    """A line of «Velg hvem som kan lese svaret».

    `rung` is only_me, group, unit, principals, municipality or network; `name` is the group's, unit's, municipality's
    or network's ("" for only_me); `people` is the number of readers, author included, None where unknown. `channel`:
    everybody in the group's channel reads along, and on the group's rung `people` counts them. `without_name` is None
    for only_me. `unit` is the group's unit on the rung principals, whose readers are the unit and the principals.
    """

    rung: str
    name: str
    people: int | None
    channel: bool = False
    without_name: WithoutName | None = None
    unit: str = ""

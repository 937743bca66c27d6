"""What is promised and told in a town, noted as facts."""

from dataclasses import replace

from tests.bot.circles.oracle import Promise
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import Reach


def note_promise(
    town: Town, marker: str, person: str, group: str, reach: Reach, *, waits: bool = False, is_need: bool = False
) -> list[Promise]:
    found = Promise(marker, person, group, 0, reach, town.now, "", is_need=is_need, waits=waits)
    town.facts.promises.append(found)
    return [found]


def told(town: Town, of: Promise, marker: str, person: str) -> Promise:
    """Words about a promise, or in answer to a need, are read where it is read."""
    told = replace(of, marker=marker, told_by=person)
    town.facts.promises.append(told)
    return told

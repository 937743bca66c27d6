"""Faults in the catalogue that only time brings: overdue goals, unchecked law cards; the catalogue still loads."""

from collections.abc import Iterator
from datetime import date, timedelta

from content.catalogue import Catalogue, Fault
from content.catalogue_types import EntryState, Framework, Status

# Norwegian school law changes in August and January most years; a card left unchecked for longer may be wrong.
LONGEST_UNCHECKED = timedelta(days=400)


def outdated(catalogue: Catalogue, today: date) -> tuple[Fault, ...]:
    """Overdue goals without a status prompt, law cards unchecked too long, statuses contradicted by the dates."""
    return (*_overdue(catalogue, today), *_unchecked(catalogue, today), *_since_in_force(catalogue, today))


def _overdue(catalogue: Catalogue, today: date) -> Iterator[Fault]:
    for framework in catalogue.frameworks.values():
        for entry in framework.entries:
            over = entry.due is not None and entry.due < today and entry.state is not EntryState.ENDED
            if over and entry.status_prompt is None:
                problem = (
                    f'{entry.due} has passed; name in status_prompt what asks how it stands, or say state = "ended"'
                )
                yield Fault(_named(framework), f"entries.{entry.id}.due", problem)


def _named(framework: Framework) -> str:
    return f"frameworks: {framework.id}"


def _unchecked(catalogue: Catalogue, today: date) -> Iterator[Fault]:
    for card in catalogue.requirements.values():
        if card.status is Status.IN_FORCE and today - card.last_checked > LONGEST_UNCHECKED:
            problem = f"{card.last_checked} is over a year ago; read the law again and write today's date"
            yield Fault(f"requirements: {card.id}", "last_checked", problem)


def _since_in_force(catalogue: Catalogue, today: date) -> Iterator[Fault]:
    """Cards with a stored status that their validity dates contradict by `today`."""
    for card in catalogue.requirements.values():
        if card.in_force(today) != (card.status is Status.IN_FORCE):
            problem = f"is {card.status}, which its dates deny by now; look it up, and write last_checked anew"
            yield Fault(f"requirements: {card.id}", "status", problem)

"""Answers without a name, and the number of people who could have written an answer."""

from content.vocabulary.prompting import WithoutName
from dialogs.sharing.reaching import CROWD

FEWEST = 3
"""So many must be possible authors of an answer: of two, each knows the other's answer."""


def singles_out(writers: int, *, signed: int, unsigned: int) -> bool:
    """Whether `signed` signatures tell who wrote one of the `unsigned` answers that others can read.

    `writers` people could write at the step. Where so few could to begin with, the signatures tell nothing more.
    """
    return bool(signed and unsigned) and writers - signed < FEWEST <= writers


def without_name(writers: int) -> WithoutName:
    """The words for an author of an answer without a name; `writers` people of the group may write at the step.

    Readers do not count: each reader knows the writers, however many read. For an answer shown under a narrower
    description than the group (a role, say) `writers` is the number of people whom the description fits.
    """
    return WithoutName(writers, "one" if writers <= 1 else "few" if writers < CROWD else "many")

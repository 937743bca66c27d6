"""Answers without a name, and the number of people who could have written an answer."""

from content.vocabulary.prompting import WithoutName
from dialogs.sharing.reaching import CROWD


def without_name(writers: int) -> WithoutName:
    """The words for an author of an answer without a name; `writers` people of the group may write at the step.

    Readers do not count: each reader knows the writers, however many read. For an answer shown under a narrower
    description than the group (a role, say) `writers` is the number of people whom the description fits.
    """
    return WithoutName(writers, "one" if writers <= 1 else "few" if writers < CROWD else "many")

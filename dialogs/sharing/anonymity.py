"""Answers without a name: how many people could have written one, and what may be said of it."""

from content.vocabulary.prompting import WithoutName
from dialogs.sharing.reaching import CROWD


def without_name(writers: int) -> WithoutName:
    """What an author is told of an answer without a name, where `writers` people may write at the step in its group.

    The readers do not count: each of them knows who the writers are, however many read. Whoever shows an answer under
    a narrower description than the group (a role, say) passes the number of writers whom the description fits.
    """
    return WithoutName(writers, "one" if writers <= 1 else "few" if writers < CROWD else "many")

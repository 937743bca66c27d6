"""The first rung of words that may point at somebody: the group, until the author has seen the readers' view."""

from dialogs.model import Rung


def first_rung(wanted: Rung, *, quotable: bool) -> Rung:
    """The rung of new words. `quotable`: the guard found no person, class or place in the words.

    Afterwards the author may lift the answer, after a preview of the words as readers would see the answer.
    """
    return wanted if quotable else min(wanted, Rung.GROUP)

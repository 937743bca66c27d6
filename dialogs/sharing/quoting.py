"""How far words go that may point at somebody: to the group, until their author has seen them as others would."""

from dialogs.model import Rung


def first_rung(wanted: Rung, *, quotable: bool) -> Rung:
    """The rung of new words. `quotable`: the guard found nobody, no class and no place that the words point at.

    An author who lifts the answer afterwards is shown it as its readers would read it.
    """
    return wanted if quotable else min(wanted, Rung.GROUP)

"""How many have answered, as far as a number may tell it: nobody may find out from it who has and who has not."""

from content.vocabulary.prompting import Turnout
from dialogs.sharing.reaching import CROWD


def turnout_of(answered: int, invited: int, *, missed: int = 0) -> Turnout:
    """`invited` counts those the question reached, `missed` those it should have reached and did not.

    A number is told where it counts a crowd and leaves out a crowd: each of two would know of the other, and of a few
    who have not answered somebody would soon know which. That some were missed is told in words alone, and only of a
    group large enough for it to be anybody.
    """
    all_reached = not missed or invited + missed < CROWD
    if answered < CROWD or invited - answered < CROWD:
        return Turnout(all_reached=all_reached)
    return Turnout(answered, invited, all_reached)

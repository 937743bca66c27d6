"""The turnout shown to people: a number, or words where a number could identify somebody."""

from itertools import product

import pytest

from content.vocabulary.prompting import Turnout
from dialogs.sharing.turnout import turnout_of, turnout_over

FEW = 5


@pytest.mark.parametrize(("answered", "invited"), [(5, 10), (6, 11), (20, 40), (35, 40)])
def test_a_number_that_counts_a_crowd_and_leaves_out_a_crowd_is_told(answered: int, invited: int) -> None:
    assert turnout_of(answered, invited) == Turnout(answered, invited)


def test_what_is_told_of_any_others_is_the_same_whoever_and_however_many_have_answered() -> None:
    """Of two, each would learn about the other; all but one identifies the last; none or all identifies everybody."""
    told = {
        turnout_of(answered, invited)
        for answered, invited in product(range(40), range(40))
        if answered <= invited and (answered < FEW or invited - answered < FEW)
    }
    assert told == {Turnout()}


@pytest.mark.parametrize(
    ("answered", "invited", "missed", "all_reached"),
    [(3, 3, 3, False), (3, 6, 0, True), (2, 3, 1, True), (1, 4, 1, False), (8, 20, 1, False), (0, 0, 4, True)],
)
def test_that_some_were_missed_is_said_of_a_group_of_five_or_more(
    answered: int, invited: int, missed: int, *, all_reached: bool
) -> None:
    assert turnout_of(answered, invited, missed=missed).all_reached is all_reached


def test_a_number_is_told_of_one_session_and_none_of_several() -> None:
    """Six answered in one and six in another: seven in both together would tell that one person answered in one."""
    one, other, missed = Turnout(6, 12), Turnout(7, 12), Turnout(all_reached=False)
    assert turnout_over([one]) == one
    assert turnout_over([one, one]) == turnout_over([one, other]) == Turnout()
    assert turnout_over([one, missed]) == Turnout(all_reached=False)

"""The turnout shown to people: a number, or words where a number could identify somebody."""

from itertools import product
from uuid import UUID, uuid4, uuid5

import pytest

from content.vocabulary.prompting import Turnout
from dialogs.sharing.turnout import answered_in, people_among, turnout_of

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


def test_nameless_answers_count_in_their_session_and_once_over_several() -> None:
    """Two nameless answers of different sessions may be of the same author, who counts once."""
    tor, siv = (uuid5(UUID(int=1), name) for name in ("tor", "siv"))
    first, second = [tor, siv, uuid4()], [tor, uuid4(), uuid4()]
    assert answered_in([first]) == 3
    assert answered_in([first, second]) == 4
    assert answered_in([]) == 0
    assert people_among([*first, *second]) == {tor, siv}

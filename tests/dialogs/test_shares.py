"""How often each answer by one press was chosen: from the fifth answer on, and never so that it points at anybody."""

from itertools import combinations_with_replacement

from dialogs.sharing.anonymity import FEWEST
from dialogs.sharing.reaching import CROWD
from dialogs.sharing.shares import shares


def test_nothing_is_told_of_four_answers_nor_where_nearly_all_chose_the_same() -> None:
    assert shares([1, 2, 3, 4], 5) == ()
    assert shares([4] * 9, 5) == ()
    assert shares([4] * 9 + [1, 2], 5) == ()
    assert shares([4] * 9 + [1, 2, 3], 5) == ((1, None), (2, None), (3, None), (4, None))


def test_a_number_is_told_in_whole_fives_of_five_beside_five_others() -> None:
    assert shares([1] * 7 + [2] * 5, 2) == ((1, 5), (2, 5))
    assert shares([1] * 12 + [2] * 5 + [3], 5) == ((1, 10), (2, 5), (3, None))


def test_every_distribution_of_up_to_nine_answers_keeps_the_rules() -> None:
    for total in range(10):
        for chosen in combinations_with_replacement(range(1, 6), total):
            told = shares(chosen, 5)
            largest = max((chosen.count(number) for number in set(chosen)), default=0)
            assert bool(told) == (total >= CROWD and total - largest >= FEWEST)
            assert all(least is None for _, least in told), "no number of so few"
            assert {number for number, _ in told} <= set(chosen)


def test_what_is_no_answer_of_the_question_is_not_counted() -> None:
    assert shares([1, 2, 3, 9, 0], 3) == ()

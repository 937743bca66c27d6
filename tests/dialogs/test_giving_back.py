"""Which of others' answers stand on a receipt: two of at least three, the same for good, each about as often."""

from collections import Counter
from uuid import UUID

from dialogs.sharing.anonymity import FEWEST
from dialogs.sharing.giving_back import SHOWN, Candidate, chosen


def _id(number: int) -> UUID:
    return UUID(int=number)


def test_two_are_drawn_from_three_or_more_and_fewer_show_none() -> None:
    three = [Candidate(_id(number), 0) for number in range(FEWEST)]
    assert [len(chosen(_id(99), three[:number])) for number in range(FEWEST + 1)] == [0, 0, 0, SHOWN]


def test_the_choice_is_the_readers_own_and_says_nothing_of_order() -> None:
    pool = [Candidate(_id(number), 0) for number in range(8)]
    of_readers = {chosen(_id(reader), pool) for reader in range(100, 130)}
    assert len(of_readers) > 10
    assert all(chosen(_id(reader), pool[::-1]) == chosen(_id(reader), pool) for reader in range(100, 130))


def test_answers_in_a_group_are_shown_about_equally_often_and_never_drawn_from_fewer_than_three() -> None:
    shown: Counter[UUID] = Counter()
    for number in range(60):
        pool = [Candidate(_id(other), shown[_id(other)]) for other in range(number)]
        fresh = [one for one in pool if one.times < SHOWN]
        found = chosen(_id(number), pool)
        assert len(fresh) >= min(FEWEST, number)
        shown.update(found)
    assert max(shown.values()) == SHOWN
    assert sum(shown[_id(number)] == SHOWN for number in range(60)) >= 54


def test_where_fewer_than_three_are_left_unshown_the_two_are_drawn_from_all() -> None:
    worn = [Candidate(_id(number), 5) for number in range(6)]
    alone = [*worn, Candidate(_id(6), 0), Candidate(_id(7), 0)]
    found = Counter(one for reader in range(100, 200) for one in chosen(_id(reader), alone))
    assert set(found) == {one.id for one in alone}

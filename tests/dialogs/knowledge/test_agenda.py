"""An agenda's minutes add up, whatever there is to talk about and however long the meeting is."""

from itertools import combinations

import pytest

from dialogs.knowledge.agenda import Item, agenda, shared_out


def test_the_minutes_add_up_whatever_was_found() -> None:
    kinds = list(Item)
    for size in range(len(kinds) + 1):
        for found in combinations(kinds, size):
            for minutes in range(5, 245, 5):
                planned = agenda(minutes, found)
                assert sum(given for _, given in planned) == minutes
                assert [item for item, _ in planned] == [item for item in kinds if item in dict(planned)]
                assert planned[-1][0] is Item.DECIDE
                assert all(given >= 5 for _, given in planned)


def test_an_hour_with_everything_opens_with_what_was_promised_and_ends_with_what_is_decided() -> None:
    assert agenda(60, list(Item)) == (
        (Item.PROMISES, 5),
        (Item.STRENGTH, 10),
        (Item.TENSION, 10),
        (Item.DILEMMA, 20),
        (Item.TALK, 10),
        (Item.DECIDE, 5),
    )
    assert agenda(30, list(Item))[0] == (Item.PROMISES, 5)
    assert agenda(15, [Item.TALK]) == ((Item.TALK, 10), (Item.DECIDE, 5))
    assert agenda(5, list(Item)) == ((Item.DECIDE, 5),)


@pytest.mark.parametrize("minutes", range(6, 61))
def test_the_steps_of_a_session_type_share_out_the_items_minutes(minutes: int) -> None:
    shared = shared_out(minutes, (8, 5, 10, 15, 5, 7))
    assert sum(shared) == minutes
    assert min(shared) >= 1

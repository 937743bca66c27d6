"""Notices about people whom a question did not reach: numbers and names, unless somebody else could be identified."""

import pytest

from dialogs.sharing.reaching import CROWD, SHARE, Reach

NAMES = ("Ali", "Bodil", "Dag", "Ella", "Frode", "Gry", "Siv", "Tor")


@pytest.mark.parametrize(
    ("asked", "missing", "told"),
    [
        (8, 1, False),
        (8, 2, True),
        (10, 2, False),
        (10, 3, True),
        (5, 1, False),
        (4, 1, True),
        (1, 1, True),
        (0, 0, False),
    ],
)
def test_the_unreached_are_told_when_more_than_the_share_has_not_added_the_bot(
    asked: int, missing: int, told: bool
) -> None:
    assert Reach(asked, NAMES[:missing]).is_worth_telling(SHARE) is told


def test_a_share_of_all_is_never_told_and_a_share_of_none_whenever_somebody_is_missing() -> None:
    assert not Reach(8, NAMES).is_worth_telling(100)
    assert Reach(1000, NAMES[:1]).is_worth_telling(0)
    assert not Reach(1000).is_worth_telling(0)


@pytest.mark.parametrize(
    ("asked", "missing", "removed", "told"),
    [
        (8, 0, 0, "nothing"),
        (3, 0, 1, "nothing"),
        (3, 2, 1, "nothing"),  # the only person not named would be identified
        (8, 4, 1, "nothing"),
        (8, 3, 1, "a few"),
        (5, 0, 1, "a few"),
        (20, 0, 4, "a few"),
        (20, 0, 5, "their number"),
        (20, 5, 10, "their number"),
        (20, 5, 11, "most"),
        (8, 0, 8, "most"),
        (8, 3, 5, "most"),
    ],
)
def test_what_is_told_of_people_who_removed_the_bot_points_at_nobody(
    asked: int, missing: int, removed: int, told: str
) -> None:
    assert Reach(asked, NAMES[:missing], removed).tells_of_removed == told


def test_a_number_of_removals_is_told_only_where_both_they_and_the_others_are_many() -> None:
    for asked in range(1, 24):
        for missing in range(min(asked, len(NAMES)) + 1):
            for removed in range(asked - missing + 1):
                reach = Reach(asked, NAMES[:missing], removed)
                others = asked - missing - removed
                assert (reach.tells_of_removed != "their number") or (removed >= CROWD and others >= CROWD)
                assert reach.removed - CROWD < reach.removed_at_least <= reach.removed
                assert reach.removed_at_least % CROWD == 0
                assert (reach.tells_of_removed == "nothing") or asked - missing >= CROWD


def test_removals_that_are_not_told_do_not_change_whether_the_unreached_are_told() -> None:
    """One of five is within the share, so that the removal by an unnamed person must not change the outcome."""
    assert not Reach(5, NAMES[:1], 1).is_worth_telling(SHARE)
    assert not Reach(3, (), 1).is_worth_telling(SHARE)

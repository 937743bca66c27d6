"""The numbers of a running session: none points at anybody, and two looks never differ by one person."""

import pytest

from content.vocabulary.series_pages import Progress, Waiting, WaitsFor
from dialogs.sharing.progress import progress_of

Counted = tuple[int, int, int, dict[WaitsFor, int]]
CASES: tuple[tuple[Counted, Progress], ...] = (
    # A small group has no numbers at all, whatever has happened in it.
    ((4, 4, 4, {}), Progress(None)),
    ((4, 2, 0, {"not_installed": 2}), Progress(None)),
    # Everybody is reached; five have answered and five have not.
    ((10, 10, 5, {}), Progress(10, answered=5, all_reached=True)),
    ((10, 10, 4, {}), Progress(10, all_reached=True)),
    ((10, 10, 6, {}), Progress(10, all_reached=True)),
    # In whole fives.
    ((23, 23, 14, {}), Progress(23, answered=10, all_reached=True)),
    ((23, 17, 12, {"not_installed": 6}), Progress(23, reached=15, answered=10, waiting=(Waiting("not_installed", 5),))),
    ((23, 21, 3, {"not_installed": 2}), Progress(23, some_waiting=True)),
    (
        (23, 16, 3, {"not_installed": 5, "removed": 2}),
        Progress(23, reached=15, waiting=(Waiting("not_installed", 5),), some_waiting=True),
    ),
    ((23, 0, 0, {"on_its_way": 23}), Progress(23, some_waiting=True)),
)


@pytest.mark.parametrize(("counted", "told"), CASES)
def test_numbers_are_told_in_fives_where_as_many_again_are_not_in_them(counted: Counted, told: Progress) -> None:
    assert progress_of(*counted) == told


def test_beside_names_nobody_is_told_how_many_have_answered() -> None:
    assert progress_of(23, 23, 12, {}, is_signed=True).answered is None


def test_one_more_answer_never_shows_unless_four_others_came_with_it_or_before() -> None:
    told = [progress_of(30, 30, answered, {}).answered for answered in range(31)]
    assert told == [None] * 5 + [5] * 5 + [10] * 5 + [15] * 5 + [20] * 5 + [25] + [None] * 5

"""Whole school years of the packaged catalogue, held to the rules of a good process leader.

`python -m bot year` prints such a year for a real group; what it asks a made-up one is read here.
"""

from collections import Counter
from itertools import pairwise

import pytest

from content.catalogue_types import Family, Level
from dialogs.asking import suiting
from dialogs.asking.choosing import ENOUGH_OF_FAMILY, FIRST_ARE_LIGHT, LONGEST_REST
from dialogs.calendar.instants import local
from dialogs.calendar.seasons import season
from tests.dialogs import made_up
from tests.dialogs.school_years import AREAS, FILE, GROUPS, WEEKS, as_markdown, pool, year


def rich(*, hard: int = 0, own: int = 0) -> list[tuple[str, str | None]]:
    """Every unlimited year, and the years of one area that have a question a week, so many hard, so many of their own.

    A small group of people about one area through a whole year meets some questions again; then the rules yield.
    """
    found: list[tuple[str, str | None]] = []
    for name, asked in GROUPS.items():
        levels = suiting.own_levels(asked)
        for area in AREAS:
            there = pool(name, area)
            is_rich = sum(one.hard for one in there) >= hard and len(there) >= WEEKS
            if area is None or (is_rich and sum(not levels.isdisjoint(one.level) for one in there) >= own):
                found.append((name, area))
    return found


def test_most_years_of_one_area_are_held_to_the_rules_too() -> None:
    assert len(rich(hard=9, own=26)) >= 20


@pytest.fixture(params=[(name, area) for name in GROUPS for area in AREAS], ids=str)
def of(request: pytest.FixtureRequest) -> tuple[str, str | None]:
    name, area = request.param
    return (str(name), area)


def test_every_week_has_a_question_and_none_comes_again_before_all_have_come(of: tuple[str, str | None]) -> None:
    found = year(*of)
    assert len(found.choices) == len(found.sessions) == WEEKS
    most = max(Counter(one.prompt.id for one in found.choices).values())
    assert most == (1 if of[1] is None else -(-WEEKS // len(pool(*of))))


@pytest.mark.parametrize("of", rich(), ids=str)
def test_no_family_of_requirements_rests_for_more_than_ten_weeks(of: tuple[str, str | None]) -> None:
    laws = made_up.loaded().requirements
    tied = Counter(laws[one.requirement].family for one in pool(*of) if one.requirement)
    enough = ENOUGH_OF_FAMILY if of[1] is None else 3 * ENOUGH_OF_FAMILY  # some are hard, or of one season
    for family in (family for family in Family if tied[family] >= enough):
        at = [-1, *year(*of).times(family), WEEKS]
        assert max(later - earlier for earlier, later in pairwise(at)) <= LONGEST_REST, family


@pytest.mark.parametrize("of", rich(hard=9), ids=str)
def test_every_fourth_to_sixth_question_is_about_something_hard_and_the_first_two_are_not(
    of: tuple[str, str | None],
) -> None:
    at = [number for number, one in enumerate(year(*of).choices) if one.prompt.hard]
    assert FIRST_ARE_LIGHT <= at[0] < 6
    assert {later - earlier for earlier, later in pairwise(at)} <= {4, 5, 6}
    assert WEEKS - at[-1] <= 6


@pytest.mark.parametrize("of", rich(own=26), ids=str)
def test_two_thirds_are_written_for_groups_of_the_kind(of: tuple[str, str | None]) -> None:
    own = suiting.own_levels(GROUPS[of[0]])
    written = sum(not own.isdisjoint(one.prompt.level) for one in year(*of).choices)
    # In a year about one area, families of requirements go before.
    assert written >= (WEEKS * 2 / 3 if of[1] is None else WEEKS * 0.6)


def test_a_municipality_is_asked_as_owner_all_year_and_never_as_a_school() -> None:
    assert [one.prompt.id for one in year("styringsgruppe", None).choices if Level.OWNER not in one.prompt.level] == []


@pytest.mark.parametrize("of", rich(), ids=str)
def test_what_a_season_calls_for_comes_in_season(of: tuple[str, str | None]) -> None:
    found = year(*of)
    now = [season(local(session.opens_at).date()) for session in found.sessions]
    for one, at in zip(found.choices, now, strict=True):
        assert not one.prompt.seasons or at in one.prompt.seasons, one.prompt.id
    if of[1] is None:
        asked = {at for one, at in zip(found.choices, now, strict=True) if one.prompt.seasons}
        assert asked == {at for at in now if at}, "each season has questions of its own"


@pytest.mark.parametrize("name", GROUPS)
def test_areas_share_the_year_and_their_core_questions_come_first(name: str) -> None:
    found = year(name, None)
    shares = Counter(one.area for one in found.choices)
    assert set(shares) == set(made_up.loaded().areas)
    assert max(shares.values()) - min(shares.values()) <= 2
    for area in shares:
        first = next(one for one in found.choices if one.area == area)
        assert first.prompt.core, area
    assert [one.area for one in found.choices] == [one.prompt.areas[0] for one in found.choices]


@pytest.mark.parametrize("name", GROUPS)
def test_the_school_environment_is_asked_about_before_the_autumn_holiday(name: str) -> None:
    assert year(name, None).times(Family.ENVIRONMENT)[0] <= 6


def test_five_years_stand_beside_the_readme() -> None:
    """After a change of the questions `python -m tests.dialogs.school_years` writes them anew; then read them."""
    assert FILE.read_text(encoding="utf-8") == as_markdown()

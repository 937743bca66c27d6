"""Suitable prompts by level, audience, phase, kind of school and grades; and advice where no prompt is suitable."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from content.catalogue_types import Audience, Level, Phase, Prompt, SchoolType
from dialogs.asking import suiting
from dialogs.asking.suiting import Asked
from dialogs.model import GroupKind, Unit, UnitKind
from tests.dialogs import made_up
from tests.dialogs.made_up import MUNICIPALITY, NETWORK, SCHOOL, prompt, school

LEADING = (GroupKind.PRINCIPALS, GroupKind.NETWORK, GroupKind.STEERING)
OTHERS = tuple(kind for kind in GroupKind if kind not in LEADING)


def suited(*prompts: Prompt, kind: GroupKind = GroupKind.TEAM, unit: Unit = SCHOOL, **limits: Any) -> list[str]:  # noqa: ANN401
    """The ids of the prompts suitable for a group of this kind in a series with these limits."""
    series, group = made_up.series(**limits), made_up.group(kind, unit)
    return [one.id for one in suiting.suitable(series, Asked(group, unit), made_up.catalogue(*prompts))]


LEVELS = tuple(prompt(level.value, level=(level,)) for level in Level)


@pytest.mark.parametrize("kind", OTHERS)
def test_who_does_not_lead_is_asked_as_a_team_and_a_school(kind: GroupKind) -> None:
    assert suited(*LEVELS, kind=kind) == suited(*LEVELS, kind=kind, unit=MUNICIPALITY) == ["team", "school"]


@pytest.mark.parametrize(
    ("kind", "unit", "levels"),
    [
        (GroupKind.PRINCIPALS, SCHOOL, ["school", "principals"]),
        (GroupKind.STEERING, SCHOOL, ["school", "principals"]),
        (GroupKind.PRINCIPALS, MUNICIPALITY, ["school", "principals"]),
        (GroupKind.STEERING, MUNICIPALITY, ["principals", "owner"]),
        (GroupKind.NETWORK, MUNICIPALITY, ["school", "principals", "network"]),
        (GroupKind.NETWORK, NETWORK, ["school", "principals", "network"]),
    ],
)
def test_who_leads_is_asked_as_leaders_who_steers_a_municipality_as_its_owner_networks_as_networks(
    kind: GroupKind, unit: Unit, levels: list[str]
) -> None:
    assert suited(*LEVELS, kind=kind, unit=unit) == levels


AUDIENCES = (prompt("everyone"), *(prompt(one.value, audience=(one,)) for one in Audience))


def test_without_an_audience_each_kind_of_group_is_asked_about_its_own_practice_and_nobody_as_newcomers() -> None:
    for kind in LEADING:
        assert suited(*AUDIENCES, kind=kind) == ["everyone", "leaders"]
    for kind in (GroupKind.TEAM, GroupKind.STAFF):
        assert suited(*AUDIENCES, kind=kind) == ["everyone", "teachers", "assistants"]
    for kind in (GroupKind.SUBJECT, GroupKind.GRADE, GroupKind.ACROSS, GroupKind.WORKGROUP):
        assert suited(*AUDIENCES, kind=kind) == ["everyone", "teachers"]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", GroupKind)
def test_with_an_audience_what_is_for_it_is_asked_beside_what_is_for_everyone(
    audience: Audience, kind: GroupKind
) -> None:
    assert suited(*AUDIENCES, kind=kind, audience=audience) == ["everyone", audience.value]


def test_a_prompt_for_several_suits_each_of_them() -> None:
    both = prompt("both", audience=(Audience.NEWCOMERS, Audience.LEADERS))
    assert suited(both, kind=GroupKind.PRINCIPALS) == suited(both, audience=Audience.NEWCOMERS) == ["both"]
    assert suited(both) == []


def test_a_prompt_with_phases_suits_only_them_and_one_without_suits_all() -> None:
    always, late = prompt("always"), prompt("late", phases=(Phase.IMPLEMENTING, Phase.EVALUATING))
    assert suited(always, late) == suited(always, late, phase=Phase.EVALUATING) == ["always", "late"]
    assert suited(always, late, phase=Phase.MAPPING) == ["always"]


def test_a_series_areas_and_requirements_both_have_to_fit() -> None:
    prompts = (prompt("one", "ab", requirement="law"), prompt("two", "b"), prompt("three", "c", requirement="law"))
    assert suited(*prompts) == ["one", "two", "three"]
    assert suited(*prompts, areas=("b",)) == ["one", "two"]
    assert suited(*prompts, requirements=("law", "other")) == ["one", "three"]
    assert suited(*prompts, areas=("b",), requirements=("law",)) == ["one"]


def test_an_area_that_the_catalogue_has_no_more_is_not_asked_about() -> None:
    assert suited(prompt("gone", "x"), prompt("half", "xa")) == ["half"]
    assert suited(prompt("gone", "x"), prompt("half", "xa"), areas=("x",)) == []


TYPES = tuple(prompt(one.value, school_types=(one,)) for one in SchoolType)
BOTH = ["primary", "lower_secondary"]


@pytest.mark.parametrize(
    ("unit", "types"),
    [
        (school("1-7"), ["primary"]),
        (school("5.–7."), ["primary"]),
        (school("8-10"), ["lower_secondary"]),
        (school("1-10"), BOTH),
        (school("1-4, 8-10"), BOTH),
        (school("7"), ["primary"]),
        (school("8.-10. trinn"), ["lower_secondary"]),
        (school("1.–7. årstrinn"), ["primary"]),
        (school("1 til 7. klasse"), ["primary"]),
        (school("10-8"), ["lower_secondary"]),
        (school(""), BOTH),
        (school("barnetrinnet"), BOTH),
        (school("", UnitKind.KINDERGARTEN), ["kindergarten"]),
        (school("1-7", UnitKind.KINDERGARTEN, UnitKind.SCHOOL), ["kindergarten", "primary"]),
        (school("", UnitKind.SERVICE), BOTH),
        (MUNICIPALITY, BOTH),
        (NETWORK, BOTH),
    ],
)
def test_a_school_is_asked_as_what_it_is_and_who_is_above_it_about_schools(unit: Unit, types: list[str]) -> None:
    assert suited(*TYPES, unit=unit) == types


@pytest.mark.parametrize(
    ("unit", "named", "types"),
    [
        (MUNICIPALITY, ["kindergarten"], ["kindergarten"]),
        (MUNICIPALITY, ["sfo", "lower_secondary"], ["lower_secondary", "sfo"]),
        (school("1-10"), ["primary"], ["primary"]),
        (school("1-10"), ["sfo"], ["sfo"]),
        (school("8-10"), ["sfo"], []),
        (school("8-10"), ["primary"], []),
        (school("", UnitKind.KINDERGARTEN), ["sfo", "kindergarten"], ["kindergarten"]),
    ],
)
def test_a_series_may_name_the_kinds_of_school_and_a_school_stays_what_it_is(
    unit: Unit, named: Collection[str], types: list[str]
) -> None:
    assert suited(*TYPES, unit=unit, school_types=tuple(map(SchoolType, named))) == types


def test_a_question_about_grades_is_asked_where_the_school_has_one_of_them() -> None:
    about = prompt("about", grades=(7, 8), school_types=tuple(SchoolType))
    for unit in (school("1-7"), school("8-10"), school("")):
        assert suited(about, unit=unit) == ["about"]
    for unit in (school("1-6"), school("9-10"), school("", UnitKind.KINDERGARTEN)):
        assert suited(about, unit=unit) == []


@pytest.mark.parametrize(
    ("places", "asked"),
    [
        ((), ["seventh", "tenth", "primary", "lower"]),
        ((school("1-7"),), ["seventh", "primary"]),
        ((school("8-10"),), ["tenth", "lower"]),
        ((school("1-7"), school("8-10")), ["seventh", "tenth", "primary", "lower"]),
        ((school("1-6"),), ["primary"]),
        ((school("1-7"), school("", UnitKind.KINDERGARTEN)), ["seventh", "primary"]),
    ],
)
def test_principals_are_asked_about_the_grades_of_their_own_schools(places: tuple[Unit, ...], asked: list[str]) -> None:
    pool = (
        prompt("seventh", grades=(7,)),
        prompt("tenth", grades=(10,)),
        prompt("primary", school_types=(SchoolType.PRIMARY,)),
        prompt("lower", school_types=(SchoolType.LOWER_SECONDARY,)),
        prompt("kindergarten", school_types=(SchoolType.KINDERGARTEN,)),
    )
    theirs = Asked(made_up.group(GroupKind.PRINCIPALS, MUNICIPALITY), MUNICIPALITY, places)
    found = suiting.suitable(made_up.series(), theirs, made_up.catalogue(*pool))
    assert [one.id for one in found] == asked


def remedies(*prompts: Prompt, unit: Unit = SCHOOL, **limits: Any) -> Mapping[str, tuple[str, ...]]:  # noqa: ANN401
    series, group = made_up.series(**limits), made_up.group(unit=unit)
    return suiting.remedies(series, Asked(group, unit), made_up.catalogue(*prompts))


def test_the_remedies_are_the_keys_that_would_help_if_changed_alone() -> None:
    prompts = (prompt("one", "a", phases=(Phase.MAPPING,)), prompt("two", "b", phases=(Phase.EVALUATING,)))
    assert remedies(*prompts, areas=("a",), phase=Phase.EVALUATING) == {"areas": ("", "b"), "phase": ("", "mapping")}
    assert remedies(*prompts, areas=("c",), phase=Phase.MAPPING) == {"areas": ("", "a")}
    assert remedies(*prompts, areas=("c",), phase=Phase.IMPLEMENTING) == {}


def test_naming_an_audience_or_school_type_is_a_remedy_only_for_prompts_that_name_one() -> None:
    law = next(iter(made_up.loaded().requirements))
    newcomers = prompt("new", requirement=law, audience=(Audience.NEWCOMERS,))
    sfo = prompt("sfo", requirement=law, school_types=(SchoolType.SFO,))
    assert remedies(newcomers, prompt("other"), requirements=(law,)) == {
        "requirements": ("",),
        "audience": ("newcomers",),
    }
    assert remedies(sfo, prompt("other"), requirements=(law,)) == {"requirements": ("",), "school_types": ("sfo",)}


def test_what_only_makes_sense_with_a_programme_is_asked_where_it_is_a_goal_or_stands_under_one() -> None:
    entries = made_up.loaded().entries
    strategy = next(entry for entry in entries.values() if entry.parent in entries)
    local = prompt("local", local=True, entries=(strategy.id,))
    assert suited(local, prompt("other")) == ["other"]
    assert suited(local, prompt("other"), goals=(strategy.id,)) == ["local", "other"]
    assert suited(local, prompt("other"), goals=(str(strategy.parent),)) == ["local", "other"]
    assert suited(local, prompt("other"), goals=("en annen",)) == ["other"]

"""The choice of a group's next prompt among the suitable ones: each rule, the order of the rules, and invariants."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue_types import Family, Level, Prompt, Season
from content.language import Wording
from dialogs.asking import choosing, suiting
from dialogs.asking.choosing import Choice
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import instant
from dialogs.model import AppliedRule, PastPrompt, Reason, Rhythm, Session
from tests.dialogs import made_up
from tests.dialogs.made_up import SCHOOL, prompt, school


def choice(
    pool: Sequence[Prompt],
    history: Sequence[PastPrompt] = (),
    *,
    ordinal: int = 0,
    model: str = "abc",
    **limits: Any,  # noqa: ANN401 - fields of the series
) -> Choice:
    """`model` names the model's areas, in order."""
    found = choosing.choose(
        made_up.session(ordinal),
        made_up.series(**limits),
        Asked(made_up.group(), SCHOOL),
        history,
        catalogue=made_up.catalogue(*pool, areas=model),
    )
    assert found is not None
    return found


def chosen(prompts: Sequence[Prompt], history: Sequence[PastPrompt] = (), **limits: Any) -> str:  # noqa: ANN401
    return choice(prompts, history, **limits).prompt.id


def met(
    id_: str, *, series: str = "host", area: str = "a", law: str | None = None, people: tuple[int, ...] = ()
) -> PastPrompt:
    """`people` are the numbers of people asked, answered and passed; by default all ten answered."""
    asked, answered, passed = people or (10, 10, 0)
    return PastPrompt(series, id_, area, law, over=True, asked=asked, answered=answered, passed=passed)


ONE, TWO, THREE = prompt("one"), prompt("two"), prompt("three")


def test_where_nothing_else_decides_it_is_a_series_own_order_and_never_that_of_the_files() -> None:
    many = [prompt(f"p{n}") for n in range(12)]
    assert chosen(many) == chosen(many[::-1])
    assert len({chosen(many, id=f"host-{n}") for n in range(8)}) > 1
    assert choice(many).because[-1].reason is Reason.MIXED


def test_nothing_suits_and_nothing_is_chosen() -> None:
    nothing = made_up.catalogue(prompt("away", "x"))
    assert (
        choosing.choose(made_up.session(), made_up.SERIES, Asked(made_up.group(), SCHOOL), (), catalogue=nothing)
        is None
    )


def test_the_prompt_asked_least_in_the_series_comes_first() -> None:
    assert chosen([ONE, TWO, THREE], [met("one"), met("two")]) == "three"
    assert chosen([ONE, TWO], [met("one"), met("two"), met("one")]) == "two"


@pytest.mark.parametrize(
    ("people", "rests"),
    [
        ((10, 4, 6), True),
        ((10, 5, 5), False),
        ((9, 2, 0), True),
        ((9, 3, 0), False),
        ((10, 4, 0), False),
        ((10, 3, 0), True),
        ((3, 0, 0), True),
        ((3, 1, 2), True),
        ((2, 0, 2), False),
        ((1, 0, 0), False),
        ((0, 0, 0), False),
    ],
)
def test_a_prompt_rests_after_more_than_half_passed_or_fewer_than_a_third_answered(
    people: tuple[int, int, int], rests: bool
) -> None:
    history = [met("one", people=people), met("two")]
    assert chosen([ONE, TWO], history) == ("two" if rests else "one")


def test_resting_prompts_come_before_any_prompt_returns() -> None:
    assert chosen([ONE, TWO], [met("one", series="var", people=(9, 0, 0)), met("two")]) == "one"


def test_resting_holds_across_the_series_of_the_group_and_ends_when_it_is_met_better() -> None:
    thin, well = met("one", series="var", people=(9, 0, 0)), met("one", series="var")
    assert chosen([ONE, TWO], [thin, met("two", series="var")]) == "two"
    assert chosen([ONE, TWO], [thin, well, met("two", series="var")]) == "one"
    assert chosen([ONE, TWO], [well, thin, met("two", series="var")]) == "two"


def test_a_step_that_is_still_open_says_nothing_of_how_its_prompt_is_met() -> None:
    thin, other = met("one", series="var", people=(9, 0, 0)), met("two", series="var")
    assert chosen([ONE, TWO], [replace(thin, over=False), other]) == "one"
    assert chosen([ONE, TWO], [thin, replace(met("one", series="var"), over=False), other]) == "two"


def test_what_is_new_to_the_group_comes_before_what_it_has_met_in_other_series() -> None:
    assert chosen([ONE, TWO], [met("one", series="var")]) == "two"


def test_what_rests_comes_after_what_was_met_elsewhere_and_that_after_what_the_series_has_not_asked() -> None:
    rests, known = met("one", series="var", people=(9, 0, 0)), met("two", series="var")
    assert chosen([ONE, TWO, THREE], [rests, known]) == "three"
    assert chosen([ONE, TWO, THREE], [rests, known, met("three")]) == "two"
    assert chosen([ONE, TWO, THREE], [rests, known, met("three"), met("two")]) == "one"


def areas_of(prompts: Sequence[Prompt], times: int, history: Sequence[PastPrompt] = (), **limits: Any) -> str:  # noqa: ANN401
    """The areas of the next questions, each counted as asked before the next."""
    met, found = list(history), ""
    for ordinal in range(times):
        one = choice(prompts, met, ordinal=ordinal, **limits)
        met.append(choosing.past_prompt(one, made_up.session(ordinal)))
        found += one.area
    return found


def test_the_area_furthest_behind_its_share_is_next_and_shares_go_by_weight() -> None:
    prompts = [prompt(f"{area}{n}", area) for area in "abc" for n in range(9)]
    assert areas_of(prompts, 6) == "abcabc"
    assert areas_of(prompts, 4, model="cab") == "cabc"
    assert areas_of(prompts, 4, areas=("b", "a")) == "baba"
    assert areas_of(prompts, 3, [met("a8"), met("a7")]) == "bcb"
    shares = Counter(areas_of(prompts, 12, weights={"a": 2}))
    assert shares == {"a": 6, "b": 3, "c": 3}


def test_an_area_without_prompts_has_no_turn() -> None:
    assert areas_of([prompt("one", "a"), prompt("two", "c"), prompt("three", "a")], 3) == "aca"


def test_where_an_areas_prompts_are_used_the_next_one_that_has_any_left_takes_its_turn() -> None:
    prompts = [prompt("one", "a"), prompt("two", "b"), prompt("three", "b")]
    found = choice(prompts, [met("one"), met("two", area="b")], ordinal=2)
    assert (found.prompt.id, found.area) == ("three", "b")
    assert found.because[-1] == AppliedRule(Reason.TURN, 1, {"rank": 1, "area": "b", "turn": "a", "areas": 2})


def test_a_question_stands_under_the_area_that_it_is_about_first_of_all() -> None:
    assert areas_of([prompt(f"p{n}", "acb") for n in range(3)], 3) == "aaa"
    assert areas_of([prompt("one", "acb")], 1, areas=("b", "c")) == "c", "a series about other areas"


STRONG = prompt("strong", strength=True)


def test_an_area_that_is_new_to_the_series_begins_with_what_works() -> None:
    assert chosen([ONE, STRONG]) == "strong"
    assert chosen([ONE, STRONG], [met("elsewhere", series="var")]) == "strong", "new to this series"
    assert chosen([ONE, STRONG], [met("before", area="b")]) == "strong"
    assert chosen([ONE, STRONG], [met("before", area="a")]) == "one"


def test_the_areas_turn_goes_before_what_works() -> None:
    assert chosen([prompt("weak", "a"), prompt("strong", "b", strength=True)]) == "weak"


TIED = [prompt("first", requirement="law"), prompt("second", requirement="other")]
LAWS = ("law", "other")


def test_of_the_series_requirements_the_one_least_asked_about_comes_first() -> None:
    asked = met("before", law="law")
    assert chosen(TIED, [asked], requirements=LAWS) == "second"
    assert chosen(TIED, [asked, met("too", law="other"), met("three", law="other")], requirements=LAWS) == "first"
    said = [one.reason for one in choice(TIED, [replace(asked, series="var")], requirements=LAWS).because]
    assert Reason.REQUIREMENT not in said, "asked in another series"
    assert Reason.REQUIREMENT not in [one.reason for one in choice(TIED, [asked]).because], "the series names none"


def test_a_prompt_about_strengths_goes_before_the_requirement() -> None:
    strong = prompt("strong", requirement="law", strength=True)
    assert chosen([*TIED, strong], [met("before", area="b", law="law")], requirements=LAWS) == "strong"


def test_what_serves_the_series_goals_comes_first_within_the_area() -> None:
    entries = made_up.loaded().entries
    strategy = next(entry for entry in entries.values() if entry.parent in entries)
    serving, elsewhere = prompt("serving", entries=(strategy.id,)), prompt("elsewhere", "b", entries=(strategy.id,))
    strong = prompt("strong", strength=True)
    assert chosen([strong, serving, elsewhere]) == "strong"
    assert chosen([strong, serving, elsewhere], goals=(strategy.id,)) == "serving"
    assert chosen([strong, serving, elsewhere], goals=(str(strategy.parent),)) == "serving"
    assert Reason.GOALS in [one.reason for one in choice([strong], goals=(strategy.id,)).because]


def following(pool: Sequence[Prompt], times: int, **limits: Any) -> list[Prompt]:  # noqa: ANN401
    """The next questions, each counted as asked before the next."""
    history: list[PastPrompt] = []
    found = []
    for ordinal in range(times):
        one = choice(pool, history, ordinal=ordinal, **limits)
        history.append(choosing.past_prompt(one, made_up.session(ordinal)))
        found.append(one.prompt)
    return found


def test_two_thirds_are_written_for_such_groups_and_not_for_schools_as_such() -> None:
    """The area with most turns has nothing else than questions for schools in general."""
    for_schools = [prompt(f"s{n}", "a", level=(Level.SCHOOL,)) for n in range(20)]
    own = [prompt(f"o{n}", "b", level=(Level.TEAM,)) for n in range(20)]
    asked = following([*for_schools, *own], 12, weights={"a": 10})
    for upto in range(1, 13):
        assert 3 * sum(one.level == (Level.TEAM,) for one in asked[:upto]) >= 2 * upto
    assert asked[2].id.startswith("s"), "and not all of them"


HARD = [prompt(f"h{n}", hard=True) for n in range(9)]
LIGHT = [prompt(f"l{n}") for n in range(30)]


def test_every_fourth_to_sixth_question_asks_about_something_hard_and_neither_of_the_first_two() -> None:
    asked = following([*HARD, *LIGHT], 30)
    at = [number for number, one in enumerate(asked) if one.hard]
    assert at
    assert at[0] >= 2
    assert {later - earlier for earlier, later in pairwise(at)} <= {4, 5, 6}
    assert at[0] <= 5
    assert 30 - at[-1] <= 6
    told = choice([*HARD, *LIGHT], [met("l1"), met("l2"), met("l3"), met("l4")]).because
    assert AppliedRule(Reason.HARD, 9, {"rank": 0, "since": 5}) in told


def test_where_nothing_hard_is_left_what_is_light_is_asked_on() -> None:
    assert Reason.HARD not in [one.reason for one in choice(LIGHT, [met(f"l{n}") for n in range(4)]).because]


def opening(day: date) -> Session:
    return replace(made_up.session(), opens_at=instant(datetime.combine(day, time(8))))


def on_day(prompts: Sequence[Prompt], day: date, **limits: Any) -> Choice:  # noqa: ANN401
    asked, series = Asked(made_up.group(), SCHOOL), made_up.series(**limits)
    found = choosing.choose(opening(day), series, asked, (), catalogue=made_up.catalogue(*prompts))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 8, 20), Season.START),
        (date(2026, 10, 20), Season.TALKS),
        (date(2026, 12, 1), Season.RESULTS),
        (date(2027, 1, 12), Season.RESULTS),
        (date(2027, 2, 9), Season.TALKS),
        (date(2027, 5, 20), Season.SPRING),
    ],
)
def test_what_a_season_calls_for_comes_then_and_at_no_other_time(day: date, season: Season) -> None:
    seasonal, plain = [prompt(one.value, seasons=(one,)) for one in Season], [prompt(f"p{n}") for n in range(20)]
    assert on_day([*seasonal, *plain], day).prompt.id == season
    assert AppliedRule(Reason.SEASON, 1, {"rank": 0, "season": season}) in on_day([*seasonal, *plain], day).because
    assert not on_day([*seasonal, *plain], date(2027, 4, 6)).prompt.seasons


def test_a_question_about_this_week_waits_until_thursday() -> None:
    week, plain = prompt("week", late_in_week=True, core=True), prompt("plain")
    assert [on_day([week, plain], date(2026, 11, day)).prompt.id for day in range(23, 28)] == ["plain"] * 3 + [
        "week"
    ] * 2


def test_core_questions_of_an_area_come_before_its_others() -> None:
    core, plain = [prompt(f"c{n}", core=True) for n in range(3)], [prompt(f"p{n}") for n in range(20)]
    assert {one.id for one in following([*plain, *core], 3)} == {"c0", "c1", "c2"}
    assert AppliedRule(Reason.CORE, 3, {"rank": 0}) in choice([*plain, *core]).because


def law_of(family: Family) -> str:
    return next(id_ for id_, law in made_up.loaded().requirements.items() if law.family is family)


@pytest.mark.parametrize(("every", "longest"), [(Rhythm.WEEK, 10), (Rhythm.FORTNIGHT, 5)])
def test_no_family_of_requirements_rests_for_more_than_ten_school_weeks(every: Rhythm, longest: int) -> None:
    tied = [prompt(f"{family}{n}", "ab", requirement=law_of(family)) for family in Family for n in range(9)]
    free = [prompt(f"p{n}", "a", core=True) for n in range(40)]
    asked = following([*free, *tied], 30, every=every)
    for family in Family:
        at = [-1, *(n for n, one in enumerate(asked) if one.id.startswith(family)), len(asked)]
        assert max(later - earlier for earlier, later in pairwise(at)) <= longest, family
    assert sum(one.requirement is None for one in asked) >= (10 if every is Rhythm.WEEK else 0)


def test_what_was_asked_in_another_series_of_the_group_has_not_rested() -> None:
    tied = [prompt(f"{family}{n}", requirement=law_of(family)) for family in Family for n in range(9)]
    asked_here = [met(f"p{n}") for n in range(8)]
    elsewhere = [met("x", series="var", law=law_of(Family.VOICE))]
    [family] = [one for one in choice(tied, [*asked_here, *elsewhere]).because if one.reason is Reason.FAMILY]
    assert family.facts["family"] != Family.VOICE


def test_the_area_of_the_groups_last_commitment_leads_once() -> None:
    prompts = [prompt(f"{area}{n}", area) for area in "abc" for n in range(9)]
    promised = [met("a1"), replace(met("c1", area="c"), promised=True)]
    first = choice(prompts, promised)
    assert first.area == "c"
    assert AppliedRule(Reason.COMMITMENT, 8, {"rank": 0, "area": "c"}) in first.because
    assert choice(prompts, [*promised, met("c2", area="c")]).area == "b"
    assert choice(prompts, [*promised, met("c2", series="var", area="c")]).area == "b", "asked in another series"


def test_a_series_asks_the_questions_that_it_names_in_their_order() -> None:
    prompts = [prompt(id_, area) for id_, area in (("one", "a"), ("two", "b"), ("three", "c"), ("four", "a"))]
    asked = following(prompts, 4, prompts=("three", "one", "two"))
    assert [one.id for one in asked] == ["three", "one", "two", "three"]


def test_each_rule_that_had_a_say_is_told_with_what_it_left() -> None:
    prompts = [
        prompt("used"),
        prompt("rests", "a"),
        prompt("known", "b"),
        prompt("other", "b"),
        *(prompt(f"weak{n}", "a") for n in range(2)),
        *(prompt(f"strong{n}", "a", strength=True) for n in range(3)),
    ]
    history = [
        met("known", series="var"),
        met("rests", series="var", people=(9, 0, 0)),
        met("used", area="b"),
        met("gone"),
    ]
    found = choice(prompts, history[:-1], ordinal=2)
    told = [(one.reason, one.left) for one in found.because]
    assert told == [
        (Reason.FITS, 9),
        (Reason.LEAST_ASKED, 8),
        (Reason.RESTED, 7),
        (Reason.NEW, 6),
        (Reason.TURN, 5),
        (Reason.STRENGTH, 3),
        (Reason.MIXED, 1),
    ]
    fits = found.because[0].facts
    assert (fits["asked"], fits["rest"], fits["areas"], fits["level"]) == (1, 1, "", "team, school")
    assert found.because[4].facts == {"rank": 0, "area": "a", "turn": "a", "areas": 2}


def test_what_a_rule_had_to_make_do_with_is_told() -> None:
    thin = met("one", people=(9, 0, 0))
    found = choice([ONE], [thin, replace(thin, series="var")])
    assert [(one.reason, one.left, one.facts.get("rank")) for one in found.because] == [
        (Reason.FITS, 1, None),
        (Reason.LEAST_ASKED, 1, 1),
        (Reason.RESTED, 1, 1),
        (Reason.NEW, 1, 1),
    ]


def test_the_only_prompt_there_is_needs_no_more_reason() -> None:
    assert [one.reason for one in choice([STRONG]).because] == [Reason.FITS]


def test_the_blanks_are_filled_for_the_local_day_it_opens_and_the_grades_the_school_has() -> None:
    question = Wording("{grades} i {school_year}?", "{grades} i {school_year}?", "{grades} in {year}?")
    about = prompt("about", question=question, grades=(7, 8, 9, 10))
    new_year = replace(made_up.session(), opens_at=instant(datetime(2027, 1, 1)))  # noqa: DTZ001 - local wall time
    found = choosing.choose(
        new_year, made_up.SERIES, Asked(made_up.group(), school("8-9")), (), catalogue=made_up.catalogue(about)
    )
    assert found is not None
    assert found.prompt.question == Wording("8. og 9. i 2026–27?", "8. og 9. i 2026–27?", "8 and 9 in 2027?")
    assert replace(found.prompt, question=question) == about


# Invariants, for any catalogue and any history.

AREAS = st.sets(st.sampled_from("abc"), min_size=1).map(sorted).map(tuple)
LAW = st.sampled_from(["law", "other", None])


@st.composite
def prompts(draw: st.DrawFn) -> list[Prompt]:
    number = draw(st.integers(1, 8))
    return [
        prompt(f"p{n}", areas="".join(draw(AREAS)), requirement=draw(LAW), strength=draw(st.booleans()))
        for n in range(number)
    ]


@st.composite
def histories(draw: st.DrawFn) -> list[PastPrompt]:
    people = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
    id_, series, over = st.sampled_from([f"p{n}" for n in range(9)]), st.sampled_from(["host", "var"]), st.booleans()
    one = st.builds(
        lambda id_, series, area, law, people, over: replace(
            met(id_, series=series, area=area, law=law, people=people), over=over
        ),
        *(id_, series, st.sampled_from("abc"), LAW, people, over),
    )
    return draw(st.lists(one, max_size=12))


LIMITS = st.fixed_dictionaries(
    {}, optional={"areas": AREAS, "requirements": st.sets(st.sampled_from(LAWS), min_size=1).map(sorted).map(tuple)}
)


@given(prompts(), histories(), st.integers(0, 30), LIMITS)
def test_the_choice_is_the_same_each_time_in_the_pool_and_under_one_of_its_own_areas(
    prompts: list[Prompt], history: list[PastPrompt], ordinal: int, limits: dict[str, Any]
) -> None:
    series, asked = made_up.series(**limits), Asked(made_up.group(), SCHOOL)
    content = made_up.catalogue(*prompts)
    pool = suiting.suitable(series, asked, content)
    one, two = (
        choosing.choose(made_up.session(ordinal), series, asked, list(history), catalogue=content) for _ in range(2)
    )
    assert one == two
    assert (one is None) == (not pool)
    if one is not None:
        assert one.prompt in pool
        assert one.area in one.prompt.areas
        assert one.area in (series.areas or content.areas)
        assert one.because[0].left == len(pool)
        assert [reason.left for reason in one.because] == sorted((r.left for r in one.because), reverse=True)


@given(prompts(), histories(), LIMITS, st.data())
def test_nothing_returns_before_the_pool_is_used(
    prompts: list[Prompt], earlier: list[PastPrompt], limits: dict[str, Any], data: st.DataObject
) -> None:
    """Holds for any numbers of answers, and whatever prompts the group meets in other series."""
    series, asked = made_up.series(**limits), Asked(made_up.group(), SCHOOL)
    content = made_up.catalogue(*prompts)
    pool = suiting.suitable(series, asked, content)
    history = [replace(one, series="var") for one in earlier]
    for ordinal in range(2 * len(pool)):
        session = made_up.session(ordinal)
        found = choosing.choose(session, series, asked, history, catalogue=content)
        assert found is not None
        passed = data.draw(st.integers(0, 10))
        history.append(replace(choosing.past_prompt(found, session), over=True, asked=10, passed=passed))
    times = Counter(one.prompt for one in history if one.series == "host")
    assert times == dict.fromkeys((one.id for one in pool), 2)
    first = {one.prompt for one in history[len(earlier) : len(earlier) + len(pool)]}
    assert first == {one.id for one in pool}

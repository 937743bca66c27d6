"""Questions that people choose, or write, for single sessions, and the alternatives they choose from."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from content.catalogue_types import Season
from dialogs.asking import choosing
from dialogs.asking.alternatives import MOST, MOST_OF_AREA, alternatives
from dialogs.asking.causes import cause
from dialogs.asking.choosing import Choice
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import instant
from dialogs.model import ChosenQuestion, Language, OwnQuestion, PastPrompt, Reason, Series, Session, Stage
from dialogs.planning import session_questions
from dialogs.planning.since import changes_since
from tests.dialogs import made_up
from tests.dialogs.made_up import SCHOOL, prompt

ASKED = Asked(made_up.group(), SCHOOL)
POOL = (prompt("one"), prompt("two"), prompt("three"), prompt("far", "b"))
OWN = OwnQuestion("b", nn="Kva har de prøvd?")


def sessions(number: int) -> list[Session]:
    """Weekly, for the group."""
    first = made_up.session()
    return [
        replace(first, id=f"s{n}", ordinal=n, opens_at=first.opens_at + n * timedelta(weeks=1)) for n in range(number)
    ]


def choice(session: Session, series: Series, history: tuple[PastPrompt, ...] = ()) -> Choice:
    found = choosing.choose(session, series, ASKED, history, catalogue=made_up.catalogue(*POOL, areas="ab"))
    assert found is not None
    return found


def test_what_people_chose_is_asked_of_that_session_alone_and_before_every_rule() -> None:
    first, second, _ = sessions(3)
    series = session_questions.asking(made_up.series(), [second], "far")
    assert choice(second, series).prompt.id == "far"
    assert cause(choice(second, series).because) == "chosen"
    assert choice(first, series).because[0].reason is Reason.FITS


def test_an_own_question_is_asked_as_written_under_its_area() -> None:
    session = sessions(1)[0]
    found = choice(session, session_questions.asking(made_up.series(), [session], OWN))
    told = {found.prompt.question.to(language) for language in Language}
    assert (told, found.area, cause(found.because)) == ({"Kva har de prøvd?"}, "b", "own")
    met = choosing.past_prompt(found, session)
    assert choice(sessions(2)[1], made_up.series(), (met,)).area == "a", "the area has had its turn"


def test_the_rules_choose_again_when_a_choice_is_taken_back_or_cannot_be_asked() -> None:
    session = sessions(1)[0]
    plain = choice(session, made_up.series())
    gone = session_questions.asking(made_up.series(), [session], "not-there")
    nowhere = session_questions.asking(made_up.series(), [session], replace(OWN, area="z"))
    assert choice(session, gone) == choice(session, nowhere) == plain
    back = session_questions.left_to_rules(session_questions.asking(made_up.series(), [session], "far"), [session])
    assert back == made_up.series()


def test_what_is_chosen_for_a_later_session_is_not_asked_before() -> None:
    first, _, third = sessions(3)
    due = choice(first, made_up.series()).prompt.id
    kept = session_questions.asking(made_up.series(), [third], due)
    assert choice(first, kept).prompt.id != due
    assert choice(third, kept).prompt.id == due


def test_alternatives_are_fresh_of_several_areas_and_in_force() -> None:
    session = sessions(1)[0]
    many = [prompt(f"a{n}") for n in range(9)] + [prompt(f"b{n}", "b") for n in range(4)]
    away = [prompt("late", late_in_week=True), prompt("spring", seasons=(Season.SPRING,)), prompt("met")]
    history = (PastPrompt("other", "met", "a", None),)
    found = alternatives(
        session, made_up.series(), ASKED, history, catalogue=made_up.catalogue(*many, *away, areas="ab"), without={"a0"}
    )
    ids = [one.prompt.id for one in found]
    assert len(ids) == len(set(ids)) == MOST
    assert {"late", "spring", "met", "a0"}.isdisjoint(ids)
    assert sum(one.area == "a" for one in found[: 2 * MOST_OF_AREA]) == MOST_OF_AREA
    assert all(one.because for one in found)


def test_a_search_by_area_reaches_beyond_the_series() -> None:
    session, series = sessions(1)[0], made_up.series(areas=("a",))
    catalogue = made_up.catalogue(*POOL, areas="ab")
    assert {one.area for one in alternatives(session, series, ASKED, (), catalogue=catalogue)} == {"a"}
    found = alternatives(session, series, ASKED, (), catalogue=catalogue, area="b")
    assert [one.prompt.id for one in found] == ["far"]


NOW = instant(datetime.combine(date(2026, 1, 1), time(8)))


@pytest.mark.parametrize("by", [timedelta(0), timedelta(days=1), timedelta(hours=3)])
def test_a_choice_follows_its_session_to_another_day_of_the_week(by: timedelta) -> None:
    before = sessions(3)
    series = session_questions.asking(made_up.series(), [before[1]], "far")
    after = [replace(one, opens_at=one.opens_at + by) for one in before]
    found = session_questions.carried(series.questions, after, now=NOW)
    assert [(one.meant, one.prompt) for one in found.kept] == [(after[1].meant_at, "far")]
    assert found.lost == ()


def test_a_choice_without_a_session_left_is_told_and_an_old_one_is_not() -> None:
    first, second, third = sessions(3)
    series = session_questions.asking(made_up.series(), [first, second], "far")
    found = session_questions.carried(series.questions, [third], now=first.opens_at)
    assert (found.kept, [one.meant for one in found.lost]) == ((), [second.meant_at])
    over = [replace(second, id="x", opens_at=second.opens_at + timedelta(hours=1), stage=Stage.CLOSED)]
    assert session_questions.carried(series.questions, over, now=first.opens_at).kept == ()


def test_choices_made_meanwhile_are_told() -> None:
    first, second, _ = sessions(3)
    seen = session_questions.asking(made_up.series(), [first], "far")
    now = session_questions.asking(session_questions.left_to_rules(seen, [first]), [second], OWN)
    assert [one.done for one in changes_since(seen, now)] == ["asked_else", "asked_by_rules"]
    assert changes_since(seen, seen) == ()


def test_an_own_question_is_the_same_by_its_words_and_its_area() -> None:
    assert OWN.id == OwnQuestion("b", nn=OWN.nn).id
    assert len({OWN.id, replace(OWN, area="a").id, replace(OWN, nb=OWN.nn, nn="").id}) == 3
    assert ChosenQuestion("team", NOW, OWN.id, OWN).prompt.startswith("egen-")

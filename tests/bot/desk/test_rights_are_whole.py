"""The table of rights at the desk is whole: every press, way and right is in it, or is tried elsewhere."""

from pathlib import Path
from typing import get_args

from content.presses import WAYS, Press, SteerSeries
from dialogs.permissions import Verb
from tests.bot.desk import acts, elsewhere
from tests.bot.desk.acts import ACTS
from tests.bot.desk.rights import read_rows
from tests.bot.desk.subject import Subject
from tests.bot.desk.town import COLUMNS
from tests.bot.desk.ways_in import Pushed


def test_every_act_is_in_the_table_for_a_school_and_for_a_group_of_the_municipality() -> None:
    rows = read_rows()
    known = {(row.act, row.place) for row in rows}
    of_town = {act for act, place in known if place not in {"team", "principals", "network"}}
    assert {(act, place) for act in set(ACTS) - of_town for place in ("team", "principals")} <= known, "add a row"
    assert {act for act, _ in known} == set(ACTS)
    assert all(tuple(row.cells) == COLUMNS for row in rows)


_FORM = tuple((name, "") for name in ("key", "mark", "begins", "ends", "seen", "list"))


def pressed() -> list[Press]:
    on = Subject("g", "g", "s", "o", new_form=_FORM, edit_form=_FORM)
    pushed = (act.chat(on) for act in ACTS.values() if act.chat is not None)
    return [one.press for one in pushed if isinstance(one, Pushed)]


def test_every_press_of_the_desk_is_in_the_table() -> None:
    desk = set(get_args(Press)) - elsewhere.PRESSES
    assert desk == {type(one) for one in pressed()}, "add an act to acts.py and a row to rights.txt"
    ways_pressed = {one.way for one in pressed() if isinstance(one, SteerSeries)}
    assert ways_pressed | acts.ON_PAGES_ALONE == WAYS <= set(ACTS)


def test_every_right_is_tried_at_the_desk_or_elsewhere() -> None:
    assert {act.verb for act in ACTS.values()} == set(Verb) - set(elsewhere.VERBS)


def test_what_is_tried_elsewhere_names_a_test_that_is_there() -> None:
    tests = Path(__file__).parents[1]
    for named in elsewhere.HELD.values():
        file, _, test = named.partition("::")
        assert f"def {test}(" in (tests / file).read_text(encoding="utf-8"), named

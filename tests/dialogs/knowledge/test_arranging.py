"""Few answers: all of them in an order that reads well, and what several said once."""

from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.values import Answer, Excerpt


def test_exact_repeats_are_two_voices_and_one_quote() -> None:
    said = Finder().arrange([Answer("b", "Vi hilser i døra. "), Answer("a", "Vi hilser i døra."), Answer("c", "")])
    assert [(one.quote, one.people) for one in said.said] == [(Excerpt("a", 0, 17), 2)]
    assert said.unquoted == ("c",)

"""Few answers: all of them in an order that reads well, and what several said once."""

from functools import cache

from content.catalogue import load
from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.values import Answer, Excerpt


@cache
def finder() -> Finder:
    return Finder(load().lexicon)


def test_exact_repeats_are_two_voices_and_one_quote() -> None:
    given = [Answer("b", "Vi hilser i døra. "), Answer("a", "Vi hilser i døra."), Answer("c", "")]
    arranged = finder().arrange(given)
    assert [(one.quote, one.people) for one in arranged.said] == [(Excerpt("a", 0, 17), 2)]
    assert arranged.unquoted == ("c",)


def test_what_several_said_in_nearly_the_same_words_is_said_once_but_not_its_opposite() -> None:
    given = [
        Answer("1", "Vi hilser på alle elevene i døra hver morgen"),
        Answer("2", "Hilser i døra på alle elevene hver morgen"),
        Answer("3", "Eg helsar i døra på alle elevane kvar morgon"),
        Answer("4", "Vi hilser ikke på alle elevene i døra hver morgen"),
    ]
    said = {frozenset(one.members): one.people for one in finder().arrange(given).said}
    assert said[frozenset({"4"})] == 1
    assert max(said.values()) >= 2
    assert frozenset({"1", "2"}) <= max(said, key=len)


def test_answers_about_one_thing_stand_together() -> None:
    given = [
        Answer("a1", "Foreldrene kom på foreldremøtet og lagde mat sammen med oss"),
        Answer("b1", "Uteskole i skogen hver onsdag, med bål og spikking"),
        Answer("a2", "Foreldremøtet ble flyttet til kafeen, og flere foreldre kom"),
        Answer("b2", "Elevene målte trær på uteskolen og lagde bål"),
        Answer("a3", "Vi ringte alle foreldre før foreldremøtet"),
        Answer("b3", "Bål og uteskole gjør at de urolige får ro"),
    ]
    order = [one.quote.id[0] for one in finder().arrange(given).said]
    assert order in (["a"] * 3 + ["b"] * 3, ["b"] * 3 + ["a"] * 3)
    covering = finder().arrange(given, quotes=2)
    assert {one.quote.id[0] for one in covering.said} == {"a", "b"}
    assert len(covering.unquoted) == 4


def test_a_long_answer_is_quoted_by_its_sentences_in_a_row_that_tell_most() -> None:
    filler = "Det var en helt vanlig dag som alle andre dager i året hos oss. " * 12
    telling = "Foreldrene lagde foreldremøtet selv. De inviterte andre foreldre hjem. "
    text = f"{filler}{telling}{filler}".strip()
    [said] = finder().arrange([Answer("a", text)]).said
    quoted = text[said.quote.start : said.quote.end]
    assert telling.strip() in quoted
    assert len(quoted.split()) <= 45
    assert quoted.endswith(".")

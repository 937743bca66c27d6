"""What stops new words of an answer: read with what stands around them, and let pass only where that is allowed."""

import pytest

from content.cues import guard_data
from content.vocabulary.guarding import Stopped
from dialogs.guarding.finding import Found, Kind
from dialogs.guarding.judging import Guard
from dialogs.guarding.stopping import Stop, in_context, left_over
from dialogs.model import Rung
from dialogs.sharing.quoting import first_rung

GUARD = Guard(guard_data())
EVERY = frozenset(kind.value for kind in Kind)


def kinds(texts: tuple[str, ...], place: int) -> set[Kind]:
    words = in_context(texts, place)
    return {one.kind for one in words.of(GUARD.judge(words.text))}


def test_new_words_are_read_with_the_words_before_and_after_them() -> None:
    child, goes_on = "Vi snakket om en elev i dag.", "Hun har ADHD og går til BUP."
    assert Kind.CASE in kinds((child, goes_on), 1)
    assert Kind.CASE in kinds((child, goes_on), 0)
    assert kinds(("Kari tok ordet.", "Det gikk fint."), 1) == set(), "what stood before stops nothing new"


def test_the_place_of_new_words_is_theirs_also_in_a_long_answer() -> None:
    for texts, place in ((("a" * 900, "nytt", "b" * 900), 1), (("nytt", "b"), 0), (("a", "nytt"), 1), (("nytt",), 0)):
        words = in_context(texts, place)
        assert words.new == "nytt"
        assert len(words.text) <= 1008


@pytest.mark.parametrize("kind", Kind)
def test_only_some_kinds_are_let_pass_whatever_a_press_names(kind: Kind) -> None:
    found = [Found(0, 4, kind)]
    may_pass = kind in {Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.ADDRESS, Kind.PLATE}
    assert (left_over(found, "Kari sa det.", passes=EVERY, known="") == ()) is may_pass
    assert (left_over(found, "Kari sa det.", passes=(), known="I går sa Kari ja.") == ()) is may_pass
    assert left_over(found, "Kari sa det.", passes=(), known="Karin sa ja.") == tuple(found)


def test_the_author_is_told_the_kinds_by_weight_and_the_stretches_but_no_number() -> None:
    stop = Stop("Kari 12 og Mona 12", (Found(0, 4, Kind.NAME), Found(5, 7, Kind.NATIONAL_ID), Found(11, 15, Kind.NAME)))
    assert stop.told == Stopped(("national_id", "name"), ("Kari", "Mona"), overridable=False, taken_out=True)
    assert stop.given_back("Kari 12 og Mona 12") == "Kari … og Mona …"
    assert Stop().told == Stopped(())
    assert not Stop().is_overridable


def test_words_that_may_point_at_somebody_start_no_further_than_the_group() -> None:
    assert [first_rung(rung, quotable=False) for rung in Rung] == [Rung.ONLY_ME, *[Rung.GROUP] * 5]
    assert [first_rung(rung, quotable=True) for rung in Rung] == list(Rung)

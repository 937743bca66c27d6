"""Changes to a reflection: each returns a new value, and only withdrawn text is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from content.language import Wording
from dialogs.answering import reflecting
from dialogs.answering.reflecting import (
    AnswerContext,
    added,
    added_unseen,
    edited,
    empty,
    form_closed,
    form_opened,
    lifted,
    looked_further,
    passed,
    withdrawn,
    without,
    written,
)
from dialogs.model import AskedIn, Part, Reflection, Rung, Session, ShownPrompt, Stage, Step

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
TOR, SIV = UUID(int=1), UUID(int=2)


def ground(author: UUID = TOR, position: int = 0) -> AnswerContext:
    same = Wording("ord", "ord")
    shown = ShownPrompt("p", "a", None, same, same, same, None, same, same)
    session = Session("nordvik", "s/g/1", "s", "g", 0, NOON, Stage.OPEN)
    step = Step(
        municipality="nordvik",
        session=session.id,
        position=position,
        key="refleksjon",
        shown=shown,
        stage=Stage.OPEN,
        opens_at=NOON,
        closes_at=LATER,
        asked=AskedIn.PERSONAL,
        hides=False,
        leading_only=False,
        shows_earlier=False,
        ends_early_on=frozenset(),
    )
    return AnswerContext(session, step, "solbakken", "nordnett", author)


def answer_of(*texts: str, rung: Rung = Rung.GROUP) -> Reflection:
    """An answer given at noon in several messages, numbered from 0."""
    reflection = empty(ground(), rung=rung, now=NOON)
    for number, text in enumerate(texts):
        reflection = added(reflection, text, source=str(number), rung=rung, now=NOON)
    return reflection


def test_there_is_one_reflection_for_each_step_and_author() -> None:
    ids = [
        empty(ground(author, position), rung=Rung.GROUP, now=NOON).id for author in (TOR, SIV) for position in (0, 1)
    ]
    assert len(set(ids)) == 4
    assert empty(ground(), rung=Rung.ONLY_ME, now=LATER).id == ids[0]


def test_a_reflection_bears_the_ground_it_was_given_on() -> None:
    reflection = answer_of("Ord.")
    assert (reflection.group, reflection.unit, reflection.network, reflection.author) == (
        "g",
        "solbakken",
        "nordnett",
        TOR,
    )


def test_a_further_message_is_a_paragraph_of_its_own_on_the_rung_the_answer_has() -> None:
    reflection = added(answer_of("En.", rung=Rung.ONLY_ME), "To.", source="1", rung=Rung.NETWORK, now=LATER)
    assert (reflection.text, reflection.rung, reflection.circle_at) == ("En.\n\nTo.", Rung.ONLY_ME, NOON)


def test_the_circle_is_fixed_when_an_answer_is_given_and_anew_when_it_is_lifted_alone() -> None:
    """Somebody who joined meanwhile reads nothing of an answer that is changed, or narrowed to their own group."""
    first = answer_of("En.", rung=Rung.UNIT)
    for rung in (Rung.ONLY_ME, Rung.GROUP, Rung.UNIT):
        after = written(first, "Rettet.", rung=rung, now=LATER)
        assert (after.rung, after.circle_at) == (rung, NOON)
    assert edited(first, "0", "Rettet.").circle_at == NOON
    after = lifted(looked_further(first, Rung.NETWORK), Rung.NETWORK, now=LATER)
    assert (after.rung, after.circle_at, after.lifting, after.version) == (Rung.NETWORK, LATER, None, 2)


def test_an_answer_that_stands_is_never_lifted_by_writing() -> None:
    first = answer_of("En.")
    for after in (
        written(first, "Rettet.", rung=Rung.NETWORK, now=LATER),
        added(first, "To.", source="1", rung=Rung.NETWORK, now=LATER),
        added_unseen(first, "To.", rung=Rung.NETWORK, now=LATER),
        edited(first, "0", "Rettet."),
        looked_further(first, Rung.NETWORK),
    ):
        assert (after.rung, after.circle_at) == (Rung.GROUP, NOON)


def test_an_answer_given_after_one_was_withdrawn_or_passed_has_a_circle_of_its_own() -> None:
    for before in (
        withdrawn(answer_of("En.")),
        passed(withdrawn(answer_of("En."))),
        empty(ground(), rung=Rung.GROUP, now=NOON),
    ):
        assert written(before, "Ny.", rung=Rung.GROUP, now=LATER).circle_at == LATER
        assert added(before, "Ny.", source="9", rung=Rung.UNIT, now=LATER).rung is Rung.UNIT


def test_a_card_replaces_the_whole_text_and_one_message_stays_behind_it() -> None:
    assert written(answer_of("En."), "Alt.", rung=Rung.GROUP, now=LATER).parts == (Part("Alt.", "0"),)
    assert written(answer_of("En.", "To."), "Alt.", rung=Rung.GROUP, now=LATER).parts == (Part("Alt.", None),)


def test_two_texts_that_had_not_seen_each_other_are_both_kept_on_the_narrower_rung() -> None:
    wide, narrow = answer_of("En.", rung=Rung.MUNICIPALITY), answer_of("En.", rung=Rung.ONLY_ME)
    both = added_unseen(wide, "To.", rung=Rung.GROUP, now=LATER)
    assert (both.text, both.rung, both.circle_at) == ("En.\n\nTo.", Rung.GROUP, NOON)
    both = added_unseen(narrow, "To.", rung=Rung.GROUP, now=LATER)
    assert (both.rung, both.circle_at) == (Rung.ONLY_ME, NOON)


def test_opening_again_changes_nothing_of_what_was_said_or_seen() -> None:
    assert form_opened(answer_of("En.")) == replace(answer_of("En."), reopened=True)
    assert not written(form_opened(answer_of("En.")), "To.", rung=Rung.GROUP, now=LATER).reopened


def test_taking_back_keeps_no_words() -> None:
    after = withdrawn(answer_of("En."))
    assert (after.parts, after.passed, after.withdrawn, after.version) == ((), False, True, 2)


def test_only_what_has_no_words_is_passed() -> None:
    nothing = empty(ground(), rung=Rung.GROUP, now=NOON)
    assert [passed(before).passed for before in (nothing, withdrawn(answer_of("En.")))] == [True, True]
    assert passed(answer_of("En.")) == answer_of("En.")
    opened = form_opened(answer_of("En."))
    assert passed(opened) == form_closed(opened) == replace(answer_of("En."), version=2)


def test_every_change_of_words_is_a_new_version() -> None:
    first = answer_of("En.", "To.")
    changes = [
        written(first, "Alt.", rung=Rung.GROUP, now=LATER),
        added(first, "Tre.", source="2", rung=Rung.GROUP, now=LATER),
        added_unseen(first, "Tre.", rung=Rung.GROUP, now=LATER),
        edited(first, "0", "Null."),
        without(first, "0"),
        withdrawn(first),
    ]
    assert [change.version for change in changes] == [first.version + 1] * len(changes)


def test_a_message_edits_its_own_part_alone() -> None:
    assert edited(answer_of("En.", "To."), "1", "Tre.").text == "En.\n\nTre."


def test_a_deleted_message_takes_its_part_and_the_last_one_takes_the_answer() -> None:
    assert without(answer_of("En.", "To."), "0").text == "To."
    assert without(answer_of("En."), "0") == withdrawn(answer_of("En."))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("En.\n\nTo.\n\nTre.", ["0", "1", None]),
        ("Null.\n\nEn.\n\nTo.", [None, "0", "1"]),
        ("En.\n\nTo, og mer.", ["0", "1"]),
        ("En, og mer.\n\nTo.", ["0", "1"]),
        ("To.", ["1"]),
        ("En og to.", [None]),
        ("En. To.", [None]),
        ("To.\n\nEn.", ["0"]),
        ("En.\n\nEn.\n\nTo.", None),
    ],
)
def test_a_card_leaves_each_message_the_words_that_stand_as_it_said_them(
    text: str, parts: list[str | None] | None
) -> None:
    after = written(answer_of("En.", "To."), text, rung=Rung.GROUP, now=LATER)
    assert after.text == text
    if parts is not None:
        assert [part.source for part in after.own_parts][-len(parts) :] == parts


def test_a_message_that_is_brought_back_stands_where_it_stood() -> None:
    three = answer_of("En.", "To.", "Tre.")
    for source, text in (("0", "En."), ("1", "To."), ("2", "Tre.")):
        assert edited(without(three, source), source, text).text == three.text
    assert added(without(three, "1"), "Fire.", source="3", rung=Rung.GROUP, now=LATER).text == "En.\n\nTre.\n\nFire."
    gone = without(answer_of("En.", rung=Rung.MUNICIPALITY), "0")
    back = edited(gone, "0", "En.")
    assert (back.text, back.rung, back.circle_at, back.withdrawn) == ("En.", Rung.MUNICIPALITY, NOON, False)


def test_the_same_words_in_two_messages_are_read_once_and_stay_until_both_are_gone() -> None:
    twice = answer_of("En.", "En.")
    assert twice.text == "En."
    assert without(twice, "0").text == without(twice, "1").text == "En."


def test_the_same_words_are_recognised() -> None:
    assert reflecting.said_before(answer_of("En.", "To."), "To.") == Part("To.", "1")
    assert reflecting.said_before(answer_of("En."), "en.") is None


def test_the_limit_is_in_characters() -> None:
    assert not reflecting.too_long("👩" * reflecting.LIMIT)
    assert reflecting.too_long("å" * (reflecting.LIMIT + 1))


def test_a_change_without_new_words_is_told_from_one_with_new_words() -> None:
    first = answer_of("En.", "To.")
    without_new = (passed, withdrawn, form_closed, form_opened, lambda before: without(before, "0"))
    assert not any(reflecting.has_new_words(first, change(first)) for change in without_new)
    assert reflecting.has_new_words(first, edited(first, "0", "Rettet."))
    assert reflecting.has_new_words(first, replace(first, parts=(*first.parts, Part("Fordi.", follow_up=1))))
    assert reflecting.has_new_words(None, answer_of("En."))
    assert not reflecting.has_new_words(None, empty(ground(), rung=Rung.GROUP, now=NOON))

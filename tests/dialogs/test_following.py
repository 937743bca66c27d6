"""Follow-up questions: the order of the questions, and no change to an answer loses text or widens its circle."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.language import Language, Wording
from content.vocabulary.prompting import Followed
from dialogs.answering import reflecting
from dialogs.asking import following
from dialogs.model import Part, Reflection, Rung, ShownPrompt
from tests.dialogs.test_reflecting import ground

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
QUESTIONS = tuple(Wording(f"Hva {number}?", f"Kva {number}?") for number in (1, 2, 3))


def prompt_with(*questions: Wording) -> ShownPrompt:
    return replace(ground().step.shown, follow_ups=questions)


def answered(*further: tuple[int, str], rung: Rung = Rung.GROUP) -> Reflection:
    """An answer given at noon in one message, with (number, text) of the answered follow-up questions."""
    blank = reflecting.empty(ground(), rung=rung, now=NOON)
    reflection = reflecting.added(blank, "Svaret.", source="0", rung=rung, now=NOON)
    for number, text in further:
        reflection = following.followed(reflection, number, text)
    return reflection


def numbered_texts(reflection: Reflection) -> list[tuple[int, str]]:
    return [(part.follow_up, part.text) for part in (*reflection.own_parts, *reflection.follow_up_parts)]


def test_questions_come_one_at_a_time_until_there_are_no_more() -> None:
    found = [
        following.next_number(prompt_with(*QUESTIONS), answered(*((number, "Ja.") for number in range(1, many + 1))))
        for many in range(4)
    ]
    assert found == [1, 2, 3, 0]
    assert following.next_number(prompt_with(), answered()) == 0


def test_a_question_whose_answer_was_taken_back_comes_again_before_the_next() -> None:
    reflection = following.without_answer(answered((1, "En."), (2, "To.")), 1)
    assert following.next_number(prompt_with(*QUESTIONS), reflection) == 1
    assert numbered_texts(reflection) == [(0, "Svaret."), (2, "To.")]


@pytest.mark.parametrize(("number", "there"), [(-1, False), (0, False), (1, True), (3, True), (4, False)])
def test_a_number_made_by_hand_is_no_question(number: int, *, there: bool) -> None:
    assert following.has_follow_up(prompt_with(*QUESTIONS), number) is there


def test_what_was_said_stands_beneath_the_answer_in_the_questions_order_and_is_no_part_of_it() -> None:
    reflection = answered((2, "To."), (1, "En."))
    assert numbered_texts(reflection) == [(0, "Svaret."), (1, "En."), (2, "To.")]
    assert (reflection.text, following.answer_to(reflection, 2), following.answer_to(reflection, 3)) == (
        "Svaret.",
        "To.",
        "",
    )


def test_pairs_are_in_the_readers_language_and_peoples_words_in_their_own() -> None:
    further = answered((1, "En."), (3, "  Tre\n")).follow_up_parts
    assert following.pairs(QUESTIONS, further, Language.NN) == (
        Followed("Kva 1?", "En.", 1),
        Followed("Kva 3?", "  Tre\n", 3),
    )


def test_a_follow_up_goes_on_the_rung_and_in_the_circle_the_answer_has() -> None:
    reflection = answered((1, "En."), rung=Rung.UNIT)
    assert (reflection.rung, reflection.circle_at, reflection.version) == (Rung.UNIT, NOON, 2)


def test_an_answer_sent_again_replaces_the_answer_to_its_question_alone() -> None:
    assert numbered_texts(answered((1, "En."), (2, "To."), (1, "Null."))) == [(0, "Svaret."), (1, "Null."), (2, "To.")]


def test_a_card_that_had_not_seen_what_was_said_meanwhile_loses_nothing() -> None:
    both = following.followed_unseen(answered((1, "En.")), 1, "Og to.", rung=Rung.GROUP)
    assert numbered_texts(both) == [(0, "Svaret."), (1, "En.\n\nOg to.")]
    same = following.followed_unseen(answered((1, "En.")), 1, "En.", rung=Rung.GROUP)
    assert numbered_texts(same) == [(0, "Svaret."), (1, "En.")]


def test_a_follow_up_written_for_fewer_is_read_by_no_more_than_them() -> None:
    narrowed = following.followed_unseen(answered(rung=Rung.MUNICIPALITY), 1, "En.", rung=Rung.GROUP)
    assert (narrowed.rung, narrowed.circle_at) == (Rung.GROUP, NOON)
    kept = following.followed_unseen(answered(rung=Rung.GROUP), 1, "En.", rung=Rung.MUNICIPALITY)
    assert (kept.rung, kept.circle_at) == (Rung.GROUP, NOON)


def test_opening_changes_nothing_of_what_was_said_or_seen_and_going_back_nothing_of_what_was_said() -> None:
    reflection = replace(answered(), reopened=True)
    opened = following.form_opened(reflection, 2)
    assert opened == replace(reflection, reopened=False, going_on=2)
    back = following.form_closed(opened)
    assert (back.parts, back.going_on, back.version) == (reflection.parts, 0, reflection.version + 1)


def test_whatever_is_pressed_closes_the_follow_up_that_was_open_and_nothing_said_in_chat_does() -> None:
    opened = following.form_opened(answered((1, "En.")), 2)
    for after in (
        following.followed(opened, 2, "To."),
        following.without_answer(opened, 1),
        reflecting.written(opened, "Nytt.", rung=Rung.GROUP, now=LATER),
        reflecting.added_unseen(opened, "Mer.", rung=Rung.GROUP, now=LATER),
        reflecting.form_opened(opened),
        reflecting.withdrawn(opened),
    ):
        assert after.going_on == 0
    assert reflecting.added(opened, "Mer.", source="1", rung=Rung.GROUP, now=LATER).going_on == 2


def test_changes_to_the_answer_leave_its_follow_ups_alone() -> None:
    reflection = answered((1, "En."))
    for after, text in (
        (reflecting.written(reflection, "Nytt.", rung=Rung.GROUP, now=LATER), "Nytt."),
        (reflecting.added(reflection, "Mer.", source="1", rung=Rung.GROUP, now=LATER), "Svaret.\n\nMer."),
        (reflecting.added_unseen(reflection, "Mer.", rung=Rung.GROUP, now=LATER), "Svaret.\n\nMer."),
        (reflecting.edited(reflection, "0", "Rettet."), "Rettet."),
    ):
        assert (after.text, after.follow_up_parts) == (text, (Part("En.", follow_up=1),))


def test_a_new_rung_takes_what_followed_along() -> None:
    after = reflecting.written(answered((1, "En.")), "Svaret.", rung=Rung.ONLY_ME, now=LATER)
    assert (after.rung, after.circle_at, len(after.follow_up_parts)) == (Rung.ONLY_ME, NOON, 1)


def test_one_message_stays_behind_the_answer_whatever_followed() -> None:
    after = reflecting.written(answered((1, "En.")), "Nytt.", rung=Rung.GROUP, now=LATER)
    assert after.own_parts == (Part("Nytt.", "0"),)


def test_withdrawing_the_whole_answer_takes_its_follow_ups() -> None:
    reflection = answered((1, "En."))
    for after in (
        reflecting.withdrawn(reflection),
        reflecting.without(reflection, "0"),
    ):
        assert after.parts == ()
    two = reflecting.added(reflection, "Mer.", source="1", rung=Rung.GROUP, now=LATER)
    assert numbered_texts(reflecting.without(two, "0")) == [(0, "Mer."), (1, "En.")]


def test_the_same_words_said_to_a_follow_up_are_no_part_of_the_answer() -> None:
    assert reflecting.said_before(answered((1, "En.")), "En.") is None

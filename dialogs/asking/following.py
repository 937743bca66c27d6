"""Follow-up questions: the order of asking, and answers to them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from content.vocabulary.prompting import Followed
from dialogs.model import Language, Part, Reflection, Rung, ShownPrompt, Wording


def has_follow_up(shown: ShownPrompt, number: int) -> bool:
    """Whether the number is a follow-up's, from 1; a press may carry any number."""
    return 1 <= number <= len(shown.follow_ups)


def next_number(shown: ShownPrompt, reflection: Reflection) -> int:
    """The number of the first unanswered follow-up, 0 for none."""
    answered = {part.follow_up for part in reflection.follow_up_parts}
    return next((number for number in range(1, len(shown.follow_ups) + 1) if number not in answered), 0)


def answer_to(reflection: Reflection, number: int) -> str:
    """The answer to the follow-up, "" for none."""
    return next((part.text for part in reflection.follow_up_parts if part.follow_up == number), "")


def pairs(questions: Sequence[Wording], further: Iterable[Part], language: Language) -> tuple[Followed, ...]:
    """Each answered follow-up with its answer, byte for byte."""
    return tuple(Followed(questions[part.follow_up - 1].to(language), part.text, part.follow_up) for part in further)


def form_opened(before: Reflection, number: int) -> Reflection:
    """The author has opened the follow-up for writing. The version stays: cards that show it are still current."""
    return replace(before, going_on=number, reopened=False)


def form_closed(before: Reflection) -> Reflection:
    """The author goes back to the receipt. A new version, so that opening the same question again is no repetition."""
    return replace(before, going_on=0, version=before.version + 1)


def followed(before: Reflection, number: int, text: str) -> Reflection:
    """The follow-up is answered, on the rung and in the circle of the answer; an earlier answer to it is replaced."""
    others = (part for part in before.follow_up_parts if part.follow_up != number)
    answers = sorted((*others, Part(text, follow_up=number)), key=lambda part: part.follow_up)
    after = replace(before, parts=(*before.own_parts, *answers), version=before.version + 1)
    return replace(after, reopened=False, going_on=0)


def followed_unseen(before: Reflection, number: int, text: str, *, rung: Rung) -> Reflection:
    """The follow-up answered by a card that did not show the latest version: nothing of either text is lost.

    `rung` is the rung shown on the card; the result reaches no wider rung.
    """
    current = answer_to(before, number)
    after = followed(before, number, text if current in ("", text) else f"{current}\n\n{text}")
    return replace(after, rung=min(rung, before.rung))


def without_answer(before: Reflection, number: int) -> Reflection:
    """Without the answer to this follow-up; everything else stays."""
    parts = tuple(part for part in before.parts if part.follow_up != number)
    return replace(before, parts=parts, version=before.version + 1, going_on=0)

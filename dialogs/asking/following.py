"""The questions that follow an answer, one at a time: which comes next, and what becomes of the reflection."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from content.vocabulary.prompting import Followed
from dialogs.model import Language, Part, Reflection, Rung, Shown, Wording


def is_there(shown: Shown, number: int) -> bool:
    """A press may name any number; the questions have theirs from 1."""
    return 1 <= number <= len(shown.follow_ups)


def coming(shown: Shown, reflection: Reflection) -> int:
    """The first question that is not answered yet; 0 where there is none."""
    answered = {part.follow_up for part in reflection.further}
    return next((number for number in range(1, len(shown.follow_ups) + 1) if number not in answered), 0)


def answer_to(reflection: Reflection, number: int) -> str:
    """What was said to this question; "" where nothing was."""
    return next((part.text for part in reflection.further if part.follow_up == number), "")


def pairs(questions: Sequence[Wording], further: Iterable[Part], language: Language) -> tuple[Followed, ...]:
    """Each question that was answered and what was said to it, byte for byte."""
    return tuple(Followed(questions[part.follow_up - 1].to(language), part.text, part.follow_up) for part in further)


def going_on(before: Reflection, number: int) -> Reflection:
    """Its author writes an answer to this question; what was said stands, and no card has missed anything."""
    return replace(before, going_on=number, reopened=False)


def left(before: Reflection) -> Reflection:
    """Its author goes back to the receipt. A new version: opening the same question again is no repetition."""
    return replace(before, going_on=0, version=before.version + 1)


def followed(before: Reflection, number: int, text: str) -> Reflection:
    """The question is answered, on the rung and in the circle the answer has; what answered it before is replaced."""
    others = (part for part in before.further if part.follow_up != number)
    further = sorted((*others, Part(text, follow_up=number)), key=lambda part: part.follow_up)
    after = replace(before, parts=(*before.main, *further), version=before.version + 1)
    return replace(after, reopened=False, going_on=0)


def followed_unseen(before: Reflection, number: int, text: str, *, rung: Rung, now: datetime) -> Reflection:
    """A card on another device had not seen what was said meanwhile: nothing of that is lost.

    `rung` is who could read the answer when that card was shown: it is read by no more people than that.
    """
    there = answer_to(before, number)
    after = followed(before, number, text if there in ("", text) else f"{there}\n\n{text}")
    return after if rung >= before.rung else replace(after, rung=rung, circle_at=now)


def taken_back(before: Reflection, number: int) -> Reflection:
    """Only what answered this question goes."""
    parts = tuple(part for part in before.parts if part.follow_up != number)
    return replace(before, parts=parts, version=before.version + 1, going_on=0)

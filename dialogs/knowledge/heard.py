"""Questions with what was said to each: a question of several sessions stands once, with the answers of all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from content.answer_forms import as_said
from content.catalogue_types import AnswerForm
from content.dates import day
from content.vocabulary.digesting import Share, Shares
from dialogs.calendar.instants import local
from dialogs.knowledge.quotes import Voice, quoted, quoted_release
from dialogs.model import Language, Reflection, Release, Step, Wording
from dialogs.sharing.shares import shares

Question = tuple[str, str]
"""What makes two questions the same, whichever prompt, session or municipality asked: the area's id and the words."""


def question_of(asked: Step | Release) -> Question:
    """The later steps of a session have words of their own, and are other questions than its first."""
    if isinstance(asked, Release):
        return asked.area_id, asked.question.nb
    return asked.shown.area_id, asked.shown.question.nb


def key_of(question: Question) -> str:
    """A short name of the question, the same in every language that it is read in."""
    return blake2b("\n".join(question).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


@dataclass(frozen=True)
class Heard:
    """A question, in the reader's language, with the answers that the reader may read.

    `form` is None for a question in words alone; `chosen` is what each author chose by one press, the latest where an
    author was asked several times. `asked_on` are the local days of asking, none for another municipality's.
    """

    asked: Question
    area: str
    question: str
    law: str | None
    voices: tuple[Voice, ...]
    form: AnswerForm | None = None
    chosen: Mapping[str, int] | None = None
    asked_on: tuple[datetime, ...] = ()

    def spread(self, language: Language) -> Shares | None:
        """How often each answer by one press was chosen, as far as may be told; None for a question in words alone."""
        if self.form is None:
            return None
        told = shares([*(self.chosen or {}).values()], self.form.size)
        return Shares(tuple(Share(as_said(self.form, number, language), least) for number, least in told))


def by_step(steps: Sequence[Step], reflections: Iterable[Reflection]) -> list[tuple[Step, list[Reflection]]]:
    """Each step with its answers, in the order of the steps."""
    found: dict[tuple[str, int], list[Reflection]] = {}
    for reflection in reflections:
        found.setdefault((reflection.session, reflection.position), []).append(reflection)
    return [(step, found.get((step.session, step.position), [])) for step in steps]


def heard(
    steps: Sequence[Step], reflections: Iterable[Reflection], language: Language, *, reader: UUID | None = None
) -> list[Heard]:
    """The steps that anybody answered, in their order; `reader` is whose own words are marked."""
    return [
        Heard(
            asked=question_of(step),
            area=step.shown.area.to(language),
            question=step.shown.question.to(language),
            law=_in(language, step.shown.law),
            voices=tuple(voices_of(step, found, language, reader=reader)),
            form=step.shown.answer,
            chosen=chosen_by(found),
            asked_on=(local(step.opens_at),),
        )
        for step, found in by_step(steps, reflections)
        if found
    ]


def _in(language: Language, words: Wording | None) -> str | None:
    return words.to(language) if words is not None else None


def voices_of(
    step: Step, found: Iterable[Reflection], language: Language, *, reader: UUID | None = None, earlier: bool = False
) -> list[Voice]:
    """The answers with words to quote."""
    return [
        Voice(
            quoted(step, answer, language, reader=reader),
            str(answer.author),
            answer.group,
            earlier=earlier,
            answer=(answer.id, answer.version),
        )
        for answer in found
        if has_words(answer)
    ]


def has_words(reflection: Reflection) -> bool:
    """Whether there is anything to quote; an answer by one press alone is only counted."""
    return bool(reflection.said or reflection.follow_up_parts)


def chosen_by(found: Iterable[Reflection]) -> dict[str, int]:
    """What each author chose by one press; the later answer of an author counts."""
    return {str(answer.author): answer.choice for answer in found if answer.choice}


def heard_from_beyond(released: Iterable[Release], language: Language) -> list[Heard]:
    """Each step of another municipality's session.

    A release tells nothing of its author. People are told apart within a session alone: of several sessions together
    they may be the same, and are taken to be, so that no number is larger than the number of people.
    """
    by_step: dict[tuple[str, str, int], list[Release]] = {}
    for answer in released:
        by_step.setdefault((answer.municipality, answer.session, answer.position), []).append(answer)
    return [
        Heard(
            asked=question_of(of_step[0]),
            area=of_step[0].area.to(language),
            question=of_step[0].question.to(language),
            law=_in(language, of_step[0].law),
            voices=tuple(
                Voice(quoted_release(answer, language), f"{answer.municipality} {answer.group_name} {number}")
                for number, answer in enumerate(sorted(of_step, key=lambda one: one.reflection))
                if answer.text or answer.further
            ),
        )
        for of_step in by_step.values()
    ]


def once(several: Iterable[Heard], language: Language) -> list[Heard]:
    """Each question once, area by area, in the order of asking; where several days asked, each quote has its day."""
    found: dict[Question, list[Heard]] = {}
    for one in several:
        found.setdefault(one.asked, []).append(one)
    areas = list(dict.fromkeys(area for area, _ in found))
    together = [_together(same, language) for same in found.values()]
    return sorted(together, key=lambda one: areas.index(one.asked[0]))


def _together(same: Sequence[Heard], language: Language) -> Heard:
    first, *more = same
    days = tuple(dict.fromkeys(asked_on for one in same for asked_on in one.asked_on))
    if not more:
        return first
    of_one_form = all(one.form == first.form for one in more)
    return replace(
        first,
        law=next((one.law for one in same if one.law), None),
        voices=tuple(voice for one in same for voice in _dated(one, days, language)),
        form=first.form if of_one_form else None,
        chosen={author: number for one in same for author, number in (one.chosen or {}).items()},
        asked_on=days,
    )


def _dated(one: Heard, days: Sequence[datetime], language: Language) -> Iterable[Voice]:
    if len({day(each, language) for each in days}) < 2:  # noqa: PLR2004 - several
        return one.voices
    when = ", ".join(dict.fromkeys(day(each, language) for each in one.asked_on))
    return (replace(voice, quote=replace(voice.quote, where=voice.quote.where or when)) for voice in one.voices)

"""What answers say together: agreement, difference, silence, and what differs between schools or since last time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from content.answer_forms import as_said
from content.catalogue_types import AGREE, DISAGREE, UNSURE, AnswerForm, FormKind
from content.vocabulary.digesting import Agreed, Between, Change, Differing, PromptSection, Unsure
from dialogs.knowledge.differences import Share, unlikely
from dialogs.knowledge.grouping import Grouped
from dialogs.knowledge.heard import Question, chosen_by, question_of
from dialogs.knowledge.quotes import Voice
from dialogs.model import Language, Reflection, Step
from dialogs.sharing.anonymity import FEWEST
from dialogs.sharing.shares import shares

# Of those who answered by one press: where so many chose the same, most agree; where each of two answers far apart has
# so many, the views differ.
_MOST = 2 / 3
_MANY = 1 / 4

Asked = Sequence[tuple[Step, Sequence[Reflection]]]
"""Steps with the answers to them that the reader may read."""


def spread(asked: Asked, language: Language) -> tuple[tuple[Agreed, ...], tuple[Differing, ...], tuple[Unsure, ...]]:
    """Agreement, difference and doubt among answers by one press, of all groups that were asked the same question.

    People are counted, not answers: whoever was asked twice counts with the latest answer.

    Nothing is found where nothing may be told of how the answers spread. Words alone are never taken as agreement.
    """
    agreed, differing, unsure = [], [], []
    for steps, found in _by_question(asked):
        form = steps[0].shown.answer
        chosen = [*chosen_by(found).values()]
        if form is None or any(step.shown.answer != form for step in steps) or not shares(chosen, form.size):
            continue
        question = steps[0].shown.question.to(language)
        counts = Counter(number for number in chosen if 1 <= number <= form.size)
        [(first, most)] = counts.most_common(1)
        doubting = counts[UNSURE] if form.kind is FormKind.STANCE else 0
        if doubting >= _many(counts):
            unsure.append(Unsure(question, are_most=doubting >= _MOST * counts.total()))
        if most >= _MOST * counts.total():
            agreed += [] if doubting == most else [Agreed(question, as_said(form, first, language))]
        elif (apart := _apart(counts, form)) is not None:
            one, other = (as_said(form, number, language) for number in apart)
            differing.append(Differing(question, one, other))
    return tuple(agreed), tuple(differing), tuple(unsure)


def _many(counts: Counter[int]) -> float:
    return max(FEWEST, _MANY * counts.total())


def _apart(counts: Counter[int], form: AnswerForm) -> tuple[int, int] | None:
    """Two answers far apart that many gave each: of a scale the most frequent on either side of its middle."""
    enough = _many(counts)
    if form.kind is FormKind.STANCE:
        return (AGREE, DISAGREE) if min(counts[AGREE], counts[DISAGREE]) >= enough else None
    if form.kind is FormKind.SCALE:
        middle = (form.size + 1) / 2
        sides = [[n for n in counts if n < middle], [n for n in counts if n > middle]]
        if all(sum(counts[n] for n in side) >= enough for side in sides):
            low, high = (max(side, key=lambda n: (counts[n], -n)) for side in sides)
            return low, high
        return None
    often = sorted(n for n, times in counts.most_common(2) if times >= enough)
    return (often[0], often[1]) if len(often) == 2 else None  # noqa: PLR2004 - a pair


def _by_question(asked: Asked) -> Sequence[tuple[list[Step], list[Reflection]]]:
    found: dict[Question, tuple[list[Step], list[Reflection]]] = {}
    for step, answers in asked:
        steps, of_question = found.setdefault(question_of(step), ([], []))
        steps.append(step)
        of_question += answers
    return list(found.values())


def silent(steps: Sequence[Step], sections: Sequence[PromptSection], language: Language) -> tuple[str, ...]:
    """The areas that were asked about and of which there is nothing to read; none where there is nothing at all."""
    spoken = {section.area for section in sections if section.has_answers}
    asked = dict.fromkeys(step.shown.area.to(language) for step in steps)
    return tuple(area for area in asked if area not in spoken) if spoken else ()


def between_schools(
    themes: Sequence[Grouped], voices: Sequence[Voice], schools: Mapping[str, str]
) -> tuple[Between, ...]:
    """Themes more frequent in one school than in the others; `schools` are those that said yes, by their groups' ids.

    `voices` are all that answered the question of the themes. A school without its own yes is in neither number.
    """

    def school_of(voice: Voice) -> str | None:
        return schools.get(voice.group)

    tried = [(theme, school) for theme in themes for school in sorted({*schools.values()})]
    holds = unlikely([_share(theme, voices, school_of, school) for theme, school in tried])
    return tuple(Between(school, theme.label) for (theme, school), held in zip(tried, holds, strict=True) if held)


def since_last_time(themes: Sequence[Grouped], voices: Sequence[Voice]) -> tuple[Change, ...]:
    """Themes more frequent this time than last time, or less; the voices of both times answered the same question."""
    tried = [(theme, time) for theme in themes for time in ("now", "before")]
    holds = unlikely([_share(theme, voices, _time_of, time) for theme, time in tried])
    return tuple(
        Change(theme.label, more=time == "now") for (theme, time), held in zip(tried, holds, strict=True) if held
    )


def _time_of(voice: Voice) -> str | None:
    return "before" if voice.earlier else "now"


def _share(theme: Grouped, voices: Sequence[Voice], part_of: Callable[[Voice], str | None], part: str) -> Share:
    def people(among: Sequence[Voice]) -> list[str | None]:
        """The part of each person; whoever answered in several parts counts in each."""
        return [its_part for _, its_part in {(voice.author, part_of(voice)) for voice in among} if its_part is not None]

    having, everybody = people(theme.voices), people(voices)
    return Share(having.count(part), everybody.count(part), len(having), len(everybody))

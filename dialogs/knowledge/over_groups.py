"""Themes of questions over all groups and sessions of a digest, and what they say of schools and of last time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.vocabulary.digesting import Between, Change, PromptSection
from dialogs.knowledge import grouping
from dialogs.knowledge.findings import between_schools, since_last_time
from dialogs.knowledge.quotes import Voice
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Hands, ThemeFinder, Themes
from dialogs.model import Language, Step


@dataclass(frozen=True)
class Themed:
    """`sections` hold only the quotes that cover each theme: the answers themselves stand under their groups."""

    sections: tuple[PromptSection, ...] = ()
    between: tuple[Between, ...] = ()
    changes: tuple[Change, ...] = ()


class Arranging:
    """The engine's order without its themes, for answers whose themes are told of elsewhere."""

    def __init__(self, finder: ThemeFinder) -> None:
        self._finder = finder

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        del quotes, themes, hands
        return Themes(0.0, others=tuple(answer.id for answer in answers))

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        return self._finder.arrange(answers, quotes=quotes)


def themed(
    spoken: Iterable[tuple[Step, Sequence[Voice]]],
    earlier: Mapping[str, Sequence[Voice]],
    schools: Mapping[str, str],
    language: Language,
    finder: ThemeFinder,
) -> Themed:
    """The themes of each question; `earlier` are the voices of last time by the question's id, of the same groups.

    `schools` are those that said yes to being compared, by their groups' ids.
    """
    by_prompt: dict[str, tuple[Step, list[Voice]]] = {}
    for step, voices in spoken:
        by_prompt.setdefault(step.shown.prompt_id, (step, []))[1].extend(voices)
    sections: list[PromptSection] = []
    between: dict[Between, None] = {}
    changes: dict[Change, None] = {}
    for prompt, (step, voices) in by_prompt.items():
        themes, _ = grouping.grouped(voices, finder)
        if themes:
            sections.append(_section(step, themes, language))
            between |= dict.fromkeys(between_schools(themes, voices, schools))
        changes |= dict.fromkeys(changed(voices, earlier.get(prompt, ()), finder))
    return Themed(tuple(sections), tuple(between), tuple(changes))


def changed(voices: Sequence[Voice], earlier: Sequence[Voice], finder: ThemeFinder) -> tuple[Change, ...]:
    """What more or fewer people answered than last time, by themes that both times' answers have together."""
    if not earlier or not voices:
        return ()
    both = [*voices, *(replace(voice, earlier=True) for voice in earlier)]
    themes, _ = grouping.grouped(both, finder)
    return since_last_time(themes, both)


def _section(step: Step, themes: Sequence[grouping.Grouped], language: Language) -> PromptSection:
    return PromptSection(
        area=step.shown.area.to(language),
        question=step.shown.question.to(language),
        law=None,
        quotes=(),
        themes=grouping.told(themes, covers_only=True),
    )

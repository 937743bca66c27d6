"""Themes of questions over all groups and sessions of a digest, and what they say of schools and of last time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.vocabulary.digesting import Between, Change, PromptSection
from dialogs.knowledge import grouping
from dialogs.knowledge.findings import between_schools, since_last_time
from dialogs.knowledge.handed import NOBODYS, NOTHING_DONE, OfDigest, Theirs
from dialogs.knowledge.heard import Heard, Question, key_of, once
from dialogs.knowledge.quotes import Voice
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Hands, ThemeFinder, Themes
from dialogs.model import Language


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

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        return self._finder.arrange_each(several)


def themed(
    spoken: Iterable[Heard],
    earlier: Mapping[Question, Sequence[Voice]],
    schools: Mapping[str, str],
    language: Language,
    finder: ThemeFinder,
    *,
    theirs: OfDigest = NOTHING_DONE,
) -> Themed:
    """The themes of each question; `earlier` are the voices of last time by question, of the same groups.

    `theirs` is what people did with the themes. `schools` are those that said yes to being compared, by their groups'
    ids.
    """
    sections: list[PromptSection] = []
    between: dict[Between, None] = {}
    changes: dict[Change, None] = {}
    for one in once(spoken, language):
        of_people = theirs.of(key_of(one.asked))
        themes, others = grouping.grouped(one.voices, finder, of_people)
        if themes:
            sections.append(_section(one, themes, others))
            between |= dict.fromkeys(between_schools(themes, one.voices, schools))
        changes |= dict.fromkeys(changed(one.voices, earlier.get(one.asked, ()), finder, of_people))
    return Themed(tuple(sections), tuple(between), tuple(changes))


def changed(
    voices: Sequence[Voice], earlier: Sequence[Voice], finder: ThemeFinder, theirs: Theirs = NOBODYS
) -> tuple[Change, ...]:
    """What more or fewer people answered than last time, by themes that both times' answers have together."""
    if not earlier or not voices:
        return ()
    both = [*voices, *(replace(voice, earlier=True) for voice in earlier)]
    themes, _ = grouping.grouped(both, finder, theirs)
    return since_last_time(themes, both)


def _section(one: Heard, themes: Sequence[grouping.Grouped], others: Sequence[Voice]) -> PromptSection:
    return PromptSection(
        area=one.area,
        question=one.question,
        law=None,
        quotes=(),
        themes=grouping.told(themes, covers_only=True),
        shown=grouping.shown(key_of(one.asked), themes, others),
    )

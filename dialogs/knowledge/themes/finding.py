"""Themes of many answers, and the order of few."""

from collections.abc import Sequence

from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Excerpt, Hands, Said, Themes


class Finder:
    """Finds themes and arranges quotes; the same answers give the same bytes, in whatever order they come."""

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        del quotes, themes, hands
        return Themes(0.0, others=tuple(sorted(answer.id for answer in answers)))

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        """Exact repeats are said once; the rest stands in the order of the words."""
        by_text: dict[str, list[Answer]] = {}
        for answer in sorted(answers, key=lambda one: (one.text, one.id)):
            if text := " ".join(answer.text.split()).casefold():
                by_text.setdefault(text, []).append(answer)
        said = tuple(map(_said, by_text.values()))[:quotes]
        quoted = {member for one in said for member in one.members}
        return Arrangement(said, tuple(sorted(one.id for one in answers if one.id not in quoted)))


def _said(alike: Sequence[Answer]) -> Said:
    first = alike[0]
    text = first.text
    start = len(text) - len(text.lstrip())
    return Said(
        Excerpt(first.id, start, len(text.rstrip())),
        tuple(one.id for one in alike),
        len({one.person for one in alike}),
    )

"""The engine with a short memory: many readers of one digest may read the same answers."""

from collections.abc import Sequence
from hashlib import blake2b

from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Hands, ThemeFinder, Themes

_MOST = 8  # digests of which the themes are remembered


class Remembering:
    """Remembers themes by what they were found in, and no answer's text: with one word changed they are found anew.

    Whoever may read fewer answers is given the themes of those alone.
    """

    def __init__(self, finder: ThemeFinder) -> None:
        self._finder = finder
        self._found: dict[bytes, Themes] = {}

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        key = blake2b(repr((answers, quotes, themes, hands)).encode("utf-8", "surrogatepass")).digest()
        found = self._found.pop(key, None) or self._finder.find_themes(
            answers, quotes=quotes, themes=themes, hands=hands
        )
        self._found[key] = found
        if len(self._found) > _MOST:
            del self._found[next(iter(self._found))]
        return found

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        return self._finder.arrange(answers, quotes=quotes)

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        return self._finder.arrange_each(several)

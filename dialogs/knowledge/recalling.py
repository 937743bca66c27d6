"""The engine as a page has it: answers from memory, and a list of the calls that memory could not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from dialogs.knowledge.quotes import Unsorted
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Hands, ThemeFinder, Themes

Found = Themes | Arrangement


@dataclass(frozen=True)
class Call:
    """A call of the engine, as a value; `quotes`, `themes` and `hands` as the engine takes them."""

    kind: Literal["find", "arrange"]
    answers: tuple[Answer, ...]
    quotes: int | None = None
    themes: int | None = None
    hands: Hands = NO_HANDS

    @property
    def values(self) -> tuple[object, ...]:
        """All that the engine's answer comes of; answers as bare tuples, which are written out several times sooner."""
        answers = [(one.id, one.text, one.author, one.group, one.tags) for one in self.answers]
        return (self.kind, answers, self.quotes, self.themes, self.hands)

    def put_to(self, finder: ThemeFinder) -> Found:
        if self.kind == "arrange":
            return finder.arrange(self.answers, quotes=self.quotes)
        return finder.find_themes(self.answers, quotes=self.quotes or 0, themes=self.themes, hands=self.hands)


class Recalling:
    """Answers a call as `known` has it, and else unsorted; `missing` are the calls to be put to the engine, by key.

    A key holds no word of the answers. `of` tells engines apart. A call depends on the answers to earlier ones, so
    that reading again may ask for more.
    """

    def __init__(self, known: Mapping[bytes, Found], *, of: tuple[str, int]) -> None:
        self.missing: dict[bytes, Call] = {}
        self._known = known
        self._of = of
        self._unsorted = Unsorted()

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        found = self._recalled(Call("find", tuple(answers), quotes, themes, hands))
        return found if isinstance(found, Themes) else self._unsorted.find_themes(answers, quotes=quotes)

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        found = self._recalled(Call("arrange", tuple(answers), quotes))
        return found if isinstance(found, Arrangement) else self._unsorted.arrange(answers, quotes=quotes)

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        return [self.arrange(answers) for answers in several]

    def _recalled(self, call: Call) -> Found | None:
        key = blake2b(repr((self._of, call.values)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found = self._known.get(key)
        if found is None and call.answers:
            self.missing[key] = call
        return found

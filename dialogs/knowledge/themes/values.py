"""What goes into themes and comes out; this module imports no library of numbers, so that anybody may import it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Answer:
    """A text that its reader may read.

    `author` tells people apart and is never shown; without one the answer is a person's own. `tags` are keywords that
    the author gave, in the author's word forms. `group` is where the author belongs.
    """

    id: str
    text: str
    author: str | None = None
    group: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        return f"author {self.author}" if self.author is not None else f"answer {self.id}"


@dataclass(frozen=True)
class Excerpt:
    """Whole sentences of the answer `id`, from `start` to `end` in code points."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class Theme:
    """Answers of five people or more about one thing.

    `label` is words that people used, "" where five people stand behind none. `concept` is the lexicon's, "" where the
    words alone made the group.
    """

    label: str
    members: tuple[str, ...]
    quotes: tuple[Excerpt, ...]
    people: int
    concept: str = ""


@dataclass(frozen=True)
class Themes:
    """Each answer is a member of one theme or among the others.

    `confidence` is from 0 to 1; where the signal is too weak there are no themes, and `arrange` orders the quotes.
    """

    confidence: float
    themes: tuple[Theme, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """A quote, and the answers that say the same: the quoted one first. `people` is how many said it."""

    quote: Excerpt
    members: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class Arrangement:
    """Quotes in an order that reads well; `unquoted` answers had nothing to quote, or no place among the quotes."""

    said: tuple[Said, ...]
    unquoted: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandMade:
    """A theme as a person made or renamed it: its answers stay together under its label, "" for the suggested one."""

    label: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Hands:
    """What people did with suggested themes.

    `themes` are as they left them, and `outside` answers that they took out of every theme. `words` are the group's
    own: a word or keyword -> the label they put it under; `concepts`: a concept of the lexicon -> the group's label.
    `gone` counts the people who took their answers back after the themes were told.
    """

    themes: tuple[HandMade, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    concepts: tuple[tuple[str, str], ...] = ()
    outside: tuple[str, ...] = ()
    gone: int = 0


NO_HANDS = Hands()


class ThemeFinder(Protocol):
    """The engine, handed to whoever may not import it: `Finder` of dialogs.knowledge.themes.finding, in the worker."""

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        """At most `quotes` quotes in all; about `themes` themes, or as many as the answers have."""

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        """All that was said, or the `quotes` quotes that cover most of it; what several said is said once."""

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        """As `arrange` for each, all at once: much quicker where they are many and short."""

"""One sentence with its cues, as most of the guard's rules see a text."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from dialogs.guarding.lexicon import Hits
from dialogs.guarding.reading import Token


@dataclass(frozen=True)
class Passage:
    """`tokens` are the sentence's own; `hits` are ranges of them."""

    tokens: Sequence[Token]
    hits: Hits

    def has(self, cue: str) -> bool:
        return cue in self.hits

    def starts_at(self, cue: str, place: int) -> bool:
        """Whether the cue begins at the token."""
        return place in self._starts.get(cue, ())

    def ends_at(self, cue: str, place: int) -> bool:
        """Whether the cue ends right before the token."""
        return place in self._ends.get(cue, ())

    def starts_within(self, cue: str, first: int, last: int) -> bool:
        """Whether the cue begins at a token from `first` to `last`."""
        return any(self.starts_at(cue, place) for place in range(first, last + 1))

    def ends_within(self, cue: str, first: int, last: int) -> bool:
        """Whether the cue ends right before a token from `first` to `last`."""
        return any(self.ends_at(cue, place) for place in range(first, last + 1))

    def places(self, *cues: str) -> Iterator[tuple[int, int]]:
        """Ranges of tokens of all the cues."""
        for cue in cues:
            yield from self.hits.get(cue, ())

    @cached_property
    def capitals(self) -> Sequence[int]:
        """Places of the tokens with a capital letter first."""
        return [place for place, token in enumerate(self.tokens) if token.is_capital]

    @cached_property
    def numbers(self) -> Sequence[int]:
        return [place for place, token in enumerate(self.tokens) if token.is_number]

    @cached_property
    def _starts(self) -> Mapping[str, AbstractSet[int]]:
        return {cue: {start for start, _ in ranges} for cue, ranges in self.hits.items()}

    @cached_property
    def _ends(self) -> Mapping[str, AbstractSet[int]]:
        return {cue: {end for _, end in ranges} for cue, ranges in self.hits.items()}

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

"""What a person does with the themes on a card, put together with what others have done since the card was made."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from dialogs.knowledge.borrowing import borrowed
from dialogs.model import OUTSIDE, ThemeName, Tidied, TidiedTheme

NEW, OUT = "new", "out"
"""Where answers are moved to, beside the places of the themes on the card: "0", "1" …"""


@dataclass(frozen=True)
class Seen:
    """A theme as a card shows it; `members` are answers, `concept` is the lexicon's."""

    label: str
    members: tuple[UUID, ...]
    concept: str = ""


@dataclass(frozen=True)
class Wish:
    """What a person wants: a name for each theme on the card, "" for the suggested one, and answers `moved` to `to`.

    `new` is the name of a new theme. Themes of one name become one.
    """

    names: tuple[str, ...]
    moved: tuple[UUID, ...] = ()
    to: str = ""
    new: str = ""


@dataclass(frozen=True)
class Ground:
    """The themes to be worked on: each answer where it was put, else where the card shows it.

    `themes` are as a card would show them by now, `numbers` theirs, and `of_card` is the number of each theme on the
    card; `free` is nobody's yet. `outside` are answers of the card in no theme. `names` are the names that people gave.
    """

    themes: tuple[Seen, ...]
    numbers: tuple[int, ...]
    of_card: tuple[int, ...]
    outside: frozenset[UUID]
    names: Mapping[int, ThemeName]
    free: int

    def target(self, to: str) -> int | None:
        """The number that answers are moved to; None for no theme of the card."""
        if to in (NEW, OUT):
            return self.free if to == NEW else OUTSIDE
        place = int(to) if to.isdecimal() and len(to) < _DIGITS else len(self.of_card)
        return self.of_card[place] if place < len(self.of_card) else None

    def label(self, number: int) -> str:
        return self.themes[self.numbers.index(number)].label if number in self.numbers else ""


@dataclass(frozen=True)
class Done:
    """`skipped`: others had changed the same meanwhile, and what they did stands.

    `sources` are, by number, the themes that each theme was made of.
    """

    tidied: Tidied
    skipped: bool
    sources: Mapping[int, tuple[Seen, ...]]


def ground(stored: Tidied, card: Sequence[Seen], others: Collection[UUID], known: Mapping[UUID, int]) -> Ground:
    """`others` are the card's answers in no theme; `known` has each answer that may be read now, with its version."""
    placed = {answer: number for (answer, version), number in stored.places.items() if known.get(answer) == version}
    of_card = _numbers(stored, card, placed)
    at = dict(placed)
    for number, theme in zip(of_card, card, strict=True):
        for answer in theme.members:
            if answer in known:
                at.setdefault(answer, number)
    names = {theme.number: theme.name for theme in stored.themes if theme.name is not None}
    numbers = [number for number in dict.fromkeys((*of_card, *sorted(set(placed.values())))) if number != OUTSIDE]
    themes = {number: _seen(number, at, names, card, of_card) for number in numbers}
    left = {number: theme for number, theme in themes.items() if theme.members}
    outside = frozenset(one for one in (*others, *at) if one in known and at.get(one, OUTSIDE) == OUTSIDE)
    used = (*of_card, *(theme.number for theme in stored.themes))
    return Ground(tuple(left.values()), tuple(left), of_card, outside, names, max(used, default=-1) + 1)


def _numbers(stored: Tidied, card: Sequence[Seen], placed: Mapping[UUID, int]) -> tuple[int, ...]:
    """The number of each theme on the card: of the theme that most of its answers were put into, else a new one."""
    next_number = max((theme.number for theme in stored.themes), default=-1) + 1
    found: list[int] = []
    for theme in card:
        where = [placed[one] for one in theme.members if placed.get(one, OUTSIDE) != OUTSIDE]
        if where:
            found.append(min(set(where), key=lambda number: (-where.count(number), number)))
        else:
            found.append(next_number)
            next_number += 1
    return tuple(found)


def _seen(
    number: int, at: Mapping[UUID, int], names: Mapping[int, ThemeName], card: Sequence[Seen], of_card: Sequence[int]
) -> Seen:
    shown = [theme for its, theme in zip(of_card, card, strict=True) if its == number]
    label = names[number].label if number in names else shown[0].label if shown else ""
    members = tuple(sorted(one for one, its in at.items() if its == number))
    return Seen(label, members, shown[0].concept if shown else "")


def tidied(
    stored: Tidied,
    card: Sequence[Seen],
    on: Ground,
    wish: Wish,
    *,
    texts: Mapping[UUID, str],
    known: Mapping[UUID, int],
    by: UUID,
) -> Done:
    """`texts` are the words of all answers that the person may read; `on` was made of `stored`."""
    work = _Work(on, texts, by)
    for number, theme, name in zip(on.of_card, card, wish.names, strict=False):
        work.rename(number, theme.label, name)
    where = {answer: number for number, theme in zip(on.of_card, card, strict=True) for answer in theme.members}
    work.move({answer: where.get(answer, OUTSIDE) for answer in wish.moved}, wish)
    work.merge()
    # What others have placed, and this person may not read, stays where it was put.
    places = {one: work.into.get(number, number) for one, number in stored.places.items() if one[0] not in known}
    places |= {(answer, known[answer]): number for answer, number in work.at.items()}
    themes = tuple(TidiedTheme(one, work.names.get(one)) for one in sorted(set(places.values()) - {OUTSIDE}))
    return Done(Tidied(themes, places), work.skipped, work.sources())


class _Work:
    """The answers' places and the themes' names while they are changed."""

    def __init__(self, on: Ground, texts: Mapping[UUID, str], by: UUID) -> None:
        self._on, self._texts, self._by = on, texts, by
        themes = zip(on.numbers, on.themes, strict=True)
        self.at = {one: number for number, theme in themes for one in theme.members}
        self.at |= dict.fromkeys(on.outside, OUTSIDE)
        self.names = dict(on.names)
        self.into: dict[int, int] = {}
        self.skipped = False

    def rename(self, number: int, shown: str, name: str) -> None:
        current = self._on.label(number)
        if name in (shown, current):
            return
        if current != shown or number not in self._on.numbers:
            self.skipped = True
        elif name:
            self.names[number] = self._named(name)
        else:
            self.names.pop(number, None)

    def move(self, moved: Mapping[UUID, int], wish: Wish) -> None:
        """`moved` has where the card showed each answer; one that is gone since is left out."""
        to = self._target(wish) if moved else None
        for answer, shown in moved.items():
            if to is None or self.at.get(answer, to) == to:
                continue
            if self.at[answer] == shown:
                self.at[answer] = to
            else:
                self.skipped = True
        if wish.to == NEW and wish.new and to in self.at.values() and to is not None and to not in self.names:
            self.names[to] = self._named(wish.new)

    def _target(self, wish: Wish) -> int | None:
        """A new theme's name may be another theme's already, as when the same is sent twice."""
        if wish.to == NEW and wish.new:
            same = (number for number in self._on.numbers if _same(self._label(number), wish.new))
            return next(same, self._on.free)
        return self._on.target(wish.to)

    def merge(self) -> None:
        """Into the first of one name."""
        first: dict[str, int] = {}
        for number in dict.fromkeys((*self._on.numbers, *sorted(self.names))):
            if not (label := self._label(number).casefold()):
                continue
            into = first.setdefault(label, number)
            if into != number:
                self.into[number] = into
                self.at = {one: into if its == number else its for one, its in self.at.items()}
                name = self.names.pop(number, None)
                if name is not None:
                    self.names.setdefault(into, name)

    def sources(self) -> dict[int, tuple[Seen, ...]]:
        """A theme is made of those of which it has more than half."""
        found: dict[int, tuple[Seen, ...]] = {}
        for theme in self._on.themes:
            where = [self.at[one] for one in theme.members]
            most = min(set(where), key=lambda number: (-where.count(number), number))
            if most != OUTSIDE and 2 * where.count(most) > len(where):
                found[most] = (*found.get(most, ()), theme)
        return found

    def _label(self, number: int) -> str:
        return self.names[number].label if number in self.names else self._on.label(number)

    def _named(self, label: str) -> ThemeName:
        return ThemeName(label, borrowed(label, self._texts.values()), self._by)


_DIGITS = 4


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()

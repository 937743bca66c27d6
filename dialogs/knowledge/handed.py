"""What people did with a question's themes, as the engine takes it, for the answers that one reader may read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dialogs.knowledge.borrowing import may_be_told
from dialogs.knowledge.quotes import Voice
from dialogs.knowledge.themes.values import NO_HANDS, Answer, HandMade, Hands
from dialogs.model import OUTSIDE, OwnWord, ThemeName, Tidied

_UNTOUCHED = Tidied()


@dataclass(frozen=True)
class Theirs:
    """`tidied` are the question's themes as people left them; `words` are the group's own, of other sessions.

    `gone` counts people of whom this reader could read an answer when the digest was made, and who took it back.
    """

    tidied: Tidied = _UNTOUCHED
    words: tuple[OwnWord, ...] = ()
    gone: int = 0


NOBODYS = Theirs()


@dataclass(frozen=True)
class OfDigest:
    """The same of all of a digest's questions: `tidied` and `gone` by the question's key."""

    tidied: Mapping[str, Tidied] = field(default_factory=dict)
    words: tuple[OwnWord, ...] = ()
    gone: Mapping[str, int] = field(default_factory=dict)

    def of(self, question: str) -> Theirs:
        return Theirs(self.tidied.get(question, _UNTOUCHED), self.words, self.gone.get(question, 0))


NOTHING_DONE = OfDigest()


def hands(theirs: Theirs, known: Mapping[str, tuple[Voice, Answer]]) -> Hands:
    """`known` has the engine's ids. A name with a word that the reader may read in no answer is left out."""
    if theirs == NOBODYS:
        return NO_HANDS
    texts = [voice.text for voice, _ in known.values()]
    places = {its_id: theirs.tidied.places.get(voice.answer) for its_id, (voice, _) in known.items() if voice.answer}
    made = [
        HandMade(_label(theme.name, texts), _placed(places, theme.number))
        for theme in theirs.tidied.themes
        if theme.number in places.values()
    ]
    words = [word for word in theirs.words if may_be_told(word.name.borrowed, texts)]
    return Hands(
        themes=tuple(made),
        words=tuple((word.word, word.name.label) for word in words if word.word),
        concepts=tuple((word.concept, word.name.label) for word in words if word.concept),
        outside=_placed(places, OUTSIDE),
        gone=theirs.gone,
    )


def _label(name: ThemeName | None, texts: Iterable[str]) -> str:
    return name.label if name is not None and may_be_told(name.borrowed, texts) else ""


def _placed(places: Mapping[str, int | None], number: int) -> tuple[str, ...]:
    return tuple(its_id for its_id, its in places.items() if its == number)

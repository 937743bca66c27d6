"""One child, or one colleague, told of and recognisable to people at the school.

A sentence is weighed: how surely one real person is meant, and how much is told of that person. Whether the sentence is
true, and whether a duty to report has arisen, is for people to know.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from content.language import Language
from dialogs.guarding import persons
from dialogs.guarding.passage import Passage
from dialogs.guarding.school_classes import CLASS, GRADE, Spans, has_initials, is_in

_SURE = 3  # one child, whatever is told
_KNOWN = 2  # somebody, though not by name
_TELLING = 3  # a mark of this weight is enough where a person is spoken of
_BENIGN, _GENERAL, _UNREAL = 3, 4, 7
_PERSON = 2  # a pronoun in bokmål; in nynorsk things are «han» and «ho», too
_WHO: Mapping[str, int] = {
    "who.child": 3,
    "who.one_of": 3,
    "who.relation": 3,
    "who.family": 2,
    "who.pupil": 1,
    persons.PRONOUN: 1,
    "who.few": 1,
    "who.adult": 1,
}
_OF_A_NAME = ("mark.health", "mark.services", "mark.home")
"""Marks that count for a bare name, since colleagues have names, too."""


@dataclass(frozen=True)
class Weighed:
    """How much speaks for one person, and against.

    `who`: how surely one person is meant; `told`, `telling`: the weight of all marks, and of the weightiest; `general`:
    how much speaks against. `is_child`: a child may be meant; `goes_on`: the person is only «he» or «she».
    """

    who: int = 0
    told: int = 0
    telling: int = 0
    general: int = 0
    is_child: bool = False
    goes_on: bool = False

    @property
    def is_case(self) -> bool:
        who = self.who - self.general
        if self.is_child and who >= _SURE:
            return True
        if who >= 1 and (self.telling >= _TELLING or self.told > _TELLING):
            return True
        return who >= _KNOWN and self.told >= _KNOWN


class Cases:
    """`weights`: of each mark."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights

    def found(
        self, text: str, passages: Sequence[Passage], names: Sequence[Spans], language: Language | None
    ) -> Iterator[tuple[int, int]]:
        """Places of the sentences about one person, alone or together with the sentence before."""
        before = Weighed()
        pronoun = _PERSON if _is_bokmal(passages, language) else _WHO[persons.PRONOUN]
        for place, passage in enumerate(passages):
            now = self.weighed(text, passage, names[place], pronoun)
            if now.is_case:
                yield passage.start, passage.end
            elif _joined(before, now).is_case:
                yield passages[place - 1].start, passage.end
            before = now if now.who else before

    def weighed(self, text: str, passage: Passage, names: Spans, pronoun: int) -> Weighed:
        """`pronoun`: the weight of «han» and «hun» where no grown-up is spoken of."""
        cues = [cue for cue in _WHO if passage.has(cue)]
        if has_initials(text, passage, marked=any(map(passage.has, self._weights))):
            return Weighed(who=_SURE, is_child=True)
        if not cues and not names:
            return Weighed()
        at = [*passage.places(*persons.ANYBODY)]
        in_class = is_in(CLASS, text, passage, at, names)
        in_grade = not in_class and is_in(GRADE, text, passage, at, names)
        is_child = any(cue in persons.CHILD for cue in cues)
        marks = self._marks(passage, of_a_name=bool(names) and not in_class and not is_child)
        if persons.is_human(passage):
            pronoun = _PERSON
        return Weighed(
            who=_who(passage, cues, pronoun) + 2 * in_class + in_grade - _BENIGN * _is_benign(passage, marks),
            told=sum(marks),
            telling=max(marks, default=0),
            general=_general(passage, cues, pronoun),
            is_child=is_child or (persons.PRONOUN in cues and (in_class or _opens(passage, pronoun))),
            goes_on=cues == [persons.PRONOUN],
        )

    def _marks(self, passage: Passage, *, of_a_name: bool) -> Sequence[int]:
        cues = _OF_A_NAME if of_a_name else self._weights
        return [self._weights[cue] for cue in cues if passage.has(cue)]


def _who(passage: Passage, cues: Sequence[str], pronoun: int) -> int:
    weights = {**_WHO, persons.PRONOUN: 1 if "who.adult" in cues else pronoun}
    who = max((weights[cue] for cue in cues), default=1)
    return who + 2 * persons.is_of_ours(passage) + persons.is_lately(passage) + persons.has_relative(passage)


def _is_benign(passage: Passage, marks: Sequence[int]) -> bool:
    return not marks and persons.is_benign(passage)


def _opens(passage: Passage, pronoun: int) -> bool:
    return pronoun == _PERSON and persons.opens_with_pronoun(passage)


def _general(passage: Passage, cues: Sequence[str], pronoun: int) -> int:
    if persons.is_unreal(passage):
        return _UNREAL
    # In nynorsk «planen» is «han» and «økta» is «ho».
    is_thing = pronoun < _PERSON and cues == [persons.PRONOUN] and passage.has("general.thing")
    return _GENERAL * (persons.is_question(passage) + (persons.is_general(passage) or is_thing))


def _joined(before: Weighed, now: Weighed) -> Weighed:
    """Two sentences, where the second goes on about the first's person."""
    if not now.goes_on or before.who - before.general < 1:
        return Weighed()
    return replace(
        before,
        who=max(before.who, now.who),
        told=before.told + now.told,
        telling=max(before.telling, now.telling),
        general=before.general + now.general,
    )


def _is_bokmal(passages: Sequence[Passage], language: Language | None) -> bool:
    """Told by the words of the text, or by `language` where the words don't tell."""
    nb = sum(len(passage.hits.get("language.nb", ())) for passage in passages)
    nn = sum(len(passage.hits.get("language.nn", ())) for passage in passages)
    return nb > nn or (nb == nn and language is Language.NB)

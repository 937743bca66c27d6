"""The words of people's texts that no concept of the lexicon holds, for an editor to place.

Counted are people, not texts, and names are left out: a list of words must not become a list of who is spoken of.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs.knowledge.concepts import ConceptReader, Hit, words_of
from dialogs.knowledge.coverage import Coverage, Uncovered
from dialogs.knowledge.themes.stems import stem
from dialogs.knowledge.themes.values import Answer

_SHORTEST = 3  # letters
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class _Use:
    """`capital`: written with a capital letter, wherever in the sentence."""

    word: str
    author: str
    capital: bool


def coverage(
    answers: Sequence[Answer], reader: ConceptReader, *, fewest: int, names: Callable[[str], Spans]
) -> Coverage:
    """Words that at least `fewest` people used, most people first; `names` finds the places of names in a text."""
    read = [one.hits for one in reader.read_all(answer.text for answer in answers)]
    uses: defaultdict[str, list[_Use]] = defaultdict(list)
    for answer, hits in zip(answers, read, strict=True):
        for use in _uses(answer, [*_places(hits), *names(answer.text)]):
            uses[stem(use.word)].append(use)
    # A word that is never written small may be a name that no list knows.
    words = (_uncovered(each) for each in uses.values() if not all(use.capital for use in each))
    told = sorted((word for word in words if word.people >= fewest), key=lambda word: (-word.people, word.word))
    return Coverage(len(answers), sum(not hits for hits in read), tuple(told))


def _places(hits: Iterable[Hit]) -> Spans:
    return [(hit.start, hit.end) for hit in hits]


def _uses(answer: Answer, taken: Spans) -> Iterator[_Use]:
    """The words outside `taken` that are no small words."""
    places = {place for start, end in taken for place in range(start, end)}
    author = answer.author or f"answer {answer.id}"
    for word in words_of(answer.text):
        if word.start not in places and len(word.text) >= _SHORTEST and word.text.isalpha() and stem(word.text):
            yield _Use(word.text, author, answer.text[word.start].isupper())


def _uncovered(uses: Sequence[_Use]) -> Uncovered:
    people_by_form: Mapping[str, set[str]] = defaultdict(set)
    for use in uses:
        people_by_form[use.word].add(use.author)
    counted = Counter({form: len(people) for form, people in people_by_form.items()})
    forms = tuple(sorted(counted, key=lambda form: (-counted[form], len(form), form)))
    return Uncovered(forms[0], len(set().union(*people_by_form.values())), forms)

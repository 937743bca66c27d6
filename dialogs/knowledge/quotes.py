"""Quotes of answers: as written, in an order that reads well, what several said said once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from uuid import UUID

from content.presses import StepRef
from content.vocabulary.prompting import Followed, Quote
from dialogs.asking.following import pairs
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Excerpt, Hands, Said, ThemeFinder, Themes
from dialogs.model import Language, Reflection, Release, Step
from dialogs.sharing.signing import signed


@dataclass(frozen=True)
class Voice:
    """A quote with what is needed to count people and groups; `author` and `group` are never shown.

    `earlier`: the answer was given to the same question last time, and is read only to see what has changed. `answer`
    is its id and version, by which is found where somebody placed the answer; None for another municipality's.
    """

    quote: Quote
    author: str
    group: str = ""
    earlier: bool = False
    answer: tuple[UUID, int] | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.quote.keyword,) if self.quote.keyword else ()

    @property
    def text(self) -> str:
        """What the answer is about: the author's own words, or those after a follow-up where there are no others."""
        return self.quote.text or "\n\n".join(pair.text for pair in self.quote.further)


class Unsorted:
    """The engine where none is at hand, as within a turn: no themes, and the order in which the answers are given."""

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        del quotes, themes, hands
        return Themes(0.0, others=tuple(answer.id for answer in answers))

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        alike: dict[str, list[Answer]] = {}
        for answer in answers:
            alike.setdefault(_spoken(answer.text), []).append(answer)
        found = [
            Said(Excerpt(of[0].id, 0, len(of[0].text)), tuple(one.id for one in of), len({one.person for one in of}))
            for of in alike.values()
        ]
        return Arrangement(tuple(found[:quotes]))

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        return [self.arrange(answers) for answers in several]


def quoted(step: Step, reflection: Reflection, language: Language, *, reader: UUID | None = None) -> Quote:
    """An answer to this step, with answers to follow-ups beneath."""
    further = pairs(step.shown.follow_ups, reflection.follow_up_parts, language)
    named = signed(reflection.signature, reflection.signer)
    own = StepRef(step.municipality, step.session, step.position) if reflection.author == reader else None
    return Quote(
        reflection.said,
        further,
        named,
        own=own is not None,
        alone=reflection.alone,
        mark=_mark(reflection.said, further),
        own_step=own,
        keyword=reflection.keyword,
    )


def quoted_release(answer: Release, language: Language) -> Quote:
    further = pairs(answer.follow_ups, answer.further, language)
    named = signed(answer.signature, answer.signer)
    return Quote(answer.text, further, named, mark=_mark(answer.text, further), keyword=answer.keyword)


def in_hash_order(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Ordered by a hash of the words, which reveals neither times nor authors.

    The order is stable between reads; a new answer appears anywhere among the others, not last.
    """
    return tuple(sorted(quotes, key=_scattered))


def answers_of(voices: Iterable[Voice]) -> dict[str, tuple[Voice, Answer]]:
    """The voices as the engine takes them, by ids that come of the order of the words alone.

    An answer's own id is computed from its author, and must decide nothing that a reader could see.
    """
    ordered = sorted(voices, key=lambda voice: (_scattered(voice.quote), voice.quote.signed is None))
    named = ((f"{number:06}", voice) for number, voice in enumerate(ordered))
    return {
        its_id: (voice, Answer(its_id, voice.text, voice.author, voice.group or None, voice.tags))
        for its_id, voice in named
    }


def read_well(voices: Iterable[Voice], finder: ThemeFinder) -> tuple[Quote, ...]:
    """All the voices' quotes, each once; whatever its author wanted to be seen alone comes last."""
    return read_well_each([voices], finder)[0]


def read_well_each(several: Iterable[Iterable[Voice]], finder: ThemeFinder) -> list[tuple[Quote, ...]]:
    """As `read_well` for each, arranged all at once."""
    known = [answers_of(voices) for voices in several]
    arranged = finder.arrange_each([[answer for _, answer in of_one.values()] for of_one in known])
    return [_in_order(of_one, its) for of_one, its in zip(known, arranged, strict=True)]


def _in_order(known: Mapping[str, tuple[Voice, Answer]], arranged: Arrangement) -> tuple[Quote, ...]:
    alike = [[known[one][0] for one in said.members] for said in arranged.said]
    short: dict[str, list[Voice]] = {}
    for one in arranged.unquoted:
        short.setdefault(_spoken(known[one][0].quote.text), []).append(known[one][0])
    found = [quote for same in (*alike, *short.values()) for quote in _once(same)]
    return tuple(sorted(found, key=lambda quote: quote.alone))


def _once(alike: Sequence[Voice]) -> Iterable[Quote]:
    """The quotes of answers that say the same: bare ones with the same words are one quote of several people.

    Such a quote has a keyword, and a place and a day, where all of them gave the same.
    """
    if len(alike) == 1:
        yield alike[0].quote
        return
    bare: dict[str, list[Voice]] = {}
    for voice in alike:
        quote = voice.quote
        if quote.signed is None and not quote.further:
            bare.setdefault(_spoken(quote.text), []).append(voice)
        else:
            yield replace(quote, alone=False)
    for same in bare.values():
        first = same[0].quote
        several = len({voice.author for voice in same}) > 1
        yield replace(
            first,
            own=any(voice.quote.own for voice in same),
            several=several,
            alone=False,
            own_step=next((voice.quote.own_step for voice in same if voice.quote.own), None),
            keyword=_of_all(voice.quote.keyword for voice in same),
            where=_of_all(voice.quote.where for voice in same),
        )


def _of_all(said: Iterable[str]) -> str:
    """The value that all the quotes have, "" where the values differ."""
    several = {*said}
    return several.pop() if len(several) == 1 else ""


def _spoken(text: str) -> str:
    """The words without what the ear does not hear: case and white space."""
    return " ".join(text.split()).casefold()


def _mark(text: str, further: Sequence[Followed]) -> str:
    """The mark comes of the words alone: an answer's id would lead from its author to the words.

    What several said once on a digest has one mark, whatever keywords they gave.
    """
    return _hash("\n".join(map(_spoken, (text, *(pair.text for pair in further))))).hex()[:16]


def _scattered(quote: Quote) -> bytes:
    return _hash("\n".join((quote.text, *(pair.text for pair in quote.further), *filter(None, [quote.keyword]))))


def _hash(words: str) -> bytes:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()

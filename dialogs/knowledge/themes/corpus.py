"""Answers made ready for grouping: exact repeats as one text with several people, read with the concept lexicon."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from content.concepts import Lexicon, PassLanguage
from dialogs.knowledge.concepts import Hit, Read, concept_reader
from dialogs.knowledge.languages_used import languages_of
from dialogs.knowledge.themes.stems import stem
from dialogs.knowledge.themes.values import Answer

_LONGEST = 400  # words of a text that are read; further ones would outweigh what the text is about


@dataclass(eq=False)
class Text:
    """A text that one or more answers hold, repeats compared without case and spacing.

    `answers` begins with the one to quote. `stems` and `tag_stems` map a stem to its word as first written.
    """

    answers: tuple[Answer, ...]
    length: int
    english: bool
    stems: dict[str, str]
    hits: tuple[Hit, ...]
    tags: tuple[str, ...]
    tag_stems: dict[str, str]
    tag_hits: tuple[Hit, ...]

    @property
    def words(self) -> str:
        return self.answers[0].text

    @cached_property
    def folded(self) -> str:
        return folded(self.words)

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(answer.person for answer in self.answers)

    @property
    def says_something(self) -> bool:
        return bool(self.stems or self.hits or self.tag_stems or self.tag_hits)


_Alike = tuple[tuple[str, ...], Sequence[Answer]]
"""Keywords, and the answers that gave the same words with them."""


def corpus(answers: Iterable[Answer], lexicon: Lexicon) -> list[Text]:
    """In an order that comes of the words alone, whatever order the answers come in."""
    return corpora([answers], lexicon)[0]


def corpora(several: Iterable[Iterable[Answer]], lexicon: Lexicon) -> list[list[Text]]:
    """The corpus of each; every word of them all is looked up once."""
    alike = [_alike(answers) for answers in several]
    reader = concept_reader(lexicon)
    read = reader.read_all((of_one[0].text for each in alike for _, of_one in each), most=_LONGEST)
    # A keyword is read as a text of its own; «;» keeps two from becoming words in a row.
    tags_read = reader.read_all("; ".join(tags) for each in alike for tags, _ in each)
    return [[_text(of_one, next(read), tags, next(tags_read)) for tags, of_one in each] for each in alike]


def _alike(answers: Iterable[Answer]) -> list[_Alike]:
    by_words: dict[tuple[str, tuple[str, ...]], list[Answer]] = {}
    for answer in sorted(answers, key=lambda one: (one.id, one.text)):
        by_words.setdefault((folded(answer.text), _folded_tags(answer)), []).append(answer)
    return [(key[1], by_words[key]) for key in sorted(by_words, key=scattered)]


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def scattered(key: object) -> bytes:
    """A place among others that tells nothing of when and by whom a text was written."""
    return blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _folded_tags(answer: Answer) -> tuple[str, ...]:
    return tuple(sorted({tag for each in answer.tags if (tag := folded(each))})) if answer.tags else ()


def _text(answers: Sequence[Answer], read: Read, tags: tuple[str, ...], of_tags: Read) -> Text:
    english = languages_of(read.words) == (PassLanguage.ENGLISH,)
    return Text(
        answers=tuple(answers),
        length=len(read.words),
        english=english,
        stems=_stems(read.words, english=english),
        hits=read.hits,
        tags=tags,
        tag_stems=_stems(of_tags.words, english=english),
        tag_hits=of_tags.hits,
    )


def _stems(words: Iterable[str], *, english: bool) -> dict[str, str]:
    stems: dict[str, str] = {}
    for word in words:
        if found := stem(word, english=english):
            stems.setdefault(found, word)
    return stems

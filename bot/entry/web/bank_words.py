"""What the templates of the sharing bank say, in the page's language; the same sentences as on the cards."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from content.cards.banking import about, parts_of, said, suits
from content.cards.entry_tries import came_lines, counted, notes_of, outcome_of, own_line, words_of, wrong_of
from content.cards.signing import signature_line
from content.language import Language
from content.shortening import first_words
from content.vocabulary.bank import BankEntry, PracticeShown
from content.vocabulary.entry_tries import CameOfEntry, EntryTries, EntryTryForm, OwnEntryTry
from content.vocabulary.prompting import Quote

_WORDS = 240  # characters of an entry in the list


class BankWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def about(self, one: BankEntry) -> str:
        return about(one, self._language)

    def together(self, entries: Sequence[BankEntry]) -> Iterator[tuple[str, str, list[BankEntry]]]:
        """(question, where and when, entries) of neighbours that answer the same question, in the order of the search.

        The question stands once above them.
        """
        for (question, told), found in groupby(entries, key=lambda one: (one.question, self.about(one))):
            yield question, told, list(found)

    def first(self, one: BankEntry) -> str:
        """The entry's first words."""
        return first_words(said(one), _WORDS)

    def parts(self, one: PracticeShown) -> list[tuple[str, str]]:
        return parts_of(one, self._language)

    def suits(self, one: PracticeShown) -> str:
        return suits(one, self._language)

    def counted(self, tries: EntryTries) -> list[str]:
        """On how many schools it was tried, and is about to be."""
        return counted(tries, self._language)

    def own_try(self, own: OwnEntryTry) -> str:
        return own_line(own, self._language)

    def outcome(self, one: CameOfEntry) -> str:
        told = outcome_of(one, self._language)
        return told[:1].upper() + told[1:]

    def came(self, one: CameOfEntry) -> list[tuple[str, str]]:
        """(line, people's words in the line)."""
        return list(zip(came_lines(one, self._language), filter(None, (one.because, one.learnt)), strict=True))

    def written(self, form: EntryTryForm) -> str:
        return words_of(form, self._language)

    def notes(self, form: EntryTryForm) -> list[str]:
        return notes_of(form, self._language)

    def wrong(self, form: EntryTryForm) -> str:
        return wrong_of(form, self._language)

    def signature(self, quote: Quote) -> str:
        return signature_line(quote.signed, self._language)

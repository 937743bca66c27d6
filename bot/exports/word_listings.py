"""Lists of people's own words as files have them: commitments, the reader's answers, entries of the sharing bank."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from bot.exports.digest_document import language_of
from bot.exports.listings import Listing, Row, Section, headed
from bot.exports.own_data import answer_data
from content import own_data
from content.cards.banking import about, parts_of, suits
from content.cards.committing import told_of, who
from content.cards.needing import answered_by, asked_by, state_of
from content.cards.signing import signature_line
from content.dates import full_date
from content.documents import Block, Heading, Paragraph, Quotation, plain
from content.language import Language
from content.road_rows import road_row
from content.vocabulary.bank import BankEntry, BankFound
from content.vocabulary.committing import Need, Promised, PromisesListed
from content.vocabulary.knowing import OwnAnswer, OwnAnswers
from content.vocabulary.listing import ListTable
from content.vocabulary.pages_of_bank import BankSearchPage
from content.vocabulary.pages_of_oneself import MePage
from content.vocabulary.pictures import PromisesIn, PromisesPage
from content.wording import phrase


def promises_listed(page: PromisesPage, language: Language) -> Listing:
    """The open ones first, then those looked at, then needs of support."""
    columns = ("what", "who", "made", "look", "outcome", "learnt")
    return Listing(
        phrase(page, "title", language),
        (*headed(language, "kind"), *(phrase(PromisesIn, f"column_{one}", language) for one in columns)),
        tuple(_promises(place, language) for place in page.places),
        phrase(PromisesListed, "none", language),
        [asdict(one) for one in page.places],
    )


def _promises(place: PromisesIn, language: Language) -> Section:
    listed = place.listed
    tried = (*listed.shown, *listed.numbered)
    parts = (
        (phrase(place, "open", language), [one for one in tried if not one.outcome]),
        (phrase(place, "told", language), [one for one in tried if one.outcome]),
    )
    needs = (
        (phrase(listed, "needs", language), listed.needs),
        (phrase(listed, "to_answer", language), listed.to_answer),
    )
    rows = [_tried_row(one, language) for _, its in parts for one in its]
    rows += [_need_row(one, language) for _, its in needs for one in its]
    blocks = [block for head, its in parts for block in _under(head, (_tried(one, language) for one in its))]
    blocks += [block for head, its in needs for block in _under(head, (_need(one, language) for one in its))]
    return Section(place.municipality, tuple(rows), tuple(blocks))


def _tried_row(one: Promised, language: Language) -> Row:
    row = road_row(one, language)
    kind = phrase(ListTable, "promise", language)
    return kind, row.what, row.who, row.made, row.looked, row.outcome, row.learnt


def _need_row(one: Need, language: Language) -> Row:
    kind = phrase(ListTable, "need", language)
    return kind, one.text, asked_by(one, language), "", "", state_of(one, language), one.answer


def _tried(one: Promised, language: Language) -> Iterator[Block]:
    yield _words(one.text, language, who(one, language))
    yield from (Paragraph(plain(line)) for line in told_of(one, language))


def _need(one: Need, language: Language) -> Iterator[Block]:
    yield _words(one.text, language, asked_by(one, language))
    yield Paragraph(plain(state_of(one, language)))
    if one.answer:
        yield _words(one.answer, language, answered_by(one, language))


def answers_listed(page: MePage, language: Language) -> Listing:
    """All of the reader's own answers, the newest first in each municipality."""
    return Listing(
        phrase(OwnAnswers, "heading", language),
        headed(language, "when", "group", "area", "question", "answer", "further", "keyword", "told"),
        tuple(
            Section(
                one.municipality,
                tuple(_answer_row(answer, language) for answer in one.answers),
                tuple(_answers(one.answers, language)),
            )
            for one in page.known.about
        ),
        phrase(OwnAnswers, "none", language),
        [{"municipality": one.municipality, **answer_data(each)} for one in page.known.about for each in one.answers],
    )


def _answer_row(one: OwnAnswer, language: Language) -> Row:
    asked = full_date(one.asked_at, language)
    further = "\n".join(f"{pair.question} {pair.text}" for pair in one.further)
    told = " ".join(own_data.answer(replace(one, moves=()), language).lines)
    return asked, one.group, one.area, one.question, one.text, further, one.keyword, told


def _answers(answers: Iterable[OwnAnswer], language: Language) -> Iterator[Block]:
    without_history = [replace(one, moves=()) for one in answers]
    for year, entries in own_data.by_school_year(without_history, language):
        yield Heading(2, plain(year))
        for entry in entries:
            yield Heading(3, plain(entry.title))
            yield Paragraph(plain(entry.about))
            for question, text in entry.quotes:
                yield from [Paragraph(plain(question))] if question else []
                yield _words(text, language)
            yield from (Paragraph(plain(line)) for line in entry.lines)


def entries_listed(page: BankSearchPage, language: Language) -> Listing:
    """The entries that the page shows; the words of the search are in no file."""
    entries = page.page.entries
    return Listing(
        phrase(BankFound, "heading", language),
        headed(language, "question", "area", "told", "answer", "further", "signed"),
        (Section("", tuple(_entry_row(one, language) for one in entries), tuple(_entries(entries, language))),),
        phrase(ListTable, "none", language),
        [_entry_data(one) for one in entries],
    )


def _entry_row(one: BankEntry, language: Language) -> Row:
    further = "\n".join(f"{question} {text}" for question, text in _further(one, language))
    signed = signature_line(one.quote.signed, language)
    return one.question, one.area, about(one, language), one.quote.text, further, signed


def _entries(entries: Iterable[BankEntry], language: Language) -> Iterator[Block]:
    for one in entries:
        yield Heading(1, plain(one.question))
        yield Paragraph(plain(about(one, language)))
        signed = signature_line(one.quote.signed, language)
        further = tuple(_further(one, language))
        yield Quotation(one.quote.text, language_of(one.quote.text, language), further, signed)
        if one.practice is not None and (told := suits(one.practice, language)):
            yield Paragraph(plain(told))


def _further(one: BankEntry, language: Language) -> list[tuple[str, str]]:
    """What stands beneath the first words: answers to follow-ups, or the further parts of a practice."""
    if one.practice is not None:
        return parts_of(one.practice, language)[1:]
    return [(pair.question, pair.text) for pair in one.quote.further]


def _entry_data(one: BankEntry) -> dict[str, Any]:
    """Without the mark of the reader's own words: others may see the file."""
    return asdict(replace(one, quote=replace(one.quote, own=False, own_step=None)))


def _under(head: str, several: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """The heading with what is beneath; nothing where nothing is."""
    blocks = [block for one in several for block in one]
    if blocks:
        yield Heading(2, plain(head))
        yield from blocks


def _words(text: str, language: Language, signed: str = "") -> Quotation:
    return Quotation(text, language_of(text, language), signed=signed)

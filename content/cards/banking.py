"""The cards of the sharing bank: what a search has found, and one entry in full."""

from collections.abc import Iterator

from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, heading, line, quote, row, title
from content.cards.entry_tries import on_entry, ways_of_entry
from content.cards.fields import choice_field, line_field
from content.cards.fitting import quotes
from content.cards.icons import Icon
from content.cards.signing import signature_line
from content.dates import full_date
from content.language import Language
from content.presses import OpenBankEntry, OpenPractice, RemovePractice, SearchBank
from content.shortening import first_words
from content.vocabulary.bank import BankEntry, BankFound, BankOpened, BankReady, PracticeShown
from content.vocabulary.practicing import PracticeKept
from content.wording import phrase

BankingCard = BankReady | BankFound | BankOpened

IN_CHAT = 5
"""The most entries on a card."""

LONGEST_SEARCH = 100
KINDS_SOUGHT = ("any", "quote", "practice")
_QUESTION, _WORDS, _TITLE = 90, 140, 60  # characters


def banking_card(message: BankingCard, language: Language) -> Card:
    if isinstance(message, BankReady):
        return _ready(message, language)
    return _found(message, language) if isinstance(message, BankFound) else _opened(message, language)


def _ready(message: BankReady, language: Language) -> Card:
    head = band(Icon.QUOTES, phrase(message, "heading", language), phrase(message, "found", language))
    show = button(phrase(message, "show", language), SearchBank(0, message.search))
    return card(message, language, [head, line(phrase(message, "about", language), subtle=True)], actions=[show])


def _found(message: BankFound, language: Language) -> Card:
    entries = message.page.entries
    told = "forgiven" if message.page.forgiven else "" if entries else "none" if message.search else "blank"
    under = [phrase(message, "found", language)] if message.search else []
    body: list[Element] = [band(Icon.QUOTES, phrase(message, "heading", language), *under)]
    body += [line(phrase(message, told, language))] if told else []
    body += [_row(one, message, language) for one in entries]
    field = line_field(
        "sought",
        label=phrase(message, "search_label", language),
        text=message.search,
        missing=phrase(message, "search_missing", language),
        longest=LONGEST_SEARCH,
    )
    kind = choice_field(
        "kind_sought",
        label=phrase(message, "kind_label", language),
        offered=[(one, phrase(message, one, language)) for one in KINDS_SOUGHT],
        chosen=message.kind or KINDS_SOUGHT[0],
        missing=phrase(message, "search_missing", language),
    )
    return card(message, language, [*body, field, kind], actions=list(_ways(message, language)))


def _ways(message: BankFound, language: Language) -> Iterator[Action]:
    """The search's button sends the field; the others carry the search of the page shown."""
    page = message.page
    yield button(phrase(message, "search", language), SearchBank(0), reads=True)
    of = (message.search, message.kind)
    if page.has_more:
        yield button(phrase(message, "more", language), SearchBank(page.start + IN_CHAT, *of))
    if page.start:
        yield button(phrase(message, "fewer", language), SearchBank(max(0, page.start - IN_CHAT), *of))
    yield command_button("practice", language)


def _row(one: BankEntry, message: BankFound, language: Language) -> Element:
    """Where and when, the question, the first words; the whole row opens the entry."""
    items = [
        line(about(one, language), subtle=True, small=True),
        line(first_words(one.question, _QUESTION), bold=True, spacing="Small"),
        line(first_words(said(one), _WORDS), spacing="Small"),
    ]
    opened = phrase(one, "open", language, said=first_words(said(one), _TITLE))
    return row(
        items, button(opened, OpenBankEntry(one.municipality, one.id, message.page.start, message.search, message.kind))
    )


def said(one: BankEntry) -> str:
    """The entry's own words, or those of a follow-up where there are no others."""
    return one.quote.text or next((pair.text for pair in one.quote.further), "")


def about(one: BankEntry, language: Language) -> str:
    """Where it was said, and when; a practice is called one."""
    kind = "" if one.practice is None else "_practice" if one.where else "_practice_unnamed"
    return phrase(one, f"about{kind}", language, asked_at=full_date(one.asked_at, language))


def parts_of(one: PracticeShown, language: Language) -> list[tuple[str, str]]:
    """(heading, words) of a practice's parts that have words."""
    parts = (("did", one.did), ("saw", one.saw), ("needs", one.needs))
    return [(phrase(one, part, language), words) for part, words in parts if words]


def suits(one: PracticeShown, language: Language) -> str:
    """The stages that a practice suits, as a sentence; "" for a practice that suits all."""
    if not one.stages:
        return ""
    stages = ", ".join(phrase(one, stage, language) for stage in one.stages)
    return phrase(one, "suits", language, stages=stages)


def practice_elements(one: BankEntry, shown: PracticeShown, language: Language) -> list[Element]:
    """A practice as its readers see it: area, title, the parts under headings, whom it suits, and the name."""
    told = [text for text in (suits(shown, language), signature_line(one.quote.signed, language)) if text]
    return [
        line(one.area, subtle=True, small=True),
        title(one.question, "Medium"),
        *(each for head, words in parts_of(shown, language) for each in (heading(head), quote(words))),
        *(line(text, subtle=True) for text in told),
    ]


def _opened(message: BankOpened, language: Language) -> Card:
    one, tries = message.entry, message.tries
    mine = own_ways(one, language) if one.practice is not None and one.quote.own else []
    ways = ways_of_entry(one.municipality, one.id, tries, language)
    back = button(phrase(message, "back", language), SearchBank(message.start, message.search, message.kind))
    return card(message, language, [*in_full(one, language), *on_entry(tries, language)], actions=[*mine, *ways, back])


def own_ways(one: BankEntry, language: Language) -> list[Action]:
    """What the author of a practice can do with it."""
    its = (one.municipality, one.id)
    return [
        button(phrase(PracticeKept, "change", language), OpenPractice(*its)),
        button(phrase(PracticeKept, "remove", language), RemovePractice(*its)),
    ]


def in_full(one: BankEntry, language: Language) -> list[Element]:
    """Everything that an entry says."""
    opened = BankOpened(one)
    return [
        band(Icon.QUOTES, phrase(opened, "heading", language), about(one, language)),
        *_told(one, language),
        line(phrase(opened, "kind", language), subtle=True, small=True),
    ]


def _told(one: BankEntry, language: Language) -> list[Element]:
    if one.practice is not None:
        return practice_elements(one, one.practice, language)
    return [line(one.area, subtle=True, small=True), title(one.question), *quotes([one.quote], 1, language)]

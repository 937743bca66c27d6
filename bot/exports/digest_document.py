"""A digest, or the pack ahead of a meeting, as a document: headings, people's words as quotations in their language."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from content.cards.digesting import asks_in_agenda, digest_heading, laws, meeting_about, question_ahead, standing
from content.cards.findings import first_lines, silent_line
from content.cards.sections import asked_on, people_told, said_alone, said_among_others
from content.cards.signing import signature_line
from content.concepts import PassLanguage
from content.dates import day, full_date
from content.documents import Block, Bullets, Document, Heading, Paragraph, Quotation, Table, plain
from content.language import Language
from content.packs import item_about, items, more_waiting, promise_lines
from content.shares import shares_lines
from content.turnout import turnout_lines
from content.vocabulary.digesting import Digesting, DigestTable, Findings, MeetingDigest, PromptSection, SessionDigest
from content.vocabulary.packing import AgendaItem, Pack
from content.vocabulary.prompting import Quote
from content.wording import phrase, plural_phrase
from dialogs.knowledge.languages_used import languages_of

_WORD = re.compile(r"[\w']+")
# Small words of one written form alone.
_ONLY_NYNORSK = """
eg ikkje kva korleis ein eit ei dei me noko nokon frå vart vere kjem gjer no berre meir kvar kvifor sjølv fekk vere
"""
_ONLY_BOKMAL = """
jeg ikke hva hvordan en et noe noen fra ble være kommer gjør nå bare mer hver hvorfor selv fikk
"""
_NYNORSK, _BOKMAL = frozenset(_ONLY_NYNORSK.split()), frozenset(_ONLY_BOKMAL.split())


def digest_document(message: Digesting, language: Language, *, name: str, made: date) -> Document:
    """Everything the card has, and what a card had no room for; buttons stay on the card."""
    title, about = _titles(message, language)
    blocks: list[Block] = [Paragraph(plain(about))]
    if isinstance(message, SessionDigest):
        prompts = message.prompts
        blocks += _told(turnout_lines(message.turnout, language, shared=_shared(prompts)))
        blocks += _findings(message.findings, prompts, language)
        blocks += _prompts(prompts, language)
    else:
        prompts = (*message.common, *(prompt for group in message.groups for prompt in group.prompts))
        blocks += _told(standing(message, language))
        blocks += _pack(message.pack, language) if message.pack is not None else []
        blocks += _findings(message.findings, prompts, language)
        blocks += _groups(message, language)
    blocks += _ending(message, prompts, language)
    made_by = f"Sløyfa, {full_date(made, language)}"
    return Document(name=name, language=language, title=title, made=made_by, page="", blocks=tuple(blocks))


def _groups(message: MeetingDigest, language: Language) -> Iterator[Block]:
    if message.common:
        yield Heading(1, plain(phrase(message, "common", language)))
        yield from _prompts(message.common, language)
    for group in message.groups:
        yield Heading(1, plain(group.group))
        if group.turnout is not None:
            yield from _told(turnout_lines(group.turnout, language, shared=_shared(group.prompts)))
        yield from _prompts(group.prompts, language, dated=True)


def _findings(findings: Findings, prompts: Sequence[PromptSection], language: Language) -> Iterator[Block]:
    """What the answers say together, before the answers themselves."""
    are_several = len({prompt.question for prompt in prompts}) > 1
    for head, lines in first_lines(findings, language):
        yield Heading(1, plain(head))
        for question, told in lines:
            if question and are_several:
                yield Paragraph(plain(question))
            yield Paragraph(plain(told))


def _ending(message: Digesting, prompts: Sequence[PromptSection], language: Language) -> Iterator[Block]:
    """What is quiet, what is needed, the question for the meeting, and the law."""
    findings = message.findings
    if findings.silent:
        yield Heading(1, plain(phrase(findings, "silent_heading", language)))
        yield Paragraph(plain(silent_line(findings, language)))
    if findings.needs:
        yield Heading(1, plain(phrase(findings, "needs_heading", language)))
        yield from (_quotation(need, language) for need in findings.needs)
    if _shared(prompts) and not asks_in_agenda(message):
        yield Heading(1, plain(phrase(message, "next_heading", language)))
        yield Paragraph(plain(question_ahead(message, language)))
    if found := laws(prompts):
        yield Heading(1, plain(phrase(message, "law", language)))
        yield from (Paragraph(plain(law)) for law in found)
    yield Paragraph(plain(phrase(message, "note", language)))


def _titles(message: Digesting, language: Language) -> tuple[str, str]:
    heading = digest_heading(message, language)
    if isinstance(message, MeetingDigest):
        return heading, meeting_about(message, language)
    return heading, phrase(message, "about", language, opened_at=day(message.opened_at, language))


def _told(lines: Iterable[str]) -> list[Block]:
    return [Paragraph(plain(line)) for line in lines]


def _shared(prompts: Iterable[PromptSection]) -> bool:
    return any(prompt.has_answers for prompt in prompts)


def _prompts(prompts: Iterable[PromptSection], language: Language, *, dated: bool = False) -> Iterator[Block]:
    """Under its question each quotation leads to the session: `dated` tells the day, where there may be several."""
    area = ""
    for prompt in prompts:
        if prompt.area != area:
            yield Heading(2, plain(prompt.area))
            area = prompt.area
        yield Heading(3, plain(prompt.heading or prompt.question))
        yield from _told([prompt.question] if prompt.heading else [])
        if dated and prompt.asked_on:
            yield Paragraph(plain(asked_on(prompt, language)))
        yield from _told(shares_lines(prompt.shares, language))
        if not prompt.has_answers:
            yield Paragraph(plain(phrase(prompt, "none", language)))
        yield from _answers(prompt, language)


def _answers(prompt: PromptSection, language: Language) -> Iterator[Block]:
    for theme in prompt.themes:
        yield Heading(4, plain(theme.label))
        yield from _told(filter(None, [people_told(theme, language)]))
        yield from (_quotation(quote, language) for quote in (*theme.quotes, *theme.more))
    others, alone = said_among_others(prompt), said_alone(prompt)
    if prompt.themes and others:
        yield Heading(4, plain(phrase(prompt, "others", language)))
    yield from (_quotation(quote, language) for quote in others)
    if alone:
        yield Heading(4, plain(phrase(prompt, "alone", language)))
        yield from (_quotation(quote, language) for quote in alone)


def _quotation(quote: Quote, language: Language) -> Quotation:
    """People's words; beneath them that several said so, by whom, and where, as far as the digest tells."""
    several = phrase(quote, "several", language) if quote.several else ""
    beneath = (several, signature_line(quote.signed, language), quote.where)
    return Quotation(
        text=quote.text,
        language=language_of(quote.text, language),
        further=tuple((pair.question, pair.text) for pair in quote.further),
        signed=" · ".join(filter(None, beneath)),
    )


def language_of(text: str, among: Language) -> Language:
    """The language of people's own words, by their small words; that of the document where nothing tells."""
    words = _WORD.findall(text.lower())
    if languages_of(words) == (PassLanguage.ENGLISH,):
        return Language.EN
    nynorsk, bokmal = (sum(map(small.__contains__, words)) for small in (_NYNORSK, _BOKMAL))
    if nynorsk == bokmal:
        return among if among is not Language.EN else Language.NB
    return Language.NN if nynorsk > bokmal else Language.NB


def _pack(pack: Pack, language: Language) -> Iterator[Block]:
    yield Heading(1, plain(phrase(pack, "agenda", language)))
    yield Paragraph(plain(plural_phrase(pack, "minutes", language, pack.minutes)))
    yield _agenda(pack, language)
    for item, what, when in items(pack, language):
        yield Heading(2, plain(f"{what} ({when})"))
        yield from _item(pack, item, language)


def _agenda(pack: Pack, language: Language) -> Table:
    header = (plain(phrase(DigestTable, "time", language)), plain(phrase(DigestTable, "item", language)))
    rows = [(plain(when), plain(what)) for _, what, when in items(pack, language)]
    return Table(header, tuple(rows))


def _item(pack: Pack, item: AgendaItem, language: Language) -> Iterator[Block]:
    if item.kind == "promises":
        if pack.decided:
            yield Paragraph(plain(phrase(pack, "decided", language)))
            yield from (Quotation(told, language_of(told, language)) for told in pack.decided)
        if pack.decided and pack.promises:
            yield Paragraph(plain(phrase(pack, "promised", language)))
        for one in pack.promises:
            by, when = promise_lines(one, language)
            yield Quotation(one.text, language_of(one.text, language), signed=". ".join(filter(None, (by, when))))
    chosen = {"strength": pack.strength, "dilemma": pack.dilemma}.get(item.kind)
    if chosen is not None:
        yield Paragraph(plain(chosen.question))
        yield _quotation(chosen.quote, language)
    told = tuple(plain(line) for line in item_about(pack, item, language))
    # The session type's name, or nothing, ahead of its steps, or of the questions to talk about.
    ahead = {"talk": 0, "dilemma": 1}.get(item.kind, len(told)) if len(told) > 1 else len(told)
    yield from (Paragraph(line) for line in told[:ahead])
    if listed := told[ahead:]:
        yield Bullets(listed)
    yield from _told(more_waiting(pack, item, language))

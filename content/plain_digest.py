"""A digest as plain lines, for reading outside Teams."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from content.cards.digesting import asks_in_agenda, digest_heading, laws, meeting_about, question_ahead, standing
from content.cards.findings import first_lines, silent_line
from content.cards.sections import asked_on, people_told, said_alone, said_among_others
from content.cards.signing import signature_line
from content.dates import day
from content.language import Language
from content.packs import item_about, items, more_waiting, promise_lines
from content.shares import shares_lines
from content.turnout import turnout_lines
from content.vocabulary.digesting import Findings, MeetingDigest, PromptSection, SessionDigest
from content.vocabulary.packing import AgendaItem, Pack
from content.vocabulary.prompting import Quote
from content.wording import phrase


def plain_digest(message: SessionDigest | MeetingDigest, language: Language) -> str:
    """The card's words in the card's order, but what a card unfolds stands in its place.

    People's own text is indented and otherwise untouched.
    """
    if isinstance(message, SessionDigest):
        return "\n".join(_session(message, language))
    return "\n".join(_meeting(message, language))


def words_to_read(pack: Pack, language: Language) -> int:
    """The number of words of the pack alone, headings and all."""
    return sum(len(line.split()) for line in _pack(pack, language))


def _session(message: SessionDigest, language: Language) -> Iterator[str]:
    yield digest_heading(message, language)
    yield phrase(message, "about", language, opened_at=day(message.opened_at, language))
    yield from turnout_lines(message.turnout, language, shared=_shared(message.prompts))
    if _shared(message.prompts):
        yield from _told_first(message.findings, message.prompts, language)
        yield from _prompts(message.prompts, language)
    else:
        yield ""
        yield from (prompt.question for prompt in message.prompts)
        yield phrase(message, "none", language)
    yield from _ending(message, message.prompts, language)


def _meeting(message: MeetingDigest, language: Language) -> Iterator[str]:
    prompts = [prompt for group in message.groups for prompt in group.prompts]
    yield digest_heading(message, language)
    yield meeting_about(message, language)
    yield from standing(message, language)
    if message.pack is not None:
        yield from _pack(message.pack, language)
    if not message.groups:
        yield ""
        yield phrase(message, "none", language)
    yield from _told_first(message.findings, prompts, language)
    if message.common:
        yield ""
        yield phrase(message, "common", language)
        yield from _prompts(message.common, language)
    for group in message.groups:
        yield ""
        yield group.group
        if group.turnout is not None:
            yield from turnout_lines(group.turnout, language, shared=_shared(group.prompts))
        if _shared(group.prompts):
            yield from _prompts(group.prompts, language, dated=True)
        else:
            yield phrase(group, "none", language)
    yield from _ending(message, [*message.common, *prompts], language)


def _told_first(findings: Findings, prompts: Sequence[PromptSection], language: Language) -> Iterator[str]:
    are_several = len({prompt.question for prompt in prompts}) > 1
    for head, lines in first_lines(findings, language):
        yield ""
        yield head
        for question, told in lines:
            if question and are_several:
                yield question
            yield told


def _pack(pack: Pack, language: Language) -> Iterator[str]:
    yield ""
    yield phrase(pack, "agenda", language)
    for item, what, when in items(pack, language):
        yield ""
        yield f"{what} ({when})"
        yield from _of_item(pack, item, language)


def _of_item(pack: Pack, item: AgendaItem, language: Language) -> Iterator[str]:
    if item.kind == "promises":
        if pack.decided:
            yield f"  {phrase(pack, 'decided', language)}"
            yield from (f"  – {told}" for told in pack.decided)
        if pack.decided and pack.promises:
            yield f"  {phrase(pack, 'promised', language)}"
        for one in pack.promises:
            by, when = promise_lines(one, language)
            yield f"  – {one.text}"
            yield from (f"    {told}" for told in (by, when) if told)
    chosen = {"strength": pack.strength, "dilemma": pack.dilemma}.get(item.kind)
    if chosen is not None:
        yield f"  {chosen.question}"
        yield from _quote(chosen.quote, language)
    yield from (f"  {told}" for told in item_about(pack, item, language))
    yield from (f"  {told}" for told in more_waiting(pack, item, language))


def _ending(
    message: SessionDigest | MeetingDigest, prompts: Sequence[PromptSection], language: Language
) -> Iterator[str]:
    """What is quiet and needed, the question for the next meeting, and the law; buttons stay on the card."""
    if message.findings.silent:
        yield from ("", phrase(message.findings, "silent_heading", language), silent_line(message.findings, language))
    if message.findings.needs:
        yield from ("", phrase(message.findings, "needs_heading", language))
        for need in message.findings.needs:
            yield from _quote(need, language)
    yield from ("", phrase(message, "note", language))
    if _shared(prompts) and not asks_in_agenda(message):
        yield from ("", phrase(message, "next_heading", language), question_ahead(message, language))
    if found := laws(prompts):
        yield from ("", phrase(message, "law", language), *found)


def _shared(prompts: Iterable[PromptSection]) -> bool:
    return any(prompt.has_answers for prompt in prompts)


def _prompts(prompts: Sequence[PromptSection], language: Language, *, dated: bool = False) -> Iterator[str]:
    """Consecutive prompts of one area share a heading."""
    for area, of_area in groupby(prompts, key=lambda prompt: prompt.area):
        yield ""
        yield area
        for prompt in of_area:
            yield from filter(None, (prompt.heading, prompt.question))
            if dated and prompt.asked_on:
                yield asked_on(prompt, language)
            yield from _prompt(prompt, language)


def _prompt(prompt: PromptSection, language: Language) -> Iterator[str]:
    yield from shares_lines(prompt.shares, language)
    if not prompt.has_answers:
        yield phrase(prompt, "none", language)
    for theme in prompt.themes:
        yield from ("", theme.label, people_told(theme, language))
        yield from _quotes((*theme.quotes, *theme.more), language)
    others, alone = said_among_others(prompt), said_alone(prompt)
    if prompt.themes and others:
        yield from ("", phrase(prompt, "others", language))
    yield from _quotes(others, language)
    if alone:
        yield phrase(prompt, "alone", language)
        yield from _quotes(alone, language)


def _quotes(quotes: Iterable[Quote], language: Language) -> Iterator[str]:
    for quote in quotes:
        yield from _quote(quote, language)


def _quote(quote: Quote, language: Language) -> Iterator[str]:
    if quote.several:
        yield f"  {phrase(quote, 'several', language)}"
    first, *more = quote.text.split("\n")
    yield f"  – {first}"
    yield from (f"    {line}" for line in more)
    for pair in quote.further:
        yield f"    {pair.question}"
        first, *more = pair.text.split("\n")
        yield f"    – {first}"
        yield from (f"      {line}" for line in more)
    if quote.signed is not None:
        yield f"    {signature_line(quote.signed, language)}"
    if quote.where:
        yield f"    {quote.where}"
    if quote.keyword:
        yield f"    {phrase(quote, 'keyword', language)}"

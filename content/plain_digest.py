"""A digest as plain lines, for reading outside Teams."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from content.cards.digesting import meeting_about
from content.cards.signing import signature_line
from content.dates import day
from content.language import Language
from content.shares import shares_lines
from content.turnout import turnout_lines
from content.vocabulary.digesting import MeetingDigest, PromptSection, SessionDigest
from content.wording import phrase


def plain_digest(message: SessionDigest | MeetingDigest, language: Language) -> str:
    """The card's words in the card's order; people's own text is indented and otherwise untouched."""
    if isinstance(message, SessionDigest):
        return "\n".join(_session(message, language))
    return "\n".join(_meeting(message, language))


def _session(message: SessionDigest, language: Language) -> Iterator[str]:
    yield phrase(message, "heading", language)
    yield phrase(message, "about", language, opened_at=day(message.opened_at, language))
    yield from turnout_lines(message.turnout, language, shared=_shared(message.prompts))
    yield from _prompts(message.prompts, phrase(message, "none", language), language)
    yield from _ending(message, message.prompts, language)


def _meeting(message: MeetingDigest, language: Language) -> Iterator[str]:
    yield phrase(message, "heading", language)
    yield meeting_about(message, language)
    if not message.groups:
        yield ""
        yield phrase(message, "none", language)
    for group in message.groups:
        yield ""
        yield group.group
        if group.turnout is not None:
            yield from turnout_lines(group.turnout, language, shared=_shared(group.prompts))
        yield from _prompts(group.prompts, phrase(group, "none", language), language)
    yield from _ending(message, [prompt for group in message.groups for prompt in group.prompts], language)


def _ending(
    message: SessionDigest | MeetingDigest, prompts: Sequence[PromptSection], language: Language
) -> Iterator[str]:
    yield ""
    yield phrase(message, "note", language)
    if _shared(prompts):
        yield f"{phrase(message, 'next_heading', language)}: {phrase(message, 'next', language)}"


def _shared(prompts: Sequence[PromptSection]) -> bool:
    return any(prompt.quotes for prompt in prompts)


def _prompts(prompts: Sequence[PromptSection], none: str, language: Language) -> Iterator[str]:
    if not prompts:
        yield ""
        yield none
    # Consecutive prompts of one area share a heading.
    for area, of_area in groupby(prompts, key=lambda prompt: prompt.area):
        yield ""
        yield area
        for prompt in of_area:
            yield from _prompt(prompt, language)


def _prompt(prompt: PromptSection, language: Language) -> Iterator[str]:
    yield prompt.question
    if prompt.law is not None:
        yield prompt.law
    yield from shares_lines(prompt.shares, language)
    for quote in prompt.quotes:
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

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
    if _shared(message.prompts):
        yield from _prompts(message.prompts, language)
    else:
        yield ""
        yield from (prompt.question for prompt in message.prompts)
        yield phrase(message, "none", language)
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
        if _shared(group.prompts):
            yield from _prompts(group.prompts, language)
        else:
            yield phrase(group, "none", language)
    yield from _ending(message, [prompt for group in message.groups for prompt in group.prompts], language)


def _ending(
    message: SessionDigest | MeetingDigest, prompts: Sequence[PromptSection], language: Language
) -> Iterator[str]:
    """The question for the next meeting, and the law, which a card folds; buttons stay on the card."""
    yield ""
    yield phrase(message, "note", language)
    if _shared(prompts):
        yield ""
        yield phrase(message, "next_heading", language)
        yield phrase(message, "next", language)
    laws = dict.fromkeys(prompt.law for prompt in prompts if prompt.law is not None and prompt.has_answers)
    if laws:
        yield ""
        yield phrase(message, "law", language)
        yield from laws


def _shared(prompts: Sequence[PromptSection]) -> bool:
    return any(prompt.has_answers for prompt in prompts)


def _prompts(prompts: Sequence[PromptSection], language: Language) -> Iterator[str]:
    """Consecutive prompts of one area share a heading."""
    for area, of_area in groupby(prompts, key=lambda prompt: prompt.area):
        yield ""
        yield area
        for prompt in of_area:
            yield from _prompt(prompt, language)


def _prompt(prompt: PromptSection, language: Language) -> Iterator[str]:
    yield prompt.question
    yield from shares_lines(prompt.shares, language)
    if not prompt.has_answers:
        yield phrase(prompt, "none", language)
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

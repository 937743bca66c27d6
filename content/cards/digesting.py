"""The digest cards: counts first, then people's own words by area and prompt."""

from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from typing import assert_never

from content.cards.elements import Card, Element, card, heading, line, title
from content.cards.fitting import largest_fitting, quotes
from content.dates import day
from content.language import Language
from content.turnout import turnout_lines
from content.vocabulary.digesting import Digesting, GroupSection, MeetingDigest, PromptSection, SessionDigest
from content.wording import phrase


def digesting_card(message: Digesting, language: Language, room: int) -> Card:
    match message:
        case SessionDigest():
            return _session(message, language, room)
        case MeetingDigest():
            return _meeting(message, language, room)
        case _:
            assert_never(message)


def _session(message: SessionDigest, language: Language, room: int) -> Card:
    def build(shown: Sequence[int]) -> Card:
        body: list[Element] = [
            heading(phrase(message, "heading", language), "Large"),
            line(phrase(message, "about", language, opened_at=day(message.opened_at, language)), bold=True),
            *(line(told) for told in turnout_lines(message.turnout, language, shared=_shared(message.prompts))),
            line(phrase(message, "note", language), subtle=True),
        ]
        if _shared(message.prompts):
            body += _by_area(message.prompts, shown, language)
        else:
            body += [line(prompt.question, bold=True) for prompt in message.prompts]
            body.append(line(phrase(message, "none", language)))
        return card(message, language, body, wide=True)

    return largest_fitting(build, _sizes(message.prompts), room)


def _meeting(message: MeetingDigest, language: Language, room: int) -> Card:
    def build(shown: Sequence[int]) -> Card:
        body: list[Element] = [
            heading(phrase(message, "heading", language), "Large"),
            line(phrase(message, "about", language), bold=True),
            line(phrase(message, "note", language), subtle=True),
        ]
        if not message.groups:
            body.append(line(phrase(message, "none", language)))
        counts = iter(shown)
        for group in message.groups:
            body += _group(group, list(islice(counts, len(group.prompts))), language)
        return card(message, language, body, wide=True)

    return largest_fitting(build, _sizes(prompt for group in message.groups for prompt in group.prompts), room)


def _group(group: GroupSection, shown: Sequence[int], language: Language) -> list[Element]:
    body: list[Element] = [
        line(group.group, bold=True, spacing="ExtraLarge"),
    ]
    if group.turnout is not None:
        told = turnout_lines(group.turnout, language, shared=_shared(group.prompts))
        body += [line(each, spacing="Small") for each in told]
    if _shared(group.prompts):
        return body + _by_area(group.prompts, shown, language)
    return [*body, line(phrase(group, "none", language))]


def _by_area(prompts: Sequence[PromptSection], shown: Sequence[int], language: Language) -> list[Element]:
    """Consecutive prompts of the same area share a heading."""
    body: list[Element] = []
    for area, found in groupby(zip(prompts, shown, strict=True), key=lambda pair: pair[0].area):
        body.append(title(area, "Medium"))
        for prompt, most in found:
            body += _prompt(prompt, most, language)
    return body


def _prompt(prompt: PromptSection, shown: int, language: Language) -> list[Element]:
    body: list[Element] = [line(prompt.question, bold=True)]
    if prompt.law is not None:
        body.append(line(prompt.law, subtle=True, spacing="Small"))
    if not prompt.quotes:
        return [*body, line(phrase(prompt, "none", language))]
    return body + quotes(prompt.quotes, shown, language)


def _shared(prompts: Sequence[PromptSection]) -> bool:
    return any(prompt.quotes for prompt in prompts)


def _sizes(prompts: Iterable[PromptSection]) -> list[int]:
    return [len(prompt.quotes) for prompt in prompts]

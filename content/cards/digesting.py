"""The digest cards: counts first, then people's own words by area and prompt, last a question to go on with."""

from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from typing import assert_never

from content.cards.buttons import command_button, unfolding
from content.cards.card import Card, card
from content.cards.elements import Action, Element, Spacing, band, boxed, chapter, folded, heading, line, title
from content.cards.fitting import largest_fitting, own_note, quotes
from content.cards.icons import Icon
from content.dates import day, day_and_hour
from content.language import Language
from content.shares import shares_lines
from content.turnout import turnout_lines
from content.vocabulary.digesting import Digesting, GroupSection, MeetingDigest, PromptSection, SessionDigest
from content.vocabulary.prompting import Turnout
from content.wording import phrase

_LAW = "law"


def digesting_card(message: Digesting, language: Language, room: int) -> Card:
    match message:
        case SessionDigest():
            return _session(message, language, room)
        case MeetingDigest():
            return _meeting(message, language, room)
        case _:
            assert_never(message)


def _session(message: SessionDigest, language: Language, room: int) -> Card:
    has_answers = _shared(message.prompts)

    def build(shown: Sequence[int]) -> Card:
        about = phrase(message, "about", language, opened_at=day(message.opened_at, language))
        body = [*_head(message, about, message.turnout, language, shared=has_answers)]
        body += own_note((prompt.quotes for prompt in message.prompts), shown, language)
        if has_answers:
            body += _by_area(message.prompts, shown, language)
            body += [_note(message, language), _next(message, language), *_laws(message.prompts)]
        else:
            body += [line(prompt.question, bold=True) for prompt in message.prompts]
            body += [line(phrase(message, "none", language)), _note(message, language)]
        return card(message, language, body, actions=_ways_on(message, message.prompts, language), wide=True)

    return largest_fitting(build, _sizes(message.prompts), room)


def _meeting(message: MeetingDigest, language: Language, room: int) -> Card:
    prompts = [prompt for group in message.groups for prompt in group.prompts]

    def build(shown: Sequence[int]) -> Card:
        body = [*_head(message, meeting_about(message, language), None, language, shared=False)]
        body += own_note((prompt.quotes for prompt in prompts), shown, language)
        if not message.groups:
            body.append(line(phrase(message, "none", language)))
        counts = iter(shown)
        for group in message.groups:
            body += _group(group, list(islice(counts, len(group.prompts))), language)
        body.append(_note(message, language))
        if _shared(prompts):
            body += [_next(message, language), *_laws(prompts)]
        return card(message, language, body, actions=_ways_on(message, prompts, language), wide=True)

    return largest_fitting(build, _sizes(prompts), room)


def meeting_about(message: MeetingDigest, language: Language) -> str:
    """«Nettverksgruppa i Nordnett, torsdag 10. desember kl. 9»"""
    return phrase(message, "about", language, meeting_at=day_and_hour(message.meeting_at, language))


def _head(
    message: Digesting, about: str, turnout: Turnout | None, language: Language, *, shared: bool
) -> Iterable[Element]:
    """The band, with the number of answers where it may be told, and else a sentence beneath."""
    told = list(turnout_lines(turnout, language, shared=shared)) if turnout is not None else []
    figure = told.pop(0) if turnout is not None and turnout.answered is not None else ""
    yield band(Icon.QUOTES, phrase(message, "heading", language), about, figure=figure, style="accent")
    yield from (line(each) for each in told)


def _note(message: Digesting, language: Language) -> Element:
    return line(phrase(message, "note", language), subtle=True, small=True)


def _next(message: Digesting, language: Language) -> Element:
    """The question for the readers' next meeting."""
    return boxed([heading(phrase(message, "next_heading", language)), line(phrase(message, "next", language))])


def _laws(prompts: Sequence[PromptSection]) -> list[Element]:
    """What the law says of the questions, folded: each sentence once."""
    laws = dict.fromkeys(prompt.law for prompt in prompts if prompt.law is not None and prompt.has_answers)
    return [folded(_LAW, [line(law, subtle=True) for law in laws])] if laws else []


def _ways_on(message: Digesting, prompts: Sequence[PromptSection], language: Language) -> list[Action]:
    """The law; and in a chat of one's own, one's own week and answers."""
    in_channel = isinstance(message, SessionDigest) and message.in_channel
    return [
        *([unfolding(phrase(message, "law", language), _LAW)] if _laws(prompts) else []),
        *(command_button(command, language) for command in ("week", "answers") if not in_channel),
    ]


def _group(group: GroupSection, shown: Sequence[int], language: Language) -> list[Element]:
    told = []
    if group.turnout is not None:
        told = [*turnout_lines(group.turnout, language, shared=_shared(group.prompts))]
    body: list[Element] = [chapter(group.group, *told)]
    if _shared(group.prompts):
        return body + _by_area(group.prompts, shown, language)
    return [*body, line(phrase(group, "none", language))]


def _by_area(prompts: Sequence[PromptSection], shown: Sequence[int], language: Language) -> list[Element]:
    """Consecutive prompts of the same area stand under its name."""
    body: list[Element] = []
    for area, found in groupby(zip(prompts, shown, strict=True), key=lambda pair: pair[0].area):
        body.append(line(area, subtle=True, small=True, spacing="ExtraLarge"))
        first, *others = found
        body += _prompt(*first, language)
        for prompt, most in others:
            body += _prompt(prompt, most, language, spacing="ExtraLarge")
    return body


def _prompt(prompt: PromptSection, shown: int, language: Language, *, spacing: Spacing = "Small") -> list[Element]:
    body: list[Element] = [{**title(prompt.question), "spacing": spacing}]
    body += [line(told, spacing="Small") for told in shares_lines(prompt.shares, language)]
    if not prompt.has_answers:
        return [*body, line(phrase(prompt, "none", language), subtle=True)]
    return body + quotes(prompt.quotes, shown, language)


def _shared(prompts: Sequence[PromptSection]) -> bool:
    return any(prompt.has_answers for prompt in prompts)


def _sizes(prompts: Iterable[PromptSection]) -> list[int]:
    return [len(prompt.quotes) for prompt in prompts]

"""The digest cards: what many said first, then people's own words by area and prompt, last a question to go on with."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from content.cards.buttons import button, command_button, unfolding
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, chapter, folded, heading, line
from content.cards.findings import needs, silence, told_first
from content.cards.fitting import Opens, largest_fitting, own_note
from content.cards.icons import Icon
from content.cards.packing import pack_elements
from content.cards.sections import Bin, bins, by_area
from content.dates import day, day_and_hour
from content.language import Language
from content.presses import OpenOrigin
from content.turnout import turnout_lines
from content.vocabulary.digesting import Digesting, GroupSection, MeetingDigest, PromptSection, SessionDigest
from content.vocabulary.prompting import Quote, Turnout
from content.wording import phrase

_LAW, _REST = "law", "rest"
_MOST_PRESSED = 40  # quotes with a press of their own; each press takes room from the words


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
    opens = _opens(message, message.prompts, language)

    def build(shown: Sequence[int]) -> Card:
        about = phrase(message, "about", language, opened_at=day(message.opened_at, language))
        body = [*_head(message, about, message.turnout, language, shared=has_answers)]
        body += own_note(_all_bins(message.prompts), shown, language)
        if has_answers:
            rest: list[Element] = []
            body += told_first(message.findings, message.prompts, language)
            body += by_area(message.prompts, iter(shown), rest, language, opens)
            body += _ending(message, message.prompts, rest, language)
        else:
            rest = []
            body += [line(prompt.question, bold=True) for prompt in message.prompts]
            body += [line(phrase(message, "none", language)), _note(message, language)]
        return card(message, language, body, actions=_ways_on(message, message.prompts, rest, language), wide=True)

    return largest_fitting(build, _sizes(message.prompts), room)


def _meeting(message: MeetingDigest, language: Language, room: int) -> Card:
    of_groups = [prompt for group in message.groups for prompt in group.prompts]
    prompts = [*message.common, *of_groups]
    opens = _opens(message, prompts, language)
    is_reading = message.pack is not None and message.pack.is_reading

    def build(shown: Sequence[int]) -> Card:
        counts, rest = iter(shown), list[Element]()
        body = [*_head(message, meeting_about(message, language), None, language, shared=False)]
        body += own_note(_all_bins(prompts), shown, language)
        if message.pack is not None:
            body += pack_elements(message.pack, language)
        if not message.groups and not is_reading:
            body.append(line(phrase(message, "none", language)))
        body += told_first(message.findings, of_groups, language)
        if message.common:
            body.append(chapter(phrase(message, "common", language)))
            body += by_area(message.common, counts, [], language, opens)
        groups = [element for group in message.groups for element in _group(group, counts, language, opens)]
        # Where themes tell what many said, each group's own answers unfold.
        (rest if message.common else body).extend(groups)
        body += _ending(message, prompts, rest, language)
        return card(message, language, body, actions=_ways_on(message, prompts, rest, language), wide=True)

    return largest_fitting(build, _sizes(prompts), room)


def meeting_about(message: MeetingDigest, language: Language) -> str:
    """«Nettverksgruppa i Nordnett, torsdag 10. desember kl. 9»"""
    return phrase(message, "about", language, meeting_at=day_and_hour(message.meeting_at, language))


def question_ahead(message: Digesting, language: Language) -> str:
    """The question for the readers' meeting: from the catalogue, or one that fits whatever was answered."""
    return message.findings.question or phrase(message, "next", language)


def laws(prompts: Iterable[PromptSection]) -> list[str]:
    """What the law says of the questions that have answers: each sentence once."""
    return list(dict.fromkeys(prompt.law for prompt in prompts if prompt.law is not None and prompt.has_answers))


def _head(
    message: Digesting, about: str, turnout: Turnout | None, language: Language, *, shared: bool
) -> Iterable[Element]:
    """The band, with the number of answers where it may be told, and else a sentence beneath."""
    told = list(turnout_lines(turnout, language, shared=shared)) if turnout is not None else []
    figure = told.pop(0) if turnout is not None and turnout.answered is not None else ""
    yield band(Icon.QUOTES, digest_heading(message, language), about, figure=figure, style="accent")
    yield from (line(each) for each in told)


def _ending(
    message: Digesting, prompts: Sequence[PromptSection], rest: Sequence[Element], language: Language
) -> Iterator[Element]:
    """What is quiet and what is needed, the question for the meeting, and what the buttons unfold."""
    yield from silence(message.findings, language)
    yield from needs(message.findings, language)
    yield _note(message, language)
    if _shared(prompts):
        ahead = line(question_ahead(message, language))
        yield boxed([heading(phrase(message, "next_heading", language)), ahead])
    if rest:
        yield folded(_REST, rest)
    if found := laws(prompts):
        yield folded(_LAW, [line(law, subtle=True) for law in found])


def digest_heading(message: Digesting, language: Language) -> str:
    if isinstance(message, MeetingDigest) and message.pack is not None and message.pack.is_reading:
        return phrase(message.pack, "reading", language)
    is_draft = isinstance(message, SessionDigest) and message.is_draft
    return phrase(message, "draft_heading" if is_draft else "heading", language)


def _note(message: Digesting, language: Language) -> Element:
    return line(phrase(message, "note", language), subtle=True, small=True)


def _ways_on(
    message: Digesting, prompts: Sequence[PromptSection], rest: Sequence[Element], language: Language
) -> list[Action]:
    """All answers, and the law; in a chat of one's own, one's own week and answers."""
    in_channel = isinstance(message, SessionDigest) and message.in_channel
    return [
        *([unfolding(phrase(message, "more", language), _REST)] if rest else []),
        *([unfolding(phrase(message, "law", language), _LAW)] if laws(prompts) else []),
        *(command_button(command, language) for command in ("week", "answers") if not in_channel),
    ]


def _opens(message: Digesting, prompts: Iterable[PromptSection], language: Language) -> Opens:
    ref = message.ref
    is_short = sum(len(prompt.every_quote) for prompt in prompts) <= _MOST_PRESSED

    def opens(quote: Quote) -> Action | None:
        if ref is None or not quote.mark or not is_short:
            return None
        return button(phrase(message, "origin", language), OpenOrigin(ref.municipality, ref.digest, quote.mark))

    return opens


def _group(group: GroupSection, counts: Iterator[int], language: Language, opens: Opens) -> list[Element]:
    is_shared = _shared(group.prompts)
    told = list(turnout_lines(group.turnout, language, shared=is_shared)) if group.turnout is not None else []
    # All of a group's answers stand together: their themes are told of over all groups.
    rest: list[Element] = []
    answers = [*by_area(group.prompts, counts, rest, language, opens, dated=True), *rest]
    return [chapter(group.group, *told), *(answers if is_shared else [line(phrase(group, "none", language))])]


def _shared(prompts: Iterable[PromptSection]) -> bool:
    return any(prompt.has_answers for prompt in prompts)


def _all_bins(prompts: Iterable[PromptSection]) -> list[Bin]:
    return [each for prompt in prompts for each in bins(prompt)]


def _sizes(prompts: Iterable[PromptSection]) -> list[int]:
    return [len(each) for each in _all_bins(prompts)]

"""The digest cards: what many said first, then people's own words by area and prompt, last a question to go on with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import assert_never

from content.cards.buttons import button, command_button, light_press, unfolding
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, chapter, folded, heading, line
from content.cards.findings import needs, silence, told_first
from content.cards.fitting import Opens, largest_fitting, own_note
from content.cards.icons import Icon
from content.cards.packing import pack_elements
from content.cards.sections import Bin, bins, by_area
from content.dates import day, day_and_hour
from content.language import Language
from content.presses import OpenOrigin, OpenThemes
from content.tidying import packed
from content.turnout import turnout_lines
from content.vocabulary.digesting import Digesting, GroupSection, MeetingDigest, PromptSection, SessionDigest
from content.vocabulary.prompting import Quote, Turnout
from content.wording import phrase, plural_phrase

_LAW, _REST = "law", "rest"


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
    opens = _opens(message, language)

    def build(shown: Sequence[int]) -> Card:
        about = phrase(message, "about", language, opened_at=day(message.opened_at, language))
        body = [*_head(message, about, message.turnout, language, shared=has_answers)]
        if has_answers:
            rest: list[Element] = []
            body += told_first(message.findings, message.prompts, language)
            body += by_area(message.prompts, iter(shown), rest, language, opens)
            notes = _notes(message, _all_bins(message.prompts), shown, language)
            body += _ending(message, message.prompts, notes, rest, language)
        else:
            rest = []
            body += [line(prompt.question, bold=True) for prompt in message.prompts]
            body += [line(phrase(message, "none", language)), *_notes(message, (), (), language)]
        return card(message, language, body, actions=_ways_on(message, message.prompts, rest, language), wide=True)

    return _fitted(build, _all_bins(message.prompts), room)


def _meeting(message: MeetingDigest, language: Language, room: int) -> Card:
    of_groups = [prompt for group in message.groups for prompt in group.prompts]
    prompts = [*message.common, *of_groups]
    found = [*_all_bins(message.common), *_all_bins(of_groups, seen=not message.common)]
    opens = _opens(message, language)
    is_reading = message.pack is not None and message.pack.is_reading
    chosen = Bin(message.pack.quotes if message.pack is not None else ())

    def build(shown: Sequence[int]) -> Card:
        counts, rest = iter(shown), list[Element]()
        body = [*_head(message, meeting_about(message, language), None, language, shared=False)]
        body += [line(told, bold=True) for told in standing(message, language)]
        if message.pack is not None:
            body += pack_elements(message.pack, language, opens, message.ref)
        if not message.groups and not is_reading:
            body.append(line(phrase(message, "none", language)))
        body += told_first(message.findings, of_groups, language)
        if message.common:
            body.append(chapter(phrase(message, "common", language)))
            body += by_area(message.common, counts, [], language, opens)
        # Where themes tell what many said, each group's own answers unfold.
        (rest if message.common else body).extend(_groups(message, counts, language, opens))
        notes = _notes(message, [*found, chosen], [*shown, len(chosen.quotes)], language)
        body += _ending(message, prompts, notes, rest, language)
        return card(message, language, body, actions=_ways_on(message, prompts, rest, language), wide=True)

    return _fitted(build, found, room)


def meeting_about(message: MeetingDigest, language: Language) -> str:
    """«Nettverksgruppa i Nordnett, torsdag 10. desember kl. 9»"""
    return phrase(message, "about", language, meeting_at=day_and_hour(message.meeting_at, language))


def standing(message: MeetingDigest, language: Language) -> list[str]:
    """That the meeting is not held then, or that the card is a draft."""
    told = "called_off" if message.called_off else "draft" if message.is_draft else ""
    return [phrase(message, told, language)] if told else []


def question_ahead(message: Digesting, language: Language) -> str:
    """The question for the readers' meeting: from the catalogue, or one that fits whatever was answered."""
    return message.findings.question or phrase(message, "next", language)


def asks_in_agenda(message: Digesting) -> bool:
    """Whether the question ahead stands in a pack's agenda already."""
    pack = message.pack if isinstance(message, MeetingDigest) else None
    return pack is not None and any(item.kind == "talk" for item in pack.agenda)


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
    message: Digesting,
    prompts: Sequence[PromptSection],
    notes: Iterable[Element],
    rest: Sequence[Element],
    language: Language,
) -> Iterator[Element]:
    """What is quiet and what is needed, the notes, the question for the meeting, and what the buttons unfold."""
    yield from silence(message.findings, language)
    yield from needs(message.findings, language)
    yield from notes
    if _shared(prompts) and not asks_in_agenda(message):
        ahead = line(question_ahead(message, language))
        yield boxed([heading(phrase(message, "next_heading", language)), ahead])
    if rest:
        yield folded(_REST, rest)
    if found := laws(prompts):
        yield folded(_LAW, [line(law, subtle=True) for law in found])


def digest_heading(message: Digesting, language: Language) -> str:
    if isinstance(message, MeetingDigest) and message.pack is not None and message.pack.is_reading:
        return phrase(message.pack, "reading", language)
    return phrase(message, "draft_heading" if message.is_draft else "heading", language)


def _notes(message: Digesting, found: Sequence[Bin], shown: Sequence[int], language: Language) -> list[Element]:
    """The small print, below what it is about; for a reader whose own words are shown, who sees the mark."""
    note = line(phrase(message, "note", language), subtle=True, small=True)
    return [
        *_left_out(message, found, shown, language),
        note,
        *own_note([each.quotes for each in found], shown, language),
    ]


def _left_out(message: Digesting, found: Sequence[Bin], shown: Sequence[int], language: Language) -> list[Element]:
    """How many answers stand nowhere on the card, and where to read them; no number beside a name."""
    on_card = {_key(quote) for each, most in zip(found, shown, strict=True) for quote in each.quotes[:most]}
    every = [quote for each in found for quote in each.quotes]
    left_out = len({_key(quote) for quote in every} - on_card)
    if not left_out:
        return []
    if any(quote.signed for quote in every):
        return [line(phrase(message, "left_out", language), subtle=True)]
    return [line(plural_phrase(message, "left_out", language, left_out, left_out=left_out), subtle=True)]


def _key(quote: Quote) -> str:
    """An answer may stand beneath a theme and beneath its group."""
    return quote.mark or quote.text


def _ways_on(
    message: Digesting, prompts: Sequence[PromptSection], rest: Sequence[Element], language: Language
) -> list[Action]:
    """All answers, and the law; in a chat of one's own, one's own week and answers."""
    in_channel = isinstance(message, SessionDigest) and message.in_channel
    return [
        *([unfolding(phrase(message, "more", language), _REST)] if rest else []),
        *([unfolding(phrase(message, "law", language), _LAW)] if laws(prompts) else []),
        *_tidying(message, prompts, language),
        *(command_button(command, language) for command in ("week", "answers") if not in_channel),
    ]


def _tidying(message: Digesting, prompts: Iterable[PromptSection], language: Language) -> Iterator[Action]:
    shown = [prompt.shown for prompt in prompts if prompt.shown is not None]
    if message.may_tidy and message.ref is not None and shown:
        ref = message.ref
        yield button(phrase(message, "tidy", language), OpenThemes(ref.municipality, ref.digest, packed(shown), 0))


def _opens(message: Digesting, language: Language) -> Opens:
    ref = message.ref

    def opens(quote: Quote) -> Action | None:
        if ref is None or not quote.mark:
            return None
        return light_press(phrase(message, "origin", language), OpenOrigin(ref.municipality, ref.digest, quote.mark))

    return opens


def _groups(message: MeetingDigest, counts: Iterator[int], language: Language, opens: Opens) -> Iterator[Element]:
    """Beside themes a group without room for a single answer is left out."""
    for group in message.groups:
        found = _all_bins(group.prompts)
        shown = list(islice(counts, len(found)))
        if not (message.common and not any(shown) and any(each.quotes for each in found)):
            yield from _group(group, iter(shown), language, opens)


def _group(group: GroupSection, counts: Iterator[int], language: Language, opens: Opens) -> list[Element]:
    is_shared = _shared(group.prompts)
    told = list(turnout_lines(group.turnout, language, shared=is_shared)) if group.turnout is not None else []
    # All of a group's answers stand together: their themes are told of over all groups.
    rest: list[Element] = []
    answers = [*by_area(group.prompts, counts, rest, language, opens, dated=True), *rest]
    return [chapter(group.group, *told), *(answers if is_shared else [line(phrase(group, "none", language))])]


def _shared(prompts: Iterable[PromptSection]) -> bool:
    return any(prompt.has_answers for prompt in prompts)


def _all_bins(prompts: Iterable[PromptSection], *, seen: bool = True) -> list[Bin]:
    return [each for prompt in prompts for each in bins(prompt, seen=seen)]


def _fitted(build: Callable[[Sequence[int]], Card], found: Sequence[Bin], room: int) -> Card:
    unfolded = {number for number, each in enumerate(found) if not each.seen}
    return largest_fitting(build, [len(each.quotes) for each in found], room, folded=unfolded)

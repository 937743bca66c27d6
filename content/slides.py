"""What stands on the screen in the room, one thing at a time, in the order of the agenda."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.cards.sections import people_told
from content.language import Language
from content.packs import item_about, items, promise_lines
from content.shares import shares_lines
from content.vocabulary.digesting import MeetingDigest, PromptSection
from content.vocabulary.packing import AgendaItem, Chosen, Pack
from content.vocabulary.prompting import Quote
from content.wording import phrase, plural_phrase

_MOST_WITHOUT_THEME = 6  # quotes of a question; the pack's page has them all


@dataclass(frozen=True)
class Slide:
    """Where there is a quote, the heading tells what the quote is about."""

    heading: str
    quote: Quote | None = None
    lines: tuple[str, ...] = ()


def slides(digest: MeetingDigest, language: Language) -> Iterator[tuple[int, Slide]]:
    """(place of the item in the agenda, slide): each item, then what there is for it."""
    pack = digest.pack
    if pack is None:
        return
    prompts = digest.common or tuple(prompt for group in digest.groups for prompt in group.prompts)
    for number, (item, what, _) in enumerate(items(pack, language)):
        yield number, Slide(what, lines=tuple(_ahead(pack, item, language)))
        yield from ((number, slide) for slide in _beneath(pack, item, prompts, language))


def _ahead(pack: Pack, item: AgendaItem, language: Language) -> Iterable[str]:
    """How the item is gone about; questions and steps come one at a time."""
    match item.kind:
        case "dilemma":
            return (phrase(pack, "work", language),) if pack.protocol else ()
        case "talk":
            return ()
        case _:
            return item_about(pack, item, language)


def _beneath(pack: Pack, item: AgendaItem, prompts: Iterable[PromptSection], language: Language) -> Iterator[Slide]:
    match item.kind:
        case "promises":
            yield from _promises(pack, language)
        case "strength":
            yield from _chosen(pack.strength)
        case "dilemma":
            yield from _chosen(pack.dilemma)
            yield from (Slide(plural_phrase(one, "line", language, one.minutes)) for one in pack.steps)
        case "talk":
            yield from (slide for prompt in prompts for slide in _answers(prompt, language))
            yield from map(Slide, item_about(pack, item, language))
        case _:
            return


def _promises(pack: Pack, language: Language) -> Iterator[Slide]:
    decided, promised = phrase(pack, "decided", language), phrase(pack, "promised", language)
    yield from (Slide(decided, Quote(told)) for told in pack.decided)
    for one in pack.promises:
        by, beneath = promise_lines(one, language)
        yield Slide(promised, Quote(one.text, where=by), tuple(filter(None, (beneath,))))


def _chosen(chosen: Chosen | None) -> Iterator[Slide]:
    if chosen is not None:
        yield Slide(chosen.question, chosen.quote)


def _answers(prompt: PromptSection, language: Language) -> Iterator[Slide]:
    """A question's spread, each of its themes with the quotes that cover the theme; some quotes where there is none."""
    question = prompt.heading or prompt.question
    if spread := shares_lines(prompt.shares, language):
        yield Slide(question, lines=tuple(spread))
    for theme in prompt.themes:
        told = people_told(theme, language)
        yield Slide(theme.label, lines=tuple(filter(None, (told, question))))
        yield from (Slide(theme.label, quote) for quote in theme.quotes)
    if not prompt.themes:
        yield from (Slide(question, quote) for quote in prompt.quotes[:_MOST_WITHOUT_THEME])

"""A question's answers on a digest's card: its themes with a few quotes each, or all quotes in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from content.cards.elements import Element, Spacing, heading, line, title
from content.cards.fitting import Opens, quotes
from content.dates import day
from content.language import Language
from content.shares import shares_lines
from content.vocabulary.digesting import PromptSection, Theme
from content.vocabulary.prompting import Quote
from content.wording import phrase

_BESIDE_THEMES = 4  # quotes


@dataclass(frozen=True)
class Bin:
    """Quotes that are shortened together: of one theme, say. `seen` without unfolding anything."""

    quotes: tuple[Quote, ...]
    seen: bool = True


def bins(prompt: PromptSection, *, seen: bool = True) -> list[Bin]:
    """The section's quotes as `by_area` consumes their numbers; `seen` is of the section as a whole."""
    of_themes = [Bin(*each) for theme in prompt.themes for each in ((theme.quotes, seen), (theme.more, False))]
    first, more = _seen_first(prompt)
    return [*of_themes, Bin(first, seen), Bin(more, seen=False), Bin(said_alone(prompt), seen)]


def _seen_first(prompt: PromptSection) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """The answers outside the themes: those seen at once, and those that unfold."""
    others = said_among_others(prompt)
    most = _BESIDE_THEMES if prompt.themes else len(others)
    return others[:most], others[most:]


def said_among_others(prompt: PromptSection) -> tuple[Quote, ...]:
    return tuple(quote for quote in prompt.quotes if not quote.alone)


def said_alone(prompt: PromptSection) -> tuple[Quote, ...]:
    return tuple(quote for quote in prompt.quotes if quote.alone)


def by_area(
    prompts: Iterable[PromptSection],
    counts: Iterator[int],
    rest: list[Element],
    language: Language,
    opens: Opens,
    *,
    dated: bool = False,
) -> Iterator[Element]:
    """Consecutive prompts of the same area stand under its name.

    `counts` are the numbers of quotes to show, a number for each of the sections' `bins`. `rest` is given what is
    unfolded: of a question with themes all that covers none of them. `dated`: the day of asking is told.
    """
    for area, found in groupby(prompts, key=lambda prompt: prompt.area):
        yield line(area, subtle=True, small=True, spacing="ExtraLarge")
        spacing: Spacing = "Small"
        for prompt in found:
            yield {**title(prompt.heading or prompt.question), "spacing": spacing}
            if prompt.heading:
                yield line(prompt.question, subtle=True, spacing="Small")
            if dated and prompt.asked_on:
                yield line(asked_on(prompt, language), subtle=True, small=True, spacing="Small")
            yield from _prompt(prompt, counts, rest, language, opens)
            spacing = "ExtraLarge"


def _prompt(
    prompt: PromptSection, counts: Iterator[int], rest: list[Element], language: Language, opens: Opens
) -> Iterator[Element]:
    yield from (line(told, spacing="Small") for told in shares_lines(prompt.shares, language))
    if not prompt.has_answers:
        yield line(phrase(prompt, "none", language), subtle=True)
    for theme in prompt.themes:
        yield from theme_head(theme, language)
        yield from quotes(theme.quotes, next(counts), language, opens=opens)
        more = quotes(theme.more, next(counts), language, opens=opens)
        rest += [title(theme.label), *more] if more else []
    yield from _others(prompt, counts, rest, language, opens)
    alone = said_alone(prompt)
    shown = next(counts)
    if alone:
        yield heading(phrase(prompt, "alone", language))
        yield from quotes(alone, shown, language, opens=opens)


def asked_on(prompt: PromptSection, language: Language) -> str:
    """«Spurt tirsdag 24. november», with every day where several sessions asked."""
    days = dict.fromkeys(day(each, language) for each in prompt.asked_on)
    return phrase(prompt, "asked", language, asked_on=", ".join(days))


def _others(
    prompt: PromptSection, counts: Iterator[int], rest: list[Element], language: Language, opens: Opens
) -> Iterator[Element]:
    """Beside themes the first few are seen, since what few say can be what a meeting needs; the rest unfolds."""
    first, more = _seen_first(prompt)
    head = [heading(phrase(prompt, "others", language))] if prompt.themes and first else []
    yield from (*head, *quotes(first, next(counts), language, opens=opens))
    unfolded = quotes(more, next(counts), language, opens=opens)
    rest += [*head, *unfolded] if unfolded else []


def theme_head(theme: Theme, language: Language) -> Sequence[Element]:
    """The words that people used, and how many write about it as far as may be told."""
    return {**title(theme.label), "spacing": "Large"}, line(people_told(theme, language), subtle=True, spacing="None")


def people_told(theme: Theme, language: Language) -> str:
    return phrase(theme, "some" if theme.least is None else "least", language)

"""The dilemmas offered to a meeting as a list: a press on one has the meeting take it up."""

from collections.abc import Iterator, Sequence

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line
from content.cards.fitting import largest_fitting, quotes
from content.cards.icons import Icon
from content.language import Language
from content.presses import ChooseDilemma, LeaveDilemmas, OpenDilemmas
from content.shortening import first_words
from content.vocabulary.dilemmas import DilemmasShown
from content.vocabulary.packing import Chosen
from content.vocabulary.prompting import Quote
from content.wording import phrase

_TITLE = 60
_AT_ONCE = 6
"""More are shown on a card of their own: whoever chooses has ten minutes."""


def dilemmas_card(message: DilemmasShown, language: Language, room: int) -> Card:
    page = message.dilemmas[message.start : message.start + _AT_ONCE]

    def build(shown: Sequence[int]) -> Card:
        body = [band(Icon.QUOTES, phrase(message, "heading", language), message.meeting, style="accent")]
        body.append(line(phrase(message, "how" if len(message.dilemmas) > 1 else "none", language)))
        for place, one in enumerate(page[: sum(shown)], start=message.start):
            body += _dilemma(message, one, language, stands=place == 0)
        return card(message, language, body, actions=[*_ways_on(message, sum(shown), language)])

    return largest_fitting(build, [len(page)], room)


def _dilemma(message: DilemmasShown, one: Chosen, language: Language, *, stands: bool) -> list[Element]:
    def take(quote: Quote) -> Action | None:
        title = phrase(message, "take", language, what=first_words(quote.text, _TITLE))
        return (
            None if stands else button(title, ChooseDilemma(message.ref.municipality, message.ref.digest, quote.mark))
        )

    told = [line(phrase(message, "stands", language), bold=True, small=True)] if stands else []
    return [line(one.question, subtle=True, small=True), *told, *quotes((one.quote,), 1, language, opens=take)]


def _ways_on(message: DilemmasShown, shown: int, language: Language) -> Iterator[Action]:
    ref, following = message.ref, message.start + shown
    if following < len(message.dilemmas):
        yield button(phrase(message, "following", language), OpenDilemmas(ref.municipality, ref.digest, following))
    yield button(phrase(message, "back", language), LeaveDilemmas(ref.municipality, ref.digest))

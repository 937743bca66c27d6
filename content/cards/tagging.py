"""The author's own keyword on a receipt: the word itself, and a folded part in which one is tapped or written."""

from collections.abc import Sequence

from content.cards.buttons import MOST_ACTIONS, action_sets, button, pressable_word, unfolding
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, folded, line
from content.cards.fields import line_field
from content.cards.guarding import stop_reasons
from content.cards.icons import Icon
from content.language import Language
from content.presses import ChooseKeyword, DropKeyword
from content.vocabulary.prompting import AnswerKept, KeywordOffer, TextKept
from content.vocabulary.tagging import KeywordStopped
from content.wording import phrase

_FOLD = "keyword"
LONGEST_KEYWORD = 40
"""Characters the field takes: as long as a keyword may be."""


def tagging_card(message: KeywordStopped, language: Language) -> Card:
    head = band(Icon.STOP, phrase(message, "heading", language), style="warning")
    again = line(phrase(message, "again", language))
    return card(message, language, [head, *stop_reasons(message.stopped, language), again])


def keyword_line(keyword: str, language: Language) -> list[Element]:
    """«Stikkord: tenketid», nothing without one."""
    return [line(phrase(KeywordOffer, "line", language, chosen=keyword), subtle=True, small=True)] if keyword else []


def keyword_opening(offer: KeywordOffer | None, language: Language) -> Sequence[Action]:
    """The button that unfolds the part: a receipt is no higher for what nobody has to do."""
    if offer is None:
        return []
    return [unfolding(phrase(offer, "change" if offer.chosen else "open", language), _FOLD)]


def keyword_fold(message: AnswerKept | TextKept, language: Language, *, beside: int) -> list[Element]:
    """What is offered, each a tap; then a field for a word of one's own, unless the card has `beside` many buttons."""
    offer = message.keyword
    if offer is None:
        return []
    own = _own_word(message, offer, language) if beside < MOST_ACTIONS else []
    return [folded(_FOLD, [*_offered(message, offer, language), *own])]


def _own_word(message: AnswerKept | TextKept, offer: KeywordOffer, language: Language) -> list[Element]:
    field = line_field("word", label=phrase(offer, "own", language), text="", missing="", longest=LONGEST_KEYWORD)
    send = button(phrase(offer, "send", language), _choosing(message, ""), reads=True)
    return [field, *action_sets([send])]


def _choosing(message: AnswerKept | TextKept, word: str) -> ChooseKeyword:
    return ChooseKeyword(message.step, _delivery(message), message.seen, word, message.message)


def _delivery(message: AnswerKept | TextKept) -> str:
    return message.delivery if isinstance(message, AnswerKept) else ""


def _offered(message: AnswerKept | TextKept, offer: KeywordOffer, language: Language) -> list[Element]:
    boxes = [
        pressable_word(word, phrase(offer, "choose", language, chosen=word), _choosing(message, word))
        for word in offer.offered
    ]
    if offer.chosen:
        taken_off = DropKeyword(message.step, _delivery(message), message.seen, message.message)
        boxes.append(pressable_word(phrase(offer, "drop", language), phrase(offer, "drop", language), taken_off))
    return [line(phrase(offer, "why", language)), *({**box, "spacing": "Small"} for box in boxes)]

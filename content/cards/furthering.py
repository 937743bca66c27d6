"""The preview before an answer is shared further: the words as readers would see them, and the readers."""

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, quote
from content.cards.icons import Icon
from content.cards.readers import readers_sentence, rung_label, without_name_sentences
from content.cards.signing import signature_line, sole_sentence
from content.language import Language
from content.presses import LeaveFurther, OpenAnswer, OpenFollowUp, ShareFurther
from content.vocabulary.prompting import FurtherAsked, Quote
from content.wording import phrase, plural_phrase

_MOST_GROUPS = 8
"""Names on one line; the number of the others follows."""


def further_card(message: FurtherAsked, language: Language) -> Card:
    return card(
        message,
        language,
        [
            band(
                Icon.FURTHER, phrase(message, "heading", language), phrase(message, "closes", language), style="accent"
            ),
            line(phrase(message, "readers", language, rung=rung_label(message.rung, language)), bold=True),
            line(groups_line(message, language), subtle=True, small=True, spacing="Small"),
            line(message.question, subtle=True, small=True),
            line(phrase(message, "as_read", language)),
            _words(message.quote, language),
            *(line(told) for told in _sole(message, language)),
            *_readers(message, language),
            line(phrase(message, "one_text", language), subtle=True, small=True),
            line(phrase(message, "back", language), subtle=True, small=True, spacing="Small"),
        ],
        actions=_actions(message, language),
    )


def _words(words: Quote, language: Language) -> Element:
    label = phrase(words, "keyword", language) if words.keyword else ""
    return quote(words.text, words.further, by=signature_line(words.signed, language), label=label)


def _sole(message: FurtherAsked, language: Language) -> list[str]:
    return [sole_sentence(message.sole, language)] if message.sole is not None else []


def beneath(message: FurtherAsked, language: Language) -> list[str]:
    """What the author is told beneath the words: of the own role, who reads now, how well the answer hides the name."""
    return [*_sole(message, language), *_now(message, language), *_hidden(message, language)]


def _readers(message: FurtherAsked, language: Language) -> list[Element]:
    now, *unnamed = _now(message, language)
    return [
        line(now, subtle=True, small=True),
        *(line(told, subtle=True, small=True, spacing="Small") for told in unnamed),
        *(line(told) for told in _hidden(message, language)),
    ]


def _now(message: FurtherAsked, language: Language) -> list[str]:
    """Who reads before the yes, and how many could have written an answer without a name."""
    unnamed = without_name_sentences([message.rung], language) if message.quote.signed is None else ()
    return [phrase(message, "now", language, before=readers_sentence(message.before, language)), *unnamed]


def _hidden(message: FurtherAsked, language: Language) -> list[str]:
    return [phrase(message, "hidden", language)] if message.hidden else []


def groups_line(message: FurtherAsked, language: Language) -> str:
    named = ", ".join(message.groups[:_MOST_GROUPS])
    more = len(message.groups) - _MOST_GROUPS
    if more > 0:
        return plural_phrase(message, "groups_more", language, more, groups=named, more=more)
    return phrase(message, "groups", language, groups=named)


def _actions(message: FurtherAsked, language: Language) -> list[Action]:
    """Shortening opens the form of the words in question, whose sending leads back to the preview."""
    step, delivery, seen = message.step, message.delivery, message.seen
    shorten = phrase(message, "shorten_further" if message.quote.further else "shorten", language, place=1)
    return [
        button(phrase(message, "share", language), ShareFurther(step, delivery, seen, message.rung.rung, message.mark)),
        button(shorten, OpenAnswer(step, delivery, seen)),
        *(
            button(
                phrase(message, "shorten_further", language, place=place),
                OpenFollowUp(step, delivery, seen, pair.number),
            )
            for place, pair in enumerate(message.quote.further, start=2)
        ),
        button(phrase(message, "leave", language), LeaveFurther(step, delivery, seen)),
    ]

"""An answer offered to a meeting: what a receipt says of it, and the preview before the author says yes."""

from collections.abc import Sequence

from content.cards.buttons import MOST_ACTIONS, button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, quote
from content.cards.icons import Icon
from content.cards.signing import signature_line
from content.language import Language
from content.presses import DropOffer, LookFurther, LookOffer, OfferAnswer, ShowAnswer
from content.vocabulary.prompting import AnswerKept, Offer, OfferAsked, PromptClosed, TextKept
from content.wording import phrase, plural_phrase


def offer_line(offer: Offer | None, language: Language) -> list[Element]:
    """What the author has offered the answer to; nothing where it is not offered."""
    return [line(phrase(offer.meeting, "made", language))] if offer is not None and offer.made else []


def offer_button(
    message: AnswerKept | TextKept | PromptClosed, beside: Sequence[Action], language: Language
) -> list[Action]:
    """A card with buttons enough `beside` it leaves offering to «mine svar»."""
    offer, step, seen = message.offer, message.step, message.seen
    delivery = "" if isinstance(message, TextKept) else message.delivery
    sent = [one for one in beside if one["type"] == "Action.Execute"]
    if offer is None or step is None or len(sent) >= MOST_ACTIONS:
        return []
    if offer.made:
        return [button(phrase(offer.meeting, "drop", language), DropOffer(step, delivery, seen))]
    return [button(phrase(offer.meeting, "offer", language), LookOffer(step, delivery, seen))]


def offer_card(message: OfferAsked, language: Language) -> Card:
    about = phrase(message.meeting, "about", language)
    words = quote(message.quote.text, message.quote.further, by=signature_line(message.quote.signed, language))
    return card(
        message,
        language,
        [
            band(Icon.PEOPLE, phrase(message, "heading", language), about, style="accent"),
            line(phrase(message, "why", language)),
            line(message.question, subtle=True, small=True),
            words,
            *(line(told) for told in offered_to(message, language)),
            *([line(phrase(message, "back", language), subtle=True)] if message.people else []),
        ],
        actions=_actions(message, language),
    )


def offered_to(message: OfferAsked, language: Language) -> list[str]:
    """Who at the meeting reads the answer, and that the name does not stand there."""
    if not message.people:
        return [phrase(message, "nobody" if message.can_widen else "nobody_closed", language)]
    told = [plural_phrase(message, "people", language, message.people), phrase(message, "same", language)]
    if may_widen(message):
        told.append(phrase(message, "some", language))
    return [*told, *([phrase(message, "unsigned", language)] if message.quote.signed is None else [])]


def may_widen(message: OfferAsked) -> bool:
    """Whether somebody at the meeting does not read the answer, which may still be shared further."""
    return message.can_widen and message.people < message.others


def _actions(message: OfferAsked, language: Language) -> list[Action]:
    step, delivery, seen = message.step, message.delivery, message.seen
    return [
        *([button(phrase(message, "yes", language), OfferAnswer(step, delivery, seen))] if message.people else []),
        *(
            [button(phrase(message, "widen", language), LookFurther(step, delivery, seen))]
            if may_widen(message)
            else []
        ),
        button(phrase(message, "leave", language), ShowAnswer(step, delivery)),
    ]

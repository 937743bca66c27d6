"""The card of a follow-up: another question, a field, and beneath the field the reader's earlier answers."""

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, heading, quote, title
from content.cards.fields import text_field
from content.cards.guarding import let_pass, stopped_elements
from content.cards.icons import Icon
from content.cards.readers import sentences, unnamed, will_read, withdrawable
from content.cards.speaking_last import once_answered
from content.language import Language
from content.presses import LeaveFollowUp, SendFollowUp, WithdrawFollowUp
from content.vocabulary.prompting import FollowUpAsked
from content.wording import phrase


def follow_up_card(message: FollowUpAsked, language: Language) -> Card:
    return card(
        message,
        language,
        [
            band(
                Icon.QUESTION, phrase(message, "heading", language), phrase(message, "closes", language), style="accent"
            ),
            *stopped_elements(message.stopped, language),
            title(message.question, "Large"),
            *_field(message, language),
        ],
        actions=_actions(message, language),
        below=[
            heading(phrase(message, "earlier_heading", language)),
            *(quote(each.text) for each in message.earlier),
        ],
    )


def _field(message: FollowUpAsked, language: Language) -> list[Element]:
    """The readers stand before the field, as on the prompt's card; a follow-up cannot change the readers."""
    answer = text_field(
        "answer",
        label=phrase(message, "answer_label", language),
        text=message.text,
        missing=phrase(message, "answer_missing", language),
        hint=phrase(message, "placeholder", language),
    )
    hidden = message.hidden and message.last is None
    rung = message.rung
    told = (will_read(rung, language, hidden=hidden), withdrawable(rung, language), unnamed(rung, language))
    waits = once_answered(message, language) if message.rung.rung != "only_me" else []
    return [sentences([each for each in told if each]), {**answer, "spacing": "Small"}, *waits]


def _actions(message: FollowUpAsked, language: Language) -> list[Action]:
    step, delivery, seen, number = message.step, message.delivery, message.seen, message.number
    send = SendFollowUp(step, delivery, seen, number, message.rung.rung)
    leave = button(
        phrase(message, "leave_as_is" if message.text else "leave", language),
        LeaveFollowUp(step, delivery, seen, number),
    )
    taken = WithdrawFollowUp(step, delivery, seen, number)
    back = [button(phrase(message, "withdraw", language), taken)] if message.text else []
    passing = let_pass(message.stopped, send, language)
    return [button(phrase(message, "send", language), send), *passing, leave, *back]

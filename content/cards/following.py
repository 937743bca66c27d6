"""The card of a follow-up: another question, the reader's answers so far, a field."""

from content.cards.elements import Action, Card, Element, button, card, heading, line, quote, text_field, title
from content.cards.guarding import let_pass, stopped_elements
from content.cards.readers import readers_sentence, without_name_sentences
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
            *stopped_elements(message.stopped, language),
            heading(phrase(message, "earlier_heading", language)),
            *(quote(each.text) for each in message.earlier),
            title(message.question, "Large"),
            *_field(message, language),
            line(phrase(message, "closes", language), subtle=True),
        ],
        actions=_actions(message, language),
    )


def _field(message: FollowUpAsked, language: Language) -> list[Element]:
    """The readers stand before the field, as on the prompt's card; a follow-up cannot change them."""
    answer = text_field(
        "answer",
        label=phrase(message, "answer_label", language),
        text=message.text,
        missing=phrase(message, "answer_missing", language),
    )
    soon = message.hidden and message.rung.rung != "only_me" and message.last is None
    waits = once_answered(message, language) if message.rung.rung != "only_me" else []
    return [
        line(readers_sentence(message.rung, language)),
        *(line(told, subtle=True) for told in without_name_sentences([message.rung], language)),
        *([line(phrase(message, "hidden", language))] if soon else []),
        *waits,
        line(phrase(message, "practice", language)),
        answer,
    ]


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

"""The card of a reminder: the question once more, the form, and ways to be left alone."""

from content.cards.asking import answer_label, form
from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, band, line, title
from content.cards.icons import Icon
from content.cards.readers import change_readers
from content.language import Language
from content.presses import SendAnswer, ShowRhythm, SkipPrompt
from content.vocabulary.prompting import PromptAsked, PromptReminded
from content.wording import phrase


def reminded_card(message: PromptReminded, language: Language) -> Card:
    asked = message.asked
    return card(
        message,
        language,
        [
            band(Icon.REMINDER, phrase(message, "heading", language), _under(asked, language), style="accent"),
            title(message.question, "Large"),
            *form(
                asked,
                language,
                label=answer_label(asked, language),
                missing=phrase(message, "answer_missing", language),
            ),
            line(phrase(message, "body", language), subtle=True),
        ],
        actions=_actions(message, language),
        summary=phrase(message, "without_card", language),
    )


def _under(asked: PromptAsked, language: Language) -> str:
    return f"{phrase(asked, 'to', language)} · {phrase(asked, 'until', language)}"


def _actions(message: PromptReminded, language: Language) -> list[Action]:
    asked = message.asked
    return [
        button(phrase(message, "send", language), SendAnswer(asked.step, asked.delivery, asked.seen)),
        button(phrase(message, "skip", language), SkipPrompt(asked.step, asked.delivery, asked.seen)),
        change_readers(asked, language),
        button(phrase(message, "fewer", language), ShowRhythm()),
    ]

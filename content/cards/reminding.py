"""The card of a reminder: the question once more, the form, and ways to be left alone."""

from content.cards.asking import form
from content.cards.elements import Action, Card, button, card, heading, line, title
from content.language import Language
from content.presses import SendAnswer, ShowRhythm, SkipPrompt
from content.vocabulary.prompting import PromptReminded
from content.wording import phrase


def reminded_card(message: PromptReminded, language: Language) -> Card:
    asked = message.asked
    return card(
        message,
        language,
        [
            heading(phrase(message, "heading", language)),
            line(phrase(message, "body", language), subtle=True, spacing="Small"),
            title(message.question, "Large"),
            *form(asked, language, missing=phrase(message, "answer_missing", language)),
            line(phrase(asked, "closes", language), subtle=True, spacing="Small"),
        ],
        actions=_actions(message, language),
    )


def _actions(message: PromptReminded, language: Language) -> list[Action]:
    asked = message.asked
    return [
        button(phrase(message, "send", language), SendAnswer(asked.step, asked.delivery, asked.seen)),
        button(phrase(message, "skip", language), SkipPrompt(asked.step, asked.delivery, asked.seen)),
        button(phrase(message, "fewer", language), ShowRhythm()),
    ]

"""The help's card: commands suited to the reader just now, and a page of buttons for each topic of commands."""

from content.cards.buttons import MOST_ACTIONS, action_sets, button, command_button
from content.cards.card import Card, card
from content.cards.elements import Element, band, heading, line, paragraphs
from content.cards.icons import Icon
from content.commands import (
    CHANNEL,
    GROUP_CHAT,
    PERSONAL,
    TOPICS,
    all_commands,
    commands_of,
    help_lines,
)
from content.language import Language
from content.presses import ShowHelp
from content.vocabulary.conversing import Help, HelpInChannel, HelpInGroupChat
from content.wording import phrase

_SUITED = MOST_ACTIONS - len(TOPICS)  # commands with a button on the first page


def help_card(message: Help | HelpInChannel | HelpInGroupChat, language: Language) -> Card:
    if not isinstance(message, Help):
        return _where_others_read(message, language)
    return _topic(message, language) if message.topic else _front(message, language)


def _front(message: Help, language: Language) -> Card:
    """Buttons for what suits the reader, how to answer, and the pages, each with commands to press and to write.

    A client that shows no cards tells of every command in a line.
    """
    suited = [command_button(one, language) for one in message.suited[:_SUITED]]
    pages = [button(phrase(message, f"to_{topic}", language), ShowHelp(topic)) for topic in TOPICS]
    body: list[Element] = [
        band(Icon.HELLO, phrase(message, "heading", language)),
        *action_sets(suited),
        line(phrase(message, "worried", language), bold=True),
        *paragraphs(phrase(message, "body", language)),
        heading(phrase(message, "commands_heading", language)),
        *action_sets(pages),
        line(phrase(message, "contact", language), subtle=True),
    ]
    words = help_lines(all_commands(), language, PERSONAL)
    return card(message, language, body, summary="\n\n".join((phrase(message, "summary", language), *words)))


def _topic(message: Help, language: Language) -> Card:
    commands = commands_of(message.topic, PERSONAL)
    body = [
        band(Icon.HELLO, phrase(message, message.topic, language)),
        *map(line, help_lines(commands, language, PERSONAL)),
    ]
    back = button(phrase(message, "back", language), ShowHelp(""))
    return card(message, language, body, actions=[*(command_button(one.id, language) for one in commands), back])


def _where_others_read(message: HelpInChannel | HelpInGroupChat, language: Language) -> Card:
    place = CHANNEL if isinstance(message, HelpInChannel) else GROUP_CHAT
    body = [
        band(Icon.HELLO, phrase(message, "heading", language)),
        *paragraphs(phrase(message, "body", language)),
        heading(phrase(message, "commands_heading", language)),
        *map(line, help_lines(all_commands(), language, place)),
    ]
    buttons = [command_button(one.id, language) for topic in TOPICS for one in commands_of(topic, place)]
    return card(message, language, body, actions=buttons)

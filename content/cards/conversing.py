"""The cards of what is said when people write, install or ask."""

from collections.abc import Mapping

from content.cards.asking_which import AskingWhich, asking_which_card
from content.cards.buttons import command_button
from content.cards.card import Card, card
from content.cards.elements import Element, band, chapter, line, paragraphs
from content.cards.helping import help_card
from content.cards.icons import Icon
from content.cards.linking import Linking, linking_card
from content.cards.privacy import notice_lines, privacy_card
from content.language import Language
from content.vocabulary.conversing import (
    Help,
    HelpInChannel,
    HelpInGroupChat,
    LinkRefused,
    NotKept,
    PrivacyNotice,
    TeamWelcome,
    Welcome,
)
from content.wording import phrase

Told = Welcome | TeamWelcome | LinkRefused | NotKept | PrivacyNotice
ConversingCard = Told | Help | HelpInChannel | HelpInGroupChat | AskingWhich | Linking


_ICONS: Mapping[type[Told], Icon] = {
    Welcome: Icon.HELLO,
    TeamWelcome: Icon.HELLO,
    LinkRefused: Icon.STOP,
    NotKept: Icon.NOTE,
}


def conversing_card(message: ConversingCard, language: Language) -> Card:
    if isinstance(message, Told):
        return _told(message, language)
    if isinstance(message, Help | HelpInChannel | HelpInGroupChat):
        return help_card(message, language)
    if isinstance(message, Linking):
        return linking_card(message, language)
    return asking_which_card(message, language)


def _told(message: Told, language: Language) -> Card:
    if isinstance(message, PrivacyNotice):
        return privacy_card(message, language)
    return card(
        message,
        language,
        [
            band(_ICONS[type(message)], phrase(message, "heading", language)),
            *(
                _welcome(message, language)
                if isinstance(message, Welcome)
                else paragraphs(phrase(message, "body", language))
            ),
        ],
        actions=[command_button("help", language)] if isinstance(message, Welcome | NotKept) else [],
    )


def _welcome(message: Welcome, language: Language) -> list[Element]:
    """Sentences of the notice are left out above the notice, and how to take part is not told to members."""
    notice = message.notice
    parts = ["body"] if notice is not None else ["body", "choice"]
    parts += [*(["entered"] if notice is None or not notice.groups else []), "ask"]
    told = [line(phrase(message, part, language)) for part in parts]
    if notice is None:
        return told
    return [*told, chapter(phrase(notice, "heading", language)), *notice_lines(notice, language)]

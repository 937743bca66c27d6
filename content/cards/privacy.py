"""The privacy notice: a card of its own, or the last part of a welcome or a prompt."""

from content.cards.buttons import command_button
from content.cards.card import Card, card
from content.cards.elements import Element, band, heading, line
from content.cards.glass_box import held
from content.cards.icons import Icon
from content.language import Language
from content.vocabulary.conversing import PrivacyNotice
from content.wording import phrase


def privacy_card(message: PrivacyNotice, language: Language) -> Card:
    head = band(Icon.PRIVACY, phrase(message, "heading", language))
    ways = [command_button(command, language) for command in ("known", "circles")]
    return card(message, language, [head, *notice_lines(message, language)], actions=ways)


def notice_elements(notice: PrivacyNotice | None, language: Language) -> list[Element]:
    """Under a heading, beneath something else."""
    if notice is None:
        return []
    return [heading(phrase(notice, "heading", language)), *notice_lines(notice, language)]


def notice_lines(notice: PrivacyNotice, language: Language) -> list[Element]:
    return [line(text, spacing="Small") for text in notice_told(notice, language)]


def notice_told(notice: PrivacyNotice, language: Language) -> list[str]:
    """Line by line."""
    parts = [
        "robot",
        "responsible" if notice.responsible else "no_responsible",
        "officer" if notice.officer else "no_officer",
        *(["groups"] if notice.groups else []),
        *("readers", "shared", "programs"),
        "kept_for" if notice.answers_kept else "kept",
    ]
    return [
        *(phrase(notice, part, language) for part in parts),
        *([held(notice.hold, language)] if notice.hold else []),
        *(phrase(notice, part, language) for part in ("withdraw", "again")),
    ]

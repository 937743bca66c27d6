"""The privacy notice: a card of its own, or the last part of a welcome or a prompt."""

from content.cards.elements import Card, Element, card, heading, line
from content.cards.glass_box import held
from content.language import Language
from content.vocabulary.conversing import PrivacyNotice
from content.wording import phrase


def privacy_card(message: PrivacyNotice, language: Language) -> Card:
    return card(message, language, notice_elements(message, language))


def notice_elements(notice: PrivacyNotice | None, language: Language) -> list[Element]:
    if notice is None:
        return []
    parts = [
        "robot",
        "responsible" if notice.responsible else "no_responsible",
        "officer" if notice.officer else "no_officer",
        *(["groups"] if notice.groups else []),
        "readers",
        "kept_for" if notice.answers_kept else "kept",
    ]
    told = [
        *(phrase(notice, part, language) for part in parts),
        *([held(notice.hold, language)] if notice.hold else []),
        *(phrase(notice, part, language) for part in ("withdraw", "again")),
    ]
    return [heading(phrase(notice, "heading", language)), *(line(text, spacing="Small") for text in told)]

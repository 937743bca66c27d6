"""The cards of proposed questions: for the proposer, and for the coordinators who decide."""

from typing import assert_never

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, Style, band, line, quote
from content.cards.fields import choice_field, text_field
from content.cards.guarding import stop_reasons, stopped_elements
from content.cards.icons import Icon
from content.language import Language
from content.presses import LeaveProposal, OpenProposal, SendProposal, TakeProposal, UnsentProposal
from content.vocabulary.proposing import (
    ProposalAsked,
    ProposalGone,
    ProposalLeft,
    ProposalOpened,
    ProposalReceived,
    ProposalSent,
    ProposalStopped,
    ProposalTaken,
    ProposalThanks,
)
from content.wording import phrase

Decided = ProposalTaken | ProposalLeft
ProposingCard = (
    ProposalAsked
    | ProposalSent
    | ProposalStopped
    | ProposalReceived
    | ProposalOpened
    | Decided
    | ProposalGone
    | ProposalThanks
)

LONGEST_QUESTION = 300
"""Characters of a worded question."""


def proposing_card(message: ProposingCard, language: Language) -> Card:
    return card(message, language, _body(message, language), actions=_actions(message, language))


def _body(message: ProposingCard, language: Language) -> list[Element]:
    if isinstance(message, ProposalOpened):
        return _form(message, language)
    told = [line(text) for text in _told(message, language)]
    if isinstance(message, ProposalStopped):
        return [_head(message, language), *stop_reasons(message.stopped.kinds_only, language), *told]
    if isinstance(message, ProposalGone):
        return [_head(message, language), *told]
    words = quote(message.text)
    is_last = isinstance(message, ProposalThanks)
    return [_head(message, language), *told, words] if is_last else [_head(message, language), words, *told]


def _told(message: ProposingCard, language: Language) -> list[str]:
    """Our own sentences around the question."""
    match message:
        case ProposalAsked():
            parts = ["body", "name"]
        case ProposalSent():
            parts = ["signed" if message.signed else "unsigned", "after"]
        case ProposalStopped():
            parts = ["again"]
        case ProposalReceived():
            parts = ["by" if message.by else "unsigned", "body"]
        case ProposalTaken() | ProposalLeft():
            parts = ["by" if message.by else "unknown"]
        case ProposalGone():
            parts = ["text"]
        case ProposalThanks():
            parts = ["body"]
        case ProposalOpened():
            parts = []
        case _:
            assert_never(message)
    return [phrase(message, part, language) for part in parts]


def _head(message: ProposingCard, language: Language) -> Element:
    icons: dict[type, Icon] = {
        ProposalStopped: Icon.STOP,
        ProposalSent: Icon.KEPT,
        ProposalTaken: Icon.KEPT,
        ProposalThanks: Icon.KEPT,
        ProposalLeft: Icon.CLOSED,
        ProposalGone: Icon.CLOSED,
    }
    style: Style = "warning" if isinstance(message, ProposalStopped) else "emphasis"
    return band(icons.get(type(message), Icon.NOTE), phrase(message, "summary", language), style=style)


def _form(message: ProposalOpened, language: Language) -> list[Element]:
    wrong = [line(phrase(message, message.wrong, language), bold=True)] if message.wrong else []
    fields = [
        text_field(
            name,
            label=phrase(message, f"{name}_label", language),
            text=text,
            missing=phrase(message, f"{name}_missing", language),
            longest=LONGEST_QUESTION,
        )
        for name, text in (("nb", message.nb), ("nn", message.nn))
    ]
    area = choice_field(
        "area",
        label=phrase(message, "area_label", language),
        offered=message.areas,
        chosen=message.area,
        missing=phrase(message, "area_missing", language),
    )
    return [
        _head(message, language),
        *stopped_elements(message.stopped, language),
        *wrong,
        line(phrase(message, "proposed", language), subtle=True),
        quote(message.text),
        line(phrase(message, "rules", language), subtle=True),
        *fields,
        area,
    ]


def _actions(message: ProposingCard, language: Language) -> list[Action]:
    match message:
        case ProposalAsked():
            return [
                button(phrase(message, "send", language), SendProposal(message.text, "", message.place)),
                button(phrase(message, "send_signed", language), SendProposal(message.text, "name", message.place)),
                button(phrase(message, "leave", language), UnsentProposal()),
            ]
        case ProposalReceived():
            its = (message.municipality, message.proposal)
            return [
                button(phrase(message, "open", language), OpenProposal(*its)),
                button(phrase(message, "leave", language), LeaveProposal(*its)),
            ]
        case ProposalOpened():
            its = (message.municipality, message.proposal)
            return [
                button(phrase(message, "take", language), TakeProposal(*its), reads=True),
                button(phrase(message, "leave", language), LeaveProposal(*its)),
            ]
        case _:
            return []

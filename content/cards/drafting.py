"""The cards of a digest's draft: one's own words as they would stand, a form for other words, the whole to approve."""

from collections.abc import Iterable
from typing import assert_never

from content.cards.buttons import action_set, button, command_button
from content.cards.card import Card, card
from content.cards.digesting import digesting_card
from content.cards.elements import Action, Element, band, line, quote
from content.cards.fields import place_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.cards.readers import rung_label
from content.cards.signing import signature_line
from content.dates import day, day_and_hour
from content.language import Language
from content.presses import (
    AgreeDraft,
    ApproveDraft,
    EditHeadings,
    ObjectDraft,
    SaveHeadings,
    SendDraft,
    ShowApproval,
    ShowDraft,
)
from content.vocabulary.drafting import (
    ApprovalAsked,
    ApprovalOver,
    DraftAsked,
    DraftOver,
    DraftQuote,
    DraftReworded,
    HeadingAsked,
    HeadingsAsked,
)
from content.wording import phrase

DraftingCard = DraftAsked | DraftReworded | DraftOver | ApprovalAsked | HeadingsAsked | ApprovalOver

_MOST_OBJECTED = 4
"""Answers with a button of their own: a card has six at most. A session has hardly more steps than these."""
_AROUND_DIGEST = 6_000
"""Bytes as UTF-16 of what stands above the digest on the card to approve."""


def drafting_card(message: DraftingCard, language: Language, room: int) -> Card:
    match message:
        case DraftAsked():
            return _asked(message, language)
        case DraftReworded():
            return _reworded(message, language)
        case ApprovalAsked():
            return _approval(message, language, room)
        case HeadingsAsked():
            return _headings(message, language)
        case DraftOver():
            return _over(message, language)
        case ApprovalOver():
            return _over(message, language)
        case _:
            assert_never(message)


def _asked(message: DraftAsked, language: Language) -> Card:
    until = phrase(message, "until", language, publish_at=day_and_hour(message.publish_at, language))
    head = band(Icon.QUOTES, phrase(message, "heading", language), _about(message, language), until, style="accent")
    body = [head, line(phrase(message, "intro" if message.quotes else "none", language))]
    for place, one in enumerate(message.quotes):
        body += _quote(one, language, has_button=place < _MOST_OBJECTED)
    if message.quotes:
        body.append(line(phrase(message, _without_answer(message), language), subtle=True))
    body += _not_kept(message, [message.not_kept], language)
    agree = AgreeDraft(message.municipality, message.session, message.mark)
    actions = [button(phrase(message, "agree", language), agree)] if message.waits else []
    return card(message, language, body, actions=actions)


def _without_answer(message: DraftAsked) -> str:
    return "no_answer" if message.waits else "stands"


def _about(message: DraftAsked | DraftOver | ApprovalOver, language: Language) -> str:
    return phrase(message, "about", language, opened_at=day(message.opened_at, language))


def _quote(one: DraftQuote, language: Language, *, has_button: bool) -> list[Element]:
    words = quote(one.quote.text, one.quote.further, by=signature_line(one.quote.signed, language))
    title = phrase(one, "reword" if one.is_out else "object", language)
    pressed = action_set([button(title, ObjectDraft(one.step, one.seen))])
    return [
        line(one.question, bold=True, spacing="ExtraLarge"),
        words,
        *_readers(one, language),
        *([pressed] if has_button else []),
    ]


def _readers(one: DraftQuote, language: Language) -> list[Element]:
    if one.is_out:
        return [line(phrase(one, "out", language))]
    told = [line(phrase(one, "readers", language, rung=rung_label(one.readers, language)), subtle=True, small=True)]
    if one.wished is not None:
        told.append(line(phrase(one, "wished", language, rung=rung_label(one.wished, language)), bold=True))
    if one.groups:
        named = phrase(one, "groups", language, groups=", ".join(one.groups))
        told.append(line(named, subtle=True, small=True, spacing="Small"))
    return told


def _reworded(message: DraftReworded, language: Language) -> Card:
    until = day_and_hour(message.publish_at, language)
    body = [
        band(Icon.QUOTES, phrase(message, "heading", language), style="accent"),
        *stopped_elements(message.stopped, language),
        line(phrase(message, "stands" if message.stands else "out", language, publish_at=until)),
        line(message.question, bold=True),
        text_field(
            "answer",
            label=phrase(message, "label", language),
            text=message.text,
            missing=phrase(message, "missing", language),
        ),
    ]
    ref, leave = message.step, "keep" if message.stands else "leave"
    actions = [
        button(phrase(message, "send", language), SendDraft(ref, message.seen), reads=True),
        button(phrase(message, leave, language), ShowDraft(ref.municipality, ref.session)),
    ]
    return card(message, language, body, actions=actions)


def _over(message: DraftOver | ApprovalOver, language: Language) -> Card:
    ended = message.ended if isinstance(message, ApprovalOver) else "cancelled" if message.cancelled else "over"
    heading = f"{ended}_heading" if ended in {"cancelled", "others"} else "over_heading"
    head = band(Icon.CLOSED, phrase(message, heading, language), _about(message, language))
    way_on = command_button("answers" if isinstance(message, DraftOver) else "digests", language)
    words = message.not_kept if isinstance(message, ApprovalOver) else [message.not_kept]
    body = [head, line(phrase(message, ended, language)), *_not_kept(message, words, language)]
    return card(message, language, body, actions=[way_on])


def _not_kept(
    message: DraftAsked | DraftOver | ApprovalOver, words: Iterable[str], language: Language
) -> list[Element]:
    shown: list[Element] = [quote(one) for one in words if one]
    return [line(phrase(message, "not_kept", language)), *shown] if shown else []


def _approval(message: ApprovalAsked, language: Language, room: int) -> Card:
    """The digest's own card, with what is asked above in place of its buttons."""
    digest = digesting_card(message.digest, language, room - _AROUND_DIGEST)
    [_, *below] = digest["body"]
    shown = [element for element in below if element["type"] != "ActionSet"]
    until = phrase(message, "until", language, publish_at=day_and_hour(message.publish_at, language))
    head = band(Icon.NOTE, phrase(message, "summary", language), until, style="accent")
    told = ["approved"] if message.approved else ["body", "without"]
    body = [head, *(line(phrase(message, part, language)) for part in told), *_approve(message, language), *shown]
    return card(message, language, body)


def _approve(message: ApprovalAsked, language: Language) -> list[Action]:
    ref = (message.municipality, message.session)
    approve = [] if message.approved else [button(phrase(message, "approve", language), ApproveDraft(*ref))]
    return [action_set([*approve, button(phrase(message, "headings", language), EditHeadings(*ref))])]


def _headings(message: HeadingsAsked, language: Language) -> Card:
    until = phrase(message, "until", language, publish_at=day_and_hour(message.publish_at, language))
    body = [
        band(Icon.NOTE, phrase(message, "summary", language), message.group, until, style="accent"),
        *stopped_elements(message.stopped, language),
        *([line(phrase(message, "changed", language), bold=True)] if message.changed else []),
        line(phrase(message, "body", language)),
    ]
    for place, one in enumerate(message.sections, start=1):
        body += _heading(message, one, place, language)
    ref, shown = (message.municipality, message.session), ",".join(str(one.position) for one in message.sections)
    actions = [
        button(phrase(message, "save", language), SaveHeadings(*ref, message.mark, shown), reads=True),
        button(phrase(message, "leave", language), ShowApproval(*ref)),
    ]
    return card(message, language, body, actions=actions)


def _heading(message: HeadingsAsked, one: HeadingAsked, place: int, language: Language) -> list[Element]:
    """The question stays above its answers; with several sections, each has a number."""
    label, name = phrase(message, "label", language), f"heading_{one.position}"
    field = text_field(name, label=label, text=one.heading, missing="", longest=message.longest)
    shown = [line(one.question, bold=True, spacing="ExtraLarge"), field]
    if len(message.sections) > 1:
        label, missing = phrase(message, "place", language), phrase(message, "missing", language)
        ref, among = f"place_{one.position}", len(message.sections)
        shown.append(place_field(ref, label=label, chosen=place, among=among, missing=missing))
    return shown

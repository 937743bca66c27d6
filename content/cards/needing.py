"""The cards of needs of support: for who asks, and for who answers on behalf of the municipality."""

from typing import assert_never

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, quote
from content.cards.fields import choice_field, day_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.dates import full_date
from content.language import Language
from content.presses import AnswerNeed, LeaveTry, RemoveNeed, SayMore, SendNeed
from content.vocabulary.committing import Need, NeedAnswered, NeedForm, NeedReceived, NeedSent, NeedSettled
from content.wording import phrase

NeedingCard = NeedForm | NeedSent | NeedReceived | NeedSettled | NeedAnswered

LONGEST_NEED = 1000
"""Characters of a need, and of an answer."""


def needing_card(message: NeedingCard, language: Language) -> Card:
    return card(message, language, _body(message, language), actions=_actions(message, language))


def _body(message: NeedingCard, language: Language) -> list[Element]:
    match message:
        case NeedForm():
            return _form(message, language)
        case NeedSent():
            readers = phrase(message, "group" if message.people else "alone", language)
            after = _after(message, language)
            head = band(Icon.KEPT, phrase(message, "summary", language))
            return [head, quote(message.need.text), line(readers), line(after, subtle=True)]
        case NeedReceived():
            return _received(message, language)
        case NeedSettled():
            head = band(Icon.KEPT, phrase(message, "summary", language))
            if not message.need.text:
                return [head, line(phrase(message, "gone", language))]
            return [
                head,
                quote(message.need.text, by=asked_by(message.need, language)),
                *answer_of(message.need, language),
            ]
        case NeedAnswered():
            return _answered(message, language)
        case _:
            assert_never(message)


def _after(message: NeedSent, language: Language) -> str:
    need = message.need
    if need.state != "open":
        return state_of(need, language)
    when = "after_day" if need.is_past else "after"
    return phrase(message, when, language, look_on=full_date(need.look_on, language))


def _form(message: NeedForm, language: Language) -> list[Element]:
    name = message.place.name
    offered = (
        ("false", phrase(message, "alone", language)),
        ("true", phrase(message, "in_group", language, name=name)),
    )
    return [
        band(Icon.PEOPLE, phrase(message, "summary", language)),
        *stopped_elements(message.stopped, language),
        *_wrong(message, language),
        line(phrase(message, "body", language)),
        _field(message, message.text, language),
        _day(message, message.day, language),
        choice_field(
            "in_group",
            label=phrase(message, "in_group_label", language),
            offered=offered,
            chosen="true" if message.in_group else "false",
            missing=phrase(message, "in_group_missing", language),
        ),
        line(phrase(message, "readers", language), subtle=True),
    ]


def _received(message: NeedReceived, language: Language) -> list[Element]:
    need = message.need
    under = phrase(message, "under", language, look_on=full_date(need.look_on, language))
    return [
        band(Icon.PEOPLE, phrase(message, "again" if message.again else "summary", language), under, style="accent"),
        quote(need.text, by=asked_by(need, language)),
        *(answer_of(need, language) if need.answer else []),
        *stopped_elements(message.stopped, language),
        *_wrong(message, language),
        _field(message, message.text, language),
        _day(message, message.day, language),
        line(phrase(message, "body", language), subtle=True),
    ]


def _answered(message: NeedAnswered, language: Language) -> list[Element]:
    need = message.need
    is_unclear = need.state == "unclear"
    head = band(Icon.PEOPLE, phrase(message, "unclear" if is_unclear else "summary", language))
    told = [head, *answer_of(need, language), line(phrase(message, "asked", language), subtle=True), quote(need.text)]
    if not is_unclear:
        return told
    return [
        *told,
        *stopped_elements(message.stopped, language),
        *_wrong(message, language),
        _field(message, "", language),
    ]


def _wrong(message: NeedForm | NeedReceived | NeedAnswered, language: Language) -> list[Element]:
    return [line(phrase(message, message.wrong, language), bold=True)] if message.wrong else []


def _field(message: NeedForm | NeedReceived | NeedAnswered, text: str, language: Language) -> Element:
    return text_field(
        "text",
        label=phrase(message, "text_label", language),
        text=text,
        missing=phrase(message, "text_missing", language),
        longest=LONGEST_NEED,
    )


def _day(message: NeedForm | NeedReceived, day: str, language: Language) -> Element:
    return day_field(
        "day", label=phrase(message, "day_label", language), day=day, missing=phrase(message, "day_missing", language)
    )


def asked_by(need: Need, language: Language) -> str:
    return phrase(need, "by" if need.by else "unsigned", language)


def state_of(need: Need, language: Language) -> str:
    state = f"{need.state}_still" if need.is_past and need.state in ("open", "accepted") else need.state
    return phrase(need, state, language, look_on=full_date(need.look_on, language))


def answer_of(need: Need, language: Language) -> list[Element]:
    """The municipality's answer, and how far it goes."""
    return [line(answered_by(need, language), bold=True), quote(need.answer, by=state_of(need, language))]


def answered_by(need: Need, language: Language) -> str:
    return phrase(need, "said_by" if need.answered_by else "answered_plain", language)


def answered_lines(need: Need, language: Language) -> list[Element]:
    """A need and its answer among what a session opens with."""
    return [quote(need.text, by=asked_by(need, language)), *(answer_of(need, language) if need.answer else [])]


def need_row(need: Need, language: Language) -> Element:
    state = state_of(need, language)
    box = quote(need.text, by=asked_by(need, language))
    told = [line(state, subtle=True, small=True), *([line(need.answer)] if need.answer else [])]
    return {**box, "items": [*box["items"], *told]}


def _actions(message: NeedingCard, language: Language) -> list[Action]:
    match message:
        case NeedForm():
            place = message.place
            its = (place.municipality, place.group, place.session)
            return [
                button(phrase(message, "send", language), SendNeed(*its, ""), reads=True),
                button(phrase(message, "send_signed", language), SendNeed(*its, "name"), reads=True),
                button(phrase(message, "leave", language), LeaveTry()),
            ]
        case NeedSent():
            return [_remove(message.need, phrase(message, "remove", language))]
        case NeedReceived():
            need = message.need
            its_id = (need.municipality, need.need, need.seen)
            return [
                button(phrase(message, state, language), AnswerNeed(*its_id, state), reads=True)
                for state in ("accepted", "answered", "unclear")
            ]
        case NeedAnswered():
            need = message.need
            more = SayMore(need.municipality, need.need, need.seen)
            send = [button(phrase(message, "send", language), more, reads=True)] if need.state == "unclear" else []
            return [*send, _remove(need, phrase(message, "remove", language))]
        case NeedSettled():
            return []
        case _:
            assert_never(message)


def _remove(need: Need, title: str) -> Action:
    return button(title, RemoveNeed(need.municipality, need.need))

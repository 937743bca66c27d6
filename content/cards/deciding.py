"""The cards after a meeting: a form for what was decided, and what was decided, to be read."""

from typing import assert_never

from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, quote, row
from content.cards.fields import choice_field, day_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.dates import day_and_hour, full_date
from content.language import Language
from content.presses import KeepDecision, OpenDecision, RemoveDecision, ShowDecisions
from content.shortening import first_words
from content.vocabulary.deciding import Decided, DecisionForm, DecisionsShown, MeetingHeld
from content.wording import phrase, plural_phrase

DecidingCard = DecisionForm | DecisionsShown
LONGEST_DECISION = 500
"""Characters: what is longer is minutes, which the municipality's archive keeps."""
_TITLE = 60


def deciding_card(message: DecidingCard, language: Language) -> Card:
    match message:
        case DecisionForm():
            return card(message, language, _form(message, language), actions=_form_actions(message, language))
        case DecisionsShown():
            return card(message, language, _shown(message, language), actions=_ways_on(message, language))
        case _:
            assert_never(message)


def meeting_line(meeting: MeetingHeld, language: Language) -> str:
    """«Nettverksgruppa i Nordnett, torsdag 10. desember kl. 9»"""
    return phrase(meeting, "about", language, at=day_and_hour(meeting.at, language))


def _form(message: DecisionForm, language: Language) -> list[Element]:
    given = plural_phrase(message, "readers", language, message.people)
    return [
        band(Icon.NOTE, phrase(message, "heading", language), meeting_line(message.meeting, language), style="accent"),
        *stopped_elements(message.stopped, language),
        *([line(phrase(message, message.wrong, language), bold=True)] if message.wrong else []),
        text_field(
            "text",
            label=phrase(message, "text_label", language),
            text=message.text,
            missing=phrase(message, "text_missing", language),
            longest=LONGEST_DECISION,
        ),
        *(_promising(message, language) if message.promisers and not message.decision else []),
        line(given, subtle=True),
        line(phrase(message, "no_names", language), subtle=True),
    ]


def _promising(message: DecisionForm, language: Language) -> list[Element]:
    offered = [(its_id, phrase(message, "promise", language, name=name)) for its_id, name in message.promisers]
    return [
        choice_field(
            "whose",
            label=phrase(message, "whose_label", language),
            # An empty value would read as no choice made.
            offered=[("agreed", phrase(message, "agreed", language)), *offered],
            chosen=message.whose or "agreed",
            missing=phrase(message, "whose_missing", language),
        ),
        day_field(
            "day",
            label=phrase(message, "day_label", language),
            day=message.day,
            missing=phrase(message, "day_missing", language),
        ),
    ]


def _form_actions(message: DecisionForm, language: Language) -> list[Action]:
    its = (message.meeting.municipality, message.meeting.digest)
    known = [button(phrase(message, "remove", language), RemoveDecision(*its, message.decision))]
    return [
        button(phrase(message, "keep", language), KeepDecision(*its, message.decision, message.seen), reads=True),
        *(known if message.decision else []),
        button(phrase(message, "leave", language), ShowDecisions(*its)),
    ]


def _shown(message: DecisionsShown, language: Language) -> list[Element]:
    head = phrase(message, "heading", language)
    body = [band(Icon.KEPT, head, meeting_line(message.meeting, language), style="accent")]
    if not message.decided:
        body.append(line(phrase(message, "none_yet" if message.writes else "none", language)))
    body += [_decided(one, message, language) for one in message.decided]
    if message.writes and message.decided:
        body.append(line(plural_phrase(message, "readers", language, message.people), subtle=True))
    if message.decided:
        body.append(line(phrase(message, "next", language), subtle=True))
    return body


def _decided(one: Decided, message: DecisionsShown, language: Language) -> Element:
    promised = ""
    if one.look_on is not None:
        promised = phrase(one, "promised", language, look_on=full_date(one.look_on, language))
    if not message.writes:
        return quote(one.text, by=promised)
    items = [line(one.text), *([line(promised, subtle=True, small=True)] if promised else [])]
    opened = phrase(one, "open", language, text=first_words(one.text, _TITLE))
    its = (message.meeting.municipality, message.meeting.digest)
    return row(items, button(opened, OpenDecision(*its, one.decision)))


def _ways_on(message: DecisionsShown, language: Language) -> list[Action]:
    if not message.writes:
        return [command_button("commitments", language)]
    more = "more" if message.decided else "write"
    return [button(phrase(message, more, language), OpenDecision(message.meeting.municipality, message.meeting.digest))]

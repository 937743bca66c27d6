"""The card of a series' phases: where the work stands, and a checkpoint to answer."""

from collections.abc import Iterator

from content.cards.buttons import button, opening
from content.cards.card import Card, card
from content.cards.elements import Element, band, boxed, line, title
from content.cards.fields import choice_field, list_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.cards.overview import names_listed
from content.dates import day_and_hour
from content.language import Language
from content.phase_lines import (
    checkpoint_line,
    foundation_lines,
    outcome_line,
    phase_line,
    responsible_line,
    stands_line,
)
from content.presses import AnswerCheckpoint, ShowPhases, ShowSeries
from content.series_lines import series_name
from content.vocabulary.phases import PhaseShown, PhasesShown, PhaseWaits
from content.wording import phrase

PhasesCard = PhasesShown | PhaseWaits
_LONGEST_REASON = 500
WAYS = ("yes", "not_yet", "waived")
"""Values of an answer, in the order of the buttons."""


def phases_card(message: PhasesCard, language: Language) -> Card:
    return _waits(message, language) if isinstance(message, PhaseWaits) else _shown(message, language)


def _waits(message: PhaseWaits, language: Language) -> Card:
    at = day_and_hour(message.at, language)
    body = [
        band(Icon.REMINDER, phrase(message, "summary", language), names_listed(message.groups), style="accent"),
        line(phrase(message, "text", language, at=at[:1].upper() + at[1:])),
        boxed([title(message.waits_for), *(line(one) for one in message.left)]),
        line(phrase(message, "how", language), subtle=True),
    ]
    its = (message.municipality, message.series, message.group)
    answer = button(phrase(message, "answer", language), ShowPhases(*its))
    return card(message, language, body, actions=[answer])


def _shown(message: PhasesShown, language: Language) -> Card:
    its = (message.named.municipality, message.named.series)
    ways = [
        button(phrase(message, way, language), AnswerCheckpoint(*its, way, message.seen, message.group), reads=True)
        for way in (WAYS if message.asked is not None else ())
    ]
    link = message.foundation.link
    on = [opening(phrase(message, "link", language), link)] if link else []
    back = button(phrase(message, "back", language), ShowSeries(*its))
    other = [button(phrase(message, "show_group", language), ShowPhases(*its), reads=True)] if message.groups else []
    return card(message, language, list(_body(message, language)), actions=[*ways, *other, *on, back])


def _body(message: PhasesShown, language: Language) -> Iterator[Element]:
    under = f"{series_name(message.named, language)}. {names_listed(message.named.groups)}"
    yield band(Icon.REMINDER, phrase(message, "heading", language), under, style="accent")
    yield from stopped_elements(message.stopped, language)
    if told := outcome_line(message, language):
        yield line(told, bold=True)
    if message.groups:
        yield from _groups(message, language)
    if message.waiting_at is not None:
        at = day_and_hour(message.waiting_at, language)
        yield line(phrase(message, "waiting", language, waiting_at=at))
    yield from (line(phase_line(one, language), spacing="Small") for one in message.phases)
    yield from (line(one, subtle=True, small=True) for one in foundation_lines(message.foundation, language))
    if message.asked is not None:
        yield from _asked(message, message.asked, language)


def _groups(message: PhasesShown, language: Language) -> Iterator[Element]:
    """The group shown, and the others to choose from, with where each of them stands."""
    yield line(phrase(message, "each", language), subtle=True)
    yield line(phrase(message, "of_group", language), bold=True)
    yield list_field(
        "group",
        label=phrase(message, "which_group_label", language),
        offered=[(one.group, stands_line(one, language)) for one in message.groups],
        chosen=message.group,
        missing=phrase(message, "not_chosen", language),
    )


def _asked(message: PhasesShown, phase: PhaseShown, language: Language) -> Iterator[Element]:
    told = [line(each, subtle=True) for each in (responsible_line(phase, language),) if each]
    stand = [
        [line(one.checkpoint), line(checkpoint_line(one, language), subtle=True, small=True, spacing="None")]
        for one in phase.checkpoints
    ]
    yield boxed([title(phase.name), *told, *(each for one in stand for each in one)])
    left = [one for one in phase.checkpoints if one.state in {"open", "not_yet"}]
    known = [one.mark for one in phase.checkpoints]
    chosen = message.chosen if message.chosen in known else (left or list(phase.checkpoints))[0].mark
    yield choice_field(
        "checkpoint",
        label=phrase(message, "which", language),
        offered=[(one.mark, one.checkpoint) for one in phase.checkpoints],
        chosen=chosen,
        missing=phrase(message, "not_chosen", language),
    )
    yield text_field(
        "because",
        label=phrase(message, "because_label", language),
        text=message.because,
        missing="",
        longest=_LONGEST_REASON,
    )
    yield line(phrase(message, "waived_about", language), subtle=True, small=True)
    yield line(phrase(message, "no_names", language), subtle=True, small=True, spacing="Small")

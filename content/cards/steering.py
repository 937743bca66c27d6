"""The cards of series: the list, a single series in short with quick ways, and news to people asked."""

from collections.abc import Iterator
from typing import assert_never

from content.cards.buttons import action_set, button, choices
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, heading, line, row, title
from content.cards.fields import day_field, time_field
from content.cards.icons import Icon
from content.cards.overview import names_listed
from content.dates import day_and_hour, full_date
from content.language import Language
from content.presses import ShowPhases, ShowQuestion, ShowSeries, SteerSeries
from content.series_lines import next_line, progress_lines, running_lines, series_name, told_lines
from content.vocabulary.steered import NotSteered
from content.vocabulary.steering import AskedChanged, LedListed, LedSeries, SeriesCard
from content.wording import phrase, plural_phrase

_MOST_RUNNING = 3

SteeringCard = AskedChanged | LedSeries | SeriesCard


def steering_card(message: SteeringCard, language: Language) -> Card:
    match message:
        case AskedChanged():
            return card(message, language, list(_news(message, language)))
        case LedSeries():
            return _led(message, language)
        case SeriesCard():
            return card(message, language, list(_series(message, language)), actions=_ways(message, language))
        case _:
            assert_never(message)


def _news(message: AskedChanged, language: Language) -> Iterator[Element]:
    yield band(Icon.REMINDER, message.group)
    yield title(message.question)
    yield line(phrase(message, message.what, language))
    yield line(phrase(message, "answers_stay", language), subtle=True)


def _led(message: LedSeries, language: Language) -> Card:
    body: list[Element] = [band(Icon.REMINDER, phrase(message, "heading", language))]
    if not message.series:
        return card(message, language, [*body, line(phrase(message, "none", language))])
    named = [(_named(one, language), ShowSeries(one.named.municipality, one.named.series)) for one in message.series]
    lines, buttons = choices(named)
    body += lines
    if message.more:
        body.append(line(plural_phrase(message, "more", language, message.more), subtle=True))
    return card(message, language, body, actions=buttons)


def _named(one: LedListed, language: Language) -> str:
    told = [f"{series_name(one.named, language)}, {names_listed(one.named.groups)}."]
    if one.open:
        told.append(plural_phrase(one, "open", language, one.open))
    if one.next_at is not None:
        told.append(phrase(one, "next", language, next_at=day_and_hour(one.next_at, language)))
    return " ".join(told)


def _series(message: SeriesCard, language: Language) -> Iterator[Element]:
    yield band(Icon.REMINDER, series_name(message.named, language), names_listed(message.named.groups))
    yield from _outcome(message, language)
    if not message.running:
        yield line(phrase(message, "none_running", language))
    for one in message.running[:_MOST_RUNNING]:
        if len(message.named.groups) > 1:  # the only group stands at the top
            yield heading(one.group)
        yield from (line(each, spacing="Small") for each in running_lines(one, language))
        if one.progress is not None:
            yield from (line(each, subtle=True, spacing="Small") for each in progress_lines(one.progress, language))
    if (more := len(message.running) - _MOST_RUNNING) > 0:
        yield line(plural_phrase(message, "more", language, more, more=more), subtle=True)
    if message.paused_until is not None:
        paused = phrase(message, "paused", language, paused_until=full_date(message.paused_until, language))
        yield line(paused, bold=True)
    if message.next is not None or not message.waits_for:
        yield line(next_line(message.next, language) if message.next else phrase(message, "nothing_next", language))
    if message.has_phases:
        told = phrase(message, "phase_waits" if message.waits_for else "phases_about", language)
        its = (message.named.municipality, message.named.series)
        yield row(
            [line(told, bold=bool(message.waits_for))], button(phrase(message, "phases", language), ShowPhases(*its))
        )
    if message.next is not None:
        question = ShowQuestion(message.named.municipality, message.named.series, message.next_session)
        yield action_set([button(phrase(message, "question", language), question)])
        missing = phrase(message, "day_missing", language)
        yield day_field("day", label=phrase(message, "day_label", language), day=message.day, missing=missing)
        missing = phrase(message, "time_missing", language)
        yield time_field("time", label=phrase(message, "time_label", language), time=message.time, missing=missing)
        yield line(phrase(message, "how", language), subtle=True, small=True)


def _outcome(message: SeriesCard, language: Language) -> Iterator[Element]:
    """Of the last press."""
    if message.told is not None:
        yield from (line(each, bold=not n) for n, each in enumerate(told_lines(message.told, language)))
    if _is_asked_back(message):
        yield line(phrase(message, "end_where", language), subtle=True)


def _ways(message: SeriesCard, language: Language) -> list[Action]:
    """At most six."""
    found: list[Action] = []
    if message.can_nudge:
        found.append(_way(message, "nudge", language, session=message.open_session))
    if message.next is not None:
        found.append(_way(message, "move", language, session=message.next_session, reads=True))
        found.append(_way(message, "skip", language, session=message.next_session))
        if message.next.state != "waiting":
            found.append(_way(message, "start", language, session=message.next_session))
    if message.left_out:
        found.append(_way(message, "hold", language, session=message.left_out))
    if message.paused_until is not None:
        found.append(_way(message, "resume", language))
    elif message.next is not None:
        found.append(_pause(message, language))
    return found or [button(phrase(message, "all", language), ShowSeries())]


def _is_asked_back(message: SeriesCard) -> bool:
    """Whether the pause just pressed would take every session left."""
    return isinstance(message.told, NotSteered) and message.told.why == "takes_all"


def _pause(message: SeriesCard, language: Language) -> Action:
    """The button that asks, and after the question the button that takes the pause to the day asked about."""
    asked = _is_asked_back(message)
    its = (message.named.municipality, message.named.series, "pause", message.version)
    title = phrase(message, "pause_anyway" if asked else "pause", language)
    return button(title, SteerSeries(*its, anyway=message.day if asked else ""), reads=True)


def _way(message: SeriesCard, way: str, language: Language, *, session: str = "", reads: bool = False) -> Action:
    press = SteerSeries(message.named.municipality, message.named.series, way, message.version, session)
    return button(phrase(message, way, language), press, reads=reads)

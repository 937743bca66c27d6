"""The cards of planning: the form with its dates, and the started plan."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from content.cards.buttons import button, choices, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, heading, line, title
from content.cards.fields import choice_field, day_field, list_field, time_field
from content.cards.icons import Icon
from content.cards.overview import names_listed, within_sentence
from content.dates import brief, day, day_and_hour, month_and_year
from content.language import Language
from content.plan_words import fault_line, remark_line, why_closed
from content.presses import LeavePlan, ShowPlanDates, StartPlan, UndoPlan
from content.vocabulary.planning import (
    ALL,
    ONCE,
    Offered,
    PlanAsked,
    PlanDates,
    PlanEnded,
    PlanLeft,
    PlannedDate,
    PlanStarted,
    PlanUndone,
    PlanWhere,
    Rested,
)
from content.wording import phrase, plural_phrase

PlanningCard = PlanAsked | PlanStarted | PlanWhere | PlanUndone | PlanEnded | PlanLeft

RHYTHMS = ("week", "fortnight", "month", ONCE)
TIMES = ("1", "4", "6", "8", "12", "year")
OPEN_FOR = ("P1D", "P2D", "P3D", "P5D", "P7D")
INTENTIONS = ("spreading", "conveying", "implementing")
_MOST_DATES = 8
_MOST_SKIPPED = 3


def planning_card(message: PlanningCard, language: Language) -> Card:
    match message:
        case PlanAsked():
            return _form(message, language)
        case PlanStarted():
            return _started(message, language)
        case PlanWhere():
            lines, buttons = choices(message.offered)
            asks = band(Icon.REMINDER, phrase(message, "summary", language), style="accent")
            return card(message, language, [asks, *lines], actions=buttons)
        case PlanUndone() | PlanEnded() | PlanLeft():
            over = band(Icon.CLOSED, phrase(message, "heading", language))
            return card(message, language, [over, line(phrase(message, "text", language))])
        case _:
            assert_never(message)


def _form(message: PlanAsked, language: Language) -> Card:
    part = "heading_change" if message.series else "heading"
    start = phrase(message, "save" if message.series else "start", language)
    under = phrase(message, "draft", language, start=start)
    body: list[Element] = [band(Icon.REMINDER, phrase(message, part, language), under, style="accent")]
    if message.faults:
        wrong = [line(fault_line(fault, language)) for fault in message.faults]
        body.append(boxed([heading(phrase(message, "wrong", language)), *wrong]))
    body += [*_fields(message, language), *_dates(message, language), *_remarks(message, start, language)]
    about = (message.municipality, message.key, message.series)
    actions = [
        button(start, StartPlan(*about, message.mark), reads=True),
        button(phrase(message, "look", language), ShowPlanDates(*about), reads=True),
        button(phrase(message, "leave", language), LeavePlan()),
    ]
    return card(message, language, body, actions=actions)


def _fields(message: PlanAsked, language: Language) -> Iterator[Element]:
    form, offers = message.form, message.offers

    def one(name: str, label: str, offered: Offered, chosen: str) -> Element:
        told = _with_chosen(offered, chosen)
        return list_field(
            name,
            label=phrase(message, label, language),
            offered=told,
            chosen=chosen,
            missing=phrase(message, "missing", language),
        )

    areas = ((ALL, phrase(message, "all_areas", language)), *offers.areas)
    yield one("groups", "group", offers.groups, "".join(form.groups[:1]))
    yield one("areas", "area", areas, form.areas[0] if form.areas else ALL)
    if message.rested is not None:
        yield line(rested_line(message.rested, language), subtle=True, small=True, spacing="Small")
    yield one("protocol", "protocol", offers.protocols, form.protocol)
    yield one("every", "every", tuple((each, phrase(message, each, language)) for each in RHYTHMS), form.every)
    missing = phrase(message, "missing", language)
    yield day_field("first", label=phrase(message, "first", language), day=form.first, missing=missing)
    yield time_field("time", label=phrase(message, "time", language), time=form.time, missing=missing)
    yield one("times", "times", times_offered(language), form.times)
    yield one("stays_open", "stays_open", opens_offered(language), form.stays_open)
    yield one("default_rung", "default_rung", rungs_offered(offers.rungs, language), form.default_rung)
    yield choice_field(
        "intention",
        label=phrase(message, "intention", language),
        offered=[(each, phrase(message, each, language)) for each in INTENTIONS],
        chosen=form.intention,
        missing=missing,
    )


def _with_chosen(offered: Offered, chosen: str) -> Offered:
    """The choices, with a chosen value that is not offered added: a card loses no value."""
    return offered if chosen in dict(offered) or not chosen else (*offered, (chosen, chosen))


def times_offered(language: Language) -> Offered:
    def named(each: str) -> str:
        if each == "year":
            return phrase(PlanAsked, "rest_of_year", language)
        return plural_phrase(PlanAsked, "times", language, int(each), times=each)

    return tuple((each, named(each)) for each in TIMES)


def opens_offered(language: Language) -> Offered:
    return tuple((each, phrase(PlanAsked, f"open_{each}", language)) for each in OPEN_FOR)


def rungs_offered(rungs: Sequence[str], language: Language) -> Offered:
    return tuple((each, phrase(PlanAsked, f"rung_{each}", language)) for each in rungs)


def rested_line(rested: Rested, language: Language) -> str:
    if rested.last is None:
        return phrase(rested, "never", language)
    return phrase(rested, "month", language, month=month_and_year(rested.last, language))


def _dates(message: PlanAsked, language: Language) -> list[Element]:
    if message.dates is None:
        return []
    told = [line(text, spacing="Small") for text in date_lines(message.dates, language)]
    skipped = skipped_lines(message.dates, language)
    lost = [line(text, subtle=True, spacing="Small") for text in skipped]
    minutes = line(minutes_line(message.dates, language), bold=True)
    return [boxed([heading(phrase(message, "dates", language)), *told, *lost, minutes])]


def date_lines(dates: PlanDates, language: Language, most: int = _MOST_DATES) -> list[str]:
    """The days of the sessions, at most `most`, and the number of further days."""
    asked = [one for one in dates.dates if not one.is_skipped]
    if not asked:
        return [phrase(PlanAsked, "none", language)]
    shown, more = (asked, []) if len(asked) <= most + 1 else (asked[:most], asked[most:])
    told = [date_line(one, language) for one in shown]
    if more:
        told.append(
            plural_phrase(PlanAsked, "more", language, len(more), more=len(more), last=day(more[-1].at, language))
        )
    return told


def skipped_lines(dates: PlanDates, language: Language, most: int = _MOST_SKIPPED) -> list[str]:
    skipped = [one for one in dates.dates if one.is_skipped]
    if not skipped:
        return []
    head = plural_phrase(PlanAsked, "skipped", language, len(skipped), days=len(skipped))
    told = [date_line(one, language) for one in skipped[:most]]
    return [head, *told, *(["…"] if len(skipped) > most else [])]


def date_line(one: PlannedDate, language: Language) -> str:
    why = why_closed(one.why, language)
    if one.is_skipped:
        return phrase(one, "skipped", language, at=day(one.at, language), why=why)
    at = brief(one.at, language)
    if one.meant is None:
        return at
    if not why:
        return phrase(one, "hours", language, at=at, meant=brief(one.meant, language))
    return phrase(one, "moved", language, at=at, meant=day(one.meant, language), why=why)


def minutes_line(dates: PlanDates, language: Language) -> str:
    number, minutes = dates.number, dates.minutes
    return plural_phrase(
        PlanAsked, "minutes", language, number, minutes=minutes, sessions=number, total=number * minutes
    )


def _remarks(message: PlanAsked, start: str, language: Language) -> list[Element]:
    if not message.remarks:
        return []
    told = [line(remark_line(remark, language), spacing="Small") for remark in message.remarks]
    again = [line(phrase(message, "again", language, start=start), bold=True)] if message.asks_again else []
    return [boxed([heading(phrase(message, "remarks", language)), *told, *again])]


def _started(message: PlanStarted, language: Language) -> Card:
    told = [title(one) if not at else line(one) for at, one in enumerate(started_lines(message, language))]
    body = [band(Icon.KEPT, phrase(message, "heading", language)), *told]
    actions: list[Action] = [
        button(phrase(message, "undo", language), UndoPlan(message.municipality, message.series)),
        command_button("plan", language),
    ]
    return card(message, language, body, actions=actions)


def started_lines(message: PlanStarted, language: Language) -> list[str]:
    part = "about" if message.areas else "about_all"
    about = phrase(
        message,
        part,
        language,
        groups=names_listed(message.groups),
        areas=names_listed([within_sentence(area) for area in message.areas]),
    )
    if message.first is None or message.last is None:
        return [about]
    at = [day_and_hour(one, language) for one in (message.first, message.last)]
    when = plural_phrase(message, "when", language, message.number, first=at[0], last=at[1])
    phased = [phrase(message, "phased", language, phases=names_listed(message.phases))] if message.phases else []
    return [about, when, *phased, phrase(message, "after", language)]

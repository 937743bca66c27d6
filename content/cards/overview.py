"""The cards of a person's own weeks: open questions, what is coming, the plan, the latest summaries."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from content.cards.buttons import button, choices, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, chapter, heading, line, quote, title
from content.cards.icons import Icon
from content.cards.signing import signature_line
from content.dates import brief, day, day_of_month, full_date, span, until
from content.language import Language
from content.plan_words import why_closed
from content.presses import EndPause, ShowAnswer
from content.vocabulary.overview import (
    Coming,
    DaysOff,
    DigestOffered,
    DigestsOffered,
    MyWeek,
    OpenQuestion,
    OwnPlan,
    PlanIn,
    PlannedSessions,
    QuoteOrigin,
    WeekIn,
)
from content.wording import phrase, plural_phrase

OverviewCard = MyWeek | OwnPlan | DigestsOffered | QuoteOrigin

_MOST_ANSWERS = 3  # questions with a button: that leaves room for «Avslutt pausen» and two ways on
_MOST_NAMES = 4  # of groups in one line


def overview_card(message: OverviewCard, language: Language) -> Card:
    match message:
        case MyWeek():
            return _week(message, language)
        case OwnPlan():
            return _plan(message, language)
        case DigestsOffered():
            return _digests(message, language)
        case QuoteOrigin():
            return _origins(message, language)
        case _:
            assert_never(message)


# My week.


def _week(message: MyWeek, language: Language) -> Card:
    body: list[Element] = [band(Icon.REMINDER, phrase(message, "heading", language))]
    pause: list[Action] = []
    if message.paused_until is not None:
        until_day = day(message.paused_until, language)
        body.append(line(phrase(message, "paused", language, paused_until=until_day), bold=True))
        pause = [button(phrase(message, "end_pause", language), EndPause())]
    questions = [one for week in message.weeks for one in week.open]
    numbers = {one.press: number for number, one in enumerate(questions, start=1)} if len(questions) > 1 else {}
    for week in message.weeks:
        body += _of_week(week, message, numbers, language)
    answers = [_answer(one, numbers.get(one.press, 0), language) for one in questions[:_MOST_ANSWERS]]
    ways_on = [command_button("digests", language), command_button("plan", language)]
    return card(message, language, body, actions=[*answers, *pause, *ways_on])


def _of_week(week: WeekIn, message: MyWeek, numbers: Mapping[ShowAnswer, int], language: Language) -> Iterator[Element]:
    if len(message.weeks) > 1:
        yield chapter(week.municipality)
    yield heading(phrase(week, "open" if week.open else _nothing(week), language))
    for one in week.open:
        yield from _question(one, numbers.get(one.press, 0), language)
    if week.open:
        yield line(phrase(week, "how", language), subtle=True, small=True)
    if week.trying:
        yield heading(phrase(week, "tries", language))
        for tried in week.trying:
            yield quote(tried.text, by=phrase(tried, "open", language, look_on=full_date(tried.look_on, language)))
        yield line(phrase(week, "tries_how", language), subtle=True, small=True)
    yield heading(phrase(week, "coming" if week.coming else "nothing_coming", language))
    for each in week.coming:
        yield line(coming_line(each, language), spacing="Small")
    for off in week.days_off:
        yield line(days_off_line(off, language), subtle=True, spacing="Small")


def days_off_line(off: DaysOff, language: Language) -> str:
    first, name = span(off.first, off.last, language), why_closed(off.name, language)
    return phrase(off, "named" if name else "by_law", language, first=first, name=name)


def listed_day_off(off: DaysOff, language: Language) -> str:
    """For a list whose heading says already that nobody is asked."""
    first, name = span(off.first, off.last, language), why_closed(off.name, language)
    return phrase(off, "listed", language, first=first, name=name) if name else first


def _nothing(week: WeekIn) -> str:
    return "nothing_open" if week.is_asked else "not_asked"


def _question(one: OpenQuestion, number: int, language: Language) -> Iterator[Element]:
    yield title(f"{number}. {one.question}" if number else one.question)
    yield from (line(each, subtle=True, spacing="Small") for each in question_lines(one, language))


def question_lines(one: OpenQuestion, language: Language) -> list[str]:
    part = "in_channel" if one.in_channel else "until"
    return [phrase(one, part, language), *([phrase(one, "is_answered", language)] if one.answered else [])]


def _answer(one: OpenQuestion, number: int, language: Language) -> Action:
    part = "see" if one.answered else "answer"
    if number:
        return button(phrase(one, f"{part}_one", language, number=number), one.press)
    return button(phrase(one, part, language), one.press)


def coming_line(one: Coming, language: Language) -> str:
    at = until(one.at, language)
    at = at[:1].upper() + at[1:]
    if one.is_meeting:
        return phrase(one, "meeting", language, at=at)
    themes = names_listed([within_sentence(theme) for theme in one.themes])
    told = phrase(one, "session" if one.themes else "bare", language, at=at, themes=themes)
    return f"{told} ({phrase(one, 'waits', language)})" if one.waits_for else told


def within_sentence(name: str) -> str:
    """A theme's name with a small first letter, unless the name begins with an abbreviation: «FN-dagen»."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


# The plan.


def _plan(message: OwnPlan, language: Language) -> Card:
    body: list[Element] = [band(Icon.REMINDER, phrase(message, "heading", language))]
    for plan in message.plans:
        if len(message.plans) > 1:
            body.append(chapter(plan.municipality))
        body += _of_plan(plan, language)
    ways_on = (*(("set_up", "sessions") if message.may_plan else ()), "week", "digests")
    return card(message, language, body, actions=[command_button(each, language) for each in ways_on])


def _of_plan(plan: PlanIn, language: Language) -> Iterator[Element]:
    if plan.whole:
        yield line(phrase(plan, "all", language), subtle=True)
    if not plan.sessions and not plan.meetings:
        yield line(phrase(plan, "nothing", language))
        return
    for each in plan.sessions:
        yield from _sessions(each, language)
    if plan.left_out:
        yield line(plural_phrase(plan, "left_out", language, plan.left_out), subtle=True)
    if plan.meetings:
        yield heading(phrase(plan, "meetings_heading", language))
    for meeting in plan.meetings:
        yield line(phrase(meeting, "meeting", language, at=brief(meeting.at.at, language)), spacing="Small")
    if plan.idle and plan.sessions:
        yield line(phrase(plan, "none_for", language, idle=names_listed(plan.idle)), subtle=True, small=True)


def _sessions(each: PlannedSessions, language: Language) -> Iterator[Element]:
    yield title(names_listed(each.groups))
    if each.themes:
        yield line(names_listed(each.themes), spacing="Small")
    if each.waits_for:
        yield line(phrase(each, "waits", language), spacing="Small")
    if each.dates:
        yield line(" · ".join(brief(at, language) for at in each.dates), subtle=True, spacing="Small")
    if each.last is not None:
        more = plural_phrase(each, "more", language, each.more, last=day(each.last, language))
        yield line(more, subtle=True, spacing="Small")


# Summaries.


def _digests(message: DigestsOffered, language: Language) -> Card:
    body: list[Element] = [band(Icon.QUOTES, phrase(message, "heading", language))]
    ways_on = [command_button("week", language)]
    if not message.digests:
        return card(message, language, [*body, line(phrase(message, "none", language))], actions=ways_on)
    lines, buttons = choices([(_named(one, language), one.press) for one in message.digests])
    body += [line(phrase(message, "body", language)), *lines]
    return card(message, language, body, actions=[*buttons, *ways_on])


def _origins(message: QuoteOrigin, language: Language) -> Card:
    body: list[Element] = [band(Icon.QUOTES, phrase(message, "heading", language))]
    for one in message.origins:
        asked_on = day(one.asked_on, language) if one.asked_on is not None else ""
        where = phrase(one, "where", language, asked_on=asked_on) if asked_on else one.group
        signed = signature_line(one.signed, language) or phrase(one, "unsigned", language)
        items = [title(one.question), line(where, spacing="Small"), line(signed, subtle=True, spacing="Small")]
        body.append(boxed(items))
    return card(message, language, body, actions=[command_button("digests", language)])


def _named(one: DigestOffered, language: Language) -> str:
    return phrase(one, "meeting" if one.is_meeting else "session", language, at=day_of_month(one.at, language))


def names_listed(names: Sequence[str]) -> str:
    """«A, B, C, D …»"""
    shown = ", ".join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown} … (+{len(names) - _MOST_NAMES})"

"""What stands in the way of a plan, or is worth knowing, in words: for people, and for a file's own line."""

from dataclasses import fields
from datetime import date, datetime

from content.dates import day, day_and_hour, moment
from content.language import Language
from content.vocabulary.plan_faults import (
    AllSkipped,
    AskedThatWeek,
    DayPast,
    FirstPast,
    Left,
    NothingToAsk,
    NotInForce,
    NotRead,
    PlanFault,
    PlanRemark,
)
from content.vocabulary.plan_remarks import ChangeUndone, DraftAfterPack, PlanVacancy, QuestionUndone
from content.wording import phrase, words


def fault_line(fault: PlanFault, language: Language) -> str:  # noqa: PLR0911 - the table of faults
    match fault:
        case Left() | NotRead():
            part = f"text_{fault.key}"
            return phrase(fault, part if part in words(fault, language) else "text", language)
        case NotInForce():
            return phrase(fault, "repealed" if fault.repealed else "not_yet", language)
        case NothingToAsk():
            keys = ", ".join(phrase(fault, key, language) for key in fault.limits)
            return phrase(fault, "text" if keys else "text_none", language, keys=keys)
        case FirstPast(first=at):
            when = moment(at, language)  # with the year, which may be what is wrong
            return phrase(fault, "text", language, first=when[:1].upper() + when[1:])
        case DayPast(day=at):
            when = day(at, language)
            return phrase(fault, "text", language, day=when[:1].upper() + when[1:])
        case AllSkipped():
            return phrase(fault, "text", language, why=why_closed(fault.why, language))
        case _:
            return phrase(fault, "text", language)


def remark_line(remark: PlanRemark, language: Language) -> str:
    match remark:
        case AskedThatWeek():
            return phrase(remark, "text", language, at=day(remark.at, language))
        case PlanVacancy():
            return _vacant(remark, language)
        case ChangeUndone():
            part = "left_out" if remark.to is None else "text"
            to = day_and_hour(remark.to, language) if remark.to is not None else ""
            return phrase(remark, part, language, meant=day_and_hour(remark.meant, language), to=to)
        case QuestionUndone():
            return phrase(remark, "text", language, meant=day_and_hour(remark.meant, language))
        case DraftAfterPack():
            moments = {name: day_and_hour(getattr(remark, name), language) for name in ("at", "given_back", "made")}
            return phrase(remark, "text", language, **moments)
        case _:
            return phrase(remark, "text", language)


def _vacant(remark: PlanVacancy, language: Language) -> str:
    part = f"{remark.post}_observes" if remark.observes else remark.post
    when = phrase(remark, "when", language) if remark.since is not None else ""
    return phrase(remark, part, language, when=when)


def why_closed(why: str, language: Language) -> str:
    """Names of days off, as they are; the calendar's words for weekends and usual holidays in the language."""
    return ", ".join(
        phrase(AllSkipped, _CALENDARS_OWN[name], language) if name in _CALENDARS_OWN else name
        for name in why.split(", ")
    )


WEEKEND = "weekend"
"""What `dialogs/calendar/schooldays.py` calls Saturdays and Sundays."""
UNTOLD_CHRISTMAS = "Juleferie (vanlig når ingen skolerute er lagt inn)"
UNTOLD_SUMMER = "Sommerferie (vanlig når ingen skolerute er lagt inn)"
"""The usual holidays of a school year without a skolerute, as stored with the sessions that they move."""
_CALENDARS_OWN = {WEEKEND: "weekend", UNTOLD_CHRISTMAS: "christmas", UNTOLD_SUMMER: "summer"}


def in_file(fault: PlanFault) -> str:
    """The fault as operators read it beside a file's key: in English, with dates as in the file."""
    told = {one.name: _as_written(getattr(fault, one.name)) for one in fields(fault)}
    return phrase(fault, "text", Language.EN, **told)


def _as_written(value: object) -> str | int:
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case int():
            return value
        case _:
            return str(value)

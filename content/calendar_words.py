"""Faults and entries of skoleruter in words: for people on pages, and in English for a terminal."""

from dataclasses import fields
from datetime import date

from content.dates import full_date, weekday_name
from content.file_words import in_english, place_of, why_of
from content.language import Language
from content.vocabulary import calendar_faults as f
from content.vocabulary.file_faults import DidYouMean, Fault
from content.wording import phrase

_GUILLEMETS, _STRAIGHT = (str.maketrans("“”", marks) for marks in ("«»", '""'))
_IN_GUILLEMETS = (f.OtherWeekday, f.WhichYear)
"""Faults that quote Norwegian words of a file."""


def fault_line(fault: Fault | f.CalendarFault, language: Language) -> str:
    """The fault for people: the place of a fault in a file, without the file's name, and the reason."""
    if not isinstance(fault, Fault):
        return _said(fault, language)
    said = why_of(fault.why, language) if isinstance(fault.why, str) else _why(fault.why, language)
    place = place_of(Fault("", fault.line, fault.column, ""), language).lstrip(", ")
    return f"{place[:1].upper()}{place[1:]}: {said}" if place else said


def fault_in_english(fault: Fault | f.CalendarFault) -> str:
    if not isinstance(fault, Fault):
        return _said(fault, Language.EN, is_plain=True)
    if not isinstance(fault.why, f.CalendarFault):
        return in_english(fault)
    return (
        f"{in_english(Fault(fault.file, fault.line, fault.column, ''))}{_said(fault.why, Language.EN, is_plain=True)}"
    )


def left_out_line(one: f.LeftOut, language: Language) -> str:
    place = place_of(Fault("", one.line, "", ""), language).lstrip(", ") if one.line else ""
    said = phrase(one, "entry", language, why=_why_left_out(one, language))
    return f"{place[:1].upper()}{place[1:]}: {said}" if place else said


def left_out_in_english(one: f.LeftOut) -> str:
    day = f"{one.day} " if one.day else ""
    why = _why_left_out(one, Language.EN, is_plain=True)
    return f"{one.file}, line {one.line}: {day}«{one.words}» {why}"


def remark_line(remark: f.CalendarRemark, language: Language) -> str:
    return _at_line(remark, language) + _said(remark, language)


def remark_in_english(remark: f.CalendarRemark) -> str:
    return _at_line(remark, Language.EN) + _said(remark, Language.EN, is_plain=True)


def _at_line(remark: f.CalendarRemark, language: Language) -> str:
    """«Linje 4: » for a remark about a line of a file, else ""."""
    line = remark.line if isinstance(remark, f.NameLeftOut) else 0
    place = place_of(Fault("", line, "", ""), language).lstrip(", ") if line else ""
    return f"{place[:1].upper()}{place[1:]}: " if place else ""


def _why(why: object, language: Language) -> str:
    return _said(why, language) if isinstance(why, f.CalendarFault) else why_of(why, language)  # type: ignore[arg-type]


def _why_left_out(one: f.LeftOut, language: Language, *, is_plain: bool = False) -> str:
    if isinstance(one.why, f.WhyLeftOut):
        return phrase(f.LeftOut, one.why, language)
    return phrase(f.LeftOut, "contradicted", language, why=_said(one.why, language, is_plain=is_plain))


def _said(value: object, language: Language, *, is_plain: bool = False) -> str:
    """`is_plain`: as operators read words and dates in a terminal."""
    told = {one.name: _written(getattr(value, one.name), language, is_plain=is_plain) for one in fields(value)}  # type: ignore[arg-type]
    if isinstance(value, f.OtherWeekday):
        told["weekday"] = weekday_name(value.weekday, Language.NB if is_plain else language)
    said = phrase(value, _part(value), language, **told)
    if near := getattr(value, "near", ""):
        said += f"; did you mean {near}?" if is_plain else phrase(DidYouMean(near), "text", language)
    if isinstance(value, f.SchoolUnclear) and is_plain:
        said = said.replace(", ".join(value.could_be), " or ".join(value.could_be))
    event = getattr(value, "event", "")
    before = phrase(f.OfEvent(event), "text", language) if event else ""
    if not is_plain:
        return before + said
    return before.translate(_GUILLEMETS) + said.translate(
        _GUILLEMETS if isinstance(value, _IN_GUILLEMETS) else _STRAIGHT
    )


def _part(value: object) -> str:
    match value:
        case f.YesOrNo(written=""):
            return "missing"
        case f.HolidayMissing():
            return value.holiday
        case f.ClosedAnyway() if value.first == value.last:
            return "one"
        case f.OthersLeftOut(schools=1) | f.DaysShared(days=1):
            return "one"
        case _:
            return "text"


def _written(value: object, language: Language, *, is_plain: bool) -> str:
    match value:
        case date():
            return value.isoformat() if is_plain else full_date(value, language)
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)

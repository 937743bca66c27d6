"""Faults and entries of skoleruter in words: each in every language, with its place, and as operators read them."""

from datetime import date
from typing import get_args

import pytest

from content.calendar_words import (
    fault_in_english,
    fault_line,
    left_out_in_english,
    left_out_line,
    remark_in_english,
    remark_line,
)
from content.language import Language
from content.vocabulary import calendar_faults as f
from content.vocabulary.file_faults import ColumnMissing, Fault

DAY, LATER = date(2026, 10, 5), date(2026, 10, 9)
FAULTS: tuple[f.CalendarFault, ...] = (
    f.NoSuchUnit("vik", "neset", "nes"),
    f.NoSchoolFound(("Ås", "Vik")),
    f.SeveralAreOne("nes", ("Nes", "Nes skole")),
    f.NothingThere(),
    f.NothingToUndo(),
    f.NoCalendarFile("no content"),
    f.CutOff(3, 2),
    f.TooManyEvents(5000),
    f.EventUnreadable("Høstferie", "RRULE"),
    f.EventWrong("Høstferie", "No DTSTART given."),
    f.EventEndsFirst("Høstferie", DAY, LATER),
    f.SeveralRules("Høstferie"),
    f.ForEver("Høstferie"),
    f.TooOften("Høstferie", 100),
    f.DayNeeded(),
    f.TooManyDays(DAY, LATER, 120),
    f.DaysBackwards(DAY, LATER),
    f.FarAway(DAY),
    f.WhichYear(),
    f.NothingClosed(),
    f.SaidOtherwise(3, "Nes", DAY),
    f.YesOrNo("kanskje"),
    f.NotHours("natt"),
    f.NoName(),
    f.NameNotTaken("Kari syk"),
    f.NamesNotJudged(),
    f.NotADayWritten("32.13."),
    f.ReadyLost(),
    f.TooMuchText(2_000_000),
    f.TooLargeForDays(2),
    f.TableWithoutDays(),
)
LEFT_OUT = (
    *(f.LeftOut("rute.ics", 7, "Julekonsert", why, DAY) for why in f.WhyLeftOut),
    *(
        f.LeftOut("rute.txt", 2, "Høstferie", why)
        for why in (
            f.DayNotThere("31.6.2027"),
            f.OtherWeekday(DAY, 0, "tirsdag"),
            f.DaysBackwards(DAY, LATER),
            f.NoSuchWeek(54),
            f.OtherWeek(DAY, 41, (40, 42)),
        )
    ),
)
REMARKS: tuple[f.CalendarRemark, ...] = (
    *(f.HolidayMissing("nes", "2026–27", one) for one in get_args(f.Holiday)),
    f.SchoolUnknown("Neset", "Nes"),
    f.SchoolUnclear("Nes", ("nes-1", "nes-2")),
    f.OthersLeftOut(1),
    f.OthersLeftOut(12),
    f.NamedElsewhere("Sørvik kommune", "Nes"),
    f.DaysShared("Nes", 1),
    f.DaysShared("Nes", 12),
    f.ClosedAnyway("Nes", "Høstferie", DAY, DAY),
    f.ClosedAnyway("Nes", "Høstferie", DAY, LATER),
    f.DayChangedSince("Nes", "Høstferie", DAY),
    f.YearsOver("2019–20"),
    f.NameLeftOut("Kari syk", DAY),
    f.NameLeftOut("Kari syk", DAY, 4),
)


def test_the_examples_hold_every_fault_and_every_reason() -> None:
    assert {type(one) for one in FAULTS} == set(get_args(f.CalendarFault))
    assert {type(one) for one in REMARKS} == set(get_args(f.CalendarRemark))
    assert {type(one.why) for one in LEFT_OUT} == {f.WhyLeftOut, *get_args(f.Contradicted)}


@pytest.mark.parametrize("language", Language)
def test_every_fault_is_a_sentence_in_the_readers_language(language: Language) -> None:
    lines = [
        *(fault_line(Fault("rute.ics", 4, "date", one), language) for one in FAULTS),
        *(left_out_line(one, language) for one in LEFT_OUT),
        *(remark_line(one, language) for one in REMARKS),
    ]
    assert len(set(lines)) == len(lines)
    assert [line for line in lines if "{" in line or "2026-10-0" in line.replace("2026-10-05 ", "")] == []
    assert [line for line in lines if "rute.ics" in line or "rute.txt" in line] == [], "there is one file"


def test_a_fault_stands_at_its_line_and_column() -> None:
    assert fault_line(Fault("rute.csv", 4, "dato", f.DayNeeded()), Language.NB).startswith(
        "Linje 4, kolonnen dato: Her"
    )
    assert fault_line(Fault("rute.csv", 1, "", ColumnMissing("kind")), Language.NN).startswith("Linje 1: ")
    assert fault_line(f.NoName(), Language.NB) == "Skriv hva dagen heter."
    assert left_out_line(LEFT_OUT[0], Language.NB) == "Linje 7: «Julekonsert» har et klokkeslett"
    assert remark_line(REMARKS[4], Language.NB).endswith("Mente du Nes?")


def test_operators_read_plain_english_with_dates_as_in_files() -> None:
    assert (
        fault_in_english(Fault("rute.ics", 4, "", FAULTS[8]))
        == "rute.ics, line 4: «Høstferie»: this cannot be read (RRULE)"
    )
    assert fault_in_english(Fault("rute.csv", 2, "elevdag", f.YesOrNo("?"))) == (
        'rute.csv, line 2, column elevdag: "?" is neither Ja nor Nei'
    )
    assert fault_in_english(FAULTS[0]) == "--unit: vik has no unit neset; did you mean nes?"
    assert left_out_in_english(LEFT_OUT[0]) == "rute.ics, line 7: 2026-10-05 «Julekonsert» has a time of day"
    assert left_out_in_english(LEFT_OUT[-1]).endswith("is not understood: 2026-10-05 is in week 41, not in 40, 42")
    assert remark_in_english(REMARKS[5]) == "Nes could be nes-1 or nes-2; name one of them as the file does"

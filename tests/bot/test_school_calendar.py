"""Real-world skoleruter: days understood, lines listed as left out, and files refused."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from bot.errors import WrongCalendar
from bot.imports.day_names import DayMeaning, Edge, Unclear, day_meaning
from bot.imports.school_calendar import read_quiet_hours, read_school_calendar
from content.calendar_words import left_out_in_english
from dialogs.calendar.orders import Skolerute
from dialogs.model import DayKind, QuietHours, UnitKind

Read = Callable[[str | bytes], Skolerute]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(content: str | bytes) -> Skolerute:
        file = tmp_path / "rute"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_school_calendar(file)

    return reading


def ics(*events: str) -> str:
    """A calendar with these events, whose lines are separated by `|`."""
    told = [line for event in events for line in ("BEGIN:VEVENT", *event.split("|"), "END:VEVENT")]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Øyby//", *told, "END:VCALENDAR", ""])


def told(found: Skolerute) -> tuple[str, ...]:
    """What was left out, as operators read it."""
    return tuple(map(left_out_in_english, found.left_out))


def days_found(found: Skolerute) -> list[tuple[str, str, str, str]]:
    return [(str(one.first), str(one.last), one.kind.value, one.name) for one in found.events]


# Words.


CLOSED = (
    "Høstferie", "Haustferie", "Vinterferie uke 8", "Juleferien", "Påskeferie", "Elevfri", "Elevfri dag",
    "Skolefri", "Skulefri dag", "Fri", "Fridag", "Undervisningsfri dag", "Inneklemt dag", "2. påskedag",
    "Kristi himmelfartsdag", "17. mai", "Skolen er stengt", "Fri fredag før påske", "Romjulsfri",
    "Høstferie (SFO er åpen)", "Haustferie, SFO ope", "Høstferie, skolestart 12. oktober",
    "Juleferie (første skoledag 4. januar)", "Juleferie - første skoledag mandag 4. januar", "Høstferieuke",
    "Juleferie første skoledag er 4. januar", "Haustferieveke 41", "Vinterferieveka", "Høstferie-uke 41",
    "Ingen skole", "Ingen undervisning", "Inga undervising", "Ikkje skule", "Avspaseringsdag", "Avspaseringsdagar",
    "Avspasering for lærerne", "Fri for elevene", "Elevane har fri", "Elevfri – SFO åpen kl. 8–15", "Inneklemd dag",
    "Skulen er stengd", "Skulane er stengde", "Sommarferie", "Sommerferie – siste skoledag 18. juni", "Friuke",
    "Offentlig høytidsdag", "Offentleg høgtidsdag", "Heilagdag", "Rød dag", "1.mai", "Påske", "Jul og nyttår",
    "Langfredag", "Skjærtorsdag", "Første nyttårsdag", "Pinseaften", "Palmesøndag", "Elevfri 1.-10. trinn",
    "Høstferie (barnehagene er åpne)", "Vinterferie – se egen plan for SFO", "Fri i romjula",
    "Juleferie/romjul", "Fri for alle elever", "Pa\u030askeferie", "Høst\u00adferie",
    "Skole og SFO stengt", "SFO og skole er stengt", "Skoler og barnehager stengt", "Skole-fri", "Fri-dag",
    "Høstferie uten SFO", "Kommunens fridag", "Skulefri (inneklemt dag)", "Siste feriedag",
)  # fmt: skip
PLANNING = (
    "Planleggingsdag", "Planleggjingsdag", "Plandag", "PLANLEGGINGSDAG – elevfri", "Planleggingsdager",
    "Kursdag", "Planleggingsdag SFO stengt", "Planleggingsdagar", "Planleggingsdag skole og barnehage",
    "Planleggingsdag skole/SFO", "Planleggingsdag for ansatte", "Felles planleggingsdag", "Plan.dag", "P-dag",
    "Planleggingsdager før skolestart", "Planleggingsdag (SFO åpen)", "Elevfri: kurs- og planleggingsdag",
    "Planleggingsdag - barnehagene stengt", "Planleggingsdag for lærarane, SFO har ope", "Avspasering/planleggingsdag",
    "Planleggings dag", "Pl.dag", "SFO stengt, planleggingsdag", "Planleggingsdag barnehage og skole",
    "Planleggingsdag grunnskole, barnehage og SFO", "Planleggingsdag kulturskole og grunnskole",
)  # fmt: skip
SCHOOL_DAYS = (
    "Skolestart", "Skulestart", "Første skoledag", "Fyrste skuledag", "Siste skoledag før jul",
    "Første skoledag etter høstferien", "Skolestart etter juleferie", "Skoleslutt", "Sommeravslutning",
    "Siste dag før påskeferien", "Første dag etter ferien", "Vanlig skoledag", "Skolen begynner", "Skuleåret sluttar",
    "Siste skoledag", "Siste skuledag før sommarferien", "Skoledag", "Skoleslutt kl. 11",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        *((words, DayKind.CLOSED) for words in CLOSED),
        *((words, DayKind.PLANNING_DAY) for words in PLANNING),
        *((words, DayKind.EXAM) for words in ("Eksamen norsk", "Skriftlig eksamen 10. trinn", "Eksamensdag")),
        *((words, None) for words in SCHOOL_DAYS),
    ],
)
def test_the_words_of_a_day_name_its_kind(words: str, kind: DayKind | None) -> None:
    assert (day_meaning(words).kind, day_meaning(words).only) == (kind, None)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Plandag barnehage - barnehagar stengt", DayKind.PLANNING_DAY),
        ("Planleggingsdag barnehage", DayKind.PLANNING_DAY),
        ("Barnehagen stengt - planleggingsdag", DayKind.PLANNING_DAY),
        ("Barnehage: planleggingsdag", DayKind.PLANNING_DAY),
        ("Planleggingsdag (barnehagene)", DayKind.PLANNING_DAY),
        ("Planleggingsdag bhg og SFO", DayKind.PLANNING_DAY),
        ("Barnehagane er stengde", DayKind.CLOSED),
        ("Kommunale barnehager sommerstengt", DayKind.CLOSED),
    ],
)
def test_events_about_kindergartens_close_no_school(words: str, kind: DayKind) -> None:
    assert day_meaning(words) == DayMeaning(kind, UnitKind.KINDERGARTEN)


@pytest.mark.parametrize(
    "words",
    [
        *("Julekonsert", "Foreldremøte", "", "Mobilfri uke", "Røykfri skole", "SFO stengt", "Feriekurs"),
        *("Søknadsfrist for ferieplass", "Friluftsdag", "Planleggingsdag SFO", "SFO planleggingsdag", "Ferie-SFO"),
        *("SFO sommerferie", "SFO åpen i høstferien", "Foreldremøte etter høstferien", "Feriekurs i vinterferien"),
        *("Juleferien starter", "Siste dag i høstferien", "Høstferien er slutt", "Feriestart", "Høstferie avlyst"),
        *("Planleggingsdag flyttet til 14. november", "Ikke elevfri", "Ingen planleggingsdag", "Lille julaften"),
        *("Elevfri fra kl. 12", "Fri etter kl. 11", "Fri for 8. trinn", "Elevfri 8.-10. trinn", "Elevfri VG3"),
        *("Kulturskolen har fri", "Planleggingsdag videregående", "Biblioteket har fri", "Fri adgang til hallen"),
        *("Fri for mobbing", "God sommerferie!", "Jul i skolen: grøtfest", "Fri lek", "Åpen dag", "Valgfri aktivitet"),
        *("Skolestart og høstferie", "Samling i romjula", "Svømmekurs i påskeferien", "Skolens 100-årsdag"),
    ],
)
def test_words_that_could_mean_several_things_or_nothing_are_for_a_reader_to_judge(words: str) -> None:
    with pytest.raises(Unclear):
        day_meaning(words)


@pytest.mark.parametrize(
    ("words", "edge", "holiday"),
    [
        *(("Siste skoledag", Edge.LAST_DAY, ""), ("Skuleslutt", Edge.LAST_DAY, ""), ("Skolestart", Edge.FIRST_DAY, "")),
        *(("Siste skoledag før sommerferien", Edge.LAST_DAY, ""), ("Fyrste skuledag", Edge.FIRST_DAY, "")),
        *(("Siste skoledag 2. juli", Edge.LAST_DAY, ""), ("Første dag for elevene", Edge.FIRST_DAY, "")),
        *(("Siste skoledag før jul", Edge.LAST_DAY, "Juleferie"), ("Skolestart 1. trinn", Edge.FIRST_DAY, "")),
        *(("Første skoledag etter påske", Edge.FIRST_DAY, "Påskeferie"), ("Siste skoledag 10. trinn", None, "")),
        *(("Fyrste skuledag etter haustferien", Edge.FIRST_DAY, "Høstferie"), ("Vanlig skoledag", None, "")),
        *(("Skolestart høsten 2026", Edge.FIRST_DAY, ""), ("Elevene begynner", Edge.FIRST_DAY, "")),
        *(
            ("Elevane sluttar", Edge.LAST_DAY, ""),
            ("Skoleslutt kl. 11", None, ""),
            ("Elevene slutter kl. 12", None, ""),
        ),
        *(
            ("Siste skoledag, elevene slutter kl. 11", Edge.LAST_DAY, ""),
            ("Siste skoledag før vinterferien", Edge.LAST_DAY, "Vinterferie"),
        ),
    ],
)
def test_the_words_tell_the_ends_of_the_school_year_and_of_its_parts(
    words: str, edge: Edge | None, holiday: str
) -> None:
    assert (day_meaning(words).edge, day_meaning(words).holiday) == (edge, holiday)


# Calendar files.


def test_an_event_lasts_to_the_day_before_its_end(read: Read) -> None:
    found = read(
        ics(
            "DTSTART;VALUE=DATE:20261005|DTEND;VALUE=DATE:20261010|SUMMARY:Høstferie",
            "DTSTART;VALUE=DATE:20261113|SUMMARY:Planleggingsdag",
            "DTSTART;VALUE=DATE:20261114|DTEND;VALUE=DATE:20261114|SUMMARY:Fri",
            "DTSTART;VALUE=DATE:20270222|DURATION:P5D|SUMMARY:Vinterferie",
        )
    )
    assert days_found(found) == [
        ("2026-10-05", "2026-10-09", "closed", "Høstferie"),
        ("2026-11-13", "2026-11-13", "planning_day", "Planleggingsdag"),
        ("2026-11-14", "2026-11-14", "closed", "Fri"),
        ("2027-02-22", "2027-02-26", "closed", "Vinterferie"),
    ]
    assert told(found) == ()


@pytest.mark.parametrize(
    "times",
    [
        "DTSTART:20261005T000000|DTEND:20261010T000000",
        "DTSTART;TZID=W. Europe Standard Time:20261005T000000|DTEND;TZID=W. Europe Standard Time:20261010T000000",
        "DTSTART;TZID=Europe/Oslo:20261005T000000|DTEND;TZID=Europe/Oslo:20261010T000000",
        "DTSTART:20261004T220000Z|DTEND:20261009T220000Z",
        "DTSTART:20261005T000000Z|DTEND:20261010T000000Z",
        "DTSTART:20261005T000000|DTEND:20261009T235900",
        "DTSTART:20261005T000000Z|DTEND:20261009T235959Z",
        "DTSTART:20261004T220000Z|DTEND:20261009T215900Z",
        "DTSTART;TZID=Europe/London:20261005T000000|DTEND;TZID=Europe/London:20261010T000000",
    ],
)
def test_from_midnight_to_midnight_is_whole_days_however_it_is_written(read: Read, times: str) -> None:
    assert days_found(read(ics(f"{times}|SUMMARY:Høstferie"))) == [("2026-10-05", "2026-10-09", "closed", "Høstferie")]


def test_a_repeating_event_closes_each_of_its_days_but_the_excluded_ones(read: Read) -> None:
    rules = (
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "RRULE:FREQ=WEEKLY;UNTIL=20261120",
        "RRULE:FREQ=WEEKLY;UNTIL=20261120T225959Z",
    )
    for rule in rules:
        found = read(ics(f"DTSTART;VALUE=DATE:20261106|{rule}|EXDATE;VALUE=DATE:20261113|SUMMARY:Elevfri"))
        assert [str(one.first) for one in found.events] == ["2026-11-06", "2026-11-20"]
    longer = "DTSTART;VALUE=DATE:20261001|DTEND;VALUE=DATE:20261003|RRULE:FREQ=YEARLY;COUNT=2|SUMMARY:Høstferie"
    assert [(str(one.first), str(one.last)) for one in read(ics(longer)).events] == [
        ("2026-10-01", "2026-10-02"),
        ("2027-10-01", "2027-10-02"),
    ]


def test_an_occurrence_that_was_moved_or_added_is_taken_where_it_is(read: Read) -> None:
    weekly = "UID:a|DTSTART;VALUE=DATE:20261106|RRULE:FREQ=WEEKLY;COUNT=3|RDATE;VALUE=DATE:20261202|SUMMARY:Elevfri"
    moved = "UID:a|RECURRENCE-ID;VALUE=DATE:20261113|DTSTART;VALUE=DATE:20261112|SUMMARY:Elevfri"
    off = "UID:a|RECURRENCE-ID;VALUE=DATE:20261120|DTSTART;VALUE=DATE:20261120|SUMMARY:Elevfri|STATUS:CANCELLED"
    assert sorted(str(one.first) for one in read(ics(weekly, moved, off)).events) == [
        *("2026-11-06", "2026-11-12", "2026-12-02"),
    ]
    nobodys = "RECURRENCE-ID;VALUE=DATE:20261005|DTSTART:20261005T080000|SUMMARY:Møte"
    assert len(read(ics("DTSTART;VALUE=DATE:20261005|SUMMARY:Høstferie", nobodys)).events) == 1


def test_an_event_that_closes_nothing_never_refuses_the_others(read: Read) -> None:
    meeting = "UID:m|DTSTART:20261001T080000Z|DTEND:20261001T090000Z|SUMMARY:Ledermøte"
    found = read(
        ics(
            f"{meeting}|RRULE:FREQ=WEEKLY",
            f"{meeting}|RECURRENCE-ID:20261008T080000Z",
            "DTSTART;VALUE=DATE:20100203|RRULE:FREQ=YEARLY|SUMMARY:Bursdag Kari",
            "DTSTART;VALUE=DATE:2026100|SUMMARY:Kake",
            "SUMMARY:Uten dag",
            "UID:m|RECURRENCE-ID:i morgen|DTSTART;VALUE=DATE:20261001|SUMMARY:Rot",
            "DTSTART;VALUE=DATE:20261105|DTEND;VALUE=DATE:20261101|SUMMARY:Tur",
            "DTSTART:20261102T080000Z|DTEND:20261102T150000Z|SUMMARY:Planleggingsdag",
            "DTSTART;VALUE=DATE:20261005|DTEND;VALUE=DATE:20261010|SUMMARY:Høstferie",
        )
    )
    assert days_found(found) == [("2026-10-05", "2026-10-09", "closed", "Høstferie")]
    assert [line.split("«")[1].split("»")[0] for line in told(found)] == [
        *("Ledermøte", "Ledermøte", "Bursdag Kari", "Kake", "Uten dag", "Rot", "Tur", "Planleggingsdag"),
    ]


def test_faults_beside_the_days_of_an_event_are_ignored(read: Read) -> None:
    autumn = "DTSTART;VALUE=DATE:20261005|DTEND;VALUE=DATE:20261010|SUMMARY:Høstferie|DESCRIPTION:Skolen|er stengt"
    zone = "BEGIN:VTIMEZONE\r\nTZID:Tull\r\nBEGIN:STANDARD\r\nDTSTART:tull\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    for text in (
        ics(autumn),
        ics(autumn).replace("VERSION:2.0", "VERSION 2.0"),
        ics(autumn).replace("BEGIN:VEV", f"{zone}BEGIN:VEV"),
    ):
        assert days_found(read(text)) == [("2026-10-05", "2026-10-09", "closed", "Høstferie")]
    with pytest.raises(WrongCalendar, match="line 4: «Høstferie»: this cannot be read"):
        read(ics(autumn.replace("DTEND;", "DTEND ")))


def test_words_that_have_lost_their_letters_are_listed_and_others_stay(read: Read) -> None:
    found = read(
        ics(
            "DTSTART;VALUE=DATE:20261005|SUMMARY:HÃ¸stferie",
            "DTSTART;VALUE=DATE:20261113|SUMMARY:Fri|DESCRIPTION:Bj\ufffdrn",
        )
    )
    assert [one.name for one in found.events] == ["Fri"]
    assert "«HÃ¸stferie» has lost its letters" in told(found)[0]


def test_yearly_events_are_read_for_the_school_years_of_the_file(read: Read, tmp_path: Path) -> None:
    every_year = "DTSTART;VALUE=DATE:20100517|RRULE:FREQ=YEARLY{}|SUMMARY:Grunnlovsdag 17. mai"
    autumn = "DTSTART;VALUE=DATE:20261005|DTEND;VALUE=DATE:20261010|SUMMARY:Høstferie"
    for until in ("", ";UNTIL=20400101"):
        found = read(ics(every_year.format(until), autumn))
        assert [str(one.first) for one in found.events] == ["2026-10-05", "2027-05-17"]
    (tmp_path / "x.ics").write_text(ics(every_year.format("")), encoding="utf-8")
    alone = read_school_calendar(tmp_path / "x.ics", today=date(2026, 11, 29))
    assert [str(one.first) for one in alone.events] == ["2027-05-17", "2028-05-17"]


def test_the_ends_of_the_school_year_are_the_summer_holiday_unless_the_file_has_one(read: Read) -> None:
    autumn = "DTSTART;VALUE=DATE:20261005|SUMMARY:Høstferie"
    ends = (
        "DTSTART;VALUE=DATE:20260817|SUMMARY:Første skoledag",
        "DTSTART;VALUE=DATE:20260818|SUMMARY:Skolestart 1. trinn",
        "DTSTART;VALUE=DATE:20261218|SUMMARY:Siste skoledag før jul",
        "DTSTART;VALUE=DATE:20270617|SUMMARY:Siste skoledag",
        "DTSTART;VALUE=DATE:20270816|SUMMARY:Skolestart",
    )
    assert days_found(read(ics(autumn, *ends)))[1:] == [
        ("2026-08-01", "2026-08-16", "closed", "Sommerferie"),
        ("2027-06-18", "2027-08-15", "closed", "Sommerferie"),
    ]
    assert days_found(read(ics(autumn, ends[4]))) == [("2026-10-05", "2026-10-05", "closed", "Høstferie")]
    summer = "DTSTART;VALUE=DATE:20270619|DTEND;VALUE=DATE:20270816|SUMMARY:Sommarferie"
    assert [one.name for one in read(ics(autumn, summer, *ends[3:])).events] == ["Høstferie", "Sommarferie"]
    first_day = "DTSTART;VALUE=DATE:20270621|SUMMARY:Sommerferie"
    assert days_found(read(ics(autumn, first_day)))[2:] == [("2027-06-21", "2027-07-31", "closed", "Sommerferie")]


def test_a_holiday_is_what_lies_between_the_last_day_before_it_and_the_first_after(read: Read) -> None:
    last = "DTSTART;VALUE=DATE:20261218|SUMMARY:Siste skoledag før jul"
    first = "DTSTART;VALUE=DATE:20270104|SUMMARY:Første skoledag etter jul"
    assert days_found(read(ics(last, first))) == [("2026-12-19", "2027-01-03", "closed", "Juleferie")]
    known = "DTSTART;VALUE=DATE:20261221|DTEND;VALUE=DATE:20270104|SUMMARY:Jul"
    assert [one.name for one in read(ics(last, known, first)).events] == ["Jul"]


def test_a_day_for_kindergartens_says_so(read: Read) -> None:
    [event] = read(ics("DTSTART;VALUE=DATE:20261106|SUMMARY:Plandag barnehage - barnehagar stengt")).events
    assert (event.kind, event.only) == (DayKind.PLANNING_DAY, UnitKind.KINDERGARTEN)


def test_a_holiday_that_is_named_by_its_last_day_of_school_is_listed(read: Read) -> None:
    found = read(
        ics(
            "DTSTART;VALUE=DATE:20261005|SUMMARY:Høstferie",
            "DTSTART;VALUE=DATE:20261221|DTEND;VALUE=DATE:20270102|SUMMARY:Jul (siste skoledag er fredag 18.12)",
        )
    )
    assert [one.name for one in found.events] == ["Høstferie"]
    why = "speaks of a first or last day of school, and lasts longer"
    assert told(found) == (f"rute, line 8: 2026-12-21 «Jul (siste skoledag er fredag 18.12)» {why}",)


def test_events_that_say_nothing_of_closed_days_are_listed_or_are_school_days(read: Read) -> None:
    found = read(
        ics(
            "DTSTART;VALUE=DATE:20260817|SUMMARY:Skolestart",
            "DTSTART;VALUE=DATE:20261203|SUMMARY:Julekonsert",
            "DTSTART:20261005T180000|DTEND:20261005T200000|SUMMARY:Feriefest",
            "DTSTART;VALUE=DATE:20261005|SUMMARY:Høstferie",
        )
    )
    assert [one.name for one in found.events] == ["Høstferie", "Sommerferie"]
    assert told(found) == (
        ("rute, line 8: 2026-12-03 «Julekonsert» is neither a day off, a planning day nor an exam by its words"),
        "rute, line 12: «Feriefest» has a time of day",
    )


def test_a_cancelled_event_closes_no_day(read: Read) -> None:
    off = "DTSTART;VALUE=DATE:20261002|DTEND;VALUE=DATE:20261003|SUMMARY:Planleggingsdag|STATUS:CANCELLED"
    on = off.replace("20261002", "20261009").replace("20261003", "20261010").replace("CANCELLED", "CONFIRMED")
    assert days_found(read(ics(off, on))) == [("2026-10-09", "2026-10-09", "planning_day", "Planleggingsdag")]


@pytest.mark.parametrize("event", ["DTSTART;VALUE=DATE:20261002|RRULE:COUNT=3", "DTSTART;VALUE=DATE:99991231"])
def test_impossible_dates_in_a_calendar_are_told_by_their_line(read: Read, event: str) -> None:
    with pytest.raises(WrongCalendar, match="line 4"):
        read(ics(f"{event}|SUMMARY:Fri"))


def test_a_calendar_in_windows_1252_or_with_a_mark_in_front_is_read_too(read: Read) -> None:
    text = ics("DTSTART;VALUE=DATE:20261005|SUMMARY:Høstferie")
    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.replace("\r\n", "\n").encode()):
        assert days_found(read(content)) == [("2026-10-05", "2026-10-05", "closed", "Høstferie")]


def test_folded_lines_and_escaped_words_are_put_together(read: Read) -> None:
    assert days_found(
        read(ics("DTSTART;VALUE=DATE:20261005|SUMMARY:Høst|\tferie\\, uke 41".replace("Høst|\t", "Høst\r\n ")))
    ) == [("2026-10-05", "2026-10-05", "closed", "Høstferie, uke 41")]


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("DTSTART;VALUE=DATE:2026100|SUMMARY:Høstferie", "line 4: «Høstferie»: this cannot be read (DTSTART: "),
        ("SUMMARY:Høstferie", "line 4: «Høstferie»: No DTSTART given."),
        (
            "DTSTART;VALUE=DATE:20261105|DTEND;VALUE=DATE:20261101|SUMMARY:Fri",
            "line 4: «Fri»: it ends on 2026-10-31, before it begins on 2026-11-05",
        ),
        (
            "DTSTART;VALUE=DATE:20261105|RRULE:FREQ=WEEKLY|SUMMARY:Fri",
            "line 4: «Fri»: it repeats for ever (RRULE); give",
        ),
        (
            "DTSTART;VALUE=DATE:20261105|RRULE:FREQ=DAILY;COUNT=999|SUMMARY:Fri",
            "line 4: «Fri»: it repeats (RRULE) on more than 100 days",
        ),
        (
            "DTSTART;VALUE=DATE:20261105|DTEND;VALUE=DATE:20281106|SUMMARY:Fri",
            "line 4: from 2026-11-05 to 2028-11-05 is more than 120 days; is the year right?",
        ),
    ],
)
def test_an_event_that_will_not_do_is_told_by_its_line(read: Read, event: str, says: str) -> None:
    with pytest.raises(WrongCalendar) as caught:
        read(ics(event))
    assert str(caught.value).startswith(f"rute, {says}")


def test_every_fault_of_a_calendar_is_told_at_once(read: Read) -> None:
    with pytest.raises(WrongCalendar) as caught:
        read(ics("SUMMARY:Fri", "DTSTART;VALUE=DATE:20261005|SUMMARY:Fri", "SUMMARY:Ferie"))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["rute, line 4", "rute, line 11"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "rute: the file is empty"),
        ("BEGIN:VCALENDAR\r\nhei\r\nEND:VCALENDAR\r\n", "rute: this is not a calendar file: "),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261005\r\nSUMMARY:Høst",
            "rute: 1 events begin in the file and 0 end; is it cut off?",
        ),
        (ics("DTSTART;VALUE=DATE:20260817|SUMMARY:Skolestart"), "rute: there is no closed day in it"),
        ("hei på deg", "rute, line 1: there are no days in the table"),
        ("\0", "rute, line 1: there is a NUL byte here"),
    ],
)
def test_a_file_that_is_no_skolerute_is_refused(read: Read, content: str, says: str) -> None:
    with pytest.raises(WrongCalendar) as caught:
        read(content)
    assert str(caught.value).startswith(says)


# Tables.


def test_a_table_has_days_spans_kinds_and_names_in_the_ways_people_write_them(read: Read) -> None:
    wanted = [
        ("2026-10-05", "2026-10-09", "closed", "høstferie"),
        ("2026-11-13", "2026-11-13", "planning_day", "planning_day"),
        ("2027-05-20", "2027-05-20", "exam", "eksamen"),
    ]
    rows = [
        "date,until,kind,name",
        "2026-10-05,2026-10-09,closed,høstferie",
        "13.11.2026,,Planning_day,",
        "20.5.2027,,exam,eksamen",
    ]
    text = "\n".join([*rows, ""])
    for content in (
        text.encode(),
        text.encode("utf-8-sig"),
        text.encode("cp1252"),
        text.replace(",", ";").encode(),
    ):
        assert days_found(read(content)) == wanted
    assert days_found(read("kind,date\nclosed,2026-10-05\n")) == [("2026-10-05", "2026-10-05", "closed", "closed")]


def test_every_fault_of_a_table_is_told_at_once_by_line_and_column(read: Read) -> None:
    with pytest.raises(WrongCalendar) as caught:
        read(
            "date,until,kind,name\n2026-10-32,,closed,a\n2026-10-05,2026-10-01,close,b\n,,exam,c\n2026-10-05,2027-10-05,exam,d\n"
        )
    kinds = "use one of closed, planning_day, exam; did you mean closed?"
    assert str(caught.value).splitlines() == [
        'rute, line 2, column date: "2026-10-32" is not a day; write it as 2026-11-24 or 24.11.2026',
        f'rute, line 3, column kind: "close" is not a kind of day; {kinds}',
        "rute, line 3, column until: 2026-10-01 is before 2026-10-05, where it begins",
        "rute, line 4, column date: a day is missing; write it as 2026-10-05 or 05.10.2026",
        "rute, line 5, column until: from 2026-10-05 to 2027-10-05 is more than 120 days; is the year right?",
    ]


def test_a_table_without_days_says_which_columns_it_needs(read: Read) -> None:
    for table in ("date,until\n2026-10-05,2026-10-09\n", "kind,name\nclosed,fri\n", "navn,klasse\nx,3\n"):
        with pytest.raises(WrongCalendar) as wrong:
            read(table)
        [told] = str(wrong.value).splitlines()
        assert told.startswith("rute, line 1: there are no days in the table")


def test_a_table_may_be_in_norwegian_words_with_or_without_a_column_for_the_kind(read: Read) -> None:
    rows = "05.10.2026;09.10.2026;Høstferie\n13.11.2026;;Planleggingsdag\n17.06.2027;;Siste skoledag\n"
    found = read(f"Dato;Til;Navn\n{rows}03.12.2026;;Julekonsert\n")
    assert days_found(found) == [
        ("2026-10-05", "2026-10-09", "closed", "Høstferie"),
        ("2026-11-13", "2026-11-13", "planning_day", "Planleggingsdag"),
        ("2027-06-18", "2027-07-31", "closed", "Sommerferie"),
    ]
    assert [line.split("»")[0] for line in told(found)] == ["rute, line 5: 2026-12-03 «Julekonsert"]
    assert days_found(read("dato;type\n05.10.2026;Elevfri\n")) == [("2026-10-05", "2026-10-05", "closed", "closed")]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongCalendar, match=r"rute\.ics: there is no such file"):
        read_school_calendar(tmp_path / "rute.ics")


# Hours.


@pytest.mark.parametrize("text", ["17:00-07:00", " 17.00–7.00 ", "17:00 - 07:00"])
def test_quiet_hours_are_two_times_of_the_day(text: str) -> None:
    assert read_quiet_hours(text) == QuietHours(time(17), time(7))


@pytest.mark.parametrize("text", ["", "17-07", "25:00-07:00", "17:00-17:00", "17:00", "-17:00-07:00"])
def test_hours_that_are_none_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongCalendar, match=r"write it as 17:00-07:00"):
        read_quiet_hours(text)


def test_a_summer_holiday_is_no_slip_of_the_keyboard(read: Read) -> None:
    [summer] = read("date,until,kind\n2027-06-19,2027-08-15,closed\n").events
    assert (summer.first, summer.last) == (date(2027, 6, 19), date(2027, 8, 15))

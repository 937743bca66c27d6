"""The text of a municipality's web page, pasted into a file: the days found, and the lines left out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.errors import WrongCalendar
from bot.imports.school_calendar import read_school_calendar
from content.calendar_words import left_out_in_english
from dialogs.calendar.orders import Skolerute

Read = Callable[..., Skolerute]
TODAY = date(2026, 11, 29)
YEAR = "Skolerute for Øyby kommune 2026–2027"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(*lines: str, today: date | None = TODAY, name: str = "rute.txt") -> Skolerute:
        file = tmp_path / name
        file.write_text("\n".join(lines), encoding="utf-8")
        return read_school_calendar(file, today=today)

    return reading


def told(found: Skolerute) -> tuple[str, ...]:
    """What was left out, as operators read it."""
    return tuple(map(left_out_in_english, found.left_out))


def days_found(found: Skolerute) -> list[str]:
    return [f"{one.first:%d.%m.%y}-{one.last:%d.%m.%y} {one.name}" for one in found.events]


AUTUMN = "05.10.26-09.10.26 {}"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        *((line, "Høstferie") for line in (
            "Høstferie: 5. - 9. oktober", "Høstferie: 5.–9. oktober (uke 41)", "Høstferie uke 41", "Uke 41: Høstferie",
            "Høstferie uke 41: mandag 5. oktober til og med fredag 9. oktober", "5. oktober – 9. oktober Høstferie",
            "Høstferie fra og med 5. oktober til og med 9. oktober", "Høstferie: 05.10–09.10", "Høstferie 5/10 - 9/10",
            "Høstferie f.o.m. 5. okt. t.o.m. 9. okt.", "• Høstferie 05.10.2026–09.10.2026",
            "**Høstferie**: 5-9 oktober", "| Høstferie | 5. - 9. oktober | 5 dager |",
            "Høstferie\t05.10.2026\t09.10.2026", "5 – 9 oktober: Høstferie",
            "Høstferie: man. 5. okt – fre. 9. okt", "Høstferie | uke 41 | 05.10 - 09.10",
            "Høstferie 2026-10-05 til 2026-10-09",
            "Høstferie: 5.-9.10.26", "Høstferie 5. oktober (mandag) – 9. oktober (fredag)", "Høstferie er i veke 41.",
        )),
        ("Haustferie: Veke 41", "Haustferie"),
        ("Haustferie: måndag 5. til fredag 9. oktober", "Haustferie"),
        ("Elevene har ferie fra 5. oktober frem til 9. oktober", "Elevene har ferie"),
    ],
)  # fmt: skip
def test_a_line_may_say_its_days_in_many_ways(read: Read, line: str, name: str) -> None:
    found = read(YEAR, line)
    assert (days_found(found), told(found)) == ([AUTUMN.format(name)], ())


def test_a_page_is_understood_line_by_line_and_tells_what_was_not(read: Read) -> None:
    found = read(
        YEAR,
        "Ruta er vedtatt 12.03.2025 av hovedutvalget.",
        "Skolestart: mandag 17. august",
        "Planleggingsdager: 13. og 14. august, 13. november og 4. januar",
        "Juleferie: 22. desember til og med 2. januar (første skoledag 5. januar)",
        "Påskeferie",
        "22.-29. mars",
        "| Grunnlovsdagen | 17. mai |",
        "Planleggingsdag 2. mars (barnehage), elevfri 16. november",
        "Foreldremøte 5. september kl. 18.00–20.00",
        "Fri 12. november etter kl. 12",
        "Elevfri 5. mai for 10. trinn",
        "SFO stengt: 5. februar",
        "Siste skoledag: fredag 18. juni 2027",
        "Velkommen!",
    )
    assert days_found(found) == [
        "13.08.26-13.08.26 Planleggingsdager",
        "14.08.26-14.08.26 Planleggingsdager",
        "13.11.26-13.11.26 Planleggingsdager",
        "04.01.27-04.01.27 Planleggingsdager",
        "22.12.26-02.01.27 Juleferie",
        "22.03.27-29.03.27 Påskeferie",
        "17.05.27-17.05.27 Grunnlovsdagen",
        "02.03.27-02.03.27 Planleggingsdag (barnehage)",
        "16.11.26-16.11.26 elevfri",
        "01.08.26-16.08.26 Sommerferie",
        "19.06.27-31.07.27 Sommerferie",
    ]
    assert [line.split("»")[0] for line in told(found)] == [
        "rute.txt, line 2: «Ruta er vedtatt 12.03.2025 av hovedutvalget.",
        "rute.txt, line 10: «Foreldremøte 5. september kl. 18.00–20.00",
        "rute.txt, line 11: «Fri 12. november etter kl. 12",
        "rute.txt, line 12: «Elevfri 5. mai for 10. trinn",
        "rute.txt, line 13: «SFO stengt: 5. februar",
        "rute.txt, line 15: «Velkommen!",
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Planleggingsdag tirsdag 8. mars", "2027-03-08 is «mandag», not «tirsdag»"),
        ("Haustferie veke 41 (28. september - 2. oktober)", "2026-09-28 is in week 40, not in 41"),
        ("Fri 31. juni", "31.6.2027 is not a day"),
        ("Vinterferie 26. februar - 22. februar", "2027-02-22 is before 2027-02-26, where it begins"),
        ("Fri 5. mai, eller kanskje til ca. 7. mai", "neither a day off"),
        ("Høstferie", "names no day"),
    ],
)
def test_a_line_that_contradicts_itself_is_told_and_closes_nothing(read: Read, line: str, why: str) -> None:
    found = read(YEAR, "Fri 13. november", line)
    assert days_found(found)[0] == "13.11.26-13.11.26 Fri"
    [left_out] = told(found)
    assert left_out.startswith(f"rute.txt, line 3: «{line}»")
    assert why in left_out


def test_months_and_school_years_may_stand_above_their_days(read: Read) -> None:
    found = read(
        "2026/27", "", "**Oktober**", "5.–9. Høstferie (veke 41)", "Desember", "Siste skoledag før jul: fredag 18.",
        "Første skoledag etter jul: 4. januar", "Skoleåret 2027-2028", "| Oktober | 11.–15. høstferie | 16 |",
    )  # fmt: skip
    assert days_found(found) == [
        "05.10.26-09.10.26 Høstferie",
        "11.10.27-15.10.27 høstferie",
        "19.12.26-03.01.27 Juleferie",
    ]


def test_names_may_stand_above_their_days_or_below_them(read: Read) -> None:
    above = (
        "Høstferie",
        "Uke 41",
        "5.–9. oktober",
        "Planleggingsdager",
        "13. november",
        "4. januar",
        "Skolestart",
        "17. august",
    )
    below = (
        "Ferier og fridager",
        "17. august",
        "Skolestart",
        "5.–9. oktober",
        "Høstferie",
        "13. november",
        "4. januar",
    )
    days = [AUTUMN.format("Høstferie"), "13.11.26-13.11.26 Planleggingsdager", "04.01.27-04.01.27 Planleggingsdager"]
    summer = "01.08.26-16.08.26 Sommerferie"
    assert days_found(read(YEAR, *above, "Skolestart", "17. august")) == [days[0], *days, summer]
    found = read(YEAR, *below, "Planleggingsdager")
    assert (days_found(found), len(found.left_out)) == ([*days, summer], 1)


def test_days_that_could_be_of_the_name_above_or_below_are_told(read: Read) -> None:
    found = read(YEAR, "Fri 13. november", "Fridager", "17. august", "Skolestart", "5.–9. oktober", "Høstferie")
    assert days_found(found) == ["13.11.26-13.11.26 Fri"]
    assert [line.split("»")[0].split("«")[1] for line in told(found)] == ["17. august", "5.–9. oktober", "Høstferie"]
    found = read(YEAR, "Fri 13. november", "17. august")
    assert told(found) == ("rute.txt, line 3: «17. august» has no words that tell what these days are",)


def test_without_a_year_weekdays_tell_it_or_it_has_to_be_written(read: Read) -> None:
    # 5 October is a Monday in 2026 and a Tuesday in 2027.
    assert days_found(read("Høstferie: mandag 5. oktober til fredag 9. oktober")) == [AUTUMN.format("Høstferie")]
    assert days_found(read("Høstferie 4.–8. oktober (uke 40)")) == ["04.10.27-08.10.27 Høstferie"]
    assert days_found(read("Høstferie: 5.–9. oktober", "Fri 7. mai 2027")) == [
        AUTUMN.format("Høstferie"),
        "07.05.27-07.05.27 Fri",
    ]
    for lines in (["Høstferie: 5.–9. oktober"], ["Høstferie uke 41"], ["Fri 7.5.27", "Fri 8.5.26", "Fri 9. mai"]):
        with pytest.raises(WrongCalendar, match="which school year is it for"):
            read(*lines)


def test_a_table_may_bear_the_ending_of_a_text(read: Read) -> None:
    assert days_found(read("dato\ttil\tnavn", "05.10.2026\t09.10.2026\tHøstferie")) == [AUTUMN.format("Høstferie")]


def test_a_page_without_days_off_is_refused_with_what_it_holds(read: Read) -> None:
    with pytest.raises(
        WrongCalendar, match=r"there is no closed day in it\nrute.txt, line 1: «Hei på deg» names no day"
    ):
        read("Hei på deg")
    with pytest.raises(WrongCalendar, match=r"rute\.txt: there is no closed day"):
        read("")

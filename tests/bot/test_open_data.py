"""A municipality's open data in their published form: a row for each day and school."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.errors import WrongCalendar
from bot.imports.school_calendar import read_school_calendar
from bot.rehearsal.cast import TENANT, nordvik
from tests.bot.commands import CommandResult, Commands
from tests.nordvik import series

HEADER = "dato,skole,elevdag,laererdag,sfodag,kommentar"
FIRST, LAST = date(2090, 8, 17), date(2091, 6, 15)
HOLIDAYS = {
    **{date(2090, 10, 9) + timedelta(days=n): "Høstferie" for n in range(5)},
    **{date(2090, 12, 21) + timedelta(days=n): "Juleferie" for n in range(13)},
    **{date(2091, 2, 26) + timedelta(days=n): "Vinterferie" for n in range(5)},
    **{date(2091, 4, 2) + timedelta(days=n): "Påskeferie" for n in range(8)},
}


def rows(school: str, planning: date) -> Iterator[str]:
    """From 1 August to 31 July, weekends and all."""
    for n in range(365):
        day = date(2090, 8, 1) + timedelta(days=n)
        pupils = FIRST <= day <= LAST and day.weekday() < 5 and day not in HOLIDAYS and day != planning
        teachers = pupils or day == planning
        note = HOLIDAYS.get(day, "Lørdag" if day.weekday() == 5 else "Plandag" if day == planning else "")
        yield f"{day},{school},{'Ja' if pupils else 'Nei'},{'Ja' if teachers else 'Nei'},Ja,{note}"


def town(*schools: str) -> str:
    return "\n".join([HEADER, *(row for n, name in enumerate(schools) for row in rows(name, date(2090, 11, 6 + n)))])


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    monkeypatch.chdir(tmp_path)
    run = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    run("import", str(nordvik()))
    return run


def test_open_data_are_imported_as_they_are(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    bot("plan", str(series(tmp_path, "uka", "team-solbakken", "team-fjordglott", areas="[]", dates="[2090-11-06]")))
    (tmp_path / "data.csv").write_text(town("Solbakken", "FJORDGLØTT  SKOLE", "Måsøy skole"), encoding="utf-8")
    done = bot("calendar", "data.csv")
    assert (done.code, done.err) == (0, "")
    assert done.lines == [
        "added   fjordglott: 2090-11-07 planning_day Plandag",
        "added   nordvik: 2090-08-01 to 2090-08-16 closed Sommerferie",
        "added   nordvik: 2090-10-09 to 2090-10-13 closed Høstferie",
        "added   nordvik: 2090-12-21 to 2091-01-02 closed Juleferie",
        "added   nordvik: 2091-02-26 to 2091-03-02 closed Vinterferie",
        "added   nordvik: 2091-04-02 to 2091-04-09 closed Påskeferie",
        "added   nordvik: 2091-06-16 to 2091-07-31 closed Sommerferie",
        "added   solbakken: 2090-11-06 planning_day Plandag",
        "added 8, changed 0, ended 0",
        "moved     uka.team-solbakken.2090-11-06: 2090-11-06 14:00 -> 2090-11-07 14:00 (Plandag)",
        "left out  Måsøy skole is no unit",
    ]
    assert bot("calendar", "data.csv").lines[0] == "added 0, changed 0, ended 0"
    # A school has the days of the municipality already.
    one = bot("calendar", "data.csv", "--unit", "solbakken", "--dry-run")
    *told, tried = one.lines
    assert (told[0], tried) == ("added 0, changed 0, ended 0", "nothing of this was done (--dry-run)")
    # A file of a single school leaves the municipality's own days as before.
    (tmp_path / "one.csv").write_text(town("Solbakken"), encoding="utf-8")
    assert bot("calendar", "one.csv").lines == told


def test_a_school_that_several_units_are_called_is_named(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    for file in nordvik().glob("*.csv"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "units.csv").open("a", encoding="utf-8") as units:
        units.write("vik,school,Fjordgløtt skole,nordvik,nn,1-7\n")
    bot("import", str(folder))
    (tmp_path / "data.csv").write_text(town("Solbakken", "Fjordgløtt"), encoding="utf-8")
    assert "left out  Fjordgløtt could be fjordglott or vik; name one of them as the file does" in (
        bot("calendar", "data.csv", "--dry-run").lines
    )
    (tmp_path / "data.csv").write_text(town("Solbakken Skole", "Fjordgløtt skule"), encoding="utf-8")
    assert not any(line.startswith("left out") for line in bot("calendar", "data.csv", "--dry-run").lines)
    (tmp_path / "data.csv").write_text(town("Måsøy"), encoding="utf-8")
    assert bot("calendar", "data.csv").err == "no unit is called as a school of the file is: Måsøy\n"


def read(folder: Path, *lines: str) -> list[str]:
    (folder / "data.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read_school_calendar(folder / "data.csv")
    return [f"{name}: {one.first} {one.last} {one.kind} {one.name}" for name, all_ in found.by_school for one in all_]


def test_yes_and_no_and_headers_may_be_written_in_several_ways(tmp_path: Path) -> None:
    header = "Dato;Uke;Skule;Elevdag;Lærardag;SFO-dag;Merknad"
    assert read(
        tmp_path, header, "05.10.2026;#N/A;Eik;nei;NEI;x;", "6.10.2026;41;Eik;0;USANN;;", "7.10.2026;41;Eik;N;J;;"
    ) == [
        "Eik: 2026-10-05 2026-10-06 closed Elevfri",
        "Eik: 2026-10-07 2026-10-07 planning_day Planleggingsdag",
    ]


def test_every_fault_of_open_data_is_told_by_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(WrongCalendar) as caught:
        read(tmp_path, HEADER, "2026-10-05,Eik,kanskje,Nei,,", "2026-10-06,,Nei,,,", "2026-10-07,Eik,Ja,Ja,,") + read(
            tmp_path, HEADER
        )
    assert str(caught.value).splitlines() == [
        'data.csv, line 2, column elevdag: "kanskje" is neither Ja nor Nei',
        "data.csv, line 3, column skole: this may not be empty",
        "data.csv, line 3, column laererdag: Ja or Nei is missing",
    ]
    with pytest.raises(WrongCalendar, match="line 3: line 2 says something else of Eik on 2026-10-05"):
        read(tmp_path, HEADER, "2026-10-05,Eik,Nei,Nei,,", "2026-10-05,Eik,Ja,Ja,,")

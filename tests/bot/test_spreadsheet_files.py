"""Files changed by Excel, Numbers, LibreOffice and text editors: read where unambiguous, else refused."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from bot.imports.folder import read_folder
from tests.bot.test_folder import GROUPS, GURO, PEOPLE, READ, UNITS, faults, people, row, write

SKAR = row(name="Bjørn Skår", upn="bjorn@nordvik.example")


def stages(said: str) -> str:
    return UNITS.replace("nn,1-7", f'nn,"{said}"')


# Grades turned into days.


@pytest.mark.parametrize(
    "said",
    [
        *("01.jul", "10. jan", "okt.10", "1-Jul", "Jul-01", "45474", "2024-07-01", "01.07.2024", "2024-07-01 00:00:00"),
        *("1.7", "08.okt", "1/7", "1. mai", "10.des", "des.13", "01. juli", "1-Dec"),
    ],
)
def test_grades_that_a_spreadsheet_has_made_a_day_of_are_refused_with_a_remedy(tmp_path: Path, said: str) -> None:
    [fault] = faults(tmp_path, units=stages(said))
    assert fault.startswith(f'units.csv, line 4, column stages: "{said}" is ')
    assert "formatted as text" in fault or "format the column as text" in fault


@pytest.mark.parametrize("said", ["alle", "1-7 og SFO", "1-13", "0-7", "1_7", "trinn", "2e-7"])
def test_grades_that_cannot_be_read_never_mean_all_of_them(tmp_path: Path, said: str) -> None:
    [fault] = faults(tmp_path, units=stages(said))
    assert fault.startswith(f'units.csv, line 4, column stages: "{said}" ')


@pytest.mark.parametrize(
    "said", ["", "1-7", "1–10", "1.-7. trinn", "8. – 10. trinn", "1,2,3", "5 til 7", "8, 9 og 10", "ungdomstrinn", "3"]
)
def test_grades_as_people_write_them_are_read(tmp_path: Path, said: str) -> None:
    assert read_folder(write(tmp_path, stages(said))).units[2].stages == said


def test_a_kindergarten_may_say_what_it_likes_but_not_what_a_spreadsheet_said(tmp_path: Path) -> None:
    barnehage = UNITS + "knausen,kindergarten,Knausen,nordvik,,{}\n"
    assert read_folder(write(tmp_path, barnehage.format("0-5 år"))).units[3].stages == "0-5 år"
    assert "column stages" in faults(tmp_path, units=barnehage.format("01.mai"))[0]


# Letters.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be-sig", "cp1252", "mac_roman", "cp850"])
def test_norwegian_letters_are_read_in_any_encoding_that_they_give_away(tmp_path: Path, encoding: str) -> None:
    text = people(SKAR, row(aad_object_id=GURO.replace("1e", "1f"), name="Åse Ærøy", upn="ase@nordvik.example"))
    content = "\ufeff".encode("utf-16-be") + text.encode("utf-16-be") if "be-sig" in encoding else text.encode(encoding)
    assert [one.name for one in read_folder(write(tmp_path, people=content)).people] == ["Bjørn Skår", "Åse Ærøy"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (people(row(name="Željko")).encode("cp1252"), "(is it Željko, éeljko"),
        (people(SKAR).encode("mac_roman") + row(name="Bjørn").encode("cp1252"), "nor surely Windows-1252 or Mac Roman"),
        (people(row(name="Bj¿rn SkŒr")).encode(), '"Bj¿rn" has lost its letters'),
        (people(row(name="Gjert SkŒr")).encode(), '"SkŒr" has lost its letters'),
        (people(row(name="BjÃ¸rn")).encode(), '"BjÃ¸rn" has lost its letters'),
        (people(row(name="Bj\ufffdrn")).encode(), '"Bj\ufffdrn" has lost its letters'),
        (people(row(name="Bj?rn Skaar")).encode(), '"Bj?rn Skaar" has a question mark for a letter'),
    ],
)
def test_letters_that_are_lost_or_could_be_others_are_refused_by_their_line(
    tmp_path: Path, content: bytes, says: str
) -> None:
    [fault] = faults(tmp_path, people=content)
    assert fault.startswith("people.csv, line 2")
    assert says in fault


def test_where_another_encoding_begins_in_the_middle_that_line_is_named(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, people=people(SKAR).encode() + row(name="Bjørn").encode("cp1252"))
    assert fault.startswith("people.csv, line 3: there is a byte here that is not UTF-8")


@pytest.mark.parametrize("name", ["Ægir D’Angelo", "Renée O’Brien–Šimun", "José Núñez «Pepe»", "Zoë Müller"])
def test_names_from_elsewhere_are_read_in_windows_1252_too(tmp_path: Path, name: str) -> None:
    text = people(SKAR, row(aad_object_id=GURO.replace("1e", "1f"), name=name, upn="x@nordvik.example"))
    assert read_folder(write(tmp_path, people=text.encode("cp1252"))).people[1].name == name


def zipped(name: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as folder:
        folder.writestr(name, "<x/>")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (zipped("xl/workbook.xml"), "a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1", "an old or locked file of Excel or Word"),
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1\\ansi", "a formatted document"),
        (b"<!DOCTYPE html>", "a web page"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_table_is_called_what_it_is(
    tmp_path: Path, begins: bytes, what: str
) -> None:
    [fault] = faults(tmp_path, people=begins)
    assert fault.startswith(f"people.csv: this is {what}")
    assert 'save it as "CSV UTF-8"' in fault


def test_a_zip_file_under_the_name_of_a_table_is_to_be_unpacked(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, people=zipped("people.csv"))
    assert fault == "people.csv: this is a zip file; unpack it, and choose the file in it"


# The shape of the table.


@pytest.mark.parametrize(
    "groups",
    [
        "sep=;\n" + GROUPS.replace(",", ";"),
        "sep=\t\n" + GROUPS.replace(",", "\t"),
        '"sep=,"\n' + GROUPS,
        GROUPS.replace("\n", ",,,\n") + ",,,,,,,\n\n;\n"[:9],
        GROUPS.replace("time\n", "time\n\ufeff") + "\ufeffid,unit,kind,name,time\n",
        GROUPS.replace("id,unit,kind,name,time", " ID ,Enhet,TYPE,Navn,Klokkeslett"),
        unicodedata.normalize("NFD", GROUPS),
        "Tabell 1\n" + GROUPS.replace(",", ";"),
        "Grupper høsten\n" + GROUPS.replace(",", ";").replace("\n", ";;\n"),
        "Grupper;;;;\n" + GROUPS.replace(",", ";"),
        GROUPS.replace("14:30", "14.30"),
    ],
)
def test_separators_empty_columns_repeated_headers_and_norwegian_ones_make_no_difference(
    tmp_path: Path, groups: str
) -> None:
    assert read_folder(write(tmp_path, groups=groups)) == READ


def test_files_that_were_put_together_are_one(tmp_path: Path) -> None:
    first, second = people(SKAR), PEOPLE.splitlines(keepends=True)[0] + row(aad_object_id=GURO.replace("1e", "1f"))
    assert len(read_folder(write(tmp_path, people=f"\ufeff{first}\ufeff{second}")).people) == 2


def test_a_header_in_two_names_for_one_column_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, groups=GROUPS.replace("kind,name", "kind,navn").replace("time", "name")) == [
        'groups.csv, line 1: the column "name" is there twice'
    ]
    assert "a whole line stands in quotation marks" in faults(tmp_path, groups='"id,unit,kind,name"\n')[0]


# Cells.


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("#N/A", "is what a spreadsheet could not work out"),
        ("#REF!", "is what a spreadsheet could not work out"),
        ("#VERDI!", "is what a spreadsheet could not work out"),
        ("#I/T", "is what a spreadsheet could not work out"),
        ("#######", "is what a spreadsheet could not work out"),
        ('"=VLOOKUP(A2;B:C;2)"', "is a formula; save its value"),
        ('"1,23E+15"', "is a number as a spreadsheet shortens it; format the column as text"),
        ("'0012", "begins with a spreadsheet's mark for text"),
        ("08.okt", "format the column as text and write it again, a day with its year"),
        ("“Sol”", "has curly quotation marks"),
    ],
)
@pytest.mark.parametrize("column", ["id", "name"])
def test_a_cell_that_a_spreadsheet_has_spoilt_is_told_once_with_what_helps(
    tmp_path: Path, cell: str, says: str, column: str
) -> None:
    line = f"{cell},nes,team,Team\n" if column == "id" else f"t,nes,team,{cell}\n"
    [fault] = faults(tmp_path, groups=GROUPS.replace(",time", "").replace(",\n", "\n").replace(",14:30", "") + line)
    assert fault.startswith(f"groups.csv, line 4, column {column}: ")
    assert says in fault


def test_ids_and_names_that_only_look_like_a_spreadsheets_are_left_alone(tmp_path: Path) -> None:
    groups = GROUPS + "aug-26,nes,team,17.mai,\n17-mai,nes,team,1.-7. trinn,\n45474,nes,team,Hvem? Vi!,\n"
    assert [group.name for group in read_folder(write(tmp_path, groups=groups)).groups[2:]] == [
        *("17.mai", "1.-7. trinn", "Hvem? Vi!"),
    ]


def test_a_number_that_has_lost_its_zeros_is_told_with_the_one_it_was(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, groups=GROUPS + "007,nes,team,Team,\n", people=people(row(group="7")))
    assert fault.endswith("did you mean 007?")


def test_an_address_that_is_a_link_is_refused(tmp_path: Path) -> None:
    for upn in ("mailto:guro@nordvik.example", "Guro<guro@nordvik.example>"):
        assert "column upn" in faults(tmp_path, people=people(row(upn=upn)))[0]


# Days.


@pytest.mark.parametrize(
    "said",
    [
        *("2026-08-01", "01.08.2026", "1.8.2026", "1.8.26", "1. 8. 2026", "2026-08-01 00:00:00", "2026-08-01T00:00:00"),
        *("01.08.2026 00:00", "2026/08/01", "20260801", "1. august 2026", "01.aug.2026", "1.\u00a0august\u00a02026"),
    ],
)
def test_a_day_is_read_as_people_and_programs_write_it(tmp_path: Path, said: str) -> None:
    [found] = read_folder(write(tmp_path, people=people(row(begins=said)))).memberships
    assert str(found.from_day) == "2026-08-01"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("46235", "is a spreadsheet's number, perhaps for 2026-08-01; format the column as a date"),
        ("01/08/2026", "could be two days, for some write the month first"),
        ("1-8-2026", "could be two days"),
        ("01.aug", "is a day without its year"),
        ("2026-08-01 08:00:00", "is not a day"),
        ("31.2.2026", "is not a day"),
        ("1. august", "is not a day"),
        ("uke 32", "is not a day"),
    ],
)
def test_a_day_that_could_be_another_is_refused_with_how_to_write_it(tmp_path: Path, said: str, says: str) -> None:
    [fault] = faults(tmp_path, people=people(row(begins=said)))
    assert fault.startswith("people.csv, line 2, column from: ")
    assert says in fault

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import WrongFolder
from bot.imports.folder import read_folder
from dialogs.model import Group, GroupKind, Language, Role, Unit, UnitKind
from dialogs.people.roster import MembershipRow, PersonRow, RosterFile

GURO = "0f8b5c1e-0000-4000-8000-000000000001"
TOR = "0f8b5c1e-0000-4000-8000-000000000002"
UNITS = """id,kind,name,parent,language,stages
nettverk,network,Kystnettverket,,nb,
nordvik,municipality,Nordvik kommune,nettverk,,
nes,school+kindergarten,Nes oppvekstsenter,nordvik,nn,1-7
"""
GROUPS = """id,unit,kind,name,time
rektorgruppa,nordvik,principals,Rektorgruppa,
team-å,nes,team,Team Å,14:30
"""
PEOPLE = f"""aad_object_id,name,upn,group,role,language,from,until
{GURO},Guro Openlid,guro@nordvik.example,rektorgruppa,leader,,,
{TOR},Tor Hansen,tor@nordvik.example,rektorgruppa,participant,nn,,
{TOR},Tor Hansen,tor@nordvik.example,team-å,facilitator,nn,2026-08-01,18.06.2027
"""
READ = RosterFile(
    municipality="nordvik",
    units=(
        Unit("nettverk", frozenset({UnitKind.NETWORK}), "Kystnettverket", None, Language.NB),
        Unit("nordvik", frozenset({UnitKind.MUNICIPALITY}), "Nordvik kommune", "nettverk", Language.NB),
        Unit(
            "nes",
            frozenset({UnitKind.SCHOOL, UnitKind.KINDERGARTEN}),
            "Nes oppvekstsenter",
            "nordvik",
            Language.NN,
            "1-7",
        ),
    ),
    groups=(
        Group("rektorgruppa", "nordvik", GroupKind.PRINCIPALS, "Rektorgruppa"),
        Group("team-å", "nes", GroupKind.TEAM, "Team Å", time(14, 30)),
    ),
    people=(
        PersonRow(GURO, "Guro Openlid", "guro@nordvik.example", None),
        PersonRow(TOR, "Tor Hansen", "tor@nordvik.example", Language.NN),
    ),
    memberships=(
        MembershipRow(GURO, "rektorgruppa", Role.LEADER),
        MembershipRow(TOR, "rektorgruppa", Role.PARTICIPANT),
        MembershipRow(TOR, "team-å", Role.FACILITATOR, date(2026, 8, 1), date(2027, 6, 18)),
    ),
)


def write(folder: Path, units: str | bytes = UNITS, groups: str | bytes = GROUPS, people: str | bytes = PEOPLE) -> Path:
    for name, content in (("units", units), ("groups", groups), ("people", people)):
        (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def faults(
    folder: Path, units: str | bytes = UNITS, groups: str | bytes = GROUPS, people: str | bytes = PEOPLE
) -> list[str]:
    with pytest.raises(WrongFolder) as caught:
        read_folder(write(folder, units, groups, people))
    return str(caught.value).splitlines()


def row(**cells: str) -> str:
    """A row of people.csv for Guro, with other cells where given."""
    standard = {
        "aad_object_id": GURO,
        "name": "Guro Openlid",
        "upn": "guro@nordvik.example",
        "group": "rektorgruppa",
        "role": "leader",
        "language": "",
        "begins": "",
        "until": "",
    }
    return ",".join((standard | cells).values()) + "\n"


def people(*rows: str) -> str:
    return PEOPLE.splitlines(keepends=True)[0] + "".join(rows)


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    assert read_folder(write(tmp_path)) == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "cp850"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_make_no_difference(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    files = (text.replace(",", delimiter).replace("\n", newline).encode(encoding) for text in (UNITS, GROUPS, PEOPLE))
    assert read_folder(write(tmp_path, *files)) == READ


def is_utf8_by_chance(name: str) -> bool:
    """The bytes of «Å–» in Windows-1252 are another letter in UTF-8, which no reader can detect."""
    try:
        return name.encode("cp1252").decode() != name
    except UnicodeDecodeError:
        return False


names = st.text(alphabet="abzÆØÅæøåéü,;'\"\n -–«»", min_size=1, max_size=12).filter(
    lambda name: name.strip() != "" and not is_utf8_by_chance(name)
)


def as_csv(header: Sequence[str], rows: Sequence[Mapping[str, str]], delimiter: str, newline: str) -> str:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, header, delimiter=delimiter, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@given(
    st.lists(names, min_size=1, max_size=5),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from([",", ";"]),
    st.sampled_from(["\n", "\r\n"]),
    st.permutations(["aad_object_id", "name", "upn", "group", "role"]),
)
def test_names_come_back_from_any_spelling_of_csv(
    called: list[str], encoding: str, delimiter: str, newline: str, header: list[str]
) -> None:
    rows = [
        {
            "aad_object_id": f"0f8b5c1e-0000-4000-8000-{n:012}",
            "name": name,
            "upn": f"p{n}@nordvik.example",
            "group": "rektorgruppa",
            "role": "participant",
        }
        for n, name in enumerate(called)
    ]
    text = as_csv(header, rows, delimiter, newline)
    with TemporaryDirectory() as folder:
        read = read_folder(write(Path(folder), people=text.encode(encoding)))
    assert [person.name for person in read.people] == [" ".join(name.split()) for name in called]


def test_headers_come_in_any_order_and_case_and_optional_ones_may_be_missing(tmp_path: Path) -> None:
    units = " NAME ,Kind,ID,Language\nNordvik kommune,municipality,nordvik,nb\n"
    read = read_folder(
        write(tmp_path, units, "name,id,unit,kind\nTeam,t,nordvik,team\n", "aad_object_id,name,upn,group,role\n")
    )
    assert read.units == (Unit("nordvik", frozenset({UnitKind.MUNICIPALITY}), "Nordvik kommune", None, Language.NB),)
    assert read.groups == (Group("t", "nordvik", GroupKind.TEAM, "Team"),)


def test_an_unknown_a_doubled_and_a_missing_column_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path, groups="id,unit,name,id,klokke,kynd\n") == [
        'groups.csv, line 1: the column "id" is there twice',
        'groups.csv, line 1: "klokke" is not a column; use id, unit, kind, name, time',
        'groups.csv, line 1: "kynd" is not a column; use id, unit, kind, name, time; did you mean kind?',
        'groups.csv, line 1: the column "kind" is missing',
    ]


def test_cells_are_trimmed_normalised_and_on_one_line(tmp_path: Path) -> None:
    apart = 'id,unit,kind,name\n rektorgruppa ,nordvik,principals,"Rektor\u00a0\n gruppa "\n'
    apart += unicodedata.normalize("NFD", "team-å,nes,team,Team Å\n")
    read = read_folder(write(tmp_path, groups=apart))
    assert [(group.id, group.name) for group in read.groups] == [
        ("rektorgruppa", "Rektor gruppa"),
        ("team-å", "Team Å"),
    ]


def test_blank_lines_empty_rows_and_excels_own_first_line_are_skipped(tmp_path: Path) -> None:
    groups = "sep=;\n\n" + GROUPS.replace(",", ";").replace("\nteam", "\n\n;;;;\n  \nteam")
    assert read_folder(write(tmp_path, groups=groups)) == READ


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    groups = 'sep=,\nid,unit,kind,name\n\nrektorgruppa,nordvik,principals,"Rektor\ngruppa"\nteam-å,nes,lag,Team Å\n'
    groups = groups.replace("\n", "\r\n")
    assert faults(tmp_path, groups=groups) == [
        (
            'groups.csv, line 6, column kind: "lag" is not a kind of group; use one of principals, staff, team, '
            "subject, grade, across, workgroup, steering, network"
        )
    ]


def test_a_cell_outside_the_columns_is_named_and_empty_ones_are_not(tmp_path: Path) -> None:
    assert faults(
        tmp_path, groups=GROUPS.replace("Rektorgruppa,", "Rektorgruppa,,,").replace("14:30", "14:30,her")
    ) == ['groups.csv, line 3: "her" stands in no column; a text with the delimiter in it needs quotation marks']


def test_a_missing_folder_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(
        WrongFolder, match=r"there is no such folder; it should hold units\.csv, groups\.csv, people\.csv"
    ):
        read_folder(tmp_path / "nowhere")
    write(tmp_path)
    for name in ("units.csv", "people.csv"):
        (tmp_path / name).unlink()
    with pytest.raises(WrongFolder) as caught:
        read_folder(tmp_path)
    assert str(caught.value).splitlines() == [
        f"units.csv: there is no such file in {tmp_path}",
        f"people.csv: there is no such file in {tmp_path}",
    ]


def test_a_folder_where_a_file_should_be_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "people.csv").unlink()
    (tmp_path / "people.csv").mkdir()
    with pytest.raises(WrongFolder, match=r"people\.csv: the file cannot be read"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "people.csv: the file is empty"),
        (b"\xef\xbb\xbf\r\n ; \r\n", "people.csv: the file is empty"),
        (PEOPLE.encode("utf-16")[:-1], "people.csv, line 4: there is a byte here that is not UTF-16, as the file"),
        (PEOPLE.encode().replace(b"Tor", b"T\0r", 1), "people.csv, line 3: there is a NUL byte here"),
        (
            PEOPLE.encode("latin-1").replace(b"Tor", b"T\x90r", 1),
            "people.csv, line 3: there is a byte here that is not UTF-8",
        ),
        (
            b"\xef\xbb\xbf" + PEOPLE.encode().replace(b"Tor", b"T\xf8r", 1),
            "people.csv, line 3: there is a byte here that is not UTF-8, as the file says",
        ),
        (PEOPLE.replace("Tor", '"Tor', 1).encode(), "people.csv, line 3: the quotation marks do not match up"),
        (PEOPLE.replace("Tor Hansen", "x" * 200_000).encode(), "people.csv, line 3: the quotation marks do not match"),
    ],
)
def test_a_file_that_is_no_csv_is_told_once_with_its_place(tmp_path: Path, content: bytes, wanted: str) -> None:
    [fault] = faults(tmp_path, people=content)
    assert fault.startswith(wanted)


@pytest.mark.parametrize("bad", ["Nes", "-nes", "n s", "nés", "nes.1", "_nes"])
def test_an_id_of_other_letters_is_refused(tmp_path: Path, bad: str) -> None:
    [fault] = faults(tmp_path, units=UNITS.replace("nes,", f"{bad},"), groups=GROUPS.replace(",nes,", f",{bad},"))
    assert fault.startswith(f'units.csv, line 4, column id: "{bad}" is not an id; use lower-case letters a to å')
    assert ('"nes" would do' in fault) is (bad == "Nes")


def test_an_id_missing_or_there_already_is_refused(tmp_path: Path) -> None:
    units = UNITS + "nes,school,Nes,nordvik,,\n,school,Ås,nordvik,,\n"
    assert faults(tmp_path, units=units) == [
        'units.csv, line 5, column id: the unit "nes" is there already, in line 4',
        (
            "units.csv, line 6, column id: an id is missing; use lower-case letters a to å, digits, - and the "
            "underscore, beginning with a letter or digit"
        ),
    ]
    [fault] = faults(tmp_path, groups=GROUPS + "team-å,nes,team,B,\n")
    assert fault == 'groups.csv, line 4, column id: the group "team-å" is there already, in line 3'


def test_an_unknown_kind_of_unit_is_named_also_among_several(tmp_path: Path) -> None:
    assert faults(tmp_path, units=UNITS.replace("school+kindergarten", "school + barnehage")) == [
        (
            'units.csv, line 4, column kind: "barnehage" is not a kind of unit; '
            "use one of network, municipality, school, kindergarten, service"
        )
    ]


def test_there_is_exactly_one_municipality(tmp_path: Path) -> None:
    assert faults(tmp_path, units=UNITS.replace(",municipality,", ",service,")) == [
        "units.csv, column kind: no unit is the municipality; exactly one must be"
    ]
    assert faults(tmp_path, units=UNITS + "sørvik,municipality,Sørvik,nettverk,,\n") == [
        'units.csv, line 5, column kind: "nordvik" in line 3 is the municipality already; there can be one'
    ]


def test_networks_may_stand_above_beside_and_below(tmp_path: Path) -> None:
    units = UNITS + "fjord,network,Fjord,,nn,\nindre,network,Indre,nordvik,,\n"
    assert len(read_folder(write(tmp_path, units)).units) == 5


def test_nothing_but_networks_stands_outside_the_municipality_or_above_it(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, units=UNITS.replace("senter,nordvik", "senter,nettverk"))
    assert fault.startswith("units.csv, line 4, column parent: only networks stand outside the municipality")
    [fault] = faults(tmp_path, units=UNITS.replace("senter,nordvik", "senter,"))
    assert fault.startswith("units.csv, line 4, column parent: only networks stand outside the municipality")
    lines = UNITS.replace("kommune,nettverk", "kommune,amt") + "amt,network+service,Amtet,nettverk,,\n"
    assert len(read_folder(write(tmp_path, lines)).units) == 4
    assert "units.csv, line 3, column parent: above the municipality there can only be networks" in faults(
        tmp_path, units=lines.replace("network+service", "service")
    )


def test_a_parent_must_exist_and_circles_are_shown(tmp_path: Path) -> None:
    assert faults(tmp_path, units=UNITS.replace("senter,nordvik", "senter,nordvk")) == [
        (
            'units.csv, line 4, column parent: there is no other unit "nordvk"; there is nettverk, nordvik; '
            "did you mean nordvik?"
        )
    ]
    assert faults(tmp_path, units=UNITS + "a,school,A,b,,\nb,school,B,a,,\n") == [
        "units.csv, line 5, column parent: the parents go round in a circle: a > b > a",
        "units.csv, line 6, column parent: the parents go round in a circle: b > a > b",
    ]
    assert 'no other unit "nes"' in faults(tmp_path, units=UNITS.replace("senter,nordvik", "senter,nes"))[0]


def test_a_unit_without_a_language_speaks_as_its_parent_and_the_top_must_say(tmp_path: Path) -> None:
    nynorsk = UNITS.replace("nettverket,,nb", "nettverket,,nn").replace("nordvik,nn", "nordvik,")
    assert {unit.language for unit in read_folder(write(tmp_path, nynorsk)).units} == {Language.NN}
    assert faults(tmp_path, units=UNITS.replace("nettverket,,nb", "nettverket,,")) == [
        "units.csv, line 2, column language: a unit without a parent needs a language; use one of nb, nn, en"
    ]
    assert faults(tmp_path, units=UNITS.replace("nordvik,nn", "nordvik,no")) == [
        'units.csv, line 4, column language: "no" is not a language; use one of nb, nn, en'
    ]


def test_a_name_may_not_be_empty(tmp_path: Path) -> None:
    assert faults(
        tmp_path, UNITS.replace("Nordvik kommune", " "), GROUPS.replace("Team Å", ""), people(row(name=""))
    ) == [
        "units.csv, line 3, column name: this may not be empty",
        "groups.csv, line 3, column name: this may not be empty",
        "people.csv, line 2, column name: this may not be empty",
    ]


def test_a_group_needs_a_unit_there_is_and_a_time_that_is_one(tmp_path: Path) -> None:
    groups = GROUPS.replace("team-å,nes,", "team-å,ness,").replace("14:30", "kl. 14")
    assert faults(tmp_path, groups=groups) == [
        'groups.csv, line 3, column unit: there is no unit "ness"; there is nes, nettverk, nordvik; did you mean nes?',
        'groups.csv, line 3, column time: "kl. 14" is not a time; write it as 08:00',
    ]
    assert 'column time: "24:00"' in faults(tmp_path, groups=GROUPS.replace("14:30", "24:00"))[0]
    assert read_folder(write(tmp_path, groups=GROUPS.replace("14:30", "8:30:15"))).groups[1].time == time(8, 30, 15)


def test_there_is_at_most_one_principals_group(tmp_path: Path) -> None:
    assert faults(tmp_path, groups=GROUPS.replace("nes,team", "nes,principals")) == [
        "groups.csv, line 3, column kind: there is a principals group already, in line 2; there can be one"
    ]


def test_a_role_and_a_group_that_are_not_there_are_told_with_those_that_are(tmp_path: Path) -> None:
    assert faults(tmp_path, people=people(row(role="deltager"), row(role="participants", group="Rektorgrupa"))) == [
        (
            'people.csv, line 2, column role: "deltager" is not a role; '
            "use one of coordinator, facilitator, leader, participant, observer"
        ),
        (
            'people.csv, line 3, column group: there is no group "Rektorgrupa"; there is rektorgruppa, team-å; '
            "did you mean rektorgruppa?"
        ),
        (
            'people.csv, line 3, column role: "participants" is not a role; '
            "use one of coordinator, facilitator, leader, participant, observer; did you mean participant?"
        ),
    ]
    assert faults(tmp_path, people=people(row(role="", group=""))) == [
        "people.csv, line 2, column group: a group is missing; there is rektorgruppa, team-å",
        (
            "people.csv, line 2, column role: a role is missing; "
            "use one of coordinator, facilitator, leader, participant, observer"
        ),
    ]


def test_a_known_value_may_be_in_capitals(tmp_path: Path) -> None:
    read = read_folder(write(tmp_path, people=people(row(role="Leader", language="NN"))))
    assert (read.memberships[0].role, read.people[0].language) == (Role.LEADER, Language.NN)


def test_an_object_id_is_a_guid_in_any_case_and_a_upn_has_an_at(tmp_path: Path) -> None:
    read = read_folder(write(tmp_path, people=people(row(aad_object_id=GURO.upper(), upn="Guro@Nordvik.example"))))
    assert read.people == (PersonRow(GURO, "Guro Openlid", "guro@nordvik.example", None),)
    assert faults(tmp_path, people=people(row(aad_object_id="guro", upn="guro"))) == [
        'people.csv, line 2, column aad_object_id: "guro" is not an object id of Entra, 36 characters long',
        'people.csv, line 2, column upn: "guro" is not a user name, like guro@nordvik.example',
    ]


def test_one_person_is_the_same_in_every_row(tmp_path: Path) -> None:
    other = row(group="team-å", name="Guro Olsen", upn="guro.o@nordvik.example", language="nn")
    assert faults(tmp_path, people=people(row(language="nb"), other)) == [
        f'people.csv, line 3, column {column}: this is "{here}", but "{there}" in line 2 for the same aad_object_id'
        for column, here, there in (
            ("name", "Guro Olsen", "Guro Openlid"),
            ("upn", "guro.o@nordvik.example", "guro@nordvik.example"),
            ("language", "nn", "nb"),
        )
    ]


def test_a_row_may_leave_the_language_to_the_persons_others(tmp_path: Path) -> None:
    read = read_folder(write(tmp_path, people=people(row(), row(group="team-å", language="nn"))))
    assert [person.language for person in read.people] == [Language.NN]


def test_one_upn_is_one_person(tmp_path: Path) -> None:
    assert faults(tmp_path, people=people(row(), row(aad_object_id=TOR, upn="GURO@nordvik.example"))) == [
        (
            'people.csv, line 3, column upn: "guro@nordvik.example" has another aad_object_id in line 2; keep only '
            "who has it now, with the former aad_object_id in same_as if they are one"
        )
    ]
    assert faults(tmp_path, people=people(row(), row(aad_object_id=TOR, upn="\uff47uro@nordvik.example")))  # full width


def test_a_former_object_id_is_a_guid_and_in_no_circle(tmp_path: Path) -> None:
    old = "0f8b5c1e-0000-4000-8000-0000000000ff"
    second = row(aad_object_id=TOR, name="Tor Hansen", upn="tor@nordvik.example")

    def former(*ids: str) -> str:
        rows = (f"{one.rstrip()},{id_}\n" for one, id_ in zip((row(), second), ids, strict=True))
        return people().rstrip() + ",same_as\n" + "".join(rows)

    assert [one.same_as for one in read_folder(write(tmp_path, people=former(old.upper(), ""))).people] == [old, ""]
    assert read_folder(write(tmp_path, people=former(TOR, ""))).people[0].same_as == TOR
    assert faults(tmp_path, people=former("kari", "")) == [
        (
            'people.csv, line 2, column same_as: "kari" is not the object id this person had before; '
            "leave the cell empty if none"
        )
    ]
    assert faults(tmp_path, people=former(TOR, GURO)) == [
        f"people.csv, line {line}, column same_as: each of these is said to have been the other; one was the first"
        for line in (2, 3)
    ]


def test_periods_in_one_group_may_follow_each_other_but_not_overlap(tmp_path: Path) -> None:
    first, second = row(until="2026-12-31"), row(begins="01.01.2027", role="participant")
    assert len(read_folder(write(tmp_path, people=people(first, second))).memberships) == 2
    assert faults(tmp_path, people=people(first, row(begins="2026-12-31"))) == [
        'people.csv, line 3, column group: line 2 has the same person in "rektorgruppa" at the same time already'
    ]
    assert len(faults(tmp_path, people=people(row(), row(role="observer")))) == 1


def test_a_period_may_be_a_single_day(tmp_path: Path) -> None:
    read = read_folder(write(tmp_path, people=people(row(begins="2026-12-01", until="1.12.2026"))))
    assert read.memberships[0].from_day == read.memberships[0].until_day == date(2026, 12, 1)


def test_a_day_is_a_day_and_a_period_ends_after_it_begins(tmp_path: Path) -> None:
    rows = (
        row(begins="2027-02-29"),
        row(group="team-å", begins="24/11/2026", until="31.12.9999"),
        row(aad_object_id=TOR, upn="tor@nordvik.example", begins="2026-12-02", until="1.12.2026"),
    )
    assert faults(tmp_path, people=people(*rows)) == [
        'people.csv, line 2, column from: "2027-02-29" is not a day; write it as 2026-11-24 or 24.11.2026',
        'people.csv, line 3, column from: "24/11/2026" is not a day; write it as 2026-11-24 or 24.11.2026',
        'people.csv, line 3, column until: "31.12.9999" is too far away; leave the cell empty if there is none',
        "people.csv, line 4, column until: 2026-12-01 is before 2026-12-02, where it begins",
    ]


def test_faults_of_all_files_are_told_together_and_none_twice_over(tmp_path: Path) -> None:
    told = faults(tmp_path, UNITS.replace("nn,1-7", "no,1-7"), "id;unit\n", people(row(role="rektor", group="hva")))
    assert [fault.split(":")[0] for fault in told] == [
        "units.csv, line 4, column language",
        "groups.csv, line 1",
        "groups.csv, line 1",
        "people.csv, line 2, column role",
    ]


def test_a_long_list_of_ids_is_cut_short(tmp_path: Path) -> None:
    groups = "id,unit,kind,name\n" + "".join(f"g{n:02},nes,team,G\n" for n in range(40))
    [fault] = faults(tmp_path, groups=groups, people=people(row(group="zzz")))
    assert fault.endswith("there is g00, g01, g02, g03, g04, g05, g06, g07, g08, g09, g10, g11, …")

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.errors import WrongPlan
from bot.imports.series_file import read_series
from dialogs.model import AskedIn, Audience, Dates, Intention, MeetingPlan, Phase, Rhythm, Rule, Rung, SchoolType
from dialogs.planning.planning import SeriesFile

BARE = """[series]
id = "host-2026"
groups = ["rektorgruppa"]
protocol = "ukesrefleksjon"
intention = "implementing"
led_by = "guro@nordvik.example"
"""
RULE = BARE + 'time = 08:00:00\nfirst = 2026-11-24\nevery = "week"\nuntil = 2027-06-18\n'
WHOLE = """[series]
id = "host-2026-inkludering"
groups = ["rektorgruppa", "team-å"]
protocol = "igp"
intention = "spreading"
areas = ["inkluderende-laeringsmiljoer"]
requirements = ["oppl-2023-12-2"]
led_by = "0F8B5C1E-0000-4000-8000-000000000001"
time = 08:00:00
dates = [2026-11-24, 2026-12-01T07:00:00Z, 2026-12-08T08:00:00.5+01:00]
stays_open = "P1DT12H"
default_rung = "municipality"
asked = "channel"
digest_readers = ["Guro@Nordvik.example"]
goals = ["Flere blir hørt"]
need = "Vi vet for lite"
audience = "teachers"
phase = "mapping"
school_types = ["sfo", "lower_secondary"]
draft_ahead = "PT24H"
[[meetings]]
date = 2026-12-10T09:00:00            # local
group = "rektorgruppa"
[[meetings]]
date = 2027-01-10T08:00:00Z
group = "team-å"
digest_days_ahead = 0
"""


def read(folder: Path, text: str | bytes) -> SeriesFile:
    path = folder / "host.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_series(path)


def faults(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(WrongPlan) as caught:
        read(folder, text)
    return str(caught.value).splitlines()


def fault(folder: Path, text: str | bytes) -> str:
    [only] = faults(folder, text)
    return only


def test_a_file_with_everything_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE) == SeriesFile(
        id="host-2026-inkludering",
        groups=("rektorgruppa", "team-å"),
        protocol="igp",
        intention=Intention.SPREADING,
        areas=("inkluderende-laeringsmiljoer",),
        requirements=("oppl-2023-12-2",),
        led_by="0f8b5c1e-0000-4000-8000-000000000001",
        timing=Dates(
            (
                date(2026, 11, 24),
                datetime(2026, 12, 1, 7, tzinfo=UTC),
                datetime(2026, 12, 8, 7, tzinfo=UTC),
            )
        ),
        time=time(8, 0),
        stays_open="P1DT12H",
        default_rung=Rung.MUNICIPALITY,
        asked=AskedIn.CHANNEL,
        digest_readers=("guro@nordvik.example",),
        goals=("Flere blir hørt",),
        need="Vi vet for lite",
        audience=Audience.TEACHERS,
        phase=Phase.MAPPING,
        school_types=(SchoolType.SFO, SchoolType.LOWER_SECONDARY),
        draft_ahead="PT24H",
        meetings=(
            MeetingPlan("rektorgruppa", datetime(2026, 12, 10, 8, tzinfo=UTC), 3),
            MeetingPlan("team-å", datetime(2027, 1, 10, 8, tzinfo=UTC), 0),
        ),
    )


def test_keys_left_out_have_their_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, RULE) == SeriesFile(
        id="host-2026",
        groups=("rektorgruppa",),
        protocol="ukesrefleksjon",
        intention=Intention.IMPLEMENTING,
        led_by="guro@nordvik.example",
        timing=Rule(date(2026, 11, 24), Rhythm.WEEK, date(2027, 6, 18)),
        time=time(8, 0),
        areas=(),
        requirements=(),
        stays_open="P5D",
        default_rung=Rung.GROUP,
        asked=AskedIn.PERSONAL,
        digest_readers=(),
        goals=(),
        need="",
        audience=None,
        phase=None,
        school_types=(),
        draft_ahead="",
        meetings=(),
    )


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()) == read(tmp_path, WHOLE)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongPlan, match=r"none\.toml: the file cannot be read"):
        read_series(tmp_path / "none.toml")


def test_a_file_that_is_not_toml_is_told_with_the_line(tmp_path: Path) -> None:
    assert fault(tmp_path, BARE + "first = 24.11.2026\n").startswith("host.toml, line 7: this is not TOML: ")
    assert fault(tmp_path, BARE + 'need = """\n\n').startswith("host.toml, line 8: this is not TOML: ")
    assert fault(tmp_path, "[series").startswith("host.toml, line 1: this is not TOML: ")
    curly = fault(tmp_path, BARE + "need = “ro”\n")
    assert curly.endswith('; use straight quotation marks (")')
    assert fault(tmp_path, BARE.encode() + b'\nneed = "f\xf8r"') == (
        "host.toml, line 8: this is not UTF-8; save the file as UTF-8"
    )


def test_a_toml_faults_line_is_said_once(tmp_path: Path) -> None:
    told = fault(tmp_path, BARE + "first = 24.11.2026\n")
    assert "(at line" not in told
    assert len(told) > len("host.toml, line 7: this is not TOML: ")


def test_a_digest_may_be_sixty_days_ahead(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE.replace("ahead = 0", "ahead = 60")).meetings[1].digest_days_ahead == 60


def test_a_time_needs_no_seconds_but_two_digits_for_the_hour(tmp_path: Path) -> None:
    assert read(tmp_path, RULE.replace("08:00:00", "08:00")) == read(tmp_path, RULE)
    assert "e.g. 08:00" in fault(tmp_path, RULE.replace("08:00:00", "8:00"))
    assert "e.g. 08:00" not in fault(tmp_path, RULE.replace("08:00:00", "8 o'clock"))


def test_a_file_without_series_says_so(tmp_path: Path) -> None:
    for text in ("", 'series = "host"\n', "[serie]\n"):
        assert fault(tmp_path, text) == "host.toml: [series] is missing; the file should begin with it"


def test_unknown_keys_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    text = RULE + 'stays_opn = "P5D"\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "a"\nroom = 1\n[meeting]\n'
    told = faults(tmp_path, text)
    assert len(told) == 3
    assert any(
        one.startswith("host.toml: [series] stays_opn: there is no key stays_opn; use id, groups, ")
        and one.endswith("; did you mean stays_open?")
        for one in told
    )
    keys = "date, group, digest_days_ahead, draft_days_ahead, prompt_days_ahead, minutes"
    assert f"host.toml: [[meetings]] no. 1, room: there is no key room; use {keys}" in told
    tables = "series, meetings, meetings_by_hand, by_hand, pauses, questions, phases, anchoring"
    assert f"host.toml: there is no key meeting; use {tables}; did you mean meetings?" in told


def test_everything_that_must_be_there_is_asked_for_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, "[series]\n[[meetings]]\n")
    assert {one.split(": this is missing")[0] for one in told} == {
        *("host.toml: [series] id", "host.toml: [series] groups", "host.toml: [series] protocol"),
        *("host.toml: [series] intention", "host.toml: [series] led_by", "host.toml: [series] dates"),
        *("host.toml: [[meetings]] no. 1, date", "host.toml: [[meetings]] no. 1, group"),
    }
    assert len(told) == 8


@pytest.mark.parametrize("led_by", ["", 'led_by = ""\n', 'led_by = " "\n'])
def test_a_series_nobody_leads_is_refused(tmp_path: Path, led_by: str) -> None:
    told = fault(tmp_path, RULE.replace('led_by = "guro@nordvik.example"\n', led_by))
    assert told.startswith("host.toml: [series] led_by: ")
    assert told.endswith("; say who leads it (a UPN or an aad_object_id); a series nobody leads is refused")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('id = "Host"', 'id: "Host" is not an id; use lower-case letters'),
        ('id = "host.2026"', 'id: "host.2026" is not an id'),
        ("id = 7", "id: 7 is not a text in quotation marks"),
        ("groups = []", "groups: the list is empty; name at least one group"),
        ('groups = "rektorgruppa"', 'groups: "rektorgruppa" is not a list in [ ]'),
        ('groups = ["a", 7]', "groups: 7 in the list is not a text in quotation marks"),
        ('groups = ["a", " "]', 'groups: " " in the list is not a text'),
        ('groups = ["a", "b", "a"]', 'groups: "a" is there twice'),
        ('protocol = ""', "protocol: this is empty"),
        (
            'intention = "implement"',
            'intention: "implement" is none of spreading, conveying, implementing; did you mean',
        ),
        ('led_by = "Guro"', 'led_by: "Guro" is neither a UPN'),
        ('time = "08:00"', 'time: "08:00" is not a time like 08:00, without quotation marks'),
        ("first = 2026-11-24T08:00:00", "first: 2026-11-24 08:00:00 is not a date like 2026-11-24, without a time"),
        ('first = "2026-11-24"', 'first: "2026-11-24" is not a date'),
        ("first = 0026-11-24", "first: 0026-11-24 is too far away; is the year right?"),
        ("until = 2026-11-23", "until: 2026-11-23 is before 2026-11-24, where it begins"),
        ("until = 2047-06-18", "until: 2047-06-18 is more than 10 years after 2026-11-24"),
        ('every = "weekly"', 'every: "weekly" is none of week, fortnight, month; did you mean week?'),
        ("every = 7", "every: 7 is not a text in quotation marks"),
    ],
)
def test_a_wrong_value_is_named_by_file_and_key(tmp_path: Path, line: str, wanted: str) -> None:
    key = line.split(" = ", maxsplit=1)[0]
    text = "".join(f"{line}\n" if old.startswith(f"{key} =") else f"{old}\n" for old in RULE.splitlines())
    assert any(one.startswith(f"host.toml: [series] {wanted}") for one in faults(tmp_path, text))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('areas = "alle"', 'areas: "alle" is not a list in [ ]'),
        ("requirements = [true]", "requirements: true in the list is not a text"),
        ('stays_open = "5 days"', 'stays_open: "5 days" is not a duration; write e.g. P5D'),
        ('stays_open = ""', 'stays_open: "" is not a duration'),
        ('stays_open = "P0D"', 'stays_open: "P0D" is no time at all'),
        ("stays_open = 5", "stays_open: 5 is not a text in quotation marks"),
        ('draft_ahead = "24H"', 'draft_ahead: "24H" is not a duration'),
        (
            'draft_ahead = "PT12H"',
            'draft_ahead: "PT12H" is not from P1D to P2D: authors check their draft 24 to 48 hours',
        ),
        ('draft_ahead = "P1W"', 'draft_ahead: "P1W" is not from P1D to P2D'),
        (
            'default_rung = "only-me"',
            'default_rung: "only-me" is none of only_me, group, unit, principals, municipality',
        ),
        ('asked = "chanel"', 'asked: "chanel" is none of personal, channel; did you mean channel?'),
        (
            'audience = "teacher"',
            'audience: "teacher" is none of teachers, assistants, leaders, newcomers; did you mean teachers?',
        ),
        ('phase = "kartlegging"', 'phase: "kartlegging" is none of mapping, implementing, evaluating'),
        (
            'school_types = ["sfo", "primry"]',
            'school_types: "primry" is none of kindergarten, primary, lower_secondary, sfo; did you mean primary?',
        ),
        ('digest_readers = ["Guro"]', 'digest_readers: "Guro" is neither a UPN'),
        ("goals = [1]", "goals: 1 in the list is not a text"),
        ("need = false", "need: false is not a text in quotation marks"),
    ],
)
def test_a_wrong_choice_or_duration_is_named_by_file_and_key(tmp_path: Path, line: str, wanted: str) -> None:
    assert fault(tmp_path, f"{RULE}{line}\n").startswith(f"host.toml: [series] {wanted}")


@pytest.mark.parametrize("rung", Rung)
def test_every_rung_has_its_name(tmp_path: Path, rung: Rung) -> None:
    assert read(tmp_path, f'{RULE}default_rung = "{rung.name.lower()}"\n').default_rung is rung


def test_an_empty_audience_or_phase_is_none(tmp_path: Path) -> None:
    found = read(tmp_path, RULE.replace("[series]", '[series]\naudience = ""\nphase = ""', 1))
    assert (found.audience, found.phase) == (None, None)


def test_a_rule_and_dates_exclude_each_other(tmp_path: Path) -> None:
    assert fault(tmp_path, RULE + "dates = [2026-11-24]\n") == (
        "host.toml: [series] dates: dates and first, every, until exclude each other; keep one way of saying when"
    )


def test_a_rule_needs_all_of_its_three_keys(tmp_path: Path) -> None:
    told = faults(tmp_path, BARE + "time = 08:00:00\nfirst = 2026-11-24\n")
    assert [one.split(";")[0] for one in told] == [
        "host.toml: [series] every: this is missing",
        "host.toml: [series] until: this is missing",
    ]


def test_a_rule_whose_first_and_last_day_are_the_same_is_a_rule(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, RULE.replace("2027-06-18", "2026-11-24")).timing, Rule)


def test_a_time_is_needed_unless_every_date_is_an_exact_instant(tmp_path: Path) -> None:
    assert read(tmp_path, BARE + "dates = [2026-11-24T07:00:00Z]\n").time is None
    for text in (BARE + "dates = [2026-11-24T07:00:00Z, 2026-12-01]\n", RULE.replace("time = 08:00:00\n", "")):
        assert fault(tmp_path, text).startswith("host.toml: [series] time: this is missing; only where every date is")


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        ("[]", "the list is empty; give at least one date or instant"),
        ("2026-11-24", "2026-11-24 is not a list in [ ]"),
        ('["2026-11-24"]', '"2026-11-24" is neither a date like 2026-11-24 nor an instant'),
        ("[2026-11-24, 2026-11-24]", "2026-11-24 is there twice"),
        ("[2026-12-01T07:00:00Z, 2026-12-01T08:00:00+01:00]", "2026-12-01 07:00:00+00:00 is there twice"),
        ("[0001-01-01]", "0001-01-01 is too far away"),
        ("[0001-01-01T00:00:00+05:00]", "0001-01-01 00:00:00+05:00 is too far away"),
        (
            "[2026-12-01T07:00:00]",
            (
                "2026-12-01T07:00:00 has no zone; write 2026-12-01T07:00:00Z for UTC, put an offset behind it, "
                "or give the date only"
            ),
        ),
    ],
)
def test_dates_that_could_be_read_in_two_ways_or_none_are_refused(tmp_path: Path, dates: str, wanted: str) -> None:
    assert fault(tmp_path, f"{BARE}time = 08:00:00\ndates = {dates}\n").startswith(
        f"host.toml: [series] dates: {wanted}"
    )


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ('date = 2026-12-10\ngroup = "a"', "date: 2026-12-10 is not a day and a local time like 2026-12-10T09:00:00"),
        ('date = 0026-12-10T09:00:00\ngroup = "a"', "date: 0026-12-10 09:00:00 is too far away"),
        ("date = 2026-12-10T09:00:00\ngroup = 1", "group: 1 is not a text in quotation marks"),
        ('date = 2026-12-10T09:00:00\ngroup = "a"\ndigest_days_ahead = -1', "digest_days_ahead: -1 is not a number"),
        ('date = 2026-12-10T09:00:00\ngroup = "a"\ndigest_days_ahead = 61', "digest_days_ahead: 61 is not a number"),
        ('date = 2026-12-10T09:00:00\ngroup = "a"\ndigest_days_ahead = true', "digest_days_ahead: true is not a whole"),
        ('date = 2026-12-10T09:00:00\ngroup = "a"\ndigest_days_ahead = 1.5', "digest_days_ahead: 1.5 is not a whole"),
    ],
)
def test_a_wrong_meeting_is_named_by_its_number_and_key(tmp_path: Path, lines: str, wanted: str) -> None:
    good = '[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "a"\n'
    assert fault(tmp_path, f"{RULE}{good}[[meetings]]\n{lines}\n").startswith(
        f"host.toml: [[meetings]] no. 2, {wanted}"
    )


def test_meetings_in_single_brackets_are_told_how_to_begin(tmp_path: Path) -> None:
    for text in (RULE + "[meetings]\ndate = 2026-12-10T09:00:00\n", "meetings = [1]\n" + RULE):
        assert fault(tmp_path, text) == (
            "host.toml: meetings: begin each meeting with a line [[meetings]], in double brackets"
        )

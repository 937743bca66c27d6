"""`municipality`: settings are set, shown and taken away; `plan` and `check` warn of what is missing or too much."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.actions.operating.set_municipality import set_municipality
from bot.errors import UnknownMunicipality, WrongMunicipality
from bot.imports.municipality_file import MunicipalityFile, read_municipality
from bot.rehearsal.cast import TENANT, nordvik
from dialogs.model import Act, By, Hold, Language, MunicipalitySettings, Retention, Rung, Unit, UnitKind
from storage.database import Database
from storage.municipality_settings import settings_of
from storage.records import records_of
from storage.units import put_municipality, put_units
from tests.bot.commands import CommandResult, Commands
from tests.databases import make_tables
from tests.nordvik import MONDAY, OPERATOR, series

TODAY = date(2026, 11, 23)
LONGER = "deliveries are kept longer than answers, and tell who was asked when the answers are gone"
HOLD = ("since = 2024-11-01", 'reason = "arkivsak 7"')
EXAMPLE = nordvik() / "kommune.toml"
NAMES = "responsible, data_protection_officer, archive_label, discussed_with_unions, dpia, minutes_a_week, retention"
KEYS = list(MunicipalitySettings().as_in_file)


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    run = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    run("import", str(nordvik()))
    return run


def written(folder: Path, *lines: str, named: str = "kommune.toml") -> Path:
    file = folder / named
    file.write_text("\n".join(('[municipality]\nid = "nordvik"', *lines, "")), encoding="utf-8")
    return file


def said(done: CommandResult) -> list[str]:
    return [line for line in done.lines if line.startswith("municipality: ")]


# The file.


def test_the_example_sets_every_key() -> None:
    read = read_municipality(EXAMPLE, today=TODAY)
    assert read == MunicipalityFile(
        "nordvik",
        MunicipalitySettings(
            "Nordvik kommune ved kommunedirektøren",
            "personvernombud@nordvik.example, 00 00 00 00",
            "Sløyfa 2026/27",
            date(2026, 8, 20),
            "2026/118-4",
            20,
            Retention("P1Y", "P2Y", "P3Y", "P3M"),
        ),
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            'responsibel = "x"',
            "responsibel: there is no key responsibel; use id, responsible, .*did you mean responsible",
        ),
        ("responsible = 5", "responsible: 5 is not a text in quotation marks"),
        (f'dpia = "{"x" * 401}"', "dpia: this is 401 characters long; 400 is the most"),
        ('data_protection_officer = "Kari"', 'data_protection_officer: "Kari" tells nobody how to reach them; add an'),
        ("discussed_with_unions = 2026-11-24", "discussed_with_unions: 2026-11-24 is still to come"),
        ("discussed_with_unions = 1826-11-24", "discussed_with_unions: 1826-11-24 is too far away; is the year right"),
        ('discussed_with_unions = "i høst"', 'discussed_with_unions: "i høst" is not a date like 2026-11-24'),
        ("minutes_a_week = 0", "minutes_a_week: 0 is not a number of minutes from 1 to 600"),
        ("minutes_a_week = true", "minutes_a_week: true is not a whole number"),
        ("minutes_a_week = 20 min", "line 3: this is not TOML"),
        ('unused_rungs = ["school"]', 'unused_rungs: "school" cannot be left out: it is none of unit, principals, '),
        ('unused_rungs = ["group"]', 'unused_rungs: "group" cannot be left out: everybody has it'),
        ("[holdt]", "there is no key holdt; use municipality, retention, hold; did you mean hold"),
        ("[[hold]]\nsince = 2026-11-01", r"hold: .* is not a table; write \[hold\] on a line of its own"),
    ],
)
def test_each_fault_names_file_and_key(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(WrongMunicipality, match=rf"^kommune\.toml(: \[municipality\] |: |, ){fault}"):
        read_municipality(written(tmp_path, line), today=TODAY)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ('[retention]\nanswer = "P1Y"', "[retention] answer: there is no key answer; use answers, "),
        ("[retention]\nanswers = 12", "[retention] answers: 12 is not a text in quotation marks"),
        ('[retention]\nanswers = "12 months"', '[retention] answers: "12 months" is not a duration'),
        ('[retention]\nanswers = "P14D"', '[retention] answers: "P14D" is not from P1M to P5Y'),
        ('[retention]\nanswers = "P6Y"', '[retention] answers: "P6Y" is not from P1M to P5Y'),
        ('[retention]\nlogs = "P1Y10D"', '[retention] logs: "P1Y10D" is neither months nor days alone'),
        ('[retention]\nlogs = "PT900H"', '[retention] logs: "PT900H" is neither months nor days alone'),
        ("[hold]", "[hold] since: this is missing; it is the first day of the hold"),
        ("[hold]\nsince = 2026-11-01", "[hold] reason: this is missing; it is what everybody is told"),
        (
            '[hold]\nsince = 2026-11-01\nuntil = 2026-10-01\nreason = "x"',
            "[hold] until: 2026-10-01 is before 2026-11-01, when the hold begins",
        ),
    ],
)
def test_each_fault_of_retention_and_hold_names_its_table(tmp_path: Path, lines: str, fault: str) -> None:
    with pytest.raises(WrongMunicipality, match=rf"^kommune\.toml: {re.escape(fault)}"):
        read_municipality(written(tmp_path, lines), today=TODAY)


def test_a_kind_left_out_of_retention_has_its_default_and_rungs_are_in_order(tmp_path: Path) -> None:
    file = written(tmp_path, 'unused_rungs = ["network", "unit"]', '[retention]\nanswers = "P90D"')
    settings = read_municipality(file, today=TODAY).settings
    assert settings.retention == Retention("P90D", "P2Y", "P3Y", "P3M")
    assert settings.unused_rungs == (Rung.UNIT, Rung.NETWORK)


def test_all_faults_are_told_at_once_and_a_file_without_the_table_is_none(tmp_path: Path) -> None:
    with pytest.raises(WrongMunicipality) as faults:
        read_municipality(written(tmp_path, "dpia = 1", "minutes_a_week = -1"), today=TODAY)
    assert len(str(faults.value).splitlines()) == 2
    (tmp_path / "kommune.toml").write_text('id = "nordvik"\n')
    with pytest.raises(WrongMunicipality, match=r"kommune\.toml: \[municipality\] is missing"):
        read_municipality(tmp_path / "kommune.toml", today=TODAY)


def test_a_text_is_one_line_without_what_cannot_be_seen(tmp_path: Path) -> None:
    file = written(tmp_path, 'responsible = """  Nordvik\u200b\n   kommune """')
    assert read_municipality(file, today=TODAY).settings.responsible == "Nordvik kommune"


# The command.


def test_a_dry_run_tells_what_would_change_and_the_command_does_it(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    file = written(tmp_path, 'responsible = "Nordvik kommune"', "minutes_a_week = 20")
    lines = [
        "nordvik: responsible: not set -> Nordvik kommune",
        "nordvik: minutes_a_week: not set -> 20",
    ]
    before = bot("municipality").lines
    assert before == [f"nordvik: {name}: not set" for name in KEYS]
    assert bot("municipality", str(file), "--dry-run").lines == [*lines, "nothing of this was done (--dry-run)"]
    assert bot("municipality").lines == before
    assert bot("municipality", str(file)).lines == lines
    assert bot("municipality", str(file)).lines == ["nordvik: nothing differs"]
    assert bot("municipality").lines[0] == "nordvik: responsible: Nordvik kommune"


def test_what_the_file_leaves_out_is_taken_away(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    bot("municipality", str(written(tmp_path, "discussed_with_unions = 2025-08-20", "minutes_a_week = 20")))
    done = bot("municipality", str(written(tmp_path, "minutes_a_week = 25")))
    assert done.lines == ["nordvik: discussed_with_unions: 2025-08-20 -> not set", "nordvik: minutes_a_week: 20 -> 25"]


def test_a_wrong_file_or_another_municipality_is_refused_in_a_line(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    file = written(tmp_path, "dpia = 1")
    assert (bot("municipality", str(file)).code, bot("municipality", "no.toml").code) == (1, 1)
    file.write_text('[municipality]\nid = "norvik"\n')
    refused = bot("municipality", str(file))
    assert (refused.code, refused.err) == (1, "there is no municipality norvik; did you mean nordvik?\n")


async def test_settings_are_kept_for_each_municipality_on_both_databases(database_url: str) -> None:
    async with Database(database_url) as db:
        await make_tables(db)
        for id_ in ("nes", "nordvik"):
            await db.write(partial(put_municipality, municipality=id_, name=id_))
        hold = Hold(date(2026, 11, 1), "arkivsak 2026/118")
        example = read_municipality(EXAMPLE, today=TODAY).settings
        school = Unit("skolen", frozenset({UnitKind.SCHOOL}), "Skolen", None, Language.NB)
        await db.write(partial(put_units, municipality="nordvik", wanted=[school]))
        wanted = replace(example, hold=hold, unused_rungs=(Rung.NETWORK,), compared=("skolen",))
        changed = await set_municipality(db, "nordvik", wanted, actor=OPERATOR, now=MONDAY)
        assert len(changed) == len(KEYS) - 1  # all but `until`
        assert await db.read(partial(settings_of, municipality="nordvik")) == wanted
        assert await db.read(partial(settings_of, municipality="nes")) == MunicipalitySettings()
        entries = {one.act: one for one in await db.read(partial(records_of, municipality="nordvik"))}
        assert set(entries) == {Act.SETTINGS_CHANGED, Act.HOLD_BEGUN, Act.NOTICE_CHANGED}
        began, set_ = entries[Act.HOLD_BEGUN], entries[Act.SETTINGS_CHANGED]
        assert began.about == {"since": "2026-11-01", "reason": "arkivsak 2026/118"}
        assert (set_.by, set_.at) == (By.OPERATOR, MONDAY)
        assert set_.about["keys"].split(", ")[:2] == ["responsible", "data_protection_officer"]
        assert await db.read(partial(records_of, municipality="nes")) == ()
        with pytest.raises(UnknownMunicipality):
            await set_municipality(db, "larvik", wanted, actor=OPERATOR, now=MONDAY)
        unknown = replace(wanted, compared=("skolen", "skolene"))
        with pytest.raises(WrongMunicipality, match="compared: skolene is no school of nordvik: skolen"):
            await set_municipality(db, "nordvik", unknown, actor=OPERATOR, now=MONDAY)


# What `plan` and `check` say of it.


def test_plan_and_check_name_what_is_not_set(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    uka = str(series(tmp_path, "uka", "rektorgruppa", dates="[2190-11-24]"))
    unset = (
        f"nordvik has not set: {NAMES}; python -m bot municipality FILE sets them, and documents leaves gaps for them"
    )
    assert f"warning: {unset}" in bot("plan", uka, "--dry-run").err.splitlines()
    checked = bot("check")
    assert said(checked) == [f"municipality: warning: {unset}"]
    assert "municipality" not in [line.partition(":")[0] for line in checked.lines if "warning" not in line]
    bot("municipality", str(EXAMPLE))
    assert said(bot("check")) == []
    assert "has not set" not in bot("plan", uka).err


def test_plan_and_check_tell_the_minutes_and_warn_where_they_are_too_many(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("municipality", str(EXAMPLE))
    uka = str(series(tmp_path, "uka", "rektorgruppa", dates="[2190-11-24, 2190-12-01]"))
    asks = "nobody is asked for more than {} minutes a week, all series together; that is first in week {}"
    alone = asks.format(5, "47 of 2190, of 8 people (uka)")
    assert alone in bot("plan", uka).err.splitlines()
    assert said(bot("check")) == [f"municipality: nordvik: {alone}"]
    # Five minutes and fifteen of everybody, ten more of the leader.
    igp = str(series(tmp_path, "igp", "rektorgruppa", protocol='"igp"', dates="[2190-12-03, 2191-01-07]"))
    told = bot("plan", igp, "--dry-run").err.splitlines()
    together = asks.format(35, "48 of 2190, of 1 person (igp, uka)")
    too_much = (
        "nordvik allows 20 minutes a week, and week 48 of 2190 asks for 35 (igp, uka); 2 weeks ask for more than "
        "allowed: plan less often, or change minutes_a_week"
    )
    assert together in told
    assert f"warning: {too_much}" in told
    assert said(bot("check")) == [f"municipality: nordvik: {alone}"]
    bot("plan", igp)
    assert said(bot("check")) == [f"municipality: nordvik: {together}", f"municipality: warning: {too_much}"]
    fewer = str(series(tmp_path, "igp", "rektorgruppa", protocol='"igp"', dates="[2191-01-07]"))
    assert asks.format(30, "1 of 2191, of 1 person (igp)") in bot("plan", fewer, "--dry-run").err.splitlines()
    bot("cancel", "uka.rektorgruppa.2190-12-01")
    assert said(bot("check"))[0] == f"municipality: nordvik: {asks.format(30, '48 of 2190, of 1 person (igp)')}"


def test_rules_that_do_not_fit_together_are_warned_of_when_set_and_by_check(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    rules = '[retention]\nanswers = "P3Y"\ndigests = "P2Y"\nlogs = "P12M"\ndeliveries = "P90D"'
    hold = '[hold]\nsince = 2025-11-01\nuntil = 2026-10-01\nreason = "arkivsak 7"'
    file = written(tmp_path, rules, hold)
    set_ = bot("municipality", str(file))
    warned = [
        "nordvik: answers are kept for P3Y, which is long for working notes; a year is usual",
        "nordvik: answers are kept longer than the digests made of them; what was given back goes first",
        "nordvik: logs are kept shorter than answers: own logs forget what was done with an answer that stands",
        "nordvik: the hold ended on 2026-10-01; take [hold] out of the file",
    ]
    assert set_.err.splitlines() == [f"warning: {line}" for line in warned]
    checked = said(bot("check"))
    assert [f"municipality: warning: {line}" for line in warned] == checked[-4:]
    assert "municipality: nordvik: nothing is deleted by rule from 2025-11-01 until 2026-10-01: arkivsak 7" in checked
    bot("municipality", str(written(tmp_path, '[retention]\nanswers = "P1M"\ndeliveries = "P2M"', "[hold]", *HOLD)))
    assert said(bot("check"))[-2:] == [
        f"municipality: warning: nordvik: {LONGER}",
        "municipality: warning: nordvik: the hold has lasted since 2024-11-01, and no end is set; is it needed still?",
    ]
    uka = str(series(tmp_path, "uka", "rektorgruppa", dates="[2190-11-24]"))
    assert f"warning: nordvik: {LONGER}" in bot("plan", uka, "--dry-run").err

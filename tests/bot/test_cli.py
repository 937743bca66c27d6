"""The commands: output without a terminal, exit codes, and never a traceback."""

import asyncio
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path

import docx
import pytest
from sqlalchemy import text

from bot.rehearsal.cast import TENANT, nordvik
from dialogs.calendar.instants import instant
from storage.database import Database
from storage.migrations.running import is_up_to_date, newest
from tests.bot.commands import CommandResult, Commands, clean_environment, run_in_subprocess
from tests.nordvik import last, open_house, series

SESSION = "uka.rektorgruppa.2024-01-09"
TO_COME = "uka.rektorgruppa.2024-01-16"
WORDS = "**Ikke** fet, <b>heller ikke</b> – og 🌱\n\n  innrykk"


def january(day: int, hour: int = 8, minute: int = 0) -> datetime:
    """A moment in the past, since the commands use the machine's clock."""
    return instant(datetime(2024, 1, day, hour, minute))  # noqa: DTZ001 - local wall time, which `instant` converts


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(monkeypatch, capsys)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"


@pytest.fixture
def bot(commands: Commands, url: str) -> Callable[..., CommandResult]:
    """`bot("deliveries")`, with the same database throughout the test."""
    return partial(commands, SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


@pytest.fixture(scope="module")
def session_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database after one session: Tor and Siv were reached, Tor answered, nobody else has installed."""
    folder = tmp_path_factory.mktemp("told")
    asyncio.run(play(folder))
    return (folder / "x.db").read_bytes()


async def play(folder: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", now=january(8)) as house:
        await house.stage.plan(series(folder, "uka", "rektorgruppa", dates="[2024-01-09, 2024-01-16]"))
        await house.install("tor", "siv")
        await house.to(january(9))
        tor = house.cast["tor"]
        await tor.press(last(tor), "Send svar", {"answer": WORDS, "rung": "group"})
        await house.stage.settle()
        await house.to(january(14))


@pytest.fixture
def bot_after_session(
    session_file: bytes, bot: Callable[..., CommandResult], tmp_path: Path
) -> Callable[..., CommandResult]:
    """`bot` on the database of `session_file`, in which the session has closed."""
    (tmp_path / "x.db").write_bytes(session_file)
    return bot


# The purpose of each command.


def test_migrate_makes_the_database_and_does_nothing_the_second_time(
    bot: Callable[..., CommandResult], url: str
) -> None:
    for before in ([f"the database was made, as version {newest()}"], []):
        done = bot("migrate")
        assert (done.code, done.lines, done.err) == (0, [*before, "the database is up to date"], "")

    async def ready() -> bool:
        async with Database(url) as db:
            return await is_up_to_date(db)

    assert asyncio.run(ready())


def test_check_has_a_line_each_and_warns_of_what_is_not_set(commands: Commands) -> None:
    done = commands("check")
    assert done.code == 0
    assert [line.split(":")[0] for line in done.lines] == ["settings", "database", "catalogue"]
    assert "warning: MicrosoftAppId is missing" in done.lines[0]
    assert not Path("var").exists()


def test_check_fails_on_what_is_set_wrongly(commands: Commands) -> None:
    done = commands("check", PORT="x")
    assert (done.code, done.err) == (1, "")
    assert done.lines[0].startswith("settings: PORT has to be a whole number from 0 to 65535; for example PORT=3978")
    assert commands("check", SLOYFA_DATABASE_URL="postgresql+asyncpg://u:p@127.0.0.1:1/x").code == 1


def test_deliveries_has_a_line_each_with_all_that_is_asked_for(bot_after_session: Callable[..., CommandResult]) -> None:
    done = bot_after_session("deliveries")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0] == f"{SESSION}  digests: 0 of 9 sent, 9 to go, but no copy of the bot is running"
    cells = [line.split("\t") for line in done.lines[1:]]
    assert {len(row) for row in cells} == {7}
    [tor] = [row for row in cells if row[2] == "tor@nordvik.example" and row[3].startswith("prompt")]
    assert re.fullmatch(r"[0-9a-f-]{36}", tor[0])
    assert tor[1:] == [SESSION, "tor@nordvik.example", "prompt sent", "-", "1", "2024-01-09T07:00:00+00:00"]
    [ali] = [row for row in cells if row[2] == "ali@nordvik.example" and row[3].startswith("prompt")]
    assert ali[3:6] == ["prompt dropped", "closed before anybody could be reached", "0"]


def test_a_digest_is_printed_as_its_reader_may_read_it(bot_after_session: Callable[..., CommandResult]) -> None:
    done = bot_after_session("digest", SESSION, "--reader", "Bodil@nordvik.example")
    assert (done.code, done.err) == (0, "")
    assert done.lines[:3] == ["Dette delte vi", "Rektorgruppa, tirsdag 9. januar", "Noen har svart"]
    first = done.lines.index("  – **Ikke** fet, <b>heller ikke</b> – og 🌱")
    assert done.lines[first + 1 : first + 4] == ["    ", "      innrykk", ""]
    assert "Til neste møte" in done.lines
    observer = bot_after_session("digest", SESSION, "--reader", "ola@nordvik.example")
    assert not [line for line in observer.lines if "1" in line or "2" in line]
    assert "fet" not in observer.out


def test_a_digest_as_json_holds_peoples_words_byte_for_byte(bot_after_session: Callable[..., CommandResult]) -> None:
    done = bot_after_session("digest", SESSION, "--reader", "bodil@nordvik.example", "--format", "json")
    found = json.loads(done.out)
    assert found["group"] == "Rektorgruppa"
    assert found["turnout"] == {"answered": None, "invited": None, "all_reached": False}
    assert found["opened_at"] == "2024-01-09T08:00:00+01:00"
    [quote] = [quote for prompt in found["prompts"] for quote in prompt["quotes"]]
    assert (quote["text"], quote["further"], quote["signed"], quote["own"]) == (WORDS, [], None, False)
    assert WORDS.splitlines()[0] in done.out


def test_a_digest_in_a_file_is_for_its_owner_alone_and_is_never_written_over(
    bot_after_session: Callable[..., CommandResult], tmp_path: Path
) -> None:
    out = tmp_path / "økt.docx"
    asked = ("digest", SESSION, "--reader", "bodil@nordvik.example", "--format", "docx", "--out", str(out))
    assert bot_after_session(*asked).code == 0
    word = docx.Document(str(out))
    assert (out.stat().st_mode & 0o777, word.paragraphs[0].text) == (0o600, "Dette delte vi")
    told = word.core_properties
    assert (told.author, told.last_modified_by, told.language) == ("Sløyfa", "Sløyfa", "nb-NO")
    assert "is not written over" in bot_after_session(*asked).err
    assert [one.name for one in tmp_path.glob("økt*")] == ["økt.docx"]


@pytest.mark.parametrize(
    ("session", "reader", "says"),
    [
        ("x.y.2026-01-01", "siv@nordvik.example", "there is no session x.y.2026-01-01"),
        (SESSION, "una@nordvik.example", "--reader: una@nordvik.example is not among the people of nordvik"),
        (TO_COME, "siv@nordvik.example", "has no digest: it is planned; one is made when it"),
    ],
)
def test_a_digest_that_is_not_there_is_told_in_a_line(
    bot_after_session: Callable[..., CommandResult], session: str, reader: str, says: str
) -> None:
    done = bot_after_session("digest", session, "--reader", reader)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert done.err.count("\n") == 1


# Faults.


WRONG = [
    (["import", "no-such-folder"], 1, "no-such-folder: there is no such folder"),
    (["import", "a-file"], 1, "a-file: there is no such folder"),
    (["import", "empty"], 1, "units.csv: there is no such file"),
    (["plan", "no-such-file.toml"], 1, "no-such-file.toml: the file cannot be read"),
    (["plan", "empty"], 1, "empty: the file cannot be read (Is a directory)"),
    (["plan", "a-file"], 1, "a-file, line 1: this is not TOML"),
    (["import", "empty", "--quick"], 2, "No such option: --quick"),
    (["import"], 2, "Missing argument"),
    (["digest", SESSION, "--format", "docx"], 1, "say where with --out FILE.docx"),
    (["digest", SESSION, "--out", "nowhere/x.md"], 1, "there is no folder nowhere: make it, or name another file"),
    (["digest", SESSION, "--reader", "x", "--format", "pdf"], 2, "'pdf' is not one of 'text', 'json', 'md',"),
    (["fly"], 2, "No such command 'fly'"),
]


@pytest.mark.parametrize(("arguments", "code", "says"), WRONG, ids=lambda value: str(value)[:30])
def test_a_mistyped_command_is_told_without_a_traceback(
    bot: Callable[..., CommandResult], tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "a-file").write_text("hei på deg\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    done = bot(*arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "command", [["deliveries"], ["migrate"], ["import", str(nordvik())], ["digest", "x", "--reader", "y"]]
)
@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("postgresql+asyncpg://u:hemmelig@127.0.0.1:1/x", "cannot be reached: [Errno 111] Connect call failed"),
        ("sqlite+aiosqlite:///folder", "cannot be reached: folder is not a file"),
        ("sqlite+aiosqlite:///letter", "cannot be reached: (sqlite3.DatabaseError) file is not a database"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_a_line(
    commands: Commands, tmp_path: Path, command: list[str], there: str, says: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter").write_text("This is a letter, and no database. " * 40)
    done = commands(*command, SLOYFA_DATABASE_URL=there, MicrosoftAppTenantId=TENANT)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert "SLOYFA_DATABASE_URL" in done.err
    assert "hemmelig" not in done.err
    assert done.err.count("\n") == 1


def test_a_database_locked_by_another_program_is_told_in_a_line(
    bot: Callable[..., CommandResult], url: str, tmp_path: Path
) -> None:
    bot("migrate")
    other = sqlite3.connect(tmp_path / "x.db")
    try:
        other.execute("BEGIN IMMEDIATE")
        done = bot("import", str(nordvik()), SLOYFA_DATABASE_URL=f"{url}?timeout=0.1")
        assert (done.code, done.out) == (1, "")
        assert done.err == "the database could not do it: (sqlite3.OperationalError) database is locked\n"
    finally:
        other.close()


def test_a_database_of_a_newer_program_is_left_alone(bot: Callable[..., CommandResult], url: str) -> None:
    bot("migrate")

    async def grow() -> None:
        async with Database(url) as db:
            await db.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = 'v9999'")))

    asyncio.run(grow())
    done = bot("deliveries")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("the database is of a version this program does not know")
    assert done.err.count("\n") == 1
    assert newest() != "v9999"


@pytest.mark.parametrize("arguments", [["migrate"], ["deliveries"], ["serve"], ["import", str(nordvik())]])
def test_a_wrong_setting_stops_every_command_with_its_line(commands: Commands, arguments: list[str]) -> None:
    done = commands(*arguments, PORT="x", MicrosoftAppTenantId=TENANT)
    assert (done.code, done.out) == (1, "")
    assert done.err == "PORT has to be a whole number from 0 to 65535; for example PORT=3978\n"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "MicrosoftAppId is missing"),
        ({"SLOYFA_INSECURE_LOCAL": "1", "SLOYFA_TENANTS": "t", "SLOYFA_HOST": "0.0.0.0"}, "SLOYFA_HOST is 0.0.0.0"),  # noqa: S104
        ({"SLOYFA_INSECURE_LOCAL": "1"}, "SLOYFA_TENANTS is missing"),
    ],
)
def test_serve_does_not_begin_without_what_it_needs(commands: Commands, settings: dict[str, str], says: str) -> None:
    done = commands("serve", **settings)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(says)
    assert not Path("var").exists()


# Standard output and standard error.


def test_nothing_is_wrapped_where_there_is_no_terminal(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    name = "Utviklingsgruppa for inkluderende og særlig lange navn på alle skolene i hele den vidstrakte kommunen vår"
    folder = tmp_path / "nordvik"
    folder.mkdir()
    for file in nordvik().glob("*.csv"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8").replace("Rektorgruppa", name), "utf-8")
    assert f"added   membership Guro Koordinator in {name} (coordinator)" in bot("import", str(folder)).lines
    usage = bot("import", "--help")
    assert "  Import a municipality: only what differs changes, and nothing is deleted." in usage.lines
    assert max(len(line) for line in bot("--help").lines) > 80


def test_in_a_process_of_its_own_a_fault_is_a_line_and_a_code_too(tmp_path: Path) -> None:
    """For the parts missing in a call from Python: imports at start, streams, and output at exit."""
    there = {"SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}"}
    done = run_in_subprocess("deliveries", cwd=tmp_path, settings=there)
    assert (done.code, done.out) == (1, "")
    assert (
        done.err == f"the database cannot be reached: {tmp_path} is not a file; SLOYFA_DATABASE_URL says where it is\n"
    )


def test_a_reader_who_goes_away_is_no_reason_for_a_traceback(tmp_path: Path) -> None:
    """`python -m bot import … | head -1`, with the pipe closed before the first line."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "bot", "import", str(nordvik()), "--tenant", TENANT]
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=tmp_path, env=clean_environment(), stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.stderr.decode() == f"the database was made, as version {newest()}\n"
    assert done.returncode == 1


def test_letters_that_the_output_lacks_stop_nothing(
    bot_after_session: Callable[..., CommandResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding="latin-1", write_through=True))
    done = bot_after_session("digest", SESSION, "--reader", "bodil@nordvik.example")
    assert (done.code, done.err) == (0, "")
    assert "heller ikke</b> ? og ?\n".encode("latin-1") in written.getvalue()
    assert "Dette delte vi\nRektorgruppa, tirsdag 9. januar\n".encode("latin-1") in written.getvalue()


def test_the_same_plain_lines_come_on_a_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "check"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=tmp_path, env=clean_environment(), stdout=theirs, stderr=theirs
    ) as process:
        process.wait()
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert process.returncode == 0
    assert "catalogue: ok" in shown
    assert "\x1b" not in shown


def test_a_series_and_a_folder_may_stand_anywhere(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    deep = tmp_path / "mappe med mellomrom" / "ærlig"
    bot("import", str(nordvik()))
    file = series(deep, "langt-fram", "rektorgruppa", dates="[2190-11-24]")
    assert bot("plan", str(file)).code == 0

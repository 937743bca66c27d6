"""The record: every change of settings, roles, circles and plans, and every export, in the transaction of the act."""

import ast
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from bot.context.recording import record
from bot.errors import UnknownReader
from bot.rehearsal.cast import TENANT, nordvik
from content.language import Language
from content.vocabulary.glass_box import Recorded
from content.wording import words
from dialogs.model import ABOUT, Act, Actor, By, RecordEntry
from dialogs.permissions import Verb
from storage.records import add_records, erase_from_records, records_of
from tests.bot.commands import CommandResult, Commands
from tests.content.test_words import blanks
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, series
from tests.reading import digest_of

ROOT = Path(__file__).parents[2]
NOT_RECORDED = {
    Verb.ANSWER: "an answer is its author's",
    Verb.HANDLE_OWN_WORDS: "people's own words, and what they do with them, stand in their own logs",
    Verb.CHOOSE_OWN_RHYTHM: "reminders and pauses are one's own affair",
    Verb.SEE_OWN_DATA: "an entry that everybody reads would tell who has asked",
    Verb.ERASE_OWN_DATA: "an entry that everybody reads would tell who has been erased",
    Verb.FORGET_ACCOUNTS: "the rest of an erasure",
    Verb.END_STEP: "the step would have closed, and the next opened, in any case; the plan stays",
    Verb.READ_DIGEST: "digests are given back by the plan, which is recorded",
    Verb.READ_AHEAD: "the reading comes by the plan, which is recorded",
    Verb.READ_ABOUT_GROUP: "notices tell of what stands in the way, and of nobody's words",
    Verb.DECIDE_PROPOSALS: "what is taken in is recorded as a change of the overlay; what is left changes nothing",
    Verb.PROMISE: "what somebody will try is theirs and their group's, and so is what came of it",
    Verb.TELL_OF_GROUPS_PROMISE: "what came of a group's promise is the group's, told to whoever promised",
    Verb.WRITE_DECISIONS: "what a meeting decided is given back to those who were there",
    Verb.CHOOSE_DILEMMA: "which dilemma a meeting takes up stands on its pack, for whoever reads the pack",
    Verb.SEE_PLAN: "when and about what a group is asked, without anybody's words",
    Verb.SEE_COVERAGE: "which areas a group was asked about, without anybody's words",
    Verb.READ_RECORD: "whoever reads this is nobody's business",
    Verb.READ_REPORTS: "plans, deliveries and settings, without anybody's words",
    Verb.MANAGE_SENDING: "a message sent once more changes no plan; its id would point at its reader",
    Verb.SIGN_PEOPLE_OUT: "whoever was signed out may sign in again, and has lost nothing",
    Verb.RUN_SESSIONS: "sessions open and close by the plan, which is recorded",
    Verb.TELL_COORDINATORS: "notices tell of what stands in the way, and of nobody's words",
}
"""Verb -> why nothing is recorded."""


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    return partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


@asynccontextmanager
async def nordviks(folder: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{folder / 'house.db'}") as house:
        yield house


async def entries(house: House) -> Sequence[RecordEntry]:
    return await house.stage.app.db.read(partial(records_of, municipality="nordvik"))


def _verbs(module: ast.Module) -> set[Verb]:
    """The verbs that the module asks for."""
    named = (node for node in ast.walk(module) if isinstance(node, ast.Attribute))
    return {Verb[node.attr] for node in named if isinstance(node.value, ast.Name) and node.value.id == "Verb"}


def _records(module: ast.Module) -> bool:
    """Handed on to another function, too: `partial(record_export, …)`."""
    named = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    return bool(named & {"record", "record_export", "carry_out", "carry_out_undoably"})


def test_whatever_changes_or_exports_is_recorded_or_says_why_not() -> None:
    files = [*(ROOT / "bot/actions").glob("*/*.py"), *(ROOT / "bot/reports").glob("*.py")]
    modules = {file.name: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    wanted = {name: _verbs(module) - set(NOT_RECORDED) for name, module in modules.items()}
    assert {name for name, verbs in wanted.items() if verbs and not _records(modules[name])} == set()
    assert set().union(*wanted.values()) == set(Verb) - set(NOT_RECORDED)


@pytest.mark.parametrize("language", Language)
def test_the_words_of_each_act_say_all_that_is_stored_of_it(language: Language) -> None:
    found = words(Recorded, language)
    for act in Act:
        parts = [f"{act}_some", f"{act}_few"] if "number" in ABOUT[act] else [act.value]
        assert frozenset().union(*(blanks(found[part]) for part in parts)) == ABOUT[act]


async def test_an_act_about_other_things_than_agreed_is_refused(tmp_path: Path) -> None:
    async with nordviks(tmp_path) as house:
        with pytest.raises(ValueError, match="series_planned is about"):
            await house.stage.app.db.write(
                partial(record, actor=OPERATOR, act=Act.SERIES_PLANNED, municipality="nordvik", now=MONDAY, person="x")
            )


def test_the_commands_of_an_operator_are_recorded_once_and_dry_runs_never(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("import", str(nordvik()))
    bot("import", str(nordvik()))
    settings = str(nordvik() / "kommune.toml")
    uka = str(series(tmp_path, "uka", "rektorgruppa", dates="[2190-11-24, 2190-12-01]"))
    (tmp_path / "rute.csv").write_text("date,until,kind,name\n2190-10-01,2190-10-05,closed,Høstferie\n")
    for command in (
        ("municipality", settings),
        ("plan", uka),
        ("calendar", str(tmp_path / "rute.csv")),
        ("quiet", "nordvik", "19:00-06:30"),
        ("network", "nordnett", "nordvik"),
        ("cancel", "uka.rektorgruppa.2190-11-24"),
        ("cancel", "uka.rektorgruppa.2190-11-24", "--undo"),
        ("plan", "--end", "uka"),
    ):
        before = bot("record", "nordvik").lines
        tried, done, again = bot(*command, "--dry-run"), bot(*command), bot(*command)
        after = bot("record", "nordvik").lines
        assert (tried.code, done.code) == (0, 0), (command, tried.err, done.err, again.err)
        assert after[len(after) - len(before) :] == before, command
        assert len(after) == len(before) + (2 if command[0] == "municipality" else 1), command
    told = [json.loads(line) for line in bot("record", "nordvik", "--format", "json").lines]
    acts = [one["act"] for one in reversed(told)]
    assert set(acts[-9:-7]) == {"notice_changed", "settings_changed"}
    assert acts[-7:] == [
        *("series_planned", "calendar_imported", "quiet_hours_set", "network_tied"),
        *("session_cancelled", "session_reinstated", "series_ended"),
    ]
    assert set(acts[:-9]) == {"people_imported", "role_given"}
    assert {(one["by"], one["name"]) for one in told} == {("operator", "")}
    assert {"role": "coordinator", "group": "Rektorgruppa"} in [one["about"] for one in told]
    assert "Guro" not in "\n".join(bot("record", "nordvik").lines), "nobody is named who did nothing"
    assert bot("record", "nordvik", "--since", "2190-01-01").lines == []
    assert bot("record", "norvik").err == "there is no municipality norvik; did you mean nordvik?\n"


async def test_an_export_is_recorded_and_a_linked_channel_names_who_linked_it(tmp_path: Path) -> None:
    async with nordviks(tmp_path) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.install("guro", "tor")
        await house.to(at(11, 24))
        tor = house.cast["tor"]
        await tor.press(last(tor), "Send svar", {"answer": "Vi prøvde zqord.", "rung": "group"})
        await house.to(at(11, 28))
        db, session = house.stage.app.db, "uka.rektorgruppa.2026-11-24"
        with pytest.raises(UnknownReader):
            await digest_of(db, session, "una@nordvik.example", actor=OPERATOR, now=house.stage.now)
        assert (await entries(house))[0].act is not Act.DIGEST_EXPORTED
        await digest_of(db, session, "guro@nordvik.example", actor=OPERATOR, now=house.stage.now)
        found = await entries(house)
        assert (found[0].act, found[0].about) == (Act.DIGEST_EXPORTED, {"session": session})
        assert "zqord" not in str(found)
        assert "guro" not in str(found), "nor the reader"


async def test_an_erased_persons_acts_stay_as_acts_of_their_role(tmp_path: Path) -> None:
    async with nordviks(tmp_path) as house:
        person = uuid4()
        theirs = RecordEntry("nordvik", MONDAY + timedelta(days=1), By.FACILITATOR, person, Act.HOLD_ENDED, {})
        db = house.stage.app.db
        await db.write(lambda c: add_records(c, theirs))
        await db.write(partial(erase_from_records, municipality="nordvik", person=person))
        assert (await entries(house))[0].person is None
        assert (await entries(house))[0].by is By.FACILITATOR


def test_an_actor_without_a_role_is_told_as_the_least() -> None:
    assert By.widest(Actor.operator().roles_in("nordvik")) is By.OBSERVER

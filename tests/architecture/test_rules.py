"""No file breaks a rule about single nodes, and each rule sees its breach."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.reading_code import LAYERS, ROOT
from tests.architecture.rules import (
    LOOKED_AT,
    NAMED_IN_TESTS,
    OF_TESTS,
    OF_THE_PROGRAM,
    Rule,
    accepts_words,
    asks_teams_words,
    derives_an_id,
    makes_a_delivery,
    misnamed,
    mocks,
    reads_a_clock,
    reads_a_reply,
    says_who_reads,
    sleeps,
    waits,
)

HOLD_A_CLOCK = ("bot/app.py", "bot/rehearsal/")


@cache
def breaches() -> dict[Rule, list[str]]:
    """Rule -> file:line of every node that breaks the rule. Each file is parsed once for all rules."""
    breaking: dict[Rule, list[str]] = {rule: [] for rule in (*OF_THE_PROGRAM, *OF_TESTS)}
    for folder in (*LAYERS, "tests"):
        rules, named = (OF_TESTS, NAMED_IN_TESTS) if folder == "tests" else (OF_THE_PROGRAM, re.compile(""))
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text()
            tree = ast.parse(text if named.search(text) else "")
            for node in (node for node in ast.walk(tree) if isinstance(node, LOOKED_AT)):
                for rule in (rule for rule in rules if rule(node)):
                    breaking[rule].append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}")
    return breaking


def found(rule: Rule, *folders: str, but: tuple[str, ...] = ()) -> list[str]:
    """file:line of every node in `folders` that breaks the rule."""
    in_folders = tuple(f"{folder}/" for folder in folders)
    return [place for place in breaches()[rule] if place.startswith(in_folders) and not place.startswith(but)]


def test_words_and_practice_never_wait() -> None:
    assert found(waits, "content", "dialogs") == []


def test_time_is_an_argument() -> None:
    assert found(reads_a_clock, *LAYERS, but=HOLD_A_CLOCK) == []


def test_nothing_is_mocked() -> None:
    assert found(mocks, *LAYERS, "tests") == []


def test_no_test_sleeps() -> None:
    assert found(sleeps, "tests") == []


def test_only_the_edge_knows_what_teams_calls_an_activity() -> None:
    assert found(asks_teams_words, "content", "dialogs", "storage", "bot", but=("bot/entry/teams/",)) == []


def test_names_say_what_lives_there() -> None:
    files = [path for folder in LAYERS for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in files if path.stem in {"utils", "util", "helpers", "helper", "misc"}] == []
    assert found(misnamed, *LAYERS) == []


def test_deliveries_are_made_in_one_place() -> None:
    """bot/context/deliveries.py makes new deliveries; storage alone turns rows back into deliveries."""
    but = ("bot/context/deliveries.py", "storage/outbox_rows.py")
    assert found(makes_a_delivery, *LAYERS, but=but) == []


def test_one_module_decides_who_may_read() -> None:
    assert found(says_who_reads, *LAYERS, but=("dialogs/sharing/circles.py",)) == []


def test_a_reply_that_waits_is_read_only_where_a_delivery_is_composed() -> None:
    """The outbox's replies have no table of their own."""
    quoting = ("storage/outbox.py", "storage/outbox_rows.py", "storage/outbox_claims.py", "bot/outbox/composing.py")
    assert found(reads_a_reply, *LAYERS, but=quoting) == []


def test_only_the_check_of_words_accepts_words() -> None:
    assert found(accepts_words, *LAYERS, but=("bot/context/answers.py",)) == []


def test_ids_are_derived_where_their_noun_is_made() -> None:
    made = (
        "bot/context/deliveries.py",
        "bot/context/proposals.py",
        "bot/context/recording.py",
        "dialogs/answering/reflecting.py",
        "dialogs/people/roster.py",
        "bot/entry/teams/manifest.py",
        "bot/rehearsal/",
    )
    assert found(derives_an_id, *LAYERS, but=made) == []


@pytest.mark.parametrize(
    ("rule", "against", "fine"),
    [
        (waits, "async def ask(): ...", "def ask(): ..."),
        (reads_a_clock, "field(default_factory=datetime.now)", "datetime.fromisoformat(text)"),
        (reads_a_clock, "datetime.datetime.now(UTC)", "datetime.time(8)"),
        (reads_a_clock, "from time import time", "from datetime import time"),
        (reads_a_clock, "time.time()", "loop.time()"),
        (reads_a_clock, "select(func.now())", "select(func.count())"),
        (mocks, "from unittest import mock", "from unittest import TestCase"),
        (mocks, "import unittest.mock", "import unittest"),
        (mocks, "monkeypatch.setattr('bot.app.clock', clock)", "monkeypatch.setenv('PORT', '0')"),
        (mocks, "def test(mocker): ...", "def test(cast): ..."),
        (sleeps, "await asyncio.sleep(0.1)", "await asyncio.sleep(0)"),
        (sleeps, "time.sleep(1)", "clock.sleep(1)"),
        (makes_a_delivery, "Delivery('nes', id, kind, state, now)", "delivery(now)"),
        (makes_a_delivery, "model.Delivery(**row)", "Delivery.key"),
        (makes_a_delivery, "replace(receipt, about=OfNoAnswer())", "replace(receipt, due_at=now)"),
        (says_who_reads, "Reading(town.id, (Standing(rung, anchor),))", "circles(reader, memberships, town, now=now)"),
        (says_who_reads, "replace(reading, author=person.id)", "replace(reading, author=None)"),
        (says_who_reads, "replace(reading, standings=wider)", "replace(settings, standing=1)"),
        (reads_a_reply, "unpack(delivery.reply)", "deliveries.reply(about)"),
        (accepts_words, "answers.keep(c, met, answers.Accepted(after))", "isinstance(one, answers.Accepted)"),
        (accepts_words, "answers.hold_undecided(c, about, CheckedWords(text))", "isinstance(one, CheckedWords)"),
        (derives_an_id, "uuid.uuid5(NAMESPACE, name)", "uuid4()"),
        (asks_teams_words, "event.about.kind == 'message'", "event.about.in_place"),
        (asks_teams_words, "about.kind.startswith('invoke')", "delivery.kind == DeliveryKind.PROMPT"),
        (misnamed, "class SessionManager: ...", "class Session: ..."),
    ],
)
def test_a_rule_sees_what_it_is_against_and_nothing_else(rule: Rule, against: str, fine: str) -> None:
    assert any(rule(node) for node in ast.walk(ast.parse(against)) if isinstance(node, LOOKED_AT))
    assert not any(map(rule, ast.walk(ast.parse(fine))))

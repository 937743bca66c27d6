"""Every action and every report asks for a permission of its actor; roles are told apart in one table."""

import ast
from collections.abc import Iterator
from functools import cache

from dialogs.permissions import Verb
from tests.architecture.reading_code import ROOT, dotted

OPEN_TO_ALL = {
    "actions/people/arrive.py": "Teams tells where somebody can be reached",
    "actions/people/install.py": "Teams tells that the bot was added or removed",
    "actions/people/note_people.py": "Teams tells that the members of a channel have changed",
    "actions/committing/leave_try.py": "a form is put away; nothing is read or kept",
    "actions/talking/confirm.py": "finds the press that a yes stands for, which is checked in its turn",
    "actions/talking/hear.py": "finds out what was meant; whatever that is, it is checked in its turn",
    "actions/talking/help.py": "tells anybody of a tenant that is let in what they can do",
}
"""Actions open to everybody -> the reason."""

CHECKS = (
    *("require", "may", "answerers.meet", "card_presses.meet", "undecided.ask"),
    *("digests.may_read", "digest_offers.latest", "own_data.held_of", "identities.persons_of"),
    *("erasure_questions.ask", "erasure_questions.erasable_persons", "identities.may_choose_for"),
    *(
        "promises.reader_for",
        "press_alone",
        "bank.reader_for",
        "plans.plan_in",
        "plan_offers.ground",
        "planned_for.groups_planned_by",
        "planned_series.require_right",
        "series_cards.led_series",
        "series_cards.series_card",
        "session_questions.ground",
    ),
    *("members.looked_after", "members.groups_looked_after", "networks_of", "quiet_shown"),
    *("led_meetings.led", "led_meetings.listed", "meeting_choices.choices", "meeting_choices.places"),
)
"""Functions that refuse an actor without permission by `dialogs.permissions`."""

NAMES_ROLES = {
    "bot/context/recipients.py": "whom prompts and notices are written to",
    "bot/context/notices.py": "in which group's school days a notice is sent",
    "bot/imports/folder.py": "the role of whoever the file gives none",
}
"""Files of bot that name roles -> the purpose, never a permission."""


def actions() -> Iterator[tuple[str, ast.Module]]:
    """The modules of all actions, which change data, and of all reports, which show data to operators."""
    for path in sorted((*(ROOT / "bot/actions").glob("*/*.py"), *(ROOT / "bot/reports").glob("*.py"))):
        yield path.relative_to(ROOT / "bot").as_posix(), ast.parse(path.read_text())


def acts(module: ast.Module) -> list[ast.AsyncFunctionDef]:
    return [one for one in module.body if isinstance(one, ast.AsyncFunctionDef) and not one.name.startswith("_")]


def is_handed_to(called: str, node: ast.AST) -> bool:
    """Whether the node is a call of `called` with the actor as an argument."""
    if not isinstance(node, ast.Call) or dotted(node.func) != called:
        return False
    return any(ast.unparse(one) == "actor" for one in (*node.args, *(keyword.value for keyword in node.keywords)))


def is_checked(function: ast.AST, module: ast.Module, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function hands its actor to a check, itself or by another function of its module."""
    if any(is_handed_to(check, node) for check in CHECKS for node in ast.walk(function)):
        return True
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)} - seen
    inner = [one for one in module.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(is_checked(one, module, seen | named) for one in inner if one.name in named)


def test_every_action_and_report_knows_who_acts() -> None:
    unknown = [
        f"{name}: {act.name}"
        for name, module in actions()
        if name not in OPEN_TO_ALL
        for act in acts(module)
        if "actor" not in {argument.arg for argument in act.args.kwonlyargs}
    ]
    assert unknown == []


def test_every_action_and_report_asks_whether_its_actor_may() -> None:
    unchecked = [
        f"{name}: {act.name}"
        for name, module in actions()
        if name not in OPEN_TO_ALL
        for act in acts(module)
        if not is_checked(act, module)
    ]
    assert unchecked == []
    assert set(OPEN_TO_ALL) <= {name for name, _ in actions()}


@cache
def named_in_bot(enumeration: str) -> dict[str, set[str]]:
    """Member of the enumeration -> the files of bot that name the member."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == enumeration:
                found.setdefault(node.attr, set()).add(str(path.relative_to(ROOT)))
    return found


def test_every_verb_is_asked_for_and_answering_in_one_place() -> None:
    assert set(named_in_bot("Verb")) == set(Verb.__members__)
    assert named_in_bot("Verb")["ANSWER"] == {"bot/context/recipients.py"}


def test_roles_are_told_apart_for_rights_in_the_table_alone() -> None:
    naming = {file for files in named_in_bot("Role").values() for file in files}
    assert {file for file in naming if not file.startswith("bot/rehearsal/")} == set(NAMES_ROLES)

"""The architecture's rules: who may import whom, where the clock is read, forbidden names, the lock file's content."""

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dialogs.permissions import Verb
from storage import personal
from storage.personal import HOLDS

ROOT = Path(__file__).parent.parent
LAYERS = ("bot", "storage", "dialogs", "content")
BELOW = ("storage", "dialogs", "content")
SHARED = ("bot.ports", "bot.errors")

MAY_IMPORT = {
    "content": (),
    "dialogs": ("content",),
    "storage": ("dialogs.model",),
    "bot.errors": (),
    "bot.ports": ("dialogs", "content"),
    "bot.context": (*BELOW, *SHARED),
    "bot.actions": (*BELOW, "bot.context", "bot.exports", *SHARED),
    "bot.dispatch": ("bot.actions", "bot.context", "bot.ports", "dialogs", "content", "storage.database"),
    "bot.outbox": (*BELOW, "bot.context", "bot.workers", *SHARED),
    "bot.workers": (*BELOW, "bot.context", *SHARED),
    "bot.telemetry": (*BELOW, *SHARED),
    "bot.entry.openid": (*SHARED,),
    "bot.entry.teams": ("bot.entry.openid", *SHARED, "dialogs.events", "dialogs.model", "dialogs.turn", "content"),
    # The pages read through bot.context; `storage.database` is what a read is given.
    "bot.entry.web": (
        *("bot.context", "bot.entry.openid", "bot.exports", "content", "dialogs.calendar.instants", "dialogs.events"),
        *("dialogs.model", "dialogs.turn", "storage.database"),
        *SHARED,
    ),
    "bot.entry.clock": (*BELOW, "bot.actions", "bot.context", *SHARED),
    "bot.entry.clock.ticker": (),
    "bot.imports": (*BELOW, *SHARED),
    "bot.exports": (*BELOW, *SHARED),
}
"""Folder or file -> our modules allowed in direct imports, beside the folder's own."""

ONLY_IMPORTED_BY = {
    "botbuilder": ("bot.entry.teams",),
    "botframework": ("bot.entry.teams",),
    "apscheduler": ("bot.entry.clock.ticker",),
    **dict.fromkeys(("numpy", "scipy"), ("dialogs.knowledge.themes",)),  # loaded by one process alone
    "snowballstemmer": ("dialogs.knowledge.themes.stems",),
    "dialogs.knowledge.themes.finding": ("bot.workers.finders",),
    "bot.workers.finders": ("bot.workers.tasks",),
    "bot.workers.tasks": (),
    "bot.app": ("bot.__main__", "bot.entry.cli", "bot.rehearsal"),
}

ONLY_USED_BY = {
    # People's words come in by one door.
    "storage.reflections.save": ("bot.context.answers",),
    "storage.undecided_messages.add": ("bot.context.answers",),
    "storage.notes.add": ("bot.context.answers",),
    "storage.proposals.add": ("bot.context.answers",),
    "storage.commitments.add": ("bot.context.answers",),
    "storage.headings.put": ("bot.context.answers",),
    "storage.commitments.save": ("bot.context.answers",),
    "storage.support_needs.add": ("bot.context.answers",),
    "storage.support_needs.save": ("bot.context.answers",),
    "storage.decisions.add": ("bot.context.answers",),
    "storage.decisions.reword": ("bot.context.answers",),
    # What a meeting decided, to whoever was told of to its writer: whoever leads the meeting, or belongs to it.
    "storage.decisions.of_meeting": ("bot.context.decisions", "bot.actions.committing.write_decisions"),
    "storage.decisions.of_author": ("bot.context.own_data",),
    "storage.decisions.of_commitment": ("bot.context.decisions",),
    "storage.commitments.by_ids": ("bot.context.decisions", "bot.actions.committing.write_decisions"),
    # What somebody will try, or needs: in a reader's circles, by its author, for who answers, or for the clock alone.
    "storage.commitments.readable": ("bot.context.commitments", "bot.context.promises"),
    "storage.commitments.of_author": (
        "bot.actions.committing.try_something",
        "bot.context.erasing",
        "bot.context.own_data",
    ),
    "storage.commitments.told_of_by": ("bot.context.erasing", "bot.context.own_data"),
    "storage.commitments.open_of_promiser": (
        "bot.actions.committing.try_something",
        "bot.actions.committing.write_decisions",
        "bot.context.promises",
    ),
    "storage.commitments.of_municipality": ("bot.reports.commitments",),
    "storage.commitments.to_open_with": ("bot.context.opening_with",),
    "storage.commitments.due": ("bot.actions.sessions.look_again",),
    "storage.support_needs.one_need": ("bot.actions.committing.answer_support", "bot.context.support"),
    "storage.support_needs.readable": ("bot.context.commitments", "bot.context.promises"),
    "storage.support_needs.addressed_to_owner": ("bot.context.promises",),
    "storage.support_needs.answered_for_group": ("bot.context.opening_with",),
    "storage.support_needs.of_person": (
        "bot.actions.committing.ask_support",
        "bot.context.erasing",
        "bot.context.own_data",
        "bot.context.promises",
    ),
    "storage.support_needs.answered_by": ("bot.context.erasing", "bot.context.own_data"),
    "storage.support_needs.due": ("bot.actions.sessions.look_again",),
    # What people did with themes: for a digest's reader, its own author, and who puts the themes in order.
    "storage.tidied.save": ("bot.context.answers",),
    "storage.tidied.save_words": ("bot.context.answers",),
    "storage.tidied.of_digest": ("bot.context.answers", "bot.context.theme_forms", "bot.context.tidying"),
    "storage.tidied.words_of_group": ("bot.context.tidying",),
    "storage.tidied.words_of_question": ("bot.context.theme_forms",),
    "storage.tidied.named_by": ("bot.context.erasing", "bot.context.own_data"),
    "storage.proposals.of_person": (
        "bot.context.own_data",
        "bot.context.erasing",
        "bot.actions.proposing.propose_question",
    ),
    "storage.proposals.one_proposal": ("bot.context.proposals", "bot.actions.proposing.decide_proposal"),
    "storage.notes.of_person": (
        "bot.context.notes",
        "bot.context.own_data",
        "bot.context.erasing",
        "bot.actions.noting.press_note",
    ),
    # Functions that copy stored words, or quote words to their author.
    "storage.releases.follow": ("bot.context.answers",),
    "storage.releases.release": ("bot.context.given_digests",),
    "bot.context.deliveries.reply": ("bot.outbox.replies",),
    "bot.context.deliveries.words_taken_off": ("bot.outbox.replies",),
    # Other people's words go out only through a reader's circles; the rest reads an author's own answer.
    "storage.readable_reflections.readable": (
        "bot.context.cards",
        "bot.context.covered",
        "bot.context.digest_reading",
        "bot.context.dilemmas",
        "bot.context.given_digests",
    ),
    "storage.readable_reflections.readable_by_id": ("bot.context.bank",),
    # The sharing bank's index, of answers whose digest has been given back.
    "storage.reflections.shared_in": ("bot.context.bank_indexing",),
    "storage.bank_index.put": ("bot.context.bank_indexing",),
    "storage.bank_index.remove": ("bot.context.bank_indexing", "storage.erasing", "storage.expired"),
    "storage.answers_shown.candidates": ("bot.context.from_others",),
    "storage.answers_shown.words_of": ("bot.context.from_others",),
    "storage.releases.released": ("bot.context.digest_reading",),
    "storage.releases.of_reflection": ("bot.context.recalls",),  # when it was released, and to which network
    "storage.undecided_messages.find": (
        "bot.actions.answering.add_text",
        "bot.actions.answering.deny_answer",
        "bot.actions.answering.follow_message",
    ),
    "storage.outbox.replies_to": ("bot.context.recalls",),
    "storage.reflections.own": (
        "bot.context.cards",
        "bot.context.drafts",
        "bot.context.own_answers",
        "bot.context.open_questions",
    ),
    "storage.reflections.own_of": ("bot.outbox.bulk_composing",),
    "storage.reflections.by_id": ("bot.context.chat_messages",),
    "storage.reflections.all_of": ("bot.context.own_answers", "bot.context.erasing"),
    "storage.undecided_messages.latest": ("bot.actions.talking.hear",),  # the speaker's own, in the same chat
    "storage.undecided_messages.of_account": (
        "bot.context.own_data",
        "bot.context.erasing",
        "bot.context.erasure_questions",
    ),
    "storage.own_log.of_person": ("bot.context.own_answers", "bot.context.erasing"),
    "storage.reflections.answerer": ("bot.context.answerers",),
    # Only the modules of the functions above write the tables of people's words.
    "storage.tables.sessions.reflection_parts": (
        "storage.reflections",
        "storage.readable_reflections",
        "storage.answers_shown",
        "storage.personal",
        "storage.expired",  # deletes
        "storage.delivery_links",  # whether there are any
    ),
    "storage.tables.sessions.reflections": (
        "storage.reflections",
        "storage.readable_reflections",
        "storage.answers_shown",
        "storage.personal",
        # Keys, times and numbers alone; `expired` deletes.
        *(
            "storage.askings",
            "storage.delivery_links",
            "storage.dilemmas",
            "storage.expired",
            "storage.heard_from",
            "storage.own_answers",
        ),
        "storage.drafts",  # rungs that wait, and whose
        "storage.bank_search",  # keys, and who may read
        *("storage.own_log", "storage.reminders", "storage.turnout"),
    ),
    "storage.tables.bank.bank_entries": ("storage.bank_index", "storage.bank_search", "storage.personal"),
    "storage.tables.bank.bank_stems": ("storage.bank_index", "storage.personal"),
    "storage.tables.notes.notes": ("storage.notes", "storage.inbox", "storage.personal"),
    "storage.tables.commitments.commitments": (
        *("storage.commitments", "storage.inbox", "storage.personal"),
        "storage.askings",  # whether a group promised something, and none of the words
        "storage.merged_groups",  # as above
    ),
    "storage.tables.commitments.support_needs": ("storage.support_needs", "storage.inbox", "storage.personal"),
    "storage.tables.decisions.decisions": ("storage.decisions", "storage.inbox", "storage.personal"),
    "storage.tables.tidied.tidied_themes": ("storage.tidied", "storage.personal", "storage.expired"),
    "storage.tables.tidied.own_words": ("storage.tidied", "storage.personal", "storage.inbox"),
    "storage.tables.proposals.proposals": ("storage.proposals", "storage.inbox", "storage.personal"),
    "storage.tables.headings.headings": ("storage.headings", "storage.expired", "storage.personal"),
    "storage.tables.places.undecided": ("storage.undecided_messages", "storage.inbox", "storage.personal"),
    "storage.tables.networks.releases": ("storage.releases", "storage.personal", "storage.expired"),
}
"""Function or table -> the modules allowed to name the function or table, beside the defining one."""

FILLED_BY = {
    "reflection_parts.text": ("storage.reflections.save",),
    "reflections.keyword": ("storage.reflections.save",),
    "undecided.text": ("storage.undecided_messages.add",),
    "notes.text": ("storage.notes.add",),
    "proposals.text": ("storage.proposals.add",),
    "headings.text": ("storage.headings.put",),
    **dict.fromkeys(
        ("commitments.text", "commitments.sign", "commitments.because", "commitments.learnt"),
        ("storage.commitments.add", "storage.commitments.save"),
    ),
    **dict.fromkeys(("tidied_themes.label", "tidied_themes.borrowed"), ("storage.tidied.save",)),
    **dict.fromkeys(("own_words.word", "own_words.label", "own_words.borrowed"), ("storage.tidied.save_words",)),
    **dict.fromkeys(
        ("support_needs.text", "support_needs.answer"), ("storage.support_needs.add", "storage.support_needs.save")
    ),
    **dict.fromkeys(("bank_entries.title", "bank_entries.body"), ("storage.bank_index.put",)),
    **dict.fromkeys(
        ("bank_stems.stem", "bank_stems.backwards"), ("storage.bank_index.put", "storage.bank_index.remove")
    ),
    "decisions.text": ("storage.decisions.add", "storage.decisions.reword"),
    "releases.text": ("storage.releases.release", "storage.releases.follow"),
    "releases.further": ("storage.releases.release", "storage.releases.follow"),
    "releases.keyword": ("storage.releases.release", "storage.releases.follow"),
    "deliveries.reply": ("bot.context.deliveries.reply", "bot.context.deliveries.words_taken_off"),
}
"""Column of people's words -> the only functions that fill it; their callers are in ONLY_USED_BY."""

WRITERS = {
    "reflection_parts": ("storage/reflections.py", {"_save_parts", "pass_on"}),
    "reflections": ("storage/reflections.py", {"save", "hide_signatures", "pass_on"}),
    "undecided": ("storage/undecided_messages.py", {"add"}),
    "proposals": ("storage/proposals.py", {"add", "decide", "erase"}),
    "headings": ("storage/headings.py", {"put"}),
    "notes": ("storage/notes.py", {"add", "use", "end_with_memberships"}),
    "commitments": ("storage/commitments.py", {"add", "save", "meet", "call_off", "agree", "wake", "erase"}),
    "support_needs": ("storage/support_needs.py", {"add", "save", "wake", "erase"}),
    "decisions": ("storage/decisions.py", {"add", "reword", "erase"}),
    "bank_entries": ("storage/bank_index.py", {"_inserting", "_updating", "pass_on"}),
    "bank_stems": ("storage/bank_index.py", {"_count"}),
    "tidied_themes": ("storage/tidied.py", {"save", "erase"}),
    "own_words": ("storage/tidied.py", {"save_words"}),
    "releases": ("storage/releases.py", {"release", "follow", "pass_on"}),
}
"""Table of people's words -> its module, and the functions there that insert or change rows."""

WRITING = {"put", "put_if_absent", "insert", "insert_into", "update"}

CLOCKS = re.compile(
    r"(datetime\.(now|utcnow|today)|date\.today|(^|\.)time\.(time|time_ns|gmtime|localtime)|func\.(now|current_\w+))$"
)
HOLD_A_CLOCK = ("bot/app.py", "bot/rehearsal/")


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*LAYERS, include_external_packages=True)


def within(module: str, folders: tuple[str, ...]) -> bool:
    return any(module == folder or module.startswith(f"{folder}.") for folder in folders)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_each_part_imports_only_what_the_table_lets_it(part: str) -> None:
    allowed = (part, *MAY_IMPORT[part])
    broken = [
        f"{module} imports {imported}"
        for module in sorted(imports().modules)
        if within(module, (part,))
        for imported in sorted(imports().find_modules_directly_imported_by(module))
        if within(imported, LAYERS) and not within(imported, allowed)
    ]
    assert broken == []


@pytest.mark.parametrize("kept", ONLY_IMPORTED_BY)
def test_libraries_and_modules_of_one_part_are_imported_by_no_other(kept: str) -> None:
    importers = imports().find_modules_that_directly_import(kept) if kept in imports().modules else set()
    assert [module for module in sorted(importers) if not within(module, (kept, *ONLY_IMPORTED_BY[kept]))] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Such modules can be imported in one order only. Imports for types alone are never carried out."""
    carried_out = grimp.build_graph(*LAYERS, exclude_type_checking_imports=True)
    graph = {module: carried_out.find_modules_directly_imported_by(module) for module in carried_out.modules}
    assert len([*TopologicalSorter(graph).static_order()]) == len(graph)


@pytest.mark.parametrize("library", ["numpy", "scipy"])
def test_the_bot_s_own_process_loads_no_library_of_numbers(library: str) -> None:
    """They would cost its start and its memory; the child process loads bot.workers.tasks by name.

    Stems are no such thing: snowballstemmer is pure Python, 12 ms and 3 MB, and every search needs it at once.
    """
    assert library not in imports().modules or imports().find_shortest_chain("bot.__main__", library) is None


def dotted(node: ast.AST) -> str:
    """A name as written, with "" for a call before a dot: `ast.unparse` would take twice as long."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def names_in(text: str) -> set[str]:
    """The dotted names of everything a module imports, or reaches through an import."""
    tree = ast.parse(text)
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            whole = {alias.asname: alias.name for alias in node.names if alias.asname}
            known |= whole | {name: name for alias in node.names if (name := alias.name.partition(".")[0])}
    reached = (dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    parts = (name.partition(".") for name in reached)
    return {*known.values(), *(f"{known[first]}.{rest}" for first, _, rest in parts if first in known)}


@cache
def names_by_module() -> dict[str, set[str]]:
    files = [path.relative_to(ROOT) for folder in LAYERS for path in (ROOT / folder).rglob("*.py")]
    return {".".join(path.with_suffix("").parts): names_in((ROOT / path).read_text()) for path in files}


@pytest.mark.parametrize("kept", ONLY_USED_BY)
def test_functions_and_tables_of_peoples_words_are_used_only_by_the_modules_named(kept: str) -> None:
    """A second caller would bypass the checks of the first."""
    users = [module for module, names in names_by_module().items() if kept in names]
    own = kept.rpartition(".")[0]
    assert [module for module in users if module not in (own, *ONLY_USED_BY[kept])] == []
    assert set(ONLY_USED_BY[kept]) <= set(users), "the table names a user that is none"


OF_WORDS = ("Reflection", "Release", "Part", "Undecided", "Commitment", "SupportNeed")
"""Types that hold people's words."""


def test_every_table_of_peoples_words_names_its_users() -> None:
    """The outbox's replies have no table of their own: they are read where a delivery is composed."""
    named = {used.rpartition(".")[2] for used in ONLY_USED_BY if used.startswith("storage.tables.")}
    assert {table.name for table, holds in HOLDS.items() if holds.words} - {"deliveries"} == named
    quoting = ("storage/outbox.py", "storage/outbox_rows.py", "storage/outbox_claims.py", "bot/outbox/composing.py")
    assert found(reads_a_reply, *LAYERS, but=quoting) == []


def readers_of_words() -> Iterator[tuple[str, ast.AsyncFunctionDef]]:
    """(dotted name, function) of everything in storage that returns people's words."""
    for path in sorted((ROOT / "storage").glob("*.py")):
        functions = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.AsyncFunctionDef))
        for function in functions:
            returned = ast.unparse(function.returns) if function.returns is not None else ""
            if not function.name.startswith("_") and re.search(rf"\b({'|'.join(OF_WORDS)})\b", returned):
                yield f"storage.{path.stem}.{function.name}", function


def test_every_function_that_reads_peoples_words_names_its_users() -> None:
    """Others' words come with a reader's circles alone: the rest reads an answer by its author or its own id."""
    reading = dict(readers_of_words())
    assert [name for name in reading if name not in ONLY_USED_BY] == []
    others = {name for name, function in reading.items() if "tuple" in ast.unparse(function.returns or function)}
    own = {"reflections.answerer", "reflections.all_of", "undecided_messages.of_account"}
    own |= {"commitments.of_author", "commitments.told_of_by", "support_needs.of_person", "support_needs.answered_by"}
    # Counted, or shown to who answers for the municipality; the clock reads whose day has come, and shows nothing.
    own |= {"commitments.open_of_promiser", "commitments.of_municipality", "support_needs.addressed_to_owner"}
    own |= {"commitments.to_open_with", "commitments.due", "support_needs.due", "support_needs.answered_for_group"}
    # Read by whoever belongs to a meeting, and by whoever led it.
    own |= {"decisions.of_meeting", "decisions.of_author", "decisions.of_commitment", "commitments.by_ids"}
    # Read once to be indexed, and shown to nobody.
    own |= {"reflections.shared_in"}
    assert others - {f"storage.{name}" for name in own} == {
        *(name for name, function in reading.items() if takes(function, "Reading")),
        *(name for name, function in reading.items() if takes(function, "Sequence[Standing]")),
    }


def takes(function: ast.AsyncFunctionDef, kind: str) -> bool:
    """Whether a parameter of the function is of this type."""
    arguments = (*function.args.args, *function.args.kwonlyargs)
    return any(argument.annotation and ast.unparse(argument.annotation) == kind for argument in arguments)


@pytest.mark.parametrize(
    "text",
    [
        "from storage import reflections\nawait reflections.save(c, one)",
        "from storage import reflections as store\npartial(store.save, c)",
        "from storage.reflections import save as put",
        "import storage.reflections\nstorage.reflections.save(c, one)",
        "import storage.reflections as store\nstore.save",
    ],
)
def test_a_use_of_a_function_is_found_however_it_is_imported(text: str) -> None:
    assert "storage.reflections.save" in names_in(text)
    assert "storage.reflections.save" not in names_in("from storage import reflections\nfile.save()")


def waits(node: ast.AST) -> bool:
    return isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith)


def reads_a_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and any(CLOCKS.search(f"time.{alias.name}") for alias in node.names)
    return isinstance(node, ast.Attribute) and bool(CLOCKS.search(dotted(node)))


def mocks(node: ast.AST) -> bool:
    """A mock, or an object replaced by its path instead of handed in."""
    match node:
        case ast.ImportFrom(module="unittest.mock" | "mock" | "pytest_mock"):
            return True
        case ast.ImportFrom(module="unittest", names=names) | ast.Import(names=names):
            return any(alias.name in {"mock", "unittest.mock", "pytest_mock"} for alias in names)
        case ast.Call(func=ast.Attribute(attr="setattr" | "delattr"), args=[ast.Constant(value=str()), *_]):
            return True
        case ast.arg(arg="mocker"):
            return True
        case _:
            return False


def sleeps(node: ast.AST) -> bool:
    """Real time spent waiting; `asyncio.sleep(0)` only lets other tasks run first."""
    match node:
        case ast.ImportFrom(module="time" | "asyncio", names=names):
            return any(alias.name == "sleep" for alias in names)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="time" | "asyncio"), attr="sleep"), args=args):
            return [ast.unparse(arg) for arg in args] != ["0"]
        case _:
            return False


def makes_a_delivery(node: ast.AST) -> bool:
    """A delivery made, or copied with another `about`."""
    match node:
        case ast.Call(func=ast.Name(id="Delivery") | ast.Attribute(attr="Delivery")):
            return True
        case ast.Call(func=ast.Name(id="replace"), keywords=keywords):
            return any(keyword.arg == "about" for keyword in keywords)
        case _:
            return False


def says_who_reads(node: ast.AST) -> bool:
    """A reader's circles put together or widened, which only `dialogs.sharing.circles` may do."""
    if not isinstance(node, ast.Call):
        return False
    called = dotted(node.func).rpartition(".")[2]
    if called not in {"Reading", "Standing", "replace"}:
        return False
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
    widened = given.get("author", "None") != "None" or given.keys() & {"standings", "leads"}
    return called != "replace" or bool(widened)


def reads_a_reply(node: ast.AST) -> bool:
    """A reply that waits in the outbox may quote its reader's words."""
    return isinstance(node, ast.Attribute) and dotted(node) in {"delivery.reply", "deliveries.c.reply"}


def accepts_words(node: ast.AST) -> bool:
    """An answer or a message declared checked, which only the check itself may do."""
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in {"Accepted", "CheckedWords"}


def derives_an_id(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).endswith("uuid5")


def asks_teams_words(node: ast.AST) -> bool:
    """Whether a decision depends on Teams' name for an activity, which only the edge may interpret."""
    match node:
        case ast.Compare(left=asked) | ast.Call(func=ast.Attribute(value=asked, attr="startswith")):
            return bool(re.search(r"(^|\.)about\.kind$", dotted(asked)))
        case _:
            return False


def misnamed(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Service", "Helper", "Utils"))


Rule = Callable[[ast.AST], bool]
OF_THE_PROGRAM: tuple[Rule, ...] = (
    *(waits, reads_a_clock, mocks, makes_a_delivery, says_who_reads, reads_a_reply, accepts_words, derives_an_id),
    *(asks_teams_words, misnamed),
)
OF_TESTS: tuple[Rule, ...] = (mocks, sleeps)
NAMED_IN_TESTS = re.compile("mock|setattr|delattr|sleep")
"""Found in every file of tests that breaks a rule: a dozen files, and the other files are not parsed."""
LOOKED_AT = (
    *(ast.Attribute, ast.Call, ast.Compare, ast.Import, ast.ImportFrom, ast.arg, ast.ClassDef),
    *(ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith),
)
"""The nodes that some rule is about: a quarter of all."""


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


def test_only_the_check_of_words_accepts_words() -> None:
    assert found(accepts_words, *LAYERS, but=("bot/context/answers.py",)) == []


def test_each_column_of_people_s_words_is_filled_by_few_functions_and_by_words_the_guard_has_seen() -> None:
    """Words of a new column go through `accept` or `checked` of bot/context/answers.py, and FILLED_BY says so."""
    assert {str(column) for column in personal.words()} == set(FILLED_BY)
    assert [name for names in FILLED_BY.values() for name in names if name not in ONLY_USED_BY] == []


@pytest.mark.parametrize("table", WRITERS)
def test_a_table_of_people_s_words_is_written_by_no_other_function(table: str) -> None:
    module, writers = WRITERS[table]
    tree = ast.parse((ROOT / module).read_text())
    found = {
        one.name
        for one in tree.body
        if isinstance(one, ast.AsyncFunctionDef | ast.FunctionDef)
        if any(_writes(node, table) for node in ast.walk(one))
    }
    assert found == writers


def _writes(node: ast.AST, table: str) -> bool:
    if not isinstance(node, ast.Call) or ast.unparse(node.func) not in WRITING:
        return False
    return table in {ast.unparse(argument) for argument in node.args}


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
    *("digests.may_read", "digest_offers.latest", "own_data.held_of", "own_data.persons_of"),
    *("erasure_questions.ask", "erasure_questions.erasable_persons", "identities.may_choose_for"),
    *("promises.reader_for", "press_alone", "bank.reader_for", "plans.plan_in"),
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


NOT_NAMED = tuple(
    "".join(pieces)
    for pieces in [
        ("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"), ("debian", ".org"),
        ("crates", ".io"), ("golang", ".org"), ("docker", ".io"), ("/work", "/main"), ("..", "/shared"),
    ]
)  # fmt: skip
"""Hosts of package registries, and folders of a single machine; in pieces, since this file may not name them."""


def files() -> Iterator[Path]:
    """The project's files: tracked or trackable by git; without git, all but hidden folders."""
    if (ROOT / ".git").exists():
        command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
        yield from (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
        return
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name == ".ci" or not name.startswith((".", "__"))]
        yield from (Path(folder, name) for name in names)


def test_no_file_names_where_packages_come_from_or_where_it_was_written() -> None:
    texts = {path: path.read_text(errors="replace") for path in files()}
    assert [f"{path}: {name}" for path, text in texts.items() for name in NOT_NAMED if name in text] == []


def pins(text: str) -> dict[str, str]:
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize(("part", "extra"), [(0, None), (1, "dev")])
def test_the_lock_holds_exactly_what_the_project_asks_for(part: int, extra: str | None) -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, project["optional-dependencies"][extra] if extra else project["dependencies"])
    locked = pins(lock.split("\n# For development\n")[part])
    assert [str(one) for one in asked if not one.specifier.contains(locked.get(canonicalize_name(one.name), ""))] == []


def test_the_lock_is_exact_and_names_no_source() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    shape = re.compile(r"#.*|[\w.-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|")
    assert [line for line in lines if not shape.fullmatch(line)] == []

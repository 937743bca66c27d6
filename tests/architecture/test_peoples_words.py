"""The functions and tables of people's words are used and written by the modules named, and by no other."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from storage import personal
from storage.personal import HOLDS
from tests.architecture.reading_code import LAYERS, ROOT, dotted
from tests.architecture.who_uses_words import FILLED_BY, ONLY_USED_BY, WRITERS


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


OF_WORDS = ("Reflection", "Release", "Part", "Undecided", "Commitment", "SupportNeed", "CameOfTry")
"""Types that hold people's words."""


def test_every_table_of_peoples_words_names_its_users() -> None:
    named = {used.rpartition(".")[2] for used in ONLY_USED_BY if used.startswith("storage.tables.")}
    assert {table.name for table, holds in HOLDS.items() if holds.words} - {"deliveries"} == named


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
        *(name for name, function in reading.items() if takes(function, "Beyond")),
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


def test_each_column_of_people_s_words_is_filled_by_few_functions_and_by_words_the_guard_has_seen() -> None:
    """Words of a new column go through `accept` or `checked` of bot/context/answers.py, and FILLED_BY says so."""
    assert {str(column) for column in personal.words()} == set(FILLED_BY)
    assert [name for names in FILLED_BY.values() for name in names if name not in ONLY_USED_BY] == []


WRITING = {"put", "put_if_absent", "insert", "insert_into", "update"}


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

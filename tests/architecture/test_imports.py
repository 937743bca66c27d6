"""Which folder may import which, and which library belongs to one folder."""

from functools import cache
from graphlib import TopologicalSorter

import grimp
import pytest

from tests.architecture.reading_code import BELOW, LAYERS, SHARED

MAY_IMPORT = {
    "content": (),
    "dialogs": ("content",),
    "storage": ("dialogs.model",),
    # What is wrong in a file is told in words, also in a terminal.
    "bot.errors": (
        *("content.file_words", "content.vocabulary.file_faults"),
        *("content.calendar_words", "content.vocabulary.calendar_faults"),
    ),
    "bot.ports": ("dialogs", "content"),
    "bot.context": (*BELOW, *SHARED),
    "bot.actions": (*BELOW, "bot.context", "bot.exports", *SHARED),
    "bot.dispatch": ("bot.actions", "bot.context", *SHARED, "dialogs", "content", "storage.database"),
    "bot.outbox": (*BELOW, "bot.context", "bot.workers", *SHARED),
    "bot.workers": (*BELOW, "bot.context", *SHARED),
    "bot.telemetry": (*BELOW, *SHARED),
    "bot.entry.openid": (*SHARED,),
    "bot.entry.teams": (
        *("bot.entry.openid", "bot.entry.try_limit", "dialogs.events", "dialogs.model", "dialogs.turn", "content"),
        *SHARED,
    ),
    # The pages read through bot.context; `storage.database` is what a read is given. Files come by pages too.
    "bot.entry.web": (
        *("bot.context", "bot.entry.openid", "bot.entry.try_limit", "bot.exports", "bot.imports", "content"),
        *("dialogs.calendar.instants", "dialogs.events", "dialogs.people.roster"),
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

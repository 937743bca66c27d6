"""Collect the tests this machine can run, report the rest as left out, and make a fresh database of each kind."""

import gc
import os
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

from content.language import Language
from tests import postgresql
from tests.cards import chromium, packages
from tests.cards.drawing import drawing
from tests.content import hunspell
from tests.postgresql import postgresql_cluster, postgresql_server, postgresql_url

gc.disable()  # until all tests are collected: imported modules stay

__all__ = ["drawing", "postgresql_cluster", "postgresql_server", "postgresql_url"]

REQUIRE_ALL = "SLOYFA_TEST_ALL"
"""The environment variable under which a test left out or skipped fails the run."""

ROOT = Path(__file__).parents[1]
MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30  # noqa: S108 - pytest and tempfile make private folders there
"""Where Linux keeps files in memory, and how many bytes of it must be free for the tests' databases."""

LONGEST_FILES = (
    *("test_every_page.py", "test_no_surface_shows_more.py", "test_story.py", "test_serving.py", "test_meeting.py"),
    *("test_bench.py", "test_school_year.py", "test_erasing.py", "test_meeting_pages.py", "test_rate_limits.py"),
)
"""By the processor's time, the longest first: from a minute to five seconds."""

RARELY = (50_000, 20, 50)
"""The thresholds of garbage collection that `serve` has too: reference counts free nearly everything."""

LEFT_OUT = pytest.StashKey[dict[str, str]]()
"""Test id -> the reason why the test was left out."""


def missing_programs() -> dict[str, str]:
    """Marker -> the program missing on this machine for tests with that marker."""
    found = {}
    if not os.environ.get(postgresql.URL_VARIABLE) and not postgresql.programs():
        found["postgresql"] = (
            f"no PostgreSQL here (Debian's package postgresql, or {postgresql.URL_VARIABLE}=URL, would do)"
        )
    if package := chromium.missing():
        found["browser"] = f"no cards are drawn here (Debian's package {package} would do)"
    if not packages.are_here():
        found["npm"] = "no packages from npm here (make packages would do, with node and npm)"
    for marker, languages in (("hunspell", (Language.NB, Language.NN)), ("hunspell_english", (Language.EN,))):
        if package := hunspell.missing(languages):
            found[marker] = f"no words are looked up here (Debian's package {package} would do)"
    return found


def pytest_configure(config: pytest.Config) -> None:
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        # Nothing that a test writes outlives the run, so no commit need wait for the disk.
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    # The usual lines, but for tracebacks as Python writes them: a second of drawing each is no part of a test.
    drawn = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], drawn])
    # No deadline: how long an example takes depends on the machine.
    settings.register_profile("sloyfa", deadline=None)
    settings.load_profile("sloyfa")
    config.stash[LEFT_OUT] = {}


def pytest_sessionstart(session: pytest.Session) -> None:
    """Import the files in another order in each worker, when the whole suite is run: a file's asserts are then
    rewritten by one worker, and not by all at once.
    """
    given: dict[str, Any] | None = getattr(session.config, "workerinput", None)
    if given is None or session.config.args != session.config.getini("testpaths"):
        return
    files = sorted(ROOT.glob("tests/**/test_*.py"))
    first = len(files) * int(given["workerid"].removeprefix("gw")) // given["workercount"]
    for file in files[first:] + files[:first]:
        with suppress(Exception):  # which is raised again, and told, when the file is collected
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


class TownScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """What a file's tests share is made by a single worker, in the file's order; other tests go to any worker."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if _shares(file) else nodeid


@cache
def _shares(file: str) -> bool:
    """Whether the file's tests share what a fixture has made (a played town, the catalogue), or our code, parsed."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return 'scope="module"' in text or "architecture" in Path(file).parts


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TownScheduling:
    # xdist would begin with the files of most tests, and come to the longest of single tests halfway through the run.
    config.option.loadscopereorder = False
    return TownScheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for marker, reason in missing_programs().items():
        gone = [item for item in items if item.get_closest_marker(marker)]
        items[:] = [item for item in items if item not in gone]
        _left_out(config).update({item.nodeid: reason for item in gone})
        config.hook.pytest_deselected(items=gone)
    # The longest files begin first: with several workers, a long file begun last would hold up the end of the run.
    items.sort(key=lambda item: (*LONGEST_FILES, item.path.name).index(item.path.name))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Exempt imported modules and collected tests from garbage collection, which would take a twentieth of the run."""
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        _left_out(item.config).setdefault(item.nodeid, "deselected by an option")


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):  # a worker process: report to the main one
        config.workeroutput["left_out"] = _left_out(config)
    elif os.environ.get(REQUIRE_ALL) and session.exitstatus == pytest.ExitCode.OK and _incomplete(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Add a worker's left-out tests to the report of the main process."""
    _left_out(node.config).update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for reason, times in Counter(_left_out(config).values()).items():
        terminalreporter.line(f"LEFT OUT: {times} tests, {reason}", yellow=True)
    if os.environ.get(REQUIRE_ALL) and _incomplete(config):
        terminalreporter.line(f"FAILED: {REQUIRE_ALL} is set, and tests were left out or skipped", red=True)


def _left_out(config: pytest.Config) -> dict[str, str]:
    return config.stash[LEFT_OUT]


def _incomplete(config: pytest.Config) -> bool:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return bool(_left_out(config) or (reporter and reporter.stats.get("skipped")))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty database; a test with this fixture runs once on each kind."""
    if request.param == "sqlite":
        return _sqlite_in(tmp_path)
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a fresh SQLite database, for tests of what no database decides: words, counts, files."""
    return _sqlite_in(tmp_path)


@pytest.fixture
def chosen_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, empty database: on SQLite, or once on each kind for a test marked `on_both_kinds`."""
    is_both = "database_url" in request.fixturenames
    url: str = request.getfixturevalue("database_url" if is_both else "sqlite_url")
    return url


def _sqlite_in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'sloyfa.db'}"

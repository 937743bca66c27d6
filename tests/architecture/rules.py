"""Rules about single nodes of the code: clocks, waiting, mocks, and the single doors."""

import ast
import re
from collections.abc import Callable

from tests.architecture.reading_code import dotted

CLOCKS = re.compile(
    r"(datetime\.(now|utcnow|today)|date\.today|(^|\.)time\.(time|time_ns|gmtime|localtime)|func\.(now|current_\w+))$"
)


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

"""The program's files as syntax trees, and names as written."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("bot", "storage", "dialogs", "content")
BELOW = ("storage", "dialogs", "content")
SHARED = ("bot.ports", "bot.errors")


def dotted(node: ast.AST) -> str:
    """A name as written, with "" for a call before a dot: `ast.unparse` would take twice as long."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""

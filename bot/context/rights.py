"""Refuse an act by an error, for pages, commands and the clock, which should never offer a forbidden act."""

from bot.errors import NotAllowed
from dialogs.model import Actor
from dialogs.permissions import Target, Verb, may


def require(actor: Actor, verb: Verb, on: Target = None) -> None:
    """Raises NotAllowed."""
    if not may(actor, verb, on):
        raise NotAllowed(f"{actor.kind} may not {verb}")

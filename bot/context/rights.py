"""The refusal of an act that nobody but its rightful actor sets off: a page or a command that offers it was wrong."""

from bot.errors import NotAllowed
from dialogs.permissions import Actor, On, Verb, may


def require(actor: Actor, verb: Verb, on: On = None) -> None:
    """Raises NotAllowed."""
    if not may(actor, verb, on):
        raise NotAllowed(f"{actor.kind} may not {verb}")

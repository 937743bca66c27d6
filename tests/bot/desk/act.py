"""An act at the desk, on both ways in."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.permissions import Verb
from tests.bot.desk.subject import Subject
from tests.bot.desk.ways_in import Asked, Pushed, Said


@dataclass(frozen=True)
class Act:
    """`page` and `chat` are the two ways in, None for none. `shows` stands in the answer to whoever may.

    An act that shows nothing changes something. `route` is the page's; `verb` is the right that is asked for. `aside`
    names a table that a look leaves its own trace in. The answer to an act that `echoes` shows what was sent.
    """

    verb: Verb
    page: Callable[[Subject], Asked] | None = None
    chat: Callable[[Subject], Pushed | Said] | None = None
    route: str = ""
    shows: Callable[[Subject], str] | None = None
    aside: str = ""
    echoes: bool = False

"""What time sets off: every due thing and its action. The row is the schedule; what was missed is caught up."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.actions.ask_newcomers import ask_newcomers
from bot.actions.close_steps import close_steps
from bot.actions.open_sessions import open_sessions
from bot.actions.prepare_meetings import prepare_meetings
from bot.actions.tell_not_let_in import tell_not_let_in
from bot.actions.tell_unreached import tell_unreached
from bot.catalogues import Catalogues
from dialogs.reaching import SHARE
from storage import places
from storage.database import Database, is_down


async def do_what_is_due(db: Database, catalogues: Catalogues, *, now: datetime, unreached_share: int = SHARE) -> None:
    """Opens, closes and writes deliveries; sending is the post's. What fails holds up nothing else.

    Coordinators are told where more than `unreached_share` per cent were not reached.
    """
    failures: list[Exception] = []
    for work in (
        partial(_until_none, partial(open_sessions, db, catalogues, now=now)),
        # A step that closes may open one that is over at once, after a long night.
        partial(_until_none, partial(close_steps, db, catalogues, now=now)),
        partial(ask_newcomers, db, now=now),
        partial(prepare_meetings, db, now=now),
        partial(_until_none, partial(tell_unreached, db, share=unreached_share, now=now)),
        partial(tell_not_let_in, db, now=now),
        partial(db.write, partial(places.forget_old, now=now)),
    ):
        try:
            await work()
        except Exception as error:  # one kind of thing that fails may not stop the others
            if is_down(error):
                raise
            failures.append(error)
    if failures:
        raise ExceptionGroup("not everything that is due could be done", failures)


async def _until_none(work: Callable[[], Awaitable[int]]) -> None:
    while await work():
        pass

"""«Ja»: the pending question's button counts as pressed, once."""

from datetime import datetime
from functools import partial

from content.presses import UnknownPress, decode
from dialogs.events import Confirmed, Pressed
from storage import pending_questions
from storage.database import Database


async def confirm(db: Database, event: Confirmed, *, now: datetime) -> Pressed | None:
    """The press that the yes stands for; None if the question is answered already, or of another version.

    The press's action takes the question, in the transaction of its work: where the action fails, a yes said once more
    still counts.
    """
    question = await db.read(partial(pending_questions.waiting, about=event.about, now=now))
    if question is None:
        return None
    try:
        return Pressed(event.about, decode(question.press))
    except UnknownPress:
        return None

"""Somebody joined or left a team or channel: the channel's readers will be counted again."""

from functools import partial

from dialogs.events import PeopleChanged
from dialogs.turn import SILENCE, Turn
from storage import channel_counts
from storage.database import Database


async def note_people(db: Database, event: PeopleChanged) -> Turn:
    await db.write(partial(channel_counts.count_again_in, place=event.about.place))
    return SILENCE

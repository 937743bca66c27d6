"""All data held about the speaker as a file: offered, and laid in the speaker's OneDrive after a yes.

The file is written anew at the yes, and nothing of it is stored here.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import own_data, steps
from bot.exports import own_data as files_of
from bot.ports import Files
from content.presses import FORMS, OwnFile, TakeOwnFile
from content.vocabulary.conversing import OldCard
from content.vocabulary.knowing import (
    FileDeclined,
    FileGiven,
    FileNotGiven,
    FileOffered,
    FileTakenAlready,
    FileTooLate,
    WhatIKnow,
)
from content.vocabulary.messages import Message
from dialogs.calendar.instants import local
from dialogs.events import FileAnswered, Upload
from dialogs.model import Actor, Happening, Language, Scope
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database

_LASTS = timedelta(days=1)
"""As long as the inbox remembers that the offer has been taken."""


async def offer_own_file(db: Database, about: Happening, press: TakeOwnFile, *, actor: Actor, now: datetime) -> Turn:
    """In personal chat alone, where Teams takes files for a person."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or press.form not in FORMS:
            return Turn(language, say=(OldCard(),))
        known = await own_data.held_of(c, actor, language, now=now)
        size = len(_file(known, press.form, language, now=now))
        file = OwnFile(press.form, int(now.timestamp()))
        offer = FileOffered(file, files_of.name(press.form, local(now)), size)
        page = own_data.without_answers(known, press.start)
        return Turn(language, say=(offer,), show=page if about.in_place else None)

    return await db.read(work)


async def give_own_file(db: Database, event: FileAnswered, *, actor: Actor, files: Files, now: datetime) -> Turn:
    """The offer counts once, however often Teams tells of the yes."""

    async def work(c: AsyncConnection) -> Turn | tuple[Language, bytes]:
        language = await steps.language_for(c, event.about)
        if not await inbox.remember(c, event.about, now=now):
            return SILENCE
        refused = await _refused(c, event, files, now=now)
        if refused is not None:
            return Turn(language, say=(refused,))
        known = await own_data.held_of(c, actor, language, now=now)
        return language, _file(known, event.file.form, language, now=now)

    made = await db.write(work)
    if isinstance(made, Turn):
        return made
    language, file = made
    return Turn(language, say=(await _laid(files, event.upload, file),))


async def _refused(c: AsyncConnection, event: FileAnswered, files: Files, *, now: datetime) -> Message | None:
    """Why nothing is laid anywhere; None where the file may be."""
    if event.about.place.scope is not Scope.PERSONAL:
        return OldCard()
    if event.upload is None:
        return FileDeclined()
    if now - datetime.fromtimestamp(event.file.asked_at, UTC) > _LASTS:
        return FileTooLate()
    if not await _is_first_yes(c, event, now=now):
        return FileTakenAlready()
    return None if files.may_lay(event.upload) else FileNotGiven()


async def _laid(files: Files, upload: Upload | None, file: bytes) -> FileGiven | FileNotGiven:
    if upload is None or not await files.lay(upload, file):
        return FileNotGiven()
    return FileGiven(upload.name, upload.content_url, upload.unique, upload.kind)


async def _is_first_yes(c: AsyncConnection, event: FileAnswered, *, now: datetime) -> bool:
    """The inbox holds the yes under the offer's own message, beside the activity of the yes."""
    offer = f"{event.about.pressed}\n{event.file.form}\n{event.file.asked_at}"
    told = replace(
        event.about,
        activity=event.about.pressed or event.file.form,
        at=datetime.fromtimestamp(event.file.asked_at, UTC),
        kind="file",
        fingerprint=hashlib.sha256(offer.encode()).hexdigest(),
    )
    return await inbox.hear(c, told, now=now) is not inbox.Heard.AGAIN


def _file(known: WhatIKnow, form: str, language: Language, *, now: datetime) -> bytes:
    return files_of.written(known, form, language, made_at=local(now))

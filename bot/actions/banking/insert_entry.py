"""The sharing bank in chats among people: entries to insert are searched for, and an inserted card is read by presses.

The words of a search are stored and logged nowhere.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank, steps
from bot.context.bank_entries import Reader
from content.presses import ReadInserted, id_in
from content.vocabulary.bank import (
    ANYTHING,
    BankClosed,
    BankEntry,
    BankNothing,
    BankOffered,
    BankOpened,
    BankRead,
)
from content.vocabulary.conversing import NotImported
from dialogs.events import BankSearched
from dialogs.model import Actor, Happening, Language
from dialogs.sharing.circles import in_all_of_municipality
from dialogs.turn import Turn
from storage.database import Database


async def offer_entries(db: Database, event: BankSearched, *, pages: str, actor: Actor, now: datetime) -> Turn:
    """Entries that all of a municipality may read, since anybody may be in the chat where a card is inserted.

    Of several municipalities those of the first come first.
    """

    async def work(c: AsyncConnection) -> Turn:
        language, most = await _language(c, event.about), event.start + event.size
        found: list[BankEntry] = []
        for one in actor.identities:
            reader = await bank.reader_for(c, actor, one.municipality, language, now=now)
            if reader is not None and len(found) < most:
                found += await _found(c, _among_anybody(reader), event.words, most)
        if not found:
            return Turn(language, say=(BankNothing() if actor.identities else NotImported(),))
        return Turn(language, show=BankOffered(tuple(found[event.start : most]), pages))

    return await db.read(work)


async def read_inserted(db: Database, about: Happening, press: ReadInserted, *, actor: Actor, now: datetime) -> Turn:
    """On the card, for the presser alone; an older client presses by a message, answered in the presser's own chat."""

    async def work(c: AsyncConnection) -> Turn:
        language, its_id = await _language(c, about), id_in(press.entry)
        reader = await bank.reader_for(c, actor, press.municipality, language, now=now)
        entry = await bank.entry_for(c, reader, its_id) if reader is not None and its_id is not None else None
        if not about.in_place:
            return Turn(language, apart=(BankOpened(entry) if entry is not None else BankClosed(),))
        return Turn(language, show=BankRead(entry)) if entry is not None else Turn(language, say=(BankClosed(),))

    return await db.read(work)


def _among_anybody(reader: Reader) -> Reader:
    """Without what other municipalities released, which the network's own groups alone read."""
    return replace(reader, reading=in_all_of_municipality(reader.reading), beyond=None)


async def _found(c: AsyncConnection, reader: Reader, words: str, most: int) -> tuple[BankEntry, ...]:
    """The newest where no word of the search can be searched for."""
    page = await bank.page_for(c, reader, words, ANYTHING, 0, size=most)
    return await bank.newest(c, reader, most=most) if page.is_blank else page.entries


async def _language(c: AsyncConnection, about: Happening) -> Language:
    """The person's own, also in a channel: nobody else is shown what is said here."""
    return await steps.language_of_account(c, about.account) or Language.of(about.locale)

"""«Søk friminutt»: the sharing bank as the speaker may read it. The words of a search are stored and logged nowhere."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import get_args

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank, entry_tries, promises, steps
from bot.context.bank_entries import Reader
from content.cards.banking import IN_CHAT, LONGEST_SEARCH
from content.presses import OpenBankEntry, SearchBank, id_in
from content.vocabulary.bank import BankFilters, BankFound, BankGone, BankOpened, BankReady, Kind
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.entry_tries import NO_TRIES
from content.vocabulary.messages import Message
from dialogs.events import Commanded, Form
from dialogs.model import Actor, Happening, Language, Scope
from dialogs.turn import Turn, in_place
from storage.database import Database


async def say_search(db: Database, event: Commanded, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        reader = await bank.reader_for(c, actor, event.municipality, language, now=now)
        if reader is None:
            return Turn(language, say=(NotImported(),))
        found = await _page(c, reader, event.argument, 0, "")
        return Turn(language, say=(BankReady(found.search) if found.page.entries else found,))

    return await db.read(work)


async def press_search(
    db: Database, about: Happening, press: SearchBank, form: Form, *, actor: Actor, now: datetime
) -> Turn:
    """Words in the card's field go before the words that the page was found by."""

    async def work(c: AsyncConnection, reader: Reader) -> Message:
        return await _page(c, reader, form.sought or press.search, press.start, form.kind or press.kind)

    return await _alone(db, about, "", work, actor=actor, now=now)


async def open_entry(db: Database, about: Happening, press: OpenBankEntry, *, actor: Actor, now: datetime) -> Turn:
    """A press made by hand opens nothing that the presser could not find."""

    async def work(c: AsyncConnection, reader: Reader) -> Message:
        its_id = id_in(press.entry)
        found = await bank.entry_for(c, reader, its_id) if its_id is not None else None
        if found is None:
            return BankGone()
        about_it = await promises.reader_of(c, found.municipality, reader.person.id, now=now)
        known = await entry_tries.tries_of(c, about_it, found) if about_it is not None else NO_TRIES
        search, kind = press.search[:LONGEST_SEARCH], _KINDS.get(press.kind, "")
        return BankOpened(found, search, press.start, known, kind)

    return await _alone(db, about, press.municipality, work, actor=actor, now=now)


async def _page(c: AsyncConnection, reader: Reader, search: str, start: int, kind: str) -> BankFound:
    """A kind made by hand is none."""
    search, filters = search[:LONGEST_SEARCH], BankFilters(kind=_KINDS.get(kind, ""))
    page = await bank.page_for(c, reader, search, filters, start // IN_CHAT, size=IN_CHAT)
    return BankFound(search, page, filters.kind)


_KINDS: Mapping[str, Kind] = {one: one for one in get_args(Kind)}


Work = Callable[[AsyncConnection, Reader], Awaitable[Message]]


async def _alone(db: Database, about: Happening, municipality: str, work: Work, *, actor: Actor, now: datetime) -> Turn:
    """In personal chat alone: elsewhere others would read along. A plain line is said, and the card stays."""

    async def in_language(c: AsyncConnection) -> tuple[Language, Message]:
        language = await steps.language_for(c, about)
        reader = await bank.reader_for(c, actor, municipality, language, now=now)
        is_alone = about.place.scope is Scope.PERSONAL and reader is not None
        return language, await work(c, reader) if is_alone and reader is not None else OldCard()

    language, message = await db.read(in_language)
    if isinstance(message, OldCard | BankGone):
        return Turn(language, say=(message,))
    return in_place(about, language, message)

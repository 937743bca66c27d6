"""Web pages and files read for a person: a line for each surface, and everything on the surface."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank, entry_tries
from bot.context import promises as promises_context
from bot.context.catalogues import Catalogues
from bot.context.identities import identities_of
from bot.context.pages import digests as digest_pages
from bot.context.pages import oneself, plan, promises
from bot.context.pages import start as start_pages
from bot.context.pages.coverage import coverage_page
from bot.context.pages.sessions import session_page
from bot.exports.digest_files import DigestFormat, digest_file
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from content.catalogue import load
from content.language import Language
from content.vocabulary.bank import BankEntry, BankFilters
from content.vocabulary.entry_tries import EntryTries
from content.vocabulary.pages import DigestPage
from dialogs.calendar.instants import local
from dialogs.knowledge.themes.finding import Finder
from dialogs.model import Account, Actor, Digest, StepRef
from storage import digests as stored
from storage.tables.bank import bank_entries
from storage.tables.sessions import digests, steps
from tests.bot.circles.oracle import MARKER, may_read
from tests.bot.circles.town import Town
from tests.nordvik import House

MOST_FOLLOWED = 6  # of a town's quotes and readers, of each kind
_TAKEN = (DigestFormat.MD, DigestFormat.CSV)  # made in ways of their own; the others are taken over HTTP


@dataclass(frozen=True)
class Visit:
    """Somebody at the pages, asking for each digest and step of the town by address, offered or not.

    `sought` are the words of the search in the bank.
    """

    person: str
    actor: Actor
    language: Language
    catalogues: Catalogues
    digests: tuple[Digest, ...]
    steps: tuple[StepRef, ...]
    now: datetime
    sought: str = "tenketid"

    @property
    def addresses(self) -> Iterator[tuple[str, UUID]]:
        return ((one.municipality, one.id) for one in self.digests)


Reader = Callable[[Visit, AsyncConnection], Awaitable[list[Any]]]


async def _start(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await start_pages.start_page(c, who.catalogues, who.actor, who.language, now=who.now)]


async def _list(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await digest_pages.digests_page(c, who.actor, now=who.now)]


async def _digests(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await digest_pages.digest_page(c, finder(), who.actor, *one, now=who.now) for one in who.addresses]


async def _files(who: Visit, c: AsyncConnection) -> list[Any]:
    found = [await digest_pages.digest_to_take(c, finder(), who.actor, *one, now=who.now) for one in who.addresses]
    take = partial(digest_file, language=who.language, name="x", today=local(who.now).date())
    return [take(one[1], form=form).decode() for one in found if one is not None for form in _TAKEN]


async def _held(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await oneself.me_page(c, who.actor, who.language, now=who.now)]


async def _own_answers(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await oneself.answers_page(c, who.actor, who.language)]


async def _own_answer(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await oneself.answer_page(c, who.actor, step, who.language, now=who.now) for step in who.steps]


async def _further(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await oneself.further_page(c, who.actor, step, who.language, now=who.now) for step in who.steps]


async def _promises(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await promises.promises_page(c, who.actor, now=who.now)]


async def _glass_boxes(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await oneself.glass_boxes(c, who.actor, now=who.now)]


async def _plan(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await plan.plan_page(c, who.catalogues, who.actor, who.language, now=who.now)]


async def _sessions(who: Visit, c: AsyncConnection) -> list[Any]:
    sessions = dict.fromkeys((step.municipality, step.session) for step in who.steps)
    return [await session_page(c, who.actor, *one, who.language, now=who.now) for one in sessions]


async def _coverage(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await coverage_page(c, who.catalogues, who.actor, who.language, now=who.now)]


async def _room(who: Visit, c: AsyncConnection) -> list[Any]:
    packs = [(one.municipality, one.id) for one in who.digests if one.meeting_at is not None]
    read = partial(digest_pages.room_page, c, finder(), who.actor, step=0, now=who.now)
    return [await read(*one) for one in packs]


async def _bank(who: Visit, c: AsyncConnection) -> list[Any]:
    """Everything found by words common to all answers of the town, and every entry by id, from anywhere."""
    found: list[Any] = []
    places = {step.municipality for step in who.steps}
    ids = (await c.scalars(select(bank_entries.c.id).where(bank_entries.c.municipality.in_(places)))).all()
    for one in who.actor.identities:
        reader = await bank.reader_for(c, who.actor, one.municipality, who.language, now=who.now)
        if reader is not None:
            found.append(await bank.page_for(c, reader, who.sought, BankFilters(), 0, size=50))
            entries = [await bank.entry_for(c, reader, its_id) for its_id in ids]
            found += [*entries, *(await _tries(c, who, one.municipality, entries))]
    return found


async def _tries(
    c: AsyncConnection, who: Visit, municipality: str, entries: Sequence[BankEntry | None]
) -> list[EntryTries]:
    """What came of the entries where they were tried."""
    reader = await promises_context.reader_for(c, who.actor, municipality, now=who.now)
    there = [one for one in entries if one is not None] if reader is not None else []
    return [await entry_tries.tries_of(c, reader, one) for one in there if reader is not None]


SURFACES: dict[str, Reader] = {
    "start page": _start,
    "list of digests": _list,
    "digest's page": _digests,
    "digest's file": _files,
    "all that is held": _held,
    "own answers": _own_answers,
    "an answer of one's own": _own_answer,
    "sharing further": _further,
    "promises": _promises,
    "glass box": _glass_boxes,
    "annual wheel": _plan,
    "session's own page": _sessions,
    "coverage": _coverage,
    "pack in the room": _room,
    "sharing bank": _bank,
}
"""By name, what a visit to it reads: values of `content.vocabulary.pages`, text of files, and None where refused."""


@cache
def finder() -> Finder:
    return Finder(load().lexicon)


async def visit_pages(town: Town) -> None:
    """Everybody reads all surfaces; `tests.bot.circles.leaks` looks at everything shown."""
    language = Language(town.world.language)
    for who in await visits(town.house, town.clients, language, town.by, town.neighbour):
        async for name, page in pages_read(town.house, who):
            town.show(who.person, as_text(page), name)
            if isinstance(page, DigestPage):
                town.quotes |= _quotes_in(asdict(page), page.municipality, UUID(page.id))


async def pages_read(house: House, who: Visit) -> AsyncIterator[tuple[str, Any]]:
    """(surface, page) of everything but refusals."""
    for name, reader in SURFACES.items():
        for page in await house.stage.app.db.read(partial(reader, who)):
            if page is not None:
                yield name, page


async def visits(
    house: House, people: Mapping[str, Client], language: Language, *municipalities: str, sought: str = "tenketid"
) -> list[Visit]:
    """Of each of the people, now."""
    app, now = house.stage.app, house.stage.now

    async def work(c: AsyncConnection) -> list[Visit]:
        asked = select(steps.c.municipality, steps.c.session, steps.c.position)
        rows = await c.execute(asked.where(steps.c.municipality.in_(municipalities)))
        refs, found = tuple(StepRef(*row) for row in rows.all()), []
        for person, client in people.items():
            actor = Actor.at(account_of(client))
            known = actor.looked_up(await identities_of(c, actor, now=now))
            found.append(Visit(person, known, language, app.catalogues, of_all, refs, now, sought))
        return found

    of_all = await made(house, *municipalities)
    return await app.db.read(work)


def account_of(client: Client) -> Account:
    return Account(TENANT, client.person.object_id)


async def made(house: House, *municipalities: str) -> tuple[Digest, ...]:
    """The municipalities' digests and packs, drafts of packs too."""
    theirs = digests.c.municipality.in_(municipalities)

    async def work(c: AsyncConnection) -> tuple[Digest, ...]:
        rows = await c.execute(select(digests.c.municipality, digests.c.id).where(theirs).order_by(digests.c.id))
        found = [await stored.one(c, *row) for row in rows.all()]
        return tuple(one for one in found if one is not None)

    return await house.stage.app.db.read(work)


def as_text(page: Any) -> str:  # noqa: ANN401 - a page, or a file's text
    return page if isinstance(page, str) else json.dumps(asdict(page), ensure_ascii=False, default=str)


def _quotes_in(node: object, municipality: str, digest: UUID) -> dict[tuple[str, UUID, str], frozenset[str]]:
    """(municipality, digest, mark) -> the markers in the words of each quote, at any depth."""
    found: dict[tuple[str, UUID, str], frozenset[str]] = {}
    if isinstance(node, dict) and node.get("mark") and "text" in node:
        found[municipality, digest, node["mark"]] = frozenset(MARKER.findall(str(node)))
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ():
        found |= _quotes_in(one, municipality, digest)
    return found


async def follow_origins(town: Town) -> None:
    """The origin of a quote is told to readers of the quote, and to nobody else with the address."""
    asked = [
        (crc32(f"{person} {quote[-1]}".encode()), person, quote) for person in town.clients for quote in town.quotes
    ]
    may = [one for one in asked if _may_read_any(town, one[-1], one[1])]
    may_not = [one for one in asked if one not in may]
    language = Language(town.world.language)
    known = {one.person: one for one in await visits(town.house, town.clients, language, town.by, town.neighbour)}
    for tried in (may, may_not):
        for _, person, quote in sorted(tried)[:MOST_FOLLOWED]:
            page = await town.house.stage.app.db.read(
                partial(_origin, who=known[person], quote=quote),
            )
            if page is not None and tried is may_not:
                town.astray.append(f"a page tells {person} where {town.quotes[quote]} come from")


async def _origin(c: AsyncConnection, *, who: Visit, quote: tuple[str, UUID, str]) -> object | None:
    municipality, digest, mark = quote
    return await digest_pages.origin_page(c, who.actor, municipality, digest, mark, now=who.now)


def _may_read_any(town: Town, quote: tuple[str, UUID, str], reader: str) -> bool:
    known = [one for one in town.facts.words if one.marker in town.quotes[quote]]
    return any(may_read(town.facts, one, reader, town.now) for one in known)

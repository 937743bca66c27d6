"""What the web pages and the files read for a person: a line for each surface, and whatever may stand on one."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.catalogues import Catalogues
from bot.context.identities import identities_of
from bot.context.pages import digests as digest_pages
from bot.context.pages import oneself, plan
from bot.context.pages import start as start_pages
from bot.exports.digest_files import DigestFormat, digest_file
from bot.rehearsal.cast import TENANT
from content.catalogue import load
from content.language import Language
from content.vocabulary.pages import DigestPage
from dialogs.calendar.instants import local
from dialogs.knowledge.themes.finding import Finder
from dialogs.model import Account, Actor, Digest, StepRef
from storage import digests as stored
from storage.tables.sessions import digests
from tests.bot.circles.oracle import MARKER, may_read
from tests.bot.circles.town import Town

MOST_FOLLOWED = 12  # of a town's quotes and readers, of each kind
_TAKEN = tuple(form for form in DigestFormat if form is not DigestFormat.DOCX)  # a DOCX is taken over HTTP


@dataclass(frozen=True)
class Visit:
    """Somebody at the pages, who asks for each digest and step of the town by its address, offered or not."""

    actor: Actor
    language: Language
    catalogues: Catalogues
    digests: tuple[Digest, ...]
    steps: tuple[StepRef, ...]
    now: datetime

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


async def _glass_boxes(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await oneself.glass_boxes(c, who.actor, now=who.now)]


async def _plan(who: Visit, c: AsyncConnection) -> list[Any]:
    return [await plan.plan_page(c, who.catalogues, who.actor, who.language, now=who.now)]


SURFACES: dict[str, Reader] = {
    "start page": _start,
    "list of digests": _list,
    "digest's page": _digests,
    "digest's file": _files,
    "all that is held": _held,
    "own answers": _own_answers,
    "an answer of one's own": _own_answer,
    "sharing further": _further,
    "glass box": _glass_boxes,
    "annual wheel": _plan,
}
"""By name, what a visit to it reads: values of `content.vocabulary.pages`, text of files, and None where refused."""


@cache
def finder() -> Finder:
    return Finder(load().lexicon)


async def visit_pages(town: Town) -> None:
    """Everybody reads all surfaces; what was shown, `tests.bot.circles.leaks` looks at."""
    for person in town.clients:
        who = await visit_of(town, person)
        for name, reader in SURFACES.items():
            for page in await town.house.stage.app.db.read(partial(reader, who)):
                if page is not None:
                    town.show(person, as_text(page), name)
                if isinstance(page, DigestPage):
                    town.quotes |= _quotes_in(asdict(page), page.municipality, UUID(page.id))


async def visit_of(town: Town, person: str) -> Visit:
    app, now = town.house.stage.app, town.now
    actor = Actor.at(account_of(town, person))
    known = await app.db.read(partial(identities_of, actor=actor, now=now))
    steps = tuple([StepRef(town.by, session, position) for session, position, *_ in await town.steps()])
    language = Language(town.world.language)
    return Visit(actor.looked_up(known), language, app.catalogues, await made(town), steps, now)


def account_of(town: Town, person: str) -> Account:
    return Account(TENANT, town.clients[person].person.object_id)


async def made(town: Town) -> tuple[Digest, ...]:
    """Both municipalities' digests and packs, drafts of packs too."""
    of_both = digests.c.municipality.in_((town.by, town.neighbour))

    async def work(c: AsyncConnection) -> tuple[Digest, ...]:
        rows = await c.execute(select(digests.c.municipality, digests.c.id).where(of_both).order_by(digests.c.id))
        found = [await stored.one(c, *row) for row in rows.all()]
        return tuple(one for one in found if one is not None)

    return await town.house.stage.app.db.read(work)


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
    """Where a quote comes from is told to whoever may read the quote, and to nobody else who knows its address."""
    asked = [
        (crc32(f"{person} {quote[-1]}".encode()), person, quote) for person in town.clients for quote in town.quotes
    ]
    may = [one for one in asked if _may_read_any(town, one[-1], one[1])]
    may_not = [one for one in asked if one not in may]
    for tried in (may, may_not):
        for _, person, quote in sorted(tried)[:MOST_FOLLOWED]:
            who = await visit_of(town, person)
            page = await town.house.stage.app.db.read(
                partial(_origin, who=who, quote=quote),
            )
            if page is not None and tried is may_not:
                town.astray.append(f"a page tells {person} where {town.quotes[quote]} come from")


async def _origin(c: AsyncConnection, *, who: Visit, quote: tuple[str, UUID, str]) -> object | None:
    municipality, digest, mark = quote
    return await digest_pages.origin_page(c, who.actor, municipality, digest, mark, now=who.now)


def _may_read_any(town: Town, quote: tuple[str, UUID, str], reader: str) -> bool:
    known = [one for one in town.facts.words if one.marker in town.quotes[quote]]
    return any(may_read(town.facts, one, reader, town.now) for one in known)

"""Digests and lists asked for on the command line and in the chat."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.digest_reading import digest_for
from bot.errors import SloyfaError
from bot.rehearsal.cast import TENANT
from bot.reports.commitments import commitment_lines
from bot.reports.deliveries import tell_deliveries
from bot.reports.explaining import why_lines
from bot.reports.plans import planned_lines
from bot.reports.progress import progress_lines
from content.plain_digest import plain_digest
from content.vocabulary.digesting import Digesting
from dialogs.model import Digest
from storage import outbox_reports
from storage.people import person_named
from storage.tables.networks import releases
from tests.bot.circles import worlds
from tests.bot.circles.on_cards import press_of
from tests.bot.circles.oracle import MARKER
from tests.bot.circles.surfaces import finder, made
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import ANSWERING, Reach
from tests.nordvik import OPERATOR
from tests.reading import digest_of


async def look(town: Town) -> None:
    """Digests on the command line, and the operator's other lines, without anybody's words."""
    for place, person in enumerate(town.clients):
        # Each in a single group, another next time; all are read below, without the look-up and the record.
        await _ask_for_digest(town, person, ANSWERING[(place + town.now.toordinal()) % len(ANSWERING)])
    db, found, now = town.house.stage.app.db, town.house.stage.app.catalogues, town.now
    for group in ANSWERING:
        town.untold += await why_lines(db, found, town.session(group), actor=OPERATOR, now=now, municipality=town.by)
    town.untold += await planned_lines(db, found, actor=OPERATOR, now=now, municipality=town.by)
    town.untold += await progress_lines(db, actor=OPERATOR, tenants=(TENANT,), per_second=50, now=now)
    await tell_deliveries(db, outbox_reports.EVERYTHING, town.untold.append, actor=OPERATOR)
    await _look_at_copies(town)
    told = "\n".join(await commitment_lines(db, town.by, actor=OPERATOR, now=now))
    towns = {one.marker for one in town.facts.promises if one.reach is Reach.PRINCIPALS and one.stand(town.now)}
    town.untold += [marker for marker in MARKER.findall(told) if marker not in towns]


async def _ask_for_digest(town: Town, person: str, group: str) -> None:
    db, now, municipality = town.house.stage.app.db, town.now, town.home_of(person)
    try:
        message, language = await digest_of(
            db, town.session(group), town.upn(person), actor=OPERATOR, now=now, municipality=municipality
        )
    except SloyfaError as refusal:
        town.untold.append(str(refusal))
        return
    text = plain_digest(message, language)
    town.show(person, json.dumps(asdict(message), ensure_ascii=False, default=str), "digest on the command line")
    _must_read(town, person, group, town.show(person, text, "digest on the command line"))


async def read_digests(town: Town) -> None:
    """Every digest of both municipalities as each person of the same may read, offered or not."""
    await _read(town, await made(town.house, town.by, town.neighbour))


async def read_packs(town: Town) -> None:
    """The same of packs ahead of meetings alone."""
    of_both = await made(town.house, town.by, town.neighbour)
    await _read(town, [one for one in of_both if one.meeting_at is not None])


async def _read(town: Town, digests: Iterable[Digest]) -> None:
    for digest in digests:
        for person in town.clients:
            if town.home_of(person) == digest.municipality:
                await _read_digest(town, person, digest)


async def _read_digest(town: Town, person: str, digest: Digest) -> None:
    async def work(c: AsyncConnection) -> Digesting | None:
        reader = await person_named(c, digest.municipality, town.upn(person), now=town.now)
        if reader is None:
            return None
        message, _ = await digest_for(c, digest, reader, finder=finder(), marks_for=reader.id, now=town.now)
        return message

    message = await town.house.stage.app.db.read(work)
    if message is None:
        return
    told = json.dumps(asdict(message), ensure_ascii=False, default=str)
    found = town.show(person, told, "digest")
    for group in ANSWERING if digest.session is not None else ():
        if digest.session == town.session(group) and digest.municipality == town.by:
            _must_read(town, person, group, found)


async def ask_the_bot(town: Town) -> None:
    """«Hva vet du om meg» of each person, in chat and as a file; «hvem ser hva» and «glassboks»."""
    for person in worlds.PEOPLE:
        await town.clients[person].say("hva vet du om meg")
    first = town.clients[worlds.PEOPLE[0]]
    asked = [one for one in first.chat if one.from_bot and press_of(one.card, "TakeOwnFile")]
    laid = len(town.house.teams.drive.files)
    await town.press(worlds.PEOPLE[0], asked[-1], "TakeOwnFile")
    await first.answer_file(first.chat[-1], yes=True)
    [file] = town.house.teams.drive.files[laid:]
    town.show(worlds.PEOPLE[0], file.body.decode(), "own file")
    for said in ("hvem ser hva", "glassboks"):
        await first.say(said)
    await town.house.stage.settle()


def _must_read(town: Town, person: str, group: str, found: set[str]) -> None:
    """A member of the author's group from the answer until now reads the answer: silence is no way to pass."""
    for one in town.facts.words:
        stays = [stay for stay in town.facts.stays if (stay.person, stay.group) == (person, group)]
        throughout = any(s.role != "observer" and s.covers(one.drawn) and s.covers(town.now) for s in stays)
        if one.group == group and throughout and one.stand(town.now) and one.reach > Reach.ONLY_ME:
            assert one.marker in found, f"{person} should read {one}"


async def _look_at_copies(town: Town) -> None:
    async def work(c: AsyncConnection) -> list[tuple[Any, ...]]:
        query = select(releases.c.text, releases.c.further, releases.c.keyword).where(
            releases.c.municipality == town.by
        )
        return [tuple(row) for row in await c.execute(query)]

    for row in await town.house.stage.app.db.read(work):
        for marker in MARKER.findall(str(row)):
            standing = [one for one in town.facts.words if one.marker == marker and one.stand(town.now)]
            assert any(one.reach is Reach.NETWORK for one in standing), f"a network copy still holds {marker}"

"""Everybody presses quotes, others' too by hand: readers of a quote are told the origin, and nobody else."""

import re
from dataclasses import dataclass
from itertools import product
from zlib import crc32

from bot.rehearsal.wire_conversations import Message
from tests.bot.circles.on_cards import Json, quotes_in, read
from tests.bot.circles.oracle import may_read
from tests.bot.circles.town import Town

TOLD = re.compile(r"Her kommer svaret fra|Her kjem svaret frå")
MOST_FOLLOWED = 6


@dataclass(frozen=True)
class Followed:
    """A press of `reader` on a quote of a card of `owner`; `has_digest`: the reader has the digest too."""

    reader: str
    owner: str
    card: Message
    action: Json
    markers: frozenset[str]
    has_digest: bool

    def scattered(self) -> tuple[bool, int]:
        """The most telling presses come first; readers and quotes are mixed, in the same way at each run."""
        return not self.has_digest, crc32(f"{self.reader} {self.owner} {self.action['data']['mark']}".encode())


async def follow_quotes(town: Town) -> None:
    """Everybody presses quotes, others' too by hand: readers of a quote are told the origin, and nobody else."""
    found = [(name, *quote) for name, client in town.clients.items() for quote in quotes_in(client)]
    mine = {(name, action["data"]["digest"]) for name, _, action, _ in found}
    tried: dict[bool, list[Followed]] = {True: [], False: []}
    for reader, (owner, card, action, markers) in product(town.clients, found):
        one = Followed(reader, owner, card, action, markers, (reader, action["data"]["digest"]) in mine)
        tried[_may_read_any(town, markers, reader)].append(one)
    # A few presses: everybody on everything would take longer than the town.
    for may, of_kind in tried.items():
        for one in sorted(of_kind, key=Followed.scattered)[:MOST_FOLLOWED]:
            await _follow(town, one, may=may)


def _may_read_any(town: Town, markers: frozenset[str], reader: str) -> bool:
    known = [one for one in town.facts.words if one.marker in markers]
    return any(may_read(town.facts, one, reader, town.now) for one in known)


async def _follow(town: Town, one: "Followed", *, may: bool) -> None:
    client, told = town.clients[one.reader], len(town.clients[one.reader].chat)
    held = one.card if one.reader == one.owner else client.chat[-1]
    shown = town.clients[one.owner].view(one.card)
    await client.press(held, one.action["title"], shown=shown, forged=one.action["data"])
    await town.house.stage.settle()
    if any(TOLD.search(read(client.view(each))) for each in client.chat[told:]):
        town.followed.add((one.reader, one.owner))
        if not may:
            town.astray.append(f"{one.reader} is told where {one.markers} on a card of {one.owner} come from")
    elif may and one.reader == one.owner:
        town.astray.append(f"{one.reader} is not told where {one.markers} come from")

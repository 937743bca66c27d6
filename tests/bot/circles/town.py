"""A drawn town: its people at their Teams, events in the town, and everything shown to the people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import Client, Response
from bot.rehearsal.wire_conversations import Message
from storage.tables.sessions import steps
from tests.bot.circles.on_cards import Json, press_of
from tests.bot.circles.oracle import MARKER, Facts, Promise, Words
from tests.bot.circles.worlds import HOME, NEIGHBOUR_COORDINATOR, NEIGHBOURS, Reach, World
from tests.nordvik import House


@dataclass
class Shown:
    """A text shown to `reader`: in the answer to a press, on the command line, on a page or in a file."""

    reader: str
    at: datetime
    text: str
    where: str


@dataclass(repr=False)  # which would have a thousand million letters
class Town:
    """`number` makes all names the town's own; the sessions open at `opens`.

    `earlier` are the towns played before by the same application: some of their messages go out while the town is
    played, such as the digest ahead of a meeting abroad. `quotes` are the markers in the quotes on pages, by
    municipality, digest and mark; `visits` are the paths asked for by somebody's browser. `inserted` are the markers
    shown by the message extension, `calendars` counts the events fetched, and `heard` the messages sent to programs
    before the town began.
    """

    house: House
    folder: Path
    world: World
    number: int
    opens: datetime
    earlier: tuple["Town", ...] = ()
    facts: Facts = field(default_factory=Facts)
    clients: dict[str, Client] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=lambda: {group: unit for group, (unit, _) in HOME.items()})
    channels: list[Any] = field(default_factory=list)
    channel: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    promised: dict[str, list[Promise]] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    read: set[tuple[str, str]] = field(default_factory=set)
    astray: list[str] = field(default_factory=list)
    followed: set[tuple[str, str]] = field(default_factory=set)
    wished: dict[tuple[str, str, int], Reach] = field(default_factory=dict)
    quotes: dict[tuple[str, UUID, str], frozenset[str]] = field(default_factory=dict)
    visits: dict[str, list[str]] = field(default_factory=dict)
    inserted: set[str] = field(default_factory=set)
    calendars: int = 0
    heard: int = 0
    records: int = 0

    @property
    def by(self) -> str:
        return f"by{self.number}"

    @property
    def neighbour(self) -> str:
        return f"nabo{self.number}"

    @property
    def network(self) -> str:
        return f"nett{self.number}"

    @property
    def now(self) -> datetime:
        return self.house.stage.now

    def home_of(self, person: str) -> str:
        """The person's municipality."""
        return self.neighbour if person in (*NEIGHBOURS, NEIGHBOUR_COORDINATOR) else self.by

    def upn(self, person: str) -> str:
        return f"{person}{self.number}@eksempel.example"

    @property
    def is_asked_in_channel(self) -> bool:
        """Whether a second step is asked in the channel of lag1, where the first has been asked in private."""
        return self.world.steps and self.world.in_channel

    def series_of(self, group: str) -> str:
        return "kanal" if group == "lag1" and self.is_asked_in_channel else "uka"

    def session(self, group: str) -> str:
        return f"{self.series_of(group)}.{group}.{self.opens:%Y-%m-%d}"

    def new_marker(self, person: str) -> str:
        letters, left = "", len(self.authors) + 1000 * self.number + 1
        while left:
            left, digit = divmod(left, 20)
            letters += "abcdefghijkmnoprtuvy"[digit]
        marker = f"ordet{letters}slutt"
        self.authors[marker] = person
        return marker

    def show(self, reader: str, text: str, where: str) -> set[str]:
        """The markers in a text shown to the person now."""
        self.shown.append(Shown(reader, self.now, text, where))
        found = set(MARKER.findall(text))
        self.read |= {(reader, marker) for marker in found}
        return found

    def cards(self, person: str, *presses: str) -> list[Message]:
        client = self.clients[person]
        return [
            one for one in client.chat if one.from_bot and any(press_of(client.view(one), press) for press in presses)
        ]

    async def press(
        self, person: str, card: Message, press: str, inputs: Json | None = None, forged: Json | None = None
    ) -> Response:
        client = self.clients[person]
        title = press_of(client.view(card) or card.card, press)
        response = await client.press(card, title, inputs, forged=forged)
        self.show(person, json.dumps(response.body, ensure_ascii=False), f"answer to {press}")
        await self.house.stage.settle()
        return response

    def channel_of(self, group: str) -> str:
        return self.channel if group == "lag1" else ""

    def standing(self, person: str, step: tuple[str, int]) -> Iterator[Words]:
        for one in self.facts.words:
            if (one.author, one.group, one.position) == (person, *step) and one.gone is None:
                yield one

    async def steps(self) -> list[tuple[str, int, str, datetime]]:
        query = select(steps.c.session, steps.c.position, steps.c.stage, steps.c.closes_at)

        async def work(c: AsyncConnection) -> list[tuple[str, int, str, datetime]]:
            return [tuple(row) for row in await c.execute(query.where(steps.c.municipality == self.by))]

        return await self.house.stage.app.db.read(work)

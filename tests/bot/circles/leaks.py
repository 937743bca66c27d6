"""Every showing of words forbidden by the oracle."""

import json
from collections.abc import Iterator
from datetime import datetime

from bot.rehearsal.ledger import WRITES, Record
from tests.bot.circles.on_cards import read
from tests.bot.circles.oracle import MARKER, Promise, Words, may_read, may_read_promise, may_stand_in
from tests.bot.circles.town import Town


def leaks(town: Town) -> Iterator[str]:
    """Every showing of words forbidden by the oracle, told in words."""
    yield from town.astray
    yield from (f"an operator reads {marker}" for text in town.untold for marker in MARKER.findall(text))
    for one in town.shown:
        yield from _unreadable(town, one.reader, one.text, one.at, one.where)
    town_of = {place: one for one in (*town.earlier, town) for place in _conversations(one)}
    for record in town.house.teams.ledger.records[town.records :]:
        if record.call in WRITES:
            yield from _wrongly_written(town_of.get(record.conversation, town), record)
    yield from _stands_wrongly(town)


def _conversations(town: Town) -> set[str]:
    return {client.conversation.id for client in town.clients.values()} | {channel.id for channel in town.channels}


def _wrongly_written(town: Town, record: Record) -> Iterator[str]:
    readers = {client.conversation.id: name for name, client in town.clients.items()}
    text, at = json.dumps(record.body, ensure_ascii=False), record.clock
    if record.conversation in {channel.id for channel in town.channels}:
        yield from _unreadable_in(town, record.conversation, text, at)
    else:
        reader = readers.get(record.conversation, "nobody here")
        yield from _unreadable(town, reader, text, at, f"{record.call} to {reader}")


def _unreadable(town: Town, reader: str, text: str, at: datetime, where: str) -> Iterator[str]:
    for marker in sorted(set(MARKER.findall(text))):
        if any(one.marker == marker for one in town.facts.promises):
            town.read.add((reader, marker))
        if town.authors.get(marker) != reader and not _may(town, marker, reader, at):
            yield f"{where}: {reader} reads {marker} at {at}: {_known(town, marker) or 'never an answer'}"


def _known(town: Town, marker: str) -> list[Words]:
    return [one for one in (*town.facts.words, *town.facts.promises) if one.marker == marker]


def _may(town: Town, marker: str, reader: str, at: datetime, *, left: bool = False) -> bool:
    return any(
        may_read_promise(town.facts, one, reader, at, left=left)
        if isinstance(one, Promise)
        else may_read(town.facts, one, reader, at, left=left)
        for one in _known(town, marker)
    )


def _unreadable_in(town: Town, channel: str, text: str, at: datetime) -> Iterator[str]:
    for marker in sorted(set(MARKER.findall(text))):
        known = [one for one in town.facts.words if one.marker == marker]
        if not any(may_stand_in(town.facts, one, "lag1", channel, at) for one in known):
            yield f"a channel reads {marker} at {at}: {known or 'never an answer'}"


def _stands_wrongly(town: Town) -> Iterator[str]:
    """Cards keep only standing words, once open to the cards' readers; on authors' own cards too."""
    for name, client in town.clients.items():
        for message in client.chat:
            for marker in MARKER.findall(read(client.view(message)) + message.text) if message.from_bot else ():
                if _known(town, marker) and not _may(town, marker, name, town.now, left=True):
                    yield f"a card of {name} still shows {marker}: {_known(town, marker)}"
    for channel in town.channels:
        for message in channel.messages:
            if message.from_bot and not message.deleted:
                yield from _unreadable_in(town, channel.id, json.dumps(message.activity), town.now)

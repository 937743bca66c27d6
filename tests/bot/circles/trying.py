"""Entries of the sharing bank tried by groups of a town: said by a card made by hand, told of, and told on."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import inputs_on
from content.presses import TryEntry, encode
from storage.tables.bank import bank_entries
from storage.tables.sessions import reflection_parts
from storage.tables.tries import tries
from tests.bot.circles import worlds
from tests.bot.circles.noting import note_promise, told
from tests.bot.circles.on_cards import actions_on, data_of, press_of
from tests.bot.circles.oracle import MARKER, Words
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import Reach


async def try_entry(town: Town, move: worlds.TriesEntry) -> None:
    """No card of the bank is left in the chat: nothing brings those up to date."""
    entries = await _entries(town)
    if not entries:
        return
    entry, markers = entries[move.which % len(entries)]
    client = town.clients[move.person]
    await client.say("tiltak")
    card = client.chat[-1]
    if not press_of(client.view(card), "SayCommand"):
        return
    await town.press(move.person, card, "SayCommand", forged=encode(TryEntry(town.by, str(entry))))
    if not press_of(client.view(card), "KeepEntryTry"):
        return
    marker, fields = town.new_marker(move.person), inputs_on(client.view(card))
    chosen = {"whose": fields["whose"]["value"]} if "whose" in fields else {}
    filled = {"text": f"Vi begynner timen med å si {marker}.", "day": fields["day"]["value"], **chosen}
    await town.press(move.person, card, "KeepEntryTry", filled)
    its_id = data_of(client.view(card), "RemoveTry").get("commitment")
    if its_id is None:
        return
    group = await _group(town, UUID(its_id))
    town.promised[its_id] = note_promise(town, marker, move.person, group, Reach.GROUP)
    if move.readers is None or not press_of(client.view(card), "ShowTry"):
        return
    await town.press(move.person, card, "ShowTry")
    because = town.new_marker(move.person)
    await town.press(move.person, card, "TellTry", {"because": f"vi ville lære {because}", "learnt": ""})
    of_it = told(town, town.promised[its_id][0], because, move.person)
    town.promised[its_id].append(of_it)
    asked = [one for one in actions_on(client.view(card)) if one["data"].get("readers") == move.readers]
    if not asked:
        return
    shared = [one for one in town.facts.words if one.marker in markers and one.stand(town.now)]
    of_it.beside = markers
    if move.readers == "entry" and shared:
        of_it.told_on = Words("", "", shared[0].group, 0, shared[0].reach, town.now, "")
    elif move.readers == "unit":
        of_it.told_on = Words("", "", group, 0, Reach.UNIT, town.now, "")
    await client.press(card, str(asked[0]["title"]))
    await town.house.stage.settle()


async def _entries(town: Town) -> list[tuple[UUID, frozenset[str]]]:
    """Every entry of the town, the oldest first, with the markers in its words."""
    its = and_(
        reflection_parts.c.municipality == bank_entries.c.municipality,
        reflection_parts.c.reflection == bank_entries.c.source,
    )
    query = select(bank_entries.c.id, reflection_parts.c.text).join(reflection_parts, its)
    query = query.where(bank_entries.c.municipality == town.by).order_by(bank_entries.c.number)

    async def work(c: AsyncConnection) -> list[tuple[UUID, frozenset[str]]]:
        found: dict[UUID, set[str]] = {}
        for its_id, text in await c.execute(query):
            found.setdefault(its_id, set()).update(MARKER.findall(text))
        return [(its_id, frozenset(markers)) for its_id, markers in found.items()]

    return await town.house.stage.app.db.read(work)


async def _group(town: Town, commitment: UUID) -> str:
    query = select(tries.c.by_group).where(tries.c.municipality == town.by, tries.c.commitment == commitment)

    async def work(c: AsyncConnection) -> str:
        return str((await c.execute(query)).scalar_one())

    return await town.house.stage.app.db.read(work)

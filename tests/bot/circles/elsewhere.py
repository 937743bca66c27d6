"""What a drawn town lets out to other chats and other programs: the message extension, calendars and webhooks."""

import json
from functools import partial
from itertools import islice
from secrets import token_urlsafe

from sqlalchemy import select

from bot.actions.operating.keep_webhooks import add_webhook
from bot.context import calendar_feeds
from bot.entry.webhooks import wrong_address
from bot.exports.calendar_file import calendar_file
from bot.rehearsal.wire_composing import insert, listed, open_chat_of_two, search
from bot.rehearsal.wire_conversations import CARD, Conversation
from content.language import Language
from content.render import render
from content.vocabulary.bank import BankInserted
from storage.tables.bank import bank_entries
from tests.bot.circles.on_cards import press_of, read
from tests.bot.circles.oracle import MARKER
from tests.bot.circles.surfaces import visits
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import Reach
from tests.bot.delivering.program import Program
from tests.nordvik import OPERATOR

_WIDE = frozenset({Reach.MUNICIPALITY, Reach.NETWORK})
_MOST_CARDS = 2  # pressed by each, drawn by turns from all entries of the bank


async def insert_cards(town: Town) -> None:
    """Every other person searches where a message is written, and presses cards there, of entries not theirs too."""
    chat = open_chat_of_two(town.house.teams, *islice(town.clients.values(), 2))
    entries = await _entries(town)
    for number, person in enumerate(town.clients):
        if number % 2 == town.number % 2:
            await _list(town, person, chat)
            for step in range(min(_MOST_CARDS, len(entries))):
                await _press(town, person, chat, *entries[(number + step) % len(entries)])


async def _list(town: Town, person: str, chat: Conversation) -> None:
    me = town.clients[person]
    found = listed(await search(me, "", chat)) + listed(await search(me, "tenketid", chat))
    previews = json.dumps([one["preview"] for one in found], ensure_ascii=False)
    town.inserted |= town.show(person, previews, "the message extension's list")
    known = (*town.facts.words, *town.facts.promises)
    for marker in MARKER.findall(previews):
        wide = [one for one in known if one.marker == marker and one.reach in _WIDE]
        town.astray += [] if wide else [f"the message extension offers {marker}, which is not for all"]
    for one in found:
        words = MARKER.findall(json.dumps(one["content"], ensure_ascii=False))
        town.astray += [f"a card to be inserted holds {marker}" for marker in words]


async def _press(town: Town, person: str, chat: Conversation, municipality: str, entry: str) -> None:
    """A card as the bot makes cards, of an entry that the person may never have found."""
    me, language = town.clients[person], Language(town.world.language)
    card = render(BankInserted(municipality, entry, "quote", "Et område"), language).card
    message = insert(town.house.teams, me, {"contentType": CARD, "content": card}, chat)
    response = await me.press(message, press_of(card, "ReadInserted"))
    town.inserted |= town.show(person, read(response.body), "«Vis» on an inserted card")


async def _entries(town: Town) -> list[tuple[str, str]]:
    query = select(bank_entries.c.municipality, bank_entries.c.id).order_by(bank_entries.c.number)
    rows = await town.house.stage.app.db.read(
        lambda c: c.execute(query.where(bank_entries.c.municipality.in_((town.by, town.neighbour))))
    )
    return [(row[0], str(row[1])) for row in rows]


async def fetch_calendars(town: Town) -> None:
    """Everybody's calendar: it tells when, and nobody's words."""
    db, language = town.house.stage.app.db, Language(town.world.language)
    for who in await visits(town.house, town.clients, language, town.by, town.neighbour):
        secret = token_urlsafe(32)
        await db.write(partial(calendar_feeds.make, actor=who.actor, secret=secret, now=who.now))
        found = await db.read(
            partial(calendar_feeds.calendar_at, catalogues=who.catalogues, secret=secret, now=who.now)
        )
        if found is not None:
            body = calendar_file(found.events, found.language, now=who.now).decode()
            town.astray += [f"a calendar of {who.person} holds {one}" for one in MARKER.findall(body)]
            town.calendars += body.count("BEGIN:VEVENT")


async def let_programs_hear(town: Town, program: Program) -> None:
    """Both municipalities have a program that is told of every digest given back."""
    for municipality in (town.by, town.neighbour):
        wrong = wrong_address(program.url, local=True)
        await add_webhook(town.house.stage.app.db, municipality, program.url, wrong=wrong, actor=OPERATOR, now=town.now)


def heard_by_programs(town: Town, program: Program) -> None:
    """What has come to the programs since the town began: that there is a digest, and no word of anybody's."""
    for body in islice(program.came, town.heard, None):
        town.astray += [f"a webhook tells {one}" for one in MARKER.findall(body[1].decode())]

"""People's words stand in the columns listed for them: in no other column, and in no log or metric."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection, Text, cast, inspect, literal_column, select, text

from bot.rehearsal.clients import Channel, Client, Team
from bot.rehearsal.faults import throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_activities import words
from tests.bot.follow_ups.ladders import QUESTIONS, Sorvik, lay_ladders
from tests.bot.scraping import scrape
from tests.nordvik import House, at, last, open_house, series

TEAM = "Team ungdomstrinn Fjordgløtt"
ONE_MORE, KEEP_IT = "Tenk litt videre", "Ja, lagre det"
_PREFIX = "zqord"


def marked_sentence(way: str) -> str:
    """A sentence with a unique marker word, named after the way the sentence arrives."""
    return f"Vi prøvde {marker(way)} i dag."


def marker(way: str) -> str:
    return f"{_PREFIX}{way}{_PREFIX}"


@dataclass
class Found:
    """Way -> all columns in which the way's marker was found at any look."""

    house: House
    columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    async def look(self) -> dict[str, set[str]]:
        now = await self.house.stage.app.db.read(lambda c: c.run_sync(_words_by_way))
        for way, columns in now.items():
            self.columns[way] |= columns
        return now


_FULL_TEXT = "bank_words"
"""FTS5's tables, in a form of its own: tests/bot/test_gone.py reads them as files."""


def _words_by_way(connection: Connection) -> dict[str, set[str]]:
    """Reads each column as text, whatever its type."""
    there, found = inspect(connection), defaultdict[str, set[str]](set)
    for table in (name for name in there.get_table_names() if not name.startswith(_FULL_TEXT)):
        for column in (one["name"] for one in there.get_columns(table)):
            rows = connection.execute(select(cast(literal_column(f'"{column}"'), Text)).select_from(text(f'"{table}"')))
            for way in "\n".join(str(value) for value in rows.scalars()).split(_PREFIX)[1::2]:
                found[way].add(f"{table}.{column}")
    return found


async def channel_of(house: House, folder: Path) -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("pia", "rolf", "synne")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, f"koble til {TEAM}")
    await house.stage.plan(series(folder, "kanal", "team-fjordglott", asked='"channel"'))
    return team.general


async def in_ones_own_chat(house: House, found: Found) -> None:
    """By card, from an old phone, in chat, edited, doubted and decided, and as answers to follow-up questions."""
    tor, siv, ali, bodil = (house.cast[name] for name in ("tor", "siv", "ali", "bodil"))
    prompts = {one.name: last(one) for one in (tor, siv, ali, bodil)}
    await siv.press(prompts[siv.name], "Send svar", {"answer": marked_sentence("card"), "rung": "network"})
    await siv.press(prompts[siv.name], "Tenk litt vidare")
    await siv.press(prompts[siv.name], "Send svar", {"answer": marked_sentence("followed")})
    await siv.say(f"stikkord: {marker('tagged')}")
    await ali.press(prompts[ali.name], "Send svar", {"answer": marked_sentence("phone"), "rung": "group"}, by="submit")
    first = await tor.say(marked_sentence("chat"))
    await tor.say(marked_sentence("more"))
    await house.stage.settle()
    await found.look()
    await tor.say(f"koble til {marked_sentence('linking')}")
    await tor.say(f"husk: {marked_sentence('note')}")
    await tor.say(f"foreslå spørsmål: {marked_sentence('proposal')}")
    await tor.press(last(tor), "Send uten navn")
    await tor.edit(first.activity_id, marked_sentence("edited"))
    doubtful = await bodil.say(f"Hvem kan lese {marked_sentence('doubted')}?")
    await found.look()
    await bodil.edit(doubtful.activity_id, f"Hvem kan lese {marked_sentence('reworded')}?")
    await found.look()
    await bodil.press(last(bodil), KEEP_IT)
    await house.stage.settle()


async def tried_and_needed(house: House) -> None:
    """What somebody will try, with what came of it; a need of support, with the answer."""
    tor, guro = house.cast["tor"], house.cast["guro"]
    await tor.say(f"prøver: {marked_sentence('tried')}")
    kept = last(tor)
    await tor.press(kept, "Endre")
    form = {"text": marked_sentence("tried"), "sign": marked_sentence("sign"), "day": "2026-12-01"}
    await tor.press(kept, "Lagre", form)
    await tor.press(kept, "Hvordan gikk det?")
    told = {"because": marked_sentence("because"), "learnt": marked_sentence("learnt")}
    await tor.press(kept, "Gjort", told)
    await tor.say(f"vi trenger: {marked_sentence('need')}")
    await tor.press(last(tor), "Send uten navn")
    await house.stage.settle()
    await guro.press(last(guro), "Send svaret", {"text": marked_sentence("helped"), "day": "2026-12-01"})
    await house.stage.settle()


async def put_into_bank(house: House) -> None:
    siv = house.cast["siv"]
    await siv.say("del praksis")
    card = last(siv)
    filled = {"title": marker("title"), **{name: marked_sentence(name) for name in ("did", "saw", "needs")}}
    chosen = {"subject": "profesjonelle-laeringsfellesskap", "credit": "name", "rung": "municipality"}
    await siv.press(card, "Sjå korleis det blir", {**filled, **chosen})
    await siv.press(card, "Legg i banken")


async def in_a_channel(house: House, channel: Channel, found: Found) -> None:
    """On the shared card and in its thread; Teams throttles Rolf's chat, so that his reply is stored."""
    rolf, synne = house.cast["rolf"], house.cast["synne"]
    card = next(one for one in channel.messages if one.from_bot and one.card and "Send svar" in str(one.card))
    await synne.say_in(channel, marked_sentence("thread"), thread=card)
    house.teams.faults.next(throttle(429, retry_after=20), call=Call.SEND, conversation=rolf.conversation.id)
    await rolf.press(card, "Send svar", {"answer": marked_sentence("shared"), "rung": "group"}, by="submit")
    await found.look()


async def taken_back(house: House, found: Found) -> None:
    frode, gry = house.cast["frode"], house.cast["gry"]
    prompt = last(gry)
    taken = await frode.say(marked_sentence("deleted"))
    await gry.press(prompt, "Send svar", {"answer": marked_sentence("withdrawn"), "rung": "group"})
    await found.look()
    await frode.delete(taken.activity_id)
    await gry.press(prompt, "Trekk tilbake")


async def kept_by_nobody(house: House, channel: Channel) -> None:
    """Too long, forged, with attachments, without a mention, or from unknown people."""
    ella, gry, rolf = house.cast["ella"], house.cast["gry"], house.cast["rolf"]
    prompt = last(ella)
    await ella.press(prompt, "Send svar", {"answer": marked_sentence("toolong") + "x" * 5000, "rung": "group"})
    await ella.press(prompt, "Send svar", {"answer": "Hei", "rung": "group"}, forged={"rung": marked_sentence("rung")})
    await ella.press(prompt, "Endre svaret", forged={"press": marked_sentence("press")})
    await ella.press(prompt, "Endre svaret", forged={"seen": marked_sentence("seen")})
    picture = {
        "contentType": "image/png",
        "name": marked_sentence("file"),
        "contentUrl": f"https://x.example/{marked_sentence('url')}",
    }
    await gry.send({**words(""), "attachments": [picture]})
    await rolf.say_in(channel, marked_sentence("unmentioned"), mention=False)
    await rolf.say_in(channel, f"koble til {marked_sentence('link')}")
    await rolf.say_in(channel, marked_sentence("outside"))
    stranger = Client(house.teams, "Fremmed Oppdiktet", "00000000-0000-4000-8000-0000000000ff", "f@nordvik.example")
    await stranger.say(marked_sentence("stranger"))
    elsewhere = Client(house.teams, "Fremmed Person", "f" * 8, "fremmed@elsewhere.example", tenant="elsewhere")
    await elsewhere.say(marked_sentence("elsewhere"))


ANSWERS, HELD = "reflection_parts.text", "undecided.text"
INDEX = {"bank_entries.body", "bank_stems.stem"}
"""What a digest quotes is found again by a search."""

STANDS = {
    "card": {ANSWERS, "releases.text", *INDEX},
    "followed": {ANSWERS, "releases.further", *INDEX},
    "phone": {ANSWERS, *INDEX},
    "chat": {ANSWERS},
    "more": {ANSWERS, *INDEX},
    "edited": {ANSWERS, *INDEX},
    "linking": {ANSWERS, *INDEX},
    "deleted": {ANSWERS},
    "withdrawn": {ANSWERS},
    "doubted": {HELD},
    "reworded": {HELD, ANSWERS, *INDEX},
    "thread": {ANSWERS, *INDEX},
    "shared": {ANSWERS, "deliveries.reply", *INDEX},
    "note": {"notes.text"},
    "proposal": {"proposals.text"},
    "tried": {"commitments.text"},
    "sign": {"commitments.sign"},
    "because": {"commitments.because"},
    "learnt": {"commitments.learnt"},
    "need": {"support_needs.text"},
    "helped": {"support_needs.answer"},
    "title": {"practices.title", "bank_entries.title", *INDEX},
    **{name: {f"practices.{name}", *INDEX} for name in ("did", "saw", "needs")},
    "tagged": {"reflections.keyword", "releases.keyword", "bank_entries.title", *INDEX},
}
"""Way -> the columns with the way's word at some moment; ways whose words are never stored are missing."""

GONE = {"chat", "doubted", "deleted", "withdrawn"}
"""Ways whose words their author has since replaced or withdrawn."""


async def test_what_people_write_stands_where_it_is_said_to_and_in_no_log_or_metric(
    database_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(database_url) as house:
        found = Found(house)
        lay_ladders(house, *QUESTIONS)
        await Sorvik(house, tmp_path).come_in()
        channel = await channel_of(house, tmp_path)
        await house.plan("rektorgruppa")
        await house.install("tor", "siv", "ali", "bodil", "ella", "frode", "gry", "rolf", "synne")
        await house.to(at(11, 24, 14))
        await in_ones_own_chat(house, found)
        await house.install("guro")
        await tried_and_needed(house)
        await put_into_bank(house)
        await in_a_channel(house, channel, found)
        await taken_back(house, found)
        await kept_by_nobody(house, channel)
        await found.look()
        await house.to(at(11, 30))
        await house.cast["tor"].say(marked_sentence("late"))
        now = await found.look()
        metrics = await scrape(house.stage.app)
    assert found.columns == STANDS
    assert now == {way: columns - {HELD, "deliveries.reply"} for way, columns in STANDS.items() if way not in GONE}
    printed = capfd.readouterr()
    assert _PREFIX not in printed.out + printed.err + caplog.text
    assert _PREFIX not in " ".join(metrics)

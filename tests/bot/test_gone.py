"""Words taken back are gone: in no row, and, once the clock has ticked, in no byte of SQLite's files."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import Connection, inspect, text

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.faults import CarryOut, Stalled, throttle
from bot.rehearsal.house import environment
from bot.rehearsal.ledger import Call
from bot.rehearsal.stage import KillableStage
from bot.rehearsal.wire_answers import Answer
from bot.rehearsal.wire_conversations import Message
from dialogs.model import DeliveryKind, DeliveryState
from tests.bot.follow_ups.ladders import Sorvik
from tests.databases import on_both_kinds
from tests.nordvik import House, at, last, open_house, seen, series

OPENS, CLOSES, NIGHT = at(11, 24), at(11, 27), at(11, 28, 3)
A_TICK = timedelta(seconds=15)
MARK = "zqord"
WORDS = f"Vi prøvde {MARK} i dag."
LONG = f"Vi prøvde noe nytt, og det gikk slik: {MARK}. " * 60
"""Longer than a page of SQLite's."""
NO_ANSWER = {"tor": "Dette var ikke et svar", "siv": "Dette var ikkje eit svar"}


@pytest.fixture
async def house(chosen_url: str) -> AsyncIterator[House]:
    async with open_house(chosen_url) as opened:
        yield opened


async def ask(house: House, folder: Path) -> None:
    await house.stage.plan(series(folder, "rektorene", "rektorgruppa"))
    await house.install("tor", "siv")
    await house.to(OPENS)


async def rows(house: House) -> set[str]:
    """The columns that hold the mark in any row."""
    return await house.stage.app.db.read(lambda c: c.run_sync(_columns))


def beside_the_index(columns: set[str]) -> set[str]:
    """Without the sharing bank's index, which has the stems of all words of a digest that is given back."""
    in_the_index = {one for one in columns if one.startswith("bank_")}
    assert in_the_index >= {"bank_entries.body", "bank_stems.stem"}
    return columns - in_the_index


def _columns(connection: Connection) -> set[str]:
    return {
        f"{table}.{name}"
        for table in inspect(connection).get_table_names()
        for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()  # noqa: S608 - the schema's own names
        for name, value in row.items()
        if MARK in str(value)
    }


def now_of(client: Client, message: Message) -> Message:
    return next(one for one in client.chat if one.id == message.id)


def files(folder: Path) -> list[str]:
    """The files in the database's folder that hold the mark."""
    return sorted(file.name for file in folder.iterdir() if file.is_file() and MARK.encode() in file.read_bytes())


async def gone(house: House, folder: Path) -> tuple[set[str], list[str]]:
    """The columns and files that hold the mark after the next tick."""
    await house.to(house.stage.now + A_TICK)
    return await rows(house), files(folder)


async def withdrawn(house: House, me: Client, words: str) -> set[str]:
    prompt = last(me)
    await me.press(prompt, "Send svar", {"answer": words, "rung": "group"})
    stood = await rows(house)
    await me.press(prompt, "Trekk tilbake")
    return stood


async def changed(house: House, me: Client, words: str) -> set[str]:
    prompt = last(me)
    await me.press(prompt, "Send svar", {"answer": words, "rung": "group"})
    stood = await rows(house)
    await me.press(prompt, "Endre svaret")
    await me.press(prompt, "Send svar", {"answer": "Kort.", "rung": "group"})
    return stood


async def edited(house: House, me: Client, words: str) -> set[str]:
    said = await me.say(words)
    stood = await rows(house)
    await me.edit(said.activity_id, "Vi prøvde noe i dag.")
    return stood


async def deleted(house: House, me: Client, words: str) -> set[str]:
    said = await me.say(words)
    stood = await rows(house)
    await me.delete(said.activity_id)
    return stood


async def denied(house: House, me: Client, words: str) -> set[str]:
    await me.say(f"Hvem kan lese dette? {words}"[:900] + "?")
    stood = await rows(house)
    await me.press(last(me), "Nei")
    return stood


async def confirmed_and_taken_out(house: House, me: Client, words: str) -> set[str]:
    await me.say(f"Hvem kan lese dette? {words}"[:900] + "?")
    await me.press(last(me), "Ja, lagre det")
    await house.stage.settle()
    stood = await rows(house)
    name = next(name for name in NO_ANSWER if house.cast[name] is me)
    receipt = next(one for one in reversed(me.chat) if "NotAnAnswer" in str(one.card))
    await me.press(receipt, NO_ANSWER[name])
    return stood


ANSWERS, HELD = {"reflection_parts.text"}, {"undecided.text"}
WAYS: dict[str, tuple[Callable[[House, Client, str], Awaitable[set[str]]], set[str]]] = {
    "withdrawn": (withdrawn, ANSWERS),
    "changed": (changed, ANSWERS),
    "edited": (edited, ANSWERS),
    "deleted": (deleted, ANSWERS),
    "denied": (denied, HELD),
    "confirmed and taken out": (confirmed_and_taken_out, ANSWERS),
}


@on_both_kinds
@pytest.mark.parametrize("way", WAYS)
async def test_words_taken_back_are_nowhere_at_the_next_tick(house: House, tmp_path: Path, way: str) -> None:
    """Few words in bokmål (Tor), many in nynorsk (Siv)."""
    take_back, stand = WAYS[way]
    await ask(house, tmp_path)
    for name, words in (("tor", WORDS), ("siv", LONG)):
        assert await take_back(house, house.cast[name], words) == stand
        assert await gone(house, tmp_path) == (set(), [])


@on_both_kinds
async def test_words_taken_back_after_the_digest_was_given_are_nowhere(house: House, tmp_path: Path) -> None:
    """The child process that made the digest still holds its connection."""
    await ask(house, tmp_path)
    siv, prompt = house.cast["siv"], last(house.cast["siv"])
    await siv.press(prompt, "Send svar", {"answer": WORDS, "rung": "group"})
    await house.to(CLOSES)
    assert any(MARK in str(one.card) for one in house.cast["tor"].chat)
    await siv.press(prompt, "Trekk tilbake")
    assert await gone(house, tmp_path) == (set(), [])
    await house.stage.settle()
    assert await gone(house, tmp_path) == (set(), [])
    assert not any(MARK in str(one.card) for one in house.cast["tor"].chat)


@on_both_kinds
async def test_words_taken_back_while_a_digest_is_sent_and_then_once_more_are_nowhere(
    house: House, tmp_path: Path
) -> None:
    await ask(house, tmp_path)
    siv, tor, prompt = house.cast["siv"], house.cast["tor"], last(house.cast["siv"])
    await siv.press(prompt, "Send svar", {"answer": WORDS, "rung": "group"})
    receipt = siv.view(prompt)
    on_its_way = Stalled(asyncio.Event(), stored=True)
    house.teams.faults.next(on_its_way, call=Call.SEND, conversation=tor.conversation.id)
    closing = asyncio.ensure_future(house.to(CLOSES))
    await on_its_way.reached.wait()
    await siv.press(prompt, "Trekk tilbake")
    on_its_way.released.set()
    await closing
    await siv.press(prompt, "Trekk tilbake", shown=receipt)
    await house.stage.settle()
    assert await gone(house, tmp_path) == (set(), [])


@on_both_kinds
async def test_a_copy_revoked_from_a_network_is_nowhere(house: House, tmp_path: Path) -> None:
    await Sorvik(house, tmp_path).come_in()
    await ask(house, tmp_path)
    siv, prompt = house.cast["siv"], last(house.cast["siv"])
    await siv.press(prompt, "Send svar", {"answer": LONG, "rung": "network"})
    await house.to(CLOSES)
    assert beside_the_index(await rows(house)) == {"reflection_parts.text", "releases.text"}
    await siv.press(prompt, "Trekk tilbake")
    assert await gone(house, tmp_path) == (set(), [])


OUT_OF_REACH = {
    "tor": "Noen kan ha fjernet Sløyfa etter at de fikk en oppsummering. Den de har, kan jeg ikke oppdatere.",
    "siv": "Nokon kan ha fjerna Sløyfa etter at dei fekk ei oppsummering. Den dei har, kan eg ikkje oppdatere.",
}


@pytest.mark.parametrize(("author", "reader"), [("tor", "siv"), ("siv", "tor")])
@pytest.mark.parametrize("is_removed", [True, False])
async def test_the_author_is_told_that_readers_may_be_out_of_reach_whether_or_not_one_is(
    house: House, tmp_path: Path, author: str, reader: str, is_removed: bool
) -> None:
    """The same card either way, so that no author learns that a reader has removed the bot."""
    await ask(house, tmp_path)
    me, other, prompt = house.cast[author], house.cast[reader], last(house.cast[author])
    await me.press(prompt, "Send svar", {"answer": WORDS, "rung": "group"})
    await house.to(CLOSES)
    if is_removed:
        await other.uninstall()
    await me.press(prompt, "Trekk tilbake")
    assert OUT_OF_REACH[author] in seen(me, now_of(me, prompt))
    assert await gone(house, tmp_path) == (set(), [])
    await house.stage.settle()
    assert (MARK in str([one.card for one in other.chat])) is is_removed
    await other.install()
    await house.stage.settle()
    assert MARK not in str([one.card for one in other.chat]), "whoever comes back has it updated"


# Waiting replies that quote their reader's words.

TEAM, TEAMS_HOUR = "Team ungdomstrinn Fjordgløtt", at(11, 24, 14)


async def quoted_in_waiting_replies(house: House, folder: Path, *, synnes: str) -> tuple[Client, Client]:
    """Rolf and Synne answer on their channel's card by an old phone; Teams takes neither's reply for a while."""
    team = Team(house.teams, "Fjordgløtt")
    pia, rolf, synne = (house.cast[name] for name in ("pia", "rolf", "synne"))
    team.add(pia, rolf, synne)
    await team.install(by=pia)
    await pia.say_in(team.general, f"koble til {TEAM}")
    await house.stage.plan(series(folder, "kanal", "team-fjordglott", asked='"channel"'))
    await house.install("rolf", "synne")
    await house.to(TEAMS_HOUR)
    card = next(one for one in team.general.messages if one.from_bot and one.card and "Send svar" in str(one.card))
    for one, words in ((rolf, WORDS), (synne, synnes)):
        not_now(house, one)
        await one.press(card, "Send svar", {"answer": words, "rung": "group"}, by="submit")
    assert await rows(house) == {"reflection_parts.text", "deliveries.reply"}
    await rolf.press(card, "Svaret mitt", by="submit")
    await house.stage.settle()
    return rolf, synne


def not_now(house: House, reader: Client) -> None:
    """Teams takes the next message to the reader only after a while."""
    house.teams.faults.next(throttle(429, retry_after=20), call=Call.SEND, conversation=reader.conversation.id)


async def take_back(me: Client) -> None:
    await me.press(next(one for one in me.chat if "Trekk tilbake" in str(one.card)), "Trekk tilbake")


async def states(house: House, name: str) -> list[DeliveryState]:
    return sorted(one.state for one in await house.deliveries(DeliveryKind.REPLY, name))


@on_both_kinds
async def test_a_waiting_reply_loses_the_words_it_quotes_and_is_not_sent(house: House, tmp_path: Path) -> None:
    rolf, _ = await quoted_in_waiting_replies(house, tmp_path, synnes="Vi andre prøvde noe.")
    await take_back(rolf)
    assert await gone(house, tmp_path) == (set(), [])
    assert await states(house, "rolf") == [DeliveryState.DROPPED]
    await house.to(house.stage.now + timedelta(seconds=30))
    assert MARK not in str([one.card for one in rolf.chat])


async def test_no_other_reply_is_dropped(house: House, tmp_path: Path) -> None:
    """Another author's reply with the same words stays, as does the author's own reply without the words."""
    rolf, _ = await quoted_in_waiting_replies(house, tmp_path, synnes=WORDS)
    not_now(house, rolf)
    await rolf.say("hjelp")
    await take_back(rolf)
    assert await states(house, "synne") == [DeliveryState.DUE]
    assert await states(house, "rolf") == [DeliveryState.DROPPED, DeliveryState.DUE]
    await house.to(house.stage.now + timedelta(seconds=30))
    assert await states(house, "synne") == [DeliveryState.SENT]


@dataclass(frozen=True)
class RefusedLate:
    """Teams has the request (`reached`), and throttles it once `released` is set."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def meet(self, carry_out: CarryOut) -> Answer:
        self.reached.set()
        await self.released.wait()
        return await throttle(429, retry_after=5).meet(carry_out)


@on_both_kinds
async def test_a_reply_refused_while_its_words_are_taken_back_is_not_sent_again(house: House, tmp_path: Path) -> None:
    rolf, _ = await quoted_in_waiting_replies(house, tmp_path, synnes="Vi andre prøvde noe.")
    refusal = RefusedLate()
    house.teams.faults.next(refusal, call=Call.SEND, conversation=rolf.conversation.id)
    sending = asyncio.ensure_future(house.to(house.stage.now + timedelta(seconds=30)))
    await refusal.reached.wait()
    await take_back(rolf)
    refusal.released.set()
    await sending
    assert await gone(house, tmp_path) == (set(), [])
    assert (await states(house, "rolf"), MARK in str([one.card for one in rolf.chat])) == (
        [DeliveryState.DROPPED],
        False,
    )


# SQLite's log, when something is in the way.


@pytest.fixture
async def on_sqlite(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        await ask(opened, tmp_path)
        yield opened


async def test_words_leave_the_log_once_nobody_else_reads_it(
    on_sqlite: House, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """An operator's own program reads: people are answered meanwhile, and the log names the obstacle."""
    house = on_sqlite
    with closing(connect(tmp_path / "sloyfa.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM reflections").fetchall()
        await withdrawn(house, house.cast["tor"], WORDS)
        assert await gone(house, tmp_path) == (set(), ["sloyfa.db-wal"])
        said = capfd.readouterr()
        assert "-wal" in said.out + said.err + caplog.text
        await house.cast["siv"].say("Vi prøvde noe i dag.")
        assert len(await house.reflections_of("siv")) == 1
    assert await gone(house, tmp_path) == (set(), [])


async def test_the_file_is_written_anew_once_a_night(on_sqlite: House, tmp_path: Path) -> None:
    """Every page, free pages with an earlier version's remains included."""
    house, file = on_sqlite, tmp_path / "sloyfa.db"
    with closing(connect(file, isolation_level=None)) as earlier:
        earlier.execute("PRAGMA secure_delete=OFF")
        earlier.execute("CREATE TABLE old (words TEXT)")
        earlier.executemany("INSERT INTO old VALUES (?)", [(LONG,)] * 200)
        earlier.execute("DROP TABLE old")
    await house.to(NIGHT - timedelta(hours=1, minutes=1))
    assert files(tmp_path) == ["sloyfa.db"]
    await house.to(NIGHT)
    assert (files(tmp_path), written_on(file)) == ([], NIGHT.toordinal())
    await house.to(NIGHT + timedelta(days=1, hours=5))
    assert written_on(file) == NIGHT.toordinal()
    await house.to(NIGHT + timedelta(days=2))
    assert written_on(file) == NIGHT.toordinal() + 2


def written_on(file: Path) -> int:
    """The ordinal of the day on which the file was written anew last."""
    with closing(connect(file)) as reader:
        [found] = reader.execute("PRAGMA user_version").fetchone()
    return int(found)


async def test_a_process_killed_before_its_tick_leaves_the_words_to_the_next_start(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db"
    async with open_house(url) as house:
        await ask(house, tmp_path)
        async with KillableStage(environment(house.teams, database_url=url), now=OPENS) as stage:
            house.teams.bot_url = stage.url
            await withdrawn(house, house.cast["siv"], WORDS)
            await stage.kill()
            assert (await rows(house), files(tmp_path)) == (set(), ["sloyfa.db-wal"])
            await stage.restart()
            await stage.to(OPENS + A_TICK)
            assert files(tmp_path) == []

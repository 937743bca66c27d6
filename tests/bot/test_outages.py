"""Database outages: people who write meanwhile get an error at once, and a notice once the database is back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import Client
from bot.rehearsal.faults import answer
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_team import Team
from content.language import Language
from content.vocabulary.conversing import Help, NotAnswered, NothingSaved, SavingAgain
from content.vocabulary.messages import Message
from tests.nordvik import House, at, last, open_house, rendered_texts, seen
from tests.postgresql import Cluster

OPENS = at(11, 24)
WORDS = "Vi prøvde lesekroken med hele trinnet"


@dataclass
class Outage:
    """A house, and functions to take its database away and give it back."""

    house: House
    take_away: Callable[[], Awaitable[None]]
    give_back: Callable[[], Awaitable[None]]


@asynccontextmanager
async def house_with_prompts(url: str) -> AsyncIterator[House]:
    """Tor and Siv have an open prompt."""
    async with open_house(url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor", "siv")
        await house.to(OPENS)
        yield house


@asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[Outage]:
    """Another program holds the lock of the SQLite file."""
    async with house_with_prompts(f"sqlite+aiosqlite:///{folder / 'x.db'}?timeout=0.05") as house:
        other = sqlite3.connect(folder / "x.db", isolation_level=None, check_same_thread=False)

        async def take_away() -> None:
            other.execute("BEGIN IMMEDIATE")

        async def give_back() -> None:
            if other.in_transaction:
                other.execute("ROLLBACK")

        try:
            yield Outage(house, take_away, give_back)
        finally:
            await give_back()
            other.close()


@asynccontextmanager
async def full(folder: Path) -> AsyncIterator[Outage]:
    """The disk of the SQLite file is full."""
    async with house_with_prompts(f"sqlite+aiosqlite:///{folder / 'x.db'}") as house:
        db = house.stage.app.db

        async def take_away() -> None:
            async def fill(c: AsyncConnection) -> None:
                await c.execute(text("CREATE TABLE ballast (words TEXT)"))
                pages = (await c.execute(text("PRAGMA page_count"))).scalar()
                await c.execute(text(f"PRAGMA max_page_count = {pages}"))

            await db.write(fill)

        async def give_back() -> None:
            await db.write(lambda c: c.execute(text("PRAGMA max_page_count = 1000000")))

        yield Outage(house, take_away, give_back)


@asynccontextmanager
async def stopped(cluster: Cluster) -> AsyncIterator[Outage]:
    """The PostgreSQL server is restarted."""

    async def take_away() -> None:
        await asyncio.to_thread(cluster.stop)

    async def give_back() -> None:
        if not cluster.running:
            await asyncio.to_thread(cluster.start)

    async with house_with_prompts(await cluster.new_database()) as house:
        try:
            yield Outage(house, take_away, give_back)
        finally:
            await give_back()


async def some_seconds_later(house: House) -> None:
    for seconds in (5, 10, 40):
        await house.to(OPENS + timedelta(seconds=seconds))


@pytest.fixture(params=["locked", pytest.param("stopped", marks=pytest.mark.postgresql)])
async def outage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Outage]:
    on_sqlite = request.param == "locked"
    async with locked(tmp_path) if on_sqlite else stopped(request.getfixturevalue("postgresql_cluster")) as found:
        yield found


@pytest.fixture
async def outage_of_sqlite(tmp_path: Path) -> AsyncIterator[Outage]:
    async with locked(tmp_path) as found:
        yield found


def times(client: Client, message: Message, language: Language = Language.NB) -> int:
    return [seen(client, one) for one in client.chat].count(rendered_texts(message, language))


async def test_who_writes_while_the_database_is_away_is_told_so_and_told_when_it_is_back(outage: Outage) -> None:
    house = outage.house
    tor, siv = house.cast["tor"], house.cast["siv"]
    siv.locale = "nn-NO"
    await outage.take_away()
    said = await tor.say(WORDS)
    assert said.status == 200
    assert seen(tor, last(tor)) == rendered_texts(NothingSaved(), Language.NB)
    assert (await tor.again(said, new_id=True)).status == 200, "Teams has no reason to send it once more"
    await siv.say("Vi tel saman")
    assert (times(tor, NothingSaved()), times(siv, NothingSaved(), Language.NN)) == (1, 1)
    assert WORDS not in repr(vars(house.stage.app._dispatcher._apologies))
    await outage.give_back()
    await some_seconds_later(house)
    assert (times(tor, SavingAgain()), times(siv, SavingAgain(), Language.NN)) == (1, 1)
    assert await house.reflections_of("tor") == []
    await tor.say(WORDS)
    assert WORDS in seen(tor, last(tor))


async def test_a_press_is_answered_in_its_place_and_its_reader_is_told_when_the_database_is_back(
    outage_of_sqlite: Outage,
) -> None:
    house = outage_of_sqlite.house
    tor = house.cast["tor"]
    await outage_of_sqlite.take_away()
    pressed = await tor.press(last(tor), "Send svar", {"answer": WORDS, "rung": "group"})
    assert (pressed.status, pressed.body["value"]["code"]) == (200, "InternalError")
    assert times(tor, NothingSaved()) == 0
    await outage_of_sqlite.give_back()
    await some_seconds_later(house)
    assert times(tor, SavingAgain()) == 1


async def test_a_message_deleted_while_the_database_is_away_is_withdrawn_when_it_is_back(outage: Outage) -> None:
    house = outage.house
    tor = house.cast["tor"]
    await tor.say(WORDS)
    mine = next(message for message in tor.chat if not message.from_bot)
    await outage.take_away()
    await tor.delete(mine)
    assert times(tor, NothingSaved()) == 1
    await outage.give_back()
    await some_seconds_later(house)
    [kept] = await house.reflections_of("tor")
    assert (kept.withdrawn, kept.parts) == (True, ())


async def test_who_installs_while_the_database_is_away_is_welcomed_when_it_is_back(outage_of_sqlite: Outage) -> None:
    house = outage_of_sqlite.house
    bodil = house.cast["bodil"]
    await outage_of_sqlite.take_away()
    assert {one.status for one in await bodil.install()} == {500}
    assert [one for one in bodil.chat if one.from_bot] == []
    await outage_of_sqlite.give_back()
    await some_seconds_later(house)
    assert len([one for one in bodil.chat if one.from_bot]) >= 1


async def test_who_could_not_be_told_either_has_teams_send_it_again_and_hears_when_it_is_back(
    outage_of_sqlite: Outage,
) -> None:
    house, tor = outage_of_sqlite.house, outage_of_sqlite.house.cast["tor"]
    await outage_of_sqlite.take_away()
    house.teams.faults.next(answer(500), call=Call.SEND)
    said = await tor.say(WORDS)
    assert (said.status, times(tor, NothingSaved())) == (500, 0)
    assert ((await tor.again(said)).status, times(tor, NothingSaved())) == (200, 1)
    await outage_of_sqlite.give_back()
    await some_seconds_later(house)
    assert times(tor, SavingAgain()) == 1


async def test_a_command_that_stores_nothing_is_answered_while_nothing_can_be_written(outage_of_sqlite: Outage) -> None:
    """Also when the replica's next heartbeat is due."""
    house, tor = outage_of_sqlite.house, outage_of_sqlite.house.cast["tor"]
    await tor.say("hjelp")
    await outage_of_sqlite.take_away()
    house.stage.now += timedelta(seconds=30)
    assert (await tor.say("hjelp")).status == 200
    assert seen(tor, last(tor)) == rendered_texts(Help(("week", "plan")), Language.NB)


@pytest.mark.postgresql
async def test_an_error_of_our_own_is_told_once_and_nobody_waits_for_its_end(postgresql_url: str) -> None:
    async with house_with_prompts(postgresql_url) as house:
        tor = house.cast["tor"]
        await house.stage.app.db.write(lambda c: c.execute(text("DROP TABLE reflection_messages")))
        said = await tor.say(WORDS)
        assert (said.status, (await tor.again(said, new_id=True)).status) == (200, 200)
        await some_seconds_later(house)
        assert (times(tor, NotAnswered()), times(tor, SavingAgain())) == (1, 0)


async def test_an_edit_while_the_database_is_away_is_told_of(outage_of_sqlite: Outage) -> None:
    house, tor = outage_of_sqlite.house, outage_of_sqlite.house.cast["tor"]
    await tor.say(WORDS)
    mine = next(message for message in tor.chat if not message.from_bot)
    await outage_of_sqlite.take_away()
    assert (await tor.edit(mine, "Noe annet")).status == 200
    assert times(tor, NothingSaved()) == 1
    await outage_of_sqlite.give_back()
    await some_seconds_later(house)
    assert times(tor, SavingAgain()) == 1
    assert [part.text for part in (await house.reflections_of("tor"))[0].parts] == [WORDS]


async def test_in_a_channel_only_who_named_the_bot_is_answered(outage_of_sqlite: Outage) -> None:
    house, pia = outage_of_sqlite.house, outage_of_sqlite.house.cast["pia"]
    team = Team(house.teams, "Fjordgløtt")
    team.add(pia, house.cast["rolf"])
    await team.install(by=pia)
    await outage_of_sqlite.take_away()
    before = len(team.general.messages)
    await pia.say_in(team.general, WORDS, mention=False)
    assert len(team.general.messages) == before + 1
    assert (await pia.say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")).status == 200
    assert seen(pia, team.general.messages[-1]) == rendered_texts(NothingSaved(), Language.of(pia.locale))


async def test_who_writes_while_the_disk_is_full_is_told_that_nothing_was_saved(tmp_path: Path) -> None:
    async with full(tmp_path) as outage:
        house, tor = outage.house, outage.house.cast["tor"]
        await outage.take_away()
        for _ in range(20):
            await tor.say(f"{WORDS} {len(tor.chat)} " + "langt " * 500)
            if times(tor, NothingSaved()):
                break
        assert times(tor, NothingSaved()) == 1
        with suppress(OperationalError):
            await house.to(OPENS + timedelta(seconds=3))
        assert times(tor, SavingAgain()) == 0, "the little that is still taken is no answer's size"
        await outage.give_back()
        await some_seconds_later(house)
        assert times(tor, SavingAgain()) == 1

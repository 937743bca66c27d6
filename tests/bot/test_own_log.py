"""An author's own log: what happened to each answer and when, and none of the words."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import Client
from dialogs.model import OwnLogEntry
from storage import own_log
from tests.bot.test_taking_back import prompt_of
from tests.counting import recorded_statements
from tests.nordvik import House, at, open_house

pytestmark = pytest.mark.asyncio


async def log_of(house: House, name: str) -> list[OwnLogEntry]:
    [found] = {(one.municipality, one.author) for one in await house.reflections_of(name)}
    return [*await house.stage.app.db.read(partial(own_log.of_person, municipality=found[0], person=found[1]))]


def told(entries: list[OwnLogEntry]) -> list[tuple[str, int | None, int | None]]:
    return [(one.act.value, one.from_rung, one.to_rung) for one in entries]


async def _send(client: Client, words: str, rung: str) -> None:
    await client.press(prompt_of(client), "Send svar", {"answer": words, "rung": rung})


async def test_the_log_tells_what_happened_to_an_answer_and_when(database_url: str) -> None:
    async with open_house(database_url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor", "siv")
        tor = house.cast["tor"]
        await house.to(at(11, 24))
        card = prompt_of(tor)
        with recorded_statements(house.stage.app.db) as statements:
            await _send(tor, "Første utkast.", "municipality")
        assert not any("own_log" in one for one in statements), "a first answer has no row, and no statement"
        await house.to(at(11, 25))
        for words, rung in (("Første utkast.", "group"), ("Andre utkast.", "group")):
            await tor.press(card, "Endre svaret")
            await _send(tor, words, rung)
            await house.to(at(11, 25, 10))
        await tor.press(card, "Trekk tilbake")
        await house.to(at(11, 25, 12))
        await tor.press(card, "Svar likevel")
        await _send(tor, "Tredje utkast.", "group")
        found = await log_of(house, "tor")
        assert told(found) == [
            ("given", None, 4),
            ("narrowed", 4, 1),
            ("changed", 1, 1),
            ("withdrawn", 1, None),
            ("given", None, 1),
        ]
        assert [one.at for one in found] == [at(11, 24), at(11, 25), *[at(11, 25, 10)] * 2, at(11, 25, 12)]
        await house.cast["siv"].press(prompt_of(house.cast["siv"]), "Hopp over")
        assert await log_of(house, "siv") == [], "a skipped question is no act"
        assert not await _holds(house, "utkast"), "no words"


async def _holds(house: House, words: str) -> bool:
    async def rows(c: AsyncConnection) -> str:
        return str((await c.execute(text("SELECT * FROM own_log"))).all())

    return words in await house.stage.app.db.read(rows)


async def test_a_repeated_press_is_logged_once(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        tor = house.cast["tor"]
        await house.to(at(11, 24))
        card = prompt_of(tor)
        await _send(tor, "Ett svar.", "group")
        pressed = await tor.press(card, "Trekk tilbake")
        await tor.again(pressed)
        await tor.again(pressed, new_id=True)
        assert told(await log_of(house, "tor")) == [("given", None, 1), ("withdrawn", 1, None)]

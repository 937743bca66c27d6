"""The number of readers on a receipt follows the roster: cached numbers expire with any change."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.nordvik import House, at, last, municipality, open_house, seen, series

PEOPLE = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant"]


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(database_url, folder=municipality(folder(tmp_path, "first"), people=PEOPLE)) as found:
        await found.stage.plan(series(tmp_path, "alle", "rektorgruppa"))
        await found.install("tor")
        await found.to(at(11, 24))
        assert await readers(found, "først") == 3
        yield found


def folder(place: Path, name: str) -> Path:
    made = place / name
    made.mkdir()
    return made


async def readers(house: House, words: str) -> int:
    """The number of readers on Tor's receipt for these words."""
    tor = house.cast["tor"]
    if await house.reflections_of("tor"):
        await tor.press(last(tor), "Endre svaret")
    await tor.press(last(tor), "Send svar", {"answer": words, "rung": "group"})
    [said] = [line for line in seen(tor, last(tor)) if line.startswith("Dette kan leses av")]
    return int(re.findall(r"\((\d+) person", said)[0])


async def test_one_who_joins_or_leaves_is_counted_at_once(house: House, tmp_path: Path) -> None:
    more = municipality(folder(tmp_path, "more"), people=[*PEOPLE, "ali,rektorgruppa,participant"])
    await house.bring_in(more)
    assert await readers(house, "med Ali") == 4
    assert await readers(house, "ennå med Ali") == 4
    await house.bring_in(municipality(folder(tmp_path, "less"), people=PEOPLE))
    assert await readers(house, "uten Ali") == 3


async def test_one_who_joins_later_is_counted_from_that_day_on(house: House, tmp_path: Path) -> None:
    more = municipality(folder(tmp_path, "more"), people=[*PEOPLE, "ali,rektorgruppa,participant"])
    file = more / "people.csv"
    rows = file.read_text(encoding="utf-8")
    assert rows.endswith("ali@nordvik.example,rektorgruppa,participant,nb,,\n")
    file.write_text(rows.removesuffix(",,\n") + ",2026-11-25,\n", encoding="utf-8")
    await house.bring_in(more)
    assert await readers(house, "i dag") == 3
    await house.to(at(11, 25, 0))
    assert await readers(house, "i morgen") == 4

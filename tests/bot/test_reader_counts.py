"""The number of readers on a receipt follows the roster: cached numbers expire with any change."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.actions.people.tie_network import tie_network
from bot.rehearsal.clients import buttons_on
from tests.counting import recorded_statements
from tests.nordvik import MONDAY, OPERATOR, House, at, last, municipality, open_house, seen, series

PEOPLE = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant"]


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(folder(tmp_path, "first"), people=PEOPLE)) as found:
        await found.stage.plan(series(tmp_path, "alle", "rektorgruppa"))
        await found.install("tor")
        await found.to(at(11, 24))
        assert await readers(found, "først") == 3
        yield found


def folder(place: Path, name: str) -> Path:
    made = place / name
    made.mkdir()
    return made


async def readers_line(house: House, words: str, *, rung: str = "group") -> str:
    """The line about readers on Tor's receipt for these words."""
    tor = house.cast["tor"]
    if await house.reflections_of("tor"):
        await tor.press(last(tor), "Endre svaret")
    await tor.press(last(tor), "Send svar", {"answer": words, "rung": rung})
    if "Ja, del videre" in buttons_on(tor.view(last(tor))):
        await tor.press(last(tor), "Ja, del videre")
    [found] = [line for line in seen(tor, last(tor)) if line.startswith("Disse kan lese svaret")]
    return found


async def readers(house: House, words: str, *, rung: str = "group") -> int:
    """The number of readers on Tor's receipt for these words."""
    return int(re.findall(r"\((\d+) person", await readers_line(house, words, rung=rung))[0])


async def test_one_who_joins_or_leaves_is_counted_at_once(house: House, tmp_path: Path) -> None:
    more = municipality(folder(tmp_path, "more"), people=[*PEOPLE, "ali,rektorgruppa,participant"])
    await house.bring_in(more)
    assert await readers(house, "en mer") == 4
    assert await readers(house, "ennå en mer") == 4
    await house.bring_in(municipality(folder(tmp_path, "less"), people=PEOPLE))
    assert await readers(house, "en mindre") == 3


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


@pytest.mark.parametrize(
    ("table", "name", "rung"), [("groups", "Rektorgruppa", "group"), ("units", "Nordnett", "network")]
)
async def test_a_renamed_group_or_unit_has_its_new_name_on_receipts_at_once(
    house: House, tmp_path: Path, table: str, name: str, rung: str
) -> None:
    """Only the name changes: a new name must expire cached counts too."""
    more = [*PEOPLE, "ali,team-solbakken,participant", "mona,nettverket,participant"]
    await house.bring_in(municipality(folder(tmp_path, "before"), people=more))
    assert name in await readers_line(house, "før", rung=rung)
    renamed = municipality(folder(tmp_path, "after"), people=more)
    file = renamed / f"{table}.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(f",{name}", ",Omdøpt"), encoding="utf-8")
    await house.bring_in(renamed)
    assert "Omdøpt" in await readers_line(house, "etter", rung=rung)


def neighbour(place: Path, *people: str) -> Path:
    """Sørvik, which names the same network as Nordvik, with `people` in the network's group."""
    tables = {
        "units": ["id,kind,name,parent,language", "nordnett,network,Nordnett,,nb", "sorvik,municipality,S,nordnett,nb"],
        "groups": ["id,unit,kind,name", "nettverket-sor,nordnett,network,Nettverksgruppa"],
        "people": ["aad_object_id,name,upn,group,role,language"],
    }
    for number, name in enumerate(people):
        account = f"00000000-0000-4000-8000-9{number:011}"
        tables["people"].append(f"{account},{name},{name}@sorvik.example,nettverket-sor,participant,nb")
    for name, lines in tables.items():
        (place / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return place


async def test_nobody_is_counted_anew_for_another_municipalitys_import_unless_a_network_ties_them(
    house: House, tmp_path: Path
) -> None:
    db, texts = house.stage.app.db, iter("abcdefgh")

    async def counts() -> tuple[int, int]:
        """(readers in the network, queries that counted people)."""
        with recorded_statements(db) as executed:
            found = await readers(house, next(texts), rung="network")
        return found, sum("count(" in sql and "memberships" in sql for sql in executed)

    await house.bring_in(municipality(folder(tmp_path, "own"), people=[*PEOPLE, "mona,nettverket,participant"]))
    assert await counts() == (4, 1)
    assert await counts() == (4, 0)
    await house.bring_in(neighbour(folder(tmp_path, "one"), "unni"))
    assert await counts() == (4, 0)
    await tie_network(db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR, now=MONDAY)
    assert await counts() == (5, 2)
    assert await counts() == (5, 0)
    await house.bring_in(neighbour(folder(tmp_path, "two"), "unni", "vidar"))
    assert await counts() == (6, 2)

"""A group moved to another school: its members read the new school's answers from then on, none from before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.vocabulary.digesting import SessionDigest
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, series
from tests.reading import digest_of

PEOPLE = [
    "guro,rektorgruppa,coordinator",
    "kari,team-solbakken,facilitator",
    "lars,team-solbakken,participant",
    "pia,team-fjordglott,facilitator",
    "rolf,team-fjordglott,participant",
    "mona,annet-s,participant",
    "turid,annet-f,participant",
]
GROUPS = ["annet-s,solbakken,team,Annet på Solbakken,", "annet-f,fjordglott,team,Anna på Fjordgløtt,"]


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(database_url, folder=municipality(tmp_path / "før", people=PEOPLE, groups=GROUPS)) as found:
        await found.install("rolf", "lars")
        yield found


def moved(place: Path) -> Path:
    folder = municipality(place, people=PEOPLE, groups=GROUPS)
    file = folder / "groups.csv"
    text = file.read_text(encoding="utf-8")
    assert "team-solbakken,solbakken," in text
    file.write_text(text.replace("team-solbakken,solbakken,", "team-solbakken,fjordglott,"), encoding="utf-8")
    return folder


async def answer(house: House, name: str, words: str, folder: Path, group: str, *, day: int) -> str:
    """Share an answer with the unit; returns the session's id."""
    planned = series(folder, f"d{day}-{group}", group, dates=f"[2026-11-{day}]", stays_open='"PT6H"')
    await house.stage.plan(planned)
    await house.to(at(11, day, 14))
    person = house.cast[name]
    await person.press(last(person), "Send svar", {"answer": words, "rung": "unit"})
    await house.to(at(11, day, 23))
    return str((await house.reflections_of(name))[-1].session)


async def read_by(house: House, name: str, session: str) -> list[str]:
    reader = f"{name}@nordvik.example"
    digest, _ = await digest_of(house.stage.app.db, session, reader, actor=OPERATOR, now=house.stage.now)
    assert isinstance(digest, SessionDigest)
    return [quote.text for section in digest.prompts for quote in section.quotes]


async def test_answers_shared_at_the_other_school_before_the_move_are_not_read(house: House, tmp_path: Path) -> None:
    before = await answer(house, "rolf", "Før flyttingen.", tmp_path, "team-fjordglott", day=24)
    own = await answer(house, "lars", "Hos oss.", tmp_path, "team-solbakken", day=25)
    assert await read_by(house, "lars", before) == []
    await house.bring_in(moved(tmp_path / "etter"))
    await house.to(at(11, 26))
    assert await read_by(house, "lars", before) == []
    assert await read_by(house, "kari", own) == ["Hos oss."], "the group goes on reading its own"
    after = await answer(house, "rolf", "Etter flyttingen.", tmp_path, "team-fjordglott", day=26)
    assert await read_by(house, "lars", after) == ["Etter flyttingen."]

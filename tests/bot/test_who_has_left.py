"""People who have left get no more messages, and are promised none."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import UnknownReader
from bot.rehearsal.clients import Client
from content.language import Language
from content.vocabulary.conversing import NoLongerIn, NotAmongAsked, NothingOpen
from dialogs.model import DeliveryKind, DeliveryState
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, rendered_texts, seen, series
from tests.reading import digest_of

TEAM = ("tor,rektorgruppa,participant", "siv,rektorgruppa,participant", "ali,rektorgruppa,participant")
BESIDE = ("guro,rektorgruppa,coordinator", "kari,team-solbakken,participant", "ola,rektorgruppa,observer")


@dataclass
class Town:
    """Nordvik's rektorgruppa; its series also has two digest readers: Kari of another group, and Ola."""

    house: House
    people: Path

    async def change(self, *changes: tuple[str, str]) -> None:
        """Replace texts in people.csv, and import the folder again."""
        text = self.people.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        self.people.write_text(text, encoding="utf-8")
        await self.house.bring_in(self.people.parent)

    async def lose(self, name: str) -> None:
        rows = self.people.read_text(encoding="utf-8").splitlines(keepends=True)
        await self.change(*((row, "") for row in rows if f"{name}@" in row))

    def digests(self, name: str) -> list[list[str]]:
        client = self.house.cast[name]
        return [seen(client, one) for one in client.chat if one.from_bot and "Dette delte vi" in str(one.summary)]

    async def digest_rows(self, name: str) -> list[tuple[DeliveryState, str]]:
        return [(one.state, one.reason) for one in await self.house.deliveries(DeliveryKind.DIGEST, name)]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    people = municipality(tmp_path / "before", people=[*TEAM, *BESIDE])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=people) as house:
        readers = '["kari@nordvik.example", "ola@nordvik.example"]'
        # The step closes in the evening, and its digest is held until the morning.
        keys = {"digest_readers": readers, "stays_open": '"PT10H"'}
        file = series(tmp_path, "uka", "rektorgruppa", **keys)
        meeting = 'date = 2026-11-30T09:00:00Z\ngroup = "rektorgruppa"\ndigest_days_ahead = 3\n'
        file.write_text(file.read_text() + f"\n[[meetings]]\n{meeting}")
        await house.stage.plan(file)
        await house.install("tor", "siv", "ali", "guro", "kari", "ola")
        await house.to(at(11, 24))
        tor = house.cast["tor"]
        await tor.press(last(tor), "Send svar", {"answer": "Vi ga tenketid.", "rung": "group"})
        await house.to(at(11, 24, 19))
        yield Town(house, people / "people.csv")


@pytest.mark.parametrize("gone", ["siv", "kari", "ola"])
async def test_a_digest_that_waits_for_the_morning_does_not_go_to_one_who_has_left_meanwhile(
    town: Town, gone: str
) -> None:
    """A member, a digest reader of another group, and a digest reader outside all groups asked."""
    await town.lose(gone)
    await town.house.to(at(11, 25))
    assert town.digests(gone) == []
    assert (DeliveryState.DROPPED, "no longer a reader") in await town.digest_rows(gone)
    for name in {"tor", "siv", "kari", "ola"} - {gone}:
        assert len(town.digests(name)) == 1


async def test_whoever_only_observes_by_now_or_is_no_digest_reader_any_more_gets_no_digest(
    town: Town, tmp_path: Path
) -> None:
    keys = {"digest_readers": '["ola@nordvik.example"]', "stays_open": '"PT10H"'}
    await town.house.stage.plan(series(tmp_path, "uka", "rektorgruppa", **keys))
    await town.change(("ali@nordvik.example,rektorgruppa,participant", "ali@nordvik.example,rektorgruppa,observer"))
    await town.house.to(at(11, 25))
    assert [len(town.digests(name)) for name in ("kari", "ali", "siv", "ola")] == [0, 0, 1, 1]


async def test_a_coordinator_who_only_observes_by_now_reads_nothing_ahead_of_the_meeting(town: Town) -> None:
    guro = town.house.cast["guro"]
    await guro.uninstall()
    await town.house.to(at(11, 27, 12))
    assert (DeliveryState.WAITING, "removed or blocked") in await town.digest_rows("guro")
    await town.change(
        ("guro@nordvik.example,rektorgruppa,coordinator", "guro@nordvik.example,rektorgruppa,observer"),
        ("ali@nordvik.example,rektorgruppa,participant", "ali@nordvik.example,rektorgruppa,coordinator"),
    )
    await guro.install()
    await town.house.stage.settle()
    assert not [texts for texts in town.digests("guro") if "Dette delte vi før møtet" in texts]
    assert (DeliveryState.DROPPED, "no longer a reader") in await town.digest_rows("guro")


async def said_to(house: House, name: str) -> list[str]:
    client: Client = house.cast[name]
    await client.say("Er det noe nytt?")
    await house.stage.settle()
    return seen(client, last(client))


async def test_only_who_is_asked_is_told_that_a_question_will_come(town: Town) -> None:
    await town.lose("siv")
    told = {name: await said_to(town.house, name) for name in ("tor", "siv", "ola")}
    assert told == {
        "tor": rendered_texts(NothingOpen(), Language.NB),
        "siv": rendered_texts(NoLongerIn(), Language.NB),
        "ola": rendered_texts(NotAmongAsked(), Language.NB),
    }


FIVE = (*TEAM[:2], "ali,rektorgruppa,leader", "bo,rektorgruppa,participant", "eva,rektorgruppa,participant")


@pytest.mark.parametrize(
    ("people", "protocol", "says_so"),
    [(TEAM, "ukesrefleksjon", False), (FIVE, "ukesrefleksjon", True), (FIVE, "igp", True)],
)
async def test_a_digest_says_that_not_all_were_reached_where_that_points_at_nobody(
    tmp_path: Path, people: Sequence[str], protocol: str, *, says_so: bool
) -> None:
    """One of three, or two of five, lack the bot; the last step of igp asks only leaders."""
    folder = municipality(tmp_path / "n", people=[*people, "guro,rektorgruppa,coordinator"])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", protocol=f'"{protocol}"'))
        await house.install("tor", "siv", "guro", *(["ali"] if says_so else []))
        await house.to(at(11, 24))
        for name in ("tor", "siv"):
            client = house.cast[name]
            await client.press(last(client), "Send svar", {"answer": "Ja.", "rung": "group"})
        for day in (at(11, 27), at(12, 4), at(12, 11), at(12, 18)):
            await house.to(day)
        tor = house.cast["tor"]
        [told] = [seen(tor, one) for one in tor.chat if one.from_bot and "Dette delte vi" in str(one.summary)]
        assert ("Spørsmålet nådde ikke fram til alle." in told) is says_so


async def test_of_one_who_has_left_no_digest_is_printed(town: Town) -> None:
    """The command line reads with the rights of a person who may no longer read."""
    moment: datetime = at(11, 25) + timedelta(minutes=1)
    await town.lose("siv")
    for reader, says in (("siv@nordvik.example", "is in no group of nordvik any more"), ("tor@nordvik.example", "")):
        try:
            await digest_of(town.house.stage.app.db, "uka.rektorgruppa.2026-11-24", reader, actor=OPERATOR, now=moment)
            told = ""
        except UnknownReader as error:
            told = str(error)
        assert says in told
        assert bool(told) is bool(says)

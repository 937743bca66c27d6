"""Nobody may see who has answered and who has not: not from a number, nor from the order of what is shown."""

from pathlib import Path

import pytest

from bot.rehearsal.clients import Channel, Client, Team
from tests.nordvik import House, at, last, municipality, open_house, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
PEOPLE = tuple(f"person{letter}" for letter in "abcdefghijk")
UNTOLD = {
    "nb": "Hvor mange som har svart, viser jeg bare når tallet ikke kan peke på noen.",
    "nn": "Kor mange som har svart, viser eg berre når talet ikkje kan peike på nokon.",
}


def folder(tmp_path: Path, group: str) -> Path:
    led = [f"guro,{group},coordinator"]
    return municipality(tmp_path / "kommune", people=[*led, *(f"{name},{group},participant" for name in PEOPLE)])


async def send(house: House, name: str, text: str, rung: str = "group") -> None:
    client = house.cast[name]
    await client.press(last(client), "Send svar", {"answer": text, "rung": rung})
    await house.stage.settle()


def digest(client: Client) -> list[str]:
    return seen(client, last(client))


@pytest.mark.parametrize(("answering", "told"), [(4, "Noen har svart"), (5, "5 av 11 har svart")])
async def test_a_number_is_told_from_five_on_and_where_five_have_not(tmp_path: Path, answering: int, told: str) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder(tmp_path, "rektorgruppa")) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.install(*PEOPLE)
        await house.to(OPENS)
        for name in PEOPLE[:answering]:
            await send(house, name, f"Svar fra {name}", "group" if name == PEOPLE[0] else "only_me")
        await house.to(CLOSES)
        read = digest(house.cast[PEOPLE[-1]])
        assert read[2] == told
        message = last(house.cast[PEOPLE[-1]])
        assert (message.summary, read.count(told)) == ("Oppsummering fra Rektorgruppa", 1)


async def test_quotes_stand_in_an_order_that_tells_nothing_of_when_or_by_whom(tmp_path: Path) -> None:
    """The same words from others, and the other way round: what is read is the same."""
    words = [f"Ord {number}" for number in range(6)]
    read = []
    for number, (names, said) in enumerate(((PEOPLE[:6], words), (PEOPLE[3:9], words[::-1]))):
        town = folder(tmp_path / str(number), "rektorgruppa")
        async with open_house(f"sqlite+aiosqlite:///{tmp_path / str(number)}/x.db", folder=town) as house:
            await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
            await house.install(*names)
            await house.to(OPENS)
            for name, text in zip(names, said, strict=True):
                house.stage.now = at(11, 24, 9, int(text[-1]))
                await send(house, name, text)
            await house.to(CLOSES)
            read.append([text for text in digest(house.cast[names[-1]]) if text in words])
    assert read[0] == read[1]
    assert read[0] not in (words, words[::-1])


async def linked(house: House) -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("guro", *PEOPLE)))
    await team.install(by=house.cast["guro"])
    await house.cast["guro"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    return team.general


async def test_a_channels_card_changes_only_once_it_tells_a_number(tmp_path: Path) -> None:
    town = folder(tmp_path, "team-fjordglott")
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=town) as house:
        channel = await linked(house)
        dates = "[2026-11-24T07:00:00Z]"
        await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", asked='"channel"', dates=dates))
        await house.to(OPENS)
        card = next(message for message in channel.messages if "Send svar" in str(message.card))
        onlooker, told = house.cast[PEOPLE[-1]], []
        for name in PEOPLE[:7]:
            await house.cast[name].press(card, "Send svar", {"answer": f"Svar fra {name}", "rung": "group"})
            await house.stage.settle()
            [now] = [message for message in channel.messages if message.id == card.id]
            told.append((len(now.edited), seen(onlooker, now)[-3]))
        before, after = (0, UNTOLD["nn"]), UNTOLD["nn"]
        assert told == [*[before] * 4, (1, "5 av 11 har svart"), (2, "6 av 11 har svart"), (3, after)]

"""The number of people who could have written an answer: on the form and on receipts, over the wire."""

from pathlib import Path

import pytest

from bot.rehearsal.clients import Client
from tests.nordvik import House, at, last, municipality, open_house, seen, series

FEW = {
    "nb": "Navnet ditt vises ikke, men blant bare 4 i gruppa kan noen gjette.",
    "nn": "Namnet ditt blir ikkje vist, men blant berre 4 i gruppa kan nokon gjette.",
    "en": "Your name is not shown, but in a group of 4, somebody may guess.",
}
MANY = {
    "nb": "Navnet ditt vises ikke. 5 i gruppa kan ha skrevet svaret.",
    "nn": "Namnet ditt blir ikkje vist. 5 i gruppa kan ha skrive svaret.",
    "en": "Your name is not shown. 5 people in the group could have written the answer.",
}
ALONE = "Navnet ditt vises ikke. Men du er den eneste i gruppa, så de som leser svaret, vet hvem som har skrevet det."
SEND = {"nb": "Send svar", "nn": "Send svar", "en": "Send answer"}
OPEN = {"nb": "Endre svaret", "nn": "Endre svaret", "en": "Change the answer"}
NAMES = tuple(f"person{letter}" for letter in "abcdefghijk")
READERS = tuple(f"leser{letter}" for letter in "abcde")
GROUP = "team-fjordglott"


def town(folder: Path, *, writers: int, language: str = "nb") -> Path:
    """A team of so many writers, read by six who may not write in the team."""
    people = [f"{name},{GROUP},participant,{language}" for name in NAMES[:writers]]
    reading = [f"{name},{GROUP},coordinator,nb" for name in READERS]
    return municipality(folder / "kommune", people=["guro,rektorgruppa,coordinator", *people, *reading])


def told(house: House, name: str) -> list[str]:
    """The sentences of the person's last card about answers without a name."""
    client, sentences = house.cast[name], {ALONE, *FEW.values(), *MANY.values()}
    return [line for line in seen(client, last(client)) if line in sentences]


@pytest.mark.parametrize("language", FEW)
async def test_the_form_and_the_receipts_say_how_many_could_have_written_however_many_read(
    tmp_path: Path, language: str
) -> None:
    folder = town(tmp_path, writers=4, language=language)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "uka", GROUP))
        await house.install(*NAMES[:2])
        await house.to(at(11, 24, 14))
        client, typing = (house.cast[name] for name in NAMES[:2])
        assert told(house, NAMES[0]) == [FEW[language]]
        assert any("9 person" in line or "9 people" in line for line in seen(client, last(client)))
        await client.press(last(client), SEND[language], {"answer": "Vi ga tenketid.", "rung": "group"})
        assert told(house, NAMES[0]) == [FEW[language]]
        await client.press(last(client), OPEN[language])
        assert told(house, NAMES[0]) == [FEW[language]]
        signed = {"answer": "Vi ga tenketid.", "rung": "group", "signature": "name"}
        await client.press(last(client), SEND[language], signed)
        assert told(house, NAMES[0]) == [], "an answer with a name is not without one"
        await client.press(last(client), OPEN[language])
        await client.press(last(client), SEND[language], {"answer": "Vi ga tenketid.", "rung": "only_me"})
        assert told(house, NAMES[0]) == []
        await typing.say("Vi ga tenketid, og flere elever kom til orde i timen enn før.")
        await house.stage.settle()
        assert told(house, NAMES[1]) == [FEW[language]]
        await house.bring_in(town(tmp_path / "større", writers=5, language=language))
        await typing.say("Vi vil gjøre det samme i flere fag neste uke, og se hva som skjer da.")
        await house.stage.settle()
        assert told(house, NAMES[1]) == [MANY[language]]
        await house.to(at(11, 28))
        assert not any("anonym" in line.casefold() for one in (client, typing) for line in everything(one))


async def test_where_a_single_person_is_asked_it_is_said_that_everybody_knows(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=town(tmp_path, writers=1)) as house:
        await house.stage.plan(series(tmp_path, "uka", GROUP))
        await house.install(NAMES[0])
        await house.to(at(11, 24, 14))
        assert told(house, NAMES[0]) == [ALONE]


def everything(client: Client) -> list[str]:
    return [text for message in client.chat for text in seen(client, message)]

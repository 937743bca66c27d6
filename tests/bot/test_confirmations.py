"""A confirmation quotes the stored words, and is updated when the message is edited or deleted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client
from bot.rehearsal.faults import answer
from bot.rehearsal.ledger import Call
from tests.nordvik import House, at, last, open_house, seen

BEFORE = "Vi begynner hver time med at elevene forklarer målet for hverandre."
AFTER = "Vi avslutter hver time med at elevene forklarer for hverandre."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.plan("rektorgruppa")
        await house.install("ali")
        await house.to(at(11, 24))
        yield house


def _everything(ali: Client) -> str:
    return "\n".join(line for message in ali.chat for line in seen(ali, message))


async def test_the_confirmation_follows_an_edited_message(house: House) -> None:
    ali = house.cast["ali"]
    said = await ali.say(BEFORE)
    assert BEFORE in seen(ali, last(ali))
    await ali.edit(said.activity_id, AFTER)
    await house.stage.settle()
    assert AFTER in seen(ali, last(ali))
    assert BEFORE not in _everything(ali)


async def test_the_confirmation_goes_with_a_deleted_message(house: House) -> None:
    ali = house.cast["ali"]
    said = await ali.say(BEFORE)
    await ali.delete(said.activity_id)
    await house.stage.settle()
    assert BEFORE not in _everything(ali)
    assert len(ali.chat) == 2, "the welcome and the prompt"


async def test_the_confirmation_goes_when_the_answer_is_taken_back_on_the_card(house: House) -> None:
    ali = house.cast["ali"]
    prompt = last(ali)
    said = await ali.say(BEFORE)
    await house.stage.settle()
    await ali.press(prompt, "Hopp over")
    await ali.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    theirs = [line for message in ali.chat if message.id != said.activity_id for line in seen(ali, message)]
    assert BEFORE not in "\n".join(theirs)


async def test_a_message_that_only_adds_leaves_the_first_confirmation_alone(house: House) -> None:
    ali = house.cast["ali"]
    await ali.say(BEFORE)
    first = last(ali)
    await ali.say(AFTER)
    await house.stage.settle()
    assert not first.edited
    assert f"{BEFORE}\n\n{AFTER}" in seen(ali, last(ali))


async def test_a_card_that_cannot_be_changed_any_more_does_not_write_its_reader_off(house: House) -> None:
    ali = house.cast["ali"]
    house.teams.faults.next(answer(403, {"error": {"code": "Unknown"}}), call=Call.UPDATE)
    await ali.press(last(ali), "Send svar", {"answer": BEFORE, "rung": "group"})
    await house.stage.settle()
    await house.to(at(12, 1))
    assert "Send svar" in seen(ali, last(ali))


async def test_one_who_had_installed_before_being_imported_gets_the_open_prompt(house: House, tmp_path: Path) -> None:
    late = Client(house.teams, "Vera Rektor", "00000000-0000-4000-8000-000000000777", "vera@nordvik.example")
    folder = tmp_path / "with vera"
    folder.mkdir()
    for name in ("units.csv", "groups.csv", "people.csv"):
        (folder / name).write_text((house.folder / name).read_text())
    with (folder / "people.csv").open("a") as people:
        people.write(
            "00000000-0000-4000-8000-000000000777,Vera Rektor,vera@nordvik.example,rektorgruppa,participant,,,\n"
        )
    await late.install()
    await house.bring_in(folder)
    await house.to(at(11, 24, 9))
    assert "Send svar" in seen(late, last(late))

"""An answer to one step can be changed while the next step is open, until the session closes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import buttons_on
from bot.rehearsal.wire_conversations import Message
from tests.nordvik import House, at, last, open_house, seen

FIRST = "Vi lar elevene bygge modeller før de leser om temaet."
SECOND = "Vi lar elevene bygge modeller både før og etter at de leser."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Team Solbakken in the second step of igp; Kari answered the first, Lars did not."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.plan("solbakken")
        await house.install("kari", "lars")
        await house.to(at(11, 25, 14))
        kari = house.cast["kari"]
        await kari.press(last(kari), "Send svar", {"answer": FIRST, "rung": "group"})
        await house.to(at(11, 27, 14))
        yield house


def _first(house: House, name: str) -> Message:
    """The card of the first step; the last card is the second step's."""
    return house.cast[name].chat[-2]


async def test_an_answer_to_a_closed_step_can_be_changed_and_the_next_steps_card_follows(house: House) -> None:
    kari, lars = house.cast["kari"], house.cast["lars"]
    assert FIRST in seen(lars, last(lars))
    card = _first(house, "kari")
    assert buttons_on(kari.view(card)) == ["Endre svaret", "Del videre", "Trekk tilbake"]
    assert "til tirsdag kl. 14" in " ".join(seen(kari, card))
    await kari.press(card, "Endre svaret")
    await kari.press(card, "Send svar", {"answer": SECOND, "rung": "group"})
    await house.stage.settle()
    assert SECOND in seen(kari, card)
    assert SECOND in seen(lars, last(lars))
    assert FIRST not in seen(lars, last(lars))


async def test_an_answer_taken_back_goes_from_the_card_of_the_next_step(house: House) -> None:
    kari, lars = house.cast["kari"], house.cast["lars"]
    await kari.press(_first(house, "kari"), "Trekk tilbake")
    await house.stage.settle()
    assert FIRST not in seen(lars, last(lars))


async def test_no_new_answer_is_taken_in_a_step_that_has_closed(house: House) -> None:
    assert buttons_on(house.cast["lars"].view(_first(house, "lars"))) == []


async def test_when_the_session_has_closed_an_answer_can_only_be_taken_back(house: House) -> None:
    card = _first(house, "kari")
    await house.to(at(12, 1, 14))
    await house.to(at(12, 2, 14))
    kari = house.cast["kari"]
    assert buttons_on(kari.view(card)) == ["Trekk tilbake", "Del med færre"]
    assert FIRST in seen(kari, card)

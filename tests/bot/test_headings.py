"""A facilitator writes headings for a draft and orders its sections; the words beneath stay their authors' own."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client
from bot.rehearsal.wire_conversations import Message
from bot.reports.records import record_lines
from storage import headings
from tests.nordvik import OPERATOR, House, at, last, open_house, seen, series

MODELS = "Vi lar elevene bygge modeller før de leser om temaet."
FURTHER = "Vi bør la alle prøve modeller først."
AGAIN = "Eg vil prøve det same med lengre tid."
QUESTION = "Hva bør gruppa ta med seg videre?"
SESSION = "s.team-solbakken.2026-11-25"
TYPED = {"heading_0": "Modeller først", "place_0": "2", "heading_1": "Det vi tar med", "place_1": "1"}


def approval(client: Client) -> Message:
    found = [one for one in client.chat if one.from_bot and str(one.summary).startswith("Utkast til oppsummering")]
    return found[-1]


async def stored(house: House) -> list[tuple[int, str]]:
    found = await house.stage.app.db.read(lambda c: headings.of_session(c, "nordvik", SESSION))
    return [(one.position, one.text) for one in found]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Team Solbakken's session of three steps is over, and Kari, who facilitates, has been sent the draft."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        file = series(
            tmp_path, "s", "team-solbakken", led_by="kari", protocol='"igp"', dates="[2026-11-25]",
            stays_open='"P2D"', draft_ahead='"P1D"',
        )  # fmt: skip
        await house.stage.plan(file)
        await house.install("guro", "kari", "lars", "mona")
        kari, lars = house.cast["kari"], house.cast["lars"]
        await house.to(at(11, 25, 14))
        await kari.press(last(kari), "Send svar", {"answer": MODELS, "rung": "group"})
        await lars.press(last(lars), "Send svar", {"answer": AGAIN, "rung": "group"})
        await house.to(at(11, 27, 14))
        await lars.press(last(lars), "Send svar", {"answer": FURTHER, "rung": "group"})
        await house.to(at(12, 1, 14))
        await house.to(at(12, 2, 14))
        await house.to(at(12, 3, 8))
        yield house


async def test_headings_and_order_are_the_facilitators_and_quotes_are_not(house: House) -> None:
    kari, lars, mona = (house.cast[name] for name in ("kari", "lars", "mona"))
    card = approval(kari)
    assert MODELS in seen(kari, card)

    # Only whoever may approve opens the form, and a name in a heading is stopped, with the words still there.
    await lars.press(last(lars), "Overskrifter", shown=kari.view(card))
    assert await stored(house) == []
    await kari.press(card, "Overskrifter")
    form = kari.view(card)
    assert QUESTION in seen(kari, card)
    await kari.press(card, "Lagre", {**TYPED, "heading_0": "Kåre Nordmann i 7B"})
    assert "Kåre Nordmann i 7B" in str(kari.view(card))
    assert await stored(house) == []
    await kari.press(card, "Lagre", TYPED)
    assert await stored(house) == [(1, "Det vi tar med"), (0, "Modeller først")]
    shown = seen(kari, card)
    told = [shown.index(words) for words in ("Det vi tar med", QUESTION, FURTHER, "Modeller først", MODELS)]
    assert told == sorted(told)

    # A form from before is no way to undo what somebody has saved since, and what it says is not lost.
    await kari.press(card, "Lagre", {**TYPED, "heading_0": "Modeller"}, shown=form)
    assert "Noen andre har endret overskriftene mens du skrev. Lagrer du, gjelder dine." in seen(kari, card)
    assert '"value": "Modeller"' in json.dumps(kari.view(card), ensure_ascii=False)
    await kari.press(card, "La det stå")
    # A quote taken out meanwhile takes nothing of the others' along.
    await lars.press(draft_of(lars), "Ikke slik jeg mente")
    await house.stage.settle()
    assert AGAIN not in str(kari.view(card))
    await kari.press(card, "Lagre", TYPED, shown=form)
    assert await stored(house) == [(1, "Det vi tar med"), (0, "Modeller først")]

    await house.to(at(12, 3, 14))
    for reader in (lars, mona):
        digest = last(reader)
        shown = seen(reader, digest)
        assert shown[0] == "Dette delte vi (utkast)"
        assert shown.index("Det vi tar med") < shown.index(FURTHER) < shown.index("Modeller først")
    # A heading that comes too late stands nowhere, and is given back; one that stands already is not.
    late = await kari.press(card, "Lagre", {**TYPED, "heading_1": "Modeller"}, shown=form)
    assert "Den ble sendt ut som utkast." in str(late.body)
    given_back = str(late.body)
    assert "Dette kom ikke med, og er ikke lagret:" in given_back
    assert "Modeller" in given_back
    assert not any(one in given_back for one in ("Modeller først", "Det vi tar med"))
    assert await stored(house) == [(1, "Det vi tar med"), (0, "Modeller først")]

    # The heading is its writer's: told of, recorded without its words, and erased with the writer.
    recorded = "\n".join(await record_lines(house.stage.app.db, "nordvik", actor=OPERATOR))
    assert "Kari Lærer (facilitator): changed headings in the draft" in recorded
    assert "Modeller" not in recorded
    await kari.say("hva vet du om meg")
    assert "Det vi tar med" in str(last(kari).card)
    await kari.say("slett mine data")
    assert "Overskrifter du har laget til oppsummeringer, blir fjernet: 2." in seen(kari, last(kari))
    await kari.press(last(kari), "Slett alt")
    await house.stage.settle()
    await house.to(at(12, 3, 15))
    assert await stored(house) == []
    assert "Det vi tar med" not in str(mona.view(digest))
    assert FURTHER in seen(mona, digest)


def draft_of(client: Client) -> Message:
    return next(one for one in client.chat if one.from_bot and "Slik ville det stått" in str(one.card))

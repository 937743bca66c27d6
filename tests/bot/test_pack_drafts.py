"""The pack as a draft first, brought up to date; and packs of meetings that were moved, called off or planned late."""

from pathlib import Path

from bot.rehearsal.clients import Client
from bot.rehearsal.wire_conversations import Message
from tests.nordvik import House, at, last, municipality, open_house, seen, series

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "ali,rektorgruppa,participant",
    "guro,rektorgruppa,coordinator",
)
FIRST, TAKEN, SECOND = "Vi leser høyt hver dag.", "Vi har vaktbytte i garderoben.", "Vi ringer hjem samme dag."
DRAFT, MADE = "Dette delte vi før møtet (utkast)", "Dette delte vi før møtet"
OFF = {"nb": "Møtet blir ikke holdt da.", "nn": "Møtet blir ikkje halde då."}
READING = {"nb": "To minutter før møtet", "nn": "To minutt før møtet"}


def shows(me: Client, words: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


def heads(me: Client, heading: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and heading in seen(me, one)]


async def planned(house: House, folder: Path, *meetings: str) -> None:
    file = series(folder, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-03]", stays_open='"P1D"')
    told = "".join(
        f'\n[[meetings]]\ndate = {one}T09:00:00\ngroup = "rektorgruppa"\ndraft_days_ahead = 7\n' for one in meetings
    )
    file.write_text(file.read_text("utf-8") + told, "utf-8")
    await house.stage.plan(file)


async def send(me: Client, words: str) -> Message:
    card = next(one for one in reversed(me.chat) if "Send svar" in str(one.card))
    await me.press(card, "Send svar", {"answer": words, "rung": "group"})
    return card


async def coordinates_too(house: House, name: str) -> None:
    people = house.folder / "people.csv"
    rows = people.read_text(encoding="utf-8")
    old = f"{name}@nordvik.example,rektorgruppa,participant"
    assert old in rows
    people.write_text(rows.replace(old, f"{name}@nordvik.example,rektorgruppa,coordinator"), encoding="utf-8")
    await house.bring_in()


async def moved_and_called_off(house: House, folder: Path) -> None:
    tor, siv, ali, guro = (house.cast[name] for name in ("tor", "siv", "ali", "guro"))
    # Moved by six days: what stands open says so, nothing more comes of the old day, and the new pack has it all.
    await planned(house, folder, "2026-12-16")
    await house.to(at(12, 7, 11))
    assert [len(shows(me, OFF[of])) for me, of in ((guro, "nb"), (ali, "nb"), (tor, "nb"), (siv, "nn"))] == [1] * 4
    await house.to(at(12, 10, 12))
    assert shows(guro, "Dette ble vi enige om") == []
    [newer] = heads(guro, DRAFT)
    assert {FIRST, SECOND} <= set(seen(guro, newer))
    await house.to(at(12, 11, 9))
    assert len(heads(tor, READING["nb"])) == 2
    # Called off altogether, then planned so late that there is no time for a draft.
    await planned(house, folder)
    await house.to(at(12, 14, 9))
    assert len(shows(tor, OFF["nb"])) == 2
    await planned(house, folder, "2026-12-16", "2026-12-17")
    await house.to(at(12, 14, 10))
    assert [len(shows(tor, OFF["nb"])), len(heads(tor, READING["nb"]))] == [1, 3]
    assert heads(guro, DRAFT) == []
    await house.to(at(12, 16, 12))
    assert len(shows(guro, "Dette ble vi enige om")) == 1


async def test_a_draft_becomes_the_pack_and_a_meeting_that_is_moved_takes_its_words_along(
    database_url: str, tmp_path: Path
) -> None:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(database_url, folder=folder) as house:
        tor, siv, ali, guro = (house.cast[name] for name in ("tor", "siv", "ali", "guro"))
        await planned(house, tmp_path, "2026-12-10")
        await house.install("tor", "siv", "ali", "guro")
        await house.to(at(11, 24, 9))
        await send(tor, FIRST)
        await send(siv, TAKEN)
        await house.to(at(11, 26))
        # T−7: the coordinator alone, by the word.
        await house.to(at(12, 3, 9))
        [card] = heads(guro, DRAFT)
        assert {FIRST, TAKEN} <= set(seen(guro, card))
        assert shows(guro, "Kortet blir oppdatert nærmere møtet")
        assert [heads(me, READING[language]) for me, language in ((tor, "nb"), (siv, "nn"), (ali, "nb"))] == [[]] * 3
        await siv.say("slett mine data")
        await siv.press(last(siv), "Slett alt")
        await house.to(at(12, 3, 9, 5))
        assert FIRST in seen(guro, card)
        assert TAKEN not in seen(guro, card)
        await send(tor, SECOND)
        await house.to(at(12, 4, 12))
        assert SECOND not in seen(guro, card)
        await coordinates_too(house, "ali")
        # T−3: the same card, with what was said since; whoever coordinates by now has it too, and then the others.
        await house.to(at(12, 7, 9))
        [made] = heads(guro, MADE)
        assert made.id == card.id
        assert {FIRST, SECOND} <= set(seen(guro, card))
        assert heads(guro, DRAFT) == []
        assert [len(heads(me, MADE)) for me in (ali, tor)] == [1, 0]
        assert [len(heads(me, READING[language])) for me, language in ((tor, "nb"), (siv, "nn"))] == [1, 1]
        # Twice: the tick and the plan.
        await planned(house, tmp_path, "2026-12-10")
        await house.to(at(12, 7, 10))
        assert [len(heads(me, MADE)) for me in (guro, ali)] == [1, 1]
        await moved_and_called_off(house, tmp_path)

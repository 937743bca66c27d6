"""The themes of a meeting's pack put in order by those who coordinate its group, in nb and nn; every pack follows."""

import re
from itertools import pairwise
from pathlib import Path

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from tests.bot.test_tidied_themes import NAMES, SAID, TIDY, value
from tests.nordvik import House, at, last, municipality, open_house, seen, series

MEETS = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\ndigest_days_ahead = 3\nminutes = 45\n'
ANSWERING = NAMES[:15]
PEOPLE = (
    *(f"{name},rektorgruppa,participant" for name in ANSWERING),
    "guro,rektorgruppa,coordinator,nb",
    "per,rektorgruppa,coordinator,nn",
)
FORM = {"guro": ("Rydd i temaene", "Temaene er lagret"), "per": ("Rydd i temaa", "Temaa er lagra")}


async def test_coordinators_name_and_merge_themes_of_a_meeting_and_every_pack_follows(tmp_path: Path) -> None:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await with_a_pack(house, tmp_path)
        guro, per, pa = (house.cast[name] for name in ("guro", "per", "pa"))
        books, breaks = themes(guro)
        assert themes(per) == [books, breaks]
        has = [name for name in ("guro", "per", "pa") if {*TIDY.values()} & {*buttons_on(card_of(house.cast[name]))}]
        assert has == ["guro", "per"], "who coordinates, in nb and in nn; two minutes' reading has no form"

        # A name that one gives stands on the other's pack; the other's form shows the name.
        await press(house, "guro", TIDY["nb"])
        assert seen(guro, pack(guro))[0] == FORM["guro"][0]
        await press(house, "guro", "Lagre", {"name_0": "Leseglede"})
        assert seen(guro, pack(guro))[0] == FORM["guro"][1]
        assert themes(per) == ["Leseglede", breaks]

        # Two of one name are one theme, and nobody's words are changed or lost.
        before = [text for text in seen(per, pack(per)) if text in SAID.values()]
        await press(house, "per", TIDY["nn"])
        assert seen(per, pack(per))[0] == FORM["per"][0]
        assert [value(per, pack(per), name) for name in ("name_0", "name_1")] == ["Leseglede", breaks]
        await press(house, "per", "Lagre", {"name_0": "Heile dagen", "name_1": "Heile dagen"})
        assert seen(per, pack(per))[0] == FORM["per"][1]
        assert themes(guro) == ["Heile dagen"]
        after = [text for text in seen(guro, pack(guro)) if text in SAID.values()]
        assert sorted(after) == sorted(before)
        assert themes(pa) == []


async def with_a_pack(house: House, folder: Path) -> None:
    """Fifteen principals have answered one question, and the pack ahead of their meeting has come."""
    file = series(folder, "s", "rektorgruppa")
    file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
    await house.stage.plan(file)
    await house.install(*ANSWERING, "guro", "per")
    await house.to(at(11, 24))
    for name in ANSWERING:
        await house.cast[name].press(last(house.cast[name]), "Send svar", {"answer": SAID[name], "rung": "group"})
    await house.to(at(11, 27))
    await house.to(at(12, 7, 9))


async def press(house: House, name: str, title: str, inputs: dict[str, str] | None = None) -> None:
    await house.cast[name].press(pack(house.cast[name]), title, inputs)
    await house.stage.settle()


def pack(client: Client) -> Message:
    """The pack, whatever its reader has made of it: the notification stays."""
    return next(one for one in client.chat if one.from_bot and str(one.summary).startswith("Dette delte vi før møtet"))


def card_of(client: Client) -> dict[str, object]:
    return client.view(pack(client)) or {}


def themes(client: Client) -> list[str]:
    """The names of the themes, in the pack's order."""
    return [
        before
        for before, text in pairwise(seen(client, pack(client)))
        if re.match(r"(Minst \d+|Flere|Fleire) skriv", text)
    ]

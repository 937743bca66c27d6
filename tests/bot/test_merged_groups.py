"""A group merged into another: what it promised is asked about once there, of those who promised it."""

from pathlib import Path

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from tests.nordvik import at, last, municipality, open_house, seen, series

TEAM = ["kari,team-solbakken,facilitator", "lars,team-solbakken,participant,nn"]
OTHERS = ["guro,rektorgruppa,coordinator", "mona,annet-s,facilitator", "turid,annet-s,participant"]
GROUPS = ["annet-s,solbakken,team,Annet på Solbakken,"]
PROMISE = "Vi leser høyt for hverandre hver fredag."


def shows(me: Client, words: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


async def test_a_merged_group_s_promise_is_asked_about_once_in_the_new_group(sqlite_url: str, tmp_path: Path) -> None:
    folder = municipality(tmp_path / "før", people=[*TEAM, *OTHERS], groups=GROUPS)
    async with open_house(sqlite_url, folder=folder) as house:
        kari, lars, mona = (house.cast[name] for name in ("kari", "lars", "mona"))
        await house.install("kari", "lars", "mona", "turid")
        await kari.say(f"vi prøver: {PROMISE}")
        await kari.press(last(kari), "Lagre", {"text": PROMISE, "day": "2026-12-01"})
        await house.stage.settle()
        before = {me: len(shows(me, PROMISE)) for me in (kari, lars, mona)}

        # The team is merged into another, whose next sessions are after the promise's day.
        moved = [one.replace("team-solbakken", "annet-s") for one in TEAM]
        await house.to(at(11, 26))
        await house.bring_in(municipality(tmp_path / "etter", people=[*moved, *OTHERS], groups=GROUPS))
        await house.stage.plan(series(tmp_path, "annet", "annet-s", dates="[2026-12-02, 2026-12-09]"))
        await house.to(at(12, 2, 9))
        asked = {me: shows(me, PROMISE)[before[me] :] for me in (kari, lars, mona)}
        assert [len(found) for found in asked.values()] == [1, 1, 0]
        [card] = asked[lars]
        assert {"Gjort", "Delvis"} <= set(buttons_on(lars.view(card)))
        await lars.press(card, "Delvis", {"because": "Annakvar fredag.", "learnt": ""})
        assert "Fordi: Annakvar fredag." in seen(lars, card)

        # Asked about once; those who were there before the merger are told nothing of it.
        await house.to(at(12, 9, 10))
        now = {me: len(shows(me, PROMISE)) for me in (kari, lars, mona)}
        assert now == {me: len(asked[me]) + before[me] for me in (kari, lars, mona)}
        assert shows(mona, PROMISE) == []


LEADERS = ["tor,rektorgruppa,leader", "siv,rektorgruppa,participant"]
NEW = ["rektorer,nordvik,steering,Rektorene i nord og sør,"]
MEETING = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorer"\ndigest_days_ahead = 3\n'


async def test_the_pack_opens_with_what_a_merged_group_promised_for_those_who_promised_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    there = ["guro,rektorer,coordinator", "rolf,rektorer,participant"]
    folder = municipality(tmp_path / "før", people=[*LEADERS, *there], groups=NEW)
    async with open_house(sqlite_url, folder=folder) as house:
        tor, siv, rolf = (house.cast[name] for name in ("tor", "siv", "rolf"))
        await house.install("guro", "tor", "siv", "rolf")
        await tor.say(f"vi prøver: {PROMISE}")
        await tor.press(last(tor), "Lagre", {"text": PROMISE, "day": "2026-12-10"})
        await house.to(at(11, 24))
        moved = [one.replace("rektorgruppa", "rektorer") for one in LEADERS]
        await house.bring_in(municipality(tmp_path / "etter", people=[*moved, *there], groups=NEW))
        file = series(tmp_path, "rektorer", "rektorer", dates="[2026-11-25]")
        file.write_text(file.read_text("utf-8") + MEETING, "utf-8")
        await house.stage.plan(file)
        await house.to(at(12, 7, 9))
        for me in (tor, siv, rolf):
            assert any("To minutter før møtet" in line for line in seen(me, last(me))), "each has the pack"
        assert [PROMISE in seen(me, last(me)) for me in (tor, siv, rolf)] == [True, True, False]

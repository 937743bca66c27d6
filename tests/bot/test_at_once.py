"""Two people press the same at the same moment: one of them decides, the other is shown what stands."""

import asyncio
from pathlib import Path
from shutil import copytree

from bot.rehearsal.clients import Client, inputs_on
from content.presses import TellTry, encode
from dialogs.model import Act, Commitment, Outcome
from storage import commitments, records
from tests.bot.test_drafts import CLOSES, PUBLISHED, answered, digest, last_with
from tests.nordvik import House, at, last, seen

PROMISE = "Vi besøker hverandres skoler én gang i måneden."
TOLD = ("Vi rakk to besøk.", "Vi rakk alle.")


async def promised(house: House) -> Commitment:
    [person] = await house._persons("tor")
    [found] = await house.stage.app.db.read(lambda c: commitments.of_author(c, "nordvik", person))
    return found


async def acts(house: House, act: Act) -> int:
    found = await house.stage.app.db.read(lambda c: records.records_of(c, "nordvik", since=None))
    return len([one for one in found if one.act is act])


async def coordinates_too(house: House, folder: Path, name: str) -> None:
    copied = copytree(house.folder, folder / "nordvik")
    people = copied / "people.csv"
    rows = people.read_text(encoding="utf-8")
    old = f"{name}@nordvik.example,rektorgruppa,participant"
    assert old in rows
    people.write_text(rows.replace(old, f"{name}@nordvik.example,rektorgruppa,coordinator"), encoding="utf-8")
    await house.bring_in(copied)


async def tells(me: Client, promise: Commitment, outcome: Outcome, because: str) -> None:
    press = encode(TellTry("nordvik", str(promise.id), promise.version, outcome.value))
    await me.press(last(me), "Prøve noe nytt", forged={**press, "because": because, "learnt": ""})


async def test_of_two_presses_at_once_one_decides(database_url: str, tmp_path: Path) -> None:
    async with answered(database_url, tmp_path) as house:
        tor, ali, guro, bodil = (house.cast[name] for name in ("tor", "ali", "guro", "bodil"))
        await tor.say(f"vi prøver: {PROMISE}")
        await tor.press(last(tor), "Lagre", {"text": PROMISE, "day": "2026-12-15"})
        await coordinates_too(house, tmp_path, "ali")
        await house.to(CLOSES)
        await house.to(at(11, 30, 7, 30))

        # Two approvers.
        cards = [(me, last_with(me, "Godkjenn")) for me in (guro, ali)]
        await asyncio.gather(*(me.press(card, "Godkjenn") for me, card in cards))
        for me, card in cards:
            assert "Godkjent. Oppsummeringen sendes ut til avtalt tid, uten ordet «utkast»." in seen(me, card)
        assert await acts(house, Act.DRAFT_APPROVED) == 1
        await house.to(PUBLISHED)
        assert digest(bodil)[0] == "Dette delte vi"

        # Two of a group, of the same promise.
        promise = await promised(house)
        for me in (tor, bodil):
            await me.say("tiltak")
        await asyncio.gather(tells(tor, promise, Outcome.PARTLY, TOLD[0]), tells(bodil, promise, Outcome.DONE, TOLD[1]))
        stands = await promised(house)
        assert stands.found is not None
        assert stands.version == promise.version + 1
        [late] = set(TOLD) - {stands.found.because}
        loser = tor if late == TOLD[0] else bodil
        assert f"Fordi: {stands.found.because}" in seen(loser, last(loser))
        assert inputs_on(loser.view(last(loser)))["because"]["value"] == late, "nobody's words are lost"

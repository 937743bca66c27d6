"""«Glassboks»: anybody of a municipality reads what is decided, what goes next, and who did what, in their language."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bot.actions.operating.set_municipality import set_municipality
from bot.context.recording import record
from bot.rehearsal.clients import Client
from content.language import Language
from content.presses import ShowRecords, encode
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.glass_box import GlassBox
from content.wording import words
from dialogs.model import Act, Hold, MunicipalitySettings, Retention
from tests.bot.test_channel import TEAM, connected
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, rendered_texts, seen, series

MARK = "zqord"
LINKED = {
    "tor": f"Pia Lærar (prosessleder): koblet {TEAM} til en kanal.",
    "siv": f"Pia Lærar (prosessleiar): kopla {TEAM} til ein kanal.",
}
DECIDED = {
    "tor": [
        "Svar blir slettet etter 1 år, regnet fra spørsmålet ble lukket.",
        "Oppsummeringer blir slettet etter 2 år.",
        "Logger, også denne lista, blir slettet etter 18 måneder.",
        "Spor etter meldinger blir slettet etter 90 døgn.",
    ],
    "siv": [
        "Svar blir sletta etter 1 år, rekna frå spørsmålet vart lukka.",
        "Oppsummeringar blir sletta etter 2 år.",
        "Loggar, òg denne lista, blir sletta etter 18 månadar.",
        "Spor etter meldingar blir sletta etter 90 døgn.",
    ],
}
KNOWN = {
    "tor": ("av økta for Rektorgruppa 24. november 2026.", "(hvem som er behandlingsansvarlig, hvor lenge svar"),
    "siv": ("av økta for Rektorgruppa 24. november 2026.", "(kven som er behandlingsansvarleg, kor lenge svar"),
}
"""How people know a session and the settings, in place of ids."""
COMMAND = {"tor": "glassboks", "siv": "glasboks"}
LANGUAGE = {"tor": Language.NB, "siv": Language.NN}
OLDER = "Vis eldre"


async def filled(house: House) -> None:
    """The record has more entries than a card shows; the newest tells of a channel that a facilitator has linked."""
    for minute in range(11):
        planned = partial(record, actor=OPERATOR, act=Act.SERIES_CHANGED, municipality="nordvik", series="host")
        await house.stage.app.db.write(partial(planned, now=house.stage.now + timedelta(minutes=minute)))
    house.stage.now += timedelta(hours=1)
    await connected(house)


async def told(house: House, name: str) -> list[str]:
    await house.cast[name].say(COMMAND[name])
    return seen(house.cast[name], last(house.cast[name]))


async def test_everybody_reads_who_did_what_and_what_is_decided_in_their_language(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.install("tor", "siv", "ola")
        for name in COMMAND:
            found = await told(house, name)
            assert words(GlassBox, LANGUAGE[name])["heading"] in found
            assert any("Kommunen har ik" in text for text in found), "nothing is decided"
        settings = MunicipalitySettings(responsible=MARK, retention=Retention("P1Y", "P2Y", "P18M", "P90D"))
        db = house.stage.app.db
        await set_municipality(db, "nordvik", settings, actor=OPERATOR, now=MONDAY + timedelta(minutes=1))
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.to(at(11, 24))
        tor = house.cast["tor"]
        await tor.press(last(tor), "Send svar", {"answer": f"Vi prøvde {MARK}.", "rung": "group"})
        await house.to(at(11, 28))
        exported = partial(record, actor=OPERATOR, act=Act.DIGEST_EXPORTED, session="uka.rektorgruppa.2026-11-24")
        await db.write(partial(exported, municipality="nordvik", now=house.stage.now))
        await filled(house)
        for name in COMMAND:
            client, found = house.cast[name], await told(house, name)
            assert any(text.endswith(LINKED[name]) for text in found)
            assert set(DECIDED[name]) <= set(found)
            assert len([text for text in found if text.startswith("Kl. ")]) == 10
            days = [text for text in found if text.endswith(" november 2026")]
            assert days
            assert len(days) == len(set(days)), "a day is named once, above what was done on it"
            await client.press(last(client), OLDER)
            older = seen(client, last(client))
            assert any("planla sløyferekk" in text and "«uka»." in text for text in older)
            assert not set(DECIDED[name]) & set(older)
            for known in KNOWN[name]:
                assert any(known in text for text in older)
            assert "data_protection_officer" not in str(older)
            assert "retention" not in str(older)
            assert MARK not in str([found, older]), "neither words nor values that may name people"
            assert "Ola" not in str([found, older])
        await house.cast["ola"].say("glassboks")
        assert any(LINKED["tor"] in text for text in seen(house.cast["ola"], last(house.cast["ola"]))), "observers, too"
        hold = Hold(date(2026, 11, 20), "arkivsak 7", date(2027, 6, 30))
        await set_municipality(db, "nordvik", replace(settings, hold=hold), actor=OPERATOR, now=house.stage.now)
        for name, until in (("tor", "til og med 30. juni 2027"), ("siv", "til og med 30. juni 2027")):
            assert any(until in text and "arkivsak 7" in text for text in await told(house, name))


async def test_nobody_from_outside_reads_it_not_even_by_a_forged_press(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.install("tor")
        await filled(house)
        tor = house.cast["tor"]
        await tor.say("glassboks")
        card = last(tor)
        await tor.press(card, OLDER, forged=encode(ShowRecords("larvik", 0)))
        assert tor.notices[-1:] == rendered_texts(OldCard(), Language.NB)
        stranger = Client(house.teams, "Una Ny", "e" * 8, "una@nordvik.example")
        await stranger.install()
        await stranger.say("glassboks")
        assert seen(stranger, last(stranger)) == rendered_texts(NotImported(), Language.NB)

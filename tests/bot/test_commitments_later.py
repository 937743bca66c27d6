"""What becomes of commitments when things go otherwise: called off, left, not asked, held, or long afterwards."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial

import pytest
import pytest_asyncio

from bot.actions.operating.set_municipality import set_municipality
from bot.actions.planning.cancel_session import cancel_session
from bot.rehearsal.clients import Client, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.presses import TellTry, encode
from dialogs.model import Commitment, DeliveryKind, Hold, MunicipalitySettings, Promiser, Retention
from storage import commitments, inbox
from tests.bot.test_own_answers import stored
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "ali,rektorgruppa,participant",
    "guro,rektorgruppa,coordinator",
    "bodil,team-solbakken,participant",
)
SIVS = "Eg lar elevane velje arbeidsmåte i matematikk."
ALIS = "Jeg spør elevene før jeg forklarer."
TOWNS = "Vi svarer på støttebehov innen fjorten dager."
REMEMBER = "Hugs å spørje dei som er nye."
NEED = "Vi trenger vikar to dager for å kunne besøke hverandre."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    place = tmp_path_factory.mktemp("seinere")
    folder = municipality(place / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as opened:
        await opened.install("tor", "siv", "ali", "guro", "bodil")
        await opened.stage.plan(
            series(place, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-01, 2026-12-08]", stays_open='"P2D"')
        )
        await opened.stage.plan(series(place, "annen", "rektorgruppa", dates="[2026-12-15]"))
        await opened.to(at(11, 24, 9))
        yield opened


def shows(me: Client, words: str) -> list[Message]:
    """The messages of the bot in which the words stand now."""
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


OPENING = {"nb": "· det dere ville prøve", "nn": "· det de ville prøve"}


async def test_a_session_that_is_called_off_leaves_them_to_the_next_and_coordinators_tell_of_the_towns(
    house: House,
) -> None:
    tor, siv, ali, guro = (house.cast[name] for name in ("tor", "siv", "ali", "guro"))
    await siv.say(f"prøver: {SIVS}")
    await ali.say(f"prøver: {ALIS}")
    kept = last(ali)
    await ali.press(kept, "Endre")
    await ali.press(kept, "Lagre", {"text": ALIS, "day": "2026-12-01", "in_group": "true"})
    await guro.say(f"kommunen prøver: {TOWNS}")
    await guro.press(last(guro), "Lagre", {"text": TOWNS, "day": "2026-12-01"})
    await house.to(at(12, 1, 9))
    assert [len(shows(one, OPENING[language])) for one, language in ((tor, "nb"), (siv, "nn"), (ali, "nb"))] == [1] * 3
    # Coordinators answer no questions, and are asked about what the municipality itself would try.
    [of_guro] = shows(guro, OPENING["nb"])
    assert TOWNS in seen(guro, of_guro)
    assert buttons_on(guro.view(of_guro))[:4] == ["Gjort", "Delvis", "Endret", "Lagt bort"]
    assert "Gjort" not in buttons_on(tor.view(shows(tor, TOWNS)[-1]))
    session = "uka.rektorgruppa.2026-12-01"
    await cancel_session(house.stage.app.db, session, actor=OPERATOR, now=house.stage.now)
    await house.to(at(12, 1, 12))
    assert len(shows(siv, OPENING["nn"])) == 1
    await house.to(at(12, 8, 9))
    await house.stage.settle()
    [before, after] = shows(siv, OPENING["nn"])
    assert "Det som stod her, er borte." in seen(siv, before)
    assert SIVS in seen(siv, after)
    newest = shows(guro, OPENING["nb"])[-1]
    [towns] = await house.stage.app.db.read(lambda c: commitments.open_of_promiser(c, "nordvik", Promiser.MUNICIPALITY))
    await guro.press(newest, "Delvis", {"because": "høsten ble kort", "learnt": "Vi må svare kortere."})
    # Whoever told of it a moment too late reads what stands, and has the words back in their field.
    late = {**encode(TellTry("nordvik", str(towns.id), towns.version, "done")), "because": "vi fikk det til"}
    await guro.say("tiltak")
    await guro.press(last(guro), "Prøve noe nytt", forged=late)
    assert "Fordi: høsten ble kort" in seen(guro, last(guro))
    assert inputs_on(guro.view(last(guro)))["because"]["value"] == "vi fikk det til"
    assert await stored(house, "vi fikk det til") == []
    await house.stage.settle()
    [of_tor] = [one for one in shows(tor, TOWNS) if "Fordi: høsten ble kort" in seen(tor, one)]
    assert "Lærte: Vi må svare kortere." in seen(tor, of_tor)
    # What is past says no day: nothing is ever overdue.
    await ali.say("tiltak")
    assert "åpent" in seen(ali, last(ali))
    assert not [line for line in seen(ali, last(ali)) if "1. desember" in line]


async def test_who_has_left_the_group_is_asked_alone_and_not_before_the_group(house: House) -> None:
    tor, ali = house.cast["tor"], house.cast["ali"]
    await tor.say("prøver: Jeg ringer en kollega hver uke.")
    await ali.say("prøver: Jeg skriver ett spørsmål på tavla hver morgen.")
    kept = last(ali)
    await ali.press(kept, "Endre")
    text = "Jeg skriver ett spørsmål på tavla hver morgen."
    await ali.press(kept, "Lagre", {"text": text, "day": "2026-12-15", "in_group": "true"})
    people = house.folder / "people.csv"
    rows = people.read_text(encoding="utf-8")
    moved = rows.replace("ali@nordvik.example,rektorgruppa", "ali@nordvik.example,team-solbakken")
    people.write_text(moved, encoding="utf-8")
    await house.bring_in()
    before = len(shows(ali, OPENING["nb"]))
    # The same group in another series opens with what is its members'.
    await house.to(at(12, 15, 9))
    assert shows(tor, "Jeg ringer en kollega hver uke.")[-1] in shows(tor, OPENING["nb"])
    assert shows(tor, text) == []
    assert len(shows(ali, OPENING["nb"])) == before + 1
    people.write_text(rows, encoding="utf-8")
    await house.bring_in()


async def test_words_leave_the_cards_of_a_session_long_after_it(house: House) -> None:
    """Also once nothing tells any more to whom the cards went."""
    tor, ali = house.cast["tor"], house.cast["ali"]
    [of_tor] = [one for one in shows(tor, ALIS) if one in shows(tor, OPENING["nb"])]
    await house.to(at(12, 29, 9))
    await house.to(at(12, 29, 9) + timedelta(minutes=1))
    told = await house.deliveries(DeliveryKind.PROMISE)
    assert {one.person for one in told if one.session == "uka.rektorgruppa.2026-12-08"} == {None}
    await ali.say("tiltak")
    await ali.press(last(ali), f"Se «{ALIS}»")
    await ali.press(last(ali), "Lagt bort", {"because": "klassen trengte ro"})
    await house.stage.settle()
    assert "Fordi: klassen trengte ro" in seen(tor, of_tor)
    # What was told is told anew, or taken away with the rest.
    await ali.say("tiltak")
    await ali.press(last(ali), f"Se «{ALIS}»")
    await ali.press(last(ali), "Fortell på nytt")
    await house.stage.settle()
    assert await stored(house, "klassen trengte ro") == []
    assert "Fordi: klassen trengte ro" not in seen(tor, of_tor)
    await ali.press(last(ali), "Endret", {"because": "vi fant noe bedre"})
    await ali.say("tiltak")
    await ali.press(last(ali), f"Se «{ALIS}»")
    await ali.press(last(ali), "Ta bort")
    await house.stage.settle()
    assert ALIS not in " ".join(seen(tor, of_tor))
    assert await stored(house, ALIS) == []


async def test_a_hold_of_the_archive_stops_their_end_too(house: House) -> None:
    siv, db = house.cast["siv"], house.stage.app.db
    await siv.say(f"vi treng: {NEED}")
    await siv.press(last(siv), "Send utan namn", {"day": "2027-01-12"})
    await siv.say(f"hugs: {REMEMBER}")
    held = MunicipalitySettings(
        "Nordvik kommune",
        retention=Retention("P1M", "P1M", "P1M", "P1M"),
        hold=Hold(date(2026, 12, 10), "arkivsak 7", date(2028, 1, 31)),
    )
    await set_municipality(db, "nordvik", held, actor=OPERATOR, now=house.stage.now)
    await siv.say("kva veit du om meg")
    assert "Blir ikkje sletta no, for arkivet i kommunen har stansa slettinga." in " ".join(
        line for one in siv.chat[-3:] for line in seen(siv, one)
    )
    later = house.stage.now + timedelta(days=300)
    await db.write(partial(inbox.forget_old, now=later, today=later.date()))
    assert len(await _of(house, "siv")) == len(await stored(house, NEED)) == len(await stored(house, REMEMBER)) == 1
    later += timedelta(days=200)
    await db.write(partial(inbox.forget_old, now=later, today=later.date()))
    assert await _of(house, "siv") == []
    assert await stored(house, NEED) == await stored(house, REMEMBER) == []


async def _of(house: House, name: str) -> list[Commitment]:
    [person] = await house._persons(name)
    return list(await house.stage.app.db.read(lambda c: commitments.of_author(c, "nordvik", person)))

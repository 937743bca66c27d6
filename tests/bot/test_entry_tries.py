"""«Vi prøver dette» on an entry of the sharing bank: said for a group, told to its author, asked about, gone again."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank, entry_tries, promises
from bot.rehearsal.clients import Client, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.presses import KeepEntryTry, TryEntry, encode
from content.vocabulary.entry_tries import EntryTries
from storage.tables.tries import tries
from tests.bot.test_own_answers import stored
from tests.bot.test_practices import FILLED, put
from tests.nordvik import House, at, last, municipality, open_house, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "ali,rektorgruppa,participant",
    *(f"{name},rektorgruppa,participant" for name in ("bodil", "ella", "gry")),
    "kari,team-solbakken,facilitator",
    "nils,team-solbakken,participant",
    "mona,team-solbakken,participant",
    "ola,team-solbakken,observer",
    "pia,team-fjordglott,facilitator,nn",
    "rolf,team-fjordglott,participant,nn",
    "vera,team-solbakken,participant",
    "vera,team-fjordglott,participant",
)
SAID = "Vi begynner hver dag med ti minutter rolig lesing, og det gir ro."
OURS = "Vi leser sammen de ti første minuttene."
BECAUSE, LEARNT = "vi rakk det ikke på mandager", "Ro kommer først når de voksne leser også."
CHILD = "Mina Åsheim i 3B slår de andre, ring 415 55 555."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Ali has shared with the municipality, by name; the summary is given back on 27 November, a Friday."""
    place = tmp_path_factory.mktemp("prover")
    folder = municipality(place / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as opened:
        await opened.stage.plan(series(place, "s", "rektorgruppa", stays_open='"P2D"', led_by="tor"))
        await opened.install(*dict.fromkeys(row.split(",")[0] for row in PEOPLE))
        await opened.to(at(11, 24))
        for name, words in {"tor": "Vi prøver å møte presis.", "ali": SAID}.items():
            me = opened.cast[name]
            card = next(one for one in me.chat if "Send svar" in buttons_on(me.view(one) or {}))
            await me.press(card, "Send svar", {"answer": words, "rung": "municipality"})
            if name == "ali":
                await me.press(card, "Endre svaret")
                await me.press(card, "Send svar", {"answer": words, "rung": "municipality", "signature": "name"})
        await opened.to(at(11, 26))
        await opened.to(at(11, 27))
        yield opened


def shows(me: Client, words: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


async def entry_of(me: Client, words: str = "rolig lesing") -> Message:
    """The card of the only entry with the words, Ali's, opened from a search."""
    await me.say(f"søk {words}")
    card = last(me)
    [show] = [title for title in buttons_on(me.view(card)) if title.startswith("Vis")]
    await me.press(card, show)
    [row] = [title for title in buttons_on(me.view(card)) if title.startswith(("Åpne", "Opne"))]
    await me.press(card, row)
    return card


async def test_it_is_said_for_a_group_and_stands_there_as_the_group_words_it(house: House) -> None:
    nils, kari, ali = (house.cast[name] for name in ("nils", "kari", "ali"))
    card = await entry_of(nils)
    await nils.press(card, "Vi prøver dette")
    form = inputs_on(nils.view(card))
    assert form["day"]["value"] == "2027-01-08", "six weeks ahead, on a school day"
    assert "For Team mellomtrinn Solbakken, Solbakken skole" in seen(nils, card)
    assert SAID[:30] not in str(form), "never a copy of the author's words"
    await nils.press(card, "Lagre", {"text": CHILD, "day": "2027-01-08"})
    assert await stored(house, "Åsheim") == []
    await nils.press(card, "Lagre", {"text": OURS, "day": "2020-01-01"})
    assert "Velg en dag i løpet av det neste året." in seen(nils, card)
    assert inputs_on(nils.view(card))["text"]["value"] == OURS, "nothing written is lost"
    pressed = await nils.press(card, "Lagre", {"text": OURS, "day": "2027-01-08"})
    assert {OURS, "Fra delingsbanken · Ali Oppdiktet"} <= set(seen(nils, card))
    await nils.again(pressed)
    again = await entry_of(nils)
    assert "Vi prøver dette" not in buttons_on(nils.view(again)), "the group tries it already"
    # The group stands by it once who leads the work has said yes; the card of the yes credits the author too.
    await house.stage.settle()
    [asked] = shows(kari, "Et forslag til noe dere prøver")
    assert "Fra delingsbanken · Ali Oppdiktet" in seen(kari, asked)
    assert shows(ali, "Nytt om det du delte") == []
    await kari.press(asked, "Ja, det prøver vi")
    assert len(await _rows(house)) == 1


async def _rows(house: House) -> list[tuple[str, str | None]]:
    """(school, what came of it) of each try."""
    found = await house.stage.app.db.read(lambda c: c.execute(select(tries.c.by_unit, tries.c.outcome)))
    return [tuple(row) for row in found.all()]


async def test_three_of_a_group_are_enough_and_are_told_so_kindly(house: House) -> None:
    pia = house.cast["pia"]
    for text in ("Vi les høgt.", "Vi går ut.", "Vi ryddar saman."):
        await pia.say(f"vi prøver: {text}")
        await pia.press(last(pia), "Lagre")
    card = await entry_of(pia)
    await pia.press(card, "Vi prøver dette")
    written = inputs_on(pia.view(card))
    refused = await pia.press(card, "Lagre", {"text": "Ein ting til.", "day": written["day"]["value"]})
    assert "Gruppa prøver allereie 3 ting, og det er nok." in str(refused.body)
    assert await stored(house, "Ein ting til.") == []
    for text in ("Vi les høgt.", "Vi går ut.", "Vi ryddar saman."):
        await pia.press(shows(pia, text)[-1], "Ta bort")


async def test_the_author_is_told_in_the_morning_by_school_and_once_and_never_by_whom(house: House) -> None:
    ali, pia, vera = (house.cast[name] for name in ("ali", "pia", "vera"))
    # In nynorsk; who leads the group's work says it for the group at once.
    card = await entry_of(pia)
    await pia.press(card, "Vi prøver dette")
    assert "For Team ungdomstrinn Fjordgløtt, Fjordgløtt skule" in seen(pia, card)
    written = inputs_on(pia.view(card))
    assert written["text"]["value"].startswith("Noko vi fann i delingsbanken: ")
    await pia.press(card, "Lagre", {"text": written["text"]["value"], "day": written["day"]["value"]})
    assert "Frå delingsbanken · Ali Oppdiktet" in seen(pia, card)
    # Whoever is in two groups chooses; where both try it already, there is nothing left to say.
    both = await entry_of(vera)
    assert "Vi prøver dette" not in buttons_on(vera.view(both))
    assert {"Skal prøves på 2 skoler"} <= set(seen(vera, both))
    assert shows(ali, "Nytt om det du delte") == [], "no message at once"
    await house.to(at(11, 28, 12))
    assert shows(ali, "Nytt om det du delte") == [], "not on a Saturday"
    await house.to(at(11, 30, 9))
    [news] = shows(ali, "Nytt om det du delte")
    told = seen(ali, news)
    assert {"Solbakken skole vil prøve det du delte.", "Fjordgløtt skule vil prøve det du delte."} <= set(told)
    assert not [line for line in told if any(name in line for name in ("Nils", "Kari", "Pia", "Team"))]
    await house.to(at(12, 1, 9))
    assert len(shows(ali, "Nytt om det du delte")) == 1
    await ali.press(news, "Se det i delingsbanken")
    opened = seen(ali, last(ali)) if SAID in seen(ali, last(ali)) else seen(ali, news)
    assert {SAID, "Skal prøves på 2 skoler"} <= set(opened)


async def test_who_belongs_to_no_school_or_only_observes_or_shared_it_tries_nothing(house: House) -> None:
    """Not by a card made by hand either."""
    ali, siv, ola = (house.cast[name] for name in ("ali", "siv", "ola"))
    its_id = await _entry_id(house)
    kept = {**encode(KeepEntryTry("nordvik", its_id)), "text": "Noe", "day": "2027-01-08", "whose": "team-solbakken"}
    card = await entry_of(siv)
    assert "Vi prøver dette" not in buttons_on(siv.view(card))
    for forged in (encode(TryEntry("nordvik", its_id)), kept):
        response = await siv.press(card, "Til treffa", forged=forged)
        assert "Dette prøver grupper på ein skule" in str(response.body)
    await ola.say("søk rolig lesing")
    for forged in (encode(TryEntry("nordvik", its_id)), kept):
        response = await ola.press(last(ola), "Søk", forged=forged)
        assert "Dette står ikke i delingsbanken lenger." in str(response.body), "who only observes reads no entry"
    response = await ali.press(await entry_of(ali), "Til treffene", forged=encode(TryEntry("nordvik", its_id)))
    assert "Dette har du delt selv." in str(response.body)
    assert len(await _rows(house)) == 2


async def test_it_is_asked_about_once_and_what_came_of_it_goes_back(house: House) -> None:
    nils, kari, ali, pia, rolf = (house.cast[name] for name in ("nils", "kari", "ali", "pia", "rolf"))
    # A session of Fjordgløtt opens with it; Solbakken has none, and who said it is asked alone.
    await house.stage.plan(
        series(house.folder, "fg", "team-fjordglott", dates="[2027-01-12]", led_by="tor", time="14:00:00")
    )
    await house.to(at(1, 8, 7, 30).replace(year=2027))
    before = len(shows(nils, "det dere ville prøve"))
    await house.to(at(1, 8, 9).replace(year=2027))
    [asked] = shows(nils, "· det dere ville prøve")[before:]
    assert buttons_on(nils.view(asked))[:4] == ["Gjort", "Delvis", "Endret", "Lagt bort"]
    assert shows(kari, "· det dere ville prøve") == []
    await nils.press(asked, "Delvis", {"because": BECAUSE, "learnt": LEARNT})
    # Shown to them first: the words, and who would read them.
    assert {"Skal andre få lese hvordan det gikk?", f"Lærte: {LEARNT}"} <= set(seen(nils, asked))
    assert await _read_by(house, "rolf") == (True, False)
    await nils.press(asked, "Alle som kan lese det i banken")
    assert "Det du skrev om hvordan det gikk, kan leses i delingsbanken." in seen(nils, asked)
    assert await _read_by(house, "rolf") == (True, True)
    await house.to(at(1, 11, 9).replace(year=2027))
    [news] = shows(ali, "Solbakken skole: prøvd delvis")
    assert {f"Fordi: {BECAUSE}", f"Lærte: {LEARNT}"} <= set(seen(ali, news))
    card = await entry_of(rolf)
    assert {"Prøvd på éin skule", "Skal prøvast på éin skule"} <= set(seen(rolf, card))
    await house.to(at(1, 12, 15).replace(year=2027))
    [opening] = shows(pia, "· det de ville prøve")
    assert "Frå delingsbanken · Ali Oppdiktet" in seen(pia, opening)
    await pia.press(opening, "Lagt bort", {"because": "det passa ikkje for ungdomane", "learnt": ""})
    await pia.press(opening, "Berre gruppa")
    await house.to(at(1, 13, 9).replace(year=2027))
    [let_go] = shows(ali, "Fjordgløtt skule: lagt bort")
    assert "ungdomane" not in " ".join(seen(ali, let_go)), "the words stayed with the group"
    card = await entry_of(rolf)
    assert {"Prøvd på éin skule"} <= set(seen(rolf, card))
    assert not [line for line in seen(rolf, card) if line.startswith("Skal prøvast")]
    await house.to(at(1, 20, 9).replace(year=2027))
    assert len(shows(nils, "· det dere ville prøve")) == before, "asked about once"


async def test_what_is_held_is_shown_and_with_who_told_it_the_words_go_and_the_number_stays(house: House) -> None:
    nils, ali = house.cast["nils"], house.cast["ali"]
    await nils.say("hva vet du om meg")
    told = " ".join(line for one in nils.chat[-3:] for line in seen(nils, one))
    assert "Det kom fra delingsbanken, og den som delte det, får vite hvilken skole som prøver det." in told
    assert "Hvordan det gikk, kan også leses i delingsbanken, uten navnet ditt." in told
    assert shows(ali, LEARNT)
    await nils.say("slett mine data")
    await nils.press(last(nils), "Slett alt")
    await house.stage.settle()
    assert await stored(house, LEARNT) == []
    assert shows(ali, LEARNT) == []
    assert shows(ali, "Solbakken skole: prøvd delvis"), "what the school told stays, without words"
    assert await stored(house, OURS) == ["commitments"], "the group stands by it"
    assert await _read_by(house, "rolf") == (True, False)


async def test_taken_back_by_its_author_the_link_says_so_and_the_groups_own_words_stay(house: House) -> None:
    ali, kari, pia = (house.cast[name] for name in ("ali", "kari", "pia"))
    await kari.say("tiltak")
    assert "Fra delingsbanken · Ali Oppdiktet" in seen(kari, last(kari))
    receipt = next(one for one in reversed(ali.chat) if "Trekk tilbake" in buttons_on(ali.view(one) or {}))
    await ali.press(receipt, "Trekk tilbake")
    await house.stage.settle()
    cards = shows(kari, OURS)
    assert len(cards) >= 2, "the receipt of the yes, and the list"
    for card in cards:
        assert "Fra delingsbanken. Det står ikke der lenger, eller er ikke delt med deg." in seen(kari, card)
        assert "Ali Oppdiktet" not in " ".join(seen(kari, card))
    assert shows(pia, "Frå delingsbanken. Det står ikkje der lenger, eller er ikkje delt med deg.")
    assert shows(ali, "Solbakken skole: prøvd delvis") == [], "nothing is left to tell it of"
    assert await stored(house, "ti minutter rolig") == []


async def test_a_practice_is_tried_and_credited_as_its_author_chose_until_it_is_taken_out(house: House) -> None:
    kari, pia = house.cast["kari"], house.cast["pia"]
    its = await put(kari, credit="unit")
    card = await entry_of(pia, "makkerlesing")
    await pia.press(card, "Vi prøver dette")
    await pia.press(card, "Lagre", {"text": "Vi les med ein makker.", "day": "2027-03-05"})
    assert "Frå delingsbanken · Solbakken skole" in seen(pia, card), "credited by the school, and by no name"
    assert FILLED["title"] not in " ".join(seen(pia, card))
    await house.to(at(1, 21, 9).replace(year=2027))
    [news] = shows(kari, "Fjordgløtt skule vil prøve det du delte.")
    assert FILLED["title"] in seen(kari, news)
    await kari.press(its, "Ta ut av banken")
    await house.stage.settle()
    assert "Frå delingsbanken. Det står ikkje der lenger, eller er ikkje delt med deg." in seen(pia, card)
    assert "Vi les med ein makker." in seen(pia, card), "the group's own words stay"
    assert shows(kari, "Fjordgløtt skule vil prøve det du delte.") == []
    assert await stored(house, FILLED["did"]) == []


async def _entry_id(house: House) -> str:
    [its_id] = (await house.stage.app.db.read(lambda c: c.execute(select(tries.c.entry).distinct()))).scalars()
    return str(its_id)


async def _read_by(house: House, name: str) -> tuple[bool, bool]:
    """Whether the person reads that it was tried, and the words about it."""
    found = await tries_read_by(house, name)
    return found.tried == 1, any(one.learnt == LEARNT for one in found.came)


async def tries_read_by(house: House, name: str) -> EntryTries:
    [person] = await house._persons(name)
    its_id = UUID(await _entry_id(house))

    async def work(c: AsyncConnection) -> EntryTries:
        reader = await promises.reader_of(c, "nordvik", person, now=house.stage.now)
        assert reader is not None
        entry = await bank.entry_for(c, promises.bank_reader(reader), its_id)
        assert entry is not None
        return await entry_tries.tries_of(c, reader, entry)

    return await house.stage.app.db.read(work)

"""«Dette prøver jeg/vi»: promised, read by its circle alone, met again when a session opens, and told of in one tap."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.rehearsal.clients import Client, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from bot.reports.commitments import commitment_lines
from content.presses import AnswerNeed, KeepTry, RemoveTry, TellTry, encode
from dialogs.model import Act, Commitment, DeliveryKind, Outcome, Promiser
from storage import commitments, records, support_needs
from tests.bot.test_own_answers import stored
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "ali,rektorgruppa,participant",
    "rolf,rektorgruppa,observer",
    "guro,rektorgruppa,coordinator",
    "bodil,team-solbakken,participant",
)
OWN = "Jeg begynner hver time med ett åpent spørsmål."
NYNORSK = "Eg lar elevane velje arbeidsmåte i matematikk."
GROUPS = "Vi besøker hverandres skoler én gang i måneden."
TOWNS = "Vi svarer på støttebehov innen fjorten dager."
NEED = "Vi trenger vikar to dager for å kunne besøke hverandre."
CHILD = "Mina Åsheim i 3B slår de andre, ring 415 55 555."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    place = tmp_path_factory.mktemp("tiltak")
    folder = municipality(place / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as opened:
        await opened.install("tor", "siv", "ali", "rolf", "guro", "bodil")
        dates = "[2026-11-24, 2026-12-01, 2026-12-08, 2026-12-15]"
        await opened.stage.plan(series(place, "uka", "rektorgruppa", dates=dates))
        await opened.to(at(11, 24, 9))
        yield opened


def shows(me: Client, words: str) -> list[Message]:
    """The messages of the bot in whose text the words stand."""
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


async def test_one_of_ones_own_is_kept_at_once_for_its_author_alone_and_changed_on_the_card(house: House) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    said = await tor.say(f"prøver: {OWN}")
    kept = last(tor)
    assert {
        "Dette er skrevet opp",
        OWN,
        "Bare du ser det.",
        "Vi ser på det igjen 1. desember 2026. Det er ingen frist.",
    } <= set(seen(tor, kept))
    await tor.again(said)
    await tor.say(f"prøver: {OWN}")
    assert len(await house.stage.app.db.read(lambda c: commitments.counts(c, "nordvik"))) == 1
    # The same in nynorsk; a sentence without a colon stays an answer to the question.
    await siv.say(f"prøver: {NYNORSK}")
    assert {"Berre du ser det.", "Vi ser på det att 1. desember 2026. Det er ingen frist."} <= set(seen(siv, last(siv)))
    await siv.say("Vi prøver noko nytt kvar veke.")
    assert [one.text for one in await house.reflections_of("siv")] == ["Vi prøver noko nytt kvar veke."]
    # On the card: a sign, other readers, a day; what is wrong is told, and nothing written is lost.
    await tor.press(kept, "Endre")
    assert inputs_on(tor.view(kept))["text"]["value"] == OWN
    form = {"text": OWN, "sign": "Flere rekker opp hånda", "in_group": "true"}
    await tor.press(kept, "Lagre", {**form, "day": "2020-01-01"})
    assert "Velg en dag i løpet av det neste året." in seen(tor, kept)
    assert inputs_on(tor.view(kept))["sign"]["value"] == "Flere rekker opp hånda"
    await tor.press(kept, "Lagre", {**form, "text": CHILD, "day": "2026-12-01"})
    assert await stored(house, "Åsheim") == []
    await tor.press(kept, "Lagre", {**form, "day": "2026-12-01"})
    assert {"Tegn: Flere rekker opp hånda", "4 personer kan lese det."} <= set(seen(tor, kept))


async def test_two_of_ones_own_are_enough_and_the_guard_stands_at_the_door(house: House) -> None:
    ali = house.cast["ali"]
    await ali.say(f"prøver: {CHILD}")
    assert "Ikke lagret" in seen(ali, last(ali))
    assert await stored(house, "Åsheim") == []
    for text in ("Jeg spør elevene først.", "Jeg avslutter med en oppsummering."):
        await ali.say(f"prøver: {text}")
    await ali.say("prøver: En ting til.")
    assert any("Du prøver allerede 2 ting" in line for line in seen(ali, last(ali)))
    await ali.press(shows(ali, "Jeg avslutter med")[-1], "Ta bort")
    assert await stored(house, "avslutter med en oppsummering") == []


async def test_a_groups_stands_once_somebody_else_has_said_yes(house: House) -> None:
    ali, tor, siv = house.cast["ali"], house.cast["tor"], house.cast["siv"]
    await ali.say(f"vi prøver: {GROUPS}")
    form = last(ali)
    assert await stored(house, "besøker hverandres") == []
    assert any("Rektorgruppa kan lese det." in line or "Rektorgruppa" in line for line in seen(ali, form))
    await ali.press(form, "Lagre")
    assert "Ali Oppdiktet" not in " ".join(seen(ali, form))
    await house.stage.settle()
    # Tor leads the group's work and is asked; nobody else is.
    [asked] = shows(tor, "Et forslag til noe dere prøver")
    assert shows(siv, GROUPS) == []
    await tor.press(asked, "Ja, det prøver vi")
    [one] = await _open(house, Promiser.GROUP)
    assert one.agreed
    # An observer, and who is in another group, promise nothing for the group, by a card made by hand either.
    for name in ("rolf", "bodil"):
        me = house.cast[name]
        await me.say("tiltak")
        forged = encode(KeepTry("nordvik", "rektorgruppa", "", "group"))
        await me.press(last(me), "Prøve noe nytt", forged={**forged, "text": "Noe annet", "day": "2026-12-01"})
        forged = encode(TellTry("nordvik", str(one.id), one.version, "done"))
        await me.press(last(me), "Prøve noe nytt", forged=forged)
        await me.press(last(me), "Prøve noe nytt", forged=encode(RemoveTry("nordvik", str(one.id))))
    assert await _open(house, Promiser.GROUP) == [one]


async def test_the_municipality_promises_too_and_its_coordinators_alone(house: House) -> None:
    tor, guro = house.cast["tor"], house.cast["guro"]
    await tor.say(f"kommunen prøver: {TOWNS}")
    assert any("Det er koordinatorene som skriver opp" in line for line in seen(tor, last(tor)))
    await guro.say(f"kommunen prøver: {TOWNS}")
    await guro.press(last(guro), "Lagre")
    [one] = await _open(house, Promiser.MUNICIPALITY)
    acts = await house.stage.app.db.read(lambda c: records.records_of(c, "nordvik", since=None))
    [made] = [each for each in acts if each.act is Act.PROMISE_MADE]
    assert (made.about, one.text) == ({}, TOWNS), "the record tells of the act, without a word of it"


async def test_the_next_session_opens_with_them_and_one_tap_tells_what_came_of_each(house: House) -> None:
    tor, siv, ali, rolf, bodil = (house.cast[name] for name in ("tor", "siv", "ali", "rolf", "bodil"))
    await house.to(at(12, 1, 9))
    [opening] = shows(tor, "· det dere ville prøve")
    after = tor.chat[tor.chat.index(opening) + 1]
    assert "Send svar" in buttons_on(tor.view(after)), "ahead of the question"
    told = seen(tor, opening)
    # Both ways in one list, the municipality's first; what is the reader's to tell of is asked about one by one.
    assert any("Nordvik kommune" in line for line in told)
    assert told.index(TOWNS) < told.index(GROUPS)
    assert buttons_on(tor.view(opening)) == ["Gjort", "Delvis", "Endret", "Lagt bort", "Neste"]
    assert not any("frist" in line or "forfalt" in line for line in told)
    # Siv's own words stay Siv's: nobody else reads them, and Ali's neither.
    assert [shows(one, NYNORSK) for one in (tor, ali, rolf, bodil)] == [[]] * 4
    assert [shows(one, "Jeg spør elevene først.") for one in (tor, siv, rolf, bodil)] == [[]] * 4
    assert shows(rolf, GROUPS) == shows(bodil, GROUPS) == []
    # What a principal shares with the group is read there, without a name.
    [of_ali] = shows(ali, "· det dere ville prøve")
    assert OWN in seen(ali, of_ali)
    assert "Tor" not in " ".join(seen(ali, of_ali))
    pressed = await tor.press(opening, "Delvis", {"because": "vi rakk bare to skoler", "learnt": "Ti minutter er nok."})
    assert OWN in seen(tor, opening), "the next one is asked about on the same card"
    await tor.again(pressed)
    [of_siv] = shows(siv, "· det de ville prøve")
    await house.stage.settle()
    assert any("delvis gjort" in line for line in seen(siv, of_siv))
    assert {"Fordi: vi rakk bare to skoler", "Lærte: Ti minutter er nok."} <= set(seen(siv, of_siv))
    # A card that was left open when somebody else told of it: the newest is shown, and nothing is written over.
    await tor.press(opening, "Lagt bort", {"because": CHILD})
    assert await stored(house, "Åsheim") == []
    assert "Lagt bort" in buttons_on(tor.view(opening))
    await tor.press(opening, "Lagt bort", {"because": "klassen hadde ikke ro til det"})
    assert "Takk. Det er slik vi lærer av det vi prøver." in seen(tor, opening)
    # Silence is kind: nothing more is asked about what nobody has told of, not even when the next session opens.
    assert buttons_on(siv.view(of_siv)) == ["Gjort", "Delvis", "Endra", "Lagt bort"]
    await house.to(at(12, 8, 9))
    assert [
        len(shows(one, words)) for one, words in ((siv, "· det de ville prøve"), (ali, "· det dere ville prøve"))
    ] == [
        1,
        1,
    ]
    await siv.say("tiltak 1: endra, fordi elevane ville noko anna")
    [mine] = await _of(house, "siv")
    assert mine.found is not None
    assert (mine.found.outcome, mine.found.because) == (Outcome.CHANGED, "elevane ville noko anna")


async def test_withdrawn_words_leave_every_card(house: House) -> None:
    """Those of the session that opened with them, lists that were asked for, and the receipts of author and others."""
    ali, tor, siv = (house.cast[name] for name in ("ali", "tor", "siv"))
    for me in (tor, siv, ali):
        await me.say("tiltak")
    assert [last(me) in shows(me, GROUPS) for me in (tor, siv, ali)] == [True] * 3
    standing = [(me, one) for me in (tor, siv, ali) for one in shows(me, GROUPS)]
    assert len(standing) >= 7, "openings, lists, a proposal, a receipt"
    await ali.say("min uke")
    assert "Jeg spør elevene først." in " ".join(seen(ali, last(ali)))
    [of_tor] = shows(tor, GROUPS)[-1:]
    [group_own] = [one for one in await _of(house, "ali") if one.promiser is Promiser.GROUP]
    await ali.say("tiltak")
    forged = encode(RemoveTry("nordvik", str(group_own.id)))
    await ali.press(last(ali), "Prøve noe nytt", forged=forged)
    await house.stage.settle()
    assert GROUPS not in " ".join(seen(tor, of_tor))
    assert [seen(me, one) for me, one in standing if GROUPS in " ".join(seen(me, one))] == []
    assert await stored(house, "besøker hverandres") == []


async def test_a_need_goes_to_the_municipality_as_a_task_and_the_answer_comes_back(house: House) -> None:
    siv, guro, tor = house.cast["siv"], house.cast["guro"], house.cast["tor"]
    await siv.say(f"vi treng: {NEED}")
    form = last(siv)
    assert "Koordinatoren i Nordvik kommune får dette som ei oppgåve, og svaret kjem tilbake til deg her." in seen(
        siv, form
    )
    assert await stored(house, "vikar to dager") == []
    await siv.press(form, "Send utan namn", {"day": "2026-12-15"})
    assert "Berre koordinatoren kan lese det." in seen(siv, form)
    await house.stage.settle()
    [task] = shows(guro, "Et støttebehov til kommunen")
    assert {NEED, "En i Rektorgruppa", "Håper på et svar rundt 15. desember 2026"} <= set(seen(guro, task))
    assert "Siv" not in " ".join(seen(guro, task))
    assert shows(tor, NEED) == []
    [need] = await house.stage.app.db.read(lambda c: support_needs.addressed_to_owner(c, "nordvik"))
    told = await reported(house)
    assert "    needs of support wait for an answer: say «tiltak» / «what we try» in Teams" in told.splitlines()
    assert NEED not in told
    await tor.say("tiltak")
    forged = {**encode(AnswerNeed("nordvik", str(need.id), 1, "answered")), "text": "Nei.", "day": "2026-12-15"}
    await tor.press(last(tor), "Prøve noe nytt", forged=forged)
    await guro.press(task, "Spør om mer", {"text": "Hvilke dager?", "day": "2026-12-15"})
    await house.stage.settle()
    [asked] = shows(siv, "Kommunen lurer på noko")
    await siv.press(asked, "Send", {"text": "Helst tysdagar."})
    await house.stage.settle()
    task = shows(guro, "Helst tysdagar.")[-1]
    answered = await guro.press(task, "Vi tar det", {"text": "Dere får to tirsdager.", "day": "2026-12-16"})
    await guro.again(answered)
    # A second answer that comes too late is given back in its field, below the first.
    late = {**encode(AnswerNeed("nordvik", str(need.id), 3, "answered")), "text": "Ring meg.", "day": "2026-12-17"}
    await guro.say("tiltak")
    await guro.press(last(guro), "Prøve noe nytt", forged=late)
    assert "Dere får to tirsdager." in seen(guro, last(guro))
    fields = inputs_on(guro.view(last(guro)))
    assert (fields["text"]["value"], fields["day"]["value"]) == ("Ring meg.", "2026-12-17")
    assert await stored(house, "Ring meg.") == []
    await house.stage.settle()
    *_, answer = shows(siv, "Kommunen har svara")
    assert {"Dere får to tirsdager.", "Guro Oppdiktet svarer:"} <= set(seen(siv, answer))
    # On its day whoever answers sees it once more, kindly; taken back, it is gone there too.
    await house.to(at(12, 16, 10))
    [again] = shows(guro, "I dag skulle dere se på dette igjen")
    await siv.press(answer, "Ta tilbake")
    await house.stage.settle()
    assert NEED not in " ".join(seen(guro, again))
    assert await stored(house, "vikar to dager") == []


async def test_a_promise_no_session_meets_is_asked_about_once_on_its_day(house: House) -> None:
    """The series has ended: on the day itself its author is asked, in school hours, and nobody else."""
    tor, ali = house.cast["tor"], house.cast["ali"]
    await house.to(at(12, 18, 10))
    before = len(shows(tor, "· det dere ville prøve"))
    await tor.say("prøver: Jeg ringer en kollega hver uke.")
    kept = last(tor)
    await tor.press(kept, "Endre")
    await tor.press(kept, "Lagre", {"text": "Jeg ringer en kollega hver uke.", "day": "2027-01-12"})
    await house.to(at(12, 22, 10))
    await house.stage.to(at(12, 22, 10) + timedelta(days=21, hours=2))
    assert len(shows(tor, "· det dere ville prøve")) == before + 1
    assert shows(ali, "Jeg ringer en kollega hver uke.") == []
    await house.stage.to(at(12, 22, 10) + timedelta(days=40))
    assert len(shows(tor, "· det dere ville prøve")) == before + 1
    kinds = {one.kind for one in await house.deliveries(DeliveryKind.PROMISE)}
    assert kinds == {DeliveryKind.PROMISE}


async def test_all_of_it_is_shown_to_the_person_and_erased_and_operators_see_counts(house: House) -> None:
    tor, guro = house.cast["tor"], house.cast["guro"]
    await tor.say("hva vet du om meg")
    told = await reported(house)
    assert TOWNS in told
    assert "Jeg ringer en kollega" not in told
    # A day that has been is neither shown nor called late: it is the municipality's turn to tell.
    assert "wait for an answer" not in told
    assert re.findall(r"\d{4}-\d\d-\d\d|overdue|late", told) == []
    assert "people's own: fewer than 5" in told
    await tor.say("slett mine data")
    await tor.press(last(tor), "Slett alt")
    assert await stored(house, "ringer en kollega") == []
    assert await stored(house, "ro til det") == []
    assert await stored(house, "rakk bare to skoler") == []
    assert guro is not None


async def reported(house: House) -> str:
    lines = await commitment_lines(house.stage.app.db, "nordvik", actor=OPERATOR, now=house.stage.now)
    return "\n".join(lines)


async def _open(house: House, promiser: Promiser) -> list[Commitment]:
    db = house.stage.app.db
    return list(await db.read(lambda c: commitments.open_of_promiser(c, "nordvik", promiser, group="rektorgruppa")))


async def _of(house: House, name: str) -> list[Commitment]:
    [person] = await house._persons(name)
    return list(await house.stage.app.db.read(lambda c: commitments.of_author(c, "nordvik", person)))

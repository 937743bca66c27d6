"""«Min uke», «plan» and «oppsummering»: what is open, what is coming, and what a person may read, as of today."""

from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, buttons_on
from content.language import Language
from content.presses import OpenDigest, ShowAnswer, StepRef, encode
from content.vocabulary.conversing import NotImported
from content.vocabulary.overview import DigestGone, DigestsOffered
from dialogs.model import DayKind, DeliveryKind, OwnDay
from storage.school_year import put_day
from tests.nordvik import House, at, last, municipality, open_house, own_words, rendered_texts, seen, series

ONE = {"tor": Language.NB, "siv": Language.NN}
WEEK = {"tor": "min uke", "siv": "mi veke"}
ANSWER = {"tor": "Svar nå", "siv": "Svar no"}
PEOPLE = ("tor", "siv", "ali", "eva", "una", "bo")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    people = [f"{name},rektorgruppa,participant,{'nn' if name == 'siv' else 'nb'}" for name in PEOPLE]
    others = ["guro,rektorgruppa,coordinator", "kim,team-5,participant", "lea,team-5,participant,nn"]
    folder = municipality(tmp_path / "kommune", people=[*others, *people], groups=["team-5,solbakken,team,Team 5,"])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as opened:
        await opened.stage.plan(series(tmp_path, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-01]"))
        await opened.install("guro", "kim", "lea", *PEOPLE)
        yield opened


async def told(client: Client, said: str) -> list[str]:
    await client.say(said)
    return seen(client, last(client))


async def test_my_week_shows_what_is_open_and_what_is_coming_and_opens_the_question(house: House) -> None:
    """The button shows the presser's own card; old weeks stay harmless when the question has closed."""
    for name in ONE:
        found = await told(house.cast[name], WEEK[name])
        assert "Tirsdag kl. 8: Rektorgruppa, om inkluderende læringsmiljøer" in found or (
            "Tysdag kl. 8: Rektorgruppa, om inkluderande læringsmiljø" in found
        )
        assert ANSWER[name] not in found
    await house.to(at(11, 24))
    weeks = {}
    for name in ONE:
        client = house.cast[name]
        found = await told(client, WEEK[name])
        weeks[name] = last(client)
        assert any(text.endswith("til fredag kl. 8.") for text in found)
        await client.press(weeks[name], ANSWER[name])
        assert "Send svar" in buttons_on(client.view(weeks[name]))
        await client.press(weeks[name], "Send svar", {"answer": own_words(name), "rung": "group"})
        assert own_words(name) in seen(client, weeks[name])
    for name, told_so, see in (
        ("tor", "Du har svart, og kan endre svaret til da.", "Se svaret mitt"),
        ("siv", "Du har svart, og kan endre svaret til då.", "Sjå svaret mitt"),
    ):
        client = house.cast[name]
        found = await told(client, WEEK[name])
        assert told_so in found
        await client.press(last(client), see)
        assert own_words(name) in seen(client, last(client))
        assert not {"ali", "eva"} & {word.casefold() for text in found for word in text.split()}, "of nobody else"
    tor, kim = house.cast["tor"], house.cast["kim"]
    await told(tor, "min uke")
    view = tor.view(last(tor))
    await kim.say("hjelp")
    await kim.press(last(kim), "Se svaret mitt", shown=view)
    assert own_words("tor") not in str(kim.view(last(kim)))
    await house.to(at(11, 27, 9))
    before = len(tor.chat)
    await tor.press(last(tor), "Se svaret mitt", shown=view)
    assert "Send svar" not in buttons_on(tor.view(last(tor)))
    assert len(tor.chat) >= before


async def test_holidays_pauses_and_weeks_without_anything_are_told(house: House) -> None:
    closed = [OwnDay("nordvik", 2026, date(2026, 12, day), DayKind.CLOSED, "juleferie") for day in (21, 22, 23)]
    # Five days are a skolerute: the usual holidays are then nobody's guess.
    closed += [OwnDay("nordvik", 2026, date(2027, 2, day), DayKind.CLOSED, "vinterferie") for day in (22, 23)]
    for one in closed:
        await house.stage.app.db.write(partial(put_day, municipality="nordvik", day=one))
    await house.to(at(12, 18, 12))
    for name, off, by_law, none in (
        (
            "tor",
            "Jeg stiller ingen spørsmål mandag 21. desember – fredag 25. desember (juleferie).",
            "Jeg stiller ingen spørsmål",
            "åpent",
        ),
        (
            "siv",
            "Eg stiller ingen spørsmål måndag 21. desember – fredag 25. desember (juleferie).",
            "Eg stiller ingen spørsmål",
            "ope",
        ),
    ):
        client = house.cast[name]
        found = await told(client, WEEK[name])
        assert any(text.startswith(f"Ingenting er {none}") for text in found)
        assert "Ingenting er planlagt" in found
        assert off in found
        assert f"{by_law} torsdag 31. desember – fredag 1. januar." in found
        await client.say("pause til fredag")
        paused = await told(client, WEEK[name])
        assert "Du har pause til fredag 25. desember." in paused
        await client.press(last(client), "Avslutt pausen")
        assert "Du har pause til fredag 25. desember." not in await told(client, WEEK[name])


async def test_the_plan_shows_ones_own_groups_and_a_coordinator_all_of_them(house: House) -> None:
    for name, theme in (("tor", "Inkluderende læringsmiljøer"), ("siv", "Inkluderande læringsmiljø")):
        found = await told(house.cast[name], "plan")
        assert {"Rektorgruppa", theme} <= set(found)
        assert "Team 5" not in str(found)
        assert any("24. nov. kl. 8" in text and "1. des. kl. 8" in text for text in found)
    for name, none in (("kim", "Ingenting er planlagt for gruppene dine ennå."), ("lea", "gruppene dine enno.")):
        found = await told(house.cast[name], "planen")
        assert none in str(found)
        assert "Rektorgruppa" not in str(found), "of no other group"
    found = await told(house.cast["guro"], "plan")
    assert "Du ser alle gruppene i kommunen, fordi du er koordinator." in found
    assert any(text.startswith("Ingen spørsmål er planlagt for ") and "Team 5" in text for text in found)


async def test_the_latest_digests_are_opened_as_they_read_today(house: House) -> None:
    """A digest in place of the list is brought up to date when its words are taken back, and is no stranger's."""
    assert await told(house.cast["tor"], "oppsummering") == rendered_texts(DigestsOffered(()), Language.NB)
    assert await told(house.cast["siv"], "oppsummering") == rendered_texts(DigestsOffered(()), Language.NN)
    await house.to(at(11, 24))
    for name in PEOPLE:
        client = house.cast[name]
        await client.press(last(client), "Send svar", {"answer": own_words(name), "rung": "group"})
    await house.to(at(11, 27, 9))
    opened = {}
    for name in ONE:
        client = house.cast[name]
        await told(client, "oppsummering")
        opened[name] = last(client)
        [title] = [each for each in buttons_on(client.view(opened[name])) if each.startswith("Rektorgruppa")]
        assert title == "Rektorgruppa, 24. november"
        view = client.view(opened[name])
        await client.press(opened[name], title)
        await house.stage.settle()
        await client.press(opened[name], title, shown=view)
        assert own_words("eva") in seen(client, opened[name])
    found = await house.deliveries(DeliveryKind.DIGEST, "tor")
    assert len([one for one in found if one.activity == opened["tor"].id]) == 1, "pressed twice"
    kim = house.cast["kim"]
    assert await told(kim, "oppsummering") == rendered_texts(DigestsOffered(()), Language.NB)
    await kim.press(last(kim), title, shown=view)
    assert seen(kim, last(kim)) == rendered_texts(DigestGone(), Language.NB) or kim.notices[-1:] == rendered_texts(
        DigestGone(), Language.NB
    )
    eva = house.cast["eva"]
    [card] = [message for message in eva.chat if "Trekk tilbake" in buttons_on(eva.view(message))]
    await eva.press(card, "Trekk tilbake")
    await house.to(at(11, 27, 10))
    for name in ONE:
        assert own_words("eva") not in str(house.cast[name].view(opened[name]))
        assert own_words("bo") in str(house.cast[name].view(opened[name]))
    for forged in (OpenDigest("nordvik", "no uuid"), OpenDigest("larvik", "0" * 32)):
        tor = house.cast["tor"]
        await told(tor, "oppsummering")
        await tor.press(last(tor), "Rektorgruppa, 24. november", forged=encode(forged))
        assert own_words("bo") not in str(tor.view(last(tor)))


async def test_a_stranger_is_told_so(house: House) -> None:
    stranger = Client(house.teams, "Una Ny", "e" * 8, "una@nordvik.example")
    await stranger.install()
    for said in ("min uke", "plan", "oppsummering", "språk nynorsk"):
        assert await told(stranger, said) == rendered_texts(NotImported(), Language.NB)
    await stranger.say("hjelp")
    step = ShowAnswer(StepRef("nordvik", "uka.rektorgruppa.2026-11-24", 0), "d")
    await stranger.press(last(stranger), "Personvern", forged=encode(step))
    assert stranger.notices[-1:] == rendered_texts(NotImported(), Language.NB)

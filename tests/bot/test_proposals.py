"""«Foreslå spørsmål: …»: shown first, sent without a name unless chosen, decided by the first coordinator to answer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.presses import OpenProposal, TakeProposal, encode
from content.vocabulary.conversing import OldCard
from content.vocabulary.proposing import NobodyToDecide, NoProposal, ProposalNotSent
from dialogs.model import Act
from storage import overlays, proposals, records
from tests.bot.test_own_answers import stored
from tests.nordvik import MONDAY, House, last, municipality, open_house, rendered_texts, seen

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "guro,rektorgruppa,coordinator",
    "gunn,rektorgruppa,coordinator,nn",
    "ali,rektorgruppa,participant",
)
QUESTION = "Hva lærte dere av hverandre i friminuttet denne uka?"
NYNORSK = "Kva lærte de av kvarandre i friminuttet denne veka?"
RANDOM = 4  # the version of an id that is drawn, and derived of nothing
AREA = "inkluderende-laeringsmiljoer"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as opened:
        await opened.install("tor", "siv", "guro", "gunn", "ali")
        yield opened


async def proposed(me: Client, words: str, button: str) -> Message:
    await me.say(f"foreslå spørsmål: {words}")
    card = last(me)
    await me.press(card, button)
    return card


def received(me: Client, words: str) -> Message:
    return next(one for one in reversed(me.chat) if one.from_bot and words in seen(me, one))


async def test_a_question_is_shown_first_and_goes_to_every_coordinator_without_the_name(house: House) -> None:
    siv, guro, gunn = (house.cast[name] for name in ("siv", "guro", "gunn"))
    await siv.say(f"foreslå spørsmål: {NYNORSK}")
    asked = last(siv)
    assert any("Koordinatorane i Nordvik kommune får forslaget og avgjer." in line for line in seen(siv, asked))
    assert await stored(house, NYNORSK) == []
    pressed = await siv.press(asked, "Send utan namn")
    assert "Namnet ditt følgjer ikkje med. Koordinatorane får det i skuletida." in seen(siv, asked)
    await siv.again(pressed)
    await siv.press(asked, "Send utan namn", shown=asked.activity["attachments"][0]["content"])
    await house.stage.settle()
    for one, unsigned in ((guro, "Foreslått uten navn"), (gunn, "Foreslått utan namn")):
        assert unsigned in seen(one, received(one, NYNORSK))
        assert sum(NYNORSK in seen(one, message) for message in one.chat) == 1
        assert not any("Siv" in line for line in seen(one, received(one, NYNORSK)))
    # Sent once more with the name, it is the same question, and the card says what the coordinators have.
    again = await proposed(siv, NYNORSK, "Send med namnet mitt")
    assert "Namnet ditt følgjer ikkje med. Koordinatorane får det i skuletida." in seen(siv, again)
    await house.stage.settle()
    assert sum(NYNORSK in seen(guro, message) for message in guro.chat) == 1


async def test_nothing_is_sent_that_cannot_be(house: House) -> None:
    tor = house.cast["tor"]
    for said, told in (
        ("foreslå spørsmål:", rendered_texts(NoProposal(), Language.NB)),
        ("foreslå spørsmål", rendered_texts(NoProposal(), Language.NB)),
    ):
        await tor.say(said)
        assert seen(tor, last(tor)) == told
    await tor.say(f"foreslå spørsmål: {'lang ' * 80}?")
    assert any("300 tegn" in line for line in seen(tor, last(tor)))
    await tor.say("foreslå spørsmål: Hvorfor slår Mina Åsheim i 3B de andre, 415 55 555?")
    assert "Forslaget er ikke sendt" in seen(tor, last(tor))
    assert not any("Åsheim" in line for line in seen(tor, last(tor)))
    await tor.say("foreslå spørsmål: Hva gjør dere når det er vått ute?")
    card = last(tor)
    await tor.press(card, "Send uten navn", forged={"text": "Hvorfor slår Mina Åsheim i 3B de andre, 415 55 555?"})
    assert await stored(house, "Åsheim") == []
    await tor.press(card, "Ikke send")
    assert seen(tor, last(tor)) == rendered_texts(ProposalNotSent(), Language.NB) or tor.notices[-1:] == rendered_texts(
        ProposalNotSent(), Language.NB
    )
    assert await stored(house, "vått ute") == []


async def test_a_coordinator_words_it_and_takes_it_in_and_the_others_are_told(house: House) -> None:
    siv, guro, gunn, ali = (house.cast[name] for name in ("siv", "guro", "gunn", "ali"))
    await proposed(siv, NYNORSK, "Send utan namn")
    await house.stage.settle()
    card, other = received(guro, NYNORSK), received(gunn, NYNORSK)
    # Nobody else decides, whatever card they make.
    [person] = await house._persons("siv")
    db = house.stage.app.db
    [proposal] = await db.read(lambda c: proposals.of_person(c, "nordvik", person))
    assert proposal.id.version == RANDOM, "cards and the overlay show the id: nobody works out of it who proposed"
    await ali.say("hva vet du om meg")
    for forged in (OpenProposal("nordvik", str(proposal.id)), TakeProposal("nordvik", str(proposal.id))):
        await ali.press(last(ali), "Slett mine data", forged=encode(forged))
        assert ali.notices[-1:] == rendered_texts(OldCard(), Language.NB)
    await guro.press(card, "Se og ta inn")
    assert inputs_on(guro.view(card))["nn"]["value"] == NYNORSK
    for wrong, told in (
        ({"nb": "ord " * 26 + "?"}, "Spørsmålet er for langt. Det kan ha høyst 25 ord, så det er lest på et øyeblikk."),
        ({"nb": "Dette er ikke noe spørsmål."}, "Dette er ikke et spørsmål ennå. Avslutt det med et spørsmålstegn."),
        ({"nb": "Hva gjør {gruppe}?"}, "Skriv spørsmålet uten krøllparenteser."),
    ):
        await guro.press(card, "Ta inn", {"nn": NYNORSK, "area": AREA, **wrong})
        assert told in seen(guro, card)
        assert inputs_on(guro.view(card))["nb"]["value"] == " ".join(wrong["nb"].split())
    await guro.press(card, "Ta inn", {"nb": "Hvorfor slår Mina Åsheim i 3B?", "nn": NYNORSK, "area": AREA})
    assert await db.read(lambda c: overlays.versions(c, "nordvik")) == ()
    form = guro.view(card)
    taken = await guro.press(card, "Ta inn", {"nb": QUESTION, "nn": NYNORSK, "area": AREA})
    assert "Tatt inn av Guro Oppdiktet 23. november 2026. Det står i glassboksen." in seen(guro, card)
    await guro.again(taken)
    await guro.press(card, "Ta inn", {"nb": QUESTION, "nn": NYNORSK, "area": AREA}, shown=form)
    [version] = await db.read(lambda c: overlays.versions(c, "nordvik"))
    assert (version.by, version.since) == ("Guro Oppdiktet", house.stage.now)
    catalogue = await db.read(lambda c: house.stage.app.catalogues.at(c, "nordvik", house.stage.now))
    own = next(one for one in catalogue.prompts if one.id == f"forslag-{proposal.id.hex[:12]}")
    assert (own.question.nb, own.question.nn, own.areas) == (QUESTION, NYNORSK, (AREA,))
    found = await db.read(lambda c: records.records_of(c, "nordvik", since=None))
    assert Act.OVERLAY_LAID in {one.act for one in found}
    # The other coordinator is too late, and the proposer is thanked once.
    await gunn.press(other, "Ikkje no")
    assert "Teke inn av Guro Oppdiktet 23. november 2026. Det står i glasboksen." in seen(gunn, other)
    await house.stage.settle()
    assert "Teke inn av Guro Oppdiktet 23. november 2026. Det står i glasboksen." in seen(gunn, other)
    assert sum("Spørsmålet ditt er teke inn" in seen(siv, one) for one in siv.chat) == 1


@pytest.mark.postgresql
async def test_of_two_coordinators_at_the_same_moment_one_decides(postgresql_url: str, tmp_path: Path) -> None:
    """PostgreSQL takes several writes at a time."""
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(postgresql_url, folder=folder) as opened:
        await opened.install("siv", "guro", "gunn")
        await proposed(opened.cast["siv"], NYNORSK, "Send utan namn")
        await opened.stage.settle()
        both = [(one, received(one, NYNORSK)) for one in (opened.cast["guro"], opened.cast["gunn"])]
        for (one, card), button in zip(both, ("Se og ta inn", "Sjå og ta inn"), strict=True):
            await one.press(card, button)
        form = {"nb": QUESTION, "nn": NYNORSK, "area": AREA}
        await asyncio.gather(*(one.press(card, "Ta inn", form) for one, card in both))
        assert len(await opened.stage.app.db.read(lambda c: overlays.versions(c, "nordvik"))) == 1


async def test_not_now_tells_the_proposer_nothing_and_a_name_goes_along_where_it_is_chosen(house: House) -> None:
    tor, guro = house.cast["tor"], house.cast["guro"]
    await proposed(tor, QUESTION, "Send med navnet mitt")
    await house.stage.settle()
    card, before = received(guro, QUESTION), len(tor.chat)
    card = next(one for one in reversed(guro.chat) if "Foreslått av Tor Oppdiktet" in seen(guro, one))
    await guro.press(card, "Ikke nå")
    assert any(line.startswith("Guro Oppdiktet valgte «Ikke nå» 23. november 2026.") for line in seen(guro, card))
    await house.stage.settle()
    assert len(tor.chat) == before


async def test_proposals_are_held_erased_and_end_and_without_a_coordinator_that_is_said(house: House) -> None:
    ali, gunn, guro, tor = (house.cast[name] for name in ("ali", "gunn", "guro", "tor"))
    await proposed(tor, QUESTION, "Send med navnet mitt")
    await proposed(ali, "Hva har dere prøvd på tur?", "Send uten navn")
    await house.stage.settle()
    await guro.press(received(guro, QUESTION), "Ikke nå")
    assert await stored(house, QUESTION) != []
    assert "Se og ta inn" not in buttons_on(gunn.view(received(gunn, "Hva har dere prøvd på tur?")))
    await ali.say("hva vet du om meg")
    assert {"Spørsmål du har foreslått", "Hva har dere prøvd på tur?"} <= set(seen(ali, last(ali)))
    await ali.say("slett mine data")
    assert "Spørsmål du har foreslått, blir slettet: 1." in seen(ali, last(ali))
    await ali.say("ja")
    await house.stage.settle()
    assert await stored(house, "prøvd på tur") == []
    assert not any("Hva har dere prøvd på tur?" in seen(gunn, one) for one in gunn.chat)
    await house.to(MONDAY + timedelta(days=32))
    assert await stored(house, QUESTION) == []
    alone = municipality(house.folder.parent / "uten", people=[one for one in PEOPLE if "coordinator" not in one])
    await house.bring_in(alone)
    await tor.say(f"foreslå spørsmål: {QUESTION}")
    assert seen(tor, last(tor)) == rendered_texts(NobodyToDecide("Nordvik kommune"), Language.NB)

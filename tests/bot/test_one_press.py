"""Answers by one press: sent from the card or said exactly in chat, counted in the digest, taken back as any answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.catalogue import Catalogue
from content.catalogue_types import AnswerForm, FormKind
from content.language import Wording
from tests.nordvik import House, at, last, municipality, open_house, seen, series

TEAM = "team-fjordglott"
NB, NN = ("ada", "cato", "dina", "finn", "gro", "hans"), ("bo", "eli")
SCALE = AnswerForm(FormKind.SCALE, (Wording("aldri", "aldri"), Wording("alltid", "alltid")))
CHOICE = AnswerForm(FormKind.CHOICE, tuple(Wording(*words) for words in (("Enig", "Einig"), ("Usikker", "Usikker"))))


def _answered_by(form: AnswerForm, catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, prompts=tuple(replace(prompt, answer=form) for prompt in catalogue.prompts))


@asynccontextmanager
async def playing(folder: Path, form: AnswerForm) -> AsyncIterator[House]:
    people = [f"{name},{TEAM},participant,{'nn' if name in NN else 'nb'}" for name in (*NB, *NN)]
    made = municipality(folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator"])
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", folder=made) as house:
        house.stage.app.catalogues.base = _answered_by(form, house.stage.app.catalogues.base)
        await house.stage.plan(series(folder, "uke", TEAM))
        await house.install(*NB, *NN)
        await house.to(at(11, 24, 14))
        yield house


async def _parts(house: House, name: str) -> list[tuple[str, int]]:
    [known] = await house.reflections_of(name)
    return [(part.text, part.choice) for part in known.parts if part.text]


def _pressed(client: Client, card: Message) -> list[str]:
    return buttons_on(client.view(card) or {})


async def test_a_scale_is_answered_by_one_press_or_one_number_and_counted_only_where_it_points_at_nobody(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, SCALE) as house:
        ada, bo, cato, dina, eli = (house.cast[name] for name in ("ada", "bo", "cato", "dina", "eli"))
        cards = {name: last(house.cast[name]) for name in (*NB, *NN)}
        assert "Ett trykk er nok. Vil du si mer, skriver du det først." in seen(ada, cards["ada"])
        assert "Eitt trykk er nok. Vil du seie meir, skriv du det først." in seen(bo, cards["bo"])
        assert "1: aldri · 5: alltid" in seen(ada, cards["ada"])
        assert {"1 av 5", "5 av 5", "Send svar", "Hopp over"} <= set(_pressed(ada, cards["ada"]))

        await dina.say("svar")  # the questions as text, for whoever cannot use the card
        assert "Tallet alene er også et svar: 1 = aldri, 5 = alltid" in last(dina).text
        await eli.say("svar")
        assert "Talet åleine er òg eit svar: 1 = aldri, 5 = alltid" in last(eli).text

        # One press, alone and with a sentence; changed by another press; a press made by hand chooses nothing.
        await ada.press(cards["ada"], "4 av 5")
        assert await _parts(house, "ada") == [("4 av 5", 4)]
        assert "4 av 5" in seen(ada, cards["ada"])
        await bo.press(cards["bo"], "2 av 5", {"answer": "Vi prøvde to gonger, og det tok tid."})
        assert await _parts(house, "bo") == [("2 av 5", 2), ("Vi prøvde to gonger, og det tok tid.", 0)]
        await bo.press(cards["bo"], "Endre svaret")
        assert "Valt: 2 av 5" in _pressed(bo, cards["bo"])
        assert "La svaret stå" in _pressed(bo, cards["bo"])
        await bo.press(cards["bo"], "5 av 5")
        assert await _parts(house, "bo") == [("5 av 5", 5), ("Vi prøvde to gonger, og det tok tid.", 0)]
        await house.cast["hans"].press(cards["hans"], "3 av 5", forged={"choice": 77})
        assert await house.reflections_of("hans") == []

        # In chat: the number, then another in its place, edited, and beside a sentence.
        said = await cato.say("3")
        await cato.say("Vi bruker mest tid på å komme i gang om morgenen.")
        assert await _parts(house, "cato") == [("3 av 5", 3), ("Vi bruker mest tid på å komme i gang om morgenen.", 0)]
        await cato.edit(said.activity_id, "4")
        assert (await _parts(house, "cato"))[0] == ("4 av 5", 4)
        await eli.say("1.")
        await eli.say("svar på 1: 3")
        assert await _parts(house, "eli") == [("3 av 5", 3)]
        await eli.say("2 av 5")
        assert await _parts(house, "eli") == [("2 av 5", 2)]
        await dina.say("3 ganger om uka prøver vi dette i hele gruppa.")
        assert [choice for _, choice in await _parts(house, "dina")] == [0]

        await house.cast["finn"].press(cards["finn"], "4 av 5")
        await house.cast["gro"].press(cards["gro"], "1 av 5")
        await house.stage.settle()
        await _is_counted_only_where_that_points_at_nobody(house, cards)


async def _is_counted_only_where_that_points_at_nobody(house: House, cards: dict[str, Message]) -> None:
    ada, bo = house.cast["ada"], house.cast["bo"]
    # Nobody's choice stands beside the words, and a number of fewer than five is not told.
    await house.to(at(11, 30))
    digest = seen(ada, last(ada))
    told = digest[digest.index("Slik fordeler svarene seg:") + 1 :][:4]
    assert told == ["1 av 5: noen", "2 av 5: noen", "4 av 5: noen", "5 av 5: noen"]
    assert "Slik fordeler svara seg:" in seen(bo, last(bo))
    assert "Vi prøvde to gonger, og det tok tid." in digest
    assert not any("5 av 5\n" in text for text in digest)

    # Taken back: with fewer than five left the distribution goes from every copy.
    await house.cast["finn"].press(cards["finn"], "Trekk tilbake")
    await house.cast["gro"].press(cards["gro"], "Trekk tilbake")
    await house.stage.settle()
    digest = seen(ada, last(ada))
    assert "Slik fordeler svarene seg:" not in digest
    assert "Hvordan svarene fordeler seg, viser jeg bare når det ikke kan peke på noen." in digest
    await ada.say("hva vet du om meg")
    await ada.press(last(ada), "Svarene mine")
    assert any("4 av 5" in text for text in seen(ada, last(ada)))


async def test_a_choice_is_answered_by_one_press_or_by_its_words_in_either_written_form(tmp_path: Path) -> None:
    async with playing(tmp_path, CHOICE) as house:
        ada, bo = house.cast["ada"], house.cast["bo"]
        card = last(bo)
        assert {"Einig", "Usikker"} <= set(_pressed(bo, card))
        await bo.press(card, "Einig")
        assert await _parts(house, "bo") == [("Einig", 1)]
        await ada.say("usikker")
        assert await _parts(house, "ada") == [("Usikker", 2)]
        await ada.say("Einig!")
        assert await _parts(house, "ada") == [("Enig", 1)]
        # What was only pressed is no quote: nobody sees it on a receipt, however many have answered.
        for name in ("cato", "dina", "eli", "finn"):
            await house.cast[name].press(last(house.cast[name]), "Einig" if name in NN else "Enig")
            await house.stage.settle()
        gro = house.cast["gro"]
        await gro.press(last(gro), "Enig")
        assert not any(
            text in ("Dette har to andre svart", "Dette har en annen svart") for text in seen(gro, last(gro))
        )

"""Several dilemmas offered to a meeting: one stands in the pack, the others are read and chosen, and none is lost."""

from pathlib import Path

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.presses import ChooseDilemma, encode
from tests.nordvik import House, at, last, municipality, open_house, seen, series

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "ali,rektorgruppa,participant",
    "guro,rektorgruppa,coordinator",
    "nina,rektorgruppa,coordinator,nn",
)
OF_TOR = "Vi får ikke med oss dem som kommer sist inn fra friminuttet. Hva gjør dere?"
OF_SIV = "Korleis seier vi nei til eit prosjekt som alle liker?"
OF_ALI = "Når tar dere opp noe vanskelig med en som er ny?"
HEADS = {
    "nb": "Noe en av dere vil ha hjelp til å tenke gjennom",
    "nn": "Noko ein av dykk vil ha hjelp til å tenkje gjennom",
}
MORE = {
    "nb": "Det er 2 til som noen vil ha hjelp til å tenke gjennom.",
    "nn": "Det er 2 til som nokon vil ha hjelp til å tenkje gjennom.",
}
CHOOSE = {"nb": "Les dem, og velg en annen", "nn": "Les dei, og vel ein annan"}
ONE_MORE = "Én til vil ha hjelp til å tenke gjennom noe."
TAKE_OF_SIV = "Ta opp: Korleis seier vi nei til eit prosjekt som alle liker?"


async def planned(house: House, folder: Path) -> None:
    file = series(folder, "uka", "rektorgruppa", dates="[2026-11-24]", stays_open='"P1D"')
    meetings = "".join(
        f'\n[[meetings]]\ndate = {day}T09:00:00\ngroup = "rektorgruppa"\n' for day in ("2026-12-10", "2026-12-17")
    )
    file.write_text(file.read_text("utf-8") + meetings, "utf-8")
    await house.stage.plan(file)


async def offers(me: Client, words: str) -> Message:
    card = last(me)
    await me.press(card, "Send svar", {"answer": words, "rung": "group"})
    await me.press(card, "Ta det opp på møtet")
    await me.press(card, "Ja, ta det opp")
    return card


def pack_of(me: Client) -> Message:
    return next(one for one in reversed(me.chat) if {*HEADS.values()} & {*seen(me, one)})


def stands(me: Client, card: Message, words: str, language: str = "nb") -> bool:
    """Whether the words are the dilemma of the pack's agenda."""
    told = seen(me, card)
    return words in told[told.index(HEADS[language]) :][:5]


def tells(me: Client, card: Message, beginning: str) -> bool:
    return any(line.startswith(beginning) for line in seen(me, card))


async def test_the_longest_waiting_is_taken_up_another_is_chosen_and_the_rest_goes_on(
    sqlite_url: str, tmp_path: Path
) -> None:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(sqlite_url, folder=folder) as house:
        tor, siv, ali, guro, nina = (house.cast[name] for name in ("tor", "siv", "ali", "guro", "nina"))
        await planned(house, tmp_path)
        await house.install("tor", "siv", "ali", "guro", "nina")
        await house.to(at(11, 24))
        of_tor, _, of_ali = await offers(tor, OF_TOR), await offers(siv, OF_SIV), await offers(ali, OF_ALI)
        await house.to(at(11, 26))
        await house.to(at(12, 7, 9))

        # The one that has waited longest; that there are more stands on the card of who coordinates, in both languages.
        packs = {"nb": (guro, pack_of(guro)), "nn": (nina, pack_of(nina))}
        for language, (me, card) in packs.items():
            assert stands(me, card, OF_TOR, language)
            assert tells(me, card, MORE[language])
        assert not tells(ali, pack_of(ali), MORE["nb"])

        # Read, left, and another chosen: the same for everybody, at once for the presser.
        card = packs["nb"][1]
        await guro.press(card, CHOOSE["nb"])
        assert {OF_TOR, OF_SIV, OF_ALI, "Dette står i pakken"} <= set(seen(guro, card))
        assert len(buttons_on(guro.view(card))) <= 6
        await guro.press(card, "Til møtepakken")
        assert stands(guro, card, OF_TOR)
        await guro.press(card, CHOOSE["nb"])
        pressed = await guro.press(card, TAKE_OF_SIV)
        assert stands(guro, card, OF_SIV)
        await guro.again(pressed)
        await house.to(at(12, 7, 9, 2))
        assert stands(guro, card, OF_SIV)
        assert tells(guro, card, MORE["nb"])
        assert stands(nina, packs["nn"][1], OF_SIV, "nn")
        assert stands(tor, pack_of(tor), OF_SIV)

        # Nobody else chooses; what is taken back while the list is read is not chosen.
        await nina.press(packs["nn"][1], CHOOSE["nn"])
        forged = encode(ChooseDilemma(**mark_of(nina, packs["nn"][1], OF_ALI)))
        await tor.say("hjelp")
        await tor.press(last(tor), buttons_on(tor.view(last(tor)))[0], forged=forged)
        await ali.press(of_ali, "Ikke ta det opp likevel")
        await nina.press(packs["nn"][1], f"Ta opp: {OF_ALI}")
        assert OF_ALI not in seen(nina, packs["nn"][1])
        await house.to(at(12, 7, 9, 4))
        assert stands(tor, pack_of(tor), OF_SIV)
        assert tells(guro, card, ONE_MORE)
        await ali.press(of_ali, "Ta det opp på møtet")
        await ali.press(of_ali, "Ja, ta det opp")

        await goes_on(house, of_tor)


def mark_of(me: Client, card: Message, words: str) -> dict[str, str]:
    """What the press on the dilemma with these words sends."""
    boxes = [one for one in (me.view(card) or {})["body"] if words in str(one) and "selectAction" in one]
    data = boxes[0]["selectAction"]["data"]
    return {name: data[name] for name in ("municipality", "digest", "mark")}


def shown_on(me: Client, words: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and words in seen(me, one)]


async def goes_on(house: House, of_tor: Message) -> None:
    """The next pack has the two that were not taken up, each with its way back; withdrawn, the words are gone."""
    tor, guro = house.cast["tor"], house.cast["guro"]
    await house.to(at(12, 14, 9))
    card = pack_of(guro)
    assert stands(guro, card, OF_TOR)
    assert tells(guro, card, ONE_MORE)
    assert OF_SIV not in seen(guro, card)
    await guro.press(card, "Hvor kommer svaret fra?")
    assert [line for line in seen(guro, last(guro)) if "24. november" in line]
    assert shown_on(tor, OF_TOR)
    await tor.press(of_tor, "Trekk tilbake")
    await house.to(at(12, 14, 10))
    assert [shown_on(me, OF_TOR) for me in (tor, guro)] == [[], []]
    assert stands(guro, card, OF_ALI)


async def test_a_meeting_moved_keeps_the_dilemma_that_people_have_read(sqlite_url: str, tmp_path: Path) -> None:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(sqlite_url, folder=folder) as house:
        tor, siv, ali, guro = (house.cast[name] for name in ("tor", "siv", "ali", "guro"))
        await planned(house, tmp_path)
        await house.install("tor", "siv", "ali", "guro", "nina")
        await house.to(at(11, 24))
        for me, words in ((tor, OF_TOR), (siv, OF_SIV), (ali, OF_ALI)):
            await offers(me, words)
        await house.to(at(11, 26))
        await house.to(at(12, 7, 9))
        card = pack_of(guro)
        await guro.press(card, CHOOSE["nb"])
        await guro.press(card, TAKE_OF_SIV)

        await moves(guro, "2026-12-15")
        await house.to(at(12, 10, 9))
        card = pack_of(guro)
        assert stands(guro, card, OF_SIV), "the choice goes along"
        assert stands(tor, pack_of(tor), OF_SIV)

        # Another choice is made in the new pack, and the meeting goes back: the last choice that was read stands.
        await guro.press(card, CHOOSE["nb"])
        await guro.press(card, f"Ta opp: {OF_ALI}")
        await moves(guro, "2026-12-11")
        await house.to(at(12, 10, 11))
        await moves(guro, "2026-12-15")
        await house.to(at(12, 10, 13))
        assert stands(guro, pack_of(guro), OF_ALI)
        assert stands(tor, pack_of(tor), OF_ALI)


async def moves(me: Client, day: str) -> None:
    """The nearest meeting, by its card."""
    await me.say("møter")
    card = last(me)
    await me.press(card, buttons_on(me.view(card))[0])
    fields = {"day": day, "time": "09:00", "minutes": "45", "digest": "3", "draft": "", "prompt": ""}
    await me.press(card, "Flytt møtet", fields)
    assert "Hold møtet da likevel" not in buttons_on(me.view(card))

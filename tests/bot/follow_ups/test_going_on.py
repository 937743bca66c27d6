"""A follow-up question in place of the answer's card: offered, opened, and left."""

from content.language import Wording
from dialogs.model import Rung
from tests.bot.follow_ups.ladders import (
    EMPHASIS,
    HOW,
    NO_MORE,
    ODD,
    ONE_MORE,
    QUESTIONS,
    RECEIPT,
    WHY,
    Somebody,
    in_the_crowd,
    lay_ladders,
)
from tests.nordvik import at, open_house


@in_the_crowd
async def test_an_answers_receipt_offers_one_question_more_and_a_press_puts_it_in_the_cards_place(
    tor: Somebody,
) -> None:
    messages = len(tor.me.chat)
    await tor.send("Vi ga tenketid.")
    assert tor.buttons == RECEIPT
    assert not set(tor.sees()) & {WHY, EMPHASIS, HOW}, "the question itself waits until it is wanted"
    await tor.press(ONE_MORE)
    for settled in (False, True):
        if settled:
            await tor.house.stage.settle()
            assert tor.card.edited, "on other devices too"
        assert tor.sees()[:4] == [
            "Ett spørsmål til fra Sløyfa",
            "Svar innen fredag kl. 8, hvis du vil",
            WHY,
            "Rektorgruppa (40 personer) kan lese svaret. Du kan alltid trekke det tilbake. Navnet ditt vises ikke.",
        ]
        assert tor.sees()[-2:] == ["Dette har du skrevet", "Vi ga tenketid."]
        assert (tor.buttons, tor.fields) == (["Send svar", NO_MORE], {"answer": ""})
    assert len(tor.me.chat) == messages


@in_the_crowd
async def test_a_prompt_that_is_passed_or_taken_back_offers_nothing(tor: Somebody) -> None:
    await tor.press("Hopp over")
    assert tor.buttons == ["Svar likevel"]
    await tor.press("Svar likevel")
    await tor.send("Likevel.")
    await tor.press("Trekk tilbake")
    assert tor.buttons == ["Svar likevel"]


async def test_each_follow_up_is_stored_with_its_answer_and_the_next_is_offered_to_the_last(database_url: str) -> None:
    async with open_house(database_url) as house:
        lay_ladders(house, *QUESTIONS)
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        tor = Somebody(house, "tor")
        question = tor.sees()[2]
        await tor.send("Vi ga tenketid.", "municipality")
        given = (await tor.reflection()).circle_at
        house.stage.now = at(11, 25)
        for number, text in ((1, ODD), (2, "Tida."), (3, "Sakte.")):
            await tor.press(ONE_MORE)
            asked = [each.nb for each in QUESTIONS if each.nb in tor.sees()]
            assert (asked, list(tor.fields)) == ([QUESTIONS[number - 1].nb], ["answer"])
            await tor.press("Send svar", {"answer": text})
        kept = await tor.reflection()
        assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, ODD), (2, "Tida."), (3, "Sakte.")]
        assert (kept.rung, kept.circle_at, kept.text) == (Rung.MUNICIPALITY, given, "Vi ga tenketid.")
        for _ in ("at once", "on other devices"):
            asked = [f"{place}. {each}" for place, each in enumerate((question, WHY, EMPHASIS, HOW), start=1)]
            assert tor.sees()[2:10:2] == asked, "the buttons name each answer by its number"
            assert tor.sees()[3:10:2] == ["Vi ga tenketid.", ODD, "Tida.", "Sakte."]
            changes = [f"Endre svar {number}" for number in range(1, 5)]
            assert tor.buttons == [*changes, "Ta det opp på møtet", "Trekk tilbake"]
            await house.stage.settle()


@in_the_crowd
async def test_going_back_keeps_nothing_and_the_same_question_can_be_opened_again(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    opened = await tor.press(ONE_MORE)
    left = await tor.press(NO_MORE, {"answer": "Halvferdig …"})
    assert (tor.buttons, await tor.stored_texts()) == (RECEIPT, [(0, "Vi ga tenketid.")])
    for press in (opened, left):
        await tor.me.again(press, new_id=True)
    assert (await tor.reflection()).going_on == 0, "a press that comes again does nothing more"
    await tor.press(ONE_MORE)
    assert (WHY in tor.sees(), tor.fields) == (True, {"answer": ""})


@in_the_crowd
async def test_old_clients_go_on_and_back_by_submit(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    for button, shows in (
        (ONE_MORE, ["Send svar", NO_MORE]),
        (NO_MORE, RECEIPT),
        (ONE_MORE, ["Send svar", NO_MORE]),
    ):
        await tor.press(button, by="submit")
        await tor.house.stage.settle()
        assert tor.buttons == shows
    await tor.press("Send svar", {"answer": "Fordi."}, by="submit")
    await tor.house.stage.settle()
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Fordi.")]
    assert "Fordi." in tor.sees()


async def test_a_follow_up_is_asked_in_each_persons_language(alone: Somebody) -> None:
    for name, send, button, question in (
        ("siv", "Send svar", "Tenk litt vidare", QUESTIONS[0].nn),
        ("frode", "Send answer", "Think a little further", QUESTIONS[0].en),
    ):
        other = Somebody(alone.house, name)
        await other.press(send, {"answer": "Slik.", "rung": "group"})
        await other.press(button)
        assert question in other.sees()


async def test_a_follow_up_is_worded_as_when_the_session_opened(alone: Somebody) -> None:
    await alone.send("Vi ga tenketid.")
    lay_ladders(alone.house, Wording("Et helt annet?", "Eit heilt anna?"))
    await alone.go_on("Fordi.")
    assert f"2. {WHY}" in alone.sees()
    lay_ladders(alone.house)
    await alone.house.to(at(11, 30))
    assert f"2. {WHY}" in alone.sees()

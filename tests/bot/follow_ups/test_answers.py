"""Answers to follow-up questions, under the rules that hold for all answers."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from content.language import Language
from content.vocabulary.conversing import AnswerTooLong
from content.vocabulary.prompting import EmptyFollowUp
from dialogs.model import Rung
from storage.tables.sessions import reflection_parts
from tests.bot.follow_ups.ladders import EMPHASIS, LEAVE, NO_MORE, ONE_MORE, WHY, Somebody, in_the_crowd
from tests.nordvik import House, at, last, rendered_texts, seen


@in_the_crowd
async def test_an_answer_to_a_follow_up_sent_twice_is_stored_once(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.press(ONE_MORE)
    form = tor.shown
    sent = await tor.press("Send svar", {"answer": "Fordi."})
    for new_id in (False, True):
        assert (await tor.me.again(sent, new_id=new_id)).status == 200
    tor.house.stage.now = at(11, 24, 8, 30)
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Fordi.")]


@in_the_crowd
async def test_a_card_that_has_not_seen_the_latest_words_loses_none_of_them(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    receipt = tor.shown
    await tor.press(ONE_MORE)
    form = tor.shown
    await tor.say("Og mer tid.")
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    both = "Vi ga tenketid.\n\nOg mer tid."
    assert ((await tor.reflection()).text, (await tor.reflection()).follow_up_parts[0].text) == (both, "Fordi.")
    await tor.press("Send svar", {"answer": "Derfor."}, shown=form)
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (0, "Og mer tid."), (1, "Fordi.\n\nDerfor.")]
    for button in ("Trekk tilbake", ONE_MORE):
        await tor.press(button, shown=receipt)
        assert "Fordi.\n\nDerfor." in tor.sees(), "an old receipt shows what there is, and undoes nothing"
        assert tor.buttons == [ONE_MORE, "Endre svar 1", "Endre svar 2", "Del videre", "Trekk tilbake"]
    await tor.press("Endre svar 2")
    form = tor.shown
    await tor.press("Send svar", {"answer": "Rettet."})
    await tor.press("Ta bort dette svaret", shown=form)
    assert (await tor.reflection()).follow_up_parts[0].text == "Rettet."


@in_the_crowd
async def test_words_from_an_old_card_are_read_by_no_more_people_than_it_said(tor: Somebody) -> None:
    await tor.send("For gruppa.")
    receipt = tor.shown
    await tor.press(ONE_MORE)
    form = tor.shown
    await tor.press(NO_MORE)
    await tor.press("Endre svaret")
    await tor.send("For alle.", "municipality")
    await tor.press("Ja, del videre")
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    assert (await tor.reflection()).rung is Rung.GROUP
    assert "Disse kan lese svaret: Rektorgruppa (40 personer)" in tor.sees()
    await tor.press("Trekk tilbake", shown=receipt)
    assert "Fordi." in tor.sees()


@in_the_crowd
async def test_the_answer_is_opened_without_what_followed_which_stands_and_goes_where_it_goes(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    await tor.press("Endre svar 1")
    assert (tor.fields["answer"], tor.fields["rung"]) == ("Vi ga tenketid.", "group")
    stays = "Svarene på oppfølgingsspørsmålene blir stående. De samme kan lese dem."
    assert (stays in tor.sees(), "Fordi." in tor.sees(), WHY in tor.sees()) == (True, False, False)
    await tor.send("Vi ga mer tid.", "only_me")
    assert await tor.stored_texts() == [(0, "Vi ga mer tid."), (1, "Fordi.")]
    assert (await tor.reflection()).rung is Rung.ONLY_ME


@in_the_crowd
async def test_a_form_without_answered_follow_ups_does_not_say_that_they_stay(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.press("Endre svaret")
    assert not any("etterpå" in text for text in tor.sees())


@in_the_crowd
async def test_an_answer_to_a_follow_up_can_be_changed_left_or_taken_back(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    await tor.go_on("Tida.")
    assert tor.buttons == [ONE_MORE, "Endre svar 1", "Endre svar 2", "Endre svar 3", "Del videre", "Trekk tilbake"]
    await tor.press("Endre svar 3")
    assert tor.sees()[2] == EMPHASIS
    assert tor.sees()[-3:] == ["Dette har du skrevet", "Vi ga tenketid.", "Fordi."]
    assert (tor.fields, tor.buttons) == ({"answer": "Tida."}, ["Send svar", LEAVE, "Ta bort dette svaret"])
    await tor.press("Send svar", {"answer": "Roen."})
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Fordi."), (2, "Roen.")]
    await tor.press("Endre svar 2")
    assert tor.sees()[2] == WHY
    assert tor.sees()[-2:] == ["Dette har du skrevet", "Vi ga tenketid."], "without what came after it"
    await tor.press(LEAVE)
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Fordi."), (2, "Roen.")]
    await tor.press("Endre svar 2")
    await tor.press("Ta bort dette svaret")
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (2, "Roen.")]
    assert tor.buttons == [ONE_MORE, "Endre svar 1", "Endre svar 2", "Del videre", "Trekk tilbake"]
    await tor.press("Endre svar 2")
    assert (tor.fields, EMPHASIS in tor.sees()) == ({"answer": "Roen."}, True)
    await tor.press(LEAVE)
    await tor.press(ONE_MORE)
    assert WHY in tor.sees(), "the one that was taken back comes again"


@pytest.mark.parametrize("way", ["withdraw", "delete"])
async def test_taking_the_answer_back_takes_what_followed(alone: Somebody, way: str) -> None:
    message = await alone.say("Vi ga tenketid.")
    await alone.go_on("Fordi.")
    if way == "withdraw":
        await alone.press("Trekk tilbake")
    else:
        await alone.me.delete(message)
    assert (await alone.reflection()).parts == ()
    assert await stored_words(alone.house) == []
    await alone.house.stage.settle()
    assert "Fordi." not in alone.sees()


async def stored_words(house: House) -> list[str]:
    async def work(c: AsyncConnection) -> list[str]:
        return list((await c.execute(select(reflection_parts.c.text))).scalars())

    return await house.stage.app.db.read(work)


@in_the_crowd
async def test_a_message_in_the_chat_says_more_of_the_answer_itself(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    await tor.press(ONE_MORE)
    message = await tor.say("Fordi vi turte.")
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (0, "Fordi vi turte."), (1, "Fordi.")]
    assert "Vi ga tenketid.\n\nFordi vi turte." in tor.newest_texts()
    assert tor.buttons == ["Send svar", NO_MORE], "what may be half written stays"
    await tor.press(NO_MORE)
    assert tor.buttons == [ONE_MORE, "Endre svar 1", "Endre svar 2", "Del videre", "Trekk tilbake"]
    await tor.me.delete(message)
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Fordi.")]


@in_the_crowd
async def test_the_first_message_of_one_who_went_on_is_confirmed_as_the_first(tor: Somebody) -> None:
    """An answer to a follow-up question does not count as a message added to the first answer."""
    await tor.say("Vi ga tenketid.")
    receipt = last(tor.me)
    await tor.go_on("Fordi.")
    await tor.go_on("Fordi nå.", button="Endre svar 2")
    await tor.house.stage.settle()
    assert seen(tor.me, receipt)[0] == "Slik er svaret ditt nå", "and not that a message was added"


@in_the_crowd
async def test_each_field_has_its_own_limit_and_none_is_empty(tor: Somebody) -> None:
    await tor.send("å" * 4000)
    await tor.go_on("ø" * 4000)
    await tor.press(ONE_MORE)
    for text, told in (("æ" * 4001, AnswerTooLong(4000)), (" \n", EmptyFollowUp())):
        await tor.press("Send svar", {"answer": "x"}, forged={"answer": text})
        assert [tor.me.notices[-1]] == rendered_texts(told, Language.NB)
    assert EMPHASIS in tor.sees(), "the card is left as it was, with the text in its field"
    assert [len(text) for _, text in await tor.stored_texts()] == [4000, 4000]

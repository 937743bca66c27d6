"""Follow-up questions on forged, shared or outdated cards."""

import pytest

from content.language import Language
from content.presses import OpenFollowUp, SendFollowUp, StepRef, encode
from content.vocabulary.conversing import NotAsked, OldCard
from dialogs.model import DeliveryKind
from tests.bot.follow_ups.ladders import NO_MORE, ONE_MORE, RECEIPT, Somebody, in_the_crowd, next_member
from tests.nordvik import rendered_texts


@in_the_crowd
@pytest.mark.parametrize("number", [0, 4, 2**31 - 1])
async def test_a_question_that_is_not_there_is_answered_kindly(tor: Somebody, number: int) -> None:
    await tor.send("Vi ga tenketid.")
    forged = {"number": number}
    await tor.press(ONE_MORE, forged=forged)
    assert (tor.newest_texts(), tor.buttons) == (rendered_texts(OldCard(), Language.NB), RECEIPT)
    await tor.press(ONE_MORE)
    for button in ("Send svar", NO_MORE):
        await tor.press(button, {"answer": "Fordi."}, forged=forged)
        assert tor.newest_texts() == rendered_texts(OldCard(), Language.NB)
    assert await tor.stored_texts() == [(0, "Vi ga tenketid.")]


@in_the_crowd
@pytest.mark.parametrize("number", [-1, 2**31, "1", None, True])
async def test_a_number_that_is_none_is_answered_kindly(tor: Somebody, number: object) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.press(ONE_MORE, forged={"number": number})
    assert [tor.me.notices[-1]] == rendered_texts(OldCard(), Language.NB)
    assert (await tor.reflection()).going_on == 0


@in_the_crowd
async def test_without_an_answer_no_follow_up_can_be_opened_or_sent(tor: Somebody) -> None:
    step, delivery = await prompt_of(tor)
    await tor.press("Hopp over", forged=encode(OpenFollowUp(step, delivery, 0, 1)))
    assert (await tor.house.reflections_of(tor.name), tor.fields["answer"]) == ([], "")
    await tor.press("Hopp over", forged={**encode(SendFollowUp(step, delivery, 0, 1, "group")), "answer": "Fordi."})
    assert [tor.me.notices[-1]] == rendered_texts(OldCard(), Language.NB)
    assert await tor.house.reflections_of(tor.name) == []
    await tor.press("Hopp over")
    await tor.press("Svar likevel", forged=encode(OpenFollowUp(step, delivery, 1, 1)))
    assert (tor.buttons, (await tor.reflection()).going_on) == (["Svar likevel"], 0)


@in_the_crowd
async def test_words_for_an_answer_taken_back_elsewhere_are_not_kept_and_that_is_said(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    receipt = tor.shown
    await tor.press(ONE_MORE)
    form = tor.shown
    await tor.press("Trekk tilbake", shown=receipt)
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    assert [tor.me.notices[-1]] == rendered_texts(OldCard(), Language.NB)
    assert ((await tor.reflection()).withdrawn, await tor.stored_texts()) == (True, [])


@in_the_crowd
async def test_a_card_passed_on_opens_nobody_elses_follow_ups(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    siv, lars = await next_member(tor.house), tor.house.cast["lars"]
    await lars.install()
    for other in (siv.me, lars):
        for button in ("Endre svar 2", ONE_MORE):
            await other.press(tor.card, button, shown=tor.shown)
            assert "Fordi." not in str(other.view(tor.card)) or other is not siv.me
    assert [lars.notices[-1]] == rendered_texts(NotAsked(), Language.NB)
    assert await tor.house.reflections_of(siv.name) == []
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Fordi.")]


async def prompt_of(somebody: Somebody) -> tuple[StepRef, str]:
    [prompt] = await somebody.house.deliveries(DeliveryKind.PROMPT, somebody.name)
    return StepRef(prompt.municipality, prompt.session or "", prompt.position or 0), str(prompt.id)

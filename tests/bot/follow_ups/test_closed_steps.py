"""Follow-up questions after the step has closed, and between steps."""

from content.language import Language
from content.vocabulary.conversing import PromptOver
from tests.bot.follow_ups.ladders import ONE_MORE, WHY, Somebody
from tests.nordvik import House, at, rendered_texts, seen


async def test_a_closed_card_shows_what_was_asked_and_answered_and_a_late_press_is_told_kindly(
    alone: Somebody,
) -> None:
    await alone.send("Vi ga tenketid.")
    await alone.go_on("Fordi.")
    receipt = alone.shown
    await alone.press(ONE_MORE)
    form = alone.shown
    await alone.house.to(at(11, 30))
    closed = alone.sees()
    assert (alone.buttons, [*alone.fields]) == (
        ["Ta det opp på møtet", "Trekk tilbake", "Ta bort svar 2", "Del med færre"],
        ["rung"],
    )
    assert closed[2:5] == ["Vi ga tenketid.", f"2. {WHY}", "Fordi."]
    for button, shown in ((ONE_MORE, receipt), ("Endre svar 2", receipt)):
        await alone.press(button, shown=shown)
        assert alone.newest_texts() == rendered_texts(PromptOver(), Language.NB)
    await alone.press("Send svar", {"answer": "For sent."}, shown=form)
    assert alone.newest_texts() == rendered_texts(PromptOver(), Language.NB)
    assert (alone.sees(), await alone.stored_texts()) == (closed, [(0, "Vi ga tenketid."), (1, "Fordi.")])


async def test_between_steps_nothing_more_is_offered_but_what_was_begun_is_taken_and_read_further_on(
    house: House,
) -> None:
    """Step by step: hidden in the first step, then read by all beneath the answer."""
    await house.plan("solbakken")
    await house.install("kari", "lars", "mona")
    await house.to(at(11, 25, 14))
    lars, mona = Somebody(house, "lars"), Somebody(house, "mona")
    await lars.send("Vi bygde modeller.")
    await lars.go_on("Fordi hendene husker.")
    await mona.send("Bare for meg.", "only_me")
    await mona.go_on("Mitt eget.")
    await lars.press(ONE_MORE)
    everybody = [text for name in ("kari", "mona") for one in house.cast[name].chat for text in seen(lars.me, one)]
    assert not any("hendene" in text for text in everybody), "the step is not over"
    await house.to(at(11, 27, 14))
    kari = Somebody(house, "kari")
    assert kari.sees()[kari.sees().index("Vi bygde modeller.") :][:3] == [
        "Vi bygde modeller.",
        WHY,
        "Fordi hendene husker.",
    ]
    assert not {"Bare for meg.", "Mitt eget."} & set(kari.sees())
    assert not set(kari.buttons) & {ONE_MORE}, "a step with a question of its own has no follow-ups"
    await kari.me.press(kari.card, "Hopp over")
    await lars.press("Send svar", {"answer": "Til slutt."})
    assert lars.buttons == ["Endre svar 1", "Endre svar 2", "Endre svar 3", "Del videre", "Trekk tilbake"]
    await kari.press("Svar likevel")
    assert "Til slutt." in kari.sees()
    await kari.send("Alt vi delte.")
    assert kari.buttons == ["Endre svaret", "Del videre", "Trekk tilbake"]

"""The scene of promises, played once over the wire: what each person sees at its turning points."""

from pathlib import Path

from bot.rehearsal import promising
from bot.rehearsal.clients import buttons_on, texts_on
from bot.rehearsal.house import Scene
from bot.rehearsal.promising import PROMISES
from bot.rehearsal.stories import Moment
from tests.scenes import Checks, everything, goes_on_in_time, newest

SCENE = Checks(PROMISES)


@SCENE.after("Siv will try")
def what_one_will_try_is_ones_own(scene: Scene, _moment: Moment) -> None:
    assert "Berre du ser det." in newest(scene, "siv")


@SCENE.after("Siv promises")
def what_is_promised_stands_with_a_sign_and_a_day_that_is_no_deadline(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    kept = texts_on(sight.card or {})
    assert {
        promising.SIVS,
        f"Teikn: {promising.SIGN}",
        "Vi ser på det att 8. desember 2026. Det er ingen frist.",
    } <= set(kept)


@SCENE.after("Tor agrees")
def the_groups_stands_by_two_and_nobody_is_named(scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    assert promising.GROUPS in texts_on(sight.card or {})
    assert "Bodil" not in everything(scene, "tor")


@SCENE.after("Dag reads")
def the_answer_comes_back_to_who_asked_alone(scene: Scene, _moment: Moment) -> None:
    told = newest(scene, "dag")
    assert {"Kommunen har svara", "Guro Koordinator svarer:", promising.ANSWER, promising.NEED} <= set(told)
    assert "Dag" not in everything(scene, "guro").replace("Dagen", "")
    assert promising.ANSWER not in everything(scene, "siv")


@SCENE.after("next session")
def the_session_opens_with_both_ways_the_municipalitys_first(scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    told = texts_on(sight.card or {})
    order = [told.index(one) for one in (promising.TOWNS, promising.SIVS, promising.ANSWER, promising.GROUPS)]
    assert order == sorted(order)
    assert promising.ALIS not in everything(scene, "tor")
    assert "Send svar" in buttons_on(scene.cast["tor"].view(scene.cast["tor"].chat[-1])), "the question comes after"
    for who in ("tor", "siv", "dag", "guro"):
        assert not [word for word in ("forfalt", "forfalle", "for sent", "for seint") if word in everything(scene, who)]


@SCENE.after("Dag lists")
def what_came_of_it_is_read_by_all_who_may(scene: Scene, _moment: Moment) -> None:
    told = newest(scene, "dag")
    assert {f"Fordi: {promising.SHORT}", f"Lærte: {promising.TEN_MINUTES}", "delvis gjort"} <= set(told)
    assert {promising.TOWNS, "Lærte: Korte svar er bedre enn seine."} <= set(told)
    for who in ("dag", "siv", "tor", "guro"):
        assert promising.ALIS not in everything(scene, who)
    assert "endret" in everything(scene, "ali")


async def test_a_fortnight_of_promises(tmp_path: Path) -> None:
    assert await SCENE.play(tmp_path) == SCENE.names, "every turning point has been looked at"


def test_the_scene_goes_on_in_time() -> None:
    assert goes_on_in_time(PROMISES)

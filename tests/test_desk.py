"""The scene of the desk, played once over the wire: what each press and each mistake is answered with."""

from pathlib import Path

from bot.rehearsal.clients import texts_on
from bot.rehearsal.desk import DESK
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Moment
from tests.scenes import Checks, everything, goes_on_in_time, newest

SCENE = Checks(DESK)
ANSWERED = {
    "a day that is past": "Mandag 2. november kl. 8 er passert. Velg en dag som kommer.",
    "Greta starts": "Rektorgruppa får spørsmål om inkluderende læringsmiljøer.",
    "the same again": "Rektorgruppa har alt en plan om dette, med siste gang 4. januar 2027.",
    "put away": "Ingenting er planlagt",
    "a group without people": "Det er ingen å spørre i Nytt team på Odden.",
    "Runar starts": "Kollegiet på Odden får spørsmål om inkluderende læringsmiljøer.",
    "a Sunday": "Da er det helg. Det første som passer, er mandag 30. november kl. 9.",
    "moved": "Neste økt åpner onsdag 25. november kl. 9, for Rektorgruppa.",
    "an old card": "Økta tirsdag 24. november kl. 8 er flyttet til onsdag 25. november kl. 9.",
    "left out": "Neste økt åpner tirsdag 1. desember kl. 8, for Rektorgruppa.",
    "back": "Neste økt åpner tirsdag 24. november kl. 8, for Rektorgruppa.",
    "how it goes": "Gruppa er så liten at tall kunne pekt på noen.",
    "a nudge": "De som ikke har svart, får en påminnelse nå. Hvem det er, får ingen vite.",
    "no last day": "En av datoene mangler, eller er ikke en dag.",
    "a substitute": "Nora Lærar er vikar.",
    "a pause": "Pause til 11. januar 2027.",
    "no pause": "Neste økt åpner torsdag 26. november kl. 14, for Kollegiet på Odden.",
    "ended": "Ingen får spørsmål fra den.",
}


def is_answered(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    told = texts_on(sight.card or {})
    assert any(text.startswith(ANSWERED[moment.name]) for text in told), told


for part in ANSWERED:
    SCENE.after(part)(is_answered)


@SCENE.after("once more")
def one_plan_was_made_of_two_presses(scene: Scene, _moment: Moment) -> None:
    assert "Rektorgruppa har alt et spørsmål den uka: tirsdag 1. desember." in newest(scene, "greta")
    assert newest(scene, "greta").count("Rektorgruppa har alt et spørsmål den uka: tirsdag 8. desember.") == 1


@SCENE.after("Greta's series")
def a_plan_is_listed_once(scene: Scene, _moment: Moment) -> None:
    assert [text for text in newest(scene, "greta") if "Rektorgruppa" in text] == [
        "1. Inkluderende læringsmiljøer, Rektorgruppa. Neste økt åpner tirsdag 24. november kl. 8."
    ]


@SCENE.after("Hanne tries")
def whoever_plans_for_nobody_is_told_who_does(scene: Scene, _moment: Moment) -> None:
    assert "og koordinatoren som planlegger" in "".join(newest(scene, "hanne"))


@SCENE.after("Signe is reminded")
def whoever_has_not_answered_hears_and_the_coordinator_is_told_nobody(scene: Scene, _moment: Moment) -> None:
    assert "Signe" not in everything(scene, "greta")
    assert "Runar" not in everything(scene, "greta")


async def test_the_desk(tmp_path: Path) -> None:
    assert await SCENE.play(tmp_path) == SCENE.names, "every turning point has been looked at"


def test_the_scene_goes_on_in_time() -> None:
    assert goes_on_in_time(DESK)

"""What each press and each mistake of the scene of the desk is answered with, whatever browser it is played in."""

from bot.rehearsal.clients import texts_on
from bot.rehearsal.desk import DESK
from bot.rehearsal.desk_series import OWN
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Moment
from tests.scenes import Checks, everything, newest

SCENE = Checks(DESK)
ANSWERED = {
    "a day that is past": "Mandag 2. november 2026 kl. 08.00 er passert. Velg en dag som kommer.",
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
    "a pause too long": "En pause til 11. januar 2027 tar alle de 5 øktene som er igjen",
    "a pause": "Pause til 4. januar 2027.",
    "no pause": "Neste økt åpner torsdag 26. november kl. 14, for Kollegiet på Odden.",
    "ended": "Ingen får spørsmål fra den.",
}
ON_PAGES = {
    "past on the page": "Torsdag 19. november 2026 kl. 14.00 er passert. Velg en dag som kommer.",
    "the days": "tor. 26. nov. kl. 14",
    "phases": "1. Forberede og kartlegge: her er vi nå",
    "a pupil's name": "Jeg tror det står et navn her, så teksten er ikke lagret ennå.",
    "the card first": OWN,
    "own words": "Økta spør med dine ord.",
    "another question": "Økta spør om dette.",
    "no reason": "Skriv hvorfor dere går videre uten dette.",
    "a reason": "Dere går videre uten dette sjekkpunktet.",
    "the next phase": "2. Gjennomføre: kommer",
    "another time": "Neste økt åpner onsdag 25. november kl. 14, for Kollegiet på Odden.",
    "a pause in the past": "Tidspunktet er alt over, 11. januar 2026. Velg et som kommer.",
    "paused on the page": "Pause til 11. januar 2027.",
    "no pause after all": "Pausen er over.",
    "left out on the page": "Økta onsdag 25. november kl. 14 hoppes over.",
    "back on the page": "Økta onsdag 25. november kl. 14 er på plass igjen.",
    "nobody to ask": "Det er ingen å spørre i den gruppa.",
    "a copy": "Det samme er planlagt for den andre gruppa",
    "a copy ended": "Sløyferekka er avsluttet.",
    "start now": "Økta åpner tirsdag 24. november kl. 14.40.",
    "numbers": "«Tid for refleksjon» er åpent til fredag kl. 14.40.",
    "a nudge on the page": "De som ikke har svart, får en påminnelse nå. Hvem det er, får ingen vite.",
    "the year": "Tirsdag 24. november kl. 14.40: Kollegiet på Odden",
    "twice on the page": "Rektorgruppa har alt en plan om dette, med siste gang 4. januar 2027.",
    "somebody unknown": "Ingenting er endret. Vi finner ingen med det navnet på kommunens liste.",
    "added": "Hanne Lærer er med i gruppa.",
    "substitute on the page": "Ingenting er endret. Den siste dagen er før den første.",
    "substitute in place": "Nora Lærar er vikar.",
    "a place ends": "Hanne Lærer slutter i gruppa.",
    "team beside group": "Vera Veileder",
    "no list at all": "sommerfesten.jpg er en fil av et annet slag.",
    "a row gone wrong": "people.csv, linje 14, kolonnen role",
    "a list shown": "Nytt: 2. Endret: 0. Avsluttes: 0.",
    "carried out": "Gjennomført onsdag 25. november kl. 10.03 av Greta Koordinator.",
    "undone": "Lista fra Greta Koordinator ble angret onsdag 25. november kl. 10.04.",
    "no calendar": "Ingenting er endret. Dette må rettes først i skolen.png:",
    "days to come": "Inkluderende læringsmiljøer, Rektorgruppa: fra tir. 1. des. kl. 8 til ons. 2. des. kl. 8",
    "days taken": "Dagene er tatt i bruk.",
    "nothing to read": "Vi finner ingen fridager i dette.",
    "pasted": "Inkluderende læringsmiljøer, Kollegiet på Odden: fra ons. 2. des. kl. 14 til tor. 3. des. kl. 14",
    "own days taken": "Dagene er tatt i bruk.",
    "days undone": "Endringen er angret.",
    "no number": "Minutter i uka, det meste: Skriv et helt tall fra 1 til 600.",
    "effects": "Den som planlegger mer enn 20 minutter i uka for noen, får beskjed om det først.",
    "settings kept": "Lagret. Det gjelder fra nå",
    "no quiet time": "Stilletida kan ikke begynne og slutte på samme klokkeslett.",
    "what moves": "Ingen planlagte økter flyttes.",
    "quiet kept": "Lagret. Stilletida er 16:00",
    "an area that is not there": "Teksten passer ikke. Rett dette, så prøver vi igjen:",
    "a draft": "Endret: område «Plass til alle»",
    "in force": "Utgaven er tatt i bruk.",
    "out of force": "Kommunens eget er tatt ut av bruk.",
    "one yes": "Ja fra dere er lagret. Deling begynner når den andre kommunen også har sagt ja.",
    "two yeses": "Nå deler dere med hverandre.",
    "one no": "Dere deler ikke lenger med hverandre.",
    "a meeting in the past": "Det tidspunktet er alt over. Velg et som kommer.",
    "a meeting": "Møtet er planlagt. Pakka kommer av seg selv.",
    "a meeting moved": "Møtet er flyttet, og pakka følger med.",
    "no minutes": "Skriv hvor mange minutter saken tar, fra 1 til 240.",
    "on the agenda": "Budsjettet for 2027 0–15 min",
    "the staff's meeting": "Møtet er planlagt.",
    "the staff's meeting called off": "Møtet er avlyst.",
    "a name decided": "Dette ser ut til å peke på noen. Skriv det uten navn og nummer.",
    "decided": "Havnes kommune (oppdiktet) prøver dette, og ser på det igjen 10. februar 2027.",
    "given back": "Det er gitt tilbake.",
}
"""The part -> the beginning of a line that the browser shows after the part."""


def is_answered(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    told = texts_on(sight.card or {})
    assert any(text.startswith(ANSWERED[moment.name]) for text in told), told


def stands_on_the_page(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    assert sight.page is not None
    assert any(line.startswith(ON_PAGES[moment.name]) for line in (*sight.page.told, *sight.page.lines)), sight.page


for part in ANSWERED:
    SCENE.after(part)(is_answered)
for part in ON_PAGES:
    SCENE.after(part)(stands_on_the_page)


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


@SCENE.after("a list shown")
def places_that_stay_as_made_by_hand_are_told_apart_by_their_days(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    assert sight.page is not None
    stays = next(line for line in sight.page.lines if line.startswith("Eirik Lærer, Team mellomtrinn Odden: "))
    assert "30. november 2026" in stays
    assert "19. desember 2026" in stays
    stands_on_the_page(_scene, moment)


@SCENE.after("Signe reads what was agreed")
def whoever_was_at_the_meeting_reads_what_was_agreed(scene: Scene, _moment: Moment) -> None:
    assert "Vi setter av tid til skolebesøk hver måned." in newest(scene, "signe")
    assert "Kari Hansen" not in everything(scene, "signe")

"""Planning, steering and a substitute in the chat: what is quick, mistakes included."""

from bot.rehearsal.acts import (
    Act,
    Sight,
    brings_in,
    everybody_installs,
    heard,
    leaves_open,
    newest_with,
    presses,
    presses_again,
    presses_old,
    says,
    time_passes,
)
from bot.rehearsal.clients import inputs_on
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at

SUBSTITUTE = "Sett inn vikar"
_TUESDAY = {"groups": "rektorgruppa", "first": "2026-11-24", "times": "6"}
_STAFF = {"groups": "kollegiet-odden", "first": "2026-11-26", "times": "6"}


def puts_in_substitute(who: str, away: str, *, by: str, until: str) -> Act:
    """On the newest card of a group's people; `away` is the name of whoever is away from 1 December."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[by]
        card = newest_with(client, SUBSTITUTE)
        choices = inputs_on(client.view(card) or {})["number"]["choices"]
        number = next(one["value"] for one in choices if one["title"].startswith(away))
        fields = {"number": number, "who": who, "from_day": "2026-12-01", "until_day": until}
        heard(await client.press(card, SUBSTITUTE, fields))
        return (Sight(by, card.id, client.view(card)),)

    return act


_PLANNING = (
    Part(at(11, 23, 9), "import", "Havnes is imported.", brings_in()),
    Part(at(11, 23, 9, 5), "everybody installs", "Everybody adds the bot.", everybody_installs(but="", look=())),
    Part(
        at(11, 23, 9, 30),
        "Greta plans",
        "Greta, who coordinates, wants to ask the principals something each week. The form has good choices already:",
        says("greta", "planlegg"),
        full=True,
    ),
    Part(
        at(11, 23, 9, 31),
        "a day that is past",
        "She chooses a day that is past, and is told at once. Nothing is planned:",
        presses("greta", "Start", _TUESDAY | {"first": "2026-11-02"}),
    ),
    Part(
        at(11, 23, 9, 32),
        "the dates",
        "She corrects it and looks at the dates:",
        presses("greta", "Se datoene", _TUESDAY),
    ),
    Part(
        at(11, 23, 9, 33),
        "Greta starts",
        "She starts the plan. Her finger slips, and Teams sends the press twice: one plan is made.",
        presses_again("greta", "Start"),
        full=True,
    ),
    Part(at(11, 23, 9, 40), "once more", "Later she is not sure that it was started …", says("greta", "planlegg")),
    Part(
        at(11, 23, 9, 41),
        "the same again",
        "… and fills in the same again. It is there already:",
        presses("greta", "Start", _TUESDAY, areas="inkluderende-laeringsmiljoer"),
    ),
    Part(at(11, 23, 9, 42), "put away", "She puts the form away:", presses("greta", "Ikke nå")),
    Part(
        at(11, 23, 9, 50),
        "Hanne tries",
        "Hanne, a teacher, plans for nobody, and is told who does:",
        says("hanne", "planlegg"),
    ),
    Part(at(11, 23, 10), "Runar plans", "Runar, a principal, plans for his own school:", says("runar", "planlegg")),
    Part(
        at(11, 23, 10, 1),
        "a group without people",
        "The new team has no people yet:",
        presses("runar", "Start", _STAFF | {"groups": "nytt-team-odden"}),
    ),
    Part(
        at(11, 23, 10, 2),
        "Runar starts",
        "He chooses the whole staff, and starts:",
        presses("runar", "Start", _STAFF),
        full=True,
    ),
)
_STEERING = (
    Part(at(11, 23, 10, 30), "Greta's series", "Greta looks at what is planned:", says("greta", "økter")),
    Part(
        at(11, 23, 10, 31),
        "one series",
        "… and opens the principals':",
        leaves_open(presses("greta", "1"), "greta"),
        full=True,
    ),
    Part(
        at(11, 23, 10, 32),
        "a Sunday",
        "She moves the next session to a Sunday, by mistake:",
        presses("greta", "Flytt neste økt", day="2026-11-29", time="09:00"),
        full=True,
    ),
    Part(
        at(11, 23, 10, 33),
        "moved",
        "… and to Wednesday:",
        presses("greta", "Flytt neste økt", day="2026-11-25", time="09:00"),
        full=True,
    ),
    Part(
        at(11, 23, 10, 34),
        "an old card",
        "Her telephone still shows the series as it was. A press there changes nothing, and tells what is new:",
        presses_old("greta", "Ta pause til dagen", day="2026-12-14", time="09:00"),
        full=True,
    ),
    Part(
        at(11, 23, 10, 40), "left out", "She leaves the session out …", presses("greta", "Hopp over neste"), full=True
    ),
    Part(
        at(11, 23, 10, 41),
        "back",
        "… and takes it back, where the plan had it:",
        presses("greta", "Ta med igjen"),
        full=True,
    ),
    Part(at(11, 24, 8), "the question", "The question opens. Signe reads:", time_passes("signe")),
    Part(at(11, 24, 12), "Greta looks", "At noon Greta wonders how it goes …", says("greta", "økter")),
    Part(at(11, 24, 12, 1), "how it goes", "… the group is too small for numbers …", presses("greta", "1"), full=True),
    Part(
        at(11, 24, 12, 2),
        "a nudge",
        "… and has those who have not answered reminded. She is not told who they are:",
        presses("greta", "Minn på"),
        full=True,
    ),
    Part(at(11, 24, 12, 3), "Signe is reminded", "Signe has one reminder:", time_passes("signe")),
)
_PEOPLE = (
    Part(
        at(11, 24, 13),
        "the groups",
        "Eirik will be away, and Runar looks at the groups of the school:",
        says("runar", "medlemmer"),
    ),
    Part(at(11, 24, 13, 1), "the team", "He opens the team:", presses("runar", "Team mellomtrinn Odden")),
    Part(
        at(11, 24, 13, 2),
        "no last day",
        "He forgets until when:",
        puts_in_substitute("Nora Lærar", "Eirik", by="runar", until=""),
        full=True,
    ),
    Part(
        at(11, 24, 13, 3),
        "a substitute",
        "Nora has the place until Eirik is back:",
        puts_in_substitute("Nora Lærar", "Eirik", by="runar", until="2026-12-18"),
        full=True,
    ),
    Part(at(11, 24, 13, 10), "Runar's series", "The staff is busy before Christmas:", says("runar", "økter")),
    Part(at(11, 24, 13, 11), "the staff's", "He opens the staff's series …", presses("runar", "1")),
    Part(
        at(11, 24, 13, 12),
        "a pause too long",
        "… and pauses it until the series is over, by mistake:",
        presses("runar", "Ta pause til dagen", day="2027-01-11", time="14:00"),
        full=True,
    ),
    Part(
        at(11, 24, 13, 13),
        "a pause",
        "… and takes it until the first working day of the new year:",
        presses("runar", "Ta pausen likevel", day="2027-01-04", time="14:00"),
        full=True,
    ),
    Part(at(11, 24, 13, 14), "no pause", "No, it goes on:", presses("runar", "Avslutt pausen"), full=True),
    Part(
        at(11, 24, 13, 20),
        "ended",
        "In the end he takes the plan away. Nobody has been asked yet:",
        presses("runar", "Angre"),
    ),
)


IN_CHAT = (*_PLANNING, *_STEERING, *_PEOPLE)

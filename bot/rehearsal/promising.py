"""A fortnight of promises in Nordvik: made, met again, told of, and answered. All people and words are made up."""

from bot.rehearsal.acts import (
    brings_in,
    everybody_installs,
    looks_at,
    plans,
    presses,
    says,
    time_passes,
)
from bot.rehearsal.stories import Part, Story
from bot.rehearsal.stories import in_autumn as at

TOWNS = "Vi svarer på støttebehov innen fjorten dager."
SIVS = "Eg opnar kvart møte med eitt spørsmål frå ein lærar."
SIGN = "Fleire enn to har ordet før eg seier noko"
ALIS = "Jeg er med i to timer på hvert trinn før jul."
GROUPS = "Vi besøker hverandres skoler én gang i måneden."
NEED = "Vi treng vikar to dagar for å kunne besøkje kvarandre."
ANSWER = "Dere får vikar to tirsdager i januar. Si hvilke skoler det gjelder."
SHORT = "halvparten fikk det til før uka var omme"
TEN_MINUTES = "Ti minutter i et klasserom er nok til å ha noe å snakke om."

PROMISES = Story(
    "A fortnight of promises in Nordvik: what was said to be tried comes back. Everybody in it is made up, and every "
    "word.",
    (
        Part(at(11, 23, 9), "import", "Nordvik is imported.", brings_in()),
        Part(at(11, 23, 9, 5), "everybody installs", "Everybody adds the bot.", everybody_installs(but="gry", look=())),
        Part(at(11, 23, 9, 30), "planned", "A series is planned for the principals.", plans("tiltak")),
        Part(
            at(11, 23, 10),
            "Guro writes",
            "The municipality goes first. Guro, who coordinates, writes down what it will try:",
            says("guro", f"kommunen prøver: {TOWNS}"),
        ),
        Part(
            at(11, 23, 10, 1),
            "Guro keeps it",
            "It is kept by a press, and shown to the principals when they meet:",
            presses("guro", "Lagre", text=TOWNS, day="2026-12-08"),
            full=True,
        ),
        Part(at(11, 24, 8), "first session", "A session opens. Siv sees:", time_passes("siv")),
        Part(
            at(11, 24, 8, 10),
            "Siv will try",
            "Siv writes what she will try as a message. It is kept at once, for her alone:",
            says("siv", f"prøver: {SIVS}"),
            full=True,
        ),
        Part(at(11, 24, 8, 11), "Siv changes", "She wants more of it:", presses("siv", "Endre")),
        Part(
            at(11, 24, 8, 12),
            "Siv promises",
            "Siv says what to look for, and lets the group read it, without a name:",
            presses("siv", "Lagre", text=SIVS, sign=SIGN, day="2026-12-08", in_group="true"),
            full=True,
        ),
        Part(
            at(11, 24, 8, 20),
            "Ali promises",
            "Ali writes it as a message. It is for him alone:",
            says("ali", f"prøver: {ALIS}"),
        ),
        Part(
            at(11, 24, 8, 30),
            "Bodil suggests",
            "Bodil writes something for the group …",
            says("bodil", f"vi prøver: {GROUPS}"),
        ),
        Part(
            at(11, 24, 8, 31),
            "Bodil keeps it",
            "… and keeps it:",
            presses("bodil", "Lagre", text=GROUPS, day="2026-12-08"),
        ),
        Part(
            at(11, 24, 8, 40),
            "Tor agrees",
            "It is the group's once Tor, who leads its work, has said yes:",
            presses("tor", "Ja, det prøver vi"),
        ),
        Part(at(11, 24, 9), "Dag needs", "Dag needs something that no school has:", says("dag", f"vi treng: {NEED}")),
        Part(
            at(11, 24, 9, 1),
            "Dag sends it",
            "He lets the group read it, and sends it without his name:",
            presses("dag", "Send utan namn", text=NEED, day="2026-12-08", in_group="true"),
            full=True,
        ),
        Part(
            at(11, 25, 10),
            "Guro answers",
            "Guro has it as a task with a day, and answers:",
            presses("guro", "Vi tar det", text=ANSWER, day="2027-01-12"),
            full=True,
        ),
        Part(at(11, 25, 10, 5), "Dag reads", "The answer comes back to Dag:", time_passes("dag"), full=True),
        Part(
            at(12, 8, 8),
            "next session",
            "The next session opens with it all, the municipality's first, ahead of the question. Tor sees:",
            looks_at("tor", "Delvis"),
            full=True,
        ),
        Part(
            at(12, 8, 8, 10),
            "Tor tells",
            "One tap tells what came of the group's, with a reason and what was learnt:",
            presses("tor", "Delvis", because=SHORT, learnt=TEN_MINUTES),
            full=True,
        ),
        Part(at(12, 8, 8, 15), "Siv tells", "Siv's went well:", presses("siv", "Gjort", because="", learnt="")),
        Part(
            at(12, 8, 8, 20),
            "Ali tells",
            "Ali found something better, and says so in a message:",
            says("ali", "tiltak 1: endret, fordi ett trinn om gangen var nok"),
        ),
        Part(
            at(12, 8, 8, 30),
            "Guro tells",
            "Guro tells what came of the municipality's own, on the same kind of card:",
            presses("guro", "Gjort", because="", learnt="Korte svar er bedre enn seine."),
        ),
        Part(
            at(12, 8, 9),
            "Dag lists",
            "Nothing is overdue, and nobody is asked twice. Dag looks at all that is tried:",
            says("dag", "tiltak"),
            full=True,
        ),
    ),
)

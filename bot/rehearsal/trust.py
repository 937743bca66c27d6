"""A fortnight of trust in Nordvik: the protection of people who write. All people and words are made up."""

from bot.rehearsal.acts import (
    brings_in,
    deletes,
    everybody_installs,
    installs,
    plans,
    presses,
    says,
    sets_municipality,
    time_passes,
    unseen,
    with_a_look_of,
)
from bot.rehearsal.stories import Part, Story
from bot.rehearsal.stories import in_autumn as at

ONE_CHILD = "Jenta i 4A som strever med å lese, turte for første gang å lese høyt for klassen."
SMALL_GROUPS = "Vi lot elevene lese høyt i små grupper først. Da turte flere å lese for hele klassen."
HALF_AN_HOUR = "Jeg vil at vi bruker den første halvtimen på å fortelle om timer vi har sett hos hverandre."
STUDENT_TEXTS = "Vi les elevtekstar saman i femten minutt før vi planlegg. Då er det fleire som seier noko."
WHAT_WORKED = "Vi begynner hvert møte med å fortelle om noe som virket."
SHARED_FOLDER = "Vi deler opplegg i en felles mappe, og skriver på hva vi ville ha gjort annerledes."
TAKE_TURNS = "Vi bytter på å lede møtene. Da forbereder alle seg."
QUESTIONS = "Eg har byrja å stille spørsmål i staden for å svare først. Då kjem det meir fram."

TRUST = Story(
    "A fortnight of trust in Nordvik: what protects people who write. Everybody in it is made up, and every word.",
    (
        Part(at(11, 23, 9), "import", "Nordvik is imported.", brings_in()),
        Part(
            at(11, 23, 9, 5),
            "settings",
            "The municipality says who is responsible, how to reach the data protection officer, and what is kept.",
            sets_municipality("kommune"),
        ),
        Part(
            at(11, 23, 9, 10),
            "everybody installs but Gry",
            "Everybody adds the bot but Gry. The privacy notice comes with the welcome, before anybody can write:",
            everybody_installs(but="gry", look=("siv",)),
            full=True,
        ),
        Part(
            at(11, 23, 9, 30),
            "planned",
            "A series is planned in which the leader speaks last, and Tor leads the principals.",
            plans("tillit"),
        ),
        Part(
            at(11, 24, 8),
            "first question",
            "The first question. Tor is told that the others come first, and gets something to ask them meanwhile. "
            "Siv is told that Tor waits:",
            time_passes("tor", "siv"),
            full=True,
        ),
        Part(
            at(11, 24, 8, 10),
            "Tor answers",
            "Tor answers, and nobody is shown it before the others have had their say:",
            presses("tor", "Send svar", answer=HALF_AN_HOUR, rung="group"),
            full=True,
        ),
        Part(
            at(11, 24, 9),
            "Ali is stopped",
            "Ali writes a message in which a child could be recognised. Nothing of it is kept, and Ali is told why:",
            says("ali", ONE_CHILD),
            full=True,
        ),
        Part(
            at(11, 24, 9, 2),
            "Ali rewrites",
            "The words are still in the field. Ali writes about what they do instead, and sends that:",
            presses("ali", "Send svar", answer=SMALL_GROUPS),
            full=True,
        ),
        Part(
            at(11, 24, 9, 3),
            "Ali deletes the message",
            "Teams still has what Ali wrote first, so Ali deletes it there, as the bot asked. The answer stands.",
            unseen(deletes("ali")),
        ),
        Part(
            at(11, 24, 9, 10),
            "Siv answers",
            "Siv answers on the card:",
            presses("siv", "Send svar", answer=STUDENT_TEXTS, rung="group"),
        ),
        Part(
            at(11, 24, 9, 20),
            "Bodil answers",
            "Bodil answers:",
            presses("bodil", "Send svar", answer=WHAT_WORKED, rung="group"),
        ),
        Part(
            at(11, 24, 9, 30),
            "Ella answers",
            "Ella answers for the group to read:",
            presses("ella", "Send svar", answer=SHARED_FOLDER, rung="group"),
        ),
        Part(
            at(11, 24, 9, 40),
            "Ella looks further",
            "Ella wonders whether more should read it, and is shown exactly what, by how many and by whom:",
            presses("ella", "Del videre"),
            full=True,
        ),
        Part(
            at(11, 24, 9, 41),
            "Ella shares further",
            "A second press does it. Only Ella can, and nothing rises by itself:",
            presses("ella", "Ja, del videre"),
            full=True,
        ),
        Part(
            at(11, 25, 10),
            "Frode chooses",
            "Frode, who reads English cards, asks how often he is reminded, and wants no reminders:",
            says("frode", "reminders"),
        ),
        Part(at(11, 25, 10, 1), "Frode wants none", "He presses:", presses("frode", "No reminders")),
        Part(
            at(11, 26, 8),
            "Dag is reminded",
            "Dag has neither answered nor passed, and is reminded once, in his own chat. Nobody else knows, nor does "
            "anybody see who has not answered:",
            time_passes("dag"),
        ),
        Part(
            at(11, 26, 9),
            "Dag passes",
            "Dag lets it pass this time, and need not say why:",
            presses("dag", "Ikkje denne gongen"),
        ),
        Part(
            at(11, 27, 8),
            "first digest",
            "The question closes. What Tor wrote stands among the others' words, where nothing tells it from them. "
            "Siv and Ella see:",
            time_passes("siv", "ella"),
            full=True,
        ),
        Part(
            at(11, 27, 10),
            "Bodil withdraws",
            "Bodil takes the answer back after all, and it leaves the summary that Siv has had. Bodil and Siv see:",
            with_a_look_of(presses("bodil", "Trekk tilbake"), "siv"),
            full=True,
        ),
        Part(at(11, 30, 9), "Gry installs", "Gry adds the bot …", installs("gry")),
        Part(at(11, 30, 9, 5), "Gry pauses", "… and wants a pause first:", says("gry", "pause til fredag")),
        Part(
            at(12, 1, 8),
            "second question",
            "The second question goes out, and not to Gry. Dag sees:",
            time_passes("dag"),
        ),
        Part(
            at(12, 1, 9),
            "Dag answers",
            "Dag answers:",
            presses("dag", "Send svar", answer=QUESTIONS, rung="group"),
        ),
        Part(at(12, 1, 9, 30), "Ali writes again", "Ali writes a message:", says("ali", TAKE_TURNS)),
        Part(
            at(12, 3, 12),
            "Ola looks into the glass box",
            "Ola, for the union, reads no answers. What has been set, planned and exported everybody may see:",
            says("ola", "glassboks"),
            full=True,
        ),
        Part(
            at(12, 3, 13),
            "Siv asks what is known",
            "Siv asks what the bot knows about her: each thing, who can read it and until when.",
            says("siv", "kva veit du om meg"),
            full=True,
        ),
        Part(
            at(12, 4, 8),
            "second digest",
            "The second question closes. Siv sees:",
            time_passes("siv"),
            full=True,
        ),
        Part(
            at(12, 4, 10),
            "Ali wants to be forgotten",
            "Ali moves away, and wants what is his deleted. He is asked once, and told what will happen:",
            says("ali", "slett mine data"),
            full=True,
        ),
        Part(
            at(12, 4, 10, 1),
            "Ali is forgotten",
            "He presses, and the words leave the summaries too. Ali and Siv see:",
            with_a_look_of(presses("ali", "Slett alt"), "siv"),
            full=True,
        ),
    ),
)

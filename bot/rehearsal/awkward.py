"""A week of awkward things said and done to the bot. All people and words are made up."""

from typing import Any

from bot.rehearsal.acts import (
    brings_in,
    everybody_installs,
    installs_in_team,
    leaves_open,
    meets,
    plans,
    presses,
    presses_again,
    presses_old,
    refused,
    says,
    says_in_channel,
    says_in_group_chat,
    sends,
    tells,
    time_passes,
    with_a_look_of,
)
from bot.rehearsal.clients import Client
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Part, Story
from bot.rehearsal.stories import in_autumn as at

TOGETHER = "Takk for sist, vi prøvde å la elevene lese for hverandre to og to."
FINE = "Bra"
ON_THE_BOARD = "Vi skrev opp tre ting på tavla som alle hadde lært av hverandre."
BY_NUMBER = "We let the pupils choose whom to work with, and more of them spoke."
IN_PAIRS = "Elevene fant parene selv, og ingen sto igjen alene."
FROM_WORD = "Eg samla «alle» lærarane på trinnet – og vi valde “éin” ting."
LATE = "Vi kom fram til at vi vil prøve dette en gang til."

_TEAMS_FILE = "application/vnd.microsoft.teams.file.download.info"
PICTURE: dict[str, Any] = {"contentType": "image/*", "contentUrl": "https://smba.example/attachments/1/views/original"}
VOICE = {"contentType": _TEAMS_FILE, "name": "tale.m4a", "content": {"fileType": "m4a"}}
WORD = {
    "contentType": "text/html",
    "content": "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal {margin:0cm}</style>"
    "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head><body><p class=MsoNormal>"
    f"<span style='mso-fareast-language:EN-US'>{FROM_WORD}<o:p></o:p></span></p></body></html>",
}
LIKE = {"reactionsAdded": [{"type": "like"}]}


def _una(scene: Scene) -> Client:
    upn = "una_annen.example#EXT#@nordvik.example"
    return Client(scene.teams, "Una Gjest", "00000000-0000-4000-8000-900000000001", upn, locale="nn-NO")


def _stranger(scene: Scene) -> Client:
    return Client(
        scene.teams, "Fremmed Person", "f" * 8, "fremmed@annen.example", tenant="99999999-9999-4999-8999-999999999999"
    )


AWKWARD = Story(
    "An awkward week in Nordvik: all that people say and do to a bot. Everybody in it is made up, and every word.",
    (
        Part(at(11, 23, 9), "import", "Nordvik is imported.", brings_in()),
        Part(at(11, 23, 9, 5), "everybody installs", "Everybody adds the bot.", everybody_installs(but="gry", look=())),
        Part(at(11, 23, 9, 30), "planned", "A series is planned for the principals.", plans("rektorgruppa")),
        Part(at(11, 23, 10), "Siv greets", "Nothing is open yet. Siv says hello:", says("siv", "Hei 👋")),
        Part(
            at(11, 24, 8),
            "question",
            "A question opens. Dag's telephone goes on showing it as it is now. Tor sees:",
            leaves_open(time_passes("tor"), "dag"),
            full=True,
        ),
        Part(
            at(11, 24, 8, 5),
            "Tor is polite",
            "«Hei, takk!» is no answer. Tor gets a courtesy back:",
            says("tor", "Hei, takk!"),
        ),
        Part(at(11, 24, 8, 6), "Tor agrees", "Nor is a thumb:", says("tor", "👍🏽")),
        Part(
            at(11, 24, 8, 10),
            "Tor answers",
            "What begins with thanks and goes on is one:",
            says("tor", TOGETHER),
            full=True,
        ),
        Part(
            at(11, 24, 8, 20),
            "Siv misspells",
            "Siv writes «hjlep» and gets help, in nynorsk:",
            says("siv", "hjlep"),
        ),
        Part(
            at(11, 24, 8, 30),
            "Ali is brief",
            "One word may be an answer, and may not. Ali is asked, and nothing is kept before he has chosen:",
            says("ali", FINE),
        ),
        Part(at(11, 24, 8, 31), "Ali goes on", "Ali says something else first:", says("ali", "tusen takk")),
        Part(
            at(11, 24, 8, 32),
            "Ali confirms",
            "The question still stands above, and Ali presses. Nothing was lost:",
            presses("ali", "Ja, lagre det"),
            full=True,
        ),
        Part(
            at(11, 24, 8, 40),
            "Bodil sends a picture",
            "Bodil sends a picture of the board, and is told what to do instead:",
            sends("bodil", {"text": "", "attachments": [PICTURE]}),
        ),
        Part(
            at(11, 24, 8, 41),
            "Bodil writes beside it",
            "She sends it again with words. The words are taken, and the rest is told of:",
            sends("bodil", {"text": ON_THE_BOARD, "attachments": [PICTURE]}),
        ),
        Part(
            at(11, 24, 8, 50),
            "Dag talks",
            "Dag records a voice message:",
            sends("dag", {"text": "", "attachments": [VOICE]}),
        ),
        Part(at(11, 24, 8, 52), "Dag sends nothing", "Then a message of blanks alone:", says("dag", "   ")),
        Part(
            at(11, 24, 9),
            "Frode asks for text",
            "Frode cannot use cards. He writes «answer», and gets the question as plain text, with who reads:",
            says("frode", "Answer"),
        ),
        Part(
            at(11, 24, 9, 5),
            "Frode answers in text",
            "He answers by its number:",
            says("frode", f"answer to 1: {BY_NUMBER}"),
            full=True,
        ),
        Part(
            at(11, 24, 9, 10),
            "Siv pastes",
            "Siv pastes a page from Word. Its words are kept, and none of its markup:",
            sends("siv", {"attachments": [WORD]}),
            full=True,
        ),
        Part(
            at(11, 24, 9, 15),
            "Ella reacts",
            "Ella gives the question a thumb. A reaction needs no answer, and the bot says nothing.",
            tells("ella", "messageReaction", LIKE),
        ),
        Part(
            at(11, 24, 9, 20),
            "Ella's card comes twice",
            "Ella sends her card, and Teams sends it three times. It is one answer:",
            presses_again("ella", "Send svar", answer=IN_PAIRS, rung="group"),
            full=True,
        ),
        Part(
            at(11, 24, 10),
            "Una arrives",
            "Una is a guest whom nobody has imported. She adds the bot …",
            meets("una", _una),
        ),
        Part(at(11, 24, 10, 1), "Una greets", "… and is told, in nynorsk, whom to ask:", says("una", "Hei!")),
        Part(
            at(11, 24, 10, 5),
            "a stranger arrives",
            "Somebody in a tenant that is not let in adds the bot …",
            meets("stranger", _stranger),
        ),
        Part(
            at(11, 24, 10, 6),
            "a stranger writes",
            "… and writes. The bot neither answers nor keeps anything.",
            refused("stranger", "Hei!"),
        ),
        Part(
            at(11, 24, 11),
            "in a group chat",
            "Tor writes «@Sløyfa hjelp» in a chat with Bodil, where there are no threads and no groups:",
            says_in_group_chat("tor", "hjelp", "bodil", name="Tor og Bodil"),
            full=True,
        ),
        Part(
            at(11, 24, 11, 5),
            "in a meeting",
            "In a meeting's chat Siv asks what the bot knows about her. Nothing private is told there:",
            says_in_group_chat("siv", "kva veit du om meg", "tor", name="Rektormøte", meeting=True),
        ),
        Part(
            at(11, 24, 12),
            "in a team",
            "Pia adds the bot to a team. It says hello in the channel:",
            installs_in_team("pia"),
        ),
        Part(
            at(11, 24, 12, 5),
            "in a channel",
            "There she thanks it, with an @mention:",
            says_in_channel("pia", "Tusen takk 😊"),
        ),
        Part(
            at(11, 24, 12, 6),
            "a command in the wrong place",
            "A command of one's own chat is told where it works:",
            says_in_channel("pia", "slett mine data"),
        ),
        Part(
            at(11, 27, 8, 30),
            "Dag's old card",
            "The question has closed. Dag's telephone shows the old card, and he sends it. He is told that it is over:",
            with_a_look_of(presses_old("dag", "Send svar", answer=LATE, rung="group"), "dag"),
        ),
        Part(
            at(11, 27, 8, 35),
            "Dag writes too late",
            "He writes it by its number, and is told the same:",
            says("dag", f"svar på 1: {LATE}"),
        ),
        Part(
            at(11, 27, 8, 40),
            "Dag says something",
            "To whatever else he writes he is told what there is:",
            says("dag", "Ja, ja, slik gjekk det"),
        ),
    ),
)

"""A network meeting in Tenkevik, from its questions to the pack of the meeting after: everybody and every word made up.

It is played for networks of any size.
"""

from collections.abc import Sequence

from bot.rehearsal.acts import (
    Act,
    Sight,
    brings_in,
    everybody_installs,
    heard,
    newest_with,
    plans,
    presses,
    says,
    time_passes,
)
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Part, Story
from bot.rehearsal.stories import in_autumn as at
from bot.rehearsal.tenkevik import Answer, answers, furnish, language_of, member

TOWNS = "Vi setter av to felles planleggingsdager for barnehage, skole og SFO."
OFFER = "Ta det opp på møtet"
GROUPS = "Alle barnehagene besøker skolen sin to ganger før påske."
SIGN = "Barna finner garderoben selv"
NEED = "Vi trenger vikar når en fra barnehagen følger gruppa over."
DILEMMA = (
    "Vi fikk beskjed i juni om at gruppa skulle deles i to. Foreldrene ville vite hvorfor, og vi visste det ikke selv. "
    "Hva sier man da?"
)
OFFERER = 3
DECIDED = "Vi flytter overgangsmøtene til februar."
WHY = (
    (0, "Vi tok opp det som ikke gikk, to ganger i høst. Det var de beste møtene."),
    (0, "Hos oss er det vanlig. Leder begynner."),
    (1, "Vi forteller om det vi er stolte av. Resten tar vi i bilen hjem."),
    (1, "Det spørs hvem som sitter der."),
    (2, "Jeg er ny, og vet ikke hva som er vanlig."),
)
"""(position, why): agree, disagree or unsure."""


def network_meeting(people: int) -> Story:
    """The scene with `people` members of the network."""
    return Story(
        f"A network of {people} in Tenkevik, from two questions to the pack of the next meeting. The municipality is "
        "made up, like everybody in it and every word.",
        _parts(people),
        furnish=lambda folder: furnish(folder, people),
    )


def _parts(people: int) -> Sequence[Part]:
    first, second = answers(1), answers(2)
    return (
        Part(at(11, 2, 9), "import", f"Tenkevik is imported: a network of {people}.", brings_in()),
        Part(at(11, 2, 9, 5), "everybody installs", "Everybody adds the bot.", everybody_installs(but="", look=())),
        Part(at(11, 2, 9, 10), "planned", "Three sessions and two meetings are planned.", plans("overganger")),
        Part(at(11, 2, 10), "Eva writes", "The municipality goes first.", says("eva", f"kommunen prøver: {TOWNS}")),
        Part(at(11, 2, 10, 1), "Eva keeps it", "Eva keeps it:", presses("eva", "Lagre", text=TOWNS, day="2026-11-19")),
        Part(at(11, 3, 8), "first prompt", "The first question. A member sees:", time_passes(member(1)), full=True),
        Part(at(11, 3, 9), "first answers", "People answer …", _answer(_of(people, first), keywords=True)),
        Part(
            at(11, 3, 10),
            "a group's own",
            "… the network will try something …",
            says(member(3), f"vi prøver: {GROUPS}"),
        ),
        Part(
            at(11, 3, 10, 1),
            "kept for the group",
            "… with a sign to look for …",
            presses(member(3), "Lagre", text=GROUPS, sign=SIGN, day="2026-11-19"),
        ),
        Part(at(11, 3, 10, 2), "agreed", "… and it is agreed on.", presses(member(1), "Ja, det prøver vi")),
        Part(at(11, 3, 11), "a need", "Somebody needs something …", says(member(1), f"vi trenger: {NEED}")),
        Part(
            at(11, 3, 11, 1),
            "a need sent",
            "… and sends it, for the network to read.",
            presses(member(1), "Send uten navn", text=NEED, day="2026-11-19", in_group="true"),
        ),
        Part(at(11, 5, 8), "first draft", "Everybody sees how it would stand:", time_passes(member(1)), full=True),
        Part(at(11, 6, 8), "first digest", "The digest. A member sees:", time_passes(member(1)), full=True),
        Part(at(11, 10, 8), "second prompt", "The second question goes out.", time_passes()),
        Part(at(11, 10, 9), "second answers", "Fewer answer.", _answer(_of(people, second), keywords=False)),
        Part(
            at(11, 10, 10),
            "a dilemma",
            "Somebody would like help to think something through …",
            presses(member(OFFERER), "Send svar", answer=DILEMMA, rung="group"),
        ),
        Part(at(11, 10, 10, 1), "previewed", "… sees who could read it …", presses(member(OFFERER), OFFER)),
        Part(
            at(11, 10, 10, 2), "offered", "… and offers it to the meeting.", presses(member(OFFERER), "Ja, ta det opp")
        ),
        Part(at(11, 12, 8), "second draft", "The second draft comes.", time_passes()),
        Part(at(11, 13, 8), "second digest", "And the second digest.", time_passes()),
        Part(
            at(11, 16, 9),
            "pack",
            "Three days ahead Eva and Olav, who lead the meeting, get their packs, and a member two minutes' reading:",
            time_passes("eva", "olav", member(1), member(3)),
            full=True,
        ),
        Part(at(11, 19, 10, 5), "meeting", "The meeting is over. Eva is asked what was agreed on:", time_passes("eva")),
        Part(at(11, 19, 10, 6), "writes", "Eva writes …", presses("eva", "Skriv det ned")),
        Part(
            at(11, 19, 10, 7),
            "decided",
            "… one thing that was decided:",
            presses("eva", "Lagre og gi tilbake", text=DECIDED, whose="agreed", day="2026-12-10"),
        ),
        Part(at(11, 19, 10, 30), "given back", "It is given back. A member sees:", time_passes(member(1)), full=True),
        Part(at(11, 23, 9), "planned again", "The third session will take a position.", plans("paastander")),
        Part(at(11, 24, 8), "statement", "The statement. A member sees:", time_passes(member(1)), full=True),
        Part(at(11, 24, 9), "positions", "People take a position.", _take_positions(people)),
        Part(at(11, 26, 9), "positions seen", "The next step comes.", time_passes()),
        Part(at(12, 2, 9), "third digest", "The third digest. A member sees:", time_passes(member(1))),
        Part(
            at(12, 7, 9),
            "next pack",
            "The next meeting's pack opens with what was decided. Eva and Olav see:",
            time_passes("eva", "olav", member(1)),
            full=True,
        ),
    )


_SEND = {"nb": "Send svar", "nn": "Send svar", "en": "Send answer"}
_KEYWORD = {"nb": "stikkord", "nn": "stikkord", "en": "keyword"}
_STANCES = {
    "nb": ("Enig", "Uenig", "Usikker"),
    "nn": ("Einig", "Ueinig", "Usikker"),
    "en": ("Agree", "Disagree", "Unsure"),
}


def _of(people: int, found: Sequence[Answer]) -> Sequence[Answer]:
    """The answers of about two in three."""
    return found[: people * 2 // 3 + 1]


def _answer(found: Sequence[Answer], *, keywords: bool) -> Act:
    """A member each, the one with a dilemma left out; with `keywords` six in ten add their own."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        for number, one in enumerate(found, start=1):
            if not keywords and number == OFFERER:
                continue
            language = language_of(number)
            client = scene.cast[member(number)]
            heard(
                await client.press(
                    newest_with(client, _SEND[language]), _SEND[language], {"answer": one.text, "rung": "group"}
                )
            )
            if keywords and number % 5 > 1:
                heard(await client.say(f"{_KEYWORD[language]}: {one.keyword}"))
        return ()

    return act


def _take_positions(people: int) -> Act:
    """Three in four, with a reason from some."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        for number in range(1, people * 3 // 4 + 1):
            client, language = scene.cast[member(number)], language_of(number)
            stance, why = WHY[number % len(WHY)]
            title = _STANCES[language][stance]
            fields = {"answer": why if number <= len(WHY) else "", "rung": "group"}
            heard(await client.press(newest_with(client, title), title, fields))
        return ()

    return act

"""Made-up messages to the author of a practice."""

from dataclasses import replace
from typing import get_args

from content.presses import PracticeFields
from content.vocabulary import practicing as p
from content.vocabulary.bank import BankEntry
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import RungOffered
from tests.content.example_bank import PRACTICE, UNNAMED

RUNG = RungOffered("unit", "Hellebekk skole", 24)
RUNGS = (
    RUNG,
    RungOffered("principals", "Rektorgruppa", 41, unit="Hellebekk skole"),
    RungOffered("municipality", "Nordvik kommune", 212),
    RungOffered("network", "Kystnettverket", 230),
)
FILLED = PracticeFields(
    "To minutter lesing først",
    "Vi begynte hver time med to minutter lesing.",
    "Det ble ro.",
    "En bok til alle.",
    "a-1",
    "primary,sfo",
    "unit",
    "unit",
    "team-5",
)
FORM = p.PracticeForm(
    municipality="nordvik",
    practice="",
    seen=0,
    filled=FILLED,
    places=(("team-5", "Hellebekk skole"),),
    areas=(("a-1", "Inkluderende læringsmiljøer"), ("a-2", "Elevsentrert ledelse")),
    requirements=(("opplæringslova", (("r-1", "§ 12-2 Trygt og godt skolemiljø"),)),),
    rungs=RUNGS,
    author="Åse Li-Ødegård",
    school="Hellebekk skole",
)
CHANGED = replace(
    FORM,
    practice="p-1",
    seen=2,
    filled=replace(FILLED, subject="r-1", title="x" * 90, did="*Vi* prøvde _det_. " * 50),
    places=(("team-5", "Hellebekk skole"), ("rektorer", "Nordvik kommune")),
    wrong=get_args(p.WrongPractice),
)
ASKED = p.PracticeAsked(
    municipality="nordvik",
    practice="p-1",
    seen=0,
    filled=FILLED,
    entry=PRACTICE,
    rung=RUNG,
    groups=("Team 5", "Team 6"),
    mark="m",
)


def _long(one: BankEntry) -> BankEntry:
    words = "Vi begynte hver time med *to* minutter lesing. " * 21
    practice = replace(one.practice, did=words, saw=words, needs=words) if one.practice is not None else None
    return replace(one, question="Lesing " * 12, practice=practice)


EXAMPLES: tuple[p.Practicing, ...] = (
    FORM,
    CHANGED,
    replace(FORM, stopped=Stopped(("name",), ("Ola Nordmann",))),
    ASKED,
    replace(
        ASKED,
        seen=2,
        filled=replace(FILLED, did="x" * 1000, saw="x" * 1000, needs="x" * 1000),
        entry=_long(UNNAMED),
        groups=(),
        points=True,
        anew=True,
    ),
    p.PracticeKept(PRACTICE, RUNG),
    p.PracticeKept(_long(PRACTICE), RUNGS[-1]),
    p.PracticeNotPut(),
    p.PracticeTakenOut(),
    p.PracticeGone(),
    p.NobodyToShareWith(),
)

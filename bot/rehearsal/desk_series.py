"""A principal plans work in phases on the pages, chooses the questions, and answers the checkpoints."""

from bot.rehearsal.page_visits import (
    Step,
    chooses,
    fills,
    follows,
    from_start,
    on_pages,
    presses,
    ticks,
    unfolds,
)
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at

OWN = "Hva har vi prøvd i friminuttene som vi vil fortsette med?"
_NAMING = "Hva gjør vi når Kari Hansen i 4B ikke vil ut i friminuttet?"
_ANSWERS = {
    "Har vi undersøkt": "Vi har sett på svarene fra elevene.",
    "Er tid, folk": "Fellestida på torsdager er satt av.",
    "Har alle på trinnet": "Alle har fått si sitt.",
}
_WITHOUT = "Resten får vite det på fellesmøtet i januar."


def _answers(checkpoint: str, because: str, button: str = "Ja") -> tuple[Step, ...]:
    about = f"Svar: {checkpoint}"
    return unfolds(about), fills("Fordi …", because, near=about), presses(button, near=about)


_PLANNING = (
    Part(
        at(11, 24, 14),
        "past on the page",
        "Runar wants more room than a card has. On the page he plans work that shall be carried out, and mistakes "
        "the day:",
        on_pages(
            "runar",
            from_start("Øktene", "Planlegg spørsmål"),
            ticks("Kollegiet på Odden"),
            ticks("Gjennomføre:"),
            fills("Første dag", "2026-11-19"),
            fills("Siste dag", "2027-02-25"),
            presses("Se datoene"),
        ),
    ),
    Part(
        at(11, 24, 14, 1),
        "the days",
        "All that he filled in stands. He corrects the day, and adds a checkpoint of the school's own:",
        on_pages(
            "runar",
            fills("Første dag", "2026-11-26"),
            fills("Hvor mange ganger varer den?", "2", near="Fase 1"),
            fills("Egne sjekkpunkt", "Har alle på trinnet fått si hva de tenker?"),
            presses("Se datoene"),
            sees="Disse dagene blir det",
            rows=4,
        ),
    ),
    Part(
        at(11, 24, 14, 2),
        "phases",
        "He starts. What comes after the first phase waits for its checkpoints:",
        on_pages("runar", presses("Start"), sees="Neste fase venter", rows=4),
    ),
)
_QUESTIONS = (
    Part(
        at(11, 24, 14, 10),
        "a pupil's name",
        "He wants to ask with words of his own, and names a pupil:",
        on_pages(
            "runar",
            follows("Se og velg spørsmålene som kommer"),
            follows("Bytt spørsmål"),
            fills("Spørsmålet ditt på bokmål", _NAMING),
            chooses("Hvilket område handler det om?", "Inkluderende læringsmiljøer"),
            presses("Se kortet først"),
        ),
    ),
    Part(
        at(11, 24, 14, 11),
        "the card first",
        "He writes it anew, and sees the card first:",
        on_pages(
            "runar",
            fills("Spørsmålet ditt på bokmål", OWN),
            presses("Se kortet først"),
            sees="Slik blir kortet",
            rows=3,
        ),
    ),
    Part(at(11, 24, 14, 12), "own words", "He uses it:", on_pages("runar", presses("Bruk mitt spørsmål"))),
    Part(
        at(11, 24, 14, 13),
        "another question",
        "For the week after he picks another of the catalogue's:",
        on_pages(
            "runar",
            follows("Alle spørsmålene som kommer"),
            follows("Bytt spørsmål torsdag 3. desember"),
            presses("Bruk dette"),
        ),
    ),
)
_CHECKPOINTS = (
    Part(
        at(11, 24, 14, 20),
        "no reason",
        "The work waits at checkpoints. He leaves out the first without a reason:",
        on_pages(
            "runar",
            from_start("Øktene"),
            follows("Inkluderende læringsmiljøer", near="Kollegiet på Odden"),
            *_answers("Vet alle", "", "Gå videre uten"),
        ),
    ),
    Part(
        at(11, 24, 14, 21),
        "a reason",
        "… and with one:",
        on_pages("runar", *_answers("Vet alle", _WITHOUT, "Gå videre uten")),
    ),
    Part(
        at(11, 24, 14, 22),
        "the next phase",
        "He answers the others, and the next phase is planned:",
        on_pages(
            "runar", *(step for one, because in _ANSWERS.items() for step in _answers(one, because)), sees="2.", rows=1
        ),
    ),
)

SERIES = (*_PLANNING, *_QUESTIONS, *_CHECKPOINTS)

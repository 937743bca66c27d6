"""Meetings on the pages: planned, moved, prepared, and what was agreed on given back."""

from bot.rehearsal.acts import time_passes
from bot.rehearsal.page_visits import fills, follows, from_start, on_pages, presses, unfolds
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at

_NAMING = "Kari Hansen på 4. trinn får ny plass."
_AGREED = "Vi åpner hvert rektormøte med ett eksempel fra egen skole."
_PROMISED = "Vi setter av tid til skolebesøk hver måned."

_PLANNED = (
    Part(
        at(11, 25, 12),
        "a meeting in the past",
        "Greta plans the principals' meeting, and mistakes the month:",
        on_pages(
            "greta",
            from_start("Møtene", "Planlegg et møte"),
            fills("Dag", "2026-11-09"),
            fills("Klokkeslett", "09:00"),
            presses("Planlegg møtet"),
        ),
    ),
    Part(
        at(11, 25, 12, 1),
        "a meeting",
        "… corrects it:",
        on_pages("greta", fills("Dag", "2026-12-09"), presses("Planlegg møtet")),
    ),
    Part(
        at(11, 25, 12, 2),
        "a meeting moved",
        "… and moves it a day:",
        on_pages("greta", unfolds("Flytt møtet"), fills("Dag", "2026-12-10"), presses("Flytt møtet")),
    ),
    Part(
        at(11, 25, 12, 3),
        "no minutes",
        "She puts something on the agenda, and does not say for how long:",
        on_pages("greta", fills("Sak", "Budsjettet for 2027"), fills("Minutter", "mye"), presses("Legg til sak")),
    ),
    Part(
        at(11, 25, 12, 4),
        "on the agenda",
        "What she wrote stands. With minutes it is on the agenda:",
        on_pages("greta", fills("Minutter", "15"), presses("Legg til sak"), sees="Forslag til saksliste", rows=4),
    ),
    Part(
        at(11, 25, 12, 10),
        "the staff's meeting",
        "Runar plans the staff's meeting:",
        on_pages(
            "runar",
            from_start("Møtene", "Planlegg et møte"),
            fills("Dag", "2026-12-15"),
            fills("Klokkeslett", "14:00"),
            presses("Planlegg møtet"),
        ),
    ),
    Part(
        at(11, 25, 12, 11),
        "the staff's meeting called off",
        "… and calls it off again:",
        on_pages("runar", unfolds("Avlys møtet"), presses("Avlys møtet")),
    ),
)
_GIVEN_BACK = (
    Part(at(12, 7, 9), "the pack", "Three days ahead the pack is there:", time_passes("greta")),
    Part(
        at(12, 10, 10, 15),
        "a name decided",
        "The meeting is over. Greta writes down what they agreed on, and names somebody:",
        on_pages(
            "greta",
            from_start("Møtene"),
            follows("Rektorgruppa"),
            fills("Med deres egne ord", _NAMING),
            presses("Lagre"),
        ),
    ),
    Part(
        at(12, 10, 10, 16),
        "decided",
        "She writes it anew, with a promise by the group and one by the municipality:",
        on_pages(
            "greta",
            fills("Med deres egne ord", _AGREED),
            presses("Lagre"),
            fills("Med deres egne ord", _PROMISED, near="Noe kommunen prøver"),
            fills("Når ser dere på det igjen?", "2027-02-10", near="Noe kommunen prøver"),
            presses("Lagre"),
            sees="Dette ble dere enige om",
            rows=6,
        ),
    ),
    Part(
        at(12, 10, 10, 17),
        "given back",
        "She gives it back to those who were there:",
        on_pages("greta", presses("Gi tilbake"), sees="Det er gitt tilbake."),
    ),
    Part(at(12, 10, 10, 40), "Signe reads what was agreed", "Signe reads it in Teams:", time_passes("signe")),
)

MEETINGS = (*_PLANNED, *_GIVEN_BACK)

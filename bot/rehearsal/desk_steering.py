"""A principal steers a series on the pages and follows how the work goes; a coordinator plans the same twice."""

from bot.rehearsal.page_visits import chooses, fills, follows, from_start, on_pages, presses, ticks, unfolds, unticks
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at

_STEERING = (
    Part(
        at(11, 24, 14, 30),
        "another time",
        "From now on Wednesdays suit better:",
        on_pages(
            "runar",
            unfolds("Ny ukedag eller tid fra nå av"),
            chooses("Ukedag", "onsdag"),
            presses("Endre"),
            sees="Neste økt åpner",
        ),
    ),
    Part(
        at(11, 24, 14, 31),
        "a pause in the past",
        "He wants a pause, and writes last year's date:",
        on_pages("runar", unfolds("Ta pause"), fills("Første dag etter pausen", "2026-01-11"), presses("Ta pause")),
    ),
    Part(
        at(11, 24, 14, 32),
        "paused on the page",
        "… and the right one:",
        on_pages("runar", fills("Første dag etter pausen", "2027-01-11"), presses("Ta pause")),
    ),
    Part(at(11, 24, 14, 33), "no pause after all", "No, it goes on:", on_pages("runar", presses("Avslutt pausen"))),
    Part(
        at(11, 24, 14, 34),
        "left out on the page",
        "He leaves out a week …",
        on_pages("runar", unfolds("Hopp over en økt"), presses("Hopp over")),
    ),
    Part(
        at(11, 24, 14, 35),
        "back on the page",
        "… and takes it back:",
        on_pages("runar", unfolds("Ta med"), presses("Ta med igjen")),
    ),
    Part(
        at(11, 24, 14, 36),
        "nobody to ask",
        "The same for the new team? It has no people yet:",
        on_pages("runar", unfolds("Det samme for"), chooses("Gruppe", "Nytt team på Odden"), presses("Planlegg")),
    ),
    Part(
        at(11, 24, 14, 37),
        "a copy",
        "He plans it for the other team:",
        on_pages("runar", chooses("Gruppe", "Team mellomtrinn Odden"), presses("Planlegg")),
    ),
    Part(
        at(11, 24, 14, 38),
        "a copy ended",
        "… and ends it again:",
        on_pages("runar", unfolds("Avslutt sløyferekka"), presses("Ja, avslutt")),
    ),
    Part(
        at(11, 24, 14, 40),
        "start now",
        "The staff sits together this minute. He starts the first question now:",
        on_pages(
            "runar",
            from_start("Øktene"),
            follows("Inkluderende læringsmiljøer", near="Kollegiet på Odden"),
            unfolds("Start en økt nå"),
            presses("Start nå"),
        ),
    ),
)
_FOLLOWING = (
    Part(
        at(11, 25, 9),
        "numbers",
        "Next morning Runar looks how it goes:",
        on_pages(
            "runar",
            from_start("Øktene"),
            follows("Inkluderende læringsmiljøer", near="Kollegiet på Odden"),
            sees="Åpent nå",
            rows=4,
        ),
    ),
    Part(
        at(11, 25, 9, 1),
        "a nudge on the page",
        "He has those reminded who have not answered, and is not told who they are:",
        on_pages("runar", presses("Minn på")),
    ),
    Part(
        at(11, 25, 9, 2),
        "the year",
        "The whole year stands on one page:",
        on_pages("runar", from_start("Årshjulet"), sees="Tirsdag 24. november", rows=2),
    ),
    Part(
        at(11, 25, 9, 5),
        "twice on the page",
        "Greta has forgotten that the principals are asked already:",
        on_pages(
            "greta",
            from_start("Øktene", "Planlegg spørsmål"),
            ticks("Rektorgruppa"),
            ticks("Inkluderende læringsmiljøer"),
            unticks("Balansere teoretisk og praktisk opplæring"),
            fills("Første dag", "2026-12-01"),
            fills("Siste dag", "2027-01-05"),
            fills("Klokkeslett", "08:00"),
            presses("Start"),
        ),
    ),
)

STEERING = (*_STEERING, *_FOLLOWING)

"""The skolerute as a file for the municipality and as text for a school, seen, taken and undone on the pages."""

from bot.rehearsal.page_forms import File
from bot.rehearsal.page_visits import fills, from_start, on_pages, picks, presses
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at

_EVENT = """BEGIN:VEVENT
UID:{number}@havnes.example
DTSTART;VALUE=DATE:{first}
DTEND;VALUE=DATE:{end}
SUMMARY:{name}
END:VEVENT
"""
_DAYS = (
    ("20260817", "20260818", "Første skoledag"),
    ("20261201", "20261202", "Planleggingsdag"),
    ("20261221", "20270104", "Juleferie"),
    ("20270222", "20270227", "Vinterferie"),
    ("20270618", "20270619", "Siste skoledag"),
)
_PASTED = "Skolerute 2026–27\n2. desember 2026: planleggingsdag\n"


def _ics() -> bytes:
    events = [
        _EVENT.format(number=number, first=first, end=end, name=name) for number, (first, end, name) in enumerate(_DAYS)
    ]
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Havnes//Skolerute//NO\n" + "".join(events) + "END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


CALENDAR = (
    Part(
        at(11, 25, 10, 30),
        "no calendar",
        "Greta lays in the skolerute, and picks the wrong file:",
        on_pages(
            "greta",
            from_start("Skoleruta"),
            picks("Fil", File("skolen.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60)),
            presses("Se hva som endrer seg"),
        ),
    ),
    Part(
        at(11, 25, 10, 31),
        "days to come",
        "Now the calendar's own file. She sees which questions would move:",
        on_pages(
            "greta",
            picks("Fil", File("skolerute.ics", _ics())),
            presses("Se hva som endrer seg"),
            sees="Økter",
            rows=4,
        ),
    ),
    Part(at(11, 25, 10, 32), "days taken", "She takes it:", on_pages("greta", presses("Ta i bruk"))),
    Part(
        at(11, 25, 10, 40),
        "nothing to read",
        "Runar's school has a planning day of its own. He pastes a line without a date:",
        on_pages(
            "runar",
            from_start("Skoleruta"),
            fills("Eller lim inn teksten", "Planleggingsdag kommer snart"),
            presses("Se hva som endrer seg"),
        ),
    ),
    Part(
        at(11, 25, 10, 41),
        "pasted",
        "… and then what stands on the school's own page:",
        on_pages(
            "runar",
            fills("Eller lim inn teksten", _PASTED),
            presses("Se hva som endrer seg"),
            sees="Økter",
            rows=3,
        ),
    ),
    Part(at(11, 25, 10, 42), "own days taken", "He takes it:", on_pages("runar", presses("Ta i bruk"))),
    Part(
        at(11, 25, 10, 43),
        "days undone",
        "The day has been put off. He takes it back:",
        on_pages("runar", presses("Angre"), presses("Angre")),
    ),
)

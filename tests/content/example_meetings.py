"""Made-up messages about meetings."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from content.vocabulary import meetings as m
from content.vocabulary.messages import Message
from content.vocabulary.plan_faults import DraftTooLate
from content.vocabulary.series_pages import SeriesNamed

AT = datetime(2026, 12, 10, 9, tzinfo=ZoneInfo("Europe/Oslo"))
MEANT = "2026-12-10T08:00:00+00:00"
LISTED = m.MeetingListed("nordvik", "host", "nettverket", MEANT, "Nettverksgruppa i Nordnett", AT, 60, leads=True)
FIELDS = m.MeetingFields("2026-12-10", "09:00", "60", "3", "5", "12")
CHOICE = m.MeetingChoice("host|nettverket", "Nettverksgruppa", SeriesNamed("nordvik", "host", ("Nettverksgruppa",), ()))
NEW = m.NewMeeting("nordvik", (CHOICE,), CHOICE.which, FIELDS)
SHOWN = m.MeetingShown(
    "nordvik", "host", "nettverket", MEANT, "Nettverksgruppa", AT, 60, "0123456789ab", FIELDS, plans=True, people=20
)

ITEM = m.OwnItem("3f2b8c1e-0000-4000-8000-000000000001", 1, "Felles nasjonal prøve", 15)

MESSAGES: tuple[Message, ...] = (
    m.MeetingsLed((LISTED,), (("nordvik", "Nordvik kommune"),)),
    m.MeetingsLed(()),
    m.MeetingsLed((LISTED,) * 13, (("nordvik", "Nordvik kommune"), ("sorvik", "Sørvik kommune"))),
    m.MeetingsLed((LISTED,) * 14),
    NEW,
    replace(NEW, choices=(CHOICE, replace(CHOICE, which="var|nettverket"))),
    *(replace(NEW, trouble=why, day_off="planleggingsdag") for why in m.MeetingTrouble if why != "not_read"),
    replace(NEW, trouble=m.MeetingTrouble.NOT_READ, faults=(DraftTooLate(2, 3),)),
    replace(NEW, trouble=m.MeetingTrouble.DAY_OFF, day_off="weekend"),
    *(replace(SHOWN, done=done) for done in m.MeetingDone),
    replace(SHOWN, trouble=m.MeetingTrouble.QUIET, people=1, minutes=1),
    replace(SHOWN, at=None, plans=False),
    replace(SHOWN, leads=True, items=(ITEM, replace(ITEM, minutes=1)), over=1),
    replace(SHOWN, leads=True, plans=False, items=(ITEM,), over=5, filled=m.ItemFields("", "Sak", "10")),
    replace(SHOWN, plans=False, items=(ITEM,)),
    m.MeetingChanged("Nettverksgruppa", AT, AT.replace(day=17)),
    m.MeetingChanged("Nettverksgruppa", AT, None),
)

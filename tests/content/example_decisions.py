"""Made-up messages about what a meeting decided."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.vocabulary import deciding as d
from content.vocabulary.guarding import Stopped

_MEETING = d.MeetingHeld(
    "nordvik",
    "6f6a1c0e-6a53-5a0c-9b5e-5d0f6f1c7a11",
    "Nettverksgruppa i Nordnett",
    datetime(2026, 12, 10, 9, 0, tzinfo=ZoneInfo("Europe/Oslo")),
)
_PROMISERS = (("group rektorgruppa", "Rektorgruppa"), ("municipality", "Nordvik kommune"))
_FORM = d.DecisionForm(_MEETING, "", "2027-01-14", 8, _PROMISERS)
_DECIDED = (
    d.Decided("6f6a1c0e-6a53-5a0c-9b5e-5d0f6f1c7a12", "Vi begynner hvert møte med et eksempel fra en skole."),
    d.Decided("6f6a1c0e-6a53-5a0c-9b5e-5d0f6f1c7a13", "Vi besøker hverandre.", "Rektorgruppa", date(2027, 1, 14)),
)
_SHOWN = d.DecisionsShown(_MEETING, _DECIDED, 8, writes=True)
MESSAGES = (
    _FORM,
    replace(_FORM, text="Vi prøver lesepar.", whose="municipality", promisers=_PROMISERS[1:], people=1),
    replace(_FORM, wrong="empty", promisers=()),
    replace(_FORM, text="x" * 501, wrong="too_long"),
    replace(_FORM, text="Vi prøver.", whose="group rektorgruppa", wrong="no_day"),
    replace(_FORM, text="Kari sa nei.", stopped=Stopped(("name",), ("Kari",), overridable=False)),
    replace(_FORM, text=_DECIDED[0].text, decision=_DECIDED[0].decision, seen=1),
    _SHOWN,
    replace(_SHOWN, decided=(), people=1),
    replace(_SHOWN, decided=_DECIDED[:1], people=1),
    replace(_SHOWN, writes=False),
    replace(_SHOWN, decided=(), writes=False),
    d.NoMeetingToDecide(),
    d.TooManyDecisions(8),
)

"""Made-up messages about a session's question: as it stands, with every outcome, and with one's own words."""

from dataclasses import replace
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Cause, WhyAsked
from content.vocabulary.series_pages import SeriesNamed
from content.vocabulary.session_questions import (
    QuestionDone,
    QuestionForm,
    QuestionOffered,
    QuestionPreview,
    QuestionTrouble,
    SessionQuestion,
)
from content.vocabulary.steered import ChangedSince

_AT = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
_AREAS = (("inkluderende-laeringsmiljoer", "Inkluderende læringsmiljøer"), ("elevsentrert-ledelse", "Ledelse"))
_OWN = "Hva har vi prøvd i år som vi vil fortsette med?"
_CARD = SessionQuestion(
    *("nordvik", "uka", "uka.rektorgruppa.2026-12-01", 3),
    named=SeriesNamed("nordvik", "uka", ("Rektorgruppa",), ("Inkluderende læringsmiljøer",)),
    at=_AT,
    groups=("Rektorgruppa",),
    question="Hva har du sett elevene få til sammen?",
    area="Inkluderende læringsmiljøer",
    cause="turn",
    written="nb",
    offered=(
        QuestionOffered("en", "Hvem blir hørt når dere planlegger?", "Ledelse", "goals"),
        QuestionOffered("to", "Hva gjør dere når noen står utenfor?", "Miljø", "family", "opplæringslova § 12-4"),
    ),
    areas=_AREAS,
    longest=25,
)
_FILLED = QuestionForm(nb=_OWN, area=_AREAS[0][0])
_WHY = WhyAsked("Trygge barn lærer mer.", "Rektorgruppa", "own", "conveying")
_PREVIEW = QuestionPreview(
    _OWN, "nb", "Rektorgruppa", "Inkluderende læringsmiljøer", "Alle hører til.", _WHY, "Skriv det du har sett."
)

MESSAGES: tuple[SessionQuestion, ...] = (
    *(replace(_CARD, cause=cause, by_hand=cause in {"chosen", "own"}) for cause in get_args(Cause)),
    replace(_CARD, question="", area="", cause=None, offered=(), form=QuestionForm(sought=_AREAS[1][0])),
    replace(_CARD, takes_own=False),
    replace(_CARD, form=_FILLED, preview=_PREVIEW, mark="abc"),
    replace(_CARD, form=_FILLED, preview=replace(_PREVIEW, hint=""), mark="abc", by_hand=True),
    replace(_CARD, form=_FILLED, stopped=Stopped(("case",))),
    replace(_CARD, closed=True, trouble=QuestionTrouble.BEGUN, form=_FILLED),
    *(replace(_CARD, done=done, by_hand=done != "left") for done in QuestionDone),
    *(replace(_CARD, trouble=trouble, form=_FILLED) for trouble in QuestionTrouble),
    replace(
        _CARD,
        trouble=QuestionTrouble.MEANWHILE,
        form=_FILLED,
        changes=tuple(ChangedSince(done, meant=_AT) for done in ("asked_else", "asked_by_rules")),
    ),
)

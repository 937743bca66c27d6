"""Made-up packs ahead of a meeting."""

from dataclasses import replace
from datetime import date

from content.vocabulary import packing as p
from content.vocabulary.digesting import DigestRef, MeetingDigest
from content.vocabulary.dilemmas import DilemmasShown
from content.vocabulary.prompting import Quote
from tests.content.example_own_data import QUESTION

_PROMISES = (
    p.OpenPromise("Vi sender ut malen for elevsamtaler til alle skolene.", "", date(2026, 12, 10), "Nordvik kommune"),
    p.OpenPromise("Vi prøver lesepar på tvers av trinn.", "Flere leser høyt.", date(2026, 12, 10), "Rektorgruppa"),
    p.OpenPromise("Jeg vil være mer med i timene.", "", None, ""),
    p.OpenPromise("Jeg spør hver uke hva de lurer på.", "Flere spør.", None, ""),
)
_WHERE = "Rektorgruppa, tirsdag 24. november"
_STRENGTH = p.Chosen(QUESTION, Quote("Vi ga tenketid før vi spurte, og flere rakte opp hånda.", where=_WHERE))
_DILEMMA = p.Chosen(
    QUESTION, Quote("Vi får ikke med oss de som kommer sist inn fra friminuttet. Hva gjør dere?", where=_WHERE)
)
_QUESTIONS = ("Hva er det vanskeligste å bli enige om hos dere?", "Hva vil dere at elevene skal merke?")
WHOLE = p.Pack(
    minutes=60,
    agenda=tuple(
        p.AgendaItem(*one)
        for one in (
            ("promises", 5),
            ("strength", 10),
            ("tension", 10),
            ("dilemma", 20),
            ("talk", 10),
            ("decide", 5),
        )
    ),
    decided=("Vi begynner hvert møte med et eksempel fra en skole.",),
    promises=_PROMISES,
    strength=_STRENGTH,
    tension=p.Tension(QUESTION, "Har en felles plan", "Ikke begynt"),
    dilemma=_DILEMMA,
    protocol="Konsultasjon",
    steps=(p.WorkStep("Det som er vanskelig", 4), p.WorkStep("Oppklarende spørsmål", 1), p.WorkStep("Samtale", 15)),
    questions=_QUESTIONS,
)
SMALL = p.Pack(minutes=30, agenda=(p.AgendaItem("talk", 20), p.AgendaItem("decide", 10)))


_WAITING = tuple(
    p.Chosen(QUESTION, Quote(f"{number}. Hvordan får vi tid til det vi er enige om?", where=_WHERE, mark=f"{number}"))
    for number in range(8)
)


def dilemmas(ref: DigestRef) -> tuple[DilemmasShown, ...]:
    return (
        DilemmasShown(ref, "Rektorgruppa", (_DILEMMA, *_WAITING)),
        DilemmasShown(ref, "Rektorgruppa", (_DILEMMA, *_WAITING), start=6),
        DilemmasShown(ref, "Rektorgruppa", ()),
    )


def examples(meeting: MeetingDigest) -> tuple[MeetingDigest, ...]:
    ref = DigestRef("nordvik", "5f0c9d0e-2f1a-4c57-8a0e-7d5b1f0c9d0e")
    return (
        replace(meeting, pack=replace(WHOLE, more_dilemmas=1), ref=ref),
        replace(meeting, pack=replace(WHOLE, more_dilemmas=3), ref=ref),
        replace(meeting, pack=WHOLE),
        replace(meeting, groups=(), pack=replace(WHOLE, is_reading=True)),
        replace(meeting, groups=(), pack=replace(WHOLE, is_reading=True, dilemma=None)),
        replace(meeting, pack=replace(SMALL, minutes=1, agenda=(p.AgendaItem("decide", 1),))),
        replace(meeting, pack=SMALL),
        replace(meeting, pack=SMALL, is_draft=True),
        replace(meeting, pack=SMALL, called_off=True),
    )

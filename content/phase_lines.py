"""Sentences about the phases of a series, the same on cards and pages."""

from collections.abc import Iterator

from content.dates import full_date
from content.language import Language
from content.vocabulary.phases import CheckpointShown, Foundation, GroupStands, PhaseShown, PhasesShown
from content.wording import phrase


def phase_line(phase: PhaseShown, language: Language) -> str:
    """«2. Gjennomføre: venter på sjekkpunktene i fasen før»"""
    return phrase(phase, phase.state, language)


def responsible_line(phase: PhaseShown, language: Language) -> str:
    """Who answers for the phase, "" where nobody was to."""
    if phase.is_vacant:
        return phrase(phase, "vacant_role" if phase.role else "vacant", language, role=_role(phase, language))
    if phase.role:
        return phrase(phase, "by_role", language, role=_role(phase, language))
    return phrase(phase, "by_person", language) if phase.responsible else ""


def _role(phase: PhaseShown, language: Language) -> str:
    return phrase(phase, f"role_{phase.role}", language) if phase.role else ""


def stands_line(one: GroupStands, language: Language) -> str:
    """«Team 1: venter på sjekkpunktene i «Forberede»»"""
    return phrase(one, "waits" if one.waits else "now", language)


def checkpoint_line(one: CheckpointShown, language: Language) -> str:
    day = full_date(one.day, language) if one.day is not None else ""
    return phrase(one, f"{one.state}_because" if one.because else one.state, language, day=day)


def foundation_lines(found: Foundation, language: Language) -> Iterator[str]:
    if found.decision or found.day is not None:
        part = "decided" if found.day is not None and found.decision else "decision" if found.decision else "decided_on"
        day = full_date(found.day, language) if found.day is not None else ""
        yield phrase(found, part, language, day=day)
    if found.taking_part:
        yield phrase(found, "taking_part", language)


def outcome_line(shown: PhasesShown, language: Language) -> str:
    """What came of the press, or what was in the way; "" for none, and for what the guard tells itself."""
    if shown.came:
        gone_on = shown.came in {"answered", "waived"} and shown.waiting_at is None
        return phrase(shown, f"done_{shown.came}_on" if gone_on else f"done_{shown.came}", language)
    return phrase(shown, shown.hindered, language) if shown.hindered not in {"", "stopped"} else ""

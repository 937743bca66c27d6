"""Good questions to choose from for a single session, in place of the choice by the rules."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from content.catalogue import Catalogue
from content.catalogue_types import Prompt
from dialogs.asking import suiting
from dialogs.asking.choosing import THURSDAY, Choice, choose_among
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import local
from dialogs.calendar.seasons import season
from dialogs.model import PastPrompt, Series, Session

MOST = 5
MOST_OF_AREA = 2
"""Of one area, so that a short list shows several; a search for an area shows that area alone."""


def alternatives(
    session: Session,
    series: Series,
    asked: Asked,
    history: Sequence[PastPrompt],
    *,
    catalogue: Catalogue,
    area: str = "",
    without: Collection[str] = (),
) -> tuple[Choice, ...]:
    """The best first, by the rules of the choice; with an `area` only about the area, also beyond the series' own.

    `without` are ids of prompts already chosen. `history` is as for the choice.
    """
    wide = suiting.by_area(series, (area,)) if area else replace(series, prompts=())
    suited = (one for one in suiting.suitable(wide, asked, catalogue) if one.id not in without)
    pool = _fresh([one for one in suited if _is_in_force(one, session, catalogue)], session, history)
    found: list[Choice] = []
    most_of_area = MOST if area else MOST_OF_AREA
    while pool and len(found) < MOST:
        choice = choose_among(tuple(pool), session, wide, asked, history, catalogue=catalogue)
        if choice is None:
            break
        found.append(choice)
        pool = _others(pool, found, most_of_area)
    return tuple(found)


def _others(pool: Sequence[Prompt], found: Sequence[Choice], most_of_area: int) -> list[Prompt]:
    """Without the prompts found, and without areas with a full share, while other areas have any."""
    ids, times = {one.prompt.id for one in found}, Counter(one.area for one in found)
    full = {area for area, number in times.items() if number >= most_of_area}
    left = [one for one in pool if one.id not in ids]
    return [one for one in left if full.isdisjoint(one.areas)] or left


def _is_in_force(prompt: Prompt, session: Session, catalogue: Catalogue) -> bool:
    """Whether the prompt's requirement, if it has one, is law on the day of the session."""
    law = catalogue.requirements.get(prompt.requirement or "")
    return law is None or law.in_force(local(session.opens_at).date())


def _fresh(pool: list[Prompt], session: Session, history: Sequence[PastPrompt]) -> list[Prompt]:
    """Prompts new to the group, and fit for the day and the season; all where none is."""
    day, met = local(session.opens_at).date(), {past.prompt for past in history}
    good = [
        one
        for one in pool
        if one.id not in met
        and not (one.late_in_week and day.weekday() < THURSDAY)
        and (not one.seasons or season(day) in one.seasons)
    ]
    return good or pool

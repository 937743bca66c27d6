"""Questions chosen by people for single sessions, in place of the choice by the rules."""

from dataclasses import dataclass

from content.catalogue import Catalogue
from content.catalogue_types import Prompt
from dialogs.asking import suiting
from dialogs.asking.suiting import Asked
from dialogs.model import ChosenQuestion, OwnQuestion, Reason, Series, Session


@dataclass(frozen=True)
class Found:
    """A question chosen by hand, asked under `area`; `reason` tells whether the words are of the catalogue or own."""

    prompt: Prompt
    area: str
    reason: Reason


def choice_for(session: Session, series: Series) -> ChosenQuestion | None:
    """The choice by hand for the session, whether or not the question can be asked."""
    its = (session.group, session.meant_at)
    return next((one for one in series.questions if (one.group, one.meant) == its), None)


def question_of(session: Session, series: Series, asked: Asked, catalogue: Catalogue) -> Found | None:
    """None without a choice, and for a prompt gone from the catalogue, or unfit for the group by now."""
    choice = choice_for(session, series)
    if choice is None:
        return None
    if choice.own is not None:
        return _own(choice.own, series, catalogue)
    return next(
        (_of(prompt, series) for prompt in pickable(series, asked, catalogue) if prompt.id == choice.prompt), None
    )


def pickable(series: Series, asked: Asked, catalogue: Catalogue, *, area: str = "") -> tuple[Prompt, ...]:
    """The prompts to choose from by hand: all fit for the group, also beyond the areas of the series."""
    return suiting.suitable(suiting.by_area(series, (area,) if area else ()), asked, catalogue)


def takes_own_words(series: Series, catalogue: Catalogue) -> bool:
    """Whether the series' protocol asks questions: a statement to agree with needs its answers worded too."""
    protocol = catalogue.protocols.get(series.protocol)
    return protocol is not None and not protocol.statements


def without_later(pool: tuple[Prompt, ...], session: Session, series: Series) -> tuple[Prompt, ...]:
    """The pool without the choices for the group's later sessions, lest any is asked twice; all if none is left."""
    later = {one.prompt for one in series.questions if one.group == session.group and one.meant > session.meant_at}
    return tuple(prompt for prompt in pool if prompt.id not in later) or pool


def _own(own: OwnQuestion, series: Series, catalogue: Catalogue) -> Found | None:
    if own.area not in catalogue.areas or not takes_own_words(series, catalogue):
        return None
    prompt = Prompt(own.id, own.wording, (own.area,), ms=(), features=(), requirement=None, level=())
    return Found(prompt, own.area, Reason.OWN)


def _of(prompt: Prompt, series: Series) -> Found:
    """Under an area of the series, where the prompt has one."""
    area = next((area for area in prompt.areas if area in series.areas), prompt.areas[0])
    return Found(prompt, area, Reason.CHOSEN)

"""Pressed where a planner of a series chooses, or writes, the question of a single session."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowQuestion:
    """The session's question, with others to choose from; `sought` is an area's id, "" for the best of all."""

    municipality: str
    series: str
    session: str = ""
    sought: str = ""
    group: str = ""


@dataclass(frozen=True)
class PickQuestion:
    """«Bruk dette»: the session asks the prompt `chosen`, which arrives in the same data.

    In all of these, `version` is the series' on the card or page, and `group` the only group whose session is meant,
    "" for all groups' of the day.
    """

    municipality: str
    series: str
    session: str
    version: int
    chosen: str = ""
    group: str = ""


@dataclass(frozen=True)
class LookAtOwn:
    """«Se kortet»: a preview of an own question; the words and the area arrive in the same data."""

    municipality: str
    series: str
    session: str
    version: int
    nb: str = ""
    nn: str = ""
    en: str = ""
    area: str = ""
    group: str = ""


@dataclass(frozen=True)
class AskOwn:
    """«Bruk mitt spørsmål», beneath the card as it would look; `mark` is of the question looked at."""

    municipality: str
    series: str
    session: str
    version: int
    mark: str = ""
    nb: str = ""
    nn: str = ""
    en: str = ""
    area: str = ""
    group: str = ""


@dataclass(frozen=True)
class LeaveQuestion:
    """«La Sløyfa velge»: nothing is chosen for the session any more."""

    municipality: str
    series: str
    session: str
    version: int
    group: str = ""


OnQuestion = ShowQuestion | PickQuestion | LookAtOwn | AskOwn | LeaveQuestion

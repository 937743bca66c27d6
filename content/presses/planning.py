"""Pressed on the card on which a plan is made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowPlanDates:
    """«Se datoene»: the card's fields arrive in the same data, and the card comes back up to date; nothing is kept.

    `key` is of the plan that the card will make, drawn when the card was made. `series` is the id of a series that is
    changed, "" for a new one.
    """

    municipality: str
    key: str
    series: str = ""


@dataclass(frozen=True)
class StartPlan:
    """«Start», «Lagre»: plans what the fields say; `mark` is of the remarks that the card showed."""

    municipality: str
    key: str
    series: str = ""
    mark: str = ""


@dataclass(frozen=True)
class LeavePlan:
    """«Ikke nå»: nothing is planned."""


@dataclass(frozen=True)
class UndoPlan:
    """«Angre»: what has not opened of the series just started is taken away."""

    municipality: str
    series: str


OnPlan = ShowPlanDates | StartPlan | LeavePlan | UndoPlan
"""About a plan that somebody makes."""

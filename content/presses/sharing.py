"""Pressed by an author about the readers of an answer: further, fewer, without a name, taken up at a meeting."""

from dataclasses import dataclass

from content.presses.steps import StepRef


@dataclass(frozen=True)
class LookFurther:
    """«Del videre» on a receipt: the receipt becomes a preview of what the next circle would read."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class ShareFurther:
    """«Del videre» on the preview: yes. `rung` names the readers shown, and `mark` changes with any of them."""

    step: StepRef
    delivery: str
    seen: int
    rung: str
    mark: str


@dataclass(frozen=True)
class LeaveFurther:
    """«Ikke nå» on the preview: back to the receipt; nothing is changed."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class NarrowAnswer:
    """«Del med færre» on a closed card, whose input `rung` arrives in the same data."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class UnsignAnswer:
    """«Ta bort navn eller rolle» on a closed card: the answer stands without a name."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class LookOffer:
    """«Ta det opp på møtet»: the card becomes a preview of the answer as the meeting would read it."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class OfferAnswer:
    """«Ja, ta det opp» on the preview."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class DropOffer:
    """«Ikke ta det opp likevel»."""

    step: StepRef
    delivery: str
    seen: int


FurtherPress = LookFurther | ShareFurther | LeaveFurther
OfferPress = LookOffer | OfferAnswer | DropOffer

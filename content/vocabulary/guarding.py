"""Messages about a stopped text: the finding, the reason, and another way of saying the same."""

from dataclasses import dataclass
from typing import Literal

StoppedBy = Literal[
    "national_id", "case", "whistle", "name", "phone", "email", "address", "account", "birth_date", "plate"
]


@dataclass(frozen=True)
class Stopped:
    """Nothing of the text was kept; `by` is the weightiest kind in the text."""

    by: StoppedBy


@dataclass(frozen=True)
class DeleteInChat:
    """After `Stopped`, for a text sent as a message: Teams still has the message."""


@dataclass(frozen=True)
class MayPass:
    """After `Stopped`, where the author may let the text pass."""


@dataclass(frozen=True)
class NotJudged:
    """The guard could not be asked, or took too long: nothing of the text was kept."""


Guarding = Stopped | DeleteInChat | MayPass | NotJudged

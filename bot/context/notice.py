"""A notice to somebody who looks after a group, with the group whose school days it waits for."""

from dataclasses import dataclass

from content.vocabulary.committing import Committing
from content.vocabulary.deciding import DecisionsShown
from content.vocabulary.drafting import ApprovalAsked, ApprovalOver
from content.vocabulary.looking_after import LookingAfter
from content.vocabulary.meetings import MeetingChanged
from content.vocabulary.phases import PhaseWaits
from content.vocabulary.proposing import Proposing
from content.vocabulary.steering import AskedChanged
from dialogs.model import Group

_Told = (
    LookingAfter
    | Proposing
    | Committing
    | DecisionsShown
    | ApprovalAsked
    | ApprovalOver
    | AskedChanged
    | PhaseWaits
    | MeetingChanged
)


@dataclass(frozen=True)
class Notice:
    """A notice to a coordinator or facilitator of this group, or to whoever was asked; sent on its school days."""

    message: _Told
    group: Group

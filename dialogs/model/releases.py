"""Releases: copies of reflections, shared by authors with a network."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from content.language import Wording
from dialogs.model.reflections import Part
from dialogs.model.signatures import Signature


@dataclass(frozen=True)
class Release:
    """A copy of a reflection as the network may read it: without author, unless signed; `signer` is the author's name.

    `further` answers the questions in `follow_ups`; neither says where it was written.
    """

    municipality: str
    reflection: UUID
    network: str
    session: str
    position: int
    group_name: str
    area_id: str
    area: Wording
    question: Wording
    law: Wording | None
    text: str
    circle_at: datetime
    released_at: datetime
    follow_ups: tuple[Wording, ...] = ()
    further: tuple[Part, ...] = ()
    signature: Signature = Signature.NONE
    signer: str = ""
    keyword: str = ""

"""Whether leaders speak last, and the question that each is offered to ask the group meanwhile."""

from collections.abc import Sequence

from content.catalogue_types import Opener, Phase, Protocol
from content.language import Wording
from dialogs.model import Series


def leaders_speak_last(series: Series, protocol: Protocol) -> bool:
    """The series' own word, else the protocol's."""
    return protocol.leader_speaks_last if series.leader_speaks_last is None else series.leader_speaks_last


def opener(openers: Sequence[Opener], phase: Phase | None, *, turn: int) -> Wording | None:
    """The turn's question (turns count from 0) among the openers suiting the phase; None without a suiting opener."""
    suiting = [one for one in openers if phase is None or not one.phases or phase in one.phases]
    return suiting[turn % len(suiting)].question if suiting else None

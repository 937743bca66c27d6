"""The question that a leader who speaks last may ask meanwhile, and whether leaders speak last."""

from collections.abc import Sequence

from content.catalogue_types import Opener, Phase, Protocol
from content.language import Wording
from dialogs.model import Series


def leaders_speak_last(series: Series, protocol: Protocol) -> bool:
    """The series' own word, else the protocol's."""
    return protocol.leader_speaks_last if series.leader_speaks_last is None else series.leader_speaks_last


def opener(openers: Sequence[Opener], phase: Phase | None, *, turn: int) -> Wording | None:
    """The question of the turn, counted from 0, among those that suit the phase; None without any."""
    suiting = [one for one in openers if phase is None or not one.phases or phase in one.phases]
    return suiting[turn % len(suiting)].question if suiting else None

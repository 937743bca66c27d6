"""How often each answer by one press was chosen, as far as a reader may know without learning who chose."""

from collections import Counter
from collections.abc import Sequence

from dialogs.sharing.anonymity import FEWEST
from dialogs.sharing.reaching import CROWD


def shares(chosen: Sequence[int], size: int) -> tuple[tuple[int, int | None], ...]:
    """(answer, told number) of each answer chosen by anybody; () where nothing may be told of the distribution.

    Nothing is told of fewer than CROWD answers, nor where fewer than FEWEST chose otherwise than most did: nearly
    everybody's answer would be known then, and the last one would know all of them. A number is told only of CROWD who
    chose the same and beside CROWD who did not, in whole CROWDs, so that one answer more in another reader's digest, or
    one less after a withdrawal, hardly ever shows; else the number is None.
    """
    counts = Counter(number for number in chosen if 1 <= number <= size)
    total = counts.total()
    if total < CROWD or total - max(counts.values()) < FEWEST:
        return ()
    return tuple((number, _told(counts[number], total)) for number in sorted(counts))


def _told(count: int, total: int) -> int | None:
    return count // CROWD * CROWD if count >= CROWD <= total - count else None

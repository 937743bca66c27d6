"""Whether two groups of people answer differently, or only seem to: exact tests, corrected for how many are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from dialogs.sharing.reaching import CROWD

LEVEL = 0.05
"""The share of false alarms among the differences found (Benjamini and Hochberg)."""


@dataclass(frozen=True)
class Share:
    """`having` of `people` in a part have what `all_having` of `everybody` have; all of them numbers of people."""

    having: int
    people: int
    all_having: int
    everybody: int

    @property
    def may_be_told(self) -> bool:
        """Whether the part, the rest, and those who have it in the part are CROWD each: fewer could be somebody."""
        return min(self.having, self.people, self.everybody - self.people) >= CROWD

    @property
    def chance(self) -> float:
        """The chance of so many or more in the part, if the part were drawn at random (hypergeometric)."""
        most = min(self.people, self.all_having)
        ways = sum(
            comb(self.all_having, have) * comb(self.everybody - self.all_having, self.people - have)
            for have in range(self.having, most + 1)
            if self.people - have <= self.everybody - self.all_having
        )
        return ways / comb(self.everybody, self.people)


def unlikely(shares: Sequence[Share]) -> tuple[bool, ...]:
    """Which of the shares are too large for chance, judged together; none that may not be told."""
    tested = sorted((share.chance, number) for number, share in enumerate(shares) if share.may_be_told)
    passed = [rank for rank, (chance, _) in enumerate(tested, start=1) if chance <= LEVEL * rank / len(tested)]
    found = {number for _, number in tested[: max(passed, default=0)]}
    return tuple(number in found for number in range(len(shares)))

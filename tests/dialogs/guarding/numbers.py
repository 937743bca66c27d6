"""Made-up identity and account numbers of nobody living.

Holders would be born from 1854 to 1899, the time of individual numbers 500 to 749 with two-digit years from 54 on
(folkeregisterforskriften § 2-2-1).
"""

from collections.abc import Sequence
from random import Random

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
KINDS = ("birth", "2032", "d", "h", "synthetic", "synthetic d")


def identity(random: Random, kind: str = "") -> str:
    """Eleven digits of a kind in KINDS, or of a random kind."""
    kind = kind or random.choice(KINDS)
    while True:
        day, month = random.randint(1, 28), random.randint(1, 12)
        day += 40 if kind in {"d", "synthetic d"} else 0
        month += {"h": 40, "synthetic": 80, "synthetic d": 80}.get(kind, 0)
        digits = f"{day:02}{month:02}{random.randint(54, 99)}{random.randint(500, 749)}"
        first = _control(_FIRST, digits, random.choice((1, 2, 3)) if kind == "2032" else 0)
        second = first and _control(_SECOND, digits + first)
        if second:
            return digits + first + second


def account(random: Random) -> str:
    while True:
        digits = f"{random.randint(10**9, 10**10 - 1)}"
        if control := _control(_SECOND, digits):
            return digits + control


def _control(weights: Sequence[int], digits: str, remainder: int = 0) -> str:
    """The digit for this remainder; "" if none fits."""
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    control = (remainder - total) % 11
    return str(control) if control < 10 else ""


def as_written(random: Random, digits: str) -> str:
    """The number as people write it."""
    date, rest = digits[:6], digits[6:]
    return random.choice(
        [
            digits,
            f"{date} {rest}",
            f"{date}-{rest}",
            f"{date}.{rest}",
            f"{date}\u00a0{rest}",
            f"{date[:2]}.{date[2:4]}.{date[4:]} {rest}",
            f"{date[:2]} {date[2:4]} {date[4:]} {rest[:3]} {rest[3:]}",
            " ".join(digits),
        ]
    )

"""Which two answers of others an author is shown at once, with the receipt of the author's own first answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from dialogs.sharing.anonymity import FEWEST

SHOWN = 2
"""Answers on a receipt; also how often an answer is shown before all others have been shown as often."""


@dataclass(frozen=True)
class Candidate:
    """An answer of somebody else that the reader may read now, and on how many receipts the answer stands."""

    id: UUID
    times: int


def chosen(reader: UUID, pool: Sequence[Candidate]) -> tuple[UUID, ...]:
    """Two of the pool's answers, none of a pool of fewer than FEWEST.

    The two are always drawn from FEWEST answers or more: a reader who saw a colleague send an answer a moment ago must
    not know that the colleague's words are on the receipt. For the same reason the least shown answers are not taken
    one by one (the newest is always the least shown): all answers shown fewer than SHOWN times come first, in an order
    of the reader's own, which says nothing of times.
    """
    if len(pool) < FEWEST:
        return ()
    fresh = [one for one in pool if one.times < SHOWN]
    among = fresh if len(fresh) >= FEWEST else pool
    return tuple(one.id for one in sorted(among, key=lambda one: _scattered(reader, one.id))[:SHOWN])


def _scattered(reader: UUID, answer: UUID) -> bytes:
    return blake2b(reader.bytes + answer.bytes, digest_size=16).digest()

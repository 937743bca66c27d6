"""Which municipalities share in a network: each one's own yes to each of the others, and the operator's ties of many.

Two municipalities are tied where both have said yes to each other. Equal ids of networks in two files tie nothing.
"""

from collections.abc import Sequence
from itertools import permutations

from sqlalchemy import and_, bindparam, delete, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.roster_version import ties_changed
from storage.tables.networks import agreements, ties
from storage.upserts import put_if_absent


async def tie(c: AsyncConnection, municipalities: Sequence[str], network: str) -> None:
    """Tie the municipalities to each other, and to those tied by the operator already."""
    known = (await c.execute(select(ties.c.municipality).where(ties.c.network == network))).scalars()
    everybody = sorted({*known, *municipalities})
    are_new = [
        await put_if_absent(c, ties, {"municipality": municipality, "network": network}, {})
        for municipality in municipalities
    ]
    are_new += [await _put(c, one, network, other) for one, other in permutations(everybody, 2)]
    if any(are_new):
        await ties_changed(c, network)


async def untie(c: AsyncConnection, municipalities: Sequence[str], network: str) -> None:
    """Untie the municipalities: their releases stay their own, and nobody else reads the releases."""
    await ties_changed(c, network)
    theirs = or_(agreements.c.municipality.in_(municipalities), agreements.c.other.in_(municipalities))
    await c.execute(delete(agreements).where(theirs, agreements.c.network == network))
    await c.execute(delete(ties).where(ties.c.municipality.in_(municipalities), ties.c.network == network))


async def agree(c: AsyncConnection, municipality: str, network: str, other: str) -> bool:
    """The municipality's own yes to the other; False for a yes said before."""
    is_new = await _put(c, municipality, network, other)
    if is_new:
        await ties_changed(c, network)
    return is_new


async def disagree(c: AsyncConnection, municipality: str, network: str, other: str) -> bool:
    """Take the municipality's own yes to the other back, at once; False where it was not said.

    The operator's next tie of many leaves the municipality out.
    """
    mine = and_(agreements.c.municipality == municipality, agreements.c.network == network)
    await ties_changed(c, network)
    gone = await c.execute(delete(agreements).where(mine, agreements.c.other == other))
    await c.execute(delete(ties).where(ties.c.municipality == municipality, ties.c.network == network))
    return gone.rowcount > 0


async def agreed(c: AsyncConnection, municipality: str, network: str) -> tuple[frozenset[str], frozenset[str]]:
    """(those to whom the municipality has said yes, those who have said yes to the municipality)."""
    here = agreements.c.network == network
    ours = select(agreements.c.other).where(here, agreements.c.municipality == municipality)
    theirs = select(agreements.c.municipality).where(here, agreements.c.other == municipality)
    found = [frozenset((await c.execute(query)).scalars()) for query in (ours, theirs)]
    return found[0], found[1]


async def all_tied(c: AsyncConnection, network: str) -> tuple[str, ...]:
    """Every municipality tied to another in the network, or to the network alone by the operator."""
    alone = select(ties.c.municipality).where(ties.c.network == network)
    both = select(_ours.c.municipality).select_from(_BOTH).where(_ours.c.network == network)
    return tuple(sorted((await c.execute(union(alone, both))).scalars()))


_ours, _theirs = agreements.alias("ours"), agreements.alias("theirs")
_BOTH = _ours.join(
    _theirs,
    and_(
        _theirs.c.municipality == _ours.c.other,
        _theirs.c.other == _ours.c.municipality,
        _theirs.c.network == _ours.c.network,
    ),
)
_TIED = Prepared(
    select(_ours.c.other)
    .select_from(_BOTH)
    .where(_ours.c.municipality == bindparam("municipality"), _ours.c.network == bindparam("network"))
)


async def tied(c: AsyncConnection, municipality: str, network: str) -> tuple[str, ...]:
    """The municipalities with which this one shares in the network, both having said yes."""
    found = (await _TIED.run(c, municipality=municipality, network=network)).scalars()
    return tuple(sorted(str(one) for one in found))


async def _put(c: AsyncConnection, municipality: str, network: str, other: str) -> bool:
    return await put_if_absent(c, agreements, {"municipality": municipality, "network": network, "other": other}, {})

"""Commitments and needs of support that one reader may read, of a group, a session or the time before a meeting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Commitment, Promiser, Reading, SupportNeed
from dialogs.sharing.circles import Municipality, left_groups
from storage import commitments, merged_groups, support_needs
from storage.memberships import memberships_of


@dataclass(frozen=True)
class Ledger:
    """What was promised both ways, in one list: the municipality's first, then the group's, then people's.

    `needs` are the needs of support that the reader may read, with the answers.
    """

    promised: tuple[Commitment, ...]
    needs: tuple[SupportNeed, ...]


async def open_at(
    c: AsyncConnection, reading: Reading, group: str, at: datetime, *, left: Reading | None = None
) -> tuple[Commitment, ...]:
    """What was agreed on and open for the group at the instant `at`, as the reader may read it, in the words of now.

    With what groups that the group has taken over promised, for a reader who was in those groups: `left`.
    """
    known = await commitments.readable(c, reading, groups=(group,))
    if left is not None and left.standings:
        known += await _taken_over(c, left, group, at)
    return tuple(one for one in known if one.agreed and one.made_at <= at and (one.found is None or one.found.at > at))


async def _taken_over(c: AsyncConnection, left: Reading, group: str, at: datetime) -> tuple[Commitment, ...]:
    groups = await merged_groups.merged_into(c, left.municipality, group, now=at)
    found = await commitments.readable(c, left, groups=groups)
    return tuple(one for one in found if one.promiser is Promiser.GROUP)


async def of_groups_left(c: AsyncConnection, town: Municipality, person: UUID, *, now: datetime) -> Reading:
    """What a reader may read of groups that nobody belongs to any more: the promises of those left last."""
    groups = await merged_groups.left_with_promises(c, town.id, now=now)
    theirs = await memberships_of(c, town.id, person) if groups else ()
    return left_groups(person, theirs, town, groups)


async def made_in_session(c: AsyncConnection, reading: Reading, session: str) -> Ledger:
    """What was promised and asked for in the session, as the reader may read it, whatever came of it since."""
    promised = await commitments.readable(c, reading, session=session)
    return Ledger(promised, await support_needs.readable(c, reading, sessions=[session]))


async def needs_said_in(c: AsyncConnection, reading: Reading, sessions: Collection[str]) -> tuple[SupportNeed, ...]:
    """The needs of support asked for in the sessions, as the reader may read them, the oldest first."""
    return await support_needs.readable(c, reading, sessions=sorted(sessions))


async def looked_at_since(c: AsyncConnection, reading: Reading, group: str, since: datetime) -> tuple[Commitment, ...]:
    """What has been told of the group's commitments since that instant: outcomes, reasons and what was learnt."""
    found = await commitments.readable(c, reading, groups=(group,), is_open=False)
    return tuple(one for one in found if one.found is not None and one.found.at >= since)

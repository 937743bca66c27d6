"""Commitments and needs of support that one reader may read, of a group, a session or the time before a meeting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Commitment, Reading, SupportNeed
from storage import commitments, support_needs


@dataclass(frozen=True)
class Ledger:
    """What was promised both ways, in one list: the municipality's first, then the group's, then people's.

    `needs` are the needs of support that the reader may read, with the answers.
    """

    promised: tuple[Commitment, ...]
    needs: tuple[SupportNeed, ...]


async def open_at(c: AsyncConnection, reading: Reading, group: str, at: datetime) -> tuple[Commitment, ...]:
    """What was agreed on and open for the group at the instant `at`, as the reader may read it, in the words of now."""
    known = [one for one in await commitments.readable(c, reading, groups=(group,)) if one.agreed]
    return tuple(one for one in known if one.made_at <= at and (one.found is None or one.found.at > at))


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

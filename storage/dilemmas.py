"""Dilemmas of meetings, chosen or carried on from earlier meetings; ids and never words."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Digest
from storage.tables.dilemmas import dilemmas
from storage.tables.sessions import digests, reflections
from storage.turnout import counts
from storage.upserts import put, put_if_absent

_OF_PACK = and_(digests.c.municipality == dilemmas.c.municipality, digests.c.id == dilemmas.c.digest)


async def carry_on(c: AsyncConnection, digest: Digest, *, since: datetime) -> None:
    """Bring to the meeting the older offers that no meeting of the same group has taken up.

    Older offers belong to sessions given back after `since`, and no later than `digest.since`.
    """
    found: Sequence[UUID] = (await c.execute(_left_over(digest, since))).scalars().all()
    for its_id in found:
        await put_if_absent(c, dilemmas, _key(digest, its_id), {"chosen": False})


def _left_over(digest: Digest, since: datetime) -> Select[Any]:
    given_back = and_(
        digests.c.municipality == reflections.c.municipality,
        digests.c.session == reflections.c.session,
        digests.c.series == digest.series,
        digests.c.made_at > since,
        digests.c.made_at <= digest.since,
    )
    offered = and_(reflections.c.municipality == digest.municipality, reflections.c.offered, counts())
    return select(reflections.c.id).join(digests, given_back).where(offered, ~_taken_up(digest))


def _taken_up(digest: Digest) -> ColumnElement[bool]:
    """Whether an earlier meeting of the same group has taken the answer up."""
    return (
        exists()
        .where(
            _OF_PACK,
            dilemmas.c.reflection == reflections.c.id,
            dilemmas.c.chosen,
            digests.c.municipality == digest.municipality,
            digests.c.meeting_group == digest.meeting_group,
            digests.c.meeting_at < digest.meeting_at,
            digests.c.called_off.is_(False),
        )
        .correlate(reflections)
    )


async def sessions_carried(c: AsyncConnection, digest: Digest) -> dict[UUID, str]:
    """The answers carried on to the meeting, each with its session."""
    answer = and_(reflections.c.municipality == dilemmas.c.municipality, reflections.c.id == dilemmas.c.reflection)
    found = select(reflections.c.id, reflections.c.session).join(dilemmas, answer).where(_of(digest))
    return {row.id: row.session for row in await c.execute(found)}


async def chosen(c: AsyncConnection, digest: Digest) -> UUID | None:
    query = select(dilemmas.c.reflection).where(_of(digest), dilemmas.c.chosen)
    return (await c.execute(query)).scalars().one_or_none()


async def chosen_at(c: AsyncConnection, digest: Digest, times: Collection[datetime]) -> UUID | None:
    """The choice of the newest pack of the digest's meeting from before a move; `times` are the meeting's old times."""
    moved = and_(
        digests.c.municipality == digest.municipality,
        digests.c.series == digest.series,
        digests.c.meeting_group == digest.meeting_group,
        digests.c.called_off,
        digests.c.meeting_at.in_(times),
    )
    query = select(dilemmas.c.reflection).join(digests, _OF_PACK).where(moved, dilemmas.c.chosen)
    return (await c.execute(query.order_by(digests.c.made_at.desc()).limit(1))).scalar_one_or_none()


async def choose(c: AsyncConnection, digest: Digest, reflection: UUID) -> None:
    """The answer becomes the meeting's only chosen dilemma."""
    await c.execute(update(dilemmas).where(_of(digest), dilemmas.c.chosen).values(chosen=False))
    await put(c, dilemmas, _key(digest, reflection), {"chosen": True})


async def packs_with(c: AsyncConnection, municipality: str, reflections: Collection[UUID]) -> tuple[UUID, ...]:
    """The digests of meetings with any of the answers, chosen or carried on."""
    its = and_(dilemmas.c.municipality == municipality, dilemmas.c.reflection.in_(reflections))
    return tuple((await c.execute(select(dilemmas.c.digest).where(its).distinct())).scalars())


async def forget_answer(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    await c.execute(delete(dilemmas).where(_is_answer(municipality, reflection)))


async def pass_on(c: AsyncConnection, municipality: str, reflection: UUID, its_id: UUID) -> None:
    """The answer has a new id, and its meetings keep it."""
    await c.execute(update(dilemmas).where(_is_answer(municipality, reflection)).values(reflection=its_id))


def _of(digest: Digest) -> ColumnElement[bool]:
    return and_(dilemmas.c.municipality == digest.municipality, dilemmas.c.digest == digest.id)


def _key(digest: Digest, reflection: UUID) -> dict[str, object]:
    return {"municipality": digest.municipality, "digest": digest.id, "reflection": reflection}


def _is_answer(municipality: str, reflection: UUID) -> ColumnElement[bool]:
    return and_(dilemmas.c.municipality == municipality, dilemmas.c.reflection == reflection)

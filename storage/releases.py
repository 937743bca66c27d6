"""Releases: copies of answers shared with a network. Answers leave the municipality's own tables only as releases.

Nothing crosses from one municipality to another unless both have said yes to each other (`storage/ties.py`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, false, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Beyond, Part, Reflection, Release, Rung, Signature
from storage.tables.networks import releases
from storage.upserts import put


async def release(c: AsyncConnection, answer: Release) -> None:
    values = {
        "network": answer.network,
        "session": answer.session,
        "position": answer.position,
        "group_name": answer.group_name,
        "area_id": answer.area_id,
        "area": answer.area,
        "question": answer.question,
        "law": answer.law,
        "text": answer.text,
        "follow_ups": answer.follow_ups,
        "further": _as_json(answer.further),
        "signature": answer.signature.value,
        "signer": answer.signer,
        "keyword": answer.keyword,
        "circle_at": answer.circle_at,
        "released_at": answer.released_at,
        "revoked_at": None,
    }
    await put(c, releases, {"municipality": answer.municipality, "reflection": answer.reflection}, values)


async def follow(c: AsyncConnection, after: Reflection, *, now: datetime) -> None:
    """Rewrite the release after the reflection; revoke and empty the release if the network may no longer read."""
    mine = and_(releases.c.municipality == after.municipality, releases.c.reflection == after.id)
    shared = bool(after.parts) and after.rung is Rung.NETWORK
    values: dict[str, Any] = {
        "text": after.said if shared else "",
        "further": _as_json(after.follow_up_parts) if shared else [],
        "keyword": after.keyword if shared else "",
        "revoked_at": None if shared else now,
    }
    if not shared or after.signature is Signature.NONE:
        values |= {"signature": "", "signer": ""}  # a name or a role is never added to a copy
    await c.execute(update(releases).where(mine).values(values))


async def of_reflection(c: AsyncConnection, municipality: str, reflection: UUID) -> Release | None:
    """The release of the reflection, revoked or not."""
    mine = and_(releases.c.municipality == municipality, releases.c.reflection == reflection)
    row = (await c.execute(select(releases).where(mine))).mappings().one_or_none()
    return _release(row) if row else None


async def erase(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    """Delete the network's copy of the reflection, leaving no trace of a release."""
    await c.execute(
        delete(releases).where(releases.c.municipality == municipality, releases.c.reflection == reflection)
    )


async def pass_on(c: AsyncConnection, municipality: str, reflection: UUID, to: UUID) -> None:
    """Make the network's copy the copy of the reflection with the id `to`, unsigned."""
    mine = and_(releases.c.municipality == municipality, releases.c.reflection == reflection)
    await c.execute(update(releases).where(mine).values(reflection=to, signature="", signer=""))


def _as_json(further: Sequence[Part]) -> list[dict[str, Any]]:
    """Without the ids of chat messages, which stay in the municipality."""
    return [{"follow_up": part.follow_up, "text": part.text} for part in further]


async def released(
    c: AsyncConnection, beyond: Beyond, *, since: datetime | None, until: datetime
) -> tuple[Release, ...]:
    """What was released to the reader from `since` on and until `until`."""
    query = select(releases).where(may_be_read(beyond), releases.c.released_at <= until)
    if since is not None:
        query = query.where(releases.c.released_at > since)
    order = (releases.c.municipality, releases.c.session, releases.c.position, releases.c.reflection)
    return tuple(_release(row) for row in (await c.execute(query.order_by(*order))).mappings())


async def released_by_id(c: AsyncConnection, beyond: Beyond, reflections: Collection[UUID]) -> tuple[Release, ...]:
    """The releases of these reflections, as far as the reader may read them."""
    query = select(releases).where(may_be_read(beyond), releases.c.reflection.in_(list(reflections)))
    return tuple(_release(row) for row in (await c.execute(query)).mappings())


def may_be_read(beyond: Beyond) -> ColumnElement[bool]:
    """Whether a row of `releases` is a standing copy of an answer given while the reader was in the network."""
    while_there = (
        and_(
            releases.c.circle_at >= one.since if one.since is not None else true(),
            releases.c.circle_at < one.until if one.until is not None else true(),
        )
        for one in beyond.standings
    )
    return and_(
        releases.c.network == beyond.network,
        releases.c.municipality.in_(beyond.municipalities),
        releases.c.revoked_at.is_(None),
        or_(false(), *while_there),
    )


def _release(row: RowMapping) -> Release:
    return Release(
        municipality=row["municipality"],
        reflection=row["reflection"],
        network=row["network"],
        session=row["session"],
        position=row["position"],
        group_name=row["group_name"],
        area_id=row["area_id"],
        area=row["area"],
        question=row["question"],
        law=row["law"],
        text=row["text"],
        circle_at=row["circle_at"],
        released_at=row["released_at"],
        follow_ups=row["follow_ups"],
        signature=Signature(row["signature"]),
        signer=row["signer"],
        keyword=row["keyword"],
        further=tuple(Part(part["text"], follow_up=part["follow_up"]) for part in row["further"]),
    )

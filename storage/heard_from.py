"""The latest sessions of a series in a group, and whether each person has said anything in each; nothing is stored."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Session, Stage
from storage.tables.people import accounts, memberships, people
from storage.tables.places import contacts
from storage.tables.sessions import reflections, sessions


async def heard_from(
    c: AsyncConnection, before: Session, persons: Collection[UUID], *, most: int
) -> dict[UUID, list[bool]]:
    """Of each person's latest closed sessions before this one, the latest first: answered, passed or taken back.

    A session counts for people who were in the group, had added the bot and had no pause when the session opened.
    """
    latest = (
        select(sessions.c.id, sessions.c.opens_at)
        .where(
            sessions.c.municipality == before.municipality,
            sessions.c.series == before.series,
            sessions.c.group == before.group,
            sessions.c.stage == Stage.CLOSED.value,
            sessions.c.opens_at < before.opens_at,
        )
        .order_by(sessions.c.opens_at.desc())
        .limit(most)
        .subquery()
    )
    there = _people(before, persons).subquery()
    was_asked = and_(
        there.c.since <= latest.c.opens_at,
        there.c.installed_at <= latest.c.opens_at,
        or_(
            there.c.paused_until.is_(None),
            there.c.paused_until <= latest.c.opens_at,
            there.c.paused_from > latest.c.opens_at,
        ),
    )
    said = and_(
        reflections.c.municipality == before.municipality,
        reflections.c.session == latest.c.id,
        reflections.c.author == there.c.id,
    )
    query = (
        select(there.c.id, latest.c.opens_at, func.count(reflections.c.author).label("said"))
        .select_from(there)
        .join(latest, was_asked)
        .outerjoin(reflections, said)
        .group_by(there.c.id, latest.c.opens_at)
        .order_by(latest.c.opens_at.desc())
    )
    found: dict[UUID, list[bool]] = {}
    for row in await c.execute(query):
        found.setdefault(row.id, []).append(row.said > 0)
    return found


def _people(before: Session, persons: Collection[UUID]) -> Select[Any]:
    """The people with the beginning of their membership, and the moment at which they added the bot."""
    in_group = and_(
        memberships.c.municipality == people.c.municipality,
        memberships.c.person == people.c.id,
        memberships.c.group == before.group,
    )
    theirs = and_(accounts.c.municipality == people.c.municipality, accounts.c.person == people.c.id)
    chat = and_(contacts.c.tenant == accounts.c.tenant, contacts.c.object_id == accounts.c.object_id)
    return (
        select(
            people.c.id,
            people.c.paused_from,
            people.c.paused_until,
            func.min(memberships.c.since).label("since"),
            func.min(contacts.c.installed_at).label("installed_at"),
        )
        .join(memberships, in_group)
        .join(accounts, theirs)
        .join(contacts, chat)
        .where(people.c.municipality == before.municipality, people.c.id.in_(persons))
        .group_by(people.c.id, people.c.paused_from, people.c.paused_until)
    )

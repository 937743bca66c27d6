"""The versions of the privacy notice that Teams has taken to people and channels, and people due a newer version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AskedIn, Stage
from storage.prepared import Prepared
from storage.tables.people import accounts, municipalities, municipality_settings, people
from storage.tables.places import contacts
from storage.tables.sessions import steps


@dataclass(frozen=True)
class Shown:
    """A version of a municipality's notice in somebody's own chat, with the edition of the municipality's part."""

    municipality: str
    tenant: str
    conversation: str
    version: int
    edition: int = 0


@dataclass(frozen=True)
class ShownInChannel:
    """A version of the notice on a step's card in a channel."""

    municipality: str
    session: str
    position: int
    version: int


async def notice_edition(c: AsyncConnection, municipality: str) -> int:
    """The edition of the municipality's part of the notice; 0 without settings."""
    return (await _EDITION.run(c, municipality=municipality)).scalar() or 0


_EDITION = Prepared(
    select(municipality_settings.c.notice_edition).where(
        municipality_settings.c.municipality == bindparam("municipality")
    )
)


async def show_anew(c: AsyncConnection, municipality: str) -> None:
    """Count a change of the municipality's part: the notice comes with everybody's next prompt."""
    edition = await notice_edition(c, municipality) + 1
    mine = municipality_settings.c.municipality == municipality
    await c.execute(update(municipality_settings).where(mine).values(notice_edition=edition))
    await c.execute(update(people).where(people.c.municipality == municipality).values(notice_due=edition))


async def mark_shown(c: AsyncConnection, shown: Sequence[Shown | ShownInChannel], *, now: datetime) -> None:
    """A version shown before keeps its moment. Rows are written in order: two writers of the same cannot deadlock."""
    await _mark_in_chats(c, [one for one in shown if isinstance(one, Shown)], now=now)
    cards = [one for one in shown if isinstance(one, ShownInChannel)]
    for card in sorted(cards, key=lambda one: (one.municipality, one.session, one.position)):
        at = (steps.c.municipality == card.municipality, steps.c.session == card.session)
        itself = and_(*at, steps.c.position == card.position, steps.c.notice_version != card.version)
        await c.execute(update(steps).where(itself).values(notice_version=card.version))


async def steps_without_notice(c: AsyncConnection, *, version: int) -> tuple[tuple[str, str, int], ...]:
    """Open steps, as (municipality, session, position), whose card in a channel has an older version or none."""
    key = (steps.c.municipality, steps.c.session, steps.c.position)
    is_open = and_(steps.c.stage == Stage.OPEN.value, steps.c.asked == AskedIn.CHANNEL.value)
    rows = await c.execute(select(*key).where(is_open, steps.c.notice_version < version).order_by(*key))
    return tuple((row.municipality, row.session, row.position) for row in rows)


async def change_version(c: AsyncConnection, version: int) -> tuple[str, ...]:
    """Store the version of a program just started; returns the municipalities that had another version.

    Before the first stored version, a municipality has the newest version shown to the municipality's people.
    """
    shown = select(func.max(people.c.notice_version)).where(people.c.municipality == municipalities.c.id)
    stored = municipalities.c.notice_version
    others = select(municipalities.c.id, stored, shown.scalar_subquery().label("shown")).where(stored != version)
    changed: list[str] = []
    for row in (await c.execute(others.order_by(municipalities.c.id))).all():
        itself = and_(municipalities.c.id == row.id, stored == row.notice_version)
        is_mine = (await c.execute(update(municipalities).where(itself).values(notice_version=version))).rowcount == 1
        before = row.notice_version or row.shown
        changed += [row.id] if is_mine and before not in (None, 0, version) else []
    return tuple(changed)


async def _mark_in_chats(c: AsyncConnection, shown: Sequence[Shown], *, now: datetime) -> None:
    rows = [
        {
            "its_municipality": one.municipality,
            "its_tenant": one.tenant,
            "its_conversation": one.conversation,
            "its_version": one.version,
            "its_edition": one.edition,
            "shown_at": now,
        }
        for one in sorted(shown, key=lambda one: (one.municipality, one.tenant, one.conversation))
    ]
    if rows:
        await _MARK.run_each(c, rows)


_OF_CHAT = (
    select(accounts.c.person)
    .join(contacts, and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id))
    .where(
        accounts.c.municipality == bindparam("its_municipality"),
        contacts.c.tenant == bindparam("its_tenant"),
        contacts.c.conversation == bindparam("its_conversation"),
    )
)
_IS_NEWER = people.c.notice_version < bindparam("its_version")
_MARK = Prepared(
    update(people)
    .where(
        people.c.municipality == bindparam("its_municipality"),
        people.c.id.in_(_OF_CHAT),
        or_(_IS_NEWER, people.c.notice_due > 0),
    )
    .values(
        notice_version=case((_IS_NEWER, bindparam("its_version")), else_=people.c.notice_version),
        notice_at=bindparam("shown_at"),
        notice_due=case((people.c.notice_due > bindparam("its_edition"), people.c.notice_due), else_=0),
    )
)

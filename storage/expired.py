"""Things deleted by a rule of retention, with all dependent rows: counted, and deleted in batches.

Things of an open session stay, and so do answers still to be read by a digest ahead of a meeting. Sessions and steps
stay: plans hold nothing of anybody.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    FromClause,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DeliveryKind, KeptKind, Stage
from storage import bank_index
from storage.outbox_rows import CLAIMED_STATES, SENDABLE, is_in
from storage.tables.dilemmas import dilemmas
from storage.tables.headings import headings
from storage.tables.networks import releases
from storage.tables.outbox import deliveries
from storage.tables.own_log import own_log
from storage.tables.places import reflection_messages
from storage.tables.practices import practices
from storage.tables.records import records
from storage.tables.sessions import digests, meetings, reflection_parts, reflections, sessions, steps
from storage.tables.tidied import tidied_answers, tidied_themes

Keys = Sequence[Row[Any]]

_to_come, _met = meetings.alias("to_come"), meetings.alias("met")
_newer, _covered = digests.alias("newer"), digests.alias("covered")
_OF_ANSWERS = (DeliveryKind.PROMPT.value, DeliveryKind.CARD.value, DeliveryKind.RECEIPT.value)


@dataclass(frozen=True)
class _Expired:
    """`keys` selects the keys of expired rows, from (municipality, before, now); `delete` deletes rows by key."""

    keys: Callable[[str, datetime, datetime], Select[Any]]
    delete: Callable[[AsyncConnection, str, Keys], Awaitable[None]]


async def count_expired(
    c: AsyncConnection, municipality: str, kind: KeptKind, *, before: datetime, now: datetime
) -> int:
    """The number of things to delete, without dependent rows."""
    found = 0
    for one in _EXPIRED[kind]:
        counting = select(func.count()).select_from(one.keys(municipality, before, now).subquery())
        found += (await c.execute(counting)).scalar() or 0
    return found


async def delete_expired(
    c: AsyncConnection, municipality: str, kind: KeptKind, *, before: datetime, now: datetime, most: int
) -> int:
    """Delete at most `most` things with all dependent rows; 0 if nothing was left."""
    gone = 0
    for one in _EXPIRED[kind]:
        keys = (await c.execute(one.keys(municipality, before, now).limit(most - gone))).all()
        if keys:
            await one.delete(c, municipality, keys)
        gone += len(keys)
    return gone


# Answers.


def _answers(municipality: str, before: datetime, now: datetime) -> Select[Any]:
    of_step = and_(
        steps.c.municipality == reflections.c.municipality,
        steps.c.session == reflections.c.session,
        steps.c.position == reflections.c.position,
    )
    closed_at = func.coalesce(steps.c.closed_at, steps.c.closes_at)
    return (
        select(reflections.c.session, reflections.c.position, reflections.c.author, reflections.c.id)
        .join(steps, of_step)
        .join(sessions, _of_session(reflections.c.session, municipality))
        .where(reflections.c.municipality == municipality, closed_at < before)
        .where(sessions.c.stage != Stage.OPEN.value, not_(_awaits_meeting(municipality, closed_at, now)))
    )


def _of_session(session: ColumnElement[str], municipality: str) -> ColumnElement[bool]:
    return and_(sessions.c.municipality == municipality, sessions.c.id == session)


def _awaits_meeting(municipality: str, since: ColumnElement[datetime], now: datetime) -> ColumnElement[bool]:
    """Whether the digest of a meeting ahead, of the row's series, reaches back to `since`."""
    met = and_(
        *(_met.c[name] == _to_come.c[name] for name in ("municipality", "series", "group")),
        _met.c.done.is_(True),
        _met.c.at < now,
        _met.c.digest_at >= since,
    )
    ahead = and_(
        _to_come.c.municipality == municipality,
        _to_come.c.series == sessions.c.series,
        or_(_to_come.c.done.is_(False), _to_come.c.at >= now),
    )
    return exists().where(ahead, not_(exists().where(met).correlate(_to_come))).correlate(sessions, steps)


async def _delete_answers(c: AsyncConnection, municipality: str, keys: Keys) -> None:
    ids = [key.id for key in keys]
    await bank_index.remove(c, municipality, ids)
    for table, column in (
        (reflection_parts, reflection_parts.c.reflection),
        (reflection_messages, reflection_messages.c.reflection),
        (releases, releases.c.reflection),
        (tidied_answers, tidied_answers.c.reflection),
        (reflections, reflections.c.id),
    ):
        await c.execute(delete(table).where(table.c.municipality == municipality, column.in_(ids)))
    await _delete_traces_of_answers(c, municipality, sorted({(key.session, key.position) for key in keys}))


async def _delete_traces_of_answers(c: AsyncConnection, municipality: str, of: Sequence[tuple[str, int]]) -> None:
    """With a step's last answer, delete receipts and card updates, and the chats of prompts without a person.

    Their rows reveal the answerers: of such prompts only cards with words keep a chat.
    """
    left = exists().where(
        reflections.c.municipality == municipality,
        reflections.c.session == deliveries.c.session,
        reflections.c.position == deliveries.c.position,
    )
    traces = and_(
        deliveries.c.municipality == municipality,
        tuple_(deliveries.c.session, deliveries.c.position).in_(of),
        not_(is_in(CLAIMED_STATES)),
        not_(left),
    )
    of_answers = deliveries.c.kind.in_((DeliveryKind.RECEIPT.value, DeliveryKind.CARD.value))
    await c.execute(delete(deliveries).where(traces, of_answers))
    of_nobody = and_(
        deliveries.c.kind == DeliveryKind.PROMPT.value, deliveries.c.person.is_(None), deliveries.c.group.is_(None)
    )
    await c.execute(update(deliveries).where(traces, of_nobody).values(conversation="", thread="", activity=""))


def _practices(municipality: str, before: datetime, _now: datetime) -> Select[Any]:
    return select(practices.c.id).where(practices.c.municipality == municipality, practices.c.changed_at < before)


async def _delete_practices(c: AsyncConnection, municipality: str, keys: Keys) -> None:
    ids = [key.id for key in keys]
    await bank_index.remove(c, municipality, ids)
    await c.execute(delete(practices).where(practices.c.municipality == municipality, practices.c.id.in_(ids)))


# Digests.


def _digests(municipality: str, before: datetime, now: datetime) -> Select[Any]:
    """Without digests that may show words still to be taken back, through which readers' cards are found.

    The newest digest ahead of a series' meetings stays: the next digest begins at its end.
    """
    is_open = exists().where(_of_session(digests.c.session, municipality), sessions.c.stage == Stage.OPEN.value)
    newer = and_(
        *(_newer.c[name] == digests.c[name] for name in ("municipality", "series", "meeting_group")),
        _newer.c.meeting_at > digests.c.meeting_at,
        _newer.c.meeting_at < now,
        _newer.c.called_off.is_(False),
    )
    reads_on = and_(digests.c.session.is_(None), not_(exists().where(newer).correlate(digests)))
    return select(digests.c.id).where(
        digests.c.municipality == municipality,
        digests.c.made_at < before,
        not_(is_open.correlate(digests)),
        not_(reads_on),
        not_(_shows_words()),
    )


def _shows_words() -> ColumnElement[bool]:
    """Whether words are left of the digest's session or, of a digest ahead of a meeting, of a session covered by it."""
    covered = exists().where(
        _covered.c.municipality == digests.c.municipality,
        _covered.c.series == digests.c.series,
        _covered.c.made_at <= digests.c.made_at,
        or_(digests.c.since.is_(None), _covered.c.made_at > digests.c.since),
        _words_of(_covered).correlate(_covered),
    )
    return or_(_words_of(digests).correlate(digests), and_(digests.c.session.is_(None), covered.correlate(digests)))


def _words_of(of: FromClause) -> Exists:
    return exists().where(
        reflections.c.municipality == of.c.municipality,
        reflections.c.session == of.c.session,
        reflection_parts.c.municipality == reflections.c.municipality,
        reflection_parts.c.reflection == reflections.c.id,
    )


async def _delete_digests(c: AsyncConnection, municipality: str, keys: Keys) -> None:
    ids = [key.id for key in keys]
    theirs = select(digests.c.session).where(digests.c.municipality == municipality, digests.c.id.in_(ids))
    gone = and_(headings.c.municipality == municipality, headings.c.session.in_(theirs))
    await c.execute(delete(headings).where(gone))
    for of_it in (tidied_themes, tidied_answers, dilemmas):
        await c.execute(delete(of_it).where(of_it.c.municipality == municipality, of_it.c.digest.in_(ids)))
    quoted = and_(reflections.c.municipality == municipality, reflections.c.session.in_(theirs))
    await bank_index.remove(c, municipality, (await c.execute(select(reflections.c.id).where(quoted))).scalars().all())
    await c.execute(delete(digests).where(digests.c.municipality == municipality, digests.c.id.in_(ids)))
    its = and_(deliveries.c.kind == DeliveryKind.DIGEST.value, deliveries.c.about.in_([str(one) for one in ids]))
    await c.execute(delete(deliveries).where(deliveries.c.municipality == municipality, its))


# Logs.


def _own_logs(municipality: str, before: datetime, _now: datetime) -> Select[Any]:
    return select(*_OWN_LOG_KEY).where(own_log.c.municipality == municipality, own_log.c.at < before)


_OWN_LOG_KEY = (own_log.c.person, own_log.c.at, own_log.c.session, own_log.c.position, own_log.c.act)


async def _delete_own_logs(c: AsyncConnection, municipality: str, keys: Keys) -> None:
    these = tuple_(*_OWN_LOG_KEY).in_([tuple(key) for key in keys])
    await c.execute(delete(own_log).where(own_log.c.municipality == municipality, these))


def _records(municipality: str, before: datetime, _now: datetime) -> Select[Any]:
    return select(records.c.id).where(records.c.municipality == municipality, records.c.at < before)


async def _delete_records(c: AsyncConnection, municipality: str, keys: Keys) -> None:
    these = records.c.id.in_([key.id for key in keys])
    await c.execute(delete(records).where(records.c.municipality == municipality, these))


# Deliveries.


def _deliveries(municipality: str, before: datetime, now: datetime) -> Select[Any]:
    """Without deliveries of cards with answers, needed to remove withdrawn words from Teams.

    A digest's deliveries are deleted with the digest.
    """
    answered = exists().where(
        reflections.c.municipality == municipality,
        reflections.c.session == deliveries.c.session,
        reflections.c.position == deliveries.c.position,
    )
    session = exists().where(
        _of_session(deliveries.c.session, municipality),
        or_(
            sessions.c.stage == Stage.OPEN.value,
            _awaits_meeting(municipality, sessions.c.opens_at, now),
        ),
    )
    return select(deliveries.c.id).where(
        deliveries.c.municipality == municipality,
        deliveries.c.due_at < before,
        not_(is_in((*SENDABLE, *CLAIMED_STATES))),
        not_(and_(deliveries.c.kind.in_(_OF_ANSWERS), answered.correlate(deliveries))),
        deliveries.c.kind != DeliveryKind.DIGEST.value,
        not_(session.correlate(deliveries)),
    )


async def _delete_deliveries(c: AsyncConnection, municipality: str, keys: Keys) -> None:
    these = deliveries.c.id.in_([key.id for key in keys])
    await c.execute(delete(deliveries).where(deliveries.c.municipality == municipality, these))


_EXPIRED: Mapping[KeptKind, tuple[_Expired, ...]] = {
    KeptKind.ANSWERS: (_Expired(_answers, _delete_answers), _Expired(_practices, _delete_practices)),
    KeptKind.DIGESTS: (_Expired(_digests, _delete_digests),),
    KeptKind.LOGS: (_Expired(_own_logs, _delete_own_logs), _Expired(_records, _delete_records)),
    KeptKind.DELIVERIES: (_Expired(_deliveries, _delete_deliveries),),
}

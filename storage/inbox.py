"""The inbox: activities delivered by Teams, remembered so that a repeated activity is recognised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening
from storage.municipality_settings import is_held
from storage.notes import are_old
from storage.notes import forget_old as forget_old_notes
from storage.prepared import Prepared
from storage.tables.checkpoints import checkpoints
from storage.tables.commitments import commitments, support_needs
from storage.tables.decisions import decisions
from storage.tables.notes import notes
from storage.tables.places import inbox, pending_questions, undecided
from storage.tables.proposals import proposals
from storage.tables.tidied import own_words
from storage.tables.tries import tries
from storage.tries import are_left
from storage.upserts import insert_into

_EMPTIED: Mapping[Table, Mapping[str, str | None]] = {checkpoints: {"because": "", "by": None}}
"""What goes of rows that stay: a phase of which somebody has said that it is over is not shut again after a year."""

KEPT, UNDECIDED_KEPT = timedelta(days=1), timedelta(days=14)

_DELETION = "messageDelete"
_deletions = inbox.alias("deletions")
# Teams has been seen to send a press again after half a minute, under a new id.
_SENT_AGAIN_WITHIN = timedelta(minutes=2)
_WORDLESS, _LONGEST = "-", 63
"""How a fingerprint begins that is none of words, and how many characters of an id it holds."""


class Heard(Enum):
    """Whether Teams has delivered an activity before.

    ALIKE: the same words by the same person, less than two minutes before, under another id. Teams may have repeated
    the words, or the person may have: nothing tells the two apart, so no words may be lost silently.
    """

    FIRST = "first"
    ALIKE = "alike"
    AGAIN = "again"


async def remember(c: AsyncConnection, about: Happening, *, now: datetime) -> bool:
    """True for a new activity; False for a repeated delivery, under the same id or a new id."""
    return await hear(c, about, now=now) is Heard.FIRST


async def hear(c: AsyncConnection, about: Happening, *, now: datetime) -> Heard:
    """Remember the activity. An edit has its message's id, so an edit back to earlier words is no repetition."""
    told = {
        "its_tenant": about.place.tenant,
        "its_conversation": about.place.conversation,
        "its_activity": about.activity,
        "its_kind": about.kind,
        "its_at": about.at,
        "its_fingerprint": about.fingerprint,
        "since": now - _SENT_AGAIN_WITHIN,
    }
    is_new = (await _remembering(c.dialect.name).run(c, **told, now=now)).scalar()
    if is_new is None:
        # A message edited twice in one instant has one key: the row takes the newest edit's fingerprint.
        is_new = (await _DIFFERING.run(c, **told)).scalar()
    if is_new is None:
        return Heard.AGAIN
    return Heard.FIRST if is_new else Heard.ALIKE


async def remember_without_words(c: AsyncConnection, about: Happening, *, now: datetime) -> bool:
    """As `remember`, also of an activity that was heard in this transaction; no guess of its words can be checked.

    The activity is known again by its id alone.
    """
    return await remember(c, replace(about, fingerprint=f"{_WORDLESS}{about.activity[-_LONGEST:]}"), now=now)


async def is_said_anew(c: AsyncConnection, about: Happening, *, now: datetime) -> bool | None:
    """Whether all recent messages in the same words were deleted before this message (True), or some after (False).

    None if a message in the same words is not deleted, or if none was heard within two minutes.
    """
    query = select(func.max(_deletions.c.at), func.count(), func.count(_deletions.c.at)).select_from(
        inbox.outerjoin(
            _deletions,
            and_(
                _deletions.c.tenant == inbox.c.tenant,
                _deletions.c.conversation == inbox.c.conversation,
                _deletions.c.activity == inbox.c.activity,
                _deletions.c.kind == _DELETION,
            ),
        )
    )
    alike = and_(
        inbox.c.fingerprint == about.fingerprint,
        inbox.c.seen_at > now - _SENT_AGAIN_WITHIN,
        inbox.c.activity != about.activity,
    )
    last, said, deleted = (await c.execute(query.where(alike))).one()
    return about.at >= last if said and said == deleted else None


async def deleted_at(c: AsyncConnection, about: Happening) -> datetime | None:
    """The last remembered deletion of the message, None without any."""
    query = select(func.max(inbox.c.at)).where(
        inbox.c.tenant == about.place.tenant,
        inbox.c.conversation == about.place.conversation,
        inbox.c.activity == about.activity,
        inbox.c.kind == _DELETION,
    )
    at: datetime | None = (await c.execute(query)).scalar()
    return at


_ITS = {
    column.name: bindparam(f"its_{column.name}", type_=column.type) for column in inbox.c if column.name != "seen_at"
}
_FIRST = (
    select(inbox.c.seen_at)
    .where(
        inbox.c.fingerprint == _ITS["fingerprint"],
        inbox.c.seen_at > bindparam("since"),
        inbox.c.activity != _ITS["activity"],
    )
    .order_by(inbox.c.seen_at)
    .limit(1)
    .scalar_subquery()
)
_DIFFERING = Prepared(
    update(inbox)
    .where(*(inbox.c[column.name] == _ITS[column.name] for column in inbox.primary_key))
    .where(inbox.c.fingerprint != _ITS["fingerprint"], ~inbox.c.fingerprint.startswith(_WORDLESS))
    .values(fingerprint=_ITS["fingerprint"])
    .returning(_FIRST.is_(None))
)


@cache
def _remembering(dialect: str) -> Prepared:
    """An INSERT that returns True for new words, False for repeated words; no row for an activity stored already.

    A repetition is stored with the time of the first, so that a steady repetition counts as new after two minutes.
    """
    seen_at = func.coalesce(_FIRST, bindparam("now", type_=inbox.c.seen_at.type))
    insert = insert_into(dialect, inbox).values({**_ITS, "seen_at": seen_at})
    return Prepared(insert.on_conflict_do_nothing(index_elements=list(inbox.primary_key)).returning(_FIRST.is_(None)))


async def has_old(c: AsyncConnection, *, now: datetime, today: date) -> bool:
    """Whether `forget_old` would delete anything; `today` is the local date."""
    since = {"kept_since": now - KEPT, "undecided_since": now - UNDECIDED_KEPT}
    return bool((await _HAS_OLD.run(c, now=now, today=today, **since)).scalar())


async def forget_old(c: AsyncConnection, *, now: datetime, today: date) -> None:
    """Delete activities after a day, undecided messages after two weeks, the rest at its end.

    Of an answer to a checkpoint the reason and the author go; the answer stays. While a municipality's archive holds,
    all stays but Teams' own: notes, proposals, commitments, decisions, agendas, needs, and answers to checkpoints.
    """
    await forget_old_notes(c, now=now, today=today)
    for table, old in _old(now, today, now - KEPT, now - UNDECIDED_KEPT).items():
        emptied = _EMPTIED.get(table)
        await c.execute(delete(table).where(old) if emptied is None else update(table).where(old).values(emptied))


_Moment = datetime | BindParameter[datetime]


def _old(
    now: _Moment, today: date | BindParameter[date], kept_since: _Moment, undecided_since: _Moment
) -> dict[Table, ColumnElement[bool]]:
    return {
        inbox: inbox.c.seen_at < kept_since,
        undecided: undecided.c.said_at < undecided_since,
        pending_questions: pending_questions.c.expires_at <= now,
        notes: are_old(now, today),
        proposals: and_(proposals.c.goes_at <= now, ~is_held(proposals.c.municipality, today)),
        commitments: and_(commitments.c.goes_at <= now, ~is_held(commitments.c.municipality, today)),
        decisions: and_(decisions.c.goes_at <= now, ~is_held(decisions.c.municipality, today)),
        checkpoints: and_(
            checkpoints.c.goes_at <= now,
            or_(checkpoints.c.because != "", checkpoints.c.by.is_not(None)),
            ~is_held(checkpoints.c.municipality, today),
        ),
        support_needs: and_(support_needs.c.goes_at <= now, ~is_held(support_needs.c.municipality, today)),
        tries: are_left(),
        own_words: and_(own_words.c.goes_at <= now, ~is_held(own_words.c.municipality, today)),
    }


_HAS_OLD = Prepared(
    select(
        or_(
            *(
                exists().where(old)
                for old in _old(
                    bindparam("now"),
                    bindparam("today", type_=Date),
                    bindparam("kept_since"),
                    bindparam("undecided_since"),
                ).values()
            )
        )
    )
)

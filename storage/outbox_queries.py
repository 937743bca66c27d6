"""Queries on the outbox: deliveries by id, step, digest and thread, and the people reached."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState, OfApproval, OfDigest, OfLookBack, OfTries, Subject
from storage.outbox_rows import CLAIMED_STATES, COMING, delivery_of, has_key, is_in
from storage.own_rhythm import HELD_BACK
from storage.prepared import Prepared
from storage.subjects import text_of
from storage.tables.outbox import deliveries
from storage.tables.people import memberships


@dataclass(frozen=True)
class Reached:
    """The people reached by a session's prompts one by one, and whether a channel was.

    An uncertain delivery counts as reached: otherwise a press would change the number, and so reveal the press. So does
    a prompt that its reader's pause held back: otherwise the number would tell of the pause.
    """

    people: frozenset[UUID]
    channel: bool


async def by_id(c: AsyncConnection, municipality: str, delivery_id: UUID) -> Delivery | None:
    key = {"its_municipality": municipality, "its_id": delivery_id}
    row = (await _by_id().run(c, **key)).mappings().one_or_none()
    return delivery_of(row) if row else None


@cache
def _by_id() -> Prepared:
    return Prepared(select(deliveries).where(has_key()))


async def by_ids(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> dict[UUID, Delivery]:
    found = (await c.execute(_BY_IDS, {"municipality": municipality, "ids": list(ids)})).mappings()
    return {row["id"]: delivery_of(row) for row in found}


_BY_IDS = select(deliveries).where(
    deliveries.c.municipality == bindparam("municipality"), deliveries.c.id.in_(bindparam("ids", expanding=True))
)


async def everything(c: AsyncConnection) -> tuple[Delivery, ...]:
    query = select(deliveries).order_by(deliveries.c.due_at, deliveries.c.municipality, deliveries.c.id)
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


_OF_STEP = select(deliveries).where(
    deliveries.c.municipality == bindparam("municipality"),
    deliveries.c.session == bindparam("session"),
    deliveries.c.position == bindparam("position"),
)
_IS_PROMPT = deliveries.c.kind == DeliveryKind.PROMPT.value
_IS_TO = deliveries.c.person == bindparam("person")
# A receipt before its reader's eyes, or on its way.
_QUOTES = and_(
    deliveries.c.kind == DeliveryKind.RECEIPT.value,
    or_(deliveries.c.activity != "", *(deliveries.c.state == state.value for state in COMING)),
)
_IS_REMINDER = and_(
    deliveries.c.kind == DeliveryKind.REMINDER.value,
    or_(deliveries.c.activity != "", *(deliveries.c.state == state.value for state in COMING)),
)
_PROMPTS = Prepared(_OF_STEP.where(_IS_PROMPT))
_IS_CARD = deliveries.c.kind == DeliveryKind.CARD.value
_SHOWN_TO = Prepared(_OF_STEP.where(_IS_TO, or_(_IS_PROMPT, _QUOTES, _IS_REMINDER)))
_SHOWN_TO_WITH_UPDATES = Prepared(_OF_STEP.where(_IS_TO, or_(_IS_PROMPT, _IS_CARD, _QUOTES, _IS_REMINDER)))


async def prompts_of(c: AsyncConnection, municipality: str, session: str, position: int) -> tuple[Delivery, ...]:
    """The step's prompts."""
    step = {"municipality": municipality, "session": session, "position": position}
    return tuple(delivery_of(row) for row in (await _PROMPTS.run(c, **step)).mappings())


async def shown_to(
    c: AsyncConnection, municipality: str, session: str, position: int, *, person: UUID, updates: bool
) -> tuple[Delivery, ...]:
    """Deliveries that show a person the person's own answer: the step's prompt and the receipts; and its reminders.

    With `updates` also past and coming updates of the prompt's card.
    """
    mine = {"municipality": municipality, "session": session, "position": position, "person": person}
    found = await (_SHOWN_TO_WITH_UPDATES if updates else _SHOWN_TO).run(c, **mine)
    return tuple(delivery_of(row) for row in found.mappings())


async def digests_shown(c: AsyncConnection, municipality: str, made: Collection[UUID]) -> tuple[Delivery, ...]:
    """Deliveries of the digests before a reader's eyes now, or in a moment."""
    query = select(deliveries).where(
        deliveries.c.municipality == municipality,
        deliveries.c.kind == DeliveryKind.DIGEST.value,
        deliveries.c.about.in_([text_of(OfDigest(digest)) for digest in made]),
        or_(deliveries.c.activity != "", is_in(CLAIMED_STATES)),
    )
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


async def reached(c: AsyncConnection, municipality: str, session: str) -> Reached:
    """The people and the channel reached by the session's prompts, for «answered of invited»."""
    arrived = or_(deliveries.c.activity != "", deliveries.c.state == DeliveryState.SENT.value)
    is_to_one = deliveries.c.person.is_not(None)
    query = select(deliveries.c.person).where(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        or_(arrived, and_(is_to_one, or_(deliveries.c.uncertain_tries > 0, deliveries.c.reason == HELD_BACK))),
    )
    people = frozenset((await c.execute(query)).scalars())
    return Reached(people - {None}, channel=None in people)


async def thread_step(c: AsyncConnection, *, tenant: str, conversation: str, thread: str) -> Delivery | None:
    """The prompt that begins the thread."""
    query = select(deliveries).where(
        deliveries.c.tenant == tenant,
        deliveries.c.conversation == conversation,
        deliveries.c.thread == thread,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
    )
    row = (await c.execute(query)).mappings().first()
    return delivery_of(row) if row else None


async def of_draft(
    c: AsyncConnection, municipality: str, session: str, *, approvals_only: bool = False
) -> tuple[Delivery, ...]:
    """The draft of the session's digest as each author was sent it, and as whoever may approve it was."""
    approval = and_(deliveries.c.kind == DeliveryKind.NOTICE.value, deliveries.c.about == text_of(OfApproval()))
    is_draft = deliveries.c.kind == DeliveryKind.DRAFT.value
    query = select(deliveries).where(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        approval if approvals_only else or_(approval, is_draft),
    )
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


async def written(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> frozenset[UUID]:
    """The given ids found in the outbox, in any state."""
    query = select(deliveries.c.id).where(deliveries.c.municipality == municipality, deliveries.c.id.in_(ids))
    return frozenset((await c.execute(query)).scalars())


async def promises_about(
    c: AsyncConnection, municipality: str, subjects: Collection[Subject], *, sessions: Collection[str] = ()
) -> tuple[Delivery, ...]:
    """The messages of the kind PROMISE with these subjects, and those that the sessions opened with; sent or not."""
    texts = [text_of(subject) for subject in subjects]
    opened = and_(deliveries.c.session.in_(sessions), deliveries.c.about == text_of(OfLookBack()))
    query = select(deliveries).where(
        deliveries.c.municipality == municipality,
        deliveries.c.kind == DeliveryKind.PROMISE.value,
        or_(deliveries.c.about.in_(texts), opened),
    )
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


async def lists_shown(
    c: AsyncConnection, municipality: str, *, to: Collection[UUID] = (), of: Collection[str] = ()
) -> tuple[Delivery, ...]:
    """The lists of commitments and needs in the chats of these people, and of whoever is or was in these groups."""
    in_group = exists().where(
        memberships.c.municipality == deliveries.c.municipality,
        memberships.c.person == deliveries.c.person,
        memberships.c.group.in_(of),
    )
    query = select(deliveries).where(
        deliveries.c.municipality == municipality,
        deliveries.c.kind == DeliveryKind.PROMISE.value,
        deliveries.c.about == text_of(OfTries()),
        deliveries.c.activity != "",
        or_(deliveries.c.person.in_(to), in_group),
    )
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


async def shown_as(
    c: AsyncConnection, municipality: str, person: UUID, *, conversation: str, activity: str
) -> Delivery | None:
    """The delivery to the person that brings that message up to date."""
    mine = and_(deliveries.c.municipality == municipality, deliveries.c.person == person)
    its = and_(deliveries.c.conversation == conversation, deliveries.c.activity == activity)
    row = (await c.execute(select(deliveries).where(mine, its))).mappings().first()
    return delivery_of(row) if row is not None else None


async def notices_about(c: AsyncConnection, municipality: str, subject: Subject) -> tuple[Delivery, ...]:
    """Every notice of this subject, sent or not."""
    query = select(deliveries).where(
        deliveries.c.municipality == municipality,
        deliveries.c.kind == DeliveryKind.NOTICE.value,
        deliveries.c.about == text_of(subject),
    )
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())

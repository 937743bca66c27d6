"""Steps of a session: added, found by group, person or due time, and closed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import (
    AnswerForm,
    AppliedRule,
    AskedIn,
    DeliveryKind,
    DeliveryState,
    FormKind,
    OpensNext,
    Reason,
    Session,
    ShownPrompt,
    Stage,
    Step,
)
from storage.prepared import Prepared, Row
from storage.tables.outbox import deliveries
from storage.tables.sessions import sessions, steps


async def add_step(c: AsyncConnection, step: Step, *, remind_at: datetime | None = None) -> None:
    shown = step.shown
    values = {
        "municipality": step.municipality,
        "session": step.session,
        "position": step.position,
        "key": step.key,
        "prompt_id": shown.prompt_id,
        "area_id": shown.area_id,
        "requirement_id": shown.requirement_id,
        "area": shown.area,
        "question": shown.question,
        "why": shown.why,
        "law": shown.law,
        "title": shown.title,
        "hint": shown.hint,
        "follow_ups": shown.follow_ups,
        "opener": shown.opener,
        "definition": shown.definition,
        "own": shown.own,
        "paragraph": shown.paragraph,
        "law_link": shown.law_link,
        "law_checked": shown.law_checked,
        "answer_form": shown.answer.kind.value if shown.answer else "",
        "answer_options": shown.answer.options if shown.answer else None,
        "stage": step.stage.value,
        "opens_at": step.opens_at,
        "closes_at": step.closes_at,
        "remind_at": remind_at,
        "asked": step.asked.value,
        "hides": step.hides,
        "leading_only": step.leading_only,
        "shows_earlier": step.shows_earlier,
        "moves_on": sorted(event.value for event in step.ends_early_on),
        "because": [{"reason": one.reason.value, "left": one.left, "facts": {**one.facts}} for one in step.because],
        "leader_speaks_last": step.leader_speaks_last,
        "ends_in_trying": step.ends_in_trying,
    }
    await c.execute(insert(steps).values(values))


async def steps_of(c: AsyncConnection, municipality: str, session_id: str) -> tuple[Step, ...]:
    found = await _OF_SESSION.run(c, municipality=municipality, session=session_id)
    return tuple(step_from(row) for row in found.mappings())


_IN_SESSION = and_(steps.c.municipality == bindparam("municipality"), steps.c.session == bindparam("session"))
_OF_SESSION = Prepared(select(steps).where(_IN_SESSION).order_by(steps.c.position))
_ONE = Prepared(select(steps).where(_IN_SESSION, steps.c.position == bindparam("position")))


async def steps_in(c: AsyncConnection, municipality: str, sessions: Collection[str]) -> tuple[Step, ...]:
    """The steps of several sessions, in no particular order."""
    query = select(steps).where(steps.c.municipality == municipality, steps.c.session.in_(list(sessions)))
    return tuple(step_from(row) for row in (await c.execute(query)).mappings()) if sessions else ()


async def one_step(c: AsyncConnection, municipality: str, session_id: str, position: int) -> Step | None:
    found = await _ONE.run(c, municipality=municipality, session=session_id, position=position)
    row = found.mappings().one_or_none()
    return step_from(row) if row else None


async def due_steps(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Step, ...]:
    """Open steps past their closing time, the oldest first."""
    return tuple(step_from(row) for row in (await _DUE.run(c, now=now, most=most)).mappings())


_DUE = Prepared(
    select(steps)
    .where(steps.c.stage == Stage.OPEN.value, steps.c.closes_at <= bindparam("now"))
    .order_by(steps.c.closes_at, steps.c.municipality, steps.c.session)
    .limit(bindparam("most", type_=Integer))
)


async def open_steps_of_groups(c: AsyncConnection, municipality: str, groups: Sequence[str]) -> tuple[Step, ...]:
    query = (
        select(steps)
        .join(sessions, and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session))
        .where(steps.c.stage == Stage.OPEN.value, steps.c.municipality == municipality, sessions.c.group.in_(groups))
        .order_by(steps.c.opens_at, steps.c.session)
    )
    return tuple(step_from(row) for row in (await c.execute(query)).mappings())


async def asked_before(
    c: AsyncConnection,
    municipality: str,
    series: str,
    groups: Sequence[str],
    prompts: Sequence[str],
    *,
    before: datetime,
) -> tuple[Step, ...]:
    """The last closed step of each group with each of the prompts, in sessions of the series opened before `before`.

    Of a session of several steps with one prompt each step is its own question.
    """
    of_session = and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session)
    query = (
        select(steps, sessions.c.group)
        .join(sessions, of_session)
        .where(
            steps.c.municipality == municipality,
            sessions.c.series == series,
            sessions.c.group.in_(groups),
            steps.c.prompt_id.in_(prompts),
            steps.c.stage == Stage.CLOSED.value,
            sessions.c.opens_at < before,
        )
        .order_by(steps.c.opens_at, steps.c.session, steps.c.position)
    )
    rows = (await c.execute(query)).mappings()
    last = {(row["group"], row["prompt_id"], row["position"]): step_from(row) for row in rows}
    return tuple(last.values())


async def asked_again(c: AsyncConnection, session: Session) -> tuple[str, ...]:
    """The group's later sessions in the series with any of the session's prompts: digests of these tell of changes."""
    mine = select(steps.c.prompt_id).where(steps.c.municipality == session.municipality, steps.c.session == session.id)
    query = (
        select(sessions.c.id)
        .where(
            sessions.c.municipality == session.municipality,
            sessions.c.series == session.series,
            sessions.c.group == session.group,
            sessions.c.opens_at > session.opens_at,
            exists().where(
                steps.c.municipality == sessions.c.municipality,
                steps.c.session == sessions.c.id,
                steps.c.prompt_id.in_(mine),
            ),
        )
        .order_by(sessions.c.opens_at)
    )
    return tuple((await c.execute(query)).scalars())


async def open_steps_asked(
    c: AsyncConnection,
    municipality: str,
    person: UUID,
    states: Iterable[DeliveryState],
    *,
    closed_since: datetime | None = None,
) -> tuple[Step, ...]:
    """Open steps whose prompt in the person's own chat is in one of `states`, or is uncertain, the oldest first.

    With `closed_since` also those steps that have closed after that instant.
    """
    prompted = exists().where(
        deliveries.c.municipality == steps.c.municipality,
        deliveries.c.session == steps.c.session,
        deliveries.c.position == steps.c.position,
        deliveries.c.person == person,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        or_(deliveries.c.state.in_([state.value for state in states]), deliveries.c.uncertain_tries > 0),
    )
    is_wanted = steps.c.stage == Stage.OPEN.value
    if closed_since is not None:
        is_wanted = or_(is_wanted, and_(steps.c.stage == Stage.CLOSED.value, steps.c.closed_at > closed_since))
    query = select(steps).where(is_wanted, steps.c.municipality == municipality, prompted)
    return tuple(
        step_from(row) for row in (await c.execute(query.order_by(steps.c.opens_at, steps.c.session))).mappings()
    )


async def close_step(c: AsyncConnection, found: Step, *, now: datetime, to: Stage = Stage.CLOSED) -> bool:
    """True for the caller whose UPDATE closed the step; several may try."""
    mine = and_(
        steps.c.municipality == found.municipality,
        steps.c.session == found.session,
        steps.c.position == found.position,
        steps.c.stage == Stage.OPEN.value,
    )
    return (await c.execute(update(steps).where(mine).values(stage=to.value, closed_at=now))).rowcount == 1


async def steps_closed_at(c: AsyncConnection, municipality: str, at: datetime, *, since: datetime) -> tuple[Step, ...]:
    """The municipality's steps closed by the tick at `at`, if due to close after `since`."""
    query = select(steps).where(
        steps.c.stage == Stage.CLOSED.value,
        steps.c.closes_at > since,
        steps.c.closes_at <= at,
        steps.c.municipality == municipality,
        steps.c.closed_at == at,
    )
    return tuple(
        step_from(row) for row in (await c.execute(query.order_by(steps.c.opens_at, steps.c.session))).mappings()
    )


async def end_step(c: AsyncConnection, found: Step, *, now: datetime) -> bool:
    """Set the open step's closing time to `now`, for the next tick. True for the caller whose UPDATE applied."""
    mine = and_(
        steps.c.municipality == found.municipality,
        steps.c.session == found.session,
        steps.c.position == found.position,
        steps.c.stage == Stage.OPEN.value,
        steps.c.closes_at > now,
    )
    return (await c.execute(update(steps).where(mine).values(closes_at=now))).rowcount == 1


async def move_deadline(c: AsyncConnection, found: Step, to: datetime, *, remind_at: datetime | None) -> bool:
    """True for the caller whose UPDATE moved the open step's closing time from the one `found` has."""
    mine = and_(
        steps.c.municipality == found.municipality,
        steps.c.session == found.session,
        steps.c.position == found.position,
        steps.c.stage == Stage.OPEN.value,
        steps.c.closes_at == found.closes_at,
    )
    return (await c.execute(update(steps).where(mine).values(closes_at=to, remind_at=remind_at))).rowcount == 1


async def lock_steps(c: AsyncConnection, municipality: str, session_id: str) -> None:
    """Lock the session's answers until the transaction ends, while a digest is made of their words.

    An author who takes an answer back meanwhile waits, then finds the digest, and takes the words from the digest too.
    """
    mine = and_(steps.c.municipality == municipality, steps.c.session == session_id)
    await c.execute(select(steps.c.position).where(mine).order_by(steps.c.position).with_for_update())


def step_from(row: Row) -> Step:
    shown = ShownPrompt(
        prompt_id=row["prompt_id"],
        area_id=row["area_id"],
        requirement_id=row["requirement_id"],
        area=row["area"],
        question=row["question"],
        why=row["why"],
        law=row["law"],
        title=row["title"],
        hint=row["hint"],
        follow_ups=row["follow_ups"],
        opener=row["opener"],
        definition=row["definition"],
        own=row["own"],
        paragraph=row["paragraph"],
        law_link=row["law_link"],
        law_checked=row["law_checked"],
        answer=AnswerForm(FormKind(row["answer_form"]), row["answer_options"]) if row["answer_form"] else None,
    )
    return Step(
        municipality=row["municipality"],
        session=row["session"],
        position=row["position"],
        key=row["key"],
        shown=shown,
        stage=Stage(row["stage"]),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        asked=AskedIn(row["asked"]),
        hides=row["hides"],
        leading_only=row["leading_only"],
        shows_earlier=row["shows_earlier"],
        notice_version=row["notice_version"],
        ends_early_on=frozenset(map(OpensNext, row["moves_on"])),
        because=tuple(AppliedRule(Reason(one["reason"]), one["left"], one["facts"]) for one in row["because"]),
        leader_speaks_last=row["leader_speaks_last"],
        ends_in_trying=row["ends_in_trying"],
    )

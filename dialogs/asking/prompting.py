"""The steps of a session: questions, recipients, times, and whether sending is still worthwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from content.catalogue import Catalogue
from content.catalogue_types import OpensNext, Prompt, ProtocolStep, Sees, Writes
from dialogs.asking.opening import leaders_speak_last, opener
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import (
    AskedIn,
    Membership,
    Role,
    Series,
    Session,
    ShownPrompt,
    Stage,
    Step,
)

ASKED_ROLES = frozenset({Role.PARTICIPANT, Role.FACILITATOR, Role.LEADER})
LEADING_ROLES = frozenset({Role.FACILITATOR, Role.LEADER})
TOO_LATE = "the step has closed"
"""The reason of a prompt that was not sent before its question closed."""


def first_step(
    session: Session, series: Series, *, prompt: Prompt, area: str, catalogue: Catalogue, days: SchoolDays
) -> Step:
    """The session's first step: its prompt, open for as long as the series says, counted in the group's school days."""
    protocol = catalogue.protocols[series.protocol]
    beginning = protocol.steps[0]
    found = catalogue.areas[area]
    law = catalogue.requirements[prompt.requirement] if prompt.requirement else None
    # The requirement may have been repealed since the series was planned; the question is still a good one.
    in_force = law is not None and law.in_force(local(session.opens_at).date())
    shown = ShownPrompt(
        prompt_id=prompt.id,
        area_id=area,
        requirement_id=law.id if law and in_force else None,
        area=found.name,
        question=prompt.question,
        why=found.why or found.definition,
        law=law.sentence if law and in_force else None,
        title=beginning.title,
        hint=beginning.hint,
        follow_ups=catalogue.ladders[prompt.ladder].questions if prompt.ladder is not None else (),
        answer=prompt.answer,
        definition=found.definition,
        own=found.own,
        paragraph=law.paragraph if law and in_force else "",
        law_link=law.link if law and in_force else "",
        law_checked=law.last_checked if law and in_force else None,
    )
    opening = _Opening(0, session.opens_at, first_step_closes_at(session, series, days))
    return _with_leaders(_step(session, series, beginning, shown, opening), session, series, catalogue)


def first_step_closes_at(session: Session, series: Series, days: SchoolDays) -> datetime:
    """The instant (UTC) at which the first step's time is over."""
    return days.later(session.opens_at, series.stays_open)


def next_step(
    before: Step, session: Session, series: Series, *, catalogue: Catalogue, now: datetime, days: SchoolDays
) -> Step | None:
    """The step after `before`, opening at `now`; None where the session is over.

    The step's time is counted from when its prompt can be sent.
    """
    position, protocol = before.position + 1, catalogue.protocols[series.protocol]
    if position >= len(protocol.steps):
        return None
    of_protocol = protocol.steps[position]
    shown = ShownPrompt(
        prompt_id=before.shown.prompt_id,
        area_id=before.shown.area_id,
        requirement_id=before.shown.requirement_id,
        area=before.shown.area,
        question=of_protocol.question or before.shown.question,
        why=before.shown.why,
        law=before.shown.law,
        title=of_protocol.title,
        hint=of_protocol.hint,
        answer=None if of_protocol.question else before.shown.answer,
        definition=before.shown.definition,
        own=before.shown.own,
        paragraph=before.shown.paragraph,
        law_link=before.shown.law_link,
        law_checked=before.shown.law_checked,
    )
    closes_at = days.later(send_at(session, days, now=now), of_protocol.stays_open)
    step = _step(session, series, of_protocol, shown, _Opening(position, now, closes_at))
    return _with_leaders(step, session, series, catalogue)


def _with_leaders(step: Step, session: Session, series: Series, catalogue: Catalogue) -> Step:
    """The step with leaders who speak last, where that is said; a step for leaders to sum up has nobody to wait for."""
    if step.leading_only or not leaders_speak_last(series, catalogue.protocols[series.protocol]):
        return step
    asks = opener(catalogue.openers, series.phase, turn=session.ordinal + step.position)
    return replace(step, shown=replace(step.shown, opener=asks), leader_speaks_last=True)


@dataclass(frozen=True)
class _Opening:
    position: int
    at: datetime
    closes_at: datetime


def _step(session: Session, series: Series, of_protocol: ProtocolStep, shown: ShownPrompt, opening: _Opening) -> Step:
    return Step(
        municipality=session.municipality,
        session=session.id,
        position=opening.position,
        key=of_protocol.key,
        shown=shown,
        stage=Stage.OPEN,
        opens_at=opening.at,
        closes_at=opening.closes_at,
        asked=_where(of_protocol, series),
        hides=of_protocol.sees is Sees.OWN,
        leading_only=of_protocol.writes is Writes.LEADING,
        shows_earlier=of_protocol.shows_earlier,
        ends_early_on=frozenset(of_protocol.opens_next) - {OpensNext.TIMER},
        ends_in_trying=of_protocol.ends_in_trying,
    )


def _where(of_protocol: ProtocolStep, series: Series) -> AskedIn:
    """A step that hides answers is asked in personal chats: in a channel everybody reads along."""
    return AskedIn.PERSONAL if of_protocol.sees is Sees.OWN else series.asked


def writers(members: Sequence[Membership], step: Step) -> frozenset[UUID]:
    return writing(members, leading_only=step.leading_only)


def writing(members: Sequence[Membership], *, leading_only: bool) -> frozenset[UUID]:
    """The writers of a step: participants, facilitators and leaders; never coordinators or observers."""
    leading = frozenset(member.person for member in members if member.role in LEADING_ROLES)
    if leading_only and leading:
        return leading
    return frozenset(member.person for member in members if member.role in ASKED_ROLES)


def send_at(session: Session, days: SchoolDays, *, now: datetime) -> datetime:
    """When a message caused by the session at `now` is sent: at the next opening of the group's days.

    A session at an exact instant waits for no opening, with its steps' prompts and its digest.
    """
    return now if session.exact else days.next_opening(now)


def not_worth_sending(step: Step | None, person: UUID | None, still_asked: frozenset[UUID], *, now: datetime) -> str:
    """Why a prompt should not be sent any more; "" if it should. A step's time may be over before a tick closes it."""
    if step is None or step.stage is not Stage.OPEN or step.closes_at <= now:
        return TOO_LATE
    if person is not None and person not in still_asked:
        return "no longer asked"
    return ""

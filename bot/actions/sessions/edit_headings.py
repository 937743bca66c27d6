"""«Overskrifter»: a facilitator writes headings for a draft, and orders its sections; quotes are their authors' own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, approving, draft_cards, drafts, privacy
from bot.context.approving import Approver
from bot.context.guarded_words import Check
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from content.presses import MOST_HEADINGS, EditHeadings, OnHeadings, SaveHeadings, StepRef
from content.vocabulary.drafting import ApprovalAsked, ApprovalOver, HeadingAsked, HeadingsAsked
from dialogs.events import Form, HeadingField
from dialogs.guarding.stopping import Stop
from dialogs.knowledge.headings import arranged
from dialogs.model import Act, Actor, Happening, SectionHeading, limits
from dialogs.permissions import Verb, may
from dialogs.turn import Turn, in_place
from storage import headings as stored
from storage.database import Database
from storage.steps import steps_of


@dataclass(frozen=True)
class _Shown:
    """The draft's headings: as they are stored, and the form as the approver sees it."""

    stored: tuple[SectionHeading, ...]
    form: HeadingsAsked


async def press_headings(
    db: Database, about: Happening, press: OnHeadings, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """Until the digest is given back, also after an approval; later the card says how the draft ended."""

    async def work(c: AsyncConnection) -> Turn:
        met = await approving.meet(c, about, press, actor=actor, now=now)
        if met is None or not may(actor, Verb.APPROVE_DRAFT, met.about_group):
            return await approving.refused(c, about)
        shown = await _shown(c, met, now=now) if isinstance(press, EditHeadings | SaveHeadings) else None
        if shown is None:
            return await _standing(c, about, met, form, now=now)
        if isinstance(press, SaveHeadings):
            typed, is_stale = _typed(press, form, shown), press.mark != shown.form.mark
            return await _saved(
                c, about, met, shown, typed, is_stale=is_stale, actor=actor, check=Check(guard), now=now
            )
        return in_place(about, met.language, shown.form)

    return await db.write(work, lock=StepRef(press.municipality, press.session, 0))


async def _standing(c: AsyncConnection, about: Happening, met: Approver, form: Form, *, now: datetime) -> Turn:
    """The draft as it stands; once it is over, with the headings that came too late to stand there."""
    message = (await drafts.for_approver(c, met.session, met.person, now=now)).message
    if isinstance(message, ApprovalOver):
        stand = {one.text for one in await stored.of_session(c, met.session.municipality, met.session.id)}
        late = (one.text for one in sorted(form.headings, key=lambda one: one.place))
        message = replace(message, not_kept=tuple(text for text in late if text not in {*stand, ""}))
    return in_place(about, met.language, message)


async def _shown(c: AsyncConnection, met: Approver, *, now: datetime) -> _Shown | None:
    """None once the draft is over."""
    message = (await drafts.for_approver(c, met.session, met.person, now=now)).message
    if not isinstance(message, ApprovalAsked):
        return None
    place = met.session
    known = await stored.of_session(c, place.municipality, place.id)
    steps = await steps_of(c, place.municipality, place.id)
    positions = {step.shown.question.to(met.language): step.position for step in reversed(steps)}
    asked = [
        HeadingAsked(one.question, positions[one.question], one.heading)
        for one in message.digest.prompts
        if positions.get(one.question, MOST_HEADINGS) < MOST_HEADINGS
    ]
    ref = (place.municipality, place.id, _mark(known), limits.HEADING)
    form = HeadingsAsked(message.group, message.publish_at, tuple(asked), *ref)
    return _Shown(known, form)


def _mark(known: Sequence[SectionHeading]) -> str:
    told = "\n".join(f"{one.position} {one.place} {one.text}" for one in known)
    return blake2b(told.encode(), digest_size=8).hexdigest()


def _typed(press: SaveHeadings, form: Form, shown: _Shown) -> list[HeadingField]:
    """Of sections that stood on the presser's form, and stand in the draft still."""
    there = {one.position for one in shown.form.sections}
    return [one for one in form.headings if one.position in there and str(one.position) in press.shown.split(",")]


async def _saved(
    c: AsyncConnection,
    about: Happening,
    met: Approver,
    shown: _Shown,
    typed: Sequence[HeadingField],
    *,
    is_stale: bool,
    actor: Actor,
    check: Check,
    now: datetime,
) -> Turn:
    wanted = arranged(shown.stored, typed, met.person.id)
    if wanted == shown.stored:
        return await approving.shown(c, about, met, now=now)
    again = _as_typed(shown.form, typed)
    if is_stale:
        return in_place(about, met.language, replace(again, changed=True))
    kept = {one.text for one in shown.stored}
    checked = answers.checked_headings([one.text for one in wanted if one.text not in kept], check, met.language)
    if isinstance(checked, Stop):
        return in_place(about, met.language, replace(again, stopped=checked.told))
    if not privacy.is_informed(met.person):
        return Turn(met.language, say=(await privacy.notice_for(c, met.person, now=now),))
    await answers.keep_headings(c, met.session, wanted, checked)
    await record(c, actor, Act.HEADINGS_CHANGED, met.session.municipality, session=met.session.id, now=now)
    await draft_cards.approvals_follow(c, met.session, now=now)
    return await approving.shown(c, about, met, now=now)


def _as_typed(form: HeadingsAsked, typed: Sequence[HeadingField]) -> HeadingsAsked:
    """The form with the presser's own headings and order, which no stop and no change elsewhere takes away."""
    words = {one.position: one for one in typed}
    sections = [
        replace(one, heading=words[one.position].text) if one.position in words else one for one in form.sections
    ]
    order = [one.position for one in sorted(typed, key=lambda one: one.place)]
    placed = sorted(sections, key=lambda one: order.index(one.position) if one.position in order else MOST_HEADINGS)
    return replace(form, sections=tuple(placed))

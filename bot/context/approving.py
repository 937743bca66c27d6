"""Somebody at a draft to approve: met, shown the draft as it stands, or refused."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import drafts, recipients, steps
from content.presses import OnApproval, StepRef
from content.vocabulary.conversing import OldCard
from dialogs.model import Actor, Draft, Happening, Language, Person, Scope, Session
from dialogs.permissions import AboutGroup
from dialogs.turn import Turn, in_place
from storage.people import one_person


@dataclass(frozen=True)
class Approver:
    """`draft` is None once the digest has been given back, or the session cancelled."""

    session: Session
    draft: Draft | None
    person: Person
    language: Language
    about_group: AboutGroup


async def meet(
    c: AsyncConnection, about: Happening, press: OnApproval, *, actor: Actor, now: datetime
) -> Approver | None:
    """The presser, whose right is not looked at here; None for somebody unknown, and outside one's own chat."""
    found = await drafts.with_session(c, StepRef(press.municipality, press.session, 0))
    its_id = actor.person_in(press.municipality)
    person = await one_person(c, press.municipality, its_id) if its_id is not None else None
    if found is None or person is None or about.place.scope is not Scope.PERSONAL:
        return None
    session, draft = found
    on = await recipients.about_group(c, session.municipality, session.group, now=now)
    return Approver(session, draft, person, await steps.language_for(c, about), on)


async def refused(c: AsyncConnection, about: Happening) -> Turn:
    return Turn(await steps.language_for(c, about), say=(OldCard(),))


async def shown(c: AsyncConnection, about: Happening, met: Approver, *, now: datetime) -> Turn:
    """The draft as it stands, or how it ended."""
    notice = await drafts.for_approver(c, met.session, met.person, now=now)
    return in_place(about, met.language, notice.message)

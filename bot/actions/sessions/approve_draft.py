"""«Godkjenn»: a facilitator or coordinator has looked at the draft, and its digest goes out without the word draft."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import draft_cards, drafts, recipients, steps
from bot.context.recording import record
from content.presses import ApproveDraft, StepRef
from content.vocabulary.conversing import OldCard
from dialogs.model import Act, Actor, Happening, Scope
from dialogs.permissions import Verb, may
from dialogs.turn import Turn, in_place
from storage import drafts as stored
from storage.database import Database
from storage.people import one_person


async def approve_draft(db: Database, about: Happening, press: ApproveDraft, *, actor: Actor, now: datetime) -> Turn:
    """The digest still goes out at its time, which its authors have been told. A late press changes nothing."""

    async def work(c: AsyncConnection) -> Turn:
        found = await drafts.with_session(c, StepRef(press.municipality, press.session, 0))
        person = actor.person_in(press.municipality)
        if found is None or person is None or about.place.scope is not Scope.PERSONAL:
            return Turn(await steps.language_for(c, about), say=(OldCard(),))
        session, draft = found
        on = await recipients.about_group(c, session.municipality, session.group, now=now)
        if not may(actor, Verb.APPROVE_DRAFT, on):
            return Turn(await steps.language_for(c, about), say=(OldCard(),))
        if draft is not None and not draft.approved:
            await stored.approve(c, session.municipality, session.id)
            await record(c, actor, Act.DRAFT_APPROVED, session.municipality, session=session.id, now=now)
            await draft_cards.approvals_follow(c, session, now=now)
        reader = await one_person(c, press.municipality, person)
        notice = await drafts.for_approver(c, session, reader, now=now) if reader is not None else None
        language = await steps.language_for(c, about)
        return in_place(about, language, notice.message if notice is not None else OldCard())

    return await db.write(work, lock=StepRef(press.municipality, press.session, 0))

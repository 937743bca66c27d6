"""«Godkjenn»: a facilitator or coordinator has looked at the draft, and its digest goes out without the word draft."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import approving, draft_cards
from bot.context.recording import record
from content.presses import ApproveDraft, StepRef
from dialogs.model import Act, Actor, Happening
from dialogs.permissions import Verb, may
from dialogs.turn import Turn
from storage import drafts
from storage.database import Database


async def approve_draft(db: Database, about: Happening, press: ApproveDraft, *, actor: Actor, now: datetime) -> Turn:
    """The digest still goes out at its time, which its authors have been told. A late press changes nothing."""

    async def work(c: AsyncConnection) -> Turn:
        met = await approving.meet(c, about, press, actor=actor, now=now)
        if met is None or not may(actor, Verb.APPROVE_DRAFT, met.about_group):
            return await approving.refused(c, about)
        if met.draft is not None and not met.draft.approved:
            session = met.session
            await drafts.approve(c, session.municipality, session.id)
            await record(c, actor, Act.DRAFT_APPROVED, session.municipality, session=session.id, now=now)
            await draft_cards.approvals_follow(c, session, now=now)
            met = replace(met, draft=replace(met.draft, approved=True))
        return await approving.shown(c, about, met, now=now)

    return await db.write(work, lock=StepRef(press.municipality, press.session, 0))

"""«Neste steg»: a facilitator, or a leader in a group without, ends the open step; the next opens at the next tick."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.catalogues import Catalogues
from content.vocabulary.prompting import PromptClosed, StepMoved, StepStays, StepsToOpen
from dialogs.model import Actor, Happening, Language, OpensNext, StepRef
from dialogs.permissions import InGroup, Verb, may
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage import steps as stored_steps
from storage.database import Database
from storage.inbox import Heard
from storage.memberships import members_of


async def end_step(
    db: Database, catalogues: Catalogues, about: Happening, step: StepRef | None, *, actor: Actor, now: datetime
) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        endable = await _endable(c, actor, step, now=now)
        if not endable:
            return Turn(language, say=(StepStays(),))
        if len(endable) > 1:
            return Turn(language, say=(StepsToOpen(tuple(_choice(context, language) for context in endable)),))
        return await _end(c, catalogues, about, endable[0], now=now)

    return await db.write(work)


async def _end(
    c: AsyncConnection, catalogues: Catalogues, about: Happening, context: steps.StepContext, *, now: datetime
) -> Turn:
    language = await steps.language_for(c, about)
    heard = await inbox.hear(c, about, now=now)
    if heard is Heard.AGAIN:
        return SILENCE
    if heard is Heard.ALIKE:
        # A repeat may be Teams' resend, so we ask with a card instead of ending the new step too.
        return Turn(language, say=(StepsToOpen((_choice(context, language),)),))
    await stored_steps.end_step(c, context.step, now=now)
    for following in catalogues.base.protocols[context.series.protocol].steps[context.step.position + 1 :]:
        return Turn(language, say=(StepMoved(following.title.to(language)),))
    return Turn(language, say=(PromptClosed(context.step.shown.question.to(language)),))


def _choice(context: steps.StepContext, language: Language) -> tuple[str, StepRef]:
    return f"{context.group.name}: {context.step.shown.title.to(language)}", context.ref


async def _endable(c: AsyncConnection, actor: Actor, ref: StepRef | None, *, now: datetime) -> list[steps.StepContext]:
    found: list[steps.StepContext] = []
    for identity in actor.identities:
        groups = sorted({group for group, _ in identity.roles})
        for step in await stored_steps.open_steps_of_groups(c, identity.municipality, groups):
            context = await steps.context_of(c, step)
            is_meant = (
                ref in (None, context.ref) and OpensNext.FACILITATOR in step.ends_early_on and step.closes_at > now
            )
            if is_meant and await _may_end(c, actor, context, now=now):
                found.append(context)
    return found


async def _may_end(c: AsyncConnection, actor: Actor, context: steps.StepContext, *, now: datetime) -> bool:
    municipality, group = context.step.municipality, context.group.id
    members = await members_of(c, municipality, [group], now=now)
    return may(actor, Verb.END_STEP, InGroup(municipality, group, members))

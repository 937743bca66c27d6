"""Why no question is open for somebody who has written."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.conversing import NoLongerIn, NotAmongAsked, NothingOpen, NotImported, PromptOnItsWay
from content.vocabulary.messages import Message
from dialogs.asking import prompting
from dialogs.model import Account, DeliveryState, Person
from storage.memberships import memberships_of
from storage.people import persons_behind
from storage.steps import open_steps_asked

# The states of a prompt that has not come before the person's eyes, and may.
_COMING = frozenset(DeliveryState) - {DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.CANCELLED}


async def why_nothing(c: AsyncConnection, account: Account, now: datetime) -> Message:
    """Why no prompt is open for the account; `NothingOpen` only for people asked now or later."""
    persons = await persons_behind(c, account)
    if not persons:
        return NotImported()
    ever = [one for person in persons for one in await memberships_of(c, person.municipality, person.id)]
    roles = {one.role for one in ever if one.ended is None or now < one.ended}
    if roles & prompting.ASKED_ROLES:
        coming = [person for person in persons if await _has_prompt_coming(c, person, now=now)]
        return PromptOnItsWay() if coming else NothingOpen()
    return NotAmongAsked() if roles else NoLongerIn()


async def _has_prompt_coming(c: AsyncConnection, person: Person, *, now: datetime) -> bool:
    """Whether a question is open for the person and has not got through; none comes during a pause."""
    if person.paused_until is not None and now < person.paused_until:
        return False
    open_steps = await open_steps_asked(c, person.municipality, person.id, _COMING)
    return any(now < step.closes_at for step in open_steps)

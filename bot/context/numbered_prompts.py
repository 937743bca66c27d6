"""The prompts in a person's own chat, with the numbers that answers in text name."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.open_questions import SEEN
from dialogs.model import Account, Step, StepRef
from storage.people import persons_behind
from storage.steps import open_steps_asked

# A closed question keeps its number until the day after, lest an answer go to another question.
_NUMBERED_FOR = timedelta(days=1)


async def numbered_prompts(c: AsyncConnection, account: Account, *, now: datetime) -> Mapping[int, StepRef]:
    """Number -> step, of prompts open or closed lately, the oldest first."""
    found: list[Step] = []
    for person in await persons_behind(c, account):
        found += await open_steps_asked(c, person.municipality, person.id, SEEN, closed_since=now - _NUMBERED_FOR)
    in_order = sorted(found, key=lambda step: (step.opens_at, step.municipality, step.session, step.position))
    return {
        number: StepRef(step.municipality, step.session, step.position) for number, step in enumerate(in_order, start=1)
    }

"""Which answer a chat message of somebody's own went into."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers
from dialogs.model import Actor, Happening, Reflection, StepRef
from dialogs.permissions import OwnAnswer, Verb, may
from dialogs.turn import Turn
from storage import message_links, reflections


@dataclass(frozen=True)
class Behind:
    """The reflection a message went into. `source` names the part; "" once taken back, None once merged by a card.

    `stands`: the part is in the reflection. A deleted message has no part, but can be brought back.
    """

    answerer: answerers.Answerer
    reflection: Reflection
    source: str | None

    @property
    def stands(self) -> bool:
        return bool(self.source) and any(part.source == self.source for part in self.reflection.own_parts)


async def behind(c: AsyncConnection, about: Happening, message: str, *, actor: Actor, now: datetime) -> Behind | None:
    """None where the message is no answer of the speaker's own."""
    link = await message_links.message_link(c, replace(about, activity=message))
    found = await reflections.by_id(c, link.municipality, link.reflection) if link else None
    if link is None or found is None:
        return None
    answer = OwnAnswer(found.municipality, found.author)
    answerer = await answerers.meet(
        c, about, StepRef(found.municipality, found.session, found.position), actor=actor, now=now
    )
    if isinstance(answerer, Turn) or answerer.known is None or not may(answerer.actor, Verb.HANDLE_OWN_WORDS, answer):
        return None
    return Behind(answerer, answerer.known, link.source)

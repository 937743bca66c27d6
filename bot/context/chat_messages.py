"""Which answer a chat message of somebody's own went into."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers
from dialogs.model import Happening, Reflection, StepRef
from dialogs.turn import Turn
from storage import message_links, reflections


@dataclass(frozen=True)
class Behind:
    """The reflection a message went into. `source` names its part; "" once taken back, None once a card merged it.

    `stands`: that part is there. It is not where its message was deleted, which can be undone.
    """

    met: answerers.Answerer
    reflection: Reflection
    source: str | None

    @property
    def stands(self) -> bool:
        return bool(self.source) and any(part.source == self.source for part in self.reflection.main)


async def behind(c: AsyncConnection, about: Happening, message: str, *, now: datetime) -> Behind | None:
    """None where the message is no answer of the speaker's own."""
    link = await message_links.message_link(c, replace(about, activity=message))
    found = await reflections.by_id(c, link.municipality, link.reflection) if link else None
    if link is None or found is None:
        return None
    met = await answerers.meet(c, about, StepRef(found.municipality, found.session, found.position), now=now)
    if isinstance(met, Turn) or met.known is None or met.person.id != found.author:
        return None
    return Behind(met, met.known, link.source)

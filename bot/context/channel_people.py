"""The members of a channel, asked of Teams at the tenant's pace and within seconds; nothing is stored."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.ports import Directory, People
from dialogs.model import Place

_SOON_SECONDS = 60.0

MayAsk = Callable[[str], Awaitable[bool]]
"""Whether the tenant's rate limit allows a request, after a wait of three seconds at most."""


class ChannelPeople:
    def __init__(self, directory: Directory, *, may_ask: MayAsk) -> None:
        self._directory = directory
        self._may_ask = may_ask

    async def ask(self, place: Place, *, seconds: float) -> People:
        """None for the members, and a time to ask again, where Teams gives no list within the seconds."""
        try:
            async with asyncio.timeout(seconds):
                if not await self._may_ask(place.tenant):
                    return People(None, _SOON_SECONDS)
                return await self._directory.people(place)
        except TimeoutError:
            return People(None, _SOON_SECONDS)

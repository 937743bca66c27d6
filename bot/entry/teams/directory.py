"""The members of a channel, read from Teams page by page."""

from collections.abc import Mapping
from typing import Any

from bot.entry.teams.connector import Connector
from bot.entry.teams.foreign_json import objects_at, text_at
from bot.ports import Meaning, Metrics, People, Timer
from dialogs.events import Place

_MOST_PAGES = 40  # of 500 members: more than any team in Teams has
_SOON_SECONDS = 60.0


class TeamsDirectory:
    def __init__(self, connector: Connector, *, metrics: Metrics, timer: Timer) -> None:
        self._connector = connector
        self._metrics = metrics
        self._timer = timer

    async def people(self, place: Place) -> People:
        """Ids only, without bots; `ids` is None where Teams does not tell or the list does not end."""
        ids: set[str] = set()
        continuation = ""
        for _ in range(_MOST_PAGES):
            began = self._timer.seconds()
            outcome, page = await self._connector.members_page(
                place.service_url, place.conversation, continuation=continuation
            )
            seconds = self._timer.seconds() - began
            self._metrics.asked(place.tenant, "members", outcome.meaning.value, seconds=seconds)
            if outcome.meaning is Meaning.AGAIN:
                return People(None, retry_after=outcome.retry_after or _SOON_SECONDS)
            if outcome.meaning is not Meaning.DONE:
                return People(None)
            ids.update(filter(None, map(_id, objects_at(page, "members"))))
            continuation = text_at(page, "continuationToken")
            if not continuation:
                return People(frozenset(ids))
        return People(None)


def _id(member: Mapping[str, Any]) -> str:
    """The Entra object id, or Teams' own id for a member without one; "" for a bot."""
    known = text_at(member, "aadObjectId") or text_at(member, "objectId")
    teams = text_at(member, "id")
    return known.lower() or ("" if teams.startswith("28:") else teams)

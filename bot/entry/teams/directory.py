"""The members of a channel, read from Teams page by page."""

from collections.abc import Mapping
from typing import Any

from bot.entry.teams.connector import Connector
from bot.entry.teams.foreign_json import objects_at, text_at
from bot.ports import Meaning, Metrics, People, Timer
from content.cleaning import clean_line
from dialogs.events import Place
from dialogs.model import ChannelMember

_MOST_PAGES = 40  # of 500 members: more than any team in Teams has
_SOON_SECONDS = 60.0
_LONGEST_NAME = 200


class TeamsDirectory:
    def __init__(self, connector: Connector, *, metrics: Metrics, timer: Timer) -> None:
        self._connector = connector
        self._metrics = metrics
        self._timer = timer

    async def people(self, place: Place) -> People:
        """Without bots; None where Teams does not tell or the list does not end."""
        found: dict[str, ChannelMember] = {}
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
            if outcome.meaning is not Meaning.DONE or type(page.get("members")) is not list:
                return People(None)
            found |= {_id(member): _listed(member) for member in objects_at(page, "members")}
            continuation = text_at(page, "continuationToken")
            if not continuation:
                found.pop("", None)
                return People(tuple(found.values()))
        return People(None)


def _listed(member: Mapping[str, Any]) -> ChannelMember:
    users = (text_at(member, "userPrincipalName"), text_at(member, "email"))
    name = clean_line(text_at(member, "name"))[:_LONGEST_NAME]
    return ChannelMember(_id(member), name, frozenset(filter(None, users)))


def _id(member: Mapping[str, Any]) -> str:
    """The Entra object id, or Teams' own id for a member without one; "" for a bot."""
    known = text_at(member, "aadObjectId") or text_at(member, "objectId")
    teams = text_at(member, "id")
    return known.lower() or ("" if teams.startswith("28:") else teams)

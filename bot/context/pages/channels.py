"""The page of a channel's tab in Teams: the groups linked with the channel, for whoever may see their plans."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import digests, plans, steps
from bot.context.pages.digests import listed
from content.vocabulary.pages_listed import DigestListed
from content.vocabulary.pages_of_channels import ChannelPage, GroupInChannel, SessionListed
from dialogs.calendar.instants import local
from dialogs.model import Actor, Session, Stage
from storage import channels
from storage import digests as stored
from storage.sessions import sessions_of_group

_NEWEST = 10  # digests


async def channel_page(c: AsyncConnection, actor: Actor, channel: str, *, now: datetime) -> ChannelPage:
    """Of the actor's own tenant alone: two tenants never share a channel's id."""
    tenant = actor.account.tenant if actor.account is not None else ""
    linked = await channels.groups_in(c, tenant, channel)
    towns = {place: await steps.town(c, place) for place, _ in linked}
    seen = [one for one in linked if plans.is_seen(actor, towns[one[0]], one[1])]
    return ChannelPage(tuple([await _group(c, actor, *one, now=now) for one in seen]))


async def _group(c: AsyncConnection, actor: Actor, municipality: str, group: str, *, now: datetime) -> GroupInChannel:
    town = await steps.town(c, municipality)
    its, found = town.groups[group], await sessions_of_group(c, municipality, group)
    ahead = [one for one in found if one.stage is Stage.PLANNED and one.opens_at > now]
    return GroupInChannel(
        name=its.name,
        unit=town.units[its.unit].name,
        open=tuple(_session(one) for one in found if one.stage is Stage.OPEN),
        coming=local(ahead[0].opens_at) if ahead else None,
        digests=await _digests(c, actor, municipality, group, now=now),
    )


def _session(one: Session) -> SessionListed:
    return SessionListed(one.municipality, one.id, local(one.opens_at))


async def _digests(
    c: AsyncConnection, actor: Actor, municipality: str, group: str, *, now: datetime
) -> tuple[DigestListed, ...]:
    """Of the group's sessions, and ahead of its meetings."""
    found = await stored.latest(c, municipality, groups=[group], series=[], meeting_groups=[group], most=_NEWEST)
    return tuple([await listed(c, one) for one in found if await digests.may_read(c, one, actor, now=now)])

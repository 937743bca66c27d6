"""«Hvem ser hva»: the circles, with the speaker's own groups, and nobody's name."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, steps
from content.vocabulary.knowing import GroupSeen, RungSeen, WhoSeesWhat
from dialogs.asking import prompting
from dialogs.model import Actor, Happening, Identity, Role
from dialogs.permissions import HeldOf, Verb, may
from dialogs.sharing.circles import Municipality
from dialogs.sharing.reaching import CROWD
from dialogs.turn import Turn
from storage.database import Database


async def show_circles(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        groups = [
            group
            for one in actor.identities
            if may(actor, Verb.SEE_OWN_DATA, HeldOf(one.municipality, one.person))
            for group in await _of_person(c, one, now=now)
        ]
        return Turn(await steps.language_for(c, about), say=(WhoSeesWhat(tuple(groups)),))

    return await db.read(work)


async def _of_person(c: AsyncConnection, one: Identity, *, now: datetime) -> list[GroupSeen]:
    town = await steps.town(c, one.municipality)
    mine = sorted({group for group, _ in one.roles}, key=lambda group: town.groups[group].name)
    return [await _group(c, town, group, {role for at, role in one.roles if at == group}, now=now) for group in mine]


async def _group(c: AsyncConnection, town: Municipality, its_id: str, roles: set[Role], *, now: datetime) -> GroupSeen:
    group = town.groups[its_id]
    unit = town.units[group.unit].name
    choices = await audiences.rungs_in(c, town, group, now=now)
    return GroupSeen(
        group.name,
        unit,
        tuple(
            RungSeen(rung.name.lower(), name, people if people >= CROWD else None, unit)
            for rung, name, people in choices.rungs
        ),
        channel=bool(choices.channel),
        answers=bool(roles & prompting.ASKED_ROLES),
        roles=tuple(sorted(role.value for role in roles)),
    )

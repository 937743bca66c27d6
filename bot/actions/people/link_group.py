"""`koble til <gruppe>`: a facilitator or coordinator links a channel to a group, knowing who reads the channel."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.recording import record
from content.presses import LinkChannel, encode
from content.vocabulary.conversing import (
    Linked,
    LinkElsewhere,
    LinkRefused,
    LinkSeveral,
    LinkUnknown,
    LinkWider,
    NotImported,
)
from dialogs.commands import is_called
from dialogs.events import Commanded
from dialogs.model import Act, Actor, Group, Happening, Language, PendingQuestion, Place, Scope
from dialogs.permissions import InGroup, Verb, may
from dialogs.turn import Turn
from storage import channels, outbox, pending_questions
from storage.database import Database
from storage.units import all_groups, one_unit

_WAITS = timedelta(minutes=10)  # for a yes; the button has no end

CountOthers = Callable[[Place, str, str], Awaitable[int | None]]
"""The number of people in the channel who are not in the municipality's group, None where Teams does not tell."""


@dataclass(frozen=True)
class Wanted:
    """A group that the speaker may link to the channel."""

    municipality: str
    group: Group
    language: Language


async def link_group(db: Database, event: Commanded, *, actor: Actor, count: CountOthers, now: datetime) -> Turn:
    """If others than the group read the channel, their number is shown, and linking waits for a press or a yes."""
    wanted = await db.read(partial(_wanted, event=event, actor=actor))
    if isinstance(wanted, Turn):
        return wanted
    return await _link(db, event.about, wanted, actor=actor, agreed=0, count=count, now=now)


async def confirm_link(
    db: Database, about: Happening, press: LinkChannel, *, actor: Actor, count: CountOthers, now: datetime
) -> Turn:
    """A press or a yes: its author's rights and the channel's readers are checked again, for both may have changed."""

    async def work(c: AsyncConnection) -> Wanted | Turn:
        wanted = await _confirmed(c, about=about, press=press, actor=actor)
        if isinstance(wanted, Turn):  # a refusal answers the question too
            await pending_questions.take(c, about, now=now)
        return wanted

    wanted = await db.write(work)
    if isinstance(wanted, Turn):
        return replace(wanted, show=wanted.say[0])
    turn = await _link(db, about, wanted, actor=actor, agreed=press.others, count=count, now=now)
    return replace(turn, show=turn.say[0], aloud=True)


async def _link(
    db: Database, about: Happening, wanted: Wanted, *, actor: Actor, agreed: int, count: CountOthers, now: datetime
) -> Turn:
    municipality, group = wanted.municipality, wanted.group
    others = await count(about.place, municipality, group.id)
    if others is not None and others > agreed:
        press = LinkChannel(municipality, group.id, others)
        question = PendingQuestion(encode(press), asked_at=now, expires_at=now + _WAITS)
        await db.write(partial(pending_questions.ask, about=about, question=question))
        return Turn(wanted.language, say=(LinkWider(group.name, others, press),))

    async def work(c: AsyncConnection) -> Turn:
        await channels.link_channel(c, municipality, group.id, about.place, others=others, now=now)
        await outbox.wake_channel(c, municipality, group.id, now=now)
        await record(c, actor, Act.GROUP_LINKED, municipality, in_group=group.id, group=group.name, now=now)
        # A press and a yes answer the same question, which is taken once.
        await pending_questions.take(c, about, now=now)
        return Turn(await steps.language_for(c, about), say=(Linked(group.name, others),))

    return await db.write(work)


async def _wanted(c: AsyncConnection, *, event: Commanded, actor: Actor) -> Wanted | Turn:
    about = event.about
    language = await steps.language_for(c, about)
    if about.place.scope is not Scope.CHANNEL:
        return Turn(language, say=(LinkElsewhere(),))
    if not actor.identities:
        return Turn(language, say=(NotImported(),))
    known, mine = await _groups(c, actor)
    if not (meant := [pair for pair in known if is_called(event.argument, pair[1].id, pair[1].name)]):
        return Turn(language, say=(LinkUnknown(event.argument, tuple(group.name for _, group in mine)),))
    # Several schools may have a group of the name («Trinn 5»): meant is the group the speaker may link.
    may = [pair for pair in meant if pair in mine]
    if not may:
        return Turn(language, say=(LinkRefused(meant[0][1].name),))
    if len(may) > 1:
        return Turn(language, say=(await _several(c, may),))
    [(municipality, group)] = may
    return Wanted(municipality, group, language)


async def _several(c: AsyncConnection, may: list[tuple[str, Group]]) -> LinkSeveral:
    """The choices, each named by group and unit."""
    named = []
    for municipality, group in may:
        unit = await one_unit(c, municipality, group.unit)
        name = f"{group.name}, {unit.name}" if unit else group.name
        named.append((name, LinkChannel(municipality, group.id, 0)))
    return LinkSeveral(tuple(named))


async def _confirmed(c: AsyncConnection, *, about: Happening, press: LinkChannel, actor: Actor) -> Wanted | Turn:
    language = await steps.language_for(c, about)
    if about.place.scope is not Scope.CHANNEL:
        return Turn(language, say=(LinkElsewhere(),))
    if not actor.identities:
        return Turn(language, say=(NotImported(),))
    known, mine = await _groups(c, actor)
    meant = next((pair for pair in known if (pair[0], pair[1].id) == (press.municipality, press.group)), None)
    if meant is None:
        return Turn(language, say=(LinkUnknown("", tuple(group.name for _, group in mine)),))
    return Wanted(*meant, language) if meant in mine else Turn(language, say=(LinkRefused(meant[1].name),))


async def _groups(c: AsyncConnection, actor: Actor) -> tuple[list[tuple[str, Group]], list[tuple[str, Group]]]:
    """(all groups of the speaker's municipalities, groups the speaker may link)."""
    municipalities = [one.municipality for one in actor.identities]
    known = [(municipality, group) for municipality in municipalities for group in await all_groups(c, municipality)]
    mine = [
        (municipality, group)
        for municipality, group in known
        if may(actor, Verb.LINK_GROUP, InGroup(municipality, group.id))
    ]
    return known, mine

"""«Del videre»: the words and their readers on a wider rung, shown to the author before anybody reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import signatures
from bot.context.audiences import Choices
from bot.context.steps import StepContext, is_counted, town
from content.dates import deadline
from content.vocabulary.prompting import FurtherAsked
from dialogs.calendar.instants import local
from dialogs.knowledge.quotes import quoted
from dialogs.model import Group, Language, Membership, Reflection, Rung
from dialogs.sharing import circles
from storage import ties
from storage.memberships import circle_members


@dataclass(frozen=True)
class Circle:
    """The readers on a rung: `groups` are the names of their groups, `mark` a hash that changes with any reader."""

    groups: tuple[str, ...]
    mark: str


def lift_to(context: StepContext, known: Reflection | None, rung: Rung) -> Rung | None:
    """`rung` if other people would read the answer on it; None for no answer, and for an answer that stays.

    After a move of its group an answer reaches other people on the same rung too: the new unit's.
    """
    if known is None or not is_counted(known):
        return None
    ground = context.ground(known.author)
    has_moved = (known.unit, known.network) != (ground.unit, ground.network)
    return rung if rung > known.rung or (has_moved and rung >= Rung.UNIT) else None


def looked_at(context: StepContext, known: Reflection, choices: Choices) -> Rung | None:
    """The rung of the preview that the author has open, as offered now; None for no preview."""
    return None if known.lifting is None else lift_to(context, known, choices.nearest(known.lifting))


async def asked(
    c: AsyncConnection,
    context: StepContext,
    known: Reflection,
    choices: Choices,
    rung: Rung,
    *,
    delivery: str,
    now: datetime,
    language: Language,
) -> FurtherAsked:
    """The preview: the words as a digest would show them on `rung`, their readers, and a button that means yes."""
    readers = await circle(c, context, choices, rung, now=now)
    signed = await signatures.standing(c, known)
    own = await signatures.offered(c, context, known, now=now) if signed else ()
    return FurtherAsked(
        question=context.step.shown.question.to(language),
        quote=replace(quoted(context.step, known, language), signed=signed),
        before=choices.kept(known),
        rung=choices.on(rung),
        groups=readers.groups,
        closes_at=deadline(local(context.step.closes_at), now=now),
        step=context.ref,
        delivery=delivery,
        seen=known.version,
        mark=readers.mark,
        hidden=context.step.hides and context.is_open,
        sole=next((one for one in own if one.is_sole and one.kind == known.signature), None),
    )


async def circle(c: AsyncConnection, context: StepContext, choices: Choices, rung: Rung, *, now: datetime) -> Circle:
    """The circle of an answer lifted to `rung` at `now`."""
    return await circle_in(c, context.town, context.group, choices, rung, now=now)


async def circle_in(
    c: AsyncConnection, of: circles.Municipality, group: Group, choices: Choices, rung: Rung, *, now: datetime
) -> Circle:
    """The circle of words that somebody in the group shares on `rung` at `now`."""
    ids = next(one.groups for one in circles.ladder(of, group) if one.rung is rung)
    members = [*await circle_members(c, of.id, ids, now=now)]
    names = _names([of.groups[one] for one in ids], members, "")
    network = of.network
    beyond = await ties.tied(c, of.id, network.id) if network and rung is Rung.NETWORK else ()
    for other in beyond:
        place = await town(c, other)
        theirs = [group for group in place.groups.values() if network and group.unit == network.id]
        found = await circle_members(c, other, [group.id for group in theirs], now=now)
        names += _names(theirs, found, place.units[place.id].name)
        members += found
    return Circle(tuple(names), _mark(rung, members, choices))


def _names(groups: Sequence[Group], members: Sequence[Membership], municipality: str) -> list[str]:
    """The names of groups with readers; `municipality` is named with another municipality's groups."""
    there = {member.group for member in members}
    names = sorted(group.name for group in groups if group.id in there)
    return [f"{name} ({municipality})" for name in names] if municipality else names


def _mark(rung: Rung, members: Sequence[Membership], choices: Choices) -> str:
    people = sorted(f"{member.person}" for member in members)
    read = "\n".join((rung.name, choices.channel, str(choices.others), *dict.fromkeys(people)))
    return blake2b(read.encode(), digest_size=8).hexdigest()

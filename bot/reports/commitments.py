"""What is promised in a municipality, for the command line: counts, and the municipality's own words alone."""

import json
from collections.abc import Iterator, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, steps
from bot.context.rights import require
from dialogs.model import Actor, Commitment, NeedState, Outcome, Promiser
from dialogs.permissions import Verb
from dialogs.sharing.circles import Municipality
from dialogs.sharing.reaching import CROWD
from storage import commitments, support_needs
from storage.database import Database

Counts = Mapping[tuple[str, Promiser, Outcome | None], int]


async def commitment_lines(db: Database, municipality: str, *, actor: Actor, as_json: bool = False) -> tuple[str, ...]:
    """Raises UnknownMunicipality. Nobody's own words: a person's stay with the person, a group's with the group."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        await lookup.municipality_called(c, municipality)
        town = await steps.town(c, municipality)
        counts = await commitments.counts(c, municipality)
        own = await commitments.of_municipality(c, municipality)
        needs = await support_needs.counts(c, municipality)
        if as_json:
            return (json.dumps(_as_json(town, counts, own, needs), ensure_ascii=False),)
        return tuple(_lines(town, counts, own, needs))

    return await db.read(work)


def told(number: int) -> str:
    """A number of people's own things; fewer than five would tell of somebody in a small place."""
    return str(number) if number >= CROWD else "fewer than 5"


def _lines(
    town: Municipality, counts: Counts, own: tuple[Commitment, ...], needs: Mapping[NeedState, int]
) -> Iterator[str]:
    yield f"{town.units[town.id].name}"
    people = _of_people(counts)
    yield f"  people's own: {told(people) if people else 'none'}"
    for group in sorted(town.groups):
        of_group = {state: number for (at, whose, state), number in counts.items() if (at, whose) == (group, _GROUP)}
        if of_group:
            yield f"  {town.groups[group].name}: {_summed(of_group)}"
    for one in own:
        state = one.found.outcome.value if one.found else f"to be looked at again on {one.look_on}"
        yield f"  the municipality: {one.text} ({state})"
    asked = sum(needs.values())
    yield f"  needs of support: {told(asked) if asked else 'none'}{_waiting(needs)}"


_GROUP = Promiser.GROUP


def _of_people(counts: Counts) -> int:
    return sum(number for (_, whose, _), number in counts.items() if whose is Promiser.PERSON)


def _summed(states: Mapping[Outcome | None, int]) -> str:
    return ", ".join(f"{number} {state.value if state else 'open'}" for state, number in states.items())


def _waiting(needs: Mapping[NeedState, int]) -> str:
    """Whether any waits; a number only where it tells of nobody."""
    waiting = needs.get(NeedState.OPEN, 0)
    return f", waiting for an answer: {told(waiting)}" if waiting else ""


def _as_json(
    town: Municipality, counts: Counts, own: tuple[Commitment, ...], needs: Mapping[NeedState, int]
) -> dict[str, object]:
    people, asked = _of_people(counts), sum(needs.values())
    groups: dict[str, dict[str, int]] = {}
    for (group, whose, state), number in sorted(counts.items(), key=str):
        if whose is Promiser.GROUP:
            groups.setdefault(group, {})[state.value if state else "open"] = number
    return {
        "municipality": town.id,
        "people": people if people >= CROWD else None,
        "groups": groups,
        "own": [
            {"text": one.text, "look_on": str(one.look_on), "outcome": one.found.outcome.value if one.found else None}
            for one in own
        ],
        "needs": asked if asked >= CROWD else None,
    }

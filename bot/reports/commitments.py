"""What is promised in a municipality, for the command line: open, answered, and what the municipality has to answer."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, steps
from bot.context.rights import require
from content.commands import command_called
from content.language import Language
from dialogs.calendar.instants import local
from dialogs.model import Actor, Commitment, NeedState, Outcome, Promiser
from dialogs.permissions import Verb
from dialogs.sharing.circles import Municipality
from dialogs.sharing.reaching import CROWD
from storage import commitments, support_needs
from storage.database import Database

Counts = Mapping[tuple[str, Promiser, Outcome | None], int]
OUTCOMES = {
    Outcome.DONE: "done",
    Outcome.PARTLY: "done in part",
    Outcome.CHANGED: "changed on the way",
    Outcome.DROPPED: "dropped for a reason",
}


@dataclass(frozen=True)
class _Ledger:
    """`own` is the municipality's; `today` is the local day."""

    town: Municipality
    counts: Counts
    own: tuple[Commitment, ...]
    needs: Mapping[NeedState, int]
    today: date

    @property
    def groups(self) -> dict[str, dict[Outcome | None, int]]:
        found: dict[str, dict[Outcome | None, int]] = {}
        for (group, whose, outcome), number in self.counts.items():
            if whose is Promiser.GROUP and group in self.town.groups:
                found.setdefault(group, {})[outcome] = number
        return dict(sorted(found.items()))

    @property
    def of_people(self) -> int:
        return sum(number for (_, whose, _), number in self.counts.items() if whose is Promiser.PERSON)

    @property
    def to_tell(self) -> tuple[Commitment, ...]:
        """The municipality's own whose day has come: whoever answers for the municipality tells how they went."""
        return tuple(one for one in self.own if one.is_open and one.look_on <= self.today)

    @property
    def waiting(self) -> int:
        """Needs that the municipality has not answered."""
        return self.needs.get(NeedState.OPEN, 0)


async def commitment_lines(
    db: Database, municipality: str, *, actor: Actor, now: datetime, as_json: bool = False
) -> tuple[str, ...]:
    """Raises UnknownMunicipality. Nobody's own words: a person's stay with the person, a group's with the group."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> _Ledger:
        await lookup.municipality_called(c, municipality)
        return _Ledger(
            town=await steps.town(c, municipality),
            counts=await commitments.counts(c, municipality),
            own=await commitments.of_municipality(c, municipality),
            needs=await support_needs.counts(c, municipality),
            today=local(now).date(),
        )

    found = await db.read(work)
    return (json.dumps(_as_json(found), ensure_ascii=False),) if as_json else tuple(_lines(found))


def _lines(found: _Ledger) -> Iterator[str]:
    yield found.town.units[found.town.id].name
    yield from _headed("what the municipality has to answer now", _tasks(found))
    yield from _headed("what the municipality will try", (f"{one.text} ({_state(one, found)})" for one in found.own))
    groups = found.groups
    yield from _headed("groups", (f"{found.town.groups[group].name}: {_summed(groups[group])}" for group in groups))
    yield f"  people's own: {_told(found.of_people)}"
    yield f"  needs of support: {_told(sum(found.needs.values()))}"


def _headed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    told = list(lines)
    yield f"  {heading}:{'' if told else ' nothing'}"
    yield from (f"    {line}" for line in told)


def _tasks(found: _Ledger) -> Iterator[str]:
    """In Teams whoever coordinates the whole municipality reads the needs and answers both."""
    said = " / ".join(dict.fromkeys(f"«{command_called('commitments').words[one].names[0]}»" for one in Language))
    if found.waiting:
        number = f"{found.waiting} needs" if _may_tell_waiting(found) else "needs"
        yield f"{number} of support wait for an answer: say {said} in Teams"
    if found.to_tell:
        yield f"how it went with {_quoted(found.to_tell)}: say {said} in Teams"


def _may_tell_waiting(found: _Ledger) -> bool:
    """Neither the number nor the rest is small."""
    rest = sum(found.needs.values()) - found.waiting
    return found.waiting >= CROWD and (rest == 0 or rest >= CROWD)


def _quoted(these: Iterable[Commitment]) -> str:
    return ", ".join(f"«{one.text}»" for one in these)


def _state(one: Commitment, found: _Ledger) -> str:
    """A day that has been says nothing any more: it is no deadline."""
    if one.found is not None:
        return OUTCOMES[one.found.outcome]
    return f"open, looked at again on {one.look_on}" if one.look_on > found.today else "open"


def _told(number: int) -> str:
    """A number of people's own things; fewer than five would tell of somebody in a small place."""
    if not number:
        return "none"
    return str(number) if number >= CROWD else f"fewer than {CROWD}"


def _summed(states: Mapping[Outcome | None, int]) -> str:
    told = [f"{states[None]} open"] if None in states else []
    return ", ".join((*told, *(f"{states[one]} {OUTCOMES[one]}" for one in OUTCOMES if one in states)))


def _as_json(found: _Ledger) -> dict[str, object]:
    asked = sum(found.needs.values())
    return {
        "municipality": found.town.id,
        "to_answer": {
            "needs": (found.waiting if _may_tell_waiting(found) else None) if found.waiting else 0,
            "own": [one.text for one in found.to_tell],
        },
        "own": [_own_as_json(one, found) for one in found.own],
        "groups": {
            group: {state.value if state else "open": number for state, number in states.items()}
            for group, states in found.groups.items()
        },
        "people": found.of_people if found.of_people >= CROWD else None,
        "needs": asked if asked >= CROWD else None,
    }


def _own_as_json(one: Commitment, found: _Ledger) -> dict[str, str | None]:
    """`look_on` is a day to come, None for one that has been."""
    is_ahead = one.is_open and one.look_on > found.today
    return {
        "text": one.text,
        "look_on": str(one.look_on) if is_ahead else None,
        "outcome": one.found.outcome.value if one.found else None,
    }

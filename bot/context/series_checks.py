"""A series' file checked against the municipality's roster and catalogue: each fault with its key and a remedy."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.asked_groups import asked_as
from bot.context.plan_warnings import PlanWarning
from bot.errors import WrongPlan
from content.catalogue import Catalogue
from content.vocabulary.plan_faults import NoChannel, NothingToAsk, NotInForce, NotPlayable, PlanFault, Unknown
from content.vocabulary.plan_remarks import NamedForOthers
from dialogs.asking import suiting
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import local
from dialogs.model import AskedIn, Group, Role, Series, SeriesPhase
from dialogs.planning.planning import SeriesFile, rhythm_of
from storage import channels
from storage.people import all_people, person_named
from storage.units import all_groups, all_municipalities

_LIKE_AN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


class FaultyPlan(WrongPlan):
    """A line per fault for operators, and what people are told of the same."""

    def __init__(self, lines: str, faults: Iterable[PlanFault]) -> None:
        super().__init__(lines)
        self.faults = tuple(faults)


@dataclass
class Faults:
    """A line for operators and what people are told, for each fault in order."""

    lines: list[str] = field(default_factory=list)
    told: list[PlanFault] = field(default_factory=list)

    def add(self, line: str, told: PlanFault) -> None:
        self.lines.append(line)
        self.told.append(told)


async def municipality_of(c: AsyncConnection, wanted: SeriesFile, municipality: str | None) -> str:
    """The municipality with the plan's groups; `municipality` decides between several. Raises WrongPlan."""
    imported = await all_municipalities(c)
    if municipality is not None:
        if municipality not in imported:
            raise WrongPlan(f"--municipality: there is no {municipality}{_near(municipality, imported)}")
        return municipality
    if not imported:
        raise WrongPlan("[series] groups: no municipality has been imported yet; begin with python -m bot import")
    having = [one for one in imported if set(wanted.groups) & {group.id for group in await all_groups(c, one)}]
    if len(having) > 1:
        raise WrongPlan(
            f"[series] groups: several municipalities have them; add --municipality, one of {_list(having)}"
        )
    return (having or list(imported))[0]


async def checked(c: AsyncConnection, catalogue: Catalogue, wanted: SeriesFile, owner: str, *, now: datetime) -> Series:
    """The series as in its file. Raises WrongPlan, which names every faulty key."""
    today = local(now).date()
    faults = Faults()
    groups = {group.id: group for group in await all_groups(c, owner)}
    _known("[series] groups", wanted.groups, groups, faults)
    _known("[[meetings]] group", [meeting.group for meeting in wanted.meetings], groups, faults)
    _known("[series] protocol", [wanted.protocol], catalogue.protocols, faults)
    _known("[series] areas", wanted.areas, catalogue.areas, faults)
    _known("[series] requirements", wanted.requirements, catalogue.requirements, faults)
    _known("[series] prompts", wanted.prompts, [prompt.id for prompt in catalogue.prompts], faults)
    _known("[series] weights", wanted.weights, wanted.areas or catalogue.areas, faults)
    chosen = wanted.questions or ()
    _known("[[questions]] group", [one.group for one in chosen], groups, faults)
    asked = [one.prompt for one in chosen if one.own is None]
    _known("[[questions]] prompt", asked, [prompt.id for prompt in catalogue.prompts], faults)
    _known("[[questions]] area", [one.own.area for one in chosen if one.own is not None], catalogue.areas, faults)
    # A goal may be free text; text that looks like an id has to be an entry's id.
    _known("[series] goals", filter(_LIKE_AN_ID.fullmatch, wanted.goals), catalogue.entries, faults)
    _check_playable(catalogue, wanted.protocol, faults)
    _check_in_force(catalogue, wanted.requirements, today, faults)
    leader = await _person(c, owner, "led_by", wanted.led_by, faults, now=now)
    readers = [await _person(c, owner, "digest_readers", who, faults, now=now) for who in wanted.digest_readers]
    series = Series(
        municipality=owner,
        id=wanted.id,
        groups=wanted.groups,
        protocol=wanted.protocol,
        intention=wanted.intention,
        areas=wanted.areas,
        requirements=wanted.requirements,
        led_by=leader,
        stays_open=wanted.stays_open,
        default_rung=wanted.default_rung,
        asked=wanted.asked,
        digest_readers=tuple(readers),
        meetings=wanted.meetings,
        goals=wanted.goals,
        need=wanted.need,
        audience=wanted.audience,
        phase=wanted.phase,
        school_types=wanted.school_types,
        draft_ahead=wanted.draft_ahead,
        on_closed=wanted.on_closed,
        leader_speaks_last=wanted.leader_speaks_last,
        prompts=wanted.prompts,
        weights=wanted.weights,
        phases=await _phases(c, owner, wanted, faults, now=now),
        taking_part=wanted.taking_part,
        anchoring=wanted.anchoring,
        every=rhythm_of(wanted.timing),
    )
    if not faults.lines:
        for group in (groups[group] for group in wanted.groups):
            await _check_group(c, catalogue, series, group, faults, now=now)
    if faults.lines:
        raise FaultyPlan("\n".join(faults.lines), faults.told)
    return series


async def _check_group(
    c: AsyncConnection, catalogue: Catalogue, series: Series, group: Group, faults: Faults, *, now: datetime
) -> None:
    if series.asked is AskedIn.CHANNEL and await channels.channel_of(c, series.municipality, group.id) is None:
        faults.add(
            f'[series] asked: {group.name} has no channel; say "koble til {group.name}" to the bot in one, '
            'or use asked = "personal"',
            NoChannel(group.name),
        )
    asked = await asked_as(c, group, await steps.town(c, series.municipality), now=now)
    if not suiting.suitable(series, asked, catalogue):
        faults.add(*_nothing_to_ask(series, asked, catalogue))


async def unasked(
    c: AsyncConnection, catalogue: Catalogue, series: Series, *, now: datetime
) -> tuple[PlanWarning, ...]:
    """A warning per prompt named by the series and suited to none of its groups."""
    if not series.prompts:
        return ()
    town = await steps.town(c, series.municipality)
    groups = [await asked_as(c, town.groups[group], town, now=now) for group in series.groups]
    suited = {prompt.id for group in groups for prompt in suiting.suitable(series, group, catalogue)}
    why = "is asked of none of the groups: its level, audience, school types or grades are others'"
    language = town.units[series.municipality].language
    questions = {one.id: one.question.to(language) for one in catalogue.prompts}
    return tuple(
        PlanWarning(f"prompts: {named} {why}", NamedForOthers(questions.get(named, named)))
        for named in series.prompts
        if named not in suited
    )


def _check_playable(catalogue: Catalogue, protocol: str, faults: Faults) -> None:
    found = catalogue.protocols.get(protocol)
    if found is None or not found.lacks:
        return
    missing = _list(need.replace("_", " ") for need in found.lacks)
    playable = _list(id_ for id_, each in catalogue.protocols.items() if not each.lacks)
    told = f"cannot be played yet (spillbar: nei); missing: {missing}; use one of {playable}"
    faults.add(f"[series] protocol: {protocol} {told}", NotPlayable(protocol))


def _check_in_force(catalogue: Catalogue, requirements: Iterable[str], today: date, faults: Faults) -> None:
    for id_ in requirements:
        found = catalogue.requirements.get(id_)
        if found is None or found.in_force(today):
            continue
        current = _list(card.id for card in catalogue.current(id_, today))
        when = (
            f"is repealed, it applied until {found.valid_to}"
            if found.valid_to
            else f"is not in force before {found.valid_from}"
        )
        line = f"[series] requirements: {id_} {when}" + (f"; it is now in {current}" if current else "")
        faults.add(line, NotInForce(id_, repealed=found.valid_to is not None))


def _nothing_to_ask(series: Series, asked: Asked, catalogue: Catalogue) -> tuple[str, NothingToAsk]:
    """The keys that leave the group without a prompt, with helpful values."""
    group = asked.group
    if not suiting.suitable(suiting.unlimited(series), asked, catalogue):
        line = f"[series] groups: the catalogue has no prompt for {group.name} in {asked.unit.name}"
        return line, NothingToAsk(group.name, ())
    limits = [key for key in suiting.LIMITS if getattr(series, key)]
    remedies = suiting.remedies(series, asked, catalogue)
    ways = "; or ".join(_way(key, values) for key, values in remedies.items()) or "leave several of them out"
    line = f"[series] {_list(remedies or limits)}: no prompt for {group.name} goes with {' and '.join(limits)}; {ways}"
    return line, NothingToAsk(group.name, tuple(remedies or limits))


def _way(key: str, values: Collection[str]) -> str:
    """A remedy for one key; "" among the values stands for leaving the key out."""
    named = _list(filter(None, values))
    if "" not in values:
        return f"let {key} be one of {named}"
    return f"leave {key} out" + (f", or name one of {named}" if named else "")


async def _person(c: AsyncConnection, owner: str, key: str, who: str, faults: Faults, *, now: datetime) -> UUID:
    found = await person_named(c, owner, who, now=now)
    if found is not None:
        return found.id
    known = [person.upn.lower() for person, _ in await all_people(c, owner)]
    faults.add(f"[series] {key}: {who} is not among the people imported{_near(who, known)}", Unknown(key, who))
    return UUID(int=0)


async def _phases(
    c: AsyncConnection, owner: str, wanted: SeriesFile, faults: Faults, *, now: datetime
) -> tuple[SeriesPhase, ...]:
    """Whoever is responsible by id; a role stays a role."""
    return tuple([
        replace(one, responsible=str(await _person(c, owner, "responsible", one.responsible, faults, now=now)))
        if one.responsible and one.responsible not in set(Role)
        else one
        for one in wanted.phases
    ])  # fmt: skip


def _known(key: str, given: Iterable[str], known: Iterable[str], faults: Faults) -> None:
    among = list(known)
    for word in (word for word in given if word not in among):
        faults.add(f"{key}: there is no {word}{_near(word, among)}", Unknown(key.rpartition(" ")[2], word))


def _near(word: str, known: Iterable[str]) -> str:
    among = sorted(known)
    close = get_close_matches(word, among, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; use one of {_list(among)}" if 0 < len(among) <= 20 else ""  # noqa: PLR2004 - more than a screen helps nobody


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)

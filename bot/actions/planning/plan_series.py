"""Plan a series from its file; planned again, only unopened sessions change."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from difflib import get_close_matches
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import schooldays, staffing
from bot.context.attention import Attention, of_plan
from bot.context.catalogues import Catalogues
from bot.context.rights import require
from bot.errors import WrongPlan
from content.catalogue import Catalogue
from dialogs.asking import suiting
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_years
from dialogs.knowledge.digest import meeting_digest_due_at
from dialogs.model import Actor, AskedIn, Group, MeetingPlan, Rung, Series, Session, Stage, Unit
from dialogs.permissions import Verb
from dialogs.planning.planning import (
    PlanDifference,
    PlanningFault,
    SeriesFile,
    SeriesPlan,
    difference,
    plan_sessions,
    rhythm_of,
)
from storage import channels
from storage import staffing as staffing_store
from storage.database import Database
from storage.meetings import put_meetings
from storage.people import all_people, person_named
from storage.series import one_series, put_series
from storage.sessions import put_session, remove_session, sessions_of
from storage.units import all_groups, all_municipalities, one_unit, take_turn

_LIKE_AN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@dataclass(frozen=True)
class Planned:
    """`changed` has a line per key of the series with a new value, () for a new series.

    `lacking` names units and school years of the sessions without an imported skolerute, "" for none. `stay_cancelled`
    are future sessions cancelled singly: planning again does not bring them back. `warnings` name vacant posts, and
    user names passed on to another person. `attention` is what all series ask of people, this plan included.
    """

    series: Series
    difference: PlanDifference
    changed: tuple[str, ...]
    digests_at: tuple[datetime, ...]
    attention: Attention
    lacking: str = ""
    stay_cancelled: tuple[Session, ...] = ()
    warnings: tuple[str, ...] = ()


async def plan_series(
    db: Database,
    catalogues: Catalogues,
    wanted: SeriesFile,
    *,
    actor: Actor,
    now: datetime,
    municipality: str | None = None,
    dry_run: bool = False,
) -> Planned:
    """Raises WrongPlan, which names every faulty key."""
    require(actor, Verb.PLAN_SERIES)

    async def work(c: AsyncConnection) -> Planned:
        owner = await _owner(c, wanted, municipality)
        if not dry_run:
            await take_turn(c, owner)
        catalogue = await catalogues.at(c, owner, now)
        planned = await _planned(c, catalogue, wanted, owner, now=now)
        if not dry_run:
            await _apply(c, planned)
        return planned

    return await (db.read(work) if dry_run else db.write(work))


async def _planned(
    c: AsyncConnection, catalogue: Catalogue, wanted: SeriesFile, owner: str, *, now: datetime
) -> Planned:
    series = await _checked(c, catalogue, wanted, owner, now=now)
    groups = {group.id: group for group in await all_groups(c, owner)}
    known = await sessions_of(c, owner, wanted.id)
    plan = SeriesPlan(owner, wanted.id, wanted.timing, wanted.time, wanted.stays_open, wanted.on_closed)
    mine = [groups[group] for group in series.groups]
    days = await schooldays.days_of_groups(c, owner, groups.values())
    try:
        sessions = plan_sessions(plan, mine, days=days, known=known, now=now)
    except PlanningFault as fault:
        raise WrongPlan(f"[series] {fault}") from fault
    before = await one_series(c, owner, wanted.id)
    digests_at = tuple(meeting_digest_due_at(meeting, days[meeting.group]) for meeting in series.meetings)
    changed = await _changed(c, before, series, now=now) if before else ()
    ahead = [session.opens_at for session in sessions if session.opens_at >= now]
    years = school_years(min(ahead), max(ahead)) if ahead else ()
    lacking = await schooldays.lacking(c, owner, mine, years)
    off = tuple(one for one in sessions if one.stage is Stage.CANCELLED and one.opens_at >= now)
    found = await staffing.of_plan(c, series, sessions, now=now)
    others = await _others_by_now(c, before, series) if before else ()
    warnings = (*others, *staffing.lines(found, now=now))
    asks = await of_plan(c, catalogue, series, sessions, now=now)
    return Planned(series, difference(known, sessions), changed, digests_at, asks, lacking, off, warnings)


async def _apply(c: AsyncConnection, planned: Planned) -> None:
    await put_series(c, planned.series)
    await staffing_store.look_again(c, planned.series.municipality)
    await put_meetings(c, planned.series, planned.digests_at)
    for session in planned.difference.cancel:
        await remove_session(c, session.municipality, session.id)
    for session in (*planned.difference.add, *(move.after for move in planned.difference.move)):
        await put_session(c, session)


async def _owner(c: AsyncConnection, wanted: SeriesFile, municipality: str | None) -> str:
    """The municipality with the plan's groups; `municipality` decides between several."""
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


async def _checked(
    c: AsyncConnection, catalogue: Catalogue, wanted: SeriesFile, owner: str, *, now: datetime
) -> Series:
    today = local(now).date()
    faults: list[str] = []
    groups = {group.id: group for group in await all_groups(c, owner)}
    _known("[series] groups", wanted.groups, groups, faults)
    _known("[[meetings]] group", [meeting.group for meeting in wanted.meetings], groups, faults)
    _known("[series] protocol", [wanted.protocol], catalogue.protocols, faults)
    _known("[series] areas", wanted.areas, catalogue.areas, faults)
    _known("[series] requirements", wanted.requirements, catalogue.requirements, faults)
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
        every=rhythm_of(wanted.timing),
    )
    if not faults:
        for group in (groups[group] for group in wanted.groups):
            await _check_group(c, catalogue, series, group, faults)
    if faults:
        raise WrongPlan("\n".join(faults))
    return series


async def _check_group(
    c: AsyncConnection, catalogue: Catalogue, series: Series, group: Group, faults: list[str]
) -> None:
    if series.asked is AskedIn.CHANNEL and await channels.channel_of(c, series.municipality, group.id) is None:
        faults.append(
            f'[series] asked: {group.name} has no channel; say "koble til {group.name}" to the bot in one, '
            'or use asked = "personal"'
        )
    unit = await one_unit(c, series.municipality, group.unit)
    if unit is not None and not suiting.suitable(series, group, unit, catalogue):
        faults.append(_nothing_to_ask(series, group, unit, catalogue))


def _check_playable(catalogue: Catalogue, protocol: str, faults: list[str]) -> None:
    found = catalogue.protocols.get(protocol)
    if found is None or not found.lacks:
        return
    missing = _list(need.replace("_", " ") for need in found.lacks)
    playable = _list(id_ for id_, each in catalogue.protocols.items() if not each.lacks)
    faults.append(
        f"[series] protocol: {protocol} cannot be played yet (spillbar: nei); missing: {missing}; use one of {playable}"
    )


def _check_in_force(catalogue: Catalogue, requirements: Iterable[str], today: date, faults: list[str]) -> None:
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
        faults.append(f"[series] requirements: {id_} {when}" + (f"; it is now in {current}" if current else ""))


def _nothing_to_ask(series: Series, group: Group, unit: Unit, catalogue: Catalogue) -> str:
    """The keys that leave the group without a prompt, with helpful values."""
    if not suiting.suitable(suiting.unlimited(series), group, unit, catalogue):
        return f"[series] groups: the catalogue has no prompt for {group.name} in {unit.name}"
    limits = [key for key in suiting.LIMITS if getattr(series, key)]
    remedies = suiting.remedies(series, group, unit, catalogue)
    ways = "; or ".join(_way(key, values) for key, values in remedies.items()) or "leave several of them out"
    return f"[series] {_list(remedies or limits)}: no prompt for {group.name} goes with {' and '.join(limits)}; {ways}"


def _way(key: str, values: Collection[str]) -> str:
    """A remedy for one key; "" among the values stands for leaving the key out."""
    named = _list(filter(None, values))
    if "" not in values:
        return f"let {key} be one of {named}"
    return f"leave {key} out" + (f", or name one of {named}" if named else "")


async def _person(c: AsyncConnection, owner: str, key: str, who: str, faults: list[str], *, now: datetime) -> UUID:
    found = await person_named(c, owner, who, now=now)
    if found is not None:
        return found.id
    known = [person.upn.lower() for person, _ in await all_people(c, owner)]
    faults.append(f"[series] {key}: {who} is not among the people imported{_near(who, known)}")
    return UUID(int=0)


def _known(key: str, given: Iterable[str], known: Iterable[str], faults: list[str]) -> None:
    among = list(known)
    faults += [f"{key}: there is no {word}{_near(word, among)}" for word in given if word not in among]


def _near(word: str, known: Iterable[str]) -> str:
    among = sorted(known)
    close = get_close_matches(word, among, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; use one of {_list(among)}" if 0 < len(among) <= 20 else ""  # noqa: PLR2004 - more than a screen helps nobody


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


async def _changed(c: AsyncConnection, before: Series, after: Series, *, now: datetime) -> tuple[str, ...]:
    """A line per key of the file with a new value."""
    # Meetings are stored in order of time; a past meeting that left the file is no change.
    kept = {meeting for meeting in before.meetings if meeting.at > now or meeting in after.meetings}
    before = replace(before, meetings=_in_order(kept))
    after = replace(after, meetings=_in_order(set(after.meetings)))
    upns = {person.id: person.upn for person, _ in await all_people(c, after.municipality)}
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(Series))
    return tuple(f"{key}: {_told(old, upns)} -> {_told(new, upns)}" for key, old, new in pairs if old != new)


async def _others_by_now(c: AsyncConnection, before: Series, after: Series) -> tuple[str, ...]:
    """A line per person whose user name has passed to a newcomer: the same file now names another person."""
    people = {person.id: person for person, _ in await all_people(c, after.municipality)}
    named = {"led_by": ({before.led_by}, {after.led_by})}
    named["digest_readers"] = (set(before.digest_readers), set(after.digest_readers))
    return tuple(
        f"{key}: {people[new].upn} is {people[new].name} now, who is not the {people[old].name} that it meant before; "
        "write the aad_object_id of whom you mean"
        for key, (had, has) in named.items()
        for old in sorted(had - has)
        for new in sorted(has - had)
        if old in people and new in people and people[old].upn == people[new].upn
    )


def _in_order(meetings: Iterable[MeetingPlan]) -> tuple[MeetingPlan, ...]:
    return tuple(sorted(meetings, key=lambda meeting: (meeting.at, meeting.group)))


def _told(value: object, upns: Mapping[UUID, str]) -> str:
    """A value as it would stand in the file."""
    match value:
        case tuple():
            return ", ".join(_told(one, upns) for one in value) or "none"
        case UUID():
            return upns.get(value, str(value))
        case MeetingPlan():
            return f"{local(value.at):%Y-%m-%d %H:%M} {value.group} ({value.digest_days_ahead} days ahead)"
        case Rung():
            return value.name.lower()
        case None:
            return "none"
        case _:
            return str(value) or "none"

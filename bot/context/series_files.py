"""A stored series as its file would say it: people by user name, or by object id where another has had the name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Role, Series, user_name
from dialogs.planning.planning import SeriesFile, known_timing
from storage.people import all_people
from storage.sessions import sessions_of


async def file_of(c: AsyncConnection, series: Series) -> SeriesFile:
    names = await names_of(c, series.municipality)
    timing, at = series.timing, series.wall_time
    if timing is None:
        timing, at = known_timing(await sessions_of(c, series.municipality, series.id))
    return SeriesFile(
        id=series.id,
        groups=series.groups,
        protocol=series.protocol,
        intention=series.intention,
        led_by=names.get(series.led_by, str(series.led_by)),
        timing=timing,
        time=at,
        areas=series.areas,
        requirements=series.requirements,
        stays_open=series.stays_open,
        default_rung=series.default_rung,
        asked=series.asked,
        digest_readers=tuple(names.get(reader, str(reader)) for reader in series.digest_readers),
        goals=series.goals,
        need=series.need,
        audience=series.audience,
        phase=series.phase,
        school_types=series.school_types,
        draft_ahead=series.draft_ahead,
        meetings=series.meetings,
        on_closed=series.on_closed,
        leader_speaks_last=series.leader_speaks_last,
        prompts=series.prompts,
        weights=series.weights,
        by_hand=series.by_hand,
        pauses=series.pauses,
        phases=tuple(replace(one, responsible=_written(one.responsible, names)) for one in series.phases),
        taking_part=series.taking_part,
        anchoring=series.anchoring,
        meetings_by_hand=series.meetings_by_hand,
        questions=series.questions,
    )


def _written(responsible: str, names: Mapping[UUID, str]) -> str:
    """A role as it is, and a person as a file names one."""
    is_named = responsible and responsible not in set(Role)
    return names.get(UUID(responsible), responsible) if is_named else responsible


async def names_of(c: AsyncConnection, municipality: str) -> Mapping[UUID, str]:
    """How a file names each person of the municipality."""
    known = await all_people(c, municipality)
    times = Counter(user_name(person.upn) for person, _ in known)
    named: dict[UUID, str] = {}
    for person, theirs in known:
        ids = sorted(account.object_id for account in theirs)
        is_own = person.upn and times[user_name(person.upn)] == 1
        named[person.id] = person.upn.lower() if is_own or not ids else ids[0]
    return named

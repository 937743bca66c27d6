"""The sessions of each group in a digest, with their steps and readable answers."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Digest, Reading, Reflection, Step
from storage import digests
from storage.readable_reflections import readable
from storage.sessions import one_session
from storage.steps import steps_of


@dataclass(frozen=True)
class OfGroup:
    """A group's sessions that a digest is of, with their steps, and the answers that the reader may read."""

    group: str
    digests: tuple[Digest, ...]
    steps: tuple[Step, ...]
    answers: tuple[Reflection, ...]


async def covered_by(c: AsyncConnection, digest: Digest, reading: Reading) -> list[OfGroup]:
    """A session's digest is of one group; a meeting's of all groups of the series, in the order of their sessions."""
    made: tuple[Digest, ...] = (digest,)
    if digest.session is None:
        made = await digests.of_series(c, digest.municipality, digest.series, since=digest.since, until=digest.made_at)
    groups: dict[str, list[tuple[Digest, tuple[Step, ...]]]] = {}
    for one in made:
        session = await one_session(c, one.municipality, one.session or "")
        if session is not None:
            steps = await steps_of(c, one.municipality, session.id)
            groups.setdefault(session.group, []).append((one, steps))
    covered = []
    for group, of_group in groups.items():
        of_its = tuple(one for one, _ in of_group)
        shared = await readable(c, reading, [one.session or "" for one in of_its])
        covered.append(OfGroup(group, of_its, tuple(step for _, steps in of_group for step in steps), shared))
    return covered

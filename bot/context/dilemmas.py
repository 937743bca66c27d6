"""The dilemmas offered to a meeting: those of its pack's sessions, and those left over from earlier meetings."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.covered import OfGroup, covered_by
from bot.context.deliveries import meeting_digest_id
from dialogs.knowledge.agenda import dilemma_fits
from dialogs.knowledge.dilemmas import in_turn, offered
from dialogs.model import Digest, MeetingPlan, Reading, Reflection, Series, Step
from dialogs.planning.meetings import name_at
from storage import digests, dilemmas, meeting_news
from storage.readable_reflections import readable
from storage.series import one_series
from storage.sessions import one_session
from storage.steps import steps_of

Dilemma = tuple[Step, Reflection]
"""An offered answer, with the step that it answers."""

_KEPT = timedelta(days=182)
"""An offer half a year old is carried on no more: its author has long found another way."""


async def of_meeting(
    c: AsyncConnection, digest: Digest, reading: Reading, covered: Sequence[OfGroup]
) -> tuple[Dilemma, ...]:
    """Every dilemma within the reader's circles: the meeting's own choice first, then the others in their turn.

    For a reader outside the circle of the chosen dilemma the next dilemma comes first.
    """
    found = _waiting(covered, await carried(c, digest, reading))
    chosen = await _chosen(c, digest) if len(found) > 1 else None
    return tuple(sorted(found, key=lambda one: one[1].id != chosen))


async def carried(c: AsyncConnection, digest: Digest, reading: Reading) -> tuple[OfGroup, ...]:
    """The sessions with dilemmas carried on to the meeting, and still offered, within the reader's circles."""
    found = await dilemmas.sessions_carried(c, digest)
    answers = await readable(c, reading, sorted(set(found.values()))) if found else ()
    groups: list[OfGroup] = []
    for its_id in dict.fromkeys(answer.session for answer in answers):
        session = await one_session(c, digest.municipality, its_id)
        theirs = tuple(one for one in answers if one.session == its_id and one.id in found and one.offered)
        if session is not None and theirs:
            steps = await steps_of(c, digest.municipality, its_id)
            groups.append(OfGroup(session.group, (), steps, theirs))
    return tuple(groups)


async def prepare(c: AsyncConnection, digest: Digest, reading: Reading) -> None:
    """For a new pack: carries on dilemmas left over, and chooses one unless a coordinator has chosen already."""
    if digest.since is not None:
        await dilemmas.carry_on(c, digest, since=digest.made_at - _KEPT)
    covered = await covered_by(c, digest, reading)
    found = _waiting(covered, await carried(c, digest, reading))
    chosen = await _chosen(c, digest)
    has_room = digest.pack is not None and dilemma_fits(digest.pack.minutes)
    if found and has_room and not digest.is_draft:
        stands = chosen is not None and chosen in {one.id for _, one in found}
        await dilemmas.choose(c, digest, chosen if chosen is not None and stands else found[0][1].id)


async def moved(c: AsyncConnection, series: Series, before: MeetingPlan, after: MeetingPlan) -> None:
    """A meeting back at a time that has a pack takes along the choice of the pack made since."""
    place = series.municipality
    packs = [await digests.one(c, place, meeting_digest_id(place, series.id, one)) for one in (before, after)]
    left, back = packs
    chosen = await dilemmas.chosen(c, left) if left is not None and back is not None else None
    if back is not None and chosen is not None:
        await dilemmas.choose(c, back, chosen)


async def _chosen(c: AsyncConnection, digest: Digest) -> UUID | None:
    """The pack's own choice, else the choice in the pack that people have read of the meeting before a move."""
    own = await dilemmas.chosen(c, digest)
    group, at = digest.meeting_group, digest.meeting_at
    if own is not None or group is None or at is None:
        return own
    series = await one_series(c, digest.municipality, digest.series)
    if series is None:
        return None
    meant = name_at(series, group, at)
    times = await meeting_news.times_before(c, digest.municipality, digest.series, group, meant)
    return await dilemmas.chosen_at(c, digest, {meant, *times} - {at})


def _waiting(covered: Sequence[OfGroup], carried_on: Sequence[OfGroup]) -> tuple[Dilemma, ...]:
    """In the order of `in_turn`."""
    groups = (*covered, *carried_on)
    steps = {(step.session, step.position): step for one in groups for step in one.steps}
    answers = [answer for one in covered for answer in one.answers]
    # A session that was given back late is covered, and may be carried on to the meeting too.
    theirs = {one.id: one for one in offered([answer for one in groups for answer in one.answers])}
    found = in_turn(theirs.values(), [*steps.values()], answers)
    return tuple((steps[one.session, one.position], one) for one in found)

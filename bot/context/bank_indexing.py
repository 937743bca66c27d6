"""The sharing bank's index, of answers of digests given back and of practices: put in, changed, removed."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps as step_contexts
from dialogs.asking.suiting import types_of
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from dialogs.knowledge.heard import has_words
from dialogs.model import (
    Circle,
    EntryKind,
    IndexedEntry,
    Practice,
    Reflection,
    Rung,
    SchoolType,
    Session,
    Step,
    Wording,
)
from dialogs.searching.marks import Subject, marks_of_circle, marks_of_subject
from dialogs.searching.stems import stems_of
from dialogs.sharing.circles import Municipality
from storage import bank_index, digests
from storage.reflections import shared_in
from storage.steps import steps_of


async def index_session(c: AsyncConnection, session: Session, town: Municipality) -> None:
    """All shared answers of a session with a digest given back."""
    asked = {step.position: step for step in await steps_of(c, session.municipality, session.id)}
    shared = await shared_in(c, session.municipality, session.id)
    entries = [_entry(asked[one.position], one, town) for one in shared if _is_shared(one)]
    await bank_index.put(c, session.municipality, entries)
    await digests.mark_indexed(c, session.municipality, session.id)


async def follow(c: AsyncConnection, after: Reflection, step: Step, town: Municipality) -> None:
    """An answer changed after its step: in other words, for other readers, or gone."""
    if not _is_shared(after):
        await bank_index.remove(c, after.municipality, [after.id])
    elif await digests.of_session(c, after.municipality, after.session) is not None:
        await bank_index.put(c, after.municipality, [_entry(step, after, town)])


def _is_shared(one: Reflection) -> bool:
    return one.rung > Rung.ONLY_ME and has_words(one) and not (one.withdrawn or one.passed)


def _entry(step: Step, one: Reflection, town: Municipality) -> IndexedEntry:
    """The title is the author's own keyword; question and area are among the words of the body."""
    shown = step.shown
    said = [part.text for part in one.parts]
    words = (*said, one.keyword, *_in_norwegian(shown.question), *_in_norwegian(shown.area))
    circle = Circle(one.group, one.unit, one.network, one.rung, one.circle_at, one.channel)
    marks = marks_of_circle(one.municipality, circle)
    marks |= marks_of_subject(EntryKind.QUOTE, _about(step, one, town))
    return IndexedEntry(
        EntryKind.QUOTE,
        one.id,
        step.opens_at,
        stems_of([one.keyword]),
        stems_of(words),
        tuple(sorted(marks)),
    )


def _about(step: Step, one: Reflection, town: Municipality) -> Iterable[Subject]:
    year = school_year(local(step.opens_at).date())
    yield Subject(step.shown.area_id, step.shown.requirement_id or "", year=year)
    unit = town.units.get(one.unit)
    yield from (Subject(stage=stage.value) for stage in (types_of(unit) if unit is not None else ()))


def _in_norwegian(words: Wording) -> tuple[str, str]:
    return words.nb, words.nn


async def index_practice(c: AsyncConnection, one: Practice) -> None:
    """A practice new in the bank, or changed; the name of its area or requirement is among the words of the body."""
    words = one.words
    said = (words.title, words.did, words.saw, words.needs, *_in_norwegian(one.subject.name))
    marks = marks_of_circle(one.municipality, one.circle)
    marks |= marks_of_subject(EntryKind.PRACTICE, _about_practice(one))
    entry = IndexedEntry(
        EntryKind.PRACTICE, one.id, one.put_at, stems_of([words.title]), stems_of(said), tuple(sorted(marks))
    )
    await bank_index.put(c, one.municipality, [entry])


def _about_practice(one: Practice) -> Iterable[Subject]:
    """A practice that suits all stages is found by any of them."""
    yield Subject(one.subject.area, one.subject.requirement, year=school_year(local(one.put_at).date()))
    yield from (Subject(stage=stage.value) for stage in one.subject.stages or SchoolType)


async def remove_practices(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> None:
    await bank_index.remove(c, municipality, ids)


async def read_in_older(c: AsyncConnection, *, most: int) -> int:
    """Index sessions with digests older than the index; returns the number of sessions."""
    found = await digests.not_indexed(c, most=most)
    for session in found:
        await index_session(c, session, await step_contexts.town(c, session.municipality))
    return len(found)

"""Others' answers on an author's receipt: candidates, the words of the chosen answers, and the receipts' readers."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Part, Reading, Reflection, StepRef, paragraphs
from storage.prepared import Prepared
from storage.readable_reflections import OF_STEP, Kind, kind_of, within_kind
from storage.tables.sessions import reflection_parts, reflections, steps
from storage.turnout import counts

_MOST_LOOKED_AT = 400
"""The most answers of a step among which two are chosen; beyond so many, some answers stand on no receipt."""

_IS_KEYWORD = -1  # in place of a part's position

_AT_STEP = tuple(reflections.c[name] == bindparam(name) for name in ("municipality", "session", "position"))
_WORDS = and_(
    reflection_parts.c.municipality == reflections.c.municipality,
    reflection_parts.c.reflection == reflections.c.id,
    reflection_parts.c.follow_up == 0,
    reflection_parts.c.text != "",
    reflection_parts.c.choice == 0,
)


@cache
def _candidates(kind: Kind) -> Prepared:
    is_open = and_(_of_others(kind), exists().where(_WORDS))
    query = select(
        reflections.c.id,
        reflections.c.shown_first,
        reflections.c.shown_second,
        case((is_open, 1), else_=0).label("is_open"),
    )
    return Prepared(query.join(steps, OF_STEP).where(*_AT_STEP).limit(literal_column(str(_MOST_LOOKED_AT))))


@cache
def _words(kind: Kind) -> Prepared:
    chosen = or_(reflections.c.id == bindparam("first"), reflections.c.id == bindparam("second"))
    words = select(reflections.c.id, reflection_parts.c.text, reflection_parts.c.position.label("part"))
    keywords = select(
        reflections.c.id, reflections.c.keyword.label("text"), literal(_IS_KEYWORD, Integer).label("part")
    )
    is_open = (*_AT_STEP, _of_others(kind))
    both = union_all(
        words.join(steps, OF_STEP).join(reflection_parts, _WORDS).where(*is_open, chosen),
        keywords.join(steps, OF_STEP).where(*is_open, reflections.c.keyword != ""),
    )
    return Prepared(both.order_by("part"))


def _of_others(kind: Kind) -> ColumnElement[bool]:
    return and_(counts(), reflections.c.author != bindparam("me"), within_kind(kind))


async def candidates(c: AsyncConnection, reading: Reading, at: StepRef) -> list[tuple[UUID, int]]:
    """(id, number of receipts with the answer) for each answer of others at the step that the reader may read now."""
    of_reader, values = kind_of(reading)
    rows = (await _candidates(of_reader).run(c, **vars(at), **values, me=reading.author)).all()
    times = [one for row in rows for one in (row.shown_first, row.shown_second)]
    return [(row.id, times.count(row.id)) for row in rows if row.is_open]


@dataclass(frozen=True)
class Shown:
    """The words of one or two answers of others, and the keywords of all that the reader may read, one a person."""

    words: tuple[str, ...]
    keywords: tuple[str, ...]


async def words_of(c: AsyncConnection, reading: Reading, at: StepRef, ids: tuple[UUID, ...]) -> Shown:
    """What the reader may read now of the one or two answers, without answers to follow-ups; and all keywords."""
    of_reader, values = kind_of(reading)
    two = {"first": ids[0], "second": ids[-1]}
    found: dict[UUID, list[Part]] = {}
    keywords: list[str] = []
    for row in await _words(of_reader).run(c, **vars(at), **values, **two, me=reading.author):
        if row.part == _IS_KEYWORD:
            keywords.append(row.text)
        else:
            found.setdefault(row.id, []).append(Part(row.text))
    return Shown(tuple(paragraphs(parts) for parts in found.values()), tuple(keywords))


_HOLDERS = Prepared(
    select(reflections.c.author, or_(reflections.c.reopened, reflections.c.going_on > 0).label("is_form_open")).where(
        *_AT_STEP,
        or_(reflections.c.shown_first == bindparam("answer"), reflections.c.shown_second == bindparam("answer")),
    )
)


async def holders(c: AsyncConnection, at: StepRef, answer: UUID) -> list[tuple[UUID, bool]]:
    """The people with the answer on a receipt, also after its words are gone, and whether each has a form open."""
    return [(row.author, bool(row.is_form_open)) for row in await _HOLDERS.run(c, **vars(at), answer=answer)]


async def forget(c: AsyncConnection, answer: Reflection) -> None:
    """Others' receipts name the answer no more: its id is derived of its author, whom nothing may point at any longer.

    A drawn id stands in its place, so that nobody is shown another answer instead.
    """
    nobody = uuid4()
    at_step = (
        reflections.c.municipality == answer.municipality,
        reflections.c.session == answer.session,
        reflections.c.position == answer.position,
    )
    for column in (reflections.c.shown_first, reflections.c.shown_second):
        await c.execute(update(reflections).where(*at_step, column == answer.id).values({column: nobody}))

"""Themes of digests as people left them, and groups' own words; each goes with what it is about, or with its author."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Table, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import OWN_WORDS_KEPT, DigestQuestion, OwnWord, ThemeName, Tidied, TidiedTheme
from storage.tables.tidied import own_words, tidied_answers, tidied_themes


async def of_digest(c: AsyncConnection, municipality: str, digest: UUID) -> Mapping[str, Tidied]:
    """By the question's key; nothing for a question that nobody has touched."""
    themes: dict[str, list[TidiedTheme]] = {}
    its = select(tidied_themes).where(_of(tidied_themes, municipality, digest)).order_by(tidied_themes.c.number)
    for row in (await c.execute(its)).mappings():
        themes.setdefault(row["question"], []).append(TidiedTheme(row["number"], _name(row)))
    places: dict[str, dict[tuple[UUID, int], int]] = {}
    for row in (await c.execute(select(tidied_answers).where(_of(tidied_answers, municipality, digest)))).mappings():
        places.setdefault(row["question"], {})[row["reflection"], row["version"]] = row["number"]
    return {question: Tidied(tuple(themes.get(question, ())), found) for question, found in places.items()}


async def save(c: AsyncConnection, question: DigestQuestion, tidied: Tidied) -> None:
    """In place of whatever was stored of the question."""
    for table in (tidied_themes, tidied_answers):
        await c.execute(delete(table).where(_of_question(table, question)))
    if tidied.themes:
        named = [{**_key(question), "number": theme.number, **_values(theme.name)} for theme in tidied.themes]
        await c.execute(insert(tidied_themes), named)
    if tidied.places:
        placed = [
            {**_key(question), "reflection": answer, "version": version, "number": number}
            for (answer, version), number in tidied.places.items()
        ]
        await c.execute(insert(tidied_answers), placed)


async def save_words(
    c: AsyncConnection, question: DigestQuestion, words: Collection[OwnWord], *, now: datetime
) -> None:
    """What the group has learnt of the question's themes, in place of what it had before."""
    await c.execute(delete(own_words).where(_of_question(own_words, question)))
    key = {**_key(question), "group": question.group}
    rows = [
        {**key, "word": one.word, "concept": one.concept, **_values(one.name), "goes_at": now + OWN_WORDS_KEPT}
        for one in words
    ]
    if rows:
        await c.execute(insert(own_words), rows)


async def words_of_group(c: AsyncConnection, municipality: str, group: str) -> tuple[OwnWord, ...]:
    """Of a word with several names the newest."""
    mine = and_(own_words.c.municipality == municipality, own_words.c.group == group)
    order = (own_words.c.goes_at, own_words.c.digest, own_words.c.question, own_words.c.word, own_words.c.concept)
    found = (await c.execute(select(own_words).where(mine).order_by(*order))).mappings()
    return tuple({(one.word, one.concept): one for one in map(_own_word, found)}.values())


async def words_of_question(c: AsyncConnection, question: DigestQuestion) -> tuple[OwnWord, ...]:
    mine = _of_question(own_words, question)
    found = (await c.execute(select(own_words).where(mine).order_by(own_words.c.word, own_words.c.concept))).mappings()
    return tuple(map(_own_word, found))


async def named_by(c: AsyncConnection, municipality: str, person: UUID) -> tuple[str, ...]:
    """The names that the person has given themes, with those that live on as a group's own words."""
    found: set[str] = set()
    for table in (tidied_themes, own_words):
        mine = and_(table.c.municipality == municipality, table.c.by == person)
        found |= set((await c.execute(select(table.c.label).where(mine).distinct())).scalars())
    return tuple(sorted(found))


async def digests_named_by(c: AsyncConnection, municipality: str, person: UUID) -> tuple[UUID, ...]:
    mine = and_(tidied_themes.c.municipality == municipality, tidied_themes.c.by == person)
    return tuple((await c.execute(select(tidied_themes.c.digest).where(mine).distinct())).scalars())


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The names that the person gave; the themes stay, and are called as suggested."""
    named = and_(tidied_themes.c.municipality == municipality, tidied_themes.c.by == person)
    await c.execute(update(tidied_themes).where(named).values(**_values(None)))
    learnt = and_(own_words.c.municipality == municipality, own_words.c.by == person)
    await c.execute(delete(own_words).where(learnt))


async def forget_answer(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    await c.execute(delete(tidied_answers).where(_is_answer(municipality, reflection)))


async def pass_on(c: AsyncConnection, municipality: str, reflection: UUID, its_id: UUID) -> None:
    """The answer has a new id, and stays where it was put."""
    await c.execute(update(tidied_answers).where(_is_answer(municipality, reflection)).values(reflection=its_id))


def _of(table: Table, municipality: str, digest: UUID) -> ColumnElement[bool]:
    return and_(table.c.municipality == municipality, table.c.digest == digest)


def _of_question(table: Table, question: DigestQuestion) -> ColumnElement[bool]:
    return and_(_of(table, question.municipality, question.digest), table.c.question == question.key)


def _key(question: DigestQuestion) -> dict[str, Any]:
    return {"municipality": question.municipality, "digest": question.digest, "question": question.key}


def _is_answer(municipality: str, reflection: UUID) -> ColumnElement[bool]:
    return and_(tidied_answers.c.municipality == municipality, tidied_answers.c.reflection == reflection)


def _values(name: ThemeName | None) -> dict[str, Any]:
    given = name or ThemeName("")
    return {"label": given.label, "borrowed": list(given.borrowed), "by": given.by}


def _name(row: RowMapping) -> ThemeName | None:
    return ThemeName(row["label"], tuple(row["borrowed"]), row["by"]) if row["label"] else None


def _own_word(row: RowMapping) -> OwnWord:
    return OwnWord(row["word"], row["concept"], ThemeName(row["label"], tuple(row["borrowed"]), row["by"]))

"""Concurrent changes of sessions: an open session is not planned again, and a moved session is not opened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from dialogs.model import Group, GroupKind, Language, Session, Stage, Unit, UnitKind
from storage.database import Database
from storage.sessions import groups_with_session, move_session, one_session, put_session
from storage.units import put_groups, put_municipality, put_units
from tests.databases import make_tables

EIGHT = datetime(2026, 11, 24, 7, tzinfo=UTC)
PLANNED = Session("nes", "uka.team.2026-11-24", "uka", "team", 0, opens_at=EIGHT)


async def with_session(db: Database) -> None:
    await make_tables(db)
    kinds = frozenset({UnitKind.MUNICIPALITY})
    await db.write(partial(put_municipality, municipality="nes", name="Nes"))
    await db.write(lambda c: put_units(c, "nes", [Unit("nes", kinds, "Nes", None, Language.NB)]))
    await db.write(lambda c: put_groups(c, "nes", [Group("team", "nes", GroupKind.TEAM, "Team")]))
    await db.write(lambda c: put_session(c, PLANNED))


async def stored_session(db: Database) -> Session | None:
    return await db.read(lambda c: one_session(c, "nes", PLANNED.id))


async def test_a_session_that_has_opened_meanwhile_is_not_planned_anew(database_url: str) -> None:
    async with Database(database_url) as db:
        await with_session(db)
        later = replace(PLANNED, opens_at=EIGHT + timedelta(days=1))
        await db.write(lambda c: put_session(c, later))
        assert await stored_session(db) == later
        assert await db.write(lambda c: move_session(c, later, to=Stage.OPEN))
        await db.write(lambda c: put_session(c, PLANNED))
        assert await stored_session(db) == replace(later, stage=Stage.OPEN)


async def test_a_session_moved_meanwhile_is_not_opened(database_url: str) -> None:
    async with Database(database_url) as db:
        await with_session(db)
        await db.write(lambda c: put_session(c, replace(PLANNED, opens_at=EIGHT + timedelta(days=1))))
        assert not await db.write(lambda c: move_session(c, PLANNED, to=Stage.OPEN))


@pytest.mark.parametrize(("stage", "asks"), [(Stage.OPEN, True), (Stage.MISSED, False), (Stage.SKIPPED, False)])
async def test_a_session_that_asks_nobody_keeps_nobody_from_being_asked_elsewhere(
    database_url: str, stage: Stage, *, asks: bool
) -> None:
    async with Database(database_url) as db:
        await with_session(db)
        await db.write(lambda c: move_session(c, PLANNED, to=stage))
        asking = await db.read(lambda c: groups_with_session(c, PLANNED, ["other", "team"]))
        assert asking == (frozenset({"team"}) if asks else frozenset())

"""A series with phases goes to another group and to a file whole, its checkpoints unanswered; reasons go in time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.actions.planning.plan_series import plan_series
from bot.context.cloning import cloned
from bot.dispatch.actor import look_up
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from bot.reports.series_files import exported
from content.vocabulary.steered import NotSteered
from dialogs.model import CHECKPOINT_KEPT, Account, Actor, CheckpointAnswer, Series, Stage
from storage import checkpoints
from storage.inbox import forget_old, has_old
from storage.series import one_series
from storage.sessions import sessions_of
from tests.bot.test_phases import READY, answer, carried_out, open_phases, told
from tests.nordvik import OPERATOR, House, municipality, open_house

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "guro,nettverket,coordinator", "tor,rektorgruppa,facilitator"),
    *("siv,rektorgruppa,participant", "ada,nettverket,participant"),
)
COPY = "uka-nettverket"


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(tmp_path / "nordvik", people=PEOPLE)) as opened:
        await opened.stage.plan(carried_out(tmp_path))
        await opened.install("guro")
        await open_phases(opened.cast["guro"])
        await answer(opened.cast["guro"], READY, "Ja", "Vi tok det opp på fellesmøtet.")
        assert "Svaret er lagret." in told(opened.cast["guro"])
        yield opened


async def the(house: House, name: str) -> Series:
    found = await house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
    assert found is not None
    return found


async def answers(house: House, name: str) -> tuple[CheckpointAnswer, ...]:
    return await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series=name))


async def test_a_copy_has_the_phases_and_none_of_the_answers(house: House) -> None:
    app, now = house.stage.app, house.stage.now
    guro = await look_up(app.db, Actor.at(Account(TENANT, house.cast["guro"].person.object_id)), now=now)
    wanted = await app.db.read(
        partial(cloned, actor=guro, municipality="nordvik", series_id="uka", group="nettverket", now=now)
    )
    assert not isinstance(wanted, NotSteered)
    await plan_series(app.db, app.catalogues, wanted, actor=guro, now=now, municipality="nordvik", seen=0)
    before, copy = await the(house, "uka"), await the(house, COPY)
    assert before.phases[0].responsible, "somebody of the first group"
    assert copy.phases == (replace(before.phases[0], responsible=""), *before.phases[1:])
    assert (copy.anchoring, copy.taking_part, copy.timing) == (before.anchoring, before.taking_part, before.timing)
    assert await answers(house, COPY) == ()
    assert len(await answers(house, "uka")) == 1
    sessions = await app.db.read(partial(sessions_of, municipality="nordvik", series_id=COPY))
    assert [one.stage for one in sessions] == [Stage.PLANNED, *[Stage.WAITING] * 3]


async def test_a_file_of_a_series_with_an_answer_plans_the_same_and_a_copy_without(
    house: House, tmp_path: Path
) -> None:
    app, before = house.stage.app, await the(house, "uka")
    text = await exported(app.db, "uka", actor=OPERATOR)
    assert "fellesmøtet" not in text, "reasons are nobody's plan"
    file = tmp_path / "igjen.toml"
    file.write_text(text, encoding="utf-8")
    again = await plan_series(app.db, app.catalogues, read_series(file), actor=OPERATOR, now=house.stage.now)
    assert (again.changed, again.difference.lines, again.series) == ((), (), before)
    assert len(await answers(house, "uka")) == 1
    file.write_text(text.replace('"uka"', '"kopi"'), encoding="utf-8")
    copy = await plan_series(app.db, app.catalogues, read_series(file), actor=OPERATOR, now=house.stage.now)
    assert copy.series == replace(before, id="kopi")
    assert await answers(house, "kopi") == ()


async def test_a_reason_and_its_author_go_after_a_year_and_the_phase_is_not_shut_again(house: House) -> None:
    (kept,) = await answers(house, "uka")
    for after, left in (
        (CHECKPOINT_KEPT - timedelta(minutes=1), kept),
        (CHECKPOINT_KEPT, replace(kept, because="", by=None)),
    ):
        await house.stage.app.db.write(partial(forget_old, now=kept.at + after, today=(kept.at + after).date()))
        assert await answers(house, "uka") == (left,)
    assert not await house.stage.app.db.read(
        partial(has_old, now=kept.at + CHECKPOINT_KEPT, today=(kept.at + CHECKPOINT_KEPT).date())
    ), "nothing is looked for again"

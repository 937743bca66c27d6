"""Series refused because of the catalogue: unplayable protocols and repealed law."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.actions.planning.plan_series import plan_series
from bot.errors import WrongPlan
from bot.imports.series_file import read_series
from content.catalogue import load
from dialogs.model import DeliveryKind, Stage
from storage.sessions import sessions_of
from storage.steps import due_steps, steps_of
from tests.nordvik import OPERATOR, at, municipality, open_house, series

MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)


async def refusal(folder: Path, **keys: str) -> list[str]:
    """The lines of the refusal of a series with these keys."""
    async with open_house(f"sqlite+aiosqlite:///{folder}/x.db", now=MONDAY) as house:
        app = house.stage.app
        wanted = read_series(series(folder, "uka", "rektorgruppa", **keys))
        with pytest.raises(WrongPlan) as caught:
            await plan_series(app.db, app.catalogues, wanted, actor=OPERATOR, now=MONDAY)
    return str(caught.value).splitlines()


async def test_a_protocol_the_engine_cannot_play_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    [line] = await refusal(tmp_path, protocol='"konsultasjon"')
    assert line.startswith("[series] protocol: konsultasjon cannot be played yet (spillbar: nei); missing: ")
    missing = line.partition("missing: ")[2].partition(";")[0].split(", ")
    assert {"presenter", "silence"} <= set(missing)
    playable = line.partition("use one of ")[2].split(", ")
    assert {"igp", "ukesrefleksjon"} <= set(playable)
    assert "konsultasjon" not in playable


async def test_repealed_law_is_refused_with_what_holds_now(tmp_path: Path) -> None:
    lines = await refusal(tmp_path, requirements='["oppl-1998-9-a-2", "fvl-2025-5"]')
    assert lines[0] == (
        "[series] requirements: oppl-1998-9-a-2 is repealed, it applied until 2024-07-31; it is now in oppl-2023-12-2"
    )
    assert lines[1].startswith("[series] requirements: fvl-2025-5 is not in force before ")


async def test_a_goal_that_is_written_like_an_id_has_to_be_one(tmp_path: Path) -> None:
    [line] = await refusal(tmp_path, goals='["Alle hører til", "ls-s1-1", "ls-s9-9"]')
    assert line.startswith("[series] goals: there is no ls-s9-9; did you mean ls-s")


async def test_every_playable_protocol_runs_from_its_first_step_to_its_last(tmp_path: Path) -> None:
    """Plays all protocols at the same time, except for those with detailed tests elsewhere."""
    protocols = {id_: found for id_, found in load().protocols.items() if not found.lacks}
    played = [id_ for id_ in protocols if id_ not in {"igp", "ukesrefleksjon"}]
    people = ["kari,team-solbakken,facilitator", "lars,team-solbakken,participant"]
    folder = municipality(tmp_path / "town", people=people)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db", now=MONDAY, folder=folder) as house:
        for id_ in played:
            keys = {"protocol": f'"{id_}"', "requirements": '["oppl-2023-12-3"]', "stays_open": '"P1D"'}
            await house.stage.plan(series(tmp_path, id_, "team-solbakken", led_by="kari", **keys))
        await house.install("kari", "lars")
        await house.to(at(11, 24, 14))
        db = house.stage.app.db
        open_still = partial(due_steps, now=at(12, 31), most=100)
        while still := await db.read(open_still):
            await house.to(min(step.closes_at for step in still))
        asked = {(one.session, one.position) for one in await house.deliveries(DeliveryKind.PROMPT)}
        for id_ in played:
            [session] = await db.read(partial(sessions_of, municipality="nordvik", series_id=id_))
            steps = await db.read(partial(steps_of, municipality="nordvik", session_id=session.id))
            assert session.stage is Stage.CLOSED
            assert [step.key for step in steps] == [step.key for step in protocols[id_].steps]
            assert {(session.id, step.position) for step in steps} <= asked

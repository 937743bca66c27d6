"""Phases of a series of several groups: each group answers for itself, and waits for nobody else's answer."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client
from bot.rehearsal.wire_cards import buttons_on
from dialogs.model import Stage
from dialogs.planning.phasing import mark_of
from storage import checkpoints
from storage.sessions import sessions_of
from tests.bot.test_phases import PHASES, READY, TIME, answer, open_phases, told
from tests.nordvik import House, at, last, municipality, open_house, seen, series

SOL, VIK = "team-solbakken", "team-fjordglott"
PEOPLE = (
    *(f"guro,{group},facilitator" for group in (SOL, VIK)),
    *(f"liv,{SOL},leader", f"tor,{VIK},leader", f"mona,{SOL},participant", f"ada,{VIK},participant"),
)


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(tmp_path / "nordvik", people=PEOPLE)) as opened:
        await opened.stage.plan(carried_out(tmp_path))
        await opened.install("guro", "liv", "tor", "mona", "ada")
        yield opened


def carried_out(folder: Path) -> Path:
    when = {"first": "2026-11-24", "every": '"week"', "until": "2026-12-15"}
    file = series(folder, "uka", SOL, VIK, intention='"implementing"', **when)
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("dates")]
    phases = PHASES.replace("tor@nordvik.example", "leader")
    file.write_text("\n".join([*lines, phases]), encoding="utf-8")
    return file


async def stages(house: House, group: str) -> list[Stage]:
    read = partial(sessions_of, municipality="nordvik", series_id="uka")
    return [one.stage for one in await house.stage.app.db.read(read) if one.group == group]


async def notices(client: Client) -> list[str]:
    found = ("\n".join(seen(client, message)) for message in client.chat)
    return [text for text in found if "i «Gjennomføre»" in text]


async def both(client: Client) -> None:
    for which in (READY, TIME):
        await answer(client, which, "Ja")


async def test_the_answer_of_one_group_opens_the_next_phase_for_that_group_alone(house: House) -> None:
    guro = house.cast["guro"]
    waits = [Stage.PLANNED, *[Stage.WAITING] * 3]
    assert (await stages(house, SOL), await stages(house, VIK)) == (waits, waits)
    await open_phases(guro)
    assert "Hver gruppe svarer for seg, og går videre når den er klar." in told(guro)
    assert "Slik står det til i Team mellomtrinn Solbakken." in told(guro)
    await both(guro)
    assert await stages(house, SOL) == [*[Stage.PLANNED] * 3, Stage.WAITING]
    assert await stages(house, VIK) == waits, "another group's answer lets nobody in"
    await guro.press(last(guro), "Vis gruppa", {"group": VIK})
    assert "Slik står det til i Team ungdomstrinn Fjordgløtt." in told(guro)
    assert "Ikke svart ennå." in told(guro)
    await both(guro)
    assert await stages(house, VIK) == [*[Stage.PLANNED] * 3, Stage.WAITING]


async def test_whoever_leads_a_group_is_told_and_answers_for_that_group_and_no_other(house: House) -> None:
    guro, liv, tor, mona = (house.cast[name] for name in ("guro", "liv", "tor", "mona"))
    await house.to(at(11, 27, 8))
    (whole,), (own,) = await notices(guro), await notices(liv)
    assert "Team mellomtrinn Solbakken" in whole
    assert "Team ungdomstrinn Fjordgløtt" in whole
    assert "Team mellomtrinn Solbakken" in own
    assert "Team ungdomstrinn Fjordgløtt" not in own
    assert await notices(mona) == []
    await liv.press(last(liv), "Svar på sjekkpunktene")
    await both(liv)
    assert (await stages(house, SOL))[1:] == [*[Stage.PLANNED] * 2, Stage.WAITING]
    assert (await stages(house, VIK))[1:] == [Stage.WAITING] * 3
    its = {"municipality": "nordvik", "series": "uka", "sloyfa": 1, "press": "AnswerCheckpoint", "answered": "yes"}
    forged = {**its, "seen": 0, "for_group": VIK, "checkpoint": mark_of(READY)}
    await liv.press(last(liv), buttons_on(last(liv).card or {})[0], forged=forged)
    assert READY not in told(liv)
    known = await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series="uka"))
    assert {one.group for one in known} == {SOL}
    await house.to(at(11, 30, 8))
    assert len(await notices(tor)) == 1, "once, whatever the other group has answered"


async def test_a_card_from_before_groups_answered_for_themselves_keeps_nothing_and_asks_again(house: House) -> None:
    guro = house.cast["guro"]
    await open_phases(guro)
    its = {"municipality": "nordvik", "series": "uka", "sloyfa": 1, "press": "AnswerCheckpoint", "answered": "yes"}
    forged = {**its, "seen": 0, "for_group": "", "checkpoint": mark_of(READY), "because": "Alle var der."}
    await guro.press(last(guro), "Ja", forged=forged)
    assert "Hver gruppe svarer nå for seg." in told(guro)
    assert await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series="uka")) == ()
    card = guro.view(last(guro))
    assert card is not None
    assert next(one for one in card["body"] if one.get("id") == "because")["value"] == "Alle var der."

"""Phases by card: sessions wait for the checkpoints before them, whoever plans is told once, and nothing is lost."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.imports.series_file import read_series
from bot.rehearsal.clients import Client
from bot.rehearsal.wire_cards import buttons_on
from dialogs.calendar.instants import local
from dialogs.model import Act, DeliveryKind, Session, Stage
from dialogs.planning.phasing import mark_of
from storage import checkpoints, records
from storage.sessions import sessions_of
from tests.nordvik import House, at, last, municipality, open_house, seen, series

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "tor,rektorgruppa,facilitator", "siv,rektorgruppa,participant,nn"),
    *(f"{name},rektorgruppa,participant" for name in ("ada", "bo")),
    "rolf,team-solbakken,leader",
)
READY, TIME, DONE = "Vet alle hvorfor vi gjør dette?", "Er det satt av tid?", "Er det gjort som avtalt?"
PHASES = f"""
[anchoring]
decision = "Kommunestyret, sak 12/26"
day = 2026-10-01
link = "https://nordvik.example/sak"

[[phases]]
name = "Forberede"
kind = "mapping"
sessions = 1
responsible = "tor@nordvik.example"
checkpoints = ["{READY}", "{TIME}"]

[[phases]]
name = "Gjennomføre"
kind = "implementing"
sessions = 2
responsible = "leader"
checkpoints = ["{DONE}"]

[[phases]]
name = "Vedlikeholde"
kind = "evaluating"
"""


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(tmp_path / "nordvik", people=PEOPLE)) as opened:
        await opened.stage.plan(carried_out(tmp_path))
        await opened.install("guro", "tor", "siv", "ada", "bo", "rolf")
        yield opened


def carried_out(folder: Path) -> Path:
    when = {"first": "2026-11-24", "every": '"week"', "until": "2026-12-15"}
    file = series(folder, "uka", "rektorgruppa", intention='"implementing"', taking_part='"Elevrådet er med."', **when)
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("dates")]
    file.write_text("\n".join([*lines, PHASES]), encoding="utf-8")
    return file


async def sessions(house: House) -> list[Session]:
    return list(await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="uka")))


async def stages(house: House) -> list[Stage]:
    return [one.stage for one in await sessions(house)]


async def open_phases(client: Client) -> None:
    await client.say("økter")
    await client.press(last(client), "1")
    await client.press(last(client), "Fasene")


async def answer(client: Client, which: str, button: str, because: str = "") -> None:
    """The checkpoint is chosen by its words, as its reader does."""
    card = client.view(last(client))
    assert card is not None
    field = next(one for one in card["body"] if one.get("id") == "checkpoint")
    mark = next(one["value"] for one in field["choices"] if one["title"] == which)
    await client.press(last(client), button, {"checkpoint": mark, "because": because})


def told(client: Client) -> str:
    return "\n".join(seen(client, last(client)))


async def asked(house: House) -> set[str]:
    return {one.session or "" for one in await house.deliveries(DeliveryKind.PROMPT)}


async def notices(house: House) -> list[str]:
    """Of a phase that waits, as each of the cast reads it."""
    return [
        text
        for client in (house.cast["guro"], house.cast["tor"], house.cast["siv"])
        for message in client.chat
        if "i «Gjennomføre»" in (text := "\n".join(seen(client, message)))
    ]


async def test_sessions_of_a_later_phase_wait_and_whoever_plans_is_told_once(house: House) -> None:
    assert await stages(house) == [Stage.PLANNED, *[Stage.WAITING] * 3]
    await house.to(at(11, 24))
    assert await asked(house) == {"uka.rektorgruppa.2026-11-24"}
    await house.to(at(11, 27, 7))
    assert await notices(house) == [], "not out of school hours"
    await house.to(at(11, 27, 8))
    (notice,) = await notices(house)
    assert "Tirsdag 1. desember kl. 8 er det tenkt en økt i «Gjennomføre»." in notice
    assert READY in notice
    assert "Oppdiktet" not in notice
    for day in (at(11, 30, 12), at(12, 1, 12), at(12, 2, 12), at(12, 8, 12)):
        await house.to(day)
    assert await notices(house) == [notice], "once, and nobody else"
    assert await asked(house) == {"uka.rektorgruppa.2026-11-24"}, "no session opens before its gate"
    assert await stages(house) == [Stage.CLOSED, *[Stage.WAITING] * 3]


async def test_an_answer_lets_the_next_phase_begin_and_late_sessions_take_the_next_days(house: House) -> None:
    guro = house.cast["guro"]
    await house.to(at(11, 24))
    await house.to(at(12, 2, 12))
    await open_phases(guro)
    assert "Neste fase venter på sjekkpunktene i «Forberede»." in told(guro)
    assert "Ansvar: Tor Oppdiktet." in told(guro)
    assert "Forankret 1. oktober 2026: Kommunestyret, sak 12/26" in told(guro)
    await answer(guro, READY, "Ja", "Vi tok det opp på fellesmøtet.")
    assert "Svaret er lagret." in told(guro)
    assert Stage.PLANNED not in await stages(house), "one checkpoint is left"
    await answer(guro, TIME, "Gå videre uten")
    assert "Skriv hvorfor dere går videre uten dette." in told(guro)
    await answer(guro, TIME, "Gå videre uten", "Vi tar det fra fellestida.")
    assert "Dere går videre uten dette sjekkpunktet." in told(guro)
    found = await sessions(house)
    assert [local(one.opens_at).day for one in found] == [24, 8, 15, 5], "in the rhythm, beyond Christmas"
    assert [one.stage for one in found] == [Stage.CLOSED, Stage.PLANNED, Stage.PLANNED, Stage.WAITING]
    await house.to(at(12, 8))
    assert await asked(house) == {"uka.rektorgruppa.2026-11-24", "uka.rektorgruppa.2026-12-01"}
    kept = await house.stage.app.db.read(partial(records.records_of, municipality="nordvik"))
    acts = [(one.act, one.about) for one in kept if "phase" in one.about]
    assert sorted(acts, key=str) == sorted(
        [
            (Act.CHECKPOINT_ANSWERED, {"series": "uka", "phase": "1", "group": "rektorgruppa"}),
            (Act.CHECKPOINT_WAIVED, {"series": "uka", "phase": "1", "group": "rektorgruppa"}),
        ],
        key=str,
    )


async def test_another_time_keeps_the_sessions_that_wait_past_their_day(house: House, tmp_path: Path) -> None:
    guro = house.cast["guro"]
    await house.to(at(11, 24))
    await house.to(at(12, 2, 12))
    file = carried_out(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("time = 08:00:00", "time = 09:00:00"), encoding="utf-8")
    await house.stage.plan(file)
    assert [one.opens_at for one in await sessions(house)][1:] == [at(12, 1), at(12, 8, 9), at(12, 15, 9)]
    assert await stages(house) == [Stage.CLOSED, *[Stage.WAITING] * 3]
    await open_phases(guro)
    for which in (READY, TIME):
        await answer(guro, which, "Ja")
    assert [one.opens_at for one in await sessions(house)][1:] == [at(12, 8, 9), at(12, 15, 9), at(1, 5, 9, year=2027)]


async def test_whoever_answers_second_sees_the_first_answer_and_keeps_what_was_written(house: House) -> None:
    guro, tor = house.cast["guro"], house.cast["tor"]
    await open_phases(guro)
    await open_phases(tor)
    await answer(guro, READY, "Ja", "Alle var på møtet.")
    await answer(tor, READY, "Ikke ennå", "Noen var borte.")
    assert "Noen andre har svart på dette mens du skrev." in told(tor)
    assert "Alle var på møtet." in told(tor)
    card = tor.view(last(tor))
    assert card is not None
    assert next(one for one in card["body"] if one.get("id") == "because")["value"] == "Noen var borte."
    await answer(tor, READY, "Ja", "Alle var på møtet.")
    assert "Slik står det alt." in told(tor)
    await answer(tor, READY, "Ikke ennå", "Noen var borte.")
    assert "Sjekkpunktet står som ikke ferdig." in told(tor)
    assert len(await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series="uka"))) == 1


async def test_words_about_a_person_are_not_kept_and_others_are_not_let_in(house: House) -> None:
    guro, rolf = house.cast["guro"], house.cast["rolf"]
    await open_phases(guro)
    await answer(guro, READY, "Ja", "Eleven Kari Nordmann i 4B nekter å komme på skolen.")
    assert await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series="uka")) == ()
    assert Stage.PLANNED in await stages(house)
    its = {"municipality": "nordvik", "series": "uka", "sloyfa": 1}
    await rolf.say("hjelp")
    await rolf.press(last(rolf), buttons_on(last(rolf).card or {})[0], forged={**its, "press": "ShowPhases"})
    forged = {**its, "press": "AnswerCheckpoint", "answered": "yes", "seen": 0, "checkpoint": mark_of(READY)}
    await rolf.press(last(rolf), buttons_on(last(rolf).card or {})[0], forged=forged)
    assert READY not in told(rolf)
    assert await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series="uka")) == ()


async def test_a_session_that_waits_is_not_started_by_hand_and_moved_it_waits_on(house: House) -> None:
    guro = house.cast["guro"]
    await house.to(at(11, 25))
    await guro.say("økter")
    await guro.press(last(guro), "1")
    assert "Den venter på sjekkpunktene i «Forberede»." in told(guro)
    assert "Start neste nå" not in buttons_on(guro.view(last(guro)) or {})
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-12-03", "time": "10:00"})
    found = await sessions(house)
    assert (found[1].opens_at, found[1].stage) == (at(12, 3, 10), Stage.WAITING)


async def test_other_words_in_a_checkpoint_are_asked_anew_and_a_plan_without_phases_waits_for_nothing(
    house: House, tmp_path: Path
) -> None:
    guro = house.cast["guro"]
    await open_phases(guro)
    await answer(guro, READY, "Ja")
    await answer(guro, TIME, "Ja")
    assert await stages(house) == [*[Stage.PLANNED] * 3, Stage.WAITING]
    file = carried_out(tmp_path)
    file.write_text(
        file.read_text(encoding="utf-8").replace(READY, "Vet alle, også de nye, hvorfor?"), encoding="utf-8"
    )
    await house.stage.plan(file)
    assert await stages(house) == [Stage.PLANNED, *[Stage.WAITING] * 3]
    without = file.read_text(encoding="utf-8").partition("[anchoring]")[0]
    file.write_text(without, encoding="utf-8")
    assert read_series(file).phases == ()
    await house.stage.plan(file)
    assert await stages(house) == [Stage.PLANNED] * 4


async def test_what_somebody_wrote_stays_without_a_name_once_they_are_erased(house: House) -> None:
    tor = house.cast["tor"]
    await open_phases(tor)
    await answer(tor, READY, "Ja", "Vi tok det opp på fellesmøtet.")
    await tor.say("slett mine data")
    await tor.press(last(tor), "Slett alt")
    (kept,) = await house.stage.app.db.read(partial(checkpoints.of_series, municipality="nordvik", series="uka"))
    assert (kept.by, kept.because) == (None, "Vi tok det opp på fellesmøtet.")

"""Changing what is planned of a series, by card: what follows, who is told, and what planning again leaves."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.actions.planning.cancel_session import cancel_session
from bot.actions.planning.plan_series import plan_series
from bot.dispatch.actor import look_up
from bot.dispatch.steering import press_series
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.reports.planning import plan_lines
from content.presses import SteerSeries
from content.vocabulary.steered import NotSteered, SeriesSteered, Told
from content.vocabulary.steering import SeriesCard, SeriesGone
from dialogs.calendar.instants import local
from dialogs.events import SteerForm
from dialogs.model import Account, Actor, By, DeliveryKind, Happening, Place, Scope, Session, Stage
from storage.records import records_of
from storage.sessions import sessions_of
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, own_words, seen, series

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn"),
    *(f"{name},rektorgruppa,participant" for name in ("ada", "bo", "cato", "dina")),
    "rolf,team-solbakken,leader",
)
FIRST, SECOND, THIRD = (f"uka.rektorgruppa.2026-{day}" for day in ("11-24", "12-01", "12-08"))


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(tmp_path / "nordvik", people=PEOPLE)) as opened:
        await opened.stage.plan(weekly(tmp_path))
        await opened.install("guro", "tor", "siv", "ada", "bo", "rolf")
        yield opened


def weekly(folder: Path) -> Path:
    return series(folder, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-01, 2026-12-08]")


async def sessions(house: House) -> dict[str, Session]:
    found = await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="uka"))
    return {session.id: session for session in found}


async def open_card(client: Client) -> None:
    await client.say("økter")
    await client.press(last(client), "1")


def told(client: Client) -> list[str]:
    return seen(client, last(client))


async def test_a_coordinator_changes_what_comes_by_card_and_planning_again_leaves_it(
    house: House, tmp_path: Path
) -> None:
    guro = house.cast["guro"]
    await open_card(guro)
    assert "Neste økt åpner tirsdag 24. november kl. 8, for Rektorgruppa." in told(guro)
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-11-26", "time": "13:00"})
    assert "Økta er flyttet fra tirsdag 24. november kl. 8 til torsdag 26. november kl. 13." in told(guro)
    assert (await sessions(house))[FIRST].opens_at == at(11, 26, 13)
    await guro.press(last(guro), "Hopp over neste")
    assert (await sessions(house))[FIRST].stage is Stage.SKIPPED
    await guro.press(last(guro), "Ta med igjen")
    assert (await sessions(house))[FIRST].opens_at == at(11, 24), "back where the plan means it to be"
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-11-25", "time": "09:00"})
    await guro.press(last(guro), "Ta pause til dagen", {"day": "2026-12-07", "time": "09:00"})
    stages = [one.stage for one in (await sessions(house)).values()]
    assert stages == [Stage.SKIPPED, Stage.SKIPPED, Stage.PLANNED]
    await guro.press(last(guro), "Start neste nå")
    assert any("Avslutt pausen først." in text for text in told(guro))
    await guro.press(last(guro), "Avslutt pausen")
    assert {one.stage for one in (await sessions(house)).values()} == {Stage.PLANNED}
    app = house.stage.app
    again = await plan_series(
        app.db, app.catalogues, read_series(weekly(tmp_path)), actor=OPERATOR, now=house.stage.now
    )
    assert list(plan_lines(again, dry_run=False)) == ["nothing differs"]
    other = series(tmp_path, "uka", "rektorgruppa", dates="[2026-12-08]")
    again = await plan_series(
        app.db, app.catalogues, read_series(other), actor=OPERATOR, now=house.stage.now, dry_run=True
    )
    lost = "by hand: rektorgruppa 2026-11-24 08:00 was moved to 2026-11-25 09:00; the plan has no such session now"
    assert lost in again.warnings
    await house.to(at(11, 24))
    assert await house.deliveries(DeliveryKind.PROMPT) == []
    await house.to(at(11, 25))
    assert {one.session for one in await house.deliveries(DeliveryKind.PROMPT)} == set()
    await house.to(at(11, 25, 9))
    assert {one.session for one in await house.deliveries(DeliveryKind.PROMPT)} == {FIRST}


async def test_a_pause_that_takes_every_session_left_is_asked_back_by_card_and_taken_once_asked_again(
    house: House,
) -> None:
    guro = house.cast["guro"]
    await open_card(guro)
    await guro.press(last(guro), "Ta pause til dagen", {"day": "2027-01-11", "time": "09:00"})
    left = "alle de 3 øktene som er igjen (24. nov., 1. des., 8. des.)"
    assert any(f"En pause til 11. januar 2027 tar {left}" in text for text in told(guro))
    assert {one.stage for one in (await sessions(house)).values()} == {Stage.PLANNED}
    await guro.press(last(guro), "Ta pausen likevel", {"day": "2027-01-18", "time": "09:00"})
    assert any(f"En pause til 18. januar 2027 tar {left}" in text for text in told(guro)), (
        "another day is another question"
    )
    await guro.press(last(guro), "Ta pausen likevel", {"day": "2026-12-07", "time": "09:00"})
    assert any("Pause til 7. desember 2026." in text for text in told(guro)), "a session is left"
    await guro.press(last(guro), "Avslutt pausen")
    for button in ("Ta pause til dagen", "Ta pausen likevel"):
        await guro.press(last(guro), button, {"day": "2027-01-11", "time": "09:00"})
    assert {one.stage for one in (await sessions(house)).values()} == {Stage.SKIPPED}


@pytest.mark.parametrize("button", ["Flytt neste økt", "Hopp over neste", "Ta pause til dagen", "Start neste nå"])
async def test_an_old_card_shows_what_changed_and_changes_nothing_and_keeps_its_fields(
    house: House, button: str
) -> None:
    guro = house.cast["guro"]
    await open_card(guro)
    old = last(guro)
    await open_card(guro)
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-11-26", "time": "13:00"})
    before = await sessions(house)
    await guro.press(old, button, {"day": "2026-12-03", "time": "09:15"})
    assert any("Planen er endret siden du så den." in text for text in seen(guro, old))
    assert "Økta tirsdag 24. november kl. 8 er flyttet til torsdag 26. november kl. 13." in seen(guro, old)
    if button in {"Flytt neste økt", "Ta pause til dagen"}:
        assert "2026-12-03" in str(guro.view(old)), "the day that was chosen stands"
    assert await sessions(house) == before


@pytest.mark.parametrize("button", ["Minn på", "Hopp over neste", "Start neste nå"])
async def test_a_button_pressed_twice_at_once_does_one_thing(house: House, button: str) -> None:
    guro = house.cast["guro"]
    if button == "Minn på":
        await house.to(at(11, 24))
    await open_card(guro)
    card = last(guro)
    await asyncio.gather(*(guro.press(card, button, {"day": "2026-11-26", "time": "13:00"}) for _ in range(2)))
    await house.to(at(11, 24, 9))
    for kind in (DeliveryKind.PROMPT, DeliveryKind.REMINDER):
        sent = [(one.session, one.person) for one in await house.deliveries(kind)]
        assert len(sent) == len(set(sent)), kind
    kept = await house.stage.app.db.read(partial(records_of, municipality="nordvik"))
    assert len([one for one in kept if one.by is By.COORDINATOR]) == 1


async def test_whoever_got_a_question_is_told_once_that_its_session_is_cancelled(house: House) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    await house.to(at(11, 24))
    await tor.press(last(tor), "Send svar", {"answer": own_words("tor"), "rung": "group"})
    before = chats(house)
    for _ in range(2):
        await cancel_session(house.stage.app.db, FIRST, actor=OPERATOR, now=house.stage.now)
    await house.to(at(11, 24, 10))
    assert "Økta er avlyst. Du trenger ikke å svare." in told(tor)
    assert "Økta er avlyst. Du treng ikkje svare." in told(siv)
    assert news(house, before) == {"tor": 1, "siv": 1, "ada": 1, "bo": 1}
    assert [one.text for one in await house.reflections_of("tor")] == [own_words("tor")]


async def test_an_open_question_gets_another_deadline_by_form_and_keeps_its_answers(house: House) -> None:
    guro, tor, siv = (house.cast[name] for name in ("guro", "tor", "siv"))
    await house.to(at(11, 24))
    question = last(tor)
    await tor.press(question, "Send svar", {"answer": own_words("tor"), "rung": "group"})
    before = chats(house)
    later = await change(house, guro, "extend", SteerForm(FIRST, day="2026-12-01", time="12:00"))
    assert later == SeriesSteered("extended", at=local(at(12, 1, 12)), groups=("Rektorgruppa",))
    await house.stage.settle()
    assert "Spørsmålet er åpent lenger, til tirsdag 1. desember kl. 12." in told(tor)
    assert "Spørsmålet er ope lenger, til tysdag 1. desember kl. 12." in told(siv)
    assert any("tirsdag 1. desember kl. 12" in text for text in seen(tor, question)), "on the card too"
    assert news(house, before) == {"tor": 1, "siv": 1, "ada": 1, "bo": 1}
    assert await change(house, guro, "extend", SteerForm(FIRST, day="2026-12-01", time="12:00")) == SeriesSteered(
        "already"
    )
    off = await change(house, guro, "extend", SteerForm(FIRST, day="2026-12-05", time="12:00"))
    assert isinstance(off, NotSteered)
    assert off.why == "day_off"
    await house.to(at(11, 30))
    assert await house.deliveries(DeliveryKind.DIGEST) == [], "the old deadline closes nothing"
    assert await change(house, guro, "close", SteerForm(FIRST)) == SeriesSteered("closed", groups=("Rektorgruppa",))
    await house.to(at(11, 30, 9))
    assert "Spørsmålet er avsluttet." in [text for message in tor.chat for text in seen(tor, message)]
    assert len(await house.deliveries(DeliveryKind.PROMPT)) == len(
        {one.person for one in await house.deliveries(DeliveryKind.PROMPT)}
    )
    assert await house.deliveries(DeliveryKind.DIGEST)
    assert await change(house, guro, "close", SteerForm(FIRST)) == NotSteered("not_open")


async def test_a_nudge_goes_once_in_school_hours_to_whoever_wants_one_and_counts_as_theirs(house: House) -> None:
    """Tor has answered, Siv wants no reminders, Bo has taken a pause; Ada wants one, and gets no second."""
    guro, tor, siv, bo = (house.cast[name] for name in ("guro", "tor", "siv", "bo"))
    await siv.say("påminnelser")
    await siv.press(last(siv), "Ingen")
    await house.to(at(11, 24))
    await tor.press(last(tor), "Send svar", {"answer": own_words("tor"), "rung": "group"})
    await bo.say("pause til 1.12.")
    await house.to(at(11, 24, 20))
    before = chats(house)
    await open_card(guro)
    assert told(guro).count("Rektorgruppa") == 1, "the only group is named at the top"
    await guro.press(last(guro), "Minn på")
    assert "De som ikke har svart, får en påminnelse onsdag 25. november kl. 8. Hvem det er, får ingen vite." in told(
        guro
    )
    assert "Minn på" not in str(last(guro).card)
    assert await change(house, guro, "nudge", SteerForm(FIRST)) == NotSteered("nudged")
    await house.to(at(11, 24, 21))
    assert news(house, before) == {}, "nobody is reminded in the evening"
    await house.to(at(11, 25, 8, 1))
    assert news(house, before) == {"ada": 1}
    await house.to(at(11, 26, 12))
    assert news(house, before) == {"ada": 1}, "Ada has had the one that she wants"


async def test_nobody_is_nudged_on_the_last_day_nor_by_whoever_does_not_lead(house: House) -> None:
    await house.to(at(11, 24))
    await house.to(at(11, 26, 16))
    assert await change(house, house.cast["guro"], "nudge", SteerForm(FIRST)) == NotSteered("too_late")
    assert await change(house, house.cast["guro"], "skip", SteerForm(FIRST)) == NotSteered("begun")
    assert await change(house, house.cast["tor"], "nudge", SteerForm(FIRST)) == NotSteered("not_allowed")
    assert await change(house, house.cast["rolf"], "skip", SteerForm(SECOND)) == NotSteered("not_allowed")
    assert await change(house, house.cast["tor"], "cancel", SteerForm(FIRST)) == NotSteered("not_allowed")
    await house.cast["siv"].say("økter")
    assert "Ingenting er planlagt i gruppene du planlegg for." in told(house.cast["siv"])


def chats(house: House) -> dict[str, int]:
    return {name: len(house.cast[name].chat) for name in ("tor", "siv", "ada", "bo", "cato", "rolf")}


def news(house: House, before: dict[str, int]) -> dict[str, int]:
    """How many messages more than `before` each has, who has any."""
    return {name: number - before[name] for name, number in chats(house).items() if number != before[name]}


async def change(house: House, client: Client, way: str, form: SteerForm) -> Told | None:
    """As the page's form does."""
    app, account = house.stage.app, Account(TENANT, client.person.object_id)
    actor = await look_up(app.db, Actor.at(account), now=house.stage.now)
    about = Happening(
        account, Place(TENANT, "", "pages", Scope.PERSONAL, "", ""), "x", house.stage.now, "page", "x", in_place=True
    )
    press = SteerSeries("nordvik", "uka", way, 1)
    card = await press_series(app.db, app.catalogues, about, press, form, actor=actor, now=house.stage.now)
    if isinstance(card.show, SeriesCard):
        return card.show.told
    assert isinstance(card.show, SeriesGone)
    return NotSteered("not_allowed")

"""Cancelling a session, ending a series and listing plans: effects, cards, and printed lines."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.actions.operating.cancel_sending import cancel_sending
from bot.actions.planning.cancel_session import Cancelled, cancel_session, uncancel_session
from bot.actions.planning.end_series import end_series
from bot.actions.planning.plan_series import plan_series
from bot.errors import NotCancelled, UnknownMunicipality, UnknownSeries, UnknownSession
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.faults import throttle
from bot.rehearsal.ledger import Call
from bot.reports.planning import plan_lines
from bot.reports.plans import planned_lines
from dialogs.model import DeliveryKind, DeliveryState, Session, Stage
from storage.sessions import sessions_of
from tests.bot.commands import CommandResult, Commands
from tests.nordvik import OPERATOR, House, at, last, open_house, seen, series

OPENS = at(11, 24)
SESSION, NEXT = "uka.rektorgruppa.2026-11-24", "uka.rektorgruppa.2026-12-01"
IGP = "igp.team-solbakken.2026-11-24"
PROMPT, DIGEST = DeliveryKind.PROMPT, DeliveryKind.DIGEST
KEPT = "Økta er avlyst. Det blir ikke laget noen oppsummering, så svaret ditt går ikke videre til noen."
NOT_NEEDED = "Økta er avlyst. Du trenger ikke å svare, og det blir ikke laget noen oppsummering."


@pytest.fixture
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """Two sessions of the rektorgruppa, a week apart; Tor and Siv have installed."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    if "database_url" in request.fixturenames:  # both databases for tests about stored rows
        url = request.getfixturevalue("database_url")
    async with open_house(url) as opened:
        await opened.stage.plan(twice(tmp_path))
        await opened.install("guro", "tor", "siv")
        yield opened


def twice(folder: Path, **keys: str) -> Path:
    return series(folder, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-01]", **keys)


async def sessions(house: House) -> dict[str, Session]:
    found = await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="uka"))
    return {session.id: session for session in found}


async def cancel(house: House, session: str) -> Cancelled:
    return await cancel_session(house.stage.app.db, session, actor=OPERATOR, now=house.stage.now)


async def planned_again(house: House, file: Path) -> list[str]:
    app = house.stage.app
    return list(
        plan_lines(
            await plan_series(app.db, app.catalogues, read_series(file), actor=OPERATOR, now=house.stage.now),
            dry_run=False,
        )
    )


# A planned session.


async def test_a_planned_session_that_is_cancelled_never_opens(house: House) -> None:
    assert (await cancel(house, SESSION)).before.stage is Stage.PLANNED
    await house.to(OPENS)
    assert await house.deliveries(PROMPT) == []
    await house.to(at(12, 1))
    assert {one.session for one in await house.deliveries(PROMPT)} == {NEXT}


async def test_planning_again_does_not_bring_a_cancelled_session_back_and_says_so(house: House, tmp_path: Path) -> None:
    await cancel(house, SESSION)
    stays = f"{SESSION} stays cancelled; python -m bot cancel --undo {SESSION} plans it after all"
    assert await planned_again(house, twice(tmp_path)) == ["nothing differs", stays]
    again = await planned_again(house, twice(tmp_path, time="09:00:00", stays_open='"P4D"'))
    assert again[-1] == stays
    assert not any(SESSION in line for line in again[:-1])
    assert (await sessions(house))[SESSION].stage is Stage.CANCELLED
    await house.to(at(11, 24, 10))
    assert await house.deliveries(PROMPT) == []


@pytest.mark.usefixtures("database_url")
async def test_cancelling_is_taken_back_while_the_session_is_ahead(house: House) -> None:
    db = house.stage.app.db
    await cancel(house, SESSION)
    await uncancel_session(db, SESSION, actor=OPERATOR, now=house.stage.now)
    assert (await sessions(house))[SESSION].stage is Stage.PLANNED
    with pytest.raises(NotCancelled, match=r"is not cancelled: it is planned$"):
        await uncancel_session(db, SESSION, actor=OPERATOR, now=house.stage.now)
    await cancel(house, SESSION)
    with pytest.raises(NotCancelled, match="was to open before now"):
        await uncancel_session(db, SESSION, actor=OPERATOR, now=OPENS)
    await house.to(at(12, 1))
    await cancel(house, NEXT)
    with pytest.raises(NotCancelled, match="was open when it was cancelled"):
        await uncancel_session(db, NEXT, actor=OPERATOR, now=house.stage.now)


async def test_a_dry_run_cancels_nothing(house: House) -> None:
    db = house.stage.app.db
    assert (await cancel_session(db, SESSION, actor=OPERATOR, now=house.stage.now, dry_run=True)).before.id == SESSION
    assert (await sessions(house))[SESSION].stage is Stage.PLANNED


async def test_whose_first_groups_session_is_cancelled_is_asked_by_the_second(house: House, tmp_path: Path) -> None:
    """Tor is of both groups, and is asked once where both are."""
    folder = tmp_path / "begge"
    folder.mkdir()
    for file in house.folder.glob("*.csv"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "people.csv").open("a", encoding="utf-8") as people:
        people.write("00000000-0000-4000-8000-000000000002,Tor Rektor,tor@nordvik.example,team-solbakken,leader,nb,,\n")
    await house.bring_in(folder)
    await house.stage.plan(series(tmp_path, "to", "rektorgruppa", "team-solbakken", areas="[]"))
    await cancel(house, "to.rektorgruppa.2026-11-24")
    await house.to(at(11, 24, 14))
    asked = {one.session for one in await house.deliveries(PROMPT, "tor")}
    assert asked == {SESSION, "to.team-solbakken.2026-11-24"}


# An open session.


@pytest.mark.usefixtures("database_url")
async def test_an_open_session_that_is_cancelled_asks_nobody_more_and_its_cards_say_so(house: House) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    house.teams.faults.next(throttle(429, retry_after=600), call=Call.SEND, conversation=siv.conversation.id)
    await house.to(OPENS)
    question = last(tor)
    await tor.press(question, "Send svar", {"answer": "Bare begynt.", "rung": "group"})
    await house.stage.settle()
    cancelled = await cancel(house, SESSION)
    assert (cancelled.before.stage, cancelled.cards, cancelled.on_the_wire) == (Stage.OPEN, 1, 0)
    await house.stage.settle()
    assert KEPT in seen(tor, question)
    assert "Bare begynt." in seen(tor, question)
    await tor.press(question, "Trekk tilbake")
    assert [one.text for one in await house.reflections_of("tor")] == [""], "taken back as ever"
    await house.install("ali")
    for hours in (1, 24, 80):
        await house.to(OPENS + timedelta(hours=hours))
    assert {one.state for one in await house.deliveries(PROMPT)} == {DeliveryState.SENT, DeliveryState.CANCELLED}
    assert len(siv.chat) == 1, "the welcome alone"
    assert await house.deliveries(DIGEST) == []
    assert {one.stage for one in (await sessions(house)).values()} == {Stage.CANCELLED, Stage.PLANNED}


async def test_a_card_of_a_cancelled_session_takes_no_answer(house: House) -> None:
    tor = house.cast["tor"]
    await house.to(OPENS)
    question = last(tor)
    await cancel(house, SESSION)
    await tor.press(question, "Send svar", {"answer": "For sent.", "rung": "group"})
    assert NOT_NEEDED in seen(tor, question)
    await tor.say("Enda senere.")
    assert await house.reflections_of("tor") == []


async def test_cancelling_twice_changes_nothing_and_says_what_it_is(house: House) -> None:
    await house.to(OPENS)
    await cancel(house, SESSION)
    states = [(one.id, one.state) for one in await house.deliveries(PROMPT)]
    assert await cancel(house, SESSION) == Cancelled((await sessions(house))[SESSION])
    assert [(one.id, one.state) for one in await house.deliveries(PROMPT)] == states


async def test_a_session_in_its_second_step_is_cancelled_whole(house: House, tmp_path: Path) -> None:
    await house.install("kari", "lars")
    await house.stage.plan(series(tmp_path, "igp", "team-solbakken", protocol='"igp"', areas="[]"))
    await house.to(at(11, 24, 14))
    kari = house.cast["kari"]
    await kari.say("neste steg")
    await house.to(at(11, 24, 14, 1))
    await cancel(house, IGP)
    await house.to(at(12, 4))
    cards = [message for message in kari.chat if "Spørsmålet er ikke lenger åpent" in seen(kari, message)]
    assert [NOT_NEEDED in seen(kari, card) for card in cards[:2]] == [True, True]
    sent = [one for kind in (PROMPT, DIGEST) for one in await house.deliveries(kind) if one.session == IGP]
    assert {(one.kind, one.position) for one in sent} == {(PROMPT, 0), (PROMPT, 1)}


async def test_what_has_closed_is_only_not_read_any_more(house: House) -> None:
    await house.to(OPENS)
    await house.cast["tor"].press(last(house.cast["tor"]), "Send svar", {"answer": "Svart.", "rung": "group"})
    house.stage.now = at(11, 27)
    await house.stage.app.tick()
    cancelled = await cancel(house, SESSION)
    assert cancelled.before.stage is Stage.CLOSED
    assert cancelled.unsent == len(await house.deliveries(DIGEST)) > 0
    assert (await sessions(house))[SESSION].stage is Stage.CLOSED


async def test_what_is_only_planned_has_nothing_to_stop_sending_and_it_is_said_what_will(house: House) -> None:
    db = house.stage.app.db
    with pytest.raises(NotCancelled, match=f"has not opened.*; python -m bot cancel {SESSION} sees to it"):
        await cancel_sending(db, SESSION, actor=OPERATOR, now=house.stage.now)


# Names of sessions and series.


async def test_what_is_not_known_is_told_with_the_nearest_there_is(house: House) -> None:
    db, now = house.stage.app.db, house.stage.now
    with pytest.raises(UnknownSession, match=rf"no session uka.rektorgruppa.2026-11-25; did you mean .*{SESSION}"):
        await cancel_session(db, "uka.rektorgruppa.2026-11-25", actor=OPERATOR, now=now)
    with pytest.raises(UnknownSeries, match=r"there is no series ukas; did you mean uka\?"):
        await end_series(db, "ukas", actor=OPERATOR, now=now)
    with pytest.raises(UnknownMunicipality, match=r"there is no municipality norvik; did you mean nordvik\?"):
        await cancel_session(db, SESSION, actor=OPERATOR, now=now, municipality="norvik")
    with pytest.raises(UnknownMunicipality, match="norvik"):
        await planned_lines(db, house.stage.app.catalogues, actor=OPERATOR, now=now, municipality="norvik")


@pytest.mark.usefixtures("database_url")
async def test_a_session_id_of_two_municipalities_needs_the_municipality_named(house: House, tmp_path: Path) -> None:
    (tmp_path / "sørvik").mkdir()
    for file in nordvik().glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace("nordvik,", "sørvik,").replace("000000000000", "000000000001")
        (tmp_path / "sørvik" / file.name).write_text(text, encoding="utf-8")
    await house.bring_in(tmp_path / "sørvik")
    app, now = house.stage.app, house.stage.now
    await plan_series(
        app.db, app.catalogues, read_series(twice(tmp_path)), actor=OPERATOR, now=now, municipality="sørvik"
    )
    for again in (
        cancel_session(app.db, SESSION, actor=OPERATOR, now=now),
        end_series(app.db, "uka", actor=OPERATOR, now=now),
    ):
        with pytest.raises((UnknownSession, UnknownSeries), match="nordvik, sørvik; add --municipality"):
            await again
    await cancel_session(app.db, SESSION, actor=OPERATOR, now=now, municipality="sørvik")
    assert (await sessions(house))[SESSION].stage is Stage.PLANNED, "Nordvik's own"
    await end_series(app.db, "uka", actor=OPERATOR, now=now, municipality="sørvik")
    assert len(await sessions(house)) == 2


# A series.


async def test_a_series_that_has_not_begun_is_ended_whole_and_can_be_planned_again(
    house: House, tmp_path: Path
) -> None:
    ended = await end_series(house.stage.app.db, "uka", actor=OPERATOR, now=house.stage.now)
    assert [session.id for session in ended.cancelled] == [SESSION, NEXT]
    assert await sessions(house) == {}
    await house.to(OPENS)
    assert await house.deliveries(PROMPT) == []
    again = await planned_again(house, series(tmp_path, "uka", "rektorgruppa", dates="[2026-12-01]"))
    assert any(NEXT in line for line in again)
    await house.to(at(12, 1))
    assert {one.session for one in await house.deliveries(PROMPT)} == {NEXT}


@pytest.mark.usefixtures("database_url")
async def test_a_series_is_ended_from_a_day_on_with_the_digests_ahead_of_its_later_meetings(
    house: House, tmp_path: Path
) -> None:
    file = twice(tmp_path)
    meetings = "".join(
        f'[[meetings]]\ndate = 2026-{day}T09:00:00\ngroup = "rektorgruppa"\n' for day in ("11-30", "12-10")
    )
    file.write_text(file.read_text() + meetings)
    await house.stage.plan(file)
    await house.to(OPENS)
    db, now = house.stage.app.db, house.stage.now
    tried = await end_series(db, "uka", actor=OPERATOR, now=now, since=at(12, 1, 0), dry_run=True)
    assert len(await sessions(house)) == 2
    ended = await end_series(db, "uka", actor=OPERATOR, now=now, since=at(12, 1, 0))
    assert ended == tried
    assert [session.id for session in ended.cancelled] == [NEXT]
    assert [meeting.at for meeting in ended.meetings] == [at(12, 10, 9)]
    assert [session.id for session in ended.still_open] == [SESSION]
    for moment in (at(11, 27, 9), at(12, 1), at(12, 7, 9), at(12, 10, 9)):
        await house.to(moment)
    assert {one.session for one in await house.deliveries(PROMPT)} == {SESSION}
    assert len([one for one in await house.deliveries(DIGEST, "guro") if one.session is None]) == 1
    twice_ended = await end_series(db, "uka", actor=OPERATOR, now=house.stage.now)
    assert (twice_ended.cancelled, twice_ended.meetings) == ((), ())


async def test_what_is_planned_is_listed_with_what_was_moved_skipped_and_cancelled_and_why(
    house: House, tmp_path: Path
) -> None:
    dates = "[2026-11-28, 2026-12-01, 2026-12-08]"
    await house.stage.plan(series(tmp_path, "annen", "rektorgruppa", dates=dates, time="08:30:00"))
    skipping = series(tmp_path, "tredje", "rektorgruppa", dates="[2026-11-28, 2026-12-02]", on_closed='"skip"')
    await house.stage.plan(skipping)
    await cancel(house, NEXT)
    await house.to(OPENS)
    assert await planned_lines(house.stage.app.db, house.stage.app.catalogues, actor=OPERATOR, now=house.stage.now) == (
        "nordvik  annen  (ukesrefleksjon, led by guro@nordvik.example)",
        "  rektorgruppa (Rektorgruppa)",
        "    mandag 30. november 2026 kl. 08.30  planned    annen.rektorgruppa.2026-11-28",
        "        moved from lørdag 28. november 2026 kl. 08.30: weekend",
        "    tirsdag 1. desember 2026 kl. 08.30  planned    annen.rektorgruppa.2026-12-01",
        "    tirsdag 8. desember 2026 kl. 08.30  planned    annen.rektorgruppa.2026-12-08",
        "nordvik  tredje  (ukesrefleksjon, led by guro@nordvik.example)",
        "  rektorgruppa (Rektorgruppa)",
        "    lørdag 28. november 2026 kl. 08.00  skipped    tredje.rektorgruppa.2026-11-28",
        "        skipped: weekend",
        "    onsdag 2. desember 2026 kl. 08.00  planned    tredje.rektorgruppa.2026-12-02",
        "nordvik  uka  (ukesrefleksjon, led by guro@nordvik.example)",
        "  rektorgruppa (Rektorgruppa)",
        f"    tirsdag 24. november 2026 kl. 08.00  open       {SESSION}",
        f"    tirsdag 1. desember 2026 kl. 08.00  cancelled  {NEXT}",
    )
    later = await planned_lines(house.stage.app.db, house.stage.app.catalogues, actor=OPERATOR, now=at(12, 20))
    assert later[-2:] == (
        "  rektorgruppa (Rektorgruppa): 1 cancelled",
        f"    tirsdag 24. november 2026 kl. 08.00  open       {SESSION}",
    )


# On the command line.


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'y.db'}"
    run = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    run("import", str(nordvik()))
    return run


def test_the_commands_say_in_numbers_and_names_what_they_did(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    """Planned for the far future, since the commands use the machine's clock."""
    file = series(tmp_path, "langt-fram", "rektorgruppa", dates="[2190-11-24, 2190-12-01]")
    first, second = (f"langt-fram.rektorgruppa.2190-{day}" for day in ("11-24", "12-01"))
    assert bot("plan", str(file), "--dry-run").lines[-1] == (
        "would be added 2, moved 0, skipped 0, cancelled 0; nothing was written"
    )
    assert bot("plan", str(file)).lines[-1] == "added 2, moved 0, skipped 0, cancelled 0"
    planned = f"{first} was to open onsdag 24. november 2190 kl. 08.00; it is cancelled and will not"
    assert bot("cancel", first, "--dry-run").lines == [planned, "nothing of this was done (--dry-run)"]
    assert bot("cancel", first).lines == [planned]
    assert bot("cancel", first).lines == [f"{first} is cancelled already"]
    assert bot("plan", "--list").lines[2] == f"    onsdag 24. november 2190 kl. 08.00  cancelled  {first}"
    file.write_text(file.read_text().replace(", 2190-12-01", ", 2190-12-08"))
    assert bot("plan", str(file), "--dry-run").lines[-4:] == [
        f"cancelled {second}: 2190-12-01 08:00",
        "added     langt-fram.rektorgruppa.2190-12-08: 2190-12-08 08:00",
        f"{first} stays cancelled; python -m bot cancel --undo {first} plans it after all",
        "would be added 1, moved 0, skipped 0, cancelled 1; nothing was written",
    ]
    assert bot("cancel", "--undo", first).lines == [f"{first} is planned after all: onsdag 24. november 2190 kl. 08.00"]
    refused = bot("deliveries", "--cancel", first)
    assert (refused.code, refused.out) == (1, "")
    assert f"python -m bot cancel {first} sees to it that it never opens" in refused.err
    ended = bot("plan", "--end", "langt-fram", "--from", "2190-12-01")
    assert ended.lines == [
        f"cancelled {second}: onsdag 1. desember 2190 kl. 08.00",
        "langt-fram of nordvik: sessions cancelled 1, digests ahead of meetings 0; planned again, it goes on",
        f"before that it still opens {first}: onsdag 24. november 2190 kl. 08.00",
    ]
    assert bot("plan", "--end", "langt-fram").lines[0] == f"cancelled {first}: onsdag 24. november 2190 kl. 08.00"
    assert bot("plan", "--end", "langt-fram").lines == [
        "langt-fram of nordvik has nothing that could be cancelled from then on"
    ]
    assert bot("plan", "--list").lines[-1] == "    nothing more is planned"


@pytest.mark.parametrize(
    "arguments", [[], ["x.toml", "--list"], ["x.toml", "--end", "uka"], ["--list", "--from", "2026-12-01"]]
)
def test_plan_does_one_thing_at_a_time(bot: Callable[..., CommandResult], arguments: list[str]) -> None:
    assert bot("plan", *arguments).code == 2

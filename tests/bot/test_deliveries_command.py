"""`deliveries`: progress, failures, sending a delivery again, and cancelling the rest."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.actions.operating.cancel_sending import cancel_sending
from bot.actions.operating.retry_delivery import retry_delivery
from bot.errors import NotRetried, UnknownDelivery
from bot.rehearsal.cast import TENANT
from bot.rehearsal.faults import accept_then, answer, throttle
from bot.rehearsal.ledger import Call
from bot.reports.deliveries import tell_deliveries
from bot.reports.progress import progress_lines
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage import outbox, outbox_claims, outbox_queries, replicas
from storage.database import Database
from storage.outbox_reports import EVERYTHING, FAILED
from tests.bot.commands import CommandResult, Commands
from tests.databases import on_both_kinds
from tests.nordvik import OPERATOR, House, at, last, open_house, seen, series

OPENS = at(11, 24)
SESSION = "uka.rektorgruppa.2026-11-24"
OTHER = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
PROMPT = DeliveryKind.PROMPT


@pytest.fixture
async def house(chosen_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A session of the rektorgruppa at eight; Tor and Siv have installed."""
    async with open_house(chosen_url) as opened:
        await opened.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await opened.install("tor", "siv")
        yield opened


async def shown_progress(house: House, *, now: datetime | None = None) -> list[str]:
    db, at = house.stage.app.db, now or house.stage.now
    return list(await progress_lines(db, actor=OPERATOR, tenants=[TENANT], per_second=50, now=at))


def meet_status(house: House, status: int, *names: str, retry_after: float | None = None) -> None:
    fault = throttle(status, retry_after=retry_after) if status == 429 else answer(status)
    for name in names:
        house.teams.faults.next(fault, call=Call.SEND, conversation=house.cast[name].conversation.id, times=9)


async def prompt_of(house: House, name: str) -> Delivery:
    [found] = await house.deliveries(PROMPT, name)
    return found


# Progress.


@on_both_kinds
async def test_a_running_session_has_a_line_of_how_far_it_has_come(house: House) -> None:
    meet_status(house, 404, "tor")
    await house.to(OPENS)
    asked = len(await house.deliveries(PROMPT))
    [line] = await shown_progress(house)
    told = f"{SESSION}  prompts: 1 of {asked} sent, {asked - 2} waiting (not installed), 1 undeliverable"
    assert line == told
    await house.to(at(11, 27, 9))
    assert await shown_progress(house) == [], "it is over"


@on_both_kinds
async def test_due_deliveries_are_told_with_the_time_they_take_at_the_tenants_rate(house: House) -> None:
    many = [Delivery("nordvik", uuid4(), PROMPT, DeliveryState.DUE, OPENS, SESSION, 0, tenant=TENANT)] * 480
    await house.to(OPENS)
    await house.stage.app.db.write(partial(outbox.add_all, many=[replace(one, id=uuid4()) for one in many]))
    [line] = await shown_progress(house)
    assert line.endswith(", 480 to go, about 10 s at 48 a second")
    [line] = await shown_progress(house, now=OPENS - timedelta(seconds=1))
    assert line.endswith(", 480 to go, not before 2026-11-24 07:00:00 UTC")
    await house.stage.app.db.write(lambda c: c.execute(text("DELETE FROM copies")))
    [line] = await shown_progress(house)
    assert line.endswith(", 480 to go, but no copy of the bot is running")


async def test_a_tenant_that_does_not_let_the_bot_in_has_a_line_that_says_since_when_and_why(house: House) -> None:
    meet_status(house, 401, "tor", "siv")
    await house.to(OPENS)
    session, tenant = await shown_progress(house)
    assert session.endswith(" 2 to go, when their tenant does not rest any more")
    since = f"tenant {TENANT} has not let the bot in since 2026-11-24 07:00:00 UTC: 401 BotNotRegistered"
    assert tenant.startswith(f"{since}; asked again at 2026-11-24 07:00:0")
    _, tenant = await shown_progress(house, now=OPENS + timedelta(hours=1))
    assert tenant == f"{since}; asked again when something is due"


async def test_a_tenant_that_is_throttled_has_a_line_that_says_until_when(house: House) -> None:
    await house.to(OPENS)
    until = OPENS + timedelta(minutes=1)
    await house.stage.app.db.write(partial(replicas.rest, tenant=TENANT, until=until, failures=1, why="", now=OPENS))
    told = f"tenant {TENANT} rests until 2026-11-24 07:01:00 UTC: Teams takes no more of what it is asked there"
    assert told in await shown_progress(house)
    assert told not in await shown_progress(house, now=OPENS + timedelta(minutes=2))


async def test_nothing_is_said_of_a_tenant_that_is_no_longer_let_in(house: House) -> None:
    meet_status(house, 401, "tor", "siv")
    await house.to(OPENS)
    found = await progress_lines(
        house.stage.app.db, actor=OPERATOR, tenants=[OTHER], per_second=50, now=house.stage.now
    )
    assert not [line for line in found if line.startswith("tenant")]


# Failures.


async def listed_deliveries(house: House, *, failed: bool = False, most: int | None = None) -> tuple[list[str], int]:
    found: list[str] = []
    left_out = await tell_deliveries(
        house.stage.app.db, FAILED if failed else EVERYTHING, found.append, actor=OPERATOR, most=most
    )
    return found, left_out


@on_both_kinds
async def test_failed_are_prompts_and_digests_that_did_not_get_there_with_the_reason(house: House) -> None:
    meet_status(house, 404, "tor")
    await house.to(OPENS)
    [line], _ = await listed_deliveries(house, failed=True)
    cells = line.split("\t")
    assert cells[1:5] == [SESSION, "tor@nordvik.example", "prompt undeliverable", "404 ConversationNotFound"]
    await house.to(at(11, 27, 9))
    states = {row.split("\t")[3] for row in (await listed_deliveries(house, failed=True))[0]}
    assert states == {"prompt undeliverable", "prompt dropped", "digest dropped"}


async def test_the_list_shows_the_last_due_and_how_many_are_left_out(house: House) -> None:
    await house.to(OPENS)
    await house.to(at(11, 27, 9))
    every, none = await listed_deliveries(house)
    assert none == 0
    assert await listed_deliveries(house, most=3) == (every[-3:], len(every) - 3)
    assert await listed_deliveries(house, most=len(every)) == (every, 0)
    assert [line.split("\t")[0] for line in every] == [
        str(one.id) for one in await house.stage.app.db.read(outbox_queries.everything) if one.kind.is_reportable
    ]


@pytest.mark.parametrize("pressed", [0, 1], ids=["the first", "the second"])
async def test_a_prompt_that_may_have_arrived_looks_the_same_once_its_reader_has_pressed(
    house: House, pressed: int
) -> None:
    """Sent twice, both times with an unclear response by Teams, so that both cards arrived."""
    tor = house.cast["tor"]
    uncertain = house.cast["tor"].conversation.id
    house.teams.faults.next(accept_then(502), call=Call.SEND, conversation=uncertain, times=2)
    await house.to(OPENS)
    await house.to(OPENS + timedelta(seconds=15))
    before = await listed_deliveries(house), await shown_progress(house)
    cards = [one for one in tor.chat if one.from_bot and "Send svar" in seen(tor, one)]
    await house.to(OPENS + timedelta(minutes=5))
    await tor.press(cards[pressed], "Send svar", {"answer": "Hei", "rung": "group"})
    await house.stage.settle()
    assert (await listed_deliveries(house), await shown_progress(house)) == before
    await tor.say("Vi ga elevene mer tid til hver oppgave, og flere kom i gang.")
    assert [one.text for one in await house.reflections_of("tor")] == [
        "Hei\n\nVi ga elevene mer tid til hver oppgave, og flere kom i gang."
    ], "it is known to stand before their eyes"


# Sending again, and cancelling.


@on_both_kinds
async def test_an_undeliverable_prompt_is_sent_again_by_hand(house: House) -> None:
    meet_status(house, 400, "tor")
    await house.to(OPENS)
    house.teams.faults.coming.clear()
    held = await prompt_of(house, "tor")
    was = await retry_delivery(house.stage.app.db, str(held.id), actor=OPERATOR, now=house.stage.now)
    assert (was.state, was.reason) == (DeliveryState.UNDELIVERABLE, "400 BadArgument")
    await house.stage.settle()
    tor = house.cast["tor"]
    assert "Send svar" in seen(tor, last(tor))
    assert (await prompt_of(house, "tor")).state is DeliveryState.SENT


async def test_a_delivery_already_sent_or_due_is_not_sent_again_and_the_reason_is_said(house: House) -> None:
    meet_status(house, 429, "siv", retry_after=60)
    await house.to(OPENS)
    db = house.stage.app.db
    tor, siv = await prompt_of(house, "tor"), await prompt_of(house, "siv")
    with pytest.raises(NotRetried, match=f"^{tor.id} has been sent$"):
        await retry_delivery(db, str(tor.id), actor=OPERATOR, now=OPENS)
    with pytest.raises(NotRetried, match=f"^{siv.id} is due anyhow, at 2026-11-24 07:01:00 UTC$"):
        await retry_delivery(db, str(siv.id), actor=OPERATOR, now=OPENS)
    await db.write(partial(outbox_claims.claim, delivery=siv, tenant=TENANT, replica="somebody", now=OPENS))
    with pytest.raises(NotRetried, match=f"^{siv.id} is on its way$"):
        await retry_delivery(db, str(siv.id), actor=OPERATOR, now=OPENS)
    for unknown in (str(uuid4()), "tor"):
        with pytest.raises(UnknownDelivery, match=f"there is no delivery {unknown};"):
            await retry_delivery(db, unknown, actor=OPERATOR, now=OPENS)


async def test_whether_somebody_has_a_receipt_is_not_told_by_sending_it_again(house: House) -> None:
    """The id of a card can be derived from the id of its prompt."""
    await house.to(OPENS)
    tor = house.cast["tor"]
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
    await house.stage.settle()
    [card] = await house.deliveries(DeliveryKind.CARD, "tor")
    with pytest.raises(UnknownDelivery, match=f"there is no delivery {card.id};"):
        await retry_delivery(house.stage.app.db, str(card.id), actor=OPERATOR, now=OPENS)


@on_both_kinds
async def test_a_cancelled_session_sends_nothing_more_and_the_others_go_on(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "annen", "rektorgruppa"))
    meet_status(house, 429, "tor", retry_after=60)
    await house.to(OPENS)
    db = house.stage.app.db
    cancelled = await cancel_sending(db, SESSION, actor=OPERATOR, now=house.stage.now)
    asked = [one for one in await house.deliveries(PROMPT) if one.session == SESSION]
    assert (cancelled.number, cancelled.on_the_wire) == (len(asked) - 1, 0), "all but Siv's, which has been sent"
    house.teams.faults.coming.clear()
    await house.to(OPENS + timedelta(minutes=2))
    await house.install("ali")
    for name in ("tor", "ali"):
        assert [message for message in house.cast[name].chat if "Send svar" in seen(house.cast[name], message)], "annen"
    states = {one.state for one in await house.deliveries(PROMPT) if one.session == SESSION}
    assert states == {DeliveryState.CANCELLED, DeliveryState.SENT}


# On the command line.


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    """`bot` on the database of an open session, in which Siv was reached and Tor's prompt was refused."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"

    async def play() -> None:
        async with open_house(url) as house:
            # The commands use the machine's clock: the question stays open for as long as possible.
            await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", stays_open='"P10Y"'))
            await house.install("tor", "siv")
            meet_status(house, 400, "tor")
            await house.to(OPENS)

    asyncio.run(play())
    settings = {"SLOYFA_DATABASE_URL": url, "MicrosoftAppTenantId": TENANT}
    return partial(Commands(monkeypatch, capsys), **settings)


def test_the_commands_say_what_they_did(bot: Callable[..., CommandResult]) -> None:
    shown = bot("deliveries")
    assert shown.lines[0].startswith(f"{SESSION}  prompts: 1 of ")
    assert {line.count("\t") for line in shown.lines[1:]} == {6}
    assert bot("deliveries", "--all").lines == shown.lines
    failed = bot("deliveries", "--failed").lines[-1]
    delivery = failed.split("\t")[0]
    again = bot("deliveries", "--retry", delivery)
    assert (again.code, again.out) == (0, f"{delivery} is due again (it was undeliverable: 400 BadArgument)\n")
    assert bot("deliveries").lines[0].endswith(", 1 to go, but no copy of the bot is running")
    cancelled = bot("deliveries", "--cancel", SESSION)
    assert cancelled.code == 0
    assert re.fullmatch(rf"{SESSION}: \d+ cancelled; what is on the wire goes on \(0\)\n", cancelled.out)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--retry", "x"], 1, "there is no delivery x; python -m bot deliveries --failed prints ids\n"),
        (["--cancel", "x"], 1, "there is no session x; python -m bot plan --list prints the ids\n"),
        (["--cancel", "x", "--retry", "y"], 2, "--retry and --cancel are done one at a time"),
    ],
)
def test_a_retry_or_a_cancelling_that_cannot_be_done_is_told_in_a_line(
    bot: Callable[..., CommandResult], arguments: list[str], code: int, says: str
) -> None:
    done = bot("deliveries", *arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


def test_check_fails_where_a_tenant_does_not_let_the_bot_in(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    assert [line for line in bot("check").lines if line.startswith("sending")] == ["sending: ok"]

    async def stop(why: str) -> None:
        async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as db:
            sql = (
                "UPDATE tenants SET stopped_at = '2026-11-24 07:00:00', stopped_why = :why, rests_until = '2199-01-01'"
            )
            await db.write(lambda c: c.execute(text(sql), {"why": why}))

    asyncio.run(stop("401 BotNotRegistered"))
    done = bot("check")
    assert done.code == 1
    [line] = [line for line in done.lines if line.startswith("sending")]
    assert line == (
        f"sending: tenant {TENANT} has not let the bot in since 2026-11-24 07:00:00 UTC: 401 BotNotRegistered; "
        "asked again at 2199-01-01 00:00:00 UTC; MicrosoftAppPassword may have run out"
    )
    asyncio.run(stop(""))
    done = bot("check")
    assert done.code == 0
    [line] = [line for line in done.lines if line.startswith("sending")]
    assert line.startswith(f"sending: warning: tenant {TENANT} rests until 2199-01-01 00:00:00 UTC")

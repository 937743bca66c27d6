"""Nothing is sent too late; coordinators are told about people not asked in time, and no turnout counts them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.actions.operating.retry_delivery import retry_delivery
from bot.errors import NotRetried
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.faults import answer
from bot.rehearsal.ledger import Call
from content.language import Language
from content.vocabulary.looking_after import LateQuestion, NotSentInTime
from dialogs.calendar.instants import local
from dialogs.model import DeliveryKind, DeliveryState
from storage import digests
from tests.nordvik import OPERATOR, House, at, last, open_house, rendered_texts, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
SESSION = "uka.rektorgruppa.2026-11-24"
PRINCIPALS = ("tor", "siv", "ali", "bodil", "dag", "ella", "frode", "gry")
PROMPT, NOTICE, DIGEST = DeliveryKind.PROMPT, DeliveryKind.NOTICE, DeliveryKind.DIGEST


@pytest.fixture
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """A session of the rektorgruppa at eight; the principals and the coordinator have installed."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    if "database_url" in request.fixturenames:  # both databases for tests about stored rows
        url = request.getfixturevalue("database_url")
    async with open_house(url) as opened:
        await opened.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await opened.install("guro", *PRINCIPALS)
        yield opened


def times_told(client: Client, message: NotSentInTime) -> int:
    return sum(seen(client, one) == rendered_texts(message, Language.NB) for one in client.chat)


def late(*questions: LateQuestion) -> NotSentInTime:
    return NotSentInTime(questions)


def lock_out(house: House, *, lifted: asyncio.Event) -> None:
    """Teams refuses every request of the tenant until `lifted` is set."""
    house.teams.faults.until(lifted, answer(401), tenant=TENANT)


async def to_close(house: House, *, lifted: asyncio.Event) -> None:
    """The session opens while Teams refuses the bot, and the step's time ends without a tick to close the step."""
    lock_out(house, lifted=lifted)
    for hours in (0, 1, 24, 48, 71):
        await house.to(OPENS + timedelta(hours=hours))
    house.stage.now = CLOSES


async def test_a_prompt_refused_while_its_step_was_open_is_not_sent_after_the_close(house: House) -> None:
    lifted = asyncio.Event()
    await to_close(house, lifted=lifted)
    lifted.set()
    await house.stage.settle()  # a sender may look before the tick does
    await house.to(CLOSES + timedelta(seconds=15))
    await house.to(CLOSES + timedelta(hours=1))
    assert [len(house.cast[name].chat) for name in PRINCIPALS] == [1] * 8, "the welcome alone"
    assert {(one.state, one.activity) for one in await house.deliveries(PROMPT)} == {(DeliveryState.DROPPED, "")}
    assert await house.deliveries(DIGEST) == [], "nobody was asked, and nobody is counted as asked"


@pytest.mark.usefixtures("database_url")
async def test_the_coordinator_is_told_once_of_whom_a_question_could_not_reach_in_time(house: House) -> None:
    lifted = asyncio.Event()
    await to_close(house, lifted=lifted)
    lifted.set()
    await house.stage.settle()
    for minutes in (1, 2, 30, 24 * 60):
        await house.to(CLOSES + timedelta(minutes=minutes))
    expected = late(LateQuestion("Rektorgruppa", local(OPENS), "all"))
    assert times_told(house.cast["guro"], expected) == 1
    assert [times_told(house.cast[name], expected) for name in PRINCIPALS] == [0] * 8


@pytest.mark.parametrize(
    ("refused", "tells"),
    [(2, LateQuestion("Rektorgruppa", local(OPENS), "some")), (5, LateQuestion("Rektorgruppa", local(OPENS), "most"))],
)
async def test_a_number_that_could_point_at_somebody_is_not_told(
    house: House, refused: int, tells: LateQuestion
) -> None:
    for name in PRINCIPALS[:refused]:
        house.teams.faults.next(answer(429), call=Call.SEND, conversation=house.cast[name].conversation.id, times=99)
    for hours in (0, 24, 48, 71):
        await house.to(OPENS + timedelta(hours=hours))
    house.teams.faults.coming.clear()
    house.stage.now = CLOSES
    await house.stage.settle()
    for minutes in (1, 3):
        await house.to(CLOSES + timedelta(minutes=minutes))
    assert times_told(house.cast["guro"], late(tells)) == 1
    [digest] = [await house.stage.app.db.read(partial(digests.of_session, municipality="nordvik", session=SESSION))]
    assert digest is not None
    assert (digest.answered, digest.invited) == (0, 8 - refused)


@pytest.mark.usefixtures("database_url")
async def test_a_session_that_was_down_for_all_of_its_time_is_told_of_too_with_the_others_of_that_tick(
    house: House, tmp_path: Path
) -> None:
    await house.stage.plan(series(tmp_path, "to", "rektorgruppa", "team-solbakken", areas="[]"))
    for minutes in (0, 1):
        await house.to(CLOSES + timedelta(hours=7, minutes=minutes))
    questions = (
        *(LateQuestion("Rektorgruppa", local(OPENS), "all"),) * 2,
        LateQuestion("Team mellomtrinn Solbakken", local(at(11, 24, 14)), "all"),
    )
    assert times_told(house.cast["guro"], late(*questions)) == 1
    assert len(await house.deliveries(NOTICE)) == 1


async def test_a_question_not_sent_weeks_ago_is_told_to_nobody(house: House) -> None:
    await house.to(CLOSES + timedelta(days=30))
    assert await house.deliveries(NOTICE) == []


class Wearing:
    """A timer whose pauses move the stage's clock."""

    house: House | None = None

    def seconds(self) -> float:
        return self.house.stage.now.timestamp() if self.house else 0.0

    async def pause(self, seconds: float) -> None:
        if self.house is not None:
            self.house.stage.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


async def test_a_question_whose_time_ends_while_it_waits_for_its_turn_at_teams_is_not_sent(tmp_path: Path) -> None:
    timer, settings = Wearing(), {"SLOYFA_TENANT_PER_SECOND": "2"}
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", timer=timer, settings=settings) as house:
        await house.install("guro", *PRINCIPALS)
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", stays_open='"PT2S"'))
        timer.house = house
        await house.to(OPENS)
        found = await house.deliveries(PROMPT)
        sent = [one for one in found if one.state is DeliveryState.SENT]
        assert 0 < len(sent) < 8
        assert {one.reason for one in found if one not in sent} == {"the step has closed"}
        await house.to(house.stage.now + timedelta(seconds=15))
        digest = await house.stage.app.db.read(partial(digests.of_session, municipality="nordvik", session=SESSION))
        assert digest is not None
        assert digest.invited == len(sent)


async def test_a_prompt_whose_step_has_closed_is_not_sent_again_by_hand_and_the_reason_is_said(house: House) -> None:
    house.teams.faults.next(answer(400), call=Call.SEND, conversation=house.cast["tor"].conversation.id)
    await house.to(OPENS)
    [refused] = await house.deliveries(PROMPT, "tor")
    db = house.stage.app.db
    with pytest.raises(NotRetried, match=f"^{refused.id} would not be sent: the step has closed$"):
        await retry_delivery(db, str(refused.id), actor=OPERATOR, now=CLOSES)
    assert (
        await retry_delivery(db, str(refused.id), actor=OPERATOR, now=CLOSES - timedelta(seconds=1))
    ).id == refused.id


async def test_a_digest_whose_meeting_begins_while_it_waits_is_not_sent(house: House, tmp_path: Path) -> None:
    file = series(tmp_path, "nett", "rektorgruppa")
    file.write_text(file.read_text() + '[[meetings]]\ndate = 2026-12-01T09:00:00\ngroup = "rektorgruppa"\n')
    await house.stage.plan(file)
    meeting, lifted = at(12, 1, 9), asyncio.Event()
    await house.to(OPENS)
    lock_out(house, lifted=lifted)
    for hours in (4 * 24, 3 * 24, 24, 1):
        await house.to(meeting - timedelta(hours=hours))
    lifted.set()
    await house.to(meeting)
    found = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert [(one.state, one.reason) for one in found] == [(DeliveryState.DROPPED, "the meeting has begun")]
    assert "Dette delte vi før møtet" not in last(house.cast["guro"]).summary

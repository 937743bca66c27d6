"""Sessions, prompts and digests that come too late."""

from functools import partial
from pathlib import Path

from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.faults import throttle
from dialogs.model import DeliveryState
from dialogs.model import Stage as Progress
from storage.sessions import sessions_of
from tests.bot.delivering.deliveries import DIGEST, OPENS, meet_faults, only_delivery, seconds_later
from tests.judging import prompts
from tests.nordvik import House, at


async def test_sessions_nobody_was_there_to_open_are_missed_and_not_sent_late(house: House) -> None:
    """The bot was down from before the first session until the third was due."""
    await house.to(at(12, 9))
    named = partial(sessions_of, municipality="nordvik", series_id="host-2026-inkludering")
    assert [session.stage for session in await house.stage.app.db.read(named)] == [
        Progress.MISSED,
        Progress.MISSED,
        Progress.OPEN,
        Progress.PLANNED,
    ]
    assert len(prompts(house.cast["tor"])) == 1
    assert [one for one in await house.deliveries(DIGEST) if one.session] == []


async def test_a_prompt_whose_step_has_closed_meanwhile_is_dropped_with_the_reason(house: House) -> None:
    meet_faults(house, throttle(429, retry_after=6 * 24 * 3600))
    await house.to(OPENS)
    await house.to(at(11, 30, 8, 1))
    held = await only_delivery(house)
    assert (held.state, held.reason) == (DeliveryState.DROPPED, "the step has closed")
    assert prompts(house.cast["tor"]) == []


async def test_a_prompt_to_one_who_has_left_meanwhile_is_dropped_with_the_reason(house: House, tmp_path: Path) -> None:
    meet_faults(house, throttle(429, retry_after=600))
    await house.to(OPENS)
    without = tmp_path / "uten-tor"
    without.mkdir()
    for file in nordvik().glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (without / file.name).write_text("".join(line for line in lines if "tor@" not in line), "utf-8")
    await house.stage.bring_in(without, tenant=TENANT)
    await seconds_later(house, 600)
    held = await only_delivery(house)
    assert (held.state, held.reason) == (DeliveryState.DROPPED, "no longer asked")


async def test_a_digest_held_up_for_a_week_is_dropped_with_the_reason(house: House) -> None:
    await house.to(OPENS)
    meet_faults(house, throttle(429, retry_after=7 * 24 * 3600), name="tor")
    closed = at(11, 27)
    await house.to(closed)
    assert (await only_delivery(house, DIGEST)).state is DeliveryState.AGAIN
    await house.to(at(12, 6))
    held = (await house.deliveries(DIGEST, "tor"))[0]
    assert (held.state, held.reason) == (DeliveryState.DROPPED, "too late")


async def test_a_digest_ahead_of_a_meeting_is_dropped_when_the_meeting_has_begun(house: House) -> None:
    """Guro installs after the meeting for which her digest was waiting."""
    await house.to(OPENS)
    await house.to(at(12, 7, 9))
    [ahead] = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert (ahead.state, ahead.reason) == (DeliveryState.WAITING, "not installed")
    await house.to(at(12, 10, 9))
    await house.install("guro")
    [ahead] = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert (ahead.state, ahead.reason) == (DeliveryState.DROPPED, "the meeting has begun")


async def test_a_bot_that_was_away_until_the_meeting_had_begun_says_so_in_the_outbox(house: House) -> None:
    await house.install("guro")
    await house.to(at(12, 10, 9))
    [ahead] = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert (ahead.state, ahead.reason) == (DeliveryState.DROPPED, "the meeting has begun")

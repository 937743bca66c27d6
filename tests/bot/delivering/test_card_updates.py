"""Updates of cards: when each is sent, and how several changes become one update."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, text

from bot.rehearsal.cast import TENANT
from bot.rehearsal.faults import stall, throttle
from bot.rehearsal.ledger import Call
from storage import replicas
from storage.database import Database
from storage.tables.common import Instant
from tests.bot.delivering.deliveries import CARD, OPENS, answer_prompt, card_updates, meet_faults
from tests.counting import recorded_statements, unprepared_statements
from tests.judging import prompts
from tests.nordvik import House, last, open_house


async def test_an_answer_changed_several_times_meanwhile_changes_its_card_once(house: House) -> None:
    await house.to(OPENS)
    for words in ("først", "så", "til slutt"):
        await answer_prompt(house, words)
    await house.stage.settle()
    assert ["til slutt" in text for text in card_updates(house)] == [True]


async def test_a_card_follows_its_answer_within_three_seconds_and_waits_for_further_answers(house: House) -> None:
    await house.to(OPENS)
    await answer_prompt(house, "først")
    await house.stage.app.send_due()
    assert card_updates(house) == []
    [due_at] = [one.due_at for one in await house.deliveries(CARD)]
    assert OPENS < due_at <= OPENS + timedelta(seconds=3)
    house.stage.now = due_at - timedelta(milliseconds=1)
    await house.cast["tor"].say("og litt mer tid")
    await house.stage.app.send_due()
    assert card_updates(house) == [], "an answer that goes on brings its card no sooner"
    house.stage.now = due_at
    await house.stage.app.send_due()
    assert ["og litt mer tid" in text for text in card_updates(house)] == [True]


async def test_a_card_that_waits_goes_at_once_when_its_form_is_opened(house: House) -> None:
    await house.to(OPENS)
    await answer_prompt(house, "først")
    await house.cast["tor"].press(last(house.cast["tor"]), "Endre svaret")
    await house.stage.app.send_due()
    assert ["Endre svaret" in text for text in card_updates(house)] == [False], "the card is a form, and updated once"


async def test_a_card_left_due_by_an_older_version_is_sent_at_once(house: House) -> None:
    await house.to(OPENS)
    await answer_prompt(house, "først")
    earlier = text("UPDATE deliveries SET due_at = :at WHERE kind = 'card'").bindparams(
        bindparam("at", OPENS - timedelta(hours=1), Instant)
    )
    await house.stage.app.db.write(lambda c: c.execute(earlier))
    await house.stage.app.send_due()
    assert len(card_updates(house)) == 1


async def test_a_clock_that_is_set_back_keeps_no_card_from_the_next_answer(house: House) -> None:
    await house.to(OPENS)
    await answer_prompt(house, "først")
    house.stage.now = OPENS - timedelta(hours=1)
    await answer_prompt(house, "så")
    await house.stage.settle()
    assert ["så" in text for text in card_updates(house)] == [True]


async def test_a_card_is_not_tried_before_teams_said_though_it_changes_again(house: House) -> None:
    await house.to(OPENS)
    meet_faults(house, throttle(retry_after=90), call=Call.UPDATE)
    await answer_prompt(house, "først")
    await house.stage.settle()
    await answer_prompt(house, "så")
    house.stage.now += timedelta(seconds=80)
    await house.stage.app.send_due()
    assert len(card_updates(house)) == 1, "the one that was throttled"
    house.stage.now += timedelta(seconds=10)
    await house.stage.app.send_due()
    assert ["så" in text for text in card_updates(house)] == [False, True]


async def test_to_look_for_what_is_due_is_one_prepared_statement(house: House) -> None:
    await house.to(OPENS)
    db = house.stage.app.db
    with recorded_statements(db) as executed, unprepared_statements(db) as unprepared:
        await house.stage.app.look()
    assert (len(executed), unprepared) == (1, [])


async def test_a_card_that_changes_while_it_is_being_changed_is_left_for_the_next_time(house: House) -> None:
    await house.to(OPENS)
    stalled = stall(asyncio.Event())
    meet_faults(house, stalled, call=Call.UPDATE)
    await answer_prompt(house, "først")
    house.stage.now += timedelta(seconds=3)
    await house.stage.app.look()
    async with asyncio.timeout(5):
        await stalled.reached.wait()
        await answer_prompt(house, "så")
        stalled.released.set()
        while await is_tenant_leased(house):
            pass
    assert ["så" in text for text in card_updates(house)] == [False]
    await house.stage.settle()
    assert ["så" in text for text in card_updates(house)] == [False, True]


async def is_tenant_leased(house: House) -> bool:
    """Whether any replica holds the tenant."""
    sheets = await house.stage.app.db.read(replicas.tenant_leases)
    return bool(sheets[TENANT].replica)


async def test_a_card_changes_once_in_three_seconds_however_often_its_answer_does(house: House) -> None:
    await house.to(OPENS)
    await answer_prompt(house, "først")
    await house.stage.settle()
    for number in range(12):
        await house.cast["tor"].say(f"og litt mer tid, {number}")
        house.stage.now += timedelta(seconds=0.25)
        await house.stage.app.look()
    await house.stage.settle()
    assert "og litt mer tid, 11" in card_updates(house)[-1]
    assert len(card_updates(house)) <= 3, "at first, at its moment, and in the end"


@pytest.mark.postgresql
async def test_a_dispatcher_woken_while_it_releases_the_tenant_polls_once_more(postgresql_url: str) -> None:
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with open_house(postgresql_url) as house, Database(postgresql_url) as other:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(OPENS)
        stalled = stall(asyncio.Event())
        meet_faults(house, stalled, call=Call.UPDATE)
        await answer_prompt(house, "først")
        house.stage.now += timedelta(seconds=3)
        await house.stage.app.look()
        async with asyncio.timeout(5):
            await stalled.reached.wait()
            async with other.writing.begin() as c:
                await c.execute(text("SELECT tenant FROM tenants FOR UPDATE"))
                stalled.released.set()
                while not await other.read(lambda c: c.scalar(waits)):
                    pass
                await house.cast["tor"].press(last(house.cast["tor"]), "Endre svaret")
                await house.stage.app.look()
        await house.teams.ledger.until(lambda: len(card_updates(house)) > 1)
        assert "Endre svaret" not in card_updates(house)[-1], "the receipt is a form"


async def test_a_retry_goes_when_it_is_due_without_waiting_for_a_slot(house: House) -> None:
    meet_faults(house, throttle(retry_after=2))
    await house.to(OPENS)
    for seconds in (1.9, 0.1):
        assert prompts(house.cast["tor"]) == []
        house.stage.now += timedelta(seconds=seconds)
        await house.stage.app.look()
    await house.teams.ledger.until(lambda: len(prompts(house.cast["tor"])) == 1)


@pytest.mark.parametrize("button", ["Endre svaret", "Tenk litt videre"])
async def test_a_card_that_becomes_a_form_is_one_everywhere_before_anybody_types(house: House, button: str) -> None:
    """The clock stands still before the next slot: no other update would be sent."""
    await house.to(OPENS)
    await answer_prompt(house, "først")
    await house.stage.settle()
    sending = asyncio.create_task(house.stage.app.keep_sending())
    await house.cast["tor"].press(last(house.cast["tor"]), button)
    await house.teams.ledger.until(lambda: len(card_updates(house)) > 1)
    sending.cancel()
    assert "Endre svaret" not in card_updates(house)[-1], "the receipt is a form"

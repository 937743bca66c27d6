"""Webhooks: a program is told that a digest has been given back: signed, and again until it takes the message."""

import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio

from bot.actions.operating.keep_webhooks import add_webhook, remove_webhook, try_webhook, webhooks_of
from bot.actions.operating.retry_delivery import retry_delivery
from bot.entry.webhooks import Webhooks, wrong_address
from bot.ports import Meaning
from bot.reports.deliveries import tell_deliveries
from bot.reports.records import record_lines
from dialogs.model import DeliveryKind, DeliveryState, Webhook
from storage import outbox_reports
from tests.bot.delivering.program import Program, open_program
from tests.nordvik import OPERATOR, House, at, last, open_house, series

WORDS = "Vi hører alle stemmene før vi konkluderer."
PUBLIC = "https://sloyfa.nordvik.example"


@pytest_asyncio.fixture
async def program() -> AsyncIterator[Program]:
    async with open_program() as opened:
        yield opened


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    settings = {"SLOYFA_LOCAL_WEBHOOKS": "1", "SLOYFA_PUBLIC_URL": PUBLIC}
    async with open_house(sqlite_url, settings=settings) as opened:
        yield opened


async def added(house: House, program: Program) -> Webhook:
    db, now = house.stage.app.db, house.stage.now
    wrong = wrong_address(program.url, local=True)
    return await add_webhook(db, "nordvik", program.url, wrong=wrong, actor=OPERATOR, now=now)


async def a_digest_given_back(house: House, folder: Path) -> None:
    await house.stage.plan(series(folder, "s", "rektorgruppa"))
    await house.install("tor", "siv")
    await house.to(at(11, 24))
    await house.cast["tor"].press(last(house.cast["tor"]), "Send svar", {"answer": WORDS, "rung": "municipality"})
    await house.to(at(11, 27))


async def lines(house: House) -> list[str]:
    told: list[str] = []
    await tell_deliveries(house.stage.app.db, outbox_reports.FAILED, told.append, actor=OPERATOR)
    return [line for line in told if "\twebhook " in line]


async def test_a_program_is_told_again_until_it_is_given_up_after_a_day_and_by_hand_once_more(
    house: House, program: Program, tmp_path: Path
) -> None:
    webhook = await added(house, program)
    program.status = 500
    await a_digest_given_back(house, tmp_path)
    for hours in (1, 5, 12, 5, 3):
        assert await lines(house) == []
        await house.to(house.stage.now + timedelta(hours=hours))
    assert len(program.came) == 6
    [told] = {body for _, body in program.came}
    assert WORDS.encode() not in told
    found = json.loads(told)
    assert (found["event"], found["municipality"]) == ("digest.given_back", "nordvik")
    assert found["digest"]["url"] == f"{PUBLIC}/api/v1/digests/{found['digest']['id']}"
    times = set()
    for headers, body in program.came:
        said = dict(part.split("=") for part in headers["X-Sloyfa-Signature"].split(","))
        assert said["v1"] == hmac.new(webhook.secret.encode(), f"{said['t']}.".encode() + body, sha256).hexdigest()
        times.add(said["t"])
    assert len(times) == 6, "each is signed anew"
    [line] = await lines(house)
    assert line.startswith(found["id"])
    assert f"webhook undeliverable\t{webhook.id}: 500, given up after a day\t6" in line
    db, now = house.stage.app.db, house.stage.now
    since = now - timedelta(days=1)
    assert len(await db.read(partial(outbox_reports.webhooks_given_up, municipality="nordvik", since=since))) == 1
    program.status = 204
    await retry_delivery(db, found["id"], actor=OPERATOR, now=now)
    await house.stage.settle()
    assert program.bodies()[-1] == found
    assert await lines(house) == []
    [delivery] = await house.deliveries(DeliveryKind.WEBHOOK)
    assert (delivery.state, len(program.came)) == (DeliveryState.SENT, 7)


async def test_nothing_is_sent_to_an_address_taken_away_and_no_redirect_is_followed(
    house: House, program: Program, tmp_path: Path
) -> None:
    kept, removed = await added(house, program), await added(house, program)
    program.status, program.location = 302, program.url
    db = house.stage.app.db
    await remove_webhook(db, "nordvik", removed.id, actor=OPERATOR, now=house.stage.now)
    assert [one.id for one in await webhooks_of(db, "nordvik", actor=OPERATOR)] == [kept.id]
    await a_digest_given_back(house, tmp_path)
    assert len(program.came) == 1
    [delivery] = await house.deliveries(DeliveryKind.WEBHOOK)
    assert delivery.reason == f"{kept.id}: 302, and no redirect is followed"
    await remove_webhook(db, "nordvik", kept.id, actor=OPERATOR, now=house.stage.now)
    await house.to(house.stage.now + timedelta(hours=1))
    [delivery] = await house.deliveries(DeliveryKind.WEBHOOK)
    assert (delivery.state, len(program.came)) == (DeliveryState.DROPPED, 1)
    told = await record_lines(db, "nordvik", actor=OPERATOR)
    assert sum("127.0.0.1" in line for line in told) == 4
    assert not any("/told" in line for line in told), "a path may be as good as a password"


async def test_a_webhook_is_tried_at_once(house: House, program: Program) -> None:
    webhook = await added(house, program)
    async with Webhooks(local=True) as poster, Webhooks(local=False) as strict:
        outcomes = [
            await try_webhook(house.stage.app.db, "nordvik", webhook.id, one, actor=OPERATOR, now=house.stage.now)
            for one in (poster, strict)
        ]
    assert [one.meaning for one in outcomes] == [Meaning.DONE, Meaning.REFUSED]
    assert [one["event"] for one in program.bodies()] == ["test"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://sloyfa.example/told", ""),
        ("https://93.184.215.14/told", ""),
        ("http://sloyfa.example/told", "https://"),
        ("ftp://sloyfa.example", "not the address"),
        ("told", "not the address"),
        ("https://user:word@sloyfa.example/", "a user"),
        ("https://10.1.2.3/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://[fd00::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://[64:ff9b::a00:1]/", "private"),
        ("https://[2002:a00:1::]/", "private"),
        ("https://224.0.0.1/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://127.0.0.1/", "this machine"),
        ("https://localhost/", "this machine"),
        (f"https://sloyfa.example/{'x' * 400}", "characters long"),
    ],
)
def test_an_address_has_to_be_public_and_read_by_nobody_on_the_way(url: str, why: str) -> None:
    found = wrong_address(url, local=False)
    assert (why in found) if why else found == ""


@pytest.mark.parametrize("host", ["0x7f.1", "127.1", "2130706433"])
async def test_a_name_that_leads_within_is_found_out_when_it_is_sent_to(host: str) -> None:
    async with Webhooks(local=False) as poster:
        outcome = await poster.post(f"https://{host}/", b"{}", {})
    assert outcome.meaning is Meaning.REFUSED, outcome

"""Invariants under every fault: a prompt or a reason for each person, no limit exceeded, no confirmed answer lost."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entry.teams.connector import TOTAL_SECONDS
from bot.outbox.rate_limits import PER_CONVERSATION
from bot.ports import Timer
from bot.rehearsal.clients import Client, inputs_on, texts_on
from bot.rehearsal.ledger import WRITES, Call
from bot.rehearsal.teams import Response, StandInTeams
from bot.rehearsal.wire_conversations import Message
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage import outbox_queries
from storage.database import Database
from storage.tables.people import accounts
from storage.tables.sessions import reflection_parts, reflections
from tests.nordvik import House, at, municipality, open_house, series

OPENS = at(11, 24)
PER_SECOND = 50

_OVER = {DeliveryState.UNDELIVERABLE, DeliveryState.DROPPED, DeliveryState.WAITING, DeliveryState.CANCELLED}
_REASON = re.compile(
    r"[45]\d\d( \w+)*"  # a status from Teams
    r"|\w+Error"  # a lost connection
    r"|may have arrived|not installed|removed or blocked|the step has closed|no longer asked|cancelled"
)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Answers:
    """The answers sent over the wire, each with the bot's response."""

    given: list[tuple[Client, str, Response]] = field(default_factory=list)

    async def press(self, client: Client, words: str) -> Response:
        response = await client.press(prompts(client)[-1], "Send svar", {"answer": words, "rung": "group"})
        self.given.append((client, words, response))
        return response

    async def say(self, client: Client, words: str) -> Response:
        response = await client.say(words)
        self.given.append((client, words, response))
        return response

    def acknowledged(self) -> set[tuple[str, str]]:
        """(object id, text) of the answers confirmed by the bot: on the card returned to the press, or in a message."""
        return {(one.person.object_id, words) for one, words, told in self.given if _is_told(one, words, told)}


def _is_told(client: Client, words: str, response: Response) -> bool:
    return quotes_on_card(response, words) or any(
        message.from_bot and words in json.dumps(message.activity, ensure_ascii=False)
        for message in client.conversation.messages
    )


def quotes_on_card(response: Response, words: str) -> bool:
    """Whether the response to the press is a card quoting `words`."""
    body: Any = response.body
    card = body.get("value") if isinstance(body, dict) and response.status == 200 else None
    return isinstance(card, dict) and words in texts_on(card)


def prompts(client: Client) -> list[Message]:
    return [message for message in client.chat if "answer" in inputs_on(client.view(message))]


@asynccontextmanager
async def open_crowd(
    database_url: str,
    folder: Path,
    *,
    people: int = 12,
    timer: Timer | None = None,
    teams_seconds: float = TOTAL_SECONDS,
) -> AsyncIterator[House]:
    """Nordvik with `people` participants, all installed, who are asked on 24 November at eight."""
    names = [f"p{number}" for number in range(people)]
    rows = ["guro,rektorgruppa,coordinator", *(f"{name},rektorgruppa,participant" for name in names)]
    town = municipality(folder / "town", people=rows)
    async with open_house(database_url, folder=town, timer=timer, teams_seconds=teams_seconds) as house:
        await house.stage.plan(series(folder, "stor", "rektorgruppa"))
        for name in names:
            # No welcomes: they would take up a share of the rate limits.
            await house.cast[name].install(only="installationUpdate")
        await house.stage.settle()
        house.teams.ledger.records.clear()
        yield house


def participants(house: House) -> list[Client]:
    return [client for name, client in house.cast.people.items() if name != "guro"]


async def tick_through(house: House, seconds: int, *, step: int = 5, start: int = 0) -> None:
    for second in range(start + step, start + seconds + 1, step):
        await house.to(OPENS + timedelta(seconds=second))


async def judge(
    teams: StandInTeams,
    db: Database,
    *,
    answers: Answers | None = None,
    paced: bool = False,
    people: int = 12,
    at_once: Collection[str] = (),
) -> Counter[int]:
    """Number of prompts written to a person -> number of such people.

    `paced`: on a real timer, so that rates are judged too. `at_once`: the conversations in which two replicas may have
    had a request under way at the same time, because neither knew of the other's.
    """
    asked = [one for one in await db.read(outbox_queries.everything) if one.kind is DeliveryKind.PROMPT and one.session]
    written = _written(teams)
    assert len(asked) == people
    assert [wrong for one in asked if (wrong := _wrong(one, written[str(one.id)]))] == []
    assert teams.ledger.at_once() <= set(at_once)
    if paced:
        _judge_pace(teams)
    if answers is not None:
        await judge_answers(db, answers)
    return Counter(written[str(one.id)] for one in asked)


async def judge_answers(db: Database, answers: Answers) -> None:
    kept = {(whose, words) for whose, text in await db.read(_stored_texts) for words in [text, *text.split("\n\n")]}
    assert answers.acknowledged() <= kept


def _wrong(one: Delivery, times: int) -> str:
    """The fault in a prompt written `times` times, "" where there is none."""
    told = f"{one.state.value} ({one.reason}), unsure {one.uncertain_tries}, and written {times} times"
    most = min(2, one.uncertain_tries)
    if one.state is DeliveryState.SENT:
        return "" if 1 <= times <= min(2, most + 1) else told
    return "" if one.state in _OVER and times <= most and _REASON.fullmatch(one.reason) else told


def _written(teams: StandInTeams) -> Counter[str]:
    """Delivery id -> number of messages written for the delivery, also where the bot got an error as the answer."""
    made = (one for one in teams.ledger.of(Call.SEND, Call.CREATE) if one.activity)
    return Counter(name for one in made for name in set(_ID.findall(json.dumps(one.body))))


def _judge_pace(teams: StandInTeams) -> None:
    for window in PER_CONVERSATION:
        assert teams.ledger.exceeded(window.most, window.seconds) == {}
    for tenant in {record.tenant for record in teams.ledger.of(*WRITES)}:
        assert teams.ledger.busiest(1.0, tenant=tenant) <= PER_SECOND


async def _stored_texts(c: AsyncConnection) -> list[tuple[str, str]]:
    """(object id, stored text), a row for each part of a reflection."""
    query = (
        select(accounts.c.object_id, reflection_parts.c.text)
        .join(reflections, and_(reflections.c.author == accounts.c.person))
        .join(reflection_parts, and_(reflection_parts.c.reflection == reflections.c.id))
    )
    return [(row[0], row[1]) for row in await c.execute(query)]


async def run_together(*coming: Awaitable[object]) -> list[object]:
    """The result of each awaitable, or the exception raised by it."""
    return await asyncio.gather(*coming, return_exceptions=True)


def count_by_state(asked: Iterable[Delivery]) -> Counter[DeliveryState]:
    return Counter(one.state for one in asked)

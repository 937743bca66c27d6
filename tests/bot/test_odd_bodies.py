"""Bodies with one odd value, sent to the whole application on each database: every response is regular."""

import json
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.rehearsal.clients import Client
from dialogs.model import limits
from storage.tables.places import contacts
from tests.nordvik import House, at, last, open_house

Json = dict[str, Any]
OPENS = at(11, 24)
LONG = "x" * 5000
ODD = (LONG, 2**70)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Tor has an open prompt."""
    async with open_house(database_url) as opened:
        await opened.plan("rektorgruppa")
        await opened.install("tor")
        await opened.to(OPENS)
        yield opened


def paths(value: object, *above: str) -> Iterator[tuple[str, ...]]:
    """The paths to every value in an object, nested ones included."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*above, name)
            yield from paths(inner, *above, name)


def with_odd(activity: Json, path: tuple[str, ...], odd: object) -> Json:
    changed = deepcopy(activity)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = odd
    return changed


async def genuine(house: House) -> list[Json]:
    """The activities of a press, a message and an installation."""
    tor = house.cast["tor"]
    pressed = (await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})).activity
    said = (await tor.say("hei")).activity
    return [pressed, said, (await tor.install())[0].activity]


async def test_a_body_that_is_odd_in_one_place_is_no_error(house: House) -> None:
    # Every id and text is new, since a repeated activity would be ignored as a retry.
    failed, ids = [], map(str, count(1))
    for activity in await genuine(house):
        for path in paths(activity):
            for odd in ODD:
                new = {**activity, "id": next(ids)} | ({"text": next(ids)} if activity.get("text") else {})
                answer = await house.teams.post(json.dumps(with_odd(new, path, odd)).encode())
                told = answer.body.get("statusCode", 200) if isinstance(answer.body, dict) else 200
                if answer.status not in {200, 400, 401, 403} or told != 200:
                    failed.append((activity["type"], path, str(odd)[:20], answer.status))
    assert sorted(set(failed)) == []


async def test_a_stranger_with_a_name_longer_than_any_is_answered(house: House) -> None:
    """The Teams name of a person not imported is stored, cut to the longest length."""
    stranger = Client(house.teams, LONG, "00000000-0000-4000-8000-0000000000ff", "f@nordvik.example")
    assert {one.status for one in await stranger.install()} == {200}
    assert (await stranger.say("hjelp")).status == 200
    kept = await house.stage.app.db.read(lambda c: c.execute(select(func.max(func.length(contacts.c.name)))))
    assert 0 < (kept.scalar() or 0) <= limits.NAME

"""The HTTP API: a municipality's own programs, their rights to read, and the record of their reading."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import pytest_asyncio

from bot.actions.operating.keep_tokens import MadeToken, make_token, renew_token, revoke_token
from bot.reports.records import record_lines
from dialogs.model import ApiScope
from storage import api_tokens
from tests.bot.web.ahead_of_meeting import play_to_the_pack
from tests.bot.web.browsing import Pages, Shown, open_pages
from tests.bot.web.test_page_faults import without_tables
from tests.nordvik import OPERATOR

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARED = "Vi hører alle stemmene <b>før</b> vi konkluderer."
SIGNED = "Eg veit ikkje korleis vi får med oss dei som kjem sist."
OF_GROUP = "Dette er bare for gruppa."
KEPT = "Dette er bare for meg."


@dataclass(frozen=True)
class Asked:
    pages: Pages
    secret: str

    async def get(self, path: str, *, method: str = "GET", secret: str | None = None, **headers: str) -> Shown:
        named = {"Authorization": f"Bearer {self.secret if secret is None else secret}", **headers}
        async with self.pages.browser() as browser:
            return await browser.ask(method, path, headers=named)

    async def read(self, path: str) -> dict[str, Any]:
        shown = await self.get(path)
        assert shown.status == 200, shown.text
        found: dict[str, Any] = json.loads(shown.text)
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api() -> AsyncIterator[Asked]:
    with TemporaryDirectory() as folder:
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db") as pages:
            made = await made_for(pages, "kvalitetssystemet")
            said = {
                "tor": (SHARED, "municipality"),
                "siv": (SIGNED, "municipality"),
                "ali": (OF_GROUP, "group"),
                "gry": (KEPT, "only_me"),
            }
            await play_to_the_pack(pages.house, Path(folder), said)
            yield Asked(pages, made.secret)


async def made_for(pages: Pages, program: str, *scopes: ApiScope, days: int = 30) -> MadeToken:
    db, now = pages.house.stage.app.db, pages.house.stage.now
    return await make_token(db, "nordvik", program, scopes or tuple(ApiScope), days=days, actor=OPERATOR, now=now)


def quotes(digest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every quote in the answer, wherever it stands."""
    found = []
    for part in [*digest["groups"], {"questions": digest["across_groups"]}]:
        for question in part["questions"]:
            found += [*question["quotes"], *(quote for theme in question["themes"] for quote in theme["quotes"])]
    return found


async def test_a_program_reads_what_was_shared_with_all_of_the_municipality_and_nothing_else(api: Asked) -> None:
    found = await api.read("/api/v1/digests")
    assert [one["kind"] for one in found["digests"]] == ["meeting", "session"]
    assert found["next_cursor"] is None
    for listed in found["digests"]:
        shown = await api.get(listed["address"])
        assert shown.headers["Cache-Control"] == "no-store"
        digest = json.loads(shown.text)
        assert {(one["text"], one["language"]) for one in quotes(digest)} == {(SHARED, "nb"), (SIGNED, "nn")}
        assert {one["signature"] for one in quotes(digest)} == {None}
        for never in (OF_GROUP, KEPT, "answered", "invited", "Rektor "):
            assert never not in shown.text
        assert digest["group"] == {"id": "rektorgruppa", "name": "Rektorgruppa"}


async def test_the_record_tells_of_a_days_readings_in_one_line_that_names_nobody(api: Asked) -> None:
    [_, session] = (await api.read("/api/v1/digests"))["digests"]
    before = await _readings(api)
    await api.read(session["address"])
    after = await _readings(api)
    assert (len(before), len(after)) == (1, 1)
    [was], [told] = before, after
    assert "a program of the municipality: fetched summaries" in told
    assert "for kvalitetssystemet" in told
    assert _times(told) == _times(was) + 1


async def _readings(api: Asked) -> list[str]:
    lines = await record_lines(api.pages.house.stage.app.db, "nordvik", actor=OPERATOR)
    return [line for line in lines if "fetched summaries" in line]


def _times(line: str) -> int:
    return int(re.findall(r"\d+", line)[-1])


async def test_the_plan_comes_in_pages_and_unchanged_answers_are_not_sent_again(api: Asked) -> None:
    whole = await api.read("/api/v1/sessions?language=nn")
    assert whole["sessions"][0]["group"]["name"] == "Rektorgruppa"
    assert whole["sessions"][0]["areas"]
    paged: list[Any] = []
    path = "/api/v1/sessions?language=nn&limit=1"
    while path:
        found = await api.read(path)
        paged += found["sessions"]
        path = f"/api/v1/sessions?language=nn&limit=1&cursor={found['next_cursor']}" if found["next_cursor"] else ""
    assert paged == whole["sessions"]
    first = await api.read("/api/v1/digests?limit=1")
    rest = await api.read(f"/api/v1/digests?limit=1&cursor={first['next_cursor']}")
    assert [first["digests"], rest["digests"]] == [[one] for one in (await api.read("/api/v1/digests"))["digests"]]
    shown = await api.get("/api/v1/sessions")
    again = await api.get("/api/v1/sessions", **{"If-None-Match": shown.headers["ETag"]})
    assert (again.status, again.text) == (304, "")


async def test_what_is_refused_is_refused_in_kind_words_as_json(api: Asked) -> None:
    another = "00000000-0000-4000-8000-000000000000"
    for path, method, status, title in (
        ("/api/v1/digests?limit=0", "GET", 400, "Dette forsto vi ikke"),
        ("/api/v1/digests?limit=1_0", "GET", 400, "Dette forsto vi ikke"),
        ("/api/v1/digests?cursor=x", "GET", 400, "Dette forsto vi ikke"),
        ("/api/v1/digests?limit=1&limit=2", "GET", 400, "Dette forsto vi ikke"),
        ("/api/v1/digests?grense=1", "GET", 400, "Dette forsto vi ikke"),
        ("/api/v1/digests/nothing", "GET", 404, "Dette finnes ikke"),
        (f"/api/v1/digests/{another}", "GET", 404, "Dette finnes ikke"),
        ("/api/v1/people", "GET", 404, "Dette finnes ikke"),
        ("/api/v1/digests", "POST", 405, "Her kan du bare lese"),
        ("/api/v1/digests", "DELETE", 405, "Her kan du bare lese"),
    ):
        shown = await api.get(path, method=method)
        told = json.loads(shown.text)
        assert (shown.status, told["status"], told["title"]) == (status, status, title), path
        assert shown.headers["Content-Type"] == "application/problem+json"
        assert "Allow" in shown.headers or status != 405
    wrong = json.loads((await api.get("/api/v1/digests?grense=1&limit=x")).text)
    assert wrong["parameters"] == ["grense", "limit"]
    nynorsk = await api.get("/api/v1/people", **{"Accept-Language": "nn"})
    assert "Dette finst ikkje" in nynorsk.text


@pytest.mark.parametrize(("size", "status"), [(10, 415), (1_000_000, 413)])
async def test_nothing_is_to_be_sent_along(api: Asked, size: int, status: int) -> None:
    async with api.pages.browser() as browser:
        url, headers = api.pages.url.with_path("/api/v1/token"), {"Authorization": f"Bearer {api.secret}"}
        async with browser.session.get(url, data=b"x" * size, headers=headers) as response:
            assert response.status == status


async def test_a_token_opens_what_its_scope_says_until_it_runs_out_is_renewed_or_revoked(api: Asked) -> None:
    pages, db = api.pages, api.pages.house.stage.app.db
    made = await made_for(pages, "timeplanen", ApiScope.PLAN, days=1)
    assert (await api.get("/api/v1/sessions", secret=made.secret)).status == 200
    refused = await api.get("/api/v1/digests", secret=made.secret)
    assert (refused.status, json.loads(refused.text)["title"]) == (403, "Nøkkelen åpner ikke for dette")
    for odd in ("", "x", made.secret[:-1], f"{made.secret[:-1]}{'a' if made.secret[-1] != 'a' else 'b'}"):
        shown = await api.get("/api/v1/sessions", secret=odd)
        assert (shown.status, shown.headers["WWW-Authenticate"]) == (401, "Bearer"), odd
    now = pages.house.stage.now
    renewed = await renew_token(db, "nordvik", made.token.id, days=2, actor=OPERATOR, now=now)
    assert renewed.token.reads_from == made.token.reads_from
    assert (await api.get("/api/v1/sessions", secret=made.secret)).status == 401
    assert (await api.get("/api/v1/sessions", secret=renewed.secret)).status == 200
    stored = await db.read(partial(api_tokens.find, token_id=made.token.id))
    assert stored is not None
    assert stored.token.used_on == now.date()
    pages.house.stage.now = now + timedelta(days=2)
    assert (await api.get("/api/v1/sessions", secret=renewed.secret)).status == 401
    pages.house.stage.now = now
    await revoke_token(db, "nordvik", made.token.id, actor=OPERATOR, now=now)
    assert (await api.get("/api/v1/sessions", secret=renewed.secret)).status == 401


async def test_a_later_token_reads_nothing_that_was_given_before_it_was_made(api: Asked) -> None:
    later = await made_for(api.pages, "et nytt program")
    [meeting, session] = (await api.read("/api/v1/digests"))["digests"]
    # The meeting's digest was made at the same moment, of answers given before.
    assert json.loads((await api.get("/api/v1/digests", secret=later.secret)).text)["digests"] == [meeting]
    assert quotes(json.loads((await api.get(meeting["address"], secret=later.secret)).text)) == []
    assert (await api.get(session["address"], secret=later.secret)).status == 404


async def test_a_program_that_asks_too_often_is_told_when_to_come_back(api: Asked) -> None:
    busy = await made_for(api.pages, "et ivrig program")
    statuses = [(await api.get("/api/v1/token", secret=busy.secret)).status for _ in range(121)]
    assert (set(statuses[:120]), statuses[120]) == ({200}, 429)
    shown = await api.get("/api/v1/token", secret=busy.secret)
    assert shown.headers["Retry-After"] == "60"
    assert (await api.get("/api/v1/token")).status == 200, "the others are not held up"


async def test_a_database_that_fails_is_told_of_as_json_too(api: Asked) -> None:
    with without_tables(api.pages):
        shown = await api.get("/api/v1/digests", **{"Accept-Language": "nn"})
    told = (shown.status, shown.headers["Retry-After"], shown.headers["Content-Type"], json.loads(shown.text)["title"])
    assert told == (503, "30", "application/problem+json", "Vi får ikkje henta dette akkurat no")

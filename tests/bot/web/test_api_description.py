"""The API's description: every answer and every refusal keeps the promises made, however odd the question."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from yarl import URL

from bot.actions.operating.keep_tokens import make_token
from dialogs.model import ApiScope
from tests.bot.web.browsing import Pages, open_pages
from tests.nordvik import OPERATOR

pytestmark = pytest.mark.asyncio(loop_scope="module")

_EXAMPLES = 6  # of each operation, right and wrong: about three seconds of one core together


@pytest_asyncio.fixture(loop_scope="module")
async def pages(sqlite_url: str) -> AsyncIterator[Pages]:
    async with open_pages(sqlite_url) as opened:
        await opened.house.plan("rektorgruppa")
        yield opened


async def test_whatever_is_asked_every_answer_is_as_described(pages: Pages) -> None:
    db, now = pages.house.stage.app.db, pages.house.stage.now
    scopes = tuple(ApiScope)
    secrets = [
        (await make_token(db, "nordvik", f"p{n}", scopes, days=1, actor=OPERATOR, now=now)).secret for n in range(4)
    ]
    statuses = await asyncio.to_thread(_ask_everything, pages.url, secrets)
    assert statuses >= {200, 400}, "right questions and wrong ones were asked"
    assert max(statuses) < 500


def _ask_everything(url: URL, secrets: list[str]) -> set[int]:
    """The statuses of all answers, each of which is as the description says."""
    schema = schemathesis.openapi.from_url(str(url / "api/v1/openapi.json"))
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(found) == 4
    statuses: set[int] = set()
    for operation, secret in zip(found, secrets, strict=True):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            statuses |= _ask(operation, secret, mode)
    return statuses


def _ask(operation: APIOperation[Any, Any, Any, Any], secret: str, mode: GenerationMode) -> set[int]:
    statuses: set[int] = set()

    @seeded(1)
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Case[Any]) -> None:
        statuses.add(case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}).status_code)

    asked()
    return statuses

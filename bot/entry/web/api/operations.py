"""What can be asked of the API: each operation reads by its token, and nothing changes anything."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from aiohttp import web

from bot.context import api_tokens, program_reading
from bot.entry.web.api import models
from bot.entry.web.api.cursors import digest_before, session_after
from bot.entry.web.api.problems import API
from bot.entry.web.api.rendering import digest_answer, digests_answer, sessions_answer, token_answer
from bot.entry.web.failures import not_found
from bot.entry.web.site import Site, site_of
from dialogs.model import ApiScope, ApiToken

Asks = TypeVar("Asks", bound=models.Asked)


@dataclass(frozen=True)
class Question(Generic[Asks]):
    """A request that was let in: by which token, and what it asks for."""

    request: web.Request
    token: ApiToken
    asked: Asks

    @property
    def site(self) -> Site:
        return site_of(self.request)


@dataclass(frozen=True)
class Operation(Generic[Asks]):
    """`scope` is what the token has to open, None for any token; `has_words`: the answer holds people's words."""

    path: str
    name: str
    summary: str
    scope: ApiScope | None
    asks: type[Asks]
    answer: type[models.Answer]
    read: Callable[[Question[Asks]], Awaitable[models.Answer]]
    has_words: bool = False


async def _token(question: Question[models.Asked]) -> models.Answer:
    return token_answer(question.token)


async def _digests(question: Question[models.DigestsAsked]) -> models.Answer:
    asked = question.asked
    read = partial(
        program_reading.digests_given_back,
        token=question.token,
        before=digest_before(asked.cursor),
        most=asked.limit + 1,
    )
    return digests_answer(await question.site.db.read(read), limit=asked.limit)


async def _digest(question: Question[models.LanguageAsked]) -> models.Answer:
    """The record tells of it before a word is sent."""
    site, token, wanted = question.site, question.token, _named(question.request)
    now, language = site.clock(), question.asked.language
    found = await site.themes.read(
        token.municipality,
        lambda c, finder: program_reading.digest_for(c, finder, token, wanted, language),
        now=now,
    )
    if found is None:
        raise not_found()
    await site.db.write(partial(api_tokens.record_reading, token=token, now=now))
    return digest_answer(*found)


async def _sessions(question: Question[models.SessionsAsked]) -> models.Answer:
    asked, site = question.asked, question.site
    read = partial(
        program_reading.planned_sessions,
        catalogues=site.catalogues,
        token=question.token,
        after=session_after(asked.cursor),
        most=asked.limit + 1,
        language=asked.language,
        now=site.clock(),
    )
    return sessions_answer(await site.db.read(read), limit=asked.limit)


def _named(request: web.Request) -> UUID:
    try:
        return UUID(request.match_info["digest"])
    except ValueError:
        raise not_found() from None


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        f"{API}/token",
        "read_token",
        "What the token that asks may read.",
        None,
        models.Asked,
        models.TokenAnswer,
        _token,
    ),
    Operation(
        f"{API}/digests",
        "list_digests",
        "The digests that have been given back, the newest first.",
        ApiScope.DIGESTS,
        models.DigestsAsked,
        models.DigestsAnswer,
        _digests,
    ),
    Operation(
        f"{API}/digests/{{digest}}",
        "read_digest",
        "One digest: what was shared with all of the municipality, or wider.",
        ApiScope.DIGESTS,
        models.LanguageAsked,
        models.DigestAnswer,
        _digest,
        has_words=True,
    ),
    Operation(
        f"{API}/sessions",
        "list_sessions",
        "What has been asked of which group, and what is planned.",
        ApiScope.PLAN,
        models.SessionsAsked,
        models.SessionsAnswer,
        _sessions,
    ),
)

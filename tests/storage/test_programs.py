"""Tokens and webhooks in both databases: kept, found, counted and removed; the record's entry of a day written over."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Act, ApiScope, ApiToken, By, RecordEntry, Webhook
from storage import api_tokens, webhooks
from storage.database import Database
from storage.records import put_record, records_of
from storage.units import put_municipality
from tests.databases import make_tables

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
TOKEN = ApiToken("by", "0a0a0a0a", "et program", frozenset(ApiScope), NOW, NOW, NOW + timedelta(days=1))
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
ENTRY = UUID(int=1)


async def test_tokens_webhooks_and_what_programs_read_are_kept(database_url: str) -> None:
    async with Database(database_url) as db:
        await make_tables(db)
        await db.write(partial(put_municipality, municipality="by", name="By"))

        async def work(c: AsyncConnection) -> list[int]:
            await api_tokens.keep(c, TOKEN, "first")
            await api_tokens.keep(c, TOKEN, "second")
            await api_tokens.note_use(c, TOKEN.id, TODAY)
            for times in ("1", "2"):
                about = {"token": TOKEN.id, "program": TOKEN.label, "times": times}
                await put_record(c, ENTRY, RecordEntry("by", NOW, By.PROGRAM, None, Act.PROGRAM_READ, about))
            await webhooks.add(c, Webhook("by", "1b1b1b1b", "https://by.example/", "secret", NOW))
            return [await api_tokens.count_reading(c, TOKEN.id, day) for day in (TODAY, TODAY, TOMORROW)]

        assert await db.write(work) == [1, 2, 1]
        stored = await db.read(partial(api_tokens.find, token_id=TOKEN.id))
        assert stored is not None
        assert stored.digest == api_tokens.digest_of("second")
        assert (stored.token.scopes, stored.token.used_on) == (TOKEN.scopes, TODAY)
        [entry] = await db.read(partial(records_of, municipality="by"))
        assert entry.about["times"] == "2"
        [webhook] = await db.read(partial(webhooks.of_municipality, municipality="by"))
        assert webhook == Webhook("by", "1b1b1b1b", "https://by.example/", "secret", NOW)
        assert await db.write(partial(api_tokens.remove, municipality="by", token_id=TOKEN.id))
        assert not await db.write(partial(api_tokens.remove, municipality="other", token_id=TOKEN.id))

"""Deliveries: every version of the program derives the same id, and the content stands in `about`."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from content.language import Wording
from dialogs.model import (
    Account,
    AskedIn,
    Delivery,
    Digest,
    Happening,
    MeetingPlan,
    OfUnknown,
    Person,
    Place,
    Scope,
    Session,
    ShownPrompt,
    Stage,
    Step,
)
from storage import outbox, outbox_queries, units
from storage.database import Database
from storage.tables.outbox import deliveries as rows
from tests.databases import make_tables

AT = datetime(2026, 9, 1, 6, tzinfo=UTC)
KARI = Person("nordvik", UUID(int=1), "Kari", "kari@nordvik.example", None)
SESSION = Session("nordvik", "nordvik-2026-1", "sloyfe", "rektorer", 0, AT, Stage.OPEN)
WORDS = Wording("Hva?", "Kva?")
SHOWN = ShownPrompt("p", "a", None, area=WORDS, question=WORDS, why=WORDS, law=None, title=WORDS, hint=WORDS)
STEP = Step(
    *("nordvik", SESSION.id, 0, "first", SHOWN, Stage.OPEN, AT, AT, AskedIn.PERSONAL),
    hides=False,
    leading_only=False,
    shows_earlier=False,
    ends_early_on=frozenset(),
)
CHAT = Place("t", "https://teams.example", "19:c", Scope.PERSONAL, "28:bot", "29:kari")
SAID = Happening(Account("t", "kari"), CHAT, "m2", AT, "message", "")
PROMPT = replace(deliveries.prompt_to(STEP, KARI.id, due_at=AT), activity="m1", conversation="19:c", thread="m0")
DIGEST = Digest("nordvik", deliveries.session_digest_id(SESSION), "sloyfe", AT, session=SESSION.id)
RECEIPT = deliveries.receipt(STEP, KARI, SAID, group=None, message="", now=AT)
MADE = {
    "prompt to a person": deliveries.prompt_to(STEP, KARI.id, due_at=AT),
    "prompt in a channel": deliveries.prompt_in(STEP, "rektorer", due_at=AT),
    "card update": deliveries.card_update(PROMPT, due_at=AT),
    "readers update": deliveries.readers_update(PROMPT, now=AT),
    "duplicate removal": deliveries.duplicate_removal(PROMPT, now=AT),
    "receipt of a message": deliveries.receipt(STEP, KARI, SAID, group=None, message="m2", now=AT),
    "receipt on a card": deliveries.receipt(STEP, KARI, replace(SAID, pressed="m3"), group=None, message="", now=AT),
    "reply": deliveries.reply("nordvik", SAID, CHAT, person=None, number=1, packed={}, due_at=AT),
    "digest to a person": deliveries.digest_to(DIGEST, KARI.id, due_at=AT),
    "digest in a channel": deliveries.digest_in(DIGEST, "rektorer", due_at=AT),
    "unreached notice": deliveries.unreached_notice(SESSION, KARI.id, share=20, now=AT),
    "lockout notice": deliveries.lockout_notice("nordvik", KARI.id, "t", since=AT, now=AT),
    "unsent notice": deliveries.unsent_notice("nordvik", KARI.id, now=AT),
    "vacancies notice": deliveries.vacancies_notice("nordvik", KARI.id, now=AT),
}
IDS = {
    "prompt to a person": "65fca97c-c74e-56f6-b42d-8a78cfeac5be",
    "prompt in a channel": "dfcba946-044f-53ab-be02-c6fffa179d9b",
    "card update": "fb592824-6b4c-562c-99b3-ceb14f77d9fb",
    "readers update": "b07fabd4-ea06-5eaf-afbf-e1f22bacf484",
    "duplicate removal": "839eabb4-3552-5955-9c8e-ab6b60aeb565",
    "receipt of a message": "1bee964e-3a58-539b-9016-7fc113b5a3d5",
    "receipt on a card": "5b7e85ba-ead2-5d80-b6a3-953f54148a4e",
    "reply": "235d705e-8a9a-58ea-a5db-b20382f10559",
    "digest to a person": "d5c24af5-9c94-53b8-88cb-35a7061f0b6f",
    "digest in a channel": "6f437b4f-8fc6-5c2e-b348-04c614c016f2",
    "unreached notice": "92d16af3-c0ac-59f2-9e97-468d183d6fd5",
    "lockout notice": "4909f16a-9495-57cd-aba6-4d8f2f7ec5fa",
    "unsent notice": "5a853b4c-ad17-5d20-a85d-0ec6cc95c72f",
    "vacancies notice": "b30b021d-c7ac-5e25-a056-801a851cc5f3",
}
"""The ids in existing installations. If an id changed, an installation would send the same message again.

Receipts may have another id in a new version: a receipt is made once, at its message or press, and neither is heard
twice.
"""

ABOUT = {
    "prompt to a person": "",
    "prompt in a channel": "",
    "card update": "65fca97c-c74e-56f6-b42d-8a78cfeac5be",
    "readers update": "65fca97c-c74e-56f6-b42d-8a78cfeac5be",
    "duplicate removal": "65fca97c-c74e-56f6-b42d-8a78cfeac5be",
    "receipt of a message": "m2",
    "receipt on a card": "",
    "receipt of no answer": "no answer",
    "superseded receipt": "superseded",
    "reply": "",
    "digest to a person": "060f6d0e-0294-5679-a95d-a41b6a5bb3c7",
    "digest in a channel": "060f6d0e-0294-5679-a95d-a41b6a5bb3c7",
    "unreached notice": "20",
    "lockout notice": "t 2026-09-01T06:00:00+00:00",
    "unsent notice": "late 2026-09-01T06:00:00+00:00",
    "vacancies notice": "vacant 2026-09-01T06:00:00+00:00",
}
"""The column `about` in existing installations, whose waiting rows the next version must understand."""

CHANGED = {
    "receipt of no answer": deliveries.of_no_answer(RECEIPT),
    "superseded receipt": deliveries.superseded(RECEIPT, due_at=AT),
}


@pytest.fixture
async def db(tmp_path: object) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as database:
        await make_tables(database)
        await database.write(partial(units.put_municipality, municipality="nordvik", name="Nordvik"))
        yield database


def test_ids_stay_as_installations_hold_them() -> None:
    assert {name: str(delivery.id) for name, delivery in MADE.items()} == IDS
    assert str(deliveries.session_digest_id(SESSION)) == "060f6d0e-0294-5679-a95d-a41b6a5bb3c7"
    meeting = MeetingPlan("rektorer", AT, digest_days_ahead=3)
    assert str(deliveries.meeting_digest_id("nordvik", "sloyfe", meeting)) == "72f90c48-4605-5656-8068-29508ad4c980"


def test_each_delivery_has_an_id_of_its_own() -> None:
    others = [
        deliveries.prompt_to(replace(STEP, position=position), UUID(int=person), due_at=AT)
        for position in (0, 1)
        for person in (1, 2)
    ]
    ids = {delivery.id for delivery in (*MADE.values(), *others)}
    assert len(ids) == len(MADE) + len(others) - 1, "the prompt to Kari is among both"


@pytest.mark.parametrize("name", ABOUT)
async def test_what_a_delivery_is_about_is_kept_as_installations_hold_it(db: Database, name: str) -> None:
    made = (MADE | CHANGED)[name]
    await db.write(partial(outbox.add, delivery=made))
    found = await db.read(partial(outbox_queries.by_id, municipality="nordvik", delivery_id=made.id))
    text = await db.read(lambda c: c.scalar(select(rows.c.about).where(rows.c.id == made.id)))
    assert (found.about if found else None, text) == (made.about, ABOUT[name])


async def test_a_message_with_an_id_too_long_for_the_outbox_is_not_named(db: Database) -> None:
    named = [deliveries.receipt(STEP, KARI, SAID, group=None, message="m" * length, now=AT) for length in (80, 81)]
    await db.write(partial(outbox.add_all, many=named))
    kept = await db.read(partial(outbox_queries.by_ids, municipality="nordvik", ids=[one.id for one in named]))
    assert [kept[one.id].about for one in named] == [one.about for one in named]
    assert [getattr(one.about, "message", None) for one in named] == ["m" * 80, ""]


@pytest.mark.parametrize("name", ["card update", "digest to a person", "lockout notice"])
async def test_an_about_of_a_later_version_is_kept_and_spoils_no_other_delivery(db: Database, name: str) -> None:
    made = MADE[name]

    async def spoil(c: AsyncConnection) -> None:
        await outbox.add(c, made)
        await c.execute(update(rows).values(about="of a later version"))

    await db.write(spoil)
    [found] = await db.read(outbox_queries.everything)
    assert found.about == OfUnknown("of a later version")
    with pytest.raises(ValueError, match="delivery of no prompt"):
        _ = found.prompt


def test_a_delivery_of_something_else_is_no_digest() -> None:
    card: Delivery = MADE["card update"]
    assert card.prompt == PROMPT.id
    with pytest.raises(ValueError, match="delivery of no digest"):
        _ = card.digest

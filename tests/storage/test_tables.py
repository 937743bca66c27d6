"""Ownership in the tables: the municipality leads every key except Teams' own keys."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import metadata
from storage.tables.common import Instant
from storage.tables.places import inbox

NOT_LED = {
    "municipalities": "is the municipality",
    "contacts": "where an account is met, before anybody knows whose it is",
    "inbox": "what Teams has sent before, whoever it was about",
    "undecided": "a chat message of an account, whose answer it is being unknown",
    "pending_questions": "what an account was asked, whoever's it is",
    "copies": "the program's own, whoever it serves",
    "tenants": "what the replicas of the program tell each other of where they send",
    "roster_marks": "a single row, for all that is worked out of all municipalities' rosters",
    "web_sessions": "a browser's, signed in as an account, whoever has it on a list",
    "pending_sign_ins": "a browser's, before anybody knows whose it is",
    "api_tokens": "found by the id in the token, before anybody knows whose program asks",
    "reflection_messages": "a chat message as Teams names it, leading to the municipality's reflection",
}
"""Table -> the reason why the primary key does not begin with the municipality."""

LED_BY_MEANS_OF_TEAMS = {"accounts", "channels", "deliveries"}
"""Tables also searched by Teams' ids, with an index that begins with the tenant."""

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)
OF_A_MUNICIPALITY = [table for table in TABLES if "municipality" in table.columns]


def key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def test_the_municipality_leads_every_primary_key_but_those_of_teams_own_world() -> None:
    assert {table.name for table in TABLES if key(table)[0] != "municipality"} == NOT_LED.keys()


def test_no_key_begins_with_a_tenant_where_the_municipality_owns_the_row() -> None:
    tenants = {"tenant", "object_id", "conversation"}
    led = [table for table in TABLES if key(table)[0] in tenants]
    of_teams = {"contacts", "inbox", "pending_questions", "tenants", "undecided", "reflection_messages"}
    assert {table.name for table in led} == of_teams


@pytest.mark.parametrize("table", OF_A_MUNICIPALITY, ids=str)
def test_foreign_keys_stay_within_the_municipality(table: Table) -> None:
    for bond in table.foreign_key_constraints:
        here = [column.name for column in bond.columns]
        there = [element.column.name for element in bond.elements]
        assert (here[0], there[0]) in {("municipality", "municipality"), ("municipality", "id")}


@pytest.mark.parametrize("table", OF_A_MUNICIPALITY, ids=str)
def test_indexes_lead_with_the_municipality_or_where_it_is_sought_from_outside(table: Table) -> None:
    """Other leading columns: due rows of all municipalities, a network's reads, Teams' ids, secrets."""
    due = {
        ("state", "due_at"),
        ("tenant", "waited_for", "due_at"),
        ("stage", "opens_at"),
        ("stage", "closes_at"),
        ("stage", "remind_at"),
        ("done", "digest_at"),
        ("publish_at",),
        ("retention_at",),
        ("goes_at",),
        ("sent_at",),
        ("done_at",),
        ("wakes_at",),
        ("digest",),
    }
    for index in table.indexes:
        columns = tuple(column.name for column in index.columns)
        by_teams = table.name in LED_BY_MEANS_OF_TEAMS and columns[0] == "tenant"
        assert columns[0] in {"municipality", "network"} or columns in due or by_teams


def test_every_moment_is_kept_as_an_instant() -> None:
    moments = [
        column for table in TABLES for column in table.columns if column.name.endswith(("_at", "since", "ended"))
    ]
    number_of_places = "people_imports.ended"
    others = {str(column) for column in moments if not isinstance(column.type, Instant)}
    assert others == {number_of_places}


async def test_an_instant_comes_back_in_utc_whatever_zone_it_was_given_in(database_url: str) -> None:
    given = datetime(2026, 11, 24, 8, tzinfo=timezone(timedelta(hours=1)))
    assert await through_the_database(database_url, given) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert (await through_the_database(database_url, given)).tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(database_url: str) -> None:
    with pytest.raises(StatementError, match="an instant needs a zone"):
        await through_the_database(database_url, datetime(2026, 11, 24, 8))  # noqa: DTZ001 - what is refused


async def through_the_database(url: str, moment: datetime) -> datetime:
    async def work(c: AsyncConnection) -> datetime:
        await c.run_sync(lambda connection: inbox.drop(connection, checkfirst=True))
        await c.run_sync(inbox.create)
        names = {"tenant": "t", "conversation": "c", "activity": "a", "kind": "k", "fingerprint": ""}
        await c.execute(insert(inbox).values(**names, at=moment, seen_at=moment))
        found: datetime = (await c.execute(select(inbox.c.at))).scalar_one()
        return found

    async with Database(url) as db:
        return await db.write(work)

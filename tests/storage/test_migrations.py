"""The schema after all migrations equals the tables, and old rows keep their meaning."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import QUIET, MunicipalitySettings, OnClosed
from storage import checkpoints
from storage.announced_deletions import due_looks
from storage.database import Database
from storage.migrations.running import is_up_to_date, migrate, upgrade
from storage.municipality_settings import settings_of
from storage.people import persons_by_id
from storage.school_year import quiet_hours
from storage.tables import metadata
from storage.tables.outbox import deliveries
from storage.tables.people import roster_marks, roster_versions
from storage.tables.sessions import reflections, series, steps
from tests.databases import INDEX_OF_WORDS


def _differences(connection: Connection) -> list[object]:
    """Without the index of words of the sharing bank, which SQLAlchemy knows on neither database."""
    options = {"include_name": lambda name, *_: not (name or "").startswith(INDEX_OF_WORDS)}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_the_migrations_build_what_the_tables_say(database_url: str) -> None:
    async with Database(database_url) as db:
        await migrate(db)

        async def differences(c: AsyncConnection) -> list[object]:
            return await c.run_sync(_differences)

        assert await db.read(differences) == []


def up_to(version: str, *rows: str) -> Callable[[AsyncConnection], Awaitable[None]]:
    async def work(c: AsyncConnection) -> None:
        await c.run_sync(partial(upgrade, to=version))
        for row in rows:
            await c.execute(text(row))

    return work


async def test_a_series_of_the_first_version_moves_to_the_next_open_day(database_url: str) -> None:
    """Rows of the first version are given the placement rules that the second version introduced."""
    rows = (
        "INSERT INTO municipalities (id, name) VALUES ('nes', 'Nes')",
        # A UUID in the form both databases accept.
        """INSERT INTO people (municipality, id, name, upn)
        VALUES ('nes', '00000000000000000000000000000001', 'Una', 'una@nes.example')""",
        """INSERT INTO series VALUES ('nes', 'uka', 1, '[]', 'igp', '', '[]', '[]', '00000000000000000000000000000001',
        'P5D', 1, '', '[]', '[]', '', '', '')""",
    )
    async with Database(database_url) as db:
        await db.write(up_to("0001", *rows))
        await db.write(up_to("head"))
        of_series = select(series.c.on_closed, series.c.every, series.c.leader_speaks_last)
        [kept] = (await db.read(lambda c: c.execute(of_series))).all()
        assert kept == (OnClosed.NEXT, None, None)
        assert await db.read(partial(quiet_hours, municipality="nes")) == QUIET


OF_A_MUNICIPALITY = (
    "INSERT INTO municipalities (id, name) VALUES ('nes', 'Nes')",
    """INSERT INTO units (municipality, id, kinds, name, language, stages)
    VALUES ('nes', 'nes', 'municipality', 'Nes', 'nb', '')""",
    """INSERT INTO people (municipality, id, name, upn)
    VALUES ('nes', '00000000000000000000000000000009', 'Una', 'una@nes.example')""",
    """INSERT INTO channels (municipality, "group", tenant, service_url, conversation, scope, bot, "user", channel,
    team, reachable, changed_at) VALUES ('nes', 'a', 't', '', '19:a', 'channel', '', '', '', '', true, AT)""",
)
OF_A_GROUP = (
    "INSERT INTO groups (municipality, id, unit, kind, name) VALUES ('nes', 'G1', 'nes', 'team', 'T')",
    """INSERT INTO sessions (municipality, id, series, "group", ordinal, opens_at, exact, stage, moved_why)
    VALUES ('nes', 's.G1', 's', 'G1', 0, AT, false, 'open', '')""",
    """INSERT INTO steps (municipality, session, position, key, prompt_id, area_id, area, question, why, title,
    hint, follow_ups, stage, opens_at, closes_at, asked, hides, leading_only, shows_earlier, moves_on, because)
    VALUES ('nes', 's.G1', 0, 'k', 'p', 'a', '{}', '{}', '{}', '{}', '{}', '[]', 'open', AT, AT,
    'personal', false, false, false, '[]', '[]')""",
    """INSERT INTO reflections (municipality, session, position, author, id, "group", unit, rung, circle_at,
    version, withdrawn, passed, reopened, going_on)
    VALUES ('nes', 's.G1', 0, '00000000000000000000000000000009', 'ID',
    'G1', 'nes', 1, AT, 1, false, false, false, 0)""",
)


async def test_answers_from_before_channels_were_stored_keep_their_groups_channel(database_url: str) -> None:
    """Before the eleventh version a channel showed every answer shared with the channel's group."""
    rows = [row.replace("AT", "'2026-11-24 08:00:00.000000'") for row in OF_A_MUNICIPALITY]
    for group, number in (("a", "1"), ("b", "2")):
        rows += [row.replace("AT", "'2026-11-24 08:00:00.000000'").replace("G1", group) for row in OF_A_GROUP]
        rows[-1] = rows[-1].replace("ID", f"{number:0>32}")
    rows.append(rows.pop(3))  # the channel after its group, for the foreign key
    async with Database(database_url) as db:
        await db.write(up_to("0010", *rows))
        await db.write(up_to("head"))
        kept = await db.read(lambda c: c.execute(select(reflections.c.group, reflections.c.channel)))
        assert set(kept.all()) == {("a", "19:a"), ("b", "")}
        asked = await db.read(lambda c: c.execute(select(steps.c.leader_speaks_last, steps.c.opener)))
        assert set(asked.all()) == {(False, None)}, "a step from before leaders spoke last goes on as it was"


async def test_answers_from_before_own_logs_were_given_when_their_circle_was_fixed(database_url: str) -> None:
    """A row without words was withdrawn or skipped: whether anything was ever answered is not known."""
    of_answer = OF_A_GROUP[3].replace("rung, circle_at", "rung, channel, circle_at").replace("1, AT", "1, '', AT")
    rows = [*OF_A_MUNICIPALITY[:3], *OF_A_GROUP[:3], of_answer.replace("ID", f"{1:0>32}")]
    rows += [row.replace("'s.G1', 0", "'s.G1', 1") for row in (OF_A_GROUP[2], of_answer.replace("ID", f"{2:0>32}"))]
    rows.append(
        """INSERT INTO reflection_parts (municipality, reflection, position, text, follow_up)
        VALUES ('nes', '00000000000000000000000000000001', 0, 'Ord.', 0)"""
    )
    rows = [row.replace("AT", "'2026-11-24 08:00:00.000000'") for row in rows]
    async with Database(database_url) as db:
        await db.write(up_to("0019", *rows))
        await db.write(up_to("head"))
        query = select(reflections.c.position, reflections.c.given_at == reflections.c.circle_at)
        found = await db.read(lambda c: c.execute(query.order_by(reflections.c.position)))
        assert [tuple(row) for row in found] == [(0, True), (1, None)]


async def test_due_times_of_settled_deliveries_come_into_the_form_of_all_instants(database_url: str) -> None:
    """On SQLite a settled delivery's due time was a text of another form, which compares as later or earlier."""
    row = """INSERT INTO deliveries (municipality, id, kind, state, due_at, about, tries, round, tenant, conversation,
    thread, activity, reason, copy, unsure, waited_for)
    VALUES ('nes', 'ID', 'prompt', 'sent', 'AT', '', 1, 0, 't', '', '', '', '', '', 0, false)"""
    times = ("2026-11-24 08:00:00.955000+00:00", "2026-11-24 09:00:00+00:00", "2026-11-24 10:00:00.000000")
    rows = [row.replace("ID", f"{number:0>32}").replace("AT", at) for number, at in enumerate(times)]
    async with Database(database_url) as db:
        await db.write(up_to("0025", OF_A_MUNICIPALITY[0], *rows))
        await db.write(up_to("head"))
        found = await db.read(lambda c: c.execute(text("SELECT CAST(due_at AS TEXT) FROM deliveries ORDER BY id")))
        forms = {len(at) for at in found.scalars()}
        assert not db.is_sqlite or forms == {len("2026-11-24 08:00:00.955000")}
        kept = await db.read(lambda c: c.execute(select(deliveries.c.due_at).order_by(deliveries.c.id)))
        assert [at.isoformat(" ") for at in kept.scalars()] == [
            "2026-11-24 08:00:00.955000+00:00",
            "2026-11-24 09:00:00+00:00",
            "2026-11-24 10:00:00+00:00",
        ]


async def test_answers_from_before_keep_their_authors_and_may_lose_them(database_url: str) -> None:
    """The author is no foreign key any more: words that stay without a name have an author who is nobody."""
    of_answer = OF_A_GROUP[3].replace("rung, circle_at", "rung, channel, circle_at").replace("1, AT", "1, '', AT")
    rows = [*OF_A_MUNICIPALITY[:3], *OF_A_GROUP[:3], of_answer.replace("ID", f"{1:0>32}")]
    async with Database(database_url) as db:
        await db.write(up_to("0028", *(row.replace("AT", "'2026-11-24 08:00:00.000000'") for row in rows)))
        await db.write(up_to("head"))
        assert await db.read(lambda c: c.scalar(select(reflections.c.author))) == UUID(int=9)
        nobody = uuid4()
        await db.write(lambda c: c.execute(update(reflections).values(author=nobody)))
        assert await db.read(lambda c: c.scalar(select(reflections.c.author))) == nobody


async def test_a_municipalitys_roster_version_is_the_mark_that_all_had(database_url: str) -> None:
    """The version stays the same: replicas of the old and the new program agree on cached data."""
    towns = ("INSERT INTO municipalities (id, name) VALUES ('nes', 'Nes'), ('os', 'Os')",)
    async with Database(database_url) as db:
        await db.write(up_to("0016", *towns))
        mark = await db.read(lambda c: c.scalar(select(roster_marks.c.mark)))
        await db.write(up_to("head"))
        query = select(roster_versions).order_by(roster_versions.c.municipality)
        found = await db.read(lambda c: c.execute(query))
        assert [tuple(row) for row in found] == [("nes", mark), ("os", mark)]


async def test_an_installation_without_settings_has_seen_no_notice_and_has_no_rules(database_url: str) -> None:
    """Versions 18, 19 and those that brought retention, on rows from before: nothing is due, nobody is informed."""
    rows = (
        "INSERT INTO municipalities (id, name) VALUES ('nes', 'Nes')",
        """INSERT INTO people (municipality, id, name, upn)
        VALUES ('nes', '00000000000000000000000000000001', 'Una', 'una@nes.example')""",
    )
    async with Database(database_url) as db:
        await db.write(up_to("0017", *rows))
        await db.write(up_to("head"))
        assert await db.read(partial(settings_of, municipality="nes")) == MunicipalitySettings()
        [una] = (await db.read(partial(persons_by_id, municipality="nes", ids=[UUID(int=1)]))).values()
        assert (una.notice_version, una.notice_due) == (0, 0)
        assert await db.read(partial(due_looks, now=datetime(2030, 1, 1, tzinfo=UTC))) == ()


async def test_settings_from_before_retention_keep_their_values_and_delete_nothing(database_url: str) -> None:
    rows = (
        "INSERT INTO municipalities (id, name) VALUES ('nes', 'Nes')",
        """INSERT INTO municipality_settings (municipality, responsible, data_protection_officer, archive_label, dpia,
        minutes_a_week, changed_at) VALUES ('nes', 'Nes kommune', '', '', '', 20, '2026-11-24 08:00:00.000000')""",
        """INSERT INTO people (municipality, id, name, upn, notice_version, notice_at) VALUES
        ('nes', '00000000000000000000000000000001', 'Una', 'una@nes.example', 1, '2026-11-24 08:00:00.000000')""",
    )
    async with Database(database_url) as db:
        await db.write(up_to("0019", *rows))
        await db.write(up_to("head"))
        kept = await db.read(partial(settings_of, municipality="nes"))
        assert kept == MunicipalitySettings("Nes kommune", minutes_a_week=20)
        assert await db.read(partial(due_looks, now=datetime(2030, 1, 1, tzinfo=UTC))) == ()
        [una] = (await db.read(partial(persons_by_id, municipality="nes", ids=[UUID(int=1)]))).values()
        assert una.notice_version == 1


async def test_replicas_that_start_together_migrate_once(database_url: str) -> None:
    async with Database(database_url) as one, Database(database_url) as other:
        assert not await is_up_to_date(one)
        await asyncio.gather(migrate(one), migrate(other))
        assert await is_up_to_date(one)
        assert await is_up_to_date(other)


async def test_answers_to_checkpoints_from_before_groups_answered_count_for_all_groups_of_the_series(
    database_url: str,
) -> None:
    """A series has the groups of its newest version; an answer without a series is gone."""
    person = f"'{9:0>32}'"
    planned = """INSERT INTO series (municipality, id, version, groups, protocol, intention, areas, requirements,
        led_by, stays_open, default_rung, asked, digest_readers, goals, need, audience, phase, school_types,
        draft_ahead, on_closed)
        VALUES ('nes', 'uka', VERSION, GROUPS, 'igp', 'implementing', '[]', '[]', PERSON, 'P5D', 1, '', '[]', '[]', '',
        '', '', '[]', '', 'next')"""
    answered = """INSERT INTO checkpoints (municipality, series, mark, answered, because, "by", at, revision, goes_at)
        VALUES ('nes', 'SERIES', 'm', 'yes', 'Fordi.', PERSON, '2026-11-24 08:00:00', 3, '2027-11-24 08:00:00')"""
    versions = (("1", "'[\"a\"]'"), ("2", '\'["a", "b"]\''))
    rows = [
        *OF_A_MUNICIPALITY[:1],
        OF_A_MUNICIPALITY[2],
        *(planned.replace("VERSION", n).replace("GROUPS", of).replace("PERSON", person) for n, of in versions),
        *(answered.replace("SERIES", of).replace("PERSON", person) for of in ("uka", "ukjent")),
    ]
    async with Database(database_url) as db:
        await db.write(up_to("0073", *rows))
        await db.write(up_to("head"))
        kept = await db.read(partial(checkpoints.of_series, municipality="nes", series="uka"))
        assert [(one.group, one.mark, one.because, one.revision) for one in kept] == [
            ("a", "m", "Fordi.", 3),
            ("b", "m", "Fordi.", 3),
        ]
        assert {one.by for one in kept} == {UUID(int=9)}
        assert await db.read(partial(checkpoints.of_series, municipality="nes", series="ukjent")) == ()

"""A database of tenants full of people who have all added the bot and are about to be asked."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.app import catalogues
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from content.vocabulary.conversing import NOTICE_VERSION
from dialogs.calendar.instants import instant
from storage.database import Database
from storage.migrations.running import migrate
from storage.tables.people import accounts, people
from storage.tables.places import contacts
from tests.nordvik import OPERATOR, series

PLANNED = instant(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - local wall time, which `instant` converts
OPENS = instant(datetime(2026, 11, 24, 8))  # noqa: DTZ001 - local wall time, which `instant` converts
_ROWS_AT_ONCE = 1000


def tenant(number: int) -> str:
    return str(UUID(int=number + 1))


async def fill(database_url: str, place: Path, *, tenants: int, people: int, service_url: str) -> None:
    """Make each tenant a municipality with one team of `people`, whose session opens at OPENS."""
    async with Database(database_url) as db:
        await migrate(db)
        for number in range(tenants):
            folder = _folder(place, number, people)
            await import_folder(db, read_folder(folder), actor=OPERATOR, tenant=tenant(number), now=PLANNED)
            planned = series(folder, f"rekke{number}", f"team{number}", led_by=f"p0-{number}")
            await plan_series(db, catalogues(), read_series(planned), actor=OPERATOR, now=PLANNED)
        await db.write(lambda c: _install(c, service_url))


def _folder(place: Path, number: int, people: int) -> Path:
    folder = place / f"kommune{number}"
    folder.mkdir()
    files = {
        "units.csv": [
            "id,kind,name,parent,language,stages",
            f"kommune{number},municipality+school,Kommune {number},,nb,1-10",
        ],
        "groups.csv": ["id,unit,kind,name,time", f"team{number},kommune{number},team,Team {number},"],
        "people.csv": [
            "aad_object_id,name,upn,group,role,language,from,until",
            *(
                f"00000000-0000-4000-8{number:03}-{person:012},Person {person},p{person}-{number}@nordvik.example,"
                f"team{number},participant,{('nb', 'nn')[person % 2]},,"
                for person in range(people)
            ),
        ],
    }
    for name, lines in files.items():
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


async def _install(c: AsyncConnection, service_url: str) -> None:
    """Make everybody reachable. The conversation's id contains the tenant, since the sink counts per tenant."""
    known = (await c.execute(select(accounts.c.tenant, accounts.c.object_id))).all()
    rows = [
        {
            "tenant": theirs,
            "object_id": object_id,
            "service_url": service_url,
            "conversation": f"a:{theirs}:{object_id}",
            "scope": "personal",
            "bot": "28:bot",
            "user": f"29:{object_id}",
            "channel": "",
            "team": "",
            "locale": "nb-NO",
            "reachable": True,
            "changed_at": PLANNED,
            "installed_at": PLANNED,
        }
        for theirs, object_id in known
    ]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await c.execute(insert(contacts), rows[start : start + _ROWS_AT_ONCE])
    await c.execute(update(people).values(notice_version=NOTICE_VERSION))  # with the welcome

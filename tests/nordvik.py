"""Nordvik on a stage: the real application, the stand-in for Teams and the made-up cast, in one fixture."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from uuid import UUID
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.context.text_guard import TextGuard, packaged_guard
from bot.entry.teams.connector import TOTAL_SECONDS
from bot.imports.folder import read_folder
from bot.ports import Timer
from bot.rehearsal.cast import APP, TENANT, Cast, cast_of, nordvik
from bot.rehearsal.clients import Client, texts_on
from bot.rehearsal.house import environment
from bot.rehearsal.stage import Stage
from bot.rehearsal.teams import StandInTeams
from bot.rehearsal.wire_conversations import Message
from bot.settings import read_settings
from content.language import Language
from content.render import render
from content.vocabulary.conversing import PrivacyNotice, Welcome
from content.vocabulary.messages import Message as Vocabulary
from dialogs.calendar.instants import instant
from dialogs.guarding.judging import Guard
from dialogs.model import Account, Actor, Delivery, DeliveryKind, Reflection
from storage import outbox_queries, reflections
from storage.database import Database
from storage.people import persons_behind
from storage.tables import sessions
from tests import postgresql
from tests.databases import make_tables

MONDAY = instant(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - local wall time, which `instant` converts
OPERATOR = Actor.operator()
GUARD = TextGuard(packaged_guard, seconds=monotonic)


def at(month: int, day: int, hour: int = 8, minute: int = 0, *, year: int = 2026) -> datetime:
    """A moment of the autumn of 2026, or of another year, in local wall time, as an instant."""
    return instant(datetime(year, month, day, hour, minute))  # noqa: DTZ001 - local wall time


@dataclass(frozen=True)
class House:
    """Everything a test needs to speak over the wire."""

    teams: StandInTeams
    stage: Stage
    cast: Cast
    folder: Path

    async def bring_in(self, folder: Path | None = None) -> None:
        await self.stage.bring_in(folder or self.folder, tenant=TENANT)

    async def plan(self, series: str) -> None:
        """Plan one of Nordvik's own series files by name."""
        await self.stage.plan(self.folder / f"{series}.toml")

    async def install(self, *names: str) -> None:
        for name in names:
            await self.cast[name].install()
        await self.stage.settle()

    async def to(self, moment: datetime) -> None:
        await self.stage.to(moment)

    async def deliveries(self, kind: DeliveryKind, name: str = "") -> list[Delivery]:
        """The outbox's deliveries of a kind, for everybody or for one of the cast."""
        found = [one for one in await self.stage.app.db.read(outbox_queries.everything) if one.kind is kind]
        persons = await self._persons(name) if name else ()
        return [one for one in found if not name or one.person in persons]

    async def reflections_of(self, name: str) -> list[Reflection]:
        """The stored reflections of a person, in the order of session and step."""
        db, table = self.stage.app.db, sessions.reflections
        theirs = select(table.c.municipality, table.c.id).where(table.c.author.in_(await self._persons(name)))
        ordered = theirs.order_by(table.c.session, table.c.position)

        async def work(c: AsyncConnection) -> list[Reflection]:
            found = [await reflections.by_id(c, *row) for row in (await c.execute(ordered)).all()]
            return [one for one in found if one is not None]

        return await db.read(work)

    async def _persons(self, name: str) -> tuple[UUID, ...]:
        account = Account(TENANT, self.cast[name].person.object_id)
        persons = await self.stage.app.db.read(partial(persons_behind, account=account))
        return tuple(person.id for person in persons)


_IMPORTED: dict[tuple[Path, datetime], bytes] = {}
"""(folder, time of the import) -> the SQLite file's bytes, since migrating and importing takes half a second."""

_DUMPED: dict[tuple[Path, datetime], postgresql.Dump] = {}
"""(folder, time of the import) -> the PostgreSQL database as SQL."""


@asynccontextmanager
async def open_house(
    database_url: str,
    *,
    now: datetime = MONDAY,
    folder: Path | None = None,
    tenants: Sequence[str] = (TENANT,),
    timer: Timer | None = None,
    teams_seconds: float = TOTAL_SECONDS,
    settings: Mapping[str, str] | None = None,
    load_guard: Callable[[], Guard] = packaged_guard,
) -> AsyncIterator[House]:
    """Nordvik (or the municipality in `folder`) imported, nobody installed, nothing planned; `tenants` are let in.

    Without a `timer`, pauses on the stage end at once; Teams has `teams_seconds` to answer. `settings` override the
    usual environment variables by name.
    """
    clock = [now]

    def told() -> datetime:
        return stages[0].now if stages else clock[0]

    stages: list[Stage] = []
    folder = folder or nordvik()
    await _imported(database_url, folder, now)
    async with StandInTeams(app_id=APP, tenant=TENANT, now=told) as teams:
        given = environment(teams, database_url=database_url) | {"SLOYFA_TENANTS": ",".join(tenants)}
        read = read_settings(**{**given, **(settings or {})})
        async with Stage(read, now=now, timer=timer, teams_seconds=teams_seconds, load_guard=load_guard) as stage:
            stages.append(stage)
            teams.bot_url = stage.url
            yield House(teams, stage, cast_of(teams, folder), folder)


async def _imported(database_url: str, folder: Path, now: datetime) -> None:
    db = Database(database_url)
    if not db.is_sqlite:
        await _imported_into_postgresql(db, folder, now)
        return
    if (folder, now) not in _IMPORTED:
        with TemporaryDirectory() as place:
            template = Database(f"sqlite+aiosqlite:///{place}/template.db")
            await _bring_in(template, folder, now)
            _IMPORTED[folder, now] = _file(template).read_bytes()
    _copy(_IMPORTED[folder, now], _file(db))


async def _imported_into_postgresql(db: Database, folder: Path, now: datetime) -> None:
    url = db.url.render_as_string(hide_password=False)
    if await postgresql.restore(url, _DUMPED.get((folder, now))) or not await postgresql.is_empty(url):
        return
    await _bring_in(db, folder, now)
    if made := postgresql.dump(url):
        _DUMPED[folder, now] = made


async def _bring_in(db: Database, folder: Path, now: datetime) -> None:
    async with db:
        await make_tables(db)
        await import_folder(db, read_folder(folder), actor=OPERATOR, tenant=TENANT, now=now)


def _copy(template: bytes, file: Path) -> None:
    if not file.exists():
        file.write_bytes(template)


def _file(db: Database) -> Path:
    return Path(db.url.database or "")


def municipality(folder: Path, *, people: Sequence[str], groups: Sequence[str] = ()) -> Path:
    """A folder like Nordvik's with other people; a person is `name,group,role` or `name,group,role,language`.

    `groups` are rows beside Nordvik's own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.csv").write_text((nordvik() / "units.csv").read_text(encoding="utf-8"), encoding="utf-8")
    known = (nordvik() / "groups.csv").read_text(encoding="utf-8").rstrip("\n")
    (folder / "groups.csv").write_text("\n".join([known, *groups, ""]), encoding="utf-8")
    rows = ["aad_object_id,name,upn,group,role,language,from,until"]
    ids: dict[str, str] = {}
    for row in people:
        name, group, role, language = (*row.split(","), "nb")[:4]
        account = ids.setdefault(name, f"00000000-0000-4000-8000-1{len(ids):011}")
        rows.append(f"{account},{name.title()} Oppdiktet,{name}@nordvik.example,{group},{role},{language},,")
    (folder / "people.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    return folder


def series(folder: Path, name: str, *groups: str, led_by: str = "guro", **keys: str) -> Path:
    """A series file: one session on 24 November at 08:00, open for three days; `keys` (as TOML) override defaults."""
    told = {
        "groups": json.dumps(groups),
        "protocol": '"ukesrefleksjon"',
        "intention": '"conveying"',
        "areas": '["inkluderende-laeringsmiljoer"]',
        "led_by": f'"{led_by}@nordvik.example"',
        "dates": "[2026-11-24]",
        "time": "08:00:00",
        "stays_open": '"P3D"',
        "default_rung": '"group"',
        "asked": '"personal"',
        **keys,
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    lines = ["[series]", f'id = "{name}"', *(f"{key} = {value}" for key, value in told.items())]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def own_words(name: str) -> str:
    """The same answer for the same name, without the name, which the guard would stop."""
    return f"Vi prøvde forslag {crc32(name.encode()) % 10_000} i går, og det gikk fint."


def seen(client: Client, message: Message) -> list[str]:
    """The texts of a message as the person reads them, in order."""
    card = client.view(message)
    return texts_on(card) if card is not None else [message.text]


def welcome(language: Language, groups: str = "Rektorgruppa") -> list[str]:
    """The texts of a welcome to somebody of Nordvik, where nothing is set, who answers in these groups."""
    return rendered_texts(Welcome(PrivacyNotice("nordvik", "", "", groups)), language)


def last(client: Client) -> Message:
    return client.chat[-1]


def rendered_texts(message: Vocabulary, language: Language) -> list[str]:
    """The texts of a message in a language, in the form `seen` returns."""
    rendered = render(message, language)
    return texts_on(rendered.card) if rendered.card is not None else [rendered.text or ""]

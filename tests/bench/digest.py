"""How long making a digest ahead of a meeting stalls everybody else, in this process and in a child process."""

import asyncio
import csv
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.addressing import NotNow, Outgoing
from bot.context.digests import compose_digest
from bot.workers.process import DigestProcess
from content.catalogue import load
from content.vocabulary.digesting import MeetingDigest
from dialogs.knowledge.digest import sections
from dialogs.knowledge.themes.finding import Finder
from dialogs.model import (
    Account,
    AskedIn,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    Group,
    GroupKind,
    Language,
    Membership,
    OfDigest,
    Part,
    Person,
    Place,
    Reflection,
    Role,
    Rung,
    Scope,
    Session,
    ShownPrompt,
    Stage,
    Step,
    Unit,
    UnitKind,
    Wording,
)
from storage import contacts, digests, reflections
from storage.database import Database
from storage.memberships import add_memberships
from storage.migrations.running import migrate
from storage.people import put_accounts, put_people
from storage.sessions import put_session
from storage.steps import add_step
from storage.tables.people import people
from storage.units import put_groups, put_municipality, put_units
from tests.bench.growth import longest_stall
from tests.dialogs.knowledge import answered

FINDER = Finder(load().lexicon)
SCHOOLS, SESSIONS, ANSWERS = 20, 10, 20
TOWN, MEETING = "vekst", "kommunen"
READER = UUID(int=0)
TUESDAY = datetime(2026, 11, 24, 7, tzinfo=UTC)
BEFORE = TUESDAY - timedelta(days=30)
TO_READER = Delivery(
    *(TOWN, UUID(int=1), DeliveryKind.DIGEST, DeliveryState.CLAIMED),
    due_at=TUESDAY,
    person=READER,
    about=OfDigest(UUID(int=2)),
)


async def _fill(c: AsyncConnection) -> None:
    await add_people(c)
    for school in range(SCHOOLS):
        await put_units(c, TOWN, [replace(unit(f"skole-{school}"), parent=TOWN)])
        team = Group(f"team-{school}", f"skole-{school}", GroupKind.TEAM, f"Team {school}")
        await put_groups(c, TOWN, [team])
        for number in range(SESSIONS):
            await _session(c, school, number)
    meeting = TUESDAY + timedelta(days=2)
    made = Digest(TOWN, UUID(int=2), "uka", made_at=TUESDAY, meeting_at=meeting, meeting_group=MEETING)
    await digests.add(c, made)


async def add_people(c: AsyncConnection) -> None:
    await put_municipality(c, municipality=TOWN, name="Vekst")
    await put_units(c, TOWN, [unit(TOWN)])
    await put_groups(c, TOWN, [Group(MEETING, TOWN, GroupKind.STEERING, "Kommunen")])
    await put_people(c, [Person(TOWN, READER, "Oppdiktet", "guro@vekst.example", None)])
    account = Account("tenant", "guro")
    await put_accounts(c, TOWN, [(account, READER)])
    here = Place("tenant", "http://127.0.0.1:9/", "a:1", Scope.PERSONAL, "28:bot", "29:guro")
    await contacts.put_contact(c, account, here, locale="nb-NO", name="", now=BEFORE)
    await add_memberships(c, TOWN, [Membership(READER, MEETING, Role.COORDINATOR, BEFORE)])
    authors = [UUID(int=number) for number in range(1, SCHOOLS * ANSWERS + 1)]
    of_all = {"municipality": TOWN, "name": "Oppdiktet", "language": None}
    await c.execute(insert(people), [{**of_all, "id": one, "upn": f"{one}@vekst.example"} for one in authors])


def unit(id_: str) -> Unit:
    kind = UnitKind.MUNICIPALITY if id_ == TOWN else UnitKind.SCHOOL
    return Unit(id_, frozenset({kind}), id_.title(), None, Language.NB)


async def _session(c: AsyncConnection, school: int, number: int) -> None:
    opened = TUESDAY - timedelta(days=20 - number)
    group, id_ = f"team-{school}", f"uka.{school}.{number}"
    session = Session(TOWN, id_, "uka", group, number, opened, stage=Stage.CLOSED)
    await put_session(c, session)
    await add_step(c, asked(id_, opened, number % 4))
    for author in range(ANSWERS):
        answer = Reflection(
            municipality=TOWN,
            id=UUID(int=1_000_000 + (school * SESSIONS + number) * ANSWERS + author),
            session=id_,
            position=0,
            group=group,
            unit=f"skole-{school}",
            network=None,
            author=UUID(int=1 + school * ANSWERS + author),
            rung=Rung.MUNICIPALITY,
            circle_at=opened,
            parts=(Part("Vi så at elevene snakket mer sammen. " * 8, ""),),
            version=1,
        )
        await reflections.save(c, answer)
    made = Digest(TOWN, UUID(int=10_000 + school * SESSIONS + number), "uka", opened, id_, answered=20, invited=20)
    await digests.add(c, made)


def asked(session: str, opened: datetime, area: int) -> Step:
    word = Wording("Hva så du?", "Kva såg du?")
    shown = ShownPrompt("p", f"area-{area}", None, word, word, word, None, word, word)
    closed = opened + timedelta(days=1)
    return Step(
        *(TOWN, session, 0, "k", shown, Stage.CLOSED, opened, closed, AskedIn.PERSONAL),
        hides=False,
        leading_only=False,
        shows_earlier=False,
        ends_early_on=frozenset(),
    )


def an_answer(session: str, text: str, author: int) -> Reflection:
    return Reflection(
        municipality=TOWN,
        id=UUID(int=1_000_000 + author),
        session=session,
        position=0,
        group="team-0",
        unit="skole-0",
        network=None,
        author=UUID(int=1 + author),
        rung=Rung.MUNICIPALITY,
        circle_at=TUESDAY,
        parts=(Part(text, ""),),
        version=1,
    )


def different_texts(many: int) -> list[str]:
    """What people may answer to one question, no two alike."""
    plain = sorted((Path(answered.__file__).parent / "sets" / "open").glob("plain-*.csv"))
    texts = [row["text"] for file in plain for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    return texts[:many]


async def _timed(work: Callable[[], Awaitable[Outgoing | NotNow]]) -> tuple[float, float]:
    """(duration, longest stall of the event loop), in seconds."""

    async def checked() -> None:
        letter = await work()
        if not isinstance(letter, Outgoing) or not isinstance(letter.message, MeetingDigest):
            raise TypeError(f"this is no digest: {letter}")
        if len(letter.message.groups) != SCHOOLS:
            raise ValueError(f"{len(letter.message.groups)} schools shared something")

    began = perf_counter()
    stalled = await longest_stall(checked())
    return perf_counter() - began, stalled


async def _measured(url: str) -> dict[str, float]:
    found: dict[str, float] = {}
    async with Database(url) as db, DigestProcess(url) as aside:
        await migrate(db)
        await db.write(_fill)
        ways = {
            "here": lambda: db.read(partial(compose_digest, delivery=TO_READER, finder=FINDER, now=TUESDAY)),
            "aside": lambda: aside.digest(TO_READER, now=TUESDAY),
        }
        for way, work in ways.items():
            for turn in ("first", "again"):
                found[f"{way}, {turn}: took"], found[f"{way}, {turn}: others waited"] = await _timed(work)
    return found


def _of_one_question() -> float:
    """Seconds of one core for the sections of 200 answers to one question, themes included."""
    step = asked("uka.0.0", TUESDAY, 0)
    answers = [an_answer("uka.0.0", text, author) for author, text in enumerate(different_texts(200))]
    sections([step], answers, Language.NB, finder=FINDER)  # once before: libraries load, and the lexicon is laid out
    began = process_time()
    [section] = sections([step], answers, Language.NB, finder=FINDER)
    took = process_time() - began
    if not section.themes or len(answers) != 200:
        raise ValueError(f"{len(answers)} answers have {len(section.themes)} themes")
    return took


def measure() -> Mapping[str, float]:
    """Seconds, for a digest of 20 schools with 10 sessions of 20 answers each, and for 200 answers to one question."""
    with TemporaryDirectory() as place:
        found = asyncio.run(_measured(f"sqlite+aiosqlite:///{Path(place)}/sloyfa.db"))
    sys.stdout.write(f"a meeting's digest of {SCHOOLS} schools, {SESSIONS} sessions, {ANSWERS} answers each\n")
    found["a digest of 200 answers to one question"] = _of_one_question()
    for name, value in found.items():
        sys.stdout.write(f"{name:<44} {value:>8.3f} s\n")
    return {name: round(value, 3) for name, value in found.items()}

"""The bank's index on both databases: the same entries found in the same order, and nothing left of what is removed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank_indexing
from dialogs.calendar.school_year import lasts
from dialogs.model import (
    Beyond,
    Circle,
    Credit,
    EntryKind,
    IndexedEntry,
    KeptKind,
    Practice,
    PracticeSubject,
    PracticeWords,
    Reading,
    Rung,
    SchoolType,
    Standing,
    Wording,
)
from dialogs.searching import mistakes
from dialogs.searching.marks import Subject, marks_of_circle, marks_of_subject, seen_beyond, seen_from, wanted
from dialogs.searching.queries import terms_of
from dialogs.searching.stems import stem_of, stems_of
from storage import bank_index, bank_search, practices, releases
from storage.bank_search import Sought
from storage.database import Database
from storage.expired import delete_expired
from storage.tables.bank import bank_entries, bank_stems
from storage.tables.networks import releases as copies
from storage.tables.people import groups, municipalities, people, units
from storage.tables.sessions import reflections, sessions, steps
from tests.databases import make_tables

AUTHOR = UUID(int=90)
TOWN, AT = "nes", datetime(2026, 11, 2, 9, tzinfo=UTC)
TEXTS = {
    1: ("", "Makkerlesing ga ro i klassen, sier lærerne.", "a1", Rung.GROUP),
    2: ("klasseledelse", "Klar start og slutt på timen.", "a1", Rung.UNIT),
    3: ("", "Klasseleiinga vart roligare med faste plassar.", "a2", Rung.GROUP),
    4: ("", "God ledelse av klassen krever tid.", "b1", Rung.MUNICIPALITY),
    5: ("", "Skulemiljøet i friminutta er betre.", "b1", Rung.GROUP),
    6: ("ro", "Lærarane på skulen snakkar saman.", "b1", Rung.NETWORK),
}
PRACTICES = {
    11: ("Makkerlesing først i timen", "Elevane las høgt for kvarandre.", "a1", Rung.UNIT),
    12: ("Rolig start", "Makkerlesing ble en vane.", "b1", Rung.NETWORK),
}
UNITS = {"a1": "a", "a2": "a", "b1": "b"}
OF_A1 = (Standing(Rung.GROUP, "a1"), Standing(Rung.UNIT, "a"), Standing(Rung.MUNICIPALITY, TOWN))
OF_B1 = (Standing(Rung.GROUP, "b1"), Standing(Rung.UNIT, "b"), Standing(Rung.NETWORK, "net"))
ANYTHING = Subject()
NOWHERE = Reading("elsewhere", ())
BEYOND = Beyond("net", ("elsewhere", TOWN), (Standing(Rung.UNIT, "net"),))
LATE = (Standing(Rung.UNIT, "a", since=AT + timedelta(days=1)), Standing(Rung.MUNICIPALITY, TOWN, until=AT))


async def fill(c: AsyncConnection) -> None:
    await c.execute(insert(municipalities).values(id=TOWN, name="Nes"))
    for unit in sorted({*UNITS.values()}):
        its = {"kinds": "school", "name": unit, "language": "nb", "stages": "1-7"}
        await c.execute(insert(units).values(municipality=TOWN, id=unit, **its))
    for group, unit in UNITS.items():
        await c.execute(insert(groups).values(municipality=TOWN, id=group, unit=unit, kind="team", name=group))
        await c.execute(insert(sessions).values(**session(group)))
        await c.execute(insert(steps).values(**step(group)))
    for number in TEXTS:
        await c.execute(insert(reflections).values(**answer(number)))
    await bank_index.put(c, TOWN, [entry(number) for number in TEXTS])


async def fill_practices(c: AsyncConnection) -> None:
    await c.execute(
        insert(people).values(municipality=TOWN, id=AUTHOR, name="Åse", upn="ase@nes.example", language="nb")
    )
    for number, (title, did, group, rung) in PRACTICES.items():
        one = Practice(
            municipality=TOWN,
            id=UUID(int=number),
            author=AUTHOR,
            words=PracticeWords(title, did, "Roen kom."),
            subject=PracticeSubject("ro", "", Wording("Ro", "Ro"), (SchoolType.PRIMARY,)),
            credit=Credit.NAME,
            circle=Circle(group, UNITS[group], "net", rung, AT),
            put_at=AT + timedelta(days=number),
            changed_at=AT + timedelta(days=number),
        )
        await practices.add(c, one)
        await bank_indexing.index_practice(c, one)


def session(group: str) -> dict[str, object]:
    when = {"opens_at": AT, "exact": False, "stage": "closed", "moved_why": ""}
    return {"municipality": TOWN, "id": f"s.{group}", "series": "s", "group": group, "ordinal": 0, **when}


def step(group: str) -> dict[str, object]:
    ids = {"municipality": TOWN, "session": f"s.{group}", "position": 0, "key": "k", "prompt_id": "p", "area_id": "ro"}
    words = dict.fromkeys(("area", "question", "why", "title", "hint"), Wording("Ro", "Ro"))
    flags = dict.fromkeys(("hides", "leading_only", "shows_earlier", "leader_speaks_last"), False)
    when = {"stage": "closed", "opens_at": AT, "closes_at": AT, "asked": "personal", "moves_on": [], "because": []}
    return {**ids, **words, **flags, **when, "follow_ups": ()}


def answer(number: int) -> dict[str, object]:
    *_, group, rung = TEXTS[number]
    circle = {"group": group, "unit": UNITS[group], "network": "net", "channel": "", "rung": int(rung)}
    flags = dict.fromkeys(("withdrawn", "passed", "reopened"), False)
    ids = {"session": f"s.{group}", "position": 0, "author": UUID(int=number), "id": UUID(int=number)}
    return {"municipality": TOWN, **ids, **circle, **flags, "circle_at": AT, "version": 1, "going_on": 0}


def entry(number: int, said: str = "", rung: Rung | None = None) -> IndexedEntry:
    title, text, group, its_rung = TEXTS[number]
    circle = Circle(group, UNITS[group], "net", rung or its_rung, AT)
    about = Subject("ro" if number % 2 else "uro", year=2026)
    found = marks_of_circle(TOWN, circle) | marks_of_subject(EntryKind.QUOTE, [about])
    words = stems_of([title, said or text])
    at = AT + timedelta(days=number)
    return IndexedEntry(EntryKind.QUOTE, UUID(int=number), at, stems_of([title]), words, tuple(sorted(found)))


def release(number: int) -> dict[str, object]:
    title, text, group, _ = TEXTS[number]
    ids = {"municipality": TOWN, "reflection": UUID(int=number), "network": "net", "session": f"s.{group}"}
    words = {"group_name": group, "area_id": "ro", "text": text, "keyword": title, "follow_ups": (), "further": []}
    when = {"circle_at": AT, "released_at": AT}
    return {**ids, "position": 0, "area": Wording("Ro", "Ro"), "question": Wording("Ro", "Ro"), **words, **when}


async def found(
    db: Database, query: str, standings: tuple[Standing, ...], *, about: Subject = ANYTHING, in_title: bool = False
) -> list[int]:
    reading = Reading(TOWN, standings)
    terms = [term.ways for term in terms_of(query)]
    sought = Sought(terms, (seen_from(reading), *wanted(about)), lasts(about.year) if about.year else None)
    looks = (bank_search.quotes_found, bank_search.practices_found)
    these = [await db.read(partial(look, reading=reading, sought=sought, in_title=in_title)) for look in looks]
    return [one.source.int for of_kind in these for one in of_kind]


async def found_beyond(db: Database, query: str, beyond: Beyond = BEYOND, *, in_title: bool = False) -> list[int]:
    sought = Sought([term.ways for term in terms_of(query)], (seen_beyond(beyond),))
    looks = (bank_search.released_found, bank_search.practices_beyond)
    these = [await db.read(partial(look, beyond=beyond, sought=sought, in_title=in_title)) for look in looks]
    return [one.source.int for of_kind in these for one in of_kind]


async def stems(db: Database) -> set[str]:
    return set((await db.read(lambda c: c.execute(select(bank_stems.c.stem)))).scalars())


async def ids(db: Database) -> dict[UUID, UUID]:
    query = select(bank_entries.c.source, bank_entries.c.id)
    rows = (await db.read(lambda c: c.execute(query))).all()
    return {row.source: row.id for row in rows}


async def test_both_databases_find_the_same_for_the_same_readers(database_url: str) -> None:
    async with Database(database_url) as db:
        await make_tables(db)
        await db.write(fill)
        # Both written forms, each other's compounds, and words apart; the newest first.
        for query in ("klasseledelse", "klasseleiing", "KLASSE ledelse", "klassen, leiinga!"):
            assert await found(db, query, OF_A1) == [4, 2], query
        assert await found(db, "klasseleiing", (*OF_A1, Standing(Rung.GROUP, "a2"))) == [4, 3, 2]
        assert await found(db, "lærer", OF_A1) == [6, 1]
        assert await found(db, "skolemiljø friminutt", OF_B1) == [5]
        assert await found(db, "skolemiljø makkerlesing", OF_B1) == []
        # In titles alone, and about something.
        assert await found(db, "klasseleiing", OF_A1, in_title=True) == [2]
        assert await found(db, "lærarane", OF_A1, about=Subject("uro")) == [6]
        assert await found(db, "lærarane", OF_A1, about=Subject("uro", year=2025)) == []
        assert await found(db, "", OF_A1, about=Subject("ro")) == [1]
        # Practices, beside them, by the same rules.
        assert await found(db, "makkerlesing", OF_A1) == [1], "no practice yet"
        await db.write(fill_practices)
        assert await found(db, "makkerlesing", OF_A1) == [1, 12, 11]
        assert await found(db, "makkerlesing", OF_A1, in_title=True) == [11]
        assert await found(db, "makkerlesing", OF_B1) == [12]
        assert await found(db, "makkerlesing", OF_A1, about=Subject(kind=EntryKind.PRACTICE)) == [12, 11]
        assert await found(db, "makkerlesing", OF_A1, about=Subject(kind=EntryKind.QUOTE)) == [1]
        assert await found(db, "ro", OF_A1, about=Subject("ro", stage="primary")) == [12, 11]
        assert await found(db, "ro", OF_A1, about=Subject("ro", stage="sfo")) == []
        # Circles have times, which no mark knows: whoever came later or has left reads nothing of it.
        assert await found(db, "klasse", LATE) == []
        assert await found(db, "klasse", ()) == []
        for odd in ('") OR ("klass', "a' | 'b", "-klass* NEAR", "\\ : & ! ( <-> 'x", "ß ² Ⅷ 漢字", "x" * 500):
            assert isinstance(await found(db, odd, OF_A1), list)
        # A mistaken word is known by what it has in common with a known stem.
        half = mistakes.halves(stem_of("makkrelesing"))
        known = await db.read(lambda c: bank_index.alike(c, [TOWN], *half))
        assert mistakes.meant(stem_of("makkrelesing"), known) == (stem_of("makkerlesing"),)
        # By the rule for answers, counted from the last change, with the entry in the index.
        delete = partial(delete_expired, municipality=TOWN, kind=KeptKind.ANSWERS, most=50)
        await db.write(partial(delete, before=AT + timedelta(days=12), now=AT + timedelta(days=400)))
        assert await found(db, "makkerlesing", OF_A1) == [12]
        assert {one.int for one in await ids(db)} == {12}


async def test_both_databases_find_what_other_municipalities_released(database_url: str) -> None:
    async with Database(database_url) as db:
        await make_tables(db)
        await db.write(fill)
        shared = [entry(number, rung=Rung.NETWORK) for number in (2, 3, 4)]
        await db.write(lambda c: bank_index.put(c, TOWN, shared))
        await db.write(lambda c: c.execute(insert(copies), [release(number) for number in (1, 2, 4, 6)]))
        # Shared with the network and released, by the municipality tied, while the reader was there; newest first.
        assert await found_beyond(db, "klasse") == [4, 2]
        assert await found_beyond(db, "") == [6, 4, 2]
        assert await found_beyond(db, "klasseleiing", in_title=True) == [2]
        await db.write(fill_practices)
        assert await found_beyond(db, "makkerlesing") == [12]
        assert await found_beyond(db, "makkerlesing", replace(BEYOND, municipalities=("elsewhere",))) == []
        assert await found_beyond(db, "makkerlesing", replace(BEYOND, network="other")) == []
        assert await found_beyond(db, "klasse", replace(BEYOND, municipalities=("elsewhere",))) == []
        assert await found_beyond(db, "klasse", replace(BEYOND, network="other")) == []
        late = Standing(Rung.UNIT, "net", since=AT + timedelta(days=1))
        gone = Standing(Rung.UNIT, "net", until=AT)
        assert await found_beyond(db, "makkerlesing", replace(BEYOND, standings=(late, gone))) == []
        assert await found_beyond(db, "klasse", replace(BEYOND, standings=(late, gone))) == []
        assert await found_beyond(db, "klasse", replace(BEYOND, standings=(late, BEYOND.standings[0]))) == [4, 2]
        its_id = (await ids(db))[UUID(int=4)]
        assert await db.read(lambda c: bank_search.one_entry(c, NOWHERE, BEYOND, its_id))
        words = await db.read(lambda c: releases.released_by_id(c, BEYOND, [UUID(int=2), UUID(int=3)]))
        assert [one.reflection.int for one in words] == [2]
        await db.write(lambda c: c.execute(update(copies).values(revoked_at=AT)))
        assert await found_beyond(db, "") == [12]
        assert await db.read(lambda c: bank_search.one_entry(c, NOWHERE, BEYOND, its_id)) is None
        assert await db.read(lambda c: releases.released_by_id(c, BEYOND, [UUID(int=2)])) == ()


async def test_the_index_follows_in_the_same_transaction_and_keeps_no_stem_of_what_is_gone(database_url: str) -> None:
    async with Database(database_url) as db:
        await make_tables(db)
        await db.write(fill)
        before = await ids(db)
        await db.write(lambda c: bank_index.put(c, TOWN, [entry(1, "Vi øver på høytlesing.")]))
        assert await found(db, "makkerlesing", OF_A1) == []
        assert await found(db, "høgtlesing", OF_A1) == [1]
        assert await ids(db) == before, "an entry keeps its id, by which pages lead to it"
        assert not {stem_of("makkerlesing"), "makk"} & await stems(db)
        assert stem_of("klasse") in await stems(db), "others have it"
        await db.write(lambda c: bank_index.remove(c, TOWN, [UUID(int=number) for number in TEXTS]))
        assert await found(db, "klasse", OF_A1) == []
        assert await stems(db) == set()
        if db.is_sqlite:
            assert await db.read(bank_index.has_remains)
            await db.write(bank_index.clear_remains)
            assert not await db.read(bank_index.has_remains)
            assert await db.empty_log()
            held = await asyncio.to_thread(Path(db.url.database or "").read_bytes)
            assert [stem for stem in ("høytlesing", "makkerlesing", "miljø") if stem.encode() in held] == []

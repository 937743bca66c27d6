"""A municipality's list sent on a page: shown, carried out as shown, undone for a day; by a coordinator alone."""

import html
import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4
from zipfile import ZipFile

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.cast import TENANT
from dialogs.model import NOTE_KEPT, Account, Act, Note, Person, RecordEntry, Role
from storage import notes, people_files
from storage.added_rows import remove_people
from storage.memberships import KeyedMembership, lasting_memberships
from storage.people import all_people
from storage.records import records_of
from storage.tables.people import accounts
from storage.tables.people_files import people_files as people_files_table
from storage.units import all_groups, all_units
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import municipality

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEAM, OTHER = "team-solbakken", "team-fjordglott"
PEOPLE = (
    "pelle,rektorgruppa,coordinator,nn",
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", f"liv,{TEAM},leader"),
    *(f"kari,{TEAM},facilitator", f"lars,{TEAM},participant", f"pia,{OTHER},participant,nn", f"nils,{OTHER},leader"),
)
HERE = "/people/nordvik"
NAMES = ("units.csv", "groups.csv", "people.csv")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Each test leaves the roster as it was."""
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
            yield opened


def files(pages: Pages, **changed: tuple[str, str]) -> dict[str, str]:
    """The municipality's three files, each with one text in place of another where told."""
    there = {name: (pages.house.folder / name).read_text(encoding="utf-8") for name in NAMES}
    for name, (old, new) in changed.items():
        assert old in there[f"{name}.csv"]
        there[f"{name}.csv"] = there[f"{name}.csv"].replace(old, new)
    return there


def zipped(contents: Mapping[str, str | bytes], under: str = "") -> bytes:
    body = BytesIO()
    with ZipFile(body, "w") as packed:
        for name, content in contents.items():
            packed.writestr(under + name, content)
    return body.getvalue()


async def sent(browser: Browser, *chosen: tuple[str, bytes], path: str = HERE) -> Shown:
    """What the browser shows after the files were sent by the page's form."""
    page = await browser.get("/calendar")
    token, url = page.csrf, page.url
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    form.add_field("csrf", token)
    form.add_field("once", "once")
    for name, content in chosen:
        form.add_field("files", BytesIO(content), filename=name, content_type="application/octet-stream")
    async with browser.session.post(url.with_path(f"{path}/send"), data=form) as response:
        return Shown(response.status, response.url, response.headers, await response.text(), [])


async def send(browser: Browser, contents: Mapping[str, str | bytes]) -> Shown:
    return await sent(browser, ("nordvik.zip", zipped(contents)))


def field(shown: Shown, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', shown.text)
    assert found, shown.text
    return html.unescape(found.group(1))


async def carry_out(browser: Browser, shown: Shown) -> Shown:
    fields = {"csrf": shown.csrf, "once": "x", "list": field(shown, "list"), "seen": field(shown, "seen")}
    return await browser.post(f"{HERE}/carry-out", fields)


async def undo(browser: Browser, shown: Shown) -> Shown:
    return await browser.post(f"{HERE}/undo", {"csrf": shown.csrf, "once": "y", "list": field(shown, "list")})


def text(shown: Shown) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown.text)))


async def people(pages: Pages) -> tuple[tuple[Person, frozenset[Account]], ...]:
    return await pages.house.stage.app.db.read(lambda c: all_people(c, "nordvik"))


async def lasting(pages: Pages) -> tuple[KeyedMembership, ...]:
    stage = pages.house.stage
    return await stage.app.db.read(lambda c: lasting_memberships(c, "nordvik", now=stage.now))


async def remove(pages: Pages, upn: str) -> None:
    """A person without a trace, as if no test had added them."""
    ids = {person.id for person, _ in await people(pages) if person.upn == upn}
    await pages.house.stage.app.db.write(lambda c: remove_people(c, "nordvik", ids))


async def roster(pages: Pages) -> tuple[object, ...]:
    """Everything of the roster that a list can change."""
    db = pages.house.stage.app.db
    known = {(one.id, one.name, one.upn, one.language, theirs) for one, theirs in await people(pages)}
    places = {
        (one.id, of.person, of.group, of.role, of.ended) for one in await lasting(pages) for of in [one.membership]
    }
    units = await db.read(lambda c: all_units(c, "nordvik"))
    return known, places, units, await db.read(lambda c: all_groups(c, "nordvik"))


async def acts(pages: Pages, act: Act) -> list[RecordEntry]:
    found = await pages.house.stage.app.db.read(lambda c: records_of(c, "nordvik"))
    return [one for one in found if one.act is act]


NEW = "0f8b5c1e-0000-4000-8000-00000000aaaa,Nora Ny,nora@nordvik.example,team-solbakken,participant,,,"


def with_rows(pages: Pages, *more: str, without: str = "nobody@", **changed: tuple[str, str]) -> dict[str, str]:
    """The municipality's files with further rows of people, and without those of somebody."""
    there = files(pages, **changed)
    lines = [line for line in there["people.csv"].splitlines() if without not in line]
    return there | {"people.csv": "\n".join([*lines, *more, ""])}


async def dropped(browser: Browser, shown: Shown) -> Shown:
    return await browser.post(f"{HERE}/drop", {"csrf": shown.csrf, "once": "z"})


async def test_a_list_is_shown_then_carried_out_and_undone_as_a_whole(pages: Pages) -> None:
    before = await roster(pages)
    async with pages.visit("guro") as browser:
        assert f'href="{HERE}"' in (await browser.get("/groups")).text
        shown = await send(browser, with_rows(pages, NEW, without="lars@", people=("Pia Oppdiktet", "Pia Nygift")))
        assert shown.status == 200
        told = text(shown)
        assert "Ny person Nora Ny (nora@nordvik.example)" in told
        assert "navn: Pia Oppdiktet → Pia Nygift" in told
        assert "Team mellomtrinn Solbakken (nye plasser: Deltaker 1; avsluttes: Deltaker 1)" in told
        assert await roster(pages) == before, "nothing is carried out before it has been seen"
        done = await carry_out(browser, shown)
        assert "Gjennomført" in text(done)
        assert await roster(pages) != before
        again = await carry_out(browser, shown)
        assert text(again).count("Gjennomført") == text(done).count("Gjennomført"), "pressed twice, it is done once"
        assert await pages.house.stage.app.db.read(waiting) == 0, "nothing of the list is kept"
        undone = await undo(browser, done)
        assert "ble angret" in text(undone)
        assert "Angre hele lista" not in text(undone)
        assert await roster(pages) == before
        await undo(browser, done)
        assert await roster(pages) == before, "pressed twice, it is undone once"
    told_of = [one.about for one in await acts(pages, Act.PEOPLE_UNDONE)]
    assert told_of == [{"people": "2", "begun": "1", "ended": "1", "left": "0"}]


async def waiting(c: AsyncConnection) -> int:
    return len((await c.execute(select(people_files_table))).all())


async def test_every_fault_is_told_by_its_place_in_the_readers_language_and_nothing_is_kept(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        wrong = await send(browser, files(pages, people=("leader", "rektor")))
        assert wrong.status == 409
        assert "people.csv, linje 5, kolonnen role" in text(wrong)
        assert "«rektor» er ikke en rolle." in text(wrong)
        assert "Gjennomfør " not in text(await browser.get(HERE))
    assert await pages.house.stage.app.db.read(waiting) == 0


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([], "Velg en fil først."),
        ([("people.csv", b"id")], "Vi finner ikke units.csv, groups.csv. Filene"),
        ([("liste.xlsx", zipped({"xl/workbook.xml": "x"}))], "arbeidsbok fra et regneark"),
        ([("liste.zip", zipped({"a.zip": "x"}))], "a.zip er en pakket fil i en pakket fil"),
        ([("liste.zip", b"PK\x03\x04 and nothing")], "Zip-fila er skadet"),
        ([("liste.zip", b"0" * 5_000_001)], "Det er plass til 5 megabyte"),
    ],
)
async def test_what_is_no_list_is_told_in_words(pages: Pages, chosen: list[tuple[str, bytes]], words: str) -> None:
    async with pages.visit("guro") as browser:
        shown = await sent(browser, *chosen)
        assert shown.status == 409
        assert words in text(shown)


async def test_a_list_of_elsewhere_is_refused_in_words(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        other = {name: body.replace("nordvik", "sørvik") for name, body in files(pages).items()}
        shown = await send(browser, other)
        assert "Filene er fra en annen kommune, «sørvik». Her skal det være «nordvik»." in text(shown)
        lars = pages.house.cast["lars"].person.object_id
        move = update(accounts).where(accounts.c.object_id == lars)
        db = pages.house.stage.app.db
        await db.write(lambda c: c.execute(move.values(tenant="elsewhere")))
        shown = await send(browser, files(pages))
        assert "Lista har 1 personer med konto i en annen virksomhets Microsoft 365." in text(shown)
        await db.write(lambda c: c.execute(move.values(tenant=TENANT)))


async def test_coordinators_of_the_municipality_alone_may_send_and_undo(pages: Pages) -> None:
    async with pages.visit("eva") as browser:
        done = await carry_out(browser, await send(browser, with_rows(pages, without="lars@")))
    before = await roster(pages)
    for who in ("liv", "kari", "pia"):
        async with pages.visit(who) as browser:
            assert HERE not in (await browser.get("/groups")).text
            assert (await browser.get(HERE)).status == 404
            assert (await send(browser, files(pages))).status == 404
            token = (await browser.get("/calendar")).csrf
            for way, more in (("undo", {"list": field(done, "list")}), ("drop", {}), ("carry-out", {"seen": "x"})):
                assert (await browser.post(f"{HERE}/{way}", {"csrf": token, **more})).status == 404
    async with pages.visit("guro") as browser:
        assert (await browser.get("/people/elsewhere")).status == 404
        assert (await sent(browser, ("a.zip", zipped(files(pages))), path="/people/elsewhere")).status == 404
        assert await roster(pages) == before
        assert "ble angret" in text(await undo(browser, await browser.get(HERE))), "any of the coordinators may"


async def test_ones_own_places_stay_and_others_may_become_coordinators(pages: Pages) -> None:
    mine = next(line for line in files(pages)["people.csv"].splitlines() if "guro@" in line)
    other = "liv@nordvik.example,team-solbakken,leader"
    changed = with_rows(pages, mine.replace("rektorgruppa,coordinator", f"{TEAM},leader"), without="guro@")
    changed["people.csv"] = changed["people.csv"].replace(other, other.replace("leader", "coordinator"))
    before = await roster(pages)
    async with pages.visit("guro") as browser:
        shown = await send(browser, changed)
        assert "Plassene dine blir stående som de er" in text(shown)
        assert "Guro Oppdiktet, Rektorgruppa: Koordinator. Lista sier: ingen plass." in text(shown)
        assert "Guro Oppdiktet, Team mellomtrinn Solbakken: ingen plass. Lista sier: Leder." in text(shown)
        assert "Leder, blir Koordinator" in text(shown)
        done = await carry_out(browser, shown)
        places = {(of.person, of.role) for one in await lasting(pages) for of in [one.membership]}
        guro = next(person.id for person, _ in await people(pages) if person.upn == "guro@nordvik.example")
        assert {role for person, role in places if person == guro} == {Role.COORDINATOR}
        await undo(browser, done)
    assert await roster(pages) == before


async def test_what_changed_meanwhile_is_shown_first_and_nothing_is_done(pages: Pages) -> None:
    async with pages.visit("guro") as browser, pages.visit("eva") as other:
        shown = await send(browser, with_rows(pages, without="lars@"))
        hers = await carry_out(other, await send(other, files(pages, people=("Kari Oppdiktet", "Kari Nygift"))))
        before = await roster(pages)
        new = await carry_out(browser, shown)
        assert "Noe er endret siden du så på lista. Ingenting er gjennomført." in text(new)
        assert "navn: Kari Nygift → Kari Oppdiktet" in text(new)
        assert await roster(pages) == before
        await dropped(browser, new)
        assert "Gjennomfør " not in text(await browser.get(HERE))
        await undo(other, hers)


async def test_what_was_changed_since_is_left_and_named(pages: Pages) -> None:
    before = await roster(pages)
    async with pages.visit("guro") as browser, pages.visit("liv") as leader:
        done = await carry_out(browser, await send(browser, with_rows(pages, NEW, without="lars@")))
        page = await leader.get(f"/groups/nordvik/{TEAM}")
        fields = {"csrf": page.csrf, "once": "x", "who": "nora@nordvik.example", "role": "facilitator"}
        assert (await leader.post(f"/groups/nordvik/{TEAM}/add", fields)).status == 200
        now = await browser.get(HERE)
        assert "Dette blir stående om du angrer" in text(now)
        assert "Nora Ny, Team mellomtrinn Solbakken" in text(now)
        undone = await undo(browser, done)
        assert "Nora Ny" in text(undone)
        names = {person.name for person, _ in await people(pages)}
        assert "Nora Ny" in names
        back = {of.person for one in await lasting(pages) for of in [one.membership]}
        lars = next(person.id for person, _ in await people(pages) if person.upn == "lars@nordvik.example")
        assert lars in back, "all else returns"
    await remove(pages, "nora@nordvik.example")
    assert await roster(pages) == before


async def test_a_list_waits_an_hour_and_can_be_undone_for_a_day(pages: Pages) -> None:
    app, stage = pages.house.stage.app, pages.house.stage
    async with pages.visit("guro") as browser:
        done = await carry_out(browser, await send(browser, with_rows(pages, without="lars@")))
        shown = await send(browser, files(pages))
        assert await app.db.read(waiting) == 1
        later = stage.now + timedelta(hours=1)
        assert await app.db.read(partial(people_files.has_old, now=later))
        await app.db.write(partial(people_files.forget_old, now=later))
        assert await app.db.read(waiting) == 0
        await undo(browser, done)
        assert "Lista er ikke her lenger" in text(await carry_out(browser, shown)), "pressed too late"
        assert await app.db.read(partial(people_files.done_lately, municipality="nordvik", now=later))
        late = stage.now + timedelta(days=1, seconds=1)
        assert not await app.db.read(partial(people_files.done_lately, municipality="nordvik", now=late))
        await app.db.write(partial(people_files.forget_old, now=late))
        assert not await app.db.read(partial(people_files.has_old, now=late))
        assert await app.db.read(partial(people_files.done_lately, municipality="nordvik", now=stage.now)) == ()


async def test_hostile_names_are_words_and_nothing_else(pages: Pages) -> None:
    hostile = "<b onload=alert(1)>{{7*7}}</b>"
    async with pages.visit("guro") as browser:
        shown = await send(browser, with_rows(pages, NEW.replace("Nora Ny", hostile)))
        assert html.escape(hostile) in shown.text.replace("&#39;", "'")
        assert hostile not in shown.text
        await dropped(browser, shown)
        wrong = await send(browser, with_rows(pages, NEW.replace("participant", hostile)))
        assert hostile not in wrong.text
        assert wrong.status == 409


async def test_five_thousand_rows_are_counted_and_the_first_of_each_group_shown(pages: Pages) -> None:
    rows = [
        f"0f8b5c1e-0000-4000-8000-{n:012},Ny Nummer {n},ny{n}@nordvik.example,{TEAM if n % 2 else OTHER},participant,,,"
        for n in range(5000)
    ]
    async with pages.visit("guro") as browser:
        shown = await send(browser, with_rows(pages, *rows))
        assert "nye plasser: Deltaker 2500" in text(shown)
        assert "Personer: 5000 nye eller endrede" in text(shown)
        assert len(shown.text) < 100_000
        assert shown.text.count("Ny Nummer") == 100 + 2 * 40
        await dropped(browser, shown)


async def test_the_page_speaks_its_readers_language(pages: Pages) -> None:
    async with pages.visit("pelle") as browser:
        wrong = await send(browser, files(pages, people=("leader", "rektor")))
        assert 'lang="nn"' in wrong.text
        assert "people.csv, linje 5, kolonna role" in text(wrong)
        assert "«rektor» er ikkje ei rolle." in text(wrong)
        shown = await send(browser, with_rows(pages, NEW))
        assert "Ny person Nora Ny (nora@nordvik.example)" in text(shown)
        assert "nye plassar: Deltakar 1" in text(shown)
        await dropped(browser, shown)


async def test_notes_of_whoever_leaves_by_a_list_stay_for_the_day_of_undoing_and_come_back(pages: Pages) -> None:
    stage = pages.house.stage
    db, noted = stage.app.db, stage.now - timedelta(days=1)
    lars = next(person.id for person, _ in await people(pages) if person.upn == "lars@nordvik.example")
    note = Note(uuid4(), "Prøv stasjoner.", frozenset(), noted, noted + NOTE_KEPT)
    await db.write(partial(notes.add, municipality="nordvik", person=lars, note=note))
    async with pages.visit("guro") as browser:
        done = await carry_out(browser, await send(browser, with_rows(pages, without="lars@")))
        await forget_notes(pages, stage.now + timedelta(hours=23))
        assert [one.id for one in await notes_of(pages, lars)] == [note.id]
        await undo(browser, done)
        assert await notes_of(pages, lars) == (note,), "for as long as before"
        done = await carry_out(browser, await send(browser, with_rows(pages, without="lars@")))
        await forget_notes(pages, stage.now + timedelta(hours=25))
        assert await notes_of(pages, lars) == (), "and no longer than the day"
        await undo(browser, done)


async def notes_of(pages: Pages, person: UUID) -> tuple[Note, ...]:
    return await pages.house.stage.app.db.read(partial(notes.of_person, municipality="nordvik", person=person))


async def forget_notes(pages: Pages, now: datetime) -> None:
    await pages.house.stage.app.db.write(partial(notes.forget_old, now=now, today=now.date()))


async def test_the_same_list_sent_again_changes_nothing_and_says_so(pages: Pages) -> None:
    changed = with_rows(pages, without="lars@")
    async with pages.visit("guro") as browser:
        before = await roster(pages)
        first = await send(browser, changed)
        done = await carry_out(browser, first)
        after = await roster(pages)
        again = await browser.post(
            f"{HERE}/carry-out",
            {"csrf": first.csrf, "once": "z", "list": field(first, "list"), "seen": field(first, "seen")},
        )
        assert again.status in {200, 409}
        assert await roster(pages) == after, "the same form sent twice"
        assert "Lista endrer ingenting" in text(await send(browser, changed))
        await undo(browser, done)
        assert await roster(pages) == before


async def test_a_list_without_any_coordinator_leaves_the_sender_in_place(pages: Pages) -> None:
    """Nobody can lock the municipality out: the sender's own places stay, and the page says so first."""
    there = files(pages)
    kept = [line for line in there["people.csv"].splitlines() if ",coordinator" not in line]
    there["people.csv"] = "\n".join([*kept, ""])
    before = await roster(pages)
    async with pages.visit("guro") as browser:
        shown = await send(browser, there)
        assert "Plassene dine blir stående som de er" in text(shown)
        done = await carry_out(browser, shown)
        left = [of.person for one in await lasting(pages) for of in [one.membership] if of.role is Role.COORDINATOR]
        guro = next(person.id for person, _ in await people(pages) if person.upn == "guro@nordvik.example")
        assert left == [guro]
        assert (await browser.get(HERE)).status == 200, "and may send the next list"
        await undo(browser, done)
    assert await roster(pages) == before


async def test_a_list_sent_while_another_waits_takes_its_place_and_the_older_form_does_nothing(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        before = await roster(pages)
        older = await send(browser, with_rows(pages, without="lars@"))
        newer = await send(browser, files(pages, people=("Kari Oppdiktet", "Kari Nygift")))
        assert await pages.house.stage.app.db.read(waiting) == 1
        shown = await carry_out(browser, older)
        assert await roster(pages) == before
        assert "Kari Nygift" in text(shown), "the newer list is shown"
        await dropped(browser, newer)


SAMI = "Áilu Đorvvošŋaŧž Ravna"
_ROW = f'0f8b5c1e-0000-4000-8000-000000000077;"{SAMI}";ailu@nordvik.example;{TEAM};participant;;;'


def as_excel(pages: Pages, encoding: str, name: str = SAMI) -> Mapping[str, bytes]:
    """The three files as Excel saves them: semicolons, and line ends of Windows."""
    told = {}
    for file, content in files(pages).items():
        lines = [line.replace(",", ";") for line in content.splitlines()]
        lines += [_ROW.replace(SAMI, name)] if file == "people.csv" else []
        told[file] = "\r\n".join([*lines, ""]).encode(encoding)
    return told


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
async def test_excels_files_with_sami_names_are_read_as_written(pages: Pages, encoding: str) -> None:
    async with pages.visit("guro") as browser:
        shown = await send(browser, as_excel(pages, encoding))
        assert SAMI in text(shown)
        await dropped(browser, shown)


async def test_excels_older_files_and_names_over_two_lines_are_read(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        shown = await send(browser, as_excel(pages, "cp1252", "Åse Bjørk\r\nØdegård"))
        assert "Åse Bjørk Ødegård" in text(shown)
        await dropped(browser, shown)


async def test_a_zip_of_a_mac_with_its_folder_is_read(pages: Pages) -> None:
    """Finder packs the folder with a shadow of each file in __MACOSX."""
    wanted = files(pages, people=("Kari Oppdiktet", "Kari Nygift"))
    packed: dict[str, str | bytes] = {f"Nordvik Ŋuorra/{name}": content for name, content in wanted.items()}
    packed |= {f"__MACOSX/Nordvik Ŋuorra/._{name}": b"\0\5\x16\7" for name in wanted}
    packed["Nordvik Ŋuorra/.DS_Store"] = b"\0\0\0\1Bud1"
    async with pages.visit("guro") as browser:
        shown = await send(browser, packed)
        assert "Kari Nygift" in text(shown)
        await dropped(browser, shown)

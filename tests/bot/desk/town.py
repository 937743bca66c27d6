"""A town in which everybody's rights at the desk are tried: its people, its series, and a way to begin again."""

import re
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.issuer import Guest
from storage.memberships import lasting_memberships
from storage.people import all_people
from tests.bot.desk import arranging
from tests.bot.desk.subject import NOW, Subject
from tests.bot.desk.ways_in import Asked, Heard, Person
from tests.bot.web.browsing import Pages, open_pages
from tests.bot.web.form_fields import filled_in
from tests.nordvik import municipality, series

SECOND = "bbbbbbbb-0000-4000-8000-000000000002"
STRANGE = "cccccccc-0000-4000-8000-000000000003"

PEOPLE = (
    "guro,rektorgruppa,coordinator",
    "eva,plangruppa,coordinator",
    *("liv,kollegiet,leader", "liv,rektorgruppa,participant"),
    *("nils,team-fjordglott,leader", "nils,rektorgruppa,participant"),
    "kari,team-solbakken,facilitator",
    "fia,team-5,facilitator",
    *(f"lars,{group},participant" for group in ("team-solbakken", "rektorgruppa")),
    *(f"ola,{group},observer" for group in ("team-solbakken", "rektorgruppa")),
    "tom,team-solbakken,participant",
    # Whoever is written about: in every group, and ready to be a substitute in each.
    *(f"dina,{group},participant" for group in ("team-solbakken", "rektorgruppa", "nettverket")),
    *(f"dag,{group},leader" for group in ("team-solbakken", "rektorgruppa", "nettverket")),
    "vik,team-fjordglott,participant",
)
GROUPS = (
    "kollegiet,solbakken,staff,Kollegiet på Solbakken,",
    "team-5,solbakken,team,Team 5,",
    "plangruppa,nordvik,workgroup,Plangruppa,",
)
OTHERS = {
    "unni": Guest(TENANT, "99999999-0000-4000-8000-000000000001", "Unni Oppdiktet"),
    "vera": Guest(SECOND, "99999999-0000-4000-8000-000000000002", "Vera Oppdiktet"),
    "nina": Guest(TENANT, "99999999-0000-4000-8000-000000000003", "Nina Oppdiktet"),
    "out": Guest(STRANGE, "99999999-0000-4000-8000-000000000004", "Ukjent Oppdiktet"),
}
"""Coordinators of other municipalities, in the same tenant and in another; somebody of no list; a tenant not let in."""

COLUMNS = ("guro", "eva", "liv", "nils", "kari", "fia", "lars", "ola", "tom", "unni", "vera", "nina", "out")


Rows = Mapping[str, list[tuple[object, ...]]]
VISITED = frozenset({"inbox", "web_sessions", "pending_sign_ins", "copies"})
"""Tables that remember a visit or a message, and nothing of its contents."""


@dataclass(frozen=True)
class Town:
    pages: Pages
    people: Mapping[str, Person]
    subjects: Mapping[str, Subject]
    file: Path
    beginning: Path
    reading: sqlite3.Connection
    nothing: dict[tuple[str, str], Heard] = field(default_factory=dict)

    @cached_property
    def first_rows(self) -> Rows:
        """As at the beginning."""
        with closing(sqlite3.connect(self.beginning)) as before:
            return _rows(before)

    def traces(self) -> set[str]:
        """The tables that people's acts have changed, in a database that is then as at the beginning.

        A mere visit leaves none. The application runs on.
        """
        now = _rows(self.reading)
        found = {name for name, rows in self.first_rows.items() if now[name] != rows}
        if found:
            _copy(self.beginning, self.file)
        return found


@asynccontextmanager
async def open_town() -> AsyncIterator[Town]:
    with TemporaryDirectory() as place:
        folder, file = municipality(Path(place) / "nordvik", people=PEOPLE, groups=GROUPS), Path(place) / "town.db"
        let_in = (TENANT, SECOND)
        others = list(OTHERS.values())
        async with (
            open_pages(f"sqlite+aiosqlite:///{file}", folder=folder, others=others, tenants=let_in) as pages,
            AsyncExitStack() as stack,
        ):
            await _planned(pages, Path(place))
            await pages.house.to(NOW)
            people = await _everybody(pages, stack, Path(place))
            subjects = await _played(pages, people)
            reading = stack.enter_context(closing(sqlite3.connect(file)))
            yield Town(pages, people, subjects, file, _copy(file, Path(place) / "beginning.db"), reading)


def _rows(database: sqlite3.Connection) -> Rows:
    found = database.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
    names = sorted({name for (name,) in found} - VISITED)
    return {name: database.execute(f'select * from "{name}"').fetchall() for name in names}  # noqa: S608


def _copy(one: Path, to: Path) -> Path:
    """All that is stored in a database, also while somebody has it open."""
    with closing(sqlite3.connect(one)) as first, closing(sqlite3.connect(to)) as second:
        first.backup(second)
    return to


async def _everybody(pages: Pages, stack: AsyncExitStack, place: Path) -> dict[str, Person]:
    stage = pages.house.stage
    await stage.bring_in(_neighbour(place / "sorvik", pages), tenant=TENANT)
    await stage.bring_in(_strangers(place / "austvik"), tenant=SECOND)
    people: dict[str, Person] = {}
    for name in COLUMNS:
        guest = OTHERS.get(name)
        client = pages.house.cast[name] if guest is None else _client(pages, guest)
        browser = await stack.enter_async_context(pages.browser())
        await client.install()
        token = (await browser.sign_in(client.name, "/calendar")).csrf if name not in {"nina", "out"} else ""
        people[name] = Person(client, browser, token)
    return people


def _client(pages: Pages, guest: Guest) -> Client:
    upn = f"{guest.name.partition(' ')[0].lower()}@elsewhere.example"
    return Client(pages.house.teams, guest.name, guest.object_id, upn, tenant=guest.tenant)


def _neighbour(folder: Path, pages: Pages) -> Path:
    """Unni coordinates in Sørvik, and Tom of Nordvik leads a team there."""
    tom = pages.house.cast["tom"]
    unni = f"{OTHERS['unni'].object_id},Unni Oppdiktet,unni@sorvik.example,rektorgruppa,coordinator,nb"
    toms = f"{tom.person.object_id},{tom.name},tom@sorvik.example,team-sor,leader,nb"
    return _files(
        folder,
        [
            "nordnett,network,Nordnett,,nb",
            "sorvik,municipality,Sørvik,nordnett,nb",
            "sorskolen,school,Sørskolen,sorvik,nb",
        ],
        ["rektorgruppa,sorvik,principals,Rektorene i Sørvik", "team-sor,sorskolen,team,Team Sør"],
        [unni, toms],
    )


def _strangers(folder: Path) -> Path:
    """Another tenant's municipality, with a group of the same id as Nordvik's."""
    vera = f"{OTHERS['vera'].object_id},Vera Oppdiktet,vera@austvik.example,rektorgruppa,coordinator,nb"
    return _files(
        folder, ["austvik,municipality,Austvik,,nb"], ["rektorgruppa,austvik,principals,Rektorene i Austvik"], [vera]
    )


def _files(folder: Path, units: list[str], groups: list[str], people: list[str]) -> Path:
    folder.mkdir()
    heads = {
        "units": "id,kind,name,parent,language",
        "groups": "id,unit,kind,name",
        "people": "aad_object_id,name,upn,group,role,language",
    }
    for (name, head), rows in zip(heads.items(), (units, groups, people), strict=True):
        (folder / f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return folder


_SUBJECTS = {
    "team": Subject("team-solbakken", "Team mellomtrinn Solbakken", "uka-team", "kollegiet", paused="ro-team"),
    "principals": Subject("rektorgruppa", "Rektorgruppa", "uka-rektor", "nettverket", paused="ro-rektor"),
    "network": Subject("nettverket", "Nettverksgruppa i Nordnett", "uka-nett", "rektorgruppa", paused="ro-nett"),
}
_AREAS = {"rektorgruppa": "elevsentrert-ledelse", "nettverket": "elevsentrert-ledelse"}
CHECKPOINT = "Vet alle hvorfor vi gjør dette?"
PHASES = f"""
[[phases]]
name = "Forberede"
kind = "mapping"
sessions = 6
checkpoints = ["{CHECKPOINT}"]

[[phases]]
name = "Gjennomføre"
kind = "implementing"
checkpoints = ["Er det gjort som avtalt?"]
"""
_PLANNERS = {"team": "liv", "principals": "guro", "network": "guro"}
_WRITERS = {"team": "kari", "principals": "guro", "network": "guro"}


async def _planned(pages: Pages, place: Path) -> None:
    """Before any other municipality has groups of the same ids."""
    weekly = {"first": "2026-11-24", "every": '"week"', "until": "2027-02-16"}
    for one in _SUBJECTS.values():
        file = _by_rule(place, one.series, one.group, weekly)
        file.write_text(file.read_text("utf-8") + arranging.MEETINGS.format(group=one.group), "utf-8")
        await pages.house.stage.plan(file)
        resting = {
            "first": "2026-11-26",
            "areas": '["profesjonelle-laeringsfellesskap"]',
            "intention": '"implementing"',
        }
        await pages.house.stage.plan(_by_rule(place, one.paused, one.group, weekly | resting))


async def _played(pages: Pages, people: Mapping[str, Person]) -> dict[str, Subject]:
    """Each group has a series with an open session and one left out, and a series that is paused."""
    found = {}
    for name, one in _SUBJECTS.items():
        planner = people[_PLANNERS[name]]
        await planner.steers(one.municipality, one.series, "skip", session=one.left_out)
        await planner.steers(one.municipality, one.paused, "pause", day="2026-12-17")
        found[name] = await arranging.with_meetings(
            planner, people[_WRITERS[name]], await _with_ids(pages, planner, one)
        )
    guro = people["guro"]
    mine = {"town": await _town(guro), "list": await _list(guro, pages.house.folder), "layer": await _layer(guro)}
    return {**found, **mine, **await arranging.school_years(guro)}


def _by_rule(place: Path, name: str, group: str, rule: Mapping[str, str]) -> Path:
    file = series(place, name, group, **rule)
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("dates")]
    phases = PHASES if "intention" in rule else ""
    file.write_text("\n".join([*lines, phases]), "utf-8")
    return file


async def _with_ids(pages: Pages, planner: Person, one: Subject) -> Subject:
    chosen = {"groups": one.group, "first": "2027-03-02", "until": "2027-03-30"}
    areas = _AREAS.get(one.group, "digital-teknologi")
    edit = f"/series/{one.municipality}/{one.series}/edit"
    numbers = await _places(pages, one.group)
    return replace(
        one,
        place=numbers["participant"],
        leading_place=numbers["leader"],
        new_form=await _looked_at(planner, "/plan/new", **chosen, areas=areas),
        edit_form=await _looked_at(planner, edit, need="Et nytt behov"),
    )


async def _town(coordinator: Person) -> Subject:
    """Nordvik itself, as something to act on."""
    here = "/settings/nordvik"
    return Subject(
        *("nordvik", "Nordvik kommune", "nordvik", "sorvik"),
        new_form=await _looked_at(coordinator, here, responsible="Nordvik, etaten"),
        edit_form=await _looked_at(coordinator, f"{here}/quiet", begins="16:00", ends="07:30"),
    )


_VALUES = re.compile(r'name="(list|seen)" value="([^"]+)"')


async def _list(coordinator: Person, folder: Path) -> Subject:
    """Nordvik's people as a list: one has been carried out today, and one waits."""
    here, zipped = "/people/nordvik", _zipped(folder)
    row = f"0f8b5c1e-0000-4000-8000-00000000aaaa,Nora Ny,nora@nordvik.example,team-5,participant,nb,,{chr(10)}"
    await coordinator.asks(Asked("POST", f"{here}/send", sent=_zipped(folder, more=row)))
    page = (await coordinator.browser.get(here)).text
    await coordinator.asks(Asked("POST", f"{here}/carry-out", tuple(_VALUES.findall(page))))
    await coordinator.asks(Asked("POST", f"{here}/send", sent=zipped))
    done, seen, waits = _VALUES.findall((await coordinator.browser.get(here)).text)
    named = ("nordvik", "Nordvik kommune", "nordvik", "sorvik")
    return Subject(*named, new_form=(seen, waits), edit_form=(done,), sent=zipped)


LAYER = """municipality = "nordvik"
why = "Slik sier vi det her"

[[areas]]
id = "inkluderende-laeringsmiljoer"
name = { nb = "Alle med", nn = "Alle med" }
"""


async def _layer(coordinator: Person) -> Subject:
    """Nordvik's own layer of the catalogue: one version is in force, and a draft waits."""
    here, drafted = "/settings/nordvik/overlay", (("text", LAYER), ("by", "Rektorgruppa"))
    await coordinator.asks(Asked("POST", here, drafted))
    await coordinator.asks(Asked("POST", f"{here}/1", await _marked(coordinator, f"{here}/1")))
    await coordinator.asks(Asked("POST", here, (("text", LAYER.replace("med", "er med")), drafted[1])))
    adopting, removing = [await _marked(coordinator, f"{here}/{one}") for one in ("2", "remove")]
    named = ("nordvik", "Nordvik kommune", "nordvik", "sorvik")
    return Subject(*named, new_form=adopting, edit_form=removing)


async def _marked(reader: Person, path: str) -> tuple[tuple[str, str], ...]:
    return tuple(re.findall(r'name="(mark)" value="([^"]*)"', (await reader.browser.get(path)).text)[:1])


def _zipped(folder: Path, more: str = "") -> bytes:
    body = BytesIO()
    with ZipFile(body, "w") as packed:
        for name in ("units.csv", "groups.csv", "people.csv"):
            content = (folder / name).read_text(encoding="utf-8")
            packed.writestr(name, content + (more if name == "people.csv" else ""))
    return body.getvalue()


async def _looked_at(planner: Person, path: str, **chosen: str) -> tuple[tuple[str, str], ...]:
    """The fields of the form once its reader has seen what it would mean."""
    page = await planner.browser.get(path)
    looked = await planner.browser.ask("POST", path, data=[*filled_in(page.text, **chosen), ("look", "yes")])
    return tuple(filled_in(looked.text))


async def _places(pages: Pages, group: str) -> dict[str, str]:
    """Role -> the number of the place of whoever is written about."""
    db, names = pages.house.stage.app.db, {"dina@nordvik.example", "dag@nordvik.example"}
    people = {
        person.id for person, _ in await db.read(partial(all_people, municipality="nordvik")) if person.upn in names
    }
    lasting = await db.read(partial(lasting_memberships, municipality="nordvik", now=NOW))
    mine = (one for one in lasting if one.membership.group == group and one.membership.person in people)
    return {one.membership.role.value: str(one.id) for one in mine}

"""Tenkevik's pages after a network meeting of twenty was played: sessions, packs, promises, needs and decisions."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from bot.rehearsal.clients import Client
from bot.rehearsal.house import Scene
from bot.rehearsal.play import SCENES
from bot.rehearsal.stories import moments
from bot.rehearsal.wire_team import Team
from tests.bot.web.browsing import Browser, Pages, open_pages
from tests.bot.web.form_fields import filled_in
from tests.nordvik import House

STORY = SCENES["meeting-20"]
COORDINATORS = {"nb": "eva", "nn": "olav"}
"""The coordinators by the language that they read."""

MEMBERS = {"nb": "deltaker1", "nn": "deltaker2"}
"""Members who have answered both questions, by the language that they read."""

_DIGEST = re.compile(r'href="(/digests/tenkevik/[0-9a-f-]{36})"')
_ENTRY = re.compile(r'formaction="(/bank/tenkevik/[0-9a-f-]{36})"')
_SESSION = re.compile(r'href="(/sessions/tenkevik/[^"]+)"')
_ANSWER = re.compile(r'href="(/answers/tenkevik/[^"/]+/\d+)"')
_GROUP = re.compile(r'href="(/groups/tenkevik/[^"]+)"')
_MEETING = re.compile(r'href="(/meetings/tenkevik/[^"]+)"')
_SERIES = re.compile(r'href="(/series/tenkevik/[^"]+)"')
_QUESTION = re.compile(r'href="(/series/tenkevik/[^"/]+/questions/[^"]+)"')
_ORIGIN = re.compile(r'href="(/digests/tenkevik/[0-9a-f-]{36}/origin/[^"]+)"')


_LAYER = """municipality = "tenkevik"
why = "Slik sier vi det her"
[[areas]]
id = "inkluderende-laeringsmiljoer"
name = { nb = "Plass til alle", nn = "Plass til alle" }
"""

_SECOND = "prosjektgruppa,tenkevik,workgroup,Prosjektgruppa i Tenkevik,"
_NEW = "0f8b5c1e-0000-4000-8000-00000000aaaa,Nora Ny,nora@tenkevik.example,prosjektgruppa,participant,nb,,\n"
_PHASES = """
[[phases]]
name = "Forberede"
kind = "mapping"
sessions = 1
checkpoints = ["Vet alle hvorfor vi gjør dette?"]

[[phases]]
name = "Gjennomføre"
kind = "implementing"
checkpoints = ["Er det gjort som avtalt?"]
"""


@dataclass(frozen=True)
class Network:
    """`places` are the parts of addresses made anew each time the story is played, by name."""

    pages: Pages
    places: Mapping[str, str]

    def address(self, path: str) -> str:
        """The path with all places filled in: "{pack}" becomes the newest pack's own path."""
        return str(self.pages.url).rstrip("/") + path.format_map(self.places)


@asynccontextmanager
async def open_network() -> AsyncIterator[Network]:
    with TemporaryDirectory() as place:
        folder = STORY.folder(Path(place))
        url = f"sqlite+aiosqlite:///{place}/sloyfa.db"
        async with open_pages(url, now=STORY.start, folder=folder) as pages:
            house = pages.house
            scene = Scene(house.teams, house.stage, house.cast, folder, Team(house.teams, "Overgangsnettverket"))
            async for _ in moments(scene, STORY):
                await house.stage.settle()
            await _link(pages)
            await house.stage.plan(_to_come(folder))
            await _in_phases(house, folder)
            yield Network(pages, await _places(pages))


def _to_come(folder: Path) -> Path:
    """A series with sessions to come, from the day after the story."""
    played = (folder / "overganger.toml").read_text(encoding="utf-8")
    told = played.partition("[[meetings]]")[0].replace("overganger-2026", "overganger-2027")
    file = folder / "overganger-2027.toml"
    file.write_text(re.sub(r"(?m)^dates = .*$", "dates = [2027-01-12, 2027-01-19, 2027-01-26]", told), encoding="utf-8")
    return file


async def _link(pages: Pages) -> None:
    """A coordinator links the only group to a channel of some of its people and two strangers."""
    house, eva = pages.house, pages.house.cast["eva"]
    team = Team(house.teams, "Overgang")
    strangers = (
        Client(house.teams, f"Fremmed {n}", f"stranger-{n}", f"stranger-{n}@elsewhere.example") for n in (1, 2)
    )
    team.add(eva, house.cast[MEMBERS["nb"]], *strangers)
    await team.install(by=eva)
    await eva.say_in(team.general, "koble til Overgangsnettverket i Tenkevik")
    await eva.press(team.general.messages[-1], "Koble til likevel")
    await house.stage.settle()


async def _in_phases(house: House, folder: Path) -> None:
    """After the story: a series in phases, carried out by the network and by a group made for just that."""
    for name, row in (("groups", _SECOND), ("people", _in_second(folder))):
        file = folder / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    await house.bring_in(folder)
    file = folder / "innfoering.toml"
    told = (folder / "overganger-2027.toml").read_text(encoding="utf-8").replace("overganger-2027", "innfoering")
    told = re.sub(r"(?m)^dates = .*$", "dates = [2027-02-02, 2027-02-09, 2027-02-16]", told)
    told = told.replace('"conveying"', '"implementing"').replace("groups = [", 'groups = ["prosjektgruppa", ')
    file.write_text(told + _PHASES, encoding="utf-8")
    await house.stage.plan(file)


def _in_second(folder: Path) -> str:
    """The first member of the network is in the second group too."""
    told = (folder / "people.csv").read_text(encoding="utf-8")
    first = next(line for line in told.splitlines() if MEMBERS["nb"] + "@" in line)
    return first.replace("overgangsnettverket", "prosjektgruppa")


def packed(pages: Pages) -> bytes:
    """The municipality's files as a coordinator sends them, with somebody new."""
    body = BytesIO()
    with ZipFile(body, "w") as to:
        for name in ("units", "groups", "people"):
            told = (pages.house.folder / f"{name}.csv").read_text(encoding="utf-8")
            to.writestr(f"{name}.csv", told + (_NEW if name == "people" else ""))
    return body.getvalue()


async def _places(pages: Pages) -> Mapping[str, str]:
    """The pack and the digest with most to read, a quote's origin and session, and a bank's entry."""
    async with pages.visit("eva") as browser:
        listed = _DIGEST.findall((await browser.get("/digests")).text)
        texts = {path: (await browser.get(path)).text for path in listed}
        entry = _ENTRY.findall((await browser.get("/bank")).text)[0]
        group = _GROUP.findall((await browser.get("/groups")).text)[0]
        meeting = _MEETING.findall((await browser.get("/meetings")).text)[0]
        series, question = await _with_question(browser)
        packs = {path for path, text in texts.items() if 'class="agenda"' in text}
        pack = max(packs, key=lambda path: len(texts[path]))
        digest = max(texts.keys() - packs, key=lambda path: len(texts[path]))
        origin = _ORIGIN.findall(texts[digest])[0]
        session = _SESSION.findall((await browser.get(origin)).text)[0]
        layer = await _drafted(browser)
    async with pages.visit(MEMBERS["nb"]) as browser:
        answer = _ANSWER.findall((await browser.get("/answers")).text)[0]
    return {
        "answer": answer,
        "entry": entry,
        "pack": pack,
        "digest": digest,
        "origin": origin,
        "session": session,
        "series": series,
        "meeting": meeting,
        "held": "/meetings/tenkevik/overganger-2026/overgangsnettverket/2026-11-19T08%3A00%3A00%2B00%3A00",
        "question": question,
        "group": group,
        "layer": layer,
        "phased": "/series/tenkevik/innfoering",
    }


async def _with_question(browser: Browser) -> tuple[str, str]:
    """The paths of a series with sessions to come, and of the question of the next of them."""
    for series in _SERIES.findall((await browser.get("/series")).text):
        if found := _QUESTION.findall((await browser.get(f"{series}/questions")).text):
            return series, found[0]
    raise LookupError("no series has a session to come")


async def _drafted(browser: Browser) -> str:
    """The path of a draft of the municipality's layer; another version is in force."""
    here, drafts = "/settings/tenkevik/overlay", (_LAYER, _LAYER.replace("Plass til alle", "Rom for alle"))
    for once, text in enumerate(drafts):
        page = await browser.get(here)
        fields = {"csrf": page.csrf, "once": f"layer {once}", "text": text, "by": "Nettverksgruppa"}
        draft = await browser.post(here, fields)
        if text == _LAYER:
            adopting, _, _ = draft.text.partition("/discard")
            await browser.post(draft.url.path, {**dict(filled_in(adopting)), "once": "in force"})
    return draft.url.path

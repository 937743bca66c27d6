"""Pages to look at, and their readers, in nb and nn: each picture in words and in a table too."""

import csv
import html
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
import pytest_asyncio

from bot.rehearsal.cast import TENANT
from bot.rehearsal.issuer import Guest
from bot.reports.records import record_lines
from content.catalogue_types import AnswerForm, FormKind
from content.language import Wording
from dialogs.model import DayKind, OwnDay
from storage.school_year import put_day
from tests.bot.web.ahead_of_meeting import series_to_meeting
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, House, at, last, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNNI = Guest(TENANT, "99999999-0000-4000-8000-000000000001", "Unni Oppdiktet", "koordinator")
AGREEING, UNSURE = ("ada", "bo", "cato", "dina", "eli", "finn"), ("gro", "hans", "ida", "jon", "kim")
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn"),
    *(f"{name},rektorgruppa,participant" for name in (*AGREEING, *UNSURE)),
    *("pia,team-fjordglott,facilitator,nn", "rolf,team-solbakken,leader", "lea,team-5,participant"),
)
GROUPS = ("team-5,solbakken,team,Team 5,", *(f"lag-{n},nordvik,workgroup,Lag {n}," for n in range(1, 10)))
CHOICE = AnswerForm(FormKind.CHOICE, (Wording("Enig", "Einig"), Wording("Usikker", "Usikker")))
TOWNS = "Vi svarer på støttebehov innen fjorten dager."
TORS = "Jeg begynner hver time med ett <åpent> spørsmål."
SIVS = "Eg lar elevane velje arbeidsmåte i matematikk."
NEED = "Vi treng vikar to dagar for å kunne besøkje kvarandre."
ANSWER = "Dere får vikar to tirsdager i januar."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        nordvik = municipality(Path(folder) / "nordvik", people=PEOPLE, groups=GROUPS)
        url = f"sqlite+aiosqlite:///{folder}/sloyfa.db"
        async with open_pages(url, folder=nordvik, others=[UNNI]) as opened:
            house = opened.house
            await house.stage.bring_in(_sorvik(Path(folder) / "sorvik"), tenant=TENANT)
            catalogues = house.stage.app.catalogues
            prompts = tuple(replace(prompt, answer=CHOICE) for prompt in catalogues.base.prompts)
            catalogues.base = replace(catalogues.base, prompts=prompts)
            await house.stage.plan(series_to_meeting(Path(folder), dates="[2026-11-24, 2027-01-12]"))
            await house.stage.plan(series(Path(folder), "t", "team-fjordglott", areas='["digital-teknologi"]'))
            for day in (21, 22, 23):
                off = OwnDay("nordvik", 2026, at(12, day).date(), DayKind.CLOSED, "Juleferie")
                await house.stage.app.db.write(partial(put_day, municipality="nordvik", day=off))
            await house.install("guro", "tor", "siv", "pia", *AGREEING, *UNSURE)
            await house.to(at(11, 24))
            await house.to(at(11, 24, 14))
            await _try_things(house)
            for name in (*AGREEING, *UNSURE):
                client = house.cast[name]
                await client.press(last(client), "Enig" if name in AGREEING else "Usikker", {"rung": "group"})
            await house.to(at(11, 30))
            yield opened


def _sorvik(folder: Path) -> Path:
    """Another municipality in the same tenant, with a coordinator."""
    folder.mkdir()
    (folder / "units.csv").write_text("id,kind,name,parent,language\nsorvik,municipality,Sørvik,,nb\n")
    (folder / "groups.csv").write_text("id,unit,kind,name\nteam-sor,sorvik,team,Team Sør\n")
    person = f"{UNNI.object_id},{UNNI.name},unni@sorvik.example,team-sor,coordinator,nb"
    (folder / "people.csv").write_text(f"aad_object_id,name,upn,group,role,language\n{person}\n")
    return folder


async def _try_things(house: House) -> None:
    """The municipality, Tor and Siv try something, Tor tells the outcome; Siv asks for support and is answered."""
    guro, tor, siv = (house.cast[name] for name in ("guro", "tor", "siv"))
    await guro.say(f"kommunen prøver: {TOWNS}")
    await guro.press(last(guro), "Lagre", {"text": TOWNS, "day": "2027-01-12"})
    await tor.say(f"prøver: {TORS}")
    await tor.say("tiltak 1: delvis, fordi vi bare rakk én uke")
    await siv.say(f"prøver: {SIVS}")
    await siv.say(f"vi treng: {NEED}")
    await siv.press(last(siv), "Send utan namn", {"text": NEED, "day": "2026-12-08", "in_group": "false"})
    await house.stage.settle()
    await guro.press(last(guro), "Send svaret", {"text": ANSWER, "day": "2026-12-08"})
    await house.stage.settle()


def rows(shown: Shown) -> list[list[str]]:
    """The cells of the page's tables, row by row."""
    found = re.findall(r"<tr>(.*?)</tr>", shown.text, re.DOTALL)
    return [[_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def named(shown: Shown) -> list[tuple[str, str]]:
    """(title, words) of the page's pictures, each found by the ids of title and words."""
    said = {id_: _text(words) for id_, words in re.findall(r'<(?:title|desc) id="(\S+)">(.*?)</', shown.text)}
    named_by = re.findall(r'role="img" aria-labelledby="(\S+) (\S+)"', shown.text)
    return [(said[title], said[words]) for title, words in named_by]


def marks(shown: Shown, shape: str, of: str) -> int:
    picture = re.sub(r"<ul class=\"key.*?</ul>", "", shown.text, flags=re.DOTALL)
    return len(re.findall(rf'<{shape} [^>]*class="{of}"', picture))


async def test_the_annual_wheel_shows_what_is_held_and_what_comes_of_the_readers_groups(pages: Pages) -> None:
    async with pages.visit("tor", "/plan") as browser:
        shown = await browser.get("/plan")
        assert shown.status == 200
        [(title, words)] = named(shown)
        assert title == "Årshjul for skoleåret 2026–27"
        assert "Dager med økter: 2. Dager med møter: 1." in words
        assert "30. november 2026" in words
        assert (marks(shown, "circle", "full"), marks(shown, "circle", "open")) == (1, 1)
        assert ["nov. 2026", "24.", "", ""] in rows(shown)
        assert ["des. 2026", "", "10.", "21.–31."] in rows(shown)
        assert "Tirsdag 12. januar kl. 8: Rektorgruppa, om inkluderende læringsmiljøer" in shown.text
        assert "Torsdag 10. desember kl. 9: møte i Rektorgruppa" in shown.text
        assert "(Juleferie)" in shown.text
        assert "Fjordgløtt" not in shown.text
        assert "style=" not in shown.text


async def test_a_coordinator_sees_the_wheel_of_all_groups_and_nynorsk_reads_as_nynorsk(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        shown = await browser.get("/plan")
        assert "Du ser alle gruppene i kommunen" in shown.text
        assert "kl. 14: Team ungdomstrinn Fjordgløtt, om " in shown.text
    async with pages.visit("pia") as browser:
        shown = await browser.get("/plan")
        assert "Rektorgruppa" not in shown.text
        [(title, words)] = named(shown)
        assert title == "Årshjul for skuleåret 2026–27"
        assert "Dagar med økter:" in words
        assert "Ein strek viser i dag" in words


async def test_other_school_years_have_wheels_of_their_own(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        shown = await browser.get("/plan/2027")
        assert "Ingenting er planlagt for gruppene dine dette skoleåret." in shown.text
        assert "En strek viser i dag" not in shown.text
        assert 'href="/plan/2026"' in shown.text
        for odd in ("/plan/1", "/plan/20x6", "/plan/99999"):
            assert (await browser.get(odd)).status == 404


async def test_what_is_tried_has_a_road_in_words_and_in_a_table_for_whoever_may_read_it(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        shown = await browser.get("/promises")
        told = dict(named(shown))
        assert told == {
            f"Veien for «{TORS}»": "Skrevet opp 24. november 2026. Delvis gjort 24. november 2026.",
            f"Veien for «{TOWNS}»": "Skrevet opp 24. november 2026. Ser på det igjen 12. januar 2027.",
        }
        assert "Fordi: vi bare rakk én uke" in shown.text
        assert [row for row in rows(shown) if row[0] == TORS] == [
            [TORS, "Du", "24. nov. 2026", "24. nov. 2026", "delvis gjort", ""]
        ]
        assert "<åpent>" not in shown.text
        assert (SIVS in shown.text, NEED in shown.text) == (False, False)
        assert "style=" not in shown.text
    async with pages.visit("siv") as browser:
        shown = await browser.get("/promises")
        told = dict(named(shown))
        assert told[f"Vegen for «{SIVS}»"].startswith("Skrive opp 24. november 2026. Ser på det att ")
        assert f'<p class="words" lang="nn" dir="auto">{NEED}</p>' in shown.text
        assert {"Guro Oppdiktet svarer:", ANSWER} <= set(map(_text, shown.text.splitlines()))
        assert html.escape(TORS) not in shown.text
    async with pages.visit("pia") as browser:
        shown = await browser.get("/promises")
        assert named(shown) == []
        assert "Ingenting er skrive opp enno." in shown.text


async def test_a_digest_draws_how_answers_spread_as_far_as_numbers_may_be_told(pages: Pages) -> None:
    for who, title, agree in (
        ("tor", "Slik fordeler svarene seg", "Enig"),
        ("siv", "Slik fordeler svara seg", "Einig"),
    ):
        async with pages.visit(who) as browser:
            digests = await browser.get("/digests")
            [path] = re.findall(r'href="(/digests/nordvik/[0-9a-f-]{36})"', digests.text)
            shown = await browser.get(path)
            assert named(shown) == [(title, f"{agree}: minst 5; Usikker: minst 5.")], "six agree, and that is not told"
            assert {(agree, "minst 5"), ("Usikker", "minst 5")} <= {tuple(row) for row in rows(shown)}
            assert "style=" not in shown.text


async def test_coverage_shows_what_was_asked_about_what_may_come_and_what_rests(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        shown = await browser.get("/coverage")
        [(title, words)] = named(shown)
        assert title == "Områder gjennom skoleåret 2026–27: Rektorgruppa"
        assert words.startswith("Spurt om: Inkluderende læringsmiljøer. Hviler: Balansere teoretisk")
        assert (marks(shown, "circle", "full"), marks(shown, "circle", "open")) == (1, 1)
        assert ["Inkluderende læringsmiljøer", "24. nov.", "jan"] in rows(shown)
        assert sum(row[1:] == ["", ""] for row in rows(shown)) == 5
        assert "Fjordgløtt" not in shown.text
        assert "style=" not in shown.text
    async with pages.visit("pia") as browser:
        [(title, words)] = named(await browser.get("/coverage"))
        assert title == "Område gjennom skuleåret 2026–27: Team ungdomstrinn Fjordgløtt"
        assert "Kviler: " in words


async def test_a_leader_sees_the_groups_of_the_school_and_a_coordinator_all_by_name(pages: Pages) -> None:
    of = r"Områder gjennom skoleåret 2026–27: (.+)"
    groups = {
        "rolf": ["Team 5", "Team mellomtrinn Solbakken"],
        "lea": ["Team 5"],
        "tor": ["Rektorgruppa"],
        "guro": ["alle gruppene i kommunen"],
    }
    for who, seen in groups.items():
        async with pages.visit(who) as browser:
            shown = await browser.get("/coverage")
            assert [re.findall(of, title)[0] for title, _ in named(shown)] == seen
            assert (await browser.get("/coverage/2025")).status == 200
    # Many groups stand in a single table, by name: nothing counts groups, or puts any above another.
    lines = [row for row in rows(shown) if len(row) == 7][1:]
    names = [row[0] for row in lines]
    assert len(names) == 14
    assert names == sorted(names)
    assert ["Rektorgruppa", "Spurt om", *["Hviler"] * 5] in lines


@pytest.mark.parametrize("who", ["tor", "siv"])
async def test_lists_are_taken_along_and_the_record_tells_of_each(pages: Pages, who: str) -> None:
    before = await _record(pages)
    async with pages.visit(who) as browser:
        for page in ("/digests", "/promises", "/plan", "/coverage"):
            shown = await browser.get(page)
            for link in _FILES.findall(shown.text):
                assert await _taken(pages, browser, link), link
            assert len(_FILES.findall(shown.text)) == 4, page
        promises, plan, coverage = [await _rows(pages, browser, f"/lists/{one}/file/csv") for one in _TABLES]
        document = docx.Document(BytesIO(await _taken(pages, browser, "/lists/promises/file/docx")))
        [digest] = json.loads(await _taken(pages, browser, "/lists/digests/file/json"))
        for none in ("/lists/promises/file/exe", "/lists/plan/1/file/csv", "/lists/me/file/csv"):
            assert (await browser.get(none)).status == 404
    assert [row[:3] for row in promises[1:]] == _SEEN[who]
    assert any(style.startswith("Quote") for style in {p.style.name for p in document.paragraphs if p.style})
    assert TOWNS in [paragraph.text for paragraph in document.paragraphs]
    assert [row[1] for row in plan[1:]] == ["Fri", "Økt", "Møte", "Fri", "Økt", *["Fri"] * 4]
    assert [row[3] for row in plan[1:] if row[1] == "Fri"] == [_SUMMER[who], "Juleferie", "", "", "", _SUMMER[who]]
    assert coverage[1][0] == "Rektorgruppa"
    assert digest["group"] == "Rektorgruppa"
    told = [line for line in await _record(pages) if line not in before]
    assert len(told) == 4 * 4 + 5
    assert not [line for line in told if TOWNS in line]
    async with pages.visit("pia") as browser:
        md = (await _taken(pages, browser, "/lists/promises/file/md")).decode()
        assert "Ingenting er skrive opp enno." in md
        assert not [words for words in (TOWNS, TORS, SIVS, NEED) if words in md]


async def test_ones_own_answers_are_taken_along_and_no_record_tells_of_it(pages: Pages) -> None:
    before = await _record(pages)
    async with pages.visit("ada") as browser:
        links = _FILES.findall((await browser.get("/answers")).text)
        files = {link.rpartition("/")[2]: await _taken(pages, browser, link) for link in links}
    [answer] = json.loads(files["json"])
    assert (answer["group"], answer["state"]) == ("Rektorgruppa", "given")
    assert "Rektorgruppa" in files["csv"].decode()
    assert answer["question"] in files["md"].decode().replace("\\", "")
    assert answer["question"] in [paragraph.text for paragraph in docx.Document(BytesIO(files["docx"])).paragraphs]
    assert await _record(pages) == before


_FILES = re.compile(r'href="(/lists/[^"]+/file/[a-z]+)"')
_TABLES = ("promises", "plan/2026", "coverage/2026")
_SUMMER = {
    "tor": "vanlig sommerferie",
    "siv": "vanleg sommarferie",
}
_SEEN = {
    "tor": [["Prøver", TOWNS, "Nordvik kommune"], ["Prøver", TORS, "Du"]],
    "siv": [
        ["Prøver", TOWNS, "Nordvik kommune"],
        ["Prøver", SIVS, "Du"],
        ["Ber om støtte", NEED, "Ein i Rektorgruppa"],
    ],
}


async def _taken(pages: Pages, browser: Browser, path: str) -> bytes:
    """The file; no cache keeps it."""
    async with browser.session.get(pages.url.with_path(path)) as response:
        assert response.status == 200, path
        assert response.headers["Content-Disposition"].startswith('attachment; filename="sloyfa-')
        assert response.headers["Cache-Control"] == "no-store"
        return await response.read()


async def _rows(pages: Pages, browser: Browser, path: str) -> list[list[str]]:
    return list(
        csv.reader(StringIO((await _taken(pages, browser, path)).decode("utf-8-sig"), newline=""), delimiter=";")
    )


async def _record(pages: Pages) -> list[str]:
    return list(await record_lines(pages.house.stage.app.db, "nordvik", actor=OPERATOR, since=None, as_json=True))


async def test_another_municipality_sees_nothing_of_it(pages: Pages) -> None:
    async with pages.browser() as browser:
        await browser.sign_in(UNNI.name)
        for path in ("/plan", "/promises", "/coverage"):
            shown = await browser.get(path)
            assert shown.status == 200
            assert not [word for word in ("Rektorgruppa", "Solbakken", "Nordvik", TOWNS) if word in shown.text]

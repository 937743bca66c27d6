"""Changing a series on its page: each way, who may, mistakes that lose nothing, and two who change at once."""

import html
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.rehearsal.cast import TENANT
from bot.rehearsal.issuer import Guest
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import at, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNNI = Guest(TENANT, "99999999-0000-4000-8000-000000000001", "Unni Oppdiktet", "koordinator")
PEOPLE = (
    *("guro,rektorgruppa,coordinator", "gerd,rektorgruppa,coordinator,nn", "tor,rektorgruppa,leader"),
    *("siv,rektorgruppa,participant", "rolf,team-solbakken,leader", "fia,team-solbakken,facilitator"),
    *("stig,team-solbakken,participant", "lise,team-fjordglott,leader", "ada,plangruppa,participant"),
)
GROUPS = ("team-5,solbakken,team,Team 5,", "plangruppa,nordvik,workgroup,Plangruppa,")
WHO = ("guro", "gerd", "tor", "siv", "rolf", "fia", "stig", "lise")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        nordvik = municipality(Path(folder) / "nordvik", people=PEOPLE, groups=GROUPS)
        async with open_pages(f"sqlite+aiosqlite:///{folder}/x.db", folder=nordvik, others=[UNNI]) as opened:
            house = opened.house
            await house.stage.bring_in(_sorvik(Path(folder) / "sorvik"), tenant=TENANT)
            for name, group in (("s", "rektorgruppa"), ("team", "team-solbakken"), ("two", "rektorgruppa")):
                rule = {"first": "2026-11-24", "every": '"week"', "until": "2027-02-16"}
                file = series(Path(folder), name, group, **rule)
                file.write_text(re.sub(r"dates = .*\n", "", file.read_text("utf-8")), "utf-8")
                await house.stage.plan(file)
            await house.install("guro", "tor", "siv", "rolf")
            yield opened


def _sorvik(folder: Path) -> Path:
    folder.mkdir()
    (folder / "units.csv").write_text("id,kind,name,parent,language\nsorvik,municipality,Sørvik,,nb\n")
    (folder / "groups.csv").write_text("id,unit,kind,name\nteam-sor,sorvik,team,Team Sør\n")
    person = f"{UNNI.object_id},{UNNI.name},unni@sorvik.example,team-sor,coordinator,nb"
    (folder / "people.csv").write_text(f"aad_object_id,name,upn,group,role,language\n{person}\n")
    return folder


def lines(shown: Shown) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.text)))


def version(shown: Shown) -> str:
    found = re.search(r'name="version" value="(\d+)"', shown.text)
    return found.group(1) if found else "1"


async def sent(
    browser: Browser,
    of: str,
    way: str,
    told: Mapping[str, str] | None = None,
    *,
    seen: Shown | None = None,
    **fields: str,
) -> Shown:
    page = await browser.get(f"/series/nordvik/{of}")
    known = {"csrf": page.csrf or (await browser.get("/series")).csrf, "once": "x", "version": version(seen or page)}
    return await browser.post(f"/series/nordvik/{of}/{way}", {**known, **(told or {}), **fields})


def session(day: str, of: str = "s", group: str = "rektorgruppa") -> str:
    return f"{of}.{group}.{day}"


async def test_each_way_is_done_and_told_and_the_page_shows_it(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        first = session("2026-12-01")
        shown = await sent(guro, "s", "move", session=first, day="2026-12-03", time="13:00")
        assert shown.url.query["done"] == "moved"
        assert "Økta er flyttet fra tirsdag 1. desember kl. 8 til torsdag 3. desember kl. 13." in lines(shown)
        assert "Flyttet fra tir. 1. des. kl. 8" in lines(shown)
        shown = await sent(guro, "s", "skip", session=session("2026-12-08"))
        assert "Økta tirsdag 8. desember kl. 8 hoppes over." in lines(shown)
        shown = await sent(guro, "s", "hold", session=session("2026-12-08"))
        assert "Økta tirsdag 8. desember kl. 8 er på plass igjen." in lines(shown)
        shown = await sent(guro, "s", "pause", day="2027-01-11")
        assert "Pause til 11. januar 2027." in lines(shown)
        assert "Neste økt åpner tirsdag 12. januar kl. 8" in lines(shown)
        shown = await sent(guro, "s", "resume")
        assert "Neste økt åpner tirsdag 24. november kl. 8" in lines(shown)
        shown = await sent(guro, "s", "retime", weekday="3", time="14:30")
        assert "Øktene som kommer, har fått ny dag eller tid." in lines(shown)
        assert "Neste økt åpner torsdag 26. november kl. 14.30" in lines(shown)
        assert "tir." not in lines(shown)
        shown = await sent(guro, "s", "start", session=session("2026-11-26"))
        assert "Økta åpner mandag 23. november kl. 9." in lines(shown)
        await pages.house.stage.settle()
        await pages.house.to(at(11, 23, 9, 5))
        shown = await guro.get("/series/nordvik/s")
        assert "er åpent til" in lines(shown)
        opened = session("2026-11-26")
        shown = await sent(guro, "s", "extend", session=opened, day="2026-12-01", time="12:00")
        assert "Spørsmålet er åpent til tirsdag 1. desember kl. 12." in lines(shown)
        shown = await sent(guro, "s", "nudge", session=opened)
        assert "De som ikke har svart, får en påminnelse nå. Hvem det er, får ingen vite." in lines(shown)
        shown = await sent(guro, "s", "nudge", session=opened)
        assert (shown.status, "Én er nok." in lines(shown)) == (409, True)
        shown = await sent(guro, "s", "clone", group="plangruppa")
        assert shown.url.path == "/series/nordvik/s-plangruppa"
        assert "Det samme er planlagt for den andre gruppa" in lines(shown)
        shown = await sent(guro, "s", "clone", group="plangruppa")
        assert (shown.status, "Dette er alt planlagt for den gruppa." in lines(shown)) == (409, True)
        shown = await sent(guro, "s-plangruppa", "end")
        assert "Sløyferekka er avsluttet." in lines(shown)
        shown = await sent(guro, "s", "cancel", session=opened)
        assert "Økta er avlyst." in lines(shown)


FREE = "Da er det fri (Første juledag). Det første som passer, er mandag 4. januar kl. 8."
TAKEN, OPENED = "Gruppa har alt en økt den dagen", "Økta har alt åpnet, eller er ikke der"
ONE = session("2026-12-01", "two")
WAYS = ("move", "skip", "pause", "retime", "start", "end", "clone", "nudge", "cancel", "extend", "close")
MISTAKES = (
    ("move", {"session": ONE, "day": "2026-11-20", "time": "08:00"}, "er alt over"),
    ("move", {"session": ONE, "day": "", "time": "08:00"}, "Velg en dag"),
    ("move", {"session": ONE, "day": "2026-12-25", "time": "08:00"}, FREE),
    ("move", {"session": ONE, "day": "2026-12-05", "time": "08:00"}, "Da er det helg. Det første som passer, er man"),
    ("move", {"session": ONE, "day": "2026-12-02", "time": "23:00"}, "Da er det stille tid."),
    ("move", {"session": ONE, "day": "2028-07-05", "time": "08:00"}, "Det er for langt fram"),
    ("move", {"session": ONE, "day": "2026-12-08", "time": "10:00"}, TAKEN),
    ("move", {"session": session("2026-10-01", "two"), "day": "2026-12-03", "time": "10:00"}, OPENED),
    ("skip", {"session": "made-up"}, OPENED),
    ("pause", {"day": "2026-11-01"}, "er alt over"),
    ("pause", {"day": "soon"}, "Velg en dag"),
    ("retime", {"weekday": "6", "time": "08:00"}, "Velg en av dagene"),
    ("clone", {"group": "there-is-none"}, "Velg en annen gruppe"),
    ("clone", {"group": "team-solbakken"}, "Velg en annen gruppe"),
    ("extend", {"session": ONE, "day": "2026-12-03"}, "Økta er ikke åpen nå"),
    ("nudge", {"session": ONE}, "Økta er ikke åpen nå"),
    ("cancel", {"session": "made-up"}, "Økta er ikke åpen nå"),
)  # fmt: skip


async def test_mistakes_are_told_in_words_and_lose_nothing(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        before = lines(await guro.get("/series/nordvik/two"))
        for way, fields, said in MISTAKES:
            shown = await sent(guro, "two", way, fields)
            assert (shown.status, said in lines(shown)) == (409, True), (way, fields, lines(shown)[:900])
            assert 'href="/series/nordvik/two/edit"' in shown.text
            if fields.get("day", "").startswith("20"):
                assert f'value="{fields["day"]}"' in shown.text or way not in {"move", "pause"}
        assert lines(await guro.get("/series/nordvik/two")) == before
        shown = await sent(guro, "two", "move", session=session("2026-12-01", "two"), day="2026-12-24", time="08:00")
        assert 'name="anyway"' in shown.text
        fields = {"session": session("2026-12-01", "two"), "day": "2026-12-24", "time": "08:00", "anyway": "yes"}
        assert (await sent(guro, "two", "move", fields)).url.query["done"] == "moved"
        assert "Flyttet fra tir. 1. des. kl. 8" in lines(await sent(guro, "two", "move", fields)), "twice is once"


async def test_a_pause_that_takes_every_session_left_is_asked_back_with_what_falls_away(pages: Pages) -> None:
    async with pages.visit("rolf") as rolf:
        shown = await sent(rolf, "team", "pause", day="2027-03-01")
        assert shown.status == 409
        assert "En pause til 1. mars 2027 tar alle de " in lines(shown)
        assert "(24. nov. 2026 – 16. feb. 2027). Mente du en annen dag? Velg den." in lines(shown)
        assert 'value="2027-03-01"' in shown.text
        other = await sent(rolf, "team", "pause", day="2027-03-08", anyway="2027-03-01")
        assert (other.status, "En pause til 8. mars 2027 tar" in lines(other)) == (409, True)
        assert "Neste økt åpner" in lines(await rolf.get("/series/nordvik/team")), "nothing is done before"
        field = re.search(r'id="pause-anyway" name="anyway" value="([^"]+)"', other.text)
        assert field is not None
        done = await sent(rolf, "team", "pause", day="2027-03-08", anyway=field.group(1))
        assert done.url.query["done"] == "paused"
        assert (await sent(rolf, "team", "resume")).url.query["done"] == "resumed"


async def test_the_later_of_two_is_shown_what_changed_and_loses_nothing(pages: Pages) -> None:
    async with pages.visit("guro") as guro, pages.visit("gerd") as gerd:
        seen = await gerd.get("/series/nordvik/two")
        assert (await sent(guro, "two", "skip", session=session("2026-12-15", "two"))).status == 200
        mine = {"session": session("2027-01-12", "two"), "day": "2027-01-13", "time": "09:00"}
        shown = await sent(gerd, "two", "move", mine, seen=seen)
        assert shown.status == 409
        assert "Planen er endra sidan du såg han." in lines(shown)
        assert "Økta tysdag 15. desember kl. 8 blir hoppa over." in lines(shown)
        assert 'value="2027-01-13"' in shown.text
        assert (await sent(gerd, "two", "move", mine, seen=shown)).url.query["done"] == "moved"


@pytest.mark.parametrize(
    ("day", "why", "at"),
    [
        ("2027-03-28", "Da er det fri (Første påskedag).", "søndag 28. mars kl. 3.30"),  # no such hour that night
        ("2027-10-31", "Da er det helg.", "søndag 31. oktober kl. 2.30"),  # that hour comes twice
    ],
)
async def test_a_session_moved_into_the_night_of_the_clocks_is_asked_about_and_told_when(
    pages: Pages, day: str, why: str, at: str
) -> None:
    moved = {"session": session("2027-01-26", "two"), "day": day, "time": "02:30"}
    async with pages.visit("guro") as guro:
        asked = await sent(guro, "two", "move", moved)
        assert (asked.status, why in lines(asked)) == (409, True), lines(asked)
        shown = await sent(guro, "two", "move", {**moved, "anyway": "yes"})
        assert f"til {at}." in lines(shown)
        assert (await sent(guro, "two", "move", {**moved, "anyway": "yes"})).status == 200, "twice is once"


@pytest.mark.parametrize("day", ["2027-02-29", "29.02.2027", "2026-02-30"])
async def test_a_day_that_no_year_has_is_asked_for_again(pages: Pages, day: str) -> None:
    async with pages.visit("guro") as guro:
        for way in ("move", "pause"):
            shown = await sent(guro, "two", way, session=session("2027-01-12", "two"), day=day, time="08:00")
            assert (shown.status, "Velg en dag" in lines(shown)) == (409, True)


PLANNERS = {"s": {"guro", "gerd"}, "team": {"rolf", "fia"}}
SEEING = {"s": {"guro", "gerd", "tor", "siv"}, "team": {"guro", "gerd", "rolf", "fia", "stig"}}


@pytest.mark.parametrize("who", WHO)
async def test_who_may_change_which_series_by_each_way(pages: Pages, who: str) -> None:
    async with pages.visit(who) as browser:
        csrf = (await browser.get("/series")).csrf
        for of, planners in PLANNERS.items():
            page = await browser.get(f"/series/nordvik/{of}")
            assert page.status == (200 if who in SEEING[of] else 404)
            assert ("Endre det som er planlagt" in lines(page)) is (who in planners)
            if who in planners:
                assert (await sent(browser, of, "skip", session="made-up")).status == 409
            for way in WAYS if who not in planners else ():
                data = {"csrf": csrf, "once": "x", "version": "1", "session": "made-up", "group": "made-up"}
                shown = await browser.post(f"/series/nordvik/{of}/{way}", data)
                assert shown.status == 404, (of, way)


async def test_another_municipality_sees_and_changes_nothing(pages: Pages) -> None:
    async with pages.browser() as unni:
        await unni.sign_in(UNNI.name)
        assert (await unni.get("/series/nordvik/s")).status == 404
        data = {"csrf": (await unni.get("/series")).csrf, "once": "x", "version": "1"}
        assert (await unni.post("/series/nordvik/s/end", data)).status == 404
        assert (await unni.post("/series/nordvik/s/end", {**data, "csrf": "made-up"})).status == 403


@pytest.mark.parametrize(
    ("path", "link"),
    [("/meetings", "/meetings"), ("/me", "/me"), ("/plan/new", "/series"), ("/people/nordvik", "/groups"), ("/", "/")],
)
async def test_the_menu_tells_where_a_page_belongs(pages: Pages, path: str, link: str) -> None:
    async with pages.visit("guro") as guro:
        shown = await guro.get(path)
    assert shown.status == 200
    assert re.findall(r'href="([^"]*)" aria-current="page"', shown.text) == [link]

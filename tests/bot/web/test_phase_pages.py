"""Phases on pages: asked for where work is to be carried out, kept in a plan, and their checkpoints answered."""

import re
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from dialogs.model import Stage
from dialogs.planning.phasing import mark_of
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from tests.bot.test_phases import PHASES, READY, TIME
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.bot.web.form_fields import filled_in
from tests.bot.web.test_planning_pages import text
from tests.nordvik import municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,participant",
    "liv,kollegiet,leader",
    "mona,kollegiet,participant",
)
RULE = {"every": "week", "first": "2026-11-26", "until": "2027-01-14", "intention": "implementing"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        staff = "kollegiet,solbakken,staff,Kollegiet på Solbakken,"
        nordvik = municipality(Path(folder) / "nordvik", people=PEOPLE, groups=[staff])
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=nordvik) as opened:
            await opened.house.stage.plan(series(Path(folder), "gammel", "rektorgruppa", intention='"implementing"'))
            yield opened


async def browser(pages: Pages, name: str) -> Browser:
    made = pages.browser()
    await made.sign_in(f"{name.title()} Oppdiktet")
    return made


async def send(browser: Browser, page: Shown, button: str, **changed: str | Sequence[str]) -> Shown:
    return await browser.ask("POST", page.url.path, data=[*filled_in(page.text, **changed), (button, "yes")])


async def stages(pages: Pages, name: str) -> list[Stage]:
    read = partial(sessions_of, municipality="nordvik", series_id=name)
    return [one.stage for one in await pages.house.stage.app.db.read(read)]


async def made(pages: Pages, browser: Browser, **changed: str | Sequence[str]) -> str:
    """The id of a plan started on the page."""
    db = pages.house.stage.app.db
    before = set(await db.read(partial(all_series, municipality="nordvik")))
    page = await send(browser, await browser.get("/plan/new"), "start", **{**RULE, **changed})
    if page.status == 409 or page.url.path == "/plan/new":
        page = await send(browser, page, "start", once="another")
    (name,) = set(await db.read(partial(all_series, municipality="nordvik"))) - before
    return name


async def test_work_to_be_carried_out_begins_with_three_phases_and_waits_after_the_first(pages: Pages) -> None:
    async with await browser(pages, "liv") as liv:
        page = await liv.get("/plan/new")
        assert "Forberede og kartlegge" in page.text
        wrong = await send(liv, page, "look", **RULE, phase_1_name="", phase_2_name="", anchoring_link="sak 12")
        assert "Del arbeidet i minst to faser." in text(wrong)
        assert "«sak 12» er ikke en lenke. Den begynner med https://." in text(wrong)
        stopped = {"phase_0_checkpoints": "Eleven Kari Nordmann i 4B nekter å komme på skolen"}
        assert "Dette ser ut til å fortelle om enkeltpersoner" in text(
            await send(liv, page, "start", **RULE, **stopped)
        )
        wanted = {
            "phase_0_sessions": "2",
            "phase_0_responsible": "leader",
            "phase_0_checkpoints": "Er alle på vårt trinn med?",
        }
        name = await made(pages, liv, **wanted, taking_part="Elevrådet er med.", anchoring="Sak 12/26")
        stored = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
        assert stored is not None
        assert [phase.name for phase in stored.phases] == [
            "Forberede og kartlegge",
            "Gjennomføre",
            "Evaluere og vedlikeholde",
        ]
        assert stored.phases[0].checkpoints[-1] == "Er alle på vårt trinn med?"
        assert (stored.phases[0].responsible, stored.taking_part) == ("leader", "Elevrådet er med.")
        assert (await stages(pages, name))[:3] == [Stage.PLANNED, Stage.PLANNED, Stage.WAITING]
        shown = await liv.get(f"/series/nordvik/{name}")
        assert "Neste fase venter på sjekkpunktene i «Forberede og kartlegge»" in text(shown)
        assert "Ansvar: rektor eller styrer." in text(shown)
        for path in ("/series", "/plan"):
            assert "enter på sjekkpunkt" in text(await liv.get(path)), path
        await answered(pages, liv, name, shown)


async def answered(pages: Pages, liv: Browser, name: str, page: Shown) -> None:
    """Every checkpoint of the first phase, the last left with a reason."""
    path = f"/series/nordvik/{name}/checkpoint"
    marks = list(dict.fromkeys(re.findall(r'name="checkpoint" value="(\w+)"', page.text)))
    hidden = dict(filled_in(page.text))
    phase = marks[:4]
    for seen, mark in enumerate(phase):
        last = mark == phase[-1]
        sent = {"csrf": hidden["csrf"], "once": mark, "seen": str(seen), "checkpoint": mark, "because": ""}
        page = await liv.ask("POST", path, data={**sent, "answered": "waived" if last else "yes"})
    assert page.status == 409
    assert "Skriv hvorfor dere går videre uten dette." in text(page)
    sent = {**sent, "once": "again", "because": "Trinnet begynner etter jul."}
    page = await liv.ask("POST", path, data={**sent, "answered": "waived"})
    assert page.status == 200
    assert "Dere går videre uten dette sjekkpunktet." in text(page)
    assert "Trinnet begynner etter jul." in text(page)
    assert (await stages(pages, name))[2] is Stage.PLANNED
    late = await liv.ask("POST", path, data={**sent, "once": "late", "answered": "not_yet", "seen": "0"})
    assert late.status == 409
    assert "Noen andre har svart på dette mens du skrev." in text(late)


async def test_a_series_of_another_intention_is_asked_for_none_of_it(pages: Pages) -> None:
    async with await browser(pages, "liv") as liv:
        name = await made(pages, liv, intention="conveying", areas=["elevsentrert-ledelse"])
        stored = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
        assert stored is not None
        assert stored.phases == ()
        assert "Fasene i arbeidet" not in text(await liv.get(f"/series/nordvik/{name}"))


async def test_a_series_planned_without_phases_keeps_none_when_something_else_is_changed(pages: Pages) -> None:
    async with await browser(pages, "guro") as guro:
        page = await guro.get("/series/nordvik/gammel/edit")
        saved = await send(guro, page, "start", time="09:30")
        if saved.url.path.endswith("/edit"):
            await send(guro, saved, "start", once="another")
        stored = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id="gammel"))
        assert stored is not None
        assert (f"{stored.wall_time}", stored.phases) == ("09:30:00", ())


async def test_who_does_not_plan_sees_the_phases_and_no_checkpoint(pages: Pages) -> None:
    async with await browser(pages, "liv") as liv, await browser(pages, "mona") as mona:
        name = await made(pages, liv, areas=["profesjonelle-laeringsfellesskap"])
        own = await mona.get(f"/series/nordvik/{name}")
        assert own.status == 200
        assert "2. Gjennomføre: venter på sjekkpunktene i fasen før" in text(own)
        assert "Har vi undersøkt hvor vi står i dag?" not in text(own)
        sent = {"csrf": dict(filled_in(own.text)).get("csrf", ""), "once": "x", "seen": "0", "answered": "yes"}
        forged = await mona.ask("POST", f"/series/nordvik/{name}/checkpoint", data=sent)
        assert forged.status in {403, 404}


async def test_in_a_series_of_several_groups_whoever_leads_one_sees_and_answers_for_that_one(pages: Pages) -> None:
    with TemporaryDirectory() as folder:
        await pages.house.stage.plan(of_groups(Path(folder), "felles", "kollegiet", "rektorgruppa"))
    db, path = pages.house.stage.app.db, "/series/nordvik/felles"
    async with await browser(pages, "liv") as liv:
        page = await liv.get(path)
        assert "Kollegiet på Solbakken: venter på sjekkpunktene i «Forberede»" in text(page)
        assert "Rektorgruppa: venter" not in text(page), "groups that the reader does not see are not told of"
        hidden = dict(filled_in(page.text))
        sent = {"csrf": hidden["csrf"], "checkpoint": mark_of(READY), "because": "", "seen": "0", "answered": "yes"}
        refused = await liv.ask("POST", f"{path}/checkpoint", data={**sent, "once": "a", "for_group": "rektorgruppa"})
        assert refused.status == 404
        for number, one in enumerate((READY, TIME)):
            own = {**sent, "once": f"b{number}", "checkpoint": mark_of(one), "for_group": "kollegiet"}
            done = await liv.ask("POST", f"{path}/checkpoint", data=own)
            assert done.status == 200
        assert "Kollegiet på Solbakken: venter på sjekkpunktene i «Gjennomføre»" in text(await liv.get(path))
    known = await db.read(partial(sessions_of, municipality="nordvik", series_id="felles"))
    waiting = [one.group for one in known if one.stage is Stage.WAITING]
    assert waiting.count("kollegiet") == 1
    assert waiting.count("rektorgruppa") == 3


def of_groups(folder: Path, name: str, *groups: str) -> Path:
    when = {"first": "2026-11-24", "every": '"week"', "until": "2026-12-15"}
    file = series(folder, name, *groups, intention='"implementing"', **when)
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("dates")]
    file.write_text("\n".join([*lines, PHASES.replace("tor@nordvik.example", "leader")]), encoding="utf-8")
    return file

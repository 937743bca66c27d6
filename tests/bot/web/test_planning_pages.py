"""A plan is made and changed on a page: all that a file can say, with the same checks, for whoever may plan."""

import asyncio
import html
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.reports.series_files import exported
from dialogs.calendar.instants import local
from dialogs.model import Intention, Rung, Series
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.bot.web.form_fields import fields, filled_in
from tests.nordvik import OPERATOR, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,participant",
    "liv,kollegiet,leader,nn",
    "mona,kollegiet,participant",
    "kari,team-solbakken,facilitator",
    "lars,team-solbakken,participant",
    "pia,team-fjordglott,facilitator",
)
AREA, OTHER = "inkluderende-laeringsmiljoer", "elevsentrert-ledelse"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        staff = "kollegiet,solbakken,staff,Kollegiet på Solbakken,"
        nordvik = municipality(Path(folder) / "nordvik", people=PEOPLE, groups=[staff])
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=nordvik) as opened:
            await opened.house.stage.plan(series(Path(folder), "rektorene", "rektorgruppa"))
            await opened.house.stage.plan(series(Path(folder), "sammen", "team-solbakken", "team-fjordglott"))
            yield opened


async def browser(pages: Pages, name: str) -> Browser:
    made = pages.browser()
    await made.sign_in(f"{name.title()} Oppdiktet")
    return made


async def send(browser: Browser, page: Shown, button: str, **changed: str | Sequence[str]) -> Shown:
    told = filled_in(page.text, **changed)
    return await browser.ask("POST", page.url.path, data=[*told, (button, "yes")])


async def stored(pages: Pages) -> set[str]:
    return set(await pages.house.stage.app.db.read(partial(all_series, municipality="nordvik")))


async def the(pages: Pages, name: str) -> Series:
    found = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
    assert found is not None
    return found


def text(page: Shown) -> str:
    return " ".join(html.unescape(page.text).split())


async def test_a_plan_is_made_on_the_page_with_the_card_s_choices_and_dates(pages: Pages) -> None:
    async with await browser(pages, "liv") as liv:
        before = await stored(pages)
        page = await liv.get("/plan/new")
        assert page.status == 200
        told = dict(fields(page.text))
        assert (told["groups"], told["areas"], told["first"], told["time"]) == (
            "kollegiet",
            AREA,
            "2026-12-01",
            "14:00",
        )
        assert "Gruppa har aldri blitt spurd om dette." in text(page)
        # What comes next, and why.
        assert "Spørsmåla som kjem, og kvifor" in text(page)
        assert "Vi spør om dette" in text(page)
        looked = await send(liv, page, "look", every="fortnight", until="2027-01-15", intention="spreading")
        assert looked.status == 200
        assert "15. des. kl. 14" in text(looked)
        assert dict(fields(looked.text))["intention"] == "spreading"
        assert await stored(pages) == before, "nothing is kept before «Start»"
        started = await send(liv, looked, "start")
        (name,) = await stored(pages) - before
        assert started.url.path == f"/series/nordvik/{name}"
        assert started.status == 200
        made = await the(pages, name)
        assert (made.groups, made.intention) == (("kollegiet",), Intention.SPREADING)
        # The same form once more, from another tab, plans nothing more.
        again = await send(liv, looked, "start", once="another")
        assert again.url.path == f"/series/nordvik/{name}"
        assert await stored(pages) == before | {name}


async def test_everything_that_a_file_can_say_is_said_on_the_page_and_changed_there(pages: Pages) -> None:
    async with await browser(pages, "guro") as guro:
        page = await guro.get("/series/nordvik/rektorene/edit")
        assert page.status == 200
        assert dict(fields(page.text))["dates"] == "2026-11-24"
        prompts = [value for name, value in _all_choices(page.text) if name == "prompts"][:2]
        changed = {
            "groups": ["rektorgruppa"],
            "areas": [AREA, OTHER],
            "dates": "2026-12-01\n2026-12-08\n2027-02-03T09:15:00Z",
            "time": "9.30",
            "stays_open": "P2D",
            "default_rung": "municipality",
            "digest_readers": ["guro@nordvik.example"],
            "led_by": "guro@nordvik.example",
            "draft_ahead": "P2D",
            "on_closed": "skip",
            "leader_speaks_last": "true",
            "goals": "Alle skal høre til.",
            "need": "Mer tid sammen",
            "weights": [f"{AREA}:3", f"{OTHER}:1"],
            "meeting_0_group": "rektorgruppa",
            "meeting_0_day": "2026-12-10",
            "meeting_0_time": "09:00",
            "meeting_0_minutes": "90",
            "meeting_0_draft_days_ahead": "7",
            "prompts": prompts,
        }
        saved = await send(guro, page, "start", **changed)
        assert saved.url.path == "/series/nordvik/rektorene", text(saved)[:2000]
        made = await the(pages, "rektorene")
        assert (made.areas, made.default_rung, made.draft_ahead) == ((AREA, OTHER), Rung.MUNICIPALITY, "P2D")
        assert (made.leader_speaks_last, dict(made.weights), made.prompts) == (True, {AREA: 3}, tuple(prompts))
        assert (made.goals, made.need, made.meetings[0].minutes) == (("Alle skal høre til.",), "Mer tid sammen", 90)
        found = await pages.house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="rektorene"))
        assert {f"{local(one.opens_at):%m-%d %H:%M}" for one in found} >= {"12-01 09:30", "12-08 09:30", "02-03 10:15"}
        # The form comes back as it was saved, and saving it again changes nothing.
        back = await guro.get("/series/nordvik/rektorene/edit")
        file = await exported(pages.house.stage.app.db, "rektorene", actor=OPERATOR)
        assert (await send(guro, back, "start")).status == 200
        assert await exported(pages.house.stage.app.db, "rektorene", actor=OPERATOR) == file


async def test_of_two_who_change_a_plan_at_once_the_later_is_told_and_loses_nothing(pages: Pages) -> None:
    async with await browser(pages, "guro") as one, await browser(pages, "guro") as other:
        first, later = [await each.get("/series/nordvik/rektorene/edit") for each in (one, other)]
        assert (await send(one, first, "start", need="Den enes behov")).url.path == "/series/nordvik/rektorene"
        told = await send(other, later, "start", need="Den andres behov", stays_open="P3D")
        assert "Noen andre har endret planen mens du så på den." in text(told)
        assert (await the(pages, "rektorene")).need == "Den enes behov"
        assert ("need", "Den andres behov") in fields(told.text)
        assert (await send(other, told, "start")).url.path == "/series/nordvik/rektorene"
        assert ((await the(pages, "rektorene")).need, (await the(pages, "rektorene")).stays_open) == (
            "Den andres behov",
            "P3D",
        )


async def test_of_two_who_save_at_the_very_same_moment_the_later_is_told_and_may_save_after_all(pages: Pages) -> None:
    async with await browser(pages, "guro") as one, await browser(pages, "guro") as other:
        forms = [await each.get("/series/nordvik/rektorene/edit") for each in (one, other)]
        needs = ("Det ene behovet", "Det andre behovet")
        sending = [
            send(who, form, "start", need=need) for who, form, need in zip((one, other), forms, needs, strict=True)
        ]
        saved, told = sorted(await asyncio.gather(*sending), key=lambda shown: shown.url.path.endswith("/edit"))
        assert saved.url.path == "/series/nordvik/rektorene"
        assert "Noen andre har endret planen mens du så på den." in text(told)
        kept = next(value for name, value in fields(told.text) if name == "need")
        assert {kept, (await the(pages, "rektorene")).need} == set(needs)
        later = other if kept == needs[1] else one
        assert (await send(later, told, "start")).url.path == "/series/nordvik/rektorene"
        assert (await the(pages, "rektorene")).need == kept


async def test_mistakes_stand_beside_their_fields_and_lose_nothing(pages: Pages) -> None:
    async with await browser(pages, "kari") as kari:
        page = await kari.get("/plan/new")
        before = await stored(pages)
        wrong: dict[str, dict[str, str | Sequence[str]]] = {
            "Velg minst én gruppe.": {"groups": ()},
            "Mandag 2. november 2026 kl. 14.00 er passert": {"first": "2026-11-02"},
            "er før den første": {"first": "2026-12-01", "until": "2026-11-30"},
            "er mer enn 10 år etter": {"first": "2026-12-01", "until": "2046-11-30"},
            "er ikke et klokkeslett": {"time": "kvart på ni"},
            "Team mellomtrinn Solbakken har ingen kanal ennå.": {"asked": "channel"},
            "2026-12-01 står der to ganger.": {"dates": "2026-12-01\n2026-12-01"},
            "er ikke en dag": {"dates": "i morgen"},
            "Utkastet må komme før møtepakken": {
                "meeting_0_group": "team-solbakken",
                "meeting_0_day": "2026-12-10",
                "meeting_0_time": "09:00",
                "meeting_0_draft_days_ahead": "2",
            },
            "Det finnes ikke spørsmål til Team mellomtrinn Solbakken som passer": {
                "areas": ["digital-teknologi"],
                "phase": "evaluating",
                "audience": "newcomers",
                "requirements": ["oppl-2023-12-2"],
            },
        }
        for words, changed in wrong.items():
            answered = await send(kari, page, "start", need="Det som er skrevet", **changed)
            assert words in text(answered), words
            assert 'aria-invalid="true"' in answered.text or "asked" not in changed, words
            kept = fields(answered.text)
            assert ("need", "Det som er skrevet") in kept
        assert await stored(pages) == before


async def test_words_of_ones_own_pass_the_guard(pages: Pages) -> None:
    async with await browser(pages, "kari") as kari:
        page = await kari.get("/plan/new")
        before = await stored(pages)
        told = {"goals": "Ola Nordmann i 7B skal slutte å slå. Fødselsnummer 01010112345"}
        answered = await send(kari, page, "start", **told)
        assert "Skriv det uten" in text(answered)
        assert await stored(pages) == before


async def test_nobody_makes_or_changes_a_plan_without_the_right(pages: Pages) -> None:
    allowed = {
        "guro": {"rektorene"},
        "tor": set[str](),
        "liv": set[str](),
        "lars": set[str](),
        "kari": set[str](),
        "pia": set[str](),
    }
    for name, series_ in allowed.items():
        async with await browser(pages, name) as one:
            plans = name not in {"tor", "lars"}
            assert (await one.get("/plan/new")).status == (200 if plans else 404), name
            for each in ("rektorene", "sammen", "finnes-ikke"):
                page = await one.get(f"/series/nordvik/{each}/edit")
                assert page.status == (200 if each in series_ else 404), (name, each)
            assert (await one.get("/plan/new?municipality=s%C3%B8rvik")).status == 404


async def test_two_plans_about_the_same_can_be_changed_and_not_become_the_same(pages: Pages, tmp_path: Path) -> None:
    for name, area in (("en", AREA), ("to", AREA), ("tre", OTHER)):
        await pages.house.stage.plan(series(tmp_path, name, "team-fjordglott", areas=f'["{area}"]'))
    async with await browser(pages, "pia") as pia:
        for name in ("en", "to"):
            page = await pia.get(f"/series/nordvik/{name}/edit")
            assert "har alt en plan om dette" not in text(page)
            assert (await send(pia, page, "start", need="Mer tid")).url.path == f"/series/nordvik/{name}"
        other = await pia.get("/series/nordvik/tre/edit")
        assert "har alt en plan om dette" in text(await send(pia, other, "start", areas=[AREA]))


def _all_choices(page: str) -> list[tuple[str, str]]:
    """Ticked or not."""
    return fields(page.replace('type="checkbox"', 'type="checkbox" checked'))

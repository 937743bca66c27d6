"""Two who change a series from forms opened before: the later is shown what changed, and nothing happens twice."""

import asyncio
import html
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from dialogs.model import DeliveryKind, Session
from storage.records import records_of
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import House, at, municipality, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "gerd,rektorgruppa,coordinator", "tor,rektorgruppa,leader"),
    *("siv,rektorgruppa,participant", "ada,plangruppa,participant", "bo,rektorgruppa,participant"),
)
PHASES = """
[[phases]]
name = "Forberede"
sessions = 1
checkpoints = ["Er alle med?"]

[[phases]]
name = "Gjennomføre"
"""
FIRST, SECOND, THIRD = "2026-11-24", "2026-12-01", "2026-12-08"
MEANWHILE = "Planen er endret siden du så den."
GONE = "Ingen økter venter, så det er ingenting å endre."


@dataclass(frozen=True)
class Row:
    """What the first and the later send, what the later reads, and how often the act may stand in the record.

    `session` is a day. `is_open`: the first session has opened. `told` is read by the later when the forms arrive in
    order; `kept` are the values that stand in the later's form.
    """

    name: str
    way: str
    sent: dict[str, str]
    later_way: str
    later: dict[str, str]
    told: tuple[str, ...]
    kept: tuple[str, ...] = ()
    acts: dict[str, int] = field(default_factory=lambda: {"series_changed": 1})
    is_open: bool = False


MOVE = {"session": SECOND, "day": "2026-12-03", "time": "13:00"}
ROWS = (
    Row("move-move", "move", MOVE, "move", {"session": THIRD, "day": "2026-12-10", "time": "10:30"},
        (MEANWHILE, "er flyttet til torsdag 3. desember kl. 13"), ("2026-12-10", "10:30")),
    Row("same-move", "move", MOVE, "move", MOVE, ("Økta er flyttet",)),
    Row("skip-move", "skip", {"session": SECOND}, "move", MOVE, (MEANWHILE, "hoppes over"), ("2026-12-03", "13:00")),
    Row("skip-skip", "skip", {"session": SECOND}, "skip", {"session": SECOND}, ("hoppes over. Den kan",)),
    Row("pause-pause", "pause", {"day": "2026-12-07"}, "pause", {"day": "2026-12-14"},
        (MEANWHILE, "Det er pause til 7. desember 2026."), ("2026-12-14",)),
    Row("pause-move", "pause", {"day": "2026-12-07"}, "move", MOVE,
        (MEANWHILE, "Det er pause til 7. desember"), ("13:00",)),
    Row("retime-retime", "retime", {"weekday": "3", "time": "09:00"}, "retime", {"weekday": "4", "time": "10:30"},
        (MEANWHILE, "har fått ny dag eller tid"), ("10:30",)),
    Row("retime-move", "retime", {"weekday": "3", "time": "09:00"}, "move", MOVE,
        (MEANWHILE, "har fått ny dag eller tid"), ("2026-12-03", "13:00")),
    Row("retime-clone", "retime", {"weekday": "3", "time": "09:00"}, "clone", {"group": "plangruppa"},
        (MEANWHILE, "har fått ny dag eller tid")),
    Row("move-end", "move", MOVE, "end", {}, (MEANWHILE, "er flyttet til torsdag 3. desember kl. 13")),
    Row("end-move", "end", {}, "move", MOVE, (GONE,), (), {"series_ended": 1}),
    Row("end-pause", "end", {}, "pause", {"day": "2026-12-07"}, (GONE,), (), {"series_ended": 1}),
    Row("end-retime", "end", {}, "retime", {"weekday": "3", "time": "09:00"}, (GONE,), (), {"series_ended": 1}),
    Row("end-end", "end", {}, "end", {}, ("Sløyferekka er avsluttet.",), (), {"series_ended": 1}),
    Row("clone-clone", "clone", {"group": "plangruppa"}, "clone", {"group": "plangruppa"},
        ("Dette er alt planlagt for den gruppa.",), (), {"series_planned": 1}),
    Row("start-start", "start", {"session": FIRST}, "start", {"session": FIRST},
        (MEANWHILE, "er flyttet til mandag 23.")),
    Row("start-skip", "start", {"session": FIRST}, "skip", {"session": FIRST},
        (MEANWHILE, "er flyttet til mandag 23.")),
    Row("extend-extend", "extend", {"session": FIRST, "day": "2026-12-01", "time": "12:00"},
        "extend", {"session": FIRST, "day": "2026-12-02", "time": "14:15"},
        (MEANWHILE, "Spørsmålet er åpent til tirsdag 1. desember kl. 12."), ("2026-12-02", "14:15"),
        {"deadline_moved": 1}, is_open=True),
    Row("extend-close", "extend", {"session": FIRST, "day": "2026-12-01", "time": "12:00"}, "close", {"session": FIRST},
        (MEANWHILE, "Spørsmålet er åpent til tirsdag 1. desember kl. 12."), (), {"deadline_moved": 1}, is_open=True),
    Row("nudge-nudge", "nudge", {"session": FIRST}, "nudge", {"session": FIRST},
        ("Én er nok.",), (), {"session_nudged": 1}, is_open=True),
    Row("close-close", "close", {"session": FIRST}, "close", {"session": FIRST},
        ("Økta er ikke åpen nå.",), (), {"deadline_moved": 1}, is_open=True),
    Row("cancel-cancel", "cancel", {"session": FIRST}, "cancel", {"session": FIRST},
        ("Økta er avlyst.",), (), {"session_cancelled": 1}, is_open=True),
)  # fmt: skip
MODES = ("order", "gather")


def named(row: Row, mode: str) -> str:
    return f"{row.name}-{mode}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        groups = ("plangruppa,nordvik,workgroup,Plangruppa,",)
        nordvik = municipality(folder / "nordvik", people=PEOPLE, groups=groups)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=nordvik) as opened:
            await opened.house.install("guro", "gerd", "tor", "siv", "bo")
            for mode in MODES:
                for row in ROWS:
                    await plan(opened.house, folder, named(row, mode), opens=not row.is_open)
                await plan(opened.house, folder, f"phased-{mode}", PHASES)
            await opened.house.to(at(11, 23, 10))
            yield opened


async def plan(house: House, folder: Path, name: str, more: str = "", *, opens: bool = True) -> None:
    """Weekly, the first session the day after, or opened already."""
    first = '["2026-11-23T09:30:00+01:00"' if not opens else f"[{FIRST}"
    dates = f"{first}, {SECOND}, {THIRD}]".replace('"', "")
    intention = '"implementing"' if more else '"conveying"'
    file = series(folder, name, "rektorgruppa", dates=dates, intention=intention)
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    await house.stage.plan(file)


def lines(shown: Shown) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.text)))


async def kept_of(house: House, name: str) -> list[Session]:
    return list(await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id=name)))


async def fields_of(pages: Pages, name: str, told: dict[str, str], page: Shown, once: str) -> dict[str, str]:
    """The form as its page would send it."""
    version = re.search(r'name="version" value="(\d+)"', page.text)
    seen = re.search(r'name="seen" value="([^"]*T[^"]*)"', page.text)
    assert version is not None
    found = {**told, "csrf": page.csrf, "once": once, "version": version.group(1)}
    found |= {"seen": seen.group(1)} if seen else {}
    if "session" in told:
        found["session"] = await session_of(pages, name, told["session"])
    return found


async def session_of(pages: Pages, name: str, day: str) -> str:
    sessions = await kept_of(pages.house, name)
    if day == FIRST:
        return sessions[0].id
    return next(one.id for one in sessions if day in one.id)


async def both(pages: Pages, name: str, row: Row, mode: str, two: tuple[Browser, Browser]) -> list[Shown]:
    address, (first, later) = f"/series/nordvik/{name}", two
    forms = [
        await fields_of(pages, name, told, await browser.get(address), once)
        for told, browser, once in ((row.sent, first, "a"), (row.later, later, "b"))
    ]
    asking = [
        first.post(f"{address}/{row.way}", forms[0]),
        later.post(f"{address}/{row.later_way}", forms[1]),
    ]
    return list(await asyncio.gather(*asking)) if mode == "gather" else [await one for one in asking]


async def acts(pages: Pages, name: str) -> Counter[str]:
    """What the record tells of the series and its copy since the plan."""
    kept = await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik"))
    mine = (one for one in kept if one.by.value != "operator")
    return Counter(
        one.act.value
        for one in mine
        if name in {one.about.get("series", "").removesuffix("-plangruppa"), one.about.get("session", "").split(".")[0]}
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_the_later_of_two_is_shown_what_changed_and_nothing_happens_twice(
    pages: Pages, row: Row, mode: str
) -> None:
    name = named(row, mode)
    async with pages.visit("guro") as guro, pages.visit("gerd") as gerd:
        shown = await both(pages, name, row, mode, (guro, gerd))
    if mode == "order":
        assert shown[0].status == 200, lines(shown[0])
        for told in row.told:
            assert told in lines(shown[1]), lines(shown[1])
        for value in row.kept:
            assert f'value="{value}"' in shown[1].text
    happened = await acts(pages, name)
    if mode == "order":
        assert happened == Counter(row.acts)
    else:
        assert set(happened.values()) == {1}, happened
        assert len(happened) == 1 or row.later_way == "clone", "a copy changes nothing of its original"
        assert sorted({one.status for one in shown} - {409}) == [200]
    known = await pages.house.stage.app.db.read(partial(all_series, municipality="nordvik"))
    assert len([one for one in known if one.startswith(name)]) == 1 + ("series_planned" in happened)


async def test_whatever_two_have_pressed_each_person_got_each_thing_once(pages: Pages) -> None:
    await pages.house.stage.settle()
    for kind in (DeliveryKind.PROMPT, DeliveryKind.REMINDER, DeliveryKind.NOTICE):
        sent = Counter((one.session, one.person, str(one.about)) for one in await pages.house.deliveries(kind))
        assert set(sent.values()) <= {1}, kind


@pytest.mark.parametrize("mode", MODES)
async def test_two_who_answer_a_checkpoint_keep_one_answer_and_the_other_ones_words(pages: Pages, mode: str) -> None:
    address = f"/series/nordvik/phased-{mode}"
    async with pages.visit("guro") as guro, pages.visit("gerd") as gerd:
        forms = []
        for browser, answered, because in (
            (guro, "yes", "Alle var der i dag."),
            (gerd, "waived", "Vi begynner likevel."),
        ):
            page = await browser.get(address)
            hidden = {
                field: re.search(rf'name="{field}" value="([^"]*)"', page.text)
                for field in ("for_group", "seen", "checkpoint")
            }
            told = {field: found.group(1) if found else "" for field, found in hidden.items()}
            forms.append({**told, "csrf": page.csrf, "once": answered, "answered": answered, "because": because})
        asking = [guro.post(f"{address}/checkpoint", forms[0]), gerd.post(f"{address}/checkpoint", forms[1])]
        shown = list(await asyncio.gather(*asking)) if mode == "gather" else [await one for one in asking]
    assert sorted(one.status for one in shown) == [200, 409]
    later = next(one for one in shown if one.status == 409)
    assert "Noen andre har svart på dette mens du skrev." in lines(later)
    assert forms[shown.index(later)]["because"] in html.unescape(later.text)
    assert (await acts(pages, f"phased-{mode}")).total() == 1


@pytest.mark.parametrize("mode", MODES)
async def test_two_who_choose_the_next_question_keep_one_and_the_other_ones_words(pages: Pages, mode: str) -> None:
    name = named(ROWS[0], mode)
    session = await session_of(pages, name, THIRD)
    address = f"/series/nordvik/{name}/questions/{session}"
    async with pages.visit("guro") as guro, pages.visit("gerd") as gerd:
        seen = [await browser.get(address) for browser in (guro, gerd)]
        versions = [re.search(r'name="version" value="(\d+)"', page.text) for page in seen]
        offered = re.findall(r'name="chosen" value="([^"]+)"', seen[0].text)
        assert len(offered) > 1
        asking = [
            browser.post(
                f"{address}/pick",
                {"csrf": page.csrf, "once": "x", "version": found.group(1) if found else "", "chosen": one},
            )
            for browser, page, found, one in zip((guro, gerd), seen, versions, offered, strict=False)
        ]
        shown = list(await asyncio.gather(*asking)) if mode == "gather" else [await one for one in asking]
    assert sorted(one.status for one in shown) == [200, 409], [lines(one)[:600] for one in shown]
    later = next(one for one in shown if one.status == 409)
    assert f'value="{offered[shown.index(later)]}" checked' in re.sub(r"\s+", " ", later.text)
    found = await pages.house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id=name))
    assert found is not None
    assert len(found.questions) == 1

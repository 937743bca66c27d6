"""A group's next prompt in the real application: resting prompts, the stored reasons, and the output of `why`."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.context.catalogues import Catalogues
from bot.errors import WrongPlan
from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.clients import Client, Team
from bot.reports.explaining import sentence, why_lines
from content.catalogue import load
from content.catalogue_types import Audience, Phase, Prompt
from content.language import Wording
from dialogs.asking.prompting import ASKED_ROLES
from dialogs.model import AppliedRule, PastPrompt, Reason, Step
from storage import askings
from storage.database import Database
from storage.steps import one_step
from storage.tables.sessions import steps
from tests.bot.commands import CommandResult, Commands
from tests.dialogs.made_up import prompt as plain
from tests.nordvik import OPERATOR, House, at, last, open_house, own_words, seen, series

AREA, OTHER = "inkluderende-laeringsmiljoer", "digital-teknologi"
GROUP, TEAM_NAME = "team-solbakken", "Team mellomtrinn Solbakken"
TEAM = ("kari", "lars", "mona", "nils")
WEEKS = ("2026-11-24", "2026-12-01", "2026-12-08")


def prompt(id_: str, **fields: Any) -> Prompt:  # noqa: ANN401 - whatever a test names
    return replace(plain(id_), areas=(AREA,), **fields)


def set_prompts(house: House, *prompts: Prompt) -> None:
    """Replace all prompts of the application's catalogue."""
    app = house.stage.app
    app.catalogues = Catalogues(replace(app.catalogues.base, prompts=prompts))


async def plan(house: House, folder: Path, name: str = "uka", *dates: str, group: str = GROUP, **keys: str) -> None:
    told = ", ".join(dates or WEEKS)
    await house.stage.plan(series(folder, name, group, dates=f"[{told}]", time="15:00:00", **keys))


async def go_to_date(house: House, date: str) -> None:
    month, day = (int(part) for part in date.split("-")[1:])
    await house.to(at(month, day, 15))


def card(client: Client) -> str:
    return next(one.id for one in reversed(client.chat) if one.from_bot and "Send svar" in str(one.card))


async def reply(house: House, replies: str, *, names: Sequence[str] = TEAM) -> None:
    """A letter for each person: s sends an answer, h passes, t sends and withdraws, any other letter does nothing."""
    for name, letter in zip(names, replies, strict=False):
        me = house.cast[name]
        open_card = card(me) if letter in "sht" else ""
        if letter == "h":
            await me.press(open_card, "Hopp over")
        if letter in "st":
            await me.press(open_card, "Send svar", {"answer": own_words(name), "rung": "group"})
        await house.stage.settle()
        if letter == "t":
            await me.press(open_card, "Trekk tilbake")
            await house.stage.settle()


async def first_step(house: House, session: str) -> Step:
    found = await house.stage.app.db.read(partial(one_step, municipality="nordvik", session_id=session, position=0))
    assert found is not None
    return found


async def prompts_of(house: House, *sessions: str) -> list[str]:
    return [(await first_step(house, session)).shown.prompt_id for session in sessions]


async def posed(house: House, group: str = GROUP) -> list[PastPrompt]:
    read = partial(askings.posed_to, municipality="nordvik", group=group, asking=ASKED_ROLES)
    return list(await house.stage.app.db.read(read))


UKA = tuple(f"uka.{GROUP}.{date}" for date in WEEKS)


@pytest.mark.parametrize(
    ("replies", "third"),
    [("ssss", "one"), ("shhh", "two"), ("sshh", "one"), ("s---", "two"), ("s--", "one"), ("s-t-", "two")],
    ids=["all answer", "most pass", "half pass", "few answer", "a third of those it reached", "one takes it back"],
)
async def test_a_prompt_that_met_little_rests_when_the_pool_begins_anew(
    tmp_path: Path, replies: str, third: str
) -> None:
    """On SQLite alone: the tests below show equal counts on both databases."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        set_prompts(house, prompt("one"), prompt("two"))
        await plan(house, tmp_path)
        await house.install(*TEAM[: len(replies)])
        await go_to_date(house, WEEKS[0])
        await reply(house, replies)
        await go_to_date(house, WEEKS[1])
        await reply(house, "ssss"[: len(replies)])
        await go_to_date(house, WEEKS[2])
        assert await prompts_of(house, *UKA) == ["one", "two", third]


async def test_a_resting_prompt_rests_in_the_groups_other_series_too(database_url: str, tmp_path: Path) -> None:
    async with open_house(database_url) as house:
        set_prompts(house, prompt("one"), prompt("two"))
        await plan(house, tmp_path, "uka", *WEEKS[:2])
        await plan(house, tmp_path, "siden", WEEKS[2])
        await house.install(*TEAM)
        await go_to_date(house, WEEKS[0])
        await reply(house, "hhhs")
        await go_to_date(house, WEEKS[1])
        await reply(house, "ssss")
        await go_to_date(house, WEEKS[2])
        assert await prompts_of(house, f"siden.{GROUP}.{WEEKS[2]}") == ["two"]


async def test_what_a_group_was_asked_is_counted_and_nobody_named(database_url: str, tmp_path: Path) -> None:
    async with open_house(database_url) as house:
        set_prompts(house, prompt("one"), prompt("two", requirement="oppl-2023-12-2"))
        await plan(house, tmp_path, "uka", *WEEKS[:2])
        await house.install(*TEAM)
        await go_to_date(house, WEEKS[0])
        await reply(house, "sh-t")
        await go_to_date(house, WEEKS[1])
        await reply(house, "s")
        assert await posed(house) == [
            PastPrompt("uka", "one", AREA, None, over=True, asked=4, answered=1, passed=1),
            PastPrompt("uka", "two", AREA, "oppl-2023-12-2", over=False, asked=4, answered=1, passed=0),
        ]
        assert await posed(house, "rektorgruppa") == []


async def test_only_the_sessions_own_prompt_is_counted_not_the_steps_after_it(
    database_url: str, tmp_path: Path
) -> None:
    async with open_house(database_url) as house:
        set_prompts(house, prompt("one"))
        await plan(house, tmp_path, "uka", WEEKS[0], protocol='"igp"', stays_open='"P1D"')
        await house.install(*TEAM[:3])
        await go_to_date(house, WEEKS[0])
        await go_to_date(house, "2026-11-25")
        await house.install("nils")
        await reply(house, "ssss")
        assert await posed(house) == [PastPrompt("uka", "one", AREA, None, over=True, asked=3)]


async def test_in_a_channel_those_asked_are_the_members_it_had_once_the_prompt_came(
    database_url: str, tmp_path: Path
) -> None:
    async with open_house(database_url) as house:
        set_prompts(house, prompt("one"))
        team = Team(house.teams, "Fjordgløtt")
        team.add(*(house.cast[name] for name in ("pia", "rolf", "synne", "turid")))
        await team.install(by=house.cast["pia"])
        await house.cast["pia"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
        await plan(house, tmp_path, "uka", *WEEKS[:2], group="team-fjordglott", asked='"channel"')
        await go_to_date(house, WEEKS[0])
        card = next(one for one in team.general.messages if one.from_bot and "Send svar" in str(one.card))
        await house.cast["rolf"].press(card, "Send svar", {"answer": own_words("rolf"), "rung": "group"})
        await house.stage.settle()
        await team.uninstall(by=house.cast["pia"])
        await go_to_date(house, WEEKS[1])
        assert [(one.asked, one.answered) for one in await posed(house, "team-fjordglott")] == [(4, 1), (0, 0)]


async def test_the_blanks_of_a_question_are_filled_when_it_opens_and_stay_filled(
    database_url: str, tmp_path: Path
) -> None:
    question = Wording("Hva vil {grades} i {next_school_year}?", "Kva vil {grades} i {next_school_year}?", None)
    async with open_house(database_url) as house:
        set_prompts(house, prompt("one", question=question, grades=(6, 7, 8)))
        await plan(house, tmp_path, "uka", WEEKS[0], protocol='"igp"')
        await house.install("kari")
        await go_to_date(house, WEEKS[0])
        shown = (await first_step(house, UKA[0])).shown
        assert (shown.question.nb, shown.question.nn) == ("Hva vil 6. og 7. i 2027–28?", "Kva vil 6. og 7. i 2027–28?")
        assert "Hva vil 6. og 7. i 2027–28?" in seen(house.cast["kari"], last(house.cast["kari"]))
        await house.to(at(11, 30))
        gone_on = " ".join(seen(house.cast["kari"], last(house.cast["kari"])))
        assert "{" not in gone_on


@pytest.mark.parametrize(
    ("keys", "keys_named", "ways"),
    [
        ({"phase": '"mapping"'}, "phase", "leave phase out, or name one of evaluating"),
        (
            {"requirements": '["oppl-2023-12-2"]'},
            "requirements, audience",
            "leave requirements out; or let audience be one of newcomers",
        ),
        ({"areas": f'["{OTHER}"]', "phase": '"mapping"'}, "areas, phase", "leave several of them out"),
    ],
)
async def test_a_key_that_leaves_nothing_to_ask_is_refused_with_what_would_help(
    tmp_path: Path, keys: dict[str, str], keys_named: str, ways: str
) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        late, law = (Phase.EVALUATING,), "oppl-2023-12-2"
        new = prompt("new", phases=late, audience=(Audience.NEWCOMERS,), requirement=law)
        set_prompts(house, prompt("late", phases=late), new)
        with pytest.raises(WrongPlan) as caught:
            await plan(house, tmp_path, **keys)
        given = " and ".join(dict.fromkeys(["areas", *keys]))
        assert str(caught.value) == f"[series] {keys_named}: no prompt for {TEAM_NAME} goes with {given}; {ways}"


async def test_a_group_the_catalogue_has_nothing_for_is_told_so(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        set_prompts(house, prompt("about", grades=(9,)))
        with pytest.raises(WrongPlan) as caught:
            await plan(house, tmp_path)
        assert str(caught.value) == f"[series] groups: the catalogue has no prompt for {TEAM_NAME} in Solbakken skole"


# `why`, over the command line.

Why = Callable[[str, str], CommandResult]
"""`why(url, session)`"""


@pytest.fixture
def why(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Why:
    monkeypatch.chdir(tmp_path)
    commands = Commands(monkeypatch, capsys)

    def told(url: str, session: str) -> CommandResult:
        return commands("why", session, SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)

    return told


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/x.db"


async def play(url: str, folder: Path, *weeks: str) -> None:
    """Open and answer sessions of a series of three, with the packaged catalogue."""
    async with open_house(url) as house:
        await plan(house, folder, requirements='["oppl-2023-12-2", "oppl-2023-12-3"]')
        await house.install("kari")
        for week in weeks:
            await go_to_date(house, week)
            await reply(house, "s")


async def stored_step(url: str, session: str) -> Step:
    async with Database(url) as db:
        found = await db.read(partial(one_step, municipality="nordvik", session_id=session, position=0))
    assert found is not None
    return found


def test_why_tells_the_prompt_its_area_its_law_and_the_reasons_it_was_chosen_by_and_names_no_person(
    why: Why, url: str, tmp_path: Path
) -> None:
    asyncio.run(play(url, tmp_path, WEEKS[0]))
    done, step = why(url, UKA[0]), asyncio.run(stored_step(url, UKA[0]))
    shown, law, pool = step.shown, step.shown.law, step.because[0].left
    assert law is not None
    assert pool > 1
    assert (done.code, done.err) == (0, "")
    assert done.lines[:5] == [
        f"{UKA[0]}  tirsdag 24. november 2026 kl. 14.00  open",
        f"prompt     {shown.prompt_id}: {shown.question.nb}",
        f"area       {AREA}: {shown.area.nb}",
        f"law        {shown.requirement_id}: {law.nb}",
        (
            f"because    {pool} prompts fit: areas {AREA}; requirements oppl-2023-12-2, oppl-2023-12-3; "
            "level team, school; audience all; phase all; school types primary; 0 asked before"
        ),
    ]
    assert len(done.lines) == 4 + len(step.because)
    rows = (nordvik() / "people.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row for row in rows for cell in row.split(",")[:3] if cell in done.out] == []


def test_what_was_the_reason_stays_the_reason_and_a_forecast_comes_true(
    why: Why, database_url: str, tmp_path: Path
) -> None:
    asyncio.run(play(database_url, tmp_path, WEEKS[0]))
    opened, *forecast = (why(database_url, session).lines for session in UKA)
    assert [lines[0].split("  ")[-1] for lines in forecast] == ["planned: as it stands now"] * 2
    assert "before     planned for the group until then: 1, what they would ask counted as asked" in forecast[1]
    asyncio.run(play(database_url, tmp_path, *WEEKS[1:]))
    assert why(database_url, UKA[0]).lines[1:] == opened[1:]
    for before, session in zip(forecast, UKA[1:], strict=True):
        after = why(database_url, session).lines
        assert after[1:] == [line for line in before[1:] if not line.startswith("before ")]
        assert "           not asked in this series yet: " in "\n".join(after)


def test_why_of_a_session_that_is_not_there_is_told_in_a_line(
    why: Why, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Commands(monkeypatch, capsys)("migrate", SLOYFA_DATABASE_URL=url)
    done = why(url, "nobody.nowhere")
    assert (done.code, done.out) == (1, "")
    assert done.err == "there is no session nobody.nowhere; python -m bot plan --list prints the ids\n"


async def test_of_a_session_nobody_was_there_to_open_there_is_nothing_to_tell(url: str, tmp_path: Path) -> None:
    async with open_house(url) as house:
        await plan(house, tmp_path, "uka", WEEKS[0])
        await go_to_date(house, WEEKS[2])
        told = await why_lines(
            house.stage.app.db, house.stage.app.catalogues, UKA[0], actor=OPERATOR, now=house.stage.now
        )
    assert told == (f"{UKA[0]}  tirsdag 24. november 2026 kl. 14.00  missed: nothing of it was asked",)


async def test_a_planned_session_that_no_prompt_suits_any_more_is_told_of(url: str, tmp_path: Path) -> None:
    async with open_house(url) as house:
        await plan(house, tmp_path, "uka", WEEKS[0])
        set_prompts(house)
        told = await why_lines(
            house.stage.app.db, house.stage.app.catalogues, UKA[0], actor=OPERATOR, now=house.stage.now
        )
    assert told[1:] == ("nothing    no prompt suits it any more; plan its series again",)


async def test_a_prompt_chosen_before_reasons_were_kept_is_told_without(url: str, tmp_path: Path) -> None:
    await play(url, tmp_path, WEEKS[0])
    async with Database(url) as db:
        await db.write(lambda c: c.execute(update(steps).values(because=[])))
        told = await why_lines(db, Catalogues(load()), UKA[0], actor=OPERATOR, now=at(11, 25))
    assert told[-1] == "because    it was chosen before reasons were kept"


async def test_which_prompts_rest_is_not_told_for_it_tells_how_few_have_answered(url: str, tmp_path: Path) -> None:
    await play(url, tmp_path, WEEKS[0])
    reasons: tuple[tuple[Reason, int, dict[str, int]], ...] = (
        (Reason.RESTED, 3, {"rank": 0}),
        (Reason.CATALOGUE, 1, {}),
    )
    chosen = [{"reason": reason.value, "left": left, "facts": facts} for reason, left, facts in reasons]
    async with Database(url) as db:
        await db.write(lambda c: c.execute(update(steps).values(because=chosen)))
        told = await why_lines(db, Catalogues(load()), UKA[0], actor=OPERATOR, now=at(11, 25))
    assert told[-1] == "because    the first of these in the catalogue"


@pytest.mark.parametrize(
    ("because", "told"),
    [
        (AppliedRule(Reason.LEAST_ASKED, 4, {"rank": 0}), "not asked in this series yet: 4"),
        (AppliedRule(Reason.LEAST_ASKED, 4, {"rank": 2}), "all asked in this series; only 2 times: 4"),
        (AppliedRule(Reason.NEW, 2, {"rank": 0}), "not met in the group's other series: 2"),
        (AppliedRule(Reason.NEW, 2, {"rank": 1}), "all of these were met in the group's other series"),
        (
            AppliedRule(Reason.TURN, 5, {"rank": 0, "area": "a", "turn": "a", "areas": 3}),
            "of a, which is furthest behind its share among 3 areas: 5",
        ),
        (
            AppliedRule(Reason.TURN, 5, {"rank": 1, "area": "b", "turn": "a", "areas": 3}),
            "none of a, which is furthest behind among 3 areas; of b, the next that has any: 5",
        ),
        (
            AppliedRule(Reason.STRENGTH, 2, {"rank": 0}),
            "beginning with what works, as the area is new to the series: 2",
        ),
        (
            AppliedRule(Reason.STRENGTH, 2, {"rank": 1}),
            "the area is new to the series, but none of these begins with what works",
        ),
        (
            AppliedRule(Reason.REQUIREMENT, 2, {"rank": 0}),
            "tied to a requirement not asked about in this series yet: 2",
        ),
        (
            AppliedRule(Reason.REQUIREMENT, 2, {"rank": 3}),
            "tied to the requirement least asked about in this series, 3 times: 2",
        ),
        (AppliedRule(Reason.CATALOGUE, 1), "the first of these in the catalogue"),
    ],
)
def test_each_reason_is_told_in_plain_words(because: AppliedRule, told: str) -> None:
    assert sentence(because) == told

"""`year`: a whole school year's questions of a group or a file, over the command line; and what a series may name."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.cast import TENANT
from content.catalogue import load
from tests.bot.commands import CommandResult, Commands
from tests.nordvik import at, open_house, seen, series

PROMPTS = {prompt.id: prompt for prompt in load().prompts}
NAMED = ("forebygge-utenforskap", "en-plass-i-fellesskapet", "varmere-tone")
GROUPS = ["Rektorgruppa", "Team mellomtrinn Solbakken"]
DATES = "[2026-11-24, 2026-12-01, 2026-12-08, 2027-09-07]"


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., CommandResult]:
    return partial(Commands(monkeypatch, capsys), MicrosoftAppTenantId=TENANT)


def questions(lines: list[str], *, nn: bool = False) -> list[str]:
    known = {prompt.question.nn if nn else prompt.question.nb for prompt in load().prompts}
    return [line.strip() for line in lines if line.strip() in known]


async def played(url: str, folder: Path) -> None:
    """One session has been asked; two are planned this school year, one the next."""
    async with open_house(url) as house:
        await house.stage.plan(series(folder, "uka", "rektorgruppa", dates=DATES, areas="[]"))
        await house.install("tor", "siv")
        await house.to(at(11, 24))


def test_a_groups_year_is_printed_with_dates_and_reasons_in_either_language(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/x.db"
    asyncio.run(played(url, tmp_path))
    told = bot("year", "rektorgruppa", SLOYFA_DATABASE_URL=url).lines
    days = [line for line in told if not line.startswith(" ")]
    assert [day.split(" kl. ")[0] for day in days] == [
        "tirsdag 24. november 2026",
        "tirsdag 1. desember 2026",
        "tirsdag 8. desember 2026",
    ]
    assert len(questions(told)) == 3
    assert len(told) == 9
    assert "not asked in this series yet: " in told[5]
    in_nynorsk = bot("year", "rektorgruppa", "--language", "nn", SLOYFA_DATABASE_URL=url).lines
    assert len(questions(in_nynorsk, nn=True)) == 3

    # The command reads the machine's clock: a file is planned for days ahead of it.
    monday = date.today() + timedelta(days=42 - date.today().weekday())  # noqa: DTZ011 - any school days ahead
    ahead = f"[{monday}, {monday + timedelta(days=1)}]"
    planned_not_yet = series(tmp_path, "neste", "rektorgruppa", "team-solbakken", dates=ahead, areas="[]")
    of_file = bot("year", str(planned_not_yet), SLOYFA_DATABASE_URL=url)
    assert (of_file.code, len(questions(of_file.lines))) == (0, 4), of_file.err
    assert [line for line in of_file.lines if line in GROUPS] == GROUPS
    unknown = bot("year", "ukjent", SLOYFA_DATABASE_URL=url)
    assert (unknown.code, unknown.out, unknown.err) == (1, "", "ukjent: no municipality has it\n")


async def test_a_series_asks_the_questions_that_it_names_in_their_order(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        names = ", ".join(f'"{name}"' for name in NAMED)
        await house.stage.plan(
            series(tmp_path, "uka", "team-solbakken", dates=DATES, time="15:00:00", prompts=f"[{names}]")
        )
        await house.install("kari")
        kari = house.cast["kari"]
        for month, day in ((11, 24), (12, 1), (12, 8)):
            await house.to(at(month, day, 15))
        found = dict.fromkeys(text for one in kari.chat for text in questions(seen(kari, one)))
    assert [*found] == [PROMPTS[name].question.nb for name in NAMED]


async def test_ahead_of_a_meeting_a_question_is_asked_for_it(tmp_path: Path) -> None:
    """The series itself asks nothing about then."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        file = series(tmp_path, "uka", "rektorgruppa", dates="[2026-12-15]", areas="[]")
        meeting = '[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\nprompt_days_ahead = 14\n'
        file.write_text(file.read_text(encoding="utf-8") + meeting, encoding="utf-8")
        await house.stage.plan(file)
        await house.install("tor", "siv")
        await house.to(at(11, 25))
        before = {name: len(house.cast[name].chat) for name in ("tor", "siv")}
        await house.to(at(11, 26))
        tor, siv = (seen(house.cast[name], house.cast[name].chat[-1]) for name in ("tor", "siv"))
        assert {name: len(house.cast[name].chat) for name in before} == {name: n + 1 for name, n in before.items()}
    assert any("før møtet i Rektorgruppa, torsdag 10. desember" in line for line in tor)
    assert any("før møtet i Rektorgruppa, torsdag 10. desember" in line for line in siv)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"prompts": '["varmere-tonee"]'}, "[series] prompts: there is no varmere-tonee; did you mean varmere-tone?"),
        ({"weights": "{ fysikk = 2 }"}, "[series] weights: there is no fysikk"),
        ({"weights": '{ inkluderende-laeringsmiljoer = "mye" }'}, "weights.inkluderende-laeringsmiljoer"),
    ],
)
def test_a_name_that_is_not_there_and_a_weight_that_is_none_are_told(
    bot: Callable[..., CommandResult], tmp_path: Path, keys: dict[str, str], told: str
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/x.db"
    asyncio.run(played(url, tmp_path))
    done = bot("plan", str(series(tmp_path, "annen", "rektorgruppa", **keys)), SLOYFA_DATABASE_URL=url)
    assert done.code == 1
    assert told in done.err

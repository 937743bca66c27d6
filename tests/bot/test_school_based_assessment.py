"""Haugesund's school-based assessment, played from the example of a series with named questions."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import content
from bot.actions.planning.plan_series import plan_series
from bot.imports.series_file import read_series
from bot.reports.school_years import year_of_file
from content.catalogue import load
from content.language import Language
from dialogs.calendar.instants import instant
from tests.nordvik import OPERATOR, House, open_house, seen

FILE = Path(content.__file__).parent / "SCHOOL_BASED_ASSESSMENT.toml"
NAMED = read_series(FILE).prompts
PROMPTS = {prompt.id: prompt for prompt in load().prompts}


def asked(lines: list[str], language: Language = Language.NB) -> list[str]:
    """Ids of the named prompts among the lines, in order; blanks of a question match any words."""
    patterns = {id_: re.sub(r"\\{\w+\\}", ".+", re.escape(PROMPTS[id_].question.to(language))) for id_ in NAMED}
    return [id_ for line in lines for id_, pattern in patterns.items() if re.fullmatch(pattern, line.strip())]


async def year(house: House, group: str) -> list[str]:
    app, wanted = house.stage.app, replace(read_series(FILE), groups=(group,))
    lines = await year_of_file(
        app.db, app.catalogues, wanted, actor=OPERATOR, now=house.stage.now, language=Language.NB
    )
    return asked(list(lines))


async def test_the_assessment_is_played_from_its_file_in_the_order_that_the_file_names(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        of_all_grades = await year(house, "team-fjordglott")
        assert of_all_grades[: len(NAMED)] == list(NAMED)
        assert of_all_grades[len(NAMED) :] == list(NAMED[: len(of_all_grades) - len(NAMED)]), (
            "then from the first again"
        )

        of_primary = await year(house, "team-solbakken")
        upper = {"nasjonale-prover-ungdomstrinnet", "eksamen-over-tre-ar"}
        assert of_primary[: len(NAMED) - 2] == [id_ for id_ in NAMED if id_ not in upper]

        file = replace(read_series(FILE), groups=("team-solbakken",))
        app = house.stage.app
        planned = await plan_series(app.db, app.catalogues, file, actor=OPERATOR, now=house.stage.now, dry_run=True)
        named = [line.removeprefix("prompts: ").split()[0] for line in planned.warnings if line.startswith("prompts: ")]
        assert set(named) == upper, "whoever plans is told which questions nobody will be asked"

        await house.stage.plan(FILE)
        await house.install("pia")
        pia = house.cast["pia"]
        for day in (12, 19):
            await house.to(instant(datetime(2027, 1, day, 15)))  # noqa: DTZ001 - local wall time
        found = dict.fromkeys(id_ for one in pia.chat for id_ in asked(seen(pia, one), Language.NN))
        assert [*found] == ["lyktes-med-i-ar", "grunnen-til-at-det-gikk"], "the reason follows by itself"

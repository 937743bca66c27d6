"""Newcomers are asked in a step already open, and looking for newcomers costs next to nothing."""

from collections.abc import Sequence
from pathlib import Path

from bot.entry.clock.due import do_what_is_due
from dialogs.model import DeliveryKind
from tests.counting import recorded_statements
from tests.nordvik import House, at, municipality, open_house, series

OPENS = at(11, 24, 14)
LATER = at(11, 24, 15)

PEOPLE = [
    "kari,team-solbakken,facilitator",
    "guro,team-solbakken,coordinator",
    "odd,team-solbakken,observer",
    "pia,team-fjordglott,participant",
    "lars,team-solbakken,participant",
    "lars,team-fjordglott,participant",
]


async def people_asked(house: House) -> list[tuple[str, str]]:
    """(group, name) of everybody with a prompt."""
    found: list[tuple[str, str]] = []
    for name in house.cast.people:
        prompts = await house.deliveries(DeliveryKind.PROMPT, name)
        found += [((prompt.session or "").split(".")[1], name) for prompt in prompts]
    return sorted(found)


async def with_people(house: House, folder: Path, people: Sequence[str]) -> None:
    await house.bring_in(municipality(folder, people=people))
    app = house.stage.app
    await do_what_is_due(app.db, app.catalogues, now=house.stage.now)


async def test_who_joins_is_asked_and_who_is_asked_elsewhere_only_once_they_are_not(
    database_url: str, tmp_path: Path
) -> None:
    folder = municipality(tmp_path / "first", people=PEOPLE)
    async with open_house(database_url, folder=folder) as house:
        await house.stage.plan(series(tmp_path, "to", "team-solbakken", "team-fjordglott", led_by="kari"))
        await house.to(OPENS)
        before = [("team-fjordglott", "pia"), ("team-solbakken", "kari"), ("team-solbakken", "lars")]
        assert await people_asked(house) == before
        house.stage.now = LATER
        await with_people(house, tmp_path / "more", [*PEOPLE, "odd,team-fjordglott,participant"])
        assert await people_asked(house) == sorted([*before, ("team-fjordglott", "odd")])
        # Lars leaves the team where he is asked, and is asked in the other.
        left = [row for row in PEOPLE if not row.startswith("lars,team-solbakken")]
        await with_people(house, tmp_path / "left", [*left, "odd,team-fjordglott,participant"])
        assert ("team-fjordglott", "lars") in await people_asked(house)


async def test_looking_for_newcomers_writes_nothing_and_asks_as_often_whatever_is_open(tmp_path: Path) -> None:
    """Finds no observers, coordinators, people asked in another group, or people who do not write in the step."""

    async def statements(sessions: int, hour: int = 14) -> list[str]:
        place = tmp_path / str(sessions)
        folder = municipality(place, people=PEOPLE)
        async with open_house(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as house:
            for number in range(sessions):
                groups = ("team-solbakken", "team-fjordglott")
                await house.stage.plan(series(place, f"s{number}", *groups, led_by="kari", protocol='"igp"'))
            for day in (24, 26, 30):  # the individual step, the group's, and the leaders'
                await house.to(at(11, day, hour))
            app = house.stage.app
            with recorded_statements(app.db) as executed:
                await do_what_is_due(app.db, app.catalogues, now=at(11, 30, hour))
            return executed

    few, many = await statements(1), await statements(4)
    assert few == many
    assert [one for one in many if not one.startswith(("SELECT", "BEGIN"))] == []
    assert "BEGIN IMMEDIATE" not in many

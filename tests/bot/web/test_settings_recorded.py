"""Every press of the settings' pages is found in the record, with the sender's role and without anybody's words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from bot.rehearsal.cast import TENANT
from content.presses import OnLayers, OnSettings
from dialogs.model import Act, By, RecordEntry
from storage.records import records_of
from tests.bot.web import test_layers_pages as layers_pages
from tests.bot.web import test_networks_pages as networks_pages
from tests.bot.web import test_quiet_hours_pages as quiet_pages
from tests.bot.web import test_settings as settings_pages
from tests.bot.web.browsing import Browser, Pages, open_pages
from tests.nordvik import municipality

SAID = "Rektorgruppa ved Kari Mostad"
"""Words of the forms, which stand in no entry."""


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    people = (*networks_pages.PEOPLE, "eva,rektorgruppa,participant")
    folder = municipality(tmp_path / "nordvik", people=people)
    async with open_pages(f"sqlite+aiosqlite:///{tmp_path}/x.db", folder=folder) as opened:
        eva = opened.house.cast["eva"].person.object_id
        await opened.house.stage.bring_in(networks_pages.sorvik(tmp_path / "sorvik", eva), tenant=TENANT)
        yield opened


async def keeps_settings(browser: Browser) -> None:
    page = await browser.get(settings_pages.HERE)
    looked = await settings_pages.send(browser, page, "look", responsible=SAID)
    await settings_pages.send(browser, looked, "keep")


async def sets_quiet(browser: Browser) -> None:
    page = await browser.get(quiet_pages.HERE)
    looked = await quiet_pages.send(browser, page, "look", "16:00", "08:00")
    await quiet_pages.send(browser, looked, "keep", "16:00", "08:00")


async def ties(browser: Browser) -> None:
    await networks_pages.say(browser, networks_pages.HERE, "yes", networks_pages.SORVIK)


async def drafts(browser: Browser) -> None:
    await layers_pages.draft(browser, layers_pages.layer("Miljøet vårt"), by=SAID)


async def discards(browser: Browser) -> None:
    drafted = await layers_pages.draft(browser, layers_pages.layer("Miljøet som ble kastet"), by=SAID)
    await layers_pages.press(browser, drafted, f"{drafted.url.path}/discard")


async def adopts(browser: Browser) -> None:
    await layers_pages.put_in_force(browser, "Miljøet vårt igjen")


async def removes(browser: Browser) -> None:
    end = await browser.get(f"{layers_pages.HERE}/remove")
    await layers_pages.press(browser, end, f"{layers_pages.HERE}/remove")


WALK: dict[str, tuple[Callable[[Browser], Awaitable[None]], Act]] = {
    "KeepSettings": (keeps_settings, Act.SETTINGS_CHANGED),
    "SetQuiet": (sets_quiet, Act.QUIET_HOURS_SET),
    "TieNetwork": (ties, Act.NETWORK_TIED),
    "DraftLayer": (drafts, Act.OVERLAY_DRAFTED),
    "DiscardLayer": (discards, Act.OVERLAY_DISCARDED),
    "AdoptLayer": (adopts, Act.OVERLAY_LAID),
    "RemoveLayer": (removes, Act.OVERLAY_REMOVED),
}


async def recorded(pages: Pages) -> tuple[RecordEntry, ...]:
    return tuple(await pages.house.stage.app.db.read(partial(records_of, municipality="nordvik")))


async def test_every_press_of_the_settings_is_recorded_once_and_without_words(pages: Pages) -> None:
    assert set(WALK) == {press.__name__ for press in (*get_args(OnSettings), *get_args(OnLayers))}
    async with pages.visit("guro") as browser:
        for name, (walk, act) in WALK.items():
            before = await recorded(pages)
            await walk(browser)
            new = [one for one in await recorded(pages) if one not in before]
            assert [one.by for one in new if one.act is act] == [By.COORDINATOR], name
            assert all(one.person is not None for one in new), name
            assert "Kari" not in str([one.about for one in new]), name

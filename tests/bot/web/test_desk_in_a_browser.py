"""The scene of the desk in a real browser: whatever is pressed there can be seen, reached and pressed by a person."""

from pathlib import Path

import pytest

from tests.bot.web.desk_browsers import chromium_browsers
from tests.desk import SCENE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def test_a_coordinator_and_a_principal_do_their_planning_by_clicking_and_typing(tmp_path: Path) -> None:
    assert await SCENE.play(tmp_path, pages=chromium_browsers) == SCENE.names

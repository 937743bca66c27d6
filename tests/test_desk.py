"""The scene of the desk, played once over the wire and HTTP: what each press and each mistake is answered with."""

from pathlib import Path

import pytest

from bot.rehearsal.desk import DESK
from tests.desk import SCENE
from tests.scenes import goes_on_in_time


@pytest.mark.timeout(300)
async def test_the_desk(tmp_path: Path) -> None:
    assert await SCENE.play(tmp_path) == SCENE.names, "every turning point has been looked at"


def test_the_scene_goes_on_in_time() -> None:
    assert goes_on_in_time(DESK)

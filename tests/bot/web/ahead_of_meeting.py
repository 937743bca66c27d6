"""A question, answered and given back, and the pack ahead of the group's meeting: shared by tests of several pages."""

from collections.abc import Mapping
from pathlib import Path

from tests.nordvik import House, at, last, series

MEETING = """
[[meetings]]
date = 2026-12-10T09:00:00
group = "rektorgruppa"
digest_days_ahead = 3
minutes = 45
"""


def series_to_meeting(folder: Path, **keys: str) -> Path:
    """A series of rektorgruppa's, made by `tests.nordvik.series`, ahead of the meeting of 10 December."""
    file = series(folder, "s", "rektorgruppa", **keys)
    file.write_text(file.read_text("utf-8") + MEETING, "utf-8")
    return file


async def play_to_the_pack(house: House, folder: Path, said: Mapping[str, tuple[str, str]]) -> None:
    """From the question to the morning on which the pack is out; `said` is (words, rung) by name."""
    await house.stage.plan(series_to_meeting(folder))
    await house.install(*dict.fromkeys(("guro", *said)))
    await house.to(at(11, 24))
    for name, (words, rung) in said.items():
        await house.cast[name].press(last(house.cast[name]), "Send svar", {"answer": words, "rung": rung})
    await house.to(at(11, 27))
    await house.to(at(12, 7, 9))

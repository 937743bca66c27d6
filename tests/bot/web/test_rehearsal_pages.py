"""The pages over a played story, as served by `rehearse --stay`."""

from pathlib import Path

from yarl import URL

from bot.rehearsal.pages import pages_of
from tests.bot.web.browsing import Browser
from tests.nordvik import at, last, open_house, series


async def test_whoever_one_chooses_to_be_reads_what_was_played(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'story.db'}"
    async with open_house(url) as house:
        await house.stage.plan(series(tmp_path, "s", "rektorgruppa"))
        await house.install("tor")
        await house.to(at(11, 24))
        answer = {"answer": "Vi gikk to og to.", "rung": "group"}
        await house.cast["tor"].press(last(house.cast["tor"]), "Send svar", answer)
        await house.to(at(11, 27))
        over, name = house.stage.now, house.cast["tor"].name
    async with pages_of(url, house.folder, now=over) as address, Browser(URL(address)) as browser:
        start = await browser.sign_in(name)
        assert f'<span class="who" dir="auto">{name}</span>' in start.text
        [digest] = {line for line in start.text.split('"') if line.startswith("/digests/nordvik/")}
        assert "Vi gikk to og to." in (await browser.get(digest)).text

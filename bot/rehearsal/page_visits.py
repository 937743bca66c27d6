"""What people do on the pages, step by step; a visit is an act of a story."""

from collections.abc import Awaitable, Callable

from bot.rehearsal.acts import Act, Sight
from bot.rehearsal.house import Scene
from bot.rehearsal.page_browser import Browser
from bot.rehearsal.page_forms import File

Step = Callable[[Browser], Awaitable[None]]


def on_pages(who: str, *steps: Step, sees: str = "", rows: int = 1) -> Act:
    """The steps, from the page that was left. A look at what is told, and at the line that begins as `sees` says."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        browser = await scene.browser(who)
        for step in steps:
            await step(browser)
        page = await browser.page()
        return (Sight(who, "", page=page, rows=page.following(sees, rows) if sees else ()),)

    return act


def from_start(*names: str) -> Step:
    """Links followed from the start page."""

    async def step(browser: Browser) -> None:
        await browser.home()
        for name in names:
            await browser.follow(name)

    return step


def follows(name: str, near: str = "") -> Step:
    return lambda browser: browser.follow(name, near)


def unfolds(name: str, near: str = "") -> Step:
    return lambda browser: browser.unfold(name, near)


def fills(label: str, value: str, near: str = "") -> Step:
    return lambda browser: browser.fill(label, value, near)


def chooses(label: str, option: str, near: str = "") -> Step:
    return lambda browser: browser.choose(label, option, near)


def ticks(label: str, near: str = "") -> Step:
    return lambda browser: browser.tick(label, near)


def unticks(label: str, near: str = "") -> Step:
    return lambda browser: browser.untick(label, near)


def picks(label: str, *files: File) -> Step:
    return lambda browser: browser.pick(label, *files)


def presses(name: str, near: str = "") -> Step:
    return lambda browser: browser.press(name, near)

"""A tab in Teams: signed in with Teams' token, in a frame of Teams' hosts alone."""

from collections.abc import AsyncIterator
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.entry.web.sign_out import BY_ISSUER
from bot.rehearsal.cast import TENANT
from bot.rehearsal.issuer import Guest
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.bot.web.test_sign_in import named, sessions_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGER = Guest(TENANT, "00000000-0000-4000-8000-0000000000ff", "Fremmed Fyr")
TEAMS_HOSTS = "https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com"
FRAME = {"Sec-Fetch-Dest": "iframe"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/sloyfa.db"
        async with open_pages(url, others=[STRANGER]) as opened:
            yield opened


def ancestors(shown: Shown) -> str:
    rules = dict(rule.split(" ", 1) for rule in shown.headers["Content-Security-Policy"].split("; "))
    return rules["frame-ancestors"]


async def hand_over(browser: Browser, pages: Pages, token: str, to: str = "/", **headers: str) -> Shown:
    """The request of the tab's script."""
    sent = headers or {"Origin": str(pages.url.origin()), "Sec-Fetch-Site": "same-origin"}
    return await browser.ask("POST", "/signin/teams", data={"token": token, "to": to}, headers=sent)


async def test_a_tab_signs_its_person_in_and_is_framed_by_teams_alone(pages: Pages) -> None:
    async with pages.browser() as browser:
        shell = await browser.get("/signin/teams?to=/%3Fmote%3D4")
        assert ancestors(shell) == TEAMS_HOSTS
        assert 'name="to" value="/?mote=4"' in shell.text
        assert "/teams-tab.js" in shell.text
        shown = await hand_over(browser, pages, pages.issuer.teams_token(pages.guest("siv")), "/?mote=4")
        assert (shown.url.path_qs, named(shown)) == ("/?mote=4", "Siv Rektor")
        assert ancestors(shown) == TEAMS_HOSTS
        again = await browser.get("/signin/teams?to=/", led=False)
        assert (again.status, again.headers["Location"]) == (303, f"{pages.url.origin()}/"), "signed in still"
        out = await browser.post("/signout", {"csrf": shown.csrf})
        assert out.url.path == "/signed-out", "Teams' own session stays"
        assert await sessions_of(pages, pages.guest("siv")) == 0
    async with pages.visit("siv") as browser:
        assert ancestors(await browser.get("/")) == "'none'"


async def test_a_tabs_session_ends_with_the_issuers_too(pages: Pages) -> None:
    async with pages.browser() as browser:
        shown = await hand_over(browser, pages, pages.issuer.teams_token(pages.guest("siv"), sid="at the issuer"))
        assert named(shown) == "Siv Rektor"
        await browser.get(f"{BY_ISSUER}?sid=at%20the%20issuer")
        assert named(await browser.get("/")) == ""


async def test_in_a_frame_nobody_is_led_to_the_issuers_page(pages: Pages) -> None:
    async with pages.browser() as browser:
        shown = await browser.ask("GET", "/signin?to=/%3Fa", led=False, headers=FRAME)
        assert shown.headers["Location"] == f"{pages.url.origin()}/signin/teams?to=/?a"
        start = await browser.ask("GET", "/", led=False, headers=FRAME)
        assert start.headers["Location"] == "/signin/teams"
        out = await browser.ask("GET", "/signed-out", headers=FRAME)
        assert ancestors(out) == TEAMS_HOSTS


WRONG: list[dict[str, object]] = [
    {"aud": f"api://sloyfa.example/botid-{TENANT}"},
    {"iss": "https://sts.windows.net/x/"},
    {"ver": "1.0", "aud": "api://x"},
    {"exp": 1},
    {"scp": "User.Read"},
    {"scp": None},
    {"azp": "04b07795-8ddb-461a-bbee-02f9e1bf7b46"},
    {"azp": None},
    {"tid": "88888888-1b1b-4c2c-8d3d-4e4e4e4e4e4e"},
    {"oid": None},
]


async def test_a_token_that_is_not_teams_own_for_us_lets_nobody_in(pages: Pages) -> None:
    async with pages.browser() as browser:
        tokens = [pages.issuer.teams_token(pages.guest("tor"), **claims) for claims in WRONG]
        tokens += ["", "x", "a.b.c", pages.issuer.teams_token(pages.guest("tor"))[:-4]]
        for token in tokens:
            shown = await hand_over(browser, pages, token)
            assert shown.status == 403
            assert ancestors(shown) == TEAMS_HOSTS, "so that Teams can show why"
        stranger = await hand_over(browser, pages, pages.issuer.teams_token(STRANGER))
        assert stranger.status == 403
        assert "Vi kjenner deg ikke igjen" in stranger.text
        assert named(await browser.get("/")) == ""


async def test_another_site_cannot_sign_somebody_in_as_somebody_else(pages: Pages) -> None:
    token = pages.issuer.teams_token(pages.guest("tor"))
    async with pages.browser() as browser:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "none"},
            {"Accept": "text/html"},
        ):
            shown = await hand_over(browser, pages, token, **headers)
            assert shown.status == 403
        assert named(await browser.get("/")) == ""
        assert named(await hand_over(browser, pages, token, Origin=str(pages.url.origin()))) == "Tor Rektor"


async def test_a_tab_leads_to_our_own_pages_alone(pages: Pages) -> None:
    async with pages.browser() as browser:
        shown = await hand_over(browser, pages, pages.issuer.teams_token(pages.guest("tor")), "//evil.example")
        assert str(shown.url) == f"{pages.url.origin()}/"


async def test_what_a_channel_is_asked_when_the_tab_is_put_there_stands_in_teams_frame(pages: Pages) -> None:
    async with pages.browser("nn") as browser:
        shown = await browser.get("/signin/teams/settings")
        assert ancestors(shown) == TEAMS_HOSTS
        assert "Fana viser gruppa som kanalen er kopla til, og kvar og ein ser der" in shown.text

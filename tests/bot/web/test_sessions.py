"""Sessions in the midst of change: people removed, tenants thrown out, an issuer away, several tenants."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from yarl import URL

from bot.context.erasing import erase_person
from bot.entry.web.id_tokens import IssuerAway
from bot.entry.web.provider import Client, Provider
from bot.rehearsal.cast import APP, TENANT, nordvik
from bot.rehearsal.issuer import Guest, Issuer
from dialogs.model import Account
from storage import web_sessions
from storage.people import persons_behind
from tests.bot.commands import Commands
from tests.bot.web.browsing import SECRET, Browser, Pages, open_pages
from tests.bot.web.test_sign_in import named
from tests.nordvik import MONDAY

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECOND, THIRD = "88888888-1b1b-4c2c-8d3d-4e4e4e4e4e4e", "99999999-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
NEIGHBOUR = Guest(SECOND, "00000000-0000-4000-8000-000000000001", "Guro Nabo")
OUTSIDER = Guest(THIRD, "00000000-0000-4000-8000-000000000001", "Guro Annetsteds")
HALF_A_MINUTE = timedelta(seconds=30)


@pytest_asyncio.fixture(loop_scope="module")
async def pages(sqlite_url: str) -> AsyncIterator[Pages]:
    async with open_pages(sqlite_url) as opened:
        yield opened


def secret_in(browser: Browser) -> str:
    [secret] = [cookie.value for cookie in browser.session.cookie_jar if cookie.key == "sloyfa"]
    return secret


async def is_stored(pages: Pages, secret: str) -> bool:
    db, now = pages.house.stage.app.db, pages.house.stage.now
    return await db.read(partial(web_sessions.find, secret=secret, now=now)) is not None


def without(name: str, folder: Path) -> Path:
    """Nordvik's folder, without a person."""
    shutil.copytree(nordvik(), folder)
    people = folder / "people.csv"
    rows = people.read_text(encoding="utf-8").splitlines(keepends=True)
    people.write_text("".join(row for row in rows if f",{name}@" not in row), encoding="utf-8")
    return folder


async def test_whoever_is_taken_off_the_list_or_erased_has_no_session_any_more(pages: Pages, tmp_path: Path) -> None:
    house = pages.house
    async with pages.visit("gry") as gry, pages.visit("tor") as tor:
        secret = secret_in(gry)
        await house.bring_in(without("gry", tmp_path / "uten"))
        shown = await gry.get("/")
        assert (shown.status, named(shown)) == (403, "")
        assert "Vi kjenner deg ikke igjen" in shown.text
        assert not await is_stored(pages, secret)
        await house.bring_in()
        assert named(await gry.get("/")) == "", "the session does not come back with the person"
        assert named(await gry.sign_in("Gry Rektor")) == "Gry Rektor"
        account = Account(TENANT, house.cast["tor"].person.object_id)
        [person] = await house.stage.app.db.read(partial(persons_behind, account=account))
        await house.stage.app.db.write(partial(erase_person, person=person, keeps=False, now=house.stage.now))
        assert not await is_stored(pages, secret_in(tor))
        assert named(await tor.get("/")) == ""


async def test_a_tenant_thrown_out_in_mid_session_is_shut_out_at_once(sqlite_url: str) -> None:
    async with open_pages(sqlite_url) as before, before.visit("guro") as browser:
        secret = secret_in(browser)
    async with open_pages(sqlite_url, tenants=(SECOND,)) as pages, pages.browser("nn") as browser:
        browser.session.cookie_jar.update_cookies({"sloyfa": secret}, pages.url)
        shown = await browser.get("/")
        assert shown.status == 403
        assert "Vi kjenner deg ikkje att" in shown.text
        assert not await is_stored(pages, secret)


async def test_of_several_tenants_each_account_is_vouched_for_by_its_own(sqlite_url: str) -> None:
    async with open_pages(sqlite_url, tenants=(TENANT, SECOND), others=[NEIGHBOUR, OUTSIDER]) as pages:
        async with pages.visit("guro") as browser:
            assert named(await browser.get("/")) == "Guro Koordinator"
        for stranger in (NEIGHBOUR, OUTSIDER):
            async with pages.browser() as browser:
                shown = await browser.sign_in(stranger.name)
                assert shown.status == 403, "the same object id in another tenant is somebody else"
                assert "Vi kjenner deg ikke igjen" in shown.text
        for claims in (
            {"tid": SECOND},
            {"iss": pages.issuer.url(SECOND)},
            {"tid": "organizations"},
            {"tid": "{tenantid}"},
        ):
            pages.issuer.faults.claims = dict(claims)
            async with pages.browser() as browser:
                assert (await browser.sign_in("Guro Koordinator")).status == 403, claims


async def test_an_issuer_that_is_away_is_told_of_kindly_and_asked_again_later(pages: Pages) -> None:
    faults, stage = pages.issuer.faults, pages.house.stage
    async with pages.browser("nn") as browser:
        faults.status = 503
        shown = await browser.get("/signin")
        assert (shown.status, shown.headers["Retry-After"]) == (503, "30")
        assert "Vi får ikkje henta dette akkurat no" in shown.text
        faults.status, stage.now = 0, stage.now + HALF_A_MINUTE
        page = await browser.get("/signin")
        for status in (500, 429, 200):  # of the last, the body is no JSON
            faults.status = 0
            page = await browser.get("/signin")
            code = URL((await browser.get(_chosen(page.text), led=False)).headers["Location"], encoded=True)
            faults.status = status
            assert (await browser.get(code)).status == 503
        faults.status = 0
        assert named(await browser.sign_in("Siv Rektor")) == "Siv Rektor"
        faults.status = 503
        assert named(await browser.get("/")) == "Siv Rektor", "whoever is signed in needs no issuer"


def _chosen(text: str) -> URL:
    link = text.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")
    return URL(link, encoded=True)


async def test_an_issuer_that_answers_too_slowly_is_not_waited_for() -> None:
    issuer = Issuer((), client_id=APP, client_secret=SECRET, now=lambda: MONDAY)
    async with issuer, aiohttp.ClientSession() as session:
        client = Client(APP, lambda _endpoint: {"client_secret": SECRET}, "http://127.0.0.1/signin")
        asked, unasked = (
            Provider(
                session,
                client,
                issuer=issuer.url(TENANT),
                tenants=frozenset({TENANT}),
                clock=lambda: MONDAY,
                monotonic=lambda: 0.0,
                patience=0.05,
            )
            for _ in range(2)
        )
        await asked.sign_in_address(state="s", nonce="n", verifier="v", choose=False)
        issuer.faults.stalls = asyncio.Event()
        with pytest.raises(IssuerAway, match="TimeoutError"):
            await asked.account("code", nonce="n", verifier="v")
        with pytest.raises(IssuerAway):
            await unasked.sign_in_address(state="s", nonce="n", verifier="v", choose=False)


async def test_a_wrong_secret_or_another_issuers_document_signs_nobody_in(sqlite_url: str) -> None:
    async with (
        open_pages(sqlite_url, settings={"MicrosoftAppPassword": "another"}) as pages,
        pages.browser() as browser,
    ):
        assert (await browser.sign_in("Guro Koordinator")).status == 503
    elsewhere = Issuer((), client_id=APP, client_secret=SECRET, now=lambda: MONDAY)
    async with elsewhere:
        # The issuer's document names the issuer in another spelling of the host.
        wrong = elsewhere.url(TENANT).replace("127.0.0.1", "localhost")
        async with open_pages(sqlite_url, settings={"SLOYFA_OIDC_ISSUER": wrong}) as pages, pages.browser() as browser:
            assert (await browser.get("/signin")).status == 503


async def test_the_operator_counts_browsers_and_signs_people_out(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = partial(Commands(monkeypatch, capsys), "signed-in", SLOYFA_DATABASE_URL=sqlite_url)
    async with (
        open_pages(sqlite_url, now=datetime.now(UTC)) as pages,
        pages.visit("tor") as tor,
        pages.visit("ali") as ali,
    ):
        told = await asyncio.to_thread(command, "nordvik")
        assert told.lines == ["browsers signed in: 2"]
        assert (await asyncio.to_thread(command, "nordvik", "--person", "tor@nordvik.example")).code != 0
        out = await asyncio.to_thread(command, "nordvik", "--sign-out", "--person", "tor@nordvik.example")
        assert (out.code, out.err) == (0, "")
        assert [named(await one.get("/")) for one in (tor, ali)] == ["", "Ali Rektor"]
        await asyncio.to_thread(command, "nordvik", "--sign-out")
        assert named(await ali.get("/")) == ""
        unknown = await asyncio.to_thread(command, "nordvik", "--sign-out", "--person", "ingen@nordvik.example")
        assert unknown.err.startswith("ingen@nordvik.example is not among the people of nordvik")

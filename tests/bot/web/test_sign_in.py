"""Signing in through the issuer: the people let in, and every false way refused."""

import hmac
import html
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import jwt
import pytest
import pytest_asyncio
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm
from structlog.testing import capture_logs
from yarl import URL

from bot.entry.try_limit import TryLimit
from bot.entry.web.asking_address import asking_address
from bot.entry.web.cookies import Cookies
from bot.entry.web.id_tokens import LEEWAY_SECONDS
from bot.entry.web.sign_out import BY_ISSUER
from bot.rehearsal.cast import TENANT
from bot.rehearsal.issuer import Guest
from bot.rehearsal.signing import Json, SigningKeys
from content.language import Language
from content.wording import all_words
from dialogs.model import Account
from storage import web_sessions
from tests.bot.web.browsing import SECRET, Pages, Shown, choice, open_pages
from tests.nordvik import last, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[3]
ELSEWHERE = "99999999-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
STRANGER = Guest(TENANT, "00000000-0000-4000-8000-0000000000ff", "Fremmed Fyr")
OUTSIDER = Guest(ELSEWHERE, "00000000-0000-4000-8000-000000000001", "Guro Annetsteds")
STATED = {
    "SLOYFA_PRIVACY_URL": "https://www.nordvik.example/personvern",
    "SLOYFA_ACCESSIBILITY_URL": "https://uustatus.no/nordvik",
}
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/sloyfa.db"
        async with open_pages(url, others=[STRANGER, OUTSIDER], settings=STATED) as opened:
            yield opened


async def sessions_of(pages: Pages, guest: Guest) -> int:
    account = Account(guest.tenant, guest.object_id)
    db, now = pages.house.stage.app.db, pages.house.stage.now
    return await db.read(partial(web_sessions.open_of, account=account, now=now))


def named(shown: Shown) -> str:
    """The name on the page of the person signed in, "" for nobody."""
    found = re.search(r'<span class="who" dir="auto">([^<]+)</span>', shown.text)
    return found.group(1) if found else ""


# People let in.


async def test_somebody_signs_in_and_reads_on_where_the_sign_in_began(pages: Pages) -> None:
    async with pages.browser() as browser:
        shown = await browser.sign_in("Siv Rektor", "/signin?to=/%3Fmote%3D4")
        assert (shown.status, shown.url.path_qs) == (200, "/?mote=4")
        assert named(shown) == "Siv Rektor"
        assert '<html lang="nn"' in shown.text, "the person's own language, whatever the browser asks for"
        again = await browser.get("/signin?to=/%3Fa", led=False)
        assert again.headers["Location"] == str(pages.url.join(URL("/?a"))), "signed in already"
    async with pages.browser() as another:
        assert named(await another.get("/")) == ""


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(pages: Pages) -> None:
    async with pages.browser() as browser:
        page = await browser.get("/signin")
        code = await browser.get(choice(page, "Tor Rektor"), led=False)
        shown = await browser.get(URL(code.headers["Location"], encoded=True), led=False)
        [cookie] = shown.set_cookies
        assert re.fullmatch(r"sloyfa=[\w-]{43}; Path=/; HttpOnly; Max-Age=28800; SameSite=Lax", cookie)
        assert "state" not in shown.headers["Location"]


async def test_over_https_a_cookie_is_of_this_host_alone_and_in_teams_of_its_frame_alone() -> None:
    cookies, response = Cookies(secure=True), web.Response()
    for in_teams in (False, True):
        cookies.put(response, cookies.session, "x", lasts=MINUTE, in_teams=in_teams)
    assert response.headers.getall("Set-Cookie") == [
        "__Host-sloyfa=x; Path=/; HttpOnly; Max-Age=60; Secure; SameSite=Lax",
        "__Host-sloyfa=x; Path=/; HttpOnly; Max-Age=60; Secure; SameSite=None; Partitioned",
    ]


async def test_two_tabs_of_a_browser_sign_in_at_once_each_to_its_own_page(pages: Pages) -> None:
    async with pages.browser() as browser:
        first, second = await browser.get("/signin?to=/%3Ffirst"), await browser.get("/signin?to=/%3Fsecond")
        assert (await browser.choose(second, "Ali Rektor")).url.path_qs == "/?second"
        shown = await browser.choose(first, "Ali Rektor")
        assert (shown.url.path_qs, named(shown)) == ("/?first", "Ali Rektor")
    assert await sessions_of(pages, pages.guest("ali")) == 1, "a browser has one session, the newest"


# People kept out.


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Vi kjenner deg ikke igjen"), ("nn", "Vi kjenner deg ikkje att")]
)
async def test_an_account_that_no_list_has_is_refused_kindly_and_gets_no_session(
    pages: Pages, language: str, words: str
) -> None:
    async with pages.browser(language) as browser:
        shown = await browser.sign_in(STRANGER.name)
        assert shown.status == 403
        assert words in shown.text
        assert 'href="/signin?other"' in shown.text
        assert not shown.set_cookies
        other = await browser.get("/signin?other", led=False)
        assert "prompt=select_account" in other.headers["Location"]
    assert await sessions_of(pages, STRANGER) == 0


WRONG = [
    {"aud": "22222222-2b2b-4c3c-8d4d-5e5e5e5e5e5e"},
    {"iss": "http://127.0.0.1:1/somebody/v2.0"},
    {"nonce": "of another sign-in"},
    {"nonce": None},
    {"exp": 1},
    {"exp": None},
    {"exp": "tomorrow"},
    {"nbf": 4_000_000_000},
    {"azp": "another client"},
    {"tid": None},
    {"oid": None},
    {"oid": "x" * 81},
    {"tid": ELSEWHERE},
]


@pytest.mark.parametrize("claims", WRONG, ids=str)
async def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(pages: Pages, claims: dict[str, object]) -> None:
    pages.issuer.faults.claims = claims
    assert await refused(pages) == 403


async def refused(pages: Pages) -> int:
    """The status at the end of Bodil's sign-in, with nobody signed in then."""
    try:
        async with pages.browser() as browser:
            shown = await browser.sign_in("Bodil Rektor")
            assert named(await browser.get("/")) == ""
            assert await sessions_of(pages, pages.guest("bodil")) == 0
            return shown.status
    finally:
        pages.issuer.faults.claims, pages.issuer.faults.unsigned = {}, False
        await pass_time(pages)


async def pass_time(pages: Pages) -> None:
    """Long enough: earlier tries count no more, and keys may be asked for again."""
    pages.house.stage.now += 6 * MINUTE


async def test_a_token_without_a_signature_or_with_a_forgers_lets_nobody_in(pages: Pages) -> None:
    pages.issuer.faults.unsigned = True
    assert await refused(pages) == 403
    genuine = pages.issuer.keys
    pages.issuer.keys = SigningKeys("a forger")
    pages.issuer.keys.document = genuine.document  # type: ignore[method-assign]
    try:
        assert await refused(pages) == 403
    finally:
        pages.issuer.keys = genuine


class Confused(SigningKeys):
    """A thief signs with the issuer's public key as a secret, or brings a key along in the token."""

    def __init__(self, genuine: SigningKeys, **more: object) -> None:
        super().__init__("a forger")
        self._genuine, self._more = genuine, more

    def document(self) -> Json:
        return self._genuine.document()

    def sign(self, claims: Json) -> str:
        [*_, published] = self._genuine.document()["keys"]
        if self._more:
            return jwt.encode(claims, self._keys[-1].private, "RS256", {"kid": published["kid"], **self._more})
        key = RSAAlgorithm.from_jwk(published)
        assert isinstance(key, RSAPublicKey)
        public = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        parts = [{"alg": "HS256", "typ": "JWT", "kid": published["kid"]}, claims]
        signed = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
        return b".".join((signed, urlsafe_b64encode(hmac.digest(public, signed, "sha256")).rstrip(b"="))).decode()


async def test_a_token_signed_with_what_everybody_can_read_lets_nobody_in(pages: Pages) -> None:
    genuine, [own] = pages.issuer.keys, SigningKeys("a forger").document()["keys"]
    try:
        for more in ({}, {"jwk": own}, {"jku": f"{pages.url}look/keys", "x5u": "https://evil.example/keys"}):
            pages.issuer.keys = Confused(genuine, **more)
            assert await refused(pages) == 403, more
    finally:
        pages.issuer.keys = genuine


async def test_the_issuers_clock_may_be_two_minutes_off_and_no_more(pages: Pages) -> None:
    now = int(pages.house.stage.now.timestamp())
    for claims in ({"exp": now - LEEWAY_SECONDS + 1}, {"nbf": now + LEEWAY_SECONDS}):
        pages.issuer.faults.claims = claims
        async with pages.visit("ella") as browser:
            assert named(await browser.get("/")) == "Ella Rektor"
    for claims in ({"exp": now - LEEWAY_SECONDS}, {"nbf": now + LEEWAY_SECONDS + 1}):
        pages.issuer.faults.claims = claims
        async with pages.visit("ella") as browser:
            assert named(await browser.get("/")) == ""
    pages.issuer.faults.claims = {}


async def test_keys_that_the_issuer_has_changed_are_fetched(pages: Pages) -> None:
    async with pages.visit("gry") as browser:
        assert named(await browser.get("/"))
    await pass_time(pages)
    pages.issuer.keys.rotate()
    async with pages.visit("gry") as browser:
        assert named(await browser.get("/")) == "Gry Rektor"


# A sign-in taken up again.


async def test_a_sign_in_ends_once_in_the_browser_that_began(pages: Pages) -> None:
    async with pages.browser() as browser, pages.browser() as another:
        code = await browser.get(choice(await browser.get("/signin"), "Dag Rektor"), led=False)
        back = URL(code.headers["Location"], encoded=True)
        stolen = await another.get(back)
        assert (stolen.status, named(stolen)) == (400, "")
        assert "Innloggingen ble ikke fullført" in stolen.text
        assert named(await browser.get(back)) == "Dag Rektor"
        again = await browser.get(back)
        assert (again.status, again.url.path_qs) == (200, "/"), "the back button of whoever is signed in"
        browser.session.cookie_jar.clear(lambda cookie: cookie.key == "sloyfa")
        assert (await browser.get(back)).status == 400
        begun = await browser.get("/signin", led=False)
        state = URL(begun.headers["Location"]).query["state"]
        replayed = await browser.get(back.update_query(state=state))
        assert (replayed.status, named(replayed)) == (403, ""), "the issuer takes a code once"


async def test_a_code_of_somebody_elses_sign_in_is_good_for_nothing(pages: Pages) -> None:
    """Read in a log or over a shoulder, and put into a sign-in of the thief's own: a code is bound to a verifier."""
    async with pages.browser() as victim, pages.browser() as thief:
        code = await victim.get(choice(await victim.get("/signin"), "Dag Rektor"), led=False)
        state = URL((await thief.get("/signin", led=False)).headers["Location"]).query["state"]
        shown = await thief.get(URL(code.headers["Location"], encoded=True).update_query(state=state))
        assert (shown.status, named(shown)) == (403, "")
        assert named(await thief.get("/")) == ""
    await pass_time(pages)


async def test_a_session_begins_under_a_secret_that_nobody_could_plant(pages: Pages) -> None:
    """The cookies of before, set by somebody else, open nothing afterwards."""
    planted = "A" * 43
    async with pages.browser() as browser, pages.browser() as attacker:
        browser.session.cookie_jar.update_cookies({"sloyfa": planted}, pages.url)
        shown = await browser.sign_in("Tor Rektor")
        assert named(shown) == "Tor Rektor"
        [secret] = [cookie.value for cookie in browser.session.cookie_jar if cookie.key == "sloyfa"]
        assert secret != planted
        attacker.session.cookie_jar.update_cookies({"sloyfa": planted}, pages.url)
        assert named(await attacker.get("/")) == ""
        # Of several cookies with the same name none is believed more than the session says.
        for both in (f"sloyfa={planted}; sloyfa={secret}", f"sloyfa={secret}; sloyfa={planted}"):
            assert named(await attacker.get("/", Cookie=both)) in ("", "Tor Rektor")


async def test_a_sign_in_waits_ten_minutes_and_no_longer(pages: Pages) -> None:
    async with pages.browser() as browser:
        page = await browser.get("/signin")
        pages.house.stage.now += 10 * MINUTE
        assert (await browser.choose(page, "Tor Rektor")).status == 400


@pytest.mark.parametrize(
    ("error", "told", "words"),
    [
        ("access_denied", "AADSTS65004: <script>", "Innloggingen ble ikke fullført"),
        ("access_denied", "AADSTS90094: admin", "Kommunen har ikke åpnet for dette ennå"),
    ],
)
async def test_who_goes_back_at_the_issuer_or_is_not_approved_there_is_told_so(
    pages: Pages, error: str, told: str, words: str
) -> None:
    async with pages.browser() as browser:
        begun = await browser.get("/signin", led=False)
        state = URL(begun.headers["Location"]).query["state"]
        back = URL("/signin").with_query(state=state, error=error, error_description=told)
        shown = await browser.get(back)
        assert shown.status == 403
        assert words in shown.text
        assert "AADSTS" not in shown.text


FOREIGN = [
    *("//evil.example/", "/\\evil.example", "https://evil.example/", "http:evil.example", "/a//evil.example"),
    *("/\t/evil.example", "/..//evil.example", "javascript:alert(1)", "/signin?to=/", "/" + "a" * 500, "/\r\nX: y"),
]


async def test_a_sign_in_leads_back_to_our_own_pages_alone(pages: Pages) -> None:
    async with pages.browser() as browser:
        for path in FOREIGN:
            shown = await browser.sign_in("Tor Rektor", str(URL("/signin").with_query(to=path, other="")))
            assert shown.url == pages.url.join(URL("/")), path
        await pass_time(pages)
        for path in ("/%2f%2fevil.example", "/%5cevil.example", "/digests/..%2f..%2f%2fevil.example"):
            shown = await browser.get(str(URL("/signin").with_query(to=path)))
            assert shown.url.origin() == pages.url.origin(), path


# The end of a session.


async def test_the_foot_leads_to_the_visitors_own_notice_and_to_the_municipalitys_statements(pages: Pages) -> None:
    privacy, accessibility = STATED.values()
    for who, statement in (("tor", "Tilgjengelighetserklæring"), ("siv", "Tilgjengelegheitserklæring")):
        client = pages.house.cast[who]
        await client.install()
        await client.say("personvern")
        async with pages.visit(who) as browser:
            foot = (await browser.get("/")).text.split("<footer")[1]
            assert 'href="/privacy">Personvern<' in foot
            assert f'href="{accessibility}" rel="noreferrer">{statement}<' in foot
            shown = (await browser.get("/privacy")).text
            told = re.findall(r'<p class="ds-paragraph">(.*?)</p>', shown.split("<main")[1].split("</main>")[0])
            in_chat = [text for text in seen(client, last(client)) if text.endswith(".")]
            assert [html.unescape(one) for one in told] == in_chat
            assert f'href="{privacy}"' in shown
    async with pages.browser() as browser:
        foot = (await browser.get("/")).text.split("<footer")[1]
        assert f'href="{privacy}"' in foot, "before anybody has signed in"
        assert f'href="{accessibility}"' in foot


async def test_signing_out_ends_our_session_and_the_issuers(pages: Pages) -> None:
    async with pages.visit("frode") as browser:
        shown = await browser.get("/")
        [secret] = [cookie.value for cookie in browser.session.cookie_jar if cookie.key == "sloyfa"]
        out = await browser.post("/signout", {"csrf": shown.csrf}, led=False)
        assert out.headers["Location"].startswith(pages.issuer.url(TENANT).replace("/v2.0", "/oauth2/v2.0/logout"))
        ended = await browser.get(URL(out.headers["Location"], encoded=True))
        assert ended.url.path == "/signed-out"
        browser.session.cookie_jar.update_cookies({"sloyfa": secret}, pages.url)
        assert named(await browser.get("/")) == "", "a copy of the cookie is good for nothing"
    assert await sessions_of(pages, pages.guest("frode")) == 0


async def test_signing_out_at_the_issuer_ends_the_session_named_there_and_no_other(pages: Pages) -> None:
    async with pages.visit("frode") as browser, pages.visit("frode") as another, pages.browser() as framed:
        pages.issuer.logout_url = f"{pages.url.origin()}{BY_ISSUER}"
        out = await browser.get(URL(pages.issuer.url(TENANT).replace("/v2.0", "/oauth2/v2.0/logout")))
        pages.issuer.logout_url = ""
        [told] = re.findall(r'<iframe src="([^"]+)"', out.text)
        # In a frame of another site a browser sends none of our cookies.
        shown = await framed.get(URL(told, encoded=True))
        assert (shown.status, shown.text) == (200, "")
        assert shown.headers["Content-Security-Policy"] == f"frame-ancestors {URL(pages.issuer.url()).origin()}"
        assert named(await browser.get("/")) == ""
        assert named(await another.get("/")) == "Frode Rektor"
        for unknown in ("", "?sid=", "?sid=x", f"?sid={'y' * 4000}", "?sid=%00%FF&iss=https://evil.example"):
            same = await another.get(f"{BY_ISSUER}{unknown}")
            assert (same.status, same.text) == (200, ""), "nobody learns which sessions there are"
        assert named(await another.get("/")) == "Frode Rektor", "not even with the cookie"
        assert (await another.post(BY_ISSUER, {})).status in (403, 405)
    async with pages.visit("frode") as without_sid:
        pages.issuer.faults.claims = {"sid": None}
        await without_sid.sign_in("Frode Rektor", "/signin?other")
        pages.issuer.faults.claims = {}
        await without_sid.get(f"{BY_ISSUER}?sid=")
        assert named(await without_sid.get("/")) == "Frode Rektor", "an issuer that names no session ends none"


async def test_a_session_ends_after_eight_hours_and_the_tick_removes_it(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        pages.house.stage.now += timedelta(hours=8) - MINUTE
        assert named(await browser.get("/"))
        pages.house.stage.now += MINUTE
        assert named(await browser.get("/")) == ""
    await pages.house.to(pages.house.stage.now)
    assert not await pages.house.stage.app.db.read(partial(web_sessions.has_expired, now=pages.house.stage.now))


# Forms.


async def test_a_form_without_the_visitors_own_token_changes_nothing(pages: Pages) -> None:
    async with pages.visit("guro") as browser, pages.visit("tor") as another:
        mine, theirs = (await browser.get("/")).csrf, (await another.get("/")).csrf
        forms: Sequence[tuple[dict[str, str], dict[str, str]]] = (
            ({}, {}),
            ({"csrf": ""}, {}),
            ({"csrf": theirs}, {}),
            ({"csrf": mine}, {"Origin": "https://evil.example"}),
            ({"csrf": mine}, {"Sec_Fetch_Site": "cross-site"}),
            ({"csrf": mine}, {"Sec_Fetch_Site": "same-site", "Origin": str(pages.url.origin())}),
        )
        for form, headers in forms:
            shown = await browser.ask("POST", "/signout", data=form, headers=headers)
            assert shown.status == 403
            assert "Skjemaet var for gammelt" in shown.text
        assert named(await browser.get("/")) == "Guro Koordinator"
        out = await browser.post("/signout", {"csrf": mine}, Origin=str(pages.url.origin()))
        assert out.url.path == "/signed-out"


# Told to nobody.


async def test_no_secret_stands_in_the_log_or_in_an_address_of_ours(
    pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    async with pages.browser() as browser:
        begun = await browser.get("/signin", led=False)
        address = URL(begun.headers["Location"])
        back = URL((await browser.get(choice(await browser.get(address), "Ali Rektor"), led=False)).headers["Location"])
        pages.issuer.faults.claims = {"nonce": "wrong"}
        assert (await browser.get(back)).status == 403
        pages.issuer.faults.claims = {}
        shown = await browser.sign_in("Ali Rektor")
        secrets = [cookie.value for cookie in browser.session.cookie_jar]
    log = capsys.readouterr()
    assert "the token is of another sign-in" in log.out + log.err
    hidden = [*secrets, address.query["state"], back.query["code"], shown.csrf, SECRET]
    assert [secret for secret in (*hidden, "Ali") if secret in log.out + log.err] == []
    assert [secret for secret in hidden if secret in str(shown.url)] == []


# Odd requests.


async def test_odd_bytes_are_refused_and_break_nothing(pages: Pages) -> None:
    form = "application/x-www-form-urlencoded"
    bodies: Sequence[tuple[bytes, str, int]] = (
        (b"csrf=" + b"x" * (1 << 20), form, 413),
        (b"csrf=\xff", form, 400),
        (b"csrf=x", f"{form}; charset=nonsense", 400),
        (b"no boundary", "multipart/form-data; boundary=x", 400),
        (b"<script>", "text/html", 403),
    )
    async with pages.visit("tor") as browser:
        for path in ("/signout", "/signin/teams"):
            for body, kind, status in bodies:
                headers = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
                sent = browser.session.post(f"{pages.url}{path}", data=BytesIO(body), headers=headers)
                async with sent as response:
                    assert response.status == status, (path, body[:20])
        assert named(await browser.get("/")) == "Tor Rektor"
        assert (await browser.get("/signin?state=%ff%00&code=%ed%a0%80", led=False)).status == 303
    async with pages.browser() as browser:
        for cookie in ("sloyfa=\udcff; sloyfa-browser=\udcff", "sloyfa=" + "x" * 4000, 'sloyfa="<b>"'):
            shown = await browser.get("/", Cookie=cookie.encode(errors="surrogateescape").decode("latin-1"))
            assert (shown.status, named(shown)) == (200, "")
        assert (await browser.get("/signin?to=%ff&to=/", led=False)).status == 303
    await pass_time(pages)


# Too often.


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "address"),
    [
        ("10.0.0.1", [], 1, "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.7"], 0, "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.7"], 1, "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.7"], 1, "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1", "203.0.113.7, 10.0.0.2"], 2, "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", [], 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", [], 0, "203.0.113.7"),
        (None, ["unknown"], 1, "unknown"),
    ],
)
async def test_tries_are_counted_by_the_address_that_our_own_proxies_tell(
    peer: str | None, forwarded: list[str], proxies: int, address: str
) -> None:
    assert asking_address(peer, forwarded, proxies=proxies) == address


async def test_an_address_may_try_again_once_its_tries_are_old_enough() -> None:
    limit = TryLimit(most=2, seconds=10)
    for now in (0, 4):
        assert limit.wait("a", now=now) == 0
        limit.count("a", now=now)
    assert (limit.wait("a", now=5), limit.wait("b", now=5)) == (5, 0)
    assert limit.wait("a", now=10) == 0


async def test_an_address_that_fails_too_often_waits_and_others_do_not(pages: Pages) -> None:
    await pass_time(pages)
    async with pages.browser() as browser:
        made_up = [await browser.get("/signin?state=made-up&code=x") for _ in range(60)]
        assert {one.status for one in made_up} == {400}
        shown = await browser.get("/signin?state=made-up&code=x")
        assert (shown.status, shown.headers["Retry-After"]) == (429, "300")
        assert "Det kom mange forsøk på kort tid" in shown.text
        forged = await browser.get("/signin?state=made-up&code=x", X_Forwarded_For="203.0.113.7")
        assert forged.status == 429, "whoever asks can write that header"
        pages.house.stage.now += 5 * MINUTE
        assert named(await browser.sign_in("Tor Rektor")) == "Tor Rektor"


# As the guide says.


async def test_the_guide_has_what_the_log_says_when_nobody_can_sign_in(pages: Pages) -> None:
    await pass_time(pages)
    guide = (ROOT / "bot" / "INTO_TEAMS.md").read_text(encoding="utf-8")
    table = guide.split("\n## 7. The pages\n")[1].split("\n## ")[0].split("| what you see |")[1]
    quoted = {one for one in re.findall(r"`([^`]+)`", table) if " " in one}
    with capture_logs() as logged:
        async with pages.browser() as browser:
            for claims in ({"exp": 1}, {"aud": "api://x", "ver": "1.0"}):
                pages.issuer.faults.claims = claims
                await browser.sign_in("Tor Rektor")
            pages.issuer.faults.claims = {}
            begun = await browser.get("/signin", led=False)
            state = URL(begun.headers["Location"]).query["state"]
            await browser.get(URL("/signin").with_query(state=state, error="access_denied"))
        async with open_pages_with_a_wrong_secret() as others, others.browser() as browser:
            others.issuer.faults.status = 503
            await browser.get("/signin")
            others.issuer.faults.status = 0
            others.house.stage.now += MINUTE
            await browser.sign_in("Tor Rektor")
    said = {str(value) for line in logged for value in (line["event"], line.get("why"))}
    assert quoted <= said
    words = [text for page in all_words(Language.NB).values() for text in page.values()]
    assert [one for one in re.findall("«([^»]+)»", table) if one not in words] == []


@asynccontextmanager
async def open_pages_with_a_wrong_secret() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/sloyfa.db"
        async with open_pages(url, settings={"MicrosoftAppPassword": "another"}) as opened:
            yield opened

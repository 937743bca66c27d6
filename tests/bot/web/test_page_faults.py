"""Faults over HTTP: for odd questions and failures nobody reads a stack trace, and no status is 5xx but 503."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from yarl import URL

from tests.bot.web.browsing import Pages, Shown, open_pages
from tests.postgresql import Cluster

pytestmark = pytest.mark.asyncio(loop_scope="module")

KIND = {"nb": "Vi får ikke hentet dette akkurat nå", "nn": "Vi får ikkje henta dette akkurat no"}
INSIDE = re.compile(
    rb"Traceback|File \"|aiohttp/|site-packages|sqlite|sqlalchemy|asyncpg|SELECT [^<>]+ FROM ", re.IGNORECASE
)
"""Words of programs, never of a page."""

HOSTILE = (
    *("%00", "%ff%fe", "%ed%a0%80", "%zz", "..%2f..%2fetc%2fpasswd", "%3Cscript%3Ealert(1)%3C/script%3E"),
    *("'%20OR%201=1--", "%E2%80%AE%E2%81%A6", "-1", "99999999999999999999", "00000000-0000-0000-0000-000000000000"),
    *("%7B%7B7*7%7D%7D", "x" * 3000),
)
ASKED = ("q", "area", "requirement", "stage", "year", "page", "from", "to", "state", "code", "error", "language")
"""Names in the queries of pages."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as folder:
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db") as opened:
            yield opened


def is_fine(status: int, body: bytes) -> bool:
    return status < 500 and not INSIDE.search(body)


def routes(pages: Pages, method: str) -> Sequence[str]:
    """The patterns of all pages' addresses with the method."""
    found = pages.house.stage.app.web_app().router.routes()
    return sorted({route.resource.canonical for route in found if route.method == method and route.resource})


def filled(pattern: str, value: str) -> str:
    return re.sub(r"\{[^}]+\}", value, pattern)


async def test_no_hostile_address_shows_more_than_a_page(pages: Pages) -> None:
    """Each page, with odd values in address and query."""
    patterns = routes(pages, "GET")
    assert "/digests/{municipality}/{digest}" in patterns
    wrong: list[tuple[str, int]] = []
    async with pages.visit("guro") as browser:
        for pattern in patterns:
            values = HOSTILE if "{" in pattern else HOSTILE[:3]
            for value in values:
                path = f"{filled(pattern, value)}?{'&'.join(f'{name}={value}' for name in ASKED)}"[:8000]
                async with browser.session.get(
                    URL(f"{pages.url}{path}", encoded=True), allow_redirects=False
                ) as response:
                    if not is_fine(response.status, await response.read()):
                        wrong.append((path[:80], response.status))
    assert wrong == []


async def test_no_hostile_form_breaks_a_page(pages: Pages) -> None:
    """With the visitor's own token: a page reads the fields of no other form."""
    wrong: list[tuple[str, str, int]] = []
    async with pages.visit("ola") as browser:
        csrf = (await browser.get("/")).csrf
        for pattern in routes(pages, "POST"):
            for value in ("", "\x00", "\u202e<script>", "x" * 10_000) if not pattern.startswith("/sign") else ():
                form = {"csrf": csrf, **dict.fromkeys((*ASKED, "text", "answer", "rung", "why"), value)}
                path = filled(pattern, "00000000-0000-4000-8000-000000000001")
                shown = await browser.ask("POST", path, led=False, data=form)
                if not is_fine(shown.status, shown.text.encode()):
                    wrong.append((pattern, value[:5], shown.status))
    assert wrong == []


async def asked(pages: Pages, *lines: bytes, body: bytes = b"") -> bytes:
    """The answer to bytes sent by no client of HTTP."""
    assert pages.url.port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", pages.url.port)
    with closing(writer):
        named = [] if any(line.startswith(b"Host:") for line in lines) else [b"Host: 127.0.0.1"]
        writer.write(b"\r\n".join([*lines, *named, b"Connection: close", b"", b""]) + body)
        await writer.drain()
        return await asyncio.wait_for(reader.read(), timeout=20)


FORM = b"Content-Type: application/x-www-form-urlencoded"
REQUESTS: Sequence[tuple[int, tuple[bytes, ...], bytes]] = (
    (400, (b"GET /di\x00gests HTTP/1.1",), b""),
    (400, (b"GET /digests/\xe5 HTTP/1.1",), b""),
    (400, (b"GET /" + b"a" * 70_000 + b" HTTP/1.1",), b""),
    (400, (b"GET / HTTP/1.1", b"X: " + b"a" * 9_000), b""),
    (400, (b"GET / HTTP/1.1", *(b"X%d: a" % number for number in range(1_000))), b""),
    (400, (b"BREW / HTTP/1.1",), b""),
    (400, (b"\x16\x03\x01\x02\x00\x01",), b""),
    (400, (b"POST /signout HTTP/1.1", b"Content-Length: 5", b"Content-Length: 6"), b"abcdef"),
    (400, (b"POST /signout HTTP/1.1", b"Content-Length: -5"), b""),
    (400, (b"POST /signout HTTP/1.1", b"Transfer-Encoding: chunked"), b"zz\r\n\r\n"),
    (400, (b"POST /signout HTTP/1.1", b"Content-Length: 4", b"Content-Encoding: gzip", FORM), b"a=bc"),
    (400, (b"POST /signout HTTP/1.1", b"Content-Length: 3", b"Content-Type: multipart/form-data; boundary=x"), b"--x"),
    (403, (b"PUT /digests HTTP/1.1",), b""),
    (403, (b"TRACE / HTTP/1.1",), b""),
    (405, (b"OPTIONS / HTTP/1.1",), b""),
    (404, (b"GET //evil.example/ HTTP/1.1",), b""),
    (404, (b"GET /digests// HTTP/1.1",), b""),
    (404, (b"GET /digests/%2f%2fevil.example HTTP/1.1",), b""),
    (400, (b"GET / HTTP/1.1", b"Cookie: sloyfa=" + b"a" * 8_200), b""),
    (200, (b"GET / HTTP/1.1", b"Cookie: sloyfa=" + b"a" * 8_000), b""),
    (200, (b"GET / HTTP/1.1", b'Cookie: ;;=;sloyfa;"=";sloyfa=\xe5; $Version=1; sloyfa=a,b'), b""),
    (200, (b"GET /?" + b"a[b][c][]=1&" * 600 + b" HTTP/1.1",), b""),
    (200, (b"GET /?" + b"%5B" * 2_000 + b"=%ff%00 HTTP/1.1",), b""),
    (403, (b"POST /bank/search HTTP/1.1", b"Content-Length: 9", b"Content-Type: application/json"), b'{"a": 1}\n'),
    (403, (b"POST /bank/search HTTP/1.1", b"Content-Length: 3", b"Content-Type: \xff/\x80"), b"a=b"),
    (400, (b"POST /bank/search HTTP/1.1", b"Content-Length: 7", FORM), b"csrf=\xff\x00"),
    (404, (b"GET /look/../../etc/passwd HTTP/1.1",), b""),
    (200, (b"GET / HTTP/1.1", b"Accept-Language: " + b"x," * 2_000), b""),
    (200, (b"GET / HTTP/1.1", b"Accept-Language: \xff\xfe", b"Accept-Encoding: nope;q=x"), b""),
    (200, (b"GET / HTTP/1.1", b"Range: bytes=5-2", b"If-Modified-Since: yesterday"), b""),
    (200, (b"GET http://evil.example/ HTTP/1.1",), b""),
    (200, (b"GET / HTTP/1.1", b"Host: evil.example", b"X-Forwarded-Host: evil.example"), b""),
    (303, (b"GET /digests HTTP/1.1", b"Host: evil.example:99999"), b""),
    (303, (b"GET /signin HTTP/1.1", b"Host: evil.example", b"Forwarded: host=evil.example"), b""),
)


async def test_what_no_browser_sends_is_refused_without_a_word_of_the_programs_inside(pages: Pages) -> None:
    for status, lines, body in REQUESTS:
        answer = await asked(pages, *lines, body=body)
        head, _, told = answer.partition(b"\r\n\r\n")
        assert head.split(b" ", 2)[1] == b"%d" % status, lines[0][:60]
        assert not INSIDE.search(told), told
        assert b"evil.example" not in answer, "no address comes of what the asker says"


async def test_head_and_options_are_answered_as_they_should_be(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        for path in ("/", "/digests"):
            shown, head = await browser.get(path), await browser.ask("HEAD", path)
            assert (head.status, head.text) == (200, "")
            assert head.headers["Content-Type"] == shown.headers["Content-Type"]
            assert "aiohttp" not in shown.headers["Server"], "no version is told"
        options = await browser.ask("OPTIONS", "/digests")
        assert options.status == 405
        assert set(options.headers["Allow"].split(",")) == {"GET", "HEAD"}


async def test_a_file_of_the_look_is_answered_whole_and_its_old_address_is_gone(pages: Pages) -> None:
    async with pages.browser() as browser:
        [sheet] = re.findall(r'href="(/look/\w+/sloyfa\.css)"', (await browser.get("/")).text)
        whole = (await browser.get(sheet)).text
        for headers in ({"Range": "bytes=0-9"}, {"If-None-Match": '"anything"'}, {"Accept-Encoding": "identity"}):
            shown = await browser.ask("GET", sheet, headers=headers)
            assert (shown.status, shown.text) == (200, whole)
        assert (await browser.ask("HEAD", sheet)).status == 200
        assert (await browser.get(f"/look/{'0' * 12}/sloyfa.css")).status == 404


@contextmanager
def without_tables(pages: Pages) -> Iterator[None]:
    """The database answers every question about sessions and digests with an error."""
    place = Path(pages.house.stage.app.db.url.database or "")
    names = ("web_sessions", "digests")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        for name in names:
            other.execute(f"ALTER TABLE {name} RENAME TO away_{name}")
        try:
            yield
        finally:
            for name in names:
                other.execute(f"ALTER TABLE away_{name} RENAME TO {name}")


def is_away(shown: Shown, language: str) -> bool:
    told = (shown.status, shown.headers["Retry-After"], shown.headers["Cache-Control"], KIND[language] in shown.text)
    return told == (503, "30", "no-store", True) and is_fine(200, shown.text.encode())


async def test_a_database_that_fails_is_told_of_kindly_and_the_reader_stays_signed_in(pages: Pages) -> None:
    """The browser tells the language, since the session, in the database, cannot be read."""
    async with pages.visit("tor") as tor:
        with without_tables(pages):
            for language, path in (("nb", "/digests"), ("nn", "/")):
                assert is_away(await tor.get(path, Accept_Language=language), language), path
            async with pages.browser() as stranger:
                assert (await stranger.get("/")).status == 200, "who is not signed in asks the database for nothing"
        assert (await tor.get("/digests")).status == 200


@pytest.mark.postgresql
async def test_a_server_that_is_away_is_told_of_kindly_and_missed_no_longer_than_it_is_away(
    postgresql_cluster: Cluster,
) -> None:
    async with open_pages(await postgresql_cluster.new_database()) as pages, pages.visit("siv") as siv:
        await asyncio.to_thread(postgresql_cluster.stop)
        try:
            assert is_away(await siv.get("/", Accept_Language="nn"), "nn")
        finally:
            await asyncio.to_thread(postgresql_cluster.start)
        assert (await siv.get("/")).status == 200


async def test_in_two_tabs_the_older_form_is_as_good_as_the_newer_until_the_session_ends(pages: Pages) -> None:
    async with pages.visit("ella") as browser:
        first, second = (await browser.get("/")).csrf, (await browser.get("/digests")).csrf
        assert (await browser.post("/signout", {"csrf": first})).url.path == "/signed-out"
        again = await browser.post("/signout", {"csrf": second})
        assert again.status == 403
        assert "Skjemaet var for gammelt" in again.text
        back = await browser.get("/digests", led=False)
        assert (back.status, back.headers["Location"]) == (303, "/signin?to=/digests"), "the back button shows nothing"

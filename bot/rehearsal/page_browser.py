"""Browsers of the rehearsal's people: links followed, fields filled in and buttons pressed, over HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Protocol

import aiohttp
from yarl import URL

from bot.rehearsal import page_forms
from bot.rehearsal.page_forms import File, Sent
from bot.rehearsal.page_tree import Element, Page, page_of, parse

SIGN_IN = "Logg inn med jobbkontoen"


class Browser(Protocol):
    """Things are called by the words in sight; of several of one name, the nearest to the words `near` is meant."""

    async def home(self) -> None:
        """The start page, for which somebody whose session is over signs in again."""
        ...

    async def follow(self, name: str, near: str = "") -> None: ...

    async def unfold(self, name: str, near: str = "") -> None: ...

    async def fill(self, label: str, value: str, near: str = "") -> None: ...

    async def choose(self, label: str, option: str, near: str = "") -> None: ...

    async def tick(self, label: str, near: str = "") -> None: ...

    async def untick(self, label: str, near: str = "") -> None: ...

    async def pick(self, label: str, *files: File) -> None: ...

    async def press(self, name: str, near: str = "") -> None: ...

    async def page(self) -> Page: ...


class Browsers(Protocol):
    async def of(self, name: str) -> Browser:
        """The browser of somebody with this whole name."""
        ...


OpensBrowsers = Callable[[str], AbstractAsyncContextManager[Browsers]]
"""Browsers for the site with this address."""


class HttpBrowser:
    """Cookies are the browser's own. What is filled in stands in the page's tree, until the form is sent."""

    def __init__(self, session: aiohttp.ClientSession, address: str, name: str) -> None:
        self._session = session
        self._name = name
        self._url = self._address = URL(address)
        self._root = Element("", {})
        self._files: dict[Element, tuple[File, ...]] = {}

    async def home(self) -> None:
        await self._ask("GET", self._address)
        if any(one.text == SIGN_IN for one in self._root if one.tag == "a"):
            await self.follow(SIGN_IN)
            await self.follow(self._name)  # at the issuer, which has a link for each person

    async def follow(self, name: str, near: str = "") -> None:
        led = page_forms.link(self._root, name, near).attributes["href"]
        await self._ask("GET", self._url.join(URL(led, encoded=True)))

    async def unfold(self, name: str, near: str = "") -> None:
        folded = page_forms.summary(self._root, name, near).parent
        if folded is not None:
            folded.attributes["open"] = ""

    async def fill(self, label: str, value: str, near: str = "") -> None:
        page_forms.fill(page_forms.field(self._root, label, near), value)

    async def choose(self, label: str, option: str, near: str = "") -> None:
        page_forms.choose(page_forms.field(self._root, label, near), option)

    async def tick(self, label: str, near: str = "") -> None:
        page_forms.tick(page_forms.field(self._root, label, near))

    async def untick(self, label: str, near: str = "") -> None:
        page_forms.field(self._root, label, near).attributes.pop("checked", None)

    async def pick(self, label: str, *files: File) -> None:
        self._files[page_forms.field(self._root, label)] = files

    async def press(self, name: str, near: str = "") -> None:
        pressed = page_forms.button(self._root, name, near)
        form, sent = page_forms.form_of(pressed), page_forms.sent_by(pressed, self._files)
        action = pressed.attributes.get("formaction") or form.attributes.get("action", "")
        url = self._url.join(URL(action, encoded=True))
        if form.attributes.get("method", "get").lower() == "get":
            await self._ask("GET", url.with_query([(name, str(value)) for name, value in sent]))
        else:
            await self._ask("POST", url, _body(sent, form.attributes.get("enctype", "")))

    async def page(self) -> Page:
        return page_of(self._root)

    async def _ask(self, method: str, url: URL, data: aiohttp.FormData | None = None) -> None:
        """Raises RuntimeError for an answer that is no page of the visitor's."""
        self._files = {}
        async with self._session.request(method, url, data=data) as response:
            text = await response.text()
            if response.status not in {HTTPStatus.OK, HTTPStatus.CONFLICT}:
                raise RuntimeError(f"{method} {url} was answered with {response.status}: {text}")
            self._url, self._root = response.url, parse(text)


def _body(sent: Sent, kind: str) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=kind == "multipart/form-data")
    for name, value in sent:
        if isinstance(value, File):
            form.add_field(name, value.content, filename=value.name, content_type="application/octet-stream")
        else:
            form.add_field(name, value)
    return form


class HttpBrowsers:
    def __init__(self, address: str, stack: AsyncExitStack) -> None:
        self._address = address
        self._stack = stack
        self._opened: dict[str, HttpBrowser] = {}

    async def of(self, name: str) -> HttpBrowser:
        if name not in self._opened:
            jar = aiohttp.CookieJar(unsafe=True)  # of an address without a name
            session = aiohttp.ClientSession(cookie_jar=jar, headers={"Accept-Language": "nb"})
            await self._stack.enter_async_context(session)
            self._opened[name] = HttpBrowser(session, self._address, name)
        return self._opened[name]


@asynccontextmanager
async def http_browsers(address: str) -> AsyncIterator[Browsers]:
    async with AsyncExitStack() as stack:
        yield HttpBrowsers(address, stack)

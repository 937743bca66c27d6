"""Style sheets, fonts and scripts: our own, and those that the set-up step has brought from npm."""

import gzip
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from aiohttp import web

BROUGHT = Path(sys.prefix) / "share" / "sloyfa" / "node_modules"
"""Where `make setup` and the image put the packages of package.json."""

_TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
_FROM_NPM = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "theme.css": "@digdir/designsystemet-css/dist/theme/designsystemet.css",
    "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "teams.js": "@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js",
}
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class _File:
    kind: str
    body: bytes
    packed: bytes


class Look:
    """The files by name. The addresses change when any file does, so that browsers may keep each file for good."""

    def __init__(self, brought: Path = BROUGHT) -> None:
        self._files = dict(_all_files(brought))
        together = sha256(b"".join(file.body for _, file in sorted(self._files.items())))
        self._version = together.hexdigest()[:12]

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages' files that are not here: the pages then have the plain look of their own."""
        return tuple(name for name in _FROM_NPM if name not in self._files)

    def has(self, name: str) -> bool:
        return name in self._files

    def href(self, name: str) -> str:
        """The address of a file that is here. Raises KeyError for any other."""
        if name not in self._files:
            raise KeyError(name)
        return f"/look/{self._version}/{name}"

    async def get(self, request: web.Request) -> web.Response:
        found = self._files.get(request.match_info["name"])
        if found is None or request.match_info["version"] != self._version:
            raise web.HTTPNotFound
        headers = {"Content-Type": found.kind, "Cache-Control": f"public, max-age={_A_YEAR}, immutable"}
        if found.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
            packed = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            return web.Response(body=found.packed, headers={**headers, **packed})
        return web.Response(body=found.body, headers=headers)


def _all_files(brought: Path) -> Iterable[tuple[str, _File]]:
    for path in sorted(Path(str(files("bot") / "entry" / "web" / "static")).iterdir()):
        yield path.name, _file(path)
    for name, inside in _FROM_NPM.items():
        if (brought / inside).is_file():
            yield name, _file(brought / inside)


def _file(path: Path) -> _File:
    body = path.read_bytes()
    is_text = path.suffix != ".woff2"
    kind = _TYPES[path.suffix] + ("; charset=utf-8" if is_text else "")
    return _File(kind, body, gzip.compress(body, 9, mtime=0) if is_text else b"")

"""Files laid in people's OneDrive, at an address that Teams names and that is checked before anything is sent."""

import asyncio

import aiohttp
from yarl import URL

from bot.entry.openid.connections import private
from bot.entry.teams.hosts import trusted
from dialogs.events import Upload

SECONDS = 6
"""Within a turn, which Teams waits ten seconds for."""
_ONEDRIVE = ".sharepoint.com"
_TAKEN = frozenset({200, 201})
_HTTPS = 443


class OneDriveFiles:
    """`hosts` (host or host:port) replace OneDrive's own; None means OneDrive's."""

    def __init__(
        self, session: aiohttp.ClientSession, *, hosts: frozenset[str] | None, seconds: float = SECONDS
    ) -> None:
        self._session = session
        self._hosts = hosts
        self._seconds = seconds

    def may_lay(self, upload: Upload) -> bool:
        return all(self._is_known(url) for url in (upload.url, upload.content_url))

    async def lay(self, upload: Upload, file: bytes) -> bool:
        if not self.may_lay(upload) or not file:
            return False
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes 0-{len(file) - 1}/{len(file)}",
        }
        try:
            async with (
                asyncio.timeout(self._seconds),
                # The address itself is the permission: no token of ours goes there, and no redirect is followed.
                self._session.put(
                    URL(upload.url, encoded=True), data=file, headers=headers, allow_redirects=False
                ) as answer,
            ):
                return answer.status in _TAKEN
        except (aiohttp.ClientError, OSError, ValueError):  # TimeoutError is an OSError
            return False

    def _is_known(self, url: str) -> bool:
        if self._hosts is not None:
            return trusted(url, self._hosts) is not None
        return _is_onedrive(url)


def _is_onedrive(url: str) -> bool:
    """Whether the URL is of a tenant's SharePoint, where every OneDrive lies, over https at its usual port."""
    try:
        address = URL(url)
    except ValueError:
        return False
    host = (address.host or "").lower()
    is_plain = address.user is None and address.password is None and address.port == _HTTPS
    return private(url) and address.scheme == "https" and is_plain and host.endswith(_ONEDRIVE)

"""The cookies of signing in: the session's, and the mark of the browser that began a sign-in."""

from datetime import timedelta

from aiohttp import web

_HOST_ALONE = "__Host-"
"""Browsers take a cookie of this name from https alone, for this host alone."""


class Cookies:
    """`secure`: the pages are served over https, not on this machine alone."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        prefix = _HOST_ALONE if secure else ""
        self.session, self.browser = f"{prefix}sloyfa", f"{prefix}sloyfa-browser"

    def put(self, response: web.StreamResponse, name: str, secret: str, *, lasts: timedelta, in_teams: bool) -> None:
        """Written by hand: `set_cookie` of Python 3.11 knows no Partitioned."""
        parts = [f"{name}={secret}", "Path=/", "HttpOnly", f"Max-Age={int(lasts.total_seconds())}"]
        if self._secure:
            parts.append("Secure")
        # In the frame of another site, a Lax cookie is not sent; a partitioned one is this frame's own.
        parts += ["SameSite=None", "Partitioned"] if in_teams and self._secure else ["SameSite=Lax"]
        response.headers.add("Set-Cookie", "; ".join(parts))

    def drop(self, response: web.StreamResponse, name: str, *, in_teams: bool = False) -> None:
        self.put(response, name, "", lasts=timedelta(0), in_teams=in_teams)

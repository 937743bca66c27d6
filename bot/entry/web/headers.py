"""What every page tells the browser: whose scripts run, who may frame the page, and what is never kept."""

from collections.abc import Iterable

from aiohttp import web

from bot.entry.web.gate import gate_of

_TEAMS = ("https://*.cloud.microsoft", "https://teams.microsoft.com", "https://*.teams.microsoft.com")
"""The hosts whose frames show a Teams tab (MicrosoftDocs, tab-requirements)."""

_VALID_DOMAINS = "https://res.cdn.office.net"
"""TeamsJS reads from there which hosts are Teams' own."""

FRAMED = web.RequestKey("framed", bool)
"""Set on a request that Teams' frame makes: Teams' hosts, and no others, may then frame the page."""


def policy(*, framed: bool = False, form_targets: Iterable[str] = ()) -> str:
    """The Content-Security-Policy. `form_targets` are origins that a form's response may redirect to, beside ours."""
    rules = {
        "default-src": ("'none'",),
        "base-uri": ("'none'",),
        "connect-src": ("'self'", *((_VALID_DOMAINS,) if framed else ())),
        "font-src": ("'self'",),
        "form-action": ("'self'", *form_targets),
        "frame-ancestors": _TEAMS if framed else ("'none'",),
        "img-src": ("'self'", "data:"),  # Designsystemet draws its icons from data: addresses
        "script-src": ("'self'",),
        "style-src": ("'self'",),
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """What a response says itself stays as it is."""
    headers = response.headers
    # The form that signs out leads on to the issuer.
    targets = (gate_of(request).provider.origin,)
    headers.setdefault("Content-Security-Policy", policy(framed=request.get(FRAMED, False), form_targets=targets))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("Server", "Sloyfa")  # else aiohttp tells its own version and Python's

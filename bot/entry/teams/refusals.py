"""Tenants that are not let in: each is named in the log once a day, however often it asks."""

import logging
from datetime import date, datetime

_MOST = 200  # tenants a day; more would be a flood, whoever sends it
_LONGEST = 80  # characters

_log = logging.getLogger(__name__)


class RefusedTenants:
    """Remembers those of the day."""

    def __init__(self) -> None:
        self._day = date.min
        self._named: set[str] = set()

    def refuse(self, tenant: str, *, now: datetime) -> None:
        if now.date() != self._day:
            self._day, self._named = now.date(), set()
        if tenant in self._named or len(self._named) > _MOST:
            return
        self._named.add(tenant)
        if len(self._named) > _MOST:
            _log.warning("more than %s tenants that are not let in have asked today; no more are named", _MOST)
        else:
            named = tenant[:_LONGEST] or "without a name"
            _log.warning("tenant %r is not let in (403); SLOYFA_TENANTS says who is; told once a day", named)

"""Log lines for refused tenants, one a day each."""

import logging
from datetime import date, datetime

_MOST = 200  # tenants logged in a day; more would flood the log
_LONGEST = 80  # characters

_log = logging.getLogger(__name__)


class RefusedTenants:
    """Remembers the tenants logged on the current day."""

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

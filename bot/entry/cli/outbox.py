"""deliveries: the progress of sending; a delivery retried, a session's deliveries cancelled."""

from functools import partial
from typing import Annotated

import typer

from bot import app as application
from bot.actions.operating.cancel_sending import cancel_sending
from bot.actions.operating.retry_delivery import retry_delivery
from bot.entry.cli.invocation import OPERATOR, settings_with_warnings, with_database
from bot.reports.deliveries import tell_deliveries
from bot.reports.progress import progress_lines
from bot.settings import Settings
from dialogs.model import Stage
from storage.database import Database
from storage.outbox_reports import EVERYTHING, FAILED, Wanted

_MOST_LINES = 1000


def deliveries(
    *,
    failed: Annotated[bool, typer.Option("--failed", help="only what did not get there, and why")] = False,
    every: Annotated[bool, typer.Option("--all", help=f"all, and not only the {_MOST_LINES} due last")] = False,
    retry: Annotated[str, typer.Option(metavar="ID", help="one that did not get there is due again")] = "",
    cancel: Annotated[str, typer.Option(metavar="SESSION", help="what has not gone out of a session will not")] = "",
    municipality: Annotated[str, typer.Option(help="with --cancel, where several have the session")] = "",
) -> None:
    """How far each session has come; then a line for each delivery: id, session, person, state, reason, tries, time."""
    settings = settings_with_warnings()
    if retry and cancel:
        raise typer.BadParameter("--retry and --cancel are done one at a time")
    if retry:
        with_database(settings, partial(_retry, wanted=retry))
    elif cancel:
        with_database(settings, partial(_cancel, session_id=cancel, town=municipality or None))
    else:
        wanted, most = FAILED if failed else EVERYTHING, None if every else _MOST_LINES
        with_database(settings, partial(_show_deliveries, settings=settings, wanted=wanted, most=most))


async def _show_deliveries(db: Database, *, settings: Settings, wanted: Wanted, most: int | None) -> None:
    now, per_second = application.system_clock(), settings.tenant_per_second
    for line in await progress_lines(db, actor=OPERATOR, tenants=settings.tenants, per_second=per_second, now=now):
        typer.echo(line)
    if left_out := await tell_deliveries(db, wanted, typer.echo, actor=OPERATOR, most=most):
        typer.echo(f"{left_out} that were due before these are left out; --all prints them too", err=True)


async def _retry(db: Database, *, wanted: str) -> None:
    found = await retry_delivery(db, wanted, actor=OPERATOR, now=application.system_clock())
    typer.echo(f"{found.id} is due again (it was {found.state.value}: {found.reason or '-'})")


async def _cancel(db: Database, *, session_id: str, town: str | None) -> None:
    now = application.system_clock()
    cancelled = await cancel_sending(db, session_id, actor=OPERATOR, now=now, municipality=town)
    session = cancelled.session
    typer.echo(f"{session.id}: {cancelled.number} cancelled; what is on the wire goes on ({cancelled.on_the_wire})")
    if session.stage is Stage.OPEN:
        later = "whoever joins is asked still, and its digest is sent when it closes"
        typer.echo(f"{later}; python -m bot cancel {session.id} calls all of it off", err=True)

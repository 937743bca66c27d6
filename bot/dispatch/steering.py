"""The table of presses on series: each has its action, and the card comes back with the outcome."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.actions.planning.cancel_session import cancel_session
from bot.actions.planning.change_deadline import change_deadline
from bot.actions.planning.end_series import end_series
from bot.actions.planning.nudge import nudge
from bot.actions.planning.plan_series import plan_series
from bot.actions.planning.show_series import show_series
from bot.actions.planning.steer_series import steer_series
from bot.context.catalogues import Catalogues
from bot.context.changed_since import changed_since
from bot.context.cloning import cloned
from bot.errors import NotAllowed, NotCancelled, SeriesChanged, UnknownSeries, UnknownSession, WrongPlan
from content.presses import OnSeries, ShowSeries, SteerSeries
from content.vocabulary.steered import NotSteered, SeriesSteered, SteeredMeanwhile, Told
from dialogs.events import SteerForm
from dialogs.model import Actor, Happening, Stage
from dialogs.planning.sent import day_sent, time_sent
from dialogs.turn import Turn
from storage.database import Database


@dataclass(frozen=True)
class _Steering:
    db: Database
    catalogues: Catalogues
    actor: Actor
    now: datetime


async def press_series(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnSeries,
    form: SteerForm,
    *,
    actor: Actor,
    now: datetime,
) -> Turn:
    """The series' card, with the outcome of the press, and with the fields as filled in."""
    told = None if isinstance(press, ShowSeries) else await _told(_Steering(db, catalogues, actor, now), press, form)
    return await show_series(db, catalogues, about, press, told=told, form=form, actor=actor, now=now)


async def _told(  # noqa: PLR0911 - the table of ways
    with_: _Steering, press: SteerSeries, form: SteerForm
) -> Told:
    session = form.session or press.session
    db, place, actor, now = with_.db, press.municipality, with_.actor, with_.now
    match press.way:
        case "nudge":
            return await nudge(db, place, session, actor=actor, now=now)
        case "extend":
            to = (day_sent(form.day), time_sent(form.time))
            return await change_deadline(db, place, session, to=to, seen=form.seen, actor=actor, now=now)
        case "close":
            return await change_deadline(db, place, session, to=None, seen=form.seen, actor=actor, now=now)
        case "cancel":
            return await _cancel(with_, press, session)
        case "end":
            return await _end(with_, press)
        case "clone":
            return await _clone(with_, press, form.group)
        case _:
            return await steer_series(db, press, form, actor=actor, now=now)


async def _cancel(with_: _Steering, press: SteerSeries, session: str) -> Told:
    try:
        done = await cancel_session(
            with_.db, session, actor=with_.actor, now=with_.now, municipality=press.municipality
        )
    except NotAllowed:
        return NotSteered("not_allowed")
    except (NotCancelled, UnknownSession):
        return NotSteered("not_open")
    if done.before.stage in {Stage.CLOSED, Stage.MISSED}:
        return NotSteered("not_open")
    return SeriesSteered("cancelled")


async def _end(with_: _Steering, press: SteerSeries) -> Told:
    try:
        await end_series(
            with_.db,
            press.series,
            actor=with_.actor,
            now=with_.now,
            municipality=press.municipality,
            seen=press.version,
        )
    except SeriesChanged:
        return await _meanwhile(with_, press) or SteeredMeanwhile()
    except NotAllowed:
        return NotSteered("not_allowed")
    except UnknownSeries:
        return NotSteered("gone")
    return SeriesSteered("ended")


async def _meanwhile(with_: _Steering, press: SteerSeries) -> SteeredMeanwhile | None:
    return await with_.db.read(lambda c: changed_since(c, press.municipality, press.series, press.version))


async def _clone(with_: _Steering, press: SteerSeries, group: str) -> Told:
    read = partial(cloned, actor=with_.actor, municipality=press.municipality, series_id=press.series, group=group)
    wanted = await with_.db.read(partial(read, now=with_.now))
    if isinstance(wanted, NotSteered):
        return wanted
    if meanwhile := await _meanwhile(with_, press):
        return meanwhile
    try:
        planned = await plan_series(
            with_.db,
            with_.catalogues,
            wanted,
            actor=with_.actor,
            now=with_.now,
            municipality=press.municipality,
            seen=0,
        )
    except SeriesChanged:
        return NotSteered("known")
    except NotAllowed:
        return NotSteered("not_allowed")
    except WrongPlan:
        return NotSteered("not_fitting")
    return SeriesSteered("cloned", series=planned.series.id)

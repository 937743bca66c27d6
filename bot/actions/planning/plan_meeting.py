"""«Møter»: a meeting is planned, moved or called off by hand; whoever belongs to it is told once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import dilemmas, led_meetings, meeting_choices, meeting_news, meeting_planning, steps
from bot.context.catalogues import Catalogues
from bot.context.led_meetings import Led
from bot.context.recording import record
from content.presses import CallOffMeeting, MoveMeeting, OnMeeting, OpenNewMeeting, PlanMeeting, ShowMeeting
from content.vocabulary.conversing import OldCard
from content.vocabulary.meetings import (
    MeetingDone,
    MeetingFields,
    MeetingShown,
    MeetingsLed,
    MeetingTrouble,
    NewMeeting,
)
from dialogs.calendar.instants import local
from dialogs.model import Act, Actor, Happening, MeetingPlan, Scope, Series
from dialogs.planning import meeting_forms, meetings
from dialogs.planning.meeting_forms import NotPlanned
from dialogs.turn import Turn, in_place
from storage.database import Database
from storage.meetings import meetings_of_group
from storage.units import take_turn

_YES = "yes"


async def show_meetings(db: Database, catalogues: Catalogues, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    """«Møter»: those to come that the speaker leads, plans or belongs to."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        plans = await meeting_choices.places(c, catalogues, actor, language, now=now)
        return Turn(language, say=(MeetingsLed(await led_meetings.listed(c, actor, now=now), plans),))

    return await db.read(work)


async def press_meeting(
    db: Database, catalogues: Catalogues, about: Happening, press: OnMeeting, *, actor: Actor, now: datetime
) -> Turn:
    """The meeting afterwards, or the reason for changing nothing with the form as filled in."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        shown = None
        if about.place.scope is Scope.PERSONAL and actor.person_in(press.municipality) is not None:
            if isinstance(press, OpenNewMeeting | PlanMeeting):
                found = await meeting_choices.choices(c, catalogues, actor, press.municipality, language, now=now)
                shown = await _new(c, found, press, actor=actor, now=now) if found else None
            else:
                shown = await _known(c, press, actor=actor, now=now)
        return in_place(about, language, shown) if shown is not None else Turn(language, say=(OldCard(),))

    return await (db.read(work) if isinstance(press, ShowMeeting | OpenNewMeeting) else db.write(work))


async def _new(
    c: AsyncConnection,
    found: meeting_choices.Choices,
    press: OpenNewMeeting | PlanMeeting,
    *,
    actor: Actor,
    now: datetime,
) -> MeetingShown | NewMeeting:
    if isinstance(press, OpenNewMeeting):
        return await meeting_choices.blank(c, found, now=now)
    await take_turn(c, press.municipality)
    form = NewMeeting(press.municipality, found.offered, press.which, _fields(press))
    chosen = meeting_choices.chosen(found, press.which)
    if chosen is None:
        return replace(form, trouble=MeetingTrouble.NO_SERIES)
    series, group = chosen
    wanted = meeting_forms.read(group, form.fields, now=now)
    if isinstance(wanted, MeetingPlan) and wanted in series.meetings:  # pressed twice
        return await _after(c, series, wanted, MeetingDone.SAME, actor=actor, now=now)
    stands = await _in_the_way(c, series, wanted, None, press.anyway, now=now)
    if not isinstance(wanted, MeetingPlan) or stands is not None:
        why = stands or NotPlanned(MeetingTrouble.NOT_READ)
        return replace(form, trouble=why.trouble, faults=why.faults, day_off=why.day_off)
    after = await meeting_planning.store(c, meetings.with_meeting(series, wanted), now=now)
    await _record(c, actor, Act.MEETING_PLANNED, series, wanted, now=now)
    return await _after(c, after, wanted, MeetingDone.PLANNED, actor=actor, now=now)


async def _known(
    c: AsyncConnection, press: ShowMeeting | MoveMeeting | CallOffMeeting, *, actor: Actor, now: datetime
) -> MeetingShown | None:
    if not isinstance(press, ShowMeeting):
        await take_turn(c, press.municipality)
    one = await led_meetings.led(c, press.municipality, press.series, press.group, press.meant, actor=actor, now=now)
    if one is None or (not one.plans and not isinstance(press, ShowMeeting)):
        return None
    shown = await led_meetings.shown(c, one, actor=actor, now=now)
    if isinstance(press, ShowMeeting):
        return shown
    if one.plan is None:
        is_done = isinstance(press, CallOffMeeting)
        return replace(shown, done=MeetingDone.OFF) if is_done else replace(shown, trouble=MeetingTrouble.OFF)
    if one.plan.at <= now:
        return replace(shown, trouble=MeetingTrouble.BEGUN)
    if isinstance(press, CallOffMeeting):
        return await _called_off(c, one, one.plan, shown, press, actor=actor, now=now)
    return await _moved(c, one, one.plan, shown, press, actor=actor, now=now)


async def _moved(
    c: AsyncConnection,
    one: Led,
    plan: MeetingPlan,
    shown: MeetingShown,
    press: MoveMeeting,
    *,
    actor: Actor,
    now: datetime,
) -> MeetingShown:
    fields = _fields(press)
    wanted = meeting_forms.read(one.group, fields, now=now)
    if wanted == plan:
        return replace(shown, done=MeetingDone.SAME)
    filled = replace(shown, fields=fields)
    if press.mark != one.seen:
        return replace(filled, trouble=MeetingTrouble.CHANGED)
    stands = await _in_the_way(c, one.series, wanted, plan, press.anyway, now=now)
    if not isinstance(wanted, MeetingPlan) or stands is not None:
        why = stands or NotPlanned(MeetingTrouble.NOT_READ)
        return replace(filled, trouble=why.trouble, faults=why.faults, day_off=why.day_off)
    wanted = meetings.moved(plan, wanted, now=now)
    after = await meeting_planning.store(c, meetings.with_moved(one.series, plan, wanted), now=now)
    if wanted.at == plan.at:
        return await _after(c, after, wanted, MeetingDone.CHANGED, actor=actor, now=now)
    await dilemmas.moved(c, one.series, plan, wanted)
    await meeting_news.tell(c, one.series, plan, actor=actor, now=now)
    await _record(c, actor, Act.MEETING_MOVED, one.series, wanted, now=now)
    return await _after(c, after, wanted, MeetingDone.MOVED, actor=actor, now=now)


async def _called_off(
    c: AsyncConnection,
    one: Led,
    plan: MeetingPlan,
    shown: MeetingShown,
    press: CallOffMeeting,
    *,
    actor: Actor,
    now: datetime,
) -> MeetingShown:
    if press.mark != one.seen:
        return replace(shown, trouble=MeetingTrouble.CHANGED)
    await meeting_planning.store(c, meetings.without(one.series, plan), now=now)
    await meeting_news.tell(c, one.series, plan, actor=actor, now=now)
    await _record(c, actor, Act.MEETING_CALLED_OFF, one.series, plan, now=now)
    return replace(shown, at=None, plans=False, done=MeetingDone.OFF)


async def _in_the_way(
    c: AsyncConnection,
    series: Series,
    wanted: MeetingPlan | NotPlanned,
    before: MeetingPlan | None,
    anyway: str,
    *,
    now: datetime,
) -> NotPlanned | None:
    """Warnings alone may be passed, and only of a day or time that is new."""
    if isinstance(wanted, NotPlanned):
        return wanted
    others = [one for one in series.meetings if one != before]
    if any(meetings.key_of(one) == meetings.key_of(wanted) for one in others):
        return NotPlanned(MeetingTrouble.TAKEN)
    if anyway == _YES or (before is not None and before.at == wanted.at):
        return None
    days = await meeting_planning.days_of(c, series, wanted.group)
    of_group = await meetings_of_group(c, series.municipality, wanted.group, since=now)
    return meeting_forms.odd(wanted, [one for one in of_group if one != before], days)


async def _after(
    c: AsyncConnection, series: Series, plan: MeetingPlan, done: MeetingDone, *, actor: Actor, now: datetime
) -> MeetingShown:
    one = Led(series, plan.group, meetings.meant_of(series, plan), plan, plans=True, leads=True)
    return replace(await led_meetings.shown(c, one, actor=actor, now=now), done=done)


def _fields(press: PlanMeeting | MoveMeeting) -> MeetingFields:
    return MeetingFields(press.day, press.time, press.minutes, press.digest, press.draft, press.prompt)


async def _record(
    c: AsyncConnection, actor: Actor, act: Act, series: Series, plan: MeetingPlan, *, now: datetime
) -> None:
    name = (await steps.town(c, series.municipality)).groups[plan.group].name
    await record(c, actor, act, series.municipality, group=name, day=local(plan.at).date(), now=now)

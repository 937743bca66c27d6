"""The pages of meetings: those to come and of late, the form of a new one, and a single meeting."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import growing_packs, led_meetings, meeting_choices, meeting_decisions
from bot.context.catalogues import Catalogues
from bot.context.led_meetings import Led
from bot.context.planned_for import groups_planned_by
from bot.context.running import running
from content.vocabulary.meetings import MeetingPage, MeetingsPage, NewMeetingPage
from dialogs.calendar.instants import local
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Actor, Language, Stage
from storage.sessions import sessions_of


async def meetings_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, *, now: datetime
) -> MeetingsPage:
    found = await led_meetings.listed(c, actor, lately=True, now=now)
    plans = await meeting_choices.places(c, catalogues, actor, language, now=now)
    coming = tuple(one for one in found if one.at > local(now))
    late = tuple(one for one in reversed(found) if one.at <= local(now))
    return MeetingsPage(coming, late, plans)


async def new_meeting_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, municipality: str, *, now: datetime
) -> NewMeetingPage | None:
    """None where the reader may plan no meeting."""
    if actor.person_in(municipality) is None:
        return None
    found = await meeting_choices.choices(c, catalogues, actor, municipality, language, now=now)
    return NewMeetingPage(await meeting_choices.blank(c, found, now=now)) if found is not None else None


async def meeting_page(
    c: AsyncConnection,
    catalogues: Catalogues,
    finder: ThemeFinder,
    named: tuple[str, str, str, str],
    *,
    actor: Actor,
    language: Language,
    now: datetime,
) -> MeetingPage | None:
    """`named`: municipality, series, group and the meeting's name. None for a meeting that is not the reader's."""
    one = await led_meetings.led(c, *named, actor=actor, now=now)
    if one is None:
        return None
    page = MeetingPage(await led_meetings.shown(c, one, actor=actor, now=now))
    pack = await growing_packs.pack_of(c, catalogues, finder, one, actor=actor, now=now)
    digest = await growing_packs.digest_of(c, one)
    if pack is not None:
        page = replace(page, pack=pack[0], is_made=pack[1], digest=str(digest.id) if digest and pack[1] else "")
    if one.plan is not None and one.plan.at > now:
        page = await _with_sessions(c, catalogues, page, one, actor=actor, language=language, now=now)
    if digest is not None and one.leads:
        page = replace(page, decided=await meeting_decisions.decided(c, digest, actor, now=now))
    return page


async def _with_sessions(
    c: AsyncConnection,
    catalogues: Catalogues,
    page: MeetingPage,
    one: Led,
    *,
    actor: Actor,
    language: Language,
    now: datetime,
) -> MeetingPage:
    """What is asked now, and next; how many have answered, for whoever plans for the groups."""
    place = one.series.municipality
    sessions = await sessions_of(c, place, one.series.id)
    led = {group.id for group in await groups_planned_by(c, actor, place, now=now)}
    catalogue = await catalogues.at(c, place, now)
    coming = [each.opens_at for each in sessions if each.stage is Stage.PLANNED and now < each.opens_at]
    return replace(
        page,
        running=await running(c, catalogue, sessions, language, led=led, now=now),
        next_at=local(min(coming)) if coming else None,
    )

"""«Påminnelser» and «pause»: a person's own choice of reminders, and a pause from questions.

An account with persons in several municipalities chooses for all persons at once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import identities, schooldays, steps
from content.presses import ChooseReminders, EndPause, OwnRhythm, ShowRhythm, TakePause
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from content.vocabulary.rhythm import (
    DayAsked,
    DayIsOver,
    NoSuchDay,
    NoSuchHoliday,
    PauseAsked,
    Paused,
    PauseEnded,
    PauseTooLong,
    RhythmChosen,
)
from dialogs.asking import pausing
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.calendar.written_ends import Either, End, HolidayUnknown, read_end
from dialogs.events import Commanded
from dialogs.model import Actor, Happening, Identity, Person, Scope
from dialogs.turn import Turn
from storage import outbox, own_rhythm
from storage.database import Database
from storage.people import one_person

_LONGEST_PAUSE = timedelta(days=366)

Change = Callable[[AsyncConnection, Identity], Awaitable[None]]


async def show_rhythm(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        return await _turn(c, about, await _chosen(c, actor, now=now))

    return await db.read(work)


async def pause_until(db: Database, event: Commanded, *, actor: Actor, now: datetime) -> Turn:
    """«Pause til fredag»: questions come again on Friday. Without a day the length is asked about, and which of two."""
    about, today = event.about, local(now).date()
    if not event.argument:
        return await db.read(lambda c: _turn(c, about, PauseAsked()))
    meant = await db.read(partial(_meant, actor=actor, text=event.argument, now=now))
    if isinstance(meant, date) and today < meant <= today + _LONGEST_PAUSE:
        return await _pause(db, about, meant, actor=actor, now=now)
    return await db.read(lambda c: _turn(c, about, _refusal(meant, today)))


async def _meant(c: AsyncConnection, *, actor: Actor, text: str, now: datetime) -> End | None:
    """The day meant, with holidays as the speaker's first group has them."""
    places = [(one.municipality, group) for one in actor.identities for group in sorted({at for at, _ in one.roles})]
    days = await schooldays.days_of(c, *places[0], now=now) if places else SchoolDays()
    return read_end(text, today=local(now).date(), days=days)


def _refusal(meant: End | None, today: date) -> Message:
    match meant:
        case Either(first, second):
            return DayAsked(first, second)
        case HolidayUnknown(holiday):
            return NoSuchHoliday(holiday)
        case date():
            return DayIsOver() if meant <= today else PauseTooLong()
        case None:
            return NoSuchDay()


async def press_rhythm(db: Database, about: Happening, press: OwnRhythm, *, actor: Actor, now: datetime) -> Turn:
    if about.place.scope is not Scope.PERSONAL:  # nobody else reads about a pause
        return await db.read(lambda c: _turn(c, about, OldCard()))
    match press:
        case ShowRhythm():  # the pressed card is a question, and stays one
            return replace(await show_rhythm(db, about, actor=actor, now=now), aloud=True)
        case ChooseReminders(number):
            return await _choose(db, about, number, actor=actor, now=now)
        case TakePause(number):
            days = timedelta(days=min(max(number, 1), _LONGEST_PAUSE.days))
            return await _pause(db, about, local(now).date() + days, pressed=True, actor=actor, now=now)
        case EndPause():
            return await _end(db, about, actor=actor, now=now)


async def _choose(db: Database, about: Happening, number: int, *, actor: Actor, now: datetime) -> Turn:
    async def change(c: AsyncConnection, one: Identity) -> None:
        await own_rhythm.choose_reminders(c, one.municipality, one.person, min(max(number, 0), 2))

    async def work(c: AsyncConnection) -> Turn:
        await _for_each(c, actor, change)
        return await _turn(c, about, await _chosen(c, actor, now=now), pressed=True)

    return await db.write(work)


async def _pause(
    db: Database, about: Happening, day: date, *, pressed: bool = False, actor: Actor, now: datetime
) -> Turn:
    """Until the day begins, in local time."""
    until = instant(datetime.combine(day, time.min))

    async def change(c: AsyncConnection, one: Identity) -> None:
        await own_rhythm.pause(c, one.municipality, one.person, since=now, until=until)
        await outbox.release_held(c, one.municipality, one.person, now=now)

    async def work(c: AsyncConnection) -> Turn:
        found = await _for_each(c, actor, change)
        return await _turn(c, about, Paused(local(until)) if found else NotImported(), pressed=pressed)

    return await db.write(work)


async def _end(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def change(c: AsyncConnection, one: Identity) -> None:
        await own_rhythm.end_pause(c, one.municipality, one.person, now=now)
        await outbox.release_held(c, one.municipality, one.person, now=now)

    async def work(c: AsyncConnection) -> Turn:
        found = await _for_each(c, actor, change)
        return await _turn(c, about, PauseEnded() if found else NotImported(), pressed=True)

    return await db.write(work)


async def _for_each(c: AsyncConnection, actor: Actor, change: Change) -> bool:
    """Whether anybody is behind the account."""
    mine = identities.may_choose_for(actor)
    for one in mine:
        await change(c, one)
    return bool(mine)


async def _chosen(c: AsyncConnection, actor: Actor, *, now: datetime) -> Message:
    mine = identities.may_choose_for(actor)
    found: list[Person] = [
        person for one in mine if (person := await one_person(c, one.municipality, one.person)) is not None
    ]
    if not found:
        return NotImported()
    until = next((one.paused_until for one in found if pausing.is_paused(one, now=now)), None)
    return RhythmChosen(found[0].reminders, local(until) if until else None)


async def _turn(c: AsyncConnection, about: Happening, message: Message | None, *, pressed: bool = False) -> Turn:
    """The pressed card becomes the message; a written command is answered below."""
    language = await steps.language_for(c, about)
    if message is None:
        return Turn(language)
    return Turn(language, show=message) if pressed else Turn(language, say=(message,))

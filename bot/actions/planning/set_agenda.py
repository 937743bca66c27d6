"""Whoever leads a meeting puts things on its agenda: added, changed, moved up, taken off; the pack's cards follow."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, led_meetings, own_items, steps
from bot.context.guarded_words import Check
from bot.context.led_meetings import Led
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from content.cleaning import clean_line
from content.presses import KeepItem, OnAgenda, RemoveItem, ShiftItem, id_in
from content.vocabulary.conversing import OldCard
from content.vocabulary.meetings import ItemFields, MeetingDone, MeetingShown, MeetingTrouble
from content.vocabulary.messages import Message
from dialogs.calendar.instants import local
from dialogs.guarding.stopping import Stop
from dialogs.model import DECISION_KEPT, Act, Actor, AgendaEntry, Happening, Scope, limits
from dialogs.turn import Turn, in_place
from storage import agenda_items
from storage.database import Database
from storage.units import take_turn

_MOST = 12
"""Items: more is no meeting."""
_LENGTHS = range(1, 241)
"""Minutes of an item."""
_LENGTH = re.compile(r"\d{1,3}", re.ASCII)

Judge = Callable[[str], answers.CheckedWords | Stop | Message]
"""The door of people's words, for a language and a guard."""


async def press_agenda(
    db: Database, about: Happening, press: OnAgenda, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """The meeting with its agenda afterwards, or the reason for changing nothing with the form as filled in."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        named = (press.municipality, press.series, press.group, press.meant)
        if about.place.scope is Scope.PERSONAL and actor.person_in(press.municipality) is not None:
            await take_turn(c, press.municipality)
            one = await led_meetings.led(c, *named, actor=actor, now=now)
            if one is not None and one.leads and one.plan is not None:
                judge = partial(answers.checked, check=Check(guard), language=language)
                done = await _done(c, one, press, judge)
                return in_place(about, language, await _shown(c, one, press, done, actor=actor, now=now))
        return Turn(language, say=(OldCard(),))

    return await db.write(work)


async def _shown(
    c: AsyncConnection,
    one: Led,
    press: OnAgenda,
    done: MeetingDone | MeetingTrouble | Stop,
    *,
    actor: Actor,
    now: datetime,
) -> MeetingShown:
    filled = ItemFields(press.item, press.item_title, press.lasts) if isinstance(press, KeepItem) else ItemFields()
    if isinstance(done, MeetingDone):
        name = (await steps.town(c, one.series.municipality)).groups[one.group].name
        day = local(one.plan.at if one.plan is not None else one.meant).date()
        await record(c, actor, Act.AGENDA_CHANGED, one.series.municipality, group=name, day=day, now=now)
        await own_items.want_cards(c, one, now=now)
        return replace(await led_meetings.shown(c, one, actor=actor, now=now), done=done)
    shown = await led_meetings.shown(c, one, actor=actor, now=now)
    if isinstance(done, Stop):
        filled = replace(filled, title=done.given_back(filled.title))
        return replace(shown, trouble=MeetingTrouble.STOPPED, filled=filled)
    return replace(shown, trouble=done, filled=filled)


async def _done(c: AsyncConnection, one: Led, press: OnAgenda, judge: Judge) -> MeetingDone | MeetingTrouble | Stop:
    known = await own_items.of_meeting(c, one)
    match press:
        case KeepItem():
            return await _kept(c, one, press, known, judge)
        case ShiftItem():
            return await _shifted(c, known, press.item)
        case RemoveItem():
            found = next((item for item in known if item.id == id_in(press.item)), None)
            if found is not None:
                await agenda_items.remove(c, found.municipality, found.id)
            return MeetingDone.ITEM_GONE


async def _kept(
    c: AsyncConnection, one: Led, press: KeepItem, known: Sequence[AgendaEntry], judge: Judge
) -> MeetingDone | MeetingTrouble | Stop:
    minutes = int(press.lasts) if _LENGTH.fullmatch(press.lasts) else 0
    if (why := _wrong(press.item_title, minutes)) is not None:
        return why
    words = judge(clean_line(press.item_title))
    if not isinstance(words, answers.CheckedWords):
        return words if isinstance(words, Stop) else MeetingTrouble.TITLE_TOO_LONG
    if press.item:
        return await _reworded(c, press, known, words, minutes)
    if (words.text, minutes) in {(item.title, item.minutes) for item in known}:  # pressed twice
        return MeetingDone.ITEM_KEPT
    if len(known) >= _MOST:
        return MeetingTrouble.MANY_ITEMS
    await answers.keep_item(c, _new(one, known, minutes), words, is_new=True)
    return MeetingDone.ITEM_KEPT


async def _reworded(
    c: AsyncConnection, press: KeepItem, known: Sequence[AgendaEntry], words: answers.CheckedWords, minutes: int
) -> MeetingDone | MeetingTrouble:
    before = next((item for item in known if item.id == id_in(press.item)), None)
    after = replace(before, minutes=minutes, version=press.seen) if before is not None else None
    is_kept = after is not None and await answers.keep_item(c, after, words, is_new=False)
    return MeetingDone.ITEM_KEPT if is_kept else MeetingTrouble.ITEM_CHANGED


def _wrong(title: str, minutes: int) -> MeetingTrouble | None:
    if not title.strip():
        return MeetingTrouble.NO_TITLE
    if len(title) > limits.AGENDA_ITEM:
        return MeetingTrouble.TITLE_TOO_LONG
    return MeetingTrouble.NO_LENGTH if minutes not in _LENGTHS else None


def _new(one: Led, known: Sequence[AgendaEntry], minutes: int) -> AgendaEntry:
    series, at = one.series, one.plan.at if one.plan is not None else one.meant
    last = max((item.position for item in known), default=0)
    return AgendaEntry(
        series.municipality, uuid4(), series.id, one.group, one.meant, "", minutes, last + 1, at + DECISION_KEPT
    )


async def _shifted(c: AsyncConnection, known: Sequence[AgendaEntry], its_id: str) -> MeetingDone:
    """With the item before it; the first stays where it is."""
    wanted = id_in(its_id)
    for before, item in pairwise(known):
        if item.id == wanted:
            await agenda_items.place(c, item.municipality, item.id, before.position)
            await agenda_items.place(c, item.municipality, before.id, item.position)
    return MeetingDone.ITEM_SHIFTED

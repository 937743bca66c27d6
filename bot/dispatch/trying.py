"""The tables of presses about what people try, from the sharing bank too, and about needs of support."""

from datetime import datetime
from typing import assert_never

from bot.actions.banking.try_entry import ask_tell_on, keep_entry_try, open_entry_try, tell_on
from bot.actions.committing.answer_support import answer_support
from bot.actions.committing.ask_support import remove_need, say_more, send_need
from bot.actions.committing.leave_try import leave_try
from bot.actions.committing.tell_outcome import press_tries, tell_try
from bot.actions.committing.try_something import agree_try, change_try, keep_try, open_try, remove_try
from bot.context.text_guard import TextGuard
from content.presses import (
    AgreeTry,
    AnswerNeed,
    AskTellOn,
    ChangeTry,
    KeepEntryTry,
    KeepTry,
    LeaveTry,
    OnEntryTry,
    OnNeed,
    OnTry,
    OpenTry,
    RemoveNeed,
    RemoveTry,
    SayMore,
    SendNeed,
    ShowTries,
    ShowTry,
    TellOn,
    TellTry,
    TryEntry,
)
from dialogs.events import Form
from dialogs.model import Actor, Happening
from dialogs.turn import Turn
from storage.database import Database


async def press_trying(  # noqa: C901, PLR0911, PLR0912 - the table of presses
    db: Database, about: Happening, press: OnTry | OnNeed, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    match press:
        case OpenTry():
            return await open_try(db, about, press, actor=actor, now=now)
        case KeepTry():
            return await keep_try(db, about, press, form, actor=actor, guard=guard, now=now)
        case LeaveTry():
            return await leave_try(db, about)
        case ShowTry() | ShowTries():
            return await press_tries(db, about, press, actor=actor, now=now)
        case ChangeTry():
            return await change_try(db, about, press, actor=actor, now=now)
        case RemoveTry():
            return await remove_try(db, about, press, actor=actor, now=now)
        case TellTry():
            return await tell_try(db, about, press, form, actor=actor, guard=guard, now=now)
        case AgreeTry():
            return await agree_try(db, about, press, actor=actor, now=now)
        case SendNeed():
            return await send_need(db, about, press, form, actor=actor, guard=guard, now=now)
        case AnswerNeed():
            return await answer_support(db, about, press, form, actor=actor, guard=guard, now=now)
        case SayMore():
            return await say_more(db, about, press, form, actor=actor, guard=guard, now=now)
        case RemoveNeed():
            return await remove_need(db, about, press, actor=actor, now=now)
        case _:
            assert_never(press)


async def press_entry_try(
    db: Database, about: Happening, press: OnEntryTry, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    match press:
        case TryEntry():
            return await open_entry_try(db, about, press, actor=actor, now=now)
        case KeepEntryTry():
            return await keep_entry_try(db, about, press, form, actor=actor, guard=guard, now=now)
        case AskTellOn():
            return await ask_tell_on(db, about, press, actor=actor, now=now)
        case TellOn():
            return await tell_on(db, about, press, actor=actor, now=now)
        case _:
            assert_never(press)

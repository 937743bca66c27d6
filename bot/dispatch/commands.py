"""The table of commands: which action obeys each command of content/words/commands.toml."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.answering.say_keyword import say_keyword
from bot.actions.banking.put_practice import say_practice
from bot.actions.banking.search_bank import say_search
from bot.actions.committing.ask_support import say_need
from bot.actions.committing.tell_outcome import show_tries
from bot.actions.committing.try_something import say_try
from bot.actions.committing.write_decisions import say_decision
from bot.actions.noting.take_note import take_note
from bot.actions.overview.show_digests import show_digests
from bot.actions.overview.show_plan import show_plan
from bot.actions.overview.show_week import show_week
from bot.actions.people.change_members import show_groups
from bot.actions.people.choose_language import choose_language
from bot.actions.people.choose_rhythm import pause_until, show_rhythm
from bot.actions.people.link_group import CountOthers, link_group
from bot.actions.planning.plan_meeting import show_meetings
from bot.actions.planning.set_up_series import say_plan
from bot.actions.planning.show_series import show_series
from bot.actions.proposing.propose_question import propose_question
from bot.actions.rights.ask_erasure import ask_erasure
from bot.actions.rights.show_circles import show_circles
from bot.actions.rights.show_own_answers import find_own_answers
from bot.actions.rights.show_own_data import show_own_data
from bot.actions.sessions.end_step import end_step
from bot.actions.talking.glass_box import show_glass_box
from bot.actions.talking.help import help_out, strange_press, tell_of_privacy, tell_where
from bot.actions.talking.list_prompts import list_prompts
from bot.context.catalogues import Catalogues
from bot.context.team_beside import Compare
from bot.context.text_guard import TextGuard
from content.cleaning import clean, clean_line
from content.commands import TEXT, command_called
from content.presses import SayCommand, ShowSeries
from dialogs.commands import holds_in
from dialogs.events import Commanded, CommandedElsewhere, StrangePress
from dialogs.model import Actor, Happening, Promiser
from dialogs.turn import Turn
from storage.database import Database


@dataclass(frozen=True)
class Order:
    """A command somebody said, with the arguments that the actions of commands take."""

    db: Database
    catalogues: Catalogues
    said: Commanded
    actor: Actor
    count: CountOthers
    compare: Compare
    guard: TextGuard
    now: datetime


ACTIONS: Mapping[str, Callable[[Order], Awaitable[Turn]]] = {
    "help": lambda order: help_out(order.db, order.said, actor=order.actor, now=order.now),
    "week": lambda order: show_week(order.db, order.catalogues, order.said.about, actor=order.actor, now=order.now),
    "digests": lambda order: show_digests(order.db, order.said.about, actor=order.actor, now=order.now),
    "plan": lambda order: show_plan(order.db, order.catalogues, order.said.about, actor=order.actor, now=order.now),
    "set_up": lambda order: say_plan(order.db, order.catalogues, order.said, actor=order.actor, now=order.now),
    "sessions": lambda order: show_series(
        order.db, order.catalogues, order.said.about, ShowSeries(), actor=order.actor, now=order.now
    ),
    "language": lambda order: choose_language(order.db, order.said, actor=order.actor),
    "answer": lambda order: list_prompts(order.db, order.said, actor=order.actor, now=order.now),
    "privacy": lambda order: tell_of_privacy(order.db, order.said, now=order.now),
    "reminders": lambda order: show_rhythm(order.db, order.said.about, actor=order.actor, now=order.now),
    "pause": lambda order: pause_until(order.db, order.said, actor=order.actor, now=order.now),
    "answers": lambda order: find_own_answers(order.db, order.said, actor=order.actor),
    "note": lambda order: take_note(
        order.db, order.catalogues, order.said, actor=order.actor, guard=order.guard, now=order.now
    ),
    "keyword": lambda order: say_keyword(order.db, order.said, actor=order.actor, guard=order.guard, now=order.now),
    "propose": lambda order: propose_question(
        order.db, order.said, actor=order.actor, guard=order.guard, now=order.now
    ),
    "try": lambda order: say_try(
        order.db, order.said, Promiser.PERSON, actor=order.actor, guard=order.guard, now=order.now
    ),
    "group_tries": lambda order: say_try(
        order.db, order.said, Promiser.GROUP, actor=order.actor, guard=order.guard, now=order.now
    ),
    "municipality_tries": lambda order: say_try(
        order.db, order.said, Promiser.MUNICIPALITY, actor=order.actor, guard=order.guard, now=order.now
    ),
    "decided": lambda order: say_decision(order.db, order.said, actor=order.actor, guard=order.guard, now=order.now),
    "commitments": lambda order: show_tries(order.db, order.said, actor=order.actor, guard=order.guard, now=order.now),
    "need": lambda order: say_need(order.db, order.said, actor=order.actor, guard=order.guard, now=order.now),
    "bank": lambda order: say_search(order.db, order.said, actor=order.actor, now=order.now),
    "members": lambda order: show_groups(
        order.db, order.said.about, actor=order.actor, compare=order.compare, now=order.now
    ),
    "meetings": lambda order: show_meetings(
        order.db, order.catalogues, order.said.about, actor=order.actor, now=order.now
    ),
    "practice": lambda order: say_practice(order.db, order.catalogues, order.said, actor=order.actor, now=order.now),
    "known": lambda order: show_own_data(order.db, order.said.about, actor=order.actor, now=order.now),
    "erase": lambda order: ask_erasure(order.db, order.said.about, actor=order.actor, now=order.now),
    "circles": lambda order: show_circles(order.db, order.said.about, actor=order.actor, now=order.now),
    "next_step": lambda order: end_step(
        order.db, order.catalogues, order.said.about, None, actor=order.actor, now=order.now
    ),
    "glass_box": lambda order: show_glass_box(order.db, order.said.about, actor=order.actor, now=order.now),
    "link": lambda order: link_group(order.db, order.said, actor=order.actor, count=order.count, now=order.now),
}


async def obey(order: Order) -> Turn:
    return await ACTIONS[order.said.command](order)


async def press_command(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: SayCommand,
    *,
    actor: Actor,
    count: CountOthers,
    compare: Compare,
    guard: TextGuard,
    now: datetime,
) -> Turn:
    """The button in place of the words; the pressed card stays as it is, and the answer comes below."""
    if press.command not in ACTIONS:
        return await strange_press(db, StrangePress(about))
    if not holds_in(press.command, about.place.scope):
        return await tell_where(db, CommandedElsewhere(about, press.command))
    is_free = command_called(press.command).argument == TEXT
    argument = clean(press.argument).strip() if is_free else clean_line(press.argument)
    said = Commanded(replace(about, in_place=False), press.command, argument, press.municipality)
    return replace(await obey(Order(db, catalogues, said, actor, count, compare, guard, now)), aloud=True)

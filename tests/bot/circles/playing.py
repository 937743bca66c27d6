"""A drawn town played over the wire, phase by phase and move by move."""

from datetime import datetime, timedelta
from typing import assert_never

from tests.bot.circles import worlds
from tests.bot.circles.answering import answer, lift, meet_fault, say, tag, withdraw
from tests.bot.circles.arranging import begin, bring_in, link, tie
from tests.bot.circles.asking import ask_the_bot, look, read_digests, read_packs
from tests.bot.circles.browsing import browse
from tests.bot.circles.drafting import check, hold_in_group
from tests.bot.circles.elsewhere import fetch_calendars, heard_by_programs, insert_cards, let_programs_hear
from tests.bot.circles.following import follow_quotes
from tests.bot.circles.on_cards import group_of
from tests.bot.circles.programs import ask_as_programs
from tests.bot.circles.promising import promise
from tests.bot.circles.putting import put, take_out
from tests.bot.circles.surfaces import follow_origins, visit_pages
from tests.bot.circles.town import Town
from tests.bot.delivering.program import Program

MINUTE = timedelta(minutes=1)


async def play(town: Town, program: Program) -> None:
    town.facts.hiding = frozenset({0} if town.world.steps else ())
    town.facts.leaders_last = town.world.leader_last
    town.records, town.heard = len(town.house.teams.ledger.records), len(program.came)
    await begin(town)
    await let_programs_hear(town, program)
    await _phase(town, "before")
    await _to(town, town.opens)
    await _phase(town, "open")
    for _ in range(6):
        closes = await _next_close(town)
        if closes is None:
            break
        await _to(town, closes)
        if closes < town.opens + timedelta(hours=5) and town.world.steps:
            await _phase(town, "second step")
    await look(town)
    await read_digests(town)
    await _phase(town, "closed")
    if town.world.draft:
        await _to(town, town.opens + timedelta(days=1))  # people with the right to approve are asked
        await _to(town, town.opens + timedelta(days=3))
    await _to(town, town.opens + timedelta(days=11))
    await _to(town, town.opens + timedelta(days=12, hours=23))
    await read_packs(town)
    await _phase(town, "after the meeting")
    await look(town)
    await read_digests(town)
    await visit_pages(town)
    await follow_origins(town)
    await browse(town)
    await ask_as_programs(town)
    await insert_cards(town)
    await fetch_calendars(town)
    await ask_the_bot(town)
    await follow_quotes(town)
    await _to(town, town.now + timedelta(minutes=1))  # updates of cards after the last moves
    heard_by_programs(town, program)


async def _phase(town: Town, phase: worlds.Phase) -> None:
    for move in town.world.moves[phase]:
        town.house.stage.now += MINUTE
        await _do(town, move)
        await town.house.stage.settle()
        await _note_over(town)


async def _do(town: Town, move: worlds.Move) -> None:  # noqa: C901, PLR0912 - a case for each move
    match move:
        case worlds.Answers():
            await answer(town, move)
        case worlds.Tries() | worlds.Needs() | worlds.Helps() | worlds.Lists() | worlds.LetsGo() | worlds.TriesEntry():
            await promise(town, move)
        case worlds.Puts():
            await put(town, move)
        case worlds.TakesOut():
            await take_out(town, move)
        case worlds.Tags():
            await tag(town, move)
        case worlds.Lifts():
            await lift(town, move)
        case worlds.Says():
            await say(town, move.person)
        case worlds.Withdraws():
            await withdraw(town, move)
        case worlds.Checks():
            await check(town, move)
        case worlds.Joins(person, group, role):
            abroad = person in worlds.NEIGHBOURS
            town.places[person, "nettet" if abroad else group] = role
            await bring_in(town)
        case worlds.Leaves(person, group):
            town.places.pop((person, group), None)
            await bring_in(town)
        case worlds.Moves(group, unit):
            town.units[group] = unit
            await bring_in(town)
        case worlds.Links(number):
            await link(town, number)
        case worlds.Ties():
            await tie(town, move)
        case worlds.Breaks():
            await meet_fault(town, move)
        case _:
            assert_never(move)


async def _to(town: Town, moment: datetime) -> None:
    await town.house.stage.to(max(moment, town.now))
    await town.house.stage.settle()
    await _note_over(town)


async def _next_close(town: Town) -> datetime | None:
    return min((closes for _, _, stage, closes in await town.steps() if stage == "open"), default=None)


async def _note_over(town: Town) -> None:
    found = await town.steps()
    for session, position, stage, _ in found:
        if stage != "open":
            town.facts.over.setdefault((group_of(session), position), town.now - timedelta(hours=1))
    for session in {session for session, *_ in found}:
        mine = [stage for one, _, stage, _ in found if one == session]
        last = max(position for one, position, *_ in found if one == session)
        is_over = "open" not in mine and last == (2 if town.world.steps else 0)
        if is_over and group_of(session) not in town.facts.closed:
            town.facts.closed[group_of(session)] = town.now - timedelta(hours=1)
            hold_in_group(town, group_of(session))

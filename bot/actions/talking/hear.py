"""The meaning of something said, as an event that the router handles in turn."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import open_questions
from bot.context.numbered_prompts import numbered_prompts
from content.answer_forms import said_exactly
from content.cleaning import clean
from content.presses import ChoosePrompt, NotAnAnswer
from content.vocabulary.conversing import OnlyWordsTaken
from dialogs.answering import plain_answers
from dialogs.answering.numbered import NumberedAnswer, numbered_answer
from dialogs.answering.understanding import is_argued, named_group, understand
from dialogs.calendar.instants import local
from dialogs.commands import AROUND, SaidCommand, is_called, known_commands, says_no, says_yes
from dialogs.events import Along, ChoiceNeeded, Confirmed, Declined, Event, NothingToAnswer, Pressed, Said, TextAnswered
from dialogs.model import Happening, Scope, Stage, Step, StepRef
from dialogs.turn import Turn
from storage import outbox_queries, pending_questions, undecided_messages
from storage.database import Database
from storage.people import persons_behind
from storage.steps import one_step
from storage.units import all_groups

_ANSWERS_FOR = timedelta(minutes=10)
"""How long after «is this an answer?» a written yes or no is taken for the answer to that question."""


async def hear(db: Database, event: Said, *, now: datetime) -> Event | None:
    found = known_commands().said(event.text)
    is_personal = event.about.place.scope is Scope.PERSONAL
    heard = _heard_alone if is_personal else _heard_by_others
    return await db.read(partial(heard, event=event, found=found, now=now))


async def _heard_alone(c: AsyncConnection, event: Said, found: SaidCommand | None, *, now: datetime) -> Event | None:
    """In the person's own chat."""
    open_steps = await _open_for(c, event.about, now=now)
    open_here = tuple(map(_ref, open_steps))
    if (settled := await _settles(c, event, open_here, now=now)) is not None:
        return settled
    if (replied := await _replies(c, event, now=now)) is not None:
        return replied
    if (numbered := numbered_answer(found)) is not None and numbered.text:
        return await _numbered(c, event, numbered, open_here, now=now)
    chosen = [step for step in open_steps if said_exactly(step.shown.answer, event.text) is not None]
    if len(chosen) == 1:
        return TextAnswered(event.about, _ref(chosen[0]), event.text)
    return understand(event, open_here, is_sure=await _is_sure(c, event, found, now=now))


async def _heard_by_others(
    c: AsyncConnection, event: Said, found: SaidCommand | None, *, now: datetime
) -> Event | None:
    step = await _thread(c, event.about) if event.mentioned else None
    if event.mentioned and step is None and (replied := await _replies(c, event, now=now)) is not None:
        return replied
    here = (_ref(step),) if step else ()
    numbered = numbered_answer(found) if event.mentioned else None
    if here and numbered is not None and numbered.text:
        return TextAnswered(event.about, here[0], numbered.text)
    if step is not None and said_exactly(step.shown.answer, event.text) is not None:
        return TextAnswered(event.about, _ref(step), event.text)
    is_over = step is not None and step.stage is not Stage.OPEN
    return understand(event, here, is_sure=is_over or await _is_sure(c, event, found, now=now))


async def _numbered(
    c: AsyncConnection, event: Said, numbered: NumberedAnswer, open_here: tuple[StepRef, ...], *, now: datetime
) -> Event:
    """An answer to the question of the number; where no question has it, the author is asked which is meant."""
    if numbered.number is not None:
        named = (await numbered_prompts(c, event.about.account, now=now)).get(numbered.number)
    else:
        named = open_here[0] if len(open_here) == 1 else None
    if named is not None:
        return TextAnswered(event.about, named, numbered.text)
    return ChoiceNeeded(event.about, open_here, numbered.text) if open_here else NothingToAnswer(event.about)


def with_the_rest(said: Said, turn: Turn) -> Turn:
    """Add a notice that attachments were not kept; nothing is added to the silence after a repeated message."""
    taken = said.text.strip() and (turn.say or turn.send)
    if not taken or said.along in (None, Along.QUOTATION):
        return turn
    return replace(turn, say=(*turn.say, OnlyWordsTaken(said.along)))


async def _settles(c: AsyncConnection, event: Said, open_here: tuple[StepRef, ...], *, now: datetime) -> Pressed | None:
    """A yes, a no or a number written in place of a button, if «is this an answer?» was the last thing asked."""
    chosen = _chosen(event.text, open_here)
    if event.anew or chosen is None:
        return None
    held = await undecided_messages.latest(c, event.about)
    if held is None or held.said_at < event.about.at - _ANSWERS_FOR or plain_answers.wants_to_skip(held.text):
        return None
    other = await pending_questions.waiting(c, event.about, now=now)
    if other is not None and held.said_at <= other.asked_at:
        return None
    meant = NotAnAnswer if says_no(event.text) else ChoosePrompt
    return Pressed(event.about, meant(chosen, held.activity))


def _chosen(text: str, open_here: tuple[StepRef, ...]) -> StepRef | None:
    """The question that a yes, a no (any of them) or a number says something of; None for other texts."""
    if not open_here:
        return None
    if says_no(text) or (len(open_here) == 1 and says_yes(text)):
        return open_here[0]
    number = clean(text).strip(AROUND)
    is_one = len(open_here) > 1 and number.isdecimal() and number in map(str, range(1, len(open_here) + 1))
    return open_here[int(number) - 1] if is_one else None


async def _replies(c: AsyncConnection, event: Said, *, now: datetime) -> Confirmed | Declined | None:
    """A yes or a no to a question to the speaker; a message edited into one of them replies to nothing."""
    if event.anew:
        return None
    if says_yes(event.text) and await pending_questions.was_asked(c, event.about, now=now):
        return Confirmed(event.about)
    if says_no(event.text) and await pending_questions.waiting(c, event.about, now=now) is not None:
        return Declined(event.about)
    return None


async def _is_sure(c: AsyncConnection, event: Said, found: SaidCommand | None, *, now: datetime) -> bool:
    """Whether what follows a command's name can be nothing else: a day, a language, a search, an existing group."""
    is_argued_for = is_argued(found, event.text, today=local(now).date())
    return is_argued_for or await _names_group(c, event.about, named_group(found))


async def _names_group(c: AsyncConnection, about: Happening, name: str) -> bool:
    """Whether a group of the speaker's municipalities has the name."""
    persons = await persons_behind(c, about.account) if name else ()
    groups = [group for person in persons for group in await all_groups(c, person.municipality)]
    return any(is_called(name, group.id, group.name) for group in groups)


async def _open_for(c: AsyncConnection, about: Happening, *, now: datetime) -> tuple[Step, ...]:
    """The open steps asked in the person's own chat."""
    persons = await persons_behind(c, about.account)
    found = [await open_questions.steps_sent_to(c, person.municipality, person.id, now=now) for person in persons]
    return tuple(step for of_person in found for step in of_person)


def _ref(step: Step) -> StepRef:
    return StepRef(step.municipality, step.session, step.position)


async def _thread(c: AsyncConnection, about: Happening) -> Step | None:
    """The step of the thread, open or closed: a late answer gets a reply too."""
    place = about.place
    if not place.thread:
        return None
    prompt = await outbox_queries.thread_step(
        c, tenant=place.tenant, conversation=place.conversation, thread=place.thread
    )
    if prompt is None or prompt.session is None or prompt.position is None:
        return None
    step = await one_step(c, prompt.municipality, prompt.session, prompt.position)
    return step if step is not None and step.stage is not Stage.PLANNED else None

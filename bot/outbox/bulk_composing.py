"""Many deliveries as letters at once: what they have in common is looked up once, and a faulty one spoils no other.

So it is with the prompts of a step, and with the cards they became when they are brought up to date.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, recipients, schooldays, steps
from bot.context import cards as step_cards
from bot.context.addressing import NotNow, Outgoing, held, reached_at
from bot.outbox.composing import compose, standing
from bot.ports import Timer
from bot.workers.process import ChildGone, DigestProcess
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import prompting
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import AskedIn, Delivery, DeliveryKind, DeliveryState, Language, Person, StepRef
from storage import contacts, outbox, reflections, turnout
from storage.database import Database, is_down
from storage.people import persons_by_id
from storage.steps import one_step

log = structlog.get_logger()

Composed = Mapping[tuple[str, UUID], Outgoing | NotNow]


_KNOWN_SECONDS = 5.0
"""How long what a step's card shows is taken to be the same; that the step is open is looked up each time."""


@dataclass
class _Known:
    """A step with all that stands around it, and its card in each language it has been made in."""

    since: float
    around: steps.StepContext
    days: SchoolDays
    cards: dict[Language, Message] = field(default_factory=dict)


class BulkComposer:
    """Keeps in mind what the prompts of a step have in common, for as long as a few seconds."""

    def __init__(self, db: Database, digests: DigestProcess, *, timer: Timer) -> None:
        self._db = db
        self._digests = digests
        self._timer = timer
        self._known: dict[StepRef, _Known] = {}

    async def letters(self, found: Sequence[Delivery], *, now: datetime) -> Composed:
        """One for each, by the delivery's key. Raises ChildGone."""
        composed: dict[tuple[str, UUID], Outgoing | NotNow] = {}
        alike = groupby(sorted(found, key=_likeness), key=_likeness)
        for (kind, *_), of_kind in alike:
            several = list(of_kind)
            together = {DeliveryKind.PROMPT.value: self._prompts, DeliveryKind.CARD.value: _cards}.get(kind)
            if together is not None and len(several) > 1:
                composed |= await self._together(together, several, now=now)
            for one in several:
                if one.key not in composed:
                    composed[one.key] = await self._letter(one, now=now)
        return composed

    async def _letter(self, one: Delivery, *, now: datetime) -> Outgoing | NotNow:
        try:
            if one.kind is DeliveryKind.DIGEST:
                return await self._digests.digest(one, now=now)
            return await self._db.read(partial(compose, delivery=one, now=now))
        except ChildGone:  # nothing is known of the delivery itself, which is given back
            raise
        except Exception as error:
            if is_down(error):
                raise
            # A fault of ours in this one, which would come again each time: it may hold up no other.
            log.exception("a delivery could not be composed", delivery=str(one.id))
            return NotNow(DeliveryState.UNDELIVERABLE, f"could not be composed: {type(error).__name__}")

    async def _together(
        self, compose_all: Callable[..., Awaitable[Composed]], found: Sequence[Delivery], *, now: datetime
    ) -> Composed:
        """None where something is wrong with one of them: which, is found one by one."""
        try:
            return await self._db.read(partial(compose_all, found=found, now=now))
        except Exception as error:
            if is_down(error):
                raise
            return {}

    async def _prompts(self, c: AsyncConnection, found: Sequence[Delivery], *, now: datetime) -> Composed:
        """Prompts of one step to people who have not answered it; the others are left to be composed by themselves."""
        known = await self._around(c, found[0], now=now)
        if known is None or known.around.step.asked is not AskedIn.PERSONAL or known.around.step.shows_earlier:
            return {}
        step = known.around.step
        people = [one.person for one in found if one.person is not None]
        still = await recipients.asked(c, known.around, now=now, among=people)
        reached = await contacts.contacts_of(c, step.municipality, people)
        persons = await persons_by_id(c, step.municipality, people)
        begun = await turnout.begun(c, step.municipality, step.session, step.position)
        opening = prompting.send_at(known.around.session, known.days, now=now)
        composed: dict[tuple[str, UUID], Outgoing | NotNow] = {}
        for one in found:
            person = persons.get(one.person) if one.person is not None else None
            if person is None or person.id in begun:
                continue
            place = reached_at(reached.get(person.id))
            if reason := prompting.not_worth_sending(step, person.id, still, now=now):
                composed[one.key] = NotNow(DeliveryState.DROPPED, reason)
            elif isinstance(place, NotNow):
                composed[one.key] = place
            elif opening > now:
                composed[one.key] = held(opening)
            else:
                card, language = await self._card(c, known, person, one, now=now)
                composed[one.key] = Outgoing(place, card, language, until=step.closes_at)
        return composed

    async def _around(self, c: AsyncConnection, one: Delivery, *, now: datetime) -> _Known | None:
        if one.session is None or one.position is None:
            return None
        ref = StepRef(one.municipality, one.session, one.position)
        seconds = self._timer.seconds()
        self._known = {ref: known for ref, known in self._known.items() if seconds - known.since < _KNOWN_SECONDS}
        if (known := self._known.get(ref)) is not None:
            step = await one_step(c, ref.municipality, ref.session, ref.position)
            return replace(known, around=replace(known.around, step=step)) if step is not None else None
        around = await steps.load(c, ref)
        if around is None:
            return None
        days = await schooldays.days_of(c, one.municipality, around.group.id, now=now)
        self._known[ref] = _Known(seconds, around, days)
        return self._known[ref]

    async def _card(
        self, c: AsyncConnection, known: _Known, person: Person, one: Delivery, *, now: datetime
    ) -> tuple[Message, Language]:
        """The same for all of a language but for the delivery it names."""
        language = steps.language_of(person, known.around.unit)
        card = known.cards.get(language)
        if card is None:
            card = await step_cards.card(c, known.around, person.id, delivery=str(one.id), now=now, language=language)
            known.cards[language] = card
        return replace(card, delivery=str(one.id)) if isinstance(card, PromptAsked) else card, language


async def _cards(c: AsyncConnection, found: Sequence[Delivery], *, now: datetime) -> Composed:
    """Cards of one step in their readers' own chats; the others are left to be composed by themselves."""
    first = found[0]
    if first.session is None or first.position is None or first.person is None:
        return {}
    step = StepRef(first.municipality, first.session, first.position)
    around = await steps.load(c, step)
    if around is None:
        return {}
    people = [one.person for one in found if one.person is not None]
    prompts = await outbox.several(c, step.municipality, [one.prompt for one in found])
    reached = await contacts.contacts_of(c, step.municipality, people)
    persons = await persons_by_id(c, step.municipality, people)
    kept = await reflections.own_of(c, step.municipality, step.session, step.position, people)
    choices = await audiences.rungs(c, around, now=now)
    composed: dict[tuple[str, UUID], Outgoing | NotNow] = {}
    for one in found:
        person = persons.get(one.person) if one.person is not None else None
        if person is None:
            continue
        stands = standing(prompts.get(one.prompt), reached_at(reached.get(person.id)), now=now)
        if isinstance(stands, NotNow):
            composed[one.key] = stands
            continue
        prompt, language = stands.prompt, steps.language_of(person, around.unit)
        card = await step_cards.card_with(
            c, around, person.id, kept.get(person.id), choices, delivery=str(prompt.id), now=now, language=language
        )
        composed[one.key] = Outgoing(stands.place, card, language, prompt.activity)
    return composed


def _likeness(one: Delivery) -> tuple[str, str, str, int, bool]:
    return one.kind, one.municipality, one.session or "", one.position or 0, one.person is None

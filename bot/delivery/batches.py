"""Many deliveries as letters at once: what they have in common is looked up once, and a faulty one spoils no other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking, school_year, showing
from bot.delivery.aside import Aside, ChildGone
from bot.delivery.composing import around_of, compose
from bot.delivery.letters import Kept, Letter, held, reached_at
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs import prompting
from dialogs.model import Asked, Delivery, DeliveryKind, DeliveryState, Language, Person
from storage import places, reflections, roster
from storage.database import Database, is_down

log = structlog.get_logger()

Letters = Mapping[tuple[str, UUID], Letter | Kept]


async def letters(db: Database, aside: Aside, found: Sequence[Delivery], *, now: datetime) -> Letters:
    """One for each, by the delivery's key. Raises ChildGone."""
    composed: dict[tuple[str, UUID], Letter | Kept] = {}
    alike = groupby(sorted(found, key=_likeness), key=_likeness)
    for (kind, *_), of_kind in alike:
        several = list(of_kind)
        if kind == DeliveryKind.PROMPT and len(several) > 1:
            composed |= await _together(db, several, now=now)
        for one in several:
            if one.key not in composed:
                composed[one.key] = await _letter(db, aside, one, now=now)
    return composed


def _likeness(one: Delivery) -> tuple[str, str, str, int, bool]:
    return one.kind, one.municipality, one.session or "", one.position or 0, one.person is None


async def _letter(db: Database, aside: Aside, one: Delivery, *, now: datetime) -> Letter | Kept:
    try:
        if one.kind is DeliveryKind.DIGEST:
            return await aside.digest(one, now=now)
        return await db.read(partial(compose, delivery=one, now=now))
    except ChildGone:  # nothing is known of the delivery itself, which is given back
        raise
    except Exception as error:
        if is_down(error):
            raise
        # A fault of ours in this one, which would come again each time: it may hold up no other.
        log.exception("a delivery could not be composed", delivery=str(one.id))
        return Kept(DeliveryState.UNDELIVERABLE, f"could not be composed: {type(error).__name__}")


async def _together(db: Database, found: Sequence[Delivery], *, now: datetime) -> Letters:
    """None where something is wrong with one of them: which, is found one by one."""
    try:
        return await db.read(partial(_prompts, found=found, now=now))
    except Exception as error:
        if is_down(error):
            raise
        return {}


async def _prompts(c: AsyncConnection, found: Sequence[Delivery], *, now: datetime) -> Letters:
    """Prompts of one step to people who have not answered it; the others are left to be composed by themselves."""
    around = await around_of(c, found[0])
    if around is None or around.step.asked is not Asked.PERSONAL or around.step.shows_earlier:
        return {}
    step = around.step
    people = [one.person for one in found if one.person is not None]
    still = await asking.asked(c, around, now=now, among=people)
    contacts = await places.contacts_of(c, step.municipality, people)
    persons = await roster.persons(c, step.municipality, people)
    begun = await reflections.begun(c, step.municipality, step.session, step.position)
    days = await school_year.days_of(c, step.municipality, around.group.id, now=now)
    at_once = prompting.goes_at_its_instant(around.session, step)
    opening = now if at_once else days.next_opening(now)
    cards = _Cards(c, around, now)
    composed: dict[tuple[str, UUID], Letter | Kept] = {}
    for one in found:
        person = persons.get(one.person) if one.person is not None else None
        if person is None or person.id in begun:
            continue
        place = reached_at(contacts.get(person.id))
        if reason := prompting.not_worth_sending(step, person.id, still):
            composed[one.key] = Kept(DeliveryState.DROPPED, reason)
        elif isinstance(place, Kept):
            composed[one.key] = place
        elif opening > now:
            composed[one.key] = held(opening)
        else:
            composed[one.key] = Letter(place, *await cards.to(person, one))
    return composed


class _Cards:
    """The step's card for those who have not answered: the same for all of a language but for the delivery it names."""

    def __init__(self, c: AsyncConnection, around: asking.Asking, now: datetime) -> None:
        self._c = c
        self._around = around
        self._now = now
        self._known: dict[Language, Message] = {}

    async def to(self, person: Person, one: Delivery) -> tuple[Message, Language]:
        language = asking.language_of(person, self._around.unit)
        card = self._known.get(language)
        if card is None:
            card = await showing.card(
                self._c, self._around, person.id, delivery=str(one.id), now=self._now, language=language
            )
            self._known[language] = card
        return replace(card, delivery=str(one.id)) if isinstance(card, PromptAsked) else card, language

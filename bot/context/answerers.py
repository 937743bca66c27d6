"""A person at a step: looked up with the person's answer, and shown the current card."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, cards, from_others, further, privacy
from bot.context.note_offers import with_offer
from bot.context.recipients import last_speakers, may_answer
from bot.context.steps import StepContext, is_counted, is_in_time, language_for, language_of, load
from bot.context.update_slots import end_of_slot
from content.vocabulary.conversing import NoLongerAsked, NotAsked, NotImported, OldCard, PromptOver
from content.vocabulary.messages import Message
from dialogs.answering import reflecting
from dialogs.model import (
    Actor,
    AskedIn,
    Happening,
    Identity,
    Language,
    Person,
    Reflection,
    Rung,
    StepRef,
)
from dialogs.turn import Turn
from storage import reflections


@dataclass(frozen=True)
class Answerer:
    """A person at a step that the person may answer, or has answered; `actor` is the person, looked up.

    `known` is the person's answer, `choices` the possible readers, and `asked` whether the step still asks the person.
    `waits`: as a leader's, the answer is shown to nobody before the step closes.
    """

    actor: Actor
    context: StepContext
    person: Person
    language: Language
    known: Reflection | None
    choices: audiences.Choices
    asked: bool
    waits: bool = False

    @property
    def is_informed(self) -> bool:
        """Whether the person has been shown the privacy notice, in their own chat or on the channel's card."""
        return privacy.is_informed(self.person) or privacy.is_informed_by_card(self.context.step)

    @property
    def may_write(self) -> bool:
        """Whether more words, or more readers, are accepted; taking an answer back is always allowed."""
        return self.asked and is_in_time(self.context, self.known)

    @property
    def refusal(self) -> Message:
        """Why no more words are accepted."""
        return NoLongerAsked() if is_in_time(self.context, self.known) else PromptOver()

    def updates_due_at(self, *, now: datetime) -> datetime:
        """When the card and the receipts that show the answer are updated: at once for an open form.

        Teams clears the fields of an updated form, and the author may have begun to type a second later.
        """
        is_form_open = self.known is not None and self.known.is_form_open
        return now if is_form_open else end_of_slot(self.context.step.municipality, now=now)

    def allowed(self, after: Reflection) -> Reflection | None:
        """`after` as far as the person may write; None where `after` says too much."""
        if self.may_write:
            return after
        return reflecting.narrowed(self.known, after) if is_counted(self.known) and self.known is not None else None

    def reflection(self, *, rung: Rung, now: datetime) -> Reflection:
        """The person's answer, or a blank one on this rung."""
        return self.known or reflecting.empty(self.context.ground(self.person.id), rung=rung, now=now)

    def lift_to(self, rung: Rung) -> Rung | None:
        """The offered rung for `rung` if others would read the person's answer there; None for an answer that stays."""
        return further.lift_to(self.context, self.known, self.choices.nearest(rung))

    def given_now(self, after: Reflection) -> Reflection:
        """The answer in the circle that the author has just been shown."""
        ground = self.context.ground(self.person.id)
        return replace(after, unit=ground.unit, network=ground.network, channel=self.choices.channel)


async def meet(c: AsyncConnection, about: Happening, ref: StepRef, *, actor: Actor, now: datetime) -> Answerer | Turn:
    """The actor at the step that a card names; a turn with the refusal where the actor may not answer the step.

    The actor is looked up anew every time: a card can be passed on, or made by hand. A former member of the group with
    an answer is still let in, to take words back.
    """
    context = await load(c, ref, alone=True)
    persons, known = await _looked_up(c, actor, ref)
    person = next((person for person in persons if person.municipality == ref.municipality), None)
    if person is None or context is None:
        language = await language_for(c, about)
        return Turn(language, say=(OldCard() if persons else NotImported(),))
    language = language_of(person, context.unit)
    actor = actor.looked_up(Identity(one.municipality, one.id) for one in persons)
    is_asked = await may_answer(c, context, actor, now=now)
    if known is None and not is_asked:
        return Turn(language, say=(NotAsked(),))
    choices = await audiences.rungs(c, context, now=now)
    waits = context.is_open and person.id in await last_speakers(c, context)
    return Answerer(actor, context, person, language, known, choices, is_asked, waits)


async def _looked_up(c: AsyncConnection, actor: Actor, ref: StepRef) -> tuple[tuple[Person, ...], Reflection | None]:
    """The persons behind the account, one for each municipality, and the answer of the step's municipality's person."""
    if actor.account is None:
        return (), None
    return await reflections.answerer(c, actor.account, ref.municipality, ref.session, ref.position)


async def card(
    c: AsyncConnection, answerer: Answerer, known: Reflection | None, *, delivery: str, now: datetime
) -> Message:
    """The step's card for the person, showing the answer `known`, which need not be stored."""
    context, person = answerer.context, answerer.person.id
    shown = await cards.card_with(
        c, context, person, known, answerer.choices, delivery=delivery, now=now, language=answerer.language
    )
    return with_offer(shown, answerer.person, context.step.shown.area_id)


async def current(
    c: AsyncConnection,
    answerer: Answerer,
    about: Happening,
    delivery: str,
    *,
    now: datetime,
    say: tuple[Message, ...] = (),
) -> Turn:
    """The current card, for the person who pressed.

    After a press by a message on a card seen by everybody, the person's card is sent to the person's own chat instead.
    """
    shown = await card(c, answerer, answerer.known, delivery=delivery, now=now)
    shown = await from_others.seen_at(c, about, answerer.context.step, answerer.person.id, shown)
    if not about.in_place and answerer.context.step.asked is AskedIn.CHANNEL:
        return Turn(answerer.language, say=(*say, shown))
    return Turn(answerer.language, say=say, show=shown)

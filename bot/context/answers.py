"""A person answering a step: the person looked up, the answer kept, the card or receipt that follows."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, card_updates, cards, outgoing, recalls, receipts
from bot.context.recipients import asked, may_answer
from bot.context.steps import StepContext, is_counted, is_in_time, language_for, language_of, load
from bot.context.update_slots import end_of_slot
from content.vocabulary.conversing import NoLongerAsked, NotAsked, NotImported, OldCard, PromptOver
from content.vocabulary.messages import Message
from dialogs.answering import reflecting
from dialogs.model import (
    Asked,
    Delivery,
    Happening,
    Language,
    Person,
    Reflection,
    Rung,
    Scope,
    StepRef,
)
from dialogs.turn import Turn
from storage import message_links, reflections, releases
from storage.steps import end_step_now


@dataclass(frozen=True)
class Answerer:
    """A person at a step that the person may answer, or has answered.

    `known` is their answer, `choices` who may read it, and `asked` whether the step asks them still.
    """

    asking: StepContext
    person: Person
    language: Language
    known: Reflection | None
    choices: audiences.Choices
    asked: bool

    @property
    def may_write(self) -> bool:
        """Whether more words, or more readers, are taken; whoever has answered may always take that back."""
        return self.asked and is_in_time(self.asking, self.known)

    @property
    def refusal(self) -> Message:
        """Why nothing more is taken."""
        return NoLongerAsked() if is_in_time(self.asking, self.known) else PromptOver()

    def updates_due_at(self, *, now: datetime) -> datetime:
        """When the card and the receipts that show the answer are updated: at once where its form is open.

        Teams clears the fields of a form that is updated, and its author may have begun to type a second later.
        """
        is_form_open = self.known is not None and self.known.is_form_open
        return now if is_form_open else end_of_slot(self.asking.step.municipality, now=now)

    def allowed(self, after: Reflection) -> Reflection | None:
        """The answer as it may become; None where it would say more than they may write."""
        if self.may_write:
            return after
        return reflecting.narrowed(self.known, after) if is_counted(self.known) and self.known is not None else None

    def reflection(self, *, rung: Rung, now: datetime) -> Reflection:
        """Theirs, or a blank one on this rung. Who reads it is fixed anew where the group belongs elsewhere by now."""
        ground = self.asking.ground(self.person.id)
        if self.known is None:
            return reflecting.blank(ground, rung=rung, now=now)
        has_moved = (self.known.unit, self.known.network) != (ground.unit, ground.network)
        return replace(self.known, circle_at=now) if has_moved else self.known

    def given_now(self, after: Reflection) -> Reflection:
        """The answer in the circle that its author has just been shown."""
        ground = self.asking.ground(self.person.id)
        return replace(after, unit=ground.unit, network=ground.network, channel=self.choices.channel)


async def meet(c: AsyncConnection, about: Happening, ref: StepRef, *, now: datetime) -> Answerer | Turn:
    """The one who acts, at the step their card names; or what to answer where that cannot be.

    Whoever presses is looked up anew every time: a card can be passed on, or made by hand. Somebody who has left the
    group still has their own answer in hand, to take it back.
    """
    asking = await load(c, ref, alone=True)
    persons, known = await reflections.answerer(c, about.account, ref.municipality, ref.session, ref.position)
    person = next((person for person in persons if person.municipality == ref.municipality), None)
    if person is None or asking is None:
        language = await language_for(c, about)
        return Turn(language, say=(OldCard() if persons else NotImported(),))
    language = language_of(person, asking.unit)
    is_asked = await may_answer(c, asking, person.id, now=now)
    if known is None and not is_asked:
        return Turn(language, say=(NotAsked(),))
    return Answerer(asking, person, language, known, await audiences.rungs(c, asking, now=now), is_asked)


async def current(
    c: AsyncConnection, met: Answerer, about: Happening, delivery: str, *, now: datetime, say: tuple[Message, ...] = ()
) -> Turn:
    """The card as it is now, for the one who pressed it.

    Where the pressed card cannot become it for one person alone, it is said, to be read in their own chat.
    """
    shown = await cards.card_with(
        c, met.asking, met.person.id, met.known, met.choices, delivery=delivery, now=now, language=met.language
    )
    if about.kind == "message" and met.asking.step.asked is Asked.CHANNEL:
        return Turn(met.language, say=(*say, shown))
    return Turn(met.language, say=say, show=shown)


async def keep(
    c: AsyncConnection,
    met: Answerer,
    after: Reflection,
    *,
    pressed: bool = False,
    receipt: Delivery | None = None,
    now: datetime,
) -> Answerer:
    """The reflection is this now; cards and receipts follow, and a step that waits only for those asked may be over.

    `pressed`: on a card, and not said in chat. `receipt` is the newest, beside which there shall be no other.
    """
    step = met.asking.step
    if met.known is None or met.known.circle_at != after.circle_at:
        after = met.given_now(after)
    await reflections.save(c, after, before=met.known)
    less = met.known is not None and reflecting.tells_less(met.known, after)
    # What is said in chat takes no opened form out of its writer's hands, unless words that it shows are gone.
    spares_form = not pressed and not less and after.is_form_open
    changed = met.known is not None and _is_told_otherwise(met, met.known, after)
    kept = replace(met, known=after)
    due_at = kept.updates_due_at(now=now)
    await card_updates.want_cards_of(
        c, step, met.person.id,
        pressed=pressed, spares_form=spares_form, changed=changed, receipt=receipt, due_at=due_at,
    )  # fmt: skip
    if not met.asking.is_open:
        await releases.follow(c, after, now=now)
        if less:
            await recalls.want_cards_of_readers(c, met.asking, after, now=now)
    if "all_answered" in step.moves_on:
        settled = await reflections.settled(c, step.municipality, step.session, step.position)
        if await asked(c, met.asking, now=now) <= settled:
            await end_step_now(c, step, now=now)
    return kept


def _is_told_otherwise(met: Answerer, before: Reflection, after: Reflection) -> bool:
    """Whether a receipt says something else now; one with a way back also names the version."""
    names_version = met.asking.step.asked is Asked.CHANNEL and before.version != after.version
    return names_version or (before.text, before.rung) != (after.text, after.rung)


async def take_back(c: AsyncConnection, met: Answerer, after: Reflection, *, now: datetime) -> Answerer:
    """The same where somebody has taken all their words back: no message of theirs brings them in again."""
    met = await keep(c, met, after, pressed=True, now=now)
    await message_links.part_from_messages(c, after.municipality, after.id)
    return met


def receipt(
    met: Answerer, about: Happening, *, after: Reflection | None = None, message: str = "", now: datetime
) -> Delivery:
    """Of an answer that is this now, in the thread where it was said there; without `after` in their own chat."""
    in_thread = after is not None and receipts.goes_in_thread(about, after)
    group = met.asking.group.id if in_thread else None
    if about.place.scope is not Scope.PERSONAL and not in_thread:
        # What everybody in the channel sees never becomes what is for one of them.
        about = replace(about, pressed="")
    return outgoing.receipt(met.asking.step, met.person, about, group=group, message=message, now=now)

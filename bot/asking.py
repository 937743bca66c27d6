"""A step as somebody meets it: who is asked, on which rungs, and what its card shows them just now."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from content.presses import StepRef
from content.vocabulary.conversing import NotAsked, NotImported, OldCard
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    AnswerKept,
    AnswerWithdrawn,
    PassKept,
    PromptAsked,
    PromptClosed,
    Quote,
    RungOffered,
    TextKept,
)
from dialogs import prompting, reflecting, sharing
from dialogs.calendar import local
from dialogs.model import (
    Asked,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    Group,
    Happening,
    Language,
    Person,
    Reading,
    Reflection,
    Rung,
    Scope,
    Series,
    Session,
    Stage,
    Step,
    Unit,
)
from dialogs.reflecting import Ground
from dialogs.turn import Turn
from storage import deliveries, places, reflections, releases, roster
from storage import series as series_store

# Deliveries that should go in the same turn: (municipality, id).
Sends = tuple[tuple[str, UUID], ...]


@dataclass(frozen=True)
class Asking:
    """A step with all that stands around it."""

    step: Step
    session: Session
    series: Series
    group: Group
    town: sharing.Municipality

    @property
    def ref(self) -> StepRef:
        return StepRef(self.step.municipality, self.step.session, self.step.position)

    @property
    def unit(self) -> Unit:
        return self.town.units[self.group.unit]

    @property
    def is_open(self) -> bool:
        return self.step.stage is Stage.OPEN

    def ground(self, author: UUID) -> Ground:
        network = self.town.network
        return Ground(self.session, self.step, self.unit.id, network.id if network else None, author)


async def town(c: AsyncConnection, municipality: str) -> sharing.Municipality:
    units = await roster.all_units(c, municipality)
    groups = await roster.all_groups(c, municipality)
    return sharing.Municipality(municipality, {unit.id: unit for unit in units}, {group.id: group for group in groups})


async def load(c: AsyncConnection, ref: StepRef) -> Asking | None:
    """The step a card names; None if there is none (what comes back from a card may have been made by hand)."""
    step = await series_store.step(c, ref.municipality, ref.session, ref.position)
    return await around(c, step) if step else None


async def around(c: AsyncConnection, step: Step) -> Asking:
    session = await series_store.session(c, step.municipality, step.session)
    series = await series_store.series_of(c, session) if session else None
    if session is None or series is None:
        raise LookupError(f"step without a session or series: {step.session}")
    place = await town(c, step.municipality)
    return Asking(step, session, series, place.groups[session.group], place)


async def asked(c: AsyncConnection, asking: Asking, *, now: datetime) -> frozenset[UUID]:
    """Those this step asks: who is asked by an earlier group's session of the same series and turn is asked there."""
    found = await _asked_in(c, asking, asking.group.id, now=now)
    for group in asking.series.groups[: asking.series.groups.index(asking.group.id)]:
        if await series_store.has_session(c, asking.session, group):
            found -= await _asked_in(c, asking, group, now=now)
    return found


async def _asked_in(c: AsyncConnection, asking: Asking, group: str, *, now: datetime) -> frozenset[UUID]:
    members = await roster.members(c, asking.step.municipality, [group], now=now)
    return prompting.asked(members, asking.step)


async def may_answer(c: AsyncConnection, asking: Asking, person: UUID, *, now: datetime) -> bool:
    """In a channel everybody reads along, so whoever the group would ask may answer, also if asked elsewhere."""
    return person in await _asked_in(c, asking, asking.group.id, now=now)


async def rungs(c: AsyncConnection, asking: Asking, *, now: datetime) -> tuple[tuple[Rung, str, int], ...]:
    ladder = sharing.ladder(asking.town, asking.group)
    sized = [(rung, await roster.count_people(c, asking.step.municipality, rung.groups, now=now)) for rung in ladder]
    network = asking.town.network
    if network is not None:
        widest, people = sized.pop()
        sized.append((widest, people + await _beyond(c, asking.town.id, network.id, now=now)))
    return sharing.offered(sized)


async def _beyond(c: AsyncConnection, municipality: str, network: str, *, now: datetime) -> int:
    """How many the network's groups hold in the other municipalities it ties together."""
    people = 0
    for other in await releases.tied(c, municipality, network):
        groups = [group.id for group in await roster.all_groups(c, other) if group.unit == network]
        people += await roster.count_people(c, other, groups, now=now)
    return people


async def unasked(c: AsyncConnection, asking: Asking, *, now: datetime) -> frozenset[UUID]:
    """Those who should be asked in their own chat, and for whom no delivery has been written yet."""
    step = asking.step
    prompts = await deliveries.prompts_of(c, step.municipality, step.session, step.position)
    return await asked(c, asking, now=now) - {prompt.person for prompt in prompts}


async def ask(c: AsyncConnection, asking: Asking, *, now: datetime) -> None:
    """One delivery per recipient: each person asked, or the group's channel."""
    step = asking.step
    if step.asked is Asked.CHANNEL:
        await deliveries.add(c, _prompt_to(step, None, asking.group.id, now=now))
        return
    for person in await unasked(c, asking, now=now):
        await deliveries.add(c, _prompt_to(step, person, None, now=now))


def _prompt_to(step: Step, person: UUID | None, group: str | None, *, now: datetime) -> Delivery:
    return Delivery(
        municipality=step.municipality,
        id=prompting.delivery_id("prompt", step.municipality, step.session, step.position, person or f"in {group}"),
        kind=DeliveryKind.PROMPT,
        state=DeliveryState.DUE,
        due_at=now,
        session=step.session,
        position=step.position,
        person=person,
        group=group,
    )


def digest_to(digest: Digest, person: UUID) -> Delivery:
    return Delivery(
        municipality=digest.municipality,
        id=prompting.delivery_id("digest", digest.id, person),
        kind=DeliveryKind.DIGEST,
        state=DeliveryState.DUE,
        due_at=digest.made_at,
        session=digest.session,
        person=person,
        about=str(digest.id),
    )


def as_offered(choice: tuple[Rung, str, int]) -> RungOffered:
    rung, name, people = choice
    return RungOffered(rung.name.lower(), name, people)


async def reading(c: AsyncConnection, place: sharing.Municipality, person: UUID, *, now: datetime) -> Reading:
    memberships = await roster.memberships_of(c, place.id, person)
    return sharing.circles(person, memberships, place, now=now)


async def card(
    c: AsyncConnection, asking: Asking, person: UUID, *, delivery: str, now: datetime, language: Language
) -> Message:
    """What the step's card is for this person: to be answered, answered, passed, taken back or over."""
    known = await reflections.own(c, asking.step.municipality, asking.step.session, asking.step.position, person)
    choices = await rungs(c, asking, now=now)
    question = asking.step.shown.question.to(language)
    seen = known.version if known else 0
    if not may_write(asking, known):
        return _closed(known, question, choices)
    closes_at = local(await _until(c, asking))
    if known is None or known.reopened:
        readers = await reading(c, asking.town, person, now=now)
        earlier = await _earlier(c, asking, readers)
        asked = _prompt(asking, choices, earlier, known, delivery=delivery, language=language)
        return replace(asked, closes_at=closes_at)
    if known.passed:
        return PassKept(question, closes_at, asking.ref, delivery, seen)
    if known.withdrawn:
        return AnswerWithdrawn(question, closes_at, asking.ref, delivery, seen)
    rung = as_offered(sharing.nearest(known.rung, choices))
    hidden = asking.step.hides and asking.is_open
    return AnswerKept(question, known.text, rung, closes_at, asking.ref, delivery, seen, hidden)


def may_write(asking: Asking, known: Reflection | None) -> bool:
    """New words are taken while the step is open; what was said can be changed until the session closes."""
    return asking.is_open or (asking.session.stage is Stage.OPEN and is_counted(known))


async def _until(c: AsyncConnection, asking: Asking) -> datetime:
    """When the step closes; for one that has closed, when the step does that is open instead."""
    if asking.is_open:
        return asking.step.closes_at
    steps = await series_store.steps_of(c, asking.step.municipality, asking.step.session)
    return steps[-1].closes_at


async def channel_card(
    c: AsyncConnection, asking: Asking, *, delivery: str, now: datetime, language: Language
) -> Message:
    """What everybody in the channel sees: the prompt, and how many have answered, never who."""
    step = asking.step
    count = await reflections.answered(c, step.municipality, step.session, step.position)
    if not asking.is_open:
        return PromptClosed(step.shown.question.to(language), answered=count)
    choices = await rungs(c, asking, now=now)
    earlier = await _earlier(c, asking, sharing.circle_of_channel(step.municipality, asking.group.id))
    return _prompt(asking, choices, earlier, None, delivery=delivery, language=language, answered=count)


async def text_kept(
    c: AsyncConnection, asking: Asking, person: UUID, *, now: datetime, language: Language
) -> TextKept | AnswerKept | None:
    """The confirmation of an answer; None if there is nothing to confirm any more.

    A card that a channel shares is nobody's receipt: there the confirmation bears the way back itself.
    """
    step = asking.step
    known = await reflections.own(c, step.municipality, step.session, step.position, person)
    if known is None or not known.parts:
        return None
    rung = as_offered(sharing.nearest(known.rung, await rungs(c, asking, now=now)))
    question = step.shown.question.to(language)
    closes_at = local(step.closes_at)
    if step.asked is Asked.CHANNEL:
        return AnswerKept(question, known.text, rung, closes_at, asking.ref, "", known.version, step.hides)
    return TextKept(question, known.text, rung, closes_at, len(known.parts) > 1, step.hides)


def language_of(person: Person, unit: Unit) -> Language:
    """The person's own, else their unit's."""
    return person.language or unit.language


async def language_for(c: AsyncConnection, about: Happening) -> Language:
    """For one who has just spoken: in a linked channel its unit's; else their own, their unit's, their client's."""
    if about.place.scope is not Scope.PERSONAL:
        for municipality, group in await places.groups_in(c, about.place.tenant, about.place.conversation):
            found = await town(c, municipality)
            return found.units[found.groups[group].unit].language
    for person in await roster.persons_behind(c, about.account):
        if person.language is not None:
            return person.language
        memberships = await roster.memberships_of(c, person.municipality, person.id)
        if memberships:
            found = await town(c, person.municipality)
            return found.units[found.groups[memberships[-1].group].unit].language
    return Language.of(about.locale)


async def want_cards(
    c: AsyncConnection, step: Step, *, of: Collection[UUID | None] | None = None, now: datetime
) -> None:
    """The step's cards shall be brought up to date: those of these people, where None is the channel; else all."""
    for prompt in await deliveries.prompts_of(c, step.municipality, step.session, step.position):
        if of is None or prompt.person in of:
            await deliveries.want_again(c, card_update(prompt, now=now))


def card_update(prompt: Delivery, *, now: datetime) -> Delivery:
    """The delivery that brings a prompt's card up to date; several that wait are one."""
    return Delivery(
        municipality=prompt.municipality,
        id=prompting.delivery_id("card", prompt.id),
        kind=DeliveryKind.CARD,
        state=DeliveryState.DUE,
        due_at=now,
        session=prompt.session,
        position=prompt.position,
        person=prompt.person,
        group=prompt.group,
        about=str(prompt.id),
    )


async def _earlier(c: AsyncConnection, asking: Asking, readers: Reading) -> tuple[Quote, ...]:
    if not asking.step.shows_earlier:
        return ()
    # The reader's own «bare meg» would look as if it had been shared.
    found = await reflections.readable(c, replace(readers, author=None), [asking.session.id])
    before = asking.step.position - 1
    return tuple(Quote(reflection.text) for reflection in found if reflection.position == before)


def _closed(known: Reflection | None, question: str, choices: tuple[tuple[Rung, str, int], ...]) -> PromptClosed:
    if known is None or not known.parts:
        return PromptClosed(question)
    return PromptClosed(question, known.text, as_offered(sharing.nearest(known.rung, choices)))


def _prompt(
    asking: Asking, choices: tuple[tuple[Rung, str, int], ...], earlier: tuple[Quote, ...], known: Reflection | None,
    *, delivery: str, language: Language, answered: int | None = None,
) -> PromptAsked:  # fmt: skip
    shown = asking.step.shown
    stands = known is not None and bool(known.parts)
    rung = known.rung if known is not None and stands else asking.series.default_rung
    return PromptAsked(
        group=asking.group.name,
        area=shown.area.to(language),
        question=shown.question.to(language),
        why=shown.why.to(language),
        law=shown.law.to(language) if shown.law else None,
        title=shown.title.to(language),
        hint=shown.hint.to(language),
        closes_at=local(asking.step.closes_at),
        rungs=tuple(as_offered(choice) for choice in choices),
        rung=sharing.nearest(rung, choices)[0].name.lower(),
        step=asking.ref,
        delivery=delivery,
        seen=known.version if known else 0,
        text=known.text if known is not None else "",
        answered=answered,
        earlier=earlier,
        hidden=asking.step.hides and asking.is_open,
    )


@dataclass(frozen=True)
class Met:
    """Somebody at a step that they may answer; `known` is what they have answered before."""

    asking: Asking
    person: Person
    language: Language
    known: Reflection | None

    @property
    def may_write(self) -> bool:
        return may_write(self.asking, self.known)

    def reflection(self, *, rung: Rung, now: datetime) -> Reflection:
        """Theirs, or a blank one on this rung."""
        return self.known or reflecting.blank(self.asking.ground(self.person.id), rung=rung, now=now)


async def meet(c: AsyncConnection, about: Happening, ref: StepRef, *, now: datetime) -> Met | Turn:
    """The one who acts, at the step their card names; or what to answer where that cannot be.

    Whoever presses is looked up anew every time: a card can be passed on, or made by hand. Who has left the group
    still has their own answer in hand.
    """
    persons = await roster.persons_behind(c, about.account)
    person = next((person for person in persons if person.municipality == ref.municipality), None)
    await reflections.take_turn(c, ref.municipality, ref.session, ref.position)
    asking = await load(c, ref) if person is not None else None
    if person is None or asking is None:
        language = await language_for(c, about)
        return Turn(language, say=(OldCard() if persons else NotImported(),))
    language = language_of(person, asking.unit)
    known = await reflections.own(c, ref.municipality, ref.session, ref.position, person.id)
    if known is None and not await may_answer(c, asking, person.id, now=now):
        return Turn(language, say=(NotAsked(),))
    return Met(asking, person, language, known)


async def current(
    c: AsyncConnection, met: Met, about: Happening, delivery: str, *, now: datetime, say: tuple[Message, ...] = ()
) -> Turn:
    """The card as it is now, for the one who pressed it.

    Where the pressed card cannot become it for one person alone, it is said, to be read in their own chat.
    """
    shown = await card(c, met.asking, met.person.id, delivery=delivery, now=now, language=met.language)
    if about.kind == "message" and met.asking.step.asked is Asked.CHANNEL:
        return Turn(met.language, say=(*say, shown))
    return Turn(met.language, say=say, show=shown)


async def keep(c: AsyncConnection, met: Met, after: Reflection, *, now: datetime) -> None:
    """The reflection is this now; cards follow, and a step that waits only for those asked may be over."""
    step = met.asking.step
    await reflections.save(c, after)
    if not after.parts:
        await places.part_from_messages(c, after.municipality, after.id)
    if met.asking.session.stage is not Stage.OPEN:
        await releases.follow(c, after, now=now)
    await want_cards(c, step, of={met.person.id}, now=now)
    if is_counted(after) != is_counted(met.known):
        # The channel's card only counts; brought up to date it would take a form out of its writer's hands.
        await want_cards(c, step, of={None}, now=now)
    if not met.asking.is_open:
        await _want_cards_that_build_on(c, step, now=now)
    if "all_answered" in step.moves_on:
        settled = await reflections.settled(c, step.municipality, step.session, step.position)
        if await asked(c, met.asking, now=now) <= settled:
            await series_store.end_step_now(c, step, now=now)


async def _want_cards_that_build_on(c: AsyncConnection, step: Step, *, now: datetime) -> None:
    """A step that builds on this one shows its words on everybody's card."""
    following = await series_store.step(c, step.municipality, step.session, step.position + 1)
    if following is not None and following.shows_earlier:
        await want_cards(c, following, now=now)


def is_counted(reflection: Reflection | None) -> bool:
    """Whether it is one of those «har svart» counts."""
    return reflection is not None and bool(reflection.parts)


async def want_receipt(c: AsyncConnection, met: Met, about: Happening, *, in_thread: bool, now: datetime) -> Sends:
    """A confirmation, in the thread where it was said there, else in the person's own chat; in the same turn."""
    step = met.asking.step
    receipt = Delivery(
        municipality=step.municipality,
        id=prompting.delivery_id("receipt", about.place.tenant, about.place.conversation, about.activity),
        kind=DeliveryKind.RECEIPT,
        state=DeliveryState.DUE,
        due_at=now,
        session=step.session,
        position=step.position,
        person=met.person.id,
        group=met.asking.group.id if in_thread else None,
        thread=about.place.thread if in_thread else "",
    )
    await deliveries.add(c, receipt)
    return ((receipt.municipality, receipt.id),)

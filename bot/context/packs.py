"""The pack ahead of a meeting as one reader may read it: from the digest, what was promised, and the catalogue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import commitments, decisions, own_items
from bot.context.dilemmas import Dilemma
from content.dates import day
from content.plain_digest import words_to_read
from content.vocabulary.digesting import MeetingDigest, PromptSection
from content.vocabulary.packing import AgendaItem, Chosen, OpenPromise, Pack, Tension, WorkStep
from content.vocabulary.prompting import Quote
from dialogs.calendar.instants import local
from dialogs.knowledge import agenda
from dialogs.knowledge.agenda import Item
from dialogs.knowledge.quotes import quoted
from dialogs.model import AgendaEntry, Commitment, Digest, Language, PackPlan, Promiser, Reading, Reflection, Step
from dialogs.sharing import circles

_MOST_QUESTIONS = 3
_TWO_MINUTES = 400
"""Words: an adult reads some two hundred a minute."""
_MOST_PROMISES = 6
"""More than these are not looked through in a quarter of an hour; the list has them all."""


@dataclass(frozen=True)
class Ground:
    """The municipality, the steps that the meeting is about, and their answers that the reader may read.

    `dilemmas` are those offered to the meeting, with what earlier meetings did not get to, the chosen one first.
    """

    town: circles.Municipality
    steps: tuple[Step, ...]
    answers: tuple[Reflection, ...]
    dilemmas: tuple[Dilemma, ...]

    def groups(self, meeting: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(answer.group for answer in self.answers), meeting)))


@dataclass(frozen=True)
class PackReader:
    """Who reads, in which language. `is_coordinating`: the reader leads the meeting, and is not only there.

    `marks_for` is whose own words are marked, None for nobody's. `left` is what the reader may read of groups that
    nobody belongs to any more.
    """

    reading: Reading
    language: Language
    is_coordinating: bool
    marks_for: UUID | None = None
    left: Reading | None = None


async def pack_for(
    c: AsyncConnection,
    digest: Digest,
    shared: MeetingDigest,
    ground: Ground,
    reader: PackReader,
) -> Pack | None:
    """None for a digest made by an earlier version of the program."""
    plan, language = digest.pack, reader.language
    if plan is None:
        return None
    dilemma = _dilemma(ground, reader)
    strength = _strength(shared, ground.steps, plan, language, but=dilemma)
    tension = next((Tension(one.question, one.one, one.other) for one in shared.findings.differing), None)
    groups = ground.groups(digest.meeting_group or "")
    promises = await _promises(c, reader, groups, ground.town, digest)
    decided = await decisions.agreed_last(c, digest)
    questions = _questions(shared, ground.steps, plan, language)
    there = {
        Item.PROMISES: (*decided, *promises),
        Item.STRENGTH: strength,
        Item.TENSION: tension,
        Item.DILEMMA: dilemma,
        Item.TALK: questions or shared.groups,
    }
    own = await own_items.of_pack(c, digest)
    room = agenda.room_beside(plan.minutes, [one.minutes for one in own])
    planned = agenda.agenda(room, [item for item, found in there.items() if found])
    kept = {item for item, _ in planned}
    return Pack(
        minutes=plan.minutes,
        agenda=_agenda(planned, own),
        decided=decided if Item.PROMISES in kept else (),
        promises=promises if Item.PROMISES in kept else (),
        strength=strength if Item.STRENGTH in kept else None,
        tension=tension if Item.TENSION in kept else None,
        dilemma=dilemma if Item.DILEMMA in kept else None,
        more_dilemmas=max(0, len(ground.dilemmas) - 1),
        protocol=plan.protocol.to(language) if plan.protocol is not None and Item.DILEMMA in kept else "",
        steps=_work(plan, dict(planned).get(Item.DILEMMA, 0), language),
        questions=questions,
    )


def _agenda(planned: Sequence[tuple[Item, int]], own: Sequence[AgendaEntry]) -> tuple[AgendaItem, ...]:
    """What people have put there stands last before the meeting decides."""
    proposed = [AgendaItem(item.value, minutes) for item, minutes in planned]
    theirs = [AgendaItem("own", one.minutes, one.title) for one in own]
    return (*proposed[:-1], *theirs, *proposed[-1:])


def two_minutes(pack: Pack, language: Language) -> Pack:
    """The pack for whoever takes part: no work of the one who leads, and as many whole quotes as two minutes hold."""
    short = replace(pack, protocol="", steps=(), more_dilemmas=0, is_reading=True)
    while words_to_read(short, language) > _TWO_MINUTES and (short.promises or short.quotes):
        short = _with_a_quote_less(short)
    return short


def _with_a_quote_less(pack: Pack) -> Pack:
    """The longer of the two answers goes first, since both are read at the meeting; then the last promise."""
    chosen = {"strength": pack.strength, "dilemma": pack.dilemma}
    lengths = {name: len(one.quote.text) for name, one in chosen.items() if one is not None}
    if not lengths:
        return replace(pack, promises=pack.promises[:-1])
    longest = max(lengths, key=lambda name: lengths[name])
    return replace(pack, strength=None) if longest == "strength" else replace(pack, dilemma=None)


def said_once(shared: MeetingDigest, pack: Pack) -> MeetingDigest:
    """What was shared, without what the pack tells: nobody reads the same words twice in ten minutes.

    The quotes of the themes over all groups are left out of the groups' own answers. The only answer to a question
    stays beneath the question too, which would else look unanswered.
    """
    chosen = {quote.mark for quote in pack.quotes} - {""}
    common = tuple(_without(chosen, section) for section in shared.common)
    told = chosen | {quote.mark for section in common for quote in section.every_quote} - {""}
    groups = tuple(
        replace(group, prompts=tuple(_without(told, section) for section in group.prompts)) for group in shared.groups
    )
    differing = tuple(
        one for one in shared.findings.differing if pack.tension is None or one.question != pack.tension.question
    )
    return replace(shared, groups=groups, common=common, findings=replace(shared.findings, differing=differing))


def _without(chosen: Collection[str], section: PromptSection) -> PromptSection:
    left = tuple(quote for quote in section.quotes if quote.mark not in chosen)
    themes = tuple(
        replace(theme, quotes=tuple(quote for quote in theme.quotes if quote.mark not in chosen))
        for theme in section.themes
    )
    return replace(section, quotes=left, themes=themes) if left or section.themes else section


def _work(plan: PackPlan, minutes: int, language: Language) -> tuple[WorkStep, ...]:
    if not minutes or not plan.steps:
        return ()
    shared_out = agenda.shared_out(minutes, [weight for _, weight in plan.steps])
    return tuple(WorkStep(title.to(language), of) for (title, _), of in zip(plan.steps, shared_out, strict=True))


async def _promises(
    c: AsyncConnection, reader: PackReader, groups: Iterable[str], town: circles.Municipality, digest: Digest
) -> tuple[OpenPromise, ...]:
    """What was open when the pack was made, the municipality's own first, each once.

    A pack that is brought up to date since words were taken back changes in nothing else.
    """
    found: dict[object, Commitment] = {}
    for group in groups:
        known = await commitments.open_at(c, reader.reading, group, digest.made_at, left=reader.left)
        found |= {one.id: one for one in known}
    by_whom = sorted(found.values(), key=lambda one: one.promiser is not Promiser.MUNICIPALITY)
    meets = local(digest.meeting_at or digest.made_at).date()
    return tuple(
        OpenPromise(one.text, one.sign, one.look_on if one.look_on > meets else None, _by(one, town))
        for one in by_whom[:_MOST_PROMISES]
    )


def _by(one: Commitment, town: circles.Municipality) -> str:
    match one.promiser:
        case Promiser.MUNICIPALITY:
            return town.units[town.id].name
        case Promiser.GROUP:
            return town.groups[one.circle.group].name if one.circle.group in town.groups else ""
        case Promiser.PERSON:
            return ""


def _dilemma(ground: Ground, reader: PackReader) -> Chosen | None:
    found = next(iter(ground.dilemmas), None)
    return as_chosen(found, ground.town, reader) if found is not None else None


def as_chosen(dilemma: Dilemma, town: circles.Municipality, reader: PackReader) -> Chosen:
    step, answer = dilemma
    quote = quoted(step, answer, reader.language, reader=reader.marks_for)
    question, asked_on = step.shown.question.to(reader.language), (local(step.opens_at),)
    return _chosen(question, quote, town.groups[answer.group].name, asked_on, reader.language)


def _chosen(question: str, quote: Quote, group: str, asked_on: Iterable[datetime], language: Language) -> Chosen:
    """With the group and the day under the quote: a pack is brought to the meeting, where no quote can be pressed."""
    days = dict.fromkeys(day(each, language) for each in asked_on)
    return Chosen(question, replace(quote, where=", ".join((group, *days))))


def _strength(
    shared: MeetingDigest, steps: Sequence[Step], plan: PackPlan, language: Language, *, but: Chosen | None
) -> Chosen | None:
    """An answer to a question that begins with what works: of the theme with most people, else said by several."""
    asked = {step.shown.question.to(language) for step in steps if step.shown.prompt_id in plan.strengths}
    found = [
        (_weight(section, quote), _chosen(section.question, quote, group.group, section.asked_on, language))
        for group in shared.groups
        for section in group.prompts
        if section.question in asked
        for quote in _candidates(section)
        if but is None or quote.text != but.quote.text
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _candidates(section: PromptSection) -> Sequence[Quote]:
    return [theme.quotes[0] for theme in section.themes if theme.quotes] or section.quotes


def _weight(section: PromptSection, quote: Quote) -> tuple[int, bool]:
    least = max((theme.least or 0 for theme in section.themes if theme.quotes and theme.quotes[0] == quote), default=0)
    return least, quote.several


def _questions(shared: MeetingDigest, steps: Sequence[Step], plan: PackPlan, language: Language) -> tuple[str, ...]:
    """What the answers themselves lead on to; then one of each area where views differ, else of those answered most."""
    areas = {step.shown.question.to(language): step.shown.area_id for step in steps}
    differing = [areas[one.question] for one in shared.findings.differing if one.question in areas]
    answered: dict[str, int] = {}
    for section in (section for group in shared.groups for section in group.prompts):
        if (area := areas.get(section.question)) is not None:
            answered[area] = answered.get(area, 0) + len(section.every_quote)
    by_answers = sorted(answered, key=lambda area: (-answered[area], area))
    order = dict.fromkeys((*differing, *(() if differing else by_answers)))
    leading_on = filter(None, [shared.findings.question])
    found = [*leading_on, *(question.to(language) for area in order for question in plan.questions.get(area, ()))]
    return tuple(dict.fromkeys(found))[:_MOST_QUESTIONS]

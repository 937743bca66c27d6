"""A digest's message, worked out from the answers that its reader may read at that time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, commitments, dilemmas, packs, recipients, tidying
from bot.context import steps as step_contexts
from bot.context.covered import OfGroup, covered_by
from bot.context.digest_needs import needs_said
from bot.context.taken_back import gone_of
from content.catalogue import load
from content.dates import day
from content.vocabulary.digesting import DigestRef, Findings, GroupSection, MeetingDigest, SessionDigest
from content.vocabulary.packing import Pack
from content.vocabulary.prompting import Turnout
from dialogs.calendar.instants import local
from dialogs.knowledge import digest as digesting
from dialogs.knowledge.handed import NOTHING_DONE, OfDigest
from dialogs.knowledge.headings import headed
from dialogs.knowledge.heard import Heard, Question, by_step, heard, heard_from_beyond, key_of, once
from dialogs.knowledge.over_groups import Arranging, Themed, changed, themed
from dialogs.knowledge.quotes import Voice
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Digest, Language, Person, Reading, Release, Session, Step
from dialogs.sharing import circles
from dialogs.sharing.turnout import turnout_of, turnout_over
from storage import headings, releases
from storage.municipality_settings import settings_of
from storage.readable_reflections import readable
from storage.sessions import one_session
from storage.steps import asked_before, steps_of
from storage.units import one_group

_WHEN_DIFFERING = "ulikt"  # the catalogue's ladder of questions for views that differ


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language. `marks_for` is whose own words are marked, None where others may see the copy.

    `as_found`: without what somebody of the group has written above the answers, names of themes and headings; these
    were written for the group's own digest. `left` is of a meeting's reader: groups that nobody belongs to any more.
    """

    reading: Reading
    language: Language
    finder: ThemeFinder
    marks_for: UUID | None = None
    as_found: bool = False
    left: Reading | None = None

    def ref(self, digest: Digest) -> DigestRef | None:
        """Quotes are followed to their origin in the reader's own chat alone."""
        return DigestRef(digest.municipality, str(digest.id)) if self.marks_for is not None else None


async def digest_for(
    c: AsyncConnection,
    digest: Digest,
    person: Person,
    *,
    finder: ThemeFinder,
    marks_for: UUID | None = None,
    now: datetime,
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """The digest as the person may read it, in the person's language.

    `marks_for` is the person whose own words are marked: the person on the person's own page, and nobody elsewhere. An
    operator who reads as the person does must not learn which words are the person's.
    """
    reader = await reader_of(c, digest, person, finder=finder, marks_for=marks_for, now=now)
    if digest.session is not None:
        return await session_digest(c, digest, reader), reader.language
    covered = await covered_by(c, digest, reader.reading)
    shared = await meeting_digest(c, digest, covered, reader)
    return await _with_pack(c, digest, shared, covered, reader, person=person, now=now), reader.language


async def digest_in_chat(
    c: AsyncConnection, digest: Digest, person: Person, *, finder: ThemeFinder, now: datetime
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """As `digest_for`, in the person's own chat: whoever may put the themes in order is offered to."""
    read, language = await digest_for(c, digest, person, finder=finder, marks_for=person.id, now=now)
    prompts = read.prompts if isinstance(read, SessionDigest) else read.common
    if any(prompt.shown for prompt in prompts):
        read = replace(read, may_tidy=await tidying.may_tidy(c, digest, person.id, now=now))
    return read, language


async def read_by(c: AsyncConnection, digest: Digest, reader: Reader) -> SessionDigest | MeetingDigest:
    """The digest as a reader who is nobody of the municipality's people may read it; a meeting's without its agenda."""
    if digest.session is not None:
        return await session_digest(c, digest, reader)
    return await meeting_digest(c, digest, await covered_by(c, digest, reader.reading), reader)


async def _with_pack(
    c: AsyncConnection,
    digest: Digest,
    shared: MeetingDigest,
    covered: Sequence[OfGroup],
    reader: Reader,
    *,
    person: Person,
    now: datetime,
) -> MeetingDigest:
    """Whoever coordinates the meeting has the pack above all that was shared; whoever takes part, a short one alone."""
    coordinates = await recipients.coordinates(c, person.municipality, digest.meeting_group or "", person.id, now=now)
    pack = await pack_of(c, digest, shared, covered, reader, is_coordinating=coordinates)
    if pack is None:
        return shared
    if coordinates:
        return replace(packs.said_once(shared, pack), pack=pack)
    return replace(shared, groups=(), common=(), findings=Findings(), pack=packs.two_minutes(pack, reader.language))


async def pack_of(
    c: AsyncConnection,
    digest: Digest,
    shared: MeetingDigest,
    covered: Sequence[OfGroup],
    reader: Reader,
    *,
    is_coordinating: bool,
) -> Pack | None:
    """None for a digest made by an earlier version of the program."""
    ground = packs.Ground(
        await step_contexts.town(c, digest.municipality),
        tuple(step for one in covered for step in one.steps),
        tuple(answer for one in covered for answer in one.answers),
        await dilemmas.of_meeting(c, digest, reader.reading, covered),
    )
    of_reader = packs.PackReader(
        reader.reading,
        reader.language,
        is_coordinating=is_coordinating,
        marks_for=reader.marks_for,
        left=reader.left,
    )
    return await packs.pack_for(c, digest, shared, ground, of_reader)


async def reader_of(
    c: AsyncConnection,
    digest: Digest,
    person: Person,
    *,
    finder: ThemeFinder,
    marks_for: UUID | None = None,
    now: datetime,
) -> Reader:
    """The person as the digest's reader, in the person's language, else that of the group's unit."""
    town = await step_contexts.town(c, person.municipality)
    # The reader's own «bare meg» would look as if shared.
    reading = replace(await audiences.reading(c, town, person.id, now=now), author=None)
    session = await session_of(c, digest)
    group = session.group if session else digest.meeting_group or ""
    unit = town.units[town.groups[group].unit] if group in town.groups else town.units[town.id]
    left = await commitments.of_groups_left(c, town, person.id, now=now) if session is None else None
    return Reader(reading, step_contexts.language_of(person, unit), finder, marks_for, left=left)


async def session_of(c: AsyncConnection, digest: Digest) -> Session | None:
    """The session of the digest; None for a meeting's digest."""
    if digest.session is None:
        return None
    return await one_session(c, digest.municipality, digest.session)


async def session_digest(c: AsyncConnection, digest: Digest, reader: Reader) -> SessionDigest:
    session = await session_of(c, digest)
    group = await one_group(c, digest.municipality, session.group) if session else None
    if session is None or group is None:
        raise LookupError(f"digest without a session: {digest.id}")
    steps = await steps_of(c, digest.municipality, session.id)
    shared = await readable(c, reader.reading, [session.id])
    said = heard(steps, shared, reader.language, reader=reader.marks_for)
    gone = await gone_of(c, reader.reading, [OfGroup(session.group, (digest,), steps, shared)])
    theirs = await _theirs(c, digest, reader, session.group, answers=len(shared), gone=gone)
    [as_asked] = digesting.sections_of_each([said], reader.language, finder=reader.finder, theirs=theirs)
    by_hand = () if reader.as_found else await headings.of_session(c, digest.municipality, session.id)
    sections = headed(as_asked, steps, by_hand, reader.language)
    earlier = await _earlier(c, digest, [session.group], steps, reader, before=session.opens_at)
    changes = [
        change
        for one in said
        for change in changed(one.voices, earlier.get(one.asked, ()), reader.finder, theirs.of(key_of(one.asked)))
    ]
    needs = await needs_said(c, reader.reading, {session.id: ""}, reader.language, marks_for=reader.marks_for)
    return SessionDigest(
        group=group.name,
        opened_at=local(session.opens_at),
        turnout=turnout_of(digest.answered, digest.invited, missed=digest.missed),
        prompts=sections,
        findings=digesting.findings_of(
            by_step(steps, shared),
            sections,
            reader.language,
            themed=Themed(changes=tuple(dict.fromkeys(changes))),
            needs=needs,
            when_differing=load().ladders[_WHEN_DIFFERING].questions[0],
        ),
        ref=reader.ref(digest),
        is_draft=digest.is_draft,
    )


async def _theirs(
    c: AsyncConnection, digest: Digest, reader: Reader, group: str, *, answers: int, gone: Mapping[str, int]
) -> OfDigest:
    if reader.as_found:
        return replace(NOTHING_DONE, gone=gone)
    return await tidying.theirs_of(c, digest, group, answers=answers, gone=gone)


async def _earlier(
    c: AsyncConnection,
    digest: Digest,
    groups: Sequence[str],
    steps: Sequence[Step],
    reader: Reader,
    *,
    before: datetime | None,
) -> Mapping[Question, list[Voice]]:
    """What the groups answered to the same questions last time, by question."""
    prompts = sorted({step.shown.prompt_id for step in steps})
    if before is None or not prompts:
        return {}
    last = await asked_before(c, digest.municipality, digest.series, groups, prompts, before=before)
    shared = await readable(c, reader.reading, [step.session for step in last]) if last else ()
    found: dict[Question, list[Voice]] = {}
    for one in heard(last, shared, reader.language):
        found.setdefault(one.asked, []).extend(one.voices)
    return found


async def meeting_digest(
    c: AsyncConnection, digest: Digest, covered: Sequence[OfGroup], reader: Reader
) -> MeetingDigest:
    if digest.meeting_at is None:
        raise LookupError(f"digest of nothing: {digest.id}")
    town = await step_contexts.town(c, digest.municipality)
    groups = _groups(covered, await from_beyond(c, digest, town, reader), town, reader)
    found = _group_sections(groups, reader)
    steps = [step for one in covered for step in one.steps]
    earlier = await _earlier(c, digest, [one.group for one in covered], steps, reader, before=digest.since)
    placed = _placed(groups, reader)
    heard_from = sum(len(one.voices) for one in placed)
    gone = await gone_of(c, reader.reading, covered)
    theirs = await _theirs(c, digest, reader, digest.meeting_group or "", answers=heard_from, gone=gone)
    together = themed(placed, earlier, await _compared(c, town), reader.language, reader.finder, theirs=theirs)
    asked = [pair for one in covered for pair in by_step(one.steps, one.answers)]
    sessions = {each.session or "": town.groups[one.group].name for one in covered for each in one.digests}
    needs = await needs_said(c, reader.reading, sessions, reader.language, marks_for=reader.marks_for)
    return MeetingDigest(
        meeting=town.groups[digest.meeting_group or ""].name,
        meeting_at=local(digest.meeting_at),
        groups=found,
        common=together.sections,
        findings=digesting.findings_of(
            asked,
            [section for group in found for section in group.prompts],
            reader.language,
            themed=together,
            needs=needs,
            when_differing=load().ladders[_WHEN_DIFFERING].questions[0],
        ),
        ref=reader.ref(digest),
        is_draft=digest.is_draft,
        called_off=digest.called_off,
    )


@dataclass(frozen=True)
class _Group:
    """A group with the questions that it answered; `turnout` as in GroupSection."""

    name: str
    turnout: Turnout | None
    said: list[Heard]


def _groups(
    covered: Sequence[OfGroup], released: Sequence[Release], town: circles.Municipality, reader: Reader
) -> list[_Group]:
    """The groups that have answers for the reader, other municipalities' last."""
    own = [_Group(town.groups[one.group].name, _counted(one), _heard_in(one, reader)) for one in covered if one.answers]
    groups: dict[str, list[Release]] = {}
    for answer in released:
        groups.setdefault(answer.group_name, []).append(answer)
    others = [_Group(name, None, heard_from_beyond(its, reader.language)) for name, its in groups.items()]
    return own + others


def _heard_in(one: OfGroup, reader: Reader) -> list[Heard]:
    return heard(one.steps, one.answers, reader.language, reader=reader.marks_for)


def _counted(one: OfGroup) -> Turnout:
    return turnout_over([turnout_of(each.answered, each.invited, missed=each.missed) for each in one.digests])


def _group_sections(groups: Sequence[_Group], reader: Reader) -> tuple[GroupSection, ...]:
    """The themes are told over all groups together."""
    sections = digesting.sections_of_each(
        [group.said for group in groups], reader.language, finder=Arranging(reader.finder)
    )
    return tuple(GroupSection(group.name, group.turnout, its) for group, its in zip(groups, sections, strict=True))


async def questions_of(c: AsyncConnection, digest: Digest, reader: Reader) -> list[Heard]:
    """The questions as the digest's themes are found in them, without other municipalities' answers."""
    covered = await covered_by(c, digest, reader.reading)
    if digest.session is not None:
        return once([one for each in covered for one in _heard_in(each, reader)], reader.language)
    town = await step_contexts.town(c, digest.municipality)
    return once(_placed(_groups(covered, (), town, reader), reader), reader.language)


def _placed(groups: Sequence[_Group], reader: Reader) -> list[Heard]:
    return [_in_group(one, group.name, reader.language) for group in groups for one in group.said]


def _in_group(one: Heard, group: str, language: Language) -> Heard:
    """With the group and the day under each quote, where answers of several groups stand together."""
    where = ", ".join((group, *(day(asked_on, language) for asked_on in one.asked_on)))
    placed = (replace(voice, quote=replace(voice.quote, where=where)) for voice in one.voices)
    return replace(one, voices=tuple(placed))


async def _compared(c: AsyncConnection, town: circles.Municipality) -> Mapping[str, str]:
    """The names of the schools that have said yes to being compared, by their groups' ids; none for a single school."""
    said_yes = (await settings_of(c, town.id)).compared
    found = {group.id: town.units[group.unit].name for group in town.groups.values() if group.unit in said_yes}
    return found if len(set(found.values())) > 1 else {}


async def from_beyond(
    c: AsyncConnection, digest: Digest, town: circles.Municipality, reader: Reader
) -> Sequence[Release]:
    """Other municipalities' releases, for members of the network's own groups, ahead of a meeting of such a group."""
    network = town.network
    if digest.meeting_group is None or network is None or town.groups[digest.meeting_group].unit != network.id:
        return ()
    its = await audiences.beyond(c, town, reader.reading)
    return await releases.released(c, its, since=digest.since, until=digest.made_at) if its is not None else ()

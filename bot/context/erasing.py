"""Erasure of a person's data: answers everywhere, held messages, notes, own log, and a name no longer on the roster."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import (
    answers,
    audiences,
    bank_indexing,
    card_updates,
    digest_cards,
    draft_cards,
    own_data,
    promise_cards,
    recalls,
    steps,
    support,
)
from bot.context.answerers import Answerer
from bot.context.identities import identity_of
from bot.context.own_answers import is_given_back
from bot.context.proposals import want_cards
from bot.context.update_slots import end_of_slot
from dialogs.answering import reflecting
from dialogs.model import Account, Actor, Person, Reflection, Signature, StepRef
from storage import (
    calendar_feeds,
    checkpoints,
    commitments,
    decisions,
    erasing,
    headings,
    notes,
    own_log,
    people_files,
    practices,
    proposals,
    records,
    reflections,
    support_needs,
    tidied,
    undecided_messages,
    web_sessions,
)
from storage.memberships import memberships_of
from storage.own_data import accounts_of
from storage.sessions import one_session


@dataclass(frozen=True)
class Erasable:
    """Numbers of erasable things of a person: answers, answers in digests, held messages, acts of the own log, notes.

    `wordless` are questions skipped, only begun, or with an answer taken back.
    `reasons` are of answers to checkpoints, which stay without the person.
    """

    answers: int = 0
    wordless: int = 0
    given_back: int = 0
    waiting: int = 0
    logged: int = 0
    notes: int = 0
    proposals: int = 0
    practices: int = 0
    tries: int = 0
    headings: int = 0
    theme_names: int = 0
    reasons: int = 0
    has_name: bool = False
    has_calendar: bool = False
    is_on_roster: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing of a person is left to erase, apart from a name that stays."""
        is_name_to_go = self.has_name and not self.is_on_roster
        written = self.notes or self.proposals or self.practices or self.tries or self.headings or self.theme_names
        written = written or self.reasons
        held = self.answers or self.waiting or self.wordless or self.logged or self.has_calendar or written
        return not (held or is_name_to_go)


@dataclass(frozen=True)
class Gone:
    """The numbers of answers erased, and of answers that stay without a name."""

    answers: int = 0
    nameless: int = 0


async def erasable(c: AsyncConnection, person: Person, *, now: datetime) -> Erasable:
    known = await reflections.all_of(c, person.municipality, person.id)
    given_back = [one for one in known if await is_given_back(c, one)]
    written = [one for one in known if one.parts]
    waiting = [one for its in await _accounts(c, person) for one in await undecided_messages.of_account(c, its)]
    logged = await own_log.of_person(c, person.municipality, person.id)
    is_on_roster = await _is_on_roster(c, person, now=now)
    return Erasable(
        answers=len(written),
        wordless=len(known) - len(written),
        given_back=len(given_back),
        waiting=len(waiting),
        logged=len(logged),
        notes=len(await notes.of_person(c, person.municipality, person.id)),
        proposals=len(await proposals.of_person(c, person.municipality, person.id)),
        practices=len(await practices.of_author(c, person.municipality, person.id)),
        tries=len(await commitments.of_author(c, person.municipality, person.id))
        + len(await support_needs.of_person(c, person.municipality, person.id)),
        headings=len(await headings.of_person(c, person.municipality, person.id)),
        theme_names=len(await tidied.named_by(c, person.municipality, person.id)),
        reasons=len(await checkpoints.of_author(c, person.municipality, person.id)),
        has_name=bool(person.name),
        has_calendar=await calendar_feeds.made_at(c, person.municipality, person.id) is not None,
        is_on_roster=is_on_roster,
    )


async def erase_person(c: AsyncConnection, person: Person, *, keeps: bool, now: datetime) -> Gone:
    """`keeps`: words in summaries that have been made stay, without a name, and can never be taken back.

    Everything goes in the caller's transaction, or nothing.
    """
    answerers = await _locked(c, person, now=now)
    stay = {one.id for one in answerers if keeps and await is_given_back(c, one.known)}
    for one in answerers:
        await _erase_answer(c, one, stays=one.id in stay, now=now)
    await _erase_beside_answers(c, person, now=now)
    if not await _is_on_roster(c, person, now=now):
        await erasing.forget_name(c, person.municipality, person.id)
    written = [one for one in answerers if one.known.parts]
    return Gone(len(written) - len(stay), len(stay))


@dataclass(frozen=True)
class _Answered:
    """The person at the step of an answer, which may be taken back at any time."""

    answerer: Answerer
    known: Reflection

    @property
    def id(self) -> UUID:
        return self.known.id


async def _locked(c: AsyncConnection, person: Person, *, now: datetime) -> list[_Answered]:
    """The answers after locking each step; steps are locked in order, so that two erasures never deadlock."""
    actor = Actor.known_as(await identity_of(c, person.municipality, person.id, now=now))
    places = {(one.session, one.position) for one in await reflections.all_of(c, person.municipality, person.id)}
    contexts = {
        place: await steps.load(c, StepRef(person.municipality, *place), alone=True) for place in sorted(places)
    }
    found = []
    for known in await reflections.all_of(c, person.municipality, person.id):
        context = contexts.get((known.session, known.position))
        if context is not None:
            choices = await audiences.rungs(c, context, now=now)
            language = steps.language_of(person, context.unit)
            answerer = Answerer(actor, context, person, language, known, choices, asked=False)
            found.append(_Answered(answerer, known))
    return found


async def _erase_answer(c: AsyncConnection, one: _Answered, *, stays: bool, now: datetime) -> None:
    answerer, known = one.answerer, one.known
    if stays:
        if known.signature is not Signature.NONE:
            await answers.change(c, answerer, reflecting.unsigned(known), pressed=True, now=now)
        await promise_cards.want_cards_of_entry(c, known.municipality, known.id, now=now)
        await erasing.make_nameless(c, known)
    else:
        if known.parts:
            await answers.take_back(c, answerer, reflecting.withdrawn(known), now=now)
        await erasing.erase_answer(c, known)
    # The person's own cards quote the answer, or tell of an answer.
    step, due_at = answerer.context.step, end_of_slot(known.municipality, now=now)
    await card_updates.want_cards_of(c, step, known.author, changed=True, due_at=due_at, now=now)


async def _erase_beside_answers(c: AsyncConnection, person: Person, *, now: datetime) -> None:
    for account in await _accounts(c, person):
        await undecided_messages.remove_all(c, account)
    await recalls.drop_replies(c, person.municipality, person.id, now=now)
    await web_sessions.end_of_accounts(c, await _accounts(c, person))
    await calendar_feeds.remove(c, person.municipality, person.id)
    await people_files.forget_of(c, person.municipality)  # lists with everybody's names, to be undone
    await own_log.erase(c, person.municipality, person.id)
    await notes.erase(c, person.municipality, person.id)
    proposed = await proposals.of_person(c, person.municipality, person.id)
    await proposals.erase(c, person.municipality, person.id)
    for one in proposed:
        await want_cards(c, one, now=now)
    await _erase_practices(c, person, now=now)
    await _erase_promises(c, person, now=now)
    await _erase_headings(c, person, now=now)
    await _erase_theme_names(c, person, now=now)
    await records.erase_from_records(c, person.municipality, person.id)


async def _erase_headings(c: AsyncConnection, person: Person, *, now: datetime) -> None:
    """The questions stand alone again, on the digests' cards and on those of drafts."""
    written = await headings.of_person(c, person.municipality, person.id)
    await headings.erase(c, person.municipality, person.id)
    for session_id in dict.fromkeys(session_id for session_id, _ in written):
        session = await one_session(c, person.municipality, session_id)
        if session is not None:
            await recalls.want_digest_of(c, session, now=now)
            await draft_cards.approvals_follow(c, session, now=now)


async def _erase_practices(c: AsyncConnection, person: Person, *, now: datetime) -> None:
    """Also where words of answers stay: nobody else has made a practice their own, as a meeting does a summary."""
    found = await practices.of_author(c, person.municipality, person.id)
    for one in found:
        await promise_cards.want_cards_of_entry(c, one.municipality, one.id, now=now)
    await bank_indexing.remove_practices(c, person.municipality, [one.id for one in found])
    await practices.erase(c, person.municipality, person.id)


async def _erase_promises(c: AsyncConnection, person: Person, *, now: datetime) -> None:
    """Erase what the person has promised, told, needed and answered, and update all cards that show any of these."""
    place = person.municipality
    wrote = await commitments.of_author(c, place, person.id)
    told = await commitments.told_of_by(c, place, person.id)
    needs = await support_needs.of_person(c, place, person.id)
    answered = await support_needs.answered_by(c, place, person.id)
    await commitments.erase(c, place, person.id)
    await decisions.erase(c, place, person.id)
    await checkpoints.erase(c, place, person.id)
    await support_needs.erase(c, place, person.id)
    for one in wrote:
        await promise_cards.words_differ(c, one, now=now)
    for one in told:
        await promise_cards.want_cards(c, one, now=now)
    for need in (*needs, *answered):
        await support.want_all_cards(c, need, now=now)


async def _erase_theme_names(c: AsyncConnection, person: Person, *, now: datetime) -> None:
    """The names that the person gave themes leave every summary; the themes are called as suggested."""
    named = await tidied.digests_named_by(c, person.municipality, person.id)
    await tidied.erase(c, person.municipality, person.id)
    for digest in named:
        await digest_cards.want_cards(c, person.municipality, digest, now=now)


async def _accounts(c: AsyncConnection, person: Person) -> tuple[Account, ...]:
    return await accounts_of(c, person.municipality, person.id)


async def _is_on_roster(c: AsyncConnection, person: Person, *, now: datetime) -> bool:
    return own_data.is_on_roster(await memberships_of(c, person.municipality, person.id), now=now)


def together(each: Iterable[Gone]) -> Gone:
    total = Gone()
    for one in each:
        total = replace(total, answers=total.answers + one.answers, nameless=total.nameless + one.nameless)
    return total

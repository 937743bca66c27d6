"""All data held about an account and the persons behind the account, for that account alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import notes, steps
from bot.context.identities import persons_of
from bot.context.own_answers import answers_of
from bot.context.retention import rules_of
from content.vocabulary.knowing import (
    OwnChat,
    OwnData,
    OwnHeading,
    OwnMembership,
    OwnMessages,
    OwnNeed,
    OwnNote,
    OwnPost,
    OwnPractice,
    OwnProposal,
    OwnRecorded,
    OwnThemeName,
    OwnTry,
    OwnWaiting,
    WhatIKnow,
)
from dialogs.calendar.instants import local
from dialogs.model import (
    CHECKPOINT_KEPT,
    Account,
    Actor,
    CheckpointAnswer,
    Commitment,
    Decision,
    DeliveryKind,
    EntryTry,
    KeptKind,
    Language,
    Membership,
    Person,
    Rung,
    SupportNeed,
)
from dialogs.permissions import HeldOfAccount, Verb, may
from dialogs.retention import RetentionRules, ends_at, kept_until
from dialogs.sharing.circles import Municipality
from storage import (
    checkpoints,
    commitments,
    contacts,
    decisions,
    headings,
    overlays,
    own_data,
    practices,
    proposals,
    records,
    series,
    support_needs,
    tidied,
    tries,
    undecided_messages,
)
from storage import notes as stored_notes
from storage.memberships import memberships_of
from storage.municipality_settings import settings_of
from storage.sessions import one_session


async def held_of(c: AsyncConnection, actor: Actor, language: Language, *, now: datetime) -> WhatIKnow:
    """Of every municipality behind the actor's account, and of the account itself; nothing for anybody else."""
    account = actor.account
    if account is None or not may(actor, Verb.SEE_OWN_DATA, HeldOfAccount(account)):
        return WhatIKnow((), None)
    about = tuple([await _of_person(c, person, language, now=now) for person in await persons_of(c, actor)])
    waiting = await undecided_messages.of_account(c, account)
    messages = tuple(OwnWaiting(local(one.said_at), one.text) for one in waiting)
    return WhatIKnow(about, await _chat(c, account), messages)


async def _chat(c: AsyncConnection, account: Account) -> OwnChat | None:
    contact = await contacts.contact(c, account)
    if contact is None:
        return None
    return OwnChat(
        contact.name,
        contact.locale,
        contact.reachable,
        local(contact.installed_at) if contact.installed_at else None,
        await own_data.channels_linked_by(c, account.tenant, contact.place.user),
    )


async def _of_person(c: AsyncConnection, person: Person, language: Language, *, now: datetime) -> OwnData:
    known = await own_data.known_of(c, person.municipality, person.id)
    town = await steps.town(c, person.municipality)
    memberships = await memberships_of(c, person.municipality, person.id)
    rules = await rules_of(c, person.municipality)
    answers = await answers_of(c, person, language, rules=rules, now=now)
    return OwnData(
        municipality=known.municipality,
        name=person.name,
        user_name=person.upn,
        language=person.reads.value if person.reads else "",
        chosen=person.own_language is not None,
        accounts=len(known.accounts),
        notice_at=local(known.notice_at) if known.notice_at else None,
        is_on_roster=is_on_roster(memberships, now=now),
        rule="hold" if rules.holds(now) else "rule" if rules.retention else "",
        reminders=person.reminders,
        paused_until=local(person.paused_until) if person.paused_until else None,
        memberships=tuple(_membership(one, town) for one in memberships),
        posts=await _posts(c, person),
        named_as=await _named_as(c, person),
        recorded=await _recorded(c, person),
        messages=_messages(known, rules, now=now),
        answered=len(answers),
        answers=answers,
        notes=await _notes(c, person, rules, now=now),
        proposals=await _proposals(c, person, rules, now=now),
        practices=await _practices(c, person, rules, now=now),
        theme_names=tuple(map(OwnThemeName, await tidied.named_by(c, person.municipality, person.id))),
        tries=await _tries(c, person, rules, now=now),
        needs=await _needs(c, person, rules, now=now),
        headings=await _headings(c, person, town),
    )


async def _notes(c: AsyncConnection, person: Person, rules: RetentionRules, *, now: datetime) -> tuple[OwnNote, ...]:
    found = await stored_notes.of_person(c, person.municipality, person.id)
    is_held = rules.holds(now)
    return tuple(OwnNote(local(one.noted_at), one.text, None if is_held else notes.kept_until(one)) for one in found)


async def _proposals(
    c: AsyncConnection, person: Person, rules: RetentionRules, *, now: datetime
) -> tuple[OwnProposal, ...]:
    found = await proposals.of_person(c, person.municipality, person.id)
    return tuple(
        OwnProposal(
            local(one.proposed_at),
            one.text,
            one.state.value,
            one.signed,
            ends_at(rules, one.goes_at or one.proposed_at, now=now),
        )
        for one in found
    )


async def _practices(
    c: AsyncConnection, person: Person, rules: RetentionRules, *, now: datetime
) -> tuple[OwnPractice, ...]:
    found = await practices.of_author(c, person.municipality, person.id)
    return tuple(
        OwnPractice(
            local(one.put_at),
            one.words.title,
            one.words.did,
            one.words.saw,
            one.words.needs,
            one.circle.rung.name.lower(),
            one.credit.value,
            kept_until(rules, KeptKind.ANSWERS, one.changed_at, now=now),
        )
        for one in found
    )


async def _tries(c: AsyncConnection, person: Person, rules: RetentionRules, *, now: datetime) -> tuple[OwnTry, ...]:
    """What the person has written, and what the person has told of a group's or the municipality's."""
    wrote = await commitments.of_author(c, person.municipality, person.id)
    told = await commitments.told_of_by(c, person.municipality, person.id)
    noted = [one for one in await decisions.of_author(c, person.municipality, person.id) if one.text]
    answered = [one for one in await checkpoints.of_author(c, person.municipality, person.id) if one.because]
    known = [(one, await _tried(c, one)) for one in dict.fromkeys((*wrote, *told))]
    return (
        *(_try(one, tried, person, _ends(rules, one, now=now)) for one, tried in known),
        *(_noted(one, _ends(rules, one, now=now)) for one in noted),
        *(_reasoned(one, ends_at(rules, one.at + CHECKPOINT_KEPT, now=now)) for one in answered),
    )


async def _tried(c: AsyncConnection, one: Commitment) -> EntryTry | None:
    """The entry of the sharing bank that a group tries by it, None for any other commitment."""
    return await tries.of_commitment(c, one.municipality, one.id) if one.entry is not None else None


def _ends(rules: RetentionRules, one: Commitment | Decision, *, now: datetime) -> datetime | None:
    return ends_at(rules, one.goes_at or one.made_at, now=now)


def _noted(one: Decision, until: datetime | None) -> OwnTry:
    """What a meeting decided, in the person's words."""
    return OwnTry(local(one.made_at), "meeting", one.text, "", "", "", "", "meeting", until)


def _reasoned(one: CheckpointAnswer, until: datetime | None) -> OwnTry:
    """Why a checkpoint of a series is answered or waived, in the person's words."""
    return OwnTry(local(one.at), "checkpoint", one.because, "", "", "", "", "checkpoint", until)


def _try(one: Commitment, tried: EntryTry | None, person: Person, until: datetime | None) -> OwnTry:
    is_mine, found = one.author == person.id, one.found
    said = found if found is not None and found.person == person.id else None
    return OwnTry(
        local(one.made_at),
        one.promiser.value,
        one.text if is_mine else "",
        one.sign if is_mine else "",
        found.outcome.value if found else "",
        said.because if said else "",
        said.learnt if said else "",
        one.circle.rung.name.lower(),
        until,
        from_bank=tried is not None,
        told_on=said is not None and tried is not None and tried.readers.rung > Rung.ONLY_ME,
    )


async def _headings(c: AsyncConnection, person: Person, town: Municipality) -> tuple[OwnHeading, ...]:
    found = []
    for session_id, one in await headings.of_person(c, person.municipality, person.id):
        session = await one_session(c, person.municipality, session_id)
        if session is not None:
            found.append(OwnHeading(town.groups[session.group].name, local(session.opens_at), one.text))
    return tuple(found)


async def _needs(c: AsyncConnection, person: Person, rules: RetentionRules, *, now: datetime) -> tuple[OwnNeed, ...]:
    told = await support_needs.of_person(c, person.municipality, person.id)
    given = await support_needs.answered_by(c, person.municipality, person.id)
    shown = [*((one, one.text, one.told_at) for one in told), *((one, "", one.answered_at) for one in given)]
    return tuple(_need(one, text, at, ends_at(rules, one.goes_at or one.told_at, now=now)) for one, text, at in shown)


def _need(one: SupportNeed, text: str, at: datetime | None, until: datetime | None) -> OwnNeed:
    rung = one.circle.rung.name.lower()
    return OwnNeed(local(at or one.told_at), text, one.answer, one.state.value, one.signed, rung, until)


def is_on_roster(memberships: Iterable[Membership], *, now: datetime) -> bool:
    """Whether the municipality's list has the person in a group, now or later; an import brings such a person back."""
    return any(one.ended is None or one.ended > now for one in memberships)


def _membership(one: Membership, town: Municipality) -> OwnMembership:
    until = local(one.ended) if one.ended else None
    return OwnMembership(town.groups[one.group].name, one.role.value, local(one.since), until)


async def _posts(c: AsyncConnection, person: Person) -> tuple[OwnPost, ...]:
    found = []
    for its_id in await series.all_series(c, person.municipality):
        one = await series.one_series(c, person.municipality, its_id)
        if one is not None and one.led_by == person.id:
            found.append(OwnPost(its_id, "leads"))
        if one is not None and person.id in one.digest_readers:
            found.append(OwnPost(its_id, "reads"))
        if one is not None and str(person.id) in {phase.responsible for phase in one.phases}:
            found.append(OwnPost(its_id, "answers_for"))
    return tuple(found)


async def _named_as(c: AsyncConnection, person: Person) -> tuple[str, ...]:
    """The municipality's own texts with the person's name in them, word for word."""
    if not person.name:
        return ()
    settings = await settings_of(c, person.municipality)
    by = [one.by for one in await overlays.versions(c, person.municipality)]
    texts = {
        "responsible": [settings.responsible],
        "officer": [settings.data_protection_officer],
        "overlay": by,
    }
    named = person.name.casefold()
    return tuple(kind for kind, written in texts.items() if any(named in one.casefold() for one in written))


async def _recorded(c: AsyncConnection, person: Person) -> tuple[OwnRecorded, ...]:
    found = await records.records_by(c, person.municipality, person.id)
    return tuple(OwnRecorded(local(one.at), one.act.value) for one in found)


def _messages(known: own_data.Known, rules: RetentionRules, *, now: datetime) -> OwnMessages:
    number, last = known.messages, known.last_message_at
    shown = OwnMessages(
        questions=number[DeliveryKind.PROMPT],
        reminders=number[DeliveryKind.REMINDER],
        summaries=number[DeliveryKind.DIGEST],
        notices=number[DeliveryKind.NOTICE],
        kept_until=kept_until(rules, KeptKind.DELIVERIES, last, now=now) if last else None,
    )
    others = number.total() - shown.questions - shown.reminders - shown.summaries - shown.notices
    return replace(shown, others=others)


def without_answers(known: WhatIKnow, start: int = 0) -> WhatIKnow:
    """The card's page number `start`, from 0; answers have cards of their own."""
    return WhatIKnow(tuple(replace(one, answers=()) for one in known.about), known.chat, known.waiting, start)

"""Every delivery is made here, with an id that makes a second write of the same delivery harmless.

An id is derived from content and recipient. The derivation never changes: installations hold ids derived before.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from dialogs.calendar.instants import local
from dialogs.model import (
    PROGRAMS,
    Commitment,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    EntryTry,
    Happening,
    MeetingPlan,
    OfAnswer,
    OfApproval,
    OfAskedChanged,
    OfCommitment,
    OfDecisions,
    OfDeletion,
    OfDigest,
    OfEntryTries,
    OfLockout,
    OfLookBack,
    OfMeetingChanged,
    OfNeed,
    OfNewerReceipt,
    OfNoAnswer,
    OfPrompt,
    OfProposal,
    OfReminder,
    OfUnreached,
    OfUnsent,
    OfVacancies,
    OfWaiting,
    OfWebhook,
    Person,
    Place,
    Proposal,
    Session,
    Step,
    Subject,
    SupportNeed,
    Webhook,
)

_IDS = UUID("6f6a1c0e-6a53-5a0c-9b5e-5d0f6f1c7a11")
_LONGEST_MESSAGE_ID = 80  # as much as `deliveries.about` holds
_SETTLED = timedelta(minutes=1)
"""The time after which prompts on the wire at a question's closing are settled."""


@lru_cache(10_000, typed=True)  # cards are brought up to date over and over
def _id(*parts: Hashable) -> UUID:
    return uuid5(_IDS, "\n".join(str(part) for part in parts))


# A step's prompt, and its card.


def prompt_to(step: Step, person: UUID, *, due_at: datetime) -> Delivery:
    return _prompt(step, person, due_at=due_at, person=person)


def prompt_in(step: Step, group: str, *, due_at: datetime) -> Delivery:
    """To the group's channel."""
    return _prompt(step, f"in {group}", due_at=due_at, group=group)


def _prompt(
    step: Step, to: Hashable, *, due_at: datetime, person: UUID | None = None, group: str | None = None
) -> Delivery:
    return Delivery(
        municipality=step.municipality,
        id=_id("prompt", step.municipality, step.session, step.position, to),
        kind=DeliveryKind.PROMPT,
        state=DeliveryState.DUE,
        due_at=due_at,
        session=step.session,
        position=step.position,
        person=person,
        group=group,
    )


def reminder_of(prompt: Delivery, *, now: datetime) -> Delivery:
    """At most one a day."""
    day = local(now).date()
    reminder = _of_prompt(prompt, DeliveryKind.REMINDER, _id("reminder", prompt.id, day.isoformat()), due_at=now)
    return replace(reminder, about=OfReminder(prompt.id, day))


def card_update(prompt: Delivery, *, due_at: datetime) -> Delivery:
    """An update of the prompt's card; several waiting updates are one delivery."""
    return _of_prompt(prompt, DeliveryKind.CARD, _id("card", prompt.id), due_at=due_at)


def readers_update(prompt: Delivery, *, now: datetime) -> Delivery:
    """An update of a channel's number of readers; apart from the updates that follow answers, which may wait."""
    update = _of_prompt(prompt, DeliveryKind.CARD, _id("readers", prompt.id), due_at=now)
    return replace(update, conversation=prompt.conversation)


def duplicate_removal(prompt: Delivery, *, now: datetime) -> Delivery:
    """The removal of the prompt's message: the reader has pressed on a second message of the same prompt."""
    removal = _of_prompt(prompt, DeliveryKind.DUPLICATE_REMOVAL, _id("twin", prompt.id, prompt.activity), due_at=now)
    return replace(removal, conversation=prompt.conversation, thread=prompt.thread, activity=prompt.activity)


def _of_prompt(prompt: Delivery, kind: DeliveryKind, its_id: UUID, *, due_at: datetime) -> Delivery:
    return Delivery(
        municipality=prompt.municipality,
        id=its_id,
        kind=kind,
        state=DeliveryState.DUE,
        due_at=due_at,
        session=prompt.session,
        position=prompt.position,
        person=prompt.person,
        group=prompt.group,
        about=OfPrompt(prompt.id),
    )


# Receipts and replies.


def receipt(
    step: Step, person: Person, about: Happening, *, group: str | None, message: str, now: datetime
) -> Delivery:
    """In the group's thread where `group` is named, else in the person's own chat.

    The pressed card (the bot's question, or an older receipt) becomes the receipt; a message gets a new receipt.
    """
    pressed = about.pressed
    # An edit can move a message from one question to another, and then each has had a receipt of the message.
    of_step = (step.municipality, step.session, str(step.position))
    of_card = (message or about.activity, *([pressed] if pressed else []))
    named = (about.place.tenant, about.place.conversation, *of_step, *of_card)
    return Delivery(
        municipality=step.municipality,
        id=_id("receipt", *named),
        kind=DeliveryKind.RECEIPT,
        state=DeliveryState.DUE,
        due_at=now,
        session=step.session,
        position=step.position,
        person=person.id,
        group=group,
        about=OfAnswer(message if len(message) <= _LONGEST_MESSAGE_ID else ""),
        conversation=about.place.conversation if pressed or group else "",
        thread=about.place.thread if group else "",
        activity=pressed,
    )


def of_no_answer(receipt: Delivery) -> Delivery:
    """The receipt, saying from now on that nothing of the message is kept."""
    return replace(receipt, about=OfNoAnswer())


def of_no_message(receipt: Delivery) -> Delivery:
    """The receipt, telling from now on of the answer and of no message in particular."""
    return replace(receipt, about=OfAnswer())


def superseded(receipt: Delivery, *, due_at: datetime) -> Delivery:
    """The removal of a receipt: a newer receipt tells of the answer."""
    return replace(receipt, about=OfNewerReceipt(), due_at=due_at)


def reply(
    municipality: str,
    about: Happening,
    place: Place,
    *,
    person: UUID | None,
    number: int,
    packed: Mapping[str, Any],
    due_at: datetime,
) -> Delivery:
    """A message that did not go out within the turn of `about`; `number` counts the turn's messages from 0.

    `person` caused the turn, and may take back the words that the message quotes; None for a stranger in a channel.
    """
    named = (place.tenant, place.conversation, about.kind, about.activity, about.at.isoformat(), number)
    return Delivery(
        municipality=municipality,
        id=_id("reply", *named),
        kind=DeliveryKind.REPLY,
        state=DeliveryState.DUE,
        due_at=due_at,
        person=person,
        tenant=place.tenant,
        reply=packed,
    )


def words_taken_off(
    municipality: str, place: Place, activity: str, *, packed: Mapping[str, Any], due_at: datetime
) -> Delivery:
    """The update of a message that gives words back, to the `packed` message without them."""
    return Delivery(
        municipality=municipality,
        id=words_taken_off_id(place, activity),
        kind=DeliveryKind.REPLY,
        state=DeliveryState.DUE,
        due_at=due_at,
        tenant=place.tenant,
        conversation=place.conversation,
        thread=place.thread,
        activity=activity,
        reply=packed,
    )


def words_taken_off_id(place: Place, activity: str) -> UUID:
    return _id("words taken off", place.tenant, place.conversation, activity)


# Digests.


def session_digest_id(session: Session) -> UUID:
    return _id("digest", session.municipality, session.id)


def meeting_digest_id(municipality: str, series: str, meeting: MeetingPlan) -> UUID:
    return _id("meeting", municipality, series, meeting.group, meeting.at.isoformat())


def digest_to(digest: Digest, person: UUID, *, due_at: datetime) -> Delivery:
    return _digest(digest, _id("digest", digest.id, person), due_at=due_at, person=person)


def digest_in(digest: Digest, group: str, *, due_at: datetime) -> Delivery:
    """To the group's channel."""
    return _digest(digest, _id("digest", digest.id, "channel", group), due_at=due_at, group=group)


def digest_opened(digest: Digest, person: UUID, about: Happening, *, now: datetime) -> Delivery:
    """The pressed card becomes the digest, and is brought up to date like other digests from then on."""
    its_id = _id("digest opened", about.place.tenant, about.place.conversation, about.pressed)
    opened = _digest(digest, its_id, due_at=now, person=person)
    return replace(opened, conversation=about.place.conversation, activity=about.pressed)


def _digest(
    digest: Digest, its_id: UUID, *, due_at: datetime, person: UUID | None = None, group: str | None = None
) -> Delivery:
    return Delivery(
        municipality=digest.municipality,
        id=its_id,
        kind=DeliveryKind.DIGEST,
        state=DeliveryState.DUE,
        due_at=due_at,
        session=digest.session,
        person=person,
        group=group,
        about=OfDigest(digest.id),
    )


def webhook(to: Webhook, digest: Digest, *, now: datetime) -> Delivery:
    """To a program: the digest has been given back. Its id is the event's, however often it is sent."""
    return Delivery(
        municipality=to.municipality,
        id=_id("webhook", to.municipality, to.id, digest.id),
        kind=DeliveryKind.WEBHOOK,
        state=DeliveryState.DUE,
        due_at=now,
        session=digest.session,
        about=OfWebhook(to.id, digest.id, now.replace(microsecond=0)),
        tenant=PROGRAMS,
    )


def draft_to(session: Session, person: UUID, *, due_at: datetime) -> Delivery:
    """The draft of the session's digest, to one of its authors."""
    return Delivery(
        municipality=session.municipality,
        id=_id("draft", session.municipality, session.id, person),
        kind=DeliveryKind.DRAFT,
        state=DeliveryState.DUE,
        due_at=due_at,
        session=session.id,
        person=person,
    )


# Notices to coordinators.


def unreached_notice(session: Session, person: UUID, *, share: int, now: datetime) -> Delivery:
    """`share` is the limit, in per cent, that the unreached exceeded; they may be fewer when the notice is sent."""
    its_id = _id("unreached", session.municipality, session.id, person)
    notice = _notice(session.municipality, its_id, person, OfUnreached(share), due_at=now)
    return replace(notice, session=session.id, position=0)


def lockout_notice(municipality: str, person: UUID, tenant: str, *, since: datetime, now: datetime) -> Delivery:
    its_id = _id("not let in", municipality, tenant, since.isoformat(), person)
    return _notice(municipality, its_id, person, OfLockout(tenant, since), due_at=now)


def unsent_notice(municipality: str, person: UUID, *, now: datetime) -> Delivery:
    """A notice of all questions that closed at `now` in the coordinator's groups."""
    its_id = _id("not sent in time", municipality, now.isoformat(), person)
    return _notice(municipality, its_id, person, OfUnsent(now), due_at=now + _SETTLED)


def asked_changed(
    prompt: Delivery, closes_at: datetime | None, *, is_longer: bool = False, due_at: datetime
) -> Delivery:
    """To whoever got the prompt: its step now closes at `closes_at`, or its session is cancelled; once each."""
    told = closes_at.isoformat() if closes_at is not None else "cancelled"
    notice = _of_prompt(prompt, DeliveryKind.NOTICE, _id("asked changed", prompt.id, told), due_at=due_at)
    return replace(notice, about=OfAskedChanged(closes_at, is_longer=is_longer))


def meeting_changed(municipality: str, person: UUID, news: UUID, *, due_at: datetime) -> Delivery:
    its_id = _id("meeting changed", municipality, str(news), person)
    return _notice(municipality, its_id, person, OfMeetingChanged(news), due_at=due_at)


def vacancies_notice(municipality: str, person: UUID, *, now: datetime) -> Delivery:
    """A notice of all vacancies found at `now`."""
    its_id = _id("vacant", municipality, now.isoformat(), person)
    return _notice(municipality, its_id, person, OfVacancies(now), due_at=now)


def waiting_notice(session: Session, person: UUID, *, now: datetime) -> Delivery:
    """A phase waits for checkpoints, of which `session` is the first to wait."""
    its_id = _id("phase waits", session.municipality, session.id, person)
    return replace(_notice(session.municipality, its_id, person, OfWaiting(), due_at=now), session=session.id)


def deletion_notice(municipality: str, person: UUID, due_on: date, *, now: datetime) -> Delivery:
    """A notice of everything that goes on the day `due_on`, as told of at `now`."""
    its_id = _id("deletion", municipality, due_on.isoformat(), now.isoformat(), person)
    return _notice(municipality, its_id, person, OfDeletion(due_on), due_at=now)


def proposal_notice(proposal: Proposal, person: UUID, *, now: datetime) -> Delivery:
    """A notice of a proposed question to a coordinator."""
    its_id = _id("proposal", proposal.municipality, str(proposal.id), person)
    return _notice(proposal.municipality, its_id, person, OfProposal(proposal.id), due_at=now)


def proposal_thanks(proposal: Proposal, *, now: datetime) -> Delivery:
    """To the proposer, once the question has been taken in."""
    its_id = _id("thanks", proposal.municipality, str(proposal.id))
    return _notice(proposal.municipality, its_id, proposal.person, OfProposal(proposal.id, thanks=True), due_at=now)


def need_notice(need: SupportNeed, person: UUID, *, again: bool = False, now: datetime) -> Delivery:
    """A need of support to who answers for the municipality; once more on its day (`again`), and after a reply."""
    its_id = _id("need", need.municipality, str(need.id), need.version, again, person)
    return _notice(need.municipality, its_id, person, OfNeed(need.id, again=again), due_at=now)


# What people wanted to try, and what the municipality answers them.


def look_back(session: Session, person: UUID, *, due_at: datetime) -> Delivery:
    """What the session opens with, for the person."""
    its_id = _id("look back", session.municipality, session.id, person)
    promise = _promise(session.municipality, its_id, person, OfLookBack(), due_at=due_at)
    return replace(promise, session=session.id)


def commitment_on_its_day(commitment: Commitment, person: UUID, *, now: datetime) -> Delivery:
    its_id = _id("on its day", commitment.municipality, str(commitment.id), commitment.look_on.isoformat(), person)
    return _promise(commitment.municipality, its_id, person, OfCommitment(commitment.id), due_at=now)


def commitment_proposed(commitment: Commitment, person: UUID, *, now: datetime) -> Delivery:
    """To one of the people who lead the group's work."""
    its_id = _id("proposed", commitment.municipality, str(commitment.id), person)
    return _promise(commitment.municipality, its_id, person, OfCommitment(commitment.id, proposed=True), due_at=now)


def entry_tries_told(tried: EntryTry, author: UUID, day: date, *, due_at: datetime) -> Delivery:
    """To the entry's author: what happened with the entry on the local day, by whichever groups."""
    its_id = _id("entry tried", tried.municipality, str(tried.entry), day.isoformat(), author)
    return _promise(tried.municipality, its_id, author, OfEntryTries(tried.entry, day), due_at=due_at)


def decisions_asked(digest: Digest, person: UUID, *, due_at: datetime) -> Delivery:
    """What the meeting decided, to whoever leads the meeting, to be written down."""
    its_id = _id("decisions asked", digest.id, person)
    return _notice(digest.municipality, its_id, person, OfDecisions(digest.id), due_at=due_at)


def decisions_to(digest: Digest, person: UUID, *, due_at: datetime) -> Delivery:
    """What the meeting decided, to whoever was there."""
    its_id = _id("decisions", digest.id, person)
    return _promise(digest.municipality, its_id, person, OfDecisions(digest.id), due_at=due_at)


def try_said(municipality: str, person: UUID, about: Happening, subject: Subject, *, now: datetime) -> Delivery:
    """What is said to the person's message, once however often Teams sends the message."""
    its_id = _id("said of tries", about.place.tenant, about.place.conversation, about.activity)
    return _promise(municipality, its_id, person, subject, due_at=now)


def try_shown(municipality: str, person: UUID, about: Happening, subject: Subject, *, now: datetime) -> Delivery:
    """The pressed card shows it already, and is brought up to date from then on."""
    its_id = _id("shown of tries", about.place.tenant, about.place.conversation, about.pressed)
    shown = _promise(municipality, its_id, person, subject, due_at=now)
    return replace(
        shown,
        state=DeliveryState.SENT,
        changed_at=now,
        tenant=about.place.tenant,
        conversation=about.place.conversation,
        activity=about.pressed,
    )


def need_answer(need: SupportNeed, *, now: datetime) -> Delivery:
    """The municipality's answer, to who asked; each answer is a message of its own."""
    its_id = _id("need answered", need.municipality, str(need.id), need.version)
    return _promise(need.municipality, its_id, need.person, OfNeed(need.id), due_at=now)


def _promise(municipality: str, its_id: UUID, person: UUID, about: Subject, *, due_at: datetime) -> Delivery:
    return replace(_notice(municipality, its_id, person, about, due_at=due_at), kind=DeliveryKind.PROMISE)


def approval_notice(session: Session, person: UUID, *, due_at: datetime) -> Delivery:
    """The draft of the session's digest, to whoever may approve it."""
    its_id = _id("approval", session.municipality, session.id, person)
    return replace(_notice(session.municipality, its_id, person, OfApproval(), due_at=due_at), session=session.id)


def _notice(municipality: str, its_id: UUID, person: UUID, about: Subject, *, due_at: datetime) -> Delivery:
    return Delivery(
        municipality=municipality,
        id=its_id,
        kind=DeliveryKind.NOTICE,
        state=DeliveryState.DUE,
        due_at=due_at,
        person=person,
        about=about,
    )

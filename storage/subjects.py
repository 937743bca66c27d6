"""A delivery's subject as the text in `deliveries.about`, and back."""

from datetime import UTC, date, datetime
from uuid import UUID

from dialogs.model import (
    DeliveryKind,
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
    OfTries,
    OfUnknown,
    OfUnreached,
    OfUnsent,
    OfVacancies,
    OfWaiting,
    OfWebhook,
    Subject,
)

# Texts stored in installations' databases: none may change.
_NEWER_RECEIPT = "superseded"
_NO_ANSWER = "no answer"
_UNSENT = "late "
_VACANCIES = "vacant "
_ASKED_CANCELLED, _ASKED_LONGER, _ASKED_SHORTER = "asked cancelled", "asked longer ", "asked shorter "
_WAITING = "phase waits"
_DELETION = "deletion "
_MEETING = "meeting "
_APPROVAL = "approval"
_DECISIONS = "decided "
_PROPOSAL, _THANKS = "proposal ", "thanks "
_LOOK_BACK = "look back"
_COMMITMENT, _PROPOSED, _KEPT = "commitment ", "proposed ", "kept "
_TRIES = "tries"
_ENTRY_TRIES = "tried "
_NEED, _NEED_AGAIN, _NEED_SENT = "need ", "need again ", "need sent "


def text_of(subject: Subject | None) -> str:  # noqa: C901, PLR0911, PLR0912 - the table of subjects
    match subject:
        case None:
            return ""
        case OfPrompt(found) | OfDigest(found):
            return str(found)
        case OfReminder(prompt, day):
            return f"{prompt} {day.isoformat()}"
        case OfAnswer(text) | OfUnknown(text):
            return text
        case OfNoAnswer():
            return _NO_ANSWER
        case OfNewerReceipt():
            return _NEWER_RECEIPT
        case OfUnreached(share):
            return str(share)
        case OfLockout(tenant, since):
            return f"{tenant} {since.isoformat()}"
        case OfUnsent(at):
            return f"{_UNSENT}{at.isoformat()}"
        case OfAskedChanged(at, is_longer):
            told = _ASKED_LONGER if is_longer else _ASKED_SHORTER
            return f"{told}{at.isoformat()}" if at is not None else _ASKED_CANCELLED
        case OfVacancies(at):
            return f"{_VACANCIES}{at.isoformat()}"
        case OfWaiting():
            return _WAITING
        case OfApproval():
            return _APPROVAL
        case OfMeetingChanged(news):
            return f"{_MEETING}{news}"
        case OfProposal(proposal, thanks):
            return f"{_THANKS if thanks else _PROPOSAL}{proposal}"
        case OfLookBack():
            return _LOOK_BACK
        case OfCommitment(commitment, proposed, kept):
            return f"{_PROPOSED if proposed else _KEPT if kept else _COMMITMENT}{commitment}"
        case OfTries():
            return _TRIES
        case OfEntryTries(entry, day):
            return f"{_ENTRY_TRIES}{entry} {day.isoformat()}"
        case OfNeed(need, again, sent):
            return f"{_NEED_AGAIN if again else _NEED_SENT if sent else _NEED}{need}"
        case OfDecisions(digest):
            return f"{_DECISIONS}{digest}"
        case OfWebhook(webhook, digest, at):
            return f"{webhook} {digest} {int(at.timestamp())}"
        case OfDeletion(day):
            return f"{_DELETION}{day.isoformat()}"


def subject_of(kind: DeliveryKind, text: str) -> Subject | None:
    """An unreadable text becomes OfUnknown, and fails only its own row, when the message is composed."""
    try:
        return _read(kind, text)
    except ValueError:
        return OfUnknown(text)


def _read(kind: DeliveryKind, text: str) -> Subject | None:  # noqa: PLR0911 - the table of kinds
    match kind:
        case DeliveryKind.PROMPT | DeliveryKind.REPLY | DeliveryKind.DRAFT:
            return None
        case DeliveryKind.CARD | DeliveryKind.DUPLICATE_REMOVAL:
            return OfPrompt(UUID(text))
        case DeliveryKind.REMINDER:
            prompt, _, day = text.partition(" ")
            return OfReminder(UUID(prompt), date.fromisoformat(day))
        case DeliveryKind.DIGEST:
            return OfDigest(UUID(text))
        case DeliveryKind.RECEIPT:
            return _receipt(text)
        case DeliveryKind.NOTICE:
            return _notice(text)
        case DeliveryKind.PROMISE:
            return _promise(text)
        case DeliveryKind.WEBHOOK:
            webhook, digest, seconds = text.split()
            return OfWebhook(webhook, UUID(digest), datetime.fromtimestamp(int(seconds), UTC))


def _receipt(text: str) -> Subject:
    if text == _NEWER_RECEIPT:
        return OfNewerReceipt()
    return OfNoAnswer() if text == _NO_ANSWER else OfAnswer(text)


def _promise(text: str) -> Subject:
    if text in (_LOOK_BACK, _TRIES):
        return OfLookBack() if text == _LOOK_BACK else OfTries()
    return _entry_tries(text) or _need(text) or _decisions(text) or _commitment(text)


def _commitment(text: str) -> Subject:
    its_id = UUID(text.partition(" ")[2])
    return OfCommitment(its_id, proposed=text.startswith(_PROPOSED), kept=text.startswith(_KEPT))


def _entry_tries(text: str) -> Subject | None:
    if not text.startswith(_ENTRY_TRIES):
        return None
    entry, _, day = text.removeprefix(_ENTRY_TRIES).partition(" ")
    return OfEntryTries(UUID(entry), date.fromisoformat(day))


def _need(text: str) -> Subject | None:
    if not text.startswith(_NEED):
        return None
    its_id = UUID(text.rpartition(" ")[2])
    return OfNeed(its_id, again=text.startswith(_NEED_AGAIN), sent=text.startswith(_NEED_SENT))


def _decisions(text: str) -> Subject | None:
    return OfDecisions(UUID(text.removeprefix(_DECISIONS))) if text.startswith(_DECISIONS) else None


def _asked_changed(text: str) -> Subject | None:
    for start in (_ASKED_LONGER, _ASKED_SHORTER):
        if text.startswith(start):
            return OfAskedChanged(datetime.fromisoformat(text.removeprefix(start)), is_longer=start == _ASKED_LONGER)
    return OfAskedChanged(None) if text == _ASKED_CANCELLED else None


def _notice(text: str) -> Subject:  # noqa: PLR0911 - the table of notices
    if (found := _need(text) or _decisions(text) or _asked_changed(text)) is not None:
        return found
    if text in (_APPROVAL, _WAITING):
        return OfApproval() if text == _APPROVAL else OfWaiting()
    if text.startswith(_UNSENT):
        return OfUnsent(datetime.fromisoformat(text.removeprefix(_UNSENT)))
    if text.startswith(_VACANCIES):
        return OfVacancies(datetime.fromisoformat(text.removeprefix(_VACANCIES)))
    if text.startswith(_MEETING):
        return OfMeetingChanged(UUID(text.removeprefix(_MEETING)))
    if text.startswith(_DELETION):
        return OfDeletion(date.fromisoformat(text.removeprefix(_DELETION)))
    for start in (_PROPOSAL, _THANKS):
        if text.startswith(start):
            return OfProposal(UUID(text.removeprefix(start)), thanks=start == _THANKS)
    tenant, _, since = text.partition(" ")
    return OfLockout(tenant, datetime.fromisoformat(since)) if since else OfUnreached(int(text))

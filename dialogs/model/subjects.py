"""The subjects of deliveries: a delivery's message is composed from its subject when sent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class OfPrompt:
    """A CARD or DUPLICATE_REMOVAL: the delivery of the prompt whose card is updated or removed."""

    prompt: UUID


@dataclass(frozen=True)
class OfReminder:
    """A REMINDER: the delivery of the prompt, and the local date of the reminder."""

    prompt: UUID
    day: date


@dataclass(frozen=True)
class OfDigest:
    """A DIGEST."""

    digest: UUID


@dataclass(frozen=True)
class OfAnswer:
    """A RECEIPT of an answer; `message` is the id of the confirmed chat message, "" for none in particular."""

    message: str = ""


@dataclass(frozen=True)
class OfNoAnswer:
    """A RECEIPT of a message that was no answer, as its author has said."""


@dataclass(frozen=True)
class OfNewerReceipt:
    """A RECEIPT of an answer with a newer receipt: the older receipt is removed."""


@dataclass(frozen=True)
class OfUnreached:
    """A NOTICE of people whom the session's question did not reach: over `share` per cent at the time of writing."""

    share: int


@dataclass(frozen=True)
class OfLockout:
    """A NOTICE of a tenant that has not let the bot in since `since`."""

    tenant: str
    since: datetime


@dataclass(frozen=True)
class OfUnsent:
    """A NOTICE of questions that closed at `closed_at` before everybody had been sent them."""

    closed_at: datetime


@dataclass(frozen=True)
class OfAskedChanged:
    """A NOTICE to somebody who was asked: the delivery's step closes at another time, or its session is cancelled.

    `closes_at` is when the step closes since the change, None for a session that is cancelled.
    """

    closes_at: datetime | None
    is_longer: bool = False


@dataclass(frozen=True)
class OfMeetingChanged:
    """A NOTICE to somebody who belongs to a meeting: moved or called off, as `news` (an id) tells when sent."""

    news: UUID


@dataclass(frozen=True)
class OfVacancies:
    """A NOTICE of the posts without a holder that were found at `found_at`."""

    found_at: datetime


@dataclass(frozen=True)
class OfWaiting:
    """A NOTICE to whoever plans: a phase waits for checkpoints, and the delivery's session is its first to wait."""


@dataclass(frozen=True)
class OfDeletion:
    """A NOTICE of what the rules of retention delete on the day `due_on`."""

    due_on: date


@dataclass(frozen=True)
class OfProposal:
    """A NOTICE of a proposed question to a coordinator; `thanks`: to its proposer, once it has been taken in."""

    proposal: UUID
    thanks: bool = False


@dataclass(frozen=True)
class OfLookBack:
    """A PROMISE: what the delivery's session opens with."""


@dataclass(frozen=True)
class OfCommitment:
    """A PROMISE about one commitment: its day has come, or somebody else shall say yes to it (`proposed`).

    `kept`: the receipt that it stands, and of what came of it.
    """

    commitment: UUID
    proposed: bool = False
    kept: bool = False


@dataclass(frozen=True)
class OfTries:
    """A PROMISE: the list of what its reader, their groups and the municipality try."""


@dataclass(frozen=True)
class OfEntryTries:
    """A PROMISE to the author of an entry of the sharing bank: who wants to try it, and how it went, as of that day."""

    entry: UUID
    day: date


@dataclass(frozen=True)
class OfNeed:
    """A NOTICE of a need of support to who answers it, on its day once more (`again`), or a PROMISE to the asker.

    A PROMISE tells the answer, or is the receipt that the need is sent (`sent`).
    """

    need: UUID
    again: bool = False
    sent: bool = False


@dataclass(frozen=True)
class OfDecisions:
    """What the meeting of this digest decided: a NOTICE to whoever writes it down, a PROMISE to whoever was there."""

    digest: UUID


@dataclass(frozen=True)
class OfApproval:
    """A NOTICE of a session's draft, to whoever may approve it."""


@dataclass(frozen=True)
class OfWebhook:
    """A WEBHOOK: the digest was given back `at`, in whole seconds."""

    webhook: str
    digest: UUID
    at: datetime


@dataclass(frozen=True)
class OfUnknown:
    """A text written by another version of the program, and unreadable to this version."""

    text: str


Subject = (
    OfPrompt
    | OfReminder
    | OfDigest
    | OfAnswer
    | OfNoAnswer
    | OfNewerReceipt
    | OfUnreached
    | OfLockout
    | OfUnsent
    | OfAskedChanged
    | OfMeetingChanged
    | OfVacancies
    | OfWaiting
    | OfDeletion
    | OfProposal
    | OfLookBack
    | OfCommitment
    | OfTries
    | OfEntryTries
    | OfNeed
    | OfApproval
    | OfDecisions
    | OfWebhook
    | OfUnknown
)

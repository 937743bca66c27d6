"""What a delivery is about: the subject that its message is worded from when it is sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class OfPrompt:
    """A CARD or TWIN: the delivery of the prompt whose card is brought up to date, or taken away."""

    prompt: UUID


@dataclass(frozen=True)
class OfDigest:
    """A DIGEST."""

    digest: UUID


@dataclass(frozen=True)
class OfAnswer:
    """A RECEIPT of an answer; `message` is the id of the chat message it confirms, "" where no message is named."""

    message: str = ""


@dataclass(frozen=True)
class OfNoAnswer:
    """A RECEIPT of a message that was no answer, as its author has said."""


@dataclass(frozen=True)
class OfNewerReceipt:
    """A RECEIPT of an answer that a newer receipt tells of: the older one is taken away."""


@dataclass(frozen=True)
class OfUnreached:
    """A NOTICE of those whom the session's question did not reach, more than `share` per cent when it was written."""

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
class OfVacancies:
    """A NOTICE of the posts without a holder that were found at `found_at`."""

    found_at: datetime


@dataclass(frozen=True)
class OfUnknown:
    """What another version of the program has written, and this one cannot read."""

    text: str


Subject = (
    OfPrompt
    | OfDigest
    | OfAnswer
    | OfNoAnswer
    | OfNewerReceipt
    | OfUnreached
    | OfLockout
    | OfUnsent
    | OfVacancies
    | OfUnknown
)

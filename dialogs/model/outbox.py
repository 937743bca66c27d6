"""Deliveries (utsendinger) of the outbox, and a tenant's lease."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dialogs.model.subjects import OfDigest, OfPrompt, Subject


class DeliveryKind(StrEnum):
    PROMPT = "prompt"
    CARD = "card"  # a prompt's card, brought up to date
    RECEIPT = "receipt"
    DIGEST = "digest"
    REPLY = "reply"  # what could not be said within a turn
    TWIN = "twin"  # of two cards of one prompt the one nobody pressed, taken away
    NOTICE = "notice"  # to a coordinator: what stands in the way of the others

    @property
    def is_waited_for(self) -> bool:
        """Somebody has just written or pressed, and looks for what comes of it."""
        return self in {DeliveryKind.RECEIPT, DeliveryKind.REPLY}

    @property
    def is_told(self) -> bool:
        """Whether it may be told of whom it was for: it is written whether or not anybody answers.

        The others follow what somebody wrote or pressed: a line for each would tell who has answered.
        """
        return self in {DeliveryKind.PROMPT, DeliveryKind.DIGEST, DeliveryKind.NOTICE}

    @property
    def may_come_twice(self) -> bool:
        """Whether one that may have arrived is sent once more: a second one does no harm."""
        return self in {DeliveryKind.PROMPT, DeliveryKind.DIGEST}

    @property
    def writes_anew(self) -> bool:
        """Whether it is a new message; the others change or delete one, which may be done any number of times."""
        return self not in {DeliveryKind.CARD, DeliveryKind.TWIN}


class DeliveryState(StrEnum):
    WAITING = "waiting"  # planned for, not installed
    DUE = "due"
    CLAIMED = "claimed"  # leased by a sender; a crash gives it back
    ON_THE_WIRE = "on_the_wire"  # a crash makes it uncertain
    AGAIN = "again"  # at a later time, since nothing was written
    UNCERTAIN = "uncertain"  # it may have arrived; where that does no harm it goes once more
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    DROPPED = "dropped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Delivery:
    """One message to one conversation (utsending). To a person, or to a group's channel.

    `about` is the subject that its message is worded from; a PROMPT (its session's step) and a REPLY (its `reply`) have
    none. `round` counts how often it was wanted anew: a card may change while it is on its way. `tenant` is the one it
    goes through, "" until that is looked up. `activity`, `conversation` and `thread` are where it went, "" until then.
    `copy` is the copy of the program that has it in hand. `unsure` counts the times it may have arrived without our
    being told. `reply` is what a REPLY says and where; nothing of it is kept once it is over.
    """

    municipality: str
    id: UUID
    kind: DeliveryKind
    state: DeliveryState
    due_at: datetime
    session: str | None = None
    position: int | None = None
    person: UUID | None = None
    group: str | None = None
    about: Subject | None = None
    tries: int = 0
    round: int = 0
    tenant: str = ""
    conversation: str = ""
    thread: str = ""
    activity: str = ""
    reason: str = ""
    changed_at: datetime | None = None
    copy: str = ""
    unsure: int = 0
    reply: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def key(self) -> tuple[str, UUID]:
        return self.municipality, self.id

    @property
    def prompt(self) -> UUID:
        """The prompt that a CARD or TWIN is about; raises ValueError where the subject is another, or unknown."""
        match self.about:
            case OfPrompt(prompt):
                return prompt
            case _:
                raise ValueError(f"delivery of no prompt: {self.id}")

    @property
    def digest(self) -> UUID:
        """The digest that a DIGEST is about; raises ValueError where the subject is another, or unknown."""
        match self.about:
            case OfDigest(digest):
                return digest
            case _:
                raise ValueError(f"delivery of no digest: {self.id}")

    @property
    def is_new_message(self) -> bool:
        """Whether it writes a message; a receipt that has one changes it."""
        return self.kind.writes_anew and not self.activity


@dataclass(frozen=True)
class TenantLease:
    """What the copies tell each other of a tenant.

    `copy` is the one that sends to it, "" where none does just now; `room` says that it goes more slowly, so that all
    may answer within their turns. `answering_until`: its people were writing or pressing shortly before. Nothing is
    sent before `rests_until`; `strikes` counts what led to that. `stopped_why` tells what Teams said when it would not
    let the bot in, "" where it does, and `stopped_at` since when.
    """

    tenant: str
    copy: str = ""
    room: bool = False
    answering_until: datetime | None = None
    rests_until: datetime | None = None
    strikes: int = 0
    stopped_at: datetime | None = None
    stopped_why: str = ""

"""Deliveries (utsendinger) of the outbox, and a tenant's lease."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dialogs.model.subjects import OfDigest, OfPrompt, OfReminder, Subject

PROGRAMS = ":programs"
"""In place of a tenant: deliveries to programs by HTTP, not through Teams; no tenant has such an id."""


class DeliveryKind(StrEnum):
    PROMPT = "prompt"
    REMINDER = "reminder"  # of a prompt, to a person who has neither answered nor passed
    CARD = "card"  # a prompt's card, brought up to date
    RECEIPT = "receipt"
    DIGEST = "digest"
    DRAFT = "draft"  # of a digest, to each author whose words would stand there
    REPLY = "reply"  # a message that did not go out within its turn
    DUPLICATE_REMOVAL = "twin"  # the removal of a prompt's second card, which nobody pressed
    NOTICE = "notice"  # to a coordinator: an obstacle that others meet
    WEBHOOK = "webhook"  # to a program of the municipality's own: a digest has been given back
    PROMISE = "promise"  # what its reader, or their group, wanted to try; what the municipality answers its reader

    @property
    def is_urgent(self) -> bool:
        """Whether somebody has just written or pressed, and waits for the message."""
        return self in {DeliveryKind.RECEIPT, DeliveryKind.REPLY}

    @property
    def is_reportable(self) -> bool:
        """Whether reports may name the recipient: such deliveries are written whether or not anybody answers.

        The other kinds follow words or presses: a line for each would tell who has answered.
        """
        return self in {DeliveryKind.PROMPT, DeliveryKind.DIGEST, DeliveryKind.NOTICE, DeliveryKind.WEBHOOK}

    @property
    def may_come_twice(self) -> bool:
        """Whether a delivery that may have arrived is sent once more: a second message does no harm."""
        return self in {DeliveryKind.PROMPT, DeliveryKind.DIGEST, DeliveryKind.DRAFT, DeliveryKind.WEBHOOK}

    @property
    def writes_anew(self) -> bool:
        """Whether the kind sends a new message; the other kinds may be repeated.

        They change or delete a message, or tell a program of an event whose id stays the same.
        """
        return self not in {DeliveryKind.CARD, DeliveryKind.DUPLICATE_REMOVAL, DeliveryKind.WEBHOOK}


class DeliveryState(StrEnum):
    WAITING = "waiting"  # the reader has not added the bot or has removed it, or the group has no channel
    DUE = "due"
    CLAIMED = "claimed"  # leased by a sender; a crash gives it back
    ON_THE_WIRE = "on_the_wire"  # a crash makes it uncertain
    AGAIN = "again"  # at a later time, since nothing was written
    UNCERTAIN = "uncertain"  # perhaps arrived; sent once more where a second message does no harm
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    DROPPED = "dropped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Delivery:
    """One message to one conversation (utsending). To a person, or to a group's channel.

    `about` is the message's subject, None for a PROMPT and a DRAFT (composed from the session) and a REPLY.
    `revision` counts the requests to send anew: a card may change while on its way. `tenant` is the tenant to send
    through, "" until looked up. `activity`, `conversation` and `thread` are the message's ids in Teams, "" until sent.
    `replica` is the id of the replica holding the delivery. `uncertain_tries` counts the times the message may have
    arrived without an answer from Teams. `reply` is a REPLY's packed message and place, None once the delivery is over.
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
    revision: int = 0
    tenant: str = ""
    conversation: str = ""
    thread: str = ""
    activity: str = ""
    reason: str = ""
    changed_at: datetime | None = None
    replica: str = ""
    uncertain_tries: int = 0
    reply: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def key(self) -> tuple[str, UUID]:
        return self.municipality, self.id

    @property
    def prompt(self) -> UUID:
        """The prompt of a CARD, DUPLICATE_REMOVAL or REMINDER; raises ValueError for any other subject."""
        match self.about:
            case OfPrompt(prompt) | OfReminder(prompt):
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
        """Whether the delivery sends a new message; a receipt with an `activity` changes its message."""
        return self.kind.writes_anew and not self.activity


@dataclass(frozen=True)
class TenantLease:
    """The lease of a tenant, and what the replicas tell each other about the tenant.

    `replica` holds the lease, "" for none just now. `slow_mode`: the holder sends at a lower rate, so that all replicas
    may answer within their turns. `answering_until`: people were writing or pressing shortly before. Nothing is sent
    before `rests_until`; `failures` counts the failures in a row that led to the rest. `stopped_why` is Teams' reason
    for not letting the bot in, "" while the bot is let in, and `stopped_at` the beginning.
    """

    tenant: str
    replica: str = ""
    slow_mode: bool = False
    answering_until: datetime | None = None
    rests_until: datetime | None = None
    failures: int = 0
    stopped_at: datetime | None = None
    stopped_why: str = ""

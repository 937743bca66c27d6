"""The place and the message of a delivery, or the reason why nothing goes out now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.messages import Message
from dialogs.asking import pausing
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Delivery, DeliveryState, Language, Person, Place
from storage import channels, contacts
from storage.own_rhythm import HELD_BACK
from storage.people import one_person


@dataclass(frozen=True)
class Outgoing:
    """A message and its place; `activity` is the id of the sent message to be changed, "" for a new message.

    Without a `message` the sent message is deleted. Nothing is sent from `until` on; None is no limit.
    """

    place: Place
    message: Message | None
    language: Language
    activity: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class NotNow:
    """Why nothing goes out now, and the delivery's next state; `until` is the next time it is due, None for never.

    `tenant` is the tenant that the delivery goes through then, "" for the same as before.
    """

    state: DeliveryState
    reason: str
    until: datetime | None = None
    tenant: str = ""


def postponed(until: datetime) -> NotNow:
    return NotNow(DeliveryState.DUE, "held back until the next opening", until)


def waits(person: Person | None, opening: datetime, days: SchoolDays, *, now: datetime) -> NotNow | None:
    """Until the opening, or the end of the reader's pause; None for a prompt that goes now."""
    due_at = pausing.send_at(person, opening, days, now=now) if person is not None else opening
    if due_at > max(opening, now):
        return NotNow(DeliveryState.DUE, HELD_BACK, due_at)
    return postponed(opening) if opening > now else None


async def place_of(c: AsyncConnection, delivery: Delivery) -> Place | NotNow:
    if delivery.group is not None:
        channel = await channels.channel_of(c, delivery.municipality, delivery.group)
        if channel is None:
            return NotNow(DeliveryState.WAITING, "no channel is connected")
        return channel.place if channel.reachable else NotNow(DeliveryState.UNDELIVERABLE, "the channel is unreachable")
    if delivery.person is None:
        return NotNow(DeliveryState.DROPPED, "to nobody")
    return reached_at(await contacts.contact_of(c, delivery.municipality, delivery.person))


def reached_at(contact: contacts.Contact | None) -> Place | NotNow:
    if contact is None:
        return NotNow(DeliveryState.WAITING, "not installed")
    return contact.place if contact.reachable else NotNow(DeliveryState.WAITING, "removed or blocked")


async def person_of(c: AsyncConnection, delivery: Delivery) -> Person:
    found = await one_person(c, delivery.municipality, delivery.person) if delivery.person else None
    if found is None:
        raise LookupError(f"delivery to nobody: {delivery.id}")
    return found

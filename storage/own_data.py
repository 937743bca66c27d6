"""Data held about a person and read by person in no other module; for the person alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, DeliveryKind
from storage.tables.outbox import deliveries
from storage.tables.people import accounts, groups, municipalities, people
from storage.tables.places import channels

SHOWN = frozenset(
    {
        *("people.name", "people.upn"),
        "memberships.person",
        *("own_log.person", "records.person"),
        *("reflections.author", "reflections.keyword", "reflection_parts.text", "reflection_parts.reflection"),
        *("releases.text", "releases.further", "releases.keyword", "releases.reflection"),
        *("undecided.text", "undecided.object_id"),
        *("notes.text", "notes.person"),
        *("proposals.text", "proposals.person"),
        *("headings.text", "headings.person"),
        *("practices.title", "practices.did", "practices.saw", "practices.needs", "practices.author"),
        *("commitments.text", "commitments.sign", "commitments.because", "commitments.learnt"),
        *("commitments.author", "commitments.told_by"),
        *("decisions.text", "decisions.author", "checkpoints.because", "checkpoints.by"),
        *("support_needs.text", "support_needs.answer", "support_needs.person", "support_needs.answered_by"),
        *("tidied_themes.label", "tidied_themes.by", "own_words.label", "own_words.by"),
        *("accounts.person", "contacts.name", "contacts.object_id", "channels.user"),
        "deliveries.person",
        *("series.led_by", "series.digest_readers", "series.responsible"),
        *("municipality_settings.responsible", "municipality_settings.data_protection_officer", "overlays.by"),
    }
)
"""Columns of people and of their words that «hva vet du om meg» shows, or finds the person's rows by."""

_NUMBER = "a number or an address of Teams' own, without a value to the person"
_OTHERS = "the number of somebody else's answer, which the person was shown"
_OF_A_NAME = "which words of a theme's name stood in an answer; the name is shown"
_STEMS = "stems of words that are shown, by which the sharing bank finds them; they go with the words"
_PASSES = "gone within a quarter of an hour; told of in words"

UNSHOWN = {
    "people.id": _NUMBER,
    "accounts.object_id": _NUMBER,
    "reflections.id": _NUMBER,
    "reflections.shown_first": _OTHERS,
    "reflections.shown_second": _OTHERS,
    "reflection_parts.source": _NUMBER,
    "reflection_messages.conversation": _NUMBER,
    "reflection_messages.activity": _NUMBER,
    "reflection_messages.reflection": _NUMBER,
    "reflection_messages.source": _NUMBER,
    "bank_entries.title": _STEMS,
    "bank_entries.body": _STEMS,
    "bank_entries.source": _NUMBER,
    "bank_stems.stem": _STEMS,
    "bank_stems.backwards": _STEMS,
    "notes.id": _NUMBER,
    "practices.id": _NUMBER,
    "proposals.id": _NUMBER,
    "proposals.decided_by": "a coordinator's decision, which the record tells of where a question was taken in",
    "commitments.id": _NUMBER,
    "support_needs.id": _NUMBER,
    "tries.commitment": _NUMBER,
    "decisions.id": _NUMBER,
    "agenda_items.title": "an item of a meeting's agenda, of which nothing tells who wrote it",
    "tidied_answers.reflection": _NUMBER,
    "dilemmas.reflection": _NUMBER,
    "tidied_themes.borrowed": _OF_A_NAME,
    "own_words.borrowed": _OF_A_NAME,
    "own_words.word": "words that five people or more used, by which a theme with the person's name is found again",
    "undecided.conversation": _NUMBER,
    "undecided.activity": _NUMBER,
    "contacts.conversation": _NUMBER,
    "contacts.user": _NUMBER,
    "inbox.conversation": _NUMBER,
    "inbox.activity": _NUMBER,
    "inbox.fingerprint": "a hash that lasts a day; told of in words",
    "pending_questions.conversation": _NUMBER,
    "pending_questions.object_id": _NUMBER,
    "pending_questions.press": "what a button of the question's card sends; told of in words",
    "web_sessions.object_id": "gone within eight hours; told of in words",
    "calendar_feeds.person": "that there is an address stands on the page of the calendar; told of in words",
    "people_files.person": "whoever has sent a list, for an hour at most; the page of lists shows it to its sender",
    "people_files.content": "the municipality's own list: name, user name and groups, which are shown; for an hour",
    "people_imports.person": "gone within a day; the record tells who has imported",
    "people_imports.before": "name, user name and groups as they were before a list, gone within a day",
    "people_imports.left": "names of what was left when a list was undone, gone within a day",
    "deliveries.reply": _PASSES,
    "deliveries.id": _NUMBER,
    "deliveries.about": _NUMBER,
    "deliveries.conversation": _NUMBER,
    "deliveries.thread": _NUMBER,
    "deliveries.activity": _NUMBER,
    "releases.signer": "the person's own name, which is shown; the log tells of an answer signed by name",
    "vacancies.key": "made of the person's tasks, which are shown",
}
"""Column -> the reason why its value is not shown; cards and files tell of such values, and their end, in words."""


@dataclass(frozen=True)
class Known:
    """A person's data in the roster and the outbox."""

    municipality: str
    notice_at: datetime | None
    accounts: tuple[Account, ...]
    messages: Counter[DeliveryKind]
    last_message_at: datetime | None


async def known_of(c: AsyncConnection, municipality: str, person: UUID) -> Known:
    """`municipality` of the result is the municipality's name."""
    named = select(municipalities.c.name).where(municipalities.c.id == municipality)
    seen = select(people.c.notice_at).where(people.c.municipality == municipality, people.c.id == person)
    return Known(
        str((await c.execute(named)).scalar_one()),
        (await c.execute(seen)).scalar_one(),
        await accounts_of(c, municipality, person),
        await _messages_to(c, municipality, person),
        await _last_message_at(c, municipality, person),
    )


async def accounts_of(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Account, ...]:
    query = select(accounts.c.tenant, accounts.c.object_id).where(
        accounts.c.municipality == municipality, accounts.c.person == person
    )
    return tuple(Account(row[0], row[1]) for row in await c.execute(query.order_by(*query.selected_columns)))


async def _messages_to(c: AsyncConnection, municipality: str, person: UUID) -> Counter[DeliveryKind]:
    query = (
        select(deliveries.c.kind, func.count())
        .where(deliveries.c.municipality == municipality, deliveries.c.person == person)
        .group_by(deliveries.c.kind)
    )
    return Counter({DeliveryKind(row[0]): int(row[1]) for row in await c.execute(query)})


async def _last_message_at(c: AsyncConnection, municipality: str, person: UUID) -> datetime | None:
    """When the person's last message was due."""
    mine = and_(deliveries.c.municipality == municipality, deliveries.c.person == person)
    found: datetime | None = (await c.execute(select(func.max(deliveries.c.due_at)).where(mine))).scalar()
    return found


async def channels_linked_by(c: AsyncConnection, tenant: str, user: str) -> tuple[str, ...]:
    """The names of the groups whose channel was linked by this user, by Teams' own id."""
    its_group = and_(groups.c.municipality == channels.c.municipality, groups.c.id == channels.c.group)
    query = select(groups.c.name).join(channels, its_group)
    linked = query.where(channels.c.tenant == tenant, channels.c.user == user)
    return tuple((await c.execute(linked.order_by(groups.c.name))).scalars()) if user else ()

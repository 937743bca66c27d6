"""Where people and groups can be written to, and which messages Teams has already sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, delete, exists, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Happening, Place, Scope
from storage.prepared import Prepared
from storage.roster import mark_changed
from storage.tables.people import accounts
from storage.tables.places import channels, contacts, inbox, reflection_messages, undecided
from storage.upserts import insert_into, put

_DELETION = "messageDelete"
_deletions = inbox.alias("deletions")
# Teams has been seen to send a press again after half a minute, under a new id.
_SENT_AGAIN_WITHIN = timedelta(minutes=2)
_LONGEST_NAME = 200
COUNTED_FOR = timedelta(hours=1)
"""How long a count of a channel's people is good for, where Teams tells of nobody who has come or gone."""


@dataclass(frozen=True)
class Contact:
    """A person's own conversation with the bot; `name` is kept of those alone whom nobody has imported."""

    account: Account
    place: Place
    locale: str
    reachable: bool
    installed_at: datetime | None
    name: str = ""


@dataclass(frozen=True)
class Channel:
    """A group's channel. `others` counts who read along and are not of the group, None where Teams does not tell."""

    group: str
    place: Place
    reachable: bool
    others: int | None = None


@dataclass(frozen=True)
class Undecided:
    """A message whose author has not said yet which prompt it answers, if any; `author` is their object id."""

    activity: str
    author: str
    text: str
    said_at: datetime


@dataclass(frozen=True)
class MessageLink:
    """Which reflection a chat message went into; `source` is None once a card has merged its parts, "" once gone."""

    municipality: str
    reflection: UUID
    source: str | None


PLACE_COLUMNS = ("service_url", "conversation", "scope", "bot", "user", "channel", "team")


def place_columns(place: Place) -> dict[str, Any]:
    return {
        "service_url": place.service_url,
        "conversation": place.conversation,
        "scope": place.scope.value,
        "bot": place.bot,
        "user": place.user,
        "channel": place.channel,
        "team": place.team,
    }


def _place(row: RowMapping) -> Place:
    return Place(
        tenant=row["tenant"],
        service_url=row["service_url"],
        conversation=row["conversation"],
        scope=Scope(row["scope"]),
        bot=row["bot"],
        user=row["user"],
        channel=row["channel"],
        team=row["team"],
    )


async def put_contact(
    c: AsyncConnection, account: Account, place: Place, *, locale: str, name: str, now: datetime
) -> None:
    """Heard from: where, and that this conversation can be written to.

    A chat is one account's: of two that were heard from in the same one, the former is not written to there any more.
    """
    others = and_(
        contacts.c.tenant == account.tenant,
        contacts.c.conversation == place.conversation,
        contacts.c.object_id != account.object_id,
        contacts.c.reachable,
    )
    await c.execute(update(contacts).where(others).values(reachable=False, name="", changed_at=now))
    key = {"tenant": account.tenant, "object_id": account.object_id}
    heard = {"locale": locale, "name": name[:_LONGEST_NAME], "reachable": True, "changed_at": now}
    await put(c, contacts, key, {**place_columns(place), **heard})


async def forget_name(c: AsyncConnection, account: Account) -> None:
    """The municipality knows by now whose account this is."""
    mine = and_(contacts.c.tenant == account.tenant, contacts.c.object_id == account.object_id)
    await c.execute(update(contacts).where(mine, contacts.c.name != "").values(name=""))


async def strangers(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """The names of those who have added the bot and whom nobody has imported, where they can only be this one's.

    A tenant that several municipalities share tells none of them: there a stranger may be anybody's.
    """
    mine = select(accounts.c.tenant).where(accounts.c.municipality == municipality)
    alone = (
        select(accounts.c.tenant)
        .where(accounts.c.tenant.in_(mine))
        .group_by(accounts.c.tenant)
        .having(func.count(accounts.c.municipality.distinct()) == 1)
    )
    query = select(contacts.c.name).where(
        contacts.c.tenant.in_(alone), contacts.c.reachable.is_(True), contacts.c.name != "", ~_IMPORTED
    )
    return tuple((await c.execute(query.order_by(contacts.c.name))).scalars())


async def mark_installed(c: AsyncConnection, account: Account, *, now: datetime) -> bool:
    """True if this account was not installed before: Teams tells of one installation more than once."""
    mine = and_(contacts.c.tenant == account.tenant, contacts.c.object_id == account.object_id)
    done = await c.execute(update(contacts).where(mine, contacts.c.installed_at.is_(None)).values(installed_at=now))
    return done.rowcount == 1


async def mark_uninstalled(c: AsyncConnection, account: Account, *, now: datetime) -> None:
    mine = and_(contacts.c.tenant == account.tenant, contacts.c.object_id == account.object_id)
    await c.execute(update(contacts).where(mine).values(installed_at=None, reachable=False, name="", changed_at=now))


async def mark_unreachable(c: AsyncConnection, *, tenant: str, conversation: str, now: datetime) -> None:
    """Until Teams tells otherwise: an installation or a message."""
    for table, gone in ((contacts, {"name": ""}), (channels, {})):
        here = and_(table.c.tenant == tenant, table.c.conversation == conversation)
        await c.execute(update(table).where(here).values(reachable=False, changed_at=now, **gone))


async def mark_team_unreachable(c: AsyncConnection, *, tenant: str, team: str, now: datetime) -> None:
    """The bot was removed from a team: none of its channels can be written to."""
    here = and_(channels.c.tenant == tenant, channels.c.team == team)
    await c.execute(update(channels).where(here).values(reachable=False, changed_at=now))


async def mark_team_reachable(
    c: AsyncConnection, *, tenant: str, team: str, now: datetime
) -> tuple[tuple[str, str], ...]:
    """The bot is in the team: (municipality, group) of those whose channels there can be written to again."""
    here = and_(channels.c.tenant == tenant, channels.c.team == team, channels.c.reachable.is_(False))
    found = await c.execute(select(channels.c.municipality, channels.c.group).where(here))
    groups = tuple((row[0], row[1]) for row in found)
    await c.execute(update(channels).where(here).values(reachable=True, changed_at=now, count_at=None))
    return groups


_CONTACT = Prepared(
    select(contacts).where(contacts.c.tenant == bindparam("tenant"), contacts.c.object_id == bindparam("object_id"))
)
_IMPORTED = exists().where(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id)
_CONTACTS_OF = Prepared(
    select(contacts)
    .join(accounts, and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id))
    .where(accounts.c.municipality == bindparam("municipality"), accounts.c.person == bindparam("person"))
    .order_by(contacts.c.reachable.desc(), contacts.c.changed_at.desc())
    .limit(1)
)


async def contact(c: AsyncConnection, account: Account) -> Contact | None:
    mine = {"tenant": account.tenant, "object_id": account.object_id}
    row = (await _CONTACT.run(c, **mine)).mappings().one_or_none()
    return _contact(row) if row else None


async def contact_of(c: AsyncConnection, municipality: str, person: UUID) -> Contact | None:
    """The conversation a person can be written to in: of several accounts the one heard from last."""
    theirs = {"municipality": municipality, "person": person}
    row = (await _CONTACTS_OF.run(c, **theirs)).mappings().one_or_none()
    return _contact(row) if row else None


async def contacts_of(c: AsyncConnection, municipality: str, persons: Collection[UUID]) -> dict[UUID, Contact]:
    """The same for many at once; who is not in it cannot be written to."""
    query = (
        select(accounts.c.person, contacts)
        .join(accounts, and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id))
        .where(accounts.c.municipality == municipality, accounts.c.person.in_(persons))
        .order_by(contacts.c.reachable, contacts.c.changed_at)
    )
    # The last of each is the one to be written to.
    return {row["person"]: _contact(row) for row in (await c.execute(query)).mappings()}


def _contact(row: RowMapping) -> Contact:
    return Contact(
        Account(row["tenant"], row["object_id"]),
        _place(row),
        row["locale"],
        row["reachable"],
        row["installed_at"],
        row["name"],
    )


async def link_channel(
    c: AsyncConnection, municipality: str, group: str, place: Place, *, others: int | None, now: datetime
) -> None:
    here = {**place_columns(place), "tenant": place.tenant, "reachable": True, "changed_at": now}
    counted = {"others": others, "count_at": now + COUNTED_FOR}
    await put(c, channels, {"municipality": municipality, "group": group}, {**here, **counted})
    await mark_changed(c)


async def channel_of(c: AsyncConnection, municipality: str, group: str) -> Channel | None:
    query = select(channels).where(channels.c.municipality == municipality, channels.c.group == group)
    row = (await c.execute(query)).mappings().one_or_none()
    return channel_from(row) if row else None


def channel_from(row: RowMapping) -> Channel:
    return Channel(row["group"], _place(row), row["reachable"], row["others"])


async def groups_in(c: AsyncConnection, tenant: str, conversation: str) -> tuple[tuple[str, str], ...]:
    """(municipality, group) of those linked to this channel."""
    query = select(channels.c.municipality, channels.c.group).where(
        channels.c.tenant == tenant, channels.c.conversation == conversation
    )
    return tuple((row[0], row[1]) for row in await c.execute(query.order_by(channels.c.municipality)))


class Heard(Enum):
    """Whether Teams has told of something before.

    ALIKE: the same words of the same person, shortly before and under another id. Teams may have sent them again, or
    they may have been said again: nothing that this tells apart, so that nothing may be lost by it without a word.
    """

    FIRST = "first"
    ALIKE = "alike"
    AGAIN = "again"


async def remember(c: AsyncConnection, about: Happening, *, now: datetime) -> bool:
    """True the first time this was said or pressed; False when Teams sends it again, under the same id or a new one."""
    return await hear(c, about, now=now) is Heard.FIRST


async def hear(c: AsyncConnection, about: Happening, *, now: datetime) -> Heard:
    """An edit bears its message's id, so that one back to earlier words is no repetition."""
    told = {
        "its_tenant": about.place.tenant,
        "its_conversation": about.place.conversation,
        "its_activity": about.activity,
        "its_kind": about.kind,
        "its_at": about.at,
        "its_fingerprint": about.fingerprint,
        "since": now - _SENT_AGAIN_WITHIN,
    }
    is_new = (await _remembering(c.dialect.name).run(c, **told, now=now)).scalar()
    if is_new is None:
        # Something else under the same id in the same instant, a message edited twice, is what is remembered now.
        is_new = (await _DIFFERING.run(c, **told)).scalar()
    if is_new is None:
        return Heard.AGAIN
    return Heard.FIRST if is_new else Heard.ALIKE


async def is_said_anew(c: AsyncConnection, about: Happening, *, now: datetime) -> bool | None:
    """Whether what was heard before in the same words is deleted by now: before this was said (True), or after (False).

    None where some of it is not deleted.
    """
    query = select(func.max(_deletions.c.at), func.count(), func.count(_deletions.c.at)).select_from(
        inbox.outerjoin(
            _deletions,
            and_(
                _deletions.c.tenant == inbox.c.tenant,
                _deletions.c.conversation == inbox.c.conversation,
                _deletions.c.activity == inbox.c.activity,
                _deletions.c.kind == _DELETION,
            ),
        )
    )
    alike = and_(
        inbox.c.fingerprint == about.fingerprint,
        inbox.c.seen_at > now - _SENT_AGAIN_WITHIN,
        inbox.c.activity != about.activity,
    )
    last, said, deleted = (await c.execute(query.where(alike))).one()
    return about.at >= last if said and said == deleted else None


async def deleted_at(c: AsyncConnection, about: Happening) -> datetime | None:
    """When the message that `about` is about was deleted last, as far as that is remembered."""
    query = select(func.max(inbox.c.at)).where(
        inbox.c.tenant == about.place.tenant,
        inbox.c.conversation == about.place.conversation,
        inbox.c.activity == about.activity,
        inbox.c.kind == _DELETION,
    )
    at: datetime | None = (await c.execute(query)).scalar()
    return at


_ITS = {
    column.name: bindparam(f"its_{column.name}", type_=column.type) for column in inbox.c if column.name != "seen_at"
}
_FIRST = (
    select(inbox.c.seen_at)
    .where(
        inbox.c.fingerprint == _ITS["fingerprint"],
        inbox.c.seen_at > bindparam("since"),
        inbox.c.activity != _ITS["activity"],
    )
    .order_by(inbox.c.seen_at)
    .limit(1)
    .scalar_subquery()
)
_DIFFERING = Prepared(
    update(inbox)
    .where(*(inbox.c[column.name] == _ITS[column.name] for column in inbox.primary_key))
    .where(inbox.c.fingerprint != _ITS["fingerprint"])
    .values(fingerprint=_ITS["fingerprint"])
    .returning(_FIRST.is_(None))
)


@cache
def _remembering(dialect: str) -> Prepared:
    """Whether it is said for the first time; no row where it is there already.

    A repetition counts from the first time, so that saying it over and over does not make it one for ever.
    """
    seen_at = func.coalesce(_FIRST, bindparam("now", type_=inbox.c.seen_at.type))
    insert = insert_into(dialect, inbox).values({**_ITS, "seen_at": seen_at})
    return Prepared(insert.on_conflict_do_nothing(index_elements=list(inbox.primary_key)).returning(_FIRST.is_(None)))


async def has_old(c: AsyncConnection, *, now: datetime) -> bool:
    """Whether there is anything to forget."""
    seen, said = _old(now)
    return bool((await c.execute(select(or_(exists().where(seen), exists().where(said))))).scalar())


async def forget_old(c: AsyncConnection, *, now: datetime) -> None:
    """What Teams sent is remembered for a day; an undecided message for two weeks."""
    seen, said = _old(now)
    await c.execute(delete(inbox).where(seen))
    await c.execute(delete(undecided).where(said))


def _old(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return inbox.c.seen_at < now - timedelta(days=1), undecided.c.said_at < now - timedelta(days=14)


async def hold(c: AsyncConnection, about: Happening, text: str) -> None:
    """Keep a message until its author has said which prompt it answers."""
    key = {"tenant": about.place.tenant, "conversation": about.place.conversation, "activity": about.activity}
    values = {"object_id": about.account.object_id, "text": text, "said_at": about.at}
    await put(c, undecided, key, values)


async def held(c: AsyncConnection, about: Happening, activity: str) -> Undecided | None:
    """The held message `activity` in the same conversation, whoever wrote it."""
    query = select(undecided).where(
        undecided.c.tenant == about.place.tenant,
        undecided.c.conversation == about.place.conversation,
        undecided.c.activity == activity,
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return Undecided(row["activity"], row["object_id"], row["text"], row["said_at"]) if row else None


async def holds_text(c: AsyncConnection, about: Happening, text: str) -> bool:
    """Whether a message of theirs with just these words is held in the same conversation."""
    mine = and_(
        undecided.c.tenant == about.place.tenant,
        undecided.c.conversation == about.place.conversation,
        undecided.c.object_id == about.account.object_id,
        undecided.c.text == text,
    )
    return bool((await c.execute(select(exists().where(mine)))).scalar())


async def let_go(c: AsyncConnection, about: Happening, activity: str) -> None:
    await c.execute(
        delete(undecided).where(
            undecided.c.tenant == about.place.tenant,
            undecided.c.conversation == about.place.conversation,
            undecided.c.activity == activity,
        )
    )


async def link_message(
    c: AsyncConnection, about: Happening, activity: str, *, municipality: str, reflection: UUID, source: str
) -> None:
    """The message went into the reflection, as the part that `source` names."""
    key = {"tenant": about.place.tenant, "conversation": about.place.conversation, "activity": activity}
    await put(c, reflection_messages, key, {"municipality": municipality, "reflection": reflection, "source": source})


async def message_link(c: AsyncConnection, about: Happening) -> MessageLink | None:
    """Which reflection the message that `about` is about (an edit or a deletion) went into."""
    query = select(reflection_messages).where(
        reflection_messages.c.tenant == about.place.tenant,
        reflection_messages.c.conversation == about.place.conversation,
        reflection_messages.c.activity == about.activity,
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return MessageLink(row["municipality"], row["reflection"], row["source"]) if row else None


async def merge_messages(c: AsyncConnection, municipality: str, reflection: UUID, parts: Collection[str]) -> None:
    """A card has rewritten the reflection: these messages are no parts of their own any more."""
    await _relink(c, municipality, reflection, reflection_messages.c.source.in_(parts), source=None)


async def part_from_messages(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    """The words are taken back: what is written next has nothing of these messages."""
    await _relink(c, municipality, reflection, true(), source="")


async def _relink(
    c: AsyncConnection, municipality: str, reflection: UUID, these: ColumnElement[bool], *, source: str | None
) -> None:
    mine = and_(reflection_messages.c.municipality == municipality, reflection_messages.c.reflection == reflection)
    await c.execute(update(reflection_messages).where(mine, these).values(source=source))

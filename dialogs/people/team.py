"""A group's people beside the members of its channel in Teams: people in one of the two and not in the other."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from dialogs.model import Account, ChannelMember, Person, user_name


@dataclass(frozen=True)
class Differences:
    """`joinable` are in the channel alone and on the municipality's list, `strangers` in the channel and on no list.

    `absent` are in the group alone.
    """

    joinable: tuple[Person, ...]
    strangers: tuple[ChannelMember, ...]
    absent: tuple[Person, ...]


def differences(
    listed: Collection[ChannelMember],
    people: Collection[tuple[Person, frozenset[Account]]],
    *,
    tenant: str,
    placed: Collection[UUID],
    members: Collection[UUID],
) -> Differences:
    """`people` are the municipality's. `placed` have a place in the group, now or later; `members` have one now.

    A member of the channel is a person of the list by account, else by user name: a guest has another account.
    """
    by_id, by_user = _by_account(people, tenant), _by_user_name(people)
    found = [(one, tuple(_persons(one, by_id, by_user))) for one in listed]
    there = {person.id for _, persons in found for person in persons}
    known = {person.id: person for _, persons in found for person in persons if person.id not in placed}
    absent = (person for person, _ in people if person.id in members and person.id not in there)
    strangers = (one for one, persons in found if not persons)
    return Differences(
        tuple(sorted(known.values(), key=_by_name)),
        tuple(sorted(strangers, key=_by_name)),
        tuple(sorted(absent, key=_by_name)),
    )


def _persons(one: ChannelMember, by_id: Mapping[str, Person], by_user: Mapping[str, Person]) -> Iterator[Person]:
    if one.id in by_id:
        yield by_id[one.id]
        return
    for written in one.user_names:
        if (name := user_name(written)) in by_user:
            yield by_user[name]


def _by_account(people: Iterable[tuple[Person, frozenset[Account]]], tenant: str) -> Mapping[str, Person]:
    return {account.object_id: person for person, known in people for account in known if account.tenant == tenant}


def _by_user_name(people: Iterable[tuple[Person, frozenset[Account]]]) -> Mapping[str, Person]:
    """Somebody erased has no user name."""
    return {user_name(person.upn): person for person, _ in people if person.upn}


def _by_name(one: Person | ChannelMember) -> tuple[str, str]:
    return one.name.casefold(), str(one.id)

"""Changes of a group's people by hand: from the known places in the group to places begun and ended."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from content.vocabulary.members import MemberDone, MemberTrouble
from dialogs.calendar.instants import end_of, local, start_of
from dialogs.model import Membership, Person, Role, user_name
from dialogs.people.roster import Ending, KnownMembership


class CannotChange(ValueError):
    """Nothing is changed, for the reason `why`."""

    def __init__(self, why: MemberTrouble) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Term:
    """From one local day to another, both included; None for now, and for no end."""

    first: date | None
    last: date | None

    def since(self, now: datetime) -> datetime:
        return now if self.first is None else max(now, start_of(self.first))

    @property
    def ended(self) -> datetime | None:
        return None if self.last is None else end_of(self.last)


@dataclass(frozen=True)
class HandChange:
    begin: tuple[Membership, ...]
    end: tuple[Ending, ...]
    done: MemberDone


def term(first: date | None, last: date | None, *, now: datetime) -> Term:
    """Raises CannotChange for a term in the past, or with its last day before its first."""
    if last is not None and first is not None and last < first:
        raise CannotChange(MemberTrouble.BACKWARDS)
    if last is not None and last < local(now).date():
        raise CannotChange(MemberTrouble.OVER)
    return Term(first, last)


def joined(
    known: Collection[KnownMembership], person: UUID, group: str, role: Role, at: Term, *, now: datetime
) -> HandChange:
    """`known` are the group's places. Another role of the same person ends when the new role begins.

    Raises CannotChange for a person with the same role at the same time, or with a later place in the group.
    """
    new = Membership(person, group, role, at.since(now), at.ended, at.first, at.last)
    mine = [one for one in known if one.membership.person == person and _overlap(one.membership, new)]
    if any(one.membership.role is role or one.membership.since > new.since for one in mine):
        raise CannotChange(MemberTrouble.ALREADY)
    end = tuple(Ending(one.id, new.since) for one in mine)
    back = [later for one in mine for later in _afterwards(one, at)]
    return HandChange((new, *back), end, MemberDone.CHANGED if mine else MemberDone.ADDED)


def _afterwards(one: KnownMembership, at: Term) -> Iterator[Membership]:
    """The rest of a place after another role of its holder, or after a substitute."""
    ended = one.membership.ended
    if at.ended is not None and (ended is None or ended > at.ended):
        yield replace(one.membership, since=at.ended, from_day=None)


def left(one: KnownMembership, last: date | None, *, now: datetime) -> HandChange:
    """A last day in the past means now."""
    today = local(now).date()
    at = now if last is None or last < today else end_of(last)
    return HandChange((), (Ending(one.id, at),), MemberDone.ENDED)


def substituted(
    known: Collection[KnownMembership], one: KnownMembership, person: UUID, at: Term, *, now: datetime
) -> HandChange:
    """The substitute has the role from day to day; the place's holder is away meanwhile, and back afterwards."""
    if at.ended is None:
        raise CannotChange(MemberTrouble.NO_DAY)
    others = [each for each in known if each.id != one.id]
    joining = joined(others, person, one.membership.group, one.membership.role, at, now=now)
    if person == one.membership.person or not _overlap(one.membership, joining.begin[0]):
        raise CannotChange(MemberTrouble.ALREADY)
    away = Ending(one.id, at.since(now))
    return HandChange((*joining.begin, *_afterwards(one, at)), (*joining.end, away), MemberDone.SUBSTITUTED)


def _overlap(one: Membership, other: Membership) -> bool:
    return (other.ended is None or one.since < other.ended) and (one.ended is None or other.since < one.ended)


def called(people: Iterable[Person], who: str) -> tuple[Person, ...]:
    """People with the name sought: by user name, else by whole name, else by the beginnings of names."""
    wanted, words = user_name(who), who.casefold().split()
    there = [one for one in people if one.upn]  # somebody erased has none
    exactly = [one for one in there if user_name(one.upn) == wanted]
    by_name = [one for one in there if one.name.casefold().split() == words]
    alike = [one for one in there if words and _begins(one.name.casefold().split(), words)]
    return tuple(exactly or by_name or alike)


def _begins(name: list[str], words: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)

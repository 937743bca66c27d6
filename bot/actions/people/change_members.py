"""The people of a group, changed by hand: somebody is added, gets another role, is ended or substituted.

The next import of the municipality's files leaves what was changed by hand as it is, until the files say the same.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import members, steps
from bot.context.members import LookedAfter
from bot.context.recording import record, record_all
from bot.context.team_beside import Compare
from content.cards.members import NOT_CHOSEN
from content.presses import AddMember, EndMember, OnMembers, ShowMembers, SubstituteMember
from content.vocabulary.conversing import OldCard
from content.vocabulary.members import (
    GroupMembers,
    GroupsLookedAfter,
    MemberDone,
    MemberForm,
    MemberTrouble,
    Namesake,
    TeamCounts,
)
from dialogs.calendar.instants import local
from dialogs.calendar.written_dates import read_date
from dialogs.model import Act, Actor, Group, Happening, Person, Role, Scope
from dialogs.people import places
from dialogs.people.places import CannotChange, HandChange, Term
from dialogs.people.roster import KnownMembership, leading_roles
from dialogs.permissions import Verb, may
from dialogs.turn import Turn, in_place
from storage import channel_counts
from storage import staffing as staffing_store
from storage.database import Database
from storage.people import all_people, one_person
from storage.units import take_turn

_NAMESAKES = 8  # at most, of a name shared by several people


class _Several(CannotChange):
    def __init__(self, people: tuple[Person, ...]) -> None:
        super().__init__(MemberTrouble.SEVERAL)
        self.people = people


async def show_groups(db: Database, about: Happening, *, actor: Actor, compare: Compare, now: datetime) -> Turn:
    """«Medlemmer»: the people of the only group looked after by the speaker, or several groups to choose among."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        groups = await members.groups_looked_after(c, actor, now=now)
        if len(groups) != 1:
            return Turn(language, say=(GroupsLookedAfter(groups),))
        mine = await members.looked_after(c, actor, groups[0].municipality, now=now)
        return Turn(language, say=(await members.members_in(c, mine, mine.town.groups[groups[0].group], now=now),))

    return await _counted(await db.read(work), actor=actor, compare=compare)


async def press_members(
    db: Database, about: Happening, press: OnMembers, *, actor: Actor, compare: Compare, now: datetime
) -> Turn:
    """The group's people afterwards, or the reason for changing nothing, with the form as filled in.

    Only people shown anew are counted beside the group's channel: a change is told at once.
    """

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is Scope.PERSONAL and actor.person_in(press.municipality) is not None:
            if not isinstance(press, ShowMembers):
                await take_turn(c, press.municipality)
            mine = await members.looked_after(c, actor, press.municipality, now=now)
            if mine.roles(press.group):
                shown = await _pressed(c, mine, mine.town.groups[press.group], press, now=now)
                return in_place(about, language, shown)
        return Turn(language, say=(OldCard(),))

    if not isinstance(press, ShowMembers):
        return await db.write(work)
    return await _counted(await db.read(work), actor=actor, compare=compare)


async def _counted(turn: Turn, *, actor: Actor, compare: Compare) -> Turn:
    """The group's people with counts of its channel: names from Teams would be stored with a card that has to wait."""
    [message] = turn.say or (turn.show,)
    if not isinstance(message, GroupMembers):
        return turn
    beside = await compare(actor, message.municipality, message.group)
    if beside is None or beside.trouble is not None:
        return turn
    team = TeamCounts(len(beside.joinable) + len(beside.strangers), len(beside.absent))
    counted = replace(message, team=team)
    return replace(turn, say=(counted,)) if turn.say else replace(turn, show=counted)


async def _pressed(
    c: AsyncConnection, mine: LookedAfter, group: Group, press: OnMembers, *, now: datetime
) -> GroupMembers:
    try:
        done, name = await _changed(c, mine, group, press, now=now)
    except CannotChange as refused:
        shown = await members.members_in(c, mine, group, now=now)
        among = tuple(Namesake(one.name, one.upn) for one in refused.people) if isinstance(refused, _Several) else ()
        return replace(shown, trouble=refused.why, form=_form(press), among=among)
    return replace(await members.members_in(c, mine, group, now=now), done=done, whom=name)


async def _changed(
    c: AsyncConnection, mine: LookedAfter, group: Group, press: OnMembers, *, now: datetime
) -> tuple[MemberDone | None, str]:
    """The kind of change, and the name of its person. Raises CannotChange."""
    known = await members.places_in(c, mine.town.id, group.id, now=now)
    match press:
        case AddMember():
            at = places.term(_day(press.from_day, now), _day(press.until_day, now), now=now)
            role, person = _role(press.role), await _person(c, mine.town.id, press.who)
            _check(mine, group, [role, *_roles_of(known, person)], person)
            change = places.joined(known, person.id, group.id, role, at, now=now)
        case EndMember():
            one = _place(known, press.number)
            person = await _of(c, mine.town.id, one)
            _check(mine, group, [one.membership.role], person)
            change = places.left(one, _day(press.until_day, now), now=now)
        case SubstituteMember():
            one = _place(known, press.number)
            person = await _person(c, mine.town.id, press.who)
            _check(mine, group, [one.membership.role, *_roles_of(known, person)], person)
            _check(mine, group, [one.membership.role], await _of(c, mine.town.id, one))
            change = places.substituted(known, one, person.id, _term(press, now), now=now)
        case _:
            return None, ""
    await _carry_out(c, mine, group, known, change, now=now)
    return change.done, person.name


def _term(press: SubstituteMember, now: datetime) -> Term:
    return places.term(_day(press.from_day, now), _day(press.until_day, now), now=now)


def _check(mine: LookedAfter, group: Group, roles: list[Role], person: Person) -> None:
    if not all(may(mine.actor, Verb.CHANGE_MEMBERS, mine.on(group.id, role, person.id)) for role in roles):
        raise CannotChange(MemberTrouble.NOT_YOURS)


def _roles_of(known: tuple[KnownMembership, ...], person: Person) -> list[Role]:
    """The roles that a change of role may end."""
    return [one.membership.role for one in known if one.membership.person == person.id]


def _role(text: str) -> Role:
    if text not in set(Role):
        raise CannotChange(MemberTrouble.NO_ROLE)
    return Role(text)


def _day(text: str, now: datetime) -> date | None:
    if not text.strip():
        return None
    found = read_date(text, today=local(now).date())
    if found is None:
        raise CannotChange(MemberTrouble.NO_DAY)
    return found


def _place(known: tuple[KnownMembership, ...], number: str) -> KnownMembership:
    if number in {"", NOT_CHOSEN}:
        raise CannotChange(MemberTrouble.NOT_CHOSEN)
    found = next((one for one in known if str(one.id) == number), None)
    if found is None:
        raise CannotChange(MemberTrouble.GONE)
    return found


async def _person(c: AsyncConnection, municipality: str, who: str) -> Person:
    found = places.called((person for person, _ in await all_people(c, municipality)), who)
    if len(found) > 1:
        raise _Several(found[:_NAMESAKES])
    if not found:
        raise CannotChange(MemberTrouble.NOBODY)
    return found[0]


async def _of(c: AsyncConnection, municipality: str, one: KnownMembership) -> Person:
    person = await one_person(c, municipality, one.membership.person)
    if person is None:
        raise LookupError("a place without a person")
    return person


def _form(press: OnMembers) -> MemberForm:
    match press:
        case AddMember():
            return MemberForm("", press.who, press.role, press.from_day, press.until_day)
        case EndMember():
            return MemberForm(press.number, until_day=press.until_day)
        case SubstituteMember():
            return MemberForm(press.number, press.who, "", press.from_day, press.until_day)
        case _:
            return MemberForm()


async def _carry_out(
    c: AsyncConnection,
    mine: LookedAfter,
    group: Group,
    known: tuple[KnownMembership, ...],
    change: HandChange,
    *,
    now: datetime,
) -> None:
    """Recorded by numbers, and by the roles that lead or coordinate; nobody is named."""
    town, actor = mine.town.id, mine.actor
    begun, ended = len(change.begin), len(change.end)
    await record(c, actor, Act.MEMBERS_CHANGED, town, group=group.name, begun=begun, ended=ended, now=now)
    gone = {ending.id for ending in change.end}
    given = leading_roles(change.begin)
    taken = leading_roles(one.membership for one in known if one.id in gone)
    named = ((Act.ROLE_GIVEN, given), (Act.ROLE_ENDED, taken))
    acts = [(act, {"role": role, "group": group.name}) for act, roles in named for role, _ in roles]
    await record_all(c, actor, acts, town, now=now)
    await staffing_store.look_again(c, town)
    await channel_counts.count_again(c, town)
    await members.change_places(c, town, change.begin, change.end, by_hand=True)

"""Permissions: a table with a rule for each verb (`RULES`, at the end), and `may`, the only function to check a right.

An actor not named by the rule is refused. Reading people's words is decided by `dialogs/sharing/circles.py`, and
letting in a tenant by `bot/entry/teams/endpoint.py`, before an event is made of a request.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from dialogs.model import Account, Actor, ActorKind, Membership, Role

# Objects of an act, each with the facts needed by its rule.


@dataclass(frozen=True)
class AskingStep:
    """A step; `asked` are the persons asked by the step in its group."""

    municipality: str
    asked: frozenset[UUID]


@dataclass(frozen=True)
class OwnAnswer:
    """An answer, or a message taken into an answer."""

    municipality: str
    author: UUID


@dataclass(frozen=True)
class UndecidedMessage:
    """A message not taken into an answer yet; `author` is an Entra object id in the message's own tenant."""

    author: str


@dataclass(frozen=True)
class OwnChoice:
    """What a person has chosen for nobody but that person."""

    municipality: str
    person: UUID


@dataclass(frozen=True)
class InGroup:
    """A group; `members` are its current memberships, needed by END_STEP alone."""

    municipality: str
    group: str
    members: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class AtSchool:
    """A group; `beside` are the groups of the same school or kindergarten, () for a group elsewhere."""

    municipality: str
    group: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupsPromise:
    """Something a group will try; `left_to` are former members, where nobody belongs to the group any more."""

    municipality: str
    group: str
    left_to: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class DigestOfSession:
    """The digest of a group's session; `named` are the readers named by the series."""

    municipality: str
    group: str
    named: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class AboutGroup:
    """A notice or digest about a group; `coordinators` are the current coordinators of the whole municipality."""

    municipality: str
    group: str
    coordinators: tuple[Membership, ...]


@dataclass(frozen=True)
class ThemesOf:
    """The themes of a digest of the group's; `members` are the group's, `coordinators` the whole municipality's."""

    municipality: str
    group: str
    members: tuple[Membership, ...]
    coordinators: tuple[Membership, ...]


@dataclass(frozen=True)
class AtMeeting:
    """A meeting; whoever is in one of `groups` takes part."""

    municipality: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class PlannedFor:
    """What is planned for several groups together; `coordinators` are the current coordinators of the municipality."""

    municipality: str
    groups: tuple[AtSchool, ...]
    coordinators: tuple[Membership, ...]


@dataclass(frozen=True)
class RoleInGroup:
    """A role in a group, given to `person` or taken from them; `coordinators` are the municipality's current ones."""

    municipality: str
    group: AtSchool
    role: Role
    person: UUID
    coordinators: tuple[Membership, ...]


@dataclass(frozen=True)
class SchoolYearOf:
    """The school days of a unit; `groups` are those of a school or kindergarten, () for a unit of another kind."""

    municipality: str
    unit: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class AboutMunicipality:
    """A notice to the coordinators of all groups of a municipality."""

    municipality: str


@dataclass(frozen=True)
class RecordOf:
    """A municipality's record."""

    municipality: str


@dataclass(frozen=True)
class HeldOf:
    """All that a municipality holds of a person."""

    municipality: str
    person: UUID


@dataclass(frozen=True)
class HeldOfAccount:
    """What is held of an account, whether or not it belongs to an imported person."""

    account: Account


@dataclass(frozen=True)
class SettingsOf:
    """A municipality's settings; `beyond` are the keys set further than a coordinator may (`dialogs/settings`)."""

    municipality: str
    beyond: frozenset[str] = frozenset()


Target = (
    HeldOf
    | HeldOfAccount
    | AskingStep
    | OwnAnswer
    | UndecidedMessage
    | OwnChoice
    | InGroup
    | AtSchool
    | GroupsPromise
    | DigestOfSession
    | AboutGroup
    | AtMeeting
    | ThemesOf
    | PlannedFor
    | RoleInGroup
    | SchoolYearOf
    | AboutMunicipality
    | RecordOf
    | SettingsOf
    | None
)


class Verb(StrEnum):
    ANSWER = "answer"
    HANDLE_OWN_WORDS = "look at, place or take back words"
    CHOOSE_OWN_RHYTHM = "choose one's own reminders, or take a pause"
    SEE_OWN_DATA = "see or take along all that is held of somebody"
    ERASE_OWN_DATA = "erase what is held of somebody"
    FORGET_ACCOUNTS = "forget the accounts of people who have been erased"
    END_STEP = "end the open step"
    LINK_GROUP = "link a group to a channel"
    READ_DIGEST = "get a session's digest"
    READ_ABOUT_GROUP = "get a meeting's digest, or a notice of what stands in the way of groups"
    PROMISE = "say what one will try, or what the group will, and tell what came of the group's"
    TELL_OF_GROUPS_PROMISE = "say what came of something that a group promised"
    PROMISE_FOR_MUNICIPALITY = "say what the municipality will try, and tell what came of it"
    SHARE_PRACTICE = "put a practice into the sharing bank, from a group"
    ANSWER_NEEDS = "answer a need of support on behalf of the municipality"
    READ_AHEAD = "get two minutes' reading ahead of a meeting, and what was decided there"
    WRITE_DECISIONS = "write down what a meeting of a group decided"
    CHOOSE_DILEMMA = "choose which of the dilemmas offered a meeting of a group takes up"
    TIDY_THEMES = "name, merge and split the themes of a digest that one reads, and move quotes between them"
    APPROVE_DRAFT = "approve the draft of a group's digest"
    DECIDE_PROPOSALS = "take a proposed question into the municipality's layer of the catalogue, or leave it"
    READ_AS_READER = "see a digest as one of its readers"
    READ_RECORD = "read the record of a municipality"
    SEE_PLAN = "see what is planned for a group"
    SEE_COVERAGE = "see which areas a group has been asked about, and when"
    READ_REPORTS = "see plans, deliveries and settings"
    PLAN_SERIES = "plan or end a series"
    CANCEL_SESSION = "cancel a session or plan it after all"
    SET_SCHOOL_YEAR = "import a school calendar"
    SET_QUIET_HOURS = "set the hours in which nobody is asked"
    SET_MUNICIPALITY = "change a municipality's settings"
    IMPORT_PEOPLE = "import a municipality's people"
    CHANGE_MEMBERS = "give somebody a role in a group, or take a role from somebody"
    TIE_NETWORK = "tie municipalities to a network"
    LAY_OVERLAY = "change a municipality's own layer of the catalogue"
    MANAGE_SENDING = "retry or cancel deliveries"
    SIGN_PEOPLE_OUT = "sign people out of the web pages"
    KEEP_WEBHOOKS = "say which addresses are told that a digest has been given back"
    KEEP_TOKENS = "make, renew or revoke the tokens that a municipality's programs read with"
    RUN_SESSIONS = "open, close and digest sessions"
    TELL_COORDINATORS = "write notices to coordinators"
    CARRY_OUT_RETENTION = "delete what a municipality's rules say"


def may(actor: Actor, verb: Verb, on: Target = None) -> bool:
    """Whether the verb's rule names the actor; `on` is the object of the act, None if the rule needs none."""
    return RULES.get(verb, nobody)(actor, on)


def nobody(_actor: Actor, _on: Target) -> bool:
    return False


def whoever_the_step_asks(actor: Actor, on: Target) -> bool:
    return isinstance(on, AskingStep) and actor.person_in(on.municipality) in on.asked


def the_author(actor: Actor, on: Target) -> bool:
    """At any time, also after leaving the group."""
    match on:
        case OwnAnswer():
            return actor.person_in(on.municipality) == on.author
        case UndecidedMessage():
            return actor.account is not None and actor.account.object_id == on.author != ""
        case _:
            return False


def the_person_alone(actor: Actor, on: Target) -> bool:
    return isinstance(on, OwnChoice) and actor.person_in(on.municipality) == on.person


def the_person(actor: Actor, on: Target) -> bool:
    """Also after leaving: what somebody wrote stays theirs to see."""
    match on:
        case HeldOf():
            return actor.person_in(on.municipality) == on.person
        case HeldOfAccount():
            return actor.account == on.account and on.account.object_id != ""
        case _:
            return False


def the_person_or_the_operator(actor: Actor, on: Target) -> bool:
    """The operator on the person's behalf, where the person has asked by post and has no account any more."""
    return the_person(actor, on) or (isinstance(on, HeldOf) and the_operator(actor, on))


def a_facilitator_or_where_there_is_none_a_leader(actor: Actor, on: Target) -> bool:
    if not isinstance(on, InGroup):
        return False
    facilitators = {member.person for member in on.members if member.role is Role.FACILITATOR}
    leaders = {member.person for member in on.members if member.role is Role.LEADER}
    return actor.person_in(on.municipality) in (facilitators or leaders)


def a_facilitator_or_coordinator_of_the_group(actor: Actor, on: Target) -> bool:
    roles = actor.roles_in(on.municipality, on.group) if isinstance(on, InGroup) else frozenset[Role]()
    return bool(roles & {Role.FACILITATOR, Role.COORDINATOR})


def a_member_who_does_not_only_observe(actor: Actor, on: Target) -> bool:
    """Today: whoever has left the group speaks for it no more."""
    return isinstance(on, InGroup) and bool(actor.roles_in(on.municipality, on.group) - {Role.OBSERVER})


def a_member_or_where_nobody_is_left_who_was_there(actor: Actor, on: Target) -> bool:
    """As the group's members told of its promises; whoever was there must still be in some group, in any role."""
    if not isinstance(on, GroupsPromise):
        return False
    was_there = actor.person_in(on.municipality) in on.left_to and bool(actor.roles_in(on.municipality))
    return was_there or a_member_who_does_not_only_observe(actor, InGroup(on.municipality, on.group))


def a_member_who_does_not_only_observe_or_a_named_reader(actor: Actor, on: Target) -> bool:
    """A named reader must still be in some group of the municipality, in any role."""
    if not isinstance(on, DigestOfSession):
        return False
    is_named = actor.person_in(on.municipality) in on.named and bool(actor.roles_in(on.municipality))
    return is_named or bool(actor.roles_in(on.municipality, on.group) - {Role.OBSERVER})


def a_member_of_a_group_there_who_does_not_only_observe(actor: Actor, on: Target) -> bool:
    if not isinstance(on, AtMeeting):
        return False
    return any(actor.roles_in(on.municipality, group) - {Role.OBSERVER} for group in on.groups)


def a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality(actor: Actor, on: Target) -> bool:
    match on:
        case AboutGroup():
            return actor.person_in(on.municipality) in coordinating(on.coordinators, on.group)
        case AboutMunicipality():
            return Role.COORDINATOR in actor.roles_in(on.municipality)
        case _:
            return False


def a_facilitator_of_the_group_or_who_coordinates_it(actor: Actor, on: Target) -> bool:
    if not isinstance(on, AboutGroup):
        return False
    facilitates = Role.FACILITATOR in actor.roles_in(on.municipality, on.group)
    return facilitates or a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality(actor, on)


def a_facilitator_where_there_is_none_a_leader_or_who_coordinates_the_group(actor: Actor, on: Target) -> bool:
    if not isinstance(on, ThemesOf):
        return False
    facilitates = a_facilitator_or_where_there_is_none_a_leader(actor, InGroup(on.municipality, on.group, on.members))
    about = AboutGroup(on.municipality, on.group, on.coordinators)
    return facilitates or a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality(actor, about)


def a_coordinator_of_the_municipality(actor: Actor, on: Target) -> bool:
    return isinstance(on, AboutMunicipality) and Role.COORDINATOR in actor.roles_in(on.municipality)


def a_coordinator_of_the_municipality_or_the_operator(actor: Actor, on: Target) -> bool:
    return isinstance(on, AboutMunicipality) and (
        a_coordinator_of_the_municipality(actor, on) or the_operator(actor, on)
    )


def a_coordinator_within_the_bounds_or_the_operator(actor: Actor, on: Target) -> bool:
    if not isinstance(on, SettingsOf):
        return False
    coordinates = a_coordinator_of_the_municipality(actor, AboutMunicipality(on.municipality))
    return (coordinates and not on.beyond) or the_operator(actor, on)


def coordinating(coordinators: Iterable[Membership], group: str) -> tuple[UUID, ...]:
    """Of the municipality's coordinators, the group's own; all of them if the group has none."""
    everywhere = tuple(coordinators)
    own = [member for member in everywhere if member.group == group]
    return tuple(dict.fromkeys(member.person for member in own or everywhere))


def somebody_of_the_group_or_a_coordinator_of_the_municipality(actor: Actor, on: Target) -> bool:
    """In any role: when and about what a group is asked is no secret."""
    if not isinstance(on, InGroup):
        return False
    return bool(actor.roles_in(on.municipality, on.group)) or Role.COORDINATOR in actor.roles_in(on.municipality)


def somebody_of_the_group_a_leader_there_or_a_coordinator_of_the_municipality(actor: Actor, on: Target) -> bool:
    """Whoever leads a group of a school sees all groups of the school: what was asked about, and nobody's answers."""
    if not isinstance(on, AtSchool):
        return False
    leads = any(Role.LEADER in actor.roles_in(on.municipality, group) for group in on.beside)
    in_group = InGroup(on.municipality, on.group)
    return leads or somebody_of_the_group_or_a_coordinator_of_the_municipality(actor, in_group)


def whoever_plans_for_each_group_or_the_operator(actor: Actor, on: Target) -> bool:
    """Nobody plans for some of the groups alone: a series is one plan for all of its groups."""
    if not isinstance(on, PlannedFor):
        return False
    plans = bool(on.groups) and all(_plans_for(actor, group, on.coordinators) for group in on.groups)
    return plans or the_operator(actor, on)


def _plans_for(actor: Actor, on: AtSchool, coordinators: tuple[Membership, ...]) -> bool:
    """A facilitator or coordinator of the group; a leader of any group of its school.

    For a group of no school, and without a coordinator of its own, any coordinator of the municipality. The groups of a
    school are the school's to plan for.
    """
    if a_facilitator_or_coordinator_of_the_group(actor, InGroup(on.municipality, on.group)):
        return True
    if on.beside:
        return any(Role.LEADER in actor.roles_in(on.municipality, group) for group in on.beside)
    about = AboutGroup(on.municipality, on.group, coordinators)
    return a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality(actor, about)


def whoever_looks_after_the_group_for_others(actor: Actor, on: Target) -> bool:
    """Nobody for themselves: whoever gave themselves a place in a group would choose whose words they read.

    A leader of a school for the school's own groups, and for any school a coordinator of the municipality, who
    appoints leaders there and nobody else. For a group of no school its coordinator, or where it has none any
    coordinator of the municipality. Coordinators are appointed by coordinators alone.
    """
    if not isinstance(on, RoleInGroup) or actor.person_in(on.municipality) in (None, on.person):
        return False
    coordinates = Role.COORDINATOR in actor.roles_in(on.municipality)
    if on.role is Role.COORDINATOR and not coordinates:
        return False
    if not on.group.beside:
        about = AboutGroup(on.municipality, on.group.group, on.coordinators)
        return a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality(actor, about)
    leads = any(Role.LEADER in actor.roles_in(on.municipality, group) for group in on.group.beside)
    return leads or (coordinates and on.role is Role.LEADER)


def may_look_after_some_group(actor: Actor) -> bool:
    """Whether the way to the groups is shown; which groups they are, CHANGE_MEMBERS says for each."""
    roles = {role for one in actor.identities for _, role in one.roles}
    return not roles.isdisjoint({Role.LEADER, Role.COORDINATOR})


def whoever_coordinates_leads_the_school_or_the_operator(actor: Actor, on: Target) -> bool:
    """A coordinator of the municipality for all of it; a leader at a school for the school alone."""
    if not isinstance(on, SchoolYearOf):
        return False
    leads = any(Role.LEADER in actor.roles_in(on.municipality, group) for group in on.groups)
    return leads or Role.COORDINATOR in actor.roles_in(on.municipality) or the_operator(actor, on)


def the_operator(actor: Actor, _on: Target) -> bool:
    """Anybody with a shell on the server, in every municipality."""
    return actor.kind is ActorKind.OPERATOR


def somebody_of_the_municipality_or_the_operator(actor: Actor, on: Target) -> bool:
    """In any role of any group, today."""
    if not isinstance(on, RecordOf):
        return False
    return bool(actor.roles_in(on.municipality)) or the_operator(actor, on)


def the_clock(actor: Actor, _on: Target) -> bool:
    return actor.kind is ActorKind.CLOCK


Rule = Callable[[Actor, Target], bool]

RULES: Mapping[Verb, Rule] = {
    Verb.ANSWER: whoever_the_step_asks,
    Verb.HANDLE_OWN_WORDS: the_author,
    Verb.CHOOSE_OWN_RHYTHM: the_person_alone,
    Verb.SEE_OWN_DATA: the_person,
    Verb.ERASE_OWN_DATA: the_person_or_the_operator,
    Verb.FORGET_ACCOUNTS: the_clock,
    Verb.END_STEP: a_facilitator_or_where_there_is_none_a_leader,
    Verb.LINK_GROUP: a_facilitator_or_coordinator_of_the_group,
    Verb.READ_DIGEST: a_member_who_does_not_only_observe_or_a_named_reader,
    Verb.READ_ABOUT_GROUP: a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality,
    Verb.PROMISE: a_member_who_does_not_only_observe,
    Verb.TELL_OF_GROUPS_PROMISE: a_member_or_where_nobody_is_left_who_was_there,
    Verb.PROMISE_FOR_MUNICIPALITY: a_coordinator_of_the_municipality,
    Verb.SHARE_PRACTICE: a_member_who_does_not_only_observe,
    Verb.ANSWER_NEEDS: a_coordinator_of_the_municipality,
    Verb.READ_AHEAD: a_member_of_a_group_there_who_does_not_only_observe,
    Verb.WRITE_DECISIONS: a_facilitator_of_the_group_or_who_coordinates_it,
    Verb.CHOOSE_DILEMMA: a_coordinator_of_the_group_or_where_it_has_none_of_the_municipality,
    Verb.TIDY_THEMES: a_facilitator_where_there_is_none_a_leader_or_who_coordinates_the_group,
    Verb.APPROVE_DRAFT: a_facilitator_of_the_group_or_who_coordinates_it,
    Verb.DECIDE_PROPOSALS: a_coordinator_of_the_municipality,
    Verb.READ_AS_READER: the_operator,
    Verb.READ_RECORD: somebody_of_the_municipality_or_the_operator,
    Verb.SEE_PLAN: somebody_of_the_group_a_leader_there_or_a_coordinator_of_the_municipality,
    Verb.SEE_COVERAGE: somebody_of_the_group_a_leader_there_or_a_coordinator_of_the_municipality,
    Verb.READ_REPORTS: the_operator,
    Verb.PLAN_SERIES: whoever_plans_for_each_group_or_the_operator,
    Verb.CANCEL_SESSION: whoever_plans_for_each_group_or_the_operator,
    Verb.SET_SCHOOL_YEAR: whoever_coordinates_leads_the_school_or_the_operator,
    Verb.SET_QUIET_HOURS: a_coordinator_of_the_municipality_or_the_operator,
    Verb.SET_MUNICIPALITY: a_coordinator_within_the_bounds_or_the_operator,
    Verb.IMPORT_PEOPLE: a_coordinator_of_the_municipality_or_the_operator,
    Verb.CHANGE_MEMBERS: whoever_looks_after_the_group_for_others,
    Verb.TIE_NETWORK: a_coordinator_of_the_municipality_or_the_operator,
    Verb.LAY_OVERLAY: a_coordinator_of_the_municipality_or_the_operator,
    Verb.MANAGE_SENDING: the_operator,
    Verb.SIGN_PEOPLE_OUT: the_operator,
    Verb.KEEP_TOKENS: the_operator,
    Verb.KEEP_WEBHOOKS: the_operator,
    Verb.RUN_SESSIONS: the_clock,
    Verb.TELL_COORDINATORS: the_clock,
    Verb.CARRY_OUT_RETENTION: the_clock,
}

"""Permissions: every verb against every kind of actor, refused wherever no rule allows it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from dialogs.model import Account, Actor, Identity, Membership, Role
from dialogs.permissions import (
    RULES,
    AboutGroup,
    AboutMunicipality,
    AskingStep,
    AtMeeting,
    AtSchool,
    DigestOfSession,
    GroupsPromise,
    HeldOf,
    HeldOfAccount,
    InGroup,
    OwnAnswer,
    OwnChoice,
    PlannedFor,
    RecordOf,
    RoleInGroup,
    SchoolYearOf,
    SettingsOf,
    Target,
    ThemesOf,
    UndecidedMessage,
    Verb,
    may,
)

ROLES = {
    "coordinator": Role.COORDINATOR,
    "facilitator": Role.FACILITATOR,
    "leader": Role.LEADER,
    "participant": Role.PARTICIPANT,
    "observer": Role.OBSERVER,
}
PEOPLE = {name: UUID(int=number) for number, name in enumerate(("author", "reader", "elsewhere", *ROLES), start=1)}
MEMBERS = tuple(
    Membership(PEOPLE[name], "laget", role, datetime(2026, 8, 1, tzinfo=UTC)) for name, role in ROLES.items()
)
COORDINATORS = tuple(member for member in MEMBERS if member.role is Role.COORDINATOR)


def at(name: str, *identities: Identity) -> Actor:
    return Actor.at(Account("tenant", name)).looked_up(identities)


def actor_with(name: str, *memberships: Membership, municipality: str = "nordvik") -> Actor:
    return at(name, Identity.of(municipality, PEOPLE[name], memberships))


ACTORS: Mapping[str, Actor] = {
    "operator": Actor.operator(),
    "clock": Actor.clock(),
    "stranger": at("stranger"),
    # Has written something once, and is in no group any more.
    "author": actor_with("author"),
    "reader": actor_with("reader", replace(MEMBERS[-1], person=PEOPLE["reader"], group="rektorene")),
    "elsewhere": actor_with("elsewhere", replace(MEMBERS[0], person=PEOPLE["elsewhere"], group="rektorene")),
    **{name: actor_with(name, member) for name, member in zip(ROLES, MEMBERS, strict=True)},
    # The same ids of persons and groups, in an unrelated municipality.
    **{
        f"{name} of another": actor_with(name, member, municipality="sørvik")
        for name, member in zip(ROLES, MEMBERS, strict=True)
    },
}

OPERATING = (None, {"operator"})
TIMED = (None, {"clock"})
LAGET = AtSchool("nordvik", "laget", ("laget", "et annet"))
PLANNED = PlannedFor("nordvik", (LAGET,), COORDINATORS)
ASKED = frozenset({PEOPLE["facilitator"], PEOPLE["leader"], PEOPLE["participant"]})
CASES: Mapping[Verb, tuple[Target, set[str]]] = {
    Verb.ANSWER: (AskingStep("nordvik", ASKED), {"facilitator", "leader", "participant"}),
    Verb.HANDLE_OWN_WORDS: (OwnAnswer("nordvik", PEOPLE["author"]), {"author"}),
    Verb.CHOOSE_OWN_RHYTHM: (OwnChoice("nordvik", PEOPLE["author"]), {"author"}),
    Verb.SEE_OWN_DATA: (HeldOf("nordvik", PEOPLE["author"]), {"author"}),
    Verb.ERASE_OWN_DATA: (HeldOf("nordvik", PEOPLE["author"]), {"author", "operator"}),
    Verb.FORGET_ACCOUNTS: TIMED,
    Verb.END_STEP: (InGroup("nordvik", "laget", MEMBERS), {"facilitator"}),
    Verb.LINK_GROUP: (InGroup("nordvik", "laget"), {"facilitator", "coordinator"}),
    Verb.READ_DIGEST: (
        DigestOfSession("nordvik", "laget", frozenset({PEOPLE["reader"], PEOPLE["author"]})),
        {"coordinator", "facilitator", "leader", "participant", "reader"},
    ),
    Verb.READ_ABOUT_GROUP: (AboutGroup("nordvik", "laget", COORDINATORS), {"coordinator"}),
    Verb.SHARE_PRACTICE: (InGroup("nordvik", "laget"), {"coordinator", "facilitator", "leader", "participant"}),
    Verb.PROMISE: (InGroup("nordvik", "laget"), {"coordinator", "facilitator", "leader", "participant"}),
    Verb.TELL_OF_GROUPS_PROMISE: (
        GroupsPromise("nordvik", "laget", frozenset({PEOPLE["elsewhere"]})),
        {"coordinator", "facilitator", "leader", "participant", "elsewhere"},
    ),
    Verb.PROMISE_FOR_MUNICIPALITY: (AboutMunicipality("nordvik"), {"coordinator", "elsewhere"}),
    Verb.ANSWER_NEEDS: (AboutMunicipality("nordvik"), {"coordinator", "elsewhere"}),
    Verb.READ_AHEAD: (
        AtMeeting("nordvik", ("laget", "et annet")),
        {"coordinator", "facilitator", "leader", "participant"},
    ),
    Verb.WRITE_DECISIONS: (AboutGroup("nordvik", "laget", COORDINATORS), {"coordinator", "facilitator"}),
    Verb.CHOOSE_DILEMMA: (AboutGroup("nordvik", "laget", COORDINATORS), {"coordinator"}),
    Verb.TIDY_THEMES: (ThemesOf("nordvik", "laget", MEMBERS, COORDINATORS), {"coordinator", "facilitator"}),
    Verb.APPROVE_DRAFT: (AboutGroup("nordvik", "laget", COORDINATORS), {"coordinator", "facilitator"}),
    Verb.DECIDE_PROPOSALS: (AboutMunicipality("nordvik"), {"coordinator", "elsewhere"}),
    Verb.READ_AS_READER: OPERATING,
    Verb.READ_RECORD: (RecordOf("nordvik"), {"operator", "reader", "elsewhere", *ROLES}),
    Verb.SEE_PLAN: (AtSchool("nordvik", "et annet", ("laget", "et annet")), {"coordinator", "elsewhere", "leader"}),
    Verb.SEE_COVERAGE: (AtSchool("nordvik", "et annet", ("laget", "et annet")), {"coordinator", "elsewhere", "leader"}),
    Verb.READ_REPORTS: OPERATING,
    Verb.PLAN_SERIES: (PLANNED, {"operator", "coordinator", "facilitator", "leader"}),
    Verb.CANCEL_SESSION: (PLANNED, {"operator", "coordinator", "facilitator", "leader"}),
    Verb.SET_SCHOOL_YEAR: (
        SchoolYearOf("nordvik", "skolen", ("laget", "et annet")),
        {"operator", "coordinator", "elsewhere", "leader"},
    ),
    Verb.SET_QUIET_HOURS: (AboutMunicipality("nordvik"), {"operator", "coordinator", "elsewhere"}),
    Verb.SET_MUNICIPALITY: (SettingsOf("nordvik"), {"operator", "coordinator", "elsewhere"}),
    Verb.IMPORT_PEOPLE: (AboutMunicipality("nordvik"), {"operator", "coordinator", "elsewhere"}),
    Verb.CHANGE_MEMBERS: (RoleInGroup("nordvik", LAGET, Role.PARTICIPANT, PEOPLE["author"], COORDINATORS), {"leader"}),
    Verb.TIE_NETWORK: (AboutMunicipality("nordvik"), {"operator", "coordinator", "elsewhere"}),
    Verb.LAY_OVERLAY: (AboutMunicipality("nordvik"), {"operator", "coordinator", "elsewhere"}),
    Verb.MANAGE_SENDING: OPERATING,
    Verb.SIGN_PEOPLE_OUT: OPERATING,
    Verb.KEEP_TOKENS: OPERATING,
    Verb.KEEP_WEBHOOKS: OPERATING,
    Verb.RUN_SESSIONS: TIMED,
    Verb.TELL_COORDINATORS: TIMED,
    Verb.CARRY_OUT_RETENTION: TIMED,
}
"""Verb -> (an object of the verb, the allowed among ACTORS)."""


def test_every_verb_has_a_rule_and_a_case() -> None:
    assert set(RULES) == set(CASES) == set(Verb)


@pytest.mark.parametrize("verb", Verb)
def test_each_verb_is_allowed_to_exactly_the_actors_of_its_rule(verb: Verb) -> None:
    on, allowed = CASES[verb]
    assert {name for name, actor in ACTORS.items() if may(actor, verb, on)} == allowed
    assert set(ACTORS) - allowed


@pytest.mark.parametrize("verb", [verb for verb in Verb if CASES[verb][0] is not None])
def test_a_verb_on_an_object_outside_its_rule_is_refused_to_everybody(verb: Verb) -> None:
    others = [on for on, _ in CASES.values() if not isinstance(on, type(CASES[verb][0]))]
    if verb is Verb.HANDLE_OWN_WORDS:
        others = [on for on in others if not isinstance(on, UndecidedMessage)]
    if verb in (Verb.READ_ABOUT_GROUP, Verb.WRITE_DECISIONS, Verb.APPROVE_DRAFT, Verb.CHOOSE_DILEMMA):
        others = [on for on in others if not isinstance(on, AboutMunicipality)]
    assert [name for on in others for name, actor in ACTORS.items() if may(actor, verb, on)] == []


def test_an_account_that_nobody_has_looked_up_may_nothing() -> None:
    actor = Actor.at(Account("tenant", "participant"))
    assert [verb for verb, (on, _) in CASES.items() if may(actor, verb, on)] == []


def test_a_leader_opens_the_next_step_where_the_group_has_no_facilitator() -> None:
    without = tuple(member for member in MEMBERS if member.role is not Role.FACILITATOR)
    on = InGroup("nordvik", "laget", without)
    assert {name for name, actor in ACTORS.items() if may(actor, Verb.END_STEP, on)} == {"leader"}
    nobody = InGroup("nordvik", "laget", MEMBERS[-2:])
    assert [name for name, actor in ACTORS.items() if may(actor, Verb.END_STEP, nobody)] == []


def test_a_group_without_a_coordinator_has_all_of_the_municipality() -> None:
    on = AboutGroup("nordvik", "et annet", COORDINATORS)
    assert {name for name, actor in ACTORS.items() if may(actor, Verb.READ_ABOUT_GROUP, on)} == {"coordinator"}
    of_its_own = replace(COORDINATORS[0], person=PEOPLE["elsewhere"], group="et annet")
    on = AboutGroup("nordvik", "et annet", (*COORDINATORS, of_its_own))
    assert {name for name, actor in ACTORS.items() if may(actor, Verb.READ_ABOUT_GROUP, on)} == {"elsewhere"}


def test_notices_about_a_municipality_are_read_by_coordinators_alone() -> None:
    on = AboutMunicipality("nordvik")
    allowed = {name for name, actor in ACTORS.items() if may(actor, Verb.READ_ABOUT_GROUP, on)}
    assert allowed == {"coordinator", "elsewhere"}


def test_an_undecided_message_is_its_authors_and_nobodys_where_teams_named_no_author() -> None:
    def allowed(author: str) -> set[str]:
        return {name for name, actor in ACTORS.items() if may(actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(author))}

    assert allowed("author") == {"author"}
    assert allowed("") == set()
    assert not may(Actor.at(Account("tenant", "")), Verb.HANDLE_OWN_WORDS, UndecidedMessage(""))


def test_what_is_held_of_an_account_is_seen_by_that_account_alone() -> None:
    on = HeldOfAccount(Account("tenant", "stranger"))
    assert {name for name, actor in ACTORS.items() if may(actor, Verb.SEE_OWN_DATA, on)} == {"stranger"}
    nameless = Account("tenant", "")
    assert not may(Actor.at(nameless), Verb.SEE_OWN_DATA, HeldOfAccount(nameless))


def test_a_setting_beyond_a_coordinators_bounds_is_the_operators_alone() -> None:
    on = SettingsOf("nordvik", frozenset({"hold.until"}))
    assert {name for name, actor in ACTORS.items() if may(actor, Verb.SET_MUNICIPALITY, on)} == {"operator"}


PLANNING = {
    # Groups of the same school: the leader's, and another.
    ("laget",): {"operator", "coordinator", "facilitator", "leader"},
    ("et annet",): {"operator", "leader"},
    ("laget", "et annet"): {"operator", "leader"},
    # Of another school, and its own coordinator.
    ("naboens",): {"operator"},
    ("laget", "naboens"): {"operator"},
    # Of no school: the coordinators of the group, or where it has none all of the municipality.
    ("rektorene",): {"operator", "elsewhere"},
    ("nettverket",): {"operator", "coordinator", "elsewhere"},
    ("rektorene", "nettverket"): {"operator", "elsewhere"},
    ("laget", "nettverket"): {"operator", "coordinator"},
    (): {"operator"},
}
"""Groups of a plan -> the allowed among ACTORS."""


@pytest.mark.parametrize("groups", PLANNING, ids=" + ".join)
@pytest.mark.parametrize("verb", [Verb.PLAN_SERIES, Verb.CANCEL_SESSION])
def test_a_plan_is_made_by_whoever_may_plan_for_every_one_of_its_groups(verb: Verb, groups: tuple[str, ...]) -> None:
    schools = {"laget": ("laget", "et annet"), "et annet": ("laget", "et annet"), "naboens": ("naboens",)}
    of_rektorene = replace(COORDINATORS[0], person=PEOPLE["elsewhere"], group="rektorene")
    named = tuple(AtSchool("nordvik", group, schools.get(group, ())) for group in groups)
    on = PlannedFor("nordvik", named, (*COORDINATORS, of_rektorene))
    assert {name for name, actor in ACTORS.items() if may(actor, verb, on)} == PLANNING[groups]


GIVING = {
    # A group of a school: its leaders, and for its leaders any coordinator of the municipality.
    ("laget", Role.PARTICIPANT): {"leader"},
    ("et annet", Role.FACILITATOR): {"leader"},
    ("et annet", Role.LEADER): {"leader", "coordinator", "elsewhere"},
    ("laget", Role.COORDINATOR): set[str](),
    ("naboens", Role.PARTICIPANT): set[str](),
    ("naboens", Role.LEADER): {"coordinator", "elsewhere"},
    # Of no school: the group's coordinator, or where it has none any coordinator.
    ("rektorene", Role.LEADER): {"elsewhere"},
    ("rektorene", Role.COORDINATOR): {"elsewhere"},
    ("nettverket", Role.COORDINATOR): {"coordinator", "elsewhere"},
    ("nettverket", Role.OBSERVER): {"coordinator", "elsewhere"},
}
"""(group, role) -> the allowed among ACTORS to give somebody else the role."""


@pytest.mark.parametrize(("group", "role"), GIVING)
def test_a_role_is_given_by_whoever_looks_after_the_group_and_never_to_oneself(group: str, role: Role) -> None:
    schools = {"laget": ("laget", "et annet"), "et annet": ("laget", "et annet"), "naboens": ("naboens",)}
    coordinators = (*COORDINATORS, replace(COORDINATORS[0], person=PEOPLE["elsewhere"], group="rektorene"))
    place = AtSchool("nordvik", group, schools.get(group, ()))

    def allowed(person: UUID) -> set[str]:
        on = RoleInGroup("nordvik", place, role, person, coordinators)
        return {name for name, actor in ACTORS.items() if may(actor, Verb.CHANGE_MEMBERS, on)}

    assert allowed(PEOPLE["author"]) == GIVING[group, role]
    for name in GIVING[group, role]:
        assert allowed(PEOPLE[name]) == GIVING[group, role] - {name}

"""A group's people beside the members of its channel: the same person by account, else by user name."""

from uuid import UUID

import pytest

from dialogs.model import Account, ChannelMember, Person
from dialogs.people.team import differences

TENANT = "tenant"


def person(number: int, *, tenant: str = TENANT, upn: str = "") -> tuple[Person, frozenset[Account]]:
    of = Person("nes", UUID(int=number), f"Person {number}", upn or f"p{number}@nes.example", None)
    return of, frozenset({Account(tenant, f"account-{number}")})


PEOPLE = (person(1), person(2, tenant="elsewhere"), person(3))
ONE, TWO, THREE = (of for of, _ in PEOPLE)

CASES = {
    "by account": (ChannelMember("account-1"), {ONE}),
    "by account, whatever the name": (ChannelMember("account-1", "", frozenset({"p3@nes.example"})), {ONE}),
    "an account of another tenant": (ChannelMember("account-2"), set()),
    "a guest by the address": (ChannelMember("guest", "Two", frozenset({"P2@nes.example", "p2#EXT#@x"})), {TWO}),
    "nobody": (ChannelMember("29:unknown", "Somebody"), set()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_member_of_the_channel_is_a_person_of_the_list(case: str) -> None:
    one, people = CASES[case]
    found = differences([one], PEOPLE, tenant=TENANT, placed=(), members=())
    assert set(found.joinable) == people
    assert found.strangers == (() if people else (one,))


def test_a_place_to_come_is_neither_offered_nor_missed() -> None:
    there = [ChannelMember("account-1"), ChannelMember("account-3")]
    found = differences(there, PEOPLE, tenant=TENANT, placed={ONE.id, TWO.id}, members=())
    assert (found.joinable, found.strangers, found.absent) == ((THREE,), (), ())


def test_people_of_the_group_alone_are_absent_by_name() -> None:
    everybody = {ONE.id, TWO.id, THREE.id}
    found = differences([ChannelMember("account-1")], PEOPLE[::-1], tenant=TENANT, placed=everybody, members=everybody)
    assert (found.joinable, found.absent) == ((), (TWO, THREE))


def test_somebody_erased_has_no_user_name_to_be_known_by() -> None:
    erased = (Person("nes", UUID(int=9), "", "", None), frozenset[Account]())
    one = ChannelMember("29:nameless", "", frozenset({" "}))
    assert differences([one], [erased], tenant=TENANT, placed=(), members=()).strangers == (one,)

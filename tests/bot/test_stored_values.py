from datetime import UTC, date, datetime, time
from uuid import UUID

from bot.context.stored_values import as_json, from_json
from dialogs.model import Account, Group, GroupKind, Language, Role
from dialogs.people.before import Before, Called, ChangedAccount, ChangedGroup, ChangedPerson, ChangedPlaces
from dialogs.people.roster import MembershipRow, RosterFile
from dialogs.people.undoing import Left
from tests.bot.test_folder import READ

ID = UUID("0f8b5c1e-0000-4000-8000-000000000001")
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_list_comes_back_as_it_was_stored() -> None:
    assert from_json(RosterFile, as_json(READ)) == READ
    dated = MembershipRow("x", "team", Role.LEADER, date(2026, 8, 1), None)
    assert from_json(MembershipRow, as_json(dated)) == dated


def test_what_undoing_needs_comes_back_as_it_was_stored() -> None:
    group = Group("team", "nes", GroupKind.TEAM, "Teamet", time(14, 30))
    before = Before(
        groups=(ChangedGroup(None, group), ChangedGroup(group, group)),
        people=(ChangedPerson(None, Called(ID, "Guro", "guro@nordvik.example", Language.NN)),),
        accounts=(ChangedAccount(Account("tenant", "id"), None, ID),),
        places=(ChangedPlaces(ID, "team", ((1, AT), (2, None)), (2,), ((1, None),), (Role.LEADER,), ()),),
        by_hand=((ID, "team"),),
    )
    assert from_json(Before, as_json(before)) == before
    left = Left(places=(("Guro", "Teamet"),), own=("Teamet",))
    assert from_json(Left, as_json(left)) == left

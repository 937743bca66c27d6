"""A municipality as a folder of three CSV files (units, groups, people); all faults are reported at once."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

from bot.errors import WrongFolder
from bot.imports.encodings import Source
from bot.imports.stages import stages_fault
from bot.imports.tables import Row, Table, read_table
from content.vocabulary import file_faults as f
from content.vocabulary.file_faults import Fault, Noun
from dialogs.model import Group, GroupKind, Language, Role, Unit, UnitKind, limits, user_name
from dialogs.people.roster import MembershipRow, PersonRow, RosterFile

FILES = ("units.csv", "groups.csv", "people.csv")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UPN = re.compile(r"(?!mailto:)[^@\s<>(),;:\"\[\]]+@[^@\s<>(),;:\"\[\]]+", re.IGNORECASE)
_ALSO = {
    "navn": "name",
    "type": "kind",
    "språk": "language",
    "trinn": "stages",
    "enhet": "unit",
    "gruppe": "group",
    "rolle": "role",
    "fra": "from",
    "til": "until",
    "klokkeslett": "time",
    "overordnet": "parent",
    "object_id": "aad_object_id",
    "objectid": "aad_object_id",
    "objekt_id": "aad_object_id",
    "userprincipalname": "upn",
    "user_principal_name": "upn",
    "brukernavn": "upn",
}
"""Other names of columns."""


def read_folder(folder: Path) -> RosterFile:
    """The folder's content, checked. Raises WrongFolder."""
    if not folder.is_dir():
        raise WrongFolder([Fault(str(folder), 0, "", f.NoFolder(FILES))])
    units, groups, people = (folder / name for name in FILES)
    return read_files(units, groups, people)


def read_files(units: Source, groups: Source, people: Source) -> RosterFile:
    """The content of the three files, checked. Raises WrongFolder."""
    faults: list[Fault] = []
    units_table, groups_table, people_table = _tables(units, groups, people, faults)
    all_units = _units(units_table, faults)
    all_groups = _groups(groups_table, units_table)
    all_people, memberships = _people(people_table, groups_table)
    if faults:
        raise WrongFolder(sorted(faults, key=lambda fault: (FILES.index(fault.file), fault.line)))
    [municipality] = (unit.id for unit in all_units if UnitKind.MUNICIPALITY in unit.kinds)
    return RosterFile(municipality, all_units, all_groups, all_people, memberships)


def _tables(units: Source, groups: Source, people: Source, faults: list[Fault]) -> tuple[Table, Table, Table]:
    return (
        read_table(
            units,
            required=("id", "kind", "name"),
            optional=("parent", "language", "stages"),
            also=_ALSO,
            faults=faults,
        ),
        read_table(groups, required=("id", "unit", "kind", "name"), optional=("time",), also=_ALSO, faults=faults),
        read_table(
            people,
            required=("aad_object_id", "name", "upn", "group", "role"),
            optional=("language", "from", "until", "same_as"),
            also=_ALSO,
            faults=faults,
        ),
    )


def _ids(table: Table) -> dict[str, Row]:
    """The first row of each id, faulty rows included, so a fault does not cause others."""
    return {row.raw("id"): row for row in reversed(table.rows) if row.raw("id")}


def _check_ids(table: Table, noun: Noun) -> None:
    first = _ids(table)
    for row in table.rows:
        value = row.id("id")
        if value and first[value] is not row:
            row.fault("id", f.ThereAlready(noun, value, first[value].line))


# Units


def _units(table: Table, faults: list[Fault]) -> tuple[Unit, ...]:
    _check_ids(table, Noun.UNIT)
    if not table.sound:
        return ()
    rows = _ids(table)
    kinds = {id_: _kinds(row) for id_, row in rows.items()}
    _check_tree(rows, kinds, faults)
    languages = {id_: _language(row, rows) for id_, row in rows.items()}
    return tuple(
        Unit(id_, kinds[id_], row.text("name"), row.raw("parent") or None, languages[id_], _stages(row, kinds[id_]))
        for id_, row in sorted(rows.items(), key=lambda pair: pair[1].line)
    )


def _kinds(row: Row) -> frozenset[UnitKind]:
    """Several kinds are joined by +, as in school+kindergarten."""
    named = [part.strip() for part in row.raw("kind").split("+")]
    kinds = (row.choice("kind", UnitKind, name) for name in named)
    return frozenset(kind for kind in kinds if kind is not None)


def _stages(row: Row, kinds: frozenset[UnitKind]) -> str:
    stages = row.raw("stages")
    if why := stages_fault(stages, is_school=UnitKind.SCHOOL in kinds):
        row.fault("stages", why)
    return row.check_length("stages", stages, limits.STAGES)


def _check_tree(rows: Mapping[str, Row], kinds: Mapping[str, frozenset[UnitKind]], faults: list[Fault]) -> None:
    """Checks for a single municipality, with only networks above or beside, and every other unit below."""
    owners = [id_ for id_, kind in kinds.items() if UnitKind.MUNICIPALITY in kind]
    owners.sort(key=lambda id_: rows[id_].line)
    if not owners and all(kinds.values()):
        faults.append(Fault("units.csv", 0, "kind", f.NoMunicipality()))
    for id_ in owners[1:]:
        rows[id_].fault("kind", f.SecondMunicipality(owners[0], rows[owners[0]].line))
    for id_, row in rows.items():
        parent = row.raw("parent")
        if parent and not row.check_known("parent", parent, rows.keys() - {id_}, Noun.OTHER_UNIT):
            continue
        above = _above(id_, rows)
        if id_ in above:
            row.fault("parent", f.ParentsInCircle((id_, *above)))
        elif len(owners) == 1:
            _check_place(row, above, kinds, owners[0])


def _check_place(row: Row, above: Sequence[str], kinds: Mapping[str, frozenset[UnitKind]], owner: str) -> None:
    id_ = row.raw("id")
    if id_ == owner:
        if any(UnitKind.NETWORK not in kinds.get(unit, (UnitKind.NETWORK,)) for unit in above):
            row.fault("parent", f.NoNetworkAbove())
    elif kinds[id_] and UnitKind.NETWORK not in kinds[id_] and owner not in above:
        row.fault("parent", f.OutsideMunicipality(owner))


def _above(id_: str, rows: Mapping[str, Row]) -> tuple[str, ...]:
    """The units above, nearest first; a cycle ends with the first unit met twice."""
    above: list[str] = []
    parent = rows[id_].raw("parent")
    while parent in rows:
        above.append(parent)
        if parent == id_ or above.count(parent) > 1:
            break
        parent = rows[parent].raw("parent")
    return tuple(above)


def _language(row: Row, rows: Mapping[str, Row]) -> Language:
    """The unit's own language, or the nearest above; a fault where no unit above has one."""
    if row.raw("language"):
        return row.choice("language", Language) or Language.NB
    said = (rows[unit].raw("language").casefold() for unit in _above(row.raw("id"), rows))
    nearest = next((language for language in said if language), "")
    if not nearest and not row.raw("parent"):
        row.fault("language", f.NeedsLanguage(tuple(Language)))
    return Language(nearest) if nearest in set(Language) else Language.NB


# Groups


def _groups(table: Table, units: Table) -> tuple[Group, ...]:
    _check_ids(table, Noun.GROUP)
    known = _ids(units)
    groups = tuple(_group(row, known if units.sound else None) for row in table.rows)
    principals = [row for row in table.rows if row.raw("kind").casefold() == GroupKind.PRINCIPALS]
    for row in principals[1:]:
        row.fault("kind", f.SecondPrincipals(principals[0].line))
    return groups


def _group(row: Row, units: Mapping[str, Row] | None) -> Group:
    if units is not None:
        row.check_known("unit", row.raw("unit"), units.keys(), Noun.UNIT)
    kind = row.choice("kind", GroupKind) or GroupKind.TEAM
    return Group(row.raw("id"), row.raw("unit"), kind, row.text("name"), row.clock("time"))


# People


@dataclass(frozen=True)
class _Entry:
    row: Row
    person: PersonRow
    membership: MembershipRow


def _people(table: Table, groups: Table) -> tuple[tuple[PersonRow, ...], tuple[MembershipRow, ...]]:
    known = _ids(groups)
    entries = [_entry(row, known if groups.sound else None) for row in table.rows]
    people: dict[str, PersonRow] = {}
    for of_one in _by(entries, lambda entry: entry.person.object_id):
        people[of_one[0].person.object_id] = _one_person(of_one)
        for in_one in _by(of_one, lambda entry: entry.membership.group):
            _check_periods(in_one)
    for of_upn in _by(entries, lambda entry: entry.person.upn):
        _check_upn(of_upn)
    for entry in entries:
        _check_same_as(entry, people)
    return tuple(people.values()), tuple(entry.membership for entry in entries)


def _entry(row: Row, groups: Mapping[str, Row] | None) -> _Entry:
    object_id, upn = row.raw("aad_object_id").lower(), user_name(row.raw("upn"))
    if not _GUID.fullmatch(object_id):
        row.fault("aad_object_id", f.NotAnObjectId(object_id))
    if not _UPN.fullmatch(row.check_length("upn", upn, limits.USER_NAME)):
        row.fault("upn", f.NotAUserName(upn))
    if groups is not None:
        row.check_known("group", row.raw("group"), groups.keys(), Noun.GROUP)
    language = row.choice("language", Language) if row.raw("language") else None
    role = row.choice("role", Role) or Role.PARTICIPANT
    begins, ends = row.day("from"), row.day("until")
    if begins and ends and ends < begins:
        row.fault("until", f.EndsBefore(ends, begins))
    person = PersonRow(object_id, row.text("name"), upn, language, _same_as(row), row.line)
    return _Entry(row, person, MembershipRow(object_id, row.raw("group"), role, begins, ends))


def _same_as(row: Row) -> str:
    former = row.raw("same_as").lower()
    if former and not _GUID.fullmatch(former):
        row.fault("same_as", f.NotFormerId(former))
    return former


def _check_same_as(entry: _Entry, people: Mapping[str, PersonRow]) -> None:
    """A fault where `same_as`, followed from row to row, runs in a circle and never ends at a first object id."""
    met, at = [entry.person.object_id], people.get(entry.person.same_as)
    while at is not None and at.object_id not in met:
        met.append(at.object_id)
        at = people.get(at.same_as)
    if at is not None and at.object_id != met[-1]:
        entry.row.fault("same_as", f.EachTheOther())


def _by(entries: Sequence[_Entry], key: Callable[[_Entry], str]) -> Iterator[list[_Entry]]:
    """The entries that share a key, in file order; entries with an empty key are left out."""
    shared: dict[str, list[_Entry]] = {}
    for entry in entries:
        shared.setdefault(key(entry), []).append(entry)
    return (several for value, several in shared.items() if value)


def _one_person(entries: Sequence[_Entry]) -> PersonRow:
    """The person of all rows with one object id; language and same_as may be empty in some of the rows."""
    first = entries[0]
    spoken = next((entry for entry in entries if entry.person.language), first)
    for entry in entries[1:]:
        _check_alike(entry, first, "name", entry.person.name, first.person.name)
        _check_alike(entry, first, "upn", entry.person.upn, first.person.upn)
    for entry in entries:
        if entry.person.language:
            _check_alike(entry, spoken, "language", entry.person.language, spoken.person.language)
    told = next((entry for entry in entries if entry.person.same_as), first)
    for entry in entries:
        if entry.person.same_as:
            _check_alike(entry, told, "same_as", entry.person.same_as, told.person.same_as)
    return replace(first.person, language=spoken.person.language, same_as=told.person.same_as)


def _check_alike(entry: _Entry, first: _Entry, column: str, here: str, there: str | None) -> None:
    if here != there:
        entry.row.fault(column, f.NotAlike(here, there or "", first.row.line))


def _check_upn(entries: Sequence[_Entry]) -> None:
    first = entries[0]
    for entry in entries[1:]:
        if entry.person.object_id != first.person.object_id:
            entry.row.fault("upn", f.UserNameOfAnother(entry.person.upn, first.row.line))


def _check_periods(entries: Sequence[_Entry]) -> None:
    for earlier, entry in combinations(entries, 2):
        first, second = earlier.membership, entry.membership
        begins = max(first.from_day or date.min, second.from_day or date.min)
        ends = min(first.until_day or date.max, second.until_day or date.max)
        if begins <= ends:
            entry.row.fault("group", f.TwiceInGroup(second.group, earlier.row.line))

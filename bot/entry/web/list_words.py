"""The sentences in the template of a municipality's list, in the page's language."""

from collections.abc import Iterable, Sequence

from content.cards.looking_after import vacant_line
from content.dates import full_date
from content.file_words import place_of, why_of
from content.language import Language
from content.vocabulary.file_faults import Fault
from content.vocabulary.looking_after import VacantPost
from content.vocabulary.members import GroupMembers
from content.vocabulary.people_files import (
    Done,
    FieldChanged,
    FormerIdAsked,
    GroupRows,
    ListDone,
    ListRefused,
    ListShown,
    PlaceRow,
    PlaceTerm,
    RoleCount,
    StayingPlace,
    ThingRow,
)
from content.wording import phrase, plural_phrase

Row = tuple[str, str, str]
"""What becomes of whom, and how."""


class ListWords:
    """Each method is called by the template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def place(self, fault: Fault) -> str:
        return place_of(fault, self._language)

    def why(self, fault: Fault) -> str:
        return why_of(fault.why, self._language)

    def vacant(self, post: VacantPost) -> str:
        return vacant_line(post, self._language)

    def refused(self, refused: ListRefused) -> str:
        return self._say(refused, refused.trouble, names=", ".join(refused.names))

    def numbers(self, done: ListDone) -> str:
        return self._say(done, "text")

    def counts(self, shown: ListShown) -> str:
        return self._say(shown, "counts" if shown.added + shown.changed + shown.ended else "nothing")

    def people_summary(self, shown: ListShown) -> str:
        number = len(shown.people) + shown.more_people
        return plural_phrase(shown, "people", self._language, number, rows=number)

    def things_summary(self, things: Sequence[ThingRow]) -> str:
        return plural_phrase(ListShown, "things", self._language, len(things), rows=len(things))

    def things(self, things: Iterable[ThingRow]) -> list[Row]:
        return [self._thing(one) for one in things]

    def _thing(self, one: ThingRow) -> Row:
        return self._say(one, f"{one.done}_{one.thing}"), f"{one.name} ({one.told})", self._how(one)

    def _how(self, one: ThingRow) -> str:
        further = [self._say(one, "further_account")] if one.has_further_account else []
        return ", ".join([*map(self._field, one.fields), *further])

    def _field(self, one: FieldChanged) -> str:
        nothing = self._say(one, "nothing")
        return f"{self._say(one, f'field_{one.field}')}: {one.before or nothing} → {one.after or nothing}"

    def group_summary(self, group: GroupRows) -> str:
        """`Team A (nye plasser: 3 Deltaker; avsluttes: 1 Leder)`."""
        begun = self._roles((one, one.begun) for one in group.roles)
        ended = self._roles((one, one.ended) for one in group.roles)
        told = [self._say(group, part, roles=roles) for part, roles in (("begun", begun), ("ended", ended)) if roles]
        return f"{group.name} ({'; '.join(told)})"

    def _roles(self, counts: Iterable[tuple[RoleCount, int]]) -> str:
        return ", ".join(f"{self._role(one.role)} {number}" for one, number in counts if number)

    def places(self, group: GroupRows) -> list[Row]:
        return [(self._say(one, one.done), one.name, self._change(one)) for one in group.rows]

    def _change(self, one: PlaceRow) -> str:
        before, after = self._terms(one.before), self._terms(one.after)
        if one.done is not Done.CHANGED:
            return before if one.done is Done.ENDED else after
        if before == after:
            return self._say(one, "anew", term=after)
        return self._say(one, "between", before=before, after=after)

    def staying(self, places: Iterable[StayingPlace]) -> list[str]:
        return [self._say(one, "text", before=self._terms(one.before), after=self._terms(one.after)) for one in places]

    def asked(self, asks: Iterable[FormerIdAsked]) -> list[str]:
        return [self._asked(one) for one in asks]

    def _asked(self, one: FormerIdAsked) -> str:
        part = "unknown" if not one.name else "one" if one.are_one else "two"
        return self._say(one, part, name=f"{one.row_name} ({one.upn})", known=one.name)

    def _terms(self, terms: Sequence[PlaceTerm]) -> str:
        return " + ".join(map(self._term, terms)) or self._say(PlaceTerm, "nothing")

    def _term(self, term: PlaceTerm) -> str:
        days = (("from", term.from_day), ("until", term.until_day))
        told = [self._say(term, part, day=full_date(day, self._language)) for part, day in days if day is not None]
        return " ".join([self._role(term.role), *told])

    def _role(self, role: str) -> str:
        return phrase(GroupMembers, f"role_{role}", self._language)

    def _say(self, message: object, part: str, **extra: str | int) -> str:
        return phrase(message, part, self._language, **extra)

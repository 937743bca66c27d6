"""The values of the documents' blanks, lists and tables, in a language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Table as DatabaseTable

from bot.actions.operating import erase_links
from bot.context.document_facts import Facts
from bot.version import VERSION
from content.catalogue import Catalogue
from content.commands import all_commands
from content.dates import full_date
from content.document_templates import Values, line_of
from content.document_words import DocumentWords, document_words, measures
from content.documents import Gap, Line, Style, Table, Text, plain
from content.language import Language
from dialogs.calendar.instants import read_duration
from dialogs.model import KeptKind, Rung, UnitKind
from dialogs.retention import DAYS_AHEAD
from storage import inbox
from storage.migrations.running import newest
from storage.personal import HOLDS, Holds

_FEW = 5  # numbers of people below are not told
_COUNTED = (UnitKind.SCHOOL, UnitKind.KINDERGARTEN, UnitKind.SERVICE)


@dataclass(frozen=True)
class DocumentValues:
    """`today` is the date of the documents."""

    facts: Facts
    catalogue: Catalogue
    language: Language
    today: date

    @property
    def words(self) -> DocumentWords:
        return document_words(self.language)

    def all(self) -> Values:
        blanks = {**self._settings(), **self._told(), **self._commands()}
        return Values(blanks, self._lists(), self._tables(blanks))

    # Blanks.

    def _phrase(self, name: str, **values: object) -> Line:
        """A phrase of words.toml, filled; a phrase may hold gaps."""
        return line_of(self.words.phrases[name], {key: plain(str(value)) for key, value in values.items()})

    def _settings(self) -> Mapping[str, Line]:
        """Each setting in words; a gap for a setting not given."""
        settings = self.facts.settings
        discussed, most = settings.discussed_with_unions, settings.minutes_a_week
        given = {
            **settings.as_in_file,
            "discussed_with_unions": self._day(discussed) if discussed else "",
            "minutes_a_week": self._plain("limit", minutes=most) if most else "",
        }
        return {key: self._setting(key, given[key]) for key in self.words.settings if "." not in key}

    def _setting(self, key: str, value: str) -> Line:
        if value:
            return plain(value)
        return (Gap(self._plain("setting", what=self.words.settings[key], key=key)),)

    def _told(self) -> Mapping[str, Line]:
        facts = self.facts
        version = self._plain("version", program=VERSION, database=newest())
        has_kindergartens = any(UnitKind.KINDERGARTEN in unit.kinds for unit in facts.town.units.values())
        return {
            "status": self._phrase("status", version=version, today=self._day(self.today), municipality=facts.name),
            "version": plain(version),
            "municipality": plain(facts.name),
            "kindergartens": self._phrase("kindergartens") if has_kindergartens else (),
            "minutes": self._minutes(),
            "over": self._phrase("over") if facts.attention.over else (),
            "network": self._phrase("network", network=facts.network.name)
            if facts.network
            else self._phrase("no_network"),
            "retention": self._phrase("by_rule", days=DAYS_AHEAD)
            if facts.settings.retention
            else self._phrase("no_rule"),
            "hold": self._hold(),
            "database": self._phrase("sqlite" if facts.on_sqlite else "postgresql"),
        }

    def _commands(self) -> Mapping[str, Line]:
        """What people say to the bot, by the commands' ids."""
        return {command.id: plain(command.words[self.language].names[0]) for command in all_commands()}

    def _minutes(self) -> Line:
        week = self.facts.attention.fullest
        if week is None:
            return self._phrase("no_minutes")
        return self._phrase("minutes", minutes=week.minutes, week=week.number, year=week.year)

    def _hold(self) -> Line:
        hold = self.facts.hold
        if hold is None:
            return self._phrase("not_held")
        if hold.until is None:
            return self._phrase("held", since=self._day(hold.since), reason=hold.reason)
        return self._phrase("held_until", since=self._day(hold.since), until=self._day(hold.until), reason=hold.reason)

    # Lists and tables.

    def _lists(self) -> Mapping[str, tuple[Line, ...]]:
        named = {name for measure in measures() for name in measure.lists}
        taken = {
            name: tuple(plain(one.words[self.language]) for one in measures() if name in one.lists) for name in named
        }
        impersonal = (table.name for table, holds in HOLDS.items() if not holds.words and not holds.people)
        return {**taken, "impersonal": tuple(self._table(name) for name in impersonal)}

    def _tables(self, blanks: Mapping[str, Line]) -> Mapping[str, Table]:
        rows = {
            "circles": self._circles(),
            "periods": self._periods(),
            "extent": self._extent(),
            "plan": self._plan(),
            "personal": (self._held(table, holds) for table, holds in HOLDS.items() if holds.words or holds.people),
            "rights": self._rights(blanks),
        }
        return {
            name: Table(tuple(plain(title) for title in self.words.headers[name]), tuple(found))
            for name, found in rows.items()
        }

    def _circles(self) -> Iterator[tuple[Line, ...]]:
        for rung in Rung:
            name, readers = self.words.circles[rung.name.lower()]
            unused = rung in self.facts.settings.unused_rungs
            yield plain(name), self._phrase("unused") if unused else plain(readers)

    def _periods(self) -> Iterator[tuple[Line, ...]]:
        given = self.facts.settings.as_in_file
        for kind in KeptKind:
            key = f"retention.{kind}"
            yield plain(self.words.periods[kind]), self._setting(key, self._long(given[key]) if given[key] else "")
        for name, kept in (("undecided", inbox.UNDECIDED_KEPT), ("links", erase_links.KEPT), ("inbox", inbox.KEPT)):
            yield plain(self.words.periods[name]), plain(self._days(kept))

    def _extent(self) -> Iterator[tuple[Line, ...]]:
        facts, names = self.facts, self.words.extent
        few = self.words.phrases["few"]
        yield plain(names["people"]), plain(str(facts.people) if facts.people >= _FEW else few)
        yield plain(names["groups"]), plain(str(len(facts.town.groups)))
        for kind in _COUNTED:
            number = sum(kind in unit.kinds for unit in facts.town.units.values())
            yield plain(names[kind]), plain(str(number))

    def _plan(self) -> Iterator[tuple[Line, ...]]:
        for one in self.facts.plan:
            protocol = self.catalogue.protocols.get(one.protocol)  # an older program may have planned another
            name = protocol.name.to(self.language) if protocol else one.protocol
            minutes = str(sum(step.minutes for step in protocol.steps)) if protocol else ""
            told = (one.id, name, ", ".join(one.groups), minutes, str(one.sessions))
            yield tuple(plain(text) for text in told)

    def _held(self, table: DatabaseTable, holds: Holds) -> tuple[Line, ...]:
        return self._table(table.name), _columns(holds.words), _columns(holds.people)

    def _table(self, name: str) -> Line:
        return Text(f"{self.words.tables[name]} ("), Text(name, Style.CODE), Text(")")

    def _rights(self, blanks: Mapping[str, Line]) -> Iterator[tuple[Line, ...]]:
        for one in self.words.rights:
            yield plain(one["right"]), line_of(one["how"], blanks)

    # Words.

    def _plain(self, name: str, **values: object) -> str:
        return self.words.phrases[name].format_map(values)

    def _day(self, on: date) -> str:
        return full_date(on, self.language)

    def _days(self, kept: timedelta) -> str:
        return self._many("D", kept.days)

    def _long(self, duration: str) -> str:
        length = read_duration(duration)
        years, months = divmod(length.months, 12)
        numbers = {"Y": years, "M": months, "W": length.weeks, "D": length.days}
        return " ".join(self._many(letter, number) for letter, number in numbers.items() if number)

    def _many(self, letter: str, number: int) -> str:
        one, many = self.words.durations[letter]
        return (one if number == 1 else many).format(number=number)


def _columns(names: tuple[str, ...]) -> Line:
    """The columns' names; a dash for no column."""
    if not names:
        return plain("–")
    first, *rest = (Text(name, Style.CODE) for name in names)
    return (first, *(run for name in rest for run in (Text(", "), name)))

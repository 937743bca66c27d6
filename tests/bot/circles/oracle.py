"""The rules of reading in plain words, written apart from the program: readers of words at a moment.

- Authors read their own words.
- Words taken back, or replaced by others, are read by nobody.
- Nobody else reads anything before the step is over, but for two answers on the receipt of a later answer: in a step
  that does not hide answers, of a group with five writers, where three others have shared an answer. Where leaders
  speak last, no leader's answer is among the two, and no leader is shown any.
- Members of the circle when the circle was drawn, and still, read. A circle is drawn when an answer is first given,
  and anew when the author shares the answer further; observers are in no circle.
- The circles: the group; all groups of its unit; those and the principals; all groups of the municipality; all groups
  of the network, once the session is over, also in other municipalities as long as both are tied to the network.
- Where a draft goes first, nothing is read beyond the group from the close on; what its author says yes to, or says in
  other words, is in a circle drawn then.
- An author's keyword is of the same readers as the answer, and goes with the answer; offered to others it is only when
  five have given the same, which nobody does here.
- Who may read an answer is told where it was given; whoever may not is told nothing.
- What somebody tries is the author's alone, or the group's to read, a colleague's own once the session is over that it
  was promised in. A group's is read by the group, the municipality's by the principals' circle. What came of it is read
  by the same, and by whoever told it. Circles are drawn when it is promised, and anew when its author shares it.
- What came of a try of an entry is read, besides, by who may read the entry, in the circle that whoever told it let
  read it: the entry's own or the school's, drawn at that moment, while the entry stands.
- A need of support is read by its author, by who is a coordinator anywhere in the municipality, and by the group if it
  is shared; so is the municipality's answer, which its author reads too.
- No channel, and nobody abroad, reads what is promised or needed.
- A practice in the sharing bank is read by its author and by its circle, drawn when it is put there, from that moment
  on; shared with the network, also by the network's groups of other municipalities while both are tied.
- A program of the municipality's reads what reaches all of the municipality, or wider, in a circle drawn since the
  program was let in, once the step is over.
- A channel shows answers shared with the channel's group or wider, while the channel was the group's.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from tests.bot.circles.worlds import HOME, Reach

MARKER = re.compile(r"ordet[a-z]+slutt")
"""A word that stands in one answer alone: whoever is shown it is shown that answer."""


@dataclass
class Stay:
    """A person in a group, from `since` on and until `until`."""

    person: str
    group: str
    role: str
    since: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass
class Words:
    """Words of an answer under one rung; the circle was drawn at `drawn`, beside the group's `channel` ("": none).

    `is_keyword`: beside the words of the answer, and of the same readers.
    """

    marker: str
    author: str
    group: str
    position: int
    reach: Reach
    drawn: datetime
    channel: str
    gone: datetime | None = None
    is_keyword: bool = False

    def stand(self, at: datetime) -> bool:
        return self.gone is None or at < self.gone


@dataclass
class Promise(Words):
    """Words of a promise or a need, of an outcome, or of an answer (`told_by`). `waits` for the session to be over.

    `told_on` has the circle of those who read the outcome `beside` an entry of the bank with one of these markers.
    """

    is_need: bool = False
    waits: bool = False
    told_by: str = ""
    beside: frozenset[str] = frozenset()
    told_on: Words | None = None
    is_practice: bool = False


@dataclass
class Facts:
    """All events of a town: facts, and no conclusions."""

    stays: list[Stay] = field(default_factory=list)
    neighbours: list[Stay] = field(default_factory=list)
    units: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    ties: list[tuple[datetime, bool]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    over: dict[tuple[str, int], datetime] = field(default_factory=dict)
    closed: dict[str, datetime] = field(default_factory=dict)
    hiding: frozenset[int] = frozenset()
    leaders_last: bool = False

    def unit(self, group: str, at: datetime) -> str:
        return [unit for since, unit in self.units[group] if since <= at][-1]

    def tied(self, at: datetime) -> bool:
        return [tied for since, tied in self.ties if since <= at][-1]

    def is_over(self, words: Words, at: datetime) -> bool:
        over = self.over.get((words.group, words.position))
        return over is not None and over <= at

    def groups(self, words: Words, at: datetime) -> set[str]:
        """The groups of the circle at a moment."""
        unit = self.unit(words.group, words.drawn)
        found = {words.group}
        if words.reach >= Reach.UNIT:
            found |= {group for group in HOME if self.unit(group, at) == unit}
        if words.reach >= Reach.PRINCIPALS:
            found |= {group for group, (_, kind) in HOME.items() if kind == "principals"}
        if words.reach >= Reach.MUNICIPALITY:
            found |= {group for group in HOME if self.unit(group, at) != "nett"}
        return set(HOME) if words.reach is Reach.NETWORK else found

    def is_in_circle(self, person: str, words: Words, at: datetime) -> bool:
        groups = self.groups(words, at)
        return any(
            stay.person == person and stay.group in groups and stay.role != "observer" and stay.covers(at)
            for stay in self.stays
        )

    def may_stand_on_receipts(self, words: Words, reader: str, at: datetime) -> bool:
        there = [one for one in self.words if (one.group, one.position) == (words.group, words.position)]
        shared = {one.author for one in there if one.reach > Reach.ONLY_ME and one.drawn <= at} - {reader}
        members = [stay for stay in self.stays if stay.group == words.group and stay.covers(at)]
        writers = {stay.person for stay in members if stay.role not in ("observer", "coordinator")}
        waits = self.leaders_last and (self.leads(words.author, words.group, at) or self.leads(reader, "", at))
        is_shown = words.position not in self.hiding and not waits
        return is_shown and len(shared) >= 3 and len(writers) >= 5

    def leads(self, person: str, group: str, at: datetime) -> bool:
        """Whether the person leads the group, or with "" any group."""
        return any(
            stay.person == person and stay.role == "leader" and group in ("", stay.group) and stay.covers(at)
            for stay in self.stays
        )

    def is_in_network_abroad(self, person: str, at: datetime) -> bool:
        return any(
            stay.person == person and stay.group == "nettet" and stay.role != "observer" and stay.covers(at)
            for stay in self.neighbours
        )


def may_read(facts: Facts, words: Words, reader: str, at: datetime, *, left: bool = False) -> bool:
    """`left`: on cards received by the reader while in the circle, and kept after leaving."""
    if not words.stand(at):
        return False
    if words.author == reader:
        return True
    if words.reach is Reach.ONLY_ME:
        return False
    if not facts.is_over(words, at) and not facts.may_stand_on_receipts(words, reader, at):
        return False
    moments = [words.drawn] if left else [words.drawn, at]
    if all(facts.is_in_circle(reader, words, moment) for moment in moments):
        return True
    return words.reach is Reach.NETWORK and may_read_abroad(facts, words, reader, at, left=left)


def may_read_promise(facts: Facts, one: Promise, reader: str, at: datetime, *, left: bool = False) -> bool:
    """`left` as in `may_read`."""
    if not one.stand(at):
        return False
    if reader in (one.author, one.told_by):
        return True
    if one.is_need and any(
        stay.person == reader and stay.role == "coordinator" and (stay.covers(at) or (left and stay.since <= at))
        for stay in facts.stays
    ):
        return True
    if one.told_on is not None and may_read_beside(facts, one, one.told_on, reader, at, left=left):
        return True
    if one.reach is Reach.ONLY_ME or (one.waits and not is_session_over(facts, one, at)):
        return False
    moments = [one.drawn] if left else [one.drawn, at]
    is_abroad = one.is_practice and one.reach is Reach.NETWORK and (left or facts.tied(at))
    is_read_abroad = is_abroad and all(facts.is_in_network_abroad(reader, moment) for moment in moments)
    return is_read_abroad or all(facts.is_in_circle(reader, one, moment) for moment in moments)


def may_read_beside(facts: Facts, one: Promise, on: Words, reader: str, at: datetime, *, left: bool) -> bool:
    entry = [words for words in facts.words if words.marker in one.beside]
    practices = [each for each in facts.promises if each.is_practice and each.marker in one.beside]
    moments = [on.drawn] if left else [on.drawn, at]
    is_in = all(facts.is_in_circle(reader, on, moment) for moment in moments)
    may_open = any(may_read(facts, words, reader, at, left=left) for words in entry)
    may_open |= any(may_read_promise(facts, each, reader, at, left=left) for each in practices)
    return is_in and may_open


def may_program_read(facts: Facts, one: Words, since: datetime, at: datetime) -> bool:
    """A program of the municipality's, let in at `since`."""
    over = is_session_over(facts, one, at) if isinstance(one, Promise) else facts.is_over(one, at)
    return one.stand(at) and one.reach >= Reach.MUNICIPALITY and one.drawn >= since and over


def is_session_over(facts: Facts, one: Promise, at: datetime) -> bool:
    closed = facts.closed.get(one.group)
    return closed is not None and closed <= at


def may_read_abroad(facts: Facts, words: Words, reader: str, at: datetime, *, left: bool) -> bool:
    closed = facts.closed.get(words.group)
    if closed is None or closed > at or not (left or facts.tied(at)):
        return False
    moments = [words.drawn] if left else [words.drawn, at]
    return all(facts.is_in_network_abroad(reader, moment) for moment in moments)


def may_stand_in(facts: Facts, words: Words, group: str, channel: str, at: datetime) -> bool:
    shared = words.group == group and words.reach >= Reach.GROUP and words.channel == channel
    return words.stand(at) and shared and facts.is_over(words, at)

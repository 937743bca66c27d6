"""A drawn town played over the wire, and everything that anybody could see of the town."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, assert_never
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.actions.people.tie_network import tie_network, untie_network
from bot.actions.planning.plan_series import plan_series
from bot.errors import SloyfaError
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Response, Team, inputs_on
from bot.rehearsal.faults import answer as answered_with
from bot.rehearsal.ledger import WRITES, Call, Record
from bot.rehearsal.wire_conversations import Message
from bot.reports.commitments import commitment_lines
from bot.reports.deliveries import tell_deliveries
from bot.reports.explaining import why_lines
from bot.reports.plans import planned_lines
from bot.reports.progress import progress_lines
from content.plain_digest import plain_digest
from storage import outbox_reports
from storage.tables.networks import releases
from storage.tables.sessions import steps
from tests.bot.circles import worlds
from tests.bot.circles.oracle import Facts, Promise, Stay, Words, may_read, may_read_promise, may_stand_in
from tests.bot.circles.worlds import ABROAD, ANSWERING, HOME, Reach, World
from tests.nordvik import OPERATOR, House
from tests.reading import digest_of

Json = dict[str, Any]
MARKER = re.compile(r"ordet[a-z]+slutt")
TOLD = re.compile(r"Her kommer svaret fra|Her kjem svaret frå")
MOST_FOLLOWED = 6
MINUTE = timedelta(minutes=1)
_UNITS = "id,kind,name,parent,language\n{nett},network,Nettverket,,nb\n{by},municipality,Byen,{nett},{language}\n"
_SCHOOLS = "skole1,school,Skole Ein,{by},{language}\nskole2,school,Skole To,{by},{language}\n"
_SERIES = """
[series]
id = "{series}"
groups = {groups}
protocol = "{protocol}"
intention = "conveying"
led_by = "{led_by}"
dates = [{at}]
stays_open = "PT4H"
default_rung = "group"
leader_speaks_last = {leader_last}
asked = "{asked}"
{draft}
"""
_MEETING = """
[[meetings]]
date = {at}
group = "{group}"
digest_days_ahead = 1
"""


@dataclass
class Shown:
    """A text shown to `reader`: in the answer to a press or on the command line."""

    reader: str
    at: datetime
    text: str
    where: str


@dataclass(frozen=True)
class Followed:
    """A press of `reader` on a quote of a card of `owner`; `has_digest`: the reader has that digest too."""

    reader: str
    owner: str
    card: Message
    action: Json
    markers: frozenset[str]
    has_digest: bool

    def scattered(self) -> tuple[bool, int]:
        """What tells most comes first; readers and quotes are mixed, in the same way at each run."""
        return not self.has_digest, crc32(f"{self.reader} {self.owner} {self.action['data']['mark']}".encode())


@dataclass
class Town:
    """`number` makes all names the town's own; the sessions open at `opens`.

    `earlier` are the towns that the same application has played: some of their messages go out while this town is
    played, such as the digest ahead of a meeting abroad.
    """

    house: House
    folder: Path
    world: World
    number: int
    opens: datetime
    earlier: tuple["Town", ...] = ()
    facts: Facts = field(default_factory=Facts)
    clients: dict[str, Client] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=lambda: {group: unit for group, (unit, _) in HOME.items()})
    channels: list[Any] = field(default_factory=list)
    channel: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    promised: dict[str, list[Promise]] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    read: set[tuple[str, str]] = field(default_factory=set)
    astray: list[str] = field(default_factory=list)
    followed: set[tuple[str, str]] = field(default_factory=set)
    wished: dict[tuple[str, str, int], Reach] = field(default_factory=dict)
    records: int = 0

    @property
    def by(self) -> str:
        return f"by{self.number}"

    @property
    def neighbour(self) -> str:
        return f"nabo{self.number}"

    @property
    def network(self) -> str:
        return f"nett{self.number}"

    @property
    def now(self) -> datetime:
        return self.house.stage.now

    def upn(self, person: str) -> str:
        return f"{person}{self.number}@eksempel.example"

    @property
    def is_asked_in_channel(self) -> bool:
        """Whether a second step is asked in the channel of lag1, where the first has been asked in private."""
        return self.world.steps and self.world.in_channel

    def series_of(self, group: str) -> str:
        return "kanal" if group == "lag1" and self.is_asked_in_channel else "uka"

    def session(self, group: str) -> str:
        return f"{self.series_of(group)}.{group}.{self.opens:%Y-%m-%d}"

    async def play(self) -> None:
        self.facts.hiding = frozenset({0} if self.world.steps else ())
        self.facts.leaders_last = self.world.leader_last
        self.records = len(self.house.teams.ledger.records)
        await self._begin()
        await self._phase("before")
        await self._to(self.opens)
        await self._phase("open")
        for _ in range(6):
            closes = await self._next_close()
            if closes is None:
                break
            await self._to(closes)
            if closes < self.opens + timedelta(hours=5) and self.world.steps:
                await self._phase("second step")
        await self._look()
        await self._phase("closed")
        if self.world.draft:
            await self._to(self.opens + timedelta(days=1))  # whoever may approve is asked
            await self._to(self.opens + timedelta(days=3))
        await self._to(self.opens + timedelta(days=11))
        await self._to(self.opens + timedelta(days=12, hours=23))
        await self._look()
        await self._phase("after the meeting")
        await self._look()
        await self._ask_the_bot()
        await self._follow_quotes()
        await self._to(self.now + timedelta(minutes=1))  # updates of cards that follow the last moves

    # The town, and moves in the town.

    async def _begin(self) -> None:
        for person, group, role in self.world.places:
            self.places[person, group] = role
        self.places[worlds.COORDINATOR, "rektorer"] = "coordinator"
        self.places[worlds.COORDINATOR, "lag1"] = "coordinator"
        self.places[worlds.NEIGHBOUR_COORDINATOR, "nettet"] = "coordinator"
        self.facts.ties.append((self.now, False))
        everybody = (*worlds.PEOPLE, worlds.COORDINATOR, *worlds.NEIGHBOURS, worlds.NEIGHBOUR_COORDINATOR)
        for place, person in enumerate(everybody):
            object_id = f"00000000-0000-4000-8{place:03}-{self.number:012}"
            self.clients[person] = Client(self.house.teams, person.title(), object_id, self.upn(person), tenant=TENANT)
        await self._import()
        for person in everybody:
            await self.clients[person].install(only="installationUpdate")
        if self.world.tied:
            await self._tie(worlds.Ties(tied=True))
        team = Team(self.house.teams, f"Laget {self.number}")
        team.add(self.clients[worlds.COORDINATOR])
        self.channels = [team.general, team.open_channel("Annen")]
        await team.install(by=self.clients[worlds.COORDINATOR])
        if self.is_asked_in_channel:
            await self._link(0)
            await self._plan(self.by, ("lag1",), "channel")
        groups = tuple(group for group in ANSWERING if self.series_of(group) == "uka")
        await self._plan(self.by, groups, "personal", "rektorer", "nettet")
        await self._plan(self.neighbour, ("ledere",), "personal", "nettet")

    async def _plan(self, municipality: str, groups: tuple[str, ...], asked: str, *meetings: str) -> None:
        file = self.folder / f"{municipality}-{asked}.toml"
        led_by = worlds.COORDINATOR if municipality == self.by else worlds.NEIGHBOUR_COORDINATOR
        told = _SERIES.format(
            groups=json.dumps(groups),
            protocol="igp" if self.world.steps else "ukesrefleksjon",
            led_by=self.upn(led_by),
            asked=asked,
            series=self.series_of(groups[0]),
            leader_last=str(self.world.leader_last).lower(),
            draft='draft_ahead = "P1D"' if self.world.draft else "",
            at=f"{self.opens if municipality == self.by else self.opens + timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}",
        )
        at = self.opens + timedelta(days=12)
        for group in meetings:
            told += _MEETING.format(at=f"{at:%Y-%m-%dT%H:%M:%S}", group=group)
        file.write_text(told, encoding="utf-8")
        db, found = self.house.stage.app.db, self.house.stage.app.catalogues
        series = read_series(file)
        await plan_series(db, found, series, actor=OPERATOR, now=self.now, municipality=municipality)

    async def _import(self) -> None:
        """The two municipalities as they are now; the facts tell the same."""
        for municipality, groups in ((self.by, HOME), (self.neighbour, ABROAD)):
            own = municipality == self.by
            place = self.folder / municipality
            place.mkdir(parents=True, exist_ok=True)
            names = {"by": municipality, "nabo": municipality, "nett": self.network}
            units = (_UNITS + (_SCHOOLS if own else "")).format(
                nett=self.network, by=municipality, language=self.world.language
            )
            (place / "units.csv").write_text(units, encoding="utf-8")
            rows = ["id,unit,kind,name,time"]
            for group, (unit, kind) in groups.items():
                at = self.units[group] if own else unit
                rows.append(f"{group},{names.get(at, at)},{kind},{group.title()},")
            (place / "groups.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
            rows = ["aad_object_id,name,upn,group,role,language"]
            for (person, group), role in self.places.items():
                if (person in (*worlds.NEIGHBOURS, worlds.NEIGHBOUR_COORDINATOR)) != own:
                    client = self.clients[person].person
                    rows.append(f"{client.object_id},{client.name},{client.upn},{group},{role},{self.world.language}")
            (place / "people.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
            db = self.house.stage.app.db
            await import_folder(db, read_folder(place), actor=OPERATOR, tenant=TENANT, now=self.now)
            self._note_stays(own=own)
        for group in HOME:
            known = self.facts.units.setdefault(group, [])
            if not known or known[-1][1] != self.units[group]:
                known.append((self.now, self.units[group]))

    def _note_stays(self, *, own: bool) -> None:
        stays = self.facts.stays if own else self.facts.neighbours
        theirs = {
            place: role
            for place, role in self.places.items()
            if (place[0] in (*worlds.NEIGHBOURS, worlds.NEIGHBOUR_COORDINATOR)) != own
        }
        lasting = {(stay.person, stay.group): stay for stay in stays if stay.until is None}
        for place, stay in lasting.items():
            if theirs.get(place) != stay.role:
                stay.until = self.now
        for (person, group), role in theirs.items():
            known = lasting.get((person, group))
            if known is None or known.until is not None:
                stays.append(Stay(person, group, role, self.now))

    async def _phase(self, phase: worlds.Phase) -> None:
        for move in self.world.moves[phase]:
            self.house.stage.now += MINUTE
            await self._do(move)
            await self.house.stage.settle()
            await self._note_over()

    async def _do(self, move: worlds.Move) -> None:  # noqa: C901, PLR0912 - a case for each move
        match move:
            case worlds.Answers():
                await self._answer(move)
            case worlds.Tries() | worlds.Needs() | worlds.Helps() | worlds.Lists() | worlds.LetsGo():
                await self._promise(move)
            case worlds.Lifts():
                await self._lift(move)
            case worlds.Says():
                await self._say(move.person)
            case worlds.Withdraws():
                await self._withdraw(move)
            case worlds.Checks():
                await self._check(move)
            case worlds.Joins(person, group, role):
                abroad = person in worlds.NEIGHBOURS
                self.places[person, "nettet" if abroad else group] = role
                await self._import()
            case worlds.Leaves(person, group):
                self.places.pop((person, group), None)
                await self._import()
            case worlds.Moves(group, unit):
                self.units[group] = unit
                await self._import()
            case worlds.Links(number):
                await self._link(number)
            case worlds.Ties():
                await self._tie(move)
            case worlds.Breaks():
                await self._break(move)
            case _:
                assert_never(move)

    async def _tie(self, move: worlds.Ties) -> None:
        if self.facts.tied(self.now) == move.tied:
            return
        act = tie_network if move.tied else untie_network
        await act(self.house.stage.app.db, self.network, [self.by, self.neighbour], actor=OPERATOR, now=self.now)
        self.facts.ties.append((self.now, move.tied))

    async def _link(self, number: int) -> None:
        channel = self.channels[number]
        await self.clients[worlds.COORDINATOR].say_in(channel, "koble til lag1")
        asked = [one for one in channel.messages if one.from_bot and press_of(one.card, "LinkChannel")]
        if asked:
            await self._press(worlds.COORDINATOR, asked[-1], "LinkChannel")
        await self.house.stage.settle()
        assert channel.messages[-1].summary.startswith("Kanalen er")
        self.channel = channel.id

    def _new_marker(self, person: str) -> str:
        letters, left = "", len(self.authors) + 1000 * self.number + 1
        while left:
            left, digit = divmod(left, 20)
            letters += "abcdefghijkmnoprtuvy"[digit]
        marker = f"ordet{letters}slutt"
        self.authors[marker] = person
        return marker

    def _cards(self, person: str, *presses: str) -> list[Message]:
        client = self.clients[person]
        return [
            one for one in client.chat if one.from_bot and any(press_of(client.view(one), press) for press in presses)
        ]

    async def _answer(self, move: worlds.Answers) -> None:
        found = self._cards(move.person, "SendAnswer", "OpenAnswer")
        if not found:
            return
        card = found[move.which % len(found)]
        client = self.clients[move.person]
        if not press_of(client.view(card), "SendAnswer"):
            await self._press(move.person, card, "OpenAnswer")
        shown = client.view(card)
        if not press_of(shown, "SendAnswer"):
            return
        fields = inputs_on(shown)
        before = str(fields["answer"].get("value") or "")
        text = before if move.keeps and before else f"Vi ga tenketid, og sa {self._new_marker(move.person)}."
        offered = [Reach[choice["value"].upper()] for choice in fields["rung"]["choices"]]
        reach = max(one for one in offered if one <= move.reach)
        step = step_of(shown)
        await self._press(move.person, card, "SendAnswer", {"answer": text, "rung": reach.name.lower()})
        if text in read(client.view(card)) and not press_of(client.view(card), "SendAnswer"):
            self._note_answer(move.person, step, text, reach)
        if move.agrees:
            await self._agree(move.person, card)

    async def _promise(self, move: worlds.Promising) -> None:
        match move:
            case worlds.Tries():
                await self._try(move)
            case worlds.Needs():
                await self._need(move)
            case worlds.Helps():
                await self._help()
            case worlds.Lists():
                await self._list(move)
            case worlds.LetsGo():
                await self._let_go(move)
            case _:
                assert_never(move)

    async def _try(self, move: worlds.Tries) -> None:
        """Said in chat; a person's own is shared on its card, with the day of the next session."""
        client, marker = self.clients[move.person], self._new_marker(move.person)
        say = {"group": "vi prøver", "town": "kommunen prøver"}.get(move.whose, "prøver")
        await client.say(f"{say}: Vi begynner timen med å si {marker}.")
        card = client.chat[-1]
        if move.whose in ("own", "shared") and press_of(client.view(card), "ChangeTry"):
            await self._press(move.person, card, "ChangeTry")
        if not press_of(client.view(card), "KeepTry"):
            return
        text = f"Vi begynner timen med å si {marker}."
        fields = inputs_on(client.view(card))
        group = data_of(client.view(card), "KeepTry")["group"]
        filled = {"text": text, "day": fields["day"]["value"]}
        if move.whose == "shared":
            filled["in_group"] = "true"
        await self._press(move.person, card, "KeepTry", filled)
        its_id = data_of(client.view(card), "RemoveTry").get("commitment")
        if its_id is None:
            return
        reach = {"own": Reach.ONLY_ME, "town": Reach.PRINCIPALS}.get(move.whose, Reach.GROUP)
        waits = move.whose == "shared" and await self._is_going_on(group)
        self.promised[its_id] = self._note_promise(marker, move.person, group, reach, waits=waits)

    async def _need(self, move: worlds.Needs) -> None:
        client, marker = self.clients[move.person], self._new_marker(move.person)
        text = f"Vi trenger vikar for å lære {marker}."
        await client.say(f"vi trenger: {text}")
        card = client.chat[-1]
        if not press_of(client.view(card), "SendNeed"):
            return
        day = inputs_on(client.view(card))["day"]["value"]
        group = data_of(client.view(card), "SendNeed")["group"]
        await self._press(
            move.person, card, "SendNeed", {"text": text, "day": day, "in_group": str(move.shared).lower()}
        )
        its_id = data_of(client.view(card), "RemoveNeed").get("need")
        if its_id is not None:
            reach = Reach.GROUP if move.shared else Reach.ONLY_ME
            self.promised[its_id] = self._note_promise(marker, move.person, group, reach, is_need=True)

    async def _help(self) -> None:
        found = self._cards(worlds.COORDINATOR, "AnswerNeed")
        if not found:
            return
        client, card = self.clients[worlds.COORDINATOR], found[-1]
        its_id = data_of(client.view(card), "AnswerNeed")["need"]
        day, marker = inputs_on(client.view(card))["day"]["value"], self._new_marker(worlds.COORDINATOR)
        await self._press(worlds.COORDINATOR, card, "AnswerNeed", {"text": f"Dere får vikar for {marker}.", "day": day})
        if marker in read(client.view(card)):
            need = self.promised[its_id][0]
            self.promised[its_id].append(self._told(need, marker, worlds.COORDINATOR))

    async def _list(self, move: worlds.Lists) -> None:
        client = self.clients[move.person]
        await client.say("tiltak")
        card = client.chat[-1]
        if not move.tells or not press_of(client.view(card), "ShowTry"):
            return
        await self._press(move.person, card, "ShowTry")
        its_id, marker = data_of(client.view(card), "TellTry").get("commitment"), self._new_marker(move.person)
        if its_id is None:
            return
        if "because" not in inputs_on(client.view(card)):
            # Told of already: what was told is taken back, and said anew.
            await self._press(move.person, card, "TellTry")
            for one in self.promised[its_id][1:]:
                one.gone = one.gone or self.now
        await self._press(move.person, card, "TellTry", {"because": f"vi ville lære {marker}", "learnt": ""})
        self.promised[its_id].append(self._told(self.promised[its_id][0], marker, move.person))

    async def _let_go(self, move: worlds.LetsGo) -> None:
        found = self._cards(move.person, "RemoveTry", "RemoveNeed")
        if not found:
            return
        card = found[move.which % len(found)]
        view = self.clients[move.person].view(card)
        press = "RemoveTry" if press_of(view, "RemoveTry") else "RemoveNeed"
        data = data_of(view, press)
        await self._press(move.person, card, press)
        for one in self.promised.get(data.get("commitment") or data["need"], ()):
            one.gone = one.gone or self.now

    def _note_promise(
        self, marker: str, person: str, group: str, reach: Reach, *, waits: bool = False, is_need: bool = False
    ) -> list[Promise]:
        found = Promise(marker, person, group, 0, reach, self.now, "", is_need=is_need, waits=waits)
        self.facts.promises.append(found)
        return [found]

    def _told(self, of: Promise, marker: str, person: str) -> Promise:
        """Words about a promise, or in answer to a need, are read where it is read."""
        told = replace(of, marker=marker, told_by=person)
        self.facts.promises.append(told)
        return told

    async def _is_going_on(self, group: str) -> bool:
        return any(group_of(session) == group and stage == "open" for session, _, stage, _ in await self._steps())

    async def _lift(self, move: worlds.Lifts) -> None:
        found = self._cards(move.person, "LookFurther")
        if found:
            card = found[move.which % len(found)]
            await self._press(move.person, card, "LookFurther")
            await self._agree(move.person, card)

    async def _agree(self, person: str, card: Message) -> None:
        """Yes to more readers: the shown circle is drawn now."""
        shown = self.clients[person].view(card)
        if not press_of(shown, "ShareFurther"):
            return
        step = step_of(shown)
        reach = next(Reach[one["data"]["rung"].upper()] for one in actions_on(shown) if "mark" in one["data"])
        await self._press(person, card, "ShareFurther")
        if not press_of(self.clients[person].view(card), "ShareFurther"):
            for one in list(self._standing(person, step)):
                one.gone = self.now
                channel = self._channel_of(one.group)
                self.facts.words.append(replace(one, reach=reach, drawn=self.now, channel=channel, gone=None))

    def _note_answer(self, person: str, step: tuple[str, int], text: str, reach: Reach) -> None:
        """`text` is the whole answer now, in the circle drawn when the answer was first given, or a narrower."""
        group, position = step
        before = list(self._standing(person, step))
        markers = MARKER.findall(text)
        at, channel, widest = self.now, self._channel_of(group), reach
        for one in before:
            at, channel, widest = one.drawn, one.channel, min(one.reach, reach)
            if one.marker not in markers or one.reach is not widest:
                one.gone = self.now
        standing = {one.marker for one in self._standing(person, step)}
        for marker in markers:
            if marker not in standing:
                self.facts.words.append(Words(marker, person, group, position, widest, at, channel))

    def _channel_of(self, group: str) -> str:
        return self.channel if group == "lag1" else ""

    def _standing(self, person: str, step: tuple[str, int]) -> Iterator[Words]:
        for one in self.facts.words:
            if (one.author, one.group, one.position) == (person, *step) and one.gone is None:
                yield one

    async def _say(self, person: str) -> None:
        """Words count as part of the answer whose receipt shows the words."""
        client = self.clients[person]
        marker = self._new_marker(person)
        await client.say(f"Vi prøvde det samme i flere fag denne uka, og elevene sa {marker} til hverandre i timen.")
        await self.house.stage.settle()
        cards = [client.view(one) for one in self._cards(person, "OpenAnswer", "ShowAnswer", "WithdrawAnswer")]
        steps = {step_of(one) for one in cards if marker in read(one)}
        if not steps:
            return
        [step] = steps
        before = list(self._standing(person, step))
        reach = before[0].reach if before else self._first_reach(person, step[0])
        self._note_answer(person, step, " ".join([*(one.marker for one in before), marker]), reach)

    def _first_reach(self, person: str, group: str) -> Reach:
        """Whoever is alone in the group has nobody to share with by default."""
        there = [stay for stay in self.facts.stays if stay.group == group and stay.covers(self.now)]
        others = [stay for stay in there if stay.person != person and stay.role != "observer"]
        return Reach.GROUP if others else Reach.ONLY_ME

    async def _withdraw(self, move: worlds.Withdraws) -> None:
        found = self._cards(move.person, "WithdrawAnswer")
        if not found:
            return
        card = found[move.which % len(found)]
        step = step_of(self.clients[move.person].view(card))
        await self._press(move.person, card, "WithdrawAnswer")
        if not press_of(self.clients[move.person].view(card), "WithdrawAnswer"):
            for one in list(self._standing(move.person, step)):
                one.gone = self.now

    async def _check(self, move: worlds.Checks) -> None:
        """The author's own part of the draft: a yes, or out of it, with other words in their place if so."""
        found = self._cards(move.person, "AgreeDraft", "ObjectDraft")
        if not found:
            return
        card, client = found[-1], self.clients[move.person]
        if move.how == "agrees":
            await self._agree_to_draft(move.person, card)
            return
        step = step_of(client.view(card))
        await self._press(move.person, card, "ObjectDraft")
        if not press_of(client.view(card), "SendDraft"):
            return
        self._become(move.person, step, Reach.ONLY_ME)
        if move.how == "rewords":
            marker = self._new_marker(move.person)
            await self._press(move.person, card, "SendDraft", {"answer": f"Vi ga tenketid, og sa {marker}."})
            if not press_of(client.view(card), "SendDraft"):
                self._become(move.person, step, Reach.GROUP, marker)

    async def _agree_to_draft(self, person: str, card: Message) -> None:
        view = self.clients[person].view(card)
        agreed = next((one["data"] for one in actions_on(view) if one["data"]["press"] == "AgreeDraft"), None)
        if agreed is None:
            return
        await self._press(person, card, "AgreeDraft")
        if press_of(self.clients[person].view(card), "AgreeDraft"):
            return
        for (author, group, position), reach in self.wished.items():
            is_in = all(one.reach > Reach.ONLY_ME for one in self._standing(author, (group, position)))
            if (author, group) == (person, group_of(agreed["session"])) and is_in:
                self._become(person, (group, position), reach)

    def _become(self, person: str, step: tuple[str, int], reach: Reach, marker: str = "") -> None:
        """The person's words there are on this rung from now on, in a circle drawn now if wider; or `marker` is."""
        before = list(self._standing(person, step))
        for one in before:
            one.gone = self.now
        for one in before[:1] if marker else before:
            drawn = self.now if reach > one.reach else one.drawn
            after = replace(one, reach=reach, drawn=drawn, channel=self._channel_of(one.group), gone=None)
            self.facts.words.append(replace(after, marker=marker or one.marker))

    def _hold_in_group(self, group: str) -> None:
        """Where a draft goes first, nothing is read beyond the group from the close on, but after its author's yes."""
        for one in [one for one in self.facts.words if one.group == group and one.gone is None]:
            if self.world.draft and one.reach > Reach.GROUP:
                self.wished[one.author, group, one.position] = one.reach
                one.gone = self.now
                self.facts.words.append(replace(one, reach=Reach.GROUP, gone=None))

    async def _break(self, move: worlds.Breaks) -> None:
        found = self._cards(move.person, "SendAnswer")
        if move.how == "teams refuses":
            conversation = self.clients[move.person].conversation.id
            self.house.teams.faults.next(answered_with(400), call=Call.UPDATE, conversation=conversation)
        elif found:
            card, marker = found[0], self._new_marker(move.person)
            step = step_of(self.clients[move.person].view(card))
            await self._press(move.person, card, "SendAnswer", *broken(move.how, marker))
            if marker in read(self.clients[move.person].view(card)) and move.how == "unknown rung":
                before = list(self._standing(move.person, step))
                self._note_answer(move.person, step, marker, before[0].reach if before else Reach.GROUP)

    async def _press(
        self, person: str, card: Message, press: str, inputs: Json | None = None, forged: Json | None = None
    ) -> Response:
        client = self.clients[person]
        title = press_of(client.view(card) or card.card, press)
        response = await client.press(card, title, inputs, forged=forged)
        text = json.dumps(response.body, ensure_ascii=False)
        self.shown.append(Shown(person, self.now, text, f"answer to {press}"))
        await self.house.stage.settle()
        return response

    async def _to(self, moment: datetime) -> None:
        await self.house.stage.to(max(moment, self.now))
        await self.house.stage.settle()
        await self._note_over()

    async def _steps(self) -> list[tuple[str, int, str, datetime]]:
        query = select(steps.c.session, steps.c.position, steps.c.stage, steps.c.closes_at)

        async def work(c: AsyncConnection) -> list[tuple[str, int, str, datetime]]:
            return [tuple(row) for row in await c.execute(query.where(steps.c.municipality == self.by))]

        return await self.house.stage.app.db.read(work)

    async def _next_close(self) -> datetime | None:
        return min((closes for _, _, stage, closes in await self._steps() if stage == "open"), default=None)

    async def _note_over(self) -> None:
        found = await self._steps()
        for session, position, stage, _ in found:
            if stage != "open":
                self.facts.over.setdefault((group_of(session), position), self.now - timedelta(hours=1))
        for session in {session for session, *_ in found}:
            mine = [stage for one, _, stage, _ in found if one == session]
            last = max(position for one, position, *_ in found if one == session)
            is_over = "open" not in mine and last == (2 if self.world.steps else 0)
            if is_over and group_of(session) not in self.facts.closed:
                self.facts.closed[group_of(session)] = self.now - timedelta(hours=1)
                self._hold_in_group(group_of(session))

    # Views of the town.

    async def _look(self) -> None:
        """Digests on the command line for everybody, and the operator's other lines, which hold nobody's words."""
        db, now = self.house.stage.app.db, self.now
        for group in ANSWERING:
            for person in self.clients:
                municipality = self.by if person in (*worlds.PEOPLE, worlds.COORDINATOR) else self.neighbour
                try:
                    message, language = await digest_of(
                        db, self.session(group), self.upn(person), actor=OPERATOR, now=now, municipality=municipality
                    )
                except SloyfaError as refusal:
                    self.untold.append(str(refusal))
                    continue
                text = plain_digest(message, language)
                told = json.dumps(asdict(message), ensure_ascii=False, default=str)
                self.shown += [Shown(person, now, each, "digest on the command line") for each in (text, told)]
                self.read |= {(person, marker) for marker in MARKER.findall(text)}
                self._must_read(person, group, set(MARKER.findall(text)))
            self.untold += await why_lines(
                db, self.house.stage.app.catalogues, self.session(group), actor=OPERATOR, now=now, municipality=self.by
            )
        self.untold += await planned_lines(
            db, self.house.stage.app.catalogues, actor=OPERATOR, now=now, municipality=self.by
        )
        self.untold += await progress_lines(db, actor=OPERATOR, tenants=(TENANT,), per_second=50, now=now)
        await tell_deliveries(db, outbox_reports.EVERYTHING, self.untold.append, actor=OPERATOR)
        await self._look_at_copies()
        told = "\n".join(await commitment_lines(db, self.by, actor=OPERATOR, now=now))
        towns = {one.marker for one in self.facts.promises if one.reach is Reach.PRINCIPALS and one.stand(self.now)}
        self.untold += [marker for marker in MARKER.findall(told) if marker not in towns]

    async def _ask_the_bot(self) -> None:
        """«Hva vet du om meg» of each person, in chat and as a file; «hvem ser hva» and «glassboks»."""
        for person in worlds.PEOPLE:
            await self.clients[person].say("hva vet du om meg")
        first = self.clients[worlds.PEOPLE[0]]
        asked = [one for one in first.chat if one.from_bot and press_of(one.card, "TakeOwnFile")]
        laid = len(self.house.teams.drive.files)
        await self._press(worlds.PEOPLE[0], asked[-1], "TakeOwnFile")
        await first.answer_file(first.chat[-1], yes=True)
        [file] = self.house.teams.drive.files[laid:]
        self.shown.append(Shown(worlds.PEOPLE[0], self.now, file.body.decode(), "own file"))
        for said in ("hvem ser hva", "glassboks"):
            await first.say(said)
        await self.house.stage.settle()

    async def _follow_quotes(self) -> None:
        """Everybody presses quotes, others' too by hand: who may read a quote is told its origin, nobody else."""
        found = [(name, *quote) for name, client in self.clients.items() for quote in quotes_in(client)]
        mine = {(name, action["data"]["digest"]) for name, _, action, _ in found}
        tried: dict[bool, list[Followed]] = {True: [], False: []}
        for reader, (owner, card, action, markers) in product(self.clients, found):
            one = Followed(reader, owner, card, action, markers, (reader, action["data"]["digest"]) in mine)
            tried[self._may_read_any(markers, reader)].append(one)
        # A few of them: everybody on everything would take longer than the town.
        for may, of_kind in tried.items():
            for one in sorted(of_kind, key=Followed.scattered)[:MOST_FOLLOWED]:
                await self._follow(one, may=may)

    def _may_read_any(self, markers: frozenset[str], reader: str) -> bool:
        known = [one for one in self.facts.words if one.marker in markers]
        return any(may_read(self.facts, one, reader, self.now) for one in known)

    async def _follow(self, one: "Followed", *, may: bool) -> None:
        client, told = self.clients[one.reader], len(self.clients[one.reader].chat)
        held = one.card if one.reader == one.owner else client.chat[-1]
        shown = self.clients[one.owner].view(one.card)
        await client.press(held, one.action["title"], shown=shown, forged=one.action["data"])
        await self.house.stage.settle()
        if any(TOLD.search(read(client.view(each))) for each in client.chat[told:]):
            self.followed.add((one.reader, one.owner))
            if not may:
                self.astray.append(f"{one.reader} is told where {one.markers} on a card of {one.owner} come from")
        elif may and one.reader == one.owner:
            self.astray.append(f"{one.reader} is not told where {one.markers} come from")

    def _must_read(self, person: str, group: str, found: set[str]) -> None:
        """A member of the author's group from the answer until now reads the answer: silence is no way to pass."""
        for one in self.facts.words:
            stays = [stay for stay in self.facts.stays if (stay.person, stay.group) == (person, group)]
            throughout = any(s.role != "observer" and s.covers(one.drawn) and s.covers(self.now) for s in stays)
            if one.group == group and throughout and one.stand(self.now) and one.reach > Reach.ONLY_ME:
                assert one.marker in found, f"{person} should read {one}"

    async def _look_at_copies(self) -> None:
        async def work(c: AsyncConnection) -> list[tuple[Any, ...]]:
            query = select(releases.c.text, releases.c.further).where(releases.c.municipality == self.by)
            return [tuple(row) for row in await c.execute(query)]

        for row in await self.house.stage.app.db.read(work):
            for marker in MARKER.findall(str(row)):
                standing = [one for one in self.facts.words if one.marker == marker and one.stand(self.now)]
                assert any(one.reach is Reach.NETWORK for one in standing), f"a network copy still holds {marker}"

    def leaks(self) -> Iterator[str]:
        """Every showing of words that the oracle does not allow, told in words."""
        yield from self.astray
        yield from (f"an operator reads {marker}" for text in self.untold for marker in MARKER.findall(text))
        for one in self.shown:
            yield from self._unreadable(one.reader, one.text, one.at, one.where)
        town_of = {place: town for town in (*self.earlier, self) for place in town._conversations()}
        for record in self.house.teams.ledger.records[self.records :]:
            if record.call in WRITES:
                yield from town_of.get(record.conversation, self)._wrongly_written(record)
        yield from self._stands_wrongly()

    def _conversations(self) -> set[str]:
        return {client.conversation.id for client in self.clients.values()} | {channel.id for channel in self.channels}

    def _wrongly_written(self, record: Record) -> Iterator[str]:
        readers = {client.conversation.id: name for name, client in self.clients.items()}
        text, at = json.dumps(record.body, ensure_ascii=False), record.clock
        if record.conversation in {channel.id for channel in self.channels}:
            yield from self._unreadable_in(record.conversation, text, at)
        else:
            reader = readers.get(record.conversation, "nobody here")
            yield from self._unreadable(reader, text, at, f"{record.call} to {reader}")

    def _unreadable(self, reader: str, text: str, at: datetime, where: str) -> Iterator[str]:
        for marker in sorted(set(MARKER.findall(text))):
            if any(one.marker == marker for one in self.facts.promises):
                self.read.add((reader, marker))
            if self.authors.get(marker) != reader and not self._may(marker, reader, at):
                yield f"{where}: {reader} reads {marker} at {at}: {self._known(marker) or 'never an answer'}"

    def _known(self, marker: str) -> list[Words]:
        return [one for one in (*self.facts.words, *self.facts.promises) if one.marker == marker]

    def _may(self, marker: str, reader: str, at: datetime, *, left: bool = False) -> bool:
        return any(
            may_read_promise(self.facts, one, reader, at, left=left)
            if isinstance(one, Promise)
            else may_read(self.facts, one, reader, at, left=left)
            for one in self._known(marker)
        )

    def _unreadable_in(self, channel: str, text: str, at: datetime) -> Iterator[str]:
        for marker in sorted(set(MARKER.findall(text))):
            known = [one for one in self.facts.words if one.marker == marker]
            if not any(may_stand_in(self.facts, one, "lag1", channel, at) for one in known):
                yield f"a channel reads {marker} at {at}: {known or 'never an answer'}"

    def _stands_wrongly(self) -> Iterator[str]:
        """Cards keep only words that stand, and that the cards' readers could once read; on authors' own cards too."""
        for name, client in self.clients.items():
            for message in client.chat:
                for marker in MARKER.findall(read(client.view(message)) + message.text) if message.from_bot else ():
                    if self._known(marker) and not self._may(marker, name, self.now, left=True):
                        yield f"a card of {name} still shows {marker}: {self._known(marker)}"
        for channel in self.channels:
            for message in channel.messages:
                if message.from_bot and not message.deleted:
                    yield from self._unreadable_in(channel.id, json.dumps(message.activity), self.now)


def broken(how: str, marker: str) -> tuple[Json, Json]:
    """The fields of a press, and the data that a client has tampered with."""
    words = f"Vi ga tenketid, og sa {marker}."
    match how:
        case "too long":
            return {"answer": words + " a" * 4000}, {}
        case "unknown rung":
            return {"answer": words}, {"rung": "hele verden"}
        case "not text":
            return {"answer": words}, {"answer": [words]}
        case _:
            return {"answer": words}, {"step": {"municipality": "by", "session": "finnes ikke", "position": 0}}


def read(card: Json | None) -> str:
    return json.dumps(card, ensure_ascii=False) if card is not None else ""


def actions_on(node: object) -> Iterator[Json]:
    """The card's buttons, at any depth."""
    if isinstance(node, list):
        for one in node:
            yield from actions_on(one)
    elif isinstance(node, dict):
        if isinstance(node.get("data"), dict) and "press" in node["data"] and "title" in node:
            yield node
        for one in node.values():
            yield from actions_on(one)


def quotes_in(client: Client) -> Iterator[tuple[Message, Json, frozenset[str]]]:
    """(card, what a press on the quote sends, the markers in its words) of each quote on the person's summaries."""

    def look(card: Message, node: object) -> Iterator[tuple[Message, Json, frozenset[str]]]:
        if isinstance(node, dict) and "mark" in node.get("selectAction", {}).get("data", {}):
            yield card, node["selectAction"], frozenset(MARKER.findall(json.dumps(node["items"])))
        for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from look(card, one)

    return (found for card in client.chat if card.from_bot for found in look(card, client.view(card)))


def press_of(card: Json | None, press: str) -> str:
    """The title of the card's button for this press, "" without one."""
    found = (str(one["title"]) for one in actions_on(card) if one["data"]["press"] == press)
    return next(found, "")


def data_of(card: Json | None, press: str) -> Json:
    """The data of the card's button for this press, empty without one."""
    return next((one["data"] for one in actions_on(card) if one["data"]["press"] == press), {})


def step_of(card: Json | None) -> tuple[str, int]:
    """(group, position) of the step that the card's buttons name."""
    step = next(one["data"]["step"] for one in actions_on(card) if "step" in one["data"])
    return group_of(step["session"]), int(step["position"])


def group_of(session: str) -> str:
    return session.split(".")[1]

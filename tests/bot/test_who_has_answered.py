"""Nobody may learn who has answered: neither from a number, nor from the order of quotes."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Literal
from uuid import uuid4

import pytest
import structlog

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Channel, Client, Team
from bot.rehearsal.faults import accept_then
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from dialogs.model import DeliveryKind, DeliveryState
from tests.bot.commands import Commands
from tests.bot.scraping import scrape
from tests.nordvik import House, at, last, municipality, open_house, own_words, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
PEOPLE = tuple(f"person{letter}" for letter in "abcdefghijk")
UNTOLD = {
    "nb": "Hvor mange som har svart, viser jeg bare når tallet ikke kan peke på noen.",
    "nn": "Kor mange som har svart, viser eg berre når talet ikkje kan peike på nokon.",
}


def folder(tmp_path: Path, group: str) -> Path:
    led = [f"guro,{group},coordinator"]
    return municipality(tmp_path / "kommune", people=[*led, *(f"{name},{group},participant" for name in PEOPLE)])


async def send(house: House, name: str, text: str, rung: str = "group") -> None:
    client = house.cast[name]
    await client.press(last(client), "Send svar", {"answer": text, "rung": rung})
    await house.stage.settle()


def digest(client: Client) -> list[str]:
    return seen(client, last(client))


@pytest.mark.parametrize(("answering", "told"), [(4, "Noen har svart"), (5, "5 av 11 har svart")])
async def test_a_number_is_told_from_five_on_and_where_five_have_not(tmp_path: Path, answering: int, told: str) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder(tmp_path, "rektorgruppa")) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.install(*PEOPLE)
        await house.to(OPENS)
        for name in PEOPLE[:answering]:
            await send(house, name, own_words(name), "group" if name == PEOPLE[0] else "only_me")
        await house.to(CLOSES)
        read = digest(house.cast[PEOPLE[-1]])
        assert read[2] == told
        message = last(house.cast[PEOPLE[-1]])
        assert (message.summary, read.count(told)) == ("Dette delte vi i Rektorgruppa", 1)


@pytest.mark.parametrize("answering", [PEOPLE[:5], PEOPLE[6:]], ids=["has not answered", "has"])
async def test_a_number_counts_whoever_may_have_got_the_question_whether_or_not_they_answer(
    tmp_path: Path, answering: tuple[str, ...]
) -> None:
    """The delivery to the last person stays uncertain."""
    unsure = PEOPLE[-1]
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder(tmp_path, "rektorgruppa")) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.install(*PEOPLE)
        for _ in range(2):
            house.teams.faults.next(accept_then(502), call=Call.SEND, conversation=house.cast[unsure].conversation.id)
        await house.to(OPENS)
        await house.to(OPENS + timedelta(minutes=1))
        [prompt] = await house.deliveries(DeliveryKind.PROMPT, unsure)
        assert (prompt.state, prompt.activity) == (DeliveryState.UNDELIVERABLE, "")
        for name in answering:
            await send(house, name, own_words(name), "group")
        await house.to(CLOSES)
        assert digest(house.cast[PEOPLE[5]])[2] == "5 av 11 har svart"


async def test_quotes_stand_in_an_order_that_tells_nothing_of_when_or_by_whom(tmp_path: Path) -> None:
    """The same words by other authors, in the opposite order: the digest is the same."""
    words = [f"Ord {number}" for number in (3, 0, 5, 1, 4, 2)]
    read = []
    for number, (names, said) in enumerate(((PEOPLE[:6], words), (PEOPLE[3:9], words[::-1]))):
        town = folder(tmp_path / str(number), "rektorgruppa")
        async with open_house(f"sqlite+aiosqlite:///{tmp_path / str(number)}/x.db", folder=town) as house:
            await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
            await house.install(*names)
            await house.to(OPENS)
            for minute, (name, text) in enumerate(zip(names, said, strict=True)):
                house.stage.now = at(11, 24, 9, minute)
                await send(house, name, text)
            await house.to(CLOSES)
            read.append([text for text in digest(house.cast[names[-1]]) if text in words])
    assert read[0] == read[1]
    assert read[0] not in (words, words[::-1])


async def linked(house: House, *people: str, by: str = "guro") -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in (by, *people)))
    await team.install(by=house.cast[by])
    await house.cast[by].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    return team.general


@pytest.mark.parametrize(("answering", "told"), [(4, UNTOLD["nn"]), (6, "6 av 11 har svart"), (7, UNTOLD["nn"])])
async def test_a_channels_card_tells_a_number_once_it_is_over_and_never_changes_before(
    tmp_path: Path, answering: int, told: str
) -> None:
    town = folder(tmp_path, "team-fjordglott")
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=town) as house:
        channel = await linked(house, *PEOPLE)
        dates = "[2026-11-24T07:00:00Z]"
        await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", asked='"channel"', dates=dates))
        await house.to(OPENS)
        card = next(message for message in channel.messages if "Send svar" in str(message.card))
        for name in PEOPLE[:answering]:
            await house.cast[name].press(card, "Send svar", {"answer": own_words(name), "rung": "group"})
        await house.stage.settle()
        assert not current(channel, card).edited
        await house.to(CLOSES)
        assert told in seen(house.cast[PEOPLE[-1]], current(channel, card))


def current(channel: Channel, card: Message) -> Message:
    """The current version of the message."""
    return next(message for message in channel.messages if message.id == card.id)


# Operators' surfaces: two runs with different people answering leave equal traces.


@dataclass(frozen=True)
class Surfaces:
    """The command line's output during and after a question, the log, and the metrics."""

    printed: list[str]
    logged: list[str]
    measured: list[str]

    def differ_from(self, others: "Surfaces") -> list[str]:
        pairs = ((self.printed, others.printed), (self.logged, others.logged), (self.measured, others.measured))
        found = (line for one, other in pairs for line in unified_diff(one, other, n=0, lineterm=""))
        return [line for line in found if not line.startswith(("---", "+++", "@@"))]


@dataclass(frozen=True)
class Question:
    """A session asking `people`; `session` is the session's id, and answers end at `closes`.

    Whoever has not answered by then is reminded at `reminds`. `town` is a folder, None for Nordvik's own.
    """

    session: str
    people: tuple[str, ...]
    opens: datetime
    closes: datetime
    reminds: datetime
    in_channel: bool = False
    town: Path | None = None


PERSONAL = Question("uka.rektorgruppa.2026-11-24", ("tor", "siv", "ali"), OPENS, CLOSES, at(11, 26))
HIDDEN = Question(
    "igp-solbakken.team-solbakken.2026-11-25", ("kari", "lars", "mona"), at(11, 25, 14), at(12, 2), at(12, 1, 14)
)
CHANNEL = Question(
    "kanal.team-fjordglott.2026-11-24", ("rolf", "synne", "turid"), OPENS, CLOSES, at(11, 26), in_channel=True
)
Deed = Literal["answers", "passes", "writes", "does nothing"]


class Administrator:
    """A person with the command line, the log and the metrics, but no other access."""

    def __init__(self, bot: Commands, caplog: pytest.LogCaptureFixture) -> None:
        self._bot = bot
        self._caplog = caplog

    async def watch(
        self, place: Path, question: Question, deeds: Mapping[str, Deed], *, ahead: Mapping[str, str] | None = None
    ) -> Surfaces:
        """`ahead` are the words that people write before the question comes; the coordinator reads along."""
        url = f"sqlite+aiosqlite:///{place}/{uuid4()}.db"
        self._caplog.clear()
        with structlog.testing.capture_logs() as events, self._caplog.at_level(logging.INFO):
            async with open_house(url, folder=question.town) as house:
                await self._asked(house, place, question, ahead or {})
                for name, deed in deeds.items():
                    house.stage.now += timedelta(minutes=7)
                    await self._do(house, question, name, deed)
                await house.to(question.opens + timedelta(hours=2))
                printed = await self._printed(url, question)
                await house.to(question.reminds)
                printed += await self._told(url, ("deliveries", "--all"))
                await house.to(question.closes)
                await house.to(question.closes + timedelta(hours=1))
                printed += await self._printed(url, question)
                guro = house.cast["guro"]
                printed += [text for message in guro.chat for text in seen(guro, message)]
                measured = {name: value for name, value in (await scrape(house.stage.app)).items() if _counts(name)}
        told = [str({name: value for name, value in sorted(one.items()) if name != "seconds"}) for one in events]
        libraries = [record.getMessage() for record in self._caplog.records if record.name.startswith("bot")]
        return Surfaces(printed, told + libraries, [f"{name} {value}" for name, value in sorted(measured.items())])

    async def _asked(self, house: House, place: Path, question: Question, ahead: Mapping[str, str]) -> None:
        if question is HIDDEN:
            await house.plan("solbakken")
        elif question.in_channel:
            await linked(house, *question.people, by="pia")
            dates = "[2026-11-24T07:00:00Z]"
            await house.stage.plan(series(place, "kanal", "team-fjordglott", asked='"channel"', dates=dates))
        else:
            await house.stage.plan(series(place, "uka", "rektorgruppa"))
        await house.install("guro", *question.people)
        for name, said in ahead.items():
            await house.cast[name].say(said)
        await house.to(question.opens)

    async def _do(self, house: House, question: Question, name: str, deed: Deed) -> None:
        client = house.cast[name]
        card = next(one for one in self._read(house, question, client) if "Send svar" in str(one.card))
        if deed == "answers":
            await client.press(card, "Send svar", {"answer": "Vi ga tenketid.", "rung": "only_me"})
        elif deed == "passes":
            await client.press(card, "Hopp over", shown=card.card)
        elif deed == "writes":
            await client.say("Vi ga tenketid.")
        await house.stage.settle()

    def _read(self, house: House, question: Question, client: Client) -> list[Message]:
        channels = [one for one in house.teams.world.conversations.values() if one.is_channel]
        return channels[0].messages if question.in_channel else client.chat

    async def _printed(self, url: str, question: Question) -> list[str]:
        asked = (
            *(("deliveries",), ("deliveries", "--all"), ("deliveries", "--failed", "--all")),
            *(("why", question.session), ("check",), ("plan", "--list")),
            *(
                ("digest", question.session, "--reader", "guro@nordvik.example", "--format", f)
                for f in ("text", "json")
            ),
        )
        return await self._told(url, *asked)

    async def _told(self, url: str, *asked: tuple[str, ...]) -> list[str]:
        settings = {"SLOYFA_DATABASE_URL": url, "MicrosoftAppTenantId": TENANT}
        done = [await asyncio.to_thread(self._bot, *arguments, **settings) for arguments in asked]
        return [line for one in done for line in (*one.lines, *one.err.splitlines())]


def _counts(name: str) -> bool:
    """Whether the metric is a count; all others are in seconds."""
    return not any(part in name for part in ("_bucket", "_sum", "_created", "seconds{", "wait_seconds"))


@pytest.fixture
def administrator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Administrator:
    return Administrator(Commands(monkeypatch, capsys), caplog)


@pytest.mark.parametrize("question", [PERSONAL, HIDDEN, CHANNEL], ids=["personal", "hidden", "channel"])
async def test_two_runs_that_differ_in_who_has_answered_leave_the_same_behind(
    administrator: Administrator, tmp_path: Path, question: Question
) -> None:
    one, other, third = question.people
    wrote: Deed = "answers" if question.in_channel else "writes"
    first = await administrator.watch(tmp_path, question, {one: "answers", other: "passes", third: wrote})
    second = await administrator.watch(tmp_path, question, {other: "answers", third: "passes", one: wrote})
    assert first.differ_from(second) == []
    assert [line for line in first.printed if f"{one}@nordvik.example\tprompt sent" in line] or question.in_channel


@pytest.mark.parametrize("question", [PERSONAL, HIDDEN], ids=["personal", "hidden"])
async def test_whether_somebody_answered_or_passed_is_told_nowhere(
    administrator: Administrator, tmp_path: Path, question: Question
) -> None:
    one, other, _ = question.people
    first = await administrator.watch(tmp_path, question, {one: "answers", other: "passes"})
    second = await administrator.watch(tmp_path, question, {one: "passes", other: "passes"})
    assert first.differ_from(second) == []


async def test_two_runs_that_differ_in_who_is_reminded_leave_the_same_behind(
    administrator: Administrator, tmp_path: Path
) -> None:
    one, other, third = PERSONAL.people
    first = await administrator.watch(tmp_path, PERSONAL, {one: "answers", third: "passes"})
    second = await administrator.watch(tmp_path, PERSONAL, {other: "answers", third: "passes"})
    assert first.differ_from(second) == []
    assert "reminder" not in "\n".join((*first.printed, *first.measured))


async def test_a_pause_is_told_nowhere(administrator: Administrator, tmp_path: Path) -> None:
    """Five of eleven answer, so that numbers are told; in the other run one of the rest has a pause."""
    question = replace(PERSONAL, people=PEOPLE, town=folder(tmp_path, "rektorgruppa"))
    deeds: dict[str, Deed] = dict.fromkeys(PEOPLE[:5], "answers")
    first = await administrator.watch(tmp_path, question, deeds, ahead={PEOPLE[8]: "hjelp"})
    second = await administrator.watch(tmp_path, question, deeds, ahead={PEOPLE[8]: "pause til lørdag"})
    of_teams = ("sloyfa_teams_request", "sloyfa_deliveries_settled", "{'event': 'delivery', 'kind': 'prompt'")
    found = [line for line in first.differ_from(second) if not line[1:].startswith(of_teams)]
    assert found == [], "but for how often Teams was asked, which names nobody"
    assert "5 av 11 har svart" in first.printed

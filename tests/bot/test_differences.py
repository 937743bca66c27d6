"""Two views of the same, at two moments or on two surfaces: their difference tells of no single person."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
import structlog

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Channel, Client, Team, buttons_on
from bot.rehearsal.wire_conversations import Message
from bot.reports.deliveries import tell_deliveries
from bot.reports.progress import progress_lines
from content.plain_digest import plain_digest
from storage.outbox_reports import EVERYTHING
from tests.bot.test_traced_quotes import ORIGIN
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series
from tests.reading import digest_of

PEOPLE = tuple(f"person{letter}" for letter in "abcdefghijk")
READER = PEOPLE[-1]
TOLD = "6 av 11 har svart"
SOME = {"nb": "Noen har svart", "nn": "Nokon har svart"}
UNTOLD = {
    "nb": "Hvor mange som har svart, viser jeg bare når tallet ikke kan peke på noen.",
    "nn": "Kor mange som har svart, viser eg berre når talet ikkje kan peike på nokon.",
}
MEETINGS = """
[[meetings]]
date = 2026-11-30T09:00:00
group = "rektorgruppa"
digest_days_ahead = 1
[[meetings]]
date = 2026-12-10T09:00:00
group = "nettverket"
digest_days_ahead = 1
"""


def town(folder: Path, group: str, language: str, *, people: tuple[str, ...] = PEOPLE) -> Path:
    rows = [f"guro,{group},coordinator,{language}", *(f"{name},{group},participant,{language}" for name in people)]
    return municipality(folder, people=rows)


async def answer(house: House, name: str, text: str) -> None:
    client = house.cast[name]
    await client.press(last(client), "Send svar", {"answer": text, "rung": "group"})


async def withdraw(house: House, name: str, words: str) -> None:
    """The person takes back the answer with these words, on whichever card shows it."""
    client = house.cast[name]
    card = next(
        one for one in client.chat if words in str(client.view(one)) and "Trekk tilbake" in buttons_on(client.view(one))
    )
    await client.press(card, "Trekk tilbake")
    await house.stage.settle()


def digest_card(client: Client) -> Message:
    return next(one for one in reversed(client.chat) if one.summary.startswith("Dette delte vi"))


async def on_command_line(house: House, session: str) -> tuple[str, str]:
    """The digest as the command `digest` prints it for the reader, as text and as JSON."""
    db, upn = house.stage.app.db, f"{READER}@nordvik.example"
    message, language = await digest_of(db, session, upn, actor=OPERATOR, now=house.stage.now)
    return plain_digest(message, language), json.dumps(asdict(message), default=str, sort_keys=True)


@pytest.mark.parametrize("language", SOME)
async def test_what_is_told_before_and_after_a_withdrawal_and_a_departure_differs_by_the_words_alone(
    tmp_path: Path, language: str
) -> None:
    folder = town(tmp_path / "alle", "rektorgruppa", language)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        file = series(tmp_path, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-01]", stays_open='"P2D"')
        file.write_text(file.read_text(encoding="utf-8") + MEETINGS, encoding="utf-8")
        await house.stage.plan(file)
        await house.install("guro", *PEOPLE)
        await house.to(at(11, 24))
        for number, name in enumerate(PEOPLE[:6]):
            await answer(house, name, f"Ord nummer {number}")
        await house.stage.settle()
        await house.to(at(11, 27))
        reader, session = house.cast[READER], "uka.rektorgruppa.2026-11-24"
        card, printed = seen(reader, digest_card(reader)), await on_command_line(house, session)
        assert TOLD in card

        await withdraw(house, PEOPLE[0], "Ord nummer 0")
        at_words = card.index("Ord nummer 0")
        assert card[at_words - 1] in ORIGIN.values(), "the way back to the answer goes with its words"
        assert seen(reader, digest_card(reader)) == card[: at_words - 1] + card[at_words + 1 :]
        later = await on_command_line(house, session)
        assert later[0].splitlines() == [line for line in printed[0].splitlines() if "Ord nummer 0" not in line]
        assert json.loads(later[1])["turnout"] == json.loads(printed[1])["turnout"]

        await house.bring_in(town(tmp_path / "uten en", "rektorgruppa", language, people=(*PEOPLE[:8], *PEOPLE[9:])))
        assert await on_command_line(house, session) == later

        await house.to(at(11, 30))
        assert TOLD in seen(house.cast["guro"], digest_card(house.cast["guro"])), "the number of the session's digest"
        await house.to(at(12, 1))
        for number, name in enumerate(PEOPLE[1:7]):
            await answer(house, name, f"Flere ord {number}")
        await house.stage.settle()
        await house.to(at(12, 4))
        await house.to(at(12, 10))
        both = seen(house.cast["guro"], digest_card(house.cast["guro"]))
        assert {"Ord nummer 1", "Flere ord 1", SOME[language]} <= set(both)
        assert not any(re.search(r"\d+ av \d+", line) for line in both), "of two sessions, a number could be subtracted"


async def linked(house: House) -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("guro", *PEOPLE)))
    await team.install(by=house.cast["guro"])
    await house.cast["guro"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    return team.general


def questions(client: Client, channel: Channel) -> list[list[str]]:
    """The cards with questions in the channel, as the person sees them."""
    asked = (message for message in channel.messages if message.summary.startswith(("Sløyfa: ", "Du kan")))
    return [seen(client, message) for message in asked]


@pytest.mark.parametrize("language", SOME)
async def test_a_channels_card_and_its_digest_tell_one_number_that_stays(tmp_path: Path, language: str) -> None:
    folder = town(tmp_path / "alle", "team-fjordglott", language)
    units = folder / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace(",nn,1-10", f",{language},1-10"), encoding="utf-8")
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        channel = await linked(house)
        dates = "[2026-11-24T07:00:00Z]"
        await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", asked='"channel"', dates=dates))
        await house.install(*PEOPLE)
        await house.to(at(11, 24))
        asking = next(message for message in channel.messages if "Send svar" in str(message.card))
        for number, name in enumerate(PEOPLE[:6]):
            await house.cast[name].press(asking, "Send svar", {"answer": f"Ord nummer {number}", "rung": "group"})
        await house.stage.settle()
        reader = house.cast[READER]
        [card] = questions(reader, channel)
        assert UNTOLD[language] not in card
        assert TOLD not in card
        await house.to(at(11, 27))
        assert [TOLD in card for card in questions(reader, channel)] == [True]
        digest = next(one for one in channel.messages if one.summary.startswith("Dette delte vi"))
        assert TOLD in seen(reader, digest)

        await withdraw(house, PEOPLE[0], "Ord nummer 0")
        await house.bring_in(town(tmp_path / "uten en", "team-fjordglott", language, people=(*PEOPLE[:8], *PEOPLE[9:])))
        await house.to(at(11, 28))
        standing = next(one for one in channel.messages if one.id == digest.id)
        assert "Ord nummer 0" not in seen(reader, standing)
        assert TOLD in seen(reader, standing)
        assert [TOLD in card for card in questions(reader, channel)] == [True]


@pytest.mark.parametrize("language", SOME)
async def test_a_channel_is_told_no_number_of_a_step_while_its_session_goes_on(tmp_path: Path, language: str) -> None:
    """More people answer in the next step: the session's number less a step's would tell how many."""
    folder = town(tmp_path / "alle", "team-fjordglott", language)
    units = folder / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace(",nn,1-10", f",{language},1-10"), encoding="utf-8")
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        channel = await linked(house)
        keys = {"asked": '"channel"', "protocol": '"igp"', "stays_open": '"PT2H"', "dates": "[2026-11-24T07:00:00Z]"}
        await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", **keys))
        await house.install(*PEOPLE)
        await house.to(at(11, 24))
        for number, name in enumerate(PEOPLE[:6]):
            await answer(house, name, f"Ord nummer {number}")
        await house.to(at(11, 24, 11))
        asking = next(message for message in channel.messages if "Send svar" in str(message.card))
        for number, name in enumerate(PEOPLE[:5]):
            await house.cast[name].press(asking, "Send svar", {"answer": f"Videre {number}", "rung": "group"})
        await withdraw(house, PEOPLE[5], "Ord nummer 5")
        await house.to(at(11, 26, 12))
        of_steps = questions(house.cast[READER], channel)
        assert [TOLD in card or "5 av 11 har svart" in card for card in of_steps] == [False] * len(of_steps)
        assert any(UNTOLD[language] in card for card in of_steps)


async def test_a_channels_card_tells_no_number_beside_a_name_in_its_digest(tmp_path: Path) -> None:
    folder = town(tmp_path / "alle", "team-fjordglott", "nn")
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        channel = await linked(house)
        dates = "[2026-11-24T07:00:00Z]"
        await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", asked='"channel"', dates=dates))
        await house.install(*PEOPLE)
        await house.to(at(11, 24))
        asking = next(message for message in channel.messages if "Send svar" in str(message.card))
        for number, name in enumerate(PEOPLE[:6]):
            await house.cast[name].press(asking, "Send svar", {"answer": f"Ord nummer {number}", "rung": "group"})
        signing = house.cast[PEOPLE[0]]
        await signing.press(asking, "Endre svaret")
        await signing.press(asking, "Send svar", {"answer": "Ord nummer 0", "rung": "group", "signature": "name"})
        await house.stage.settle()
        await house.to(at(11, 27))
        digest = next(one for one in channel.messages if one.summary.startswith("Dette delte vi"))
        assert "Persona Oppdiktet" in str(digest.card)
        assert TOLD not in seen(house.cast[READER], digest)
        assert [TOLD in card for card in questions(house.cast[READER], channel)] == [False]


async def watched(place: Path, who: str) -> list[str]:
    """What an operator can see of a session after `who` has taken an answer back: deliveries, progress and the log."""
    folder, lines = town(place / who, "rektorgruppa", "nb"), list[str]()
    with structlog.testing.capture_logs() as events:
        async with open_house(f"sqlite+aiosqlite:///{place / who}/x.db", folder=folder) as house:
            await house.stage.plan(series(place, "uka", "rektorgruppa"))
            await house.install("guro", *PEOPLE)
            await house.to(at(11, 24))
            for name in PEOPLE[:6]:
                await answer(house, name, f"Ord fra {name}")
            await house.stage.settle()
            await house.to(at(11, 27))
            house.stage.now = at(11, 27, 12)
            await withdraw(house, who, f"Ord fra {who}")
            db, now = house.stage.app.db, house.stage.now
            await tell_deliveries(db, EVERYTHING, lines.append, actor=OPERATOR)
            lines += await progress_lines(db, actor=OPERATOR, tenants=(TENANT,), per_second=50, now=now)
    return lines + [str({name: value for name, value in sorted(one.items()) if name != "seconds"}) for one in events]


async def test_an_operator_sees_the_same_whoever_has_taken_words_back(tmp_path: Path) -> None:
    one, other = [await watched(tmp_path, who) for who in (PEOPLE[0], PEOPLE[5])]
    assert "digest" in "".join(one)
    assert one == other

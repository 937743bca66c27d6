"""Digests: counts, the words each reader may see, the place of posting, and one copy for each reader."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.clients import Channel, Client, Team
from bot.rehearsal.faults import throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from dialogs.model import DeliveryKind, DeliveryState
from tests.nordvik import House, at, last, municipality, open_house, own_words, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
REACHED = ("tor", "siv", "ali")
SOME = {"nb": "Noen har svart", "nn": "Nokon har svart", "en": "Some have answered"}
UNTOLD = {
    "nb": "Hvor mange som har svart, viser jeg bare når tallet ikke kan peke på noen.",
    "nn": "Kor mange som har svart, viser eg berre når talet ikkje kan peike på nokon.",
}
ODD = "  Vi **prøvde** [noe](https://x.example) <b>nytt</b>:\n\n- ett &amp; to\n# 🌱 «tre» {fire} \\n "
"""Characters with a meaning in Markdown, HTML, JSON or templates, with white space at both ends."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


@pytest.fixture
async def open_session(house: House) -> House:
    """The rektorgruppa's first session is open; three of its members are reached, and Guro has installed too."""
    await house.plan("rektorgruppa")
    await house.install("guro", *REACHED)
    await house.to(OPENS)
    return house


async def send(house: House, name: str, text: str, rung: str = "group") -> None:
    client = house.cast[name]
    card = next(message for message in reversed(client.chat) if "Send svar" in str(message.card))
    await client.press(card, "Send svar", {"answer": text, "rung": rung})
    await house.stage.settle()


def digests(client: Client) -> list[Message]:
    return [message for message in client.chat if message.from_bot and is_digest(message)]


def is_digest(message: Message) -> bool:
    return bool(message.card) and str(message.summary).startswith(("Dette delte vi", "What we shared"))


def read(client: Client) -> list[str]:
    [digest] = digests(client)
    return seen(client, digest)


def runs(part: Any) -> list[str]:  # noqa: ANN401 - JSON is anything
    """The texts of all TextRuns, in which Teams renders no Markdown."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "TextRun" else []
        return own + [text for value in part.values() for text in runs(value)]
    return [text for value in part for text in runs(value)] if isinstance(part, list) else []


# Counts.


async def test_a_digest_shows_no_private_withdrawn_or_passed_answers(open_session: House) -> None:
    """Six of the eight asked have installed; among them Dag withdraws, Ella passes, and Siv answers for herself."""
    await open_session.install("bodil", "dag", "ella")
    for name, rung in (("tor", "group"), ("siv", "only_me"), ("ali", "group"), ("bodil", "group"), ("dag", "group")):
        await send(open_session, name, own_words(name), rung)
    dag, ella = open_session.cast["dag"], open_session.cast["ella"]
    await dag.press(last(dag), "Trekk tilbake")
    await ella.press(last(ella), "Hopp over")
    await open_session.to(CLOSES)
    for name in (*REACHED, "bodil", "dag", "ella", "guro"):
        client = open_session.cast[name]
        assert read(client)[2] in SOME.values()
        words = {own_words(name) for name in ("tor", "siv", "ali", "bodil", "dag")} & {*read(client)}
        assert words == {own_words(name) for name in ("tor", "ali", "bodil")}


async def test_who_is_reached_late_gets_the_digest_too(open_session: House) -> None:
    await open_session.to(at(11, 26))
    await open_session.install("frode")
    await send(open_session, "tor", "Hei")
    await open_session.to(CLOSES)
    assert SOME["nb"] in read(open_session.cast["tor"])
    assert SOME["en"] in read(open_session.cast["frode"])


async def test_an_answer_opened_again_and_not_sent_still_counts_as_it_stood(open_session: House) -> None:
    await send(open_session, "tor", "Slik sto det")
    tor = open_session.cast["tor"]
    await tor.press(last(tor), "Endre svaret")
    await open_session.to(CLOSES)
    assert "Slik sto det" in read(open_session.cast["siv"])


async def test_where_nobody_was_reached_there_is_no_digest(house: House) -> None:
    await house.plan("rektorgruppa")
    await house.to(OPENS)
    await house.to(CLOSES)
    assert [one for one in await house.deliveries(DeliveryKind.DIGEST) if one.session] == []


async def test_where_nobody_shared_the_digest_says_so_kindly(open_session: House) -> None:
    await send(open_session, "tor", "Mitt eget", "only_me")
    await open_session.to(CLOSES)
    told = read(open_session.cast["siv"])
    assert UNTOLD["nn"] in told
    assert "Mitt eget" not in "".join(told)
    assert "Denne gongen er det ingen svar å lese. Det er heilt i orden." in told


# Quoted words.


async def test_words_stand_byte_for_byte_as_text_runs_in_the_body_and_nowhere_else(open_session: House) -> None:
    await send(open_session, "tor", ODD)
    await open_session.to(CLOSES)
    [digest] = digests(open_session.cast["siv"])
    assert digest.card is not None
    assert ODD in runs(digest.card["body"])
    body = json.dumps(digest.card["body"], ensure_ascii=False)
    whole = json.dumps(digest.activity, ensure_ascii=False)
    needle = "ett &amp; to"
    assert (body.count(needle), whole.count(needle)) == (1, 1)
    assert "text" not in digest.activity
    assert needle not in digest.summary
    assert needle not in str(digest.card.get("fallbackText"))


async def test_nobody_is_named_by_a_digest(open_session: House) -> None:
    for name in ("tor", "ali"):
        await send(open_session, name, "Noe")
    await open_session.to(CLOSES)
    [digest] = digests(open_session.cast["siv"])
    told = json.dumps(digest.activity, ensure_ascii=False)
    assert not any(part in told for part in ("Tor", "Ali ", "@nordvik.example", "29:"))


async def test_the_question_and_its_area_stand_above_the_answers_in_the_readers_language(open_session: House) -> None:
    prompt = seen(open_session.cast["siv"], last(open_session.cast["siv"]))
    await send(open_session, "tor", "Hei")
    await open_session.to(CLOSES)
    nynorsk = read(open_session.cast["siv"])
    question = next(text for text in prompt if text.endswith("?"))
    assert nynorsk.index("Inkluderande læringsmiljø") < nynorsk.index(question) < nynorsk.index("Hei")
    assert [text for text in read(open_session.cast["tor"]) if text.startswith("Inkluderende læringsmiljø")]


async def test_each_reader_sees_what_their_circles_hold(tmp_path: Path) -> None:
    """Kari reads from a school: of the principals' answers only those shared with the whole municipality."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        readers = '["kari@nordvik.example", "ola@nordvik.example"]'
        await house.stage.plan(series(tmp_path, "lest", "rektorgruppa", digest_readers=readers))
        await house.install("tor", "siv", "ali", "kari", "ola")
        await house.to(OPENS)
        await send(house, "tor", "For gruppa", "group")
        await send(house, "siv", "For kommunen", "municipality")
        await send(house, "ali", "For meg", "only_me")
        await house.to(CLOSES)
        heard = {
            name: set(read(house.cast[name])) & {"For gruppa", "For kommunen", "For meg"}
            for name in house.cast.people
            if digests(house.cast[name])
        }
        assert heard == {
            "tor": {"For gruppa", "For kommunen"},
            "siv": {"For gruppa", "For kommunen"},
            "ali": {"For gruppa", "For kommunen"},
            "kari": {"For kommunen"},
            # An observer reads the counts, but belongs to no circle.
            "ola": set(),
        }
        assert SOME["nb"] in read(house.cast["kari"])
        assert UNTOLD["nb"] in read(house.cast["ola"])


async def test_who_joined_after_an_answer_was_given_does_not_read_it(tmp_path: Path) -> None:
    people = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,participant", "siv,rektorgruppa,participant"]
    before = municipality(tmp_path / "før", people=people)
    after = municipality(tmp_path / "etter", people=[*people, "ny,rektorgruppa,participant"])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=before) as house:
        await house.stage.plan(series(tmp_path, "s", "rektorgruppa"))
        await house.install("tor", "siv")
        await house.to(OPENS)
        await send(house, "tor", "Før du kom")
        await house.to(at(11, 25))
        await house.bring_in(after)
        newcomer = Client(house.teams, "Ny", "00000000-0000-4000-8000-100000000003", "ny@nordvik.example")
        await newcomer.install()
        await house.to(at(11, 26))
        await send(house, "siv", "Etter at du kom")
        await house.to(CLOSES)
        assert {"Før du kom", "Etter at du kom"} & set(read(newcomer)) == {"Etter at du kom"}
        assert {"Før du kom", "Etter at du kom"} <= set(read(house.cast["tor"]))


async def test_who_has_left_the_group_gets_no_digest(tmp_path: Path) -> None:
    people = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,participant", "siv,rektorgruppa,participant"]
    before = municipality(tmp_path / "før", people=people)
    after = municipality(tmp_path / "etter", people=people[:2])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=before) as house:
        await house.stage.plan(series(tmp_path, "s", "rektorgruppa"))
        await house.install("tor", "siv")
        await house.to(OPENS)
        await send(house, "tor", "Hei")
        await house.bring_in(after)
        await house.to(CLOSES)
        assert digests(house.cast["siv"]) == []
        assert "Hei" in read(house.cast["tor"])


async def test_an_answer_withdrawn_before_the_digest_is_sent_is_not_in_it(open_session: House) -> None:
    """Siv's digest is throttled by Teams; meanwhile Tor deletes the message with his answer."""
    tor, siv = open_session.cast["tor"], open_session.cast["siv"]
    said = await tor.say("Dette angrer jeg på")
    await send(open_session, "ali", "Dette står")
    open_session.teams.faults.next(throttle(retry_after=3600), call=Call.SEND, conversation=siv.conversation.id)
    await open_session.to(CLOSES)
    assert digests(siv) == []
    await tor.delete(said.activity_id)
    await open_session.to(CLOSES + timedelta(hours=1))
    told = read(siv)
    assert "Dette står" in told
    assert "Dette angrer jeg på" not in "".join(told)


# Places.


async def test_each_reader_gets_a_digest_once_even_as_member_and_digest_reader(open_session: House) -> None:
    """Guro is coordinator of the group, leader of the series and digest reader; Ola only observes."""
    await open_session.install("ola")
    await send(open_session, "tor", "Hei")
    await open_session.to(CLOSES)
    await open_session.to(CLOSES + timedelta(days=1))
    assert {name: len(digests(open_session.cast[name])) for name in (*REACHED, "guro", "ola")} == {
        **dict.fromkeys((*REACHED, "guro"), 1),
        "ola": 0,
    }


async def test_a_digest_goes_out_when_the_session_closes_and_not_before(open_session: House) -> None:
    await send(open_session, "tor", "Hei")
    await open_session.to(CLOSES - timedelta(seconds=1))
    assert digests(open_session.cast["siv"]) == []
    await open_session.to(CLOSES)
    assert len(digests(open_session.cast["siv"])) == 1


@pytest.fixture
async def channel(house: House, tmp_path: Path) -> Channel:
    """Team Fjordgløtt's channel with an open prompt. Guro, from outside, and Pia of the team are digest readers."""
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("pia", "rolf", "synne", "turid")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    await house.install("guro", "pia", "rolf")
    readers = '["guro@nordvik.example", "pia@nordvik.example"]'
    dates = "[2026-11-24T07:00:00Z]"
    file = series(tmp_path, "kanal", "team-fjordglott", asked='"channel"', dates=dates, digest_readers=readers)
    await house.stage.plan(file)
    await house.to(OPENS)
    return team.general


def posted(channel: Channel) -> list[Message]:
    return [message for message in channel.messages if message.from_bot and is_digest(message)]


async def answer_in(house: House, channel: Channel, name: str, text: str, rung: str) -> None:
    card = next(message for message in channel.messages if "Send svar" in str(message.card))
    await house.cast[name].press(card, "Send svar", {"answer": text, "rung": rung})
    await house.stage.settle()


async def test_a_channels_digest_is_posted_there_and_not_to_its_members_again(house: House, channel: Channel) -> None:
    await answer_in(house, channel, "rolf", "For teamet", "group")
    await answer_in(house, channel, "synne", "For kommunen", "municipality")
    await answer_in(house, channel, "turid", "For meg", "only_me")
    await house.to(CLOSES)
    [message] = posted(channel)
    told = seen(house.cast["turid"], message)
    assert SOME["nn"] in told
    assert {"For teamet", "For kommunen", "For meg"} & set(told) == {"For teamet", "For kommunen"}
    # The digest begins a thread.
    assert message.root == message.id
    assert [name for name in ("guro", "pia", "rolf") if digests(house.cast[name])] == ["guro"]
    assert {"For teamet", "For kommunen"} & set(read(house.cast["guro"])) == {"For kommunen"}


async def test_a_digest_goes_to_the_members_where_the_channel_cannot_be_written_to(
    house: House, channel: Channel
) -> None:
    await answer_in(house, channel, "rolf", "For teamet", "group")
    await channel.team.uninstall(by=house.cast["pia"])
    await house.to(CLOSES)
    assert posted(channel) == []
    assert "For teamet" in read(house.cast["pia"])
    assert "For teamet" in read(house.cast["rolf"])


# Ahead of a meeting.


MEETING = at(12, 10, 9)
AHEAD = at(12, 7, 9)


async def plan_meetings(house: House, folder: Path, *, meetings: str, dates: str, **keys: str) -> None:
    """A series for the principals and a team, with its meetings in the principals' group."""
    file = series(folder, "felles", "rektorgruppa", "team-solbakken", dates=dates, **keys)
    file.write_text(file.read_text() + meetings)
    await house.stage.plan(file)


def meeting(when: datetime, *, ahead: int = 3, group: str = "rektorgruppa") -> str:
    return f'\n[[meetings]]\ndate = {when:%Y-%m-%dT%H:%M:%SZ}\ngroup = "{group}"\ndigest_days_ahead = {ahead}\n'


async def test_coordinators_read_ahead_of_the_meeting_over_all_groups_that_shared(house: House, tmp_path: Path) -> None:
    await plan_meetings(
        house, tmp_path, meetings=meeting(MEETING), dates="[2026-11-24T07:00:00Z, 2026-12-01T07:00:00Z]"
    )
    await house.install("guro", "tor", "siv", "kari", "lars")
    await house.to(OPENS)
    await send(house, "tor", "Fra rektorene", "group")
    await send(house, "kari", "Fra teamet", "principals")
    await send(house, "lars", "Bare for teamet", "group")
    await house.to(CLOSES)
    await house.to(at(12, 1))
    await send(house, "siv", "Uka etter", "group")
    await house.to(at(12, 4))
    guro = house.cast["guro"]
    before = len(digests(guro))
    await house.to(AHEAD - timedelta(seconds=1))
    assert len(digests(guro)) == before
    await house.to(AHEAD)
    message = digests(guro)[-1]
    assert len(digests(guro)) == before + 1
    told = seen(guro, message)
    assert told[:2] == ["Dette delte vi før møtet", "Rektorgruppa, torsdag 10. desember kl. 9"]
    assert "Bare for teamet" not in told
    first, second = told.index("Rektorgruppa"), told.index("Team mellomtrinn Solbakken")
    assert told.index("Forslag til saksliste") < first
    below = told[first:]
    assert below.index("Fra rektorene") < below.index("Uka etter") < second - first < below.index("Fra teamet")
    assert told[first + 1] == told[second + 1] == "Noen har svart"
    # Whoever takes part has two minutes' reading, without all that was shared; the team is not at the meeting.
    for name in ("tor", "siv"):
        reading = seen(house.cast[name], digests(house.cast[name])[-1])
        assert reading[0] == {"tor": "To minutter før møtet", "siv": "To minutt før møtet"}[name]
        assert "Team mellomtrinn Solbakken" not in reading
    for name in ("kari", "lars"):
        assert not any("møtet" in message.summary for message in digests(house.cast[name]))


async def test_a_group_that_shared_nothing_is_not_there(house: House, tmp_path: Path) -> None:
    await plan_meetings(house, tmp_path, meetings=meeting(MEETING), dates="[2026-11-24T07:00:00Z]")
    await house.install("guro", "tor", "kari")
    await house.to(OPENS)
    await send(house, "tor", "Fra rektorene", "group")
    await send(house, "kari", "Bare for teamet", "group")
    await house.to(AHEAD)
    told = seen(house.cast["guro"], digests(house.cast["guro"])[-1])
    assert "Fra rektorene" in told
    assert "Team mellomtrinn Solbakken" not in told


async def test_a_meetings_digest_repeats_no_answer_of_the_last_one_and_leaves_none_out(
    house: House, tmp_path: Path
) -> None:
    """The second session closes after the first meeting's digest was made and before the same meeting was held."""
    meetings = meeting(at(12, 4, 9)) + meeting(at(12, 18, 9))
    dates = "[2026-11-24T07:00:00Z, 2026-11-28T07:00:00Z, 2026-12-08T07:00:00Z]"
    await plan_meetings(house, tmp_path, meetings=meetings, dates=dates)
    await house.install("guro", "tor")
    for opens, text in ((OPENS, "Den første"), (at(11, 28), "Den andre"), (at(12, 8), "Den tredje")):
        await house.to(opens)
        await send(house, "tor", text)
        if opens == at(11, 28):
            await house.to(at(12, 1, 9))
    await house.to(at(12, 15, 9))
    first, second = (
        set(seen(house.cast["guro"], message)) & {"Den første", "Den andre", "Den tredje"}
        for message in digests(house.cast["guro"])
        if "møtet" in message.summary
    )
    assert first == {"Den første"}
    assert second == {"Den andre", "Den tredje"}


async def test_a_coordinator_who_installs_before_the_meeting_gets_what_was_made_for_it(
    house: House, tmp_path: Path
) -> None:
    await plan_meetings(house, tmp_path, meetings=meeting(MEETING), dates="[2026-11-24T07:00:00Z]")
    await house.install("tor")
    await house.to(OPENS)
    await send(house, "tor", "Fra rektorene")
    await house.to(AHEAD)
    await house.to(at(12, 9))
    await house.install("guro")
    assert "Fra rektorene" in read(house.cast["guro"]), "the one ahead of the meeting, and no session's"


async def test_where_the_meetings_group_has_no_coordinator_the_municipalitys_read_it(
    house: House, tmp_path: Path
) -> None:
    await plan_meetings(
        house, tmp_path, meetings=meeting(MEETING, group="team-solbakken"), dates="[2026-11-24T07:00:00Z]"
    )
    await house.install("guro", "kari", "lars")
    await house.to(OPENS)
    await send(house, "kari", "Fra teamet", "municipality")
    await house.to(AHEAD)
    assert "Fra teamet" in seen(house.cast["guro"], digests(house.cast["guro"])[-1])
    # Kari leads the team that meets: the newest of her messages may be the session's own digest.
    read = [seen(house.cast["kari"], one) for one in digests(house.cast["kari"])]
    ahead = [one for one in house.cast["kari"].chat if "Forslag til saksliste" in str(one.card)]
    assert len(ahead) == 1
    assert not any("Team mellomtrinn Solbakken" in told for told in read if told[0] == "To minutter før møtet")


async def test_a_series_planned_when_its_digest_is_due_already_is_caught_up(house: House, tmp_path: Path) -> None:
    await house.install("guro", "tor")
    soon = meeting(at(11, 25, 9))
    await plan_meetings(house, tmp_path, meetings=soon, dates="[2026-11-23T07:30:00Z]", stays_open='"PT4H"')
    await house.to(at(11, 23, 9, 1))
    await send(house, "tor", "Rett før", "group")
    await house.to(at(11, 23, 13))
    ahead = [one for one in await house.deliveries(DeliveryKind.DIGEST, "guro") if one.session is None]
    assert [one.state for one in ahead] == [DeliveryState.SENT]


# Needs of support.


async def test_needs_of_support_stand_in_the_digest_for_whom_they_were_shared_with_and_go_with_their_words(
    open_session: House,
) -> None:
    tor, siv, ali = (open_session.cast[name] for name in REACHED)
    await send(open_session, "ali", "Noe")
    for client, asks, how, fields in (
        (tor, "vi trenger: En vikar på tirsdager.", "Send uten navn", {"in_group": "true"}),
        (siv, "vi treng: Eit kurs i norsk.", "Send utan namn", {"in_group": "false"}),
    ):
        await client.say(asks)
        await client.press(last(client), how, {"day": "2026-12-15", **fields})
    await open_session.stage.settle()
    sent = last(tor)
    await open_session.to(CLOSES)
    for client, heading, own in (
        (siv, "Støtte nokon har bede om", ""),
        (ali, "Støtte noen har bedt om", ""),
        (tor, "Støtte noen har bedt om", "Dine ord"),
    ):
        told = read(client)
        assert told[told.index("En vikar på tirsdager.") - 1] == (own or heading)
        assert "Eit kurs i norsk." not in told, "for the municipality alone"
    await tor.press(sent, "Ta tilbake")
    await open_session.stage.settle()
    for client in (siv, ali, tor):
        assert not {"En vikar på tirsdager.", "Støtte nokon har bede om", "Støtte noen har bedt om"} & {*read(client)}

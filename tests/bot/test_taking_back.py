"""Withdrawn words are gone for ever, after every way of answering, and from every card already sent."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.operating.cancel_sending import cancel_sending
from bot.actions.people.tie_network import tie_network, untie_network
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Channel, Client, Team, buttons_on
from bot.rehearsal.faults import Stalled, answer
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.conversing import NotAsked
from dialogs.model import DeliveryKind, DeliveryState
from tests.bot.follow_ups.ladders import QUESTIONS, lay_ladders
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, rendered_texts, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
WORDS, OTHERS = "Dette angrer jeg på.", "Dette står."
MEETING = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\ndigest_days_ahead = 3\n'


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        yield opened


async def ask_principals(house: House, folder: Path, *names: str, more: str = "", **keys: str) -> None:
    """The principals are asked on 24 November until the 27th."""
    file = series(folder, "rektorene", "rektorgruppa", **keys)
    file.write_text(file.read_text() + more)
    await house.stage.plan(file)
    await house.install(*names)
    await house.to(OPENS)


def prompt_of(client: Client) -> Message:
    return next(one for one in client.chat if one.card and "SendAnswer" in str(one.card))


async def send(house: House, name: str, text: str, rung: str = "group") -> Message:
    """Answer the prompt; returns the prompt's message, now a receipt."""
    client = house.cast[name]
    prompt = prompt_of(client)
    await client.press(prompt, "Send svar", {"answer": text, "rung": rung})
    await house.stage.settle()
    return next(one for one in client.chat if one.id == prompt.id)


def now_of(client: Client, message: Message) -> Message:
    return next(one for one in client.chat if one.id == message.id)


def digests(client: Client) -> list[Message]:
    return [one for one in client.chat if one.from_bot and str(one.summary).startswith("Dette delte vi")]


def digest_texts(client: Client) -> str:
    """The texts of all digests in the person's chat."""
    return "\n".join(line for one in digests(client) for line in seen(client, one))


async def test_an_answer_taken_back_after_the_close_goes_from_every_card_that_quoted_it(
    database_url: str, tmp_path: Path
) -> None:
    async with open_house(database_url) as house:
        await ask_principals(house, tmp_path, "guro", "tor", "siv", more=MEETING)
        tor, siv, guro = (house.cast[name] for name in ("tor", "siv", "guro"))
        prompt = await send(house, "tor", WORDS)
        receipt = tor.view(prompt)
        await send(house, "siv", OTHERS)
        await house.to(CLOSES)
        await house.to(at(12, 7, 9))
        # The digest, and the meeting's, whose pack begins with the words as a strength.
        readers = {"tor": 2, "siv": 2, "guro": 2}
        assert {name: digest_texts(house.cast[name]).count(WORDS) for name in readers} == readers
        messages = {name: len(house.cast[name].chat) for name in readers}
        assert buttons_on(tor.view(now_of(tor, prompt))) == ["Ta det opp på møtet", "Trekk tilbake", "Del med færre"]
        house.stage.now = at(12, 7, 23)
        for shown in (None, receipt):
            await tor.press(prompt, "Trekk tilbake", shown=shown)
            await house.stage.settle()
            assert WORDS not in "".join(digest_texts(client) for client in (tor, siv, guro))
            assert (digest_texts(siv).count(OTHERS), digest_texts(guro).count(OTHERS)) == (2, 3)
            assert {name: len(house.cast[name].chat) for name in readers} == messages, "and nobody is notified"
            assert [len(one.edited) for one in digests(guro)] == [1, 1], "once is enough"
        assert "Du har trukket svaret ditt tilbake. Det blir også borte fra oppsummeringene det sto i." in seen(
            tor, now_of(tor, prompt)
        )
        assert buttons_on(tor.view(now_of(tor, prompt))) == []
        [kept] = await house.reflections_of("tor")
        assert (kept.withdrawn, kept.parts) == (True, ())


@pytest.mark.parametrize("way", ["an old client", "deleting the message", "emptying the message", "denying it"])
async def test_whichever_way_one_answered_the_words_go(house: House, tmp_path: Path, way: str) -> None:
    await ask_principals(house, tmp_path, "tor", "siv")
    tor, siv = house.cast["tor"], house.cast["siv"]
    if way == "an old client":
        prompt = await send(house, "tor", WORDS)
        await house.to(CLOSES)
        await tor.press(prompt, "Trekk tilbake", by="submit")
    else:
        said = await tor.say(WORDS)
        await house.to(CLOSES)
        assert WORDS in digest_texts(siv)
        if way == "denying it":
            await tor.press(next(one for one in tor.chat if "NotAnAnswer" in str(one.card)), "Dette var ikke et svar")
        else:
            await (tor.delete(said.activity_id) if way.startswith("deleting") else tor.edit(said.activity_id, " "))
    await house.stage.settle()
    assert WORDS not in digest_texts(siv)
    theirs = [one for one in tor.chat if one.from_bot]
    assert WORDS not in str([seen(tor, one) for one in theirs])


async def test_an_answer_to_a_follow_up_is_taken_back_by_itself_or_with_its_answer(
    house: House, tmp_path: Path
) -> None:
    lay_ladders(house, *QUESTIONS)
    await ask_principals(house, tmp_path, "tor", "siv")
    tor, siv = house.cast["tor"], house.cast["siv"]
    prompt = await send(house, "tor", OTHERS)
    for text in (WORDS, "Og dette."):
        await tor.press(prompt, "Tenk litt videre")
        await tor.press(prompt, "Send svar", {"answer": text})
    await house.to(CLOSES)
    assert {OTHERS, WORDS, "Og dette."} <= set(digest_texts(siv).split("\n"))
    ways = ["Trekk tilbake", "Ta bort svar 2", "Ta bort svar 3", "Del med færre"]
    assert buttons_on(tor.view(now_of(tor, prompt))) == ways
    await tor.press(prompt, "Ta bort svar 2")
    await house.stage.settle()
    assert {OTHERS, WORDS, "Og dette."} & set(digest_texts(siv).split("\n")) == {OTHERS, "Og dette."}
    await tor.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    assert not {OTHERS, "Og dette."} & set(digest_texts(siv).split("\n"))


async def channel_of(house: House, folder: Path) -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("pia", "rolf", "synne", "turid")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    dates = "[2026-11-24T07:00:00Z]"
    await house.stage.plan(series(folder, "kanal", "team-fjordglott", asked='"channel"', dates=dates))
    await house.to(OPENS)
    return team.general


async def test_who_answered_in_a_channel_finds_the_answer_there_for_ever(house: House, tmp_path: Path) -> None:
    """Synne has never added the bot, so her own chat gets no receipt."""
    channel = await channel_of(house, tmp_path)
    synne, turid = house.cast["synne"], house.cast["turid"]
    card = next(one for one in channel.messages if "SendAnswer" in str(one.card))
    await synne.press(card, "Send svar", {"answer": WORDS})
    await turid.press(card, "Send svar", {"answer": OTHERS})
    await house.stage.settle()
    await synne.press(card, "Svaret mitt", shown=card.card)  # as shown on another device
    assert buttons_on(synne.view(card)) == ["Tenk litt vidare", "Endre svaret", "Del vidare", "Trekk tilbake"]
    await house.to(CLOSES)
    [digest] = [one for one in channel.messages if str(one.summary).startswith("Dette delte vi")]
    assert WORDS in seen(turid, digest)
    for reader, own in ((synne, WORDS), (turid, OTHERS)):
        await reader.press(card, "Svaret mitt")
        assert (own in seen(reader, card), buttons_on(reader.view(card))) == (True, ["Trekk tilbake", "Del med færre"])
    await synne.press(card, "Trekk tilbake")
    await house.stage.settle()
    [digest] = [one for one in channel.messages if str(one.summary).startswith("Dette delte vi")]
    assert {WORDS, OTHERS} & set(seen(turid, digest)) == {OTHERS}
    assert digest.root == digest.id
    assert WORDS not in str([one.card for one in channel.messages])
    await house.cast["lars"].press(card, "Svaret mitt")
    assert [house.cast["lars"].notices[-1]] == rendered_texts(NotAsked(), Language.NB)


async def test_an_answer_in_a_channel_is_taken_back_from_the_receipt_in_ones_own_chat_after_the_close(
    house: House, tmp_path: Path
) -> None:
    await house.install("rolf")
    channel = await channel_of(house, tmp_path)
    rolf = house.cast["rolf"]
    card = next(one for one in channel.messages if "SendAnswer" in str(one.card))
    await rolf.press(card, "Send svar", {"answer": WORDS})
    await house.stage.settle()
    await house.to(CLOSES)
    await rolf.press(last_receipt(rolf), "Trekk tilbake")
    await house.stage.settle()
    assert WORDS not in str([*(one.card for one in channel.messages), *(one.card for one in rolf.chat)])


def last_receipt(client: Client) -> Message:
    return next(one for one in reversed(client.chat) if "WithdrawAnswer" in str(one.card))


async def test_a_reader_who_has_removed_the_bot_has_the_card_put_right_when_it_is_added_again(
    house: House, tmp_path: Path
) -> None:
    await ask_principals(house, tmp_path, "tor", "siv", "ali")
    tor, siv, ali = (house.cast[name] for name in ("tor", "siv", "ali"))
    prompt = await send(house, "tor", WORDS)
    await house.to(CLOSES)
    await siv.uninstall()
    house.teams.faults.next(answer(503), call=Call.UPDATE, conversation=ali.conversation.id)
    await tor.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    assert (WORDS in digest_texts(siv), WORDS in digest_texts(ali)) == (True, True)
    await house.to(CLOSES + timedelta(minutes=5))
    assert WORDS not in digest_texts(ali), "an update is tried again"
    await siv.install()
    await house.stage.settle()
    assert (WORDS in digest_texts(siv), len(digests(siv))) == (False, 1)


@pytest.mark.parametrize("back_at", [CLOSES, CLOSES + timedelta(days=14)], ids=["while it is open", "after it is over"])
@pytest.mark.parametrize("refused", [False, True])
async def test_the_next_steps_card_is_put_right_too_when_its_reader_adds_the_bot_again(
    house: House, tmp_path: Path, back_at: datetime, *, refused: bool
) -> None:
    """The bot is told about the removal, or is refused at the next message."""
    await ask_principals(house, tmp_path, "tor", "siv", protocol='"igp"')
    tor, siv = house.cast["tor"], house.cast["siv"]
    prompt = await send(house, "tor", WORDS)
    await house.to(CLOSES)
    assert WORDS in seen(siv, last(siv)), "the second step shows what was shared in the first"
    if not refused:
        await siv.uninstall()
    else:
        house.teams.faults.next(answer(403), call=Call.UPDATE, conversation=siv.conversation.id, times=99)
    await tor.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    assert WORDS in seen(siv, last(siv))
    await house.to(back_at)
    asked = house.teams.ledger.of(Call.UPDATE)
    assert len([one for one in asked if one.conversation == siv.conversation.id]) <= 4, "and not over and over"
    house.teams.faults.coming.clear()
    await siv.install()
    await house.stage.settle()
    assert WORDS not in str([seen(siv, one) for one in siv.chat])


async def test_a_reader_who_has_left_since_has_the_card_put_right_as_well(house: House, tmp_path: Path) -> None:
    await ask_principals(house, tmp_path, "tor", "siv")
    prompt = await send(house, "tor", WORDS)
    await house.to(CLOSES)
    assert WORDS in digest_texts(house.cast["siv"])
    folder = tmp_path / "without siv"
    folder.mkdir()
    for name in ("units.csv", "groups.csv", "people.csv"):
        lines = (house.folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(line for line in lines if "siv@" not in line), encoding="utf-8")
    await house.bring_in(folder)
    await house.cast["tor"].press(prompt, "Trekk tilbake")
    await house.stage.settle()
    assert (WORDS in digest_texts(house.cast["siv"]), len(digests(house.cast["siv"]))) == (False, 1)


async def test_two_who_take_back_at_once_change_each_readers_card_once(house: House, tmp_path: Path) -> None:
    await ask_principals(house, tmp_path, "tor", "siv", "ali")
    prompts = {name: await send(house, name, f"Angret av {name}.") for name in ("tor", "ali")}
    await house.to(CLOSES)
    await asyncio.gather(*(house.cast[name].press(prompt, "Trekk tilbake") for name, prompt in prompts.items()))
    await house.stage.settle()
    [digest] = digests(house.cast["siv"])
    assert ("Angret" in digest_texts(house.cast["siv"]), 1 <= len(digest.edited) <= 2) == (False, True)


async def test_words_taken_back_while_the_digest_is_on_its_way_go_from_it_afterwards(
    house: House, tmp_path: Path
) -> None:
    await ask_principals(house, tmp_path, "tor", "siv")
    prompt = await send(house, "tor", WORDS)
    siv, on_its_way = house.cast["siv"], Stalled(asyncio.Event(), stored=True)
    house.teams.faults.next(on_its_way, call=Call.SEND, conversation=siv.conversation.id)
    closing = asyncio.ensure_future(house.to(CLOSES))
    await on_its_way.reached.wait()
    await house.cast["tor"].press(prompt, "Trekk tilbake")
    on_its_way.released.set()
    await closing
    await house.stage.settle()
    assert (WORDS in digest_texts(siv), len(digests(siv))) == (False, 1)


async def test_words_that_an_edit_only_leaves_out_go_after_the_close_and_none_are_added(
    house: House, tmp_path: Path
) -> None:
    await ask_principals(house, tmp_path, "tor", "siv")
    tor, siv = house.cast["tor"], house.cast["siv"]
    said = await tor.say("Vi prøvde det med begge.")
    await house.to(CLOSES)
    await tor.edit(said.activity_id, "Vi prøvde det ikke med begge.")
    assert "ikke lenger åpent" in last(tor).text
    await tor.edit(said.activity_id, "Vi prøvde det.")
    await house.stage.settle()
    assert (
        "to og to" in digest_texts(siv),
        "ikke med" in digest_texts(siv),
        "Vi prøvde det." in digest_texts(siv),
    ) == (
        False,
        False,
        True,
    )


async def test_a_lower_rung_is_taken_after_the_close_and_a_higher_one_is_not(house: House, tmp_path: Path) -> None:
    await ask_principals(house, tmp_path, "tor", "siv")
    tor, siv = house.cast["tor"], house.cast["siv"]
    prompt = await send(house, "tor", WORDS)
    given = (await house.reflections_of("tor"))[0].circle_at
    await tor.press(prompt, "Endre svaret")
    form = tor.view(prompt)
    await house.to(CLOSES)
    await tor.press(prompt, "Send svar", {"answer": WORDS, "rung": "municipality"}, shown=form)
    assert (WORDS in digest_texts(siv), (await house.reflections_of("tor"))[0].rung.name) == (True, "GROUP")
    await tor.press(prompt, "Send svar", {"answer": WORDS, "rung": "only_me"}, shown=form)
    await house.stage.settle()
    kept = (await house.reflections_of("tor"))[0]
    assert (WORDS in digest_texts(siv), kept.rung.name, kept.circle_at) == (False, "ONLY_ME", given)


async def test_cancelling_what_is_left_of_a_session_leaves_no_word_in_a_readers_card(
    house: House, tmp_path: Path
) -> None:
    await ask_principals(house, tmp_path, "tor", "siv")
    tor, siv = house.cast["tor"], house.cast["siv"]
    prompt = await send(house, "tor", WORDS)
    await house.to(CLOSES)
    await tor.press(prompt, "Trekk tilbake")
    [kept] = await house.reflections_of("tor")
    await cancel_sending(house.stage.app.db, kept.session, actor=OPERATOR, now=house.stage.now)
    await house.stage.settle()
    assert WORDS not in digest_texts(siv)


# Networks.


SORVIK = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
UNNI, VIDAR = "00000000-0000-4000-8000-000000000901", "00000000-0000-4000-8000-000000000902"


@pytest.fixture
async def shared(tmp_path: Path) -> AsyncIterator[tuple[House, Client, Message]]:
    """Vidar in Sørvik shares with the network; Guro in Nordvik has read the answer ahead of the network's meeting."""
    folder = tmp_path / "sorvik"
    folder.mkdir()
    (folder / "units.csv").write_text(
        "id,kind,name,parent,language\nnordnett,network,Nordnett,,nb\nsorvik,municipality,Sørvik,nordnett,nb\n"
    )
    (folder / "groups.csv").write_text(
        "id,unit,kind,name\nnettverket-sor,nordnett,network,Nettverksgruppa\nrektorene,sorvik,principals,Rektorene\n"
    )
    (folder / "people.csv").write_text(
        "aad_object_id,name,upn,group,role,language\n"
        f"{UNNI},Unni Rektor,unni@sorvik.example,nettverket-sor,participant,nb\n"
        f"{VIDAR},Vidar Rektor,vidar@sorvik.example,rektorene,participant,nb\n"
    )
    theirs = series(folder, "leselyst", "rektorene", led_by="vidar")
    theirs.write_text(theirs.read_text().replace("@nordvik", "@sorvik"))
    ours = series(tmp_path, "nettverk", "nettverket", dates="[2026-12-15]")
    ours.write_text(ours.read_text() + MEETING.replace("rektorgruppa", "nettverket"))
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", tenants=(TENANT, SORVIK)) as house:
        await house.stage.bring_in(folder, tenant=SORVIK)
        await tie_network(house.stage.app.db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR, now=MONDAY)
        await house.stage.plan(theirs)
        await house.stage.plan(ours)
        await house.install("guro")
        vidar = Client(house.teams, "Vidar Rektor", VIDAR, "vidar@sorvik.example", tenant=SORVIK)
        await vidar.install()
        await house.to(OPENS)
        prompt = prompt_of(vidar)
        await vidar.press(prompt, "Send svar", {"answer": WORDS, "rung": "network"})
        await house.to(at(11, 30))
        await house.to(at(12, 7, 9))
        assert WORDS in digest_texts(house.cast["guro"])
        yield house, vidar, prompt


async def test_what_was_shared_with_the_network_goes_from_the_cards_of_its_other_municipalities(
    shared: tuple[House, Client, Message],
) -> None:
    house, vidar, prompt = shared
    await vidar.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    assert WORDS not in digest_texts(house.cast["guro"])
    ahead = [one for one in await house.deliveries(DeliveryKind.DIGEST, "guro") if one.session is None]
    assert [one.state for one in ahead] == [DeliveryState.SENT]


@pytest.mark.parametrize("untied", ["sorvik", "nordvik"])
async def test_what_a_network_read_goes_from_its_cards_also_when_a_municipality_is_tied_to_it_no_more(
    shared: tuple[House, Client, Message], untied: str
) -> None:
    house, vidar, prompt = shared
    await untie_network(house.stage.app.db, "nordnett", [untied], actor=OPERATOR, now=MONDAY)
    await vidar.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    assert WORDS not in digest_texts(house.cast["guro"])

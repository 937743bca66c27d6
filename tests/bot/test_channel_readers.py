"""Readers in a group's channel: all members of the channel, as announced before anybody writes, and as stored."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatch.router import Resources, route
from bot.entry.teams.inbound import event_of
from bot.rehearsal import faults
from bot.rehearsal.clients import Channel, Client, Team, buttons_on
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.presses import LinkChannel
from content.vocabulary.conversing import ChannelNeedsMention, Linked, LinkRefused, LinkSeveral, LinkWider, NothingOpen
from dialogs.events import Said
from dialogs.model import Actor, Place, Rung
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

NAMES = ("kari", "lars", "mona", "nils")
TEAM = "Team mellomtrinn Solbakken"
GROUP = "team-solbakken"


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(sqlite_url) as found:
        yield found


def outsider(house: House, number: int = 1) -> Client:
    id_ = f"00000000-0000-4000-8000-0000000009{number:02}"
    return Client(house.teams, f"Utenfra {number}", id_, f"u{number}@nordvik.example")


async def channel_with(house: House, others: int, *, name: str = "Solbakken") -> Channel:
    """A channel with the whole group, `others` outsiders, and the bot."""
    team = Team(house.teams, name)
    team.add(*(house.cast[name] for name in NAMES), *(outsider(house, number) for number in range(others)))
    await team.install(by=house.cast["kari"])
    return team.general


async def link(house: House, channel: Channel) -> Message:
    """Link the channel, confirming if asked; returns the bot's last message."""
    kari = house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    told = channel.messages[-1]
    if "Koble til likevel" in buttons_on(told.card or {}):
        await kari.press(told, "Koble til likevel")
        await house.stage.settle()
    return channel.messages[-1]


async def ask_in_channel(house: House, folder: Path, channel: Channel, **keys: str) -> Message:
    keys = {"asked": '"channel"', **keys}
    await house.stage.plan(series(folder, "i-kanalen", GROUP, led_by="kari", **keys))
    await house.to(at(11, 24, 14))
    return next(one for one in channel.messages if one.from_bot and "Send svar" in str(one.card))


async def test_a_channel_with_others_in_it_is_linked_only_when_that_is_pressed(house: House) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    asked = channel.messages[-1]
    press = LinkChannel("nordvik", GROUP, 3)
    assert seen(kari, asked) == rendered_texts(LinkWider(TEAM, 3, press), Language.NB)
    lars = house.cast["lars"]
    await lars.press(asked, "Koble til likevel")
    assert seen(lars, asked) == rendered_texts(LinkRefused(TEAM), Language.NB)
    assert channel.messages[-1] == asked, "which is his alone to read"
    for _ in range(2):  # also on another device with the old card
        await kari.press(asked, "Koble til likevel", shown=asked.card)
        await house.stage.settle()
        assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(TEAM, 3), Language.NB)


@pytest.mark.parametrize("yes", ["ja", "Ja takk!", "«Ja, gjer det.»", "YES", "confirm"])
async def test_a_yes_links_as_the_button_does_and_once(house: House, yes: str) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    await kari.say_in(channel, yes)
    assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(TEAM, 3), Language.NB)
    await kari.say_in(channel, yes)
    assert not channel.messages[-1].from_bot, "the question is answered"


async def test_a_yes_that_teams_sends_again_links_once(house: House) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    sent = await kari.say_in(channel, "ja")
    before = list(channel.messages)
    for new_id in (False, True):
        await kari.again(sent, new_id=new_id)
    assert channel.messages == before


async def test_a_yes_that_could_not_be_obeyed_is_obeyed_when_said_again(house: House) -> None:
    channel, kari, app = await channel_with(house, 3), house.cast["kari"], house.stage.app
    await kari.say_in(channel, f"koble til {TEAM}")
    spoken = {**channel.messages[-2].activity, "id": "1", "text": "<at>Sløyfa</at> ja"}
    yes = event_of(spoken, now=house.stage.now)
    assert isinstance(yes, Said)

    async def away(_place: Place, _municipality: str, _group: str) -> int | None:
        raise TimeoutError

    async def alone(_actor: Actor, _municipality: str, _group: str) -> None:
        return None

    with pytest.raises(TimeoutError):
        await route(Resources(app.db, app.catalogues, away, alone, app.files, app.guard, house.stage.now), yes)
    await kari.say_in(channel, "ja")
    assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(TEAM, 3), Language.NB)


async def test_a_yes_of_somebody_who_may_not_link_any_more_is_refused_once(house: House, tmp_path: Path) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    people = [f"guro,{GROUP},coordinator", f"tor,{GROUP},facilitator"]
    folder = municipality(tmp_path / "without", people=people)
    mine = f"{kari.person.object_id},Kari Lærer,kari@nordvik.example,{GROUP},participant,nb,,\n"
    with (folder / "people.csv").open("a", encoding="utf-8") as file:
        file.write(mine)
    await house.bring_in(folder)
    await kari.say_in(channel, "ja")
    assert seen(kari, channel.messages[-1]) == rendered_texts(LinkRefused(TEAM), Language.NB)
    await kari.say_in(channel, "ja")
    assert not channel.messages[-1].from_bot


async def test_a_yes_after_the_button_does_nothing_more(house: House) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    assert seen(kari, await link(house, channel)) == rendered_texts(Linked(TEAM, 3), Language.NB)
    await kari.say_in(channel, "ja")
    assert not channel.messages[-1].from_bot


async def test_a_yes_confirms_nothing_where_others_have_come_meanwhile_and_asks_again(house: House) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    await channel.team.join(outsider(house, 9))
    await kari.say_in(channel, "ja")
    press = LinkChannel("nordvik", GROUP, 4)
    assert seen(kari, channel.messages[-1]) == rendered_texts(LinkWider(TEAM, 4, press), Language.NB)
    await kari.say_in(channel, "ja")
    assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(TEAM, 4), Language.NB)


async def test_a_yes_stands_where_fewer_read_than_was_asked_about(house: House) -> None:
    channel, kari = await channel_with(house, 2), house.cast["kari"]
    late = outsider(house, 9)
    await channel.team.join(late)
    await kari.say_in(channel, f"koble til {TEAM}")
    await channel.team.leave(late)
    await kari.say_in(channel, "ja")
    assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(TEAM, 2), Language.NB)


async def test_a_yes_confirms_only_what_its_author_was_asked_there_and_lately(house: House) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    elsewhere = await channel_with(house, 2, name="Hele Solbakken")
    unknown = rendered_texts(ChannelNeedsMention(), Language.NB)
    await kari.say_in(channel, f"koble til {TEAM}")
    for somebody, where in ((house.cast["lars"], channel), (kari, elsewhere)):
        await somebody.say_in(where, "ja")
        assert seen(somebody, where.messages[-1]) == unknown
    await house.install("kari")
    await kari.say("ja")
    assert seen(kari, last(kari)) == rendered_texts(NothingOpen(), Language.NB)
    await house.to(house.stage.now + timedelta(minutes=10))
    await kari.say_in(channel, "ja")
    assert seen(kari, channel.messages[-1]) == unknown, "ten minutes later it may mean anything"


async def test_a_yes_to_somebody_else_in_the_channel_confirms_nothing(house: House) -> None:
    """Where the team has consented, the bot hears every message of the channel."""
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, f"koble til {TEAM}")
    await kari.say_in(channel, "ja", mention=False)
    assert not channel.messages[-1].from_bot
    await kari.say_in(channel, "ja")
    assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(TEAM, 3), Language.NB)


async def test_a_message_edited_into_a_yes_confirms_nothing(house: House) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await kari.say_in(channel, "hm")
    mine = channel.messages[-2]
    await kari.say_in(channel, f"koble til {TEAM}")
    asked = channel.messages[-1]
    await kari.edit(mine, "ja")
    assert channel.messages[-1] == asked


async def test_a_yes_in_a_prompts_thread_is_an_answer_there(house: House, tmp_path: Path) -> None:
    channel, kari = await channel_with(house, 0), house.cast["kari"]
    await link(house, channel)
    card = await ask_in_channel(house, tmp_path, channel)
    await channel.team.join(outsider(house, 9))
    await kari.say_in(channel, f"koble til {TEAM}")
    await kari.say_in(channel, "ja", thread=card.id)
    assert "Er det du skrev nå, et svar på dette spørsmålet?" in seen(kari, channel.messages[-1])


async def test_the_form_the_receipt_and_the_thread_say_who_reads_in_the_channel(house: House, tmp_path: Path) -> None:
    channel, kari, lars = await channel_with(house, 3), house.cast["kari"], house.cast["lars"]
    assert seen(kari, await link(house, channel)) == rendered_texts(Linked(TEAM, 3), Language.NB)
    card = await ask_in_channel(house, tmp_path, channel)
    assert f"{TEAM} og alle i kanalen (7 personer)" in seen(lars, card)
    assert "Alle ved Solbakken skole og i Rektorgruppa (13 personer), og alle i kanalen" in seen(lars, card)
    assert "Bare meg" in seen(lars, card)
    await lars.press(card, "Send svar", {"answer": "Noen ord.", "rung": "group"})
    [kept] = await house.reflections_of("lars")
    assert (kept.channel, kept.rung) == (channel.conversation.id, Rung.GROUP)
    assert f"Disse kan lese svaret: {TEAM} og alle i kanalen (7 personer)" in seen(lars, card)
    await house.cast["mona"].say_in(channel, "Vi ga elevene god tid til å tenke før de svarte.", thread=card.id)
    await house.stage.settle()
    assert f"{TEAM} og alle i kanalen (7 personer)" in str(seen(kari, channel.messages[-1]))


async def test_a_channel_of_the_group_alone_says_so_and_asks_nothing(house: House, tmp_path: Path) -> None:
    channel, kari = await channel_with(house, 0), house.cast["kari"]
    assert seen(kari, await link(house, channel)) == rendered_texts(Linked(TEAM, 0), Language.NB)
    card = await ask_in_channel(house, tmp_path, channel)
    assert f"{TEAM} (4 personer)" in seen(kari, card)
    assert "alle i kanalen (" not in str(seen(kari, card))


async def test_where_teams_lists_no_members_the_readers_are_everybody_in_the_channel(
    house: House, tmp_path: Path
) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    house.teams.faults.next(faults.answer(403), call=Call.PAGED_MEMBERS, times=9)
    assert seen(kari, await link(house, channel)) == rendered_texts(Linked(TEAM, None), Language.NB)
    card = await ask_in_channel(house, tmp_path, channel)
    assert f"{TEAM} og alle i kanalen" in seen(kari, card)


async def test_who_comes_and_goes_is_counted_before_the_next_question_and_on_the_open_card(
    house: House, tmp_path: Path
) -> None:
    channel, kari = await channel_with(house, 1), house.cast["kari"]
    await link(house, channel)
    await channel.team.join(outsider(house, 7))
    card = await ask_in_channel(house, tmp_path, channel)
    assert f"{TEAM} og alle i kanalen (6 personer)" in seen(kari, card)
    await channel.team.join(outsider(house, 8))
    await house.to(at(11, 24, 14, 1))
    [now] = [one for one in channel.messages if one.id == card.id]
    assert f"{TEAM} og alle i kanalen (7 personer)" in seen(kari, now)
    asked = house.teams.ledger.of(Call.PAGED_MEMBERS)
    await house.to(at(11, 24, 14, 2))
    assert house.teams.ledger.of(Call.PAGED_MEMBERS) == asked, "Teams is not asked again where nobody came"
    await house.to(at(11, 24, 15, 30))
    assert len(house.teams.ledger.of(Call.PAGED_MEMBERS)) == len(asked) + 1, "but within the hour it is"


async def test_a_throttled_count_keeps_the_last_one_and_is_made_when_teams_said(house: House, tmp_path: Path) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    await link(house, channel)
    await channel.team.join(outsider(house, 9))
    house.teams.faults.next(faults.throttle(retry_after=120), call=Call.PAGED_MEMBERS)
    card = await ask_in_channel(house, tmp_path, channel)
    assert f"{TEAM} og alle i kanalen (7 personer)" in seen(kari, card)
    await house.to(at(11, 24, 14, 1))
    assert "(7 personer)" in str(seen(kari, card))
    await house.to(at(11, 24, 14, 3))
    [now] = [one for one in channel.messages if one.id == card.id]
    assert f"{TEAM} og alle i kanalen (8 personer)" in seen(kari, now)


async def test_nobody_waits_long_for_a_count_that_teams_does_not_give(house: House, tmp_path: Path) -> None:
    channel, kari = await channel_with(house, 3), house.cast["kari"]
    released = asyncio.Event()
    house.teams.faults.next(faults.stall(released), call=Call.PAGED_MEMBERS)
    assert seen(kari, await link(house, channel)) == rendered_texts(Linked(TEAM, None), Language.NB)
    released.set()
    card = await ask_in_channel(house, tmp_path, channel)
    assert f"{TEAM} og alle i kanalen (7 personer)" in seen(kari, card), "and it is asked again before the question"


async def test_a_large_channel_is_counted_page_by_page(house: House) -> None:
    channel = await channel_with(house, 0)
    everybody = [outsider(house, number).person for number in range(10, 99)]
    channel.conversation.members += everybody * 12  # repeated members count once
    assert seen(house.cast["kari"], await link(house, channel)) == rendered_texts(Linked(TEAM, 89), Language.NB)
    assert len(house.teams.ledger.of(Call.PAGED_MEMBERS)) > 2


async def test_answers_given_before_the_channel_was_linked_are_not_read_there(house: House, tmp_path: Path) -> None:
    await house.install(*NAMES)
    lars, mona = house.cast["lars"], house.cast["mona"]
    await house.stage.plan(series(tmp_path, "personlig", GROUP, led_by="kari"))
    await house.to(at(11, 24, 14))
    await lars.press(last(lars), "Send svar", {"answer": "Før kanalen.", "rung": "group"})
    channel = await channel_with(house, 3)
    await link(house, channel)
    await house.stage.settle()
    await mona.press(last(mona), "Send svar", {"answer": "Med kanalen.", "rung": "group"})
    assert f"Disse kan lese svaret: {TEAM} og alle i kanalen (7 personer)" in seen(mona, last(mona))
    assert f"Disse kan lese svaret: {TEAM} (4 personer)" in seen(lars, last(lars))
    await house.to(at(11, 30))
    assert "Før kanalen." not in str([one.card for one in channel.messages])
    assert {"Før kanalen.", "Med kanalen."} <= set(seen(mona, last(mona))), "its members read it by themselves"


async def test_another_channel_is_not_shown_what_was_given_in_the_first(house: House, tmp_path: Path) -> None:
    first = await channel_with(house, 0)
    await link(house, first)
    lars = house.cast["lars"]
    await house.install("lars")
    await house.stage.plan(series(tmp_path, "igp", GROUP, led_by="kari", protocol='"igp"', asked='"channel"'))
    await house.to(at(11, 24, 14))
    await lars.press(last(lars), "Send svar", {"answer": "I den første.", "rung": "group"})
    second = await channel_with(house, 2, name="Hele Solbakken")
    await link(house, second)
    await house.to(at(12, 4, 9))
    assert "I den første." not in str([one.card for one in second.messages])
    assert [kept.channel for kept in await house.reflections_of("lars")] == [first.conversation.id]


async def test_one_who_is_alone_in_the_group_is_not_alone_in_the_channel(sqlite_url: str, tmp_path: Path) -> None:
    people = ["guro,rektorgruppa,coordinator", f"kari,{GROUP},facilitator"]
    async with open_house(sqlite_url, folder=municipality(tmp_path / "n", people=people)) as house:
        team = Team(house.teams, "Solbakken")
        team.add(house.cast["kari"], outsider(house))
        await team.install(by=house.cast["kari"])
        await link(house, team.general)
        card = await ask_in_channel(house, tmp_path, team.general)
        kari = house.cast["kari"]
        assert f"{TEAM} og alle i kanalen (2 personer)" in seen(kari, card)
        await kari.say_in(team.general, "Sagt i tråden.", thread=card.id)
        [kept] = await house.reflections_of("kari")
        assert kept.rung is Rung.GROUP


async def test_of_several_groups_of_the_same_name_one_is_chosen(sqlite_url: str, tmp_path: Path) -> None:
    groups = ["trinn-5-s,solbakken,grade,Trinn 5,", "trinn-5-f,fjordglott,grade,Trinn 5,"]
    people = ["guro,trinn-5-s,coordinator", "guro,trinn-5-f,coordinator"]
    folder = municipality(tmp_path / "n", people=people, groups=groups)
    async with open_house(sqlite_url, folder=folder) as house:
        guro = house.cast["guro"]
        team = Team(house.teams, "Trinn 5")
        team.add(guro)
        await team.install(by=guro)
        await guro.say_in(team.general, "koble til Trinn 5")
        asked = team.general.messages[-1]
        [fjordglott, solbakken] = [text for text in buttons_on(asked.card or {}) if text.startswith("Trinn 5, ")]
        offered = (
            (one, LinkChannel("nordvik", id_, 0)) for one, id_ in ((solbakken, "trinn-5-s"), (fjordglott, "trinn-5-f"))
        )
        assert set(seen(guro, asked)) == set(rendered_texts(LinkSeveral(tuple(offered)), Language.NB))
        await guro.press(asked, fjordglott)
        await house.stage.settle()
        assert seen(guro, team.general.messages[-1]) == rendered_texts(Linked("Trinn 5"), Language.NN)


async def test_who_answers_in_the_thread_of_a_former_channel_is_answered_there(house: House, tmp_path: Path) -> None:
    first, second = await channel_with(house, 0), await channel_with(house, 0, name="Ny kanal")
    await link(house, first)
    card = await ask_in_channel(house, tmp_path, first)
    await link(house, second)
    mona = house.cast["mona"]
    await mona.say_in(first, "Vi ga elevene god tid til å tenke før de svarte.", thread=card.id)
    await house.stage.settle()
    assert "Takk, svaret ditt er lagret" in seen(mona, first.messages[-1])
    await house.stage.plan(series(tmp_path, "neste", GROUP, led_by="kari", asked='"channel"', dates="[2026-11-25]"))
    await house.to(at(11, 25, 14))
    assert "Send svar" in seen(mona, second.messages[-1]), "the new channel can still be written to"

"""Installing the bot: one welcome, the open prompt for people asked, help, and connecting a channel."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, Team
from content.language import Language
from content.vocabulary.conversing import (
    Help,
    HelpInChannel,
    Linked,
    LinkElsewhere,
    LinkRefused,
    LinkUnknown,
    NotImported,
    TeamWelcome,
    Welcome,
)
from dialogs.model import DeliveryKind, DeliveryState
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series, welcome

SOLBAKKEN = "Team mellomtrinn Solbakken"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        yield opened


@pytest.fixture
async def house_with_session(house: House) -> House:
    """The rektorgruppa's first session is open, and nobody has installed."""
    await house.plan("rektorgruppa")
    await house.to(at(11, 24))
    return house


def stranger(house: House, *, tenant: str = "", locale: str = "nb-NO") -> Client:
    """A person missing in the municipality's import."""
    id_ = "00000000-0000-4000-8000-000000000099"
    return Client(house.teams, "Una Ukjend", id_, "una@annet.example", tenant=tenant, locale=locale)


def team(house: House, *names: str) -> Team:
    made = Team(house.teams, "Solbakken")
    made.add(*(house.cast[name] for name in names))
    return made


async def prompt_states(house: House, name: str) -> list[DeliveryState]:
    return [prompt.state for prompt in await house.deliveries(DeliveryKind.PROMPT, name)]


async def test_each_is_welcomed_once_in_their_own_language_in_the_same_turn(house: House) -> None:
    for name, language in (("tor", Language.NB), ("siv", Language.NN), ("frode", Language.EN), ("synne", Language.NN)):
        responses = await house.cast[name].install()
        greeted = welcome(language, *(["Team ungdomstrinn Fjordgløtt"] if name == "synne" else []))
        assert [seen(house.cast[name], message) for message in house.cast[name].chat] == [greeted]
        assert [response.status for response in responses] == [200, 200]


async def test_one_of_the_two_activities_of_an_installation_is_enough_for_a_welcome(house: House) -> None:
    await house.cast["tor"].install(only="conversationUpdate")
    await house.cast["siv"].install(only="installationUpdate")
    assert len(house.cast["tor"].chat) == len(house.cast["siv"].chat) == 1


async def test_an_installation_that_is_sent_again_welcomes_nobody_twice(house: House) -> None:
    tor = house.cast["tor"]
    for sent in await tor.install():
        await tor.again(sent)
        await tor.again(sent, new_id=True)
    assert len(tor.chat) == 1


async def test_whoever_removes_the_bot_and_adds_it_again_is_welcomed_again(house: House) -> None:
    tor = house.cast["tor"]
    await tor.install()
    await tor.uninstall()
    await tor.install()
    assert [seen(tor, message) for message in tor.chat] == [welcome(Language.NB)] * 2


async def test_a_stranger_is_welcomed_in_the_language_of_their_client_and_reached_once_imported(
    house: House, tmp_path: Path
) -> None:
    una = stranger(house, locale="nn-NO")
    await una.install()
    assert seen(una, last(una)) == rendered_texts(Welcome(), Language.NN)
    folder = municipality(tmp_path / "with una", people=["guro,rektorgruppa,coordinator"])
    with (folder / "people.csv").open("a", encoding="utf-8") as file:
        file.write(f"{una.person.object_id},Una Ukjend,una@annet.example,rektorgruppa,participant,nn,,\n")
    await house.bring_in(folder)
    await house.stage.plan(series(tmp_path, "ny", "rektorgruppa"))
    await house.to(at(11, 24))
    assert "Send svar" in seen(una, last(una))


async def test_who_is_planned_for_and_has_not_installed_waits_until_they_do(house_with_session: House) -> None:
    assert await prompt_states(house_with_session, "tor") == [DeliveryState.WAITING]
    await house_with_session.cast["tor"].install()
    assert await prompt_states(house_with_session, "tor") == [DeliveryState.DUE]
    assert await prompt_states(house_with_session, "siv") == [DeliveryState.WAITING]
    await house_with_session.stage.settle()
    assert await prompt_states(house_with_session, "tor") == [DeliveryState.SENT]
    assert [len(house_with_session.cast[name].chat) for name in ("tor", "siv")] == [2, 0]


async def test_who_installs_late_gets_the_open_step_and_never_the_backlog(house_with_session: House) -> None:
    tor, siv = house_with_session.cast["tor"], house_with_session.cast["siv"]
    await house_with_session.to(at(11, 30))
    assert await prompt_states(house_with_session, "tor") == [DeliveryState.DROPPED]
    await house_with_session.install("siv")
    assert len(siv.chat) == 1, "between two sessions there is nothing to answer"
    await house_with_session.to(at(12, 1))
    await house_with_session.install("tor")
    assert len(tor.chat) == 2
    assert sorted(await prompt_states(house_with_session, "tor")) == [DeliveryState.DROPPED, DeliveryState.SENT]


async def test_who_joins_late_by_a_second_import_gets_the_open_step_at_the_next_tick(
    house_with_session: House, tmp_path: Path
) -> None:
    rows = (house_with_session.folder / "people.csv").read_text(encoding="utf-8")
    id_, row = "00000000-0000-4000-8000-000000000077", "Nora Ny,nora@nordvik.example,rektorgruppa,participant,en,,"
    folder = municipality(tmp_path / "later", people=[])
    (folder / "people.csv").write_text(f"{rows}{id_},{row}\n", encoding="utf-8")
    nora = Client(house_with_session.teams, "Nora Ny", id_, "nora@nordvik.example")
    await nora.install()
    await house_with_session.bring_in(folder)
    for hour in (9, 10):
        await house_with_session.to(at(11, 25, hour))
    assert ["Send answer" in seen(nora, message) for message in nora.chat] == [False, True]


async def test_nothing_is_sent_to_who_removed_the_bot_until_they_add_it_again(house: House) -> None:
    tor = house.cast["tor"]
    await house.plan("rektorgruppa")
    await house.install("tor")
    await tor.uninstall()
    await house.to(at(11, 24))
    assert await prompt_states(house, "tor") == [DeliveryState.WAITING]
    assert len(tor.chat) == 1
    await house.install("tor")
    assert "Send svar" in seen(tor, last(tor))


async def test_who_blocked_the_bot_gets_the_open_step_when_they_write_to_it(house: House) -> None:
    tor = house.cast["tor"]
    await house.plan("rektorgruppa")
    await house.install("tor")
    house.teams.faults.block(tor.person)
    await house.to(at(11, 24))
    house.teams.faults.unblock(tor.person)
    await tor.say("hjelp")
    await house.stage.settle()
    assert "Send svar" in seen(tor, last(tor))


async def test_a_prompt_is_in_the_persons_language_else_in_that_of_their_unit(tmp_path: Path) -> None:
    people = ["guro,rektorgruppa,coordinator"]
    people += [f"{name},team-fjordglott,participant,{language}" for name, language in (("a", "nb"), ("b", "en"))]
    folder = municipality(
        tmp_path / "four", people=[*people, "c,team-fjordglott,participant,", "d,team-fjordglott,leader,nn"]
    )
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.install("a", "b", "c", "d")
        await house.stage.plan(series(tmp_path, "ny", "team-fjordglott"))
        await house.to(at(11, 24, 14))
        words = {"a": "Hvorfor spør vi?", "b": "Why do we ask?", "c": "Kvifor spør vi?", "d": "Kvifor spør vi?"}
        for name, why in words.items():
            assert why in seen(house.cast[name], last(house.cast[name]))


async def test_help_is_answered_to_anyone_of_an_admitted_tenant_in_any_letter_case(house: House) -> None:
    una, siv = stranger(house, locale="en-GB"), house.cast["siv"]
    in_english, in_nynorsk = ((Language.EN, ("privacy", "known")), (Language.NN, ("digests", "week")))
    for somebody, (language, suited) in ((una, in_english), (siv, in_nynorsk)):
        await somebody.install()
        for asked_for in ("hjelp", "HJELP", " Hjelp! ", "«hjelp»", "Hjelp?", "help", "?"):
            response = await somebody.say(asked_for)
            assert (response.status, seen(somebody, last(somebody))) == (200, rendered_texts(Help(suited), language))
        assert len(somebody.chat) == 1 + 2 * 7


async def test_a_tenant_that_is_not_admitted_is_refused_and_hears_nothing(house: House) -> None:
    una = stranger(house, tenant="99999999-9999-4999-8999-999999999999")
    responses = [*await una.install(), await una.say("hjelp")]
    assert [response.status for response in responses] == [403, 403, 403]
    assert una.chat[1:] == [], "only their own words are there"
    assert house.stage.app.settings.tenants, "somebody is admitted"


async def test_help_in_a_channel_is_about_channels(house: House) -> None:
    channel = team(house, "kari").general
    await channel.team.install(by=house.cast["kari"])
    await house.cast["kari"].say_in(channel, "Hjelp")
    assert seen(house.cast["kari"], channel.messages[-1]) == rendered_texts(HelpInChannel(), Language.NB)


async def test_a_team_is_welcomed_once(house: House) -> None:
    channel = team(house, "kari").general
    for sent in await channel.team.install(by=house.cast["kari"]):
        await house.cast["kari"].again(sent)
        await house.cast["kari"].again(sent, new_id=True)
    assert [seen(house.cast["kari"], one) for one in channel.messages] == [rendered_texts(TeamWelcome(), Language.NB)]


async def test_a_facilitator_connects_the_channel_by_the_groups_name_or_id(house: House, tmp_path: Path) -> None:
    channel, kari = team(house, "kari").general, house.cast["kari"]
    await channel.team.install(by=kari)
    names = (SOLBAKKEN, "team-solbakken", "«team mellomtrinn  solbakken»", "TEAM-SOLBAKKEN.")
    for command, name in zip(("koble til", "Koble til", "kople til", "CONNECT"), names, strict=True):
        response = await kari.say_in(channel, f"{command} {name}")
        assert response.status == 200
        assert seen(kari, channel.messages[-1]) == rendered_texts(Linked(SOLBAKKEN), Language.NB)
        assert channel.messages[-1].root == channel.messages[-2].id, "it is answered where it was said"
    await house.stage.plan(series(tmp_path, "i-kanalen", "team-solbakken", asked='"channel"'))
    await house.to(at(11, 24, 14))
    assert "Send svar" in seen(kari, channel.messages[-1]), "the conversation is the group's from now on"


async def test_a_coordinator_connects_a_channel_too(house: House) -> None:
    channel, guro = team(house, "guro").general, house.cast["guro"]
    await channel.team.install(by=guro)
    await guro.say_in(channel, "koble til rektorgruppa")
    assert seen(guro, channel.messages[-1]) == rendered_texts(Linked("Rektorgruppa"), Language.NB)


async def test_participants_leaders_and_observers_do_not_connect_a_channel(house: House) -> None:
    channel = team(house, "lars", "tor", "ola").general
    await channel.team.install(by=house.cast["lars"])
    for name, group in (("lars", SOLBAKKEN), ("tor", "Rektorgruppa"), ("ola", "Rektorgruppa"), ("tor", SOLBAKKEN)):
        await house.cast[name].say_in(channel, f"koble til {group}")
        assert seen(house.cast[name], channel.messages[-1]) == rendered_texts(LinkRefused(group), Language.NB)


async def test_an_unknown_group_is_named_and_so_are_those_one_may_connect(house: House) -> None:
    channel, kari = team(house, "kari", "lars").general, house.cast["kari"]
    await channel.team.install(by=kari)
    for said, named in (("koble til Team Nordpolen", "Team Nordpolen"), ("koble til", "")):
        await kari.say_in(channel, said)
        assert seen(kari, channel.messages[-1]) == rendered_texts(LinkUnknown(named, (SOLBAKKEN,)), Language.NB)
    await house.cast["lars"].say_in(channel, "koble til Team Nordpolen")
    assert seen(kari, channel.messages[-1]) == rendered_texts(LinkUnknown("Team Nordpolen", ()), Language.NB)


async def test_a_channel_is_connected_in_the_channel_alone_and_by_those_who_are_imported(house: House) -> None:
    kari, una = house.cast["kari"], stranger(house)
    await kari.install()
    await kari.say(f"koble til {SOLBAKKEN}")
    assert seen(kari, last(kari)) == rendered_texts(LinkElsewhere(), Language.NB)
    channel = team(house, "kari").general
    await channel.team.install(by=kari)
    await una.say_in(channel, f"koble til {SOLBAKKEN}")
    assert seen(una, channel.messages[-1]) == rendered_texts(NotImported(), Language.NB)


async def test_without_a_mention_nobody_is_answered_in_a_channel(house: House) -> None:
    channel, kari = team(house, "kari").general, house.cast["kari"]
    await channel.team.install(by=kari)
    for said in (f"koble til {SOLBAKKEN}", "hjelp", "Vi møtes klokka to."):
        response = await kari.say_in(channel, said, mention=False)
        assert (response.status, channel.messages[-1].from_bot) == (200, False)


async def test_a_team_that_adds_the_bot_again_is_still_connected(house: House, tmp_path: Path) -> None:
    channel, kari = team(house, "kari").general, house.cast["kari"]
    await channel.team.install(by=kari)
    await kari.say_in(channel, f"koble til {SOLBAKKEN}")
    await house.stage.plan(series(tmp_path, "i-kanalen", "team-solbakken", asked='"channel"'))
    await channel.team.uninstall(by=kari)
    await house.to(at(11, 24, 14))
    assert not any("Send svar" in seen(kari, message) for message in channel.messages)
    await channel.team.install(by=kari)
    await house.stage.settle()
    assert "Send svar" in seen(kari, channel.messages[-1])

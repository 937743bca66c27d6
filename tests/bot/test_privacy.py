"""The privacy notice: shown before anybody's words are stored, in their language, and again when it has changed."""

import hashlib
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.actions.operating.set_municipality import set_municipality
from bot.rehearsal.clients import Channel, Client, Team, buttons_on, inputs_on
from bot.rehearsal.faults import accept_then_reset, answer
from bot.rehearsal.ledger import Call
from bot.rehearsal.stage import Stage
from content.language import Language
from content.render import render
from content.vocabulary.conversing import NOTICE_VERSION, NotImported, PrivacyNotice
from content.wording import words
from dialogs.model import MunicipalitySettings
from storage.tables.people import municipalities, people
from storage.tables.sessions import steps
from tests.bot.follow_ups.ladders import ONE_MORE, QUESTIONS, Somebody, lay_ladders
from tests.counting import recorded_statements
from tests.databases import on_both_kinds
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, rendered_texts, seen, series

OPENS = at(11, 24)
SET = MunicipalitySettings("Nordvik kommune", "personvernombud@nordvik.example")
HASH_OF_THE_WORDS = {1: "425974c1b96132a0", 2: "d281a9d043dd646b", 3: "d1e30ee441293bbc"}
"""Version of the notice -> a hash of its words in all languages."""


@pytest.fixture
async def house(chosen_url: str) -> AsyncIterator[House]:
    async with open_house(chosen_url) as opened:
        await opened.plan("rektorgruppa")
        yield opened


def notice(language: Language, groups: str = "Rektorgruppa", settings: MunicipalitySettings | None = None) -> list[str]:
    given = settings or MunicipalitySettings()
    told = PrivacyNotice("nordvik", given.responsible, given.data_protection_officer, groups)
    return rendered_texts(told, language)


def carries(client: Client, language: Language, number: int = -1) -> bool:
    """Whether the message of this number in the person's chat has the notice in it."""
    return words_of(notice(language), language) <= {*seen(client, client.chat[number])}


def words_of(told: list[str], language: Language) -> set[str]:
    """The notice without the buttons that it has where it is a card of its own."""
    return {*told} - {*buttons_on(render(PrivacyNotice("nordvik", "", "", ""), language).card)}


async def shown(house: House, name: str) -> tuple[int, str]:
    """The version of the notice, and the minute it was shown at, of a person by name."""
    query = select(people.c.notice_version, people.c.notice_at).where(people.c.upn == f"{name}@nordvik.example")
    version, moment = (await house.stage.app.db.read(lambda c: c.execute(query))).one()
    return version, minute(moment)


def minute(moment: datetime | None) -> str:
    return f"{moment:%m-%d %H:%M}" if moment else ""


async def forget(house: House) -> None:
    """As in an installation with the version before: everybody has been shown that one alone."""
    before = {"notice_version": NOTICE_VERSION - 1, "notice_at": None}
    await house.stage.app.db.write(lambda c: c.execute(update(people).values(**before)))


# The words.


def test_other_words_are_another_version() -> None:
    """Where this fails: raise NOTICE_VERSION, and put the new hash beside the new version."""
    told = {language.value: dict(words(PrivacyNotice, language)) for language in Language}
    packed = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
    assert HASH_OF_THE_WORDS[NOTICE_VERSION] == hashlib.sha256(packed).hexdigest()[:16]
    assert max(HASH_OF_THE_WORDS) == NOTICE_VERSION


# When it comes.


@pytest.mark.parametrize(("name", "language"), [("tor", Language.NB), ("siv", Language.NN), ("frode", Language.EN)])
async def test_it_comes_with_the_welcome_and_the_prompt_after_it_is_as_always(
    house: House, name: str, language: Language
) -> None:
    someone = house.cast[name]
    assert await shown(house, name) == (0, "")
    await someone.install()
    assert carries(someone, language)
    assert await shown(house, name) == (NOTICE_VERSION, minute(MONDAY))
    await house.to(OPENS)
    assert len(someone.chat) == 2
    assert not carries(someone, language)


async def test_it_says_who_is_responsible_and_says_so_where_nobody_is(house: House) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    await tor.install()
    assert "Kommunen har ikke lagt inn hvem som er behandlingsansvarlig." in seen(tor, last(tor))
    await set_municipality(house.stage.app.db, "nordvik", SET, actor=OPERATOR, now=MONDAY)
    await siv.install()
    assert "Behandlingsansvarleg: Nordvik kommune." in seen(siv, last(siv))
    assert "Personvernombodet: personvernombud@nordvik.example." in seen(siv, last(siv))
    assert "Du svarer i Rektorgruppa." in seen(siv, last(siv))


@on_both_kinds
@pytest.mark.parametrize(("name", "language"), [("tor", Language.NB), ("siv", Language.NN)])
async def test_whoever_has_not_been_shown_it_gets_it_with_the_next_prompt_once(
    house: House, tmp_path: Path, name: str, language: Language
) -> None:
    someone = house.cast[name]
    await house.install(name)
    await forget(house)
    await house.to(OPENS)
    assert carries(someone, language)
    assert await shown(house, name) == (NOTICE_VERSION, minute(OPENS))
    await someone.press(last(someone), "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
    assert [one.text for one in await house.reflections_of(name)] == ["Vi leste sammen."]
    await house.stage.plan(series(tmp_path, "ny", "rektorgruppa", dates="[2026-11-25]"))
    await house.to(at(11, 25))
    assert not carries(someone, language)
    assert await shown(house, name) == (NOTICE_VERSION, minute(OPENS))


@on_both_kinds
async def test_many_who_have_not_been_shown_it_get_it_at_once_and_others_do_not(house: House) -> None:
    await house.install("tor", "siv", "ali")
    await forget(house)
    await house.install("bodil")
    await house.to(OPENS)
    assert [carries(house.cast[name], Language.NB) for name in ("tor", "ali", "bodil")] == [True, True, False]
    assert carries(house.cast["siv"], Language.NN)


# Teams takes it, or not.


async def test_a_welcome_that_may_not_have_arrived_is_none_and_the_prompt_brings_the_notice(house: House) -> None:
    tor = house.cast["tor"]
    house.teams.faults.next(accept_then_reset(), call=Call.SEND, conversation=tor.conversation.id)
    await tor.install()
    assert await shown(house, "tor") == (0, "")
    await house.to(OPENS)
    assert carries(tor, Language.NB)
    assert await shown(house, "tor") == (NOTICE_VERSION, minute(OPENS))


async def test_a_prompt_that_teams_refuses_has_shown_nothing(house: House) -> None:
    tor = house.cast["tor"]
    await house.install("tor")
    await forget(house)
    house.teams.faults.next(answer(400), call=Call.SEND, conversation=tor.conversation.id)
    await house.to(OPENS)
    assert await shown(house, "tor") == (NOTICE_VERSION - 1, "")


# Nothing is stored before.


@pytest.mark.parametrize(("name", "language"), [("tor", Language.NB), ("siv", Language.NN)])
async def test_an_answer_on_a_card_waits_for_the_notice_and_is_given_back_in_its_field(
    house: House, name: str, language: Language
) -> None:
    someone = house.cast[name]
    await house.install(name)
    await house.to(OPENS)
    await forget(house)
    prompt = last(someone)
    given = {"answer": "Vi leste sammen.", "rung": "municipality"}
    await someone.press(prompt, "Send svar", given)
    assert await house.reflections_of(name) == []
    assert seen(someone, last(someone)) == notice(language)
    form = someone.view(prompt)
    assert form is not None
    assert {key: inputs_on(form)[key]["value"] for key in given} == given
    assert await shown(house, name) == (NOTICE_VERSION, minute(OPENS))
    await someone.press(prompt, "Send svar", given)
    assert [one.text for one in await house.reflections_of(name)] == ["Vi leste sammen."]
    assert len(someone.chat) == 3


@on_both_kinds
@pytest.mark.parametrize(("name", "yes"), [("tor", "Ja"), ("siv", "Ja")])
async def test_a_message_waits_for_the_notice_and_is_kept_after_a_yes(house: House, name: str, yes: str) -> None:
    someone = house.cast[name]
    await house.install(name)
    await house.to(OPENS)
    await forget(house)
    await someone.say("Vi leste sammen.")
    assert await house.reflections_of(name) == []
    language = Language.NN if name == "siv" else Language.NB
    assert seen(someone, someone.chat[-2]) == notice(language)
    [button] = [one for one in _buttons(someone) if one.startswith(yes)]
    await someone.press(last(someone), button)
    assert [one.text for one in await house.reflections_of(name)] == ["Vi leste sammen."]


async def test_a_doubtful_message_is_held_only_beside_the_notice(house: House) -> None:
    siv = house.cast["siv"]
    await house.install("siv")
    await house.to(OPENS)
    await forget(house)
    await siv.say("Vi leste saman og snakka om det etterpå?")
    assert seen(siv, siv.chat[-2]) == notice(Language.NN)
    assert any(one.startswith("Ja") for one in _buttons(siv))


async def test_an_edited_message_waits_too_and_words_can_be_taken_back_all_the_same(house: House) -> None:
    tor = house.cast["tor"]
    await house.install("tor")
    await house.to(OPENS)
    said = await tor.say("Vi leste sammen.")
    await forget(house)
    mine = next(one for one in tor.chat if one.text.startswith("Vi leste"))
    await tor.edit(mine, "Vi leste hver for oss.")
    assert said.status == 200
    assert [one.text for one in await house.reflections_of("tor")] == ["Vi leste sammen."]
    assert [seen(tor, one) for one in tor.chat[-2:]] == [
        notice(Language.NB),
        ["Endringen er ikke lagret ennå. Les om personvern først, og rediger meldingen en gang til."],
    ]
    await tor.edit(mine, "Vi leste to og to.")
    assert [one.text for one in await house.reflections_of("tor")] == ["Vi leste to og to."]
    await forget(house)
    await tor.delete(mine)
    assert [one.parts for one in await house.reflections_of("tor")] == [()]


async def test_a_message_that_was_asked_about_first_is_held_until_the_notice_has_been_shown(house: House) -> None:
    tor = house.cast["tor"]
    await house.install("tor")
    await house.to(OPENS)
    await tor.say("Vi leste sammen og snakket om det etterpå?")
    assert await house.reflections_of("tor") == []
    await forget(house)
    question = last(tor)
    [yes] = [one for one in _buttons(tor) if one.startswith("Ja")]
    await tor.press(question, yes)
    assert await house.reflections_of("tor") == []
    assert seen(tor, last(tor)) == notice(Language.NB)
    await tor.press(question, yes)
    assert [one.text for one in await house.reflections_of("tor")] == ["Vi leste sammen og snakket om det etterpå?"]


async def test_a_follow_up_waits_and_is_given_back_in_its_field(house: House) -> None:
    lay_ladders(house, *QUESTIONS)
    await house.install("tor")
    await house.to(OPENS)
    tor = Somebody(house, "tor")
    await tor.send("Vi ga tenketid.")
    await tor.press(ONE_MORE)
    await forget(house)
    await tor.press("Send svar", {"answer": "Det ble stille."})
    assert tor.fields == {"answer": "Det ble stille."}
    assert await tor.stored_texts() == [(0, "Vi ga tenketid.")]
    assert seen(tor.me, last(tor.me)) == notice(Language.NB)
    await tor.press("Send svar", {"answer": "Det ble stille."})
    assert await tor.stored_texts() == [(0, "Vi ga tenketid."), (1, "Det ble stille.")]


async def test_in_a_channel_every_card_shows_it_and_whoever_answers_there_needs_nothing_more(
    house: House, tmp_path: Path
) -> None:
    kari, channel = await asked_in_channel(house, tmp_path)
    told = notice(Language.NB, "Team mellomtrinn Solbakken")
    assert words_of(told, Language.NB) <= set(seen(kari, channel.messages[-1]))
    await kari.press(channel.messages[-1], "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
    assert [one.text for one in await house.reflections_of("kari")] == ["Vi leste sammen."]


async def test_a_channels_card_with_an_older_notice_takes_no_answer_and_is_updated(
    house: House, tmp_path: Path
) -> None:
    kari, channel = await asked_in_channel(house, tmp_path)
    card = channel.messages[-1]
    await house.stage.app.db.write(lambda c: c.execute(update(steps).values(notice_version=NOTICE_VERSION - 1)))
    await kari.press(card, "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
    assert await house.reflections_of("kari") == []
    await house.stage.settle()
    await kari.press(card, "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
    assert [one.text for one in await house.reflections_of("kari")] == ["Vi leste sammen."]


@on_both_kinds
async def test_a_program_with_another_notice_updates_the_open_cards_of_channels_as_it_starts(
    house: House, tmp_path: Path
) -> None:
    """And everybody reads in the record that the notice is another one, once."""
    kari, channel = await asked_in_channel(house, tmp_path)
    await house.install("tor", "siv")
    assert [len(await changes_of_the_notice(house, name)) for name in CHANGED] == [0, 0]
    await house.stage.app.db.write(lambda c: c.execute(update(steps).values(notice_version=NOTICE_VERSION - 1)))
    await house.stage.app.db.write(
        lambda c: c.execute(update(municipalities).values(notice_version=NOTICE_VERSION - 1))
    )
    async with Stage(house.stage.app.settings, now=house.stage.now) as restarted:
        house.teams.bot_url = restarted.url
        await restarted.settle()
        await kari.press(channel.messages[-1], "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
    assert [one.text for one in await house.reflections_of("kari")] == ["Vi leste sammen."]
    async with Stage(house.stage.app.settings, now=house.stage.now):
        house.teams.bot_url = house.stage.url
    assert [len(await changes_of_the_notice(house, name)) for name in CHANGED] == [1, 1]


CHANGED = {
    "tor": ("glassboks", "Sløyfa selv: endret det som står om personvern;"),
    "siv": ("glasboks", "Sløyfa sjølv: endra det som står om personvern;"),
}


async def changes_of_the_notice(house: House, name: str) -> list[str]:
    command, line = CHANGED[name]
    await house.cast[name].say(command)
    return [text for text in seen(house.cast[name], last(house.cast[name])) if line in text]


async def asked_in_channel(house: House, folder: Path) -> tuple[Client, Channel]:
    """Kari, and the channel of her team, where a question is open."""
    kari = house.cast["kari"]
    made = Team(house.teams, "Solbakken")
    made.add(*(house.cast[name] for name in ("kari", "lars", "mona", "nils")))
    channel = made.general
    await made.install(by=kari)
    await kari.say_in(channel, "koble til Team mellomtrinn Solbakken")
    file = series(folder, "uka", "team-solbakken", led_by="kari", asked='"channel"', default_rung='"group"')
    await house.stage.plan(file)
    await house.to(at(11, 24, 14))
    return kari, channel


# Shown again; and what it costs.


@pytest.mark.parametrize(
    ("name", "language", "said"), [("tor", Language.NB, "personvern"), ("frode", Language.EN, "privacy")]
)
async def test_personvern_shows_it_again(house: House, name: str, language: Language, said: str) -> None:
    someone = house.cast[name]
    await house.install(name)
    await forget(house)
    await someone.say(said)
    assert seen(someone, last(someone)) == notice(language)
    assert await shown(house, name) == (NOTICE_VERSION, minute(MONDAY))


async def test_a_stranger_is_told_that_nobody_has_entered_them(house: House) -> None:
    una = Client(house.teams, "Una Ukjend", "00000000-0000-4000-8000-000000000099", "una@annet.example")
    await una.install()
    await una.say("personvern")
    assert seen(una, last(una)) == rendered_texts(NotImported(), Language.NB)


@on_both_kinds
async def test_whoever_has_been_shown_it_costs_no_statement_more(house: House) -> None:
    tor = house.cast["tor"]
    await house.install("tor")
    await house.to(OPENS)
    with recorded_statements(house.stage.app.db) as statements:
        await tor.press(last(tor), "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
    assert [one for one in statements if "municipality_settings" in one or "SET notice" in one] == []


def _buttons(client: Client, message: object = None) -> list[str]:
    card = client.view(message or last(client))  # type: ignore[arg-type]
    return [action["title"] for action in (card or {}).get("actions", [])]

"""Notices to coordinators over the wire: people not reached by a question, and tenants that refuse the bot."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Team
from bot.rehearsal.faults import accept_then, answer
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.looking_after import ChannelUnreached, LetInAgain, LookingAfter, NotLetIn, Unreached
from content.wording import words
from dialogs.calendar.instants import local
from dialogs.model import DeliveryKind, DeliveryState, OfLockout
from storage import places
from storage.tables.places import contacts
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

OPENS = at(11, 24)
LOOKED = OPENS + timedelta(minutes=10)
AFTERNOON = at(11, 24, 14)
VIDAR = "00000000-0000-4000-8000-000000000902"
OTHER = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
PRINCIPALS = ("tor", "siv", "ali", "bodil", "dag", "ella", "frode", "gry")
NOTICE = DeliveryKind.NOTICE
HEADINGS = {
    words(kind, language)["heading"]
    for kind in (Unreached, ChannelUnreached, NotLetIn, LetInAgain)
    for language in Language
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The rektorgruppa's series is planned, and Guro, the group's coordinator, has installed."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        await opened.plan("rektorgruppa")
        await opened.install("guro")
        yield opened


def notices_to(client: Client) -> list[Message]:
    """The notices in the person's chat."""
    return [message for message in client.chat if HEADINGS & set(seen(client, message))]


def names(house: House, *those: str) -> tuple[str, ...]:
    return tuple(sorted(house.cast[name].name for name in those))


def unreached(house: House, *missing: str, group: str = "Rektorgruppa", asked: int = 8) -> Unreached:
    return Unreached(group, local(OPENS), asked, names(house, *missing))


def assert_told(client: Client, message: LookingAfter, language: Language = Language.NB) -> None:
    assert [seen(client, each) for each in notices_to(client)] == [rendered_texts(message, language)]


# People without the bot.


async def test_the_coordinator_is_told_by_name_who_has_not_added_the_bot(house: House) -> None:
    await house.install("tor", "siv", "ali", "bodil", "dag")
    await house.to(OPENS)
    await house.to(LOOKED)
    assert [seen(house.cast["guro"], message) for message in notices_to(house.cast["guro"])] == [
        [
            "Ikke alle har fått spørsmålet",
            "Spørsmålet til Rektorgruppa ble sendt tirsdag 24. november kl. 8.",
            "3 av 8 har ikke lagt til Sløyfa i Teams ennå:",
            "Ella Rektor",
            "Frode Rektor",
            "Gry Rektor",
            "Be dem gjerne legge til Sløyfa, eller be IT legge inn Sløyfa for alle. Da får de spørsmålet med en gang.",
            "Bare koordinatorer får denne meldingen. Den sier ingenting om hvem som har svart.",
        ]
    ]


@pytest.mark.parametrize("language", Language)
async def test_each_coordinator_reads_the_notice_of_the_unreached_in_their_own_language(
    tmp_path: Path, language: Language
) -> None:
    people = [f"guro,rektorgruppa,coordinator,{language}", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant"]
    folder = municipality(tmp_path / "andre", people=people)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "liten", "rektorgruppa"))
        await house.install("guro", "tor")
        await house.to(OPENS)
        await house.to(LOOKED)
        assert_told(house.cast["guro"], unreached(house, "siv", asked=2), language)


async def test_the_unreached_are_told_once_and_so_is_a_lock_out(database_url: str) -> None:
    async with open_house(database_url) as house:
        await house.plan("rektorgruppa")
        await house.install("guro", "tor")
        await una(house).install()
        lock_out(house, "guro", "tor")
        await minutes_after(house, 0, 10, 11)
        let_in(house)
        await minutes_after(house, 60, 70, 80, 24 * 60)
        shown = {"\n".join(seen(house.cast["guro"], message)) for message in notices_to(house.cast["guro"])}
        missing = replace(unreached(house, *PRINCIPALS[1:]), strangers=("Una Ukjend",))
        assert shown == {"\n".join(rendered_texts(each, Language.NB)) for each in (missing, LetInAgain(local(OPENS)))}
        assert [one.state for one in await house.deliveries(NOTICE)] == [DeliveryState.SENT] * 2
        assert len(notices_to(house.cast["guro"])) == 2


async def test_the_unreached_are_not_told_while_no_more_than_the_share_is_missing(house: House) -> None:
    await house.install(*PRINCIPALS[:-1])
    await house.to(OPENS)
    await house.to(LOOKED)
    await house.to(LOOKED + timedelta(days=1))
    assert notices_to(house.cast["guro"]) == []


async def test_the_share_of_unreached_to_be_told_is_a_setting(tmp_path: Path) -> None:
    for share, times in (("12", 1), ("13", 0)):
        url = f"sqlite+aiosqlite:///{tmp_path / share}.db"
        async with open_house(url, settings={"SLOYFA_UNREACHED_SHARE": share}) as house:
            await house.plan("rektorgruppa")
            await house.install("guro", *PRINCIPALS[:-1])
            await house.to(OPENS)
            await house.to(LOOKED)
            assert len(notices_to(house.cast["guro"])) == times


async def test_who_adds_the_bot_within_ten_minutes_is_not_told_of(house: House) -> None:
    await house.install(*PRINCIPALS[:4])
    await house.to(OPENS)
    await house.to(LOOKED - timedelta(seconds=1))
    await house.install(*PRINCIPALS[4:])
    await house.to(LOOKED)
    await house.to(LOOKED + timedelta(minutes=10))
    assert notices_to(house.cast["guro"]) == []


async def test_the_unreached_are_told_also_where_the_bot_was_away_in_between(house: House) -> None:
    await house.install(*PRINCIPALS[:6])
    await house.to(OPENS)
    await house.to(OPENS + timedelta(days=1))
    assert_told(house.cast["guro"], unreached(house, *PRINCIPALS[6:]))


async def test_where_the_bot_was_away_until_the_question_had_closed_they_are_in_next_time(house: House) -> None:
    await house.install(*PRINCIPALS[:6])
    await house.to(OPENS)
    await house.to(at(11, 27, 9))
    assert_told(house.cast["guro"], replace(unreached(house, *PRINCIPALS[6:]), is_open=False))


async def test_what_nobody_could_be_told_for_weeks_is_not_told_any_more(house: House) -> None:
    await house.to(OPENS)
    await house.to(at(12, 18))
    sessions = {one.session for one in await house.deliveries(NOTICE)}
    assert not [session for session in sessions if session and session.endswith("/0")]


async def test_the_unreached_are_not_told_while_a_prompt_is_still_to_be_retried(house: House) -> None:
    await house.install("tor")
    house.teams.faults.next(answer(429), call=Call.SEND, conversation=house.cast["tor"].conversation.id, times=2)
    await house.to(OPENS)
    held = (await house.deliveries(DeliveryKind.PROMPT, "tor"))[0]
    assert held.state is DeliveryState.AGAIN
    await house.to(LOOKED)
    assert notices_to(house.cast["guro"]) == []
    await house.to(LOOKED + timedelta(minutes=1))
    await house.to(LOOKED + timedelta(minutes=2))
    assert_told(house.cast["guro"], unreached(house, *PRINCIPALS[1:]))


async def test_a_notice_that_may_have_arrived_is_not_sent_again(house: House) -> None:
    await house.to(OPENS)
    house.teams.faults.next(accept_then(502), call=Call.SEND, conversation=house.cast["guro"].conversation.id)
    await house.to(LOOKED)
    await house.to(LOOKED + timedelta(minutes=1))
    assert len(notices_to(house.cast["guro"])) == 1
    assert [one.state for one in await house.deliveries(NOTICE)] == [DeliveryState.UNDELIVERABLE]


async def test_nobody_is_disturbed_in_quiet_hours(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "sen", "team-solbakken", dates="[2026-11-23T15:55:00Z]"))
    await house.to(at(11, 23, 16, 55))
    await house.to(at(11, 23, 17, 5))
    assert notices_to(house.cast["guro"]) == []
    await house.to(at(11, 24, 7))
    assert len(notices_to(house.cast["guro"])) == 1


# Recipients of notices.


async def test_nobody_but_the_coordinator_is_told(house: House) -> None:
    """The group's leader, participants and observers get no notice."""
    await house.install("tor", "siv", "ola", "kari")
    await house.to(OPENS)
    await house.to(LOOKED)
    assert len(notices_to(house.cast["guro"])) == 1
    assert [name for name in ("tor", "siv", "ola", "kari") if notices_to(house.cast[name])] == []


async def test_a_group_without_a_coordinator_has_the_municipalitys(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "team", "team-solbakken"))
    await house.install(*PRINCIPALS)
    await house.to(OPENS)
    await house.to(OPENS + timedelta(hours=6))
    await house.to(OPENS + timedelta(hours=6, minutes=10))
    at_two = replace(
        unreached(house, "kari", "lars", "mona", "nils", group="Team mellomtrinn Solbakken", asked=4),
        asked_at=local(OPENS + timedelta(hours=6)),
    )
    assert_told(house.cast["guro"], at_two)


async def test_a_coordinator_who_adds_the_bot_late_is_told_what_is_true_then(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.plan("rektorgruppa")
        await house.install(*PRINCIPALS[:4])
        await house.to(OPENS)
        await house.to(LOOKED)
        assert [one.state for one in await house.deliveries(NOTICE)] == [DeliveryState.WAITING]
        await house.install("dag", "ella", "guro")
        assert_told(house.cast["guro"], unreached(house, "frode", "gry"))


async def test_a_coordinator_who_comes_when_all_is_well_is_told_nothing(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.plan("rektorgruppa")
        await house.to(OPENS)
        await house.to(LOOKED)
        await house.install(*PRINCIPALS, "guro")
        assert notices_to(house.cast["guro"]) == []
        [notice] = await house.deliveries(NOTICE)
        assert (notice.state, notice.reason) == (DeliveryState.DROPPED, "nothing to tell")


async def test_who_is_no_coordinator_any_more_is_told_nothing(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.plan("rektorgruppa")
        await house.to(OPENS)
        await house.to(LOOKED)
        rows = ["guro,rektorgruppa,participant", "nye,rektorgruppa,coordinator", "tor,rektorgruppa,participant"]
        folder = municipality(tmp_path / "andre", people=rows)
        text = (folder / "people.csv").read_text(encoding="utf-8")
        known = text.replace(text.splitlines()[1].partition(",")[0], house.cast["guro"].person.object_id)
        (folder / "people.csv").write_text(known, encoding="utf-8")
        await house.bring_in(folder)
        await house.install("guro")
        assert notices_to(house.cast["guro"]) == []


async def test_who_has_answered_and_who_has_not_makes_no_difference_to_what_is_told(house: House) -> None:
    await house.install(*PRINCIPALS[:6])
    await house.to(OPENS)
    tor, siv = house.cast["tor"], house.cast["siv"]
    await tor.press(last(tor), "Send svar", {"answer": "Vi prøvde noe nytt.", "rung": "municipality"})
    await siv.press(last(siv), "Hopp over")
    await house.to(LOOKED)
    assert_told(house.cast["guro"], unreached(house, *PRINCIPALS[6:]))


# People who have removed or blocked the bot.


async def test_who_has_removed_or_blocked_the_bot_is_never_named_and_not_counted_where_they_are_few(
    house: House,
) -> None:
    await house.install(*PRINCIPALS[:7])
    await house.cast["siv"].uninstall()
    house.teams.faults.block(house.cast["ali"].person)
    await house.to(OPENS)
    await house.to(LOOKED)
    guro = house.cast["guro"]
    assert_told(guro, replace(unreached(house, "gry"), tells_of_removed="a few"))
    shown = "\n".join(seen(guro, notices_to(guro)[0]))
    assert "Noen få har tatt bort eller blokkert Sløyfa." in shown
    assert not [name for name in PRINCIPALS[:7] if house.cast[name].name in shown]
    assert "1 av 8" in shown
    assert "3 av 8" not in shown, "the sum would tell their number"


async def test_many_who_have_removed_the_bot_are_a_number(tmp_path: Path) -> None:
    crowd = [f"p{number:02}" for number in range(12)]
    rows = ["guro,rektorgruppa,coordinator", *(f"{name},rektorgruppa,participant" for name in crowd)]
    folder = municipality(tmp_path / "mange", people=rows)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "stor", "rektorgruppa"))
        await house.install("guro", *crowd)
        for name in crowd[:6]:
            await house.cast[name].uninstall()
        await house.to(OPENS)
        await house.to(LOOKED)
        assert_told(house.cast["guro"], replace(unreached(house, asked=12), tells_of_removed="their number", removed=5))


async def test_where_the_bot_reaches_nobody_any_more_it_may_be_its_doing_who_runs_teams(house: House) -> None:
    await house.install(*PRINCIPALS)
    for name in PRINCIPALS:
        house.teams.faults.block(house.cast[name].person)
    await house.to(OPENS)
    await house.to(LOOKED)
    assert_told(house.cast["guro"], replace(unreached(house), tells_of_removed="most"))


async def test_in_a_small_group_one_who_has_removed_the_bot_is_not_told_of_at_all(tmp_path: Path) -> None:
    rows = ["guro,rektorgruppa,coordinator", *(f"{name},rektorgruppa,participant" for name in ("tor", "siv", "ali"))]
    folder = municipality(tmp_path / "liten", people=rows)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "liten", "rektorgruppa"))
        await house.install("guro", "tor", "siv", "ali")
        await house.cast["siv"].uninstall()
        await house.to(OPENS)
        await house.to(LOOKED)
        assert notices_to(house.cast["guro"]) == []
        assert await house.deliveries(NOTICE) == []


# People with the bot who are not imported.


def una(house: House) -> Client:
    """A person in no import."""
    id_ = "00000000-0000-4000-8000-000000000099"
    return Client(house.teams, "Una Ukjend", id_, "una@nordvik.example")


async def test_who_has_added_the_bot_and_is_not_imported_is_told_by_name(house: House) -> None:
    await house.install(*PRINCIPALS[:6])
    await una(house).install()
    await una(house).say("Hva er dette?")
    await house.to(OPENS)
    await house.to(LOOKED)
    guro = house.cast["guro"]
    assert_told(guro, replace(unreached(house, *PRINCIPALS[6:]), strangers=("Una Ukjend",)))
    assert "Hva er dette?" not in "\n".join(seen(guro, notices_to(guro)[0]))


async def test_a_name_that_only_their_first_message_bears_is_enough(house: House) -> None:
    stranger = una(house)
    nameless = replace(stranger.person, name="")
    stranger.person = nameless
    await stranger.install()
    await house.to(OPENS)
    stranger.person = replace(nameless, name="Una Ukjend")
    await stranger.say("hjelp")
    await house.to(LOOKED)
    assert_told(house.cast["guro"], replace(unreached(house, *PRINCIPALS), strangers=("Una Ukjend",)))


async def test_who_has_removed_the_bot_again_is_not_told_of(house: House) -> None:
    stranger = una(house)
    await stranger.install()
    await stranger.uninstall()
    await house.to(OPENS)
    await house.to(LOOKED)
    assert_told(house.cast["guro"], unreached(house, *PRINCIPALS))
    assert await stored_names(house) == []


async def test_the_name_is_forgotten_once_the_person_is_imported(house: House, tmp_path: Path) -> None:
    stranger = una(house)
    await stranger.install()
    assert await stored_names(house) == ["Una Ukjend"]
    folder = municipality(tmp_path / "med una", people=["guro,rektorgruppa,coordinator"])
    with (folder / "people.csv").open("a", encoding="utf-8") as file:
        file.write(f"{stranger.person.object_id},Una Ukjend,una@nordvik.example,rektorgruppa,participant,nn,,\n")
    await house.bring_in(folder)
    assert await stored_names(house) == []
    await stranger.say("hjelp")
    await stranger.uninstall()
    await stranger.install()
    assert await stored_names(house) == []


async def stored_names(house: House) -> list[str]:
    named = select(contacts.c.name).where(contacts.c.name != "")
    return list((await house.stage.app.db.read(lambda c: c.execute(named))).scalars())


async def test_the_name_is_forgotten_once_the_stranger_cannot_be_written_to(house: House) -> None:
    stranger = una(house)
    await stranger.install()
    gone = partial(places.mark_unreachable, tenant=TENANT, conversation=stranger.conversation.id, now=house.stage.now)
    await house.stage.app.db.write(gone)
    assert await stored_names(house) == []


def sorvik(folder: Path) -> Path:
    """Another municipality, with Vidar as coordinator."""
    folder.mkdir()
    (folder / "units.csv").write_text("id,kind,name,parent,language\nsorvik,municipality,Sørvik,,nn\n", "utf-8")
    (folder / "groups.csv").write_text("id,unit,kind,name\nrektorene,sorvik,principals,Rektorane\n", "utf-8")
    vidar = f"{VIDAR},Vidar Sør,vidar@sorvik.example,rektorene,coordinator,nn"
    (folder / "people.csv").write_text(f"aad_object_id,name,upn,group,role,language\n{vidar}\n", "utf-8")
    return folder


async def test_in_a_tenant_that_municipalities_share_no_stranger_is_named_and_none_hears_of_anothers(
    house: House, tmp_path: Path
) -> None:
    await house.bring_in(sorvik(tmp_path / "sorvik"))
    vidar = Client(house.teams, "Vidar Sør", VIDAR, "vidar@sorvik.example")
    await vidar.install()
    await una(house).install()
    await house.to(OPENS)
    await house.to(LOOKED)
    assert_told(house.cast["guro"], unreached(house, *PRINCIPALS))
    assert notices_to(vidar) == []
    assert {one.municipality for one in await house.deliveries(NOTICE)} == {"nordvik"}


async def test_a_stranger_in_another_municipalitys_tenant_is_not_told_of(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tenants=(TENANT, OTHER)) as house:
        await house.plan("rektorgruppa")
        await house.stage.bring_in(sorvik(tmp_path / "sorvik"), tenant=OTHER)
        await house.install("guro")
        await Client(house.teams, "Una Ukjend", VIDAR[:-1] + "9", "una@sorvik.example", tenant=OTHER).install()
        await house.to(OPENS)
        await house.to(LOOKED)
        assert_told(house.cast["guro"], unreached(house, *PRINCIPALS))


# A channel.


async def test_a_channel_that_cannot_be_written_to_any_more_is_told_by_its_groups_name(
    house: House, tmp_path: Path
) -> None:
    kari = house.cast["kari"]
    await house.install("kari", *PRINCIPALS)
    team = Team(house.teams, "Solbakken")
    team.add(kari)
    await team.install(by=kari)
    await kari.say_in(team.general, "koble til Team mellomtrinn Solbakken")
    await house.stage.plan(series(tmp_path, "team", "team-solbakken", asked='"channel"'))
    await team.uninstall(by=kari)
    await house.to(OPENS)
    await house.to(AFTERNOON)
    await house.to(AFTERNOON + timedelta(minutes=10))
    assert_told(house.cast["guro"], ChannelUnreached("Team mellomtrinn Solbakken", local(AFTERNOON)))
    # After following the notice's advice, the question comes.
    await team.install(by=kari)
    await house.stage.settle()
    assert [message for message in kari.reads(team.general) if "Send svar" in seen(kari, message)]


# Tenants that refuse the bot.


def lock_out(house: House, *names: str, times: int = 200) -> None:
    """Every request to these people's conversations meets a 401."""
    for name in names:
        conversation = house.cast[name].conversation.id
        house.teams.faults.next(answer(401), conversation=conversation, times=times)


def let_in(house: House) -> None:
    house.teams.faults.coming.clear()


async def minutes_after(house: House, *minutes: float) -> None:
    for each in minutes:
        await house.to(OPENS + timedelta(minutes=each))


async def test_the_coordinator_is_told_of_a_lock_out_when_it_is_over_and_once(house: House) -> None:
    await house.install(*PRINCIPALS)
    lock_out(house, "guro", *PRINCIPALS)
    await minutes_after(house, 0, 1, 5, 11, 20, 40, 60)
    assert notices_to(house.cast["guro"]) == []
    let_in(house)
    await minutes_after(house, 80, 90, 91, 100, 600)
    assert_told(house.cast["guro"], LetInAgain(local(OPENS)))
    assert len(notices_to(house.cast["tor"])) == 0
    assert len(house.cast["tor"].chat) == 2, "the welcome, and the question, which came late"


@pytest.mark.parametrize("language", Language)
async def test_each_coordinator_reads_of_a_lock_out_in_their_own_language(tmp_path: Path, language: Language) -> None:
    people = [f"guro,rektorgruppa,coordinator,{language}", "tor,rektorgruppa,leader"]
    folder = municipality(tmp_path / "andre", people=people)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "liten", "rektorgruppa"))
        await house.install("guro", "tor")
        lock_out(house, "tor")
        await minutes_after(house, 0, 11)
        let_in(house)
        await minutes_after(house, 30, 40)
        assert_told(house.cast["guro"], LetInAgain(local(OPENS)), language)


async def test_a_lock_out_of_days_wears_out_no_notice(house: House) -> None:
    await house.install("tor")
    lock_out(house, "tor", "guro", times=2000)
    for hours in range(48):
        await minutes_after(house, 60 * hours, 60 * hours + 30)
    [notice] = await house.deliveries(NOTICE)
    assert (notice.state, notice.tries) == (DeliveryState.DUE, 0)
    let_in(house)
    await minutes_after(house, 60 * 48, 60 * 48 + 20)
    assert LetInAgain in {type(each) for each in await worded_as(house)}


async def worded_as(house: House) -> list[LookingAfter]:
    """The notices about the lock-out among Guro's notices."""
    known: tuple[LookingAfter, ...] = (NotLetIn(local(OPENS)), LetInAgain(local(OPENS)))
    shown = [seen(house.cast["guro"], message) for message in notices_to(house.cast["guro"])]
    return [each for each in known if rendered_texts(each, Language.NB) in shown]


async def test_a_lock_out_over_within_ten_minutes_is_not_told(house: House) -> None:
    await house.install(*PRINCIPALS)
    lock_out(house, *PRINCIPALS, times=2)
    await minutes_after(house, 0, 1, 2, 5, 9)
    let_in(house)
    await minutes_after(house, 9.5, 10, 11, 30, 60)
    assert notices_to(house.cast["guro"]) == []


def with_another_account(folder: Path, to: Path, old: str, new: str) -> Path:
    """A copy of the municipality's files, with one account replaced by another."""
    (to / "kopi").mkdir()
    for file in folder.glob("*.csv"):
        (to / "kopi" / file.name).write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return to / "kopi"


async def test_who_is_no_coordinator_any_more_is_told_nothing_of_a_lock_out(house: House, tmp_path: Path) -> None:
    await house.install(*PRINCIPALS)
    lock_out(house, "guro", *PRINCIPALS)
    await minutes_after(house, 0, 11, 20)
    await house.bring_in(with_another_account(house.folder, tmp_path, "coordinator", "participant"))
    let_in(house)
    await minutes_after(house, 80, 90, 91)
    assert notices_to(house.cast["guro"]) == []
    [notice] = [one for one in await house.deliveries(NOTICE) if isinstance(one.about, OfLockout)]
    assert (notice.state, notice.reason) == (DeliveryState.DROPPED, "nothing to tell")


async def test_a_coordinator_who_is_met_in_another_tenant_is_told_at_once_and_once(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tenants=(TENANT, OTHER)) as house:
        guro, account = house.cast["guro"].person, VIDAR[:-1] + "3"
        await house.stage.bring_in(with_another_account(house.folder, tmp_path, guro.object_id, account), tenant=OTHER)
        there = Client(house.teams, guro.name, account, guro.upn, tenant=OTHER)
        await there.install()
        await house.plan("rektorgruppa")
        await house.install(*PRINCIPALS)
        lock_out(house, *PRINCIPALS)
        await minutes_after(house, 0, 9)
        assert notices_to(there) == []
        await minutes_after(house, 10, 11, 30)
        assert_told(there, NotLetIn(local(OPENS)))
        let_in(house)
        await minutes_after(house, 60, 70, 80)
        assert_told(there, NotLetIn(local(OPENS)))


async def test_coordinators_of_municipalities_that_are_met_elsewhere_are_not_told(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tenants=(TENANT, OTHER)) as house:
        await house.stage.bring_in(sorvik(tmp_path / "sorvik"), tenant=OTHER)
        vidar = Client(house.teams, "Vidar Sør", VIDAR, "vidar@sorvik.example", tenant=OTHER)
        await vidar.install()
        await house.plan("rektorgruppa")
        await house.install("guro", "ola", *PRINCIPALS)
        lock_out(house, "guro", *PRINCIPALS)
        await minutes_after(house, 0, 11)
        let_in(house)
        await minutes_after(house, 30, 40)
        assert [
            len(notices_to(each)) for each in (house.cast["guro"], house.cast["ola"], house.cast["tor"], vidar)
        ] == [
            1,
            0,
            0,
            0,
        ]


async def test_each_lock_out_is_told_of(house: House) -> None:
    await house.install(*PRINCIPALS)
    for begins in (OPENS, at(12, 1)):
        lock_out(house, "guro", *PRINCIPALS)
        for minutes in (0, 11):
            await house.to(begins + timedelta(minutes=minutes))
        let_in(house)
        for minutes in (30, 40):
            await house.to(begins + timedelta(minutes=minutes))
    guro = house.cast["guro"]
    assert [seen(guro, message) for message in notices_to(guro)] == [
        rendered_texts(LetInAgain(local(begins)), Language.NB) for begins in (OPENS, at(12, 1))
    ]

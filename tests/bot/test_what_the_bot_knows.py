"""«Hva vet du om meg»: all that is held, with readers and ends, in chat and as a file that the person consents to."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.operating.set_municipality import set_municipality
from bot.entry.teams.files import OneDriveFiles
from bot.rehearsal.clients import Client, Team, buttons_on
from bot.rehearsal.faults import answer
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from bot.rehearsal.wire_files import given, offered
from content.language import Language
from content.presses import ShowOwnData, encode
from content.vocabulary import knowing
from dialogs.events import Upload
from dialogs.model import Hold, MunicipalitySettings, OwnAct, OwnLogEntry, Reflection, Retention, Rung
from storage import own_data, own_log, personal, reflections
from storage.tables.records import records
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, rendered_texts, seen, series

OPENS = at(11, 24)
KNOWS = {"tor": "hva vet du om meg", "siv": "kva veit du om meg?", "frode": "What do you know about me?"}
WORDS = "<b>Vi leste</b> & lo.\n\nTo og to."
HELD = "Hvem kan lese dette? Vi lurer."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'held.db'}") as opened:
        yield opened


async def answered(house: House, folder: Path, *names: str) -> None:
    """The question is open, and each has answered on the card."""
    await house.stage.plan(series(folder, "rektorene", "rektorgruppa", led_by="tor"))
    await house.install(*names)
    await house.to(OPENS)
    for name in names:
        me = house.cast[name]
        send = next(one for one in buttons_on(me.view(last(me))) if one.startswith("Send"))
        await me.press(last(me), send, {"answer": WORDS, "rung": "group"})


async def told(me: Client, said: str) -> list[str]:
    await me.say(said)
    return seen(me, last(me))


async def open_first(me: Client, card: Message) -> None:
    """The first answer of the list on the card."""
    await me.press(card, next(one for one in buttons_on(me.view(card)) if one.startswith(("Åpne", "Opne"))))


async def offer(me: Client, button: str, knows: str) -> Message:
    await me.say(knows)
    await me.press(last(me), button)
    return last(me)


class _Texts(HTMLParser):
    """The texts of a page, and the tags around them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts += [data] if data.strip() else []


# Everything is in it.


def test_each_column_about_a_person_is_shown_or_its_absence_is_explained() -> None:
    """Where this fails: show the new column in bot/context/own_data.py and name it in SHOWN, or explain it."""
    about_people = {f"{one.table.name}.{one.name}" for one in (*personal.words(), *personal.pointers())}
    assert sorted(about_people - own_data.SHOWN - own_data.UNSHOWN.keys()) == []
    assert sorted((own_data.SHOWN | own_data.UNSHOWN.keys()) - about_people) == []
    assert own_data.SHOWN & own_data.UNSHOWN.keys() == frozenset()


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_all_is_shown_with_readers_and_ends_in_the_persons_language(
    house: House, tmp_path: Path, name: str
) -> None:
    me, kari = house.cast[name], house.cast["kari"]
    await answered(house, tmp_path, name, "ali")
    await me.say(HELD)
    text = await told(me, KNOWS[name])
    nynorsk = name == "siv"
    expected = [
        "Deg i Nordvik kommune",
        "Namn: Siv Rektor" if nynorsk else "Navn: Tor Rektor",
        f"{'Brukarnamn' if nynorsk else 'Brukernavn'}: {name}@nordvik.example",
        "Språk: nynorsk" if nynorsk else "Språk: bokmål",
        "Deltakar" if nynorsk else "Leder",
        HELD,
        "Kor lenge: til du vel, og aldri meir enn 14 dagar."
        if nynorsk
        else "Hvor lenge: til du velger, og aldri mer enn 14 dager.",
        "Du har svart på, hoppa over eller byrja på 1 spørsmål."
        if nynorsk
        else "Du har svart på, hoppet over eller begynt på 1 spørsmål.",
        "Spørsmål: 1",
        "Språket i Teams: nn-NO" if nynorsk else "Språket i Teams: nb-NO",
    ]
    assert [one for one in expected if one not in text] == []
    assert ("Du leder sløyferekka «rektorene»." in text) == (name == "tor")
    readers, ends = ("Kven ser", "Kor lenge: ") if nynorsk else ("Hvem ser", "Hvor lenge: ")
    # Person, groups, answers, messages, held messages, chat, traces; and the tasks of the one who leads.
    assert sum(one.startswith(readers) for one in text) == 7 + (name == "tor")
    assert sum(one.startswith(ends) for one in text) == 6 + (name == "tor")
    # Nobody else is named, and nothing of theirs is shown.
    assert [one for one in text if any(other in one for other in ("Guro", "Ali", "guro@", "ali@"))] == []
    overview = last(me)
    await me.press(overview, "Svara mine" if nynorsk else "Svarene mine")
    year = "Skuleåret 2026/2027" if nynorsk else "Skoleåret 2026/2027"
    listed = last(me)
    assert [one for one in (" ".join(WORDS.split()), year) if one not in seen(me, listed)] == []
    await open_first(me, listed)
    shown = seen(me, listed)
    answered_at, asked_at = "24. november 2026: Du svarte.", "Rektorgruppa · 24. november 2026"
    assert [one for one in (WORDS, answered_at, asked_at) if one not in shown] == []
    assert any("Rektorgruppa (9 person" in one for one in shown)
    # The same press, on a client that sends it as a message, and in a channel, where others would read along.
    await me.press(overview, "Fil å lese", by="submit")
    assert offered(last(me)) is not None
    channel = Team(house.teams, "Solbakken")
    channel.add(me, kari)
    await channel.install(by=kari)
    assert me.name not in str((await me.say_in(channel.general, KNOWS[name])).body)
    assert not any(WORDS in str(one.activity) for one in channel.general.messages)


@pytest.mark.parametrize(("name", "before"), [("tor", "Forrige side"), ("siv", "Førre side")])
async def test_much_is_turned_in_place_page_by_page_for_its_person_alone(house: House, name: str, before: str) -> None:
    me, ali, kari = house.cast[name], house.cast["ali"], house.cast["kari"]
    await house.install(name, "ali", "kari")
    notes = [f"{number}: {'Vi prøvde i to grupper. ' * 40}".strip() for number in range(10)]
    for note in notes:
        await me.say(f"husk: {note}")
    await me.say(KNOWS[name])
    card = last(me)
    shown = seen(me, card)
    pages = 1
    while "Neste side" in buttons_on(me.view(card)):
        await me.press(card, "Neste side")
        assert last(me).id == card.id
        pages += 1
        assert f"Side {pages} av 2" in seen(me, card)
        shown += seen(me, card)
    assert pages == 2
    assert [note for note in notes if shown.count(note) != 1] == []
    # The page stays where a file is asked for, the way back is there, and an old client gets a card of its own.
    await me.press(card, "Fil å lese")
    assert "Side 2 av 2" in seen(me, card)
    await me.press(card, before, by="submit")
    assert last(me).id != card.id
    assert "Side 1 av 2" in seen(me, last(me))
    # The press made by hand, with numbers of any size, by somebody else and in a channel.
    await ali.say(KNOWS["tor"])
    overview = last(ali)
    for strange in ({"start": 1}, {"start": -1}, {"start": 10**12}, {"start": "1"}):
        await ali.press(overview, "Fil å lese", forged={**encode(ShowOwnData(0)), **strange})
    assert not any("to grupper" in line for one in ali.chat for line in seen(ali, one))
    channel = Team(house.teams, "Solbakken")
    channel.add(me, kari)
    await channel.install(by=kari)
    await me.say_in(channel.general, "hjelp")
    helped = next(one for one in reversed(channel.general.messages) if buttons_on(me.view(one)))
    await me.press(helped, buttons_on(me.view(helped))[0], forged=encode(ShowOwnData(0)))
    assert not any("to grupper" in str(one.activity) for one in channel.general.messages)


async def test_answers_stand_page_by_page_by_school_year_and_stay_after_the_person_has_left(
    house: House, tmp_path: Path
) -> None:
    tor = house.cast["tor"]
    for number in range(5):
        await house.stage.plan(series(tmp_path, f"uke{number}", "rektorgruppa"))
    await answered(house, tmp_path, "tor")
    for prompt in [one for one in tor.chat if "Hopp over" in buttons_on(tor.view(one))]:
        await tor.press(prompt, "Hopp over")
    await _leaves(house, tmp_path, "tor")
    await tor.say(KNOWS["tor"])
    overview = last(tor)
    assert "Hvor lenge: til du sletter dataene dine. Du står ikke på kommunens liste lenger." in seen(tor, overview)
    shown: list[str] = []
    await tor.press(overview, "Svarene mine")
    overview = last(tor)
    shown += seen(tor, overview)
    for button, told_of in [
        ("Eldre svar", "Nyeste først. Dette er svar 6 til 6 av 6."),
        ("Nyere svar", "Nyeste først. Dette er svar 1 til 5 av 6."),
    ]:
        await tor.press(overview, button)
        assert told_of in seen(tor, overview)
        shown += seen(tor, overview) if button != "Nyere svar" else []
    assert shown.count("Hoppet over") == 5
    assert shown.count(" ".join(WORDS.split())) == 1
    lines = seen(tor, overview)
    await tor.press(overview, lines[lines.index("Hoppet over") - 3])  # the row's name, date and question come before
    assert "Du hoppet over. Det trenger du ingen grunn til, og ingen får vite det." in seen(tor, overview)
    assert "Svar likevel" not in buttons_on(tor.view(overview))


async def test_ends_follow_the_municipalitys_rules_and_the_archives_hold(house: House, tmp_path: Path) -> None:
    tor, db = house.cast["tor"], house.stage.app.db
    await answered(house, tmp_path, "tor")
    rules = MunicipalitySettings("Tor Rektor, kommunedirektør", retention=Retention(answers="P1Y"))
    await set_municipality(db, "nordvik", rules, actor=OPERATOR, now=MONDAY)
    text = await told(tor, KNOWS["tor"])
    assert any(one.startswith("Hvor lenge: til fristen som kommunen har satt.") for one in text)
    assert "Du er nevnt som behandlingsansvarlig." in text
    overview = last(tor)
    await tor.press(overview, "Svarene mine")
    overview = last(tor)
    await open_first(tor, overview)
    assert "Slettes 1. desember 2027." in seen(tor, overview)
    held = MunicipalitySettings(retention=Retention(), hold=Hold(MONDAY.date(), "arkivet"))
    await set_municipality(db, "nordvik", held, actor=OPERATOR, now=MONDAY)
    [person] = await house._persons("tor")
    row = {"municipality": "nordvik", "id": person, "at": MONDAY, "by": "leader", "person": person}
    await db.write(lambda c: c.execute(insert(records).values(**row, act="group_linked", about={"group": "x"})))
    text = await told(tor, KNOWS["tor"])
    assert any(one.startswith("Hvor lenge: inntil videre, for arkivet i kommunen") for one in text)
    assert "23. november 2026: Du gjorde en endring som står i loggen over endringer." in text
    # Where the answer has gone by rule, what the own log still holds of it stands with its question.
    [mine] = await house.reflections_of("tor")
    moved = OwnLogEntry("nordvik", person, OPENS, OwnAct.WIDENED, mine.session, 0, Rung.GROUP, Rung.UNIT)
    await db.write(partial(_only_logged, moved=moved, gone=mine))
    await tor.say(KNOWS["tor"])
    overview = last(tor)
    await tor.press(overview, "Svarene mine")
    overview = last(tor)
    assert "Slettet" in seen(tor, overview)
    await open_first(tor, overview)
    assert {
        "Svaret er slettet. Bare loggen over hva du gjorde, er igjen.",
        "24. november 2026: Du delte svaret videre.",
        "Fra da av kunne alle der du jobber, lese det.",
    } <= set(seen(tor, overview))


async def _only_logged(c: AsyncConnection, *, moved: OwnLogEntry, gone: Reflection) -> None:
    await own_log.add(c, moved)
    await reflections.erase(c, gone)


async def test_a_stranger_is_shown_the_chat_and_a_person_of_two_municipalities_both(house: House) -> None:
    una = Client(house.teams, "Una Ukjend", "00000000-0000-4000-8000-000000000099", "una@annet.example")
    await una.install()
    text = await told(una, KNOWS["tor"])
    assert "Ingen kommune har lagt deg inn, så det er lite." in text
    assert "Navnet ditt i Teams: Una Ukjend" in text


# The file.


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_the_file_is_laid_in_onedrive_after_a_yes_to_be_read_or_as_data(
    house: House, tmp_path: Path, name: str
) -> None:
    me, drive = house.cast[name], house.teams.drive
    await answered(house, tmp_path, name, "ali")
    asked = await offer(me, "Fil å lese", KNOWS[name])
    card = offered(asked)
    assert card is not None
    assert card["name"] == "sloyfa-2026-11-24.html"
    assert card["content"]["sizeInBytes"] > 1000
    assert drive.files == []
    assert (await me.answer_file(asked, yes=True)).body == {}
    assert given(last(me)) is not None
    [page] = drive.files
    found = _Texts(page.body.decode())
    assert page.bearer == ""
    assert found.tags & {"script", "b", "img", "link", "iframe"} == set()
    assert WORDS in found.texts
    assert "Dette veit eg om deg" in found.texts if name == "siv" else "Dette vet jeg om deg" in found.texts
    assert "Ali" not in page.body.decode()
    await me.answer_file(await offer(me, "Fil med data", KNOWS[name]), yes=True)
    data = json.loads(drive.files[1].body)
    assert (data["format"], data["version"], data["language"]) == (
        "sloyfa-own-data",
        1,
        "nn" if name == "siv" else "nb",
    )
    [its] = data["municipalities"]
    assert its["answers"][0]["text"] == WORDS
    assert its["answers"][0]["readers"] == {"rung": "group", "name": "Rektorgruppa", "people": 9, "channel": False}
    assert its["answers"][0]["moves"] == [{"at": "2026-11-24T08:00:00+01:00", "act": "given", "rung": "group"}]
    assert "Ali" not in drive.files[1].body.decode()


async def test_no_late_twice_and_failed_each_have_a_sentence(house: House, tmp_path: Path) -> None:
    tor, drive, faults = house.cast["tor"], house.teams.drive, house.teams.faults
    await answered(house, tmp_path, "tor")

    async def is_told(kind: object) -> bool:
        return seen(tor, last(tor)) == rendered_texts(kind, Language.NB)  # type: ignore[arg-type]

    asked = await offer(tor, "Fil å lese", KNOWS["tor"])
    declined = await tor.answer_file(asked, yes=False)
    assert await is_told(knowing.FileDeclined())
    before = len(tor.chat)
    await tor.again(declined)  # Teams tells of it again
    await tor.again(declined, new_id=True)
    assert len(tor.chat) == before
    await tor.answer_file(asked, yes=True)
    await tor.answer_file(asked, yes=True)
    assert seen(tor, last(tor)) == rendered_texts(knowing.FileTakenAlready(), Language.NB)
    assert len(drive.files) == 1
    asked = await offer(tor, "Fil med data", KNOWS["tor"])
    faults.next(answer(507), call=Call.UPLOAD)
    await tor.answer_file(asked, yes=True)
    assert await is_told(knowing.FileNotGiven())
    # A place that is not OneDrive is sent nothing: neither another host, nor one behind a redirect.
    elsewhere = {"uploadUrl": "http://169.254.169.254/x", "contentUrl": "", "name": "x", "uniqueId": "", "fileType": ""}
    asked = await offer(tor, "Fil å lese", KNOWS["tor"])
    await tor.answer_file(asked, yes=True, upload=elsewhere)
    assert await is_told(knowing.FileNotGiven())
    asked = await offer(tor, "Fil å lese", KNOWS["tor"])
    await house.to(OPENS + timedelta(days=1, minutes=1))
    await tor.answer_file(asked, yes=True)
    assert await is_told(knowing.FileTooLate())
    assert len(drive.files) == 1


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [
        ("https://nordvik-my.sharepoint.com/personal/tor/upload?tempauth=x", True),
        ("http://nordvik-my.sharepoint.com/upload", False),
        ("https://sharepoint.com.evil.example/upload", False),
        ("https://evilsharepoint.com/upload", False),
        ("https://nordvik-my.sharepoint.com:8443/upload", False),
        ("https://a@nordvik-my.sharepoint.com/upload", False),
        ("https://127.0.0.1/upload", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
async def test_only_onedrive_over_https_takes_files(url: str, is_taken: bool) -> None:
    async with aiohttp.ClientSession() as session:
        files = OneDriveFiles(session, hosts=None)
        good = "https://nordvik-my.sharepoint.com/x"
        assert files.may_lay(Upload(url, good, "x", "1", "html")) == is_taken
        assert files.may_lay(Upload(good, url, "x", "1", "html")) == is_taken


async def _leaves(house: House, folder: Path, name: str) -> None:
    """Everybody but one is imported again."""
    left = folder / "left"
    left.mkdir(exist_ok=True)
    for file in ("units.csv", "groups.csv"):
        (left / file).write_text((house.folder / file).read_text(encoding="utf-8"), encoding="utf-8")
    rows = (house.folder / "people.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if f"{name}@" not in row]
    (left / "people.csv").write_text("\n".join([*kept, ""]), encoding="utf-8")
    await house.bring_in(left)

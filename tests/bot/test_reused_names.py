"""A user name given to a newcomer: nothing belonging to the former person reaches the newcomer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.errors import WrongFolder
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from content.vocabulary.digesting import SessionDigest
from tests.databases import on_both_kinds
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series
from tests.reading import digest_of

OLD, NEW = "00000000-0000-4000-8000-1000000000aa", "00000000-0000-4000-8000-1000000000bb"
OTHERS = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,participant", "siv,rektorgruppa,participant"]
KARI = "kari@nordvik.example"
HERS = "Vi delte klassen i mindre grupper denne uka."


def folder(place: Path, *rows: str) -> Path:
    """Guro, Tor and Siv, followed by `rows` of people.csv."""
    made = municipality(place, people=OTHERS)
    file = made / "people.csv"
    head, *people = file.read_text(encoding="utf-8").splitlines()
    lines = [f"{head},same_as", *(f"{one}," for one in people), *rows]
    if all(one.endswith(",") for one in lines[1:]):
        lines = [one.removesuffix(",same_as").removesuffix(",") for one in lines]  # leave the optional column out
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return made


def row(object_id: str, name: str = "Kari Oppdiktet", *, upn: str = KARI, same_as: str = "", role: str = "") -> str:
    return f"{object_id},{name},{upn},rektorgruppa,{role or 'participant'},nb,,,{same_as}"


@pytest.fixture
async def house(chosen_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Kari has answered for herself alone, Tor for the group; then Kari has left."""
    async with open_house(chosen_url, folder=folder(tmp_path / "før", row(OLD))) as found:
        await found.stage.plan(series(tmp_path, "alle", "rektorgruppa"))
        kari = Client(found.teams, "Kari Oppdiktet", OLD, KARI)
        await kari.install()
        await found.install("tor")
        await found.to(at(11, 24))
        await kari.press(last(kari), "Send svar", {"answer": "Mitt eget.", "rung": "only_me"})
        tor = found.cast["tor"]
        await tor.press(last(tor), "Send svar", {"answer": "Tor deler.", "rung": "group"})
        await found.stage.settle()
        await found.bring_in(folder(tmp_path / "uten"))
        yield found


async def import_lines(house: House, folder: Path, *, dry_run: bool = False) -> list[str]:
    done = await import_folder(
        house.stage.app.db,
        read_folder(folder),
        actor=OPERATOR,
        tenant=TENANT,
        now=house.stage.now,
        dry_run=dry_run,
    )
    return [str(line) for line in done.lines]


async def newcomer(house: House) -> Client:
    kari = Client(house.teams, "Kari Nykommen", NEW, KARI)
    await kari.install()
    await house.stage.settle()
    return kari


@on_both_kinds
async def test_who_gets_a_user_name_gets_nothing_of_the_one_who_had_it(house: House, tmp_path: Path) -> None:
    old = Client(house.teams, "Kari Oppdiktet", OLD, KARI)
    before = [one.id for one in old.chat]
    await house.to(at(11, 24, 9))
    kari = await newcomer(house)
    told = await import_lines(house, folder(tmp_path / "ny", row(NEW, "Kari Nykommen")))
    assert "added   person Kari Nykommen (kari@nordvik.example)" in told
    await house.to(at(11, 24, 12))
    assert "Svaret ditt" in str(last(kari).card), "she is asked herself"
    await kari.say(HERS)
    await house.to(at(11, 30))
    everything = str([seen(kari, one) for one in kari.chat])
    assert HERS in everything
    assert "Mitt eget." not in everything
    assert "Tor deler." not in everything, "what was shared before she came is not for her"
    assert [one.id for one in old.chat] == before
    [session] = {one.session for one in await house.reflections_of("tor")}
    digest, _ = await digest_of(house.stage.app.db, session, KARI, actor=OPERATOR, now=house.stage.now)
    assert isinstance(digest, SessionDigest)
    assert [quote.text for section in digest.prompts for quote in section.quotes] == [HERS]


async def test_planning_tells_where_a_user_name_means_somebody_else_now(house: House, tmp_path: Path) -> None:
    file = series(tmp_path, "lest", "rektorgruppa", led_by="kari", digest_readers=f'["{KARI}"]', dates="[2026-12-01]")
    await house.stage.plan(file)
    await import_lines(house, folder(tmp_path / "ny", row(NEW, "Kari Nykommen")))
    for dry_run in (True, False):
        planned = await plan_series(
            house.stage.app.db,
            house.stage.app.catalogues,
            read_series(file),
            actor=OPERATOR,
            now=house.stage.now,
            dry_run=dry_run,
        )
        assert planned.warnings == tuple(
            f"{key}: {KARI} is Kari Nykommen now, who is not the Kari Oppdiktet that it meant before; "
            "write the aad_object_id of whom you mean"
            for key in ("led_by", "digest_readers")
        )
    file.write_text(file.read_text().replace(KARI, NEW))
    again = await plan_series(
        house.stage.app.db, house.stage.app.catalogues, read_series(file), actor=OPERATOR, now=house.stage.now
    )
    assert (again.warnings, again.changed) == ((), ())


async def test_the_import_asks_until_the_file_says_whether_they_are_one(house: House, tmp_path: Path) -> None:
    new = folder(tmp_path / "ny", row(NEW, "Kari Nykommen"))
    for dry_run in (True, False, False):
        [asked] = [line for line in await import_lines(house, new, dry_run=dry_run) if line.startswith("asks")]
        assert asked == (
            f"asks    people.csv, line 5, Kari Nykommen ({KARI}): Kari Oppdiktet had the object id {OLD} before; "
            f"they are taken for two people. Write {OLD} in the column same_as if they are one, its own if they are two"
        )
    told = await import_lines(house, folder(tmp_path / "to", row(NEW, "Kari Nykommen", same_as=NEW)))
    assert told == []


@on_both_kinds
async def test_one_who_has_a_new_object_id_keeps_her_answers_once_the_file_says_so(
    house: House, tmp_path: Path
) -> None:
    await import_lines(house, folder(tmp_path / "ny", row(NEW)))
    told = await import_lines(house, folder(tmp_path / "samme", row(NEW, same_as=OLD)))
    assert f"changed person Kari Oppdiktet ({KARI}): a further account" in told
    assert await import_lines(house, folder(tmp_path / "samme igjen", row(NEW, same_as=OLD))) == []
    kari = await newcomer(house)
    await kari.say("Elevene fikk mer tid til å tenke seg om.")
    assert "Mitt eget.\n\nElevene fikk mer tid til å tenke seg om." in seen(kari, last(kari))
    parted = await import_lines(house, folder(tmp_path / "likevel ikke", row(NEW, "Kari Nykommen", same_as=NEW)))
    assert "added   membership Kari Nykommen in Rektorgruppa (participant)" in parted
    await kari.say("Vi prøvde ut stasjoner i matematikk denne uka.")
    assert "Mitt eget." not in str(seen(kari, last(kari)))


async def test_two_who_have_both_answered_are_not_made_one(house: House, tmp_path: Path) -> None:
    kari = await newcomer(house)
    await import_lines(house, folder(tmp_path / "ny", row(NEW)))
    await house.to(at(11, 24, 12))
    await kari.press(last(kari), "Send svar", {"answer": "Som en annen.", "rung": "group"})
    joined = folder(tmp_path / "samme", row(NEW, same_as=OLD))
    for dry_run in (True, False):
        with pytest.raises(WrongFolder) as refused:
            await import_lines(house, joined, dry_run=dry_run)
        assert str(refused.value).startswith("people.csv, line 5, column same_as: Kari Oppdiktet has answered")


@on_both_kinds
async def test_a_changed_user_name_is_the_same_person_and_two_may_swap(house: House, tmp_path: Path) -> None:
    ola = "00000000-0000-4000-8000-1000000000cc"
    await import_lines(house, folder(tmp_path / "to", row(OLD), row(ola, "Ola Oppdiktet", upn="ola@nordvik.example")))
    swapped = folder(tmp_path / "byttet", row(OLD, upn="ola@nordvik.example"), row(ola, "Ola Oppdiktet"))
    assert await import_lines(house, swapped) == [
        f"changed person Kari Oppdiktet (ola@nordvik.example): upn: {KARI} -> ola@nordvik.example",
        f"changed person Ola Oppdiktet ({KARI}): upn: ola@nordvik.example -> {KARI}",
    ]
    kari = Client(house.teams, "Kari Oppdiktet", OLD, KARI)
    await kari.say("Elevene fikk mer tid til å tenke seg om.")
    assert "Mitt eget.\n\nElevene fikk mer tid til å tenke seg om." in seen(kari, last(kari))


@on_both_kinds
async def test_a_chat_belongs_to_whoever_was_heard_from_there_last(house: House, tmp_path: Path) -> None:
    """If Teams lets a new account write in a former person's chat, the chat serves the new account alone."""
    await import_lines(house, folder(tmp_path / "begge", row(OLD), row(NEW, "Kari Nykommen", upn="kn@nordvik.example")))
    old = Client(house.teams, "Kari Oppdiktet", OLD, KARI)
    await old.say("hjelp")
    chat = house.teams.world.chat_with(old.person)
    said = {**last_sent(house, chat.id), "id": "1:ny", "from": {"id": old.person.id, "aadObjectId": NEW, "name": "K"}}
    await house.teams.post(said)
    before = len(house.teams.ledger.records)
    await house.stage.plan(series(tmp_path, "neste", "rektorgruppa", dates="[2026-11-25]"))
    await house.to(at(11, 25))
    prompts = [one for one in house.teams.ledger.records[before:] if one.conversation == chat.id]
    assert len(prompts) == 2, "the new one is asked in both sessions, and the former one's question waits"


def last_sent(house: House, conversation: str) -> dict[str, object]:
    messages = house.teams.conversation(conversation).messages
    return next(one.activity for one in reversed(messages) if not one.from_bot)
